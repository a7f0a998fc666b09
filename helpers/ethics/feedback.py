"""A loop that feeds itself: records say where to look, and where one looks says what is recorded."""

from collections.abc import Callable, Sequence

import numpy as np

Look = Callable[[int], bool]


def patrol(look: Look, records: Sequence[float], num_days: int, rng: np.random.Generator) -> float:
    """Return the share of patrols that district 0 gets in the end, when records are read rightly.

    Each day one patrol goes to district 0 or 1, at random, in the shares of the records. `look(here)`
    says whether it finds an incident there. A find counts by how rarely one looks: it stands for those
    that nobody was there to see. D. Ensign et al., Runaway feedback loops in predictive policing, 2018.
    """
    records = np.array(records, float)
    for _ in range(num_days):
        share = records / records.sum()
        here = 0 if rng.random() < share[0] else 1
        if look(here):
            records[here] += 1 / share[here]
    return records[0] / records.sum()


def patrol_as_found(
    look: Look, records: Sequence[float], num_days: int, rng: np.random.Generator
) -> float:
    """Return the same where every find counts once: the loop that feeds itself."""
    records = np.array(records, float)
    for _ in range(num_days):
        share = records / records.sum()
        here = 0 if rng.random() < share[0] else 1
        if look(here):
            records[here] += 1
    return records[0] / records.sum()


def final_shares(
    rule: Callable,
    rates: Sequence[float],
    records: Sequence[float],
    num_days: int,
    num_runs: int = 15,
) -> np.ndarray:
    """Return the shares (num_runs,) that `rule` ends with, each from random numbers of its own.

    In district i a patrol finds an incident with a chance of `rates[i]`.
    """
    shares = []
    for seed in range(num_runs):
        world = np.random.default_rng([seed, 1])
        look = lambda here, world=world: bool(world.random() < rates[here])  # noqa: E731
        shares.append(rule(look, list(records), num_days, np.random.default_rng([seed, 2])))
    return np.array(shares, float)


def share_by_day(
    rates: Sequence[float],
    records: Sequence[float],
    num_days: int,
    weighted: bool,
    num_runs: int = 20,
    seed: int = 0,
) -> np.ndarray:
    """Return district 0's share of the patrols (num_days + 1, num_runs), many runs side by side.

    With `weighted` a find counts by how rarely one looks, else once.
    """
    draws = np.random.default_rng(seed).random((2, num_days, num_runs))
    first = np.full(num_runs, float(records[0]))
    second = np.full(num_runs, float(records[1]))
    shares = [first / (first + second)]
    for where, find in zip(*draws, strict=True):
        share = shares[-1]
        in_first = where < share
        found_first = in_first & (find < rates[0])
        found_second = ~in_first & (find < rates[1])
        first = first + (found_first / share if weighted else found_first)
        second = second + (found_second / (1 - share) if weighted else found_second)
        shares.append(first / (first + second))
    return np.array(shares)
