"""Two criteria of fairness that exclude each other, and a column that is deleted in vain."""

import csv
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from helpers.arguments import require_share
from helpers.datasets.storage import DATA
from helpers.functions import sigmoid


class Confusion(NamedTuple):
    """How often a yes-or-no prediction was right and wrong."""

    true_positives: int
    false_positives: int
    true_negatives: int
    false_negatives: int

    @property
    def total(self) -> int:
        return sum(self)

    @property
    def base_rate(self) -> float:
        return (self.true_positives + self.false_negatives) / self.total

    @property
    def fpr(self) -> float:
        """False positive rate: of those without the outcome, the share that was flagged."""
        return self.false_positives / (self.false_positives + self.true_negatives)

    @property
    def fnr(self) -> float:
        """False negative rate: of those with the outcome, the share that was not flagged."""
        return self.false_negatives / (self.false_negatives + self.true_positives)

    @property
    def ppv(self) -> float:
        """Positive predictive value: of those flagged, the share with the outcome."""
        return self.true_positives / (self.true_positives + self.false_positives)


def load_compas() -> dict[str, Confusion]:
    """Return the published counts of ProPublica's analysis of COMPAS, by group.

    J. Larson, S. Mattu, L. Kirchner & J. Angwin, ProPublica, 23 May 2016: 7,214 people of Broward
    County in all, flagged at a score of 5 to 10, followed for two years.
    """
    rows = csv.DictReader((DATA / "compas_counts.csv").read_text(encoding="utf-8").splitlines())
    return {row.pop("group"): Confusion(**{k: int(v) for k, v in row.items()}) for row in rows}


def implied_fpr(base_rate: float, ppv: float, fnr: float) -> float:
    """Return the false positive rate that base rate, PPV and FNR leave: it is not free.

    FPR = p / (1 - p) * (1 - PPV) / PPV * (1 - FNR). A. Chouldechova, Big Data 5(2):153-163, 2017.
    """
    require_share(base_rate=base_rate, ppv=ppv, fnr=fnr)
    if base_rate == 1 or ppv == 0:
        raise ValueError("base_rate must be below 1 and ppv above 0: the identity divides by them.")
    return base_rate / (1 - base_rate) * (1 - ppv) / ppv * (1 - fnr)


def biased_past(num_people: int = 20_000, seed: int = 0) -> tuple[np.ndarray, ...]:
    """Return (skill, district, group, hired), each (num_people,), of an invented, unfair past.

    Skill does not depend on the group. The district does: a proxy. The people who hired in the past
    marked group 1 down.
    """
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 2, num_people)
    skill = rng.standard_normal(num_people)
    district = group + 0.5 * rng.standard_normal(num_people)
    hired = (skill - 1.0 * group + 0.5 * rng.standard_normal(num_people) > 0).astype(int)
    return skill, district, group, hired


def fit_logistic(x: np.ndarray, y: np.ndarray, num_steps: int = 12) -> np.ndarray:
    """Return the weights (num_features + 1,) of logistic regression, the bias last.

    `x` is (num_samples, num_features) and `y` holds 0 and 1. Newton's method: each step solves for
    the weights at which the gradient would be 0 if the loss were a parabola.
    """
    x = np.column_stack([x, np.ones(len(x))])
    weights = np.zeros(x.shape[1])
    for _ in range(num_steps):
        chance = sigmoid(x @ weights)
        curvature = (x.T * (chance * (1 - chance))) @ x
        weights += np.linalg.solve(curvature, x.T @ (y - chance))
    return weights


def acceptance_by_group(
    features: Sequence[np.ndarray], hired: np.ndarray, group: np.ndarray
) -> tuple[float, float]:
    """Fit a logistic regression to the first half of the past; return whom it hires in the second.

    The two shares are those of group 0 and of group 1.
    """
    x, half = np.column_stack(features), len(hired) // 2
    *weights, bias = fit_logistic(x[:half], hired[:half])
    predicted = x[half:] @ weights + bias > 0
    return tuple(float(predicted[group[half:] == name].mean()) for name in (0, 1))
