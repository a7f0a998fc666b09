"""Scenes: what moves moves, what stays stays, and controls list their states."""

import threading
from typing import Annotated

import numpy as np
import pytest

from helpers.pictures import DRAWING, new_figure
from helpers.scene import Choice, Scene, Slider, Switch, Text, Upload, sweep


def make_scene() -> Scene:
    figure, ax = new_figure(height=1.5)
    ax.set(xlim=(0, 10), ylim=(0, 1))
    (dot,) = ax.plot([], [], "o", markersize=12)

    def draw(x: Annotated[float, Slider("Position", 2.0, 0.0, 10.0, 1.0)]) -> str:
        dot.set_data([x], [0.5])
        return f"A dot at {x:g}."

    return Scene("A dot", figure, [dot], draw)


def test_blitting_gives_the_same_pixels_as_a_full_draw():
    scene = make_scene()
    scene.render(x=2.0)
    moved, sentence = scene.render(x=7.0)
    fresh, _ = make_scene().render(x=7.0)
    assert sentence == "A dot at 7."
    assert np.array_equal(moved, fresh)
    assert not np.array_equal(scene.render(x=3.0)[0], fresh)


def test_a_slider_lists_its_values_whole_or_rounded():
    assert Slider("Layers", 3, 1, 9, 2).states() == [1, 3, 5, 7, 9]
    assert Slider("Rate (Hz)", 0.3, 0.0, 0.7, 0.1).states() == [
        0,
        0.1,
        0.2,
        0.3,
        0.4,
        0.5,
        0.6,
        0.7,
    ]
    assert all(isinstance(value, int) for value in Slider("Layers", 3, 1, 9, 2).states())
    assert Slider("Step", 1, 1, 499, 3).states()[-1] == 499
    assert Slider("Uneven", 0, 0, 10, 4).states() == [0, 4, 8]  # as the widget has it


def test_the_other_controls_list_theirs():
    assert Choice("Function", ["ReLU", "tanh"]).value == "ReLU"
    assert Choice("Function", ["ReLU", "tanh"], "tanh").value == "tanh"
    assert Choice("Function", {"ReLU": 1, "tanh": 2}).states() == ["ReLU", "tanh"]
    assert Switch("Show errors", True).states() == [True, False]
    assert Text("f(x)", "sin(x)").states() == ["sin(x)"]
    assert Upload("Your picture").states() == [None]


@pytest.mark.parametrize("numbers", [(11.0, 0.0, 10.0, 1.0), (1, 2, 3, 1), (1.0, 0.0, 2.0, 0.0)])
def test_a_slider_that_makes_no_sense_is_refused_by_name(numbers):
    with pytest.raises(ValueError, match=r"^'Position' must open between its ends"):
        Slider("Position", *numbers)


def test_a_choice_that_is_no_option_is_refused():
    with pytest.raises(ValueError, match="'Function' has no option 'GELU'"):
        Choice("Function", ["ReLU", "tanh"], "GELU")


def test_controls_stand_at_the_arguments_in_their_order():
    def draw(
        b: Annotated[int, Slider("B", 1, 0, 2, 1)],
        a: Annotated[str, Choice("A", "xy")],
        losses: list | None = None,
    ) -> str:
        return ""

    scene = Scene("Two controls", new_figure()[0], [], draw)
    assert list(scene.controls) == ["b", "a"]
    assert scene.opening == {"b": 1, "a": "x"}


def test_a_drawing_without_controls_is_refused():
    with pytest.raises(ValueError, match="No argument of draw"):
        Scene("Nothing moves", new_figure()[0], [], lambda x: "")


def test_states_and_ends_move_one_control_at_a_time():
    scene = make_scene()
    scene.controls["kind"] = Choice("Kind", "abc", "b")
    assert scene.opening == {"x": 2.0, "kind": "b"}
    states = list(scene.states())
    assert states[0] == scene.opening
    assert len(states) == 1 + 10 + 2
    assert list(scene.ends()) == [
        {"x": 2.0, "kind": "b"},
        {"x": 0.0, "kind": "b"},
        {"x": 10.0, "kind": "b"},
        {"x": 2.0, "kind": "a"},
        {"x": 2.0, "kind": "c"},
    ]


def test_a_sweep_draws_every_stop_and_keeps_the_other_controls():
    drawn = []
    run = sweep("Play", lambda **values: drawn.append(values) or str(values["x"]), 0.1, x=range(3))
    assert list(run.steps(x=9, y=5)) == [(1 / 3, "0"), (2 / 3, "1"), (1.0, "2")]
    assert drawn == [{"x": x, "y": 5} for x in range(3)]
    assert (run.label, run.pause) == ("Play", 0.1)


def test_nothing_is_drawn_while_another_thread_draws():
    scene, done = make_scene(), threading.Event()

    def render() -> None:
        scene.render(x=1.0)
        done.set()

    thread = threading.Thread(target=render)
    with DRAWING:
        thread.start()
        assert not done.wait(0.3)
    assert done.wait(30)
    thread.join()
