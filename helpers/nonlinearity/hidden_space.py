"""What a hidden layer makes of XOR's plane: it folds it, unless its units are linear.

The network is that of `gates.SIGMOID_XOR`, with other hidden units and another gain.
"""

import numpy as np

from helpers.functions import relu, sigmoid
from helpers.nonlinearity.gates import SIGMOID_XOR
from helpers.nonlinearity.layers import step

UNITS = ["sigmoid", "ReLU", "step", "none (linear)"]
THRESHOLD = 5 / 7  # the output unit, 7 h1 + 7 h2 - 5, fires where h1 + h2 is above it


def hidden_values(points: np.ndarray, unit: str, gain: float) -> np.ndarray:
    """Return the two hidden units' values (num_points, 2), at gain k: phi(k (w . x + b)).

    Weights are those of SIGMOID_XOR divided by 7. ReLU and linear units only grow with k, so theirs
    are shown in units of the largest score on a corner of the square, and the linear ones at 0.4 of
    that, to fit the same axes. Raises ValueError for a unit that is not among `UNITS`.
    """
    if unit not in UNITS:
        raise ValueError(f"unit must be one of {', '.join(UNITS)}, not {unit!r}.")
    W1, b1, *_ = SIGMOID_XOR
    scores = (points @ W1.T + b1) / 7
    largest = 4 / 7
    if unit == "sigmoid":
        return sigmoid(gain * scores)
    if unit == "step":
        return step(scores)
    return relu(scores) / largest if unit == "ReLU" else 0.4 * scores / largest


def fires(hidden: np.ndarray) -> np.ndarray:
    """Say for which hidden values (num_points, 2) the output unit fires: bool (num_points,)."""
    return hidden.sum(axis=1) > THRESHOLD
