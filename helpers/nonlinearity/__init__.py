"""The room of notebook 02: the computational benefits of nonlinearity."""
