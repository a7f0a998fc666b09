"""The room of notebook 09: Ethics: beware of hype."""
