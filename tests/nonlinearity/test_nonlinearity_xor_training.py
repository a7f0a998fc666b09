"""How often training finds XOR."""

import numpy as np
import pytest
import torch

from helpers.nonlinearity.xor_training import train_xor


def test_wider_networks_learn_xor_more_often():
    rates = {
        activation: train_xor([2, 3, 4, 8], activation, num_networks=60).mean(axis=1)
        for activation in (torch.relu, torch.tanh)
    }
    for shares in rates.values():
        assert np.all(np.diff(shares) > 0)
    assert 0.1 < rates[torch.relu][0] < 0.4 < 0.85 < rates[torch.relu][3]
    assert 0.3 < rates[torch.tanh][0] < 0.6 < 0.95 < rates[torch.tanh][3]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: train_xor([0], torch.relu, 1), "widths"),
        (lambda: train_xor([2], torch.relu, 0), "num_networks"),
        (lambda: train_xor([2], torch.relu, 1, num_steps=0), "num_steps"),
        (lambda: train_xor([2], torch.relu, 1, lr=0), "lr"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=rf"^{name} must"):
        call()
