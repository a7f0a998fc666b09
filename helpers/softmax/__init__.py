"""The room of notebook 04: softmax and cross-entropy."""
