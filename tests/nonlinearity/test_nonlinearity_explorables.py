"""The moving proofs of notebook 02: what they show on the way, and where they end."""

import itertools

import numpy as np
import pytest

from helpers.functions import sigmoid
from helpers.nonlinearity import explorables, figures, model


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("perceptron", "Every example is right"),
        ("xor_proof", "This line has 3 of 4 right."),
        ("translation", "every pixel of both means is 4/16"),
        ("xor_hidden", "100 % of the way."),
    ],
)
def test_a_played_proof_runs_to_its_end(name, ending):
    explorable = getattr(explorables, name)()
    run = explorable._run(**explorable.values)
    shares, sentences = zip(*run)
    assert shares[-1] == 1
    assert list(shares) == sorted(shares)
    assert ending in sentences[-1]
    assert len(set(sentences)) > 9


@pytest.mark.parametrize("name", explorables.__all__)
def test_every_explorable_has_a_picture_and_a_sentence_at_the_ends_of_its_controls(name):
    explorable = getattr(explorables, name)()
    opening = explorable.values
    for key, control in explorable.controls.items():
        ends = getattr(control, "options", None) or (
            [control.min, control.max] if hasattr(control, "min") else [control.value]
        )
        for value in ends:
            sentence = explorable.scene.draw(**{**opening, key: value})
            assert len(sentence) > 20
            assert "nan" not in sentence


def test_the_walkers_meet_whatever_the_line():
    scene = figures.xor_proof()
    for angle, offset in itertools.product(range(0, 360, 45), (-0.9, 0.0, 0.4)):
        sentence = scene.draw(position=0.5, angle=angle, offset=offset)
        assert "Both walkers stand on (1/2, 1/2)" in sentence
        assert "4 of 4" not in sentence


@pytest.mark.parametrize(
    ("unit", "gain", "num_right"),
    [("sigmoid", 7.0, 4), ("ReLU", 7.0, 4), ("step", 7.0, 4), ("none (linear)", 7.0, 2)],
)
def test_what_the_hidden_units_make_of_xor(unit, gain, num_right):
    sentence = figures.xor_hidden().draw(way=1.0, gain=gain, unit=unit)
    assert f"The network has {num_right} of 4 right." in sentence


def test_the_hidden_space_at_gain_seven_is_that_of_the_printed_weights():
    W1, b1, *_ = model.SIGMOID_XOR
    expected = sigmoid(model.INPUTS @ W1.T + b1)
    assert figures._hidden_values(model.INPUTS, "sigmoid", 7.0) == pytest.approx(expected)


def test_firing_side_of_a_square():
    inside, boundary = figures.firing_side([1.0, 0.0], -0.25, 0.0, 1.0)
    assert sorted(map(tuple, boundary)) == [(0.25, 0.0), (0.25, 1.0)]
    assert set(map(tuple, inside)) == {(0.25, 0.0), (0.25, 1.0), (1.0, 0.0), (1.0, 1.0)}
    inside, boundary = figures.firing_side([0.0, 0.0], 1.0, 0.0, 1.0)
    assert (len(inside), len(boundary)) == (4, 0)
    inside, boundary = figures.firing_side([0.0, 0.0], -1.0, 0.0, 1.0)
    assert (np.size(inside), np.size(boundary)) == (0, 0)
