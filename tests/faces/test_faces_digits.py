"""The checks of the published course, on digits."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers.datasets import digits
from helpers.faces import attacks, shortcuts
from helpers.images import shift
from helpers.mlp import MLP
from helpers.training import accuracy, train

ONE_PIXEL = ((1, 0), (-1, 0), (0, 1), (0, -1))


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


def shifted_accuracy(network, x, y):
    return np.mean([accuracy(network, shift(x, *by), y) for by in ONE_PIXEL])


def test_one_pixel_ruins_and_shift_augmentation_restores(data, plain):
    (x, y), test = data
    assert accuracy(plain, *test) == pytest.approx(0.976, abs=0.02)
    assert 0.40 < shifted_accuracy(plain, *test) < 0.54
    shifts = [(right, down) for right in (-1, 0, 1) for down in (-1, 0, 1)]
    variants = torch.cat([shift(x, *by) for by in shifts])
    augmented = train_digits(variants, y.repeat(9), 4)
    assert shifted_accuracy(augmented, *test) == pytest.approx(0.95, abs=0.05)


def test_flip_augmentation_lowers_the_accuracy(data, plain):
    (x, y), test = data
    mirrored = train_digits(torch.cat([x, x.flip(-1)]), y.repeat(2), 10)
    assert accuracy(mirrored, *test) < accuracy(plain, *test) - 0.02
    assert shifted_accuracy(mirrored, *test) < shifted_accuracy(plain, *test)


def test_permuted_pixels_change_nothing_for_an_mlp(data, plain):
    (x, y), test = data
    order = torch.randperm(64, generator=torch.Generator().manual_seed(0))
    network = train_digits(x.flatten(1)[:, order], y, 20)
    there = accuracy(network, test[0].flatten(1)[:, order], test[1])
    assert there == pytest.approx(accuracy(plain, *test), abs=0.025)


def test_fgsm_against_random_signs_of_the_same_size(data, plain):
    x, y = data[1]
    attacked = attacks.fgsm(plain, x, y, 0.11, 0, 1)
    assert accuracy(plain, attacked, y) == pytest.approx(0.384, abs=0.06)
    shaken = attacks.random_signs(x, 0.11, 0, 1)
    assert accuracy(plain, shaken, y) == pytest.approx(0.938, abs=0.03)


def test_fgsm_raises_the_loss_and_keeps_its_bounds(data, plain):
    x, y = data[1]
    loss = nn.CrossEntropyLoss()
    attacked = attacks.fgsm(plain, x, y, 0.05, 0, 1)
    assert loss(plain(attacked), y) > loss(plain(x), y)
    assert attacked.min() >= 0 and attacked.max() <= 1
    assert (attacked - x).abs().max() <= 0.05 + 1e-6


def test_a_planted_pixel_is_used_though_not_alone(data):
    (x, y), (test_x, test_y) = data
    network = train_digits(shortcuts.light_up(x, y), y, 20)
    assert accuracy(network, shortcuts.light_up(test_x, test_y), test_y) > 0.99
    false = shortcuts.wrong_cues(test_y, 10)
    wrong = accuracy(network, shortcuts.light_up(test_x, false), test_y)
    assert wrong == pytest.approx(0.60, abs=0.12)
