"""Wide against deep: tasks in the plane, and many small networks that train side by side.

The networks of one contest differ in their seeds only: they train as an ensemble.
"""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits

from helpers.arguments import require_at_least
from helpers.ensembles import Ensemble, stack
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


def stack_networks(sizes: Sequence[int], seeds: Sequence[int]) -> Ensemble:
    """Return ReLU MLPs of these sizes side by side, with the initial weights of each seed."""
    return stack([MLP(sizes, generator=torch.Generator().manual_seed(seed)) for seed in seeds])


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
    losses = binary_cross_entropy_with_logits(logits[..., 0], labels, reduction="none")
    return losses.mean(dim=1).sum()


def error_rates(networks: Ensemble, x: Tensor, labels: Tensor) -> np.ndarray:
    """Return the share of points (num_seeds,) that each network puts on the wrong side."""
    wrong = (predict(networks, x)[..., 0] > 0) != (labels > 0.5)
    return wrong.float().mean(dim=1).numpy()


@cache
def _sample(task: str, num_points: int, seed: int) -> tuple[Tensor, Tensor]:
    return spiral(num_points, *TASKS[task], seed=seed)


def draw_samples(task: str, num_points: int, seeds: Sequence[int]) -> tuple[Tensor, Tensor]:
    """Return a sample per seed: x (num_seeds, num_points, 2) and labels (num_seeds, num_points)."""
    if task not in TASKS:
        raise ValueError(f"task must be one of {', '.join(TASKS)}, not {task!r}.")
    samples = [_sample(task, num_points, seed) for seed in seeds]
    return torch.stack([x for x, _ in samples]), torch.stack([labels for _, labels in samples])
