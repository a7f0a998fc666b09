"""The graph of one neuron's loss: its derivatives, and the order in which they are passed on."""

import pytest
import torch

from helpers.building import neuron_graph
from helpers.building.autodiff import backward


def test_the_neuron_of_the_stepper():
    node = neuron_graph.regularized_neuron(2.0, 1.5, -1.0, 0.0, 0.1)
    backward(node["J"])
    weights = torch.tensor([2.0, -1.0], dtype=torch.float64, requires_grad=True)
    w, b = weights
    loss = (torch.sigmoid(w * 1.5 + b) - 0.0) ** 2 / 2 + 0.1 * w**2 / 2
    loss.backward()
    assert [node["w"].grad, node["b"].grad] == pytest.approx(weights.grad.tolist())


def test_after_the_last_step_every_derivative_is_known():
    nodes = neuron_graph.regularized_neuron(1.3, -0.7, 0.2, 1.0, 0.1)
    grads = neuron_graph.state_after(neuron_graph.NUM_STEPS, nodes).grads
    backward(nodes["J"])
    assert grads == pytest.approx({name: node.grad for name, node in nodes.items()})


def test_each_node_passes_on_only_a_complete_derivative():
    nodes = neuron_graph.regularized_neuron(1.3, -0.7, 0.2, 1.0, 0.1)
    backward(nodes["J"])
    first = len(neuron_graph.FORWARD) + 2
    for step in range(first, neuron_graph.NUM_STEPS + 1):
        state = neuron_graph.state_after(step, nodes)
        assert state.slopes
        assert state.grads[state.at_work] == pytest.approx(nodes[state.at_work].grad)


def test_on_the_way_forward_values_appear_in_the_order_of_computation():
    nodes = neuron_graph.regularized_neuron(1.3, -0.7, 0.2, 1.0, 0.1)
    for step in range(len(neuron_graph.FORWARD) + 1):
        state = neuron_graph.state_after(step, nodes)
        assert state.known == tuple(nodes)[: len(neuron_graph.INPUTS) + step]
        assert state.at_work == (state.known[-1] if step else "")
        assert not state.grads


def test_edges_are_those_of_the_graph():
    edges = set(neuron_graph.edges())
    assert {("w", "u"), ("w", "q"), ("L", "J"), ("R", "J"), ("t", "e")} <= edges
    assert {name for edge in edges for name in edge} == {
        *neuron_graph.INPUTS,
        *neuron_graph.FORWARD,
    }
