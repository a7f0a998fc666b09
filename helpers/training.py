"""The training loop: any model, loss, optimizer and device, on tensors that are in memory.

What a training step does, and an epoch, stands in the first two functions; `epochs` repeats them,
keeps the history and knows when to stop; `train` runs it to the end. A `DataLoader` is for data that must be read or made one
by one. For tensors in memory it takes every sample out alone, only to stack them again: `make
bench` tells what that costs.
"""

import copy
import math
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from helpers.arguments import require_at_least, require_positive

LossFunction = Callable[[Tensor, Tensor], Tensor]


class Optimizer(Protocol):
    """What a training step needs of an optimizer: torch's have it, and `helpers.ensembles.Adam`."""

    def zero_grad(self) -> None: ...

    def step(self, measure: Callable[[], Tensor], /) -> Any: ...


@dataclass
class History:
    """What a training left behind: one entry per epoch, and in `stopped` why it ended, in words.

    `train_loss` is the mean over the epoch's samples, each measured just before the step that used
    it. The validation entries are measured after the epoch, and are empty without validation data;
    the accuracy is there if the targets are class numbers.
    """

    train_loss: list[float] = field(default_factory=list)
    valid_loss: list[float] = field(default_factory=list)
    valid_accuracy: list[float] = field(default_factory=list)
    stopped: str = ""

    @property
    def num_epochs(self) -> int:
        """How many epochs were run to their end."""
        return len(self.train_loss)

    @property
    def best_epoch(self) -> int:
        """The epoch with the lowest validation loss, counted from 1. It needs validation data."""
        return 1 + self.valid_loss.index(min(self.valid_loss))


class TrainingDiverged(ValueError):
    """The loss is no longer a finite number. `history` holds the epochs until then."""

    def __init__(self, message: str, history: History) -> None:
        super().__init__(message)
        self.history = history


def train_step(
    model: nn.Module, x: Tensor, y: Tensor, loss_fn: LossFunction, optimizer: Optimizer
) -> Tensor:
    """Move the weights once, to lower the loss on the batch `x`, `y`; return the loss before."""

    def measure() -> Tensor:
        optimizer.zero_grad()  # gradients add up otherwise
        loss = loss_fn(model(x), y)
        loss.backward()
        return loss

    # Handed over as a function because some optimizers (L-BFGS) measure several times a step.
    return optimizer.step(measure).detach()


def train_epoch(
    model: nn.Module,
    x: Tensor,
    y: Tensor,
    loss_fn: LossFunction,
    optimizer: Optimizer,
    batch_size: int,
    generator: torch.Generator,
) -> float:
    """Show the model every sample once, in batches of a random order; return the mean loss.

    `generator` lives on the CPU wherever the data are, so that every device sees the same batches.
    """
    model.train()
    order = torch.randperm(len(x), generator=generator).to(x.device)
    total = torch.zeros((), device=x.device)  # stays there: reading it would stop a GPU's queue
    for batch in order.split(batch_size):
        loss = train_step(
            model, x.index_select(0, batch), y.index_select(0, batch), loss_fn, optimizer
        )
        total += loss * len(batch)
    return total.item() / len(x)


@torch.no_grad()
def predict(model: nn.Module, x: Tensor) -> Tensor:
    """Return the outputs of `model` for inputs `x`, on its device, with dropout and its like off.

    The model stays in evaluation mode; training it on switches it back.
    """
    model.eval()
    return model(x.to(next(model.parameters(), x).device))  # without weights it has no place


def probabilities(model: nn.Module, x: Tensor) -> Tensor:
    """Return what softmax makes of the outputs for `x`, (num_samples, num_classes), on the CPU."""
    return predict(model, x).softmax(dim=1).cpu()


def accuracy(model: nn.Module, x: Tensor, y: Tensor) -> float:
    """Return the share of samples whose largest output stands at the class number in `y`."""
    return _share_right(predict(model, x), y)


def evaluate(model: nn.Module, x: Tensor, y: Tensor, loss_fn: LossFunction) -> tuple[float, float]:
    """Return the loss and the accuracy on `x`, `y`, with dropout and its like switched off.

    The accuracy is NaN where `y` holds no class numbers.
    """
    output = predict(model, x)
    loss = loss_fn(output, y.to(output.device)).item()
    return loss, math.nan if y.is_floating_point() else _share_right(output, y)


def _share_right(output: Tensor, y: Tensor) -> float:
    return (output.argmax(dim=1) == y.to(output.device)).float().mean().item()


def epochs(
    model: nn.Module,
    x: Tensor,
    y: Tensor,
    loss_fn: LossFunction,
    optimizer: Optimizer,
    num_epochs: int,
    batch_size: int | None = None,
    *,
    valid: tuple[Tensor, Tensor] | None = None,
    patience: int | None = None,
    max_seconds: float | None = None,
    seed: int = 0,
) -> Generator[History, None, None]:
    """Train `model` epoch by epoch, and yield its history after each: the loop of every training.

    A live picture takes one epoch per frame, a study takes all; who has seen enough leaves, and
    nothing more is trained. The arguments are those of `train`. It is always the same history that
    is yielded; when the last epoch has been taken, its `stopped` says in words why it was the last.
    However it ends, the model is then in evaluation mode and, with `patience`, has the weights of
    its best epoch.

    Raises ValueError if an argument makes no sense, and TrainingDiverged if a loss is no longer
    finite, both when the next epoch is asked for.
    """
    _check_arguments(x, y, num_epochs, batch_size, valid, patience, max_seconds)
    started = time.monotonic()
    device = next(model.parameters()).device
    x, y = x.to(device), y.to(device)
    valid = valid and (valid[0].to(device), valid[1].to(device))
    generator = torch.Generator().manual_seed(seed)
    history, best_weights = History(), None
    try:
        while not history.stopped:
            loss = train_epoch(model, x, y, loss_fn, optimizer, batch_size or len(x), generator)
            history.train_loss.append(loss)
            _require_finite_loss("training", loss, history)
            if valid is not None:
                _record_validation(history, *evaluate(model, *valid, loss_fn))
                if patience and history.best_epoch == history.num_epochs:
                    best_weights = copy.deepcopy(model.state_dict())
            yield history
            history.stopped = _reason_to_stop(history, num_epochs, patience, max_seconds, started)
    finally:
        if best_weights is not None:
            model.load_state_dict(best_weights)
        model.eval()


def _reason_to_stop(
    history: History,
    num_epochs: int,
    patience: int | None,
    max_seconds: float | None,
    started: float,
) -> str:
    """Return in words why the training ends after this epoch, or nothing if it goes on."""
    epoch = history.num_epochs
    if patience and epoch - history.best_epoch >= patience:
        return (
            f"Stopped after epoch {epoch}: the validation loss was lowest in "
            f"epoch {history.best_epoch}, and the model has the weights of that epoch."
        )
    if epoch == num_epochs:
        best = f" The model has the weights of epoch {history.best_epoch}." if patience else ""
        return f"All {num_epochs} epochs were run.{best}"
    if max_seconds is not None and time.monotonic() - started >= max_seconds:
        reason = f"Stopped after epoch {epoch} of {num_epochs}: {max_seconds:g} seconds had passed."
        print(reason)
        return reason
    return ""


def train(
    model: nn.Module,
    x: Tensor,
    y: Tensor,
    loss_fn: LossFunction,
    optimizer: Optimizer,
    num_epochs: int,
    batch_size: int | None = None,
    *,
    valid: tuple[Tensor, Tensor] | None = None,
    patience: int | None = None,
    max_seconds: float | None = None,
    seed: int = 0,
    progress: bool = False,
    on_epoch: Callable[[History], object] | None = None,
) -> History:
    """Train `model` on inputs `x` (num_samples, ...) and targets `y` (num_samples, ...).

    The data follow the model to its device. `loss_fn(output, target)` is a mean over its samples.
    `batch_size` None takes all samples at once. `seed` fixes the order of the samples.

    - `valid`: a pair (x, y) that is measured after every epoch and never learned from.
    - `patience`: stop when the validation loss has not fallen for so many epochs. The model then
      ends with the weights of its best epoch, also where something else ended the training.
    - `max_seconds`: stop after the epoch in which so much time has passed, and say so. How many
      epochs that makes depends on the machine: take it as a safeguard, not as a setting.
    - `progress`: show a bar. It is off unless asked for: its times differ from run to run.
    - `on_epoch`: called with the history after every epoch.

    An interrupt (the notebook's stop button) ends the training, says so, and keeps what was
    learned. A loss that is NaN or infinite raises TrainingDiverged with what to try: no cell below
    should go on with a broken model. A program that tries many learning rates catches it and
    finds the epochs until then in its `history`. Raises ValueError if an argument makes no sense.
    """
    run = epochs(
        model,
        x,
        y,
        loss_fn,
        optimizer,
        num_epochs,
        batch_size,
        valid=valid,
        patience=patience,
        max_seconds=max_seconds,
        seed=seed,
    )
    bar = tqdm(run, desc="epochs", total=num_epochs, leave=False, disable=not progress)
    history = History()
    with closing(run):
        try:
            for history in bar:
                if on_epoch is not None:
                    on_epoch(history)
        except KeyboardInterrupt:
            history.stopped = (
                f"Interrupted after {history.num_epochs} whole epochs of {num_epochs}: "
                "the model keeps what it has learned."
            )
            print(history.stopped)
    return history


def _record_validation(history: History, loss: float, accuracy: float) -> None:
    history.valid_loss.append(loss)
    if not math.isnan(accuracy):
        history.valid_accuracy.append(accuracy)
    _require_finite_loss("validation", loss, history)


def _require_finite_loss(kind: str, loss: float, history: History) -> None:
    if math.isfinite(loss):
        return
    history.stopped = (
        f"The {kind} loss became {loss} in epoch {history.num_epochs}. Most often the steps were "
        "too large: build the model anew and try a learning rate ten times smaller. If that does "
        "not help, look at the size of the inputs (best around 1) and for a logarithm of 0 or a "
        "division by 0 in the loss."
    )
    raise TrainingDiverged(history.stopped, history)


def _check_arguments(
    x: Tensor,
    y: Tensor,
    num_epochs: int,
    batch_size: int | None,
    valid: tuple[Tensor, Tensor] | None,
    patience: int | None,
    max_seconds: float | None,
) -> None:
    require_at_least(1, num_epochs=num_epochs)
    if max_seconds is not None:
        require_positive(max_seconds=max_seconds)
    if batch_size is not None:
        require_at_least(1, batch_size=batch_size)
    if patience is not None:
        require_at_least(1, patience=patience)
        if valid is None:
            raise ValueError("patience needs valid=(x, y): it watches the validation loss.")
    for name, inputs, targets in (("", x, y), ("valid: ", *valid)) if valid else (("", x, y),):
        if len(inputs) != len(targets) or len(inputs) == 0:
            raise ValueError(
                f"{name}x and y must be as long as each other and not empty; "
                f"they have {len(inputs)} and {len(targets)} samples."
            )
        if not torch.isfinite(inputs.sum()):  # one sum, not a mask as large as the data
            raise ValueError(f"{name}x holds NaN or infinite values: remove or replace them first.")
