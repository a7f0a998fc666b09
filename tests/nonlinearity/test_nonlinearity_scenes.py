"""The moving pictures of notebook 02: what they prove on the way, and where they end."""

import itertools
import re

import numpy as np
import pytest

from helpers.explorable import Explorable
from helpers.nonlinearity import (
    approximation,
    scenes,
    scenes_curves,
    scenes_hidden,
    scenes_surfaces,
)
from helpers.nonlinearity.patterns import PATTERNS, all_shifts, draw_pattern
from helpers.nonlinearity.plane import firing_side


@pytest.mark.parametrize(
    ("make", "ending"),
    [
        (scenes.perceptron, "Every example is right"),
        (scenes.xor_proof, "This line has 3 of 4 right."),
        (scenes.translation, "every pixel of both means is 4/16"),
        (scenes_hidden.xor_hidden, "100 % bent."),
        (scenes_hidden.lift, "11 stands 1.00 high"),
        (scenes_curves.learned_knots, "After 1995 steps"),
        (scenes_surfaces.towers, "40 × 40 towers"),
    ],
)
def test_a_played_proof_runs_to_its_end(make, ending):
    scene = make()
    shares, sentences = zip(*scene.run.steps(**scene.opening), strict=True)
    assert shares[-1] == 1
    assert list(shares) == sorted(shares)
    assert ending in sentences[-1]
    assert len(set(sentences)) > 9


@pytest.mark.claims("Whatever the line, the two straight lines on the right meet")
def test_the_walkers_meet_whatever_the_line():
    scene = scenes.xor_proof()
    for angle, offset in itertools.product(range(0, 360, 45), (-0.9, 0.0, 0.4)):
        sentence = scene.draw(position=0.5, angle=angle, offset=offset)
        assert "Both walkers stand on (1/2, 1/2)" in sentence
        assert "4 of 4" not in sentence


@pytest.mark.claims("From $k = 10$ on they are within 0.01.")
def test_an_and_is_within_a_hundredth_from_ten_on():
    scene = scenes.sharpness()
    worst = [
        float(scene.draw(k=k, gate="AND").rpartition("at most ")[2].split()[0])
        for k in (9.0, 10.0, 30.0)
    ]
    assert worst[0] > 0.01 > worst[1] > worst[2]


def test_the_scores_of_every_neuron_and_pattern_are_in_view_and_above_the_legend():
    scene = scenes.translation()
    low, high = scene.figure.axes[-1].get_ylim()
    for seed, name in itertools.product(range(1, 21), PATTERNS):
        scores = all_shifts(draw_pattern(name)) @ np.random.default_rng(seed).standard_normal(16)
        assert low + 3.5 < scores.min()
        assert scores.max() < high


def test_pictures_open_with_something_to_see():
    assert "1 of 4 are wrong" in scenes.perceptron().draw(**scenes.perceptron().opening)
    assert "solve XOR" in scenes_hidden.xor_hidden().draw(**scenes_hidden.xor_hidden().opening)
    assert "After 15 of 16 shifts" in scenes.translation().draw(**scenes.translation().opening)


def test_firing_side_of_a_square():
    inside, boundary = firing_side([1.0, 0.0], -0.25, 0.0, 1.0)
    assert sorted(map(tuple, boundary)) == [(0.25, 0.0), (0.25, 1.0)]
    assert set(map(tuple, inside)) == {(0.25, 0.0), (0.25, 1.0), (1.0, 0.0), (1.0, 1.0)}
    inside, boundary = firing_side([0.0, 0.0], 1.0, 0.0, 1.0)
    assert (len(inside), len(boundary)) == (4, 0)
    inside, boundary = firing_side([0.0, 0.0], -1.0, 0.0, 1.0)
    assert (np.size(inside), np.size(boundary)) == (0, 0)


# --- The typed function --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def approximator():
    return scenes_curves.relu_approximator()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2x", "missing sign"),
        ("<b>x", "&#x27;&lt;&#x27;"),
        ("1/x", "no finite value at x = 0"),
        ("log(x - 1)", "no finite value at x = 0"),
        ("1/(x - 2*pi/3)", "no finite value at x = 2.09"),
    ],
)
def test_a_bad_expression_is_answered_in_the_sentence(approximator, text, words):
    _, sentence = approximator.render(
        num_segments=3, target=scenes_curves.TYPED, places=scenes_curves.EVEN, expression=text
    )
    assert "No function to draw." in sentence
    assert words in sentence


def test_a_typed_function_follows_a_bad_one(approximator):
    opening, typed = approximator.opening, {"target": scenes_curves.TYPED, "expression": "x**2"}
    expected, said = approximator.render(**{**opening, **typed})
    expected = expected.copy()
    approximator.render(**{**opening, **typed, "expression": "2x"})
    again, said_again = approximator.render(**{**opening, **typed})
    assert said_again == said
    assert "for x**2," in said
    assert np.array_equal(again, expected)


def test_typing_chooses_the_typed_function_and_reset_undoes_it():
    explorable = Explorable(scenes_curves.relu_approximator())
    opening = explorable.values
    explorable.controls["expression"].value = "x**2"
    assert explorable.controls["target"].value == scenes_curves.TYPED
    assert "for x**2," in explorable.sentence.value
    explorable.reset()
    assert explorable.values == opening


def test_every_function_on_the_list_can_be_drawn(approximator):
    for target in [*scenes_curves.CURVES, scenes_curves.TYPED]:
        for num_segments in (1, 40):
            state = {**approximator.opening, "target": target, "num_segments": num_segments}
            assert "largest error" in approximator.render(**state)[1]


@pytest.mark.claims("And a jump keeps its error of about one half")
def test_the_readers_own_functions_draw_the_curve():
    calls = []

    def weights(knots, values):
        calls.append(len(knots))
        return approximation.interpolation_weights(knots, values)

    def choose(function, x, num_segments):
        assert len(x) == 1001
        return list(x[:: 1000 // num_segments])

    scene = scenes_curves.relu_approximator(weights, choose)
    for places, num in ((scenes_curves.EVEN, 8), (scenes_curves.CHOSEN, 5)):
        scene.render(**{**scene.opening, "num_segments": num, "places": places})
    assert calls == [9, 6]


def test_chosen_corners_are_better_for_a_steep_start():
    scene = scenes_curves.relu_approximator()
    steep = {**scene.opening, "target": "a steep start: sqrt(x)"}
    said = [
        scene.render(**{**steep, "places": places})[1]
        for places in (scenes_curves.EVEN, scenes_curves.CHOSEN)
    ]
    errors = [float(re.search(r"error is ([\d.e-]+)", sentence)[1]) for sentence in said]
    assert errors[1] < errors[0] / 5
