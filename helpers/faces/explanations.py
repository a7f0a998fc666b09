"""What a network looks at: maps of a picture, and what tests them.

A network maps pictures (num, 3, height, width) to logits (num, num_classes).
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn.functional import cosine_similarity

from helpers.arguments import require_at_least, require_share


def saliency(network: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Return |d logit / d pixel| (num, height, width) for each picture's winning class.

    Of a pixel's channels the largest counts. Simonyan, Vedaldi & Zisserman 2013, arXiv:1312.6034.
    """
    x = x.clone().requires_grad_()
    winning = network(x).max(dim=1).values
    (gradient,) = torch.autograd.grad(winning.sum(), x)
    return gradient.abs().amax(dim=1)


@torch.no_grad()
def occlusion(
    network: Callable[[Tensor], Tensor],
    x: Tensor,
    y: Tensor,
    size: int = 8,
    stride: int = 2,
    fill: float = 0.0,
) -> Tensor:
    """Return how much the probability of class `y` falls when a square hides a part of a picture.

    The square has `size` pixels a side and the value `fill`; it moves by `stride`. The result is
    (num, rows, columns), one entry per place. Zeiler & Fergus 2014, arXiv:1311.2901.
    Raises ValueError for a size or stride below 1, and for a square larger than the picture.
    """
    require_at_least(1, size=size, stride=stride)
    side = x.shape[-1]
    if size > side:
        raise ValueError(f"size must be at most the picture's {side} pixels, not {size}.")
    places = range(0, side - size + 1, stride)
    before = _probability(network, x, y)
    drops = []
    for top in places:
        for left in places:
            hidden = x.clone()
            hidden[:, :, top : top + size, left : left + size] = fill
            drops.append(before - _probability(network, hidden, y))
    return torch.stack(drops, dim=1).reshape(len(x), len(places), len(places))


def _probability(network: Callable[[Tensor], Tensor], x: Tensor, y: Tensor) -> Tensor:
    return network(x).softmax(dim=1).gather(1, y[:, None])[:, 0]


def hide_pixels(x: Tensor, importance: Tensor, share: float, fill: float = 0.0) -> Tensor:
    """Return pictures (num, 3, height, width) without their most important pixels.

    `importance` is (num, height, width). The `share` of pixels that has the highest gets the value
    `fill` in all channels. Raises ValueError for a share outside of [0, 1].
    """
    require_share(share=share)
    flat = importance.flatten(start_dim=1)
    num_hidden = round(share * flat.shape[1])
    hidden = torch.zeros_like(flat, dtype=torch.bool)
    hidden.scatter_(1, flat.topk(num_hidden, dim=1).indices, True)
    return torch.where(hidden.reshape(importance.shape)[:, None], fill, x)


def correlation(first: Tensor, second: Tensor) -> float:
    """Return the correlation of two maps (num, height, width) of each picture, mean over pictures."""
    rows = [maps.flatten(start_dim=1) for maps in (first, second)]
    rows = [row - row.mean(dim=1, keepdim=True) for row in rows]
    return cosine_similarity(*rows, dim=1).mean().item()
