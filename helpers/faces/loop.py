"""How notebook 07 trains: batches in a random order, an epoch, variants, and the best epoch kept.

These are the course's versions of what the reader builds. They do what `helpers.training` does, in
as few lines as show it.
"""

import copy
import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from helpers.faces.preprocessing import augment


def draw_batches(num: int, batch_size: int, generator: torch.Generator) -> Sequence[Tensor]:
    """Return the numbers from 0 to num - 1 in a random order, cut into batches; the last may be short."""
    return torch.randperm(num, generator=generator).split(batch_size)


def train_epoch(
    network: nn.Module,
    x: Tensor,
    y: Tensor,
    optimizer: torch.optim.Optimizer,
    batches: Sequence[Tensor],
) -> float:
    """Take one step on each batch of pictures `x` and labels `y`; return the mean loss of a picture.

    A batch holds the numbers of its pictures. Each loss is measured just before its step.
    """
    total = 0.0
    for batch in batches:
        loss = cross_entropy(network(x[batch]), y[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(batch)
    return total / len(x)


def keep_best(
    network: nn.Module,
    run_epoch: Callable[[], object],
    measure: Callable[[], float],
    num_epochs: int,
) -> list[float]:
    """Run epochs, measure after each, and give the network the weights of its best epoch.

    `run_epoch()` changes the network's weights, and `measure()` returns a number that is better if
    larger. Of equal epochs the first is kept. Returns what was measured.
    """
    values, best = [], -math.inf
    for _ in range(num_epochs):
        run_epoch()
        values.append(measure())
        if values[-1] > best:
            best = values[-1]
            best_weights = copy.deepcopy(network.state_dict())
    network.load_state_dict(best_weights)
    return values


def make_variants(
    x: Tensor, max_shift: int, max_degrees: float, generator: torch.Generator
) -> Tensor:
    """Return a new variant of each picture: shifted, turned, and mirrored by the toss of a coin."""
    return augment(x, generator, max_shift, max_degrees, mirror=True)
