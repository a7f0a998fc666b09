"""From gradients to steps: descent and six rules, against torch.optim and the theory."""

import itertools
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from helpers.building import optimizers
from helpers.building.losses import LANDSCAPES

RAVINE, TURNED, VALLEYS, CURVED = LANDSCAPES


@given(seed=st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_delta_rule_is_descent_on_half_the_squared_error(seed):
    w, x = np.random.default_rng(seed).normal(size=(2, 3))
    weights = torch.tensor(w, requires_grad=True)
    ((weights @ torch.tensor(x) - 0.7) ** 2 / 2).backward()
    np.testing.assert_allclose(
        optimizers.delta_rule_step(w, x, 0.7, 0.1), w - 0.1 * weights.grad.numpy()
    )


@pytest.mark.claims("It swings from $1/9", "The limit is now 2/100")
@pytest.mark.parametrize(
    ("number", "lr", "arrives"),
    [
        *((0, lr, True) for lr in (0.05, 0.11, 0.22)),
        (0, 0.23, False),
        *((1, lr, True) for lr in (0.01, 0.0199)),
        *((1, lr, False) for lr in (0.0201, 0.03)),
    ],
)
def test_the_steepest_direction_sets_the_limit(number, lr, arrives):
    ground = list(LANDSCAPES.values())[number]
    path = optimizers.descend(ground.gradient, ground.start, lr, 2000)
    assert np.allclose(path[-1], ground.minima[0], atol=1e-2) == arrives


@pytest.mark.claims("And the flat one sets the time")
def test_the_flattest_direction_sets_the_time():
    ground = next(iter(LANDSCAPES.values()))
    path = optimizers.descend(ground.gradient, ground.start, 0.03, 30)
    left = (path[-1] - ground.minima[0]) / (path[0] - ground.minima[0])
    assert left[0] == pytest.approx(0.4, abs=0.005)
    assert 0 < left[1] < 1e-3


@pytest.mark.claims("Which valley it ends in", "there the gradient is zero, and nothing ever moves")
def test_the_start_decides_the_valley():
    ground = LANDSCAPES["two valleys: the smallest MLP"]
    for start, minimum in (((1, 1), (1.5, 2)), ((-1, -1), (-1.5, -2))):
        path = optimizers.descend(ground.gradient, start, 0.3, 500)
        np.testing.assert_allclose(path[-1], minimum, atol=1e-3)
    assert np.all(optimizers.descend(ground.gradient, (0, 0), 0.3, 30) == 0)


@pytest.mark.claims("these factors are 0.5, −1")
def test_the_factors_of_a_rate_that_is_too_large():
    factors = []
    for x in (1.0, 2.0, 3.0):
        w = optimizers.delta_rule_step(np.array([0.7]), np.array([x]), x / 2, 0.5)
        factors.append((w[0] - 0.5) / 0.2)
    np.testing.assert_allclose(factors, [0.5, -1, -3.5])
    assert np.prod(factors) == pytest.approx(1.75)


def _mean_loss_slope(w):
    x = np.array([1.0, 2.0, 3.0])
    return np.array([np.mean((w * x - x / 2) * x)])


@pytest.mark.claims(
    "= 1, 2, 3 the curvature is 14/3",
    "$2/\\kappa$ is 0.43",
    "So 0.45 is too large",
    "A rate of 0.35",
)
def test_one_weight_and_three_rates():
    curvature = (_mean_loss_slope(1.5) - _mean_loss_slope(0.5))[0]
    assert curvature == pytest.approx(14 / 3)
    assert 2 / curvature == pytest.approx(0.43, abs=0.005)
    distances = {
        lr: optimizers.descend(_mean_loss_slope, [-0.5], lr, 12)[:, 0] - 0.5 for lr in (0.35, 0.45)
    }
    assert np.all(np.diff(abs(distances[0.45])) > 0)
    swings = distances[0.35]
    assert np.all(swings[1:] * swings[:-1] < 0)
    assert abs(swings[-1]) < 0.01


@pytest.mark.claims(
    "All beyond 0.5.",
    "Each step multiplies the distance by 1 − 4 lr",
    "Beyond lr = 2/4 that is below −1",
    "At 0.25 the factor is",
    "Beyond, it overshoots, and still settles",
    "At 1 the factor is 1 − 4",
)
def test_the_rates_of_a_parabola_of_curvature_4():
    def factor(lr):
        return optimizers.descend(lambda d: 4 * d, [1.0], lr, 1)[1, 0]

    for lr in (0.0, 0.1, 0.25, 0.3, 0.5, 0.6, 1.0):
        assert factor(lr) == pytest.approx(1 - 4 * lr)
    assert factor(0.25) == 0
    assert -1 < factor(0.49) < 0
    assert factor(0.51) < -1
    assert factor(1.0) == -3


@pytest.mark.claims("The step is −lr · (−2)")
def test_a_negative_slope_moves_the_weight_up():
    assert optimizers.descend(lambda w: np.array([-2.0]), [0.0], 0.1, 1)[1, 0] == pytest.approx(0.2)


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
    lr = 0.005 if landscape == TURNED else 0.03
    path = optimizers.descend(ground.gradient, ground.start, lr, 80, optimizers.RULES[name])
    w = torch.tensor(ground.start, dtype=torch.float64, requires_grad=True)
    optimizer = TORCH[name]([w], lr)
    for ours in path[1:]:
        w.grad = torch.tensor(ground.gradient(w.detach().numpy()))
        optimizer.step()
        np.testing.assert_allclose(ours, w.detach().numpy(), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize("rule", optimizers.RULES.values(), ids=optimizers.RULES)
def test_a_path_that_explodes_stops_within_a_million(rule):
    path = optimizers.descend(lambda w: 5e3 * w, (1.0, 1.0), 1.0, 50, rule)
    assert np.all(np.abs(path) < 1e6)


def test_many_paths_at_once_are_those_of_each():
    ground = LANDSCAPES["curved valley"]
    starts, rates = optimizers.random_starts(3, seed=0), np.array([0.01, 0.5])
    together = optimizers.descend(ground.gradient, starts[..., None], rates, 30, optimizers.adam)
    for i, j in np.ndindex(3, 2):
        alone = optimizers.descend(ground.gradient, starts[:, i], rates[j], 30, optimizers.adam)
        np.testing.assert_allclose(together[:, :, i, j], alone)


@pytest.mark.parametrize(
    ("losses", "step"),
    [([1, 0.1, 0.001], 2), ([1, 0.001, 0.1, 0.001], 3), ([0.001, 0.001], 0), ([1, 1, 1], 3)],
)
def test_arrival_is_when_the_loss_stays_low(losses, step):
    assert optimizers.arrival(np.array(losses, dtype=float)) == step


@pytest.mark.claims("So a steep direction takes no longer steps")
def test_adagrad_steps_alike_in_steep_and_flat_directions():
    for seed in range(5):
        slopes = np.random.default_rng(seed).uniform(0.1, 100, size=4)
        path = optimizers.descend(
            lambda w, k=slopes: k * w, np.ones(4), 0.1, 20, optimizers.adagrad
        )
        np.testing.assert_allclose(path, path[:, :1].repeat(4, axis=1))


@pytest.mark.claims("RMSProp's first step is long")
def test_rmsprop_starts_ten_times_as_far_as_adam():
    g, w = np.array([3.0, -0.2]), np.zeros(2)
    memory = SimpleNamespace(t=0, m=0.0, s=0.0)
    far = optimizers.rmsprop(w, g, memory, lr=0.1)
    memory = SimpleNamespace(t=0, m=0.0, s=0.0)
    np.testing.assert_allclose(far, 10 * optimizers.adam(w, g, memory, lr=0.1), rtol=1e-6)


# --- the race: rates are chosen on some starts, and judged on others ------------------------------

DIVIDING = ("AdaGrad", "RMSProp", "Adam", "Adamax")


@pytest.fixture(scope="module", params=range(5))
def tuned(request):
    """Best rates, medians by rate and arrivals (100,) from new starts, by landscape and rule."""
    by_rate, rates, arrivals = {}, {}, {}
    starts = optimizers.random_starts(100, seed=100 + request.param)
    for key in itertools.product(LANDSCAPES, optimizers.RULES):
        by_rate[key] = optimizers.arrival_by_rate(*key, seed=request.param)
        rates[key] = optimizers.RATES[by_rate[key].argmin()]
        arrivals[key] = optimizers.arrival(optimizers.race(*key, starts, rates[key])[1])
    return by_rate, rates, arrivals


@pytest.mark.claims("a rate of 0.1 lets RMSProp", "and AdaGrad 200 or more")
def test_one_rate_for_all_favors_whom_it_suits(tuned):
    at = {
        rule: tuned[0][RAVINE, rule][list(optimizers.RATES).index(0.1)] for rule in optimizers.RULES
    }
    assert max(at["SGD"], at["RMSProp"]) <= 25
    assert all(45 < at[rule] < 70 for rule in ("momentum", "Adam", "Adamax"))
    assert at["AdaGrad"] >= 200


@pytest.mark.claims(
    "SGD's best rate moves by a factor of 50", "in the ravine SGD has one good rate"
)
def test_the_rate_of_sgd_depends_on_the_landscape(tuned):
    by_rate, rates, _ = tuned
    spans = {
        rule: np.ptp(np.log10([rates[landscape, rule] for landscape in LANDSCAPES]))
        for rule in optimizers.RULES
    }
    assert spans["SGD"] >= np.log10(50) - 1e-9
    assert all(spans[rule] <= 1 + 1e-9 for rule in DIVIDING)
    good = {
        rule: optimizers.RATES[by_rate[RAVINE, rule] < 1.25 * by_rate[RAVINE, rule].min()]
        for rule in ("SGD", "Adam")
    }
    assert good["SGD"].tolist() == [0.2]
    assert {0.1, 0.2, 0.5, 1.0, 2.0} <= set(good["Adam"].tolist())


@pytest.mark.claims(
    "AdaGrad and RMSProp need 4 or 5 steps", "Plain SGD, at its best rate, comes before"
)
def test_the_ravine(tuned):
    medians = {rule: np.median(tuned[2][RAVINE, rule]) for rule in optimizers.RULES}
    assert {medians["AdaGrad"], medians["RMSProp"]} <= {4, 5}
    assert medians["SGD"] < 20 < 40 < min(medians["momentum"], medians["Adam"])


@pytest.mark.claims("(The 177 of RMSProp is no misprint")
def test_rmsprop_is_thrown_out_again_when_its_memory_fades():
    starts = optimizers.random_starts(100, seed=1)
    rate = optimizers.best_rate(RAVINE, "RMSProp")
    losses = optimizers.race(RAVINE, "RMSProp", starts, rate)[1]
    assert np.all(losses[20:140] < optimizers.ARRIVED)
    thrown = optimizers.arrival(losses) > 140
    assert 0.1 < thrown.mean() < 0.9
    assert np.quantile(optimizers.arrival(losses), 0.75, method="lower") == 177


@pytest.mark.claims("AdaGrad and RMSProp take over 100 steps", "Here momentum and Adam win")
def test_the_turned_ravine(tuned):
    arrivals = {rule: tuned[2][TURNED, rule] for rule in optimizers.RULES}
    medians = {rule: np.median(steps) for rule, steps in arrivals.items()}
    assert min(medians["AdaGrad"], medians["RMSProp"]) > 100
    others = set(medians) - {"momentum", "Adam"}
    assert max(medians["momentum"], medians["Adam"]) < min(medians[rule] for rule in others) - 20
    assert np.mean(arrivals["SGD"] > optimizers.NUM_STEPS) > 0.5


@pytest.mark.claims("It is the turn that does it")
def test_along_the_axes_a_steep_ravine_is_easy_for_adagrad():
    curvatures = np.array([1.0, 100.0])[:, None, None]
    minimum = np.array([1.0, 0.5])[:, None, None]
    for seed in range(5):
        path = optimizers.descend(
            lambda w: curvatures * (w - minimum),
            optimizers.random_starts(100, seed)[..., None],
            optimizers.RATES,
            optimizers.NUM_STEPS,
            optimizers.adagrad,
            limit=10,
        )
        losses = (curvatures * (path - minimum) ** 2).sum(axis=1) / 2
        assert np.median(optimizers.arrival(losses), axis=0).min() < 10


@pytest.mark.claims("need 3 to 12 steps", "the three rules that average directions")
def test_the_two_valleys(tuned):
    medians = {rule: np.median(tuned[2][VALLEYS, rule]) for rule in optimizers.RULES}
    assert all(3 <= medians[rule] <= 12 for rule in ("SGD", "AdaGrad", "RMSProp"))
    assert all(medians[rule] > 20 for rule in ("momentum", "Adam", "Adamax"))


@pytest.mark.claims("Nobody wins clearly")
def test_the_curved_valley(tuned):
    low, high = np.quantile(
        [tuned[2][CURVED, rule] for rule in optimizers.RULES], [0.25, 0.75], axis=1
    )
    assert low.max() < high.min()


@pytest.mark.claims("in the ravine, AdaGrad falls from the first place to the last")
def test_the_order_turns_with_the_rates():
    best = {
        rule: optimizers.race_from_all(RAVINE, rule, optimizers.best_rate(RAVINE, rule))[1][:, 0]
        for rule in optimizers.RULES
    }
    common = {
        rule: optimizers.race_from_all(RAVINE, rule, 0.1)[1][:, 0] for rule in optimizers.RULES
    }
    assert min(best, key=lambda rule: best[rule][-1]) == "AdaGrad"
    assert max(common, key=lambda rule: common[rule][-1]) == "AdaGrad"


def test_who_leaves_the_map_is_out():
    for rule in optimizers.RULES:
        path, _ = optimizers.race(
            CURVED, rule, optimizers.random_starts(20, 0)[..., None], [5.0, 10.0]
        )
        assert np.linalg.norm(path, axis=1).max() < 10
