"""The stored contest of notebook 06, wide against deep at one budget, and how it was judged.

`tools/make_contest.py` runs it over the grid below and stores what it found in data/contest.json.
"""

import json
from collections.abc import Sequence

import numpy as np

from helpers.datasets.storage import DATA
from helpers.expressivity.contest import draw_samples, error_rates, stack_networks, train_stacked

RESULT = DATA / "contest.json"
BUDGETS = (253, 782, 2701)  # sizes that every depth can spend to within 2 %
DEPTHS = (1, 2, 3, 5)
LEARNING_RATES = (0.003, 0.01, 0.03, 0.1)
NUM_STEPS, NUM_POINTS, NUM_SEEDS = 1000, 300, 10


def compete(
    task: str,
    sizes: Sequence[int],
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
    networks = stack_networks(sizes, seeds)
    for _ in train_stacked(networks, *train, lr, num_steps):
        pass
    return error_rates(networks, *valid), error_rates(networks, *test)


def load_results() -> list[dict]:
    """Return the stored runs of the contest, made by tools/make_contest.py."""
    return json.loads(RESULT.read_text())["runs"]


def choose_by_validation(runs: Sequence[dict]) -> list[dict]:
    """Return, for each task, budget and depth, the run whose learning rate did best on validation.

    Best by the median over the seeds, then by the mean. The test error has no say.
    """
    best = {}
    for run in runs:
        key = (run["task"], run["budget"], run["depth"])
        errors = run["valid_error"]
        score = (np.median(errors), np.mean(errors))
        if key not in best or score < best[key][0]:
            best[key] = (score, run)
    return [run for _, run in best.values()]
