"""Networks side by side: each learns as it would alone."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers.ensembles import Adam, Ensemble, one_thread, stack
from helpers.mlp import MLP
from helpers.training import train_step


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


def draw(*shape, seed=0):
    return torch.randn(shape, generator=generator(seed), dtype=torch.float64)


def test_stacked_networks_are_the_networks():
    networks = [MLP([3, 5, 4, 2], generator=generator(seed)) for seed in range(4)]
    ensemble = stack(networks)
    x = draw(7, 3).float()
    for number, (network, output) in enumerate(zip(networks, ensemble(x), strict=True)):
        torch.testing.assert_close(output, network(x))
        for linear, (weights, biases) in zip(
            network.linears, ensemble.network(number), strict=True
        ):
            assert np.array_equal(weights, linear.weight.detach().double().numpy())
            assert np.array_equal(biases, linear.bias.detach().double().numpy())
    own = draw(4, 7, 3).float()
    torch.testing.assert_close(ensemble(own)[2], networks[2](own[2]))


def make_ensemble(widths, room):
    num = len(widths)
    layers = [
        (draw(num, 2, room, seed=1), draw(num, 1, room, seed=2)),
        (draw(num, room, 1, seed=3), draw(num, 1, 1, seed=4)),
    ]
    return Ensemble(layers, torch.tanh, torch.tensor(widths))


def test_each_network_learns_as_it_would_alone_and_our_adam_is_that_of_torch():
    widths, x, y = [2, 3, 4], draw(6, 2), draw(6, 1, seed=5)
    ensemble = make_ensemble(widths, room=4)
    alone = []
    for number, width in enumerate(widths):
        network = nn.Sequential(nn.Linear(2, width), nn.Tanh(), nn.Linear(width, 1)).double()
        with torch.no_grad():
            network[0].weight.copy_(ensemble.weights[0][number, :, :width].T)
            network[0].bias.copy_(ensemble.biases[0][number, 0, :width])
            network[2].weight.copy_(ensemble.weights[1][number, :width].T)
            network[2].bias.copy_(ensemble.biases[1][number, 0])
        optimizer = torch.optim.Adam(network.parameters(), lr=0.1)
        for _ in range(50):
            train_step(network, x, y, nn.MSELoss(), optimizer)
        alone.append(network(x).detach())
    before = ensemble.weights[0][0, :, 2:].detach().clone()
    optimizer = Adam(ensemble.parameters(), lr=0.1)
    for _ in range(50):
        train_step(ensemble, x, y, lambda output, y: ((output - y) ** 2).mean(1).sum(), optimizer)
    torch.testing.assert_close(ensemble(x).detach(), torch.stack(alone), rtol=1e-6, atol=1e-8)
    assert torch.equal(ensemble.weights[0][0, :, 2:], before)  # units beyond the width never learn


def test_accuracies_are_counted_network_by_network():
    weights = torch.stack([torch.eye(2), -torch.eye(2)])
    ensemble = Ensemble([(weights, torch.zeros(2, 1, 2))])
    x = torch.tensor([[1.0, 0.0], [0.0, 1.0], [3.0, 1.0]])
    assert ensemble.accuracies(x, torch.tensor([0, 1, 1])) == pytest.approx([2 / 3, 1 / 3])


def test_one_thread_is_given_back_after_an_error():
    torch.set_num_threads(2)
    with pytest.raises(RuntimeError), one_thread():
        assert torch.get_num_threads() == 1
        raise RuntimeError
    assert torch.get_num_threads() == 2
