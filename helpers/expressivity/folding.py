"""Networks that fold: the sawtooth, a strip of paper, and the plane."""

from collections.abc import Sequence

import numpy as np

from helpers.arguments import require_at_least
from helpers.expressivity.relu_network import Layers
from helpers.functions import relu


def fold(x):
    """Return 2 ReLU(x) - 4 ReLU(x - 1/2): [0, 1] folded in the middle and stretched to [0, 1]."""
    return 2 * relu(x) - 4 * relu(x - 0.5)


def sawtooth(x, depth):
    """Return `fold` applied `depth` times to x; depth 0 returns x itself.

    On [0, 1] it has 2^depth pieces (Telgarsky 2015, arXiv:1509.08101).
    """
    for _ in range(depth):
        x = fold(x)
    return x


def folded_strip(
    x: np.ndarray, depth: int, share: float = 0.0, gap: float = 0.06
) -> tuple[np.ndarray, np.ndarray]:
    """Return where points x (num_points,) of a paper strip from 0 to 1 lie after `depth` folds.

    Both (num_points,): the place along the folded strip, from 0 to 1, and the height. Every fold
    turns the right half over on the left and stretches the strip to its old length; the layers of
    paper lie `gap` apart. `share` of the next fold is done besides: the right half is on its way.
    """
    u, height, hinge = x, np.zeros_like(x), gap / 2
    for level in range(depth):
        height = np.where(u > 0.5, 2 * hinge - height, height)
        u = fold(u)
        hinge = gap * (2 ** (level + 1) - 0.5)
    angle = np.pi * share
    across, up = u - 0.5, height - hinge
    turns = (u > 0.5) & (share > 0)
    return (
        np.where(turns, 0.5 + across * np.cos(angle) - up * np.sin(angle), u),
        np.where(turns, hinge + across * np.sin(angle) + up * np.cos(angle), height),
    )


def fold_network(depth) -> Layers:
    """Return the network with `depth` hidden layers of 2 units that computes the sawtooth.

    Its layers are (weights, biases): the next fold's two units both hear 2 u - 4 v of the last.
    """
    require_at_least(1, depth=depth)
    first = (np.array([[1.0], [1.0]]), np.array([0.0, -0.5]))
    middle = (np.array([[2.0, -4.0], [2.0, -4.0]]), np.array([0.0, -0.5]))
    return [first, *[middle] * (depth - 1), (np.array([[2.0, -4.0]]), np.array([0.0]))]


def one_layer_sawtooth(depth: int) -> Layers:
    """Return the same function on [0, 1] by one hidden layer: it needs 2^depth - 1 kinks.

    Plus one unit for the straight line from 0, which bends nowhere inside.
    """
    require_at_least(1, depth=depth)
    num_teeth = 2**depth
    return [
        (np.full((num_teeth, 1), float(num_teeth)), -np.arange(num_teeth, dtype=float)),
        (_alternating(num_teeth)[None], np.zeros(1)),
    ]


def folding_layers(widths: Sequence[int]) -> Layers:
    """Return a network with two inputs and, in the unit square, as many cells as Montufar's bound.

    Every layer but the last folds both coordinates, as `fold` does, floor(width / 2) times as
    fine. The last draws lines that all cross each other inside the square: each fold below
    copies them. Raises ValueError if a width is below 2.
    """
    require_at_least(2, widths=widths)
    layers, read = [], np.eye(2)  # `read` turns the last layer's output into folded coordinates
    for width in widths[:-1]:
        num_folds = width // 2
        places = np.tile(np.arange(num_folds), 2)
        axes = np.repeat([0, 1], num_folds)
        weights, bias = np.zeros((width, 2)), np.zeros(width)
        weights[np.arange(2 * num_folds), axes] = num_folds
        bias[: 2 * num_folds] = -places
        layers.append((weights @ read, bias))
        read = np.zeros((2, width))
        read[axes, np.arange(2 * num_folds)] = _alternating(num_folds)[places]
    angles = np.pi * (np.arange(widths[-1]) + 0.5) / widths[-1]
    normals = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    # Tangents to a circle about the center: no three meet in a point, and the farthest two cross
    # 0.45 from the center, inside the square.
    radius = 0.45 * np.sin(np.pi / (2 * widths[-1]))
    layers.append((normals @ read, -normals @ [0.5, 0.5] + radius))
    return [*layers, (np.ones((1, widths[-1])), np.zeros(1))]


def _alternating(count: int) -> np.ndarray:
    """Return 1, -2, 2, -2, ...: the slope goes up and down in turn."""
    signs = np.where(np.arange(count) % 2 == 0, 2.0, -2.0)
    signs[0] = 1.0
    return signs
