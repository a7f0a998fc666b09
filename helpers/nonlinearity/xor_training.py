"""How often training finds the weights of XOR: many small networks, trained side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from helpers.arguments import require_at_least, require_positive
from helpers.ensembles import Adam, Ensemble, Layer, one_thread
from helpers.nonlinearity.gates import INPUTS, TARGETS
from helpers.training import predict, train_step


@dataclass(frozen=True)
class XorRuns:
    """What networks answer after some numbers of steps, and what that is worth.

    `logits` (num_checkpoints, num_widths, num_networks, 4): the output scores for the four inputs.
    """

    logits: np.ndarray

    @property
    def learned(self) -> np.ndarray:
        """Whether all four are right: bool (num_checkpoints, num_widths, num_networks)."""
        return np.all((self.logits > 0) == (TARGETS["XOR"] == 1), axis=3)

    @property
    def losses(self) -> np.ndarray:
        """The mean cross-entropy of the four, in nats, in the shape of `learned`."""
        return np.logaddexp(0, np.where(TARGETS["XOR"] == 1, -1, 1) * self.logits).mean(axis=3)


def train_xor(
    widths: Sequence[int],
    activation: Callable[[Tensor], Tensor],
    num_networks: int,
    checkpoints: Sequence[int] = (200,),
    lr: float = 0.1,
    seed: int = 0,
) -> XorRuns:
    """Train `num_networks` networks 2-H-1 on XOR for each width H; ask them at `checkpoints`.

    Checkpoints are numbers of steps, rising. Each network starts from its own weights, drawn as
    `nn.Linear` draws them, and takes Adam steps on the mean cross-entropy of all four examples. In
    float64 on the CPU, so that another machine counts the same. Raises ValueError for a width,
    number or checkpoint below 1, or a learning rate not above 0.
    """
    require_at_least(1, widths=widths, num_networks=num_networks, checkpoints=checkpoints)
    require_positive(lr=lr)
    width = torch.as_tensor(widths).repeat_interleave(num_networks)  # one per network
    networks = Ensemble(_draw_layers(width, seed), activation, width)
    inputs = torch.tensor(INPUTS, dtype=torch.float64)
    targets = torch.tensor(TARGETS["XOR"], dtype=torch.float64)[:, None].expand(len(width), 4, 1)
    optimizer = Adam(networks.parameters(), lr)

    def loss_fn(logits: Tensor, targets: Tensor) -> Tensor:
        """Return the mean over the four examples, summed over the networks."""
        return functional.binary_cross_entropy_with_logits(logits, targets, reduction="sum") / 4

    logits, num_steps = [], 0
    with one_thread():
        for checkpoint in checkpoints:
            for _ in range(checkpoint - num_steps):
                train_step(networks, inputs, targets, loss_fn, optimizer)
            num_steps = checkpoint
            logits.append(predict(networks, inputs))
    shape = len(checkpoints), len(widths), num_networks, len(INPUTS)
    return XorRuns(torch.stack(logits).reshape(shape).numpy())


def _draw_layers(width: Tensor, seed: int) -> list[Layer]:
    """Draw weights and biases, uniform within 1 / sqrt(num_inputs), as `nn.Linear` does.

    `width` (num_networks,) is the number of hidden units, and so of inputs to the output unit.
    Returns both layers as `Ensemble` takes them, in float64.
    """
    generator = torch.Generator().manual_seed(seed)
    num_networks, num_hidden = len(width), int(width.max())

    def uniform(*shape: int) -> Tensor:
        return 2 * torch.rand(shape, generator=generator, dtype=torch.float64) - 1

    # The bias is the third row.
    first = 2**-0.5 * uniform(3, num_networks, num_hidden).transpose(0, 1)
    limit = width.double()[:, None, None] ** -0.5
    second = limit * uniform(num_networks, num_hidden, 1), limit * uniform(num_networks, 1, 1)
    return [(first[:, :2].contiguous(), first[:, 2:].contiguous()), second]
