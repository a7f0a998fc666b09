"""The exercises of notebook 08: cases, and the wrong answers that we recognize."""

import math
from collections.abc import Callable

import numpy as np

from helpers.exercise import Checker, Exercise
from helpers.initialization import expectations, recipes
from helpers.initialization.checks_deep import CRITICAL_VARIANCE, DEEP_WEIGHTS
from helpers.initialization.checks_weights import INITIAL_WEIGHTS
from helpers.meanfield import TANH, chi_1, gaussian_mean
from helpers.meanfield import next_q as _next_q

# --- 1 Variance factors ----------------------------------------------------------------------------

VARIANCE_FACTORS = Exercise(
    recipes.variance_factors,
    minutes=3,
    cases=[
        dict(num_inputs=200, num_outputs=100, weight_variance=0.01),
        dict(num_inputs=64, num_outputs=10, weight_variance=2 / 64),
        dict(num_inputs=50, num_outputs=800, weight_variance=0.04),
        dict(num_inputs=1, num_outputs=3, weight_variance=0.5),
    ],
    misconceptions=[
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
        (
            lambda n_in, n_out, variance: (variance, n_out / n_in * variance),
            "You take weight_variance for sigma_w^2. It is Var(w), and sigma_w^2 is n times that.",
        ),
        (
            lambda n_in, n_out, variance: (n_in * math.sqrt(variance), n_out * math.sqrt(variance)),
            "You add up standard deviations. Of independent terms the variances add up.",
        ),
        (
            lambda n_in, n_out, variance: (n_in**2 * variance, n_out**2 * variance),
            "n^2 is for n equal terms. These are independent, and the cross terms average out.",
        ),
        (
            lambda n_in, n_out, variance: (n_in * variance, 1 / (n_in * variance)),
            "The way back is not the inverse of the way forward: the error is multiplied by the "
            "same weights, and each input adds up num_outputs terms.",
        ),
        (
            lambda n_in, n_out, variance: (n_in * variance, n_in * n_out * variance),
            "Backward each input adds up one term for every output, not one for every weight.",
        ),
        (
            lambda n_in, n_out, variance: (n_in * variance / 2, n_out * variance / 2),
            "One half is what a ReLU lets through. This layer is linear.",
        ),
    ],
)


# --- 2 He's gain for a leaky ReLU ------------------------------------------------------------------

HE_STD = Exercise(
    recipes.he_std,
    minutes=4,
    cases=[
        dict(num_inputs=100, slope=0.0),
        dict(num_inputs=100, slope=0.5),
        dict(num_inputs=50, slope=1.0),
        dict(num_inputs=300, slope=0.1),
        dict(num_inputs=1, slope=0.5),
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
        (
            lambda n, slope: math.sqrt(2 * (1 + slope**2) / n),
            "A leak lets more through, so that the weights must be smaller: divide by 1 + slope^2.",
        ),
        (
            lambda n, slope: math.sqrt(2 / n) / (1 + slope**2),
            "1 + slope^2 is a factor of mean squares. It belongs under the root.",
        ),
        (
            lambda n, slope: math.sqrt(2 / (1 + slope**2)),
            "That is the gain, the right answer for a single input. A sum of n terms needs weights "
            "that are smaller by sqrt(n).",
        ),
        (
            lambda n, slope: math.sqrt(2 / (1 + slope**2)) / n,
            "It is the variance that is divided by n, so the standard deviation by sqrt(n).",
        ),
        (
            lambda n, slope: math.sqrt(6 / ((1 + slope**2) * n)),
            "That is the limit of evenly distributed weights. Their standard deviation is smaller "
            "by sqrt(3).",
        ),
    ],
)


# --- 3 The fixed point of the q map ----------------------------------------------------------------


def _settle(step: Callable, start: float = 1.0, extra_layers: int = 0) -> Callable:
    """Return q after `num_layers` steps of a wrong map, `step(q, weight_variance, bias_variance)`."""

    def settle(weight_variance, bias_variance, num_layers):
        q = start
        for _ in range(num_layers + extra_layers):
            q = step(q, weight_variance, bias_variance)
        return q

    return settle


def _mean_square(q):
    return gaussian_mean(lambda h: np.tanh(h) ** 2, q)


SETTLE_Q = Exercise(
    expectations.settle_q,
    build="The edge of chaos",
    minutes=4,
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
        *(
            (
                _settle(lambda q, w, b, power=power: w * _mean_square(q**power) + b),
                "gaussian_mean takes the mean square q itself, and multiplies z by its root.",
            )
            for power in (2, 0.5)
        ),
        *(
            (
                _settle(lambda q, w, b, power=power: w * gaussian_mean(np.tanh, q) ** power + b),
                "The mean of tanh is 0, and so is its square. Take the mean of tanh^2.",
            )
            for power in (1, 2)
        ),
        (
            _settle(lambda q, w, b: w * math.tanh(math.sqrt(q)) ** 2 + b),
            "That is tanh at one place, sqrt(q). Take the mean over all inputs: gaussian_mean.",
        ),
        (
            _settle(lambda q, w, b: w * gaussian_mean(lambda h: np.tanh(h**2), q) + b),
            "Square what comes out of tanh, not what goes in.",
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
            _settle(lambda q, w, b: q + _next_q(q, w, b)),
            "The map gives the next layer's q. It replaces the last one and is not added to it.",
        ),
        (_settle(_next_q, start=0.0), "Start with q = 1. From 0 a signal has yet to grow."),
        (
            lambda w, b, num_layers: _settle(_next_q, start=w + b)(w, b, num_layers),
            "Start with q = 1: the variances are those of weights and biases, not of the signal.",
        ),
        (
            lambda w, b, num_layers: _settle(_next_q)(w, 0.0, num_layers) + b,
            "Biases are added in every layer, not once at the end.",
        ),
        (
            lambda w, b, num_layers: _next_q(1.0, w, b),
            "That is q after a single layer. Put it into the map again, and again.",
        ),
        (
            _settle(_next_q, extra_layers=-1),
            "That is one layer too few: `range(num_layers)` counts num_layers steps.",
        ),
        (
            _settle(_next_q, extra_layers=1),
            "That is one layer too many: `range(num_layers)` counts num_layers steps.",
        ),
    ],
)


# --- 4 chi_1 ---------------------------------------------------------------------------------------

CHI_1 = Exercise(
    chi_1,
    build="The edge of chaos",
    minutes=4,
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
        *(
            (
                lambda q, w, power=power: chi_1(q**power, w),
                "gaussian_mean takes the mean square q itself, and multiplies z by its root.",
            )
            for power in (2, 0.5)
        ),
        (
            lambda q, w: chi_1(1.0, w),
            "Your answer does not depend on q: it is the second argument of gaussian_mean.",
        ),
        (
            lambda q, w: q * chi_1(q, w),
            "chi_1 multiplies whatever comes in. The size q is in gaussian_mean already.",
        ),
        (
            lambda q, w: w * gaussian_mean(lambda h: (1 - np.tanh(h)) ** 2, q),
            "The slope of tanh is 1 - tanh^2. You squared 1 - tanh.",
        ),
        (
            lambda q, w: w * gaussian_mean(lambda h: 1 - np.tanh(h) ** 4, q),
            "Square the whole slope: (1 - tanh^2)^2 is not 1 - tanh^4.",
        ),
        (
            lambda q, w: math.sqrt(chi_1(q, w)),
            "You took a root: that is the factor of lengths. chi_1 multiplies squared lengths.",
        ),
    ],
)

check = Checker(
    [VARIANCE_FACTORS, INITIAL_WEIGHTS, HE_STD, SETTLE_Q, CHI_1, CRITICAL_VARIANCE, DEEP_WEIGHTS]
)
