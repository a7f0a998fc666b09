"""The stored contest of notebook 06, wide against deep at one budget, and how it was judged.

`tools/make_contest.py` runs it and stores what it found in data/contest.json.
"""

import json
from collections.abc import Iterable, Sequence

import numpy as np
from scipy.special import stdtrit

from helpers.datasets.storage import DATA
from helpers.expressivity.contest import (
    draw_samples,
    error_rates,
    random_network,
    stack_layers,
    train_stacked,
)

RESULT = DATA / "contest.json"
BUDGETS = (253, 782, 2701)  # sizes that every depth can spend to within 2 %
DEPTHS = (1, 2, 3, 5)
LEARNING_RATES = (1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
FIRST_RATES = (0.01, 0.03, 0.1)  # then as many more as the best one needs to have worse neighbors
NUM_STEPS, NUM_POINTS, NUM_SEEDS = 1000, 300, 12


def compete(
    task: str,
    sizes: Sequence[int],
    start: str,
    lr: float,
    num_steps: int,
    seeds: Sequence[int],
    num_points: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Train a network per seed, each on its own sample; return validation and test errors.

    Both (num_seeds,). The seed gives the initial weights and all three samples.
    """
    train, valid, test = (
        draw_samples(task, count, [1000 * seed + part for seed in seeds])
        for part, count in enumerate((num_points, num_points, 1000))
    )
    networks = stack_layers([random_network(sizes, seed, start) for seed in seeds])
    for _ in train_stacked(networks, *train, lr, num_steps):
        pass
    return error_rates(networks, *valid), error_rates(networks, *test)


def load_results() -> list[dict]:
    """Return the stored runs of the contest, made by tools/make_contest.py."""
    return json.loads(RESULT.read_text())["runs"]


def condition(run: dict) -> tuple:
    """Return what is compared: (task, budget, start, depth). Its runs differ in learning rate."""
    return run["task"], run["budget"], run["start"], run["depth"]


def best_on_validation(runs: Iterable[dict]) -> dict:
    """Return the run with the lowest validation error: median over the seeds, then mean.

    The test error has no say.
    """
    return min(runs, key=lambda run: (np.median(run["valid_error"]), np.mean(run["valid_error"])))


def next_rate(runs: Sequence[dict]) -> float | None:
    """Return the learning rate to try next in one condition, or None if the search is over.

    It is over when the best rate on validation stands inside the rates tried, with a worse or
    equal one on either side, or where the list of rates ends.
    """
    tried = sorted(run["lr"] for run in runs)
    for lr in FIRST_RATES:
        if lr not in tried:
            return lr
    best = LEARNING_RATES.index(best_on_validation(runs)["lr"])
    for place in (best - 1, best + 1):
        if 0 <= place < len(LEARNING_RATES) and LEARNING_RATES[place] not in tried:
            return LEARNING_RATES[place]
    return None


def choose_by_validation(runs: Sequence[dict]) -> list[dict]:
    """Return, for each condition, the run whose learning rate did best on validation."""
    by_condition: dict[tuple, list[dict]] = {}
    for run in runs:
        by_condition.setdefault(condition(run), []).append(run)
    return [best_on_validation(group) for group in by_condition.values()]


def student(num_seeds: int) -> float:
    """Return how many standard errors a 95 % interval of a mean over seeds reaches to either side."""
    return float(stdtrit(num_seeds - 1, 0.975))


def compare_depths(deep, wide) -> tuple[float, float, float]:
    """Return the mean of deep - wide, and its 95 % interval, low and high.

    Both are test errors (num_seeds,): the same seed has the same points in both.
    """
    differences = np.subtract(deep, wide)
    half = student(len(differences)) * differences.std(ddof=1) / np.sqrt(len(differences))
    return differences.mean(), differences.mean() - half, differences.mean() + half


def published_claim(deep, wide) -> tuple[float, float, float]:
    """Return what a paper with one seed claims: a difference, and an interval over test points.

    It takes each test point of the first two networks for an experiment of its own.
    """
    p, q = deep[0] / 100, wide[0] / 100  # errors, on 1,000 test points
    difference = 100 * (p - q)
    half = 100 * student(1000) * np.sqrt((p * (1 - p) + q * (1 - q)) / 1000)
    return difference, difference - half, difference + half
