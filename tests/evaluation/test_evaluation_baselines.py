"""Moods: what a personal mean reaches across people and within them."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers.evaluation import baselines
from helpers.mlp import MLP
from helpers.statistics import r2_over_baseline, r_squared
from helpers.training import predict, train


@pytest.mark.claims("About .78, with nothing but names")
def test_personal_mean_across_and_within_people():
    across, within = [], []
    for seed in range(20):
        moods = baselines.make_moods(icc=0.8, seed=seed)
        personal = np.repeat(moods.past.mean(axis=1, keepdims=True), 30, axis=1)
        across.append(r_squared(moods.future, personal))
        own = moods.future.mean(axis=1, keepdims=True)
        within.append(r2_over_baseline(moods.future, personal, own))
    assert np.mean(across) == pytest.approx(0.78, abs=0.02)
    assert max(within) < 0


@pytest.mark.claims("Worse than that is negative", "80 % of the variance lies between people")
def test_share_of_the_variance_between_people_and_a_value_below_zero():
    moods = baselines.make_moods(icc=0.8, num_people=4000)
    means = np.concatenate([moods.past, moods.future], axis=1).mean(axis=1)
    assert means.var() == pytest.approx(0.8, abs=0.03)
    actual = np.array([1.0, 2.0, 3.0, 4.0])
    assert r_squared(actual, actual + 10) < 0 == r_squared(actual, np.full(4, 2.5))


def test_bad_correlation_is_named():
    with pytest.raises(ValueError, match="icc"):
        baselines.make_moods(icc=1.2)


@pytest.mark.claims("less well than their names would")
def test_network_recognizes_people_less_well_than_their_names_do():
    for seed in range(6):
        moods = baselines.make_moods(seed=seed)
        personal = np.repeat(moods.past.mean(axis=1, keepdims=True), 30, axis=1)
        rng = np.random.default_rng(seed + 1)
        habits = rng.standard_normal((50, 1, 8))
        past, future = (habits + 0.2 * rng.standard_normal((50, 30, 8)) for _ in range(2))
        x, y = (torch.tensor(part.reshape(1500, -1)).float() for part in (past, moods.past))
        network = MLP([8, 64, 1], generator=torch.Generator().manual_seed(seed))
        optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
        train(network, x, y, nn.MSELoss(), optimizer, 15, 150, seed=seed)
        new_x = torch.tensor(future.reshape(1500, 8)).float()
        predicted = predict(network, new_x).numpy().reshape(50, 30)
        assert r_squared(moods.future, predicted) > 0.6
        assert r2_over_baseline(moods.future, predicted, personal) < -0.2
