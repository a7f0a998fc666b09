"""What neurons and layers compute.

A neuron with weights w (num_inputs,) and bias b fires where its score w . x + b is above zero.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike


def step(z: ArrayLike) -> np.ndarray:
    """Return 1.0 where z > 0, else 0.0, elementwise."""
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


def score(inputs: ArrayLike, weights: ArrayLike, bias: float) -> np.ndarray:
    """Return w . x + b for inputs (..., num_inputs) and weights (num_inputs,)."""
    return np.asarray(inputs) @ np.asarray(weights, dtype=float) + np.asarray(bias)


def two_layers(
    inputs: ArrayLike,
    W1: ArrayLike,
    b1: ArrayLike,
    w2: ArrayLike,
    b2: float,
    activation: Callable = step,
) -> np.ndarray:
    """Return the output (num_points,) of a network with one hidden layer and one output unit.

    `inputs` is (num_points, num_inputs), W1 (num_hidden, num_inputs), b1 and w2 (num_hidden,).
    """
    hidden = activation(np.asarray(inputs) @ np.asarray(W1).T + np.asarray(b1))
    return activation(hidden @ np.asarray(w2) + np.asarray(b2))


def collapse(layers: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Return (W, b), the one layer that equals a stack of linear layers [(W1, b1), (W2, b2), ...].

    Each W has shape (num_out, num_in), each b (num_out,). Raises ValueError for no layers.
    """
    if not layers:
        raise ValueError("layers must hold at least one (W, b).")
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W, b = next_W @ W, next_W @ b + next_b
    return W, b
