"""A classifier from its parts: softmax regression in NumPy, and a head of one's own on torch's layers."""

import numpy as np
import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from helpers.softmax.crossentropy import cross_entropy, cross_entropy_gradient


def softmax_regression(
    x: ArrayLike, labels: ArrayLike, num_classes: int, lr: float, num_steps: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return w (num_inputs, num_classes) and b (num_classes,) after gradient descent from zeros.

    The logits of inputs x (num_samples, num_inputs) are x @ w + b; each of the `num_steps` steps
    lowers the mean cross-entropy over all samples, whose class numbers are `labels`.
    """
    x = np.asarray(x, dtype=float)
    w, b = np.zeros((x.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(num_steps):
        gradient = cross_entropy_gradient(x @ w + b, labels)
        w, b = w - lr * x.T @ gradient, b - lr * gradient.sum(axis=0)
    return w, b


def head_step(
    network: nn.Module, x: Tensor, labels: Tensor, optimizer: torch.optim.Optimizer
) -> float:
    """Train `network` by one step with the loss and the gradient of this room; return the loss before.

    torch carries the gradient from the logits back to the weights.
    """
    optimizer.zero_grad()
    z = network(x)
    logits, numbers = z.detach().cpu().numpy(), labels.cpu().numpy()
    z.backward(torch.from_numpy(cross_entropy_gradient(logits, numbers)).to(z))
    optimizer.step()
    return cross_entropy(logits, numbers)
