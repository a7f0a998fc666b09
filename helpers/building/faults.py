"""Training that runs and is wrong: four ways of fitting one curve, three of them with a fault.

No error message tells of these faults; the curve of the loss does.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

NUM_STEPS = 300


def curve(num_samples: int = 32) -> tuple[Tensor, Tensor]:
    """Return inputs (num_samples, 1) in [-1, 1] and targets (num_samples,), sin(3x), in float64."""
    x = torch.linspace(-1, 1, num_samples, dtype=torch.float64)[:, None]
    return x, torch.sin(3 * x[:, 0])


class Fitter(nn.Module):
    """Two hidden layers of tanh units, for one input and one output, in float64.

    With `as_list` the hidden layers stand in a plain Python list.
    """

    def __init__(self, seed: int, as_list: bool = False, width: int = 16) -> None:
        super().__init__()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            hidden = [nn.Linear(a, width, dtype=torch.float64) for a in (1, width)]
            self.last = nn.Linear(width, 1, dtype=torch.float64)
        self.hidden = hidden if as_list else nn.ModuleList(hidden)

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.hidden:
            x = torch.tanh(layer(x))
        return self.last(x)

    def __repr__(self) -> str:
        return "a network of two hidden layers"


def fit(network, x, y, num_steps):
    """Fit inputs (num_samples, 1) to targets (num_samples,); return the list of losses."""
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    losses = []
    for _ in range(num_steps):
        optimizer.zero_grad()
        loss = ((network(x)[:, 0] - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def fit_every_pair(network, x, y, num_steps):
    """As `fit`, but (num_samples, 1) minus (num_samples,) is (num_samples, num_samples)."""
    return _fit_with(lambda: network(x) - y, network, num_steps)


def fit_without_clearing(network, x, y, num_steps):
    """As `fit`, but without zero_grad: the gradients of all steps add up."""
    return _fit_with(lambda: network(x)[:, 0] - y, network, num_steps, clears=False)


def _fit_with(difference, network, num_steps, clears=True):
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    losses = []
    for _ in range(num_steps):
        if clears:
            optimizer.zero_grad()
        loss = (difference() ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def loss_curves(
    seed: int, num_steps: int = NUM_STEPS
) -> tuple[Sequence[float], dict[str, Sequence[float]]]:
    """Return the losses (num_steps,) of a run without fault, and of three with one, by name.

    Run A squares every pair, run B never clears its gradients, run C has its layers in a plain list.
    """
    x, y = curve()
    runs = {
        "Run A": fit_every_pair(Fitter(seed), x, y, num_steps),
        "Run B": fit_without_clearing(Fitter(seed), x, y, num_steps),
        "Run C": fit(Fitter(seed, as_list=True), x, y, num_steps),
    }
    return fit(Fitter(seed), x, y, num_steps), runs
