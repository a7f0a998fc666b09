"""What the moving pictures say is what they draw."""

import re

import numpy as np
import pytest

from helpers.expressivity import scenes


@pytest.mark.parametrize("depth", [0, 1, 4, 6])
def test_the_pin_makes_as_many_holes_as_the_sentence_says(depth):
    scene = scenes.fold_explorer()
    _, pin, holes, saw, _, dots = scene.artists
    sentence = scene.draw(depth=depth, share=0.0, pin_at=0.3)
    num_layers = int(re.search(r"goes through (\d+)", sentence)[1])
    assert len(holes.get_xdata()) == len(dots.get_xdata()) == len(saw.get_xdata()) - 1 == num_layers
    assert holes.get_xdata() == pytest.approx(np.full(num_layers, pin.get_xdata()[0]))
    assert np.interp(dots.get_xdata(), *saw.get_data()) == pytest.approx(dots.get_ydata())


def test_the_circle_marks_the_layer_and_the_length_that_it_names():
    scene = scenes.random_circle()
    theory, measured, *_, now = scene.artists
    sentence = scene.draw(depth=5, sigma_w=2.5, sigma_b=0.3)
    length, expected = re.search(r"In layer 5 it is (\S+) \(theory (\S+)\)", sentence).groups()
    assert now.get_xdata()[0] == 5
    assert float(length) == pytest.approx(now.get_ydata()[0], rel=0.01)
    assert float(length) == pytest.approx(measured.get_ydata()[5], rel=0.01)
    assert float(expected) == pytest.approx(theory.get_ydata()[5], rel=0.01)


@pytest.mark.parametrize("make", [scenes.budget, scenes.fourier_frequencies])
def test_what_learns_says_its_step_and_draws_the_numbers_that_it_says(make):
    scene = make()
    *_, first, second = scene.artists
    steps = scene.run.steps(**scene.opening)
    next(steps)
    share, sentence = next(steps)
    steps.close()
    step, *numbers = re.search(r"After (\d+) steps\D+([\d.]+)\D+([\d.]+)", sentence).groups()
    assert share * first.axes.get_xlim()[1] == pytest.approx(int(step))
    for line, number in zip((first, second), numbers, strict=True):
        assert line.get_xdata()[-1] == int(step)
        half_a_digit = 0.51 * 10.0 ** -len(number.partition(".")[2])
        assert line.get_ydata()[-1] == pytest.approx(float(number), abs=half_a_digit)
        assert len(line.get_xdata()) == 2
