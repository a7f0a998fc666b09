"""The room of notebook 08: the first weights, and why a deep network learns or does not."""
