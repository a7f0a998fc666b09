"""Train tanh networks of 5 to 80 layers on scikit-learn's digits, from nine starts, at two rates.

    python tools/study_depth.py

For notebook 08: which depths learn at which initial sigma_w^2, and what the learning rate has to do
with it. 126 networks, twenty-odd minutes on one core. The result goes to
data/depth_study.json after every network, so an interrupted run goes on where it stopped; a test
trains some of the networks again.
"""

import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.initialization import study


def main() -> None:
    torch.set_num_threads(1)
    content = {
        "script": "tools/study_depth.py",
        "torch": torch.__version__,
        "sigma_b^2": study.BIAS_VARIANCE,
        "width": study.WIDTH,
        "batch_size": study.BATCH_SIZE,
        "epochs": study.EPOCHS,
        "runs": {},
    }
    if study.RESULT.exists():
        content["runs"] = study.load_results()["runs"]
    for lr in study.LEARNING_RATES:
        for depth in study.DEPTHS:
            for variance in study.WEIGHT_VARIANCES:
                name = study.run_name(lr, variance, depth)
                if name not in content["runs"]:
                    content["runs"][name] = study.train_deep(depth, variance, lr)
                    study.RESULT.write_text(json.dumps(content, separators=(",", ":")) + "\n")
                    print(name, content["runs"][name]["train_accuracy"][-1], flush=True)


if __name__ == "__main__":
    main()
