"""From gradients to steps: the delta rule, a training step, and six rules that race each other.

The rules are those of torch.optim with its default settings, but for the learning rate.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from types import SimpleNamespace

import numpy as np
import torch
from torch import Tensor, nn

from helpers.arguments import require_at_least, require_finite
from helpers.building.losses import LANDSCAPES
from helpers.training import LossFunction, train_step


def delta_rule_step(w: np.ndarray, x: np.ndarray, y: float, lr: float) -> np.ndarray:
    """Return the weights (num_inputs,) after one step on one sample (x, y).

    The loss is (w x - y)^2 / 2. Widrow & Hoff, 'Adaptive switching circuits', 1960.
    """
    error = np.dot(w, x) - y
    return w - lr * error * x


def train_steps(
    model: nn.Module,
    batches: Iterable[tuple[Tensor, Tensor]],
    loss_fn: LossFunction,
    optimizer: torch.optim.Optimizer,
) -> list[float]:
    """Take one step for each batch (x, y); return each batch's loss before its step."""
    return [train_step(model, x, y, loss_fn, optimizer).item() for x, y in batches]


# --- the rules: notebook 03 shows the same code, and a test keeps both the same ------------------


def sgd(w, g, memory, lr):
    return w - lr * g


def momentum(w, g, memory, lr):
    memory.m = 0.9 * memory.m + g
    return w - lr * memory.m


def adagrad(w, g, memory, lr):
    memory.s = memory.s + g**2
    return w - lr * g / (np.sqrt(memory.s) + 1e-10)


def rmsprop(w, g, memory, lr):
    memory.s = 0.99 * memory.s + 0.01 * g**2
    return w - lr * g / (np.sqrt(memory.s) + 1e-8)


def adam(w, g, memory, lr):
    memory.t += 1
    memory.m = 0.9 * memory.m + 0.1 * g
    memory.s = 0.999 * memory.s + 0.001 * g**2
    mean = memory.m / (1 - 0.9**memory.t)
    mean_square = memory.s / (1 - 0.999**memory.t)
    return w - lr * mean / (np.sqrt(mean_square) + 1e-8)


def adamax(w, g, memory, lr):
    memory.t += 1
    memory.m = 0.9 * memory.m + 0.1 * g
    memory.s = np.maximum(0.999 * memory.s, abs(g) + 1e-8)
    return w - lr * memory.m / (1 - 0.9**memory.t) / memory.s


RULES: dict[str, Callable] = {
    "SGD": sgd,
    "momentum": momentum,
    "AdaGrad": adagrad,
    "RMSProp": rmsprop,
    "Adam": adam,
    "Adamax": adamax,
}


def descend(
    gradient: Callable, start: Sequence[float], lr: float, num_steps: int, rule: Callable = sgd
) -> np.ndarray:
    """Return the path (num_steps + 1, num_weights) of descent by `rule` from `start`.

    A path that leaves for good stays where it last was within 1e6. Raises ValueError if lr is
    below 0 or num_steps below 1, or if `start` is not finite.
    """
    require_at_least(0, lr=lr)
    require_at_least(1, num_steps=num_steps)
    require_finite(start=start)
    path = np.empty((num_steps + 1, len(start)))
    path[0] = start
    memory = SimpleNamespace(t=0, m=0.0, s=0.0)
    for n in range(num_steps):
        new = rule(path[n], gradient(path[n]), memory, lr)
        if not new @ new < 1e12:  # also false for NaN
            path[n + 1 :] = path[n]
            break
        path[n + 1] = new
    return path


@cache
def race(
    landscape: str, lr_plain: float, lr_adaptive: float, num_steps: int
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return {rule: (path (num_steps + 1, 2), losses (num_steps + 1,))} from the common start.

    SGD and momentum use `lr_plain`, the rules that divide by the gradient's size `lr_adaptive`.
    """
    ground = LANDSCAPES[landscape]
    runs = {}
    for name, rule in RULES.items():
        lr = lr_plain if name in ("SGD", "momentum") else lr_adaptive
        path = descend(ground.gradient, ground.start, lr, num_steps, rule)
        runs[name] = path, ground.loss(path[:, 0], path[:, 1])
    return runs
