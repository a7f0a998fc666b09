"""What orthogonal weights, normalization layers and residual connections change in training.

Deep tanh networks on digits, as in the module `study`, of five kinds and from four starts.
`tools/study_architectures.py` trains them and stores what it found in data/architectures_study.json.
"""

import functools
import itertools
import json
import math
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from helpers.arguments import require_at_least, require_positive
from helpers.datasets.storage import DATA
from helpers.ensembles import Ensemble
from helpers.initialization.study import BATCH_SIZE, PARTS, WIDTH, load_parts
from helpers.training import epochs

RESULT = DATA / "architectures_study.json"
ARCHITECTURES = ("plain", "orthogonal", "layer norm", "batch norm", "residual")
# (sigma_w^2, sigma_b^2): order, two points on the critical line, chaos. At 1.05 the signal is small,
# q* = 0.025, so that tanh is nearly a straight line.
STARTS = ((0.25, 0.05), (1.05, 2e-5), (1.76, 0.05), (4.0, 0.05))
LEARNING_RATES = (3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1, 3e-1)
SEEDS = (0, 1, 2, 3, 4)  # of the split, of the start and of the order of the samples
CHOICE_SEEDS = (10,)  # on these each rate is chosen
TOLERANCE = 0.02  # a smaller rate that loses no more than this is the safer one
EPOCHS = (2, 5, 10, 20)  # after which a network is measured
DEPTH = 50

Start = tuple[float, float]


class DeepNetworks(Ensemble):
    """Networks of one architecture side by side: a linear map, `depth` blocks, a linear map.

    A block turns h into W tanh(h) + b. "layer norm" and "batch norm" normalize h before tanh, and
    learn a scale and a shift for each unit, as PyTorch's layers do; "residual" adds h to what the
    block puts out; "orthogonal" is "plain" with weights that start orthogonal. Network number i
    starts from starts[i] = (sigma_w^2, sigma_b^2), all from the same random numbers. Raises
    ValueError for another architecture.
    """

    def __init__(self, architecture: str, starts: Sequence[Start], depth: int, seed: int) -> None:
        if architecture not in ARCHITECTURES:
            raise ValueError(f"architecture must be one of {ARCHITECTURES}, not {architecture!r}.")
        require_at_least(1, depth=depth)
        generator = torch.Generator().manual_seed(seed)
        sizes = [64, *[WIDTH] * (depth + 1), 10]
        orthogonal = architecture == "orthogonal"
        weight_scales, bias_scales = torch.tensor(starts).sqrt().T[:, :, None, None]
        layers = []
        for num_inputs, num_outputs in itertools.pairwise(sizes):
            weights = draw_weights(num_inputs, num_outputs, orthogonal, generator)
            biases = torch.randn(1, num_outputs, generator=generator)
            layers.append((weight_scales * weights, bias_scales * biases))
        super().__init__(layers, torch.tanh)
        self.architecture = architecture
        self.norms = nn.ModuleList(_Norm(architecture, len(starts)) for _ in range(depth))

    def forward(self, x: Tensor) -> Tensor:
        """Return the outputs (num_networks, num_samples, 10) for inputs x (num_samples, 64)."""
        (first, *hidden, last) = zip(self.weights, self.biases, strict=True)
        h = _linear(first, x.expand(len(first[0]), *x.shape))
        for norm, layer in zip(self.norms, hidden, strict=True):
            change = _linear(layer, torch.tanh(norm(h)))
            h = h + change if self.architecture == "residual" else change
        return _linear(last, h)


def _linear(layer: tuple[Tensor, Tensor], x: Tensor) -> Tensor:
    weights, biases = layer
    return torch.baddbmm(biases, x, weights)


class _Norm(nn.Module):
    """The normalization of `num_networks` layers side by side, or nothing."""

    def __init__(self, architecture: str, num_networks: int) -> None:
        super().__init__()
        self.kind = architecture
        if architecture == "batch norm":
            self.batch_norm = nn.BatchNorm1d(num_networks * WIDTH)  # each unit for itself
        if architecture == "layer norm":
            self.scale = nn.Parameter(torch.ones(num_networks, 1, WIDTH))
            self.shift = nn.Parameter(torch.zeros(num_networks, 1, WIDTH))

    def forward(self, h: Tensor) -> Tensor:
        if self.kind == "batch norm":
            units = self.batch_norm(h.transpose(0, 1).flatten(1))
            return units.unflatten(1, (len(h), WIDTH)).transpose(0, 1)
        if self.kind == "layer norm":
            return nn.functional.layer_norm(h, (WIDTH,)) * self.scale + self.shift
        return h


def draw_weights(
    num_inputs: int, num_outputs: int, orthogonal: bool, generator: torch.Generator
) -> Tensor:
    """Return weights (num_inputs, num_outputs) of mean square 1 / num_inputs.

    Normal ones; or a random orthogonal matrix, and where there are more of one side than of the
    other a part of one.
    """
    if not orthogonal:
        return torch.randn(num_inputs, num_outputs, generator=generator) / math.sqrt(num_inputs)
    weights = nn.init.orthogonal_(torch.empty(num_inputs, num_outputs), generator=generator)
    return weights * math.sqrt(max(num_inputs, num_outputs) / num_inputs)


def train_kind(
    architecture: str,
    starts: Sequence[Start],
    rates: Sequence[float],
    seed: int,
    num_epochs: int = EPOCHS[-1],
    depth: int = DEPTH,
) -> dict[str, np.ndarray]:
    """Train networks by SGD, from starts[i] at rates[i], side by side; return how it went.

    Returns {part: accuracies (num_networks, num_measurements)}: after each of EPOCHS that is reached.
    """
    require_positive(smallest_lr=min(rates), num_epochs=num_epochs)
    networks = DeepNetworks(architecture, starts, depth, seed)
    steps = torch.tensor(rates)

    def loss_fn(logits: Tensor, y: Tensor) -> Tensor:
        each = nn.functional.cross_entropy(
            logits.flatten(0, 1), y.repeat(len(logits)), reduction="none"
        )
        # As in `study.train_deep`: losses times rates, and a lost network ends no other's training.
        return (steps * each.reshape(len(logits), -1).mean(dim=1)).nan_to_num(0, 0, 0).sum()

    optimizer = torch.optim.SGD(networks.parameters(), lr=1.0)
    parts = load_parts(seed)
    measured: dict[str, list[np.ndarray]] = {part: [] for part in PARTS}
    runs = epochs(networks, *parts["train"], loss_fn, optimizer, num_epochs, BATCH_SIZE, seed=seed)
    for history in runs:
        if history.num_epochs in EPOCHS:
            networks.eval()  # batch norm: with its running means
            for part, samples in parts.items():
                measured[part].append(networks.accuracies(*samples))
    return {part: np.stack(values, axis=1) for part, values in measured.items() if values}


def choice_name(architecture: str, seed: int) -> str:
    """Return the name under which the networks of one kind and seed are stored, at all rates."""
    return f"{architecture}, seed {seed}"


def all_pairs() -> list[tuple[Start, float]]:
    """Return every (start, learning rate) that a kind is tried with, the rate changing fastest."""
    return [(start, lr) for start in STARTS for lr in LEARNING_RATES]


def best_rates(choices: dict, architecture: str) -> list[float]:
    """Return for each of STARTS the best rate by the mean validation accuracy on CHOICE_SEEDS.

    It is the smallest one within TOLERANCE of the highest accuracy. `choices` holds the accuracies by
    `choice_name`, in the order of `all_pairs`.
    """
    found = np.array([choices[choice_name(architecture, seed)] for seed in CHOICE_SEEDS])
    means = found.mean(axis=0).reshape(len(STARTS), len(LEARNING_RATES))
    good = means >= means.max(axis=1, keepdims=True) - TOLERANCE
    return [LEARNING_RATES[place] for place in good.argmax(axis=1)]


@functools.cache
def load_results() -> dict:
    """Return the stored study: its settings, `choices` by `choice_name`, `runs` by the same names."""
    return json.loads(RESULT.read_text())


def accuracies(part: str, epoch: int = EPOCHS[-1]) -> np.ndarray:
    """Return accuracies in percent (num_architectures, num_starts, num_seeds) after `epoch`.

    Each kind from each start at the rate that was best for it on other seeds. Raises ValueError for
    an epoch at which nothing was measured.
    """
    if epoch not in EPOCHS:
        raise ValueError(f"epoch must be one of {EPOCHS}, not {epoch}.")
    runs = load_results()["runs"]
    found = [[runs[choice_name(kind, seed)][part] for seed in SEEDS] for kind in ARCHITECTURES]
    return 100 * np.array(found)[..., EPOCHS.index(epoch)].transpose(0, 2, 1)


def rates() -> np.ndarray:
    """Return the learning rate (num_architectures, num_starts) at which each was trained."""
    choices = load_results()["choices"]
    return np.array([best_rates(choices, kind) for kind in ARCHITECTURES])
