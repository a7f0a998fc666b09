"""From gradients to steps: descent and six rules, against torch.optim and the theory."""

import functools
import itertools
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.building import optimizers
from helpers.building.losses import LANDSCAPES, Landscape

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


@pytest.mark.claims("Which valley it ends in", "zero, and nothing ever moves")
def test_the_start_decides_the_valley():
    ground = LANDSCAPES["two valleys: the smallest MLP"]
    for start, minimum in (((1, 1), (1.5, 2)), ((-1, -1), (-1.5, -2))):
        path = optimizers.descend(ground.gradient, start, 0.3, 500)
        np.testing.assert_allclose(path[-1], minimum, atol=1e-3)
    assert np.all(optimizers.descend(ground.gradient, (0, 0), 0.3, 30) == 0)


def _mean_loss_slope(w):
    x = np.array([1.0, 2.0, 3.0])
    return np.array([np.mean((w * x - x / 2) * x)])


@pytest.mark.claims("$2/\\kappa$ is 0.43", "So 0.45 is too large", "A rate of 0.35")
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


def test_descend_refuses_bad_arguments():
    with pytest.raises(ValueError, match="lr must be"):
        optimizers.descend(lambda w: w, (0.0, 0.0), -0.1, 5)
    with pytest.raises(ValueError, match="num_steps"):
        optimizers.descend(lambda w: w, (0.0, 0.0), 0.1, 0)
    with pytest.raises(ValueError, match="start"):
        optimizers.descend(lambda w: w, (np.nan, 0.0), 0.1, 5)


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


@pytest.mark.claims("Longer, by a factor of", "At step 12 the steps are more than six times")
def test_without_correction_adams_first_steps_are_too_long():
    lengths = {}
    for correct in (True, False):
        memory, w = SimpleNamespace(t=0, m=0.0, s=0.0), np.zeros(3)
        path = [w]
        for _ in range(12):
            path.append(optimizers.adam(path[-1], np.array([0.1, 1, 50]), memory, 0.1, correct))
        lengths[correct] = np.abs(np.diff(path, axis=0))
    np.testing.assert_allclose(lengths[True], 0.1, rtol=1e-5)
    np.testing.assert_allclose(lengths[False][0], 0.1 * 0.1 / 0.001**0.5, rtol=1e-5)
    assert 6 < lengths[False][11, 0] / 0.1 < 7


def _after_100_steps(rule, lr, landscape=TURNED, **options):
    ground = LANDSCAPES[landscape]
    rule = functools.partial(optimizers.RULES[rule], **options)
    path = optimizers.descend(ground.gradient, ground.start, lr, 100, rule, limit=10)
    return path, ground.loss(*path.T)


@pytest.mark.claims(
    "its first step grows from 0.14 to 0.45",
    "at a rate of 0.1 SGD and momentum leave",
    "At 0.01 all",
)
def test_the_rules_with_memory_on_two_maps():
    for correct, length in ((True, 0.14), (False, 0.45)):
        path, _ = _after_100_steps("Adam", 0.1, RAVINE, correct=correct)
        assert np.linalg.norm(path[1] - path[0]) == pytest.approx(length, abs=0.005)
    for rule in ("SGD", "momentum"):
        path, _ = _after_100_steps(rule, 0.1)
        assert np.array_equal(path[-1], path[-2])
    path, losses = _after_100_steps("Adam", 0.1)
    assert np.abs(path).max() < 3
    assert losses[-1] < losses[0] / 100
    last = {}
    for rule in ("SGD", "momentum", "Adam"):
        path, losses = _after_100_steps(rule, 0.01)
        assert np.abs(path).max() < 3
        assert not np.array_equal(path[-1], path[-2])
        last[rule] = losses[-1]
    assert min(last, key=last.get) == "momentum"


def _bowl(steep, turned=False):
    c = s = np.sqrt(0.5)
    c, s = (c, s) if turned else (1.0, 0.0)

    def gradient(w):
        u, v = c * w[0] + s * w[1], steep * (c * w[1] - s * w[0])
        return np.array([c * u - s * v, s * u + c * v])

    def loss(w1, w2):
        return ((c * w1 + s * w2) ** 2 + steep * (c * w2 - s * w1) ** 2) / 2

    return Landscape(loss, gradient, ((0.0, 0.0),), (-2.0, 2.0))


@pytest.mark.claims(
    "SGD arrives in 1 step (rate 1), Adam in about 50",
    "Curvatures 1 and 9:",
    "SGD 15 steps, Adam about 55",
    "Curvatures 1 and 100:",
    "SGD never within 200 steps, in the median; Adam after about 77",
    "Turned by 45 degrees, SGD never",
    "Adam's mean gradient makes it overshoot",
)
@pytest.mark.parametrize(
    ("steep", "turned", "of_sgd", "of_adam"),
    [(1, False, 1, 50), (9, False, 15, 55), (100, False, 201, 77), (100, True, 201, 86)],
)
def test_where_adam_loses_and_where_it_wins(steep, turned, of_sgd, of_adam):
    ground = _bowl(steep, turned)
    assert int(optimizers.arrival_by_rate(ground, "SGD").min()) == of_sgd
    assert optimizers.arrival_by_rate(ground, "Adam").min() == pytest.approx(of_adam, abs=1.5)
    if steep == 1:
        assert optimizers.best_rate(ground, "SGD") == 1.0
        assert optimizers.best_rate(ground, "Adam") == 0.5


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
    "SGD's best rate moves by a factor of 50",
    "The best rates of the four rules that divide by",
    "in the ravine SGD does well at one rate",
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


@pytest.mark.claims(
    "need 3 to 7 steps (from other starts, up to 12)", "rules that average directions"
)
def test_the_two_valleys(tuned):
    medians = {rule: np.median(tuned[2][VALLEYS, rule]) for rule in optimizers.RULES}
    assert all(3 <= medians[rule] <= 12 for rule in ("SGD", "AdaGrad", "RMSProp"))
    assert all(medians[rule] > 20 for rule in ("momentum", "Adam", "Adamax"))
    starts = optimizers.random_starts(100, seed=1)  # those of the notebook
    printed = [
        np.median(
            optimizers.arrival(
                optimizers.race(VALLEYS, rule, starts, optimizers.best_rate(VALLEYS, rule))[1]
            )
        )
        for rule in ("SGD", "AdaGrad", "RMSProp")
    ]
    assert (min(printed), max(printed)) == (3, 7)


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
