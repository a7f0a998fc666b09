"""Run the contest of notebook 06, wide against deep at one budget; write data/contest.json.

    python tools/make_contest.py

For every task, budget and depth it trains ten networks, one per seed, at each of four learning
rates, and stores validation and test errors of all. About twenty minutes on one core.
"""

import json
import sys
from itertools import product
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.expressivity import study
from helpers.expressivity.contest import TASKS, sizes_for


def main() -> None:
    torch.set_flush_denormal(True)  # a unit that has died leaves numbers that are slow to add
    runs = []
    seeds = range(study.NUM_SEEDS)
    grid = product(TASKS, study.BUDGETS, study.DEPTHS, study.LEARNING_RATES)
    for task, budget, depth, lr in grid:
        sizes = sizes_for(budget, depth)
        valid, test = study.compete(task, sizes, lr, study.NUM_STEPS, seeds, study.NUM_POINTS)
        runs.append(
            {
                "task": task,
                "budget": budget,
                "depth": depth,
                "sizes": sizes,
                "lr": lr,
                "valid_error": [round(float(error), 4) for error in valid],
                "test_error": [round(float(error), 4) for error in test],
            }
        )
        print(runs[-1], flush=True)
    result = {
        "made_by": "tools/make_contest.py",
        "num_steps": study.NUM_STEPS,
        "num_points": study.NUM_POINTS,
        "runs": runs,
    }
    lines = json.dumps(result, indent=1).replace("\n    ", " ").replace("\n   ]", " ]")
    study.RESULT.write_text(lines + "\n")


if __name__ == "__main__":
    main()
