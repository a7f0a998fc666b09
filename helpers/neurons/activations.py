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
    kink at 0, `slope` is there the derivative from the left, as torch has it.
    """

    name: str
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


ACTIVATIONS = {
    activation.name: activation
    for activation in (
        Activation("none", "a linear neuron", lambda x, a: x, lambda x, a: np.ones_like(x)),
        Activation(
            "sigmoid",
            "Rumelhart, Hinton & Williams 1986",
            lambda x, a: expit(x),
            lambda x, a: expit(x) * expit(-x),
        ),
        Activation(
            "tanh",
            "in use for learning since 1986",
            lambda x, a: np.tanh(x),
            lambda x, a: 1 - np.tanh(x) ** 2,
        ),
        Activation(
            "ReLU",
            "Nair & Hinton 2010; Fukushima 1969",
            lambda x, a: np.maximum(x, 0),
            lambda x, a: np.where(x > 0, 1.0, 0.0),
        ),
        Activation(
            "softplus",
            "Dugas et al. 2000; Glorot et al. 2011",
            lambda x, a: np.logaddexp(0, x),
            lambda x, a: expit(x),
        ),
        Activation(
            "LReLU", "Maas, Hannun & Ng 2013", _leaky, _leaky_slope, "leak, fixed and small"
        ),
        Activation(
            "maxout",
            "Goodfellow et al. 2013",
            lambda x, a: np.maximum(a * x - 1, x),
            lambda x, a: np.where(x >= a * x - 1, 1.0, a),
            "slope of the second of two learned lines",
        ),
        Activation(
            "APL",
            "Agostinelli et al. 2014",
            lambda x, a: np.maximum(x, 0) + a * np.maximum(-x - 1, 0),
            lambda x, a: np.where(x > 0, 1.0, np.where(x < -1, -a, 0.0)),
            "height of one learned hinge",
        ),
        Activation(
            "VReLU",
            "2014, as a variant of the leaky ReLU",
            _leaky,
            _leaky_slope,
            "leak, fixed and large",
        ),
        Activation("RReLU", "Xu et al. 2015", _leaky, _leaky_slope, "leak, one draw shown"),
        Activation("PReLU", "He et al. 2015", _leaky, _leaky_slope, "leak, learned"),
        Activation(
            "ELU", "Clevert, Unterthiner & Hochreiter 2015", _elu, _elu_slope, "depth of the floor"
        ),
        Activation(
            "GELU",
            "Hendrycks & Gimpel 2016",
            lambda x, a: x * ndtr(x),
            lambda x, a: ndtr(x) + x * _normal_density(x),
        ),
        Activation(
            "SiLU",
            "Elfwing, Uchibe & Doya 2017; Hendrycks & Gimpel 2016",
            lambda x, a: x * expit(x),
            _silu_slope,
        ),
    )
}
