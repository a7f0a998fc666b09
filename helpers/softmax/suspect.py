"""The suspect of section 7: its losses, what they give away, and its repair.

Do not read on if you want to find the bug yourself.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

from helpers.arguments import require_at_least, require_positive
from helpers.mlp import MLP
from helpers.softmax.tasks import blobs
from helpers.training import accuracy, train


def forward(x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    """Return what nn.CrossEntropyLoss expects of a network with one hidden layer: its logits.

    `x` (num_samples, num_in), `w1` (num_in, num_hidden), `b1` (num_hidden,), `w2` (num_hidden,
    num_classes), `b2` (num_classes,).
    """
    return torch.relu(x @ w1 + b1) @ w2 + b2


def broken_forward(x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    """Return what the colleagues' network returns: probabilities, where the loss expects logits."""
    return torch.softmax(forward(x, w1, b1, w2, b2), dim=1)


class _Network(nn.Module):
    """An MLP with one hidden layer whose outputs `rule` computes from its weights."""

    def __init__(self, rule: Callable[..., Tensor], num_classes: int, seed: int) -> None:
        super().__init__()
        self.rule = rule
        generator = torch.Generator().manual_seed(seed)
        self.mlp = MLP([num_classes, 64, num_classes], generator=generator)

    def forward(self, x: Tensor) -> Tensor:
        first, second = self.mlp.linears
        return self.rule(x, first.weight.T, first.bias, second.weight.T, second.bias)


def training_losses(
    num_classes: int,
    rule: Callable[..., Tensor] = broken_forward,
    num_steps: int = 100,
    lr: float = 0.02,
    seed: int = 0,
) -> list[float]:
    """Train the colleagues' network, or one whose outputs another `rule` computes; return its losses.

    Raises RuntimeError unless it answers everything right in the end.
    """
    x, y = blobs(num_classes)
    network = _Network(rule, num_classes, seed)
    # Fused: one call moves all weights, which saves a third of the time of such small steps.
    optimizer = torch.optim.Adam(network.parameters(), lr=lr, fused=True)
    history = train(network, x, y, nn.CrossEntropyLoss(), optimizer, num_steps)
    if accuracy(network, x, y) < 1:
        raise RuntimeError("The suspect must answer everything right, or its loss is no riddle.")
    return history.train_loss


def logit_gap(loss: float, num_classes: int) -> float:
    """Return by how much one logit leads all others, which are equal, where it has this `loss`.

    From p = exp(-loss) and p = 1 / (1 + (num_classes - 1) exp(-gap)).
    """
    require_positive(loss=loss)
    require_at_least(2, num_classes=num_classes)
    p = np.exp(-loss)
    return float(np.log(p * (num_classes - 1) / (1 - p)))


def loss_floor(num_classes: int) -> float:
    """Return the least cross-entropy that is left when probabilities are taken for logits."""
    require_at_least(2, num_classes=num_classes)
    return float(np.log(1 + (num_classes - 1) / np.e))
