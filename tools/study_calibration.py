"""Train twenty networks on noisy digits for too long, and measure how sure and how right they are.

    python tools/study_calibration.py

For notebook 04: confidence, accuracy, calibration error and the best temperature, from the first
step to the 200th. Half a minute on one core. The result goes to data/calibration_study.json; a test
trains one of the networks again.
"""

import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.softmax import study


def main() -> None:
    torch.set_num_threads(1)
    rows = [list(study.overtrain(seed)) for seed in study.SEEDS]
    runs = {
        name: [[round(measures[name], 4) for measures in row] for row in rows]
        for name in rows[0][0]
    }
    content = {
        "script": "tools/study_calibration.py",
        "torch": torch.__version__,
        "seeds": study.SEEDS,
        "steps": study.STEPS,
        "runs": runs,
    }
    study.RESULT.write_text(json.dumps(content, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
