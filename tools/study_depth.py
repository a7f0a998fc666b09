"""Train tanh networks of 5 to 80 layers on scikit-learn's digits: six starts, four rates, five seeds.

    python tools/study_depth.py

For notebook 08: which depths learn at which initial sigma_w^2, on the images that were trained on
and on new ones, and what the learning rate has to do with it. 600 networks, some twenty minutes on
one core. The result goes to data/depth_study.json after every depth and seed, so an interrupted run
goes on where it stopped; a test trains some of the networks again.
"""

import json
import sys
import time
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.initialization import study

SETTINGS = {
    "script": "tools/study_depth.py",
    "torch": torch.__version__,
    "sigma_b^2": study.BIAS_VARIANCE,
    "width": study.WIDTH,
    "batch_size": study.BATCH_SIZE,
    "epochs": study.EPOCHS,
    "starts": study.all_starts(),
}


def main() -> None:
    torch.set_num_threads(1)
    content = {**SETTINGS, "runs": {}}
    if study.RESULT.exists():
        stored = study.load_results()
        # Runs of other settings are not mixed with these.
        if stored.get("starts") == [list(start) for start in SETTINGS["starts"]]:
            content["runs"] = stored["runs"]
    for seed in study.SEEDS:
        for depth in study.DEPTHS:
            name = study.run_name(depth, seed)
            if name in content["runs"]:
                continue
            started = time.monotonic()
            found = study.train_deep(depth, study.all_starts(), seed)
            content["runs"][name] = {part: found[part].round(4).tolist() for part in found}
            study.RESULT.write_text(json.dumps(content, separators=(",", ":")) + "\n")
            print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
