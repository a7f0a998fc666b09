"""What a pipeline of transforms does to a picture, measured: two of them are compared by it."""

from collections.abc import Callable
from functools import lru_cache

import torch
from torch import Tensor

NUM_COPIES = 50  # of one picture: enough to see a coin and the range of an angle


def alike(answer: object, wrong: object) -> bool:
    """Return whether two pipelines do about the same; what is no pipeline is like no pipeline."""
    if not callable(answer) or not callable(wrong):
        return callable(answer) == callable(wrong)
    try:
        ours, theirs = profile(answer), profile(wrong)
    except Exception:  # the reader's transform: whatever it raises, it is not the one looked for
        return False
    tolerances = (0.2, 0.2, 0.25 * (3 + abs(theirs[2])), 0.25 * (3 + abs(theirs[3])))
    tolerances += tuple(0.02 + 0.1 * abs(value) for value in theirs[4:])
    triples = zip(ours, theirs, tolerances, strict=True)
    return all(abs(one - other) <= limit for one, other, limit in triples)


@lru_cache(maxsize=64)  # a profile takes a moment, and one answer is compared with many
def profile(pipeline: Callable[[Tensor], Tensor]) -> tuple[float, ...]:
    """Return what a pipeline does to many copies of one picture.

    (share mirrored, share upside down, smallest and largest turn in degrees, lowest and highest
    value, lowest value in a corner, and by channel the lowest, the highest and the middle's value).
    Raises whatever the pipeline raises.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        results = [torch.as_tensor(pipeline(_probe())) for _ in range(NUM_COPIES)]
    x = torch.stack(results).float()
    red, green = _middle(x[:, 0]), _middle(x[:, 1])
    mirrored = red[:, 0] * green[:, 1] > red[:, 1] * green[:, 0]
    sideways = torch.where(mirrored, green[:, 0], -green[:, 0])
    turns = torch.rad2deg(torch.atan2(sideways, -green[:, 1]))  # counterclockwise
    found = mirrored.float().mean(), (turns.abs() > 90).float().mean(), turns.min(), turns.max()
    found += x.min(), x.max(), x[:, 2, 0, 0].min()
    # Each channel's range and its value in the middle, which tells a channel that is turned over.
    found += *x.amin(dim=(0, 2, 3)), *x.amax(dim=(0, 2, 3)), *x[0, :, 16, 16]
    return tuple(value.item() for value in found)


def _probe() -> Tensor:
    """Return a picture (3, 33, 33): red to the right, green at the top, blue everywhere."""
    picture = torch.zeros(3, 33, 33, dtype=torch.uint8)
    picture[0, 14:19, 26:31] = 255
    picture[1, 2:7, 14:19] = 255
    picture[2] = 255
    return picture


def _middle(channel: Tensor) -> Tensor:
    """Return where the bright spot of each (num, height, width) is: (num, 2), x and y (down)."""
    low, high = channel.amin(dim=(1, 2)), channel.amax(dim=(1, 2))
    bright = (channel > ((low + high) / 2)[:, None, None]).float()
    bright = bright / bright.sum(dim=(1, 2), keepdim=True)
    places = torch.arange(channel.shape[-1]) - (channel.shape[-1] - 1) / 2
    return torch.stack([(bright.sum(dim=dim) * places).sum(dim=1) for dim in (1, 2)], dim=1)
