"""The exercises of notebook 06: cases, and the wrong answers that we recognize."""

from collections.abc import Callable
from functools import partial
from itertools import permutations
from math import comb, factorial, prod

import numpy as np

from helpers.exercise import Checker, Exercise
from helpers.expressivity import bounds, chaos, folding, on_line, spectral_bias
from helpers.functions import relu
from helpers.values import agree


def _units(weights, biases, out_weights) -> dict:
    return dict(
        weights=np.array(weights, dtype=float),
        biases=np.array(biases, dtype=float),
        out_weights=np.array(out_weights, dtype=float),
    )


def _pieces(place=on_line.rounded, bend=on_line.rounded, bends=lambda total: total != 0):
    """Count pieces with other roundings of places and bends, or of what counts as a bend."""

    def count(weights, biases, out_weights):
        totals: dict[float, float] = {}
        for w, b, v in zip(weights, biases, out_weights, strict=True):
            if w != 0:
                totals[place(-b / w)] = totals.get(place(-b / w), 0.0) + v * abs(w)
        return 1 + sum(bool(bends(bend(total))) for total in totals.values())

    return count


_UNROUNDED = (
    "0.3 / 0.1 is 2.9999999999999996, and 0.1 + 0.2 - 0.3 is not 0. Round places and bends with "
    "on_line.rounded before you compare them."
)
_RNG = np.random.default_rng(0)

COUNT_PIECES = Exercise(
    on_line.count_pieces,
    cases=[
        _units([1, 1, -2], [0, -1, 3], [1, 2, -1]),
        _units([1, 2, 1], [-1, -2, 3], [1, 1, 1]),  # two kinks at 1
        _units([1, 1, 1], [0, -1, -2], [1, 0, 2]),  # a unit that nobody listens to
        _units([1, 0, 1], [0, 5, -2], [1, 3, 2]),  # a unit that never switches
        _units([1, -1], [-1, 1], [1, -1]),  # ReLU(x - 1) - ReLU(1 - x) = x - 1: straight
        _units([1, -1], [-1, 1], [1, 1]),  # |x - 1|: a kink
        _units([2, -4, 1], [0, 0, -1], [1, -0.5, 3]),  # bends 2 and -2 at 0 cancel
        _units([2, -1], [1, -0.5], [3, 1]),
        _units([0.0], [2.0], [1.0]),
        _units([0.1, 1, 1], [-0.3, -3, -3.2], [1, 1, 1]),  # 0.3 / 0.1 is not quite 3
        _units([0.1, 0.2, -0.3], [0, 0, 0], [1, 1, -1]),  # 0.1 + 0.2 is not quite 0.3
        _units(*_RNG.integers(-2, 3, size=(3, 40))),  # few places, many bends
        _units(*_RNG.normal(size=(3, 50))),
    ],
    misconceptions=[
        (
            lambda w, b, v: 1 + len(w),
            "You counted every unit. A unit with weight 0 or output weight 0 makes no kink, and "
            "two units may bend at the same place.",
        ),
        (
            lambda w, b, v: on_line.count_pieces(w, b, v) - 1,
            "You counted the kinks. One kink separates two pieces: add 1.",
        ),
        (
            lambda w, b, v: on_line.count_pieces(w, b, np.ones_like(v)),
            "A unit whose output weight is 0 bends nothing. And bends at one place can cancel.",
        ),
        (
            lambda w, b, v: 1 + np.sum((w != 0) & (v != 0)),
            "Some of these kinks lie at the same place. Count places, not units.",
        ),
        (
            lambda w, b, v: on_line.count_pieces(w, b, np.abs(v)),
            "Two kinks at the same place can cancel: add up their bends, v |w|, and count the "
            "place only if the sum is not 0.",
        ),
        (
            lambda w, b, v: on_line.count_pieces(w, b, v * np.sign(w)),
            "The bend is v |w|, whatever the sign of w: a unit with w < 0 goes from slope v w to "
            "slope 0, which changes the slope by -v w = v |w|.",
        ),
        (
            lambda w, b, v: on_line.count_pieces(np.sign(w), b / np.where(w == 0, 1, abs(w)), v),
            "The bend is v |w|: the slope of the unit counts too, not its output weight alone.",
        ),
        (lambda w, b, v: on_line.count_pieces(w, b * w, v), "A unit switches at x = -b / w."),
        (
            lambda w, b, v: on_line.count_pieces(w[w * b < 0], b[w * b < 0], v[w * b < 0]),
            "The whole line is asked for, left of x = 0 as well.",
        ),
        (
            lambda w, b, v: 1 + np.sum(w != 0),
            "You counted all units that switch. Some share a place, and some are not heard.",
        ),
        (_pieces(bends=lambda total: total > 0), "A bend may be negative: the line turns down."),
        (_pieces(place=float), _UNROUNDED),
        (_pieces(bend=float), _UNROUNDED),
        (_pieces(place=float, bend=float), _UNROUNDED),
    ],
)


def _folds(change: Callable) -> Callable:
    """Return a sawtooth whose folds are `change(y, x)` of what came out and of the first input."""

    def sawtooth(x, depth):
        y = x
        for _ in range(depth):
            y = change(y, x)
        return y

    return sawtooth


_FEED_ON = "You folded once. Fold `depth` times, each time what came out."
_STEEPER = (
    "You multiplied one fold by the depth: still two pieces, only steeper. Put the output of one "
    "fold into the next."
)
_POWER = "You took a power of one fold. Put its output into the next fold."
_NO_FOLD = (
    "Your m does not fold: on [0, 1] it must rise with slope 2, and behind 1/2 the second ReLU "
    "must turn that to 2 - 4 = -2."
)
_SAW_X = np.array([0.0, 0.1, 0.3, 0.5, 0.7, 0.85, 1.0])

SAWTOOTH = Exercise(
    folding.sawtooth,
    cases=[
        dict(x=_SAW_X, depth=1),
        dict(x=_SAW_X, depth=2),
        dict(x=_SAW_X, depth=4),
        dict(x=_SAW_X, depth=0),
        dict(x=np.linspace(0, 1, 9), depth=3),
    ],
    misconceptions=[
        (lambda x, depth: depth * folding.fold(x), _STEEPER),
        (lambda x, depth: depth * folding.fold(x) if depth else x, _STEEPER),
        (lambda x, depth: folding.fold(x) ** depth, _POWER),
        (lambda x, depth: folding.fold(x) ** depth if depth else x, _POWER),
        (lambda x, depth: folding.fold(x), _FEED_ON),
        (_folds(lambda y, x: folding.fold(x)), _FEED_ON),
        (
            _folds(lambda y, x: 2 * relu(y) - 4 * relu(x - 0.5)),
            "The second ReLU must see what came out, too.",
        ),
        (_folds(lambda y, x: y + folding.fold(y)), "Replace x by m(x); you add them."),
        (_folds(lambda y, x: 2 * relu(y) - 2 * relu(y - 0.5)), _NO_FOLD),
        (_folds(lambda y, x: 2 * relu(y) + 4 * relu(y - 0.5)), _NO_FOLD),
        (_folds(lambda y, x: 2 * relu(y) - 4 * relu(y) - 0.5), "The 1/2 belongs inside the ReLU."),
        (_folds(lambda y, x: relu(y) - 2 * relu(y - 0.5)), "You fold, but do not stretch by 2."),
        (lambda x, depth: folding.sawtooth(x, max(depth, 1)), "Depth 0 is no fold: return x."),
        (lambda x, depth: 2**depth * x % 1, "Your saw jumps. A fold goes up and down again."),
        (
            lambda x, depth: folding.sawtooth(x, depth + 1),
            "One fold too many: depth 0 must give x back.",
        ),
        (
            lambda x, depth: folding.sawtooth(x, max(depth - 1, 0)),
            "One fold too few: depth 1 is one fold.",
        ),
        (
            lambda x, depth: sum((folding.sawtooth(x, k) for k in range(1, depth + 1)), 0 * x),
            "You added the sawtooths of all depths. Return what the last fold gives.",
        ),
    ],
)


COUNT_REGIONS = Exercise(
    bounds.count_regions,
    cases=[
        dict(num_units=num_units, num_inputs=num_inputs)
        for num_units, num_inputs in ((3, 2), (20, 2), (5, 3), (50, 1), (10, 10), (3, 7))
    ],
    misconceptions=[
        (
            lambda n, d: 2**n,
            "2^N counts all patterns of on and off. Few of them occur: three lines cut the plane "
            "into 7 regions, not 8.",
        ),
        (lambda n, d: comb(n, d), "That is one term of the sum, the largest i only."),
        (
            lambda n, d: sum(comb(n, i) for i in range(d)),
            "The term i = num_inputs is missing: range(n) stops at n - 1.",
        ),
        (
            lambda n, d: sum(comb(n, i) for i in range(1, d + 1)),
            "The term i = 0 is missing: without any line there is 1 region.",
        ),
        (
            lambda n, d: n + 1,
            "N + 1 holds on a line. In the plane a new line crosses the old ones, and cuts a "
            "region more for each crossing.",
        ),
        (
            lambda n, d: sum(comb(d, i) for i in range(n + 1)),
            "You swapped the two: C(num_units, i), summed over i.",
        ),
        (lambda n, d: 1 + n + n * (n - 1) // 2, "That holds for two inputs: sum to num_inputs."),
        (lambda n, d: prod(comb(n, i) for i in range(d + 1)), "Add the terms; you multiply them."),
        (lambda n, d: 1, "That is 1, the term i = 0. Does return stand in the loop?"),
        (lambda n, d: sum(comb(i, n) for i in range(d + 1)), "i is chosen of N: comb(N, i)."),
        (lambda n, d: 2**d, "Choose i of num_units, not of num_inputs."),
        (
            lambda n, d: sum(
                factorial(n) // factorial(i) // factorial(n - i) for i in range(d + 1)
            ),
            "There are no ways to choose more than there are: comb(3, 5) is 0, and factorials of "
            "negative numbers do not exist.",
        ),
    ],
)


def _lengths_with(measure, layer=None):
    layer = layer or (lambda curve, weight, bias: np.tanh(curve) @ weight.T + bias)

    def lengths(curve, weights, biases):
        result = [measure(curve)]
        for weight, bias in zip(weights, biases, strict=True):
            curve = layer(curve, weight, bias)
            result.append(measure(curve))
        return np.array(result)

    return lengths


def _steps(curve):
    return np.roll(curve, -1, axis=0) - curve


def _length(curve):
    return np.sqrt((_steps(curve) ** 2).sum(axis=1)).sum()


def _curve_case(num_points: int, width: int, num_layers: int, scale: float, seed: int) -> dict:
    rng = np.random.default_rng(seed)
    angle = 2 * np.pi * np.arange(num_points) / num_points
    plane = rng.normal(size=(2, width))
    return dict(
        curve=np.stack([np.cos(angle), np.sin(angle)], axis=1) @ plane + 0.7,  # off center
        weights=[rng.normal(size=(width, width)) * scale for _ in range(num_layers)],
        biases=[rng.normal(size=width) for _ in range(num_layers)],
    )


CURVE_LENGTHS = Exercise(
    chaos.curve_lengths,
    cases=[
        dict(curve=np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0]]), weights=[], biases=[]),
        _curve_case(12, 4, 1, 1.0, 0),
        _curve_case(20, 3, 3, 1.5, 1),
        _curve_case(30, 6, 5, 0.8, 2),
    ],
    misconceptions=[
        (
            _lengths_with(lambda curve: np.linalg.norm(np.diff(curve, axis=0), axis=1).sum()),
            "The curve is closed: the step from the last point back to the first is missing.",
        ),
        (
            _lengths_with(lambda curve: (_steps(curve) ** 2).sum()),
            "You added squared distances. Take the square root of each step before you add.",
        ),
        (
            _lengths_with(lambda curve: np.sqrt((_steps(curve) ** 2).sum())),
            "You took one square root of the total. Each step has a length of its own.",
        ),
        (
            _lengths_with(lambda curve: np.abs(_steps(curve)).sum()),
            "You added the coordinates' changes. The length of a step is the root of the sum of "
            "their squares.",
        ),
        (
            _lengths_with(_length, lambda curve, weight, bias: curve @ weight.T + bias),
            "tanh is missing: without it every layer is linear, and a circle stays an ellipse.",
        ),
        (
            _lengths_with(_length, lambda curve, weight, bias: np.tanh(curve @ weight.T + bias)),
            "The order is tanh first, then the weights: `curve` is what goes into tanh.",
        ),
        (
            _lengths_with(_length, lambda curve, weight, bias: np.tanh(curve) @ weight + bias),
            "The weights are (num_out, num_in): multiply by weight.T.",
        ),
        (
            _lengths_with(_length, lambda curve, w, bias: np.tanh(curve) @ w.T),
            "The bias is missing.",
        ),
        (
            _lengths_with(lambda curve: _length(np.tanh(curve))),
            "Measure what a layer gives, not tanh of it.",
        ),
        (
            _lengths_with(lambda curve: np.linalg.norm(_steps(curve), axis=0).sum()),
            "Points are rows, so a step's squares are added along axis 1.",
        ),
        (
            _lengths_with(lambda curve: np.linalg.norm(_steps(curve.T), axis=0).sum()),
            "Points are rows: a step goes from row to row, along axis 0.",
        ),
        (
            lambda curve, *layers: np.array(
                [
                    _length(curve),
                    *(_length(np.tanh(curve) @ w.T + b) for w, b in zip(*layers, strict=True)),
                ]
            ),
            "Each layer gets the first curve. It should get what the layer before made of it.",
        ),
        (
            lambda *case: chaos.curve_lengths(*case) / _length(case[0]),
            "Return the lengths themselves; you divide by the first.",
        ),
        (
            lambda curve, weights, biases: chaos.curve_lengths(curve, weights, biases)[1:],
            "The list must begin with the length of the curve itself, before any layer.",
        ),
        (
            lambda curve, weights, biases: chaos.curve_lengths(curve, weights, biases)[-1],
            "That is the last length. Collect the length after every layer, and of the start.",
        ),
    ],
)


def _encoding_with(frequency, waves=(np.sin, np.cos)):
    def encoding(x, num_frequencies):
        blocks = [wave(frequency(k) * x) for k in range(num_frequencies) for wave in waves]
        return np.concatenate(blocks, axis=1)

    return encoding


def _encoding_in(order):
    """Return the right numbers with frequency (1), wave (2) and column of x (3) in another order."""

    def encoding(x, num_frequencies):
        right = spectral_bias.positional_encoding(x, num_frequencies)
        blocks = right.reshape(len(x), num_frequencies, 2, x.shape[1])
        return blocks.transpose(0, *order).reshape(right.shape)

    return encoding


def _octaves(k):
    return 2**k * np.pi


_DOUBLE = "Frequencies should double each time: pi, 2 pi, 4 pi, 8 pi. Yours grow otherwise."
_ORDER = (
    "All numbers are there, in another order: a block of sines for all columns of x and one of "
    "cosines for k = 0, then both for k = 1."
)

POSITIONAL_ENCODING = Exercise(
    spectral_bias.positional_encoding,
    cases=[
        dict(x=np.array([[0.1, 0.3], [0.7, 0.45]]), num_frequencies=3),
        dict(x=np.array([[0.2], [0.9], [0.55]]), num_frequencies=2),
        dict(x=np.array([[0.35, 0.15, 0.8]]), num_frequencies=4),
        dict(x=np.array([[0.4, 0.6]]), num_frequencies=1),
        dict(x=_RNG.uniform(-1, 1, size=(5, 2)), num_frequencies=6),
    ],
    misconceptions=[
        (_encoding_with(lambda k: (k + 1) * np.pi), _DOUBLE),
        (_encoding_with(lambda k: k * np.pi), _DOUBLE),
        (_encoding_with(lambda k: k**2 * np.pi), _DOUBLE),
        (_encoding_with(lambda k: 2 ** (k * (k + 1) // 2) * np.pi), _DOUBLE),
        (_encoding_with(lambda k: 2.0**k), "The factor pi is missing."),
        (
            _encoding_with(lambda k: 2 ** (k + 1) * np.pi),
            "The first frequency is 2^0 pi = pi; yours starts at 2 pi.",
        ),
        (
            _encoding_with(_octaves, (np.sin,)),
            "The cosines are missing. A sine alone cannot tell x from 1 - x at its first frequency.",
        ),
        (
            _encoding_with(_octaves, (np.cos, np.sin)),
            "The order in each pair is sine, then cosine.",
        ),
        *((_encoding_in(order), _ORDER) for order in [*permutations((1, 2, 3))][1:]),
        (
            lambda x, num_frequencies: np.concatenate(
                [x, spectral_bias.positional_encoding(x, num_frequencies)], axis=1
            ),
            "You kept x itself as well. It is often done; here return the waves only.",
        ),
    ],
    agree=partial(agree, atol=1e-4),  # float32 knows 32 pi x no better
)

check = Checker([COUNT_PIECES, SAWTOOTH, COUNT_REGIONS, CURVE_LENGTHS, POSITIONAL_ENCODING])
