"""XOR's hidden layer in two steps: the linear map keeps the midpoints together, the activation parts them."""

import itertools

import numpy as np
import pytest
import torch

from helpers.nonlinearity import hidden_space, scenes
from helpers.nonlinearity.gates import INPUTS, SIGMOID_XOR, TARGETS, xor_weights
from helpers.nonlinearity.hidden_space import LEANING, RANK_TWO, TEXT, UNITS, HiddenLayer
from helpers.nonlinearity.perceptron import max_margin, with_constant
from helpers.nonlinearity.separability import found_separable, truth_tables

FIRES = TARGETS["XOR"] == 1


def middles_apart(values):
    return np.linalg.norm(values[FIRES].mean(axis=0) - values[~FIRES].mean(axis=0))


def num_right(layer, unit, gain=7.0):
    return np.sum((layer.output_scores(layer.values(INPUTS, unit, gain)) > 0) == FIRES)


def test_a_linear_map_never_moves_the_midpoints_apart():
    rng = np.random.default_rng(0)
    for _ in range(50):
        weights = rng.standard_normal((2, 2)), rng.standard_normal(2), np.ones(2), 0
        layer = HiddenLayer.of(weights)
        assert middles_apart(layer.scores(INPUTS)) == pytest.approx(0, abs=1e-12)
        scores = with_constant(layer.scores(INPUTS))
        assert max_margin(scores, np.where(FIRES, 1, -1)) == 0


@pytest.mark.claims(
    "For none: 01 and 10 lie halfway from 00 to 11.",
    "Without, the scores for 00, 01, 10, 11 lie along a line",
    "But it lies between the places of 00 and 11",
)
@pytest.mark.parametrize("biases", [(-0.5, -1.5), (0, 0), (2, -1), (0.3, 7)])
def test_no_biases_help_linear_units_of_rank_one(biases):
    layer = HiddenLayer.of(([[1, 1], [1, 1]], biases, [1, -2], -0.5))
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


@pytest.mark.claims("- *leaning*: this $W_1$ has rank 2")
@pytest.mark.parametrize("unit", ["sigmoid", "ReLU", "step"])
def test_no_two_inputs_need_to_share_a_place(unit):
    assert np.linalg.matrix_rank(LEANING[0]) == 2
    assert len(np.unique(RANK_TWO.scores(INPUTS), axis=0)) == 4
    assert num_right(RANK_TWO, unit) == num_right(TEXT, unit) == 4
    if unit == "sigmoid":  # not even after the activation
        assert len(np.unique(RANK_TWO.values(INPUTS, unit, 7).round(1), axis=0)) == 4


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


@pytest.mark.claims("The midpoints are 0.03 apart")
def test_what_the_activations_do_to_the_midpoints():
    assert middles_apart(TEXT.values(INPUTS, "sigmoid", 1.0)) == pytest.approx(0.03, abs=0.005)
    assert num_right(TEXT, "sigmoid", 1.0) == 2
    for layer in (TEXT, RANK_TWO):
        assert middles_apart(layer.values(INPUTS, "none (linear)", 7)) == pytest.approx(0)
        assert num_right(layer, "none (linear)") < 4
        for unit in ("sigmoid", "ReLU", "step"):
            assert middles_apart(layer.values(INPUTS, unit, 7.0)) > 0.1


@pytest.mark.parametrize("layer", [TEXT, RANK_TWO, HiddenLayer.of(xor_weights())])
@pytest.mark.parametrize("unit", UNITS)
def test_what_is_shaded_is_where_the_network_fires(layer, unit):
    points = np.random.default_rng(0).uniform(-0.4, 1.4, (500, 2))
    fires = layer.output_scores(layer.values(points, unit, 7.0)) > 0
    assert np.array_equal(layer.side(points, unit, 7.0) > 0, fires)


@pytest.mark.parametrize(
    "own",
    [
        ([[1, 1], [1, 1]], [-0.5, -1.5], [1, -2], -0.5),
        (torch.tensor([[20, 20], [-2, -2]]), torch.tensor([-10, 3]), torch.ones(2), -1.5),
    ],
)
def test_a_readers_own_solution_is_drawn(own):
    scene = scenes.xor_hidden(own)
    mine = next(name for name in scene.controls["weights"].options if name.startswith("mine"))
    _, sentence = scene.render(**{**scene.opening, "weights": mine, "unit": "step"})
    assert "4 of 4 right" in sentence
    _, standard = scene.render(**scene.opening)
    assert standard != sentence


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match=f"^unit must be one of {UNITS[0]}.*'tanh'"):
        TEXT.values(INPUTS, "tanh", 7.0)
    with pytest.raises(ValueError, match=r"^W1 must"):
        hidden_space.HiddenLayer.of(([[0, 0], [1, 1]], [1, -1], [1, 1], 0))
