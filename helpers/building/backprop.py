"""Whole layers at once: forward, backward, and the check of a gradient.

Inputs have shape (num_samples, num_in) and weight matrices (num_in, num_out), as they stand in
x @ W.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import DTypeLike
from torch import Tensor

from helpers.functions import numerical_gradient


def two_layer_backward(
    x: np.ndarray, y: np.ndarray, w1: np.ndarray, b1: np.ndarray, w2: np.ndarray, b2: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return (dw1, db1, dw2, db2), the gradients of the loss of a two-layer tanh network.

    Shapes: x (num_samples, num_in), y (num_samples, num_out), w1 (num_in, num_hidden), b1
    (num_hidden,), w2 (num_hidden, num_out), b2 (num_out,). The loss is half the squared error,
    summed over the outputs and averaged over the samples.
    """
    h = np.tanh(x @ w1 + b1)
    dy = (h @ w2 + b2 - y) / len(x)
    dz = (dy @ w2.T) * (1 - h**2)
    return x.T @ dz, dz.sum(axis=0), h.T @ dy, dy.sum(axis=0)


def both_ways(x, y, w1, b1, w2, b2) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Return every array of that network by name, and its gradient: z, h, prediction p and loss, too.

    The gradients stand in the order in which the way back computes them.
    """
    z = x @ w1 + b1
    h = np.tanh(z)
    p = h @ w2 + b2
    loss = np.sum((p - y) ** 2) / (2 * len(x))
    values = dict(x=x, w1=w1, b1=b1, z=z, h=h, w2=w2, b2=b2, p=p, loss=loss)
    dp = (p - y) / len(x)
    dh = dp @ w2.T
    dz = dh * (1 - h**2)
    slopes = dict(loss=np.ones(()), p=dp, w2=h.T @ dp, b2=dp.sum(axis=0), h=dh, z=dz)
    return values, slopes | dict(w1=x.T @ dz, b1=dz.sum(axis=0))


def two_layer_loss(x, y, w1, b1, w2, b2) -> np.floating | Tensor:
    """Return the loss whose gradients `two_layer_backward` gives; NumPy arrays or torch tensors."""
    z = x @ w1 + b1
    h = z.tanh() if isinstance(z, Tensor) else np.tanh(z)
    return ((h @ w2 + b2 - y) ** 2).sum() / (2 * len(x))


def random_problem(
    sizes: tuple[int, int, int], num_samples: int, seed: int
) -> dict[str, np.ndarray]:
    """Return random arguments of `two_layer_backward`, for sizes (num_in, num_hidden, num_out)."""
    num_in, num_hidden, num_out = sizes
    normal = np.random.default_rng(seed).normal
    return dict(
        x=normal(size=(num_samples, num_in)),
        y=normal(size=(num_samples, num_out)),
        w1=normal(size=(num_in, num_hidden)),
        b1=normal(size=num_hidden),
        w2=normal(size=(num_hidden, num_out)),
        b2=normal(size=num_out),
    )


def gradient_check(
    hs: Sequence[float], dtype: DTypeLike, seeds: Sequence[int] = range(10)
) -> np.ndarray:
    """Return the relative errors (num_seeds, num_hs) of central differences on first weights.

    Each seed draws a network of 3 inputs, 5 hidden units and 2 outputs, and 8 samples. The error is
    |numerical - exact| / |exact| in Euclidean norm, with the exact gradient in float64.
    """
    return np.array([[_check_error(seed, h, dtype) for h in hs] for seed in seeds])


def _check_error(seed: int, h: float, dtype: DTypeLike) -> float:
    problem = random_problem((3, 5, 2), num_samples=8, seed=seed)
    exact = two_layer_backward(**problem)[0]
    problem = {name: array.astype(dtype) for name, array in problem.items()}

    def loss(w1):
        return two_layer_loss(**{**problem, "w1": w1})

    error = numerical_gradient(loss, problem["w1"], h) - exact
    return float(np.linalg.norm(error) / np.linalg.norm(exact))
