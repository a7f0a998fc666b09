"""The suspect of section 9: its losses, what they give away, and its repair.

Do not read on if you want to find the bug yourself.
"""

import numpy as np
import torch
from torch import Tensor, nn

from helpers.arguments import require_at_least, require_positive
from helpers.mlp import MLP
from helpers.softmax.tasks import blobs
from helpers.training import accuracy, train


def training_losses(num_classes: int, num_steps: int = 100) -> list[float]:
    """Train the network with the bug; return its loss at each step."""
    x, y = blobs(num_classes)
    mlp = MLP([num_classes, 64, num_classes], generator=torch.Generator().manual_seed(0))
    network = nn.Sequential(mlp, nn.Softmax(dim=1))
    # Fused: one call moves all weights, which saves a third of the time of such small steps.
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02, fused=True)
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


def repaired_forward(x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
    """Return what nn.CrossEntropyLoss expects of a network with one hidden layer: its logits.

    `x` (num_samples, num_in), `w1` (num_in, num_hidden), `b1` (num_hidden,), `w2` (num_hidden,
    num_classes), `b2` (num_classes,).
    """
    return torch.relu(x @ w1 + b1) @ w2 + b2
