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
def critical_variance(
    bias_variance: float, low: float = 1.0, high: float = 10.0, num_layers: int = 100
) -> float:
    """Return sigma_w^2 at which tanh is on the edge of chaos, to 1e-4: found by bisection.

    It is order at `low`, chaos at `high`. `meanfield.critical_variance` comes from the other side, along
    q, and is exact. For bias variances from 0.01 to 1.
    """
    while high - low > 1e-4:
        middle = (low + high) / 2
        if meanfield.chi_1(settle_q(middle, bias_variance, num_layers), middle) < 1:
            low = middle
        else:
            high = middle
    return (low + high) / 2


@functools.lru_cache(maxsize=8)
def _moments(activation: Activation) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a table for curves of theory that move with a slider: log q, E[phi^2] / q, E[phi'^2].

    The ratios are flat at both ends, so that q beyond the table takes the last value. (For sigmoid
    E[phi^2] / q is not, but there q is never small.)
    """
    qs = np.geomspace(1e-8, 1e3, 1000)
    squares = [meanfield.gaussian_mean(lambda h: activation.value(h) ** 2, q) / q for q in qs]
    slopes = [meanfield.gaussian_mean(lambda h: activation.slope(h) ** 2, q) for q in qs]
    return np.log(qs), np.array(squares), np.array(slopes)


@dataclass(frozen=True)
class Expected:
    """What theory expects, layer by layer: arrays, the input first."""

    q: np.ndarray  # mean square of h: (num_layers + 1,)
    output: np.ndarray  # mean square of phi(h), without the last layer's: (num_layers,)
    factors: np.ndarray  # by which each layer multiplies squared errors: (num_layers,)

    @property
    def gradient(self) -> np.ndarray:
        """The mean square of an error in each layer, if it is 1 in the last: (num_layers + 1,)."""
        return np.cumprod([1.0, *self.factors[::-1]])[::-1]

    @property
    def gains(self) -> np.ndarray:
        """The mean squared error at the input of networks of 1, 2, ... layers: (num_layers,)."""
        return np.cumprod(self.factors)


def by_layer(
    q: float,
    num_layers: int,
    weight_variance: float,
    bias_variance: float,
    activation: Activation = TANH,
    architecture: str = "plain",
    width: float = math.inf,
) -> Expected:
    """Follow an input of mean square q, and an error that comes back, by the table: to 1e-4.

    A plain layer multiplies squared errors by chi_1. A layer norm feeds every layer a signal of size 1 and divides
    the derivative by the signal's own size; of `width` directions it lets nothing through in two,
    the mean and the signal's own. A residual layer adds its two paths: 1 + chi_1.
    """
    require_architecture(architecture)
    logs, squares, slopes = _moments(activation)
    sizes, outputs, factors = [q], [], []
    for _ in range(num_layers):
        inner = 1.0 if architecture == "layer norm" else q
        log_q = math.log(max(inner, 1e-300))
        square, slope = np.interp(log_q, logs, squares), np.interp(log_q, logs, slopes)
        factor, next_q = weight_variance * slope, weight_variance * inner * square + bias_variance
        if architecture == "layer norm":
            factor *= (1 - 2 / width) / q
        if architecture == "residual":
            factor, next_q = 1 + factor, q + next_q
        q = next_q
        sizes.append(q)
        outputs.append(inner * square)
        factors.append(factor)
    return Expected(np.array(sizes), np.array(outputs), np.array(factors))


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
