"""Spectral bias: networks that learn a sum of sines, and a photograph from coordinates.

The photograph is by danielbuechele, CC BY 2.0
(https://www.flickr.com/photos/danielbuechele/6061409035); scikit-learn has it as china.jpg.
A small version lies in data/.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn.functional import mse_loss

from helpers.arguments import require_at_least
from helpers.datasets.storage import DATA
from helpers.ensembles import stack
from helpers.mlp import MLP
from helpers.training import predict, train_step

Encoding = Callable[[np.ndarray, int], Any]


@cache
def photograph() -> np.ndarray:
    """Return the photograph (64, 96, 3), from 0 (black) to 1."""
    return np.asarray(Image.open(DATA / "photo.png"), dtype=np.float32) / 255


def pixel_positions(height: int, width: int) -> np.ndarray:
    """Return the centers (height * width, 2) of all pixels, (x, y), row by row, from 0 to 1.

    Both count in units of the longer side, so that a pixel is square.
    """
    require_at_least(1, height=height, width=width)
    y, x = np.mgrid[0:height, 0:width]
    return (np.stack([x.ravel(), y.ravel()], axis=1) + 0.5) / max(height, width)


def positional_encoding(x, num_frequencies) -> np.ndarray:
    """Return sin(2^k pi x) and cos(2^k pi x) for k < num_frequencies, for x (num_samples, dim).

    The result (num_samples, 2 * dim * num_frequencies) has the blocks sin, cos of k = 0, then of
    k = 1, and so on. The encoding of Mildenhall et al. 2020 (arXiv:2003.08934).
    """
    blocks = []
    for k in range(num_frequencies):
        blocks += [np.sin(2**k * np.pi * x), np.cos(2**k * np.pi * x)]
    return np.concatenate(blocks, axis=1)


def encode(x: np.ndarray, num_frequencies: int, encoding: Encoding = positional_encoding):
    """Return the encoding of x, an array, or for 0 frequencies x itself, centered."""
    return np.asarray(encoding(x, num_frequencies)) if num_frequencies else 2 * x - 1


def psnr(image, reference) -> float:
    """Return the peak signal-to-noise ratio in dB of an image in [0, 1]: -10 log10 of the MSE."""
    return -10 * math.log10(np.mean((np.asarray(image) - np.asarray(reference)) ** 2))


@dataclass
class Fit:
    """A network on its way to a photograph: what it paints now, and its PSNR (dB) so far.

    `learned` is measured on the pixels that it was shown, `held_out` on those between them.
    """

    network: MLP
    steps: list[int]
    learned: list[float]
    held_out: list[float]
    image: np.ndarray


def fit_photograph(
    image: np.ndarray,
    num_frequencies: int,
    num_steps: int,
    stride: int = 10,
    hidden: Sequence[int] = (64, 64, 64),
    lr: float = 5e-3,
    batch_size: int = 512,
    seed: int = 0,
    encoding: Encoding = positional_encoding,
    fade: bool = False,
) -> Iterator[Fit]:
    """Train an MLP to give the color at (x, y); yield the state every `stride` steps.

    `encoding(x, num_frequencies)` turns positions into what the network gets.
    It learns every other pixel, as on a chessboard; the rest are held out. The loss is the mean
    squared error, the output passes a sigmoid, the optimizer is Adam. With `fade` its rate falls to
    0 in a straight line, as suits a long run.
    """
    require_at_least(0, num_frequencies=num_frequencies)
    require_at_least(1, num_steps=num_steps, stride=stride)
    height, width = image.shape[:2]
    features = encode(pixel_positions(height, width), num_frequencies, encoding)
    x = torch.tensor(features, dtype=torch.float32)
    colors = torch.tensor(image.reshape(-1, 3))
    shown = torch.tensor(np.indices((height, width)).sum(axis=0).ravel() % 2 == 0)
    x_shown, colors_shown = x[shown], colors[shown]
    generator = torch.Generator().manual_seed(seed)
    network = MLP([x.shape[1], *hidden, 3], generator=torch.Generator().manual_seed(seed))
    painter = nn.Sequential(network, nn.Sigmoid())
    optimizer = torch.optim.Adam(network.parameters(), lr=lr, fused=True)
    fit = Fit(network, [], [], [], image)
    for step in range(1, num_steps + 1):
        if fade:
            optimizer.param_groups[0]["lr"] = lr * (1 - (step - 1) / num_steps)
        batch = torch.randint(len(x_shown), (batch_size,), generator=generator)
        train_step(painter, x_shown[batch], colors_shown[batch], mse_loss, optimizer)
        if step % stride == 0 or step == num_steps:
            painted = predict(painter, x)
            fit.steps.append(step)
            fit.learned.append(psnr(painted[shown], colors_shown))
            fit.held_out.append(psnr(painted[~shown], colors[~shown]))
            fit.image = painted.reshape(height, width, 3).numpy()
            yield fit


@dataclass
class SineRun:
    """Networks on their way to a sum of sines, one per seed.

    `steps` (num_points,) are when they were looked at; `outputs` (num_seeds, num_points,
    num_positions) is what they gave at `positions`, where the `target` is to be met; `amplitudes`
    (num_seeds, num_points, num_frequencies) is how much of each sine is in that.
    """

    positions: np.ndarray
    target: np.ndarray
    steps: np.ndarray
    outputs: np.ndarray
    amplitudes: np.ndarray


def learn_sines(
    frequencies: Sequence[int],
    num_steps: int,
    stride: int,
    lr: float = 5e-3,
    seeds: Sequence[int] = range(8),
) -> SineRun:
    """Train an MLP per seed on a sum of sines of amplitude 1 on [0, 1], and look every `stride` steps.

    Frequencies are whole periods; the learned amplitudes are the networks' own Fourier coefficients.
    """
    require_at_least(1, frequencies=frequencies, num_steps=num_steps, stride=stride)
    positions = (np.arange(128) + 0.5) / 128
    waves = np.sin(2 * np.pi * positions[:, None] * np.asarray(frequencies))
    target = waves.sum(axis=1)
    x = torch.tensor(encode(positions[:, None], 0), dtype=torch.float32)
    y = torch.tensor(target[:, None], dtype=torch.float32)
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    networks = stack([MLP([1, 100, 100, 1], generator=generator) for generator in generators])
    optimizer = torch.optim.Adam(networks.parameters(), lr=lr, fused=True)
    steps = np.arange(0, num_steps + 1, stride)
    looks = []
    for step in range(num_steps + 1):
        if step % stride == 0:
            looks.append(predict(networks, x).numpy()[..., 0])
        train_step(networks, x, y.expand(len(seeds), -1, -1), _sum_of_mean_squares, optimizer)
    outputs = np.stack(looks, axis=1)
    return SineRun(positions, target, steps, outputs, 2 / len(x) * outputs @ waves)


def _sum_of_mean_squares(outputs: Tensor, targets: Tensor) -> Tensor:
    """Return the sum of the networks' mean squared errors: each has its own gradient."""
    return ((outputs - targets) ** 2).mean(dim=(1, 2)).sum()
