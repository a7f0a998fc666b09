"""The linear pieces of ReLU networks with one input, or along a line, counted exactly."""

import numpy as np

from helpers.arguments import require_at_least, require_finite
from helpers.expressivity.relu_network import TOLERANCE, Layers, forward
from helpers.functions import relu


def merged(places) -> np.ndarray:
    """Return places (num_places,) in order, and those that rounding errors keep apart only once."""
    places = np.sort(places)
    apart = np.diff(places) > TOLERANCE * np.ptp(places)
    return places[np.append(True, apart)]


def restrict(layers: Layers, start, direction) -> Layers:
    """Return the network of t that sees only the line start + t direction, both (num_inputs,)."""
    (weights, bias), *rest = layers
    start, direction = np.asarray(start, dtype=float), np.asarray(direction, dtype=float)
    require_finite(start=start, direction=direction)
    if start.shape != (weights.shape[1],) or direction.shape != start.shape:
        raise ValueError(f"start and direction must have shape ({weights.shape[1]},).")
    return [(weights @ direction[:, None], weights @ start + bias), *rest]


def crossings(x, z) -> np.ndarray:
    """Return the places inside the pieces at which a unit crosses zero, one for each crossing.

    x (num_places,) rises; z (num_places, num_units) are the units' values there, straight between
    two neighbors.
    """
    left, right = z[:-1], z[1:]
    piece, unit = np.nonzero(left * right < 0)
    share = left[piece, unit] / (left[piece, unit] - right[piece, unit])
    return x[piece] + share * (x[piece + 1] - x[piece])


def switch_points(layers: Layers, low: float, high: float) -> np.ndarray:
    """Return, in order, all x in [low, high] at which a hidden unit switches, and the two ends.

    For a network with one input. Raises ValueError unless low < high.
    """
    require_finite(low=low, high=high)
    if not low < high:
        raise ValueError(f"low must be below high = {high}, not {low}.")
    x = np.array([low, high], dtype=float)
    for depth in range(1, len(layers)):
        z = forward(layers[:depth], x[:, None])
        x = merged(np.append(x, crossings(x, z)))
    return x


def slopes_at(layers: Layers, x) -> np.ndarray:
    """Return the slopes (num_points, num_outputs) of a network with one input at x (num_points,)."""
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


def count_pieces(layers: Layers, low: float, high: float) -> int:
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
