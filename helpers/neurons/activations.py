"""Activation functions with derivative, formula, year and source: the gallery of notebook 01.

The list and its order follow Table 3 of Mishkin, Sergievskiy & Matas, 'Systematic evaluation of
convolution neural network advances on the ImageNet', 2017, arXiv:1606.02228, plus GELU and SiLU.
Years are those of the papers named, which is not always the year that table prints.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, ndtr

Function = Callable[[np.ndarray, float], np.ndarray]


@dataclass(frozen=True)
class Activation:
    """One activation function of an input x and, where it has one, a parameter a.

    `value(x, a)` and `slope(x, a)` take and return arrays of one shape. Where the function has a
    kink, `slope` is the derivative from the right, but 0 at 0 for ReLU, as in torch.
    """

    name: str
    formula: str  # LaTeX, of x and a
    derivative: str  # LaTeX
    year: str
    source: str
    value: Function
    slope: Function
    parameter: str | None = None  # what the gallery's slider a means here


def _leaky(x, a):
    return np.where(x > 0, x, a * x)


def _leaky_slope(x, a):
    return np.where(x > 0, 1.0, a)


def _elu(x, a):
    # exp of the negative part only: the other branch of np.where is computed too, and overflows.
    return np.where(x > 0, x, a * np.expm1(np.minimum(x, 0)))


def _elu_slope(x, a):
    return np.where(x > 0, 1.0, a * np.exp(np.minimum(x, 0)))


def _silu_slope(x, a):
    return expit(x) * (1 + x * expit(-x))


def _normal_density(x):
    return np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)


_LEAKY_SLOPE = r"$1$ if $x > 0$, else $a$"

ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation(
            "none",
            r"$x$",
            r"$1$",
            "-",
            "a linear neuron",
            lambda x, a: x,
            lambda x, a: np.ones_like(x),
        ),
        Activation(
            "sigmoid",
            r"$\sigma(x) = 1 / (1 + e^{-x})$",
            r"$\sigma(x)\,(1 - \sigma(x))$",
            "1986",
            "Rumelhart, Hinton & Williams",
            lambda x, a: expit(x),
            lambda x, a: expit(x) * expit(-x),
        ),
        Activation(
            "tanh",
            r"$\tanh x = 2\,\sigma(2x) - 1$",
            r"$1 - \tanh^2 x$",
            "1986",
            "Rumelhart, Hinton & Williams",
            lambda x, a: np.tanh(x),
            lambda x, a: 1 - np.tanh(x) ** 2,
        ),
        Activation(
            "ReLU",
            r"$\max(0, x)$",
            r"$1$ if $x > 0$, else $0$",
            "2010",
            "Nair & Hinton; in vision models since Fukushima 1969",
            lambda x, a: np.maximum(x, 0),
            lambda x, a: np.where(x > 0, 1.0, 0.0),
        ),
        Activation(
            "softplus",
            r"$\ln(1 + e^x)$",
            r"$\sigma(x)$",
            "2000",
            "Dugas et al.; in deep nets Glorot et al. 2011",
            lambda x, a: np.logaddexp(0, x),
            lambda x, a: expit(x),
        ),
        Activation(
            "LReLU",
            r"$\max(a x, x),\ a \approx 0.01$",
            _LEAKY_SLOPE,
            "2013",
            "Maas, Hannun & Ng",
            _leaky,
            _leaky_slope,
            "leak, fixed and small",
        ),
        Activation(
            "maxout",
            r"$\max(a x - 1, x)$",
            r"$1$ if $x > a x - 1$, else $a$",
            "2013",
            "Goodfellow et al.",
            lambda x, a: np.maximum(a * x - 1, x),
            lambda x, a: np.where(x >= a * x - 1, 1.0, a),
            "slope of the second of two learned lines",
        ),
        Activation(
            "APL",
            r"$\max(0, x) + a \max(0, -x - 1)$",
            r"$1$ if $x > 0$; $-a$ if $x < -1$; else $0$",
            "2014",
            "Agostinelli et al.",
            lambda x, a: np.maximum(x, 0) + a * np.maximum(-x - 1, 0),
            lambda x, a: np.where(x > 0, 1.0, np.where(x < -1, -a, 0.0)),
            "height of one learned hinge",
        ),
        Activation(
            "VReLU",
            r"$\max(a x, x),\ 0.1 \leq a \leq 0.5$",
            _LEAKY_SLOPE,
            "2014",
            "'very leaky' in Mishkin et al. 2017",
            _leaky,
            _leaky_slope,
            "leak, fixed and large",
        ),
        Activation(
            "RReLU",
            r"$\max(a x, x),\ a$ drawn anew for each input",
            _LEAKY_SLOPE,
            "2015",
            "Xu et al.",
            _leaky,
            _leaky_slope,
            "leak, one draw shown",
        ),
        Activation(
            "PReLU",
            r"$\max(a x, x),\ a$ learned",
            _LEAKY_SLOPE,
            "2015",
            "He et al.",
            _leaky,
            _leaky_slope,
            "leak, learned",
        ),
        Activation(
            "ELU",
            r"$x$ if $x > 0$, else $a\,(e^x - 1)$",
            r"$1$ if $x > 0$, else $a\,e^x$",
            "2015",
            "Clevert, Unterthiner & Hochreiter",
            _elu,
            _elu_slope,
            "depth of the floor",
        ),
        Activation(
            "GELU",
            r"$x\,\Phi(x)$",
            r"$\Phi(x) + x\,\varphi(x)$",
            "2016",
            "Hendrycks & Gimpel",
            lambda x, a: x * ndtr(x),
            lambda x, a: ndtr(x) + x * _normal_density(x),
        ),
        Activation(
            "SiLU",
            r"$x\,\sigma(x)$",
            r"$\sigma(x)\,(1 + x\,(1 - \sigma(x)))$",
            "2017",
            "Elfwing, Uchibe & Doya; Hendrycks & Gimpel 2016",
            lambda x, a: x * expit(x),
            _silu_slope,
        ),
    )
}
