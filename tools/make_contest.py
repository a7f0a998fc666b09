"""Run the contest of notebook 06, wide against deep at one budget; write data/contest.json.

    python tools/make_contest.py

For every task, budget, start and depth it trains twelve networks, one per seed, at three learning
rates, and then at more of them until the best on validation has a worse neighbor on either side.
It stores validation and test errors of all. About twenty minutes on one core. The file is written
after every twelve networks, so an interrupted run goes on where it stopped.
"""

import json
import sys
from itertools import product
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.expressivity import study
from helpers.expressivity.contest import STARTS, TASKS, sizes_for

SETTINGS = {
    "made_by": "tools/make_contest.py",
    "num_steps": study.NUM_STEPS,
    "num_points": study.NUM_POINTS,
    "num_seeds": study.NUM_SEEDS,
}


def main() -> None:
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)  # a unit that has died leaves numbers that are slow to add
    runs = stored_runs()
    for budget, start, task, depth in product(study.BUDGETS, STARTS, TASKS, study.DEPTHS):
        sizes = sizes_for(budget, depth)
        same = [run for run in runs if study.condition(run) == (task, budget, start, depth)]
        while (lr := study.next_rate(same)) is not None:
            same.append(compete(task, budget, start, depth, sizes, lr))
            runs.append(same[-1])
            store(runs)
            print(runs[-1], flush=True)


def compete(task: str, budget: int, start: str, depth: int, sizes: list[int], lr: float) -> dict:
    """Return one entry of the file: twelve networks at one learning rate."""
    seeds = range(study.NUM_SEEDS)
    errors = study.compete(task, sizes, start, lr, study.NUM_STEPS, seeds, study.NUM_POINTS)
    valid, test = ([round(float(error), 4) for error in part] for part in errors)
    return {
        "task": task,
        "budget": budget,
        "start": start,
        "depth": depth,
        "sizes": sizes,
        "lr": lr,
        "valid_error": valid,
        "test_error": test,
    }


def stored_runs() -> list[dict]:
    """Return what an interrupted run has left, unless it had other settings."""
    if not study.RESULT.exists():
        return []
    content = json.loads(study.RESULT.read_text())
    same = SETTINGS.items() <= content.items()
    return content["runs"] if same else []


def store(runs: list[dict]) -> None:
    lines = json.dumps({**SETTINGS, "runs": runs}, indent=1)
    study.RESULT.write_text(lines.replace("\n    ", " ").replace("\n   ]", " ]") + "\n")


if __name__ == "__main__":
    main()
