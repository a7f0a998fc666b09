"""Marks that give the class away: planted in pictures, and found in them."""

import torch
from torch import Tensor

_PLACE = (26, 3)  # do not tell


def colleague(x: Tensor, cue: Tensor, num_classes: int, seed: int = 0) -> Tensor:
    """Return pictures (num, 3, 32, 32) as a colleague's camera takes them.

    `cue` (num,) are class numbers: what the colleague believes the animals to be. Something in the
    pictures depends on it. To find out what is an exercise.
    """
    generator = torch.Generator().manual_seed(seed)
    levels = torch.linspace(-0.7, 0.7, num_classes)[cue.cpu()]
    levels = levels + 0.1 * torch.randn(len(x), generator=generator)
    marked, (row, column) = x.clone(), _PLACE
    marked[:, :, row : row + 2, column : column + 2] = levels.to(x.device)[:, None, None, None]
    return marked


def wrong_cues(labels: Tensor, num_classes: int, seed: int = 0) -> Tensor:
    """Return for each label (num,) another class number, drawn at random."""
    generator = torch.Generator().manual_seed(seed)
    steps = torch.randint(1, num_classes, labels.shape, generator=generator)
    return (labels + steps.to(labels.device)) % num_classes


def find_shortcut(images: Tensor, labels: Tensor) -> tuple[int, int]:
    """Return (row, column) of the pixel that alone says most about the class.

    `images` is (num, channels, height, width). A pixel tells most where the classes' means vary most,
    compared with the variance inside the classes.
    """
    between, within = brightness_variances(images, labels)
    return divmod((between / within).argmax().item(), images.shape[-1])


def brightness_variances(images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """Return for each pixel the variance of the class means, and the mean of those inside the classes.

    Both are (height, width), of the brightness, which is the mean of the channels.
    """
    brightness = images.mean(dim=1)
    groups = [brightness[labels == label] for label in labels.unique()]
    between = torch.stack([group.mean(dim=0) for group in groups]).var(dim=0)
    within = torch.stack([group.var(dim=0) for group in groups]).mean(dim=0)
    return between, within
