"""What the networks of notebook 04 learn: blobs, a spiral, handwritten digits, and strips of them.

Each is a pair: inputs x (num_samples, num_inputs) and labels (num_samples,), class numbers from 0.
"""

import numpy as np
import torch

from helpers.arguments import require_at_least
from helpers.datasets.digits import load_all
from helpers.datasets.splits import Part
from helpers.softmax.crossentropy import one_hot


def blobs(num_classes: int, num_per_class: int = 30, seed: int = 0) -> Part:
    """Return clusters that nobody could confuse: one for each class, on an axis of its own."""
    rng = np.random.default_rng(seed)
    labels = np.arange(num_classes).repeat(num_per_class)
    x = 4 * one_hot(labels, num_classes) + 0.3 * rng.standard_normal((len(labels), num_classes))
    return torch.tensor(x, dtype=torch.float32), torch.tensor(labels)


def spiral(num_classes: int, num_per_class: int = 100, noise: float = 0.12, seed: int = 0) -> Part:
    """Return points x (n, 2) within about the unit circle, an arm for each class.

    An arm turns by 4/5 of a circle; `noise` is the angle's standard deviation in radians. Raises
    ValueError if there are fewer than 2 classes or no points, or if noise is negative.
    """
    require_at_least(2, num_classes=num_classes)
    require_at_least(1, num_per_class=num_per_class)
    require_at_least(0, noise=noise)
    rng = np.random.default_rng(seed)
    labels = np.arange(num_classes).repeat(num_per_class)
    radius = np.tile(np.linspace(0.08, 1.0, num_per_class), num_classes)
    angle = 2 * np.pi * (labels / num_classes + 0.8 * radius)
    angle += noise * rng.standard_normal(len(labels))
    x = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return torch.tensor(x, dtype=torch.float32), torch.tensor(labels)


def digits(num_train: int, noise: float = 0.0, seed: int = 0) -> tuple[Part, Part]:
    """Return the 1797 handwritten digits in random order, split in two.

    x (n, 64) holds the 8 x 8 pixels from 0 (paper) to 1 (ink). `noise` is the standard deviation of
    normal noise that is added to each pixel. Raises ValueError unless both parts get samples.
    """
    require_at_least(0, noise=noise)
    images, y = load_all()
    x = images.flatten(1).double().numpy()
    if not 0 < num_train < len(x):
        raise ValueError(f"num_train must lie between 1 and {len(x) - 1}, not {num_train}.")
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(x))
    x = x[order]
    if noise > 0:
        x = np.clip(x + noise * rng.standard_normal(x.shape), 0, 1)
    x, y = torch.tensor(x, dtype=torch.float32), y[order]
    return (x[:num_train], y[:num_train]), (x[num_train:], y[num_train:])


def strips(part: Part, num_strips: int, seed: int = 0) -> Part:
    """Return strips x (n, 192) of three places, and which of the ten digits stand in each: y (n, 10).

    A place is empty with probability 1/4; otherwise a digit of `part` stands there, drawn at random.
    Each strip is 8 pixels high and 24 wide. y holds floats, 1 for a digit that is there and else 0.
    """
    require_at_least(1, num_strips=num_strips)
    images, labels = (values.numpy() for values in part)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, len(labels), (num_strips, 3))
    filled = rng.random(drawn.shape) >= 0.25
    places = images[drawn].reshape(num_strips, 3, 8, 8) * filled[:, :, None, None]
    x = places.transpose(0, 2, 1, 3).reshape(num_strips, -1)
    y = np.eye(10)[labels[drawn]] * filled[..., None]
    return torch.tensor(x, dtype=torch.float32), torch.tensor(y.max(axis=1), dtype=torch.float32)
