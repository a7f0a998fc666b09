"""Backward through whole layers, against torch's autograd; and what a gradient check can show."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.building import backprop


@given(
    sizes=st.tuples(*[st.integers(1, 6)] * 3),
    num_samples=st.integers(1, 8),
    seed=st.integers(0, 99),
)
@settings(max_examples=30, deadline=None)
def test_two_layer_backward_agrees_with_torch(sizes, num_samples, seed):
    problem = backprop.random_problem(sizes, num_samples, seed)
    tensors = {name: torch.tensor(array, requires_grad=True) for name, array in problem.items()}
    backprop.two_layer_loss(**tensors).backward()
    for name, ours in zip(
        ("w1", "b1", "w2", "b2"), backprop.two_layer_backward(**problem), strict=True
    ):
        np.testing.assert_allclose(ours, tensors[name].grad.numpy(), atol=1e-12)


def test_gradient_check_curve():
    hs = np.logspace(-9, -1, 25)
    double, single = (
        backprop.gradient_check(hs, np.float64),
        backprop.gradient_check(hs, np.float32),
    )
    at = dict(zip(np.round(np.log10(hs), 6), double, strict=True))
    assert at[-2] == pytest.approx(1.6e-4, rel=0.1)
    assert at[-4] == pytest.approx(1.6e-8, rel=0.1)
    assert at[-8] > 30 * double.min()
    assert 3e-11 < double.min() < 4e-10
    assert 3e-7 < hs[double.argmin()] < 2e-5
    assert 1e-5 < single.min() < 4e-4
    assert 3e-4 < hs[single.argmin()] < 2e-2
