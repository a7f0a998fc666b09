"""What is done to pictures: they are moved, turned, and made noisy.

Pictures are float tensors (num, channels, height, width) or, of one channel, (num, height, width).
"""

import torch
from torch import Tensor
from torch.nn.functional import grid_sample, pad

from helpers.arguments import require_at_least


def shift(images: Tensor, right: int, down: int = 0) -> Tensor:
    """Return pictures (..., height, width), shifted by whole pixels; what comes in is empty, 0.

    Raises ValueError for a shift by the picture's whole side or more.
    """
    height, width = images.shape[-2:]
    if abs(right) >= width or abs(down) >= height:
        raise ValueError(
            f"right and down must be less than the picture's side, not {right}, {down}."
        )
    padded = pad(images, (width, width, height, height))
    top, left = height - down, width - right
    return padded[..., top : top + height, left : left + width]


def rotate(images: Tensor, degrees: float | Tensor) -> Tensor:
    """Return pictures (num, height, width), turned counterclockwise about their middle.

    By one angle, or by one each (num,). What comes in is empty, 0.
    """
    return move(images[:, None], degrees=degrees, padding="zeros")[:, 0]


def move(
    images: Tensor,
    right: float | Tensor = 0.0,
    down: float | Tensor = 0.0,
    degrees: float | Tensor = 0.0,
    mirror: Tensor | None = None,
    padding: str = "border",
    mode: str = "bilinear",
) -> Tensor:
    """Return pictures (num, channels, height, width), turned about their middle, then shifted.

    `right` and `down` are in pixels, `degrees` counterclockwise; each is one number, or one a
    picture (num,). `mirror` (num,) says which pictures are first swapped left to right. Between
    pixels the value is a mean of the four neighbors ("bilinear"), or that of the "nearest" (`mode`).
    Beyond the edge the picture goes on with its "border" or with "zeros" (`padding`).
    """
    num, _, height, width = images.shape
    right, down, degrees = (
        torch.as_tensor(value, dtype=images.dtype, device=images.device).expand(num)
        for value in (right, down, degrees)
    )
    if not torch.isfinite(right + down + degrees).all():
        raise ValueError("right, down and degrees must be finite.")
    right, down, degrees = (value[:, None, None] for value in (right, down, degrees))
    sign = torch.ones_like(degrees)
    if mirror is not None:
        sign[mirror.to(images.device)] = -1
    # The grid says for each pixel of the result where it comes from, with the middle of the picture
    # at (0, 0) and its edges at -1 and 1: so everything is done backwards.
    across, along = (
        (2 * torch.arange(size, dtype=images.dtype, device=images.device) + 1) / size - 1
        for size in (width, height)
    )
    x, y = across - 2 * right / width, along[:, None] - 2 * down / height
    angle, ratio = torch.deg2rad(degrees), height / width  # a picture need not be square
    cos, sin = angle.cos(), angle.sin()
    by_column = torch.stack([sign * cos * x, sin / ratio * x], dim=-1)
    by_row = torch.stack([-sign * ratio * sin * y, cos * y], dim=-1)
    grid = by_column + by_row  # (num, height, width, 2)
    return grid_sample(images, grid, mode, padding, align_corners=False)


def add_noise(
    images: Tensor, noise: float, seed: int = 0, low: float = 0.0, high: float = 1.0
) -> Tensor:
    """Return pictures with normal noise of standard deviation `noise`, cut off at [low, high]."""
    require_at_least(0, noise=noise)
    if noise:
        generator = torch.Generator().manual_seed(seed)
        images = images + noise * torch.randn(images.shape, generator=generator).to(images.device)
    return images.clamp(low, high)
