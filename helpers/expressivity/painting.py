"""A longer run, stored: two networks that paint a larger photograph, from three seeds each.

`tools/study_painting.py` trains them. What is stored are curves of all seeds, and of the first one the
weights: a network and an encoding paint the picture anew, in a fraction of a second.
"""

from collections.abc import Iterator
from functools import cache

import numpy as np
from PIL import Image

from helpers.datasets.storage import DATA
from helpers.expressivity.spectral_bias import (
    Encoding,
    Fit,
    encode,
    fit_photograph,
    pixel_positions,
    positional_encoding,
)
from helpers.functions import relu, sigmoid

RESULT = DATA / "painting_study.npz"
FREQUENCIES = (0, 7)  # 0: x and y themselves
SEEDS = (0, 1, 2)
NUM_STEPS, STRIDE = 4000, 200
WIDTH, NUM_LAYERS = 128, 3


@cache
def photograph() -> np.ndarray:
    """Return the photograph of `spectral_bias` at three times its size (192, 288, 3), from 0 to 1."""
    return np.asarray(Image.open(DATA / "photo_large.png"), dtype=np.float32) / 255


def fit_large(num_frequencies: int, seed: int) -> Iterator[Fit]:
    """Train a network on the photograph for NUM_STEPS; yield its state every STRIDE steps."""
    return fit_photograph(
        photograph(),
        num_frequencies,
        NUM_STEPS,
        STRIDE,
        hidden=(WIDTH,) * NUM_LAYERS,
        lr=4e-3,
        batch_size=2048,
        seed=seed,
        fade=True,
    )


@cache
def load_results() -> dict[str, np.ndarray]:
    """Return the stored arrays, by the names below: float16, which is exact to 0.01 dB."""
    with np.load(RESULT, allow_pickle=False) as stored:
        return dict(stored)


def weights_name(num_frequencies: int, layer: int, kind: str) -> str:
    """Return the name of the "weights" (num_out, num_in) or "biases" (num_out,) of a layer."""
    return f"{num_frequencies} frequencies, layer {layer}, {kind}"


def curves_name(num_frequencies: int) -> str:
    """Return the name of the curves (num_seeds, 2, num_points), PSNR in dB: learned and held out."""
    return f"{num_frequencies} frequencies, PSNR"


def curves(num_frequencies: int) -> tuple[np.ndarray, np.ndarray]:
    """Return steps (num_points,), and PSNR in dB (num_seeds, 2, num_points): learned, held out."""
    steps = np.arange(STRIDE, NUM_STEPS + 1, STRIDE)
    return steps, load_results()[curves_name(num_frequencies)].astype(float)


def paint(num_frequencies: int, encoding: Encoding = positional_encoding) -> np.ndarray:
    """Return what the stored network paints (192, 288, 3) from what `encoding` makes of positions.

    Raises ValueError if none was stored with so many frequencies.
    """
    if num_frequencies not in FREQUENCIES:
        raise ValueError(f"num_frequencies must be one of {FREQUENCIES}, not {num_frequencies}.")
    height, width = photograph().shape[:2]
    values = encode(pixel_positions(height, width), num_frequencies, encoding).astype(np.float32)
    stored = load_results()
    for layer in range(NUM_LAYERS + 1):
        weights, biases = (
            stored[weights_name(num_frequencies, layer, kind)].astype(np.float32)
            for kind in ("weights", "biases")
        )
        values = (relu(values) if layer else values) @ weights.T + biases
    return sigmoid(values).reshape(height, width, 3)
