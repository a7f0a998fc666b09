"""What notebook 04's networks learn: samples as promised, and learned as the notebook says."""

import functools
import time

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from helpers.ensembles import Ensemble, stack
from helpers.mlp import MLP, make_activation
from helpers.softmax import tasks
from helpers.training import accuracy, evaluate, predict, train, train_step


def test_the_spiral_lies_where_it_should():
    x, y = tasks.spiral(3, num_per_class=50)
    assert x.shape == (150, 2)
    assert y.bincount().tolist() == [50, 50, 50]
    assert x.norm(dim=1).max() <= 1.0001


@functools.cache
def race(activation: str, width: int) -> tuple[np.ndarray, Ensemble]:
    """Train ten networks, of seeds 0 to 9, for 500 steps as the notebook's spiral trainer does.

    Return their accuracies after every tenth step (50, 10), and the ensemble.
    """
    x, y = tasks.spiral(3)
    ensemble = stack(
        [
            MLP([2, width, width, 3], generator=torch.Generator().manual_seed(seed))
            for seed in range(10)
        ]
    )
    ensemble.activation = make_activation(activation)
    optimizer = torch.optim.Adam(ensemble.parameters(), lr=0.01, fused=True)

    def summed_loss(z, _):
        return 10 * F.cross_entropy(z.flatten(0, 1), y.repeat(10))

    accuracies = []
    for step in range(1, 501):
        train_step(ensemble, x, y, summed_loss, optimizer)
        if step % 10 == 0:
            accuracies.append(ensemble.accuracies(x, y))
    return np.array(accuracies), ensemble


def steps_needed(activation: str) -> np.ndarray:
    """Return after how many steps, in tens, each of ten networks has 99 % of the points right."""
    right, _ = race(activation, 16)
    assert right.max(axis=0).min() >= 0.99
    return 10 * (1 + (right >= 0.99).argmax(axis=0))


def test_networks_side_by_side_learn_as_the_trainer_does():
    x, y = tasks.spiral(3)
    network = MLP([2, 4, 4, 3], generator=torch.Generator().manual_seed(3))
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01, fused=True)
    train(network, x, y, nn.CrossEntropyLoss(), optimizer, 500)
    assert race("ReLU", 4)[0][-1][3] == pytest.approx(accuracy(network, x, y), abs=0.05)


@pytest.mark.claims(
    "With 16 units a layer, each of them gets all three arms right",
    "With 4 units few of the ten do",
    "With 2 units none does, and some learn nothing",
)
def test_how_few_units_suffice():
    x, _ = tasks.spiral(3)
    assert race("ReLU", 16)[0][-1].min() > 0.99
    assert 1 <= (race("ReLU", 4)[0][-1] > 0.99).sum() <= 4
    right, ensemble = race("ReLU", 2)
    assert right[-1].max() < 0.9
    stuck = abs(right[-1] - 1 / 3) < 0.01
    assert stuck[0]
    assert 2 <= stuck.sum() <= 5
    first, second, _ = zip(ensemble.weights, ensemble.biases, strict=True)
    hidden = torch.relu(torch.baddbmm(first[1], x.expand(10, -1, 2), first[0]))
    hidden = torch.relu(torch.baddbmm(second[1], hidden, second[0]))
    assert hidden[0].max() == 0


@pytest.mark.claims(
    "Sigmoid gets there in each of ten runs with 16 units",
    "Its slope is at most 1/4",
    "Tanh, whose slope reaches 1, needs no more than 140",
)
def test_sigmoid_needs_more_steps_than_relu_and_tanh():
    sigmoid, relu, tanh = (steps_needed(name) for name in ("Sigmoid", "ReLU", "Tanh"))
    assert (sigmoid.min(), sigmoid.max()) == (
        pytest.approx(300, abs=20),
        pytest.approx(370, abs=20),
    )
    assert (relu.min(), relu.max()) == (pytest.approx(100, abs=20), pytest.approx(260, abs=40))
    assert tanh.max() <= 150
    z = torch.linspace(-5, 5, 1001)
    slopes = [(torch.diff(squash(z)) / 0.01).max() for squash in (torch.sigmoid, torch.tanh)]
    assert slopes == pytest.approx([0.25, 1.0], abs=1e-3)


@pytest.mark.parametrize("num_classes", [2, 5])
def test_the_spiral_of_other_numbers_of_arms_is_learned(num_classes):
    network = MLP([2, 16, 16, num_classes], generator=torch.Generator().manual_seed(0))
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01, fused=True)
    x, y = tasks.spiral(num_classes)
    train(network, x, y, nn.CrossEntropyLoss(), optimizer, 300)
    assert accuracy(network, *tasks.spiral(num_classes, seed=1)) > 0.9


def test_a_line_cannot_learn_the_spiral():
    assert race("Identity", 16)[0][-1].max() < 0.6


@pytest.mark.claims(
    "Seeds hardly matter here: twenty small networks for 1000 classes",
    "A network that has seen no label gives each class about 1/1000",
    "Large first logits raise the loss; no seed brings it down to 0.7",
    "no seed is far from 2.3",
    "the largest logit is beyond 89 in 7 of the 20 networks",
)
def test_the_first_loss_is_chance_unless_the_logits_are_large():
    (x, digits), _ = tasks.digits(1347)
    losses, logits = {}, {}
    for scale in (1, 255):
        for seed in range(20):
            generator = torch.Generator().manual_seed(seed)
            network = MLP([64, 64, 1000], generator=generator)
            labels = torch.randint(1000, (len(x),), generator=generator)
            z = predict(network, scale * x)
            losses[scale, seed] = F.cross_entropy(z, labels).item()
            logits[scale, seed] = z.max().item()
    usual = [losses[1, seed] for seed in range(20)]
    assert 6.905 < min(usual) < max(usual) < 6.935
    assert max(usual) > 6.92
    assert min(losses[255, seed] for seed in range(20)) > 20
    seeds = (torch.Generator().manual_seed(seed) for seed in range(20))
    networks = [MLP([64, 64, 10], generator=generator) for generator in seeds]
    first = [F.cross_entropy(predict(network, x), digits).item() for network in networks]
    assert 2.28 < min(first) < max(first) < 2.35
    tens = [predict(network, 255 * x).max() for network in networks]
    assert sum(largest > 89 for largest in tens) == 7
    assert all(abs(largest - 89) > 2 for largest in tens)  # none so near that a CPU could tip it


@pytest.mark.claims(
    "Now the digits: 1797 of them", "Yours learns from 1347", "The other 450 it never sees"
)
def test_digits_split_and_noise():
    (x, _), (x_test, y_test) = tasks.digits(num_train=1347)
    assert (x.shape, x_test.shape, len(y_test)) == ((1347, 64), (450, 64), 450)
    assert len(x) + len(x_test) == 1797
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
