"""Ask why .1 wins on MNIST and 1 on the small digits: the data, or the number of updates?

    python tools/study_updates.py [folder]

The recipe of notebook 05 at learning rates .1 and 1, five seeds each, for 19,600 updates on both data
sets: 100 epochs on MNIST, 3,920 on the digits that come with the course. Stored is the lowest
validation loss so far after 196, 392, ... updates. `folder` holds MNIST as torchvision stores it;
without one the environment variable MLP_COURSE_MNIST is asked, then the course's cache. Runs that
`study_mnist.py` has stored are taken from there. About ten minutes on one core. The result goes to
data/updates_study.json after every run, so an interrupted study goes on where it stopped; a test
makes a part of it again.
"""

import json
import math
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.datasets import digits, mnist
from helpers.datasets.splits import random_split
from helpers.evaluation import study

RESULT = Path(__file__).resolve().parent.parent / "data" / "updates_study.json"


def main() -> None:
    torch.set_num_threads(1)
    x, y = mnist.load("train", sys.argv[1] if sys.argv[1:] else None)
    mnist_valid, mnist_learn = random_split(x, y, (10_000, len(x) - 10_000))
    parts = {"digits": digits.load()[:2], "mnist": (mnist_learn, mnist_valid)}
    content = {
        "script": "tools/study_updates.py",
        "torch": torch.__version__,
        "updates": study.MARKED_UPDATES,
        "lowest_valid_loss": {name: {} for name in parts},
    }
    if RESULT.exists():
        content["lowest_valid_loss"] = study.load_updates_study()["lowest_valid_loss"]
    known = study.load_mnist_study()["recipe"]["runs"]
    for name, (learn, valid) in parts.items():
        num_samples = len(learn[1])
        num_epochs = round(study.MARKED_UPDATES[-1] / math.ceil(num_samples / study.BATCH_SIZE))
        runs = content["lowest_valid_loss"][name]
        for lr in (0.1, 1.0):
            for seed in range(5):
                run = f"lr {lr:g}, seed {seed}"
                if run not in runs:
                    if name == "mnist" and run in known:
                        losses = known[run]["valid_loss"]
                    else:
                        losses = study.run_recipe(learn, valid, lr, seed, num_epochs)[1].valid_loss
                    runs[run] = study.lowest_losses(losses, num_samples, study.MARKED_UPDATES)
                    RESULT.write_text(json.dumps(content, indent=1) + "\n")
                    print(name, run, runs[run], flush=True)


if __name__ == "__main__":
    main()
