"""Samples dealt at random into parts, such as training, validation and test."""

from collections.abc import Sequence

import torch
from torch import Tensor

from helpers.arguments import require_at_least

Part = tuple[Tensor, Tensor]  # inputs (num_samples, ...) and labels (num_samples,)


def random_split(x: Tensor, y: Tensor, sizes: Sequence[int], seed: int = 0) -> tuple[Part, ...]:
    """Return a pair (x, y) for each of `sizes`, no sample in two of them; the seed says which.

    As torch.utils.data.random_split, but of tensors, which it returns. Raises ValueError unless
    every part has a sample and the sizes add up to all of them.
    """
    require_at_least(1, sizes=sizes)
    if sum(sizes) != len(x):
        raise ValueError(f"sizes must add up to the {len(x)} samples, not to {sum(sizes)}.")
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    return tuple((x[part], y[part]) for part in order.split(list(sizes)))
