"""Deep networks from a start of one's own: the edge by search, fifty layers, GELU."""

import numpy as np
import pytest
import torch
from scipy.special import ndtr
from torch import nn

from helpers import meanfield
from helpers.initialization import expectations, recipes, scenes, study
from helpers.initialization.checks_deep import DEEP_WEIGHTS
from helpers.mlp import MLP
from helpers.statistics import normal_density
from helpers.training import accuracy, train

GELU = meanfield.Activation(
    "GELU", lambda h: h * ndtr(h), lambda h: ndtr(h) + h * normal_density(h), bounded=False
)


@pytest.mark.claims("At $\\sigma_w^2 = 1$ it is order, at 10 it is chaos")
def test_the_search_ends_where_the_formulas_say():
    for bias_variance in (0.01, 0.05, 0.3, 1.0):
        found = expectations.critical_variance(bias_variance)
        assert found == pytest.approx(meanfield.critical_variance(bias_variance), abs=1e-4)
        for variance, is_order in ((1.0, True), (10.0, False)):
            q = meanfield.fixed_q(variance, bias_variance)
            assert (meanfield.chi_1(q, variance) < 1) == is_order


def train_fifty_layers(draw_weights, seed, num_epochs=10):
    """As in the notebook."""
    parts = study.load_parts(seed)
    network = MLP([64, *[100] * 50, 10], "Tanh")
    study.initialize(network, 1.0, 0.05, seed)
    with torch.no_grad():
        for linear, weights in zip(
            network.linears, draw_weights(network.sizes, 1.76, seed), strict=True
        ):
            linear.weight.copy_(torch.as_tensor(weights))
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01)
    train(network, *parts["train"], nn.CrossEntropyLoss(), optimizer, num_epochs, batch_size=64)
    return [100 * accuracy(network, *parts[part]) for part in ("train", "test")]


@pytest.mark.claims(
    "The accuracy stays at that of guessing, about 10 %",
    "The repaired networks learn: after ten epochs all three know more than 80 %",
)
def test_fifty_layers_learn_from_the_repaired_weights_and_guess_from_the_broken_ones():
    for seed in (0, 1, 2):
        own, new = train_fifty_layers(recipes.deep_weights, seed)
        assert own > 80 and new > 70
    for seed in (0, 1):
        assert max(train_fifty_layers(DEEP_WEIGHTS.broken, seed, num_epochs=3)) < 16


@pytest.mark.claims("So $\\sigma_w^2$ was 0.59, deep in order")
def test_even_numbers_up_to_the_deviation_are_deep_in_order():
    weights = DEEP_WEIGHTS.broken([64, *[400] * 5, 10], 1.76, 0)
    found = np.mean([each.shape[1] * each.var() for each in weights[1:-1]])
    assert found == pytest.approx(0.59, abs=0.01)
    chi = meanfield.chi_1(meanfield.fixed_q(found, 0.05), found)
    assert meanfield.depth_scale(chi) == pytest.approx(1.4, abs=0.1)


@pytest.mark.claims(
    "From 1.76 the network learns from the first epoch on",
    "From 0.6 it stays at guessing",
    "The first layer's gradient is about a thousandth of the last one's",
    "From 4 at a rate of 0.03 it learns",
)
@pytest.mark.parametrize(
    ("weight_variance", "rate", "num_epochs", "low", "high"),
    [(1.76, "0.01", 1, 40, 100), (0.6, "0.01", 20, 5, 16), (4.0, "0.03", 20, 60, 100)],
)
def test_the_live_run_learns_where_the_notebook_says(weight_variance, rate, num_epochs, low, high):
    scene = scenes.live_training()
    scene.render(weight_variance=weight_variance, rate=rate)
    steps = scene.run.steps(weight_variance=weight_variance, rate=rate)
    for _ in range(num_epochs):
        next(steps)
    own, new = (artist.get_ydata()[-1] for artist in scene.artists[:2])
    assert low < own < high and low < new < high
    gradients = scene.artists[-1].get_ydata()
    assert (gradients[0] < 2e-3 * gradients[-1]) == (weight_variance == 0.6)


@pytest.mark.claims(
    "From 2 and 0, a signal of mean square 1 falls to",
    "a mean square of 1 is kept",
    "Only that size: from the same variances 0.5 shrinks to 0.26",
)
def test_he_s_start_fades_through_gelu_and_another_keeps_one_size():
    def through(q, variance, bias_variance):
        gradient = 1.0
        for _ in range(30):
            gradient *= meanfield.chi_1(q, variance, GELU)
            q = meanfield.next_q(q, variance, bias_variance, GELU)
        return q, gradient

    q, gradient = through(1.0, 2.0, 0.0)
    assert q == pytest.approx(3e-8, rel=0.1)
    assert np.log10(gradient) == pytest.approx(-7.2, abs=0.05)
    start = meanfield.critical_point(1.0, GELU)
    assert start == pytest.approx((2.194, 0.067), abs=5e-4)
    assert through(1.0, *start) == pytest.approx((1.0, 1.0), rel=1e-6)
    assert through(0.5, *start)[0] == pytest.approx(0.26, abs=0.005)
    assert through(2.0, *start)[0] == pytest.approx(18, abs=0.5)
