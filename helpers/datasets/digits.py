"""scikit-learn's digits: 1,797 handwritten digits of 8 x 8 pixels, bundled and never fetched.

They are the test half of E. Alpaydin & C. Kaynak's *Optical Recognition of Handwritten Digits*,
UCI Machine Learning Repository 1998, doi:10.24432/C50P49.
13 people wrote them; who wrote which is not recorded, so every split of them is by record.
"""

import torch
from sklearn.datasets import load_digits
from torch import Tensor

MAX_VALUE = 16.0  # of a pixel, as scikit-learn has them
NUM_VALID, NUM_TEST = 360, 360


def load(seed: int = 0) -> tuple[tuple[Tensor, Tensor], ...]:
    """Return (train, validation, test), each images (num_samples, 8, 8) in [0, 1] and digits.

    They hold 1,077, 360 and 360 samples, drawn at random with `seed`.
    """
    images, labels = load_digits(return_X_y=True)
    x = torch.tensor(images / MAX_VALUE, dtype=torch.float32).reshape(-1, 8, 8)
    y = torch.tensor(labels)
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    sizes = [len(x) - NUM_VALID - NUM_TEST, NUM_VALID, NUM_TEST]
    return tuple((x[part], y[part]) for part in order.split(sizes))
