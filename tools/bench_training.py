"""Measure our training loop: against a DataLoader with default settings, and against no loop of ours.

    python tools/bench_training.py [folder]

`folder` holds MNIST as torchvision stores it (it contains `MNIST/raw`); without one the environment
variable MLP_COURSE_MNIST is asked. Without either, random data of the same shape stand in, and the
table says so. All three train a 784-64-10 network by SGD on batches of 256, from the same weights
and in the same order, so their losses must agree.
"""

import os
import statistics
import sys
import time
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset
from torchvision.datasets import MNIST

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.training import train

BATCH_SIZE, NUM_EPOCHS, LR, SEED = 256, 2, 0.1, 0
NUM_REPEATS = 3
TARGETS = {"DataLoader": "at least 5", "bare loop": "at least 0.8"}


def load(folder: Path | str | None) -> tuple[Tensor, Tensor, str]:
    """Return MNIST's training images (60000, 784) in [0, 1], their digits, and where they are from.

    Raises RuntimeError if `folder` is given and holds no MNIST.
    """
    if folder is None:
        generator = torch.Generator().manual_seed(SEED)
        x = torch.rand(60_000, 784, generator=generator)
        return x, torch.randint(10, (60_000,), generator=generator), "random data of MNIST's shape"
    data = MNIST(folder, train=True)
    return data.data.reshape(-1, 784).float() / 255, data.targets, "MNIST"


def make_parts() -> tuple[nn.Module, torch.optim.Optimizer]:
    """Return the network and its optimizer, the same at every call."""
    torch.manual_seed(SEED)
    model = nn.Sequential(nn.Linear(784, 64), nn.ReLU(), nn.Linear(64, 10))
    return model, torch.optim.SGD(model.parameters(), lr=LR)


def train_ours(x: Tensor, y: Tensor) -> list[float]:
    """Train with the course's loop; return the mean loss of each epoch, as the others do."""
    model, optimizer = make_parts()
    loss_fn = nn.CrossEntropyLoss()
    return train(model, x, y, loss_fn, optimizer, NUM_EPOCHS, BATCH_SIZE, seed=SEED).train_loss


def train_bare(x: Tensor, y: Tensor) -> list[float]:
    """Train with a loop of plain torch, written out."""
    model, optimizer = make_parts()
    loss_fn, generator, losses = nn.CrossEntropyLoss(), torch.Generator().manual_seed(SEED), []
    for _ in range(NUM_EPOCHS):
        order, total = torch.randperm(len(x), generator=generator), 0.0
        for start in range(0, len(x), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            optimizer.zero_grad()
            loss = loss_fn(model(x[batch]), y[batch])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        losses.append(total / len(x))
    return losses


def train_with_loader(x: Tensor, y: Tensor) -> list[float]:
    """Train with the same loop on a DataLoader, all settings left at their defaults."""
    model, optimizer = make_parts()
    loss_fn, generator, losses = nn.CrossEntropyLoss(), torch.Generator().manual_seed(SEED), []
    data = TensorDataset(x, y)
    for _ in range(NUM_EPOCHS):
        # The order is handed over, as shuffle=True would draw another one.
        order = torch.randperm(len(x), generator=generator).tolist()
        total = 0.0
        for x_batch, y_batch in DataLoader(data, batch_size=BATCH_SIZE, sampler=order):
            optimizer.zero_grad()
            loss = loss_fn(model(x_batch), y_batch)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(x_batch)
        losses.append(total / len(x))
    return losses


def measure(mnist_folder: Path | str | None = None) -> list[dict[str, str]]:
    """Return one row a loop: seconds an epoch (median), ours so many times as fast, last loss.

    Raises AssertionError if the losses of the three differ by more than rounding.
    """
    x, y, source = load(mnist_folder)
    loops = {"ours": train_ours, "bare loop": train_bare, "DataLoader": train_with_loader}
    seconds, losses = {name: [] for name in loops}, {}
    for _ in range(NUM_REPEATS):
        for name, loop in loops.items():  # in turns: a busy moment then hits all three
            start = time.perf_counter()
            losses[name] = loop(x, y)
            seconds[name].append((time.perf_counter() - start) / NUM_EPOCHS)
    for name in loops:
        assert torch.allclose(torch.tensor(losses[name]), torch.tensor(losses["ours"]), rtol=1e-4)
    medians = {name: statistics.median(values) for name, values in seconds.items()}
    return [
        {
            "loop": name,
            "data": source,
            "seconds an epoch": f"{medians[name]:.3f}",
            "ours is so many times as fast": f"{medians[name] / medians['ours']:.2f}",
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
