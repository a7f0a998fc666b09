"""The best of many tries: the law against coin flips, and networks trained side by side."""

import numpy as np
import pytest
import torch

from helpers.datasets import digits
from helpers.evaluation import reuse

FIVE_SAMPLES = torch.zeros(5, 3), torch.zeros(5).long()


@pytest.mark.parametrize(("k", "n"), [(10, 100), (100, 100), (100, 1000), (1000, 200)])
def test_best_of_k_coin_flips(k, n):
    law, exact = reuse.best_of_law(k, n), reuse.expected_best(k, n)
    simulated = np.mean([reuse.coin_flip_scores(k, n, seed).max() for seed in range(300)])
    assert simulated == pytest.approx(exact, abs=0.004)
    assert exact < law
    assert exact - 0.5 == pytest.approx(law - 0.5, rel=0.3)  # "about"


def test_one_try_is_fair():
    assert reuse.expected_best(np.array([1]), 77) == pytest.approx([0.5])
    assert reuse.best_of_law(1, 77) == 0.5


def test_crowd_learns_and_each_model_by_itself():
    learn, valid, _ = digits.load()
    crowd = reuse.train_crowd(*learn, np.array([0.3, 0.3, 1e-6]), np.array([16, 4, 16]), 150)
    accuracies = crowd.accuracies(*valid)
    assert accuracies[0] > 0.85 > accuracies[2]
    assert crowd.mask.sum(dim=(1, 2)).tolist() == [16, 4, 16]
    alone = crowd(valid[0].flatten(1))[1]
    assert crowd.accuracies(*valid)[1] == pytest.approx(
        (alone.argmax(1) == valid[1]).double().mean().item()
    )


def test_crowd_keeps_to_its_subsets():
    x, y = torch.eye(40), torch.arange(40) % 2
    crowd = reuse.train_crowd(x, y, np.full(3, 5.0), np.full(3, 8), 200, 8, subset_size=10)
    first_layer = crowd.weights[0].detach()
    start = reuse.train_crowd(x, y, np.full(3, 1e-30), np.full(3, 8), 1, 8, subset_size=10)
    moved = (first_layer - start.weights[0].detach()).abs().amax(dim=2) > 1e-6
    assert moved.sum(dim=1).max() <= 10  # an input that is never shown leaves its weights alone


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: reuse.coin_flip_scores(0, 10), "num_tries"),
        (lambda: reuse.best_of_law(5, 0), "num_samples"),
        (lambda: reuse.train_crowd(*FIVE_SAMPLES, [0.1], [4], subset_size=9), "num_samples"),
        (lambda: reuse.train_crowd(*FIVE_SAMPLES, [0.0], [4]), "lrs"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
