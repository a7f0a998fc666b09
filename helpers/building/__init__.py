"""The room of notebook 03: building MLPs in PyTorch."""
