"""The study of section 4: the recipe, the candidates for a better MLP, what came out.

`tools/study_mnist.py` runs both on MNIST, `tools/study_digits.py` the recipe on the small digits,
`tools/study_updates.py` the recipe on both, for equally many updates.
Everything here is chosen on validation data; the test data come in when the choice has been made.
"""

import json
import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from helpers.arguments import require_at_least
from helpers.datasets.splits import Part
from helpers.datasets.storage import DATA
from helpers.images import move
from helpers.mlp import MLP
from helpers.training import History, train

LEARNING_RATES = (0.01, 0.1, 1.0)
NUM_HIDDEN, BATCH_SIZE, NUM_EPOCHS = 64, 256, 100
NUM_CLASSES = 10
# How many updates 1, 2, ... epochs of the recipe make on MNIST's 50,000 digits.
MARKED_UPDATES = [196 * num_epochs for num_epochs in (1, 2, 3, 5, 10, 20, 50, 100)]


def load_mnist_study() -> dict:
    """Return the stored study: what tools/study_mnist.py measured."""
    return json.loads((DATA / "mnist_study.json").read_text())


def load_digits_study() -> dict:
    """Return the stored curves on digits: what tools/study_digits.py measured."""
    return json.loads((DATA / "digits_study.json").read_text())


def load_updates_study() -> dict:
    """Return the stored losses by number of updates: what tools/study_updates.py measured."""
    return json.loads((DATA / "updates_study.json").read_text())


def start_recipe(num_pixels: int, lr: float, seed: int) -> tuple[MLP, torch.optim.Optimizer]:
    """Return the recipe's network, one hidden layer of 64 ReLUs, and its optimizer, SGD at `lr`."""
    generator = torch.Generator().manual_seed(seed)
    model = MLP([num_pixels, NUM_HIDDEN, NUM_CLASSES], generator=generator)
    return model, torch.optim.SGD(model.parameters(), lr=lr)


def run_recipe(
    learn: Part, valid: Part, lr: float, seed: int, num_epochs: int = NUM_EPOCHS
) -> tuple[nn.Module, History]:
    """Train the recipe's network on the samples `learn`; return it as of its best epoch.

    Best is the epoch with the lowest validation loss: the recipe chooses the learning rate and the
    number of epochs by it. Raises TrainingDiverged where the loss does.
    """
    model, optimizer = start_recipe(learn[0][0].numel(), lr, seed)
    # Such patience never stops early, and ends with the weights of the best epoch.
    options = dict(batch_size=BATCH_SIZE, valid=valid, patience=num_epochs, seed=seed)
    return model, train(model, *learn, nn.CrossEntropyLoss(), optimizer, num_epochs, **options)


def lowest_losses(valid_loss: list[float], num_samples: int, num_updates: list[int]) -> list[float]:
    """Return the lowest validation loss so far after each of the numbers of updates.

    The loss was measured after each epoch on `num_samples` training samples; a number of updates is
    rounded to whole epochs.
    """
    updates_per_epoch = math.ceil(num_samples / BATCH_SIZE)
    num_epochs = [max(1, round(number / updates_per_epoch)) for number in num_updates]
    return [round(min(valid_loss[:number]), 5) for number in num_epochs]


def record(history: History, num_digits: int) -> dict[str, list[float]]:
    """Return what is stored of a history: losses and validation error per epoch, rounded."""
    curves = {
        "train_loss": history.train_loss,
        "valid_loss": history.valid_loss,
        "valid_error": [1 - accuracy for accuracy in history.valid_accuracy],
    }
    return {name: [round(value, num_digits) for value in curve] for name, curve in curves.items()}


class RandomShift(nn.Module):
    """Shift each image by up to `most` pixels along both axes, at random, while training.

    Takes and returns images (num_samples, height, width); what is shifted in is 0. In evaluation
    mode images pass unchanged. The shifts come from torch's generator on the CPU.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        require_at_least(0, most=most)
        self.most = most

    def forward(self, images: Tensor) -> Tensor:
        if not self.training or self.most == 0:
            return images
        down, right = self.most - torch.randint(2 * self.most + 1, (2, len(images)))
        return move(images[:, None], right, down, padding="zeros", mode="nearest")[:, 0]


@dataclass(frozen=True)
class Candidate:
    """One MLP to try: its hidden layers, and what it does against overfitting."""

    name: str
    hidden: tuple[int, ...]
    dropout: float = 0.0  # the share of hidden units silenced at each step
    most_shift: int = 0  # pixels
    lr: float = 1e-3
    num_epochs: int = 25


CANDIDATES = (
    Candidate("wider", (512,)),
    Candidate("wider, two layers, dropout", (512, 512), dropout=0.3),
    Candidate("wider, two layers, random shifts", (512, 512), most_shift=2),
)


def build(candidate: Candidate, num_pixels: int) -> nn.Module:
    """Return the candidate's network, for images with `num_pixels` pixels, with new weights."""
    layers: list[nn.Module] = [RandomShift(candidate.most_shift), nn.Flatten()]
    num_in = num_pixels
    for width in candidate.hidden:
        layers += [nn.Linear(num_in, width), nn.ReLU(), nn.Dropout(candidate.dropout)]
        num_in = width
    return nn.Sequential(*layers, nn.Linear(num_in, NUM_CLASSES))


def run_candidate(
    candidate: Candidate, learn: Part, valid: Part, seed: int
) -> tuple[nn.Module, History]:
    """Train a candidate by Adam, its learning rate falling along a cosine to 0; return its end."""
    torch.manual_seed(seed)  # dropout and shifts draw from torch's own generator as well
    model = build(candidate, learn[0][0].numel())
    optimizer = torch.optim.Adam(model.parameters(), lr=candidate.lr)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, candidate.num_epochs)
    options = dict(valid=valid, seed=seed, on_epoch=lambda _: schedule.step())
    sizes = dict(num_epochs=candidate.num_epochs, batch_size=BATCH_SIZE)
    return model, train(model, *learn, nn.CrossEntropyLoss(), optimizer, **sizes, **options)
