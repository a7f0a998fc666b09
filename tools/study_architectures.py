"""Train tanh networks of 50 layers on digits: five kinds, four starts, seven rates, then five seeds.

    python tools/study_architectures.py

For notebook 08: what orthogonal weights, normalization layers and residual connections change where
networks are trained. For each kind and start the rate is chosen on validation images of one seed;
then networks of five other seeds are trained at it. 240 networks, some ten minutes on one core. The
result goes to data/architectures_study.json after every run, so an interrupted study goes on where
it stopped; a test trains some of the networks again.
"""

import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.initialization import architectures
from helpers.initialization.study import BATCH_SIZE, WIDTH

SETTINGS = {
    "script": "tools/study_architectures.py",
    "torch": torch.__version__,
    "depth": architectures.DEPTH,
    "width": WIDTH,
    "batch_size": BATCH_SIZE,
    "epochs": architectures.EPOCHS,
    "starts": architectures.STARTS,
    "rates": architectures.LEARNING_RATES,
}


def read_stored() -> dict:
    """Return what an earlier run has stored, or a beginning: other settings are not mixed."""
    settings = json.loads(json.dumps(SETTINGS))  # tuples become lists
    if architectures.RESULT.exists():
        stored = json.loads(architectures.RESULT.read_text())
        if all(stored.get(key) == settings[key] for key in ("depth", "epochs", "starts", "rates")):
            return stored
    return {**settings, "choices": {}, "runs": {}}


def runs(content: dict) -> Iterator[str]:
    """Do what is still to be done, put it into `content`, and yield the name of each run."""
    starts, rates = zip(*architectures.all_pairs(), strict=True)
    for seed in architectures.CHOICE_SEEDS:
        for kind in architectures.ARCHITECTURES:
            name = architectures.choice_name(kind, seed)
            if name not in content["choices"]:
                found = architectures.train_kind(kind, starts, rates, seed)
                content["choices"][name] = found["valid"][:, -1].round(4).tolist()
                yield name
    for seed in architectures.SEEDS:
        for kind in architectures.ARCHITECTURES:
            name = architectures.choice_name(kind, seed)
            if name not in content["runs"]:
                best = architectures.best_rates(content["choices"], kind)
                found = architectures.train_kind(kind, architectures.STARTS, best, seed)
                content["runs"][name] = {part: found[part].round(4).tolist() for part in found}
                yield name


def main() -> None:
    torch.set_num_threads(1)
    content, started = read_stored(), time.monotonic()
    for name in runs(content):
        architectures.RESULT.write_text(json.dumps(content, separators=(",", ":")) + "\n")
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
        started = time.monotonic()


if __name__ == "__main__":
    main()
