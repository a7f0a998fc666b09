"""How deep can one train? Deep tanh networks on digits, from many starts, at several learning rates.

`tools/study_depth.py` runs it over a grid and stores what it found in data/depth_study.json.
"""

import functools
import json
import math

import numpy as np
import torch
from torch import Tensor, nn

from helpers.arguments import require_at_least, require_positive
from helpers.datasets import digits
from helpers.datasets.storage import DATA
from helpers.ensembles import Ensemble, stack
from helpers.mlp import MLP
from helpers.training import epochs

RESULT = DATA / "depth_study.json"
WEIGHT_VARIANCES = (1.0, 1.25, 1.5, 1.76, 2.78, 4.0)  # 2.78: PyTorch's gain for tanh, squared
DEPTHS = (5, 10, 20, 40, 80)
LEARNING_RATES = (1e-3, 3e-3, 1e-2, 3e-2)
SEEDS = (0, 1, 2, 3, 4)  # of the split, of the start and of the order of the samples
EPOCHS = (5, 10, 20, 40)  # after which a network is measured
BIAS_VARIANCE = 0.05
WIDTH, BATCH_SIZE = 100, 64
PARTS = ("train", "valid", "test")


@functools.cache
def load_parts(seed: int = 0) -> dict[str, tuple[Tensor, Tensor]]:
    """Return {part: (images (num_samples, 64), their digits)}: 1,077, 360 and 360, split by `seed`.

    All are shifted and scaled by the training pixels' mean and standard deviation, so that the
    mean square of an input is 1.
    """
    parts = digits.load(seed)
    mean, scale = parts[0][0].mean(), parts[0][0].std()
    return {
        name: (((x - mean) / scale).flatten(1), y)
        for name, (x, y) in zip(PARTS, parts, strict=True)
    }


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


def make_networks(depth: int, starts: list[tuple[float, float]], seed: int) -> Ensemble:
    """Return tanh networks of `depth` hidden layers, one for each (weight variance, rate)."""
    networks = []
    for weight_variance, _ in starts:
        network = MLP([64, *[WIDTH] * depth, 10], "Tanh")
        initialize(network, weight_variance, BIAS_VARIANCE, seed)
        networks.append(network)
    ensemble = stack(networks)
    ensemble.activation = torch.tanh
    return ensemble


def train_deep(
    depth: int, starts: list[tuple[float, float]], seed: int, num_epochs: int = EPOCHS[-1]
) -> dict[str, np.ndarray]:
    """Train a network of `depth` hidden layers from each of `starts` by SGD; return how it went.

    A start is (weight variance, learning rate). All are trained side by side, on the same batches.
    Returns {part: accuracies (num_starts, num_measurements)}: after each of EPOCHS that is reached.
    """
    rates = torch.tensor([lr for _, lr in starts])
    require_positive(smallest_lr=rates.min().item(), num_epochs=num_epochs)
    networks = make_networks(depth, starts, seed)

    def loss_fn(logits: Tensor, y: Tensor) -> Tensor:
        each = nn.functional.cross_entropy(
            logits.flatten(0, 1), y.repeat(len(logits)), reduction="none"
        )
        losses = each.reshape(len(logits), -1).mean(dim=1)
        # Each network's loss times its rate, and steps of size 1: each learns at its own rate.
        # One whose numbers have left float32's range is lost, but must not end the others' training.
        return (rates * losses).nan_to_num(0, 0, 0).sum()

    optimizer = torch.optim.SGD(networks.parameters(), lr=1.0)
    parts = load_parts(seed)
    measured: dict[str, list[np.ndarray]] = {part: [] for part in PARTS}
    steps = epochs(networks, *parts["train"], loss_fn, optimizer, num_epochs, BATCH_SIZE, seed=seed)
    for history in steps:
        if history.num_epochs in EPOCHS:
            for part, samples in parts.items():
                measured[part].append(networks.accuracies(*samples))
    return {part: np.stack(values, axis=1) for part, values in measured.items() if values}


def gradients_by_layer(network: MLP, x: Tensor, y: Tensor) -> np.ndarray:
    """Return the RMS gradient of the loss by each hidden layer's activations (num_layers,)."""
    hidden = network.hidden(x)
    loss = nn.functional.cross_entropy(network.linears[-1](hidden[-1]), y)
    gradients = torch.autograd.grad(loss, hidden)
    return np.array([each.double().square().mean().sqrt().item() for each in gradients])


def run_name(depth: int, seed: int) -> str:
    """Return the name under which the networks of one depth and seed are stored."""
    return f"depth {depth}, seed {seed}"


def all_starts() -> list[tuple[float, float]]:
    """Return every (weight variance, learning rate) of the study, the rate changing fastest."""
    return [(variance, lr) for variance in WEIGHT_VARIANCES for lr in LEARNING_RATES]


@functools.cache
def load_results() -> dict:
    """Return the stored study: its settings, and `runs` by `run_name`."""
    return json.loads(RESULT.read_text())


@functools.cache
def load_accuracies(part: str) -> np.ndarray:
    """Return all accuracies on a part of the samples, in [0, 1].

    (num_depths, num_weight_variances, num_rates, num_seeds, num_measurements), as the constants
    above list them.
    """
    runs = load_results()["runs"]
    found = np.array([[runs[run_name(depth, seed)][part] for seed in SEEDS] for depth in DEPTHS])
    shape = len(DEPTHS), len(SEEDS), len(WEIGHT_VARIANCES), len(LEARNING_RATES), len(EPOCHS)
    return found.reshape(shape).transpose(0, 2, 3, 1, 4)


def accuracies(part: str, lr: float | None = None, epoch: int = EPOCHS[-1]) -> np.ndarray:
    """Return accuracies in percent (num_depths, num_weight_variances, num_seeds) after `epoch`.

    At one of LEARNING_RATES; or, with `lr` None, each depth and variance at the rate that is best
    for it: the one with the highest mean accuracy on the validation images. Raises ValueError for a
    rate or an epoch that the study does not have.
    """
    if lr not in (None, *LEARNING_RATES):
        raise ValueError(f"lr must be one of {LEARNING_RATES} or None, not {lr}.")
    if epoch not in EPOCHS:
        raise ValueError(f"epoch must be one of {EPOCHS}, not {epoch}.")
    found = 100 * load_accuracies(part)[..., EPOCHS.index(epoch)]
    if lr is not None:
        return found[:, :, LEARNING_RATES.index(lr)]
    return np.take_along_axis(found, best_rates(epoch)[:, :, None, None], axis=2)[:, :, 0]


def best_rates(epoch: int = EPOCHS[-1]) -> np.ndarray:
    """Return the place in LEARNING_RATES of each depth's and variance's best rate, (5, 6)."""
    return load_accuracies("valid")[..., EPOCHS.index(epoch)].mean(axis=3).argmax(axis=2)
