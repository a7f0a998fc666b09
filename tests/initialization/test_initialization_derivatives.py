"""Derivatives of random networks: autograd's, and what theory expects of them."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from helpers import meanfield
from helpers.initialization import derivatives, expectations
from helpers.initialization.derivatives import ARCHITECTURES
from helpers.initialization.signals import draw_inputs, draw_layers, forward
from helpers.meanfield import RELU, SIGMOID, TANH


def draw_gains(num_layers, seed, *arguments):
    h, layers = draw_inputs(1, 200, 1.0, seed)[0], draw_layers(num_layers, 200, seed)
    return derivatives.gradient_gains(derivatives.jacobians(h, layers, *arguments))


@pytest.mark.claims(
    "A ReLU layer multiplies mean squares by $\\sigma_w^2 / 2$ forward, and backward too",
    "flat at 2, $10^{8.8}$ at 3",
)
@pytest.mark.parametrize("variance", [1.0, 2.0, 3.0])
def test_relu_gradients_change_by_half_of_sigma_w_squared(variance):
    gains = [draw_gains(10, seed, variance, 0.0, RELU)[-1] for seed in range(8)]
    factor = np.exp(np.mean(np.log(gains)) / 10)
    assert factor == pytest.approx(variance / 2, rel=0.05)
    expected = expectations.by_layer(1.0, 50, variance, 0.0, RELU)
    assert expected.gains[9] == pytest.approx((variance / 2) ** 10)
    assert expected.q[1:] == pytest.approx((variance / 2) ** np.arange(1, 51), rel=1e-3)
    if variance == 3.0:
        assert np.log10(expected.gains[-1]) == pytest.approx(8.8, abs=0.05)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize("activation", [TANH, RELU])
def test_theory_of_each_architecture_agrees_with_networks(architecture, activation):
    arguments = (1.76, 0.05, activation, architecture)
    gains = [draw_gains(20, seed, *arguments) for seed in range(6)]
    measured = np.log(gains).mean(axis=0)
    expected = np.log(expectations.by_layer(1.0, 20, *arguments, width=200).gains)
    assert measured[-1] / 20 == pytest.approx(expected[-1] / 20, abs=0.05)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
@pytest.mark.parametrize(
    ("activation", "function"),
    [(TANH, torch.tanh), (RELU, torch.relu), (SIGMOID, torch.sigmoid)],
    ids=["tanh", "ReLU", "sigmoid"],
)
def test_jacobians_are_autograd_s(architecture, activation, function):
    weights, biases = (each.astype(float) for each in draw_layers(4, 12, seed=1))
    h = draw_inputs(1, 12, 1.0)[0].astype(float)

    def network(h):
        for weight, bias in zip(torch.tensor(weights), torch.tensor(biases), strict=True):
            inner = nn.functional.layer_norm(h, (12,)) if architecture == "layer norm" else h
            change = math.sqrt(1.5) * weight @ function(inner) + math.sqrt(0.3) * bias
            h = h + change if architecture == "residual" else change
        return h

    exact = torch.autograd.functional.jacobian(network, torch.tensor(h)).numpy()
    steps = list(derivatives.jacobians(h, (weights, biases), 1.5, 0.3, activation, architecture))
    matrix, log_scale = steps[-1]
    assert matrix * math.exp(log_scale) == pytest.approx(exact, abs=1e-6)
    gains = derivatives.gradient_gains(steps)
    assert gains[-1] == pytest.approx((exact**2).sum() / 12, rel=1e-5)
    if architecture == "plain":
        logs = derivatives.singular_values(h, (weights, biases), 1.5, 0.3, activation, at=[4])[0]
        values = np.linalg.svd(exact, compute_uv=False)
        kept = np.isfinite(logs)
        assert kept[:3].all()
        assert 10 ** logs[kept] == pytest.approx(values[kept], rel=1e-5)


def test_forward_and_backward_are_torch_s():
    layers = draw_layers(5, 20, seed=2)
    x = draw_inputs(7, 20, 1.0)
    states = forward(x, layers, 2.0, 0.1)
    h = torch.tensor(x, requires_grad=True)
    last = h
    for weight, bias in zip(*map(torch.tensor, layers), strict=True):
        last = torch.tanh(last) @ (math.sqrt(2.0) * weight).T + math.sqrt(0.1) * bias
    assert states[-1] == pytest.approx(last.detach().numpy(), abs=1e-5)
    error = np.random.default_rng(0).standard_normal((7, 20), dtype=np.float32)
    last.backward(torch.tensor(error))
    sizes = derivatives.backward(states, layers[0], 2.0)
    assert sizes[-1] == pytest.approx((error**2).mean(), rel=1e-5)
    assert sizes[0] == pytest.approx(h.grad.square().mean().item(), rel=1e-4)


def test_errors_may_fade_far_below_float32():
    layers = draw_layers(60, 50)
    states = forward(draw_inputs(5, 50, 1.0), layers, 0.25, 0.05, SIGMOID)
    sizes = derivatives.backward(states, layers[0], 0.25, SIGMOID)
    assert 1e-120 < sizes[0] < 1e-90


def test_a_dead_layer_lets_no_error_through():
    weights, biases = draw_layers(3, 10)
    biases[1] = -100
    states = forward(draw_inputs(4, 10, 1.0), (weights, biases), 2.0, 1.0, RELU)
    sizes = derivatives.backward(states, weights, 2.0, RELU)
    assert list(sizes[:3]) == [0, 0, 0]
    assert sizes[3] > 0


@pytest.mark.claims(
    "But ten of the 200 directions carry more than 96 % of it",
    "The largest value differs from seed to seed, from 7 to 16 in twelve of them",
)
def test_products_of_gaussian_matrices_spread_and_of_orthogonal_ones_do_not():
    largest = []
    for seed in range(12):
        values = derivatives.product_singular_values(50, 200, seed, False)
        largest.append(values[0])
        assert (values[:10] ** 2).sum() > 0.96 * (values**2).sum()
        assert (values < 0.01).sum() == pytest.approx(161, abs=3)
        assert values[100] < 1e-6
    assert (min(largest), max(largest)) == pytest.approx((7, 16), abs=0.5)
    assert derivatives.product_singular_values(50, 200, 0, True) == pytest.approx(
        np.ones(200), abs=1e-5
    )


def test_an_unknown_architecture_is_named():
    with pytest.raises(ValueError, match=r"architecture must be one of .*'plain'.*'skip'"):
        next(derivatives.jacobians(np.ones(5), draw_layers(1, 5), 1, 0, TANH, "skip"))
    with pytest.raises(ValueError, match="architecture"):
        expectations.by_layer(1.0, 3, 1, 0, TANH, "skip")


@pytest.mark.claims(
    "Thirty tanh layers with orthogonal weights, scaled to sigma_w<sup>2</sup> = 4",
    "Slopes near 1, times sigma_w = 2, make some directions grow in every layer",
)
def test_chaos_spreads_the_singular_values_of_orthogonal_layers_too():
    for variance, sizes, spread in ((1.05, 0.05, 0.2), (4.0, 1.0, None)):
        for seed in range(5):
            weights, biases = draw_layers(30, 100, seed, orthogonal=True)
            h = draw_inputs(1, 100, sizes, seed)[0]
            layers = (weights.astype(float), biases)
            logs = derivatives.singular_values(h, layers, variance, 0.0, TANH, at=[30])[0]
            if spread:
                assert logs[0] < spread and logs[50] > -spread
            else:
                assert logs[0] > 2.5 and logs[50] < -3.5 and (logs > 0).sum() < 40


@pytest.mark.claims(
    "The two networks stray around the line of theory, the more the deeper they are",
    "The theory asks for wide layers, and 100 units follow it well",
    "For tanh, a network of only 100 units mostly stays within a factor of ten of theory",
)
def test_how_far_networks_of_100_units_stray_from_theory():
    layers = [draw_layers(50, 100, seed) for seed in range(8)]
    x = draw_inputs(8, 100, 1.0)
    ends = []
    for point in ((1.0, 0.05), (1.75, 0.05), (3.0, 0.05), (5.0, 0.05), (1.0, 0.5), (3.0, 1.0)):
        expected = np.log10(expectations.by_layer(1.0, 50, *point).gains)
        gains = [
            derivatives.gradient_gains(derivatives.jacobians(h, each, *point))
            for h, each in zip(x, layers, strict=True)
        ]
        stray = np.log10(gains) - expected
        ends.append(stray[:, [4, 49]])
    spread = np.abs(ends).mean(axis=(0, 1))
    assert spread[1] > 2 * spread[0]
    last = np.abs([stray[:, 1] for stray in ends])
    assert last.max() < 1.6 and np.mean(last < 1) > 0.9  # of 48 networks


def test_layer_norm_and_residual_layers_keep_the_gradient_of_tanh():
    """Plain layers lose six orders of magnitude; with a layer norm it stays within about one."""
    h, layers = draw_inputs(5, 100, 1.0), [draw_layers(50, 100, seed) for seed in range(5)]

    def typical(architecture):
        steps = (derivatives.jacobians(x, each, 1.0, 0.05, TANH, architecture) for x, each in pairs)
        return np.log10([derivatives.gradient_gains(step) for step in steps])

    pairs = list(zip(h, layers, strict=True))
    assert typical("plain")[:, -1] == pytest.approx(-6.4, abs=0.5)
    assert np.abs(np.median(typical("layer norm"), axis=0)).max() < 1
    assert typical("residual").min() > 0


@pytest.mark.claims(
    "the largest singular value stays around 10, and a quarter of the way down they have shrunk by four"
)
def test_singular_values_spread_on_the_edge():
    h, logs = draw_inputs(1, 100, 1.0)[0], []
    for seed in range(6):
        weights, biases = draw_layers(50, 100, seed)
        layers = (weights.astype(float), biases)
        logs.append(derivatives.singular_values(h, layers, 1.75, 0.05, TANH, at=[50])[0])
    logs = np.array(logs)
    assert (logs[:, 0] > 0.5).all() and (logs[:, 0] < 1.4).all()
    assert logs[:, 25] == pytest.approx(-4.2, abs=0.5)


@pytest.mark.claims("Over 80 layers it is $10^{-9.6}$ or $10^{10.2}$")
def test_eighty_factors_of_theory():
    for variance, power in ((1.0, -9.6), (4.0, 10.2)):
        chi = meanfield.chi_1(meanfield.fixed_q(variance, 0.05), variance)
        assert 80 * math.log10(chi) == pytest.approx(power, abs=0.05)
