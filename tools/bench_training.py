"""Measure our training loop: against a DataLoader with default settings, and against no loop of ours.

    python tools/bench_training.py [folder]

`folder` holds MNIST as torchvision stores it (it contains `MNIST/raw`); without one the environment
variable MLP_COURSE_MNIST is asked. Without either, random data of the same shape stand in, the
table says so, and the row that needs torchvision's own data set is left out. All train a 784-64-10
network by SGD on batches of 256, from the same weights and in the same order, so their losses must
agree.

A DataLoader is measured over two things: torchvision's data set, which makes a picture and then a
tensor of every sample, as most programs do it; and a TensorDataset of what our loop gets, where
only the taking apart and stacking is lost. The second is bound from below by the arithmetic.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, TensorDataset
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.training import train

NUM_SAMPLES, BATCH_SIZE, NUM_EPOCHS, LR, SEED = 60_000, 256, 2, 0.1, 0
NUM_REPEATS = 3
SLOW = 3.0  # seconds per epoch: measured once, for it is far from the others anyway
TARGETS = {
    "bare loop": "at least 0.95",  # no slower than by a factor of 1.05
    "DataLoader over torchvision's MNIST": "at least 5",
    "DataLoader over tensors": "more than 1",
}


def load(folder: Path | str | None) -> tuple[Dataset | None, Tensor, Tensor]:
    """Return torchvision's data set, and its images (60000, 1, 28, 28) in [0, 1] and digits.

    Without a folder: None, and random images and digits. Raises RuntimeError if `folder` is given
    and holds no MNIST.
    """
    if folder is None:
        generator = torch.Generator().manual_seed(SEED)
        x = torch.rand(60_000, 1, 28, 28, generator=generator)
        return None, x, torch.randint(10, (60_000,), generator=generator)
    data = MNIST(folder, train=True, transform=ToTensor())
    return data, data.data[:, None].float() / 255, data.targets


def make_parts() -> tuple[nn.Module, torch.optim.Optimizer]:
    """Return the network and its optimizer, the same at every call."""
    torch.manual_seed(SEED)
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))
    return model, torch.optim.SGD(model.parameters(), lr=LR)


def train_ours(x: Tensor, y: Tensor) -> list[float]:
    """Train with the course's loop; return the mean loss of each epoch, as the others do."""
    model, optimizer = make_parts()
    loss_fn = nn.CrossEntropyLoss()
    return train(model, x, y, loss_fn, optimizer, NUM_EPOCHS, BATCH_SIZE, seed=SEED).train_loss


def train_bare(make_batches: Callable[[Tensor], Iterable[tuple[Tensor, Tensor]]]) -> list[float]:
    """Train with a loop of plain torch; `make_batches` gets an epoch's order of the samples."""
    model, optimizer = make_parts()
    loss_fn, generator, losses = nn.CrossEntropyLoss(), torch.Generator().manual_seed(SEED), []
    for _ in range(NUM_EPOCHS):
        total = 0.0
        for x, y in make_batches(torch.randperm(NUM_SAMPLES, generator=generator)):
            optimizer.zero_grad()
            loss = loss_fn(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x)
        losses.append(total / NUM_SAMPLES)
    return losses


def index(x: Tensor, y: Tensor, order: Tensor) -> Iterable[tuple[Tensor, Tensor]]:
    """Yield batches the plain way, by indexing the tensors."""
    for start in range(0, NUM_SAMPLES, BATCH_SIZE):
        batch = order[start : start + BATCH_SIZE]
        yield x[batch], y[batch]


def loader(data: Dataset, order: Tensor) -> DataLoader:
    """Return a DataLoader with default settings; shuffle=True would draw an order of its own."""
    return DataLoader(data, batch_size=BATCH_SIZE, sampler=order.tolist())


def measure(mnist_folder: Path | str | None = None) -> list[dict[str, str]]:
    """Return one row per loop: seconds per epoch (the best run), ours x times as fast, last loss.

    Raises AssertionError if the losses differ by more than rounding.
    """
    data, x, y = load(mnist_folder)
    loops = {
        "ours": lambda: train_ours(x, y),
        "bare loop": lambda: train_bare(lambda order: index(x, y, order)),
        "DataLoader over tensors": lambda: train_bare(
            lambda order: loader(TensorDataset(x, y), order)
        ),
    }
    if data is not None:
        loops["DataLoader over torchvision's MNIST"] = lambda: train_bare(
            lambda order: loader(data, order)
        )
    seconds, losses = {name: [] for name in loops}, {}
    for repeat in range(NUM_REPEATS):
        for name, loop in loops.items():  # in turns: a busy moment then hits all of them
            if repeat and seconds[name][0] > SLOW:
                continue
            start = time.perf_counter()
            losses[name] = loop()
            seconds[name].append((time.perf_counter() - start) / NUM_EPOCHS)
    for name in loops:
        assert torch.allclose(torch.tensor(losses[name]), torch.tensor(losses["ours"]), rtol=1e-4)
    best = {name: min(values) for name, values in seconds.items()}  # the least disturbed run
    return [
        {
            "loop": name,
            "data": "random, of MNIST's shape" if data is None else "MNIST",
            "seconds per epoch": f"{best[name]:.3f}",
            "ours is x times as fast": f"{best[name] / best['ours']:.2f}",
            "target": TARGETS.get(name, ""),
            "loss after the last epoch": f"{losses[name][-1]:.4f}",
        }
        for name in loops
    ]


def main() -> None:
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("MLP_COURSE_MNIST")
    for row in measure(folder):
        print(", ".join(f"{name}: {value}" for name, value in row.items() if value))


if __name__ == "__main__":
    main()
