"""The homework study: the recipe with three learning rates, and the search for a better MLP.

Everything here is chosen on validation data; the test data are handed to `evaluate` once, by the
caller, when the choice has been made. `tools/study_mnist.py` runs it on MNIST.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from helpers.arguments import require_at_least
from helpers.datasets.splits import Part, random_split
from helpers.mlp import MLP
from helpers.training import History, TrainingDiverged, epochs, train

LEARNING_RATES = (0.01, 0.1, 1.0)
NUM_HIDDEN, BATCH_SIZE, NUM_EPOCHS = 64, 256, 100
NUM_CLASSES = 10


def hold_out(x: Tensor, y: Tensor, num_held_out: int, seed: int = 0) -> tuple[Part, Part]:
    """Split samples at random into (the rest, `num_held_out` held-out ones), each a pair (x, y)."""
    require_at_least(1, num_held_out=num_held_out, num_rest=len(x) - num_held_out)
    held_out, rest = random_split(x, y, (num_held_out, len(x) - num_held_out), seed)
    return rest, held_out


def run_recipe(
    learn: Part, valid: Part, lr: float, seed: int, num_epochs: int = NUM_EPOCHS
) -> tuple[nn.Module, History]:
    """Train one hidden layer of 64 ReLUs by SGD at `lr`; return it as of its best epoch.

    Best is the epoch with the lowest validation loss: the recipe chooses the learning rate and the
    number of epochs by it. Raises TrainingDiverged where the loss does.
    """
    model, optimizer = _start_recipe(learn, lr, seed)
    history = train(
        model,
        *learn,
        nn.CrossEntropyLoss(),
        optimizer,
        num_epochs,
        BATCH_SIZE,
        valid=valid,
        patience=num_epochs,  # never stops early, and ends with the weights of the best epoch
        seed=seed,
    )
    return model, history


def run_live(
    learn: Part, valid: Part, lr: float, seed: int, num_epochs: int
) -> Iterator[tuple[list[float], float]]:
    """Run the recipe epoch by epoch; after each yield the validation losses so far, and the error.

    The same steps as `run_recipe` takes, for a picture that grows. A loss that is no longer finite
    ends it.
    """
    model, optimizer = _start_recipe(learn, lr, seed)
    options = dict(valid=valid, seed=seed)
    loss_fn = nn.CrossEntropyLoss()
    with suppress(TrainingDiverged):
        for history in epochs(model, *learn, loss_fn, optimizer, num_epochs, BATCH_SIZE, **options):
            yield history.valid_loss, 1 - history.valid_accuracy[-1]


def _start_recipe(learn: Part, lr: float, seed: int) -> tuple[MLP, torch.optim.Optimizer]:
    sizes = [learn[0][0].numel(), NUM_HIDDEN, NUM_CLASSES]
    model = MLP(sizes, generator=torch.Generator().manual_seed(seed))
    return model, torch.optim.SGD(model.parameters(), lr=lr)


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
        num_samples, height, width = images.shape
        padded = nn.functional.pad(images, [self.most] * 4)
        offsets = torch.randint(2 * self.most + 1, (2, num_samples, 1)).to(images.device)
        rows = torch.arange(height, device=images.device) + offsets[0]  # (num_samples, height)
        cols = torch.arange(width, device=images.device) + offsets[1]
        sample = torch.arange(num_samples, device=images.device)[:, None, None]
        return padded[sample, rows[:, :, None], cols[:, None, :]]  # the whole batch at once


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
    history = train(
        model,
        *learn,
        nn.CrossEntropyLoss(),
        optimizer,
        candidate.num_epochs,
        BATCH_SIZE,
        valid=valid,
        seed=seed,
        on_epoch=lambda _: schedule.step(),
    )
    return model, history


def shorten(candidate: Candidate, num_epochs: int) -> Candidate:
    """Return the same candidate with fewer epochs, for a rehearsal."""
    return replace(candidate, num_epochs=num_epochs)


def choose(scores: dict, better: Callable = min):
    """Return the key with the best score: the lowest, unless `better` is max."""
    return better(scores, key=scores.get)
