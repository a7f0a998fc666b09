"""Train networks to paint a photograph of 288 x 192 pixels, long: from x and y, and from 7 frequencies.

    python tools/study_painting.py

For notebook 06. Three seeds each, some four minutes on one core. data/painting_study.npz holds how close
all came, step by step, and of the first seed the weights; a test paints with them.
"""

import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.expressivity import painting


def train(num_frequencies: int) -> dict[str, np.ndarray]:
    """Return what is stored of the networks with so many frequencies."""
    stored, curves = {}, []
    for seed in painting.SEEDS:
        *_, fit = painting.fit_large(num_frequencies, seed)
        curves.append([fit.learned, fit.held_out])
        print(f"{num_frequencies} frequencies, seed {seed}: {fit.held_out[-1]:.1f} dB", flush=True)
        if seed == painting.SEEDS[0]:
            for layer, linear in enumerate(fit.network.linears):
                for kind, values in (("weights", linear.weight), ("biases", linear.bias)):
                    name = painting.weights_name(num_frequencies, layer, kind)
                    stored[name] = values.detach().numpy().astype(np.float16)
    return stored | {painting.curves_name(num_frequencies): np.array(curves, dtype=np.float16)}


def main() -> None:
    torch.set_num_threads(1)
    stored: dict[str, np.ndarray] = {}
    for num_frequencies in painting.FREQUENCIES:
        stored |= train(num_frequencies)
    np.savez_compressed(painting.RESULT, **stored)


if __name__ == "__main__":
    main()
