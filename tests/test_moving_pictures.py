"""Every moving picture of the course, found and not named: it moves, speaks, and forgets."""

import ast
import itertools
import re
import warnings
from typing import Annotated

import numpy as np
import pytest

import course
import helpers.pictures
import helpers.scene
from helpers.scene import Slider

SCENES = course.scenes()
every_scene = pytest.mark.parametrize("make", SCENES.values(), ids=SCENES.keys())


def test_they_are_found():
    assert len(SCENES) >= 40
    assert len({make().title for make in SCENES.values()}) == len(SCENES)


@every_scene
def test_every_end_of_every_control_draws_and_the_opening_comes_back(make):
    scene = make()
    opened, said = copied(scene.render(**scene.opening))
    for values in scene.ends():
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            pixels, sentence = scene.render(**values)
        assert len(sentence) > 20, values
        assert not re.search(r"\b(nan|inf|None)\b|<function|array\(", sentence), (values, sentence)
        assert pixels[..., 3].min() == 255, values  # never transparent: dark pages would show
    again, said_again = scene.render(**scene.opening)
    assert said_again == said
    assert np.array_equal(again, opened)


@every_scene
def test_the_first_control_is_a_slider_whose_first_step_is_seen(make):
    scene = make()
    name, slider = next(iter(scene.controls.items()))
    assert isinstance(slider, Slider)
    right = next(value for value in slider.states() if value > slider.value)
    opened, said = copied(scene.render(**scene.opening))
    moved, says = scene.render(**{**scene.opening, name: right})
    assert not np.array_equal(moved, opened)
    assert says != said


@every_scene
def test_names_and_ranges_are_plain(make):
    scene = make()
    assert 20 <= len(scene.title) <= 120
    for control in scene.controls.values():
        assert 3 < len(control.label) <= 45
        if isinstance(control, Slider):
            assert control.value in control.states(), control.label
    labels = [control.label for control in scene.controls.values()]
    assert len(set(labels)) == len(labels)


def test_what_plays_moves_the_picture_and_says_how_far_it_is():
    playing = {name: scene for name, make in SCENES.items() if (scene := make()).run is not None}
    assert len(playing) >= 10
    for name, scene in playing.items():
        steps = scene.run.steps(**scene.opening)
        seen = [(*step, scene.paint().copy()) for step in itertools.islice(steps, 3)]
        steps.close()
        shares, sentences, pictures = zip(*seen, strict=True)
        assert 0 <= shares[0] < shares[-1] <= 1, name
        assert all(len(sentence) > 20 for sentence in sentences), name
        assert not np.array_equal(pictures[0], pictures[-1]), name


def test_the_example_in_contributing_is_one():
    text = (course.ROOT / "CONTRIBUTING.md").read_text()
    (example,) = re.findall(r"```python\n(def sine\(\).*?)```", text, re.S)
    names = {**vars(helpers.scene), **vars(helpers.pictures), "Annotated": Annotated}
    course.define(ast.parse(example), names)
    test_every_end_of_every_control_draws_and_the_opening_comes_back(names["sine"])
    test_the_first_control_is_a_slider_whose_first_step_is_seen(names["sine"])
    test_names_and_ranges_are_plain(names["sine"])


def copied(rendered: tuple[np.ndarray, str]) -> tuple[np.ndarray, str]:
    pixels, sentence = rendered
    return pixels.copy(), sentence


def test_a_scene_with_a_memory_would_be_caught():
    """The guard above, broken once: a drawing that depends on how often it was drawn."""
    scene = next(iter(SCENES.values()))()
    count = itertools.count()
    draw = scene.draw
    scene.draw = lambda **values: f"{draw(**values)} Drawn {next(count)} times."
    with pytest.raises(AssertionError):
        test_every_end_of_every_control_draws_and_the_opening_comes_back(lambda: scene)
