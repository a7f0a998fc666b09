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


def test_two_features_are_exactly_as_promised():
    x, y = two_features(num_samples=16, noise=1.0)
    np.testing.assert_allclose(x.T @ x / 16, np.diag([1.0, 9.0]), atol=1e-12)
    np.testing.assert_allclose(np.linalg.lstsq(x, y, rcond=None)[0], [1.0, 0.5])
