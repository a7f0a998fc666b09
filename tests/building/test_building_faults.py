"""Three faults of a training, each with the loss curve that gives it away, from several starts."""

import functools

import numpy as np
import pytest
import torch

from helpers.building import faults
from helpers.building.faults import Fitter, curve, fit, fit_every_pair

SEEDS = range(4)


@functools.cache
def _curves(seed):
    right, runs = faults.loss_curves(seed)
    return {name: np.array(losses) for name, losses in (("right", right), *runs.items())}


def _variance():
    return curve()[1].var(correction=0).item()


@pytest.mark.claims("The dashed run has the same 16 units a layer, and falls below 0.001")
@pytest.mark.parametrize("seed", SEEDS)
def test_without_fault_the_curve_is_fitted(seed):
    assert _curves(seed)["right"][-1] < 0.001


@pytest.mark.claims("But the loss stops at 0.507")
@pytest.mark.parametrize("seed", SEEDS)
def test_every_pair_ends_at_the_variance(seed):
    assert _variance() == pytest.approx(0.507, abs=5e-4)
    assert _curves(seed)["Run A"][-1] == pytest.approx(_variance(), abs=2e-3)
    network, (x, y) = Fitter(seed), curve()
    fit_every_pair(network, x, y, 300)
    with torch.no_grad():
        assert network(x).std() < y.std() / 50


@pytest.mark.claims("wider network, more steps and another learning rate change nothing")
@pytest.mark.parametrize(
    ("width", "num_steps", "lr"), [(64, 300, 0.01), (16, 1500, 0.01), (16, 600, 0.003)]
)
def test_nothing_helps_against_every_pair(width, num_steps, lr, monkeypatch):
    adam = torch.optim.Adam
    monkeypatch.setattr(torch.optim, "Adam", lambda weights, **_: adam(weights, lr=lr))
    losses = fit_every_pair(Fitter(0, width=width), *curve(), num_steps)
    assert losses[-1] == pytest.approx(_variance(), abs=2e-3)


@pytest.mark.claims("Run B: the loss falls at first, then swings")
@pytest.mark.parametrize("seed", SEEDS)
def test_uncleared_gradients_swing_ever_wider(seed):
    losses = _curves(seed)["Run B"]
    assert losses[:40].min() < losses[0] / 2
    assert losses[100:].max() > 5 * losses[0]
    assert losses[150:].max() > losses[:50].max()
    assert np.sum(np.diff(np.sign(np.diff(losses))) != 0) >= 8  # it turns around, again and again


@pytest.mark.claims("Run C: the loss falls smoothly to 0.17")
def test_layers_in_a_plain_list_are_not_trained():
    for seed in SEEDS:
        losses = _curves(seed)["Run C"]
        assert 100 * _curves(seed)["right"][-1] < losses[-1] < losses[0] / 2
        assert losses[150] < 1.3 * losses[-1]
    assert _curves(0)["Run C"][-1] == pytest.approx(0.165, abs=0.01)


@pytest.mark.claims(
    "Printing the parameters, one finds 17", "and all 321 parameters would be there"
)
def test_what_a_module_finds():
    counts = [
        sum(weights.numel() for weights in Fitter(0, as_list).parameters())
        for as_list in (True, False)
    ]
    assert counts == [17, 321]


@pytest.mark.claims("That multiplies all gradients by 32")
def test_adam_takes_the_same_steps_on_a_sum():
    x, y = curve()
    ends = []
    for factor in (1.0, 32.0):
        network = Fitter(0)
        optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
        for _ in range(50):
            optimizer.zero_grad()
            (factor * ((network(x)[:, 0] - y) ** 2).mean()).backward()
            optimizer.step()
        ends.append(network(x).detach())
    torch.testing.assert_close(*ends, rtol=1e-3, atol=1e-3)


def test_the_repaired_loop_is_torchs_own_loss():
    x, y = curve(12)
    network, twin = Fitter(3), Fitter(3)
    first = fit(network, x, y, 1)[0]
    assert first == pytest.approx(torch.nn.functional.mse_loss(twin(x), y[:, None]).item())
