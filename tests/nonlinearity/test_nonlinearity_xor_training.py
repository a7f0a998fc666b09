"""How often training finds XOR."""

import numpy as np
import pytest
import torch

from helpers.nonlinearity.gates import TARGETS
from helpers.nonlinearity.xor_training import XorRuns, train_xor


def test_wider_networks_learn_xor_more_often():
    rates = {
        activation: train_xor([2, 3, 4, 8], activation, num_networks=60).learned[0].mean(axis=1)
        for activation in (torch.relu, torch.tanh)
    }
    for shares in rates.values():
        assert np.all(np.diff(shares) > 0)
    assert 0.1 < rates[torch.relu][0] < 0.4 < 0.85 < rates[torch.relu][3]
    assert 0.3 < rates[torch.tanh][0] < 0.6 < 0.95 < rates[torch.tanh][3]


def test_a_checkpoint_on_the_way_changes_nothing():
    stopping = train_xor([2, 3], torch.tanh, 5, checkpoints=[10, 30])
    going = train_xor([2, 3], torch.tanh, 5, checkpoints=[30])
    assert stopping.logits.shape == (2, 2, 5, 4)
    assert np.array_equal(stopping.logits[1:], going.logits)


def test_what_logits_are_worth():
    right = 50.0 * (2 * TARGETS["XOR"] - 1)
    runs = XorRuns(np.array([right, -right, np.zeros(4)])[None, None])
    assert runs.learned[0, 0].tolist() == [True, False, False]
    assert runs.losses[0, 0] == pytest.approx([0, 50, np.log(2)])


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: train_xor([0], torch.relu, 1), "widths"),
        (lambda: train_xor([2], torch.relu, 0), "num_networks"),
        (lambda: train_xor([2], torch.relu, 1, checkpoints=[0]), "checkpoints"),
        (lambda: train_xor([2], torch.relu, 1, lr=0), "lr"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=rf"^{name} must"):
        call()
