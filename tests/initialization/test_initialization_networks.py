"""What the notebook says of torch's networks: its own functions, over several seeds."""

import ast

import jupytext
import numpy as np
import pytest
import torch
from torch import nn

import build
from helpers import meanfield
from helpers.initialization import study
from helpers.initialization.signals import draw_inputs, draw_layers, forward
from helpers.meanfield import LINEAR, RELU, SIGMOID, TANH
from helpers.mlp import MLP
from helpers.training import train

SEEDS = range(5)


@pytest.fixture(scope="module")
def notebook():
    """The functions that the notebook defines, and the images that they see."""
    torch.set_num_threads(1)
    source = jupytext.read(build.SOURCES / "08_initialization.py")
    code = "\n".join(cell.source for cell in source.cells if cell.cell_type == "code")
    kept = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
    body = [node for node in ast.parse(code).body if isinstance(node, kept)]
    namespace = dict(zip("xy", study.load_parts()["train"], strict=True))
    exec(compile(ast.Module(body, []), "notebook 08", "exec"), namespace)
    return namespace


def thirty_layers(notebook, weight_variance, seed):
    network = MLP([64, *[100] * 30, 10], "Tanh")
    notebook["initialize"](network, weight_variance, 0.0, seed)
    return network


@pytest.mark.claims(
    "The gradient in the first layer is about 80 times as large as in the last",
    "from end to end of the 30 layers both shrink four- to sixfold only",
)
def test_thirty_layers_halve_hold_or_explode(notebook):
    x, y = notebook["x"], notebook["y"]
    ends = {}
    for variance in (0.25, 1.0, 4.0):
        found = []
        for seed in SEEDS:
            signal, error = notebook["sizes_by_layer"](
                thirty_layers(notebook, variance, seed), x, y
            )
            found.append((signal[0] / signal[-1], error[-1] / error[0]))
        ends[variance] = np.array(found)
    assert ends[0.25][:, 0] ** (1 / 29) == pytest.approx(2, rel=0.02)  # a layer
    assert (ends[0.25][:, 1] > 1e8).all()
    assert 1 / ends[4.0][:, 1] == pytest.approx(82, rel=0.15)
    assert ends[4.0][:, 0] == pytest.approx(1.1, rel=0.05)
    assert (ends[1.0] > 3.9).all() and (ends[1.0] < 6.1).all()


@pytest.mark.claims("Thirty tanh layers start at sigma_w<sup>2</sup> = 0.25, without biases")
def test_no_weight_hears_both_signal_and_error(notebook):
    for variance, limits in ((0.25, (0, 1e-9)), (1.0, (1e-4, 1))):
        network = thirty_layers(notebook, variance, 0)
        nn.functional.cross_entropy(network(notebook["x"]), notebook["y"]).backward()
        sizes = [notebook["rms"](linear.weight.grad) for linear in network.linears]
        assert limits[0] < min(sizes) and max(sizes) < limits[1]
        assert max(sizes[1:-1]) < 3 * min(sizes[1:-1])  # about the same in all hidden layers


@pytest.mark.claims(
    "From 0.05 the network learns something, but its 30 units are one unit",
    "Random weights give 30 different units",
)
def test_only_random_weights_give_different_units(notebook):
    for seed in range(3):
        losses, num_different = notebook["train_from"](None, seed)
        assert num_different == 30 and losses[-1] < 0.3
    losses, num_different = notebook["train_from"](0.05)
    assert num_different == 1 and 1.2 < losses[-1] < 2
    losses, num_different = notebook["train_from"](0.0)
    assert num_different == 1 and losses[-1] > 2.29


@pytest.mark.claims("All weights start at 0.05, and the biases at random numbers")
def test_random_biases_break_the_symmetry_too(notebook):
    for seed in range(3):
        network = MLP([64, 30, 30, 10], "Tanh")
        generator = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for linear in network.linears:
                linear.weight.fill_(0.05)
                linear.bias.normal_(generator=generator)
        optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
        x, y = notebook["x"], notebook["y"]
        train(network, x, y, nn.CrossEntropyLoss(), optimizer, 15, 64, seed=seed)
        weights = network.linears[0].weight.detach().numpy()
        assert len(np.unique(weights.round(3), axis=0)) > 25
        assert np.abs(weights - 0.05).max() > 0.02  # the weights move


@pytest.mark.claims("Two or three layers, as in most of this course, learn all the same")
def test_pytorch_s_default_is_good_enough_for_few_layers(notebook):
    x, y = notebook["x"], notebook["y"]
    for activation in ("Tanh", "ReLU"):
        for depth, learns in ((2, True), (3, True), (30, False)):
            generator = torch.Generator().manual_seed(depth)
            network = MLP([64, *[100] * depth, 10], activation, generator)
            optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
            train(network, x, y, nn.CrossEntropyLoss(), optimizer, 10, 64)
            right = (network(x).argmax(dim=1) == y).double().mean().item()
            assert right > 0.9 if learns else right < 0.2


@pytest.mark.claims("At 0.1 it is about half")
def test_larger_steps_leave_more_units_dead(notebook):
    shares = [
        np.mean([notebook["share_of_dead_units"](lr, seed) for seed in SEEDS])
        for lr in (0.001, 0.01, 0.1)
    ]
    assert shares == sorted(shares)
    assert shares[0] < 0.1 and shares[2] == pytest.approx(0.5, abs=0.1)


def through(activation, weight_variance, seed, depth=30, width=100):
    """Return the outputs of every layer of a random network without biases."""
    layers = draw_layers(depth, width, seed)
    states = forward(draw_inputs(40, width, 1.0, seed), layers, weight_variance, 0.0, activation)
    return activation.value(states[1:]).astype(float)


@pytest.mark.claims(
    "With ReLU at 1 the signal fades by a factor near 0.7 a layer; at 2 it holds",
    "And the default keeps none of the three",
    "Below 2 both fade, above 2 both grow",
)
def test_which_signals_last_through_thirty_layers():
    def change(activation, variance):
        sizes = [
            np.sqrt((through(activation, variance, seed, width=200) ** 2).mean(axis=(1, 2)))
            for seed in SEEDS
        ]
        return np.array([size[-1] / size[0] for size in sizes]) ** (1 / 29)

    assert change(RELU, 1.0) == pytest.approx(0.7, abs=0.02)
    assert change(RELU, 2.0) == pytest.approx(1, abs=0.03)
    assert (change(RELU, 1.6) < 0.95).all() and (change(RELU, 2.4) > 1.05).all()
    assert change(TANH, 2.0) == pytest.approx(1, abs=0.01)
    for activation in (LINEAR, TANH, RELU):
        assert (change(activation, 1 / 3) < 0.6).all()


@pytest.mark.claims("yet a deep layer of sigmoids gives nearly the same outputs for every input")
def test_deep_sigmoids_say_the_same_for_every_input():
    for variance in (0.25, 1.0, 5.0):
        for seed in SEEDS:
            outputs = through(SIGMOID, variance, seed)
            assert outputs[-1].mean() == pytest.approx(0.5, abs=0.05)
            assert outputs[-1].std(axis=0).max() < 1e-3 < outputs[0].std(axis=0).max()


@pytest.mark.claims(
    "A ReLU passes the positive half and cuts the other",
    "So the weights need twice the variance of those of a linear layer",
    "The factor 2 makes up for a ReLU in front of the weights",
    "Then h has mean square 1/3",
)
def test_a_relu_keeps_half_of_the_mean_square():
    for q in (0.1, 1.0, 7.0):
        assert meanfield.next_q(q, 1.0, 0.0, RELU) == pytest.approx(q / 2, rel=1e-3)
        assert meanfield.next_q(q, 2.0, 0.0, RELU) == pytest.approx(q, rel=1e-3)
        assert meanfield.next_q(q, 1.0, 0.0, LINEAR) == pytest.approx(q)
        assert meanfield.next_q(q, 1 / 3, 0.0, LINEAR) == pytest.approx(q / 3)


@pytest.mark.claims("The mean over five starts is within 5 % of theory")
def test_autograd_agrees_with_chi_1(notebook):
    x, y = notebook["x"][:200], notebook["y"][:200]
    for variance in (1.0, 1.76, 4.0):
        chi = meanfield.chi_1(meanfield.fixed_q(variance, 0.05), variance)
        for depth in (10, 40):
            network, factors = MLP([64, *[100] * depth, 10], "Tanh"), []
            for seed in SEEDS:
                notebook["initialize"](network, variance, 0.05, seed)
                _, error = notebook["sizes_by_layer"](network, x, y)
                factors.append((error[0] / error[-1]) ** (2 / (depth - 1)))
            assert np.mean(factors) == pytest.approx(chi, rel=0.052)


@pytest.mark.claims(
    "from 0.25 the first layer gets less than a trillionth of the last one's gradient",
    "from 0.25 a hundredth instead of a trillionth",
)
def test_gradients_of_each_architecture_over_forty_layers(notebook):
    def ratios(architecture, variance):
        found = [notebook["gradients_by_layer"](architecture, variance, seed) for seed in SEEDS]
        ratio = np.array([each[0] / each[-1] for each in found])
        typical = np.exp(np.log(ratio).mean())
        assert (ratio < 3 * typical).all() and (ratio > typical / 3).all()
        return ratio, typical

    assert (ratios("plain", 0.25)[0] < 1e-12).all()
    assert ratios("plain", 4.0)[1] == pytest.approx(200, rel=0.3)
    assert ratios("layer norm", 0.25)[1] == pytest.approx(0.01, rel=0.5)
    for variance in (0.25, 1.76, 4.0):
        assert ratios("batch norm", variance)[1] == pytest.approx(32, rel=0.4)
    spreads = [ratios("residual", variance) for variance in (0.25, 1.76, 4.0)]
    assert all((ratio > 1).all() for ratio, _ in spreads)
    assert spreads[0][1] < spreads[1][1] < spreads[2][1]
