"""Six ways to turn gradients into steps, and the landscapes of two weights on which they race.

The rules are those of torch.optim with its default settings, but for the learning rate.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace

import numpy as np

from helpers.arguments import require_at_least, require_finite, require_positive

LIMIT = 3.0  # the landscapes are drawn for both weights between -LIMIT and LIMIT


# --- the rules: notebook 03 shows the same code, and a test keeps both the same ------------------


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


def adam(w, g, memory, lr):
    memory.t += 1
    memory.m = 0.9 * memory.m + 0.1 * g
    memory.s = 0.999 * memory.s + 0.001 * g**2
    mean = memory.m / (1 - 0.9**memory.t)
    mean_square = memory.s / (1 - 0.999**memory.t)
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


def run(rule: Callable, gradient: Callable, start, lr: float, num_steps: int) -> np.ndarray:
    """Return the path (num_steps + 1, num_weights) of one rule from `start`.

    A path that leaves for good stays where it last was within 1e6. Raises ValueError if lr is not
    above 0 or num_steps is below 1.
    """
    require_positive(lr=lr)
    require_at_least(1, num_steps=num_steps)
    require_finite(start=start)
    path = np.empty((num_steps + 1, len(start)))
    path[0] = start
    memory = SimpleNamespace(t=0, m=0.0, s=0.0)
    for n in range(num_steps):
        new = rule(path[n], gradient(path[n]), memory, lr)
        if not new @ new < 1e12:  # also false for NaN
            path[n + 1 :] = path[n]
            break
        path[n + 1] = new
    return path


# --- landscapes -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Landscape:
    """A loss of two weights. `loss(w1, w2)` broadcasts; `gradient(w)` takes and returns (2,)."""

    loss: Callable
    gradient: Callable
    minima: tuple[tuple[float, float], ...]
    start: tuple[float, float]


def two_features(num_samples: int = 64, noise: float = 0.0, seed: int = 0):
    """Return inputs (num_samples, 2), the second three times as large, and targets (num_samples,).

    The inputs are uncorrelated and of mean squares 1 and 9, and the noise is uncorrelated with
    both, all exactly: so the mean of (w x - y)^2 / 2 has its minimum at (1, 0.5), curvatures 1 and
    9, and level lines along the axes, however few samples there are.
    """
    columns = np.random.default_rng(seed).normal(size=(num_samples, 3))
    orthogonal = np.linalg.qr(columns)[0] * np.sqrt(num_samples)  # mean squares of 1
    x = orthogonal[:, :2] * [1.0, 3.0]
    return x, x @ [1.0, 0.5] + noise * orthogonal[:, 2]


def _bowl() -> Landscape:
    x, _ = two_features()
    hessian, best = x.T @ x / len(x), np.array([1.0, 0.5])
    a, b, c = hessian[0, 0], hessian[0, 1], hessian[1, 1]

    def loss(w1, w2):
        d1, d2 = w1 - best[0], w2 - best[1]
        return (a * d1**2 + 2 * b * d1 * d2 + c * d2**2) / 2

    return Landscape(loss, lambda w: hessian @ (w - best), ((1.0, 0.5),), (-2.0, 2.0))


def _two_valleys() -> Landscape:
    # The smallest MLP: w2 tanh(w1 x), with targets that (1.5, 2) reproduces, and so does (-1.5, -2).
    x = np.linspace(-2, 2, 21)
    y = 2.0 * np.tanh(1.5 * x)

    def loss(w1, w2):
        h = np.tanh(np.multiply.outer(w1, x))
        return ((np.asarray(w2)[..., None] * h - y) ** 2).mean(axis=-1) / 2

    def gradient(w):
        h = np.tanh(w[0] * x)
        error = w[1] * h - y
        return np.array([error @ (w[1] * (1 - h**2) * x), error @ h]) / len(x)

    return Landscape(loss, gradient, ((1.5, 2.0), (-1.5, -2.0)), (-2.5, 0.5))


def _banana() -> Landscape:
    # Rosenbrock's curved valley, with a floor that is less steep than the usual one.
    def loss(w1, w2):
        return (1 - w1) ** 2 / 2 + 5 * (w2 - w1**2 / 2) ** 2

    def gradient(w):
        miss = w[1] - w[0] ** 2 / 2
        return np.array([w[0] - 1 - 10 * miss * w[0], 10 * miss])

    return Landscape(loss, gradient, ((1.0, 0.5),), (-2.0, 2.5))


@cache
def landscapes() -> dict[str, Landscape]:
    """Return the landscapes by name."""
    return {
        "ravine: two inputs of unequal scale": _bowl(),
        "two valleys: the smallest MLP": _two_valleys(),
        "curved valley": _banana(),
    }


@cache
def race(landscape: str, lr_plain: float, lr_adaptive: float, num_steps: int) -> dict:
    """Return {rule: (path (num_steps + 1, 2), losses (num_steps + 1,))} from the common start.

    SGD and momentum use `lr_plain`, the rules that divide by the gradient's size `lr_adaptive`.
    """
    ground = landscapes()[landscape]
    runs = {}
    for name, rule in RULES.items():
        lr = lr_plain if name in ("SGD", "momentum") else lr_adaptive
        path = run(rule, ground.gradient, ground.start, lr, num_steps)
        runs[name] = path, ground.loss(path[:, 0], path[:, 1])
    return runs
