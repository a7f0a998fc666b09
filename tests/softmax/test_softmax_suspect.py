"""The double softmax: its losses end where the formula says, and the formula can be turned around."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as F

from helpers.softmax import crossentropy, suspect

few = settings(max_examples=50, deadline=None)


@pytest.mark.claims("A second softmax leaves a loss of")
@pytest.mark.parametrize(("num_classes", "floor"), [(2, 0.313), (3, 0.551), (10, 1.461)])
def test_double_softmax_floor(num_classes, floor):
    assert suspect.loss_floor(num_classes) == pytest.approx(floor, abs=5e-4)
    assert suspect.logit_gap(suspect.loss_floor(num_classes), num_classes) == pytest.approx(1)
    best = torch.eye(num_classes)
    assert F.cross_entropy(best, torch.arange(num_classes)).item() == pytest.approx(floor, abs=5e-4)
    losses = suspect.training_losses(num_classes)
    assert min(losses) > suspect.loss_floor(num_classes) - 1e-5
    assert losses[-1] == pytest.approx(floor, abs=1e-3)


@pytest.mark.claims("They have tried other seeds, more steps and other learning rates")
@pytest.mark.parametrize(
    ("seed", "lr", "num_steps"), [(1, 0.02, 300), (2, 0.01, 150), (3, 0.05, 100)]
)
@pytest.mark.parametrize("num_classes", [2, 3, 10])
def test_the_floor_is_the_same_for_other_seeds_rates_and_steps(num_classes, seed, lr, num_steps):
    losses = suspect.training_losses(num_classes, num_steps=num_steps, lr=lr, seed=seed)
    assert losses[-1] == pytest.approx(suspect.loss_floor(num_classes), abs=1e-3)


@pytest.mark.claims("The floors were 0.313, 0.551 and 1.461, and they are gone")
@pytest.mark.parametrize("num_classes", [2, 3, 10])
def test_the_repaired_network_has_no_floor(num_classes):
    assert suspect.training_losses(num_classes, suspect.forward)[-1] < 0.001


@few
@given(st.floats(0.1, 10), st.integers(2, 100))
def test_logit_gap_inverts_the_loss(gap, num_classes):
    z = np.zeros((1, num_classes))
    z[0, 0] = gap
    assert suspect.logit_gap(crossentropy.cross_entropy(z, [0]), num_classes) == pytest.approx(
        gap, rel=1e-6
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: suspect.logit_gap(0.0, 2), "loss"),
        (lambda: suspect.logit_gap(0.3, 1), "num_classes"),
        (lambda: suspect.loss_floor(1), "num_classes"),
    ],
)
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
