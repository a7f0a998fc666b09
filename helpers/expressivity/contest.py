"""Wide against deep: tasks in the plane, and many small networks that train side by side.

The networks of one contest differ in their seeds only: they train as an ensemble.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from helpers.arguments import require_at_least
from helpers.ensembles import Ensemble
from helpers.expressivity.relu_network import Layers, random_layers
from helpers.mlp import MLP, parameter_count
from helpers.training import predict, train_step


def spiral(
    num_points: int, turns: float = 1.5, noise: float = 0.05, seed: int = 0
) -> tuple[Tensor, Tensor]:
    """Return points x (num_points, 2) on two arms of a spiral, and labels (num_points,), 0 or 1.

    Each arm makes `turns` turns from the center to radius 1; `noise` is the standard deviation of
    each coordinate. Raises ValueError for fewer than 2 points or negative turns or noise.
    """
    require_at_least(2, num_points=num_points)
    require_at_least(0, turns=turns, noise=noise)
    rng = np.random.default_rng(seed)
    labels = np.arange(num_points) % 2
    radius = np.sqrt(rng.uniform(0.02, 1, num_points))  # as dense outside as inside
    angle = 2 * np.pi * turns * radius + np.pi * labels
    x = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    x += noise * rng.standard_normal(x.shape)
    return _tensors(x, labels)


def moons(num_points: int, noise: float = 0.5, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Return points x (num_points, 2) on two interleaved half circles, and labels (num_points,)."""
    require_at_least(2, num_points=num_points)
    require_at_least(0, noise=noise)
    rng = np.random.default_rng(seed)
    labels = np.arange(num_points) % 2
    angle = np.pi * (rng.uniform(0, 1, num_points) + labels)
    x = np.stack([np.cos(angle) + labels - 0.5, np.sin(angle) + 0.5 * labels - 0.25], axis=1)
    return _tensors((x + noise * rng.standard_normal(x.shape)) / 1.5, labels)


def _tensors(x: np.ndarray, labels: np.ndarray) -> tuple[Tensor, Tensor]:
    return torch.tensor(x, dtype=torch.float32), torch.tensor(labels, dtype=torch.float32)


# How often each arm turns, and how far its points stray.
TASKS = {"loose spiral": (1.5, 0.05), "tight spiral": (2.5, 0.03)}
# How the weights and biases may be drawn: see `random_network`.
STARTS = ("PyTorch", "He")


def sizes_for(budget: int, depth: int, num_inputs: int = 2) -> list[int]:
    """Return the sizes of an MLP with `depth` hidden layers that spends `budget` parameters.

    Layers as equal as possible, the first ones wider by one unit where that still fits. Raises
    ValueError if not even one unit per layer fits.
    """
    require_at_least(1, depth=depth)
    widths = [1] * depth
    if parameter_count([num_inputs, *widths, 1]) > budget:
        raise ValueError(f"budget {budget} is too small for {depth} hidden layers: raise it.")
    layer = 0
    while True:
        wider = widths.copy()
        wider[layer] += 1
        if parameter_count([num_inputs, *wider, 1]) > budget:
            return [num_inputs, *widths, 1]
        widths, layer = wider, (layer + 1) % depth


def random_network(sizes: Sequence[int], seed: int, start: str = "PyTorch") -> Layers:
    """Return a ReLU network with the initial weights and biases of a seed.

    "PyTorch" draws both evenly between -1 and 1 over the root of the number of inputs, as
    `nn.Linear` does; "He" draws normal weights of variance 2 / number of inputs, and biases are 0.
    Raises ValueError for another start.
    """
    if start == "He":
        return random_layers(sizes, seed, bias=0)
    if start != "PyTorch":
        raise ValueError(f"start must be one of {', '.join(STARTS)}, not {start!r}.")
    network = MLP(sizes, generator=torch.Generator().manual_seed(seed))
    return [
        (linear.weight.detach().numpy(), linear.bias.detach().numpy()) for linear in network.linears
    ]


def stack_layers(networks: Sequence[Layers]) -> Ensemble:
    """Return ReLU networks of the same sizes side by side, to train them together."""
    return Ensemble(
        [
            (
                _float_tensor([weights.T for weights, _ in layers]),
                _float_tensor([bias[None] for _, bias in layers]),
            )
            for layers in zip(*networks, strict=True)
        ]
    )


def _float_tensor(arrays: Sequence[np.ndarray]) -> Tensor:
    return torch.tensor(np.stack(arrays), dtype=torch.float32)


def train_stacked(
    networks: Ensemble, x: Tensor, labels: Tensor, lr: float, num_steps: int, stride: int = 0
) -> Iterator[int]:
    """Train all networks by Adam on all points; yield the number of steps after every `stride`.

    x (num_seeds, num_points, 2), labels (num_seeds, num_points). `stride` 0 yields at the end only.
    """
    require_at_least(1, num_steps=num_steps)
    optimizer = torch.optim.Adam(networks.parameters(), lr=lr, fused=True)
    for step in range(1, num_steps + 1):
        train_step(networks, x, labels, _sum_of_mean_losses, optimizer)
        if step == num_steps or (stride and step % stride == 0):
            yield step


def _sum_of_mean_losses(logits: Tensor, labels: Tensor) -> Tensor:
    return _mean_losses(logits, labels).sum()


def _mean_losses(logits: Tensor, labels: Tensor) -> Tensor:
    losses = binary_cross_entropy_with_logits(logits[..., 0], labels, reduction="none")
    return losses.mean(dim=1)


def error_rates(networks: Ensemble, x: Tensor, labels: Tensor) -> np.ndarray:
    """Return the share of points (num_seeds,) that each network puts on the wrong side."""
    wrong = (predict(networks, x)[..., 0] > 0) != (labels > 0.5)
    return wrong.float().mean(dim=1).numpy()


def mean_losses(networks: Ensemble, x: Tensor, labels: Tensor) -> np.ndarray:
    """Return each network's mean cross-entropy (num_seeds,), in nats."""
    return _mean_losses(predict(networks, x), labels).numpy()


def probability(networks: Ensemble, number: int) -> Callable[[Tensor], np.ndarray]:
    """Return the function that gives one network's probability of class 1 at points (n, 2)."""
    alone = stack_layers([networks.network(number)])
    return lambda x: torch.sigmoid(predict(alone, x)[0, :, 0]).numpy()


def stack_samples(samples: Sequence[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    """Return samples side by side: x (num_samples, num_points, 2), labels (num_samples, num_points)."""
    return torch.stack([x for x, _ in samples]), torch.stack([labels for _, labels in samples])


@cache
def _sample(task: str, num_points: int, seed: int) -> tuple[Tensor, Tensor]:
    return spiral(num_points, *TASKS[task], seed=seed)


def draw_samples(task: str, num_points: int, seeds: Sequence[int]) -> tuple[Tensor, Tensor]:
    """Return a sample per seed: x (num_seeds, num_points, 2) and labels (num_seeds, num_points)."""
    if task not in TASKS:
        raise ValueError(f"task must be one of {', '.join(TASKS)}, not {task!r}.")
    return stack_samples([_sample(task, num_points, seed) for seed in seeds])
