"""Every Boolean function by a look-up table: a hidden unit per input. Inputs are -1 and 1."""

import numpy as np
from numpy.typing import ArrayLike

from helpers.nonlinearity.layers import step


def lookup_network(
    inputs: np.ndarray, targets: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Return (W, b, v, c) with c + v . step(W x + b) equal to the target of every input.

    `inputs` holds all 2^D rows of -1 and 1, `targets` (2^D,) -1 or 1. One hidden unit stands for
    each input of the rarer target, so there are at most 2^(D-1).
    """
    rarer = 1 if np.sum(targets == 1) <= len(targets) / 2 else -1
    patterns = inputs[targets == rarer]
    num_hidden, num_inputs = patterns.shape
    return patterns, np.full(num_hidden, 1 - num_inputs), np.full(num_hidden, 2 * rarer), -rarer


def look_up(inputs: ArrayLike, W: ArrayLike, b: ArrayLike, v: ArrayLike, c: float) -> np.ndarray:
    """Return c + v . step(W x + b) for each row of `inputs` (num_points, num_inputs)."""
    inputs, W = np.asarray(inputs), np.asarray(W)
    W = W if W.size else W.reshape(0, inputs.shape[-1])  # a constant function needs no hidden unit
    return np.asarray(c) + step(inputs @ W.T + np.asarray(b)) @ np.asarray(v)
