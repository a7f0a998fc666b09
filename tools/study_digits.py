"""Train on scikit-learn's digits at seventeen learning rates and store the curves.

    python tools/study_digits.py

The recipe of notebook 05 (64 hidden units, SGD, batch 256, 100 epochs) at learning rates from .001 to
10: the curves of one seed, and the lowest validation error of five. Two minutes on one core; the
result goes to data/digits_study.json, and a test makes some of it again.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.datasets import digits
from helpers.evaluation import study

RESULT = Path(__file__).resolve().parent.parent / "data" / "digits_study.json"
EXPONENTS = np.arange(-3, 1.01, 0.25)
SEEDS = range(5)


def curves(exponent: float, seed: int = SEEDS[0]) -> dict[str, list[float]]:
    """Return the loss and error curves of the recipe at the learning rate 10^exponent."""
    learn, valid, _ = digits.load()
    _, history = study.run_recipe(learn, valid, 10.0**exponent, seed)
    return study.record(history, num_digits=4)


def main() -> None:
    torch.set_num_threads(1)
    runs, lowest = {}, {}
    for exponent in EXPONENTS:
        of_seeds = [curves(exponent, seed) for seed in SEEDS]
        runs[f"{exponent:g}"] = of_seeds[0]
        lowest[f"{exponent:g}"] = [min(run["valid_error"]) for run in of_seeds]
    content = {
        "script": "tools/study_digits.py",
        "torch": torch.__version__,
        "runs": runs,  # of the first seed
        "lowest_valid_error": lowest,  # of every seed
    }
    RESULT.write_text(json.dumps(content, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
