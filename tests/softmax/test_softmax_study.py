"""The stored study of calibration: complete, made by this code, and as section 15 tells it."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers.mlp import MLP
from helpers.softmax import calibration, study, tasks
from helpers.softmax.crossentropy import cross_entropy, softmax
from helpers.training import predict, train

RUNS = study.load_results()


def at(name: str, step: int) -> np.ndarray:
    """Return a measure of the twenty networks after a step."""
    return RUNS[name][:, study.STEPS.index(step)]


def until(name: str, first: int, last: int = 200) -> np.ndarray:
    """Return a measure of the twenty networks (20, steps), from one step to another."""
    return RUNS[name][:, study.STEPS.index(first) : study.STEPS.index(last) + 1]


@pytest.fixture(scope="module")
def overtrained():
    """The network of the notebook: its held-out logits after 200 steps, and the labels."""
    (x, y), (x_test, y_test) = tasks.digits(600, noise=0.25)
    torch.manual_seed(0)
    network = MLP([64, 64, 10]).double()
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    train(network, x.double(), y, nn.CrossEntropyLoss(), optimizer, 200)
    return predict(network, x_test.double()).numpy(), y_test.numpy()


@pytest.mark.parametrize("seed", [0, 7])
def test_some_networks_are_trained_again(seed):
    torch.set_num_threads(1)
    for number, measures in enumerate(study.overtrain(seed)):
        for name, value in measures.items():
            assert value == pytest.approx(RUNS[name][seed, number], rel=0.02, abs=0.02), name
    assert number == len(study.STEPS) - 1


def test_the_study_is_complete():
    assert {values.shape for values in RUNS.values()} == {(len(study.SEEDS), len(study.STEPS))}
    assert len(study.SEEDS) == 20


@pytest.mark.claims("After 5 steps the median network has 73 %", "and all logits begin small")
def test_every_network_begins_too_modest():
    assert (until("confidence", 5, 10) < until("accuracy", 5, 10) - 0.1).all()
    assert np.median(at("accuracy", 5)) == pytest.approx(0.73, abs=0.01)
    assert np.median(at("confidence", 5)) == pytest.approx(0.26, abs=0.01)
    # The size of the logits is what lacks: with the best temperature the same answers are honest.
    assert at("temperature", 5).max() < 0.3
    assert np.median(at("scaled_error", 5)) < 0.1 * np.median(at("judged_error", 5))


@pytest.mark.claims("At about step 20 the two lines cross", "The ECE is down to 0.02")
def test_at_step_20_they_are_as_sure_as_right():
    assert (at("confidence", 15) < at("accuracy", 15)).all()
    assert (at("confidence", 25) > at("accuracy", 25)).all()
    assert np.median(at("error", 20)) == pytest.approx(0.02, abs=0.005)
    assert at("error", 20).max() < 0.04
    assert set(np.array(study.STEPS)[RUNS["loss"].argmin(axis=1)]) <= {15, 20, 25}


@pytest.mark.claims(
    "From there to step 200 the confidence rises by 0.08 more",
    "The ECE grows to 0.11, in each network to more than three times",
)
def test_every_network_ends_too_sure_and_less_often_right():
    rise = at("confidence", 200) - at("confidence", 20)
    fall = at("accuracy", 20) - at("accuracy", 200)
    assert np.median(rise) == pytest.approx(0.08, abs=0.005)
    assert np.median(fall) == pytest.approx(0.02, abs=0.005)
    assert fall.min() > 0
    assert np.median(at("error", 200)) == pytest.approx(0.11, abs=0.005)
    assert (at("error", 200) > 3 * at("error", 20)).all()


@pytest.mark.claims("At step 30 none of the twenty networks has all training samples right")
def test_the_error_grows_before_all_training_samples_are_right():
    assert at("train_accuracy", 30).max() < 1
    assert at("train_accuracy", 50).min() == 1
    done = (at("error", 30) - at("error", 20)) / (at("error", 200) - at("error", 20))
    assert np.median(done) == pytest.approx(1 / 3, abs=0.05)


@pytest.mark.claims(
    "for the *training* digits the best temperature is below 1 at every step",
    "There the network is right more often than it is sure",
)
def test_on_training_digits_the_loss_always_asks_for_larger_logits():
    assert RUNS["train_temperature"].max() < 0.9
    assert (RUNS["train_accuracy"] > RUNS["train_confidence"]).all()
    assert np.median(at("train_temperature", 20)) == pytest.approx(0.7, abs=0.05)


@pytest.mark.claims("But between step 15 and step 25 their best temperature passes 1")
def test_on_held_out_digits_the_logits_are_too_small_and_then_too_large():
    assert until("temperature", 1, 15).max() < 1 < until("temperature", 25).min()
    assert (np.diff(until("temperature", 10)) > 0).all()


@pytest.mark.claims(
    "From step 10 on it stays near 0.03 (solid",
    "In each of the twenty networks of the study the ECE falls, from 0.10 to 0.03",
)
def test_one_division_repairs_it_at_every_step():
    scaled = until("scaled_error", 10)
    assert np.median(scaled, axis=0) == pytest.approx(0.03, abs=0.005)
    assert scaled.max() < 0.07
    assert (at("scaled_error", 200) < at("judged_error", 200)).all()
    assert np.median(at("judged_error", 200)) == pytest.approx(0.10, abs=0.006)


@pytest.mark.claims(
    "Left, the large dot and most others lie below the dashed line",
    "So what is left is no more than chance leaves",
    "Here the lowest cross-entropy and the lowest ECE lie at nearly the same $T$",
)
def test_the_notebooks_network_is_overconfident_and_repaired_to_what_chance_leaves(overtrained):
    z, labels = overtrained
    half = len(z) // 2
    temperature = calibration.fit_temperature(z[:half], labels[:half])
    z, labels = z[half:], labels[half:]
    confidence, accuracy, share = calibration.reliability(softmax(z), labels)
    below = accuracy < confidence
    assert below[-1]
    assert share[-1] == share[share > 0].max() > 0.5
    assert below[share > 0].mean() > 0.5
    p, rng = softmax(z / temperature), np.random.default_rng(0)
    perfect = [
        calibration.calibration_error(p, calibration.draw_labels(p, rng)) for _ in range(200)
    ]
    assert calibration.calibration_error(p, labels) < np.quantile(perfect, 0.95)
    temperatures = np.arange(0.5, 6.05, 0.1)
    losses = [cross_entropy(z / t, labels) for t in temperatures]
    errors = [calibration.calibration_error(softmax(z / t), labels) for t in temperatures]
    assert abs(temperatures[np.argmin(losses)] - temperatures[np.argmin(errors)]) < 0.5


@pytest.mark.claims("In section 9 the network was as sure in the empty corners")
def test_the_spiral_network_is_as_sure_in_empty_corners():
    x, y = tasks.spiral(3)
    corners = 1.1 * torch.tensor([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    torch.manual_seed(0)
    network = MLP([2, 32, 32, 3])
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    train(network, x, y, nn.CrossEntropyLoss(), optimizer, 200)
    sure = predict(network, corners).softmax(dim=1).amax(dim=1)
    assert sure.min() > predict(network, x).softmax(dim=1).amax(dim=1).mean() > 0.99


@pytest.mark.claims(
    "As it is: accuracy 0.84, ECE 0.11",
    "Stopped after 20 steps: accuracy 0.87",
    "The cheapest cure is among the best",
    "Label smoothing of 0.05 leaves an ECE of 0.06",
    "With 0.1 the ECE is 0.12",
    "AdamW with a weight decay of 1: accuracy 0.86, ECE 0.02",
    "With 3 the accuracy rises to 0.88, and the ECE to 0.09",
)
@pytest.mark.parametrize(
    ("smoothing", "decay", "num_steps", "right", "error", "side"),
    [
        (0.0, 0.0, 20, 0.867, 0.018, 0),
        (0.05, 0.0, 200, 0.860, 0.063, -1),
        (0.1, 0.0, 200, 0.860, 0.119, -1),
        (0.0, 1.0, 200, 0.860, 0.023, 1),
        (0.0, 3.0, 200, 0.880, 0.094, -1),
    ],
)
def test_what_prevents_overconfidence(smoothing, decay, num_steps, right, error, side):
    found = []
    for seed in range(5):
        (x, y), (x_test, y_test) = tasks.digits(600, noise=0.25, seed=seed)
        network = MLP([64, 64, 10], generator=torch.Generator().manual_seed(seed)).double()
        optimizer = torch.optim.AdamW(network.parameters(), lr=0.02, weight_decay=decay, fused=True)
        loss = nn.CrossEntropyLoss(label_smoothing=smoothing)
        train(network, x.double(), y, loss, optimizer, num_steps)
        found.append(study.measure(predict(network, x_test.double()).numpy(), y_test.numpy()))
    accuracy, confidence, ece = (
        np.median([run[name] for run in found]) for name in ("accuracy", "confidence", "error")
    )
    assert (accuracy, ece) == (pytest.approx(right, abs=0.01), pytest.approx(error, abs=0.01))
    if side:
        assert np.sign(confidence - accuracy) == side
    assert np.median(at("accuracy", 200)[:5]) == pytest.approx(0.845, abs=0.005)
    assert np.median(at("error", 200)[:5]) == pytest.approx(0.105, abs=0.005)
