"""Small networks side by side: their weights lie stacked, and one batched product serves them all.

Eight of them cost little more than one. An `Ensemble` is a module like any other:
`helpers.training.train_step` trains it, with the *sum* of the networks' losses. No network's loss
knows another's weights, so the gradient of the sum gives each network its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor, nn

from helpers.mlp import MLP

Layer = tuple[Tensor, Tensor]


class Ensemble(nn.Module):
    """Multilayer perceptrons with the same number of layers, each with weights of its own.

    `layers` holds for each layer the initial weights (num_networks, num_in, num_out) and biases
    (num_networks, 1, num_out); `activation` follows each layer but the last. Hidden layers have
    room for the widest network: with `widths` (num_networks,), the units of a network beyond its
    width are silent and never learn.
    """

    def __init__(
        self,
        layers: Sequence[Layer],
        activation: Callable[[Tensor], Tensor] = torch.relu,
        widths: Tensor | None = None,
    ) -> None:
        super().__init__()
        self.weights = nn.ParameterList(weights for weights, _ in layers)
        self.biases = nn.ParameterList(biases for _, biases in layers)
        self.activation = activation
        self.mask: Tensor | None  # (num_networks, 1, most_units), 1 for a unit that exists
        self.register_buffer("mask", None)
        if widths is not None:
            first = self.weights[0]
            self.mask = (torch.arange(first.shape[2]) < widths[:, None, None]).to(first.dtype)

    def forward(self, x: Tensor) -> Tensor:
        """Return the outputs (num_networks, num_samples, num_outputs).

        `x` (num_samples, num_inputs) is for all, (num_networks, num_samples, num_inputs) has for
        each network its own samples.
        """
        *hidden, (weights, biases) = zip(self.weights, self.biases, strict=True)
        x = x.expand(len(weights), *x.shape[-2:])
        for hidden_weights, hidden_biases in hidden:
            x = self.activation(torch.baddbmm(hidden_biases, x, hidden_weights))
            if self.mask is not None:
                x = x * self.mask
        return torch.baddbmm(biases, x, weights)

    @torch.no_grad()
    def accuracies(self, x: Tensor, y: Tensor) -> np.ndarray:
        """Return every network's accuracy (num_networks,) on samples x and class numbers y."""
        return (self(x.flatten(1)).argmax(dim=2) == y).double().mean(dim=1).numpy()

    def network(self, number: int) -> list[tuple[np.ndarray, np.ndarray]]:
        """Return one network's layers: weights (num_out, num_in) and biases (num_out,), float64."""
        arrays = [
            [tensor[number].detach().double().numpy() for tensor in layer]
            for layer in zip(self.weights, self.biases, strict=True)
        ]
        return [(weights.T, biases[0]) for weights, biases in arrays]


def stack(networks: Sequence[MLP]) -> Ensemble:
    """Return an ensemble that starts from the weights of ReLU networks of the same sizes."""
    layers = zip(*(network.linears for network in networks), strict=True)
    return Ensemble(
        [
            (
                torch.stack([linear.weight.detach().T for linear in linears]).contiguous(),
                torch.stack([linear.bias.detach()[None] for linear in linears]),
            )
            for linears in layers
        ]
    )


class Adam:
    """What `torch.optim.Adam` does, for a notebook that needs no other optimizer.

    The first use of torch.optim imports torch's compiler: two seconds. Kingma & Ba 2015,
    arXiv:1412.6980.
    """

    def __init__(self, parameters: Iterable[Tensor], lr: float) -> None:
        self.parameters, self.lr, self.num_steps = list(parameters), lr, 0
        self.means = [torch.zeros_like(parameter) for parameter in self.parameters]
        self.mean_squares = [torch.zeros_like(parameter) for parameter in self.parameters]

    def zero_grad(self) -> None:
        """Forget the gradients of the last step."""
        for parameter in self.parameters:
            parameter.grad = None

    def step(self, measure: Callable[[], Tensor]) -> Tensor:
        """Call `measure`, which returns the loss and sets the gradients, and move the weights."""
        loss = measure()
        self.num_steps += 1
        with torch.no_grad():
            for parameter, mean, mean_square in zip(
                self.parameters, self.means, self.mean_squares, strict=True
            ):
                gradient = parameter.grad
                assert gradient is not None  # `measure` has set it
                mean.lerp_(gradient, 1 - 0.9)
                mean_square.lerp_(gradient**2, 1 - 0.999)
                size = (mean_square / (1 - 0.999**self.num_steps)).sqrt() + 1e-8
                parameter -= self.lr * mean / (1 - 0.9**self.num_steps) / size
        return loss


@contextmanager
def one_thread() -> Iterator[None]:
    """Let torch use one thread: for small tensors a second costs more than it brings."""
    num_threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(num_threads)
