"""The autodiff that notebook 03 builds, against torch's."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.building.autodiff import (
    XOR,
    Value,
    backward,
    history,
    random_graph,
    random_weights,
    tiny_network,
    tiny_outputs,
    train_xor,
    wishes,
    xor_loss,
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


def _trained(seed, num_steps):
    """Return the weights after each step (num_steps + 1, num_weights)."""
    walk = train_xor(Value, backward, 0.2, seed, num_steps)
    return np.array([weights for weights, _ in walk])


def _outputs(weights):
    return tiny_outputs(weights, *np.transpose(XOR)[:2])


@pytest.mark.parametrize("seed", range(5))
def test_the_mean_of_all_wishes_is_minus_the_gradient(seed):
    weights = random_weights(seed)
    nodes = [Value(float(number)) for number in weights]
    backward(xor_loss(nodes))
    mean = wishes(Value, backward, weights).mean(axis=0)
    np.testing.assert_allclose(mean, [-node.grad for node in nodes], rtol=1e-9, atol=1e-12)


@pytest.mark.claims("their mean is shorter than a fifth of the shortest")
def test_four_wishes_nearly_cancel():
    each = wishes(Value, backward, _trained(0, 5)[-1])
    lengths = np.linalg.norm(each, axis=1)
    assert 0.15 < np.linalg.norm(each.mean(axis=0)) / lengths.min() < 0.2


@pytest.mark.claims(
    "the network says nearly the same to both: 0.19 and 0.14", "The two samples share"
)
def test_two_samples_with_like_outputs_and_opposite_wishes():
    weights = _trained(0, 5)[-1]
    assert XOR[1][1] == XOR[3][1]
    assert XOR[1][2] == -XOR[3][2]
    np.testing.assert_allclose(_outputs(weights)[[1, 3]], [0.19, 0.14], atol=0.005)
    each = wishes(Value, backward, weights)
    assert np.sum(each[1] * each[3] < 0) == 10  # most


@pytest.mark.claims(
    "The network says $-1.4$ to $-1.9$ to all four",
    "Their wishes are the long ones",
    "From step 3 on every step lowers all four",
)
def test_the_first_step_serves_the_loud_two():
    path = _trained(0, 40)
    outputs = _outputs(path[0])
    assert outputs.max() == pytest.approx(-1.4, abs=0.05)
    assert outputs.min() == pytest.approx(-1.9, abs=0.05)
    lengths = np.linalg.norm(wishes(Value, backward, path[0]), axis=1)
    assert sorted(np.argsort(lengths)[2:]) == [1, 2]  # those with target 1
    losses = (np.array([_outputs(weights) for weights in path]) - np.transpose(XOR)[2]) ** 2
    np.testing.assert_array_equal(losses[1] > losses[0], [True, False, False, True])
    assert (np.diff(losses[3:], axis=0) < 0).all()


@pytest.mark.claims("After five steps all 13 weights are torn", "the mean is shorter than each")
def test_wishes_are_torn_from_every_start():
    each = [wishes(Value, backward, _trained(seed, 5)[-1]) for seed in range(50)]
    assert all(((w > 0).any(axis=0) & (w < 0).any(axis=0)).all() for w in each)
    lengths = [(np.linalg.norm(w.mean(axis=0)), np.linalg.norm(w, axis=1).min()) for w in each]
    assert sum(mean < shortest for mean, shortest in lengths) == 49
