"""Softmax and cross-entropy, as formulas and without overflow.

Logits and probabilities have shape (num_samples, num_classes) unless said otherwise; labels are
class numbers (num_samples,) from 0. Logarithms are natural: entropies are in nats.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp, xlogy

from helpers.arguments import require_at_least

FLOATS = {"float16": np.float16, "float32": np.float32, "float64": np.float64}


def naive_softmax(z: ArrayLike) -> np.ndarray:
    """Return exp(z) / sum(exp(z)) along the last axis, as the formula stands: it overflows."""
    with np.errstate(over="ignore", invalid="ignore"):  # the overflow is what we want to see
        exps = np.exp(z)
        return exps / exps.sum(axis=-1, keepdims=True)


def softmax(z: ArrayLike) -> np.ndarray:
    """Return the probabilities of logits `z` (..., num_classes), along the last axis.

    The largest logit is taken off first, which changes nothing but keeps exp within bounds.
    """
    z = np.asarray(z)
    exps = np.exp(z - z.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def overflow_threshold(dtype: type[np.floating]) -> float:
    """Return the largest x, to rounding, whose exp(x) is a finite number of type `dtype`."""
    return float(np.log(np.float64(np.finfo(dtype).max)))


def one_hot(labels: ArrayLike, num_classes: int) -> np.ndarray:
    """Return rows (num_samples, num_classes) with a 1 at each label.

    Raises ValueError for a label that is not from 0 to num_classes - 1.
    """
    labels = np.asarray(labels)
    if labels.min() < 0 or labels.max() >= num_classes:
        raise ValueError(f"labels must lie from 0 to num_classes - 1 = {num_classes - 1}.")
    return np.eye(num_classes)[labels]


def cross_entropy(z: ArrayLike, labels: ArrayLike) -> float:
    """Return the mean of -log p[label] over samples, for logits `z`."""
    z = np.asarray(z, dtype=float)
    return float(np.mean(logsumexp(z, axis=1) - z[np.arange(len(z)), labels]))


def cross_entropy_gradient(z: ArrayLike, labels: ArrayLike) -> np.ndarray:
    """Return the gradient of `cross_entropy` with respect to the logits, of their shape."""
    z = np.asarray(z, dtype=float)
    return (softmax(z) - one_hot(labels, z.shape[1])) / len(z)


def decompose(y: ArrayLike, q: ArrayLike) -> tuple[float, float, float]:
    """Return (H(y), KL(y || q), H(y, q)) in nats, for two distributions (num_classes,).

    0 log 0 counts as 0. Raises ValueError unless both are distributions.
    """
    y, q = np.asarray(y, dtype=float), np.asarray(q, dtype=float)
    _require_distributions(y=y, q=q)
    with np.errstate(divide="ignore"):  # q = 0 where y > 0: both answers are infinite
        entropy, cross = 0.0 - xlogy(y, y).sum(), 0.0 - xlogy(y, q).sum()
    return float(entropy), float(cross - entropy), float(cross)


def least_loss(inputs: ArrayLike, labels: ArrayLike) -> float:
    """Return the least mean cross-entropy on samples whose inputs may repeat with other labels.

    `inputs` and `labels` are (num_samples,): equal numbers are the same input, and one forecast must
    do for all its labels. The best forecast is their share, and it costs their entropy.
    """
    inputs, labels = np.asarray(inputs), np.asarray(labels)
    total = 0.0
    for same in np.unique(inputs):
        counts = np.unique(labels[inputs == same], return_counts=True)[1]
        total -= xlogy(counts, counts / counts.sum()).sum()
    return float(total / len(labels))


def _require_distributions(**distributions: np.ndarray) -> None:
    require_at_least(0, **distributions)
    for name, values in distributions.items():
        if not np.isclose(np.sum(values), 1):
            raise ValueError(f"{name} must sum to 1; divide it by its sum, {np.sum(values):g}.")
