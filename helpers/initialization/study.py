"""How deep can one train? One deep tanh network on digits, from a given start.

`tools/study_depth.py` runs it over a grid and stores what it found in data/depth_study.json.
"""

import json
import math

import numpy as np
import torch
from torch import Tensor, nn

from helpers.arguments import require_at_least, require_positive
from helpers.datasets import digits
from helpers.datasets.storage import DATA
from helpers.mlp import MLP
from helpers.training import accuracy, epochs, evaluate

RESULT = DATA / "depth_study.json"
WEIGHT_VARIANCES = (1.0, 1.25, 1.5, 1.76, 2.0, 2.4, 2.8, 3.4, 4.0)
DEPTHS = (5, 10, 20, 30, 40, 60, 80)
LEARNING_RATES = (1e-3, 1e-2)
BIAS_VARIANCE = 0.05
WIDTH, BATCH_SIZE, NUM_EPOCHS, SEED = 100, 64, 60, 0
EPOCHS = (1, 2, 5, 10, 20, 40, 60)  # after which a network is measured


def load_samples() -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return training images (1077, 64), their digits, and validation images (360, 64), theirs.

    All are shifted and scaled by the training pixels' mean and standard deviation, so that the
    mean square of an input is 1.
    """
    (x, y), (x_valid, y_valid), _ = digits.load()
    mean, scale = x.mean(), x.std()
    return ((x - mean) / scale).flatten(1), y, ((x_valid - mean) / scale).flatten(1), y_valid


@torch.no_grad()
def initialize(network: MLP, weight_variance: float, bias_variance: float, seed: int) -> None:
    """Draw every weight anew with variance `weight_variance` / (inputs), every bias likewise.

    Biases have variance `bias_variance`. The same seed gives the same numbers, scaled.
    """
    require_at_least(0, weight_variance=weight_variance, bias_variance=bias_variance)
    generator = torch.Generator().manual_seed(seed)
    for linear in network.linears:
        std = math.sqrt(weight_variance / linear.in_features)
        linear.weight.normal_(0, std, generator=generator)
        linear.bias.normal_(0, math.sqrt(bias_variance), generator=generator)


def train_deep(
    depth: int,
    weight_variance: float,
    lr: float,
    num_epochs: int = NUM_EPOCHS,
    activation: str = "Tanh",
) -> dict[str, list[float]]:
    """Train `depth` hidden layers of 100 units on digits by SGD; return how it went.

    Losses and accuracies, on training and validation images, after each of EPOCHS.
    """
    require_positive(lr=lr, num_epochs=num_epochs)
    x, y, x_valid, y_valid = load_samples()
    network = MLP([x.shape[1], *[WIDTH] * depth, 10], activation)
    initialize(network, weight_variance, BIAS_VARIANCE, SEED)
    optimizer = torch.optim.SGD(network.parameters(), lr=lr)
    loss_fn = nn.CrossEntropyLoss()
    found: dict[str, list[float]] = {"train_loss": [], "train_accuracy": [], "valid_accuracy": []}
    for history in epochs(network, x, y, loss_fn, optimizer, num_epochs, BATCH_SIZE, seed=SEED):
        if history.num_epochs in EPOCHS:
            measured = *evaluate(network, x, y, loss_fn), accuracy(network, x_valid, y_valid)
            for values, value in zip(found.values(), measured, strict=True):
                values.append(round(value, 4))
    return found


def run_name(lr: float, weight_variance: float, depth: int) -> str:
    """Return the name under which a network's results are stored."""
    return f"lr {lr:g}, sigma_w^2 {weight_variance:g}, depth {depth}"


def load_results() -> dict:
    """Return the stored study: its settings, and `runs` by `run_name`."""
    return json.loads(RESULT.read_text())


def accuracy_grid(runs: dict, lr: float, epoch: int, kind: str = "train_accuracy") -> np.ndarray:
    """Return accuracies (num_depths, num_weight_variances) after `epoch`, one of EPOCHS.

    Raises ValueError for an epoch after which nothing was measured.
    """
    if epoch not in EPOCHS:
        raise ValueError(f"epoch must be one of {EPOCHS}, not {epoch}.")
    place = EPOCHS.index(epoch)
    return np.array(
        [
            [runs[run_name(lr, variance, depth)][kind][place] for variance in WEIGHT_VARIANCES]
            for depth in DEPTHS
        ]
    )
