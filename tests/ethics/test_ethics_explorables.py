"""The explorables of notebook 09 draw at both ends of every control, within their axes."""

import itertools

import numpy as np
import pytest

from helpers.ethics import explorables


@pytest.mark.parametrize("name", explorables.__all__)
def test_every_control_reaches_its_ends(name):
    explorable = getattr(explorables, name)()
    opening, _ = explorable.scene.render(**explorable.values)
    opening = opening.copy()
    ends = [(control.min, control.max) for control in explorable.controls.values()]
    for values in itertools.product(*ends):
        _, sentence = explorable.scene.render(**dict(zip(explorable.controls, values)))
        assert "nan" not in sentence
        assert "inf" not in sentence
        assert len(sentence) > 60
    first = next(iter(explorable.controls))
    explorable.controls[first].value += explorable.controls[first].step  # one press of a key
    moved, _ = explorable.scene.render(**explorable.values)
    assert np.mean(np.any(moved != opening, axis=2)) > 0.0005


def test_timeline_says_what_the_text_says():
    scene = explorables.timeline().scene
    assert "of 6 predictions made so far: 2 open, 3 overdue" in scene.draw(year=1985)
    last = scene.draw(year=2026)
    assert "4 overdue, 2 met late, 1 refuted" in last


def test_grid_reaches_the_table_of_the_text():
    explorable = explorables.base_rate()
    slider = explorable.controls["num_ill"]
    reachable = set(range(slider.min, slider.max + 1, slider.step))
    assert {1, 10, 100} <= reachable
    for num_ill, ppv in ((100, "50.0%"), (10, "8.3%"), (1, "0.9%")):
        assert ppv in explorable.scene.draw(num_ill=num_ill, sensitivity=90, specificity=90)


def test_game_says_when_a_criterion_is_met():
    draw = explorables.threshold_game().scene.draw
    opening = draw(**explorables.threshold_game().values)
    assert opening.count("not met") == 2
    equal = draw(threshold_a=0.5, threshold_b=0.5, base_rate_b=39)
    assert "Equal errors: met. An alarm means the same: not met" in equal
    both = draw(threshold_a=0.5, threshold_b=0.5, base_rate_b=51)
    assert "not met" not in both
