"""The autodiff that notebook 03 builds, against torch's."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.building.autodiff import (
    Value,
    backward,
    history,
    random_graph,
    random_weights,
    tiny_network,
    tiny_outputs,
)


def _tensors(numbers):
    return [torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in numbers]


@given(seed=st.integers(0, 100_000), num_leaves=st.integers(1, 6), num_nodes=st.integers(1, 60))
@settings(max_examples=100, deadline=None)
def test_autodiff_agrees_with_torch_on_random_graphs(seed, num_leaves, num_nodes):
    numbers = np.random.default_rng(seed).normal(size=num_leaves)
    ours, theirs = [Value(float(v)) for v in numbers], _tensors(numbers)
    root = random_graph(ours, np.random.default_rng(seed), num_nodes)
    other = random_graph(theirs, np.random.default_rng(seed), num_nodes)
    backward(root)
    other.backward()
    assert root.data == pytest.approx(other.item(), rel=1e-12)
    for value, tensor in zip(ours, theirs, strict=True):
        assert abs(value.grad - tensor.grad.item()) <= 1e-10 * max(1, abs(value.grad))


@pytest.mark.parametrize(
    "formula",
    [
        lambda v: 2 + v,
        lambda v: 2 * v,
        lambda v: 0.1 + v * 3,
        lambda v: v.tanh(),
        lambda v: (v * v + v) * v + v,
    ],
)
@pytest.mark.parametrize("number", [-1.3, 0.4, 2.0])
def test_every_operation(formula, number):
    value, (tensor,) = Value(number), _tensors([number])
    result, other = formula(value), formula(tensor)
    backward(result)
    other.backward()
    assert result.data == pytest.approx(other.item(), rel=1e-12)
    assert value.grad == pytest.approx(tensor.grad.item(), rel=1e-12, abs=1e-12)


def test_backward_twice_gives_the_same():
    v = Value(2.0)
    root = v * v
    backward(root)
    backward(root)
    assert v.grad == 4.0


def test_a_history_has_each_once_and_after_its_parents():
    root = random_graph([Value(0.3), Value(-1.0)], np.random.default_rng(0))
    nodes = history(root)
    places = {node: place for place, node in enumerate(nodes)}
    assert len(places) == len(nodes)
    assert nodes[-1] is root
    assert all(places[parent] < places[node] for node in nodes for parent in node.parents)


def test_the_network_in_numbers_is_that_in_values():
    weights = random_weights(4)
    value = tiny_network([Value(weight) for weight in weights], 0.5, -1.2)
    assert value.data == pytest.approx(tiny_outputs(weights, 0.5, -1.2))


@pytest.mark.claims("and that is enough for a sigmoid, too")
@pytest.mark.parametrize("z", [-3.0, 0.2, 5.0])
def test_a_sigmoid_is_a_tanh(z):
    assert 0.5 + 0.5 * np.tanh(z / 2) == pytest.approx(1 / (1 + np.exp(-z)))
