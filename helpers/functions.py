"""Functions of numbers and arrays that several rooms need, and the gradient of any."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from helpers.arguments import require_positive


def relu(x: ArrayLike) -> np.ndarray:
    """Return max(0, x), elementwise."""
    return np.maximum(x, 0)


def sigmoid(x: ArrayLike) -> np.ndarray:
    """Return 1 / (1 + e^-x), elementwise and without overflow."""
    return expit(x)


def softplus(x: ArrayLike) -> np.ndarray:
    """Return ln(1 + e^x), elementwise and without overflow."""
    return np.logaddexp(0, x)


def numerical_gradient(function: Callable, x: np.ndarray, step: float = 1e-5) -> np.ndarray:
    """Return the gradient of the number `function(x)`, of the shape of `x`, by central differences.

    (f(x + step) - f(x - step)) / (2 step), one entry of `x` at a time, in the precision of `x`
    (whole numbers become floats). Raises ValueError unless `step` is above 0.
    """
    require_positive(step=step)
    x = np.asarray(x, dtype=np.result_type(x, np.float16))
    gradient, step = np.empty_like(x), x.dtype.type(step)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += step
        down[index] -= step
        gradient[index] = (function(up) - function(down)) / (2 * step)
    return gradient
