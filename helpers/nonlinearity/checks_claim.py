"""The claim of notebook 02 that is hunted: that 100 ReLUs follow any function."""

import numpy as np

from helpers.exercise import Exercise
from helpers.functions import relu
from helpers.nonlinearity.approximation import HIGH, LOW, interpolation_weights
from helpers.nonlinearity.checks_curves import jump, kink, quickening
from helpers.nonlinearity.knots import worst_error


def _judged_at(places, judge=lambda apart: np.max(np.abs(apart))):
    """Return `worst_error` that looks at other places, a function of the knots, or judges otherwise."""

    def wrong(function, num_segments):
        knots = np.linspace(LOW, HIGH, num_segments + 1)
        x = places(knots)
        return judge(np.interp(x, knots, function(knots)) - function(x))

    return wrong


def _finely(knots):
    return np.linspace(LOW, HIGH, 20_001)


def _as_claimed(function, num_segments):
    knots = np.linspace(0, 2 * np.pi, num_segments + 1)
    bias, v = interpolation_weights(knots, function(knots))
    x = np.linspace(0, 2 * np.pi, 101)
    network = np.full(len(x), float(bias))
    for knot, weight in zip(knots[:-1], v, strict=True):
        network += weight * relu(x - knot)
    return np.max(np.abs(network - function(x)))


_MANY_SEGMENTS = 500  # here a number of places that is large elsewhere leaves a segment a handful


def _explain_worst(case, answer, expected):
    name = {jump: "step(x - 3)", quickening: "sin(x^2 / 2)", kink: "abs(x - 2)"}
    function = name.get(case["function"], f"{case['function'].__name__}(x)")
    found, worst = float(answer), float(expected)
    begin = (
        f"{function} with {case['num_segments']} ReLUs: the largest error is {worst:.3g}; yours is "
    )
    if found < 0.9 * worst:
        missed = f"{begin}{found:.3g}. Yours misses the worst place, or does not keep what it finds there."
        few = f" Each of {case['num_segments']} segments needs dozens of places of its own."
        return missed + few * (case["num_segments"] > _MANY_SEGMENTS)
    return f"{begin}{found:.3g}, more than there is."


_FEW = (
    "With so few places some number of ReLUs has a knot at each of them, or nearly. Look at far more "
    "places than there are knots."
)
_WORST = "The claim is about the worst place. A mean over all places hides it."

WORST_ERROR = Exercise(
    worst_error,
    cases=[
        dict(function=np.sin, num_segments=100),
        dict(function=jump, num_segments=100),
        dict(function=np.sin, num_segments=8),
        dict(function=jump, num_segments=25),
        dict(function=quickening, num_segments=50),
        dict(function=np.sqrt, num_segments=200),
        dict(function=kink, num_segments=100),
        dict(function=np.sin, num_segments=1000),
        dict(function=np.sqrt, num_segments=1000),
        # Here the worst place lies in a part of its segment that a few places a segment leave out.
        dict(function=jump, num_segments=827),
        dict(function=jump, num_segments=950),
        dict(function=kink, num_segments=953),
        dict(function=kink, num_segments=981),
    ],
    misconceptions=[
        *(
            (_judged_at(lambda knots, n=n: np.linspace(LOW, HIGH, n)), _FEW)
            for n in (102, 201, 202, 301, 401, 501, 502, 1000, 1001, 1002, 2000, 2001, 5000, 5001)
        ),
        (
            _judged_at(lambda knots: (knots[1:] + knots[:-1]) / 2),
            "The middle of a segment is the worst place where the curve bends evenly. At a kink, a jump or a "
            "vertical start the worst place is elsewhere.",
        ),
        *(
            (
                _judged_at(lambda knots, n=n: np.linspace(LOW, HIGH, n * (len(knots) - 1) + 1)),
                "A few places a segment are too few where the curve jumps or starts vertically: the worst place "
                "lies between two of yours. Take very many, at least 100 a segment.",
            )
            for n in (3, 4, 5, 10)
        ),
        (
            _judged_at(lambda knots: knots),
            "At its knots the polygon is right by construction. Look between them.",
        ),
        (_judged_at(_finely, lambda apart: np.mean(np.abs(apart))), _WORST),
        (_judged_at(_finely, lambda apart: np.sqrt(np.mean(apart**2))), _WORST),
        (_judged_at(_finely, lambda apart: np.mean(apart**2)), _WORST),
        (
            _judged_at(_finely, np.max),
            "The network errs upward and downward: take the size of the difference.",
        ),
        (
            _judged_at(_finely, lambda apart: np.max(-apart)),
            "The network errs upward and downward: take the size of the difference.",
        ),
        (
            _judged_at(_finely, lambda apart: np.max(apart) - np.min(apart)),
            "From the lowest to the highest difference is more than the largest error.",
        ),
    ],
    explain=_explain_worst,
    agree=lambda answer, expected: 0.9 * expected <= float(answer) <= 1.02 * expected,
    minutes=5,
    broken=_as_claimed,
    symptom="with 100 ReLUs it reports no error for any function, a jump included.",
)
