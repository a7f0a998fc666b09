"""People with a score each, a threshold, and the four counts of the confusion matrix."""

from functools import lru_cache

import numpy as np

from helpers.arguments import require_at_least

NUM_PEOPLE = 200


@lru_cache
def _drawn() -> np.ndarray:
    return np.random.default_rng(0).standard_normal((2, NUM_PEOPLE))


def draw_people(num_ill: int, separation: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores (200,) of people and whether each is ill, (200,): the last `num_ill` are.

    Scores are normal with spread 1, about 0 for the healthy and about `separation` for the ill. More
    ill people, or another separation, move those who are there already by nothing else.
    """
    require_at_least(1, num_ill=num_ill, num_healthy=NUM_PEOPLE - num_ill)
    healthy, ill = _drawn()
    scores = np.concatenate([healthy[: NUM_PEOPLE - num_ill], separation + ill[:num_ill]])
    return scores, np.arange(NUM_PEOPLE) >= NUM_PEOPLE - num_ill


def confusion(alarm: np.ndarray, is_ill: np.ndarray) -> tuple[int, int, int, int]:
    """Return (quiet, false, missed, found): healthy without and with alarm, ill without and with."""
    kinds = (~is_ill & ~alarm, ~is_ill & alarm, is_ill & ~alarm, is_ill & alarm)
    quiet, false, missed, found = (int(kind.sum()) for kind in kinds)
    return quiet, false, missed, found


def count_people(threshold: float, num_ill: int, separation: float) -> tuple[int, int, int, int]:
    """Return the `confusion` of 200 people when all with a score above the threshold get an alarm."""
    scores, is_ill = draw_people(num_ill, separation)
    return confusion(scores > threshold, is_ill)
