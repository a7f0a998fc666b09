"""Functions that several rooms share."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from helpers.functions import numerical_gradient, relu, sigmoid, softplus


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(relu, torch.relu), (sigmoid, torch.sigmoid), (softplus, torch.nn.functional.softplus)],
)
def test_activations_are_those_of_torch_and_do_not_overflow(ours, theirs):
    x = np.array([[-1e4, -30, -1, 0], [0.5, 2, 30, 1e4]])
    assert ours(x) == pytest.approx(theirs(torch.tensor(x)).numpy(), abs=1e-7)


@given(st.floats(-1e6, 1e6))
def test_softplus_stays_above_relu_by_at_most_ln_2(x):
    assert relu(x) <= softplus(x) <= relu(x) + np.log(2) + 1e-9


def test_numerical_gradient_of_a_cubic():
    x = np.array([[1.0, -2.0, 0.5]])
    assert numerical_gradient(lambda x: np.sum(x**3), x) == pytest.approx(3 * x**2, abs=1e-8)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numerical_gradient_stays_in_the_precision_of_its_argument(dtype):
    seen = []
    found = numerical_gradient(lambda x: seen.append(x.dtype) or x.sum(), np.ones(2, dtype), 1e-2)
    assert {found.dtype, *seen} == {np.dtype(dtype)}


def test_numerical_gradient_takes_whole_numbers():
    assert numerical_gradient(lambda x: np.sum(x**2), np.array([1, 2])) == pytest.approx([2, 4])


def test_a_step_of_zero_is_named():
    with pytest.raises(ValueError, match="step"):
        numerical_gradient(np.sum, np.zeros(2), step=0.0)
