"""Losses: of one prediction, and, as landscapes, of two weights."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

# Each takes a prediction and a target and broadcasts; 0-1 and hinge want targets of -1 and 1.
LOSSES: dict[str, Callable] = {
    "L1": lambda prediction, target: np.abs(prediction - target),
    "L2": lambda prediction, target: (prediction - target) ** 2,
    "0-1": lambda prediction, target: np.where(np.sign(prediction) == target, 0.0, 1.0),
    "hinge": lambda prediction, target: np.maximum(0, 1 - target * prediction),
}


@dataclass(frozen=True)
class Landscape:
    """A loss of two weights. `loss(w1, w2)` broadcasts; `gradient(w)` takes and returns (2,)."""

    loss: Callable
    gradient: Callable
    minima: tuple[tuple[float, float], ...]
    start: tuple[float, float]


def two_features(
    num_samples: int = 64, noise: float = 0.0, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Return inputs (num_samples, 2), the second three times as large, and targets (num_samples,).

    The inputs are uncorrelated and of mean squares 1 and 9, and the noise is uncorrelated with
    both, all exactly: so the mean of (w x - y)^2 / 2 has its minimum at (1, 0.5), curvatures 1 and
    9, and level lines along the axes, however few samples there are.
    """
    columns = np.random.default_rng(seed).normal(size=(num_samples, 3))
    orthogonal = np.linalg.qr(columns)[0] * np.sqrt(num_samples)  # mean squares of 1
    x = orthogonal[:, :2] * [1.0, 3.0]
    return x, x @ [1.0, 0.5] + noise * orthogonal[:, 2]


def _ravine() -> Landscape:
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


LANDSCAPES: dict[str, Landscape] = {
    "ravine: two inputs of unequal scale": _ravine(),
    "two valleys: the smallest MLP": _two_valleys(),
    "curved valley": _banana(),
}
