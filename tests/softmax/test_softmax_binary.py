"""Losses of yes-no questions against known values, their own slopes, and torch."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from torch.nn import functional as F

from helpers.functions import sigmoid
from helpers.softmax import binary

few = settings(max_examples=50, deadline=None)
logits = arrays(float, (3, 4), elements=st.floats(-50, 50))


@pytest.mark.claims(
    "At $z = -5$ the slopes are 0.9933 against 0.0066, a factor of 150",
    "$z = -5$, so $p$ is 0.0067 where it should be 1",
    "| half squared error |",
)
@pytest.mark.parametrize(
    ("z", "cross", "squared"), [(-5.0, 0.9933, 0.0066), (-10.0, 0.99995, 4.5e-5)]
)
def test_vanishing_gradient(z, cross, squared):
    assert -binary.binary_cross_entropy_slope(z) == pytest.approx(cross, abs=5e-5)
    assert -binary.squared_error_slope(z) == pytest.approx(squared, rel=0.02)
    assert sigmoid(-5) == pytest.approx(0.0067, abs=5e-5)
    ratio = binary.binary_cross_entropy_slope(-5) / binary.squared_error_slope(-5)
    assert ratio == pytest.approx(150, abs=1)
    p = sigmoid(z)
    assert binary.squared_error(z) == pytest.approx((p - 1) ** 2 / 2)
    assert binary.squared_error_slope(z) == pytest.approx((p - 1) * p * (1 - p))
    for loss, slope in (
        (binary.binary_cross_entropy, binary.binary_cross_entropy_slope),
        (binary.squared_error, binary.squared_error_slope),
    ):
        nudged = (loss(z + 1e-4) - loss(z - 1e-4)) / 2e-4
        assert slope(z) == pytest.approx(nudged, rel=1e-5)


@pytest.mark.claims("Eleven steps against more than twenty thousand")
def test_from_far_wrong_squared_error_needs_two_thousand_times_as_many_steps():
    found = []
    for slope in (binary.binary_cross_entropy_slope, binary.squared_error_slope):
        z, num_steps = -10.0, 0
        while z < 0:
            z, num_steps = z - slope(z), num_steps + 1
        found.append(num_steps)
    assert found[0] == 11
    assert found[1] > 20_000


@pytest.mark.claims("where its slope is largest, squared error sends a weaker signal")
def test_squared_error_is_steepest_at_one_third():
    z = np.linspace(-5, 5, 100001)
    steepest = z[np.argmax(-binary.squared_error_slope(z))]
    assert sigmoid(steepest) == pytest.approx(1 / 3, abs=1e-4)
    assert (np.diff(-binary.squared_error_slope(z[z < steepest])) > 0).all()


@few
@given(logits, arrays(float, (3, 4), elements=st.sampled_from([0.0, 1.0])))
def test_multi_label_loss_agrees_with_torch(z, y):
    expected = F.binary_cross_entropy_with_logits(torch.tensor(z), torch.tensor(y)).item()
    assert binary.multi_label_loss(z, y) == pytest.approx(expected, abs=1e-12)
