"""What training finds of a fold, over sixteen seeds: the results that the open task of section 9 names."""

import numpy as np
import pytest

from helpers.expressivity import folding, learned_folds
from helpers.expressivity.relu_network import random_layers

RATES = (0.01, 0.03, 0.1)
SEEDS = range(16)
X = np.linspace(0, 1, 129)


def trained(widths, lr: float) -> np.ndarray:
    starts = [random_layers([1, *widths, 1], seed) for seed in SEEDS]
    return learned_folds.learn_sawtooth(starts, 3, lr)


@pytest.mark.claims(
    "a network at 0.29 has learned nothing", "A loss that falls from a bad start to 0.29"
)
def test_the_best_constant_has_an_error_of_029():
    assert folding.sawtooth(X, 3).std() == pytest.approx(0.29, abs=0.005)


@pytest.mark.claims("Three layers of 2 from random weights", "None comes below an error of 0.28")
def test_six_units_do_not_find_the_folds():
    assert min(trained([2, 2, 2], lr).min() for lr in RATES) > 0.28


@pytest.mark.claims(
    "One layer of 64 units does best at 0.03 of these rates",
    "Its median error there is about 0.16",
    "Ten times as many units come closer than three layers of 2",
)
def test_one_wide_layer_comes_nearer():
    medians = {lr: np.median(trained([64], lr)) for lr in RATES}
    assert min(medians, key=medians.get) == 0.03
    assert medians[0.03] == pytest.approx(0.16, abs=0.02)
    assert 64 / 6 > 10


@pytest.mark.claims(
    "Your weights, each off by 1 %", "Off by 10 %, most stay above 0.1", "Off by 30 %, none comes"
)
def test_training_returns_to_the_folds_from_nearby_only():
    ends = {
        share: learned_folds.learn_sawtooth(
            [learned_folds.near_folds(3, share, seed) for seed in SEEDS], 3, 0.001
        )
        for share in (0.01, 0.1, 0.3)
    }
    assert ends[0.01].max() < 0.02
    assert (ends[0.1] > 0.1).sum() > 8
    assert ends[0.3].min() > 0.15


def test_no_error_in_the_weights_leaves_the_sawtooth():
    exact = learned_folds.near_folds(3, 0.0, seed=0)
    assert learned_folds.learn_sawtooth([exact], 3, 0.01, num_steps=0) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: learned_folds.near_folds(3, -0.1, 0), "share"),
        (lambda: learned_folds.learn_sawtooth([folding.fold_network(1)], 1, 0.1, -1), "num_steps"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
