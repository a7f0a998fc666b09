"""Theory in tables and layer by layer: the theory of `helpers.meanfield`, and published numbers."""

import numpy as np
import pytest

from helpers import meanfield
from helpers.initialization import expectations
from helpers.meanfield import LINEAR, RELU, SIGMOID, TANH


@pytest.mark.parametrize("activation", [TANH, RELU, SIGMOID, LINEAR])
@pytest.mark.parametrize("point", [(0.25, 0.0), (1.76, 0.05), (5.0, 1.0)])
def test_expected_curves_are_the_theory_layer_by_layer(activation, point):
    expected = expectations.by_layer(1.0, 12, *point, activation)
    q, chis = 1.0, []
    for layer in range(12):
        chis.append(meanfield.chi_1(q, point[0], activation))
        output = meanfield.gaussian_mean(lambda h: activation.value(h) ** 2, q)
        assert expected.output[layer] == pytest.approx(output, rel=1e-3)
        q = meanfield.next_q(q, *point, activation)
        assert expected.q[layer + 1] == pytest.approx(q, rel=1e-3)
    assert expected.gradient[0] == pytest.approx(np.prod(chis), rel=2e-3)
    assert expected.gradient[-1] == 1


def test_distances_shrink_by_chi_1_a_layer_in_order():
    expected = expectations.distances(30, 1.0, 0.05, 0.5)
    assert expected[-1] / expected[-2] == pytest.approx(0.759, abs=1e-3)
    assert meanfield.depth_scale(0.759) == pytest.approx(3.63, abs=0.01)


@pytest.mark.claims(
    "For the sigmoid all of the diagram is order: its slope is at most 1/4",
    "its $\\chi_1 = \\sigma_w^2/2$ knows nothing of the biases",
)
def test_borders_of_sigmoid_and_relu():
    weight_variances, bias_variances = np.linspace(0.25, 5, 20), np.linspace(0, 1, 11)
    chi = expectations.chi_map(weight_variances, bias_variances, SIGMOID)
    assert chi.max() < 5 / 4**2
    assert SIGMOID.slope(np.linspace(-5, 5, 101)).max() == pytest.approx(1 / 4)
    chi = expectations.chi_map(weight_variances, bias_variances, RELU)
    assert chi == pytest.approx(np.tile(weight_variances / 2, (11, 1)))


@pytest.mark.claims(
    "(Without biases they fade up to $\\sigma_w^2 = 1$; ReLU's grow without limit above 2"
)
def test_where_signals_settle_fade_and_grow():
    for variance in (0.25, 1.0, 1.76, 3.0, 5.0):
        for bias_variance in (0.05, 0.3, 1.0):
            q_star = meanfield.fixed_q(variance, bias_variance)
            q = expectations.by_layer(1.0, 8, variance, bias_variance).q
            assert q[8] == pytest.approx(q_star, rel=0.03)  # within a few layers
    assert meanfield.fixed_q(0.9, 0.0) == meanfield.fixed_q(1.0, 0.0) == 0
    assert meanfield.fixed_q(1.1, 0.0) > 0.05
    assert np.log10(expectations.by_layer(1.0, 50, 2.5, 0.0, RELU).q[-1]) > 4


@pytest.mark.parametrize("activation", [TANH, SIGMOID, RELU, LINEAR])
def test_phase_map_is_the_theory_at_its_points(activation):
    weight_variances, bias_variances = np.array([0.5, 1.76, 4.0]), np.array([0.05, 0.5])
    chi = expectations.chi_map(weight_variances, bias_variances, activation)
    for row, bias_variance in enumerate(bias_variances):
        for column, variance in enumerate(weight_variances):
            q = 1.0
            if activation.bounded:
                q = meanfield.fixed_q(variance, bias_variance, activation)
            exact = meanfield.chi_1(q, variance, activation)
            assert chi[row, column] == pytest.approx(exact, rel=2e-3)


def test_settled_q_is_the_fixed_point():
    for variance, q in ((1.0, 0.194), (1.76, 0.570), (4.0, 2.196)):
        assert expectations.settle_q(variance, 0.05, 500) == pytest.approx(q, abs=1e-3)
        exact = meanfield.fixed_q(variance, 0.05)
        assert expectations.settle_q(variance, 0.05, 500) == pytest.approx(exact, rel=1e-6)


def test_the_table_behind_moving_curves_is_made_once():
    assert expectations._moments(meanfield.TANH) is expectations._moments(meanfield.TANH)
