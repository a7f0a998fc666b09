"""The moving pictures of notebook 08 draw what their sentences say."""

import re

import numpy as np
import pytest

from helpers.initialization import scenes, study


def powers(sentence: str) -> list[float]:
    """Return the exponents of all powers of ten in a sentence."""
    return [float(power) for power in re.findall(r"10<sup>(-?[\d.]+)</sup>", sentence)]


def test_histograms_say_how_large_the_dots_are():
    scene = scenes.layer_histograms()
    *_, measured = scene.artists
    for activation in scenes.ACTIVATIONS:
        said = scene.draw(2.0, 0.1, 20, activation)
        first, last = re.search(
            r"RMS is ([\d.e+-]+) in the first layer and ([\d.e+-]+) in", said
        ).groups()
        depths, sizes = measured.get_data()
        assert list(depths) == list(range(1, 21))
        assert (sizes[0], sizes[-1]) == pytest.approx((float(first), float(last)), rel=0.06)


@pytest.mark.parametrize("point", [(1.0, 0.05), (1.75, 0.05), (4.0, 0.3)])
def test_the_point_is_where_its_sentence_says(point):
    scene = scenes.phase_diagram()
    _, line, dot, _, theory, _, measured, largest, *_ = scene.artists
    said = scene.draw(*point, 25, "tanh")
    assert tuple(np.ravel(dot.get_data())) == point
    ends = [artist.get_ydata()[0] for artist in (measured, theory)] + [largest.get_ydata()[-1]]
    assert np.log10(ends) == pytest.approx(powers(said)[:3], abs=0.06)
    edge = np.interp(point[1], *line.get_data()[::-1])
    side = "the edge" if abs(point[0] - edge) < 0.03 else "order" if point[0] < edge else "chaos"
    assert side in said


def test_white_dots_are_the_networks_over_90_percent():
    scene = scenes.trainable_depth()
    dots = scene.artists[2:4]
    for epoch in study.EPOCHS:
        for kind in scene.controls["kind"].options:
            said = scene.draw(6.0, epoch, kind)
            deepest = [(dot.get_ydata() == len(study.DEPTHS) - 1).sum() for dot in dots]
            assert f"{deepest[0]} get over 90 % right" in said
            assert f"and {deepest[1]} at" in said


def test_the_red_line_is_the_depth_scale_times_the_slider():
    scene = scenes.trainable_depth()
    line = scene.artists[-1]
    scene.draw(6.0, 60, "on new images")
    # At sigma_w^2 = 1, the first column, the depth scale is 3.63 layers: 6 times it, 21.8 layers.
    row = line.get_ydata()[0]
    assert np.interp(row, range(len(study.DEPTHS)), study.DEPTHS) == pytest.approx(21.8, abs=0.1)


@pytest.mark.parametrize("weights", ["Gaussian", "orthogonal"])
def test_gradients_end_where_the_sentence_says(weights):
    scene = scenes.gradient_by_depth()
    theory, *dots = scene.artists
    said = scene.draw(2.5, "ReLU", "plain", weights)
    ends = np.log10([dot.get_ydata()[-1] for dot in dots])
    expected = np.log10(theory.get_ydata()[-1])
    assert powers(said) == pytest.approx([np.median(ends), expected], abs=0.06)
    assert expected == pytest.approx(50 * np.log10(2.5 / 2))
