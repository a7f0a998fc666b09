"""Strips, towers and cities of towers, and how a network is drawn."""

import numpy as np
import pytest

from helpers.nonlinearity import figures_curves
from helpers.nonlinearity.approximation import bump, interpolation_weights
from helpers.nonlinearity.network_drawing import NetworkDrawing, signed
from helpers.nonlinearity.surfaces import SURFACES, city, grid, hinge, strips, tower
from helpers.pictures import BLUE, RED, new_figure

SIDE = (np.arange(240) + 0.5) / 240
SOFT_XOR = next(iter(SURFACES.values()))


def test_strips_count_the_directions_through_a_point():
    points = np.array([[0.5, 0.5], [0.5, 0.95], [0.95, 0.95], [0.02, 0.5]])
    assert strips(points, 1).tolist() == [1, 1, 0, 0]
    assert strips(points, 2).tolist() == [2, 1, 0, 1]
    assert strips(points, 8)[0] == 8


@pytest.mark.claims(
    "With three directions a threshold from 2 on leaves a tower",
    "Where they do, their sum is twice as high",
)
def test_a_high_threshold_leaves_a_tower_and_a_low_one_a_star():
    points = grid(200)
    distance = np.hypot(*(points - 0.5).T)
    for threshold, is_tower in ((0.5, False), (1.0, False), (1.5, False), (2.0, True), (2.5, True)):
        fires = tower(points, 3, threshold) > 0
        hexagon = distance[fires].max() < 0.15 / np.cos(np.pi / 6) + 0.01
        assert hexagon == is_tower, threshold
    ridges = [
        hinge(np.array([[0.0, 0.0]]), w, 1) - 2 * hinge(np.array([[0.0, 0.0]]), w, 0)
        for w in ((1, 0), (0, 1))
    ]
    assert np.sum(ridges) == 2 * ridges[0][0]


@pytest.mark.claims("Twice as many towers a side are four times as many towers")
def test_a_city_follows_a_surface():
    target = SOFT_XOR(grid(240)).reshape(240, 240)
    errors = [np.abs(city(SOFT_XOR, num, SIDE) - target).max() for num in (8, 16)]
    assert errors == pytest.approx([0.11, 0.06], abs=5e-3)
    heights = SOFT_XOR(grid(4)).reshape(4, 4)
    assert city(SOFT_XOR, 4, SIDE)[::60, ::60] == pytest.approx(heights)


def test_a_drawing_shows_signs_and_sizes():
    _, ax = new_figure()
    drawing = NetworkDrawing(ax, [["a", "b"], ["c"]], ["in", "out"])
    drawing.show([(np.array([[2.0, -1.0]]), np.array([0.5]))])
    lines, texts = drawing.artists[:2], [artist.get_text() for artist in drawing.artists[2:]]
    assert [line.get_color() for line in lines] == [BLUE, RED]
    assert [line.get_linestyle() for line in lines] == ["-", "--"]
    assert lines[0].get_linewidth() > lines[1].get_linewidth()
    assert texts == ["2", "−1", "bias 0.5"]
    assert signed(-3.14159) == "−3.14"


def test_the_readers_own_units_draw_the_pictures():
    calls = []

    def own_bump(x, center, half_width, height):
        calls.append(center)
        return bump(x, center, half_width, height)

    figures_curves.adjacent_bumps(own_bump, np.sin)
    assert len(calls) == 9
    knots = np.linspace(0, 6, 5)
    still = figures_curves.relu_network(knots, *interpolation_weights(knots, np.sin(knots)))
    assert "4 ReLUs" in still.sentence
