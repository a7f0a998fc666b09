"""The stored study of trainable depth: complete, made by this code, and as the notebook tells it."""

import numpy as np
import pytest
import torch

from helpers import meanfield
from helpers.initialization import study
from helpers.mlp import MLP


@pytest.fixture(scope="module")
def runs():
    return study.load_results()["runs"]


def accuracy(runs, lr, variance, depth, kind="train_accuracy"):
    return runs[study.run_name(lr, variance, depth)][kind][-1]


def test_study_is_complete_and_names_its_script(runs):
    assert len(runs) == len(study.LEARNING_RATES) * len(study.DEPTHS) * len(study.WEIGHT_VARIANCES)
    for run in runs.values():
        assert {len(values) for values in run.values()} == {len(study.EPOCHS)}
    script = study.load_results()["script"]
    assert (study.RESULT.parent.parent / script).is_file()


@pytest.mark.parametrize(
    ("lr", "variance", "depth", "num_epochs"),
    [(1e-3, 1.76, 20, 5), (1e-3, 4.0, 5, 10), (1e-2, 1.0, 10, 5), (1e-2, 1.76, 40, 1)],
)
def test_some_networks_are_trained_again(runs, lr, variance, depth, num_epochs):
    torch.set_num_threads(1)
    stored = runs[study.run_name(lr, variance, depth)]
    found = study.train_deep(depth, variance, lr, num_epochs)
    for kind, values in found.items():
        assert values == pytest.approx(stored[kind][: len(values)], abs=0.02), kind
        assert len(values) == sum(epoch <= num_epochs for epoch in study.EPOCHS)


def test_forty_layers_train_on_the_critical_line_and_not_in_order(runs):
    assert accuracy(runs, 1e-3, 1.76, 40) == pytest.approx(0.98, abs=0.01)
    assert accuracy(runs, 1e-3, 1.0, 40) == pytest.approx(0.10, abs=0.02)
    assert accuracy(runs, 1e-3, 4.0, 80) < 0.15
    assert accuracy(runs, 1e-3, 1.76, 80) > 0.95


def test_with_the_larger_learning_rate_no_network_of_80_layers_learns(runs):
    found = {
        lr: np.array([accuracy(runs, lr, variance, 80) for variance in study.WEIGHT_VARIANCES])
        for lr in study.LEARNING_RATES
    }
    assert found[1e-2].max() < 0.8
    assert (found[1e-2] < 0.25).sum() == 7  # of nine
    assert (found[1e-3] > 0.9).sum() == 3


def test_the_larger_learning_rate_reaches_deeper_in_order(runs):
    assert accuracy(runs, 1e-3, 1.0, 20) < 0.4
    assert accuracy(runs, 1e-2, 1.0, 20) > 0.95


def test_chaos_learns_by_heart(runs):
    assert accuracy(runs, 1e-3, 4.0, 20) > 0.95
    assert accuracy(runs, 1e-3, 4.0, 20, "valid_accuracy") < 0.4
    assert accuracy(runs, 1e-3, 1.76, 20, "valid_accuracy") > 0.85


def test_in_order_training_ends_at_a_few_depth_scales(runs):
    for variance in (1.0, 1.25):
        q = meanfield.fixed_q(variance, study.BIAS_VARIANCE)
        scale = meanfield.depth_scale(meanfield.chi_1(q, variance))
        for depth in study.DEPTHS:
            found = accuracy(runs, 1e-3, variance, depth)
            assert found > 0.5 if depth < 2.8 * scale else depth < 6 * scale or found < 0.2


def test_grid_has_a_row_a_depth(runs):
    grid = study.accuracy_grid(runs, 1e-3, 60)
    assert grid.shape == (len(study.DEPTHS), len(study.WEIGHT_VARIANCES))
    assert grid[4, 3] == accuracy(runs, 1e-3, 1.76, 40)
    with pytest.raises(ValueError, match="epoch"):
        study.accuracy_grid(runs, 1e-3, 3)


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
    x, y, x_valid, y_valid = study.load_samples()
    assert x.shape == (1077, 64) and x_valid.shape == (360, 64)
    assert x.square().mean().item() == pytest.approx(1, abs=1e-3)
    assert len(y) == 1077 and len(y_valid) == 360


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="lr"):
        study.train_deep(2, 1.0, lr=0)
    with pytest.raises(ValueError, match="weight_variance"):
        study.initialize(MLP([2, 2]), -1, 0, 0)
