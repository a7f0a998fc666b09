"""What depth can do, and whether it does: a network that folds, and a comparison of depths."""

from collections.abc import Callable
from functools import partial

import numpy as np

from helpers.exercise import Exercise
from helpers.expressivity import folding, study
from helpers.expressivity.relu_network import Layers, forward

_X = np.linspace(0, 1, 129)


def _tried(fold_network: Callable, depth: int):
    """Return how many units each hidden layer of a network has, and what it gives on [0, 1].

    Raises ValueError, which says what does not fit, if it is no network with one input and one output.
    """
    network = fold_network(depth)
    if network is ...:
        return network  # not attempted
    layers = [(np.asarray(weights), np.asarray(bias)) for weights, bias in network]
    num_in = 1
    for number, (weights, bias) in enumerate(layers, 1):
        if weights.ndim != 2 or bias.ndim != 1:
            raise ValueError(
                f"Layer {number} needs weights of shape (num_out, num_in) and biases of shape (num_out,), "
                f"not {weights.shape} and {bias.shape}."
            )
        if weights.shape != (len(bias), num_in):
            raise ValueError(
                f"Layer {number} has {len(bias)} biases and gets {num_in} numbers, so its weights need "
                f"the shape ({len(bias)}, {num_in}), not {weights.shape}."
            )
        num_in = len(bias)
    return np.array([len(bias) for _, bias in layers[:-1]]), forward(layers, _X[:, None])[:, 0]


def _explain_network(case: dict, answer, expected) -> str:
    call = f"fold_network({case['depth']})"
    (units, outputs), (wanted, right) = answer, expected
    if not np.array_equal(units, wanted):
        return f"{call} should have hidden layers of {wanted.tolist()} units; yours has {units.tolist()}."
    place = np.argmax(np.abs(outputs - right) > 1e-6)
    return f"{call} should give {right[place]:.4g} at x = {_X[place]:.4g}; yours gives {outputs[place]:.4g}."


def _folds(
    first=((1, 1), (0, -0.5)), middle=((2, -4), (2, -4)), bias=(0, -0.5), last=(2, -4)
) -> Callable:
    """Return a builder with other weights: of the first layer, those between two folds, the output's."""
    rows, first_bias = np.array(first, dtype=float)

    def fold_network(depth):
        between = [(np.array(middle, dtype=float), np.array(bias, dtype=float))] * (depth - 1)
        end = (np.array([last], dtype=float), np.zeros(1))
        return [(rows[:, None], first_bias), *between, end]

    return fold_network


def _one_value_between(depth: int) -> Layers:
    """Return folds with a hidden layer of one unit between two of them, which only carries m."""
    first, _, last = folding.fold_network(2)
    return [*[first, last] * (depth - 1), first, last]


FOLD_NETWORK = Exercise(
    folding.fold_network,
    cases=[dict(depth=1), dict(depth=2), dict(depth=3), dict(depth=5)],
    minutes=8,
    run=_tried,
    explain=_explain_network,
    misconceptions=[
        (
            _folds(middle=((1, 1), (1, 1))),
            "The next fold must get m = 2 ReLU(x) - 4 ReLU(x - 1/2) of what came in. Yours gets the sum of "
            "the two units.",
        ),
        *(
            (
                _folds(middle=middle),
                "Each unit of your next layer hears one unit of the layer below. Both must get all of m, so "
                "both must hear both.",
            )
            for middle in (((2, 0), (0, -4)), ((1, 0), (0, 1)))
        ),
        (
            _folds(middle=((2, 2), (-4, -4))),
            "Turned: row i holds what unit i of the next layer hears. Both rows must be m's weights.",
        ),
        (
            _folds(first=((1, 1), (0, 0)), bias=(0, 0)),
            "Without biases both units switch at 0. The second of each fold must switch at 1/2.",
        ),
        (
            _folds(bias=(0, 0)),
            "Every fold has its second unit switch at 1/2, so every hidden layer needs the biases 0 and "
            "-1/2.",
        ),
        *(
            (_folds(first=((1, 1), (0, first)), bias=(0, bias)), "ReLU(x - 1/2) has the bias -1/2.")
            for first, bias in ((0.5, 0.5), (0.5, -0.5), (-0.5, 0.5))
        ),
        (
            _folds(first=((2, -2), (-1, 1)), middle=((2, 2), (-2, -2)), bias=(-1, 1), last=(1, 1)),
            "That is |2x - 1|: it folds, too, and upside down. m is 0 at both ends and 1 in the middle.",
        ),
        (
            _folds(first=((2, 4), (0, -0.5)), middle=((2, -2), (4, -4)), last=(1, -1)),
            "A weight inside the ReLU moves the place where it switches: 4x - 1/2 is 0 at 1/8.",
        ),
        (
            _folds(last=(1, 1)),
            "The last fold is not put together: the output is 2 times the first unit minus 4 times the "
            "second.",
        ),
        (
            _folds(middle=((2, -2), (2, -2)), last=(2, -2)),
            "From 1/2 on the slope must be -2: it is 2 before, so the second unit must take away 4.",
        ),
        (
            _folds(middle=((1, -2), (1, -2)), last=(1, -2)),
            "It folds, and does not stretch: the top must be 1, not 1/2.",
        ),
        (
            _folds(first=((2, -4), (0, -0.5)), middle=((1, 1), (1, 1)), last=(1, 1)),
            "2 and -4 stand outside the ReLU: a negative weight inside it would turn the unit around. They "
            "belong to the layer that hears the two units.",
        ),
        (
            folding.one_layer_sawtooth,
            "Right, and with 2^depth units in one layer. Two units for each fold are enough.",
        ),
        (lambda depth: folding.fold_network(1), "That is one fold, whatever the depth."),
        (
            lambda depth: folding.fold_network(depth + 1),
            "One fold too many. The first hidden layer is the first fold.",
        ),
        (
            _one_value_between,
            "Right, with a layer of one unit after each fold that only passes m on. Its weights and the "
            "next layer's can be multiplied into one.",
        ),
    ],
)


def _interval(
    middle: Callable = lambda deep, wide: (deep - wide).mean(),
    error: Callable = lambda deep, wide: (deep - wide).std(ddof=1) / np.sqrt(len(deep)),
    factor: Callable = study.student,
) -> Callable:
    """Return a comparison with another middle, standard error or number of standard errors."""

    def compare_depths(deep, wide):
        half = factor(len(deep)) * error(deep, wide)
        return middle(deep, wide) - half, middle(deep, wide), middle(deep, wide) + half

    return lambda deep, wide: tuple(np.array(compare_depths(deep, wide))[[1, 0, 2]])


def _unpaired(deep, wide):
    return np.sqrt((deep.var(ddof=1) + wide.var(ddof=1)) / len(deep))


def _over_points(of, deep, wide):
    p, q = of(deep) / 100, of(wide) / 100
    return 100 * np.sqrt((p * (1 - p) + q * (1 - q)) / 1000)


def _errors(seed: int, num_seeds: int, gain: float) -> dict:
    rng = np.random.default_rng(seed)
    wide = rng.uniform(2, 30, num_seeds)
    return dict(deep=np.abs(wide - gain + rng.normal(size=num_seeds)), wide=wide)


COMPARE_DEPTHS = Exercise(
    study.compare_depths,
    cases=[
        dict(deep=np.array([4.0, 3.0, 30.0, 5.0]), wide=np.array([5.0, 5.0, 9.0, 7.0])),
        _errors(0, 12, 3.0),
        _errors(1, 12, 0.0),
        _errors(2, 5, -2.0),
    ],
    minutes=8,
    broken=study.published_claim,
    symptom="given the same twenty-four networks in another order it changes its mind: it is sure that "
    "three layers beat one, or just as sure that they lose.",
    misconceptions=[
        (
            _interval(error=_unpaired),
            "That is the interval of two unrelated groups. Here seed s of both had the same points: take "
            "the spread of the differences, seed by seed.",
        ),
        *(
            (
                _interval(error=partial(_over_points, of), factor=factor),
                "The mean is right. The interval still asks about other test points. How far would other "
                "*seeds* move it? Take the differences, and the standard error of their mean.",
            )
            for of in (np.mean, lambda errors: errors[0])
            for factor in (study.student, lambda _: study.student(1000), lambda _: 1.96)
        ),
        (
            _interval(middle=lambda deep, wide: deep[0] - wide[0]),
            "The interval has the right width, and stands around one seed's difference still.",
        ),
        (
            _interval(middle=lambda deep, wide: deep.min() - wide.min()),
            "The best of twelve is one run again, and the luckiest. Take the mean over all seeds.",
        ),
        (
            _interval(middle=lambda deep, wide: np.median(deep - wide)),
            "Student's interval is one for the mean, so the mean must stand in its middle.",
        ),
        (
            _interval(error=lambda deep, wide: (deep - wide).std(ddof=1)),
            "That is where single differences lie. The mean of n of them varies less: divide by the "
            "square root of n.",
        ),
        (
            _interval(error=lambda deep, wide: (deep - wide).std(ddof=1) / len(deep)),
            "A mean of n varies less than one by the square root of n, not by n.",
        ),
        (
            _interval(error=lambda deep, wide: (deep - wide).std() / np.sqrt(len(deep))),
            "A standard deviation estimated from n differences divides by n - 1: std(ddof=1).",
        ),
        *(
            (
                lambda deep, wide, ends=ends: (
                    (deep - wide).mean(),
                    *np.percentile(deep - wide, ends),
                ),
                "Between these two lie the single differences. How sure is their mean? It varies less: "
                "take its standard error.",
            )
            for ends in ([2.5, 97.5], [0, 100])
        ),
        (
            _interval(factor=lambda num_seeds: study.student(num_seeds - 1)),
            "study.student wants the number of seeds itself; it takes one off on its own.",
        ),
        *(
            (
                _interval(factor=factor),
                "study.student wants the number of seeds, len(deep): not that of test points, and not always "
                "twelve.",
            )
            for factor in (
                lambda _: study.student(1000),
                lambda _: study.student(12),
                lambda _: 2.2,
            )
        ),
        (
            _interval(factor=lambda num_seeds: 1.96),
            "1.96 holds where the standard deviation is known. From few seeds it is itself a guess: "
            "multiply by study.student(number of seeds).",
        ),
        (
            _interval(factor=lambda num_seeds: 1.0),
            "One standard error to either side covers two cases in three. For 95 % multiply by "
            "study.student(number of seeds).",
        ),
        (
            lambda deep, wide: study.compare_depths(wide, deep),
            "The sign is the other way: the deep network's error minus the wide one's.",
        ),
        (
            lambda deep, wide: (study.compare_depths(deep, wide)[0],) * 3,
            "A mean without an interval: nobody can see from it whether the seeds agree.",
        ),
        (
            lambda deep, wide: tuple(
                np.array(study.compare_depths(deep, wide)) - [0, *[(deep - wide).mean()] * 2]
            ),
            "Low and high are ends on the scale of the difference: the mean minus, and plus, the half "
            "width.",
        ),
    ],
)
