"""Gates, XOR and look-up tables: networks whose weights were chosen by hand."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.datasets import iris
from helpers.functions import sigmoid
from helpers.nonlinearity.flowers import PETAL_UNITS, SEPAL_UNITS, versicolor_score
from helpers.nonlinearity.gates import (
    INPUTS,
    SIGMOID_GATES,
    SIGMOID_XOR,
    TARGETS,
    all_inputs,
    gate_weights,
    xor_weights,
)
from helpers.nonlinearity.layers import collapse, score, step, two_layers
from helpers.nonlinearity.lookup import look_up, lookup_network
from helpers.nonlinearity.separability import truth_tables

weights = st.floats(-10, 10)


@pytest.mark.claims(
    "All are on the right side of one half",
    "AND answers 00 with 0.0001, and 11 with 0.9933",
    "The outputs, 0.0129, 0.8670, 0.8670 and 0.0129",
)
def test_outputs_of_the_sigmoid_gates():
    gates = {gate: sigmoid(score(INPUTS, *neuron)) for gate, neuron in SIGMOID_GATES.items()}
    assert gates["AND"] == pytest.approx([0.0001, 0.119, 0.119, 0.993], abs=6e-4)
    assert gates["OR"] == pytest.approx([0.007, 0.881, 0.881, 0.9999], abs=6e-4)
    xor = two_layers(INPUTS, *SIGMOID_XOR, activation=sigmoid)
    assert xor == pytest.approx([0.0129, 0.867, 0.867, 0.0129], abs=6e-5)
    for gate, outputs in {**gates, "XOR": xor}.items():
        assert np.array_equal(outputs > 0.5, TARGETS[gate] == 1)


@pytest.mark.claims("For OR the bias must rise above −7, say to −5")
def test_a_higher_bias_makes_and_an_or():
    inputs_on = {b: INPUTS[score(INPUTS, [7, 7], b) > 0].tolist() for b in (-9, -7, -6.9, -5)}
    assert inputs_on[-9] == inputs_on[-7] == [[1, 1]]
    assert inputs_on[-6.9] == inputs_on[-5] == [[0, 1], [1, 0], [1, 1]]


@pytest.mark.claims("The sigmoid climbs from 0.1 to 0.9 over a distance of")
@pytest.mark.parametrize("k", [1, 10, 30])
def test_how_far_a_sigmoid_climbs(k):
    assert sigmoid(k * np.array([-1, 1]) * np.log(9) / k) == pytest.approx([0.1, 0.9])
    assert 2 * np.log(9) == pytest.approx(4.4, abs=0.01)


@pytest.mark.claims("(2, 2) is the midpoint of the other two.")
def test_a_neuron_that_fires_at_both_ends_fires_in_the_middle():
    rng = np.random.default_rng(0)
    for *weights, bias in rng.standard_normal((200, 3)):
        first, middle, last = score([(1, 1), (2, 2), (3, 3)], weights, bias)
        assert middle == pytest.approx((first + last) / 2)


@pytest.mark.claims("With 784 pixels there are 306,936 products")
def test_how_many_products_of_pixels_there_are():
    assert math.comb(784, 2) == 306_936
    assert round(math.comb(784, 3) / 1e6) == 80


@pytest.mark.parametrize("num_inputs", [1, 2, 3, 5])
def test_gates_of_any_number_of_inputs(num_inputs):
    inputs = all_inputs(num_inputs)
    meaning = {"AND": inputs.all(axis=1), "OR": inputs.any(axis=1), "NOT": ~inputs.any(axis=1)}
    for gate, fires in meaning.items():
        neuron = gate_weights(gate, num_inputs)
        assert np.array_equal(step(score(inputs, *neuron)), fires)


def test_xor_with_one_hidden_layer():
    assert np.array_equal(two_layers(INPUTS, *xor_weights()), TARGETS["XOR"])


@given(weights, weights, weights)
@settings(max_examples=60)
def test_no_neuron_computes_xor(w1, w2, b):
    fires = score(INPUTS, [w1, w2], b) > 0
    assert np.sum(fires == (TARGETS["XOR"] == 1)) <= 3


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
    W, b = collapse(layers)
    assert W @ x + b == pytest.approx(deep, rel=1e-9, abs=1e-9)


@given(st.integers(1, 4), st.data())
@settings(max_examples=40)
def test_lookup_network_is_exact(num_inputs, data):
    inputs = all_inputs(num_inputs, low=-1)
    size = len(inputs)
    targets = np.array(data.draw(st.lists(st.sampled_from([-1, 1]), min_size=size, max_size=size)))
    W, b, v, c = lookup_network(inputs, targets)
    assert np.array_equal(look_up(inputs, W, b, v, c), targets)
    assert len(W) <= 2 ** (num_inputs - 1)


@pytest.mark.parametrize(
    ("columns", "units", "activation", "accuracy"),
    [
        (slice(0, 2), SEPAL_UNITS, sigmoid, 0.7067),
        (slice(0, 2), SEPAL_UNITS, step, 0.7933),
        (slice(2, 4), PETAL_UNITS, sigmoid, 0.96),
        (slice(2, 4), PETAL_UNITS, step, 0.96),
    ],
)
def test_accuracy_on_versicolor(columns, units, activation, accuracy):
    measurements, species = iris.load()
    fires = versicolor_score(measurements[:, columns], units, activation) > 0
    assert np.mean(fires == (species == 1)) == pytest.approx(accuracy, abs=5e-5)
    assert np.mean(species != 1) == pytest.approx(0.667, abs=5e-4)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: gate_weights("XOR", 2), "gate"),
        (lambda: gate_weights("AND", 0), "num_inputs"),
        (lambda: all_inputs(0), "num_inputs"),
        (lambda: collapse([]), "layers"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=rf"^{name} must"):
        call()


@pytest.mark.claims("Four are needed where each answer has four of the eight patterns")
def test_seventy_functions_need_the_largest_table():
    inputs = all_inputs(3, low=-1)
    tables = [np.where(table, 1, -1) for table in truth_tables(3)]
    largest = [table for table in tables if len(lookup_network(inputs, table)[0]) == 4]
    assert len(largest) == math.comb(8, 4) == 70
    assert all(table.sum() == 0 for table in largest)
