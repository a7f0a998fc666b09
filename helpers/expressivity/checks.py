"""The exercises of notebook 06: cases, and the wrong answers that we recognize.

The first four, and the hunt, stand in checks_line and checks_depth.
"""

from functools import partial
from itertools import permutations

import numpy as np

from helpers.exercise import Checker, Exercise
from helpers.expressivity import chaos, spectral_bias
from helpers.expressivity.checks_depth import COMPARE_DEPTHS, FOLD_NETWORK
from helpers.expressivity.checks_line import COUNT_PIECES, CROSSINGS, SWITCH_POINTS
from helpers.values import agree

_RNG = np.random.default_rng(0)


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
    minutes=6,
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
    minutes=5,
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
        (
            lambda x, num_frequencies: _encoding_with(lambda k: _octaves(num_frequencies - 1))(
                x, 1
            ),
            "Only the last frequency is there. Collect the blocks of all of them in a list.",
        ),
        (
            lambda x, num_frequencies: spectral_bias.positional_encoding(x, num_frequencies + 1),
            "One frequency too many: k ends at num_frequencies - 1.",
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

check = Checker(
    [
        CROSSINGS,
        SWITCH_POINTS,
        COUNT_PIECES,
        FOLD_NETWORK,
        CURVE_LENGTHS,
        COMPARE_DEPTHS,
        POSITIONAL_ENCODING,
    ]
)
