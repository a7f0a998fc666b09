"""The science of notebook 02, against facts that were computed or published elsewhere."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.svm import SVC

from helpers.datasets import iris
from helpers.functions import sigmoid
from helpers.nonlinearity import model

LABELS = {gate: 2 * targets - 1 for gate, targets in model.TARGETS.items()}
EXAMPLES = model.with_constant(model.INPUTS)
weights = st.floats(-10, 10)


def test_outputs_of_the_sigmoid_gates():
    gates = {
        gate: sigmoid(model.score(model.INPUTS, *neuron))
        for gate, neuron in model.SIGMOID_GATES.items()
    }
    assert gates["AND"] == pytest.approx([0.0001, 0.119, 0.119, 0.993], abs=6e-4)
    assert gates["OR"] == pytest.approx([0.007, 0.881, 0.881, 0.9999], abs=6e-4)
    xor = model.two_layers(model.INPUTS, *model.SIGMOID_XOR, activation=sigmoid)
    assert xor == pytest.approx([0.0129, 0.867, 0.867, 0.0129], abs=6e-5)


@pytest.mark.parametrize("num_inputs", [1, 2, 3, 5])
def test_gates_of_any_number_of_inputs(num_inputs):
    inputs = model.all_inputs(num_inputs)
    meaning = {"AND": inputs.all(axis=1), "OR": inputs.any(axis=1), "NOT": ~inputs.any(axis=1)}
    for gate, fires in meaning.items():
        neuron = model.gate_weights(gate, num_inputs)
        assert np.array_equal(model.step(model.score(inputs, *neuron)), fires)


def test_xor_with_one_hidden_layer():
    assert np.array_equal(
        model.two_layers(model.INPUTS, *model.xor_weights()), model.TARGETS["XOR"]
    )


@given(weights, weights, weights)
@settings(max_examples=60)
def test_no_neuron_computes_xor(w1, w2, b):
    fires = model.score(model.INPUTS, [w1, w2], b) > 0
    assert np.sum(fires == (model.TARGETS["XOR"] == 1)) <= 3


# Perceptron learning


@pytest.mark.parametrize("gate", ["AND", "OR"])
def test_perceptron_stops_within_its_bound(gate):
    run = model.train_perceptron(EXAMPLES, LABELS[gate], 1000)
    assert run.converged
    assert np.all(LABELS[gate] * (EXAMPLES @ run.weights[-1]) > 0)
    assert len(run.examples) <= model.mistake_bound(EXAMPLES, LABELS[gate])


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_perceptron_bound_on_random_separable_data(seed):
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((20, 3))
    labels = np.where(inputs @ rng.standard_normal(3) > 0, 1, -1)
    gamma = model.max_margin(inputs, labels)
    if gamma > 0.02:  # else the bound allows too many updates for a fast test
        run = model.train_perceptron(inputs, labels, 100_000)
        assert run.converged
        assert len(run.examples) <= model.mistake_bound(inputs, labels) * (1 + 1e-9)


def test_margin_is_that_of_a_support_vector_machine():
    rng = np.random.default_rng(1)
    inputs = rng.standard_normal((30, 2))
    labels = np.where(inputs @ [1.0, 2.0] > 0, 1, -1)
    inputs += 0.3 * labels[:, None] * np.array([1.0, 2.0])
    # Without an intercept: every example and its mirror image, with the opposite label.
    machine = SVC(kernel="linear", C=1e6, tol=1e-8)
    machine.fit(np.vstack([inputs, -inputs]), np.append(labels, -labels))
    expected = 1 / np.linalg.norm(machine.coef_)
    assert model.max_margin(inputs, labels) == pytest.approx(expected, rel=1e-3)


def test_xor_has_no_margin_and_the_perceptron_cycles():
    assert model.max_margin(EXAMPLES, LABELS["XOR"]) == 0
    assert model.mistake_bound(EXAMPLES, LABELS["XOR"]) == np.inf
    run = model.train_perceptron(EXAMPLES, LABELS["XOR"], 60)
    assert not run.converged
    assert model.find_cycle(run.weights) == (0, 4)
    assert run.num_wrong.min() == 2


def test_a_run_records_each_update():
    run = model.train_perceptron(EXAMPLES, LABELS["OR"], 100)
    for before, after, example in zip(run.weights, run.weights[1:], run.examples):
        expected = model.perceptron_update(before, EXAMPLES[example], LABELS["OR"][example])
        assert np.array_equal(after, expected)
        assert not np.array_equal(after, before)
    assert model.find_cycle(run.weights) is None


def test_feature_map_makes_xor_learnable():
    features = np.column_stack([model.INPUTS, model.INPUTS.prod(axis=1), np.ones(4)])
    assert model.train_perceptron(features, LABELS["XOR"], 1000).converged


# What one neuron cannot do


@pytest.mark.parametrize(("num_inputs", "count"), [(1, 4), (2, 14), (3, 104), (4, 1882)])
def test_count_of_separable_functions(num_inputs, count):
    found, crossing = model.found_separable(num_inputs), model.has_crossing(num_inputs)
    assert found.sum() == count
    assert np.array_equal(found, ~crossing)


def test_count_agrees_with_the_margin():
    inputs = model.with_constant(model.all_inputs(3))
    margins = [model.max_margin(inputs, np.where(row, 1, -1)) for row in model.truth_tables(3)]
    assert np.array_equal(np.array(margins) > 0, model.found_separable(3))


def test_shifted_patterns_have_one_mean():
    for name in model.PATTERNS:
        shifts = model.all_shifts(model.draw_pattern(name))
        assert shifts.shape == (16, 16)
        assert shifts.mean(axis=0) == pytest.approx(np.full(16, 0.25))


def test_patterns_are_different_shapes():
    classes = [
        {tuple(shift) for shift in model.all_shifts(model.draw_pattern(name))}
        for name in model.PATTERNS
    ]
    for first, second in itertools.combinations(classes, 2):
        assert not first & second


# Iris


@pytest.mark.parametrize(
    ("columns", "units", "activation", "accuracy"),
    [
        (slice(0, 2), model.SEPAL_UNITS, sigmoid, 0.7067),
        (slice(0, 2), model.SEPAL_UNITS, model.step, 0.7933),
        (slice(2, 4), model.PETAL_UNITS, sigmoid, 0.96),
        (slice(2, 4), model.PETAL_UNITS, model.step, 0.96),
    ],
)
def test_accuracy_on_versicolor(columns, units, activation, accuracy):
    measurements, species = iris.load()
    fires = model.versicolor_score(measurements[:, columns], units, activation) > 0
    assert np.mean(fires == (species == 1)) == pytest.approx(accuracy, abs=5e-5)
    assert np.mean(species != 1) == pytest.approx(0.667, abs=5e-4)


# Functions out of ReLUs


@given(st.lists(st.integers(1, 6), min_size=2, max_size=6), st.integers(0, 1000))
@settings(max_examples=25)
def test_stacked_linear_layers_collapse(sizes, seed):
    rng = np.random.default_rng(seed)
    layers = [
        (rng.standard_normal((num_out, num_in)), rng.standard_normal(num_out))
        for num_in, num_out in itertools.pairwise(sizes)
    ]
    x = rng.standard_normal(sizes[0])
    deep = x
    for W, b in layers:
        deep = W @ deep + b
    W, b = model.collapse(layers)
    assert W @ x + b == pytest.approx(deep, rel=1e-9, abs=1e-9)


def test_bump_is_a_triangle():
    x = np.linspace(-5, 5, 201)
    expected = -2 * np.maximum(0, 1 - np.abs(x - 1) / 1.5)
    assert model.bump(x, center=1, half_width=1.5, height=-2) == pytest.approx(expected, abs=1e-12)


def test_side_by_side_bumps_are_the_interpolation():
    network = model.approximate(np.sin, 8)
    x = np.linspace(0, 2 * np.pi, 301)
    width = network.knots[1]
    total = sum(model.bump(x, knot, width, np.sin(knot)) for knot in network.knots)
    assert network(x) == pytest.approx(total, abs=1e-12)


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=8))
@settings(max_examples=40)
def test_relu_network_is_the_polygon(values):
    knots = np.cumsum(1 + np.arange(len(values)) % 3)
    bias, v = model.interpolation_weights(knots, np.array(values))
    x = np.linspace(knots[0], knots[-1], 57)
    network = model.relu_network(x, knots[:-1], bias, v)
    assert network == pytest.approx(np.interp(x, knots, values), abs=1e-9)


@pytest.mark.parametrize(
    ("num_segments", "error"), [(8, 0.0704), (10, 0.0489), (20, 0.0122), (100, 0.000493)]
)
def test_error_of_the_sine(num_segments, error):
    network = model.approximate(np.sin, num_segments)
    measured = model.max_error(np.sin, network, num_points=100_001)
    assert measured == pytest.approx(error, rel=5e-3)
    assert measured <= (2 * np.pi / num_segments) ** 2 / 8


def test_error_falls_with_slope_minus_two():
    nums = np.array([16, 32, 64, 128])
    errors = [model.max_error(np.sin, model.approximate(np.sin, num)) for num in nums]
    assert np.polyfit(np.log(nums), np.log(errors), 1)[0] == pytest.approx(-2, abs=0.02)


@given(st.integers(1, 4), st.data())
@settings(max_examples=40)
def test_lookup_network_is_exact(num_inputs, data):
    inputs = model.all_inputs(num_inputs, low=-1)
    size = len(inputs)
    targets = np.array(data.draw(st.lists(st.sampled_from([-1, 1]), min_size=size, max_size=size)))
    W, b, v, c = model.lookup_network(inputs, targets)
    assert np.array_equal(model.lookup(inputs, W, b, v, c), targets)
    assert len(W) <= 2 ** (num_inputs - 1)


# How often training succeeds


def test_wider_networks_learn_xor_more_often():
    rates = {
        name: model.train_xor([2, 3, 4, 8], name, num_nets=60).mean(axis=1)
        for name in model.TORCH_ACTIVATIONS
    }
    for shares in rates.values():
        assert np.all(np.diff(shares) > 0)
    assert 0.1 < rates["ReLU"][0] < 0.4 < 0.85 < rates["ReLU"][3]
    assert 0.3 < rates["tanh"][0] < 0.6 < 0.95 < rates["tanh"][3]


# Bad arguments


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: model.gate_weights("XOR", 2), "gate"),
        (lambda: model.gate_weights("AND", 0), "num_inputs"),
        (lambda: model.all_inputs(0), "num_inputs"),
        (lambda: model.truth_tables(5), "num_inputs"),
        (lambda: model.train_perceptron(EXAMPLES, model.TARGETS["OR"], 10), "labels"),
        (lambda: model.train_perceptron(EXAMPLES, LABELS["OR"], 0), "max_updates"),
        (lambda: model.max_margin(EXAMPLES, model.TARGETS["OR"]), "labels"),
        (lambda: model.draw_pattern("star"), "name"),
        (lambda: model.collapse([]), "layers"),
        (lambda: model.bump(0.0, 0.0, 0.0, 1.0), "half_width"),
        (lambda: model.approximate(np.sin, 0), "num_segments"),
        (lambda: model.approximate(np.sin, 3, low=2.0, high=1.0), "low"),
        (lambda: model.approximate(lambda x: x * np.nan, 3), "values"),
        (lambda: model.train_xor([0], "ReLU", 1), "widths"),
        (lambda: model.train_xor([2], "GELU", 1), "activation"),
        (lambda: model.train_xor([2], "ReLU", 0), "num_nets"),
        (lambda: model.train_xor([2], "ReLU", 1, lr=0), "lr"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
