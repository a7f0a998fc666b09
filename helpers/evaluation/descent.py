"""Double descent: networks with fixed first weights on digits, from too narrow to very wide.

Only the last layer is fitted, by least squares, so the fit is exact and needs no training. With as many
units as digits it can just reach every label; beyond, many fits do, and the one with the smallest
weights is taken.
"""

import json

import numpy as np

from helpers.arguments import require_at_least
from helpers.datasets import digits
from helpers.datasets.storage import DATA

NUM_DIGITS = (100, 200)  # how many digits one learns from
SHARES = (0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 5.0, 8.0, 15.0)
NUM_SEEDS = 20


def widths(num_digits: int) -> list[int]:
    """Return the numbers of hidden units that the study tries for so many digits."""
    return [round(share * num_digits) for share in SHARES]


def fit_and_test(num_digits: int, width: int, seed: int) -> tuple[float, float]:
    """Return (training, test) error, the mean square over ten outputs, of one random network.

    Digits and first weights are drawn from the seed; a wider network keeps the units of a narrower one.
    The outputs are 1 for the right class and 0 for the others, less .1.
    """
    require_at_least(1, num_digits=num_digits, width=width)
    rng = np.random.default_rng(seed)
    parts = [(x.numpy().reshape(len(x), -1).astype(float), y.numpy()) for x, y in digits.load()]
    (pool, labels), *others = parts
    x_new, y_new = (np.concatenate(arrays) for arrays in zip(*others, strict=True))
    ours = rng.permutation(len(pool))[:num_digits]
    weights = rng.standard_normal((width, pool.shape[1])) / 4  # a row for each unit
    middle = pool.mean(axis=0)

    def hidden(x: np.ndarray) -> np.ndarray:
        return np.maximum((x - middle) @ weights.T, 0)

    target, target_new = np.eye(10)[labels[ours]] - 0.1, np.eye(10)[y_new] - 0.1
    last = np.linalg.lstsq(hidden(pool[ours]), target, rcond=None)[0]
    errors = hidden(pool[ours]) @ last - target, hidden(x_new) @ last - target_new
    old, new = (float(np.mean(np.sum(error**2, axis=1))) for error in errors)
    return old, new


def load_study() -> dict[int, np.ndarray]:
    """Return {number of digits: errors (num_widths, num_seeds, 2)} of tools/study_descent.py."""
    stored = json.loads((DATA / "descent_study.json").read_text())["errors"]
    return {int(number): np.array(errors) for number, errors in stored.items()}
