"""The gallery's activation functions and derivatives against torch's own."""

import numpy as np
import pytest
import torch

from helpers.neurons.activations import ACTIVATIONS, DEAD, dead_units

A = 0.3
IN_TORCH = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "ReLU": torch.relu,
    "softplus": torch.nn.functional.softplus,
    "LReLU": lambda x: torch.nn.functional.leaky_relu(x, A),
    "VReLU": lambda x: torch.nn.functional.leaky_relu(x, A),
    "RReLU": lambda x: torch.nn.functional.rrelu(x, A, A),
    "PReLU": lambda x: torch.nn.functional.prelu(x, torch.tensor(A, dtype=x.dtype)),
    "ELU": lambda x: torch.nn.functional.elu(x, A),
    "GELU": torch.nn.functional.gelu,
    "SiLU": torch.nn.functional.silu,
    "none": lambda x: x,
    "maxout": lambda x: torch.maximum(A * x - 1, x),
    "APL": lambda x: torch.relu(x) + A * torch.relu(-x - 1),
}


def test_gallery_is_complete():
    listed = "none sigmoid tanh ReLU softplus LReLU maxout APL VReLU RReLU PReLU ELU GELU SiLU"
    assert list(ACTIVATIONS) == listed.split()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_value_and_slope_agree_with_torch(name):
    x = np.concatenate([np.linspace(-30, 30, 200), [-800.0, 800.0]])
    inputs = torch.tensor(x, requires_grad=True)
    outputs = IN_TORCH[name](inputs)
    (slopes,) = torch.autograd.grad(outputs.sum(), inputs)
    with np.errstate(over="raise", invalid="raise"):
        assert ACTIVATIONS[name].value(x, A) == pytest.approx(outputs.detach().numpy(), abs=1e-6)
        assert ACTIVATIONS[name].slope(x, A) == pytest.approx(slopes.numpy(), abs=1e-6)


@pytest.mark.claims(
    "the sigmoid's slope never exceeds 1/4",
    "Try tanh at $x = 3$",
    "At −5 its slope is 0.0002",
    "more than the sigmoid's 0.0066",
    "Its value does, and its slope with it: 0.0066 at −5",
    "Leaky ReLU with a = 0.01: its slope stays 0.01",
    "At −10 it is 0.00005",
)
def test_sentences_of_the_notebook():
    """What notebook 01 says of these functions, in numbers."""
    far = {
        name: ACTIVATIONS[name].slope(np.array([0.0, -5.0, -10.0]), 0.01) for name in ACTIVATIONS
    }
    assert far["tanh"][0] == 4 * far["sigmoid"][0]
    assert far["tanh"][1] == pytest.approx(0.0002, abs=5e-5)
    assert far["sigmoid"][1:] == pytest.approx([0.0066, 0.00005], abs=5e-5)
    assert far["LReLU"][1] == far["LReLU"][2] == 0.01 > far["sigmoid"][1] > far["tanh"][1]
    x = np.linspace(-10, 10, 2001)
    slopes = {name: function.slope(x, A) for name, function in ACTIVATIONS.items()}
    assert slopes["sigmoid"].max() == pytest.approx(0.25)
    assert slopes["tanh"][np.isclose(x, 3)] == pytest.approx(0.010, abs=5e-4)
    gap = ACTIVATIONS["softplus"].value(x, A) - ACTIVATIONS["ReLU"].value(x, A)
    assert gap.max() == pytest.approx(np.log(2))
    keep_a_slope = {name for name, slope in slopes.items() if np.abs(slope[0]) > 0.01}
    assert keep_a_slope == {"none", "LReLU", "maxout", "APL", "VReLU", "RReLU", "PReLU"}
    fall_then_rise = {
        name for name in ("GELU", "SiLU", "ELU", "softplus") if slopes[name].min() < -0.01
    }
    assert fall_then_rise == {"GELU", "SiLU"}


@pytest.mark.claims(
    "less than a thousandth of a learning signal",
    "Each panel counts the dead among 1000 random units",
    "Of the ReLUs a fifth are dead, of tanh and GELU 1 to 4 %",
)
@pytest.mark.parametrize("seed", range(5))
def test_who_is_dead(seed):
    assert DEAD == 1 / 1000
    dead = dead_units(seed)
    assert 150 < dead["ReLU"] < 250
    for name in ("tanh", "GELU"):
        assert 10 <= dead[name] <= 40
    for name in ("sigmoid", "softplus", "ELU", "SiLU"):
        assert dead[name] < 6
    for name in ("none", "LReLU", "VReLU", "RReLU", "PReLU", "maxout", "APL"):
        assert dead[name] == 0


def test_a_dead_relu_is_silent_for_every_sample():
    counted = dead_units(seed=3, num_units=50, num_samples=1)["ReLU"]
    rng = np.random.default_rng(3)
    weights = rng.standard_normal((10, 50)) / np.sqrt(10)
    drives = rng.standard_normal((1, 10)) @ weights + 3 * rng.standard_normal(50)
    assert counted == np.sum(drives <= 0)
