"""Score a network on data without signal, split in three ways, over sixty data sets.

    python tools/study_confounding.py

For section 6.1 of notebook 05: how much of a score below one half is luck, and how much the split.
Half a minute on one core; the result goes to data/confounding_study.json, and a test makes some of
the data sets again.
"""

import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.evaluation import confounding

RESULT = Path(__file__).resolve().parent.parent / "data" / "confounding_study.json"
OFFSET, NUM_DATA_SETS = 2.0, 60


def main() -> None:
    torch.set_num_threads(1)
    scores = [confounding.network_scores(OFFSET, seed) for seed in range(NUM_DATA_SETS)]
    content = {
        "script": "tools/study_confounding.py",
        "torch": torch.__version__,
        "ways": ["by record", "by subject", "by subject, balanced"],
        "scores": [[round(score, 4) for score in row] for row in scores],
    }
    RESULT.write_text(json.dumps(content, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
