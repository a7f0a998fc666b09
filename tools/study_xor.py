"""Train 2,000 small networks on XOR for up to 5,000 steps: do more steps help, or more units?

    python tools/study_xor.py

For notebook 02: 250 networks each with 2, 3, 4 and 8 hidden units, ReLU and tanh. One minute on one
core. The result goes to data/xor_study.json; a test trains all of them again for 200 steps.
"""

import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.nonlinearity import xor_study


def main() -> None:
    content = {
        "script": "tools/study_xor.py",
        "torch": torch.__version__,
        "widths": xor_study.WIDTHS,
        "steps": xor_study.STEPS,
        "networks": xor_study.NUM_NETWORKS,
        "batch": xor_study.BATCH,
        "runs": {name: xor_study.train(name) for name in xor_study.ACTIVATIONS},
    }
    xor_study.RESULT.write_text(json.dumps(content, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
