"""Random networks: simulation against theory, and derivatives against differences."""

import numpy as np
import pytest

from helpers.expressivity import chaos
from helpers.expressivity.relu_network import forward, random_layers
from helpers.meanfield import chi_1, fixed_q, next_q

BIAS_VARIANCE = 0.3**2


@pytest.mark.claims("they lie on one another")
@pytest.mark.parametrize("sigma_w", [1.3, 2.5, 4.0])
def test_simulated_growth_agrees_with_theory_within_3_percent(sigma_w):
    q = fixed_q(sigma_w**2, BIAS_VARIANCE)
    runs = [
        [shape for _, shape in chaos.propagate(sigma_w**2, BIAS_VARIANCE, 6, q, 500, 100, seed)]
        for seed in range(3)
    ]
    theory = chaos.predict_shapes(sigma_w**2, BIAS_VARIANCE, 6, q)
    lengths = np.mean([[shape.length for shape in run] for run in runs], axis=0)
    growth = (lengths[-1] / lengths[0]) ** (1 / 6)
    assert growth == pytest.approx(np.sqrt(chi_1(q, sigma_w**2)), rel=0.03)
    assert lengths == pytest.approx([shape.length for shape in theory], rel=0.05)
    sizes = np.mean([[shape.q for shape in run] for run in runs], axis=0)
    # One layer strays by sqrt(2 / 500) = 6 %, the mean of three by 4 %.
    assert sizes == pytest.approx(np.full(7, q), rel=0.12)
    curvatures = np.mean([[shape.curvature for shape in run] for run in runs], axis=0)
    assert curvatures == pytest.approx([shape.curvature for shape in theory], rel=0.05)


def test_theory_keeps_the_size_at_the_fixed_point_and_grows_by_root_chi():
    q = fixed_q(2.5**2, BIAS_VARIANCE)
    shapes = chaos.predict_shapes(2.5**2, BIAS_VARIANCE, 5, q)
    assert [shape.q for shape in shapes] == pytest.approx([q] * 6)
    lengths = np.array([shape.length for shape in shapes])
    assert lengths[1:] / lengths[:-1] == pytest.approx(np.sqrt(chi_1(q, 2.5**2)))


@pytest.mark.claims("half of the units are off at any place", "They do so on average for sigma_w")
@pytest.mark.parametrize("sigma_w", [1.0, np.sqrt(2), 2.0])
def test_relu_layers_change_lengths_by_sigma_over_root_2(sigma_w):
    lengths = np.mean([chaos.relu_lengths(sigma_w**2, 6, 300, seed=s) for s in range(10)], axis=0)
    theory = (sigma_w / np.sqrt(2)) ** np.arange(7)
    assert lengths / theory == pytest.approx(np.ones(7), abs=0.05)


def test_curve_lengths_agree_with_exact_derivatives():
    rng = np.random.default_rng(1)
    curve, _, _ = chaos.circle(40, 4000, 2.0, rng)
    weights = [rng.normal(size=(40, 40)) * 0.4 for _ in range(3)]
    biases = [rng.normal(size=40) * 0.2 for _ in range(3)]
    lengths = chaos.curve_lengths(curve, weights, biases)
    assert lengths[0] == pytest.approx(2 * np.pi * np.sqrt(40 * 2.0), rel=1e-5)
    h, velocity, acceleration = chaos.circle(40, 4000, 2.0, np.random.default_rng(1))
    for weight, bias, length in zip(weights, biases, lengths[1:], strict=True):
        velocity = ((1 - np.tanh(h) ** 2) * velocity) @ weight.T
        h = np.tanh(h) @ weight.T + bias
        exact = chaos.measure(h, velocity, acceleration).length * np.sqrt(40)
        assert length == pytest.approx(exact, rel=1e-3)


def test_derivatives_that_are_carried_along_are_right():
    fine = list(chaos.propagate(2.0**2, 0.1**2, 3, 1.0, width=30, num_points=20_000, seed=3))
    for h, shape in fine:
        step = 2 * np.pi / len(h)
        velocity = (np.roll(h, -1, axis=0) - np.roll(h, 1, axis=0)) / (2 * step)
        acceleration = (np.roll(h, -1, axis=0) - 2 * h + np.roll(h, 1, axis=0)) / step**2
        numerical = chaos.measure(h, velocity, acceleration)
        assert shape.length == pytest.approx(numerical.length, rel=1e-5)
        assert shape.curvature == pytest.approx(numerical.curvature, rel=1e-3)


@pytest.mark.claims("A layer multiplies squared distances by")
def test_one_layer_multiplies_a_small_squared_distance_by_chi_1():
    """The four steps of the derivation, by drawing: 500 units, many layers, one small step each."""
    rng = np.random.default_rng(0)
    q, num_units = fixed_q(2.5**2, BIAS_VARIANCE), 500
    growth = []
    for _ in range(30):
        h = rng.normal(size=num_units) * np.sqrt(q)
        d = 1e-6 * rng.normal(size=num_units)
        weights = rng.normal(size=(num_units, num_units)) * 2.5 / np.sqrt(num_units)
        new = weights @ (np.tanh(h + d) - np.tanh(h))
        growth.append((new**2).sum() / (d**2).sum())
    assert np.mean(growth) == pytest.approx(chi_1(q, 2.5**2), rel=0.05)


def turns(sigma_w: float) -> np.ndarray:
    """Return how often a unit turns, by layer, on average over six networks."""
    return np.mean(
        [
            [chaos.count_turns(h).mean() for h, _ in chaos.propagate(*states)]
            for seed in range(6)
            for states in [(sigma_w**2, BIAS_VARIANCE, 8, 1.0, 100, 360, seed)]
        ],
        axis=0,
    )


@pytest.mark.claims("In layer 3 it turns about nine times", "the number of turns stays near four")
def test_a_unit_turns_twice_in_one_layer_and_often_in_deep_chaos():
    chaotic, ordered = turns(2.5), turns(1.0)
    assert chaotic[0] == ordered[0] == 2
    assert chaotic[3] == pytest.approx(9, abs=0.5)
    assert chaotic[6] == pytest.approx(21, abs=1)
    assert chaotic[8] > 30
    assert ordered[1:] == pytest.approx(np.full(8, 4), abs=0.6)


@pytest.mark.claims("come within 7 % of it, for eight seeds")
@pytest.mark.parametrize("sigma_w", [1.3, 2.5, 4.0])
def test_five_hundred_units_come_near_infinitely_many(sigma_w):
    q = fixed_q(sigma_w**2, BIAS_VARIANCE)
    theory = chi_1(q, sigma_w**2) ** 3
    for seed in range(8):
        first, *_, last = (
            shape for _, shape in chaos.propagate(sigma_w**2, BIAS_VARIANCE, 6, q, 500, 50, seed)
        )
        assert last.length / first.length / theory == pytest.approx(1, abs=0.07)


@pytest.mark.claims("A large signal and a small one end at the same size")
def test_sizes_meet_at_the_fixed_point():
    for q in (0.1, 30.0):
        for _ in range(20):
            q = next_q(q, 2.5**2, BIAS_VARIANCE)
        assert q == pytest.approx(4.08, abs=0.005)


@pytest.mark.claims("holds for tanh with large weights", "ever more slowly")
def test_the_total_bend_grows_exponentially_in_chaos_only():
    growth = {}
    for sigma_w in (1.3, 2.5):
        q = fixed_q(sigma_w**2, BIAS_VARIANCE)
        shapes = chaos.predict_shapes(sigma_w**2, BIAS_VARIANCE, 60, q)
        total = np.array([shape.length * shape.curvature for shape in shapes])
        growth[sigma_w] = total[1:] / total[:-1]
    assert growth[2.5][-1] == pytest.approx(np.sqrt(chi_1(fixed_q(2.5**2, 0.09), 2.5**2)), rel=0.01)
    assert (np.diff(growth[1.3]) < 0).all()
    assert growth[1.3][-1] == pytest.approx(1, abs=0.01)


@pytest.mark.claims("Each layer makes it larger by another factor of 2", "scaling passes through")
def test_doubled_weights_scale_a_relu_network_and_change_no_shape():
    x = np.random.default_rng(0).normal(size=(40, 2))
    layers = random_layers([2, 30, 30, 30], seed=0, bias=0)
    doubled = [(2 * weights, bias) for weights, bias in layers]
    assert forward(doubled, x) == pytest.approx(2**3 * forward(layers, x))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: chaos.predict_shapes(1, 1, 2, 0), "q"),
        (lambda: list(chaos.propagate(1, -1, 2, 1.0)), "bias_variance"),
        (lambda: chaos.circle(1, 10, 1.0, np.random.default_rng(0)), "width"),
        (lambda: chaos.circle(5, 2, 1.0, np.random.default_rng(0)), "num_points"),
        (lambda: chaos.relu_lengths(-1.0, 2, 10), "weight_variance"),
        (lambda: chaos.count_turns(np.array([[np.nan]])), "curve"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
