"""The explorables of notebook 03: what they show is what the model computes, at every end."""

import itertools

import numpy as np
import pytest

from helpers.building import explorables, figures, model, optimizers
from helpers.building.model import backward


@pytest.mark.parametrize("name", explorables.__all__)
def test_every_end_of_every_control_draws(name):
    explorable = getattr(explorables, name)()
    for control, widget in explorable.controls.items():
        ends = widget.options if hasattr(widget, "options") else (widget.min, widget.max)
        for end in ends:
            pixels, sentence = explorable.scene.render(**{**explorable.values, control: end})
            assert pixels.shape[2] == 4
            assert "nan" not in sentence


@pytest.mark.parametrize("name", ["descent", "optimizer_race"])
def test_a_run_ends_where_the_scene_does(name):
    explorable = getattr(explorables, name)()
    steps = list(explorable._run(**explorable.values))
    assert [share for share, _ in steps] == sorted(share for share, _ in steps)
    assert steps[-1][0] == 1.0
    last = {**explorable.values, **({"step": figures.STEPS_RACE} if name != "descent" else {})}
    assert steps[-1][1] == explorable.scene.draw(**last)


def test_the_last_step_of_the_stepper_has_every_derivative():
    nodes = model.regularized_neuron(1.3, -0.7, 0.2, 1.0, 0.1)
    _, received, _ = figures._graph_state(nodes, figures.NUM_GRAPH_STEPS)
    backward(nodes["J"])
    assert set(received) == set(nodes)
    for name, node in nodes.items():
        assert received[name] == pytest.approx(node.grad)


def test_each_node_of_the_stepper_passes_on_only_a_complete_derivative():
    nodes = model.regularized_neuron(1.3, -0.7, 0.2, 1.0, 0.1)
    backward(nodes["J"])
    for step in range(len(figures.FORWARD) + 2, figures.NUM_GRAPH_STEPS + 1):
        _, received, sending = figures._graph_state(nodes, step)
        assert received[sending] == pytest.approx(nodes[sending].grad)


def test_stepper_edges_are_those_of_the_graph():
    edges = set(figures._graph_edges())
    assert {("w", "u"), ("w", "q"), ("L", "J"), ("R", "J"), ("t", "e")} <= edges
    assert {name for edge in edges for name in edge} == set(figures._PLACES)


def test_the_sentence_of_the_ravine_tells_the_factors():
    for lr, flat, steep in ((0.03, "0.97", "0.73"), (0.2, "0.80", "-0.80")):
        landscape = next(iter(optimizers.landscapes()))
        sentence = figures.descent().draw(lr=lr, start_1=-2.0, start_2=2.0, landscape=landscape)
        assert flat in sentence
        assert steep in sentence


def test_race_starts_everyone_at_the_same_place():
    for landscape in optimizers.landscapes():
        runs = optimizers.race(landscape, 0.05, 0.1, 20)
        assert set(runs) == set(figures._RACERS)
        for (path, _), (other, _) in itertools.pairwise(runs.values()):
            np.testing.assert_array_equal(path[0], other[0])
