"""Notebook 07: a network that tells animal faces apart, from the data to the model card."""
