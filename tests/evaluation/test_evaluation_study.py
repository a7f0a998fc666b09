"""The stored studies: made by this code, chosen on validation, tested once, good enough."""

import importlib
import json
import os
import statistics

import pytest
import study_digits
import study_mnist
import torch

from helpers.datasets import mnist
from helpers.evaluation import model, study
from helpers.training import evaluate

CURVE = dict(rel=0.02, abs=0.002)  # another CPU may round otherwise


@pytest.fixture(scope="module")
def stored():
    return model.load_mnist_study()


# --- The stored numbers ---------------------------------------------------------------------------


def test_stored_study_keeps_the_promises(stored):
    assert stored["recipe"]["test_error"]["mean"] < 0.025
    assert stored["better"]["test_error"]["mean"] < 0.014
    for part in ("recipe", "better"):
        errors = [result["error"] for result in stored[part]["test"].values()]
        assert len(errors) == 3
        assert max(errors) < {"recipe": 0.027, "better": 0.014}[part]  # one seed
        assert stored[part]["test_error"]["mean"] == pytest.approx(
            statistics.mean(errors), abs=1e-5
        )
        assert stored[part]["test_error"]["sd"] == pytest.approx(statistics.stdev(errors), abs=1e-5)


def test_stored_choices_follow_from_the_validation_data(stored):
    """What was tested is what validation chose, and nothing else was tested."""
    recipe, better = stored["recipe"], stored["better"]
    scores = {
        lr: min(recipe["runs"][study_mnist.recipe_name(lr, 0)]["valid_loss"])
        for lr in study.LEARNING_RATES
    }
    lr = study.choose(scores)
    assert recipe["chosen"]["lr"] == lr
    assert list(recipe["test"]) == [study_mnist.recipe_name(lr, seed) for seed in (0, 1, 2)]
    scores = {
        candidate: better["runs"][study_mnist.candidate_name(candidate, 0)]["valid_error"][-1]
        for candidate in study.CANDIDATES
    }
    winner = study.choose(scores)
    assert better["chosen"]["name"] == winner.name
    assert tuple(better["chosen"]["hidden"]) == winner.hidden
    assert list(better["test"]) == [study_mnist.candidate_name(winner, seed) for seed in (0, 1, 2)]


def test_stored_studies_name_scripts_that_exist(stored):
    for content in (stored, model.load_digits_study()):
        assert (study_mnist.ROOT / content["script"]).is_file()


# --- Made again, in part --------------------------------------------------------------------------


def test_rehearsal_is_made_again(stored):
    rehearsal = stored["rehearsal_on_digits"]
    assert rehearsal["lr"] == study_mnist.REHEARSAL["lr"]
    assert study_mnist.rehearse() == pytest.approx(rehearsal["valid_loss"], **CURVE)


@pytest.mark.parametrize("exponent", [-0.25])
def test_one_digits_curve_is_made_again(exponent):
    stored = model.load_digits_study()["runs"][f"{exponent:g}"]
    ours = study_digits.curves(exponent)
    assert ours["train_loss"] == pytest.approx(stored["train_loss"], **CURVE)
    assert ours["valid_error"] == pytest.approx(stored["valid_error"], abs=0.01)


def test_first_epochs_on_mnist_are_made_again(stored):
    """On the real MNIST where a variable names it; the tests around this one need none."""
    if os.environ.get(mnist.VARIABLE) is None:
        return
    learn, valid = study.hold_out(*mnist.load("train"), study_mnist.NUM_VALID)
    torch.set_num_threads(1)
    _, history = study.run_recipe(learn, valid, lr=0.1, seed=0, num_epochs=2)
    run = stored["recipe"]["runs"][study_mnist.recipe_name(0.1, 0)]
    assert history.train_loss == pytest.approx(run["train_loss"][:2], rel=1e-3)
    assert history.valid_loss == pytest.approx(run["valid_loss"][:2], rel=1e-3)


# --- The machinery, on a tiny MNIST ----------------------------------------------------------------


@pytest.fixture
def tiny_study(tmp_path, monkeypatch):
    """Point the script at a folder of the test's own, with 60 made-up digits and short trainings."""
    raw = mnist.raw_folder(tmp_path / "tiny")
    raw.mkdir(parents=True)
    for part, size in (("train", 60), ("t10k", 20)):
        digits = torch.arange(size) % 10
        images = 25 * digits[:, None, None].expand(-1, 28, 28)  # the brighter, the larger
        mnist.write_idx(raw / f"{part}-images-idx3-ubyte", images)
        mnist.write_idx(raw / f"{part}-labels-idx1-ubyte", digits)
    monkeypatch.setattr(study_mnist, "RESULT", tmp_path / "result.json")
    monkeypatch.setattr(study_mnist, "WEIGHTS", tmp_path / "weights")
    monkeypatch.setattr(study_mnist, "NUM_VALID", 20)
    monkeypatch.setattr(study, "NUM_EPOCHS", 3)
    monkeypatch.setattr(study.run_recipe, "__defaults__", (3,))
    short = tuple(study.shorten(candidate, 2) for candidate in study.CANDIDATES)
    monkeypatch.setattr(study, "CANDIDATES", short)
    monkeypatch.setattr(study_mnist.run_candidates, "__defaults__", (short,))
    monkeypatch.setattr(
        study_mnist.Study.__init__, "__defaults__", (tmp_path / "result.json", tmp_path / "weights")
    )
    monkeypatch.setattr("sys.argv", ["study_mnist.py", str(tmp_path / "tiny")])
    monkeypatch.setattr(study_mnist, "rehearse", lambda: [])
    return tmp_path / "result.json"


def test_study_runs_to_its_end_and_goes_on_where_it_stopped(tiny_study, monkeypatch, capsys):
    real, tested = study_mnist.mnist.load, []

    def stop_before_the_test(part, folder):
        if part == "test":
            raise KeyboardInterrupt
        return real(part, folder)

    monkeypatch.setattr(study_mnist.mnist, "load", stop_before_the_test)
    with pytest.raises(KeyboardInterrupt):
        study_mnist.main()
    interrupted = json.loads(tiny_study.read_text())
    assert "test" not in interrupted["recipe"]
    assert len(interrupted["recipe"]["runs"]) == 5
    assert len(interrupted["better"]["runs"]) == 5

    def count(network, x, y, loss_fn):
        tested.append(len(x))
        return evaluate(network, x, y, loss_fn)

    monkeypatch.setattr(study_mnist.mnist, "load", real)
    monkeypatch.setattr(study_mnist, "evaluate", count)
    study_mnist.main()
    done = json.loads(tiny_study.read_text())
    assert done["recipe"]["runs"] == interrupted["recipe"]["runs"]  # nothing was trained twice
    assert tested == [20] * 6  # three seeds of each chosen model, once
    assert "over 3" in capsys.readouterr().out
    study_mnist.main()
    assert len(tested) == 6  # a finished study never opens the test data again


def test_script_is_importable_without_running():
    assert importlib.reload(study_digits).SEED == 0


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


def test_live_run_takes_the_same_steps_as_the_recipe():
    learn, valid, _ = study_digits.digits.load()
    live = [losses[-1] for losses, _ in study.run_live(learn, valid, 0.3, 4, 5)]
    _, history = study.run_recipe(learn, valid, 0.3, 4, 5)
    assert live == history.valid_loss


def test_live_run_ends_when_the_loss_does():
    learn, valid, _ = study_digits.digits.load()
    assert len(list(study.run_live(learn, valid, 1e30, 0, 5))) < 5


def test_hold_out_is_a_partition():
    x, y = torch.arange(20.0)[:, None], torch.arange(20)
    (x_rest, y_rest), (x_held, y_held) = study.hold_out(x, y, 6)
    assert (len(x_rest), len(x_held)) == (14, 6)
    assert sorted([*y_rest.tolist(), *y_held.tolist()]) == list(range(20))
    assert torch.equal(x_held.flatten(), y_held.float())
    with pytest.raises(ValueError, match="num_rest"):
        study.hold_out(x, y, 20)
