"""The losses of notebook 03: their values, their gradients, their minima."""

import numpy as np
import pytest

from helpers.building.losses import LANDSCAPES, LOSSES, two_features
from helpers.functions import numerical_gradient


def test_losses_at_some_points():
    points = np.array([-1.0, 0.5, 1.0, 2.0])
    expected = {
        "L1": [2, 0.5, 0, 1],
        "L2": [4, 0.25, 0, 1],
        "0-1": [1, 0, 0, 0],
        "hinge": [2, 0.5, 0, 0],
    }
    for name, values in expected.items():
        np.testing.assert_allclose(LOSSES[name](points, 1.0), values)
        np.testing.assert_allclose(LOSSES[name](-points, -1.0), values)


@pytest.mark.parametrize("landscape", LANDSCAPES)
def test_landscapes_have_these_gradients_and_minima(landscape):
    ground = LANDSCAPES[landscape]
    for minimum in ground.minima:
        assert ground.loss(*minimum) == pytest.approx(0, abs=1e-12)
    for w in np.random.default_rng(0).uniform(-2, 2, size=(5, 2)):
        numerical = numerical_gradient(lambda w: ground.loss(w[0], w[1]), w, 1e-6)
        np.testing.assert_allclose(ground.gradient(w), numerical, atol=1e-6)


@pytest.mark.claims(
    "the second input is three times as large", "with curvature 1 along $w_1$ and 9"
)
def test_two_features_are_exactly_as_promised():
    x, y = two_features(num_samples=16, noise=1.0)
    np.testing.assert_allclose(x.T @ x / 16, np.diag([1.0, 9.0]), atol=1e-12)
    np.testing.assert_allclose(np.linalg.lstsq(x, y, rcond=None)[0], [1.0, 0.5])


@pytest.mark.claims("It is turned by 45 degrees")
def test_the_turned_ravine_has_these_curvatures():
    ground = LANDSCAPES["steep ravine, turned by 45 degrees"]
    start = np.array(ground.minima[0])
    hessian = np.array([ground.gradient(start + step) for step in np.eye(2)])
    curvatures, directions = np.linalg.eigh(hessian)
    np.testing.assert_allclose(curvatures, [1, 100])
    np.testing.assert_allclose(np.abs(directions), np.sqrt(0.5))


@pytest.mark.parametrize("landscape", LANDSCAPES)
def test_a_gradient_of_many_points_is_that_of_each(landscape):
    ground = LANDSCAPES[landscape]
    w = np.random.default_rng(0).normal(size=(2, 3, 4))
    together = ground.gradient(w)
    for i, j in np.ndindex(3, 4):
        np.testing.assert_allclose(together[:, i, j], ground.gradient(w[:, i, j]))


@pytest.mark.claims("L1 finds 0.50", "L2 finds 0.64")
def test_an_odd_sample_pulls_l2_and_not_l1():
    x, y = np.arange(1.0, 6.0), np.array([0.5, 1.0, 4.0, 2.0, 2.5])
    weights = np.linspace(0, 1.2, 1201)[:, None]
    l1, l2 = (
        weights[LOSSES[name](weights * x, y).mean(axis=1).argmin(), 0] for name in ("L1", "L2")
    )
    assert l1 == pytest.approx(0.50)
    assert l2 == pytest.approx(0.64, abs=0.005)
    ratios = np.median(y / x)  # a line through 0: each sample alone would choose y / x
    assert l1 == pytest.approx(ratios)
    missed = abs(l2 * x - y)
    assert np.all(missed > 0.1)
    assert missed[2] < abs(l1 * x - y)[2]


@pytest.mark.claims("It takes a 3 for nearly a 4", "a network in doubt between 3 and 9")
def test_the_squared_error_reads_distances_between_class_numbers():
    assert LOSSES["L2"](4, 3) < LOSSES["L2"](9, 3)
    guesses = np.arange(10)
    expected = (LOSSES["L2"](guesses, 3) + LOSSES["L2"](guesses, 9)) / 2
    assert guesses[expected.argmin()] == 6
