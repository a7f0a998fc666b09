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


LIMIT = 3.0  # landscapes are looked at, and descended, with both weights from -LIMIT to LIMIT


@dataclass(frozen=True)
class Landscape:
    """A loss of two weights. `loss(w1, w2)` broadcasts; `gradient(w)` takes and returns (2, ...)."""

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


# The smallest MLP: w2 tanh(w1 x), with targets that (1.5, 2) reproduces, and so does (-1.5, -2).
_X = np.linspace(-2, 2, 21)
_Y = 2.0 * np.tanh(1.5 * _X)


def _mlp_loss(w1, w2):
    h = np.tanh(np.multiply.outer(w1, _X))
    return ((np.asarray(w2)[..., None] * h - _Y) ** 2).mean(axis=-1) / 2


def _mlp_gradient(w):
    h = np.tanh(np.multiply.outer(w[0], _X))
    w2 = np.asarray(w[1])[..., None]
    error = w2 * h - _Y
    return np.array([(error * w2 * (1 - h**2) * _X).mean(axis=-1), (error * h).mean(axis=-1)])


# A ravine whose directions are no longer those of the weights: curvature 1 along (1, 1), 100 along
# (-1, 1).
_MINIMUM = (1.0, 0.5)
_ALONG, _ACROSS = 1.0, 100.0


def _turned(w1, w2):
    d1, d2 = w1 - _MINIMUM[0], w2 - _MINIMUM[1]
    return (d1 + d2) / np.sqrt(2), (d2 - d1) / np.sqrt(2)


def _turned_loss(w1, w2):
    along, across = _turned(w1, w2)
    return (_ALONG * along**2 + _ACROSS * across**2) / 2


def _turned_gradient(w):
    along, across = _turned(w[0], w[1])
    slopes = _ALONG * along, _ACROSS * across
    return np.array([slopes[0] - slopes[1], slopes[0] + slopes[1]]) / np.sqrt(2)


LANDSCAPES: dict[str, Landscape] = {
    "ravine: two inputs of unequal scale": Landscape(  # the loss of `two_features` without noise
        loss=lambda w1, w2: ((w1 - 1) ** 2 + 9 * (w2 - 0.5) ** 2) / 2,
        gradient=lambda w: np.array([w[0] - 1, 9 * (w[1] - 0.5)]),
        minima=((1.0, 0.5),),
        start=(-2.0, 2.0),
    ),
    "steep ravine, turned by 45 degrees": Landscape(
        loss=_turned_loss, gradient=_turned_gradient, minima=(_MINIMUM,), start=(-2.0, 2.0)
    ),
    "two valleys: the smallest MLP": Landscape(
        _mlp_loss, _mlp_gradient, minima=((1.5, 2.0), (-1.5, -2.0)), start=(-2.5, 0.5)
    ),
    "curved valley": Landscape(  # Rosenbrock's, with a floor that is less steep than the usual one
        loss=lambda w1, w2: (1 - w1) ** 2 / 2 + 5 * (w2 - w1**2 / 2) ** 2,
        gradient=lambda w: np.array(
            [w[0] - 1 - 10 * (w[1] - w[0] ** 2 / 2) * w[0], 10 * (w[1] - w[0] ** 2 / 2)]
        ),
        minima=((1.0, 0.5),),
        start=(-2.0, 2.5),
    ),
}
