"""Signals in random networks, against what theory expects of them."""

import numpy as np
import pytest

from helpers import meanfield
from helpers.initialization import expectations, signals

POINTS = [(1.0, 0.05), (1.76, 0.05), (4.0, 0.05), (2.5, 0.5), (1.5, 0.01), (3.0, 1.0)]


@pytest.mark.claims("A single network may be off by 4 %")
def test_means_of_five_networks_agree_with_theory_and_one_strays_by_4_percent():
    measured, theory = [], []
    for point in POINTS:
        q = meanfield.fixed_q(*point)
        theory.append((q, meanfield.chi_1(q, point[0])))
    for seed in range(10):
        layers = signals.draw_layers(30, 500, seed)
        measured.append([signals.simulate_point(layers, *point) for point in POINTS])
    ratios = np.array(measured) / np.array(theory)
    assert np.abs(ratios[:5].mean(axis=0) - 1).max() < 0.012  # the five of the notebook
    assert np.abs(ratios[5:].mean(axis=0) - 1).max() < 0.02  # five others
    assert 0.03 < np.abs(ratios - 1).max() < 0.05


@pytest.mark.claims(
    "The dots, means of five networks, lie within 15 % of the lines of theory",
    "With $\\sigma_w^2 = 1$ a thousandth is reached after 22 or 23 layers",
)
def test_distances_in_five_networks_follow_theory_over_thirty_layers():
    networks = [signals.draw_layers(30, 500, seed) for seed in range(5)]
    for variance in (1.0, 1.3, 1.76, 4.0):
        q = meanfield.fixed_q(variance, 0.05)
        measured = [signals.distances(each, variance, 0.05, q, 0.5) for each in networks]
        expected = expectations.distances(30, variance, 0.05, 0.5)
        assert np.mean(measured, axis=0) == pytest.approx(expected, rel=0.15)
        if variance == 1.0:
            assert {int(np.argmax(values < 1e-3)) for values in measured} == {22, 23}


@pytest.mark.parametrize(("variance", "c"), [(1.0, 0.5), (1.3, 0.5), (4.0, 0.5), (4.0, 0.99)])
def test_distances_follow_the_correlation_map(variance, c):
    q = meanfield.fixed_q(variance, 0.05)
    measured = signals.distances(signals.draw_layers(12, 500), variance, 0.05, q, c)
    expected = expectations.distances(12, variance, 0.05, c)
    assert measured[0] == pytest.approx(1 - c, rel=1e-3)
    assert measured == pytest.approx(expected, rel=0.25)


def test_orthogonal_layers_are_orthogonal_and_have_the_variance_of_gaussian_ones():
    weights, _ = signals.draw_layers(3, 40, seed=1, orthogonal=True)
    for weight in weights:
        assert weight @ weight.T == pytest.approx(np.eye(40), abs=1e-5)
    assert weights.var() * 40 == pytest.approx(1, abs=0.01)


@pytest.mark.claims(
    "Without biases, each unit of a layer is off with probability 1/2",
    "With four it is about half of those with ten layers",
    "With 100 units the chance is too small to matter",
)
def test_dead_networks_follow_the_formula():
    assert expectations.dead_share(2, [20])[0] > 0.99
    assert expectations.dead_share(4, [10])[0] == pytest.approx(0.48, abs=0.01)
    assert expectations.dead_share(100, [1000])[0] < 1e-12
    depths = [1, 5, 20, 50]
    for width in (2, 3, 5):
        measured = signals.dead_share(width, depths, num_networks=2000)
        assert measured == pytest.approx(expectations.dead_share(width, depths), abs=0.04)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: signals.draw_layers(0, 10), "num_layers"),
        (lambda: signals.draw_inputs(3, 10, 0.0), "q"),
        (
            lambda: signals.forward(np.ones((1, 5)), signals.draw_layers(1, 5), -1, 0),
            "weight_variance",
        ),
        (lambda: signals.dead_share(0, [1]), "width"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
