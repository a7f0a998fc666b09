"""Small steps away from a picture: one on purpose, and one at random to compare it with.

A network maps pictures (num, ...) to logits (num, num_classes).
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy


def fgsm(
    network: Callable[[Tensor], Tensor],
    x: Tensor,
    y: Tensor,
    epsilon: float,
    low: float,
    high: float,
) -> Tensor:
    """Return pictures, each value moved by `epsilon` to raise the loss, within [low, high].

    Goodfellow, Shlens & Szegedy 2015, arXiv:1412.6572.
    """
    x = x.clone().requires_grad_()
    loss = cross_entropy(network(x), y)
    (gradient,) = torch.autograd.grad(loss, x)
    return (x.detach() + epsilon * gradient.sign()).clamp(low, high)


def random_signs(x: Tensor, epsilon: float, low: float, high: float, seed: int = 0) -> Tensor:
    """Return pictures, each value moved up or down by `epsilon` at random, within [low, high]."""
    generator = torch.Generator().manual_seed(seed)
    signs = 2.0 * torch.randint(0, 2, x.shape, generator=generator) - 1
    return (x + epsilon * signs.to(x.device)).clamp(low, high)
