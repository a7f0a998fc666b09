"""What notebook 04's networks learn: samples as promised, and learned as the notebook says."""

import time

import numpy as np
import pytest
import torch
from torch import nn

from helpers.mlp import MLP
from helpers.softmax import tasks
from helpers.training import accuracy, evaluate, train


def test_the_spiral_lies_where_it_should():
    x, y = tasks.spiral(3, num_per_class=50)
    assert x.shape == (150, 2)
    assert y.bincount().tolist() == [50, 50, 50]
    assert x.norm(dim=1).max() <= 1.0001


def train_on_spiral(activation: str, num_classes: int, num_steps: int) -> tuple[MLP, list[float]]:
    """Train as the notebook's spiral trainer does; return the network and its losses."""
    generator = torch.Generator().manual_seed(0)
    network = MLP([2, 16, 16, num_classes], activation, generator)
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01, fused=True)
    x, y = tasks.spiral(num_classes)
    history = train(network, x, y, nn.CrossEntropyLoss(), optimizer, num_steps)
    return network, history.train_loss


@pytest.mark.parametrize("num_classes", [2, 3, 5])
def test_the_spiral_is_learned_by_the_trainers_defaults(num_classes):
    network, losses = train_on_spiral("ReLU", num_classes, num_steps=500)
    assert losses[0] == pytest.approx(np.log(num_classes), abs=0.2)
    assert accuracy(network, *tasks.spiral(num_classes, seed=1)) > 0.95


def test_a_line_cannot_learn_the_spiral():
    network, _ = train_on_spiral("Identity", 3, num_steps=200)
    assert accuracy(network, *tasks.spiral(3)) < 0.75


def test_digits_split_and_noise():
    (x, y), (x_test, y_test) = tasks.digits(1000)
    assert (x.shape, x_test.shape, len(y), len(y_test)) == ((1000, 64), (797, 64), 1000, 797)
    assert 0 <= x.min() <= x.max() <= 1
    (noisy, same), _ = tasks.digits(1000, noise=0.25)
    assert torch.equal(same, y)
    assert 0.05 < (noisy - x).abs().mean() < 0.25


def test_digits_are_learned_within_five_seconds():
    (x, y), (x_test, y_test) = tasks.digits(1347)
    network = MLP([64, 64, 10], "ReLU", generator=torch.Generator().manual_seed(0))
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    start = time.process_time()  # what the loop needs, whatever else the machine does
    train(network, x, y, nn.CrossEntropyLoss(), optimizer, 15, 64)
    assert time.process_time() - start < 5
    assert evaluate(network, x_test, y_test, nn.CrossEntropyLoss())[1] >= 0.97


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: tasks.spiral(1), "num_classes"),
        (lambda: tasks.spiral(3, noise=-1), "noise"),
        (lambda: tasks.digits(0), "num_train"),
        (lambda: tasks.digits(1797), "num_train"),
        (lambda: tasks.digits(100, noise=-1), "noise"),
    ],
)
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
