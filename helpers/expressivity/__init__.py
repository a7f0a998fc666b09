"""The room of notebook 06: what depth buys, and what it does not."""
