"""The exercises of notebook 08: cases, and the wrong answers that we recognize."""

import math
from collections.abc import Callable

import numpy as np

from helpers.exercise import Checker, Exercise
from helpers.initialization import expectations, recipes
from helpers.meanfield import TANH, chi_1, gaussian_mean

# --- 1 Variance factors ----------------------------------------------------------------------------

VARIANCE_FACTORS = Exercise(
    recipes.variance_factors,
    cases=[
        dict(num_inputs=200, num_outputs=100, weight_variance=0.01),
        dict(num_inputs=64, num_outputs=10, weight_variance=2 / 64),
        dict(num_inputs=50, num_outputs=800, weight_variance=0.04),
        dict(num_inputs=1, num_outputs=3, weight_variance=0.5),
    ],
    misconceptions=[
        (
            lambda n_in, n_out, variance: (n_out * variance, n_in * variance),
            "The two are swapped. Forward an output adds up num_inputs terms; backward an input "
            "adds up what comes from num_outputs outputs.",
        ),
        (
            lambda n_in, n_out, variance: (n_in * variance, n_in * variance),
            "Backward the sum runs over the outputs: each input hears num_outputs of them.",
        ),
        (
            lambda n_in, n_out, variance: (variance, variance),
            "A sum of n independent terms has n times the variance of one. How many terms has it?",
        ),
        (
            lambda n_in, n_out, variance: (math.sqrt(n_in * variance), math.sqrt(n_out * variance)),
            "You took a root: that is the factor of the RMS. The mean square is asked for.",
        ),
        (
            lambda n_in, n_out, variance: (n_in * variance**2, n_out * variance**2),
            "The variance already is the mean of w^2: do not square it again.",
        ),
        (
            lambda n_in, n_out, variance: ((n_in + n_out) / 2 * variance,) * 2,
            "That is the mean of both, the compromise of Glorot. Give each direction its own.",
        ),
    ],
)


# --- 2 He's gain for a leaky ReLU ------------------------------------------------------------------

HE_STD = Exercise(
    recipes.he_std,
    cases=[
        dict(num_inputs=100, slope=0.0),
        dict(num_inputs=100, slope=0.5),
        dict(num_inputs=50, slope=1.0),
        dict(num_inputs=300, slope=0.1),
        dict(num_inputs=8, slope=-0.4),
    ],
    misconceptions=[
        (
            lambda n, slope: 2 / ((1 + slope**2) * n),
            "That is the variance. The standard deviation is its square root.",
        ),
        (
            lambda n, slope: math.sqrt(2 / n),
            "That is right for slope 0 only. With a leak the negative half contributes as well.",
        ),
        (
            lambda n, slope: math.sqrt(2 / ((1 + slope) * n)),
            "The negative half has outputs slope times h, so squares slope^2 times h^2.",
        ),
        (
            lambda n, slope: math.sqrt(2 / ((1 + slope) ** 2 * n)),
            "(1 + slope)^2 is not 1 + slope^2: the two halves add up their squares.",
        ),
        (
            lambda n, slope: math.sqrt(1 / ((1 + slope**2) * n)),
            "Only half of the inputs are positive, and half negative: the mean square through f is "
            "(1 + slope^2) / 2.",
        ),
        (
            lambda n, slope: math.sqrt(1 / n),
            "That is for a linear layer. f takes away part of the mean square: make up for it.",
        ),
        (
            lambda n, slope: math.sqrt(
                1 / (n * ((1 + slope**2) / 2 - (1 - slope) ** 2 / (2 * math.pi)))
            ),
            "You used the variance of f(h), as if its mean were 0. It is not, and the next layer "
            "multiplies all of f(h) by its weights: take the mean of f(h)^2.",
        ),
        (
            lambda n, slope: math.sqrt((1 + slope**2) / (2 * n)),
            "The factor is upside down: what f takes away, the weights must give back.",
        ),
    ],
)


# --- 3 The fixed point of the q map ----------------------------------------------------------------


def _settle(step: Callable) -> Callable:
    """Return q after `num_layers` steps of a wrong map, `step(q, weight_variance, bias_variance)`."""

    def settle(weight_variance, bias_variance, num_layers):
        q = 1.0
        for _ in range(num_layers):
            q = step(q, weight_variance, bias_variance)
        return q

    return settle


def _mean_square(q):
    return gaussian_mean(lambda h: np.tanh(h) ** 2, q)


SETTLE_Q = Exercise(
    expectations.settle_q,
    cases=[
        dict(weight_variance=1.76, bias_variance=0.05, num_layers=500),
        dict(weight_variance=4.0, bias_variance=0.05, num_layers=3),
        dict(weight_variance=1.0, bias_variance=0.5, num_layers=1),
        dict(weight_variance=2.5, bias_variance=0.0, num_layers=40),
        dict(weight_variance=0.5, bias_variance=0.2, num_layers=2),
    ],
    misconceptions=[
        (
            _settle(lambda q, w, b: w * _mean_square(q)),
            "The biases are missing: each layer adds sigma_b^2.",
        ),
        (
            _settle(lambda q, w, b: w**2 * _mean_square(q) + b**2),
            "The arguments are variances already: do not square them.",
        ),
        (
            _settle(lambda q, w, b: math.sqrt(w) * _mean_square(q) + math.sqrt(b)),
            "Use the variances themselves: a root turns them into sigma_w and sigma_b.",
        ),
        (
            _settle(lambda q, w, b: w * _mean_square(q**2) + b),
            "gaussian_mean takes the mean square q, and multiplies z by its root.",
        ),
        (
            _settle(lambda q, w, b: w * gaussian_mean(np.tanh, q) ** 2 + b),
            "You squared the mean of tanh, which is 0. Take the mean of tanh^2.",
        ),
        (
            _settle(lambda q, w, b: w * q + b),
            "The nonlinearity is missing: tanh comes before the weights.",
        ),
        (
            _settle(lambda q, w, b: w * (_mean_square(q) + b)),
            "The biases are added after the weights, not multiplied by them.",
        ),
        (
            lambda w, b, num_layers: expectations.settle_q(w, b, 1),
            "That is q after a single layer. Put it into the map again, and again.",
        ),
        (
            lambda w, b, num_layers: expectations.settle_q(w, b, num_layers - 1),
            "That is one layer too few: `range(num_layers)` counts num_layers steps.",
        ),
    ],
)


# --- 4 chi_1 ---------------------------------------------------------------------------------------

CHI_1 = Exercise(
    chi_1,
    cases=[
        dict(q=0.57, weight_variance=1.76),
        dict(q=2.196, weight_variance=4.0),
        dict(q=0.194, weight_variance=1.0),
        dict(q=0.0, weight_variance=0.7),
        dict(q=6.0, weight_variance=2.0),
    ],
    misconceptions=[
        (
            lambda q, w: w * gaussian_mean(TANH.slope, q),
            "The slope must be squared: chi_1 multiplies squared lengths.",
        ),
        (
            lambda q, w: w * gaussian_mean(lambda h: np.tanh(h) ** 2, q),
            "That is the q map's mean of tanh^2. Here the slope of tanh is asked for, squared.",
        ),
        (lambda q, w: chi_1(q, 1.0), "The factor sigma_w^2 is missing."),
        (lambda q, w: chi_1(q, w**2), "The argument is sigma_w^2 already: do not square it again."),
        (
            lambda q, w: chi_1(q, math.sqrt(w)),
            "The argument is sigma_w^2, and that is the factor: no root.",
        ),
        (
            lambda q, w: w * gaussian_mean(TANH.slope, q) ** 2,
            "You squared the mean of the slope. Square each slope, and then take the mean.",
        ),
        (
            lambda q, w: w * TANH.slope(math.sqrt(q)) ** 2,
            "That is the slope at one place, sqrt(q). Take the mean over all inputs: gaussian_mean.",
        ),
        (lambda q, w: chi_1(q**2, w), "gaussian_mean takes the mean square q itself."),
    ],
)


# --- 5 Break the symmetry --------------------------------------------------------------------------

_TOLERANCE = 0.15  # the share by which the mean square may change through one layer


def _judge(answer) -> str:
    """Return what is wrong with a layer's weights, in words; empty if nothing is."""
    try:
        weights = np.asarray(answer.detach() if hasattr(answer, "detach") else answer, dtype=float)
    except (TypeError, ValueError):
        return "They are no array of numbers."
    if weights.ndim != 2 or not np.isfinite(weights).all():
        return "They must be finite numbers in two dimensions, (num_outputs, num_inputs)."
    if not weights.any():
        return "All are 0: nothing comes through, forward or backward."
    if np.allclose(weights, weights[:1]):
        return "All units have the same weights: they compute the same, and always will."
    if abs(weights.mean()) > 0.2 * weights.std():
        return (
            "The weights' mean is not 0: all units share one large part, the sum of their inputs."
        )
    factor = weights.shape[1] * (weights**2).mean()
    if factor < 1 - _TOLERANCE:
        return "They are too small: signals would fade from layer to layer."
    if factor > 1 + _TOLERANCE:
        return "They are too large: signals would grow from layer to layer."
    shared = np.corrcoef(weights) - np.eye(len(weights))
    if np.abs(shared).max() > 0.9:
        return "Some units have the same weights, up to a factor: they learn the same."
    return ""


def _explain(case, answer, expected) -> str:
    call = "initial_weights({num_outputs}, {num_inputs}, seed={seed})".format(**case)
    if _judge(answer):
        return f"The weights of {call}: {_judge(answer)}"
    return f"{call} must have shape {np.shape(expected)}; yours has {tuple(np.shape(answer))}."


def _normal(n_out, n_in, seed):
    return np.random.default_rng(seed).standard_normal((n_out, n_in))


INITIAL_WEIGHTS = Exercise(
    recipes.initial_weights,
    cases=[
        dict(num_outputs=100, num_inputs=100, seed=0),
        dict(num_outputs=50, num_inputs=400, seed=1),
        dict(num_outputs=400, num_inputs=60, seed=2),
    ],
    agree=lambda answer, expected: not _judge(answer) and np.shape(answer) == np.shape(expected),
    alike=lambda answer, wrong: (
        _judge(answer) == _judge(wrong) and np.shape(answer) == np.shape(wrong)
    ),
    explain=_explain,
    misconceptions=[
        (
            lambda n_out, n_in, seed: np.zeros((n_out, n_in)),
            "Zeros are the one start that never works: no signal comes through, and no error.",
        ),
        (
            lambda n_out, n_in, seed: np.ones((n_out, n_in)) / n_in,
            "Units that start equal get equal gradients, whatever the constant. Draw at random.",
        ),
        (
            _normal,
            "Standard normal weights multiply mean squares by num_inputs. Which standard deviation "
            "makes it 1?",
        ),
        (
            lambda n_out, n_in, seed: _normal(n_out, n_in, seed) / n_in,
            "The variance must be 1 / num_inputs, so the standard deviation is 1 / sqrt(num_inputs).",
        ),
        (
            lambda n_out, n_in, seed: np.random.default_rng(seed).uniform(size=(n_out, n_in)),
            "rng.uniform() and rng.random() give numbers from 0 to 1, whose mean is 1/2. Weights "
            "need both signs.",
        ),
        (
            lambda n_out, n_in, seed: _normal(n_in, n_out, seed) / math.sqrt(n_in),
            "The shape is (num_outputs, num_inputs): one row for each unit.",
        ),
    ],
)

check = Checker([VARIANCE_FACTORS, INITIAL_WEIGHTS, HE_STD, SETTLE_Q, CHI_1])
