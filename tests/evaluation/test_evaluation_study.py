"""The stored studies: made by this code, chosen on validation, tested once, good enough."""

import json
import statistics
from dataclasses import replace

import pytest
import study_digits
import study_mnist
import torch

from helpers.datasets import mnist
from helpers.datasets.splits import random_split
from helpers.evaluation import study
from helpers.training import evaluate
from idx import write_idx

CURVE = dict(rel=0.02, abs=0.002)  # another CPU may round otherwise


@pytest.fixture(scope="module")
def stored():
    return study.load_mnist_study()


# --- The stored numbers ---------------------------------------------------------------------------


def test_stored_study_keeps_the_promises(stored):
    assert stored["recipe"]["test_error"]["mean"] < 0.025
    assert stored["better"]["test_error"]["mean"] < 0.014
    for part in ("recipe", "better"):
        errors = [result["error"] for result in stored[part]["test"].values()]
        assert len(errors) == 3
        assert max(errors) < {"recipe": 0.027, "better": 0.014}[part]  # one seed
        spread = {"mean": statistics.mean(errors), "sd": statistics.stdev(errors)}
        assert stored[part]["test_error"] == pytest.approx(spread, abs=1e-5)


def test_stored_choices_follow_from_the_validation_data(stored):
    """What was tested is what validation chose, and nothing else was tested."""
    recipe, better = stored["recipe"], stored["better"]
    scores = {
        lr: min(recipe["runs"][study_mnist.recipe_name(lr, 0)]["valid_loss"])
        for lr in study.LEARNING_RATES
    }
    lr = min(scores, key=scores.get)
    assert recipe["chosen"]["lr"] == lr
    assert list(recipe["test"]) == [study_mnist.recipe_name(lr, seed) for seed in (0, 1, 2)]
    scores = {
        candidate: better["runs"][study_mnist.candidate_name(candidate, 0)]["valid_error"][-1]
        for candidate in study.CANDIDATES
    }
    winner = min(scores, key=scores.get)
    assert better["chosen"]["name"] == winner.name
    assert tuple(better["chosen"]["hidden"]) == winner.hidden
    assert list(better["test"]) == [study_mnist.candidate_name(winner, seed) for seed in (0, 1, 2)]


def test_stored_studies_name_scripts_that_exist(stored):
    for content in (stored, study.load_digits_study()):
        assert (study_mnist.ROOT / content["script"]).is_file()


# --- Made again, in part --------------------------------------------------------------------------


def test_rehearsal_is_made_again(stored):
    rehearsal = stored["rehearsal_on_digits"]
    assert rehearsal["lr"] == study_mnist.REHEARSAL["lr"]
    assert study_mnist.rehearse() == pytest.approx(rehearsal["valid_loss"], **CURVE)


def test_one_digits_curve_is_made_again():
    stored, ours = study.load_digits_study()["runs"]["-0.25"], study_digits.curves(-0.25)
    assert ours["train_loss"] == pytest.approx(stored["train_loss"], **CURVE)
    assert ours["valid_error"] == pytest.approx(stored["valid_error"], abs=0.01)


@pytest.mark.mnist
def test_first_epochs_on_mnist_are_made_again(stored):
    x, y = mnist.load("train")
    valid, learn = random_split(x, y, (study_mnist.NUM_VALID, len(x) - study_mnist.NUM_VALID))
    torch.set_num_threads(1)
    _, history = study.run_recipe(learn, valid, lr=0.1, seed=0, num_epochs=2)
    run = stored["recipe"]["runs"][study_mnist.recipe_name(0.1, 0)]
    assert history.train_loss == pytest.approx(run["train_loss"][:2], rel=1e-3)
    assert history.valid_loss == pytest.approx(run["valid_loss"][:2], rel=1e-3)


# --- The machinery, on a tiny MNIST ---------------------------------------------------------------


NUM_TRAIN, NUM_VALID, NUM_TEST = 60, 20, 20


@pytest.fixture
def tiny_mnist(tmp_path):
    """Return a folder with made-up digits: the brighter, the larger."""
    raw = mnist.raw_folder(tmp_path / "tiny")
    raw.mkdir(parents=True)
    for part, size in (("train", NUM_TRAIN), ("t10k", NUM_TEST)):
        labels = torch.arange(size) % 10
        images = 25 * labels[:, None, None].expand(-1, 28, 28)
        write_idx(raw / f"{part}-images-idx3-ubyte", images)
        write_idx(raw / f"{part}-labels-idx1-ubyte", labels)
    return tmp_path / "tiny"


def test_study_runs_to_its_end_and_goes_on_where_it_stopped(tiny_mnist, tmp_path, monkeypatch):
    result, weights = tmp_path / "result.json", tmp_path / "weights"
    short = [replace(candidate, num_epochs=2) for candidate in study.CANDIDATES]
    load, tested = mnist.load, []

    def run() -> dict:
        ours = study_mnist.Study(result, weights)
        study_mnist.run_study(ours, tiny_mnist, NUM_VALID, num_epochs=3, candidates=short)
        return json.loads(result.read_text())

    def stop_before_the_test(part, folder):
        if part == "test":
            raise KeyboardInterrupt
        return load(part, folder)

    def when_trained() -> dict:
        return {path: path.stat().st_mtime_ns for path in weights.iterdir()}

    def count(model, x, y, loss_fn):
        tested.append(len(x))
        return evaluate(model, x, y, loss_fn)

    monkeypatch.setattr(study_mnist, "evaluate", count)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(study_mnist.mnist, "load", stop_before_the_test)
        run()
    interrupted = json.loads(result.read_text())
    assert "test" not in interrupted["recipe"]
    assert [len(interrupted[part]["runs"]) for part in ("recipe", "better")] == [5, 5]

    trained, done = when_trained(), run()
    assert when_trained() == trained  # nothing was trained twice
    assert tested == [NUM_TEST] * 6  # three seeds of each chosen model, once
    assert all("mean" in done[part]["test_error"] for part in ("recipe", "better"))
    run()
    assert len(tested) == 6  # a finished study never opens the test data again


# --- Parts ----------------------------------------------------------------------------------------


def test_random_shift_moves_whole_images():
    images = torch.zeros(200, 9, 9)
    images[:, 4, 4] = 1.0
    layer = study.RandomShift(2)
    torch.manual_seed(0)
    shifted = layer.train()(images)
    assert torch.equal(shifted.sum(dim=(1, 2)), torch.ones(200))
    rows, cols = shifted.flatten(1).argmax(1) // 9, shifted.flatten(1).argmax(1) % 9
    assert set(rows.tolist()) == set(cols.tolist()) == {2, 3, 4, 5, 6}
    assert torch.equal(layer.eval()(images), images)
    edge = torch.ones(50, 3, 3)
    assert layer.train()(edge).sum() < edge.sum()  # what leaves is gone, what comes in is 0
    assert torch.equal(study.RandomShift(0).train()(edge), edge)


def test_candidates_are_built_as_described():
    candidate = study.Candidate("test", (30, 20), dropout=0.5, most_shift=1)
    network = study.build(candidate, 64)
    assert network(torch.zeros(5, 8, 8)).shape == (5, 10)
    linears = [layer for layer in network if isinstance(layer, torch.nn.Linear)]
    assert [layer.out_features for layer in linears] == [30, 20, 10]
    assert [layer.p for layer in network if isinstance(layer, torch.nn.Dropout)] == [0.5, 0.5]
