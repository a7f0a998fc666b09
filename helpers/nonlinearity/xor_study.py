"""Do more steps help a network to find XOR, or more units? Results stored in data/xor_study.json.

`tools/study_xor.py` trains every network once; the notebook and the tests read what it found.
"""

import json

import numpy as np
import torch

from helpers.datasets.storage import DATA
from helpers.nonlinearity.xor_training import train_xor

RESULT = DATA / "xor_study.json"
WIDTHS = (2, 3, 4, 8)
STEPS = (25, 50, 100, 200, 500, 1000, 2000, 5000)
ACTIVATIONS = {"ReLU": torch.relu, "tanh": torch.tanh}
NUM_NETWORKS, BATCH = 250, 25
# The lowest loss, in nats, of a network that gives one output to two, three or all four of XOR's
# inputs, not all with the same target, and has the rest right.
PLATEAUS = {2: np.log(2) / 2, 3: (np.log(3) + 2 * np.log(3 / 2)) / 4, 4: np.log(2)}


def train(name: str, num_checkpoints: int = len(STEPS)) -> dict[str, list]:
    """Train the networks with activation `name` up to a checkpoint; return what is to be stored.

    "learned" holds for each checkpoint and width how many of each batch of 25 networks have all
    four right; "losses" for each width the failures' losses at the last checkpoint, in nats, rising.
    """
    steps = STEPS[:num_checkpoints]
    runs = train_xor(WIDTHS, ACTIVATIONS[name], NUM_NETWORKS, steps)
    batches = runs.learned.reshape(len(steps), len(WIDTHS), -1, BATCH).sum(axis=3)
    failed = [
        np.sort(losses[~learned]).round(4).tolist()
        for losses, learned in zip(runs.losses[-1], runs.learned[-1], strict=True)
    ]
    return {"learned": batches.tolist(), "losses": failed}


def load_shares() -> dict[str, np.ndarray]:
    """Return {activation: shares that learned XOR}, (num_steps, num_widths, num_batches)."""
    runs = json.loads(RESULT.read_text())["runs"]
    return {name: np.array(run["learned"]) / BATCH for name, run in runs.items()}


def load_failures() -> dict[str, list[np.ndarray]]:
    """Return {activation: for each width the losses of those that failed to the end}, in nats."""
    runs = json.loads(RESULT.read_text())["runs"]
    return {name: [np.array(losses) for losses in run["losses"]] for name, run in runs.items()}
