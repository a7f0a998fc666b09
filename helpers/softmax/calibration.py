"""Calibration: is a network as sure as it is right? And the temperature that repairs it.

Logits z and probabilities p have shape (num_samples, num_classes), labels (num_samples,).
"""

import numpy as np
from numpy.typing import ArrayLike

from helpers.arguments import require_at_least, require_finite, require_positive
from helpers.softmax.crossentropy import softmax


def reliability(
    p: ArrayLike, labels: ArrayLike, num_bins: int = 10
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return mean confidence, accuracy and share of the samples in bins of confidence (num_bins,).

    Confidence is the largest probability of a sample. Bin i holds those above i / num_bins, up to
    and with (i + 1) / num_bins. Confidence and accuracy of an empty bin are NaN.

    Raises ValueError for a probability that is negative or NaN, and without bins.
    """
    p, labels = np.asarray(p), np.asarray(labels)
    require_at_least(0, p=p)
    require_at_least(1, num_bins=num_bins)
    confidence, correct = p.max(axis=1), p.argmax(axis=1) == labels
    bins = np.clip(np.ceil(confidence * num_bins).astype(int) - 1, 0, num_bins - 1)
    count = np.bincount(bins, minlength=num_bins)
    with np.errstate(invalid="ignore"):  # 0 / 0 in an empty bin is the NaN that we promise
        mean_confidence = np.bincount(bins, confidence, num_bins) / count
        accuracy = np.bincount(bins, correct, num_bins) / count
    return mean_confidence, accuracy, count / len(p)


def calibration_error(p: ArrayLike, labels: ArrayLike, num_bins: int = 10) -> float:
    """Return the expected calibration error: the mean gap between confidence and accuracy.

    Bins are weighted with their share of the samples (Naeini, Cooper & Hauskrecht 2015).
    """
    confidence, accuracy, share = reliability(p, labels, num_bins)
    return float(np.nansum(share * np.abs(accuracy - confidence)))


def fit_temperature(z: ArrayLike, labels: ArrayLike) -> float:
    """Return the temperature T > 0 whose softmax(z / T) has the least cross-entropy.

    One number for all classes (Guo et al. 2017, arXiv:1706.04599). Raises ValueError if a logit is
    not finite.
    """
    require_finite(z=z)
    z, low, high = np.asarray(z, dtype=float), np.exp(-4), np.exp(4)
    mean_of_labels = z[np.arange(len(z)), labels].mean()
    for _ in range(40):  # halves an interval that holds the answer
        middle = np.sqrt(low * high)
        # The loss is lowest where the forecast expects the logit that the labels really have.
        expected = np.sum(softmax(z / middle) * z, axis=1).mean()
        low, high = (middle, high) if expected > mean_of_labels else (low, middle)
    return float(middle)


def draw_labels(p: ArrayLike, rng: np.random.Generator) -> np.ndarray:
    """Draw a label (num_samples,) for each row of p: labels for which p is calibrated."""
    p = np.asarray(p)
    drawn = rng.random((len(p), 1)) * p.sum(axis=1, keepdims=True)
    return (p.cumsum(axis=1) > drawn).argmax(axis=1)


def overconfident_logits(
    temperature: float = 2.5, num_samples: int = 600, num_classes: int = 10, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Return logits that are too large by the factor `temperature`, and labels: a known truth.

    The labels are drawn from the softmax of the logits divided by `temperature`.
    """
    require_positive(temperature=temperature)
    rng = np.random.default_rng(seed)
    z = 2.0 * rng.standard_normal((num_samples, num_classes))
    return temperature * z, draw_labels(softmax(z), rng)
