"""What theory expects of the networks in `signals` and `derivatives`, if they are wide.

The theory is `helpers.meanfield`; here it is followed through the layers, and in a table, fast
enough for curves that move with a slider.
"""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from helpers import meanfield
from helpers.initialization.derivatives import require_architecture
from helpers.meanfield import TANH, Activation


def settle_q(weight_variance: float, bias_variance: float, num_layers: int) -> float:
    """Return q after `num_layers` layers of tanh, from q = 1: after many, the fixed point q*."""
    q = 1.0
    for _ in range(num_layers):
        q = meanfield.next_q(q, weight_variance, bias_variance)
    return q


@functools.cache
def _moments(activation: Activation) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a table for curves of theory that move with a slider: log q, E[phi^2] / q, E[phi'^2].

    The ratios are flat at both ends, so that q beyond the table takes the last value. (For sigmoid
    E[phi^2] / q is not, but there q is never small.)
    """
    qs = np.geomspace(1e-8, 1e3, 1000)
    squares = [meanfield.gaussian_mean(lambda h: activation.value(h) ** 2, q) / q for q in qs]
    slopes = [meanfield.gaussian_mean(lambda h: activation.slope(h) ** 2, q) for q in qs]
    return np.log(qs), np.array(squares), np.array(slopes)


def _layer_theory(
    q: float, weight_variance: float, bias_variance: float, activation: Activation
) -> tuple[float, float]:
    """Return chi_1 and the next layer's q, from the table; accurate to 1e-4."""
    logs, squares, slopes = _moments(activation)
    log_q = math.log(max(q, 1e-300))
    next_q = weight_variance * q * np.interp(log_q, logs, squares) + bias_variance
    return weight_variance * float(np.interp(log_q, logs, slopes)), float(next_q)


@dataclass(frozen=True)
class Expected:
    """What theory expects, layer by layer, the input first: arrays (num_layers + 1,)."""

    q: np.ndarray  # mean square of h
    output: np.ndarray  # mean square of phi(h), without the last layer's: (num_layers,)
    gradient: np.ndarray  # mean square of the error, 1 in the last layer


def by_layer(
    q: float,
    num_layers: int,
    weight_variance: float,
    bias_variance: float,
    activation: Activation = TANH,
) -> Expected:
    """Follow an input of mean square q, and an error that comes back from the last layer."""
    sizes, factors = [q], []
    for _ in range(num_layers):
        chi, next_q = _layer_theory(sizes[-1], weight_variance, bias_variance, activation)
        factors.append(chi)
        sizes.append(next_q)
    output = (np.array(sizes[1:]) - bias_variance) / weight_variance  # from the next layer's q
    gradient = np.cumprod([1.0, *factors[::-1]])[::-1]
    return Expected(np.array(sizes), output, gradient)


def gradient_gains(
    num_layers: int,
    q: float,
    weight_variance: float,
    bias_variance: float,
    activation: Activation = TANH,
    architecture: str = "plain",
    width: float = math.inf,
) -> np.ndarray:
    """Return the mean squared error at the input, by depth, for an input of mean square q.

    A plain layer multiplies by chi_1. A layer norm feeds every layer a signal of size 1 and divides
    the derivative by the signal's own size; of `width` directions it lets nothing through in two,
    the mean and the signal's own. A residual layer adds its two paths: 1 + chi_1.
    """
    require_architecture(architecture)
    gains = [1.0]
    for _ in range(num_layers):
        inner = 1.0 if architecture == "layer norm" else q
        factor, next_q = _layer_theory(inner, weight_variance, bias_variance, activation)
        if architecture == "layer norm":
            factor *= (1 - 2 / width) / q
        if architecture == "residual":
            factor, next_q = 1 + factor, q + next_q
        gains.append(gains[-1] * factor)
        q = next_q
    return np.array(gains[1:])


def chi_map(
    weight_variances: np.ndarray, bias_variances: np.ndarray, activation: Activation = TANH
) -> np.ndarray:
    """Return chi_1 on a grid (num_bias_variances, num_weight_variances) of the phase diagram.

    At one sigma_w^2, every size q belongs to one sigma_b^2 = q - sigma_w^2 E[phi^2]: reading this
    backward gives q* for all sigma_b^2 at once. For ReLU and linear layers chi_1 does not depend
    on q.
    """
    logs, squares, slopes = _moments(activation)
    qs = np.exp(logs)
    grid = []
    for variance in weight_variances:
        if not activation.bounded:
            grid.append(np.full(len(bias_variances), variance * slopes[0]))
            continue
        biases = qs * (1 - variance * squares)
        first = biases.argmin()  # below it lie fixed points that no signal settles at
        q = np.interp(bias_variances, biases[first:], qs[first:])
        grid.append(variance * np.interp(np.log(q), logs, slopes))
    return np.array(grid).T


def distances(
    num_layers: int, weight_variance: float, bias_variance: float, c: float
) -> np.ndarray:
    """Return theory's 1 - c by layer at the fixed point q*, from the correlation map."""
    q = meanfield.fixed_q(weight_variance, bias_variance)
    cs = [c]
    for _ in range(num_layers):
        cs.append(meanfield.next_c(cs[-1], q, weight_variance, bias_variance))
    return 1 - np.array(cs)


def dead_share(width: int, depths: Sequence[int]) -> np.ndarray:
    """Return 1 - (1 - 2^-width)^depth: each layer is all off with probability 2^-width."""
    return 1 - (1 - 0.5**width) ** np.asarray(depths, dtype=float)
