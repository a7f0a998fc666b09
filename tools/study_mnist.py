"""Run the study of notebook 05 on MNIST and store what came out.

    python tools/study_mnist.py [folder]

`folder` holds MNIST as torchvision stores it (it contains `MNIST/raw`); without one the environment
variable MLP_COURSE_MNIST is asked, then the course's cache. About twenty minutes on one core.

Part one, the recipe: 784-64-10, SGD, batch 256, 100 epochs, learning rates .01, .1 and 1; learning
rate and number of epochs are chosen by the validation loss. Part two, a better MLP: candidates are
compared by their validation error. What was chosen is run with two more seeds. 50,000 of the 60,000
training images are learned from and 10,000 validate. Only chosen models ever see the 10,000 test
images.

Every run is stored as soon as it ends, in data/mnist_study.json, and its weights below build/; an
interrupted study goes on where it stopped. Delete both to start anew.
"""

import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from helpers.datasets import digits, mnist
from helpers.datasets.splits import Part, random_split
from helpers.evaluation import study
from helpers.evaluation.study import CANDIDATES, LEARNING_RATES, NUM_EPOCHS, Candidate
from helpers.training import History, evaluate

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "data" / "mnist_study.json"
WEIGHTS = ROOT / "build" / "mnist_study"
SEEDS = (0, 1, 2)
NUM_VALID = 10_000
NUM_DIGITS = 5  # that are stored, after the point
REHEARSAL = dict(lr=0.1, seed=0)


class Study:
    """The runs so far, by name; `run` makes one that is missing and stores it at once."""

    def __init__(self, result: Path, weights: Path) -> None:
        self.path, self.weights = result, weights
        self.content = json.loads(result.read_text()) if result.exists() else describe()

    def run(self, part: str, name: str, make: Callable[[], tuple[nn.Module, History]]) -> dict:
        """Return the record of a run; `make()` returns its (model, history) if it is missing."""
        runs = self.content[part].setdefault("runs", {})
        if name not in runs:
            start = time.process_time()
            model, history = make()
            runs[name] = study.record(history, NUM_DIGITS) | {
                "cpu_seconds": round(time.process_time() - start, 1)
            }
            self.weights.mkdir(parents=True, exist_ok=True)
            torch.save(model.state_dict(), self.weights / f"{part} {name}.pt")
            self.store()
        return runs[name]

    def test(self, part: str, name: str, model: nn.Module, data: Part) -> None:
        """Measure a chosen run's weights on the test data, once."""
        results = self.content[part].setdefault("test", {})
        if name not in results:
            model.load_state_dict(torch.load(self.weights / f"{part} {name}.pt"))
            loss, accuracy = evaluate(model, *data, nn.CrossEntropyLoss())
            results[name] = {"loss": round(loss, 5), "error": round(1 - accuracy, 5)}
            self.store()

    def choose(self, part: str, chosen: object) -> None:
        """Store what was chosen on validation data, and the spread of the test error if known."""
        self.content[part]["chosen"] = chosen
        errors = [result["error"] for result in self.content[part].get("test", {}).values()]
        if len(errors) > 1:
            self.content[part]["test_error"] = {
                "mean": round(statistics.mean(errors), 5),
                "sd": round(statistics.stdev(errors), 5),
            }
        self.store()

    def store(self) -> None:
        """Write the file whole: an interrupt leaves the old one or the new one."""
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(self.content, indent=1) + "\n")
        new.replace(self.path)


def describe() -> dict:
    """Return the head of a new result."""
    return {
        "script": "tools/study_mnist.py",
        "torch": torch.__version__,
        "machine": platform.machine(),
        "threads": torch.get_num_threads(),
        "recipe": {},
        "better": {},
    }


def run_study(
    ours: Study,
    folder: Path | str | None = None,
    num_valid: int = NUM_VALID,
    num_epochs: int = NUM_EPOCHS,
    candidates: Sequence[Candidate] = CANDIDATES,
) -> None:
    """Run what is missing of both parts on the MNIST in `folder`; test what they chose."""
    x, y = mnist.load("train", folder)
    valid, learn = random_split(x, y, (num_valid, len(x) - num_valid))
    lr = run_recipes(ours, learn, valid, num_epochs)
    winner = run_candidates(ours, learn, valid, candidates)
    test = mnist.load("test", folder)  # not before everything has been chosen
    num_pixels = x[0].numel()
    for seed in SEEDS:
        recipe, _ = study.start_recipe(num_pixels, lr, seed)
        ours.test("recipe", recipe_name(lr, seed), recipe, test)
        ours.test("better", candidate_name(winner, seed), study.build(winner, num_pixels), test)
    ours.choose("recipe", {"lr": lr})
    ours.choose("better", vars(winner))


def run_recipes(ours: Study, learn: Part, valid: Part, num_epochs: int) -> float:
    """Run the recipe at every learning rate; return the one with the lowest validation loss."""

    def run(lr: float, seed: int) -> float:
        make = partial(study.run_recipe, learn, valid, lr, seed, num_epochs)
        return min(ours.run("recipe", recipe_name(lr, seed), make)["valid_loss"])

    return try_all(run, LEARNING_RATES)


def run_candidates(
    ours: Study, learn: Part, valid: Part, candidates: Sequence[Candidate]
) -> Candidate:
    """Train every candidate; return the one with the lowest validation error at its end."""

    def run(candidate: Candidate, seed: int) -> float:
        make = partial(study.run_candidate, candidate, learn, valid, seed)
        return ours.run("better", candidate_name(candidate, seed), make)["valid_error"][-1]

    return try_all(run, candidates)


def try_all(run: Callable, options: Iterable):
    """Score every option with the first seed; run the best with the others, too, and return it."""
    winner = min(options, key=lambda option: run(option, SEEDS[0]))
    for seed in SEEDS[1:]:
        run(winner, seed)
    return winner


def recipe_name(lr: float, seed: int) -> str:
    return f"lr {lr:g}, seed {seed}"


def candidate_name(candidate: Candidate, seed: int) -> str:
    return f"{candidate.name}, seed {seed}"


def rehearse() -> list[float]:
    """Return the validation losses of one run of the recipe on scikit-learn's digits."""
    learn, valid, _ = digits.load()
    _, history = study.run_recipe(learn, valid, **REHEARSAL)
    return study.record(history, NUM_DIGITS)["valid_loss"]


def main() -> None:
    torch.set_num_threads(1)
    ours = Study(RESULT, WEIGHTS)
    # A test makes this part again: it needs no MNIST.
    ours.content["rehearsal_on_digits"] = {**REHEARSAL, "valid_loss": rehearse()}
    run_study(ours, sys.argv[1] if sys.argv[1:] else None)
    for part in ("recipe", "better"):
        error = ours.content[part]["test_error"]
        print(f"{part}: test error {error['mean']:.2%}, spread {error['sd']:.2%} over {len(SEEDS)}")


if __name__ == "__main__":
    main()
