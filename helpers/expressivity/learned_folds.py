"""Can training find a fold? Networks that learn the sawtooth, from random weights or near the answer."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from helpers.arguments import require_at_least
from helpers.expressivity.contest import stack_layers
from helpers.expressivity.folding import fold_network, sawtooth
from helpers.expressivity.relu_network import Layers
from helpers.training import predict, train_step

_X = np.linspace(0, 1, 129)


def near_folds(depth: int, share: float, seed: int) -> Layers:
    """Return the network that folds `depth` times, each weight off by a random share of itself.

    `share` is the standard deviation; biases are off by as much, not relative to their size.
    """
    require_at_least(0, share=share)
    rng = np.random.default_rng(seed)
    return [
        (
            weights * (1 + share * rng.normal(size=weights.shape)),
            bias + share * rng.normal(size=bias.shape),
        )
        for weights, bias in fold_network(depth)
    ]


def learn_sawtooth(
    networks: Sequence[Layers], depth: int, lr: float, num_steps: int = 1000
) -> np.ndarray:
    """Train networks of the same sizes on the sawtooth of `depth` folds, by Adam on the squared error.

    Return for each the root of its mean squared error (num_networks,) on 129 points of [0, 1].
    """
    require_at_least(0, num_steps=num_steps)
    x = torch.tensor(_X, dtype=torch.float32)[:, None]
    y = torch.tensor(sawtooth(_X, depth), dtype=torch.float32)
    ensemble = stack_layers(networks)
    optimizer = torch.optim.Adam(ensemble.parameters(), lr=lr, fused=True)
    for _ in range(num_steps):
        train_step(ensemble, x, y, _sum_of_mean_squares, optimizer)
    return _mean_squares(predict(ensemble, x), y).sqrt().numpy()


def _mean_squares(outputs: Tensor, y: Tensor) -> Tensor:
    return ((outputs[..., 0] - y) ** 2).mean(dim=1)


def _sum_of_mean_squares(outputs: Tensor, y: Tensor) -> Tensor:
    """Return the sum of the networks' losses: each has its own gradient."""
    return _mean_squares(outputs, y).sum()
