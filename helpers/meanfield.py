"""Mean-field theory of random networks: how signals, differences and gradients grow, layer by layer.

The network: h' = W phi(h) + b in every layer, with weights of variance sigma_w^2 / (number of
inputs) and biases of variance sigma_b^2. Functions take these variances, `weight_variance` and
`bias_variance`, as phase diagrams do. h is what enters a layer's units and q its mean square.
Theory is for infinite width, where each h is normally distributed: averages over z, a standard
normal number. After Poole et al. 2016 (arXiv:1606.05340) and Schoenholz et al. 2017
(arXiv:1611.01232).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from helpers.arguments import require_at_least, require_finite, require_positive
from helpers.functions import relu, sigmoid


def _normal_grid(limit: float, num_places: int) -> tuple[np.ndarray, np.ndarray]:
    """Return places z and weights for averages over a standard normal z: the trapezoid rule."""
    z = np.linspace(-limit, limit, num_places)
    weights = np.exp(-(z**2) / 2)
    return z, weights / weights.sum()  # exact to rounding for what decays so fast


_Z, _DENSITY = _normal_grid(10, 2001)
_Z2, _DENSITY2 = _normal_grid(8, 161)  # for averages over two numbers: 161 x 161 places


@dataclass(frozen=True)
class Activation:
    """An activation function phi and its slope phi', both of arrays; `bounded` if phi saturates."""

    name: str
    value: Callable[[np.ndarray], np.ndarray]
    slope: Callable[[np.ndarray], np.ndarray]
    bounded: bool


TANH = Activation("tanh", np.tanh, lambda h: 1 - np.tanh(h) ** 2, bounded=True)
SIGMOID = Activation("sigmoid", sigmoid, lambda h: sigmoid(h) * sigmoid(-h), bounded=True)
# The grid has a point at 0: with the root of 1/2 there, the mean squared slope is 1/2 exactly.
RELU = Activation("ReLU", relu, lambda h: np.heaviside(h, math.sqrt(0.5)), bounded=False)
LINEAR = Activation("linear", lambda h: h, np.ones_like, bounded=False)


def gaussian_mean(function: Callable, q: float) -> float:
    """Return E[function(sqrt(q) z)] for a standard normal z. Raises ValueError if q < 0."""
    require_at_least(0, q=q)
    return float(_DENSITY @ function(np.sqrt(q) * _Z))


def next_q(
    q: float, weight_variance: float, bias_variance: float, activation: Activation = TANH
) -> float:
    """Return the mean square of a layer whose predecessor's is q: sigma_w^2 E[phi^2] + sigma_b^2."""
    require_at_least(0, weight_variance=weight_variance, bias_variance=bias_variance)
    return weight_variance * gaussian_mean(lambda h: activation.value(h) ** 2, q) + bias_variance


def fixed_q(weight_variance: float, bias_variance: float, activation: Activation = TANH) -> float:
    """Return q*, at which `next_q` gives q back: where the signal's size settles.

    It is 0 where a signal dies out: for tanh without biases, up to sigma_w^2 = 1. Raises ValueError
    for an activation that is not bounded: ReLU's q has no place to settle unless it shrinks.
    """
    if not activation.bounded:
        raise ValueError(
            f"activation must be bounded, such as TANH; with {activation.name} the size may grow "
            "without end. Follow it layer by layer with next_q."
        )

    def growth(q: float) -> float:
        return next_q(q, weight_variance, bias_variance, activation) - q

    smallest = 1e-12
    if growth(smallest) <= 0:
        return 0.0
    # phi^2 is below 1, so from here every signal shrinks; in between growth is 0 once.
    return brentq(growth, smallest, weight_variance + bias_variance, xtol=1e-13)


def chi_1(q: float, weight_variance: float, activation: Activation = TANH) -> float:
    """Return sigma_w^2 E[phi'^2]: by how much a layer stretches squared lengths, and gradients."""
    require_at_least(0, weight_variance=weight_variance)
    return weight_variance * gaussian_mean(lambda h: activation.slope(h) ** 2, q)


def next_c(
    c: float, q: float, weight_variance: float, bias_variance: float, activation: Activation = TANH
) -> float:
    """Return the correlation of two signals after a layer, if it is `c` before and both have size q.

    The correlation is the mean of h_a h_b over q: 1 for the same signal twice, 0 for two that have
    nothing in common. Accurate to 1e-3, and for smooth activations far better. Raises ValueError
    unless c is from -1 to 1 and q above 0.
    """
    require_positive(q=q)
    if not -1 <= c <= 1:
        raise ValueError(f"c is a correlation and must be from -1 to 1, not {c}.")
    first = np.sqrt(q) * _Z2[:, None]
    second = np.sqrt(q) * (c * _Z2[:, None] + math.sqrt(1 - c**2) * _Z2)
    overlap = _DENSITY2 @ (activation.value(first) * activation.value(second)) @ _DENSITY2
    covariance = weight_variance * float(overlap) + bias_variance
    return min(covariance / next_q(q, weight_variance, bias_variance, activation), 1.0)


def depth_scale(chi: float) -> float:
    """Return 1 / |ln(chi_1)|: the number of layers in which squared gradients change by a factor e.

    In order, chi_1 < 1, they shrink by it, and so does what is left of a squared difference of two
    inputs: the depth scale xi_c = -1 / ln(chi_1). In chaos they grow. Infinite at chi_1 = 1. Raises
    ValueError unless chi is above 0.
    """
    require_positive(chi=chi)
    return math.inf if chi == 1 else 1 / abs(math.log(chi))


def critical_point(q: float, activation: Activation = TANH) -> tuple[float, float]:
    """Return (sigma_w^2, sigma_b^2) of the point of the critical line whose signals have size q.

    No search is needed: chi_1 = 1 gives sigma_w^2, and then q* = q gives sigma_b^2.
    """
    require_finite(q=q)
    variance = 1 / gaussian_mean(lambda h: activation.slope(h) ** 2, q)
    return variance, q - variance * gaussian_mean(lambda h: activation.value(h) ** 2, q)


def critical_variance(bias_variance: float) -> float:
    """Return sigma_w^2 on tanh's critical line at a given sigma_b^2."""
    require_at_least(0, bias_variance=bias_variance)
    if bias_variance == 0:
        return 1.0
    # sigma_b^2 grows with q along the line, and is below q.
    high = max(bias_variance, 1e-3)
    while critical_point(high)[1] < bias_variance:
        high *= 2
    q = brentq(lambda q: critical_point(q)[1] - bias_variance, 0.0, high, xtol=1e-13)
    return critical_point(q)[0]
