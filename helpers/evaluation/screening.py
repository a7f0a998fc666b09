"""Features chosen on the very data that they are then tested on: Freedman's noise."""

from dataclasses import dataclass

import numpy as np
from scipy import special  # scipy.stats has the same, and takes a second to load

from helpers.arguments import require_at_least


@dataclass(frozen=True)
class Regression:
    """A least-squares fit with an intercept: R^2, each feature's p value, and that of all."""

    r2: float
    p_values: np.ndarray  # (num_features,)
    p_overall: float


def regress(x: np.ndarray, y: np.ndarray) -> Regression:
    """Regress y (n,) on x (n, num_features), with the t and F tests of the textbooks."""
    num_samples, num_features = x.shape
    if num_features == 0:
        return Regression(0.0, np.array([]), 1.0)
    design = np.column_stack([np.ones(num_samples), x])
    inverse = np.linalg.inv(design.T @ design)
    weights = inverse @ design.T @ y
    free = num_samples - num_features - 1
    rest = np.sum((y - design @ weights) ** 2)
    t = weights / np.sqrt(rest / free * np.diag(inverse))
    r2 = 1 - rest / np.sum((y - y.mean()) ** 2)
    f = (r2 / num_features) / ((1 - r2) / free)
    p_values = 2 * special.stdtr(free, -np.abs(t[1:]))
    return Regression(float(r2), p_values, float(special.fdtrc(num_features, free, f)))


def screen(
    num_samples: int = 100, num_features: int = 50, level: float = 0.25, seed: int = 0
) -> tuple[Regression, Regression]:
    """Regress noise on noise, keep the features with p below `level`, and regress again.

    Returns the fit of all features, and that of those that were kept, as if they had been the only
    ones ever looked at. Freedman 1983, doi:10.1080/00031305.1983.10482729.
    """
    require_at_least(1, num_features=num_features)
    require_at_least(num_features + 2, num_samples=num_samples)
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((num_samples, num_features)), rng.standard_normal(num_samples)
    first = regress(x, y)
    return first, regress(x[:, first.p_values < level], y)
