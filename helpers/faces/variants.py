"""What an augmentation does to a batch, measured: two of them are compared by it."""

from collections.abc import Callable

import torch
from torch import Tensor

NUM_COPIES = 200  # of one picture: enough to see a coin and the range of an angle
GROUND = -0.6  # the picture's brightness but for its spots: neither black nor gray

Variants = Callable[[Tensor, int, float, torch.Generator], Tensor]


def profile(make: Variants, max_shift: int, max_degrees: float) -> tuple[float, ...]:
    """Return what `make(x, max_shift, max_degrees, generator)` does to many copies of one picture.

    (share mirrored, share upside down; smallest and largest turn in degrees, shift to the right, and
    shift down; share whose two shifts are equal; whether the same generator gives the same variants,
    and a second call others; by how much the share mirrored
    differs between small batches; the mean of the outermost pixels). Raises whatever `make` raises.
    """
    x = _probe().expand(NUM_COPIES, -1, -1, -1).clone()
    generator = torch.Generator().manual_seed(0)
    first, second = (torch.as_tensor(make(x, max_shift, max_degrees, generator)) for _ in range(2))
    again = torch.as_tensor(make(x, max_shift, max_degrees, torch.Generator().manual_seed(0)))
    _, green, middle = _spots(first)
    turns = torch.rad2deg(torch.atan2(-green[:, 0], -green[:, 1]))  # counterclockwise
    right, down = middle.T
    edges = torch.cat([first[..., 0, :], first[..., -1, :], first[..., 0], first[..., -1]], dim=-1)
    found = [_mirrored(first), (turns.abs() > 90).float().mean()]
    found += [end for values in (turns, right, down) for end in (values.min(), values.max())]
    found += [((right - down).abs() < 0.3).float().mean()]
    found += [torch.tensor(float(torch.equal(first, other))) for other in (again, second)]
    shares = [
        _mirrored(torch.as_tensor(make(x[:30], max_shift, max_degrees, generator)))
        for _ in range(6)
    ]
    found += [max(shares) - min(shares)]
    return tuple(value.item() for value in [*found, edges.mean()])


def alike(answer: object, wrong: object) -> bool:
    """Return whether two profiles are about the same: chance has its share in them."""
    if not isinstance(answer, tuple) or not isinstance(wrong, tuple):
        return False
    tolerances = (0.14, 0.1, *(2 + 0.15 * abs(value) for value in wrong[2:4]))
    tolerances += (0.5,) * 4 + (0.13, 0.5, 0.5, 0.45, 0.05)
    triples = zip(answer, wrong, tolerances, strict=True)
    return all(abs(one - other) <= limit for one, other, limit in triples)


def _probe() -> Tensor:
    """Return a picture (3, 33, 33): a spot in each channel, red to the right, green above, blue in the
    middle."""
    picture = torch.full((3, 33, 33), GROUND)
    for channel, (row, column) in enumerate(((14, 23), (5, 14), (14, 14))):
        picture[channel, row : row + 5, column : column + 5] = 1.0
    return picture


def _spots(x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return where red and green are, seen from blue, and where blue is: (num, 2) each."""
    red, green, middle = (_spot(x[:, channel]) for channel in range(3))
    return red - middle, green - middle, middle


def _mirrored(x: Tensor) -> Tensor:
    """Return the share of the pictures in which green is no longer to the left of red's direction."""
    red, green, _ = _spots(x)
    return (red[:, 0] * green[:, 1] > red[:, 1] * green[:, 0]).float().mean()


def _spot(channel: Tensor) -> Tensor:
    """Return where the bright spot of each (num, height, width) is: (num, 2), x and y (down)."""
    bright = (channel > 0.2).float()
    bright = bright / bright.sum(dim=(1, 2), keepdim=True)
    places = torch.arange(channel.shape[-1]) - (channel.shape[-1] - 1) / 2
    return torch.stack([(bright.sum(dim=dim) * places).sum(dim=1) for dim in (1, 2)], dim=1)
