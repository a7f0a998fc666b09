"""Functions out of ReLUs: a bump of three, and a polygon with one ReLU per segment."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from helpers.arguments import require_at_least, require_finite, require_positive
from helpers.functions import relu

Function = Callable[[np.ndarray], np.ndarray]

LOW, HIGH = 0.0, 2 * np.pi  # the interval on which functions are approximated


def bump(x: ArrayLike, center: float, half_width: float, height: float) -> np.ndarray:
    """Return a triangle of `height` at `center`, zero from `half_width` on, made of three ReLUs.

    Raises ValueError if half_width is not above 0.
    """
    require_positive(half_width=half_width)
    x, slope = np.asarray(x), height / half_width
    rise = relu(x - (center - half_width))
    turn = relu(x - center)
    stop = relu(x - (center + half_width))
    return slope * (rise - 2 * turn + stop)


def interpolation_weights(knots: np.ndarray, values: np.ndarray) -> tuple[float, np.ndarray]:
    """Return (bias, v) so that bias + sum_i v_i ReLU(x - knots_i) meets `values` at the knots.

    `knots`, rising, and `values` have shape (N + 1,); v has shape (N,), one weight per segment.
    """
    slopes = np.diff(values) / np.diff(knots)
    return values[0], np.diff(slopes, prepend=0.0)


@dataclass(frozen=True)
class Interpolant:
    """A ReLU network with a unit per segment, its corner at the segment's left knot.

    `knots` has shape (N + 1,), the output's `bias` is a number, its weights `v` have shape (N,).
    """

    knots: np.ndarray
    bias: float
    v: np.ndarray

    def __call__(self, x: ArrayLike) -> np.ndarray:
        return self.bias + relu(np.asarray(x)[:, None] - self.knots[:-1]) @ self.v


def interpolate(
    function: Function, num_segments: int, low: float = LOW, high: float = HIGH
) -> Interpolant:
    """Return the network of `num_segments` ReLUs that meets `function` at equally spaced knots.

    Raises ValueError if num_segments is below 1, low is not below high, or a value is not finite.
    """
    require_at_least(1, num_segments=num_segments)
    require_finite(low=low, high=high)
    if low >= high:
        raise ValueError(f"low must be below high = {high}, not {low}.")
    knots = np.linspace(low, high, num_segments + 1)
    values = np.asarray(function(knots), dtype=float)
    require_finite(values=values)
    return Interpolant(knots, *interpolation_weights(knots, values))


def max_error(function: Function, network: Function, x: np.ndarray) -> float:
    """Return the largest |function - network| on the points x (num_points,)."""
    return float(np.max(np.abs(function(x) - network(x))))
