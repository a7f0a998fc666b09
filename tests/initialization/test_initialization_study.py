"""The stored study of trainable depth: complete, made by this code, and as the notebook tells it."""

import numpy as np
import pytest
import torch

from helpers.initialization import study
from helpers.mlp import MLP

STARTS, DEPTHS = study.WEIGHT_VARIANCES, study.DEPTHS


def cell(part: str, depth: int, variance: float, lr: float | None = None) -> np.ndarray:
    """Return the accuracies in percent of five networks, at a rate or at the best one."""
    return study.accuracies(part, lr)[DEPTHS.index(depth), STARTS.index(variance)]


@pytest.mark.claims(
    "We have tried it with 600 networks of 100 tanh units a layer: five depths",
    "Each was trained for 40 epochs of plain stochastic gradient descent in batches of 64",
)
def test_study_is_complete_and_says_how_it_was_made():
    content = study.load_results()
    assert set(content["runs"]) == {study.run_name(d, s) for d in DEPTHS for s in study.SEEDS}
    assert content["starts"] == [list(start) for start in study.all_starts()]
    assert (study.RESULT.parent.parent / content["script"]).is_file()
    assert [content[key] for key in ("width", "sigma_b^2", "batch_size")] == [100, 0.05, 64]
    shape = len(DEPTHS), len(STARTS), len(study.LEARNING_RATES), len(study.SEEDS)
    assert shape == (5, 6, 4, 5) and np.prod(shape) == 600
    for part in study.PARTS:
        found = study.load_accuracies(part)
        assert found.shape == (*shape, len(study.EPOCHS))
        assert found.min() >= 0 and found.max() <= 1
    assert study.EPOCHS[-1] == 40


@pytest.mark.parametrize("depth", [5, 20])
def test_some_networks_are_trained_again(depth):
    """Side by side with fewer others, for a few epochs: the same accuracies, but for rounding."""
    torch.set_num_threads(1)
    starts = [(1.0, 1e-2), (1.76, 3e-3), (4.0, 1e-3)]
    found = study.train_deep(depth, starts, seed=1, num_epochs=5)
    for part in study.PARTS:
        stored = study.load_accuracies(part)[DEPTHS.index(depth)]
        for row, (variance, lr) in enumerate(starts):
            place = STARTS.index(variance), study.LEARNING_RATES.index(lr), 1, 0
            assert found[part][row, 0] == pytest.approx(stored[place], abs=0.02)


def test_a_lost_network_does_not_stop_the_others():
    torch.set_num_threads(1)
    found = study.train_deep(2, [(1.76, 1e30), (1.76, 1e-2)], seed=0, num_epochs=5)
    alone = study.train_deep(2, [(1.76, 1e-2)], seed=0, num_epochs=5)
    assert found["test"][0, 0] < 0.3
    assert found["test"][1] == pytest.approx(alone["test"][0], abs=0.01)
    assert alone["test"][0, 0] > 0.5


@pytest.mark.claims("Networks twice as deep as that fail")
def test_in_order_networks_of_twice_six_depth_scales_fail():
    for variance, depth in ((1.0, 40), (1.25, 80)):
        assert cell("train", depth, variance).mean() < 75
        assert cell("train", depth, variance).max() < 90
        assert cell("train", depth // 2, variance).min() > 95


@pytest.mark.claims(
    "Nobody needs 80 layers for these digits: five do as well",
    "At 1.76 the networks of 80 layers get 97 % or more of their own images right",
    "Of new images they get 4 to 8 points fewer than those of five layers",
)
def test_on_the_critical_line_eighty_layers_learn_and_bring_nothing():
    for depth in DEPTHS:
        assert cell("train", depth, 1.76).min() > 97
    lost = cell("test", 5, 1.76) - cell("test", 80, 1.76)  # seed by seed: the same split
    assert (lost.min(), lost.max()) == pytest.approx((4, 7.5), abs=0.5)
    best = study.accuracies("test").mean(axis=2)
    assert best[0].max() > best.max() - 1  # no depth is better than five by a point


@pytest.mark.claims(
    "and get 5 to 8 points fewer of the new ones than those from 1.76, in each of the five pairs",
    "80 layers from 4 stay at 15 % of their own images",
)
def test_chaos_costs_new_images():
    for depth in (10, 20):
        assert cell("train", depth, 4.0).min() > 99.9
        assert (cell("test", depth, 1.76) > cell("test", depth, 4.0) + 2).all()
    lost = cell("test", 10, 1.76) - cell("test", 10, 4.0)
    assert (lost.min(), lost.max()) == pytest.approx((5, 8), abs=0.6)
    deepest = cell("train", 80, 4.0)
    assert (deepest.min(), deepest.max()) == pytest.approx((14.1, 16.5), abs=0.1)
    # Right of the critical line the mean on new images falls with sigma_w^2, from ten layers on.
    means = study.accuracies("test").mean(axis=2)[1:, 3:]
    assert (np.diff(means, axis=1) < 0).all()


@pytest.mark.claims(
    "The networks of 80 layers, from the best start there is, learn at the two smaller rates",
    "and at 0.03 all five only guess",
    "'At learning rate 0.03 I started tanh networks of 80 layers in six ways",
    "The study above has them: at 0.003 all five networks from 1.76 learn",
)
def test_eighty_layers_learn_at_small_rates_only():
    assert study.accuracies("test").mean(axis=2)[-1].argmax() == STARTS.index(1.76)
    for lr in study.LEARNING_RATES[:2]:
        assert cell("train", 80, 1.76, lr).min() > 85
    assert cell("train", 80, 1.76, 3e-3).min() > 97
    assert np.ptp(cell("train", 80, 1.76, 1e-2)) > 50  # depends on the seed
    assert study.accuracies("train", 3e-2)[-1].max() < 25  # from all six starts
    assert cell("train", 80, 1.76, 3e-2).max() < 12


@pytest.mark.claims(
    "At 0.001 the networks of 20 layers get 94 % or more of their own images",
    "At 0.03 they get 85 % of these, or more",
)
def test_chaos_learns_by_heart_with_small_steps():
    assert cell("train", 20, 4.0, 1e-3).min() > 94
    assert cell("test", 20, 4.0, 1e-3).max() < 25
    assert cell("test", 20, 4.0, 3e-2).min() == pytest.approx(85, abs=0.5)


@pytest.mark.claims(
    "(Up to 20 layers the largest of our four rates is the best one",
    "training reaches some six times as deep, if the learning rate fits",
)
def test_the_best_rate_falls_with_the_depth():
    best = study.best_rates()
    assert (best[:3] == 3).all() and (best[-1, 2:4] < 3).all()
    # At the best rate known images are learned up to six depth scales, and not to twelve, in order.
    for variance, scale in ((1.0, 3.63), (1.25, 6.8)):
        for depth in DEPTHS:
            found = cell("train", depth, variance).min()
            assert found > 95 if depth < 6 * scale else depth < 12 * scale * 0.9 or found < 80


def test_accuracies_are_those_of_one_rate_or_of_each_cell_s_best():
    best, at = study.accuracies("test"), study.best_rates()
    for row, column in np.ndindex(at.shape):
        lr = study.LEARNING_RATES[at[row, column]]
        assert (best[row, column] == study.accuracies("test", lr)[row, column]).all()
    with pytest.raises(ValueError, match="epoch"):
        study.accuracies("test", epoch=3)
    with pytest.raises(ValueError, match="lr"):
        study.accuracies("test", lr=0.5)


def test_initialize_sets_both_variances():
    network = MLP([400, 300, 200], "Tanh")
    study.initialize(network, 1.76, 0.05, seed=0)
    for linear in network.linears:
        assert linear.weight.var().item() * linear.in_features == pytest.approx(1.76, rel=0.02)
        assert linear.bias.var().item() == pytest.approx(0.05, rel=0.3)
    first = network.linears[0].weight.clone()
    study.initialize(network, 4 * 1.76, 0.05, seed=0)
    assert torch.allclose(network.linears[0].weight, 2 * first)


def test_inputs_have_mean_square_1():
    parts = study.load_parts(1)
    x, _ = parts["train"]
    assert x.square().mean().item() == pytest.approx(1, abs=1e-3)
    assert [part[0].shape for part in parts.values()] == [(1077, 64), (360, 64), (360, 64)]
    assert [len(part[1]) for part in parts.values()] == [1077, 360, 360]


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="lr"):
        study.train_deep(2, [(1.0, 0.0)], seed=0)
    with pytest.raises(ValueError, match="weight_variance"):
        study.initialize(MLP([2, 2]), -1, 0, 0)
