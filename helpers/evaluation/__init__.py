"""The room of notebook 05: training, evaluating, and the pitfalls."""
