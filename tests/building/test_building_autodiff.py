"""The autodiff that notebook 03 builds, against torch's."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.building.autodiff import Value, as_value, backward, random_graph


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
        lambda v: v - 3,
        lambda v: v / 4,
        lambda v: 1 - v,
        lambda v: -v,
        lambda v: 1 / v,
        lambda v: 0.1 + v * 3,
        lambda v: 1.5 / (v**2) if isinstance(v, torch.Tensor) else as_value(1.5) / (v**2),
        lambda v: v.exp(),
        lambda v: v.tanh(),
        lambda v: v.sigmoid(),
        lambda v: v.relu(),
        lambda v: (v * v + v) * v - v,
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


def test_a_long_chain_needs_no_deep_recursion():
    v = root = Value(1.0)
    for _ in range(5000):
        root = root + 0.001
    backward(root)
    assert v.grad == 1.0
