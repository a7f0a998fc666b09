"""Functions of two inputs out of units: strips, towers of strips, and a surface of many towers.

Points have shape (num_points, 2) and lie in the square from 0 to 1.
"""

from collections.abc import Callable

import numpy as np

from helpers.arguments import require_at_least, require_positive
from helpers.functions import relu
from helpers.nonlinearity.layers import step

Surface = Callable[[np.ndarray], np.ndarray]

SURFACES: dict[str, Surface] = {
    "a soft XOR: x1 + x2 - 2 x1 x2": lambda p: p.sum(axis=1) - 2 * p.prod(axis=1),
    "a hill": lambda p: np.exp(-12 * np.square(p - 0.5).sum(axis=1)),
    "rings": lambda p: 0.5 + 0.5 * np.cos(16 * np.hypot(p[:, 0] - 0.5, p[:, 1] - 0.5)),
    "a cliff along the diagonal": lambda p: step(p[:, 0] - p[:, 1]),
}


def grid(num_side: int, low: float = 0.0, high: float = 1.0) -> np.ndarray:
    """Return the middles of num_side x num_side cells (num_side^2, 2), row by row from the lower left."""
    require_at_least(1, num_side=num_side)
    side = low + (high - low) * (np.arange(num_side) + 0.5) / num_side
    return np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)


def strips(
    points: np.ndarray, num_directions: int, radius: float = 0.15, center: float = 0.5
) -> np.ndarray:
    """Return how many strips (num_points,) each point lies in.

    A strip is two step units: one switches on, the other off again, at a distance of 2 radius. All
    strips pass through the same center, in evenly spaced directions.
    """
    require_at_least(1, num_directions=num_directions)
    require_positive(radius=radius)
    angles = np.pi * np.arange(num_directions) / num_directions
    along = (points - center) @ np.stack([np.cos(angles), np.sin(angles)])
    return (step(along + radius) - step(along - radius)).sum(axis=1)


def tower(points: np.ndarray, num_directions: int, threshold: float, radius: float = 0.15):
    """Return 1.0 where a step unit fires that sees `strips` and this threshold, else 0.0."""
    return step(strips(points, num_directions, radius) - threshold)


def city(surface: Surface, num_towers: int, side: np.ndarray) -> np.ndarray:
    """Return what num_towers x num_towers square towers make of a surface, at all pairs from `side`.

    `side` (n,) holds coordinates; the result is (n, n), a row for each x2. Each tower stands over one
    cell, as high as the surface is over the cell's middle. It fires where two strips cross: all strips
    are made of 2 (num_towers + 1) step units, each tower is a unit of a second hidden layer.
    """
    heights = surface(grid(num_towers)).reshape(num_towers, num_towers)
    fires = step(side[:, None] - np.arange(num_towers + 1) / num_towers)
    in_strip = fires[:, :-1] - fires[:, 1:]  # (n, num_towers): 1 in one of them
    return in_strip @ heights @ in_strip.T


def hinge(points: np.ndarray, weights: tuple[float, float], bias: float) -> np.ndarray:
    """Return one ReLU of two inputs at points (num_points, 2): flat, then a ramp, with a straight fold."""
    return relu(points @ np.asarray(weights) + bias)
