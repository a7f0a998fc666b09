"""Mean-field theory: published numbers, closed forms, and the properties of its maps."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import meanfield


@pytest.mark.parametrize(
    ("bias_variance", "variance"),
    [(0, 1), (0.01, 1.424), (0.05, 1.761), (0.1, 1.986), (0.5, 2.843), (1, 3.443)],
)
def test_critical_line_of_tanh(bias_variance, variance):
    found = meanfield.critical_variance(bias_variance)
    assert found == pytest.approx(variance, abs=6e-4)
    if bias_variance:
        q = meanfield.fixed_q(found, bias_variance)
        assert meanfield.chi_1(q, found) == pytest.approx(1, abs=1e-9)
        assert meanfield.critical_point(q) == pytest.approx((found, bias_variance), rel=1e-8)


@pytest.mark.parametrize(
    ("variance", "bias_variance", "q", "chi"),
    [
        (1.0, 0.05, 0.194, 0.759),
        (1.76, 0.05, 0.570, 1.000),
        (4.0, 0.05, 2.196, 1.342),
        # Poole et al. 2016 give the standard deviations.
        (1.3**2, 0.3**2, 0.607, 0.940),
        (2.5**2, 0.3**2, 4.079, 1.585),
        (4.0**2, 0.3**2, 12.604, 2.367),
    ],
)
def test_fixed_points_of_three_phases(variance, bias_variance, q, chi):
    found = meanfield.fixed_q(variance, bias_variance)
    assert found == pytest.approx(q, abs=6e-4)
    assert meanfield.chi_1(found, variance) == pytest.approx(chi, abs=6e-4)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.25, 16.0), st.floats(0.01, 1.0))
def test_fixed_point_is_where_the_size_stays(variance, bias_variance):
    q = meanfield.fixed_q(variance, bias_variance)
    assert meanfield.next_q(q, variance, bias_variance) == pytest.approx(q, rel=1e-6)


@pytest.mark.parametrize("variance", [1.0, 2.0, 3.0])
@pytest.mark.parametrize("q", [0.1, 1.0, 7.0])
def test_relu_and_linear_have_closed_forms(variance, q):
    assert meanfield.chi_1(q, variance, meanfield.RELU) == pytest.approx(variance / 2)
    assert meanfield.next_q(q, variance, 0.09, meanfield.RELU) == pytest.approx(
        variance * q / 2 + 0.09
    )
    assert meanfield.chi_1(q, variance, meanfield.LINEAR) == pytest.approx(variance)
    assert meanfield.next_q(q, variance, 0.09, meanfield.LINEAR) == pytest.approx(
        variance * q + 0.09
    )


@settings(max_examples=20, deadline=None)
@given(st.floats(-1, 1))
def test_relu_correlation_is_the_arc_cosine_kernel(c):
    # Cho & Saul 2009, at sigma_w^2 = 2, where a ReLU layer keeps the size.
    exact = (math.sqrt(1 - c**2) + c * (math.pi - math.acos(c))) / math.pi
    found = meanfield.next_c(c, 1.0, 2.0, 0.0, meanfield.RELU)
    assert found == pytest.approx(exact, abs=1e-3)


@pytest.mark.parametrize("variance", [1.0, 1.76, 4.0])
def test_slope_of_the_correlation_map_at_1_is_chi_1(variance):
    q = meanfield.fixed_q(variance, 0.05)
    assert meanfield.next_c(1.0, q, variance, 0.05) == pytest.approx(1)
    step = 1e-5
    slope = (1 - meanfield.next_c(1 - step, q, variance, 0.05)) / step
    assert slope == pytest.approx(meanfield.chi_1(q, variance), rel=1e-3)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.1, 5), st.floats(0.0, 1.0))
def test_correlation_map_is_monotone_and_linear_for_linear_layers(q, bias_variance):
    cs = np.linspace(-1, 1, 9)
    mapped = [meanfield.next_c(c, q, 2.25, bias_variance) for c in cs]
    assert np.all(np.diff(mapped) > -1e-9)
    for c in cs:
        exact = (2.25 * q * c + bias_variance) / (2.25 * q + bias_variance)
        found = meanfield.next_c(c, q, 2.25, bias_variance, meanfield.LINEAR)
        assert found == pytest.approx(exact, abs=1e-6)


@pytest.mark.parametrize(
    "activation", [meanfield.TANH, meanfield.SIGMOID, meanfield.RELU, meanfield.LINEAR]
)
def test_slopes_are_derivatives(activation):
    h = np.array([-3.0, -0.7, 0.4, 2.2])
    slope = (activation.value(h + 1e-6) - activation.value(h - 1e-6)) / 2e-6
    assert activation.slope(h) == pytest.approx(slope, abs=1e-6)


def test_depth_scale_is_the_same_on_both_sides_and_infinite_between():
    assert meanfield.depth_scale(math.exp(-0.25)) == pytest.approx(4)
    assert meanfield.depth_scale(math.exp(0.25)) == pytest.approx(4)
    assert meanfield.depth_scale(1) == math.inf


def test_gaussian_means_are_exact():
    assert meanfield.gaussian_mean(np.square, 3.0) == pytest.approx(3.0)
    assert meanfield.gaussian_mean(lambda h: h**4, 2.0) == pytest.approx(12.0)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: meanfield.gaussian_mean(np.square, -1), "q must"),
        (lambda: meanfield.fixed_q(1, 1, meanfield.RELU), "activation"),
        (lambda: meanfield.chi_1(1, -1), "weight_variance"),
        (lambda: meanfield.next_c(1.2, 1, 1, 1), "c is a correlation"),
        (lambda: meanfield.next_c(-1.2, 1, 1, 1), "c is a correlation"),
        (lambda: meanfield.next_c(0.5, 0, 1, 1), "q must"),
        (lambda: meanfield.depth_scale(0), "chi"),
        (lambda: meanfield.critical_point(math.nan), "q must"),
        (lambda: meanfield.critical_variance(-1), "bias_variance"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
