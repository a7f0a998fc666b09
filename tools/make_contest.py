"""Run the contest of notebook 06, wide against deep at one budget; write data/contest.json.

    python tools/make_contest.py

For every task, budget and depth it trains ten networks, one a seed, at each of four learning
rates, and stores validation and test errors of all. About twenty minutes on one core.
"""

import json
import sys
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from helpers.expressivity import contest  # noqa: E402

BUDGETS = (253, 782, 2701)  # sizes that every depth can spend to within 2 %
DEPTHS = (1, 2, 3, 5)
LEARNING_RATES = (0.003, 0.01, 0.03, 0.1)
NUM_STEPS, NUM_POINTS, NUM_SEEDS = 1000, 300, 10


def main() -> None:
    torch.set_flush_denormal(True)  # a unit that has died leaves numbers that are slow to add
    runs = []
    for task in contest.TASKS:
        for budget in BUDGETS:
            for depth in DEPTHS:
                sizes = contest.sizes_for(budget, depth)
                for lr in LEARNING_RATES:
                    valid, test = contest.compete(
                        task, sizes, lr, NUM_STEPS, range(NUM_SEEDS), NUM_POINTS
                    )
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
        "num_steps": NUM_STEPS,
        "num_points": NUM_POINTS,
        "runs": runs,
    }
    lines = json.dumps(result, indent=1).replace("\n    ", " ").replace("\n   ]", " ]")
    (ROOT / "data" / "contest.json").write_text(lines + "\n")


if __name__ == "__main__":
    main()
