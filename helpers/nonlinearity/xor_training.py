"""How often training finds the weights of XOR: many small networks, trained side by side."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from helpers.arguments import require_at_least, require_positive
from helpers.ensembles import Adam, Ensemble, Layer, one_thread
from helpers.nonlinearity.gates import INPUTS, TARGETS
from helpers.training import predict, train_step


def train_xor(
    widths: Sequence[int],
    activation: Callable[[Tensor], Tensor],
    num_networks: int,
    num_steps: int = 200,
    lr: float = 0.1,
    seed: int = 0,
) -> np.ndarray:
    """Train `num_networks` networks 2-H-1 on XOR for each width H; return who learned it.

    The result, of bool, has shape (num_widths, num_networks). Each network starts from its own
    weights, drawn as `nn.Linear` draws them, and takes `num_steps` Adam steps on the cross-entropy
    of all four examples; it has learned XOR if it gets all four right. In float64 on the CPU, so
    that another machine counts the same. Raises ValueError for a width or number below 1, or a
    learning rate not above 0.
    """
    require_at_least(1, widths=widths, num_networks=num_networks, num_steps=num_steps)
    require_positive(lr=lr)
    width = torch.as_tensor(widths).repeat_interleave(num_networks)  # one per network
    networks = Ensemble(_draw_layers(width, seed), activation, width)
    inputs = torch.tensor(INPUTS, dtype=torch.float64)
    targets = torch.tensor(TARGETS["XOR"], dtype=torch.float64)[:, None].expand(len(width), 4, 1)
    optimizer = Adam(networks.parameters(), lr)

    def loss_fn(logits: Tensor, targets: Tensor) -> Tensor:
        """Return the mean over the four examples, summed over the networks."""
        return functional.binary_cross_entropy_with_logits(logits, targets, reduction="sum") / 4

    with one_thread():
        for _ in range(num_steps):
            train_step(networks, inputs, targets, loss_fn, optimizer)
        learned = ((predict(networks, inputs) > 0) == (targets > 0.5)).all(dim=1)
    return learned.reshape(-1, num_networks).numpy()


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
