"""Functions out of ReLUs, against polygons and the law of their error."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.nonlinearity.approximation import (
    Interpolant,
    bump,
    interpolate,
    interpolation_weights,
    max_error,
)


def test_bump_is_a_triangle():
    x = np.linspace(-5, 5, 201)
    expected = -2 * np.maximum(0, 1 - np.abs(x - 1) / 1.5)
    assert bump(x, center=1, half_width=1.5, height=-2) == pytest.approx(expected, abs=1e-12)


def test_side_by_side_bumps_are_the_interpolation():
    network = interpolate(np.sin, 8)
    x = np.linspace(0, 2 * np.pi, 301)
    width = network.knots[1]
    total = sum(bump(x, knot, width, np.sin(knot)) for knot in network.knots)
    assert network(x) == pytest.approx(total, abs=1e-12)


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=8))
@settings(max_examples=40)
def test_relu_network_is_the_polygon(values):
    knots = np.cumsum(1 + np.arange(len(values)) % 3)
    bias, v = interpolation_weights(knots, np.array(values))
    x = np.linspace(knots[0], knots[-1], 57)
    assert Interpolant(knots, bias, v)(x) == pytest.approx(np.interp(x, knots, values), abs=1e-9)


@pytest.mark.parametrize(
    ("num_segments", "error"), [(8, 0.0704), (10, 0.0489), (20, 0.0122), (100, 0.000493)]
)
def test_error_of_the_sine(num_segments, error):
    network = interpolate(np.sin, num_segments)
    measured = max_error(np.sin, network, np.linspace(0, 2 * np.pi, 100_001))
    assert measured == pytest.approx(error, rel=5e-3)
    assert measured <= (2 * np.pi / num_segments) ** 2 / 8


def test_error_falls_with_slope_minus_two():
    nums = np.array([16, 32, 64, 128])
    x = np.linspace(0, 2 * np.pi, 4001)
    errors = [max_error(np.sin, interpolate(np.sin, num), x) for num in nums]
    assert np.polyfit(np.log(nums), np.log(errors), 1)[0] == pytest.approx(-2, abs=0.02)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: bump(0.0, 0.0, 0.0, 1.0), "half_width"),
        (lambda: interpolate(np.sin, 0), "num_segments"),
        (lambda: interpolate(np.sin, 3, low=2.0, high=1.0), "low"),
        (lambda: interpolate(lambda x: x * np.nan, 3), "values"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=rf"^{name} must"):
        call()
