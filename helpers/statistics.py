"""Statistics that several rooms need: R^2, the normal curve, Wilson's interval, PCA, normal scores."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import bdtr, ndtr  # scipy.stats has the same, and takes a second to load

from helpers.arguments import require_at_least, require_finite, require_share


def r_squared(actual: np.ndarray, predicted: np.ndarray) -> float:
    """Return 1 - SS_res / SS_tot: the share of the variance about the overall mean."""
    return r2_over_baseline(actual, predicted, np.mean(actual))


def r2_over_baseline(actual: np.ndarray, predicted: np.ndarray, baseline: np.ndarray) -> float:
    """Return 1 - SS_res / SS_baseline: how much of the baseline's squared error a model removes."""
    return float(1 - np.sum((actual - predicted) ** 2) / np.sum((actual - baseline) ** 2))


def wilson_interval(
    num_hits: float | np.ndarray, num_samples: float | np.ndarray, z: float = 1.96
) -> tuple[Any, Any]:
    """Return (low, high), an interval for the share of hits, of about 95 % for z = 1.96.

    Numbers or arrays of one shape. Wilson 1927, doi:10.1080/01621459.1927.10502953: it stays inside
    [0, 1], also where nothing or everything was a hit. Raises ValueError if there are no samples, or
    more hits than samples.
    """
    require_at_least(1, num_samples=num_samples)
    share = np.divide(num_hits, num_samples)
    require_share(num_hits_over_num_samples=share)
    stretch = 1 + z**2 / num_samples
    middle = (share + z**2 / (2 * num_samples)) / stretch
    half = z * np.sqrt(share * (1 - share) / num_samples + (z / (2 * num_samples)) ** 2) / stretch
    return middle - half, middle + half


def sign_test(num_wins: int, num_losses: int) -> float:
    """Return the two-sided p value of two methods that are equally good, from where they differ.

    For two methods tried on the same cases: count only those on which one is right and the other is
    wrong. If they are equal, each of these is a fair coin flip, and p is how often the flips are at
    least as lopsided. Also called the exact McNemar test. With no such case the answer is 1. Raises
    ValueError for counts below 0.
    """
    require_at_least(0, num_wins=num_wins, num_losses=num_losses)
    fewer = min(num_wins, num_losses)
    return float(min(1.0, 2 * bdtr(fewer, num_wins + num_losses, 0.5)))


def normal_density(x: np.ndarray, mean: float = 0.0) -> np.ndarray:
    """Return the normal distribution's density at x, for a standard deviation of 1."""
    return np.exp(-((x - mean) ** 2) / 2) / np.sqrt(2 * np.pi)


@dataclass(frozen=True)
class ScoredGroup:
    """A group whose scores are normal, of standard deviation 1, about two means.

    One mean is that of people with an outcome (an illness, a new charge), who are `base_rate` of the
    group; the other that of people without. It is the binormal model of signal detection.
    """

    base_rate: float = 0.5
    mean_with: float = 1.0
    mean_without: float = 0.0

    def __post_init__(self) -> None:
        if not 0 < self.base_rate < 1:
            raise ValueError(f"base_rate must lie between 0 and 1, not {self.base_rate}.")
        require_at_least(self.mean_without, mean_with=self.mean_with)

    def rates(self, threshold: float) -> tuple[float, float, float]:
        """Return (FPR, FNR, PPV) when everyone with a score above `threshold` is flagged.

        False positives are counted among those without the outcome (false alarms), false negatives
        among those with it (misses); PPV is the share with the outcome among the flagged.
        """
        require_finite(threshold=threshold)
        fpr = float(ndtr(self.mean_without - threshold))
        fnr = float(ndtr(threshold - self.mean_with))
        flagged = self.base_rate * (1 - fnr) + (1 - self.base_rate) * fpr
        return fpr, fnr, self.base_rate * (1 - fnr) / flagged


def principal_components(x: np.ndarray, num_components: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Return the samples' coordinates (num_samples, num_components) and each component's share.

    The components are the directions in which the rows of `x` (num_samples, ...) spread most; a
    share is one of the total variance. A direction has no sign of its own: we take the one whose
    largest coordinate is positive.
    """
    x = np.asarray(x, dtype=float).reshape(len(x), -1)
    x = x - x.mean(axis=0)
    # The samples' products with each other and those of the features have the same eigenvalues.
    if x.shape[0] <= x.shape[1]:
        eigenvalues, vectors = np.linalg.eigh(x @ x.T)
        coordinates = vectors * np.sqrt(eigenvalues.clip(min=0))
    else:
        eigenvalues, vectors = np.linalg.eigh(x.T @ x)
        coordinates = x @ vectors
    coordinates = coordinates[:, ::-1][:, :num_components]  # eigh has the largest last
    eigenvalues = eigenvalues.clip(min=0)
    largest = np.take_along_axis(coordinates, np.abs(coordinates).argmax(axis=0)[None], axis=0)
    return coordinates * np.sign(largest), eigenvalues[::-1][:num_components] / eigenvalues.sum()
