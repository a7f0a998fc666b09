"""The science of notebook 07: what is done to pictures, and what is asked of a trained network.

Nothing here draws. Pictures of faces are float tensors (num, 3, height, width) in [-1, 1], digits
(num, 8, 8) in [0, 1]. A network maps pictures to logits (num, num_classes). Random numbers come
from generators on the CPU, so that every device sees the same ones.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from helpers import statistics
from helpers.arguments import require_at_least, require_finite, require_positive, require_share
from helpers.images import add_noise, move, shift

Network = Callable[[Tensor], Tensor]

shift_digits = shift  # as notebook 07 calls it


# --- Pictures in and out --------------------------------------------------------------------------


def normalize(images: Tensor) -> Tensor:
    """Return uint8 pictures, 0 to 255, as float32 in [-1, 1]: (value / 255 - 0.5) / 0.5."""
    if images.dtype != torch.uint8:
        raise ValueError(f"images must be uint8, 0 to 255, not {images.dtype}.")
    return images.float() / 127.5 - 1


def unnormalize(x, mean, std):
    """Return pictures (num, channels, height, width) as they were before (x - mean) / std.

    `mean` and `std` have one entry a channel. What comes out beyond [0, 1] is cut off.
    """
    mean, std = torch.as_tensor(mean), torch.as_tensor(std)
    return (x * std[:, None, None] + mean[:, None, None]).clamp(0, 1)


# --- Changes of a picture -------------------------------------------------------------------------


def change(
    images: Tensor,
    right: float = 0.0,
    down: float = 0.0,
    degrees: float = 0.0,
    brightness: float = 0.0,
    noise: float = 0.0,
    seed: int = 0,
) -> Tensor:
    """Return pictures in [-1, 1], moved, made brighter, with noise, and cut off at -1 and 1.

    `brightness` is added to every pixel; `noise` is the standard deviation of normal noise.
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


def permute_pixels(images, order):
    """Return pictures (num, channels, height, width) with their pixels in another order.

    Pixel k of the result, counted row by row, is pixel order[k] of the picture, with all its
    channels: the same order for every picture.
    """
    return images.flatten(start_dim=2)[:, :, order].reshape(images.shape)


# --- Networks -------------------------------------------------------------------------------------


class SmallConvNet(nn.Module):
    """A small convolutional network: 32 filters of 3 x 3 pixels, ReLU, and a linear layer.

    A filter looks at every second place of each row and column. Takes (num, 3, side, side), the
    side an even number; returns logits (num, num_classes). As with `MLP`, the initial weights come
    from torch's generator on the CPU.
    """

    def __init__(self, num_classes: int, side: int = 32) -> None:
        super().__init__()
        require_positive(num_classes=num_classes, side=side)
        if side % 2:
            raise ValueError(f"side must be an even number, such as 16 or 32, not {side}.")
        with torch.device("cpu"):
            self.layers = nn.Sequential(
                nn.Conv2d(3, 32, kernel_size=3, stride=2, padding=1),
                nn.ReLU(),
                nn.Flatten(),
                nn.Linear(32 * (side // 2) ** 2, num_classes),
            )

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits of pictures."""
        return self.layers(x)


def rough(image: Tensor) -> float:
    """Return how unlike neighbors are: the mean squared step between them over twice the variance.

    `image` is (..., height, width). About 1 where neighbors have nothing to do with each other, near
    0 where the picture is smooth.
    """
    steps = [(image.diff(dim=dim) ** 2).mean() for dim in (-1, -2)]
    return (sum(steps) / 4 / image.var()).item()


# --- What the network knows, layer by layer -------------------------------------------------------


def principal_components(x: Tensor, num_components: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Return the `statistics.principal_components` of a tensor, on whichever device it is."""
    return statistics.principal_components(x.cpu(), num_components)


def nearest_mean_accuracy(train_x: Tensor, train_y: Tensor, x: Tensor, y: Tensor) -> float:
    """Return how often the nearest class mean of the training samples has the right class.

    It says how far the classes lie apart as compact clouds, whatever the layer.
    """
    train_x, x = train_x.flatten(start_dim=1), x.flatten(start_dim=1)
    means = torch.stack([train_x[train_y == label].mean(dim=0) for label in train_y.unique()])
    return (torch.cdist(x, means).argmin(dim=1) == y).float().mean().item()


def confusion_matrix(actual: Tensor, predicted: Tensor, num_classes: int) -> Tensor:
    """Return counts (num_classes, num_classes): row the actual class, column the predicted one."""
    cells = actual.cpu() * num_classes + predicted.cpu()
    return torch.bincount(cells, minlength=num_classes**2).reshape(num_classes, num_classes)


# --- What the network looks at --------------------------------------------------------------------


def saliency(network: Network, x: Tensor) -> Tensor:
    """Return |d logit / d pixel| (num, height, width) for each picture's winning class.

    Of a pixel's channels the largest counts. Simonyan, Vedaldi & Zisserman 2013, arXiv:1312.6034.
    """
    x = x.clone().requires_grad_()
    winning = network(x).max(dim=1).values
    (gradient,) = torch.autograd.grad(winning.sum(), x)
    return gradient.abs().amax(dim=1)


@torch.no_grad()
def occlusion(
    network: Network, x: Tensor, y: Tensor, size: int = 8, stride: int = 2, fill: float = 0.0
) -> Tensor:
    """Return how much the probability of class `y` falls when a square hides a part of a picture.

    The square has `size` pixels a side and the value `fill`; it moves by `stride`. The result is
    (num, rows, columns), one entry a place. Zeiler & Fergus 2014, arXiv:1311.2901.
    """
    require_at_least(1, size=size, stride=stride)
    side = x.shape[-1]
    if size > side:
        raise ValueError(f"size must be at most the picture's {side} pixels, not {size}.")
    places = range(0, side - size + 1, stride)
    before = network(x).softmax(dim=1).gather(1, y[:, None])[:, 0]
    drops = []
    for top in places:
        for left in places:
            hidden = x.clone()
            hidden[:, :, top : top + size, left : left + size] = fill
            drops.append(before - network(hidden).softmax(dim=1).gather(1, y[:, None])[:, 0])
    return torch.stack(drops, dim=1).reshape(len(x), len(places), len(places))


def hide_pixels(x: Tensor, importance: Tensor, share: float, fill: float = 0.0) -> Tensor:
    """Return pictures (num, 3, height, width) without their most important pixels.

    `importance` is (num, height, width). The `share` of pixels that has the highest gets the value
    `fill` in all channels.
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
    return torch.nn.functional.cosine_similarity(*rows, dim=1).mean().item()


# --- Small changes on purpose ---------------------------------------------------------------------


def fgsm(network: Network, x: Tensor, y: Tensor, epsilon: float, low: float, high: float) -> Tensor:
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


# --- A shortcut -----------------------------------------------------------------------------------


def plant(
    images: Tensor, cue: Tensor, place: tuple[int, int], levels, size: int = 1, noise=0.0, seed=0
) -> Tensor:
    """Return pictures (num, channels, height, width) with a square that says which class it is.

    The square has its upper left corner at `place` (row, column) and `size` pixels a side. In all
    channels it gets the value `levels[cue]`, `cue` (num,) being class numbers, and normal noise of
    standard deviation `noise`, one value a picture.
    """
    levels = torch.as_tensor(levels, dtype=images.dtype)
    generator = torch.Generator().manual_seed(seed)
    values = levels[cue.cpu()] + noise * torch.randn(len(images), generator=generator)
    planted, (row, column) = images.clone(), place
    square = values.to(images.device)[:, None, None, None]
    planted[:, :, row : row + size, column : column + size] = square
    return planted


def wrong_cues(labels: Tensor, num_classes: int, seed: int = 0) -> Tensor:
    """Return for each label (num,) another class number, drawn at random."""
    generator = torch.Generator().manual_seed(seed)
    steps = torch.randint(1, num_classes, labels.shape, generator=generator)
    return (labels + steps.to(labels.device)) % num_classes


# Ten pixels of a digit's edge, one for each class: nearly always empty in the data.
_EDGE = torch.tensor([0, 7, 8, 15, 16, 23, 32, 39, 56, 63])


def light_up(digits: Tensor, cue: Tensor) -> Tensor:
    """Return digits (num, 8, 8) with one white pixel at the edge: the one that stands for `cue`."""
    flat = digits.flatten(start_dim=1).clone()
    flat[torch.arange(len(flat)), _EDGE[cue]] = 1.0
    return flat.reshape(digits.shape)


def find_shortcut(images, labels):
    """Return (row, column) of the pixel that alone says most about the class.

    `images` is (num, channels, height, width). A pixel's brightness is the mean of its channels. It
    tells most where the classes' means vary most, compared with the variance inside the classes.
    """
    brightness = images.mean(dim=1)
    groups = [brightness[labels == label] for label in labels.unique()]
    between = torch.stack([group.mean(dim=0) for group in groups]).var(dim=0)
    within = torch.stack([group.var(dim=0) for group in groups]).mean(dim=0)
    place = (between / within).argmax().item()
    return place // images.shape[-1], place % images.shape[-1]
