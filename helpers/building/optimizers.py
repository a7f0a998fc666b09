"""From gradients to steps: the delta rule, and six rules that race each other.

The rules are those of torch.optim with its default settings, but for the learning rate.
"""

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace

import numpy as np
from numpy.typing import ArrayLike

from helpers.arguments import require_at_least, require_finite
from helpers.building.losses import LANDSCAPES, LIMIT, Landscape


def delta_rule_step(w: np.ndarray, x: np.ndarray, y: float, lr: float) -> np.ndarray:
    """Return the weights (num_inputs,) after one step on one sample (x, y).

    The loss is (w x - y)^2 / 2. Widrow & Hoff, 'Adaptive switching circuits', 1960.
    """
    error = np.dot(w, x) - y
    return w - lr * error * x


# --- the rules: notebook 03 has the same; momentum and adam are the learner's to write -------------


def sgd(w, g, memory, lr):
    return w - lr * g


def momentum(w, g, memory, lr):
    memory.m = 0.9 * memory.m + g
    return w - lr * memory.m


def adagrad(w, g, memory, lr):
    memory.s = memory.s + g**2
    return w - lr * g / (np.sqrt(memory.s) + 1e-10)


def rmsprop(w, g, memory, lr):
    memory.s = 0.99 * memory.s + 0.01 * g**2
    return w - lr * g / (np.sqrt(memory.s) + 1e-8)


def adam(w, g, memory, lr, correct=True):
    memory.t += 1
    memory.m = 0.9 * memory.m + 0.1 * g
    memory.s = 0.999 * memory.s + 0.001 * g**2
    mean, mean_square = memory.m, memory.s
    if correct:
        mean = mean / (1 - 0.9**memory.t)
        mean_square = mean_square / (1 - 0.999**memory.t)
    return w - lr * mean / (np.sqrt(mean_square) + 1e-8)


def adamax(w, g, memory, lr):
    memory.t += 1
    memory.m = 0.9 * memory.m + 0.1 * g
    memory.s = np.maximum(0.999 * memory.s, abs(g) + 1e-8)
    return w - lr * memory.m / (1 - 0.9**memory.t) / memory.s


RULES: dict[str, Callable] = {
    "SGD": sgd,
    "momentum": momentum,
    "AdaGrad": adagrad,
    "RMSProp": rmsprop,
    "Adam": adam,
    "Adamax": adamax,
}


# --- and what they do ----------------------------------------------------------------------------

RATES = np.array([digit * 10.0**power for power in range(-3, 1) for digit in (1, 2, 5)] + [10.0])
NUM_STEPS = 200
NUM_STARTS = 20
ARRIVED = 0.01  # a loss that counts as arrived; those of random starts are some 10 to 1000


def descend(
    gradient: Callable,
    start: ArrayLike,
    lr: ArrayLike,
    num_steps: int,
    rule: Callable = sgd,
    limit: float = 1e6,
) -> np.ndarray:
    """Return the path (num_steps + 1, num_weights, ...) of descent by `rule` from `start`.

    `start` has shape (num_weights,), or (num_weights, ...) for many paths at once, against which
    the learning rates `lr` broadcast. A path that gets farther than `limit` from 0 stays where it
    last was within it. Raises ValueError if lr is below 0 or num_steps below 1, or if `start` is
    not finite.
    """
    require_at_least(0, lr=lr)
    require_at_least(1, num_steps=num_steps)
    require_finite(start=start)
    w = np.asarray(start, dtype=float)
    w = np.broadcast_to(w, np.broadcast_shapes(w.shape, np.shape(lr)))
    path, inside = [w], np.full(w.shape[1:], True)
    memory = SimpleNamespace(t=0, m=0.0, s=0.0)
    for _ in range(num_steps):
        new = rule(w, gradient(w), memory, lr)
        inside = inside & (np.square(new).sum(axis=0) < limit**2)  # also false for NaN
        w = np.where(inside, new, w)
        path.append(w)
    return np.array(path)


def random_starts(num_starts: int, seed: int) -> np.ndarray:
    """Return starts (2, num_starts) anywhere on the maps."""
    return np.random.default_rng(seed).uniform(-LIMIT, LIMIT, size=(2, num_starts))


def arrival(losses: np.ndarray) -> np.ndarray:
    """Return the step (...) from which on losses (num_steps + 1, ...) stay below ARRIVED.

    Those that never do get num_steps + 1.
    """
    steps = np.arange(1, len(losses) + 1).reshape(-1, *[1] * (losses.ndim - 1))
    return np.where(losses < ARRIVED, 0, steps).max(axis=0)


def race(
    landscape: str | Landscape, rule: str, starts: np.ndarray, lr: ArrayLike
) -> tuple[np.ndarray, np.ndarray]:
    """Return paths (NUM_STEPS + 1, 2, ...) from `starts` (2, ...), and losses (NUM_STEPS + 1, ...).

    Who leaves the map far behind, by 10 or more from its middle, is out.
    """
    ground = LANDSCAPES[landscape] if isinstance(landscape, str) else landscape
    path = descend(ground.gradient, starts, lr, NUM_STEPS, RULES[rule], limit=10)
    return path, ground.loss(path[:, 0], path[:, 1])


@cache
def arrival_by_rate(landscape: str | Landscape, rule: str, seed: int = 0) -> np.ndarray:
    """Return the median arrival (num_rates,) over NUM_STARTS random starts, for each of RATES.

    A fraction below 1 is added, larger the larger the loss in the end: where no rate arrives, one
    still is the best.
    """
    starts = random_starts(NUM_STARTS, seed)[..., None]
    losses = race(landscape, rule, starts, RATES)[1]
    rest = np.median(losses[-1], axis=0)
    return np.median(arrival(losses), axis=0) + rest / (1 + rest) / 2


@cache
def race_from_all(landscape: str, rule: str, lr: float) -> tuple[np.ndarray, np.ndarray]:
    """Return paths (NUM_STEPS + 1, 2, 1 + NUM_STARTS) and losses (NUM_STEPS + 1, 1 + NUM_STARTS).

    The first start is the landscape's own, the others are random, and not those that the learning
    rates were chosen on.
    """
    own = np.array(LANDSCAPES[landscape].start)[:, None]
    return race(landscape, rule, np.hstack([own, random_starts(NUM_STARTS, seed=1)]), lr)


def best_rate(landscape: str | Landscape, rule: str) -> float:
    """Return the learning rate with the earliest median arrival."""
    return float(RATES[np.argmin(arrival_by_rate(landscape, rule))])
