"""Softmax, cross-entropy and its parts against exact values, torch, and their own laws."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch.nn import functional as F

from helpers.functions import numerical_gradient
from helpers.softmax import crossentropy

few = settings(max_examples=50, deadline=None)
logits = arrays(float, (3, 4), elements=st.floats(-50, 50))
weights = arrays(float, 4, elements=st.floats(0.01, 10))


@pytest.mark.claims("Its logit is ahead of the second by 1.1", "Class 1 had probability 0.2135")
def test_softmax_and_its_loss_by_hand():
    p = crossentropy.softmax([2.6, 1.5, 0.2, 0.6])
    assert p == pytest.approx([0.6415, 0.2135, 0.0582, 0.0868], abs=5e-5)
    assert p[0] / p[1] == pytest.approx(np.exp(1.1)) == pytest.approx(3, abs=0.05)
    assert crossentropy.cross_entropy([[2.6, 1.5, 0.2, 0.6]], [1]) == pytest.approx(
        1.5440, abs=5e-5
    )


@pytest.mark.claims(
    "The ratio of their probabilities was 7.4",
    "Its square root, 2.7.",
    "The difference between the logits falls from 2 to 1",
)
def test_a_temperature_of_two_takes_the_root_of_a_ratio():
    cold, warm = (crossentropy.softmax(np.array([3.0, 1.0]) / t) for t in (1, 2))
    assert cold[0] / cold[1] == pytest.approx(7.4, abs=0.05)
    assert warm[0] / warm[1] == pytest.approx(np.sqrt(cold[0] / cold[1])) == pytest.approx(np.e)


@few
@given(logits, st.floats(-1e4, 1e4))
def test_softmax_is_a_distribution_and_a_constant_changes_nothing(z, constant):
    p = crossentropy.softmax(z)
    assert p.sum(axis=1) == pytest.approx(np.ones(3))
    assert (p >= 0).all()
    assert crossentropy.softmax(z + constant) == pytest.approx(p, abs=1e-9)
    assert p == pytest.approx(torch.tensor(z).softmax(dim=1).numpy())


def test_softmax_of_large_logits():
    z = np.array([1000.0, 1001.0, 1002.0])
    assert np.isnan(crossentropy.naive_softmax(z)).all()
    assert crossentropy.softmax(z) == pytest.approx([0.0900, 0.2447, 0.6652], abs=5e-5)
    assert crossentropy.softmax([1e300, -1e300]) == pytest.approx([1, 0])


@pytest.mark.parametrize(
    ("name", "threshold"), [("float16", 11.09), ("float32", 88.72), ("float64", 709.78)]
)
@pytest.mark.claims(
    "Below 100, and for `float16`",
    "It overflows at 88.7 (32 bits) and 709.8 (64 bits)",
    "(With 64 bits the same happens from 710 on.)",
)
def test_overflow_thresholds(name, threshold):
    reaches = torch.tensor(88.0).exp().to(torch.bfloat16)
    assert reaches.isfinite()
    assert torch.tensor(89.0, dtype=torch.bfloat16).exp().isinf()
    dtype = crossentropy.FLOATS[name]
    limit = crossentropy.overflow_threshold(dtype)
    assert limit == pytest.approx(threshold, abs=0.005)
    with np.errstate(over="ignore"):
        assert np.isfinite(np.exp(dtype(limit - 0.02)))
        assert np.isinf(np.exp(dtype(limit + 0.02)))


@few
@given(st.floats(-300, 300), st.floats(-300, 300))
def test_two_classes_are_a_sigmoid(first, second):
    p = crossentropy.softmax([first, second])[0]
    assert p == pytest.approx(float(torch.sigmoid(torch.tensor(first - second))), abs=1e-6)


@few
@given(logits, st.lists(st.integers(0, 3), min_size=3, max_size=3))
def test_cross_entropy_and_its_gradient_agree_with_torch(z, labels):
    leaf = torch.tensor(z, requires_grad=True)
    loss = F.cross_entropy(leaf, torch.tensor(labels))
    loss.backward()
    assert crossentropy.cross_entropy(z, labels) == pytest.approx(loss.item(), rel=1e-9, abs=1e-12)
    gradient = crossentropy.cross_entropy_gradient(z, labels)
    assert gradient == pytest.approx(leaf.grad.numpy(), abs=1e-12)
    assert gradient.sum(axis=1) == pytest.approx(np.zeros(3), abs=1e-12)


@pytest.mark.claims("Descent goes against the gradient: it raises the logit of class 1")
def test_a_step_of_descent_raises_the_right_logit_and_lowers_the_likeliest_most():
    z = np.array([[2.6, 1.5, 0.2, 0.6]])
    step = -crossentropy.cross_entropy_gradient(z, [1])[0]
    assert (step > 0).tolist() == [False, True, False, False]
    assert step.argmin() == 0
    assert step.sum() == pytest.approx(0)


def test_gradient_against_finite_differences():
    z, labels = np.random.default_rng(0).standard_normal((3, 5)), [4, 0, 2]
    nudged = numerical_gradient(lambda z: crossentropy.cross_entropy(z, labels), z)
    assert crossentropy.cross_entropy_gradient(z, labels) == pytest.approx(nudged, abs=1e-9)


@pytest.mark.claims("once they use 32-bit numbers, as torch does")
def test_cross_entropy_is_exact_where_probabilities_round_to_zero():
    assert crossentropy.cross_entropy([[100.0, 0.0]], [1]) == pytest.approx(100)
    assert crossentropy.cross_entropy([[1000.0, 0.0]], [1]) == 1000
    careless = crossentropy.naive_softmax(np.array([100.0, 0.0], dtype=np.float32))
    assert careless[1] == 0  # of which the logarithm is minus infinity


@pytest.mark.claims(
    "check that the first loss is about $\\ln C$**, for 10 classes 2.303",
    "Chance costs ln 1000 = 6.9.",
    "A loss of 0.7 is chance for two classes",
    "To be undecided costs ln 2 = 0.69",
)
@pytest.mark.parametrize(("num_classes", "loss"), [(2, 0.693), (10, 2.303), (1000, 6.908)])
def test_loss_at_chance(num_classes, loss):
    found = crossentropy.cross_entropy(np.zeros((1, num_classes)), [0])
    assert found == pytest.approx(np.log(num_classes)) == pytest.approx(loss, abs=5e-4)


def test_entropy_kl_and_cross_entropy():
    found = crossentropy.decompose([0.7, 0.2, 0.1], [0.5, 0.3, 0.2])
    assert found == pytest.approx((0.80182, 0.08512, 0.88694), abs=5e-6)
    assert crossentropy.decompose([1, 0], [0.25, 0.75]) == pytest.approx(
        (0, math.log(4), math.log(4))
    )
    assert crossentropy.decompose([0.5, 0.5], [1, 0])[1] == np.inf


@pytest.mark.claims(
    "Ill with probability 0.7: a loss of 0.61.",
    "The divergence is 0 where the forecast is the truth, 0.7 and 0.3",
    "What remains is the entropy of the labels, 0.61",
)
def test_the_best_forecast_for_labels_that_disagree_is_their_share():
    forecasts = np.linspace(0.01, 0.99, 99)
    losses = [crossentropy.decompose([0.7, 0.3], [p, 1 - p])[2] for p in forecasts]
    assert forecasts[np.argmin(losses)] == pytest.approx(0.7)
    assert min(losses) == pytest.approx(0.61, abs=0.005)
    assert crossentropy.decompose([0.7, 0.3], [0.7, 0.3])[1] == pytest.approx(0, abs=1e-12)
    assert crossentropy.decompose([0.7, 0.3], [1.0, 0.0])[2] == np.inf


@few
@given(st.floats(1e-6, 1e6))
def test_a_logarithm_lies_below_its_tangent_at_one(t):
    assert math.log(t) <= t - 1
    assert math.log(t) < t - 1 or t == pytest.approx(1, abs=1e-6)


@few
@given(weights)
@pytest.mark.claims("who knows nothing pays, on average, no less than chance")
def test_one_forecast_for_all_pays_at_least_chance_if_classes_are_equally_frequent(weights):
    q = weights / weights.sum()
    paid = crossentropy.cross_entropy(np.log(np.tile(q, (4, 1))), np.arange(4))
    assert paid == pytest.approx(crossentropy.decompose(np.full(4, 0.25), q)[2])
    assert paid >= np.log(4) - 1e-12


@few
@given(weights, weights)
@pytest.mark.claims("Nobody pays less, on average, than the one who knows the truth")
def test_kl_is_never_negative_and_the_identity_holds(first, second):
    y, q = first / first.sum(), second / second.sum()
    entropy, divergence, cross = crossentropy.decompose(y, q)
    assert entropy + divergence == pytest.approx(cross)
    assert cross >= entropy - 1e-12
    assert divergence >= -1e-12
    assert divergence == pytest.approx(np.sum(y * np.log(y / q)), abs=1e-12)
    assert crossentropy.decompose(y, y)[1] == pytest.approx(0, abs=1e-12)


def test_one_hot():
    assert crossentropy.one_hot([2, 0], 3).tolist() == [[0, 0, 1], [1, 0, 0]]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: crossentropy.one_hot([3], 3), "labels"),
        (lambda: crossentropy.one_hot([-1], 3), "labels"),
        (lambda: crossentropy.decompose([0.5, 0.6], [0.5, 0.5]), "y must sum to 1"),
        (lambda: crossentropy.decompose([0.5, 0.5], [1.5, -0.5]), "q"),
    ],
)
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
