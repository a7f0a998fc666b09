"""XOR's hidden layer in two steps: the linear map keeps the midpoints together, the activation parts them."""

import itertools

import numpy as np
import pytest
import torch

from helpers.nonlinearity import hidden_space, scenes_hidden
from helpers.nonlinearity.gates import INPUTS, SIGMOID_XOR, TARGETS, xor_weights
from helpers.nonlinearity.hidden_space import (
    LEANING,
    LEANING_SMALL,
    TEXT,
    TEXT_SMALL,
    UNITS,
    HiddenLayer,
    draw_layers,
    output_line,
    solvable_share,
)
from helpers.nonlinearity.perceptron import max_margin, with_constant
from helpers.nonlinearity.separability import found_separable, truth_tables

FIRES = TARGETS["XOR"] == 1


def middles_apart(values):
    return np.linalg.norm(values[FIRES].mean(axis=0) - values[~FIRES].mean(axis=0))


def margin_of(layer, unit):
    return output_line(layer.values(INPUTS, unit))[2]


def test_a_linear_map_never_moves_the_midpoints_apart():
    rng = np.random.default_rng(0)
    for _ in range(50):
        layer = HiddenLayer(rng.standard_normal((2, 2)), rng.standard_normal(2))
        assert middles_apart(layer.scores(INPUTS)) == pytest.approx(0, abs=1e-12)
        scores = with_constant(layer.scores(INPUTS))
        assert max_margin(scores, np.where(FIRES, 1, -1)) == 0
        assert margin_of(layer, "none (linear)") == 0


@pytest.mark.claims(
    "For none: 01 and 10 lie halfway from 00 to 11.",
    "Without, the scores for 00, 01, 10, 11 lie along a line",
    "But it lies between the places of 00 and 11",
)
@pytest.mark.parametrize("biases", [(-0.5, -1.5), (0, 0), (2, -1), (0.3, 7)])
def test_no_biases_help_linear_units_of_rank_one(biases):
    layer = HiddenLayer(np.ones((2, 2)), np.array(biases))
    scores = layer.scores(INPUTS)
    assert np.array_equal(scores[1], scores[2])
    assert scores[1] == pytest.approx((scores[0] + scores[3]) / 2)
    assert max_margin(with_constant(scores), np.where(FIRES, 1, -1)) == 0


def test_the_scores_of_00_and_11_are_the_same_before_any_activation():
    W1, b1, *_ = SIGMOID_XOR
    assert np.linalg.matrix_rank(W1) == 1
    scores = INPUTS @ W1.T + b1
    assert np.array_equal(scores[0], scores[3])
    assert np.array_equal(scores[0], (scores[1] + scores[2]) / 2)


@pytest.mark.claims("- *rank 2: leaning*: no two inputs share a place.")
@pytest.mark.parametrize("unit", ["sigmoid", "ReLU", "step"])
def test_no_two_inputs_need_to_share_a_place(unit):
    assert np.linalg.matrix_rank(LEANING.W1) == 2
    assert len(np.unique(LEANING.scores(INPUTS), axis=0)) == 4
    assert min(margin_of(LEANING, unit), margin_of(TEXT, unit)) > 0.15
    if unit == "sigmoid":  # not even after the activation
        assert len(np.unique(LEANING.values(INPUTS, unit).round(1), axis=0)) >= 3


@pytest.mark.claims(
    "A step unit computes one of 14 functions", "In each of the 16 two inputs share"
)
def test_in_every_solution_with_steps_two_inputs_of_one_target_share_a_corner():
    gates = truth_tables(2)[found_separable(2)]
    assert len(gates) == 14
    labels, sharing = np.where(FIRES, 1, -1), []
    for first, second in itertools.product(gates, repeat=2):
        hidden = np.column_stack([first, second]).astype(float)
        if max_margin(with_constant(hidden), labels) > 0:
            same = [np.array_equal(hidden[i], hidden[j]) for i, j in ((0, 3), (1, 2))]
            assert len(np.unique(hidden, axis=0)) == 3
            sharing.append(same.index(True))
    assert (sharing.count(0), sharing.count(1)) == (8, 8)


@pytest.mark.claims(
    "Two settings of the picture", "The midpoints are 0.019 apart", "With rank 1 the parallelogram"
)
def test_a_small_bend_is_enough_for_rank_one_alone():
    for small, whole in ((TEXT_SMALL, TEXT), (LEANING_SMALL, LEANING)):
        assert pytest.approx(whole.W1) == 7 * small.W1
        assert 7 * small.b1 == pytest.approx(whole.b1)
    values = LEANING_SMALL.values(INPUTS, "sigmoid")
    assert middles_apart(values) == pytest.approx(0.019, abs=5e-4)
    assert output_line(values)[2] == 0
    assert max_margin(with_constant(values), np.where(FIRES, 1, -1)) == 0
    flat = TEXT_SMALL.values(INPUTS, "sigmoid")
    assert middles_apart(flat) == pytest.approx(0.03, abs=0.005)
    assert output_line(flat)[2] == pytest.approx(0.02, abs=0.005)
    even_less = HiddenLayer(TEXT_SMALL.W1 / 20, TEXT_SMALL.b1 / 20)
    assert margin_of(even_less, "sigmoid") > 0


@pytest.mark.claims("Never without a bend, now and then with sigmoids so little bent")
def test_how_often_chance_makes_xor_solvable():
    shares = {
        unit: [solvable_share(draw_layers(400, seed), unit) for seed in range(5)] for unit in UNITS
    }
    assert max(shares["none (linear)"]) == 0
    assert 0 < np.mean(shares["sigmoid"]) < 0.05
    assert np.mean(shares["ReLU"]) == pytest.approx(1 / 8, abs=0.02)


def test_the_output_line_is_the_widest_and_stands_where_it_says():
    labels, rng = np.where(FIRES, 1, -1), np.random.default_rng(1)
    num_parted = 0
    for _ in range(200):
        values = rng.uniform(-1, 1, (4, 2))
        w2, b2, margin = output_line(values)
        assert (max_margin(with_constant(values), labels) > 1e-9) == (margin > 0)
        if margin:
            distances = labels * (values @ w2 + b2) / np.linalg.norm(w2)
            assert distances.min() == pytest.approx(margin)
            assert np.abs(w2).max() == pytest.approx(7)
            num_parted += 1
    assert 50 < num_parted < 200


def test_two_inputs_on_one_place_are_no_obstacle_and_two_targets_are():
    together = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    assert output_line(together)[2] == pytest.approx(np.sqrt(0.5) / 2)
    mixed = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    assert output_line(mixed)[2] == 0
    on_a_line = np.array([[0.0, 0.0], [1.0, 0.0], [3.0, 0.0], [2.0, 0.0]])
    assert output_line(on_a_line)[2] == 0
    assert output_line(np.zeros((4, 2)))[2] == 0


@pytest.mark.parametrize("layer", [TEXT, LEANING, HiddenLayer.of(xor_weights())])
@pytest.mark.parametrize("unit", UNITS[:3])
def test_what_is_shaded_is_where_the_network_fires(layer, unit):
    points = np.random.default_rng(0).uniform(-0.4, 1.4, (500, 2))
    w2, b2, _ = output_line(layer.values(INPUTS, unit))
    fires = layer.values(points, unit) @ w2 + b2 > 0
    assert np.array_equal(layer.side(points, unit, w2, b2) > 0, fires)


@pytest.mark.claims("**The sliders open at the hidden units of your own solution**")
@pytest.mark.parametrize(
    "own",
    [
        ([[1, 1], [1, 1]], [-0.5, -1.5], [1, -2], -0.5),
        (torch.tensor([[20, 20], [-2, -2]]), torch.tensor([-10, 3]), torch.ones(2), -1.5),
        ([[1, 1], [1, -0.1]], [-9.0, 0.05], [1, -2], -0.5),
    ],
)
def test_the_sliders_open_at_a_readers_own_solution(own):
    scene = scenes_hidden.xor_hidden(own)
    scaled = HiddenLayer.of(own)
    opening = [scene.opening[name] for name in ("w11", "w12", "a1", "w21", "w22", "a2")]
    mine = np.column_stack([scaled.W1, scaled.b1]).ravel()
    assert opening == pytest.approx(mine, abs=0.05)
    assert np.abs(scaled.W1).max(axis=1) == pytest.approx([7, 7])
    _, sentence = scene.render(**{**scene.opening, "unit": "step"})
    assert ("solve XOR" in sentence) == (margin_of(scaled, "step") > 0)


def test_every_weight_is_moved_by_its_slider():
    scene, shown = scenes_hidden.xor_hidden(), set()
    for name in ("w11", "w12", "a1", "w21", "w22", "a2"):
        shown.add(scene.render(**{**scene.opening, name: 1.5})[1])
    assert len(shown - {scene.render(**scene.opening)[1]}) == 6


def test_a_picture_without_a_line_says_so():
    scene = scenes_hidden.xor_hidden()
    _, sentence = scene.render(**{**scene.opening, "unit": "none (linear)"})
    assert "No line parts the targets" in sentence
    assert "still meet" in sentence


@pytest.mark.claims("At a lift of 1 one midpoint is at 0 and the other at ½")
def test_the_lifted_neuron_computes_xor_and_its_plane_lies_between():
    for height in (0.05, 0.5, 1.0):
        x3 = height * INPUTS.prod(axis=1)
        assert np.array_equal(INPUTS.sum(axis=1) - 2 / height * x3 - 0.5 > 0, FIRES)
        plane = height * (INPUTS.sum(axis=1) - 0.5) / 2
        assert np.array_equal(x3 < plane, FIRES)
    assert "0.50 apart" in scenes_hidden.lift().draw(height=1.0, turn=0, shows="shown")


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match=f"^unit must be one of {UNITS[0]}.*'tanh'"):
        TEXT.values(INPUTS, "tanh")
    with pytest.raises(ValueError, match=r"^W1 must"):
        hidden_space.HiddenLayer.of(([[0, 0], [1, 1]], [1, -1], [1, 1], 0))
