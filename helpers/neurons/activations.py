"""Activation functions with derivative, formula, year and source: the gallery of notebook 01.

The list and its order follow Table 3 of Mishkin, Sergievskiy & Matas, 'Systematic evaluation of
convolution neural network advances on the ImageNet', 2017, arXiv:1606.02228, plus GELU and SiLU.
Years are those of the papers named, which is not always the year that table prints.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from helpers.functions import relu, sigmoid, softplus
from helpers.statistics import normal_density

Function = Callable[[np.ndarray, float], np.ndarray]


@dataclass(frozen=True)
class Activation:
    """One activation function of an input x and, where it has one, a parameter a.

    `value(x, a)` and `slope(x, a)` take and return arrays of one shape. Where the function has a
    kink at 0, `slope` is there the derivative from the left, as torch has it. `usual` is the a that
    its paper uses, or begins with; `band` are the ends between which it draws a, if it does.
    """

    name: str
    source: str
    value: Function
    slope: Function
    parameter: str | None = None  # what the gallery's slider a means here
    usual: float = 1.0
    band: tuple[float, float] | None = None


def _fixed(name: str, source: str, value: Callable, slope: Callable) -> Activation:
    """Return an activation without a parameter: `value` and `slope` are functions of x alone."""
    return Activation(name, source, lambda x, a: value(x), lambda x, a: slope(x))


def _leaky(
    name: str, source: str, parameter: str, usual: float, band: tuple[float, float] | None = None
) -> Activation:
    return Activation(
        name,
        source,
        lambda x, a: np.where(x > 0, x, a * x),
        lambda x, a: np.where(x > 0, 1.0, a),
        parameter,
        usual,
        band,
    )


_TABLE = [
    _fixed("none", "a linear neuron", lambda x: x, np.ones_like),
    _fixed(
        "sigmoid", "Rumelhart, Hinton & Williams 1986", sigmoid, lambda x: sigmoid(x) * sigmoid(-x)
    ),
    _fixed("tanh", "in use for learning since 1986", np.tanh, lambda x: 1 - np.tanh(x) ** 2),
    _fixed("ReLU", "Nair & Hinton 2010; Fukushima 1969", relu, lambda x: np.heaviside(x, 0.0)),
    _fixed("softplus", "Dugas et al. 2000; Glorot et al. 2011", softplus, sigmoid),
    _leaky("LReLU", "Maas, Hannun & Ng 2013", "leak, fixed and small", 0.01),
    Activation(
        "maxout",
        "Goodfellow et al. 2013",
        lambda x, a: np.maximum(a * x - 1, x),
        lambda x, a: np.where(x >= a * x - 1, 1.0, a),
        "slope of the second of two learned lines",
        0.25,
    ),
    Activation(
        "APL",
        "Agostinelli et al. 2014",
        lambda x, a: relu(x) + a * relu(-x - 1),
        lambda x, a: np.where(x > 0, 1.0, np.where(x < -1, -a, 0.0)),
        "slope of one learned hinge",
        0.25,
    ),
    _leaky("VReLU", "2014, as a variant of the leaky ReLU", "leak, fixed and large", 1 / 3),
    _leaky("RReLU", "Xu et al. 2015", "leak, drawn at random", 11 / 48, (1 / 8, 1 / 3)),
    _leaky("PReLU", "He et al. 2015", "leak, learned", 0.25),
    Activation(
        "ELU",
        "Clevert, Unterthiner & Hochreiter 2015",
        # exp of the negative part only: the other branch of np.where is computed too, and overflows.
        lambda x, a: np.where(x > 0, x, a * np.expm1(np.minimum(x, 0))),
        lambda x, a: np.where(x > 0, 1.0, a * np.exp(np.minimum(x, 0))),
        "depth of the floor",
    ),
    _fixed(
        "GELU",
        "Hendrycks & Gimpel 2016",
        lambda x: x * ndtr(x),
        lambda x: ndtr(x) + x * normal_density(x),
    ),
    _fixed(
        "SiLU",
        "Hendrycks & Gimpel 2016; Elfwing, Uchibe & Doya 2017",
        lambda x: x * sigmoid(x),
        lambda x: sigmoid(x) * (1 + x * sigmoid(-x)),
    ),
]
ACTIVATIONS = {activation.name: activation for activation in _TABLE}

DEAD = 1e-3  # a unit whose slope stays below this for every sample learns next to nothing


def dead_units(seed: int = 0, num_units: int = 1000, num_samples: int = 100) -> dict[str, int]:
    """Return how many of `num_units` random units of each kind are dead for `num_samples` samples.

    Samples have ten standard normal numbers. Over them a unit's drive has a standard deviation of about
    1; biases have one of 3. Each activation has its usual a.
    """
    rng = np.random.default_rng(seed)
    weights = rng.standard_normal((10, num_units)) / np.sqrt(10)
    drives = rng.standard_normal((num_samples, 10)) @ weights + 3 * rng.standard_normal(num_units)
    steepest = {
        name: np.abs(activation.slope(drives, activation.usual)).max(axis=0)
        for name, activation in ACTIVATIONS.items()
    }
    return {name: int(np.sum(slopes < DEAD)) for name, slopes in steepest.items()}
