"""Numbers that say how far classes are told apart, and how smooth a picture is."""

import torch
from torch import Tensor


def confusion_matrix(actual: Tensor, predicted: Tensor, num_classes: int) -> Tensor:
    """Return counts (num_classes, num_classes): row the actual class, column the predicted one."""
    cells = actual.cpu() * num_classes + predicted.cpu()
    return torch.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)


def nearest_mean_accuracy(train_x: Tensor, train_y: Tensor, x: Tensor, y: Tensor) -> float:
    """Return how often the nearest class mean of the training samples has the right class.

    It says how far the classes lie apart as compact clouds, whatever the layer.
    """
    train_x, x = train_x.flatten(start_dim=1), x.flatten(start_dim=1)
    means = torch.stack([train_x[train_y == label].mean(dim=0) for label in train_y.unique()])
    return (torch.cdist(x, means).argmin(dim=1) == y).float().mean().item()


def roughness(image: Tensor) -> float:
    """Return how unlike neighbors are: the mean squared step between them over twice the variance.

    `image` is (..., height, width). About 1 where neighbors have nothing to do with each other, near
    0 where the picture is smooth.
    """
    steps = [(image.diff(dim=dim) ** 2).mean() for dim in (-1, -2)]
    return (sum(steps) / 4 / image.var()).item()
