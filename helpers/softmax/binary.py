"""Losses of yes-no questions, from the logit z: cross-entropy, and half the squared error.

p = sigmoid(z) is the probability of yes. Arguments are numbers or arrays; what comes back has their
shape.
"""

import numpy as np
from numpy.typing import ArrayLike

from helpers.functions import sigmoid, softplus


def squared_error(z: ArrayLike) -> np.ndarray:
    """Return (p - 1)^2 / 2 for p = sigmoid(z): half the squared error of a sample with y = 1."""
    return sigmoid(-np.asarray(z)) ** 2 / 2


def squared_error_slope(z: ArrayLike) -> np.ndarray:
    """Return the derivative of `squared_error`, -p (1 - p)^2. Its size is largest at p = 1/3."""
    z = np.asarray(z)
    return -sigmoid(z) * sigmoid(-z) ** 2


def binary_cross_entropy(z: ArrayLike) -> np.ndarray:
    """Return -log sigmoid(z): the cross-entropy of a sample with y = 1."""
    return softplus(-np.asarray(z))


def binary_cross_entropy_slope(z: ArrayLike) -> np.ndarray:
    """Return the derivative of `binary_cross_entropy`, p - 1."""
    return -sigmoid(-np.asarray(z))


def multi_label_loss(z: ArrayLike, y: ArrayLike) -> float:
    """Return the binary cross-entropy of logits `z` for yes-no targets `y` of the same shape.

    The mean over all samples and labels of -y log p - (1 - y) log(1 - p) with p = sigmoid(z),
    written as log(1 + exp(z)) - y z, which neither overflows nor meets log 0.
    """
    return float(np.mean(softplus(z) - np.asarray(y) * np.asarray(z)))
