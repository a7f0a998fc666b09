"""Perceptron learning, against its theorem and against a support vector machine."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.svm import SVC

from helpers.datasets import iris
from helpers.nonlinearity.gates import INPUTS, TARGETS
from helpers.nonlinearity.perceptron import (
    find_cycle,
    max_margin,
    mistake_bound,
    perceptron_update,
    train_perceptron,
    with_constant,
)

LABELS = {gate: 2 * targets - 1 for gate, targets in TARGETS.items()}
EXAMPLES = with_constant(INPUTS)


@pytest.mark.parametrize("gate", ["AND", "OR"])
def test_perceptron_stops_within_its_bound(gate):
    run = train_perceptron(EXAMPLES, LABELS[gate], 1000)
    assert run.converged
    assert np.all(LABELS[gate] * (EXAMPLES @ run.weights[-1]) > 0)
    assert len(run.examples) <= mistake_bound(EXAMPLES, LABELS[gate])


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_perceptron_bound_on_random_separable_data(seed):
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((20, 3))
    labels = np.where(inputs @ rng.standard_normal(3) > 0, 1, -1)
    gamma = max_margin(inputs, labels)
    if gamma > 0.02:  # else the bound allows too many updates for a fast test
        run = train_perceptron(inputs, labels, 100_000)
        assert run.converged
        assert len(run.examples) <= mistake_bound(inputs, labels) * (1 + 1e-9)


def test_margin_is_that_of_a_support_vector_machine():
    rng = np.random.default_rng(1)
    inputs = rng.standard_normal((30, 2))
    labels = np.where(inputs @ [1.0, 2.0] > 0, 1, -1)
    inputs += 0.3 * labels[:, None] * np.array([1.0, 2.0])
    # Without an intercept: every example and its mirror image, with the opposite label.
    machine = SVC(kernel="linear", C=1e6, tol=1e-8)
    machine.fit(np.vstack([inputs, -inputs]), np.append(labels, -labels))
    expected = 1 / np.linalg.norm(machine.coef_)
    assert max_margin(inputs, labels) == pytest.approx(expected, rel=1e-3)


@pytest.mark.claims("On the way it never has more than two of four right")
def test_xor_has_no_margin_and_the_perceptron_cycles():
    assert max_margin(EXAMPLES, LABELS["XOR"]) == 0
    assert mistake_bound(EXAMPLES, LABELS["XOR"]) == np.inf
    run = train_perceptron(EXAMPLES, LABELS["XOR"], 60)
    assert not run.converged
    assert find_cycle(run.weights) == (0, 4)
    assert run.num_wrong.min() == 2
    for order in map(list, itertools.permutations(range(4))):
        run = train_perceptron(EXAMPLES[order], LABELS["XOR"][order], 60)
        assert find_cycle(run.weights)[1] == 4
    assert np.sum((EXAMPLES @ [1, 1, -0.5] > 0) == (TARGETS["XOR"] == 1)) == 3  # an OR has three


@pytest.mark.claims(
    "We let it run with the flowers in eight other orders",
    "On versicolor, about half of its lines were worse",
)
def test_half_of_the_lines_for_versicolor_are_worse_than_always_no():
    measurements, species = iris.load()
    petals = with_constant(np.rint(10 * measurements[:, 2:]).astype(int), 10)
    for seed in range(1, 9):
        order = np.random.default_rng(seed).permutation(150)
        run = train_perceptron(petals[order], np.where(species == 1, 1, -1)[order], 300)
        assert 0.45 < np.mean(run.num_wrong > 50) < 0.55
        assert np.mean(run.num_wrong < 50) < 0.1


def test_a_run_records_each_update():
    run = train_perceptron(EXAMPLES, LABELS["OR"], 100)
    for before, after, example in zip(run.weights[:-1], run.weights[1:], run.examples, strict=True):
        expected = perceptron_update(before, EXAMPLES[example], LABELS["OR"][example])
        assert np.array_equal(after, expected)
        assert not np.array_equal(after, before)
    assert find_cycle(run.weights) is None


def test_feature_map_makes_xor_learnable():
    features = np.column_stack([INPUTS, INPUTS.prod(axis=1), np.ones(4)])
    assert train_perceptron(features, LABELS["XOR"], 1000).converged


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: train_perceptron(EXAMPLES, TARGETS["OR"], 10), "labels"),
        (lambda: train_perceptron(EXAMPLES, LABELS["OR"], 0), "max_updates"),
        (lambda: max_margin(EXAMPLES, TARGETS["OR"]), "labels"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=rf"^{name} must"):
        call()
