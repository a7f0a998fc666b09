"""Networks that were trained on drawn faces meet photographs, and a convolutional network meets the MLP.

`tools/study_real_faces.py` runs this from six starts and stores what it found in
data/real_faces_study.json. The photographs are 41 of AFHQ's (Choi et al. 2020, arXiv:1912.01865). Their
license lets nobody pass them on in a course like this one, so what is stored are numbers. Every
network is trained on the same 4,000 drawn faces as those of `study`, and of its epochs the best on
validation faces is kept. No network has seen a photograph.
"""

import functools
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from helpers.datasets import image_folder
from helpers.datasets.splits import Part
from helpers.datasets.storage import DATA
from helpers.faces import shortcuts, study
from helpers.faces.convnet import ConvNet
from helpers.faces.metrics import confusion_matrix
from helpers.faces.preprocessing import augment, normalize
from helpers.faces.study import SURE, Recipe
from helpers.training import accuracy, probabilities

RESULT = DATA / "real_faces_study.json"
SHIPPED = DATA / "photographs"  # six that may be handed on; data/README.md has their licenses
CLASSES = ("cat", "dog", "wild")
RECIPES = {"MLP": Recipe(), "convolutional": Recipe(lr=2e-3, batch_size=100)}
FEW, FEW_EPOCHS = 400, 60  # faces, and epochs on them


def color_too(x: Tensor, generator: torch.Generator) -> Tensor:
    """Return variants that are moved and turned further than the notebook's, and lit and tinted anew."""
    num = len(x)
    moved = augment(x, generator, max_shift=3, max_degrees=15, mirror=True)
    light = 0.6 * (2 * torch.rand(num, 1, 1, 1, generator=generator) - 1)
    contrast = torch.exp(0.5 * torch.randn(num, 1, 1, 1, generator=generator))
    tint = 0.2 * torch.randn(num, 3, 1, 1, generator=generator)
    noise = 0.1 * torch.randn(x.shape, generator=generator)
    return (contrast * moved + light + tint + noise).clamp(-1, 1)


VARIANTS = {"plain": lambda x, _: x, "augmented": study.little_moved, "color too": color_too}


def load(folder: Path | str) -> Part:
    """Return photographs (num, 3, 32, 32) in [-1, 1] and labels, from a folder of parts of class folders."""
    parts = [path for path in sorted(Path(folder).iterdir()) if path.is_dir()]
    found = [image_folder.load(part, classes=CLASSES)[:2] for part in parts]
    images, labels = (torch.cat(some) for some in zip(*found, strict=True))
    return normalize(images), labels


def shipped() -> tuple[Tensor, Part]:
    """Return the six photographs of the course: large (6, 3, 96, 96), and as a network sees them.

    The latter are (6, 3, 32, 32) with labels; both are in [-1, 1].
    """
    large, y, _ = image_folder.load(SHIPPED, 96, CLASSES)
    small, _, _ = image_folder.load(SHIPPED, 32, CLASSES)
    return normalize(large), (normalize(small), y)


def make(kind: str, seed: int) -> nn.Module:
    """Return an untrained network of a `kind` of RECIPES."""
    torch.manual_seed(seed)
    return ConvNet(3) if kind == "convolutional" else study.make_mlp(study.SIZES, seed)


def train(kind: str, variants: str, seed: int) -> nn.Module:
    """Return a network of a `kind`, trained on drawn faces and on `variants` of them."""
    network = make(kind, seed)
    study.train_kept(network, VARIANTS[variants], seed, RECIPES[kind])
    return network


def answers(network: nn.Module, x: Tensor, y: Tensor) -> dict:
    """Return the share that is right, how sure the network is, and its answers to each class."""
    confidence, predicted = probabilities(network, x).max(dim=1)
    right = predicted == y
    sure = confidence > SURE
    return {
        "right": right.float().mean().item(),
        "confidence": confidence.mean().item(),
        "sure": sure.float().mean().item(),
        "sure and right": (sure & right).float().mean().item(),
        "counts": confusion_matrix(y, predicted, 3).flatten().tolist(),
    }


def run(kind: str, seed: int, photographs: Part) -> dict:
    """Return what a kind of network does from one start, by name."""
    _, valid = study.load_faces()
    found: dict = {}
    for variants in VARIANTS:
        network = train(kind, variants, seed)
        for where, part in (("drawn", valid), ("photographs", photographs)):
            found |= {
                f"{kind}, {variants}, {where}: {name}": value
                for name, value in answers(network, *part).items()
            }
        if variants != "color too":
            found |= {f"{kind}, {variants}: {name}": v for name, v in stressed(network).items()}
    return found | {
        f"{kind}: {name}": v for name, v in (few(kind, seed) | marks(kind, seed)).items()
    }


def stressed(network: nn.Module) -> dict[str, float]:
    """Return accuracies on changed and on attacked validation faces."""
    _, (x, y) = study.load_faces()
    found = {name: accuracy(network, new, y) for name, new in study.changed(x).items()}
    return found | {f"FGSM {name}": v for name, v in study.attacked(network, x, y).items()}


def few(kind: str, seed: int) -> dict[str, float]:
    """Return the accuracy of a network that has only FEW faces to learn from."""
    (train_x, train_y), valid = study.load_faces()
    network, how = make(kind, seed), RECIPES[kind]
    recipe = Recipe(FEW_EPOCHS, how.lr, how.batch_size)
    study.train_kept(network, VARIANTS["plain"], seed, recipe, (train_x[:FEW], train_y[:FEW]))
    return {"few faces": accuracy(network, *valid)}


def marks(kind: str, seed: int) -> dict[str, float]:
    """Return the accuracy of a network that learned from the colleague's faces, by the mark it sees."""
    (train_x, train_y), (x, y) = study.load_faces()
    network = make(kind, seed)
    marked = shortcuts.colleague(train_x[:2000], train_y[:2000], 3)
    study.fit(network, (marked, train_y[:2000]), 6, 8e-4, 64, seed)
    cues = {"right": y, "wrong": shortcuts.wrong_cues(y, 3)}
    seen = {name: shortcuts.colleague(x, cue, 3, seed=2) for name, cue in cues.items()}
    return {f"mark {name}": accuracy(network, one, y) for name, one in (seen | {"none": x}).items()}


@functools.cache
def load_results() -> dict[str, np.ndarray]:
    """Return the stored study: {name: values (num_seeds, ...)}."""
    return study.load_results(RESULT)


def right_when_sure(network: str, where: str) -> np.ndarray:
    """Return the share of a network's sure answers that are right, from each start (num_seeds,)."""
    found = load_results()
    both, sure = (found[f"{network}, {where}: {name}"] for name in ("sure and right", "sure"))
    return both / sure


def under_stress(rows: Mapping[str, str]) -> dict[str, list[np.ndarray]]:
    """Return for each kind of network, plain, what the study has for {label: name}, row by row."""
    found = load_results()

    def values(kind: str, name: str) -> np.ndarray:
        plain = f"{kind}, plain: {name}"
        return found[plain if plain in found else f"{kind}: {name}"]

    return {kind: [values(kind, name) for name in rows.values()] for kind in RECIPES}
