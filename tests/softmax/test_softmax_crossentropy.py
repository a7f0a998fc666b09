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


def test_softmax_of_the_lecture():
    p = crossentropy.softmax([2.6, 1.5, 0.2, 0.6])
    assert p == pytest.approx([0.6415, 0.2135, 0.0582, 0.0868], abs=5e-5)
    assert crossentropy.cross_entropy([[2.6, 1.5, 0.2, 0.6]], [1]) == pytest.approx(
        1.5440, abs=5e-5
    )


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
def test_overflow_thresholds(name, threshold):
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


def test_gradient_against_finite_differences():
    z, labels = np.random.default_rng(0).standard_normal((3, 5)), [4, 0, 2]
    nudged = numerical_gradient(lambda z: crossentropy.cross_entropy(z, labels), z)
    assert crossentropy.cross_entropy_gradient(z, labels) == pytest.approx(nudged, abs=1e-9)


def test_cross_entropy_is_exact_where_probabilities_round_to_zero():
    assert crossentropy.cross_entropy([[100.0, 0.0]], [1]) == pytest.approx(100)
    assert crossentropy.cross_entropy([[1000.0, 0.0]], [1]) == 1000


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


@few
@given(weights, weights)
def test_kl_is_never_negative_and_the_identity_holds(first, second):
    y, q = first / first.sum(), second / second.sum()
    entropy, divergence, cross = crossentropy.decompose(y, q)
    assert entropy + divergence == pytest.approx(cross)
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
