"""The moving pictures of notebook 08 draw what their sentences say."""

import re

import numpy as np
import pytest

from helpers import meanfield
from helpers.initialization import scenes, study
from helpers.meanfield import RELU, TANH


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
    _, line, *rest = scene.artists
    dot, _, measured, _, theory, largest, *_ = rest[7:]
    said = scene.draw(*point, 25, "tanh")
    assert tuple(np.ravel(dot.get_data())) == point
    ends = [artist.get_ydata()[0] for artist in (measured, theory)] + [largest.get_ydata()[-1]]
    assert np.log10(ends) == pytest.approx(powers(said)[:3], abs=0.06)
    edge = np.interp(point[1], *line.get_data()[::-1])
    side = "the edge" if abs(point[0] - edge) < 0.03 else "order" if point[0] < edge else "chaos"
    assert side in said


def test_lines_of_the_phase_diagram_are_labelled_with_their_chi_1():
    scene = scenes.phase_diagram()
    labels = scene.artists[2:9]
    for activation in (TANH, RELU):
        scene.draw(1.0, 0.05, 20, activation.name)
        assert len([label for label in labels if label.get_visible()]) >= 5
        for label in labels:
            variance, bias_variance = label.get_position()
            q = 1.0
            if activation.bounded:
                q = meanfield.fixed_q(variance, bias_variance, activation)
            chi = meanfield.chi_1(q, variance, activation)
            assert chi == pytest.approx(float(label.get_text()), abs=0.01)


@pytest.mark.parametrize("rate", [scenes.BEST, "0.001"])
def test_cells_of_the_map_have_the_mean_and_the_range_of_five_networks(rate):
    scene = scenes.trainable_depth()
    said = scene.draw(6.0, rate, 40)
    lr = None if rate == scenes.BEST else float(rate)
    for number, part in enumerate(("train", "test")):
        found = study.accuracies(part, lr)
        shown = np.asarray(scene.artists[number].get_array()).reshape(found.shape[:2])
        assert shown == pytest.approx(found.mean(axis=2))
        means, ranges = (scene.artists[4 + 11 * (2 * kind + number) :][:11] for kind in (0, 1))
        assert read(means) == [f"{cell.mean():.0f}" for cell in found.reshape(30, 5)]
        assert read(ranges) == [
            f"{cell.min():.0f}–{cell.max():.0f}" for cell in found.reshape(30, 5)
        ]
    assert f"gets {found[-1].mean(axis=1).max():.0f} % of new images right" in said


def read(artists) -> list[str]:
    """Return the texts that digits write, row by row, six to a row."""
    points = [
        (round(y), round(x), x, character)
        for artist, character in zip(artists, "0123456789–", strict=True)
        for x, y in zip(*artist.get_data(), strict=True)
    ]
    cells: dict = {}
    for y, column, _, character in sorted(points):
        cells[y, column] = cells.get((y, column), "") + character
    return list(cells.values())


@pytest.mark.claims("Six depth scales are 22 layers at $\\sigma_w^2 = 1$, and 41 at 1.25")
def test_the_line_is_the_depth_scale_times_the_slider():
    scene = scenes.trainable_depth()
    line = scene.artists[2]
    scene.draw(6.0, scenes.BEST, 40)
    x, heights = line.get_data()
    for column, depth in ((0, 21.8), (1, 41)):
        assert 5 * 2 ** np.interp(column, x, heights) == pytest.approx(depth, rel=0.02)


@pytest.mark.parametrize("weights", ["Gaussian", "orthogonal"])
def test_gradients_end_where_the_sentence_says(weights):
    scene = scenes.gradient_by_depth()
    theory, *dots = scene.artists
    said = scene.draw(2.5, "ReLU", "plain", weights)
    ends = np.log10([dot.get_ydata()[-1] for dot in dots])
    expected = np.log10(theory.get_ydata()[-1])
    assert powers(said) == pytest.approx([np.median(ends), expected], abs=0.06)
    assert expected == pytest.approx(50 * np.log10(2.5 / 2))
