"""Where the corners of a ReLU network stand: evenly, where it errs most, or where training moves them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from helpers.arguments import require_at_least, require_positive
from helpers.functions import relu
from helpers.nonlinearity.approximation import HIGH, LOW, Function, interpolation_weights

BENT: dict[str, Function] = {
    "sin(x)": np.sin,
    "sin(x) + sin(5 x) / 3": lambda x: np.sin(x) + np.sin(5 * x) / 3,
    "exp(-8 (x - 2)^2)": lambda x: np.exp(-8 * (x - 2) ** 2),
    "abs(x - 2)": lambda x: np.abs(x - 2),
    "sqrt(x)": np.sqrt,
}


def choose_knots(function: Function, x: np.ndarray, num_segments: int) -> np.ndarray:
    """Return `num_segments` + 1 of the places `x` (num_places,), rising, each where the error was largest.

    The first two are the ends of `x`, which rises; each further one is where the polygon through the
    knots so far is farthest from `function`. They are fewer if the polygon errs nowhere, up to rounding.
    """
    knots = x[[0, -1]]
    for _ in range(num_segments - 1):
        bias, v = interpolation_weights(knots, function(knots))
        network = bias + relu(x[:, None] - knots[:-1]) @ v
        gap = np.abs(network - function(x))
        if np.max(gap) < 1e-9:
            break
        knots = np.sort(np.append(knots, x[np.argmax(gap)]))
    return knots


def worst_error(function: Function, num_segments: int) -> float:
    """Return the largest |function - network| from LOW to HIGH for evenly spaced knots.

    It is measured at 200 places a segment, and at no fewer than 20,001.
    """
    knots = np.linspace(LOW, HIGH, num_segments + 1)
    x = np.linspace(LOW, HIGH, max(20_000, 200 * num_segments) + 1)
    network = np.interp(x, knots, function(knots))  # the polygon: what the ReLUs compute
    return float(np.max(np.abs(function(x) - network)))


def num_needed(
    function: Function,
    place: Callable[[int], np.ndarray],
    tolerance: float = 0.01,
    most: int = 1000,
) -> int:
    """Return how many segments it takes to stay within `tolerance` of a function's largest size.

    `place(num_segments)` returns the knots to be tried, for 1, 2, 3, ... segments. Raises ValueError if
    `most` segments are not enough.
    """
    x = np.linspace(LOW, HIGH, 20_001)
    exact = function(x)
    for num_segments in range(1, most + 1):
        knots = np.asarray(place(num_segments))
        network = np.interp(x, knots, function(knots))  # the polygon: what the ReLUs compute
        if np.max(np.abs(network - exact)) <= tolerance * np.max(np.abs(exact)):
            return len(knots) - 1
    raise ValueError(f"most must be larger: {most} segments are not enough.")


@dataclass(frozen=True)
class TrainedKnots:
    """A ReLU network c + sum_i v_i ReLU(x - k_i) after some steps of training, for several functions.

    `corners` and `v` have shape (num_steps + 1, num_functions, num_units), `c` (num_steps + 1,
    num_functions): entry 0 is the start, evenly spaced corners.
    """

    corners: np.ndarray
    v: np.ndarray
    c: np.ndarray

    def network(self, number: int, step: int, x: np.ndarray) -> np.ndarray:
        """Return the values at x (num_points,) of the network for function `number` after `step` steps."""
        hidden = relu(x[:, None] - self.corners[step, number])
        return self.c[step, number] + hidden @ self.v[step, number]


def train_knots(
    functions: Sequence[Function], num_units: int, num_steps: int, lr: float = 0.01
) -> TrainedKnots:
    """Train corners, output weights and bias of one ReLU network for each function, side by side.

    They start as the polygon with evenly spaced knots. Each step is one of Adam's, on the mean squared
    error at 400 places from LOW to HIGH. Raises ValueError for num_units or num_steps below 1.
    """
    require_at_least(1, num_units=num_units, num_steps=num_steps)
    require_positive(lr=lr)
    x = np.linspace(LOW, HIGH, 400)
    targets = np.stack([function(x) for function in functions])
    knots = np.linspace(LOW, HIGH, num_units + 1)
    starts = [interpolation_weights(knots, function(knots)) for function in functions]
    # Per function: the corners, the output weights, the output's bias.
    state = np.stack([np.concatenate([knots[:-1], v, [c]]) for c, v in starts])
    path, first, second = [state], np.zeros_like(state), np.zeros_like(state)
    for step in range(1, num_steps + 1):
        corners, v, c = state[:, :num_units], state[:, num_units:-1], state[:, -1]
        apart = x - corners[:, :, None]  # (num_functions, num_units, 400)
        hidden = np.maximum(apart, 0)
        error = np.einsum("fu,fux->fx", v, hidden) + c[:, None] - targets
        slope_v = np.einsum("fux,fx->fu", hidden, error)
        slope_corners = -v * np.einsum("fux,fx->fu", (apart > 0).astype(float), error)
        slope = np.concatenate([slope_corners, slope_v, error.sum(axis=1)[:, None]], axis=1)
        slope *= 2 / len(x)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        change = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        state = state - lr * change
        path.append(state)
    path = np.stack(path)
    return TrainedKnots(path[..., :num_units], path[..., num_units:-1], path[..., -1])


def rms(values: np.ndarray) -> float:
    """Return the root of the mean square."""
    return float(np.sqrt(np.mean(np.square(values))))
