"""What notebook 07 trains, from six starts: how far one start's numbers can be trusted.

`tools/study_faces.py` runs it and stores what it found in data/faces_study.json. The faces are the
drawn ones of `sources.load`, always the same; a seed is that of the initial weights, of the order of
the samples and of the augmentation, for digits also of the split. All accuracies are those on
validation samples: nothing here has seen a test sample. Start 0 is the one that the notebook trains.
"""

import functools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import avg_pool2d

from helpers.datasets import digits
from helpers.datasets.splits import Part
from helpers.datasets.storage import DATA
from helpers.faces import attacks, explanations, loop, metrics, preprocessing, shortcuts, sources
from helpers.faces.convnet import SmallConvNet
from helpers.faces.trained import first_layer
from helpers.images import shift
from helpers.mlp import MLP
from helpers.statistics import principal_components
from helpers.training import History, accuracy, evaluate, probabilities, train

RESULT = DATA / "faces_study.json"
SEEDS = (0, 1, 2, 3, 4, 5)
SIZES = (3072, 64, 64, 64, 3)
LONG = 40  # epochs of the longer training with augmentation
SURE = 0.9  # a probability from which we call an answer sure
TRIALS: dict[str, dict[str, float]] = {
    "shifted by 2 pixels": {"right": 2.0},
    "shifted by 4 pixels": {"right": 4.0},
    "turned by 20 degrees": {"degrees": 20.0},
    "brighter by 0.4": {"brightness": 0.4},
    "noise of 0.3": {"noise": 0.3},
}


Vary = Callable[[Tensor, torch.Generator], Tensor]


@dataclass(frozen=True)
class Recipe:
    """How long and by which steps a network is trained: Adam, of these settings."""

    num_epochs: int = 15
    lr: float = 1e-3
    batch_size: int = 250


@functools.cache
def load_faces() -> tuple[Part, Part]:
    """Return (training, validation) faces, each in [-1, 1] and with labels. The test faces stay shut."""
    learn, valid, _, _ = sources.load()
    return tuple((preprocessing.normalize(x), y) for x, y in (learn, valid))  # type: ignore[return-value]


def changed(x: Tensor) -> dict[str, Tensor]:
    """Return {trial: pictures}: as they are, mirrored, and under each of TRIALS."""
    trials = {name: preprocessing.change(x, **how) for name, how in TRIALS.items()}
    return {"new faces": x, "mirrored": x.flip(-1)} | trials


def fit(
    network: nn.Module, part: Part, num_epochs: int, lr: float, batch_size: int, seed: int, **watch
) -> History:
    """Train a network as the notebook does: cross-entropy, Adam."""
    optimizer = torch.optim.Adam(network.parameters(), lr=lr)
    loss_fn = nn.CrossEntropyLoss()
    return train(network, *part, loss_fn, optimizer, num_epochs, batch_size, seed=seed, **watch)


def make_mlp(sizes: tuple[int, ...], seed: int) -> MLP:
    torch.manual_seed(seed)
    return MLP(list(sizes))


def train_kept(network: nn.Module, vary: Vary, seed: int, how: Recipe, faces=None) -> History:
    """Train on new variants in every epoch, as the notebook does, and keep the best epoch.

    `vary(x, generator)` returns the variants. The best epoch is that with the highest accuracy on
    validation faces. `faces` are others than all of the training faces.
    """
    (x, y), valid = faces or load_faces()[0], load_faces()[1]
    optimizer = torch.optim.Adam(network.parameters(), lr=how.lr)
    order, variants = (torch.Generator().manual_seed(seed) for _ in range(2))
    history = History()

    def run_epoch() -> None:
        batches = loop.draw_batches(len(x), how.batch_size, order)
        new = vary(x, variants)
        history.train_loss.append(loop.train_epoch(network, new, y, optimizer, batches))

    def measure() -> float:
        loss, share = evaluate(network, *valid, nn.CrossEntropyLoss())
        history.valid_loss.append(loss)
        return share

    history.valid_accuracy = loop.keep_best(network, run_epoch, measure, how.num_epochs)
    return history


def train_plain(seed: int) -> tuple[MLP, History]:
    """Return the notebook's MLP, the best of its 15 epochs, and how they went."""
    network = make_mlp(SIZES, seed)
    return network, train_kept(network, lambda x, _: x, seed, Recipe())


def train_augmented(seed: int, num_epochs: int = 15) -> MLP:
    """Return the same MLP, trained on a new variant of each face in every epoch."""
    network = make_mlp(SIZES, seed)
    train_kept(network, little_moved, seed, Recipe(num_epochs))
    return network


def little_moved(x: Tensor, generator: torch.Generator) -> Tensor:
    """Return variants as the notebook makes them: a pixel to each side, 5 degrees, mirrored or not."""
    return loop.make_variants(x, 1, 5, generator)


def run_faces(seed: int) -> dict:
    """Return accuracies and other numbers by name, for one start."""
    learn, (x, y) = load_faces()
    linear = make_mlp((3072, 3), seed)
    fit(linear, learn, 8, 5e-4, 200, seed)
    plain, history = train_plain(seed)
    augmented, longer = train_augmented(seed), train_augmented(seed, LONG)
    found: dict = {"train_loss": history.train_loss, "valid_loss": history.valid_loss}
    nets = {"linear": linear, "plain": plain, "augmented": augmented, "longer": longer}
    for name, network in nets.items():
        found[f"{name}: training faces"] = accuracy(network, *learn)
        for trial, pictures in changed(x).items():
            found[f"{name}: {trial}"] = accuracy(network, pictures, y)
    found |= {f"longer FGSM {n}": v for n, v in attacked(longer, x, y).items()}
    found |= {f"FGSM {n}": v for n, v in attacked(plain, x, y).items()}
    found |= explained(plain, augmented, x[:500], y[:500], seed)
    return found | layers(plain, seed) | shuffled(seed) | with_marks(seed)


def attacked(network: nn.Module, x: Tensor, y: Tensor) -> dict[str, float]:
    """Return {"levels" or "levels by chance": accuracy} after a step of some of 255 levels."""
    found = {}
    for levels in (2, 4, 8):
        step = 2 * levels / 255
        found[f"{levels}"] = accuracy(network, attacks.fgsm(network, x, y, step, -1, 1), y)
        found[f"{levels} by chance"] = accuracy(network, attacks.random_signs(x, step, -1, 1), y)
    return found


def explained(network: MLP, other: MLP, x: Tensor, y: Tensor, seed: int) -> dict[str, float]:
    """Return what hiding pixels costs, and how alike saliency maps are to those of other networks."""
    maps = explanations.saliency(network, x)
    noise = torch.rand(maps.shape, generator=torch.Generator().manual_seed(seed + 1))
    before, found = accuracy(network, x, y), {}
    for name, importance in (("most salient", maps), ("random", noise), ("least salient", -maps)):
        hidden = explanations.hide_pixels(x, importance, share=0.1)
        found[f"hide {name}"] = before - accuracy(network, hidden, y)
    for name, net in (("augmented", other), ("untrained", make_mlp(SIZES, seed + 1))):
        found[f"maps {name}"] = explanations.correlation(maps, explanations.saliency(net, x))
    return found


def layers(network: MLP, seed: int) -> dict[str, float]:
    """Return how far classes lie apart by layer, how smooth templates are, and how sure it is of digits."""
    (train_x, train_y), (x, y) = load_faces()
    change = first_layer(network) - first_layer(make_mlp(SIZES, seed))
    found = {"roughness": metrics.roughness(change)}
    with torch.no_grad():
        spaces = [(train_x, x), *zip(network.hidden(train_x), network.hidden(x), strict=True)]
    for name, (known, new) in zip(
        ("Input", "Hidden 1", "Hidden 2", "Hidden 3"), spaces, strict=True
    ):
        found[f"nearest {name}"] = metrics.nearest_mean_accuracy(known, train_y, new, y)
        found[f"two directions {name}"] = sum(principal_components(new[:300])[1].tolist())
    confidence = probabilities(network, preprocessing.large_digits(1000)).amax(dim=1)
    return found | {"sure of digits": (confidence > SURE).float().mean().item()}


def shuffled(seed: int) -> dict[str, float]:
    """Return the accuracies of a small MLP and a convolutional network, pixels plain and shuffled."""
    (train_x, train_y), (x, y) = load_faces()
    order = torch.randperm(16 * 16, generator=torch.Generator().manual_seed(seed))
    small = avg_pool2d(train_x[:3000], 2), avg_pool2d(x, 2)
    found = {}
    for pixels in ("plain", "permuted"):
        torch.manual_seed(seed)
        nets = {"MLP": MLP([768, 64, 64, 64, 3]), "convolutional": SmallConvNet(3, side=16)}
        for (name, network), lr in zip(nets.items(), (2e-3, 8e-3), strict=True):
            fit(network, (small[0], train_y[:3000]), 6, lr, 128, seed)
            found[f"{name} {pixels}"] = accuracy(network, small[1], y)
        small = tuple(preprocessing.permute_pixels(part, order) for part in small)  # type: ignore[assignment]
    return found


def with_marks(seed: int) -> dict[str, float]:
    """Return the accuracy of a network that learned from the colleague's faces, by the mark it sees."""
    (train_x, train_y), (x, y) = load_faces()
    wonder = make_mlp(SIZES, seed)
    marked = shortcuts.colleague(train_x[:2000], train_y[:2000], 3)
    fit(wonder, (marked, train_y[:2000]), 6, 8e-4, 64, seed)
    cues = {"right": y, "wrong": shortcuts.wrong_cues(y, 3)}
    seen = {name: shortcuts.colleague(x, cue, 3, seed=2) for name, cue in cues.items()}
    return {f"mark {name}": accuracy(wonder, one, y) for name, one in (seen | {"none": x}).items()}


def train_digits(x: Tensor, y: Tensor, num_epochs: int, seed: int) -> MLP:
    """Return a network 64-64-64-10, trained on digits (num, 8, 8) as the notebook does."""
    network = make_mlp((64, 64, 64, 10), seed)
    fit(network, (x, y), num_epochs, 3e-3, 64, seed)
    return network


def run_digits(seed: int) -> dict[str, float]:
    """Return what the notebook measures on digits, for one start and one split."""
    (train_x, train_y), (x, y), _ = digits.load(seed)
    shifts = [(right, down) for right in (-1, 0, 1) for down in (-1, 0, 1)]
    variants = {
        "plain": (train_x, 36),
        "shift": (torch.cat([shift(train_x, *by) for by in shifts]), 4),
        "mirror": (torch.cat([train_x, train_x.flip(-1)]), 18),
    }
    found, nets = {}, {}
    for name, (pictures, num_epochs) in variants.items():
        labels = train_y.repeat(len(pictures) // len(train_x))
        nets[name] = train_digits(pictures, labels, num_epochs, seed)
        moved = [shift(x, *by) for by in ((1, 0), (-1, 0), (0, 1), (0, -1))]
        found[f"digits {name}"] = accuracy(nets[name], x, y)
        found[f"digits {name}, shifted"] = accuracy(nets[name], torch.cat(moved), y.repeat(4))
    step = attacks.fgsm(nets["plain"], x, y, 0.11, 0, 1)
    found["digits FGSM"] = accuracy(nets["plain"], step, y)
    found["digits by chance"] = accuracy(nets["plain"], attacks.random_signs(x, 0.11, 0, 1), y)
    return found


@functools.cache
def load_results(path: Path = RESULT) -> dict[str, np.ndarray]:
    """Return a stored study, this room's first or another: {name: values (num_seeds, ...)}."""
    runs = json.loads(path.read_text())["runs"]
    return {name: np.array([runs[str(seed)][name] for seed in SEEDS]) for name in runs["0"]}


def spread(values: np.ndarray) -> str:
    """Return numbers from several starts in words: their median, the lowest and the highest."""
    return f"{np.median(values):5.2f} ({values.min():.2f} to {values.max():.2f})"


def table(rows: Mapping[str, str | np.ndarray]) -> str:
    """Return lines, one per row {label: name of a number, or numbers}: median, lowest and highest."""
    width = max(map(len, rows))
    found = {
        label: load_results()[values] if isinstance(values, str) else values
        for label, values in rows.items()
    }
    lines = [f"{label:{width}}  {spread(values)}" for label, values in found.items()]
    return "\n".join([f"{'six starts':{width}}  median (lowest to highest)", *lines])
