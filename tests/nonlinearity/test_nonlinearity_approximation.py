"""Functions out of ReLUs, against polygons and the law of their error."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.functions import relu
from helpers.nonlinearity.approximation import (
    Interpolant,
    bump,
    interpolate,
    interpolation_weights,
    max_error,
)


@pytest.mark.claims("The slopes add up from the left")
def test_the_slopes_of_the_unit_bump():
    ends = np.array([-2, -1, 0, 1, 2])
    assert np.diff(bump(ends, center=0, half_width=1, height=1)).tolist() == [0, 1, -1, 0]


def test_bump_is_a_triangle():
    x = np.linspace(-5, 5, 201)
    expected = -2 * np.maximum(0, 1 - np.abs(x - 1) / 1.5)
    assert bump(x, center=1, half_width=1.5, height=-2) == pytest.approx(expected, abs=1e-12)


@pytest.mark.claims("So the sum is the polygon through the points")
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


def errors_of(function, nums, num_points=20_001):
    x = np.linspace(0, 2 * np.pi, num_points)
    return np.array([max_error(function, interpolate(function, num), x) for num in nums])


def slope_of(nums, errors):
    return np.polyfit(np.log(nums), np.log(errors), 1)[0]


@pytest.mark.claims(
    "The line has a slope of −2.", "A faster wave would keep that slope and shift the line up"
)
def test_error_falls_with_slope_minus_two_and_a_faster_wave_needs_more():
    nums = np.array([64, 128, 256])
    slow, fast = errors_of(np.sin, nums), errors_of(lambda x: np.sin(5 * x), nums)
    assert slope_of(nums, slow) == pytest.approx(-2, abs=0.02)
    assert slope_of(nums, fast) == pytest.approx(-2, abs=0.03)
    assert fast / slow == pytest.approx([25] * 3, rel=0.03)


def test_what_a_kink_and_a_vertical_start_cost():
    nums = np.arange(30, 70)
    kink = nums * errors_of(lambda x: np.abs(x - 2), nums, num_points=4001)
    assert kink.max() == pytest.approx(np.pi, rel=0.02)  # half a segment's length, at worst
    assert slope_of(nums, errors_of(np.sqrt, nums, num_points=4001)) == pytest.approx(
        -0.5, abs=0.02
    )
    knots = np.array([0.0, 2.0, 2 * np.pi])
    perfect = Interpolant(knots, *interpolation_weights(knots, np.abs(knots - 2)))
    x = np.linspace(0, 2 * np.pi, 101)
    assert perfect(x) == pytest.approx(np.abs(x - 2), abs=1e-12)


@pytest.mark.claims(
    "The jump keeps an error of one half or more",
    "A jump keeps an error of at least half its height.",
)
def test_a_jump_keeps_an_error_of_one_half():
    def jump(x):
        return np.where(x > 3, 1.0, 0.0)

    x = np.array([3, np.nextafter(3, 4)])  # both sides of the jump
    nums = range(1, 101)
    assert min(max_error(jump, interpolate(jump, num), x) for num in nums) >= 0.5
    seen = errors_of(jump, nums, num_points=1001)
    assert 0.4 < seen.min() < 0.5


@pytest.mark.claims("In nine others three ReLUs do no better either")
def test_random_squares_never_fit_a_sine_and_random_relus_do():
    x = np.linspace(0, 2 * np.pi, 400)
    errors = {}
    for seed, num_hidden in itertools.product(range(10), (3, 30, 300)):
        rng = np.random.default_rng(seed)
        scores = np.outer(x, rng.standard_normal(num_hidden)) + 3 * rng.standard_normal(num_hidden)
        for name, hidden in (("square", scores**2), ("ReLU", relu(scores))):
            v = np.linalg.lstsq(hidden, np.sin(x), rcond=1e-10)[0]
            error = np.max(np.abs(hidden @ v - np.sin(x)))
            errors.setdefault((name, num_hidden), []).append(error)
    stay = [error for (name, _), values in errors.items() if name == "square" for error in values]
    assert stay == pytest.approx([0.948] * 30, abs=1e-3)
    assert min(errors["ReLU", 3]) > 0.947
    assert 0.11 < min(errors["ReLU", 30]) < max(errors["ReLU", 30]) < 0.45
    assert max(errors["ReLU", 300]) < 0.04


@pytest.mark.claims("Some network stays within 0.001 of sin x from 0 to 100.")
def test_a_sine_on_a_long_interval():
    network = interpolate(np.sin, 1200, high=100)
    assert max_error(np.sin, network, np.linspace(0, 100, 20_001)) < 0.001


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
