"""The published table adds up, and the thresholds cost what the notebook says."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers.datasets import digits
from helpers.evaluation import subgroups
from helpers.evaluation.subgroups import GROUP_A, GROUP_B, SHADES, SHADES_SHARES, subgroup_errors
from helpers.mlp import MLP
from helpers.training import predict, train


@pytest.mark.claims("from one in five to one in three for darker women")
def test_gender_shades_totals_check():
    assert SHADES_SHARES.sum() == pytest.approx(100, abs=0.2)
    published = {"Microsoft": 6.3, "Face++": 10.0, "IBM": 12.1}
    for company, (overall, by_group) in SHADES.items():
        assert overall == published[company]
        total = np.average(by_group, weights=SHADES_SHARES)
        assert total == pytest.approx(overall, abs=0.1)
        assert by_group[3] < 1  # lighter men
        assert 20 < by_group[0] < 35  # darker women


@pytest.mark.claims(
    "With one threshold for all, half of the ill in B are missed",
    "A threshold of 0.5 for B balances its errors, at 16 % each instead of 7 %",
    "The threshold 1.5 is right in the middle for A",
    "in B its scores lie lower and separate the ill from the healthy less",
    "To miss as few as in A it must go down to 0",
)
def test_threshold_rates():
    assert GROUP_B.mean_with < GROUP_A.mean_with
    assert GROUP_B.mean_with - GROUP_B.mean_without < GROUP_A.mean_with - GROUP_A.mean_without
    assert (GROUP_A.mean_with + GROUP_A.mean_without) / 2 == 1.5
    assert GROUP_A.rates(1.5)[:2] == pytest.approx((0.0668, 0.0668), abs=1e-4)
    assert GROUP_B.rates(1.5)[1] == pytest.approx(0.5)
    assert GROUP_B.rates(0.5)[:2] == pytest.approx((0.1587, 0.1587), abs=1e-4)
    false_alarms, misses, _ = GROUP_B.rates(0.0)
    assert misses == pytest.approx(GROUP_A.rates(1.5)[1])
    assert false_alarms == pytest.approx(0.31, abs=0.01)  # almost a third
    overall = [
        0.9 * np.mean(GROUP_A.rates(1.5)[:2]) + 0.1 * np.mean(GROUP_B.rates(t)[:2])
        for t in (1.5, 0.5)
    ]
    assert overall == pytest.approx([0.087, 0.076], abs=0.001)


@pytest.mark.claims(
    "One more percent of mistakes among everyone else",
    "Anything at all, even 100%",
    "A group of 5% can hold five of the six percent",
    "If the group is wrong every time, that makes 5%",
    "A classifier is right on 94% of all people",
)
def test_group_of_five_percent_may_always_be_wrong():
    group = np.arange(100) < 5
    wrong = group | (np.arange(100) == 50)
    errors, counts = subgroup_errors(wrong, np.zeros(100), group)
    assert counts.tolist() == [95, 5]
    assert errors[1] == 1
    assert wrong.mean() == pytest.approx(0.06)
    assert (wrong & group).mean() == pytest.approx(0.05)


@pytest.mark.claims(
    "a small group has few test samples, some 70 here", "in each of the five runs their error rose"
)
def test_more_slanted_digits_help_them_and_cost_the_upright():
    (x, y), valid, test = digits.load()
    images, labels = torch.cat([valid[0], test[0]]), torch.cat([valid[1], test[1]]).numpy()
    found = {0.03: [], 0.3: []}
    for seed in range(5):
        for share, rows in found.items():
            generator = torch.Generator().manual_seed(seed)
            later, group = subgroups.slant_some(images, 0.1, generator)
            seen, _ = subgroups.slant_some(x, share, generator)
            network = MLP([64, 64, 10], generator=generator)
            optimizer = torch.optim.SGD(network.parameters(), lr=1.0)
            train(network, seen, y, nn.CrossEntropyLoss(), optimizer, 20, 100, seed=seed)
            predicted = predict(network, later).argmax(dim=1).numpy()
            errors, counts = subgroup_errors(predicted, labels, group)
            assert counts[1] == pytest.approx(72, abs=20)
            rows.append([np.mean(predicted != labels), *errors])
    few, many = np.array(found[0.03]), np.array(found[0.3])
    assert few[:, 0].mean() == pytest.approx(0.07, abs=0.01)
    assert np.all(many[:, 1] > few[:, 1])
    assert np.all(many[:, 2] < 0.6 * few[:, 2])
    assert abs(many[:, 0].mean() - few[:, 0].mean()) < 0.02
