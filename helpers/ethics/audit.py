"""Who is helped, group by group: four rates, the gap in one of them, and the cheapest policy."""

from collections.abc import Sequence

import numpy as np
from scipy.special import ndtri

from helpers.arguments import require_at_least
from helpers.statistics import ScoredGroup

RATES = {"flagged": "demographic parity", "tpr": "equal opportunity", "ppv": "predictive parity"}
TOLERANCE = 0.02  # two rates that differ by no more count as equal
THRESHOLDS = np.round(np.linspace(-2, 3, 101), 2)

People = tuple[np.ndarray, np.ndarray]


def make_people(base_rate: float, num_people: int = 200) -> People:
    """Return (scores, outcomes), each (num_people,): an invented group of equally informative scores.

    Scores of people without the outcome follow a bell about 0, with it a bell about 1, both of standard
    deviation 1. They stand at even quantiles, so that no luck is in them. Outcomes are True or False.
    """
    require_at_least(2, num_people=num_people)
    group, num_with = ScoredGroup(base_rate), round(base_rate * num_people)
    parts = (num_people - num_with, group.mean_without), (num_with, group.mean_with)
    scores = [mean + ndtri((np.arange(num) + 0.5) / num) for num, mean in parts]
    return np.concatenate(scores), np.arange(num_people) >= num_people - num_with


def audit(flagged: np.ndarray, outcome: np.ndarray) -> dict[str, float]:
    """Return a group's rates, of people (num_people,) who are flagged or not, with the outcome or not.

    "flagged": of all, the share that is flagged; "tpr": of those with the outcome; "fpr": of those
    without; "ppv": of the flagged, the share with the outcome. NaN where there is nobody to count.
    """
    flagged, outcome = np.asarray(flagged, bool), np.asarray(outcome, bool)
    hits = (flagged & outcome).sum()
    counts = {
        "flagged": (flagged.sum(), len(flagged)),
        "tpr": (hits, outcome.sum()),
        "fpr": (flagged.sum() - hits, len(outcome) - outcome.sum()),
        "ppv": (hits, flagged.sum()),
    }
    return {name: part / whole if whole else np.nan for name, (part, whole) in counts.items()}


def gap(people: Sequence[People], thresholds: Sequence[float], rate: str) -> float:
    """Return how far apart the groups' `rate` is when scores above each group's threshold are flagged.

    Infinite if a group has no such rate, because nobody is flagged.
    """
    rates = [
        audit(scores > threshold, outcome)[rate]
        for (scores, outcome), threshold in zip(people, thresholds, strict=True)
    ]
    return float("inf") if np.isnan(rates).any() else max(rates) - min(rates)


def cost(
    people: Sequence[People], thresholds: Sequence[float], miss: float, false_alarm: float
) -> float:
    """Return what a policy costs: so much for each miss, so much for each false alarm."""
    total = 0.0
    for (scores, outcome), threshold in zip(people, thresholds, strict=True):
        flagged = scores > threshold
        total += miss * (outcome & ~flagged).sum() + false_alarm * (flagged & ~outcome).sum()
    return total


def cheapest_policy(
    people: Sequence[People],
    candidates: Sequence[float],
    rate: str | None,
    tolerance: float,
    miss: float,
    false_alarm: float,
) -> tuple[float, float] | None:
    """Return the cheapest pair of thresholds whose gap in `rate` is at most `tolerance`, or None.

    With None for a rate nothing is demanded.
    """
    best, lowest = None, np.inf
    for pair in ((a, b) for a in candidates for b in candidates):
        price = cost(people, pair, miss, false_alarm)
        if price < lowest and (rate is None or gap(people, pair, rate) <= tolerance):
            best, lowest = pair, price
    return best


def pairs_that_meet(
    people: Sequence[People], thresholds: Sequence[float], rates: Sequence[str]
) -> np.ndarray:
    """Return (num_a, num_b, num_rates): which pairs of thresholds make each of the rates equal."""
    by_group = [
        np.array([[audit(s > t, o)[rate] for rate in rates] for t in thresholds]) for s, o in people
    ]
    gaps = np.abs(by_group[0][:, None] - by_group[1][None])
    return gaps <= TOLERANCE + 1e-9  # NaN, where nobody is flagged, is no equality
