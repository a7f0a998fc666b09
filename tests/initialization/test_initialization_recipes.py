"""Recipes for the first weights: ours, and torch's."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from helpers import meanfield
from helpers.initialization import recipes


@pytest.mark.claims("PyTorch's gain for tanh, 5/3, gives 2.78")
def test_default_and_gains_of_torch():
    torch.manual_seed(0)
    assert 500 * nn.Linear(500, 500).weight.var().item() == pytest.approx(1 / 3, rel=0.01)
    assert nn.init.calculate_gain("tanh") ** 2 == pytest.approx(2.78, abs=0.01)
    q = meanfield.fixed_q(2.78, 0.0)
    assert 1.0 < meanfield.chi_1(q, 2.78) < 1.3  # mildly chaotic


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 1000), st.floats(-1, 1))
def test_he_weights_keep_the_mean_square(num_inputs, slope):
    square = meanfield.gaussian_mean(lambda h: np.where(h > 0, h, slope * h) ** 2, 1.0)
    assert num_inputs * recipes.he_std(num_inputs, slope) ** 2 * square == pytest.approx(1)
    gain = nn.init.calculate_gain("leaky_relu", slope)
    assert recipes.he_std(num_inputs, slope) == pytest.approx(gain / math.sqrt(num_inputs))
