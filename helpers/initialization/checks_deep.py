"""The exercises of notebook 08 on whole networks: the edge of chaos, and a start that fades."""

import math
from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

import numpy as np

from helpers.exercise import Exercise
from helpers.initialization import expectations, recipes
from helpers.initialization.checks_weights import FROM_SEED, OF_SEED, draw_again
from helpers.meanfield import chi_1
from helpers.values import as_array

# --- The last step to the edge of chaos -------------------------------------------------------------


def _bisect(is_order: Callable, num_steps: int = 18) -> float:
    """Return where a wrong search ends that takes `is_order(weight_variance)` for order."""
    low, high = 1.0, 10.0
    for _ in range(num_steps):
        middle = (low + high) / 2
        low, high = (middle, high) if is_order(middle) else (low, middle)
    return (low + high) / 2


def _chi(weight_variance: float, bias_variance: float) -> float:
    return chi_1(expectations.settle_q(weight_variance, bias_variance, 100), weight_variance)


def _close(answer, expected) -> bool:
    return as_array(answer).shape == () and abs(float(answer) - expected) < 1e-3


CRITICAL_VARIANCE = Exercise(
    expectations.critical_variance,
    build="The edge of chaos",
    minutes=8,
    cases=[dict(bias_variance=0.05), dict(bias_variance=1.0)],
    agree=_close,
    alike=_close,
    misconceptions=[
        (
            lambda b: _bisect(lambda w: _chi(w, b) >= 1),
            "Your search goes the wrong way. Where chi_1 is below 1 it is order, and the edge lies at a "
            "larger sigma_w^2: raise `low`.",
        ),
        (
            lambda b: _bisect(lambda w: chi_1(1.0, w) < 1),
            "chi_1 is taken at the size where the signal has settled: settle_q, for every sigma_w^2 anew.",
        ),
        (
            lambda b: _bisect(lambda w: chi_1(expectations.settle_q(1.0, b, 100), w) < 1),
            "You let the size settle once, for the smallest sigma_w^2. It settles elsewhere for each: call "
            "settle_q inside the loop.",
        ),
        (
            lambda b: _bisect(lambda w: chi_1(b, w) < 1),
            "The first argument of chi_1 is the signal's size q*, not the biases' variance.",
        ),
        (
            lambda b: _bisect(lambda w: _chi(w, 0.0) < 1),
            "The biases are missing: settle_q takes bias_variance, too.",
        ),
        (
            lambda b: math.sqrt(expectations.critical_variance(b)),
            "You took a root: sigma_w^2 itself is asked for.",
        ),
        (
            lambda b: expectations.critical_variance(b) ** 2,
            "sigma_w^2 is what you have searched for: do not square it again.",
        ),
        (
            lambda b: _chi(expectations.critical_variance(b), b),
            "That is chi_1 at the edge, which is 1. The sigma_w^2 that leads to it is asked for.",
        ),
        (
            lambda b: expectations.settle_q(expectations.critical_variance(b), b, 100),
            "That is the signal's size at the edge. The sigma_w^2 that leads to it is asked for.",
        ),
        (
            lambda b: _bisect(lambda w: chi_1(expectations.settle_q(w, b, 1), w) < 1),
            "One layer is not enough for the size to settle: give settle_q some 100.",
        ),
        (
            lambda b: _bisect(lambda w: expectations.settle_q(w, b, 100) < 1),
            "You search for a size of 1. The edge is where chi_1 is 1, at whatever size.",
        ),
        (
            lambda b: round(expectations.critical_variance(b), 1),
            "The place is right but coarse: halve the interval until it is shorter than 0.001.",
        ),
    ],
)


# --- A start that fades -----------------------------------------------------------------------------


def _factors(weights: Sequence) -> np.ndarray:
    """Return each layer's sigma_w^2: the number of inputs times the mean square of its weights."""
    return np.array([each.shape[1] * np.mean(each**2) for each in weights])


def _find_fault(answer, expected) -> str:
    """Return what is wrong with the weights of all layers, in words; nothing if nothing is."""
    (layers, seed), (right, _) = answer, expected
    weights = [as_array(each) for each in layers]
    if len(weights) != len(right):
        return f"{len(right)} layers are needed; yours has {len(weights)}."
    for number, (mine, ours) in enumerate(zip(weights, right, strict=True), start=1):
        if mine.shape != ours.shape:
            return f"The weights of layer {number} must have shape {ours.shape}; yours have {mine.shape}."
    if any(abs(each.mean()) > 0.25 * each.std() for each in weights):
        return "The weights of a layer must have mean 0."
    alike = (pair for pair in combinations(weights, 2) if pair[0].shape == pair[1].shape)
    if any(np.array_equal(*pair) for pair in alike):
        return "Two layers have the same weights."
    ratios = _factors(weights) / _factors(right)
    worst = int(np.abs(np.log(np.maximum(ratios, 1e-300))).argmax())
    if 0.8 < ratios[worst] < 1.25:
        return OF_SEED[seed]
    return f"In layer {worst + 1} the weights' variance is {ratios[worst]:.3g} times what it should be."


def _explain(case, answer, expected) -> str:
    call = f"deep_weights({case['sizes']}, {case['weight_variance']}, seed={case['seed']})"
    return f"{call}: {_find_fault(answer, expected)}"


def _alike(answer, wrong) -> bool:
    weights, wrongs = ([as_array(each) for each in layers] for layers, _ in (answer, wrong))
    return (
        answer[1] == wrong[1]
        and all(
            np.shape(mine) == np.shape(theirs)
            and (abs(mine.mean()) > 0.25 * mine.std()) == (abs(theirs.mean()) > 0.25 * theirs.std())
            and _is_even(mine) == _is_even(theirs)
            and math.isclose(np.mean(mine**2), np.mean(theirs**2), rel_tol=0.25)
            for mine, theirs in zip(weights, wrongs, strict=True)
        )
        and np.array_equal(*weights[1:3]) == np.array_equal(*wrongs[1:3])
    )


def _is_even(weights: np.ndarray) -> bool:
    """Say whether numbers lie evenly between -a and a: none is farther out than sqrt(3) deviations."""
    return bool(np.abs(weights).max() < 1.8 * weights.std())


def _weights(draw: Callable) -> Callable:
    """Return a function that draws all layers by `draw(rng, num_outputs, num_inputs, variance)`."""

    def deep_weights(sizes, weight_variance, seed):
        rng = np.random.default_rng(seed)
        return [draw(rng, m, n, weight_variance) for n, m in pairwise(sizes)]

    return deep_weights


def _normal(variance: Callable) -> Callable:
    return _weights(lambda rng, m, n, v: rng.normal(0, math.sqrt(variance(m, n, v)), (m, n)))


def _even(variance: Callable) -> Callable:
    """Return a function that takes the root of a wrong variance for the limit of even numbers."""

    def draw(rng, m, n, v):
        limit = math.sqrt(variance(m, n, v))
        return rng.uniform(-limit, limit, (m, n))

    return _weights(draw)


def _either(variance: Callable, hint: str) -> list[tuple[Callable, str]]:
    """Return a misconception about the variance twice: of normal numbers, and of even ones."""
    return [(_normal(variance), hint), (_even(lambda m, n, v: 3 * variance(m, n, v)), hint)]


def _whatever_the_seed(make_rng: Callable) -> Callable:
    def deep_weights(sizes, weight_variance, seed):
        rng = make_rng()
        return [rng.normal(0, math.sqrt(weight_variance / n), (m, n)) for n, m in pairwise(sizes)]

    return deep_weights


def _same_in_all(sizes, weight_variance, seed):
    return [
        np.random.default_rng(seed).normal(0, math.sqrt(weight_variance / n), (m, n))
        for n, m in pairwise(sizes)
    ]


DEEP_WEIGHTS = Exercise(
    recipes.deep_weights,
    minutes=5,
    cases=[
        dict(sizes=[64, 100, 100, 100, 10], weight_variance=1.76, seed=0),
        dict(sizes=[80, 200, 200, 200, 50], weight_variance=4.0, seed=1),
    ],
    agree=lambda answer, expected: not _find_fault(answer, expected),
    alike=_alike,
    explain=_explain,
    run=draw_again,
    broken=_even(lambda m, n, v: v / n),
    symptom="fifty layers stay at guessing, as if they had been started in order. Is sigma_w^2 in these "
    "weights what it is meant to be? Measure it.",
    misconceptions=[
        (
            _normal(lambda m, n, v: (v / n) ** 2),
            "rng.normal takes the standard deviation: the root of the variance.",
        ),
        *_either(
            lambda m, n, v: 1 / n, "weight_variance is missing: the variance is that, over n."
        ),
        *_either(
            lambda m, n, v: v / m, "n is the number of the layer's inputs: these are the columns."
        ),
        *_either(
            lambda m, n, v: 2 * v / (m + n),
            "That is Glorot's compromise. sigma_w^2 is defined with the number of inputs alone.",
        ),
        (
            _weights(lambda rng, m, n, v: rng.uniform(0, math.sqrt(3 * v / n), (m, n))),
            "Weights need both signs and mean 0.",
        ),
        (
            _same_in_all,
            "Every layer gets the same numbers: make the generator once, before the loop.",
        ),
        *_either(
            lambda m, n, v: v,
            "The number of inputs is missing: the more terms a sum has, the smaller each must be.",
        ),
        (
            _normal(lambda m, n, v: 3 * v / n),
            "The factor 3 belongs to even numbers. A normal one has the variance that you give it.",
        ),
        (
            _even(lambda m, n, v: 9 * v / n),
            "From -a to a, evenly, the variance is a^2 / 3. You made a three times as large, which is nine "
            "times the variance.",
        ),
        (
            _even(lambda m, n, v: 12 * v / n),
            "12 belongs to the whole width, from -a to a: in terms of a, the variance is a^2 / 3.",
        ),
        *_either(
            lambda m, n, v: v**2 / n,
            "weight_variance is sigma_w^2 already: do not square it again.",
        ),
        *(
            (_whatever_the_seed(make_rng), FROM_SEED)
            for make_rng in (np.random.default_rng, lambda: np.random.default_rng(0))
        ),
        (
            _weights(lambda rng, m, n, v: rng.normal(0, math.sqrt(v / n), (n, m))),
            "The shape is (num_outputs, num_inputs): one row for each unit.",
        ),
    ],
)
