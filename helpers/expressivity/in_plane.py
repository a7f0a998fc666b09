"""The cells of ReLU networks with two inputs: the polygons on which no hidden unit switches."""

import numpy as np

from helpers.arguments import require_finite, require_positive
from helpers.expressivity.relu_network import TOLERANCE, Layers
from helpers.functions import relu

UNIT_SQUARE = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])


def square(size: float) -> np.ndarray:
    """Return the corners (4, 2) of a square, -size to size. Raises ValueError if size <= 0."""
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


def count_cells(layers: Layers, polygon) -> int:
    """Return how many cells `cells` finds."""
    return len(cells(layers, polygon))


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
