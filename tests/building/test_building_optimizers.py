"""From gradients to steps: descent and six rules, against torch.optim and the theory."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from helpers.building import optimizers
from helpers.building.losses import LANDSCAPES


@given(seed=st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_delta_rule_is_descent_on_half_the_squared_error(seed):
    w, x = np.random.default_rng(seed).normal(size=(2, 3))
    weights = torch.tensor(w, requires_grad=True)
    ((weights @ torch.tensor(x) - 0.7) ** 2 / 2).backward()
    np.testing.assert_allclose(
        optimizers.delta_rule_step(w, x, 0.7, 0.1), w - 0.1 * weights.grad.numpy()
    )


@pytest.mark.parametrize(
    ("lr", "arrives"), [(0.05, True), (0.11, True), (0.22, True), (0.23, False)]
)
def test_the_steepest_direction_sets_the_limit(lr, arrives):
    ground = next(iter(LANDSCAPES.values()))
    path = optimizers.descend(ground.gradient, ground.start, lr, 500)
    assert np.allclose(path[-1], ground.minima[0], atol=1e-2) == arrives


def test_descend_refuses_bad_arguments():
    with pytest.raises(ValueError, match="lr must be"):
        optimizers.descend(lambda w: w, (0.0, 0.0), -0.1, 5)
    with pytest.raises(ValueError, match="num_steps"):
        optimizers.descend(lambda w: w, (0.0, 0.0), 0.1, 0)
    with pytest.raises(ValueError, match="start"):
        optimizers.descend(lambda w: w, (np.nan, 0.0), 0.1, 5)


def test_numpy_and_torch_train_the_same_logistic_regression():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 3))
    y = (x @ [1.0, -2.0, 0.5] + rng.normal(size=60) > 0).astype(float)
    w, b = np.zeros(3), 0.0
    for _ in range(100):
        z = x @ w + b
        error = 1 / (1 + np.exp(-z)) - y
        w, b, loss = w - 0.5 * x.T @ error / 60, b - 0.5 * error.mean(), np.logaddexp(0, z) - y * z
    layer = nn.Linear(3, 1, dtype=torch.float64)
    nn.init.zeros_(layer.weight)
    nn.init.zeros_(layer.bias)
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.5)
    batch = (torch.tensor(x), torch.tensor(y)[:, None])
    losses = optimizers.train_steps(layer, [batch] * 100, nn.BCEWithLogitsLoss(), optimizer)
    np.testing.assert_allclose(layer.weight.detach().numpy()[0], w, atol=1e-12)
    assert layer.bias.item() == pytest.approx(b, abs=1e-12)
    assert losses[-1] == pytest.approx(loss.mean(), abs=1e-12)


TORCH = {
    "SGD": lambda w, lr: torch.optim.SGD(w, lr=lr),
    "momentum": lambda w, lr: torch.optim.SGD(w, lr=lr, momentum=0.9),
    "AdaGrad": lambda w, lr: torch.optim.Adagrad(w, lr=lr),
    "RMSProp": lambda w, lr: torch.optim.RMSprop(w, lr=lr),
    "Adam": lambda w, lr: torch.optim.Adam(w, lr=lr),
    "Adamax": lambda w, lr: torch.optim.Adamax(w, lr=lr),
}


@pytest.mark.parametrize("name", optimizers.RULES)
@pytest.mark.parametrize("landscape", LANDSCAPES)
def test_rules_are_those_of_torch(name, landscape):
    ground = LANDSCAPES[landscape]
    path = optimizers.descend(ground.gradient, ground.start, 0.03, 80, optimizers.RULES[name])
    w = torch.tensor(ground.start, dtype=torch.float64, requires_grad=True)
    optimizer = TORCH[name]([w], 0.03)
    for ours in path[1:]:
        w.grad = torch.tensor(ground.gradient(w.detach().numpy()))
        optimizer.step()
        np.testing.assert_allclose(ours, w.detach().numpy(), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("rule", optimizers.RULES.values(), ids=optimizers.RULES)
def test_a_path_that_explodes_stops_within_a_million(rule):
    path = optimizers.descend(lambda w: 5e3 * w, (1.0, 1.0), 1.0, 50, rule)
    assert np.all(np.abs(path) < 1e6)
