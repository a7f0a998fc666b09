"""ReLU networks as lists of layers, in NumPy: what is counted exactly, on a line and in the plane.

A network is here a list of layers `(weights, bias)`, arrays of shapes (num_out, num_in) and
(num_out,): ReLU after each but the last. Its pieces are found from its weights and never by
sampling. Between two points on a line, or inside a cell of the plane, in which no unit of the
layers below switches, everything is linear; so where the next layer's units switch follows from
their values at the ends, or at the corners.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from helpers.arguments import require_at_least
from helpers.functions import relu

Layers = list[tuple[np.ndarray, np.ndarray]]

# Rounding leaves a unit that is exactly zero at a corner at some 1e-16 of the values around it.
TOLERANCE = 1e-10


def forward(layers: Layers, x: np.ndarray) -> np.ndarray:
    """Return the outputs (num_samples, num_outputs) of inputs x (num_samples, num_inputs).

    Raises ValueError if there is no layer.
    """
    if not layers:
        raise ValueError(
            "forward needs one layer at least: of layers[:k] with k = 0 nothing is left."
        )
    *hidden, (out_weights, out_bias) = layers
    for weights, bias in hidden:
        x = relu(x @ weights.T + bias)
    return x @ out_weights.T + out_bias


def random_layers(sizes: Sequence[int], seed: int = 0, bias: float = 1.0) -> Layers:
    """Return random layers: weights normal with variance 2 / num_in (He), biases with std `bias`.

    Raises ValueError unless there are at least two sizes, all at least 1.
    """
    if len(sizes) < 2:
        raise ValueError(
            f"sizes needs inputs and outputs at least, such as [2, 10, 1], not {sizes}."
        )
    require_at_least(1, sizes=sizes)
    require_at_least(0, bias=bias)
    rng = np.random.default_rng(seed)
    return [
        (rng.normal(size=(m, n)) * np.sqrt(2 / n), rng.normal(size=m) * bias)
        for n, m in pairwise(sizes)
    ]
