"""The checks of the published course, on digits."""

import pytest
import torch
from torch import nn

from helpers.datasets import digits
from helpers.faces import attacks
from helpers.mlp import MLP
from helpers.training import accuracy, train


def train_digits(x, y, num_epochs, seed=0):
    torch.manual_seed(seed)
    network = MLP([64, 64, 64, 10])
    optimizer = torch.optim.Adam(network.parameters(), lr=3e-3)
    train(network, x, y, nn.CrossEntropyLoss(), optimizer, num_epochs, 64)
    return network


@pytest.fixture(scope="module")
def data():
    learn, _, test = digits.load()
    return learn, test


@pytest.fixture(scope="module")
def plain(data):
    return train_digits(*data[0], 20)


def test_permuted_pixels_change_nothing_for_an_mlp(data, plain):
    (x, y), test = data
    order = torch.randperm(64, generator=torch.Generator().manual_seed(0))
    network = train_digits(x.flatten(1)[:, order], y, 20)
    there = accuracy(network, test[0].flatten(1)[:, order], test[1])
    assert there == pytest.approx(accuracy(plain, *test), abs=0.025)


def test_fgsm_raises_the_loss_and_keeps_its_bounds(data, plain):
    x, y = data[1]
    loss = nn.CrossEntropyLoss()
    attacked = attacks.fgsm(plain, x, y, 0.05, 0, 1)
    assert loss(plain(attacked), y) > loss(plain(x), y)
    assert attacked.min() >= 0 and attacked.max() <= 1
    assert (attacked - x).abs().max() <= 0.05 + 1e-6
