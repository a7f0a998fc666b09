"""Animal faces by one flag: drawn ones, which need no download, or AFHQ's photos."""

import torch
from torch import Tensor

from helpers.arguments import require_at_least
from helpers.datasets import afhq, faces

CLASSES = faces.CLASSES  # the same three, in the same order, as AFHQ's


def load(
    real: bool = False,
    num_train: int = 6000,
    num_valid: int = 1000,
    num_test: int = 2000,
    seed: int = 0,
) -> tuple[tuple[Tensor, Tensor], ...]:
    """Return (train, validation, test): images (num, 3, 32, 32), uint8, and labels (num,), int64.

    Without `real` the faces are drawn. With it they are photos, of which there are 14,630 for
    training and validation and 1,500 for the test: at most so many, chosen at random with `seed`.
    The first time they are fetched; each time whose they are and what they may be used for is
    printed. Raises afhq.AFHQUnavailable if they could not be had.
    """
    if not real:
        return faces.load(num_train, num_valid, num_test, seed)
    require_at_least(1, num_train=num_train, num_valid=num_valid, num_test=num_test)
    train, test = (_shuffle(*afhq.load(part, download=True), seed) for part in afhq.PARTS)
    print(afhq.ATTRIBUTION)
    valid, train = _cut(train, 0, num_valid), _cut(train, num_valid, num_train)
    return train, valid, _cut(test, 0, num_test)


def _shuffle(images: Tensor, labels: Tensor, seed: int) -> tuple[Tensor, Tensor]:
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(seed))
    return images[order], labels[order]


def _cut(samples: tuple[Tensor, Tensor], start: int, num: int) -> tuple[Tensor, Tensor]:
    return tuple(values[start : start + num] for values in samples)
