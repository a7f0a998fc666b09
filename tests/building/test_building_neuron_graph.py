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


@pytest.mark.claims(
    "The first part comes at step 13", "Only the last step, 19", "with a slope of 0.0003"
)
def test_when_the_weight_gets_its_parts():
    nodes = neuron_graph.regularized_neuron(2.0, 1.5, -1.0, 0.0, 0.1)
    states = [neuron_graph.state_after(step, nodes) for step in range(neuron_graph.NUM_STEPS + 1)]
    passed = {
        step: state.at_work
        for step, state in enumerate(states)
        if "w" in state.slopes and state.grads
    }
    assert passed == {13: "q", 19: "u"}
    assert neuron_graph.NUM_STEPS == 19
    far = neuron_graph.regularized_neuron(3.0, 3.0, -1.0, 0.0, 0.1)
    assert far["y"].slopes[0] == pytest.approx(0.0003, abs=5e-5)


def test_edges_are_those_of_the_graph():
    edges = set(neuron_graph.edges())
    assert {("w", "u"), ("w", "q"), ("L", "J"), ("R", "J"), ("t", "e")} <= edges
    assert {name for edge in edges for name in edge} == {
        *neuron_graph.INPUTS,
        *neuron_graph.FORWARD,
    }
