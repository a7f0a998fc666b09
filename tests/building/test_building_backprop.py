"""Backward through whole layers, against torch's autograd; and what a gradient check can show."""

import ast
import inspect

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


@pytest.mark.claims("Four lines of NumPy agree")
def test_four_lines_agree_with_torch_on_a_network_for_digits():
    problem = backprop.random_problem((784, 64, 10), num_samples=32, seed=0)
    tensors = {name: torch.tensor(array, requires_grad=True) for name, array in problem.items()}
    backprop.two_layer_loss(**tensors).backward()
    ours = backprop.two_layer_backward(**problem)
    for name, gradient in zip(("w1", "b1", "w2", "b2"), ours, strict=True):
        np.testing.assert_allclose(gradient, tensors[name].grad.numpy(), atol=1e-9)
    assert sum(gradient.size for gradient in ours) == 50_890
    (body,) = ast.parse(inspect.getsource(backprop.two_layer_backward)).body
    assert len(body.body[1:]) == 4  # after the docstring


HS = np.logspace(-10, -1, 28)


@pytest.fixture(scope="module")
def errors():
    """Relative errors (10 networks, 28 steps) in float64 and float32."""
    return backprop.gradient_check(HS, np.float64), backprop.gradient_check(HS, np.float32)


@pytest.mark.claims("For these ten networks of random weights")
def test_the_best_step_lies_in_between(errors):
    double, single = errors
    assert len(double) == 10
    best = HS[double.argmin(axis=1)]
    assert np.all((best > 9e-7) & (best < 1.1e-5))
    assert np.all((double.min(axis=1) > 2e-11) & (double.min(axis=1) < 4e-10))
    assert np.all(double[:, 0] > 1000 * double.min(axis=1))
    best = HS[single.argmin(axis=1)]
    assert np.all((best > 9e-4) & (best < 1.1e-2))
    assert np.all((single.min(axis=1) > 1e-5) & (single.min(axis=1) < 2e-4))


@pytest.mark.claims("There $h$ is so small")
def test_a_float32_does_not_notice_a_tiny_step(errors):
    small = HS < 1e-9
    assert np.all(errors[1][:, small] == 1)
    weights = backprop.random_problem((3, 5, 2), 8, seed=0)["w1"].astype(np.float32)
    assert np.all(weights + np.float32(1e-10) == weights)


@pytest.mark.claims("How large the error is at a given $h$")
def test_the_error_of_the_formula_falls_with_the_square_of_the_step():
    ratios = np.divide(*backprop.gradient_check([1e-2, 1e-4], np.float64).T)
    np.testing.assert_allclose(ratios, 1e4, rtol=0.01)


@pytest.mark.claims("Check it with central differences", "A relative error of $10^{-8}$")
def test_a_check_in_float64_tells_right_from_wrong(errors):
    near = np.argmin(abs(HS - 1e-5))
    assert np.all(errors[0][:, near] < 1e-8)
    assert np.all(errors[1][:, near] > 1e-3)  # in float32 one could not tell


@pytest.mark.claims("A forgotten factor or a wrong sign")
@pytest.mark.parametrize("factor", [-1.0, 0.5, 2.0])
def test_a_wrong_factor_is_seen_at_once(monkeypatch, factor):
    right = backprop.two_layer_backward

    def wrong(**problem):
        return [factor * gradient for gradient in right(**problem)]

    monkeypatch.setattr(backprop, "two_layer_backward", wrong)
    assert np.all(backprop.gradient_check([1e-5], np.float64) > 0.4)


@pytest.mark.claims("99.6 % of it zeros")
def test_no_picture_acts_on_another_pictures_units():
    x, layer = torch.rand(6, 5), torch.nn.Linear(5, 4)
    jacobian = torch.autograd.functional.jacobian(layer, x)  # (6, 4, 6, 5)
    assert (jacobian == 0).float().mean() == pytest.approx(1 - 1 / 6)
    assert f"{1 - 1 / 256:.1%}" == "99.6%"
