"""What is done to pictures before a network sees them.

Pictures of faces are float tensors (num, 3, height, width) in [-1, 1]. Random numbers come from
generators on the CPU, so that every device sees the same ones.
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.functional import pad

from helpers.arguments import require_at_least, require_finite
from helpers.datasets import digits
from helpers.images import add_noise, move


def normalize(images: Tensor) -> Tensor:
    """Return uint8 pictures, 0 to 255, as float32 in [-1, 1]: (value / 255 - 0.5) / 0.5.

    Raises ValueError for another dtype.
    """
    if images.dtype != torch.uint8:
        raise ValueError(f"images must be uint8, 0 to 255, not {images.dtype}.")
    return images.float() / 127.5 - 1


def change(
    images: Tensor,
    right: float | Tensor = 0.0,
    down: float | Tensor = 0.0,
    degrees: float | Tensor = 0.0,
    brightness: float = 0.0,
    noise: float = 0.0,
    seed: int = 0,
) -> Tensor:
    """Return pictures in [-1, 1], moved, made brighter, with noise, and cut off at -1 and 1.

    `right` and `down` are in pixels, `degrees` counterclockwise: each one number, or one per picture
    (num,). `brightness` is added to every pixel; `noise` is the standard deviation of normal noise.
    Raises ValueError if a value is not finite, or the noise below 0.
    """
    require_finite(brightness=brightness)
    images = move(images, right, down, degrees) + brightness
    return add_noise(images, noise, seed, low=-1.0)


def augment(
    images: Tensor,
    generator: torch.Generator,
    max_shift: int = 0,
    max_degrees: float = 0.0,
    mirror: bool = False,
    padding: str = "border",
) -> Tensor:
    """Return new variants of pictures: each with a shift, a turn and a mirroring of its own.

    Shifts are whole pixels, up to `max_shift` to each side; turns are up to `max_degrees` to each
    side; with `mirror` every second picture, by chance, is swapped left to right. Each pixel is a
    copy of the nearest one, as with torchvision's RandomRotation: half the work of a mean of four.
    """
    require_at_least(0, max_shift=max_shift, max_degrees=max_degrees)
    num, where = len(images), images.device
    right, down = torch.randint(-max_shift, max_shift + 1, (2, num), generator=generator).to(where)
    degrees = max_degrees * (2 * torch.rand(num, generator=generator) - 1).to(where)
    coins = torch.rand(num, generator=generator) < 0.5 if mirror else None
    return move(images, right, down, degrees, coins, padding, mode="nearest")


def permute_pixels(images: Tensor, order: Sequence[int] | Tensor) -> Tensor:
    """Return pictures (num, channels, height, width) with their pixels in another order.

    Pixel k of the result, counted row by row, is pixel order[k] of the picture, with all its
    channels: the same order for every picture.
    """
    return images.flatten(start_dim=2)[:, :, order].reshape(images.shape)


def large_digits(num: int) -> Tensor:
    """Return handwritten digits as pictures (num, 3, 32, 32) in [-1, 1], white on black."""
    small = 2 * digits.load_all()[0][:num] - 1
    large = small.repeat_interleave(3, dim=1).repeat_interleave(3, dim=2)
    return pad(large, (4, 4, 4, 4), value=-1.0)[:, None].expand(-1, 3, -1, -1)
