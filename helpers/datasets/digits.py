"""1,797 handwritten digits of 8 x 8 pixels, the ones of scikit-learn; they lie in data/.

They are the test half of E. Alpaydin & C. Kaynak's *Optical Recognition of Handwritten Digits*,
UCI Machine Learning Repository 1998, doi:10.24432/C50P49.
13 people wrote them; who wrote which is not recorded, so every split of them is by record.
"""

from functools import cache

import numpy as np
import torch
from torch import Tensor

from helpers.datasets.splits import Part, random_split
from helpers.datasets.storage import DATA

MAX_VALUE = 16.0  # of a pixel in the file
NUM_VALID, NUM_TEST = 360, 360


@cache
def _table() -> np.ndarray:
    """Return a row a digit (1797, 65): its pixels row by row, then which digit it is."""
    return np.loadtxt(DATA / "digits.csv.gz", delimiter=",", skiprows=1, dtype=np.int64)


def load_all() -> tuple[Tensor, Tensor]:
    """Return all images (1797, 8, 8), from 0 (paper) to 1 (ink), and digits, in the file's order."""
    x = torch.tensor(_table()[:, :64] / MAX_VALUE, dtype=torch.float32)
    return x.reshape(-1, 8, 8), torch.tensor(_table()[:, 64])


def load(seed: int = 0) -> tuple[Part, ...]:
    """Return (train, validation, test), each images (num_samples, 8, 8) in [0, 1] and digits.

    They hold 1,077, 360 and 360 samples, drawn at random with `seed`.
    """
    x, y = load_all()
    return random_split(x, y, (len(x) - NUM_VALID - NUM_TEST, NUM_VALID, NUM_TEST), seed)
