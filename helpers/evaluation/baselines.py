"""A metric needs a rival that means something: moods, and each person's own mean."""

from dataclasses import dataclass

import numpy as np

from helpers.arguments import require_at_least, require_share


@dataclass(frozen=True)
class Moods:
    """Moods (num_people, num_days) of the days to learn from, and of later days to test on."""

    past: np.ndarray
    future: np.ndarray


def make_moods(icc: float = 0.8, num_people: int = 50, num_days: int = 60, seed: int = 0) -> Moods:
    """Return made-up moods of variance 1, `icc` of it between people and the rest from day to day.

    `icc` is the intraclass correlation. Half of the days are past, half future. Nothing but a
    person's mean can be predicted here: the days are independent noise.
    """
    require_share(icc=icc)
    require_at_least(2, num_people=num_people, num_days=num_days)
    rng = np.random.default_rng(seed)
    means = np.sqrt(icc) * rng.standard_normal((num_people, 1))
    days = means + np.sqrt(1 - icc) * rng.standard_normal((num_people, num_days))
    return Moods(days[:, : num_days // 2], days[:, num_days // 2 :])
