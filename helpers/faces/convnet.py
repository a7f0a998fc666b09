"""Two convolutional networks, the MLP's rivals."""

import itertools

import torch
from torch import nn

from helpers.arguments import require_positive


class SmallConvNet(nn.Sequential):
    """A small convolutional network: 32 filters of 3 x 3 pixels, ReLU, and a linear layer.

    A filter looks at every second place of each row and column. Takes (num, 3, side, side), the
    side an even number; returns logits (num, num_classes). As with `MLP`, the initial weights come
    from torch's generator on the CPU.
    """

    def __init__(self, num_classes: int, side: int = 32) -> None:
        require_positive(num_classes=num_classes, side=side)
        if side % 2:
            raise ValueError(f"side must be an even number, such as 16 or 32, not {side}.")
        with torch.device("cpu"):
            super().__init__(
                nn.Conv2d(3, 32, kernel_size=3, stride=2, padding=1),
                nn.ReLU(),
                nn.Flatten(),
                nn.Linear(32 * (side // 2) ** 2, num_classes),
            )


class ConvNet(nn.Sequential):
    """Three convolutional layers of 16, 32 and 64 filters, each pooled to half the side; a linear layer.

    Takes (num, 3, 32, 32), returns logits (num, num_classes). The initial weights come from torch's
    generator on the CPU.
    """

    def __init__(self, num_classes: int) -> None:
        require_positive(num_classes=num_classes)
        channels = (3, 16, 32, 64)
        with torch.device("cpu"):
            layers: list[nn.Module] = []
            for num_in, num_out in itertools.pairwise(channels):
                layers += [nn.Conv2d(num_in, num_out, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
            super().__init__(*layers, nn.Flatten(), nn.Linear(64 * 4 * 4, num_classes))
