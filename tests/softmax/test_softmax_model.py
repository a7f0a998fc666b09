"""The science of notebook 04 against exact values, other libraries and its own laws."""

import math
import time

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch import nn
from torch.nn import functional as F

from helpers.functions import numerical_gradient
from helpers.mlp import MLP
from helpers.softmax import model
from helpers.training import accuracy, evaluate, probabilities, train

few = settings(max_examples=50, deadline=None)
logits = arrays(float, (3, 4), elements=st.floats(-50, 50))
weights = arrays(float, 4, elements=st.floats(0.01, 10))


def test_softmax_of_the_lecture():
    p = model.softmax([2.6, 1.5, 0.2, 0.6])
    assert p == pytest.approx([0.6415, 0.2135, 0.0582, 0.0868], abs=5e-5)
    assert model.cross_entropy([[2.6, 1.5, 0.2, 0.6]], [1]) == pytest.approx(1.5440, abs=5e-5)


@few
@given(logits, st.floats(-1e4, 1e4))
def test_softmax_is_a_distribution_and_a_constant_changes_nothing(z, constant):
    p = model.softmax(z)
    assert p.sum(axis=1) == pytest.approx(np.ones(3))
    assert (p >= 0).all()
    assert model.softmax(z + constant) == pytest.approx(p, abs=1e-9)
    assert p == pytest.approx(torch.tensor(z).softmax(dim=1).numpy())


def test_softmax_of_large_logits():
    z = np.array([1000.0, 1001.0, 1002.0])
    assert np.isnan(model.naive_softmax(z)).all()
    assert model.softmax(z) == pytest.approx([0.0900, 0.2447, 0.6652], abs=5e-5)
    assert model.softmax([1e300, -1e300]) == pytest.approx([1, 0])


@pytest.mark.parametrize(
    ("name", "threshold"), [("float16", 11.09), ("float32", 88.72), ("float64", 709.78)]
)
def test_overflow_thresholds(name, threshold):
    dtype = model.FLOATS[name]
    limit = model.overflow_threshold(dtype)
    assert limit == pytest.approx(threshold, abs=0.005)
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(dtype(limit - 0.02)))
        assert np.isinf(np.exp(dtype(limit + 0.02)))


@few
@given(st.floats(-300, 300), st.floats(-300, 300))
def test_two_classes_are_a_sigmoid(first, second):
    p = model.softmax([first, second])[0]
    assert p == pytest.approx(float(torch.sigmoid(torch.tensor(first - second))), abs=1e-6)


@few
@given(logits, st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_cross_entropy_and_its_gradient_agree_with_torch(z, labels):
    leaf = torch.tensor(z, requires_grad=True)
    loss = F.cross_entropy(leaf, torch.tensor(labels))
    loss.backward()
    assert model.cross_entropy(z, labels) == pytest.approx(loss.item(), rel=1e-9, abs=1e-12)
    gradient = model.cross_entropy_gradient(z, labels)
    assert gradient == pytest.approx(leaf.grad.numpy(), abs=1e-12)
    assert gradient.sum(axis=1) == pytest.approx(np.zeros(3), abs=1e-12)


def test_gradient_against_finite_differences():
    z, labels = np.random.default_rng(0).standard_normal((3, 5)), [4, 0, 2]
    nudged = numerical_gradient(lambda z: model.cross_entropy(z, labels), z)
    assert model.cross_entropy_gradient(z, labels) == pytest.approx(nudged, abs=1e-9)


def test_cross_entropy_is_exact_where_probabilities_round_to_zero():
    assert model.cross_entropy([[100.0, 0.0]], [1]) == pytest.approx(100)
    assert model.cross_entropy([[1000.0, 0.0]], [1]) == 1000


@pytest.mark.parametrize(("num_classes", "loss"), [(2, 0.693), (10, 2.303), (1000, 6.908)])
def test_loss_at_chance(num_classes, loss):
    found = model.cross_entropy(np.zeros((1, num_classes)), [0])
    assert found == pytest.approx(np.log(num_classes)) == pytest.approx(loss, abs=5e-4)


def test_entropy_kl_and_cross_entropy():
    found = model.decompose([0.7, 0.2, 0.1], [0.5, 0.3, 0.2])
    assert found == pytest.approx((0.80182, 0.08512, 0.88694), abs=5e-6)
    assert model.decompose([1, 0], [0.25, 0.75]) == pytest.approx((0, math.log(4), math.log(4)))
    assert model.decompose([0.5, 0.5], [1, 0])[1] == np.inf


@few
@given(weights, weights)
def test_kl_is_never_negative_and_the_identity_holds(first, second):
    y, q = first / first.sum(), second / second.sum()
    entropy, divergence, cross = model.decompose(y, q)
    assert entropy + divergence == pytest.approx(cross)
    assert divergence >= -1e-12
    assert divergence == pytest.approx(np.sum(y * np.log(y / q)), abs=1e-12)
    assert model.decompose(y, y)[1] == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("z", "cross", "squared"), [(-5.0, 0.9933, 0.0066), (-10.0, 0.99995, 4.5e-5)]
)
def test_vanishing_gradient(z, cross, squared):
    assert -model.binary_cross_entropy_slope(z) == pytest.approx(cross, abs=5e-5)
    assert -model.squared_error_slope(z) == pytest.approx(squared, rel=0.02)
    for loss, slope in (
        (model.binary_cross_entropy, model.binary_cross_entropy_slope),
        (model.squared_error, model.squared_error_slope),
    ):
        nudged = (loss(z + 1e-4) - loss(z - 1e-4)) / 2e-4
        assert slope(z) == pytest.approx(nudged, rel=1e-5)


def test_squared_error_is_steepest_at_one_third():
    z = np.linspace(-5, 5, 100001)
    steepest = z[np.argmax(-model.squared_error_slope(z))]
    assert 1 / (1 + np.exp(-steepest)) == pytest.approx(1 / 3, abs=1e-4)


@few
@given(logits, arrays(float, (3, 4), elements=st.sampled_from([0.0, 1.0])))
def test_multi_label_loss_agrees_with_torch(z, y):
    expected = F.binary_cross_entropy_with_logits(torch.tensor(z), torch.tensor(y)).item()
    assert model.multi_label_loss(z, y) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("num_classes", "floor"), [(2, 0.313), (3, 0.551), (10, 1.461)])
def test_double_softmax_floor(num_classes, floor):
    assert model.loss_floor(num_classes) == pytest.approx(floor, abs=5e-4)
    assert model.logit_gap(model.loss_floor(num_classes), num_classes) == pytest.approx(1)
    best = torch.eye(num_classes)
    assert F.cross_entropy(best, torch.arange(num_classes)).item() == pytest.approx(floor, abs=5e-4)
    losses = model.suspect_losses(num_classes)
    assert min(losses) > model.loss_floor(num_classes) - 1e-5
    assert losses[-1] == pytest.approx(floor, abs=1e-3)


@few
@given(st.floats(0.1, 10), st.integers(2, 100))
def test_logit_gap_inverts_the_loss(gap, num_classes):
    z = np.zeros((1, num_classes))
    z[0, 0] = gap
    assert model.logit_gap(model.cross_entropy(z, [0]), num_classes) == pytest.approx(gap, rel=1e-6)


def test_one_hot():
    assert model.one_hot([2, 0], 3).tolist() == [[0, 0, 1], [1, 0, 0]]


def test_reliability_by_hand():
    p = np.array([[0.9, 0.1], [0.05, 0.95], [0.6, 0.4], [0.7, 0.3]])
    confidence, accuracy, share = model.reliability(p, [0, 0, 0, 1], num_bins=2)
    assert np.isnan(confidence[0])
    assert (confidence[1], accuracy[1], share.tolist()) == (pytest.approx(0.7875), 0.5, [0, 1])
    assert model.calibration_error(p, [0, 0, 0, 1], num_bins=2) == pytest.approx(0.2875)
    assert model.calibration_error(np.eye(3), [0, 1, 2]) == 0


def test_a_known_temperature_is_found_again():
    z, labels = model.overconfident_logits(2.5, num_samples=20_000)
    temperature = model.fit_temperature(z, labels)
    assert temperature == pytest.approx(2.5, rel=0.03)
    before = model.calibration_error(model.softmax(z), labels)
    after = model.calibration_error(model.softmax(z / temperature), labels)
    assert after < 0.02 < 0.15 < before
    assert ((z / temperature).argmax(axis=1) == z.argmax(axis=1)).all()


def test_drawn_labels_follow_their_probabilities():
    p = np.tile([0.2, 0.5, 0.3], (20_000, 1))
    labels = model.draw_labels(p, np.random.default_rng(0))
    assert np.bincount(labels) / len(p) == pytest.approx([0.2, 0.5, 0.3], abs=0.015)
    assert (model.draw_labels(np.eye(3), np.random.default_rng(0)) == [0, 1, 2]).all()


def test_overtraining_spoils_calibration_and_a_temperature_repairs_it():
    (x, y), (x_test, y_test) = model.digits(600, noise=0.25)
    network = MLP([64, 64, 10], "ReLU", generator=torch.Generator().manual_seed(0))
    seen = []

    def measure(history):
        if history.num_epochs in (20, 200):
            error = model.calibration_error(probabilities(network, x_test), y_test)
            seen.append((accuracy(network, x_test, y_test), error))

    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    train(network, x, y, nn.CrossEntropyLoss(), optimizer, 200, on_epoch=measure)
    (accuracy_before, error_before), (accuracy_after, error_after) = seen
    assert abs(accuracy_after - accuracy_before) < 0.035
    assert error_after > 1.8 * error_before
    z = network(x_test).detach().numpy()
    temperature = model.fit_temperature(z[:600], y_test[:600].numpy())
    repaired = model.calibration_error(model.softmax(z[600:] / temperature), y_test[600:].numpy())
    assert temperature > 2
    assert repaired < 0.5 * error_after


def test_digits_are_learned_within_five_seconds():
    (x, y), (x_test, y_test) = model.digits(1347)
    network = MLP([64, 64, 10], "ReLU", generator=torch.Generator().manual_seed(0))
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    start = time.process_time()  # what the loop needs, whatever else the machine does
    train(network, x, y, nn.CrossEntropyLoss(), optimizer, 15, 64)
    assert time.process_time() - start < 5
    assert evaluate(network, x_test, y_test, nn.CrossEntropyLoss())[1] >= 0.97


@pytest.mark.parametrize("num_classes", [2, 3, 5])
def test_the_spiral_is_learned_by_the_trainers_defaults(num_classes):
    x, y = model.spiral(num_classes)
    network = MLP([2, 16, 16, num_classes], "ReLU", generator=torch.Generator().manual_seed(0))
    *_, losses = model.train_in_strides(network, x, y, num_steps=500)
    assert losses[0] == pytest.approx(np.log(num_classes), abs=0.2)
    assert len(losses) == 500
    assert accuracy(network, *model.spiral(num_classes, seed=1)) > 0.95


def test_a_line_cannot_learn_the_spiral():
    x, y = model.spiral(3)
    network = MLP([2, 16, 16, 3], "Identity", generator=torch.Generator().manual_seed(0))
    *_, _ = model.train_in_strides(network, x, y, num_steps=200)
    assert accuracy(network, x, y) < 0.75


def test_spiral_and_grid_lie_where_they_should():
    x, y = model.spiral(3, num_per_class=50)
    assert x.shape == (150, 2)
    assert y.bincount().tolist() == [50, 50, 50]
    assert x.norm(dim=1).max() <= 1.0001
    points = model.grid(5, 1.0).reshape(5, 5, 2)
    assert points[0, 0].tolist() == [-1, -1]
    assert points[0, -1].tolist() == [1, -1]  # a row runs along the first input
    assert points[-1, 0].tolist() == [-1, 1]


def test_digits_split_and_noise():
    (x, y), (x_test, y_test) = model.digits(1000)
    assert (x.shape, x_test.shape, len(y), len(y_test)) == ((1000, 64), (797, 64), 1000, 797)
    assert 0 <= x.min() <= x.max() <= 1
    (noisy, same), _ = model.digits(1000, noise=0.25)
    assert torch.equal(same, y)
    assert 0.05 < (noisy - x).abs().mean() < 0.25


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: model.one_hot([3], 3), "labels"),
        (lambda: model.one_hot([-1], 3), "labels"),
        (lambda: model.decompose([0.5, 0.6], [0.5, 0.5]), "y must sum to 1"),
        (lambda: model.decompose([0.5, 0.5], [1.5, -0.5]), "q"),
        (lambda: model.logit_gap(0.0, 2), "loss"),
        (lambda: model.logit_gap(0.3, 1), "num_classes"),
        (lambda: model.loss_floor(1), "num_classes"),
        (lambda: model.spiral(1), "num_classes"),
        (lambda: model.spiral(3, noise=-1), "noise"),
        (lambda: model.digits(0), "num_train"),
        (lambda: model.digits(1797), "num_train"),
        (lambda: model.digits(100, noise=-1), "noise"),
        (lambda: model.reliability(np.array([[0.5, np.nan]]), [0]), "p"),
        (lambda: model.reliability(np.eye(2), [0, 1], num_bins=0), "num_bins"),
        (lambda: model.fit_temperature(np.array([[np.inf, 0]]), [0]), "z"),
        (lambda: model.overconfident_logits(0), "temperature"),
    ],
)
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
