"""Counting the pieces of ReLU networks exactly, on a line and in the plane; folding; known bounds.

A network is here a list of layers `(weights, bias)`, NumPy arrays of shapes (num_out, num_in) and
(num_out,): ReLU after each but the last. Its pieces are found from its weights and never by
sampling. Between two points on a line, or inside a cell of the plane, in which no unit of the
layers below switches, everything is linear; so where the next layer's units switch follows from
their values at the ends, or at the corners.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import comb, prod

import numpy as np

from helpers.arguments import require_at_least, require_finite, require_positive
from helpers.functions import relu

Layers = list[tuple[np.ndarray, np.ndarray]]
UNIT_SQUARE = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])

# Rounding leaves a unit that is exactly zero at a corner at some 1e-16 of the values around it.
TOLERANCE = 1e-10


def forward(layers: Layers, x) -> np.ndarray:
    """Return the outputs (num_samples, num_outputs) of inputs x (num_samples, num_inputs)."""
    for weights, bias in layers[:-1]:
        x = relu(x @ weights.T + bias)
    weights, bias = layers[-1]
    return x @ weights.T + bias


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


# On a line.


def rounded(value) -> float:
    """Return a number rounded to 9 digits, to compare places that rounding errors keep apart."""
    return round(float(value), 9)


def count_pieces(weights, biases, out_weights) -> int:
    """Return how many linear pieces sum_i out_weights[i] ReLU(weights[i] x + biases[i]) has.

    All of shape (num_units,), over the whole line. A unit's slope changes by out_weight |weight|
    at its kink, -bias / weight. Kinks at the same place add up, and may cancel.
    """
    bends = {}
    for w, b, v in zip(weights, biases, out_weights):
        if w != 0:
            kink = rounded(-b / w)
            bends[kink] = bends.get(kink, 0.0) + v * abs(w)
    return 1 + sum(rounded(bend) != 0 for bend in bends.values())


def on_line(layers: Layers, start, direction) -> Layers:
    """Return the network of t that sees only the line start + t direction, both (num_inputs,)."""
    (weights, bias), *rest = layers
    start, direction = np.asarray(start, dtype=float), np.asarray(direction, dtype=float)
    require_finite(start=start, direction=direction)
    if start.shape != (weights.shape[1],) or direction.shape != start.shape:
        raise ValueError(f"start and direction must have shape ({weights.shape[1]},).")
    return [(weights @ direction[:, None], weights @ start + bias), *rest]


def switch_points(layers: Layers, low: float, high: float) -> np.ndarray:
    """Return, in order, all x in [low, high] at which a hidden unit switches, and the two ends.

    For a network with one input. Raises ValueError unless low < high.
    """
    require_finite(low=low, high=high)
    if not low < high:
        raise ValueError(f"low must be below high = {high}, not {low}.")
    x = np.array([low, high], dtype=float)
    for depth in range(1, len(layers)):
        z = forward(layers[:depth], x[:, None])  # straight between two neighbors
        left, right = z[:-1], z[1:]
        tiny = TOLERANCE * (1 + np.abs(z).max())
        switches = (np.minimum(left, right) < -tiny) & (np.maximum(left, right) > tiny)
        piece, unit = np.nonzero(switches)
        share = left[piece, unit] / (left[piece, unit] - right[piece, unit])
        x = np.sort(np.append(x, x[piece] + share * (x[piece + 1] - x[piece])))
        x = x[np.append(True, np.diff(x) > TOLERANCE * (high - low))]
    return x


def slopes_at(layers: Layers, x) -> np.ndarray:
    """Return the derivative (num_points, num_outputs) of a network with one input at x (num_points,)."""
    h = np.asarray(x, dtype=float)[:, None]
    slope = np.ones_like(h)
    for weights, bias in layers[:-1]:
        z = h @ weights.T + bias
        h, slope = relu(z), (slope @ weights.T) * (z > 0)
    return slope @ layers[-1][0].T


def piece_ends(layers: Layers, low: float, high: float) -> np.ndarray:
    """Return, in order, the ends of the linear pieces of a network with one input on [low, high].

    A unit that switches where the output does not bend (it reaches no output, or another unit
    cancels it) ends no piece. Raises ValueError unless low < high.
    """
    x = switch_points(layers, low, high)
    slopes = slopes_at(layers, (x[:-1] + x[1:]) / 2)
    tiny = TOLERANCE * (1 + np.abs(slopes).max())
    bends = (np.abs(np.diff(slopes, axis=0)) > tiny).any(axis=1)
    return np.concatenate([[low], x[1:-1][bends], [high]])


def num_pieces(layers: Layers, low: float, high: float) -> int:
    """Return the number of linear pieces on [low, high] of a network with one input, exactly."""
    return len(piece_ends(layers, low, high)) - 1


def count_on_grid(layers: Layers, low: float, high: float, num_points: int) -> int:
    """Return how many pieces a grid of points finds: runs of steps with the same slope.

    A step with a kink inside has a slope of its own: changes at neighboring points count once.
    """
    require_at_least(3, num_points=num_points)
    x = np.linspace(low, high, num_points)
    slopes = np.diff(forward(layers, x[:, None])[:, 0]) / np.diff(x)
    bends = np.abs(np.diff(slopes)) > 1e-6 * np.abs(slopes).max()
    return 1 + int((bends & ~np.append(False, bends[:-1])).sum())


# Folding.


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


def sawtooth_layers(depth: int) -> Layers:
    """Return the network with `depth` hidden layers of 2 units that computes the sawtooth."""
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


# In the plane.


def count_regions(num_units, num_inputs):
    """Return the largest number of regions into which one layer of ReLU units cuts its inputs.

    sum over i <= num_inputs of C(num_units, i): hyperplanes in general position (Zaslavsky 1975).
    """
    return sum(comb(num_units, i) for i in range(num_inputs + 1))


def montufar_bound(num_inputs: int, widths: Sequence[int]) -> int:
    """Return how many regions a ReLU network of these widths can have at least (a lower bound on
    the best network, not on every one).

    Montufar, Pascanu, Cho & Bengio 2014, arXiv:1402.1869: the product over all layers
    but the last of floor(width / num_inputs)^num_inputs, times the regions of the last layer.
    Raises ValueError if a width or num_inputs is below 1.
    """
    require_at_least(1, num_inputs=num_inputs, widths=widths)
    *folding, last = widths
    folds = prod((width // num_inputs) ** num_inputs for width in folding)
    return folds * count_regions(last, num_inputs)


def square(size: float) -> np.ndarray:
    """Return the corners (4, 2) of the square from -size to size. Raises ValueError if size <= 0."""
    require_positive(size=size)
    return size * (2 * UNIT_SQUARE - 1)


def cells(layers: Layers, polygon) -> list[np.ndarray]:
    """Return the cells of a convex polygon (num_corners, 2) on which no hidden unit switches.

    For a network with two inputs. Each cell is convex, given by its corners (num_corners, 2) in
    order; together they fill the polygon. On a cell the network is linear.
    """
    corners = np.asarray(polygon, dtype=float)
    require_finite(polygon=corners)
    h = corners  # what the last layer gives at the corners
    cell = np.zeros(len(corners), dtype=int)  # the number of the cell that a corner belongs to
    for weights, bias in layers[:-1]:
        rows = np.hstack([corners, h @ weights.T + bias])
        for column in range(2, rows.shape[1]):
            rows, cell = _cut(rows, cell, column)
        corners, h = rows[:, :2], relu(rows[:, 2:])
    return np.split(corners, np.flatnonzero(np.diff(cell)) + 1)


def _cut(rows: np.ndarray, cell: np.ndarray, column: int) -> tuple[np.ndarray, np.ndarray]:
    """Cut all cells in which this column has both signs along the line where it is zero.

    A row of `rows` is a corner: its place, then each unit's value there. The corners of a cell
    stand one below the other, in order; `cell` (num_rows,) counts the cells from 0. Returns both,
    each part of a cut cell in its place.
    """
    first = np.flatnonzero(np.diff(cell, prepend=-1))  # of each cell
    z = rows[:, column]
    tiny = TOLERANCE * (1 + np.maximum.reduceat(np.abs(z), first))
    z = np.where(np.abs(z) <= tiny[cell], 0.0, z)
    to_cut = ((np.minimum.reduceat(z, first) < 0) & (np.maximum.reduceat(z, first) > 0))[cell]
    # The next corner round the cell; the last one's is the first.
    after = np.roll(np.arange(len(rows)), -1)
    after[np.append(first[1:], len(rows)) - 1] = first
    edge = np.flatnonzero(z * z[after] < 0)  # from here to the next corner, the line crosses
    share = z[edge] / (z[edge] - z[after[edge]])
    points = rows[edge] + share[:, None] * (rows[after[edge]] - rows[edge])
    points[:, column] = 0.0
    above, below = np.flatnonzero(~to_cut | (z >= 0)), np.flatnonzero(to_cut & (z <= 0))
    parts = [rows[above], points, rows[below], points]
    cell = np.concatenate(
        [2 * cell[above], 2 * cell[edge], 2 * cell[below] + 1, 2 * cell[edge] + 1]
    )
    order = np.lexsort([np.concatenate([above, edge + 0.5, below, edge + 0.5]), cell])
    cell = cell[order]
    return np.concatenate(parts)[order], np.cumsum(np.diff(cell, prepend=0) != 0)


def count_cells(layers: Layers, polygon) -> int:
    """Return how many cells `cells` finds."""
    return len(cells(layers, polygon))


def folding_layers(widths: Sequence[int]) -> Layers:
    """Return a network with two inputs that has as many cells in the unit square as Montufar's bound.

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
    offsets = 0.03 * np.cos(7 * np.arange(widths[-1]) ** 2)  # near the center, no three in a point
    layers.append((normals @ read, -normals @ [0.5, 0.5] + offsets))
    return [*layers, (np.ones((1, widths[-1])), np.zeros(1))]


def _alternating(count: int) -> np.ndarray:
    """Return 1, -2, 2, -2, ...: the slope goes up and down in turn."""
    signs = np.where(np.arange(count) % 2 == 0, 2.0, -2.0)
    signs[0] = 1.0
    return signs
