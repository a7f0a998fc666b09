"""Where corners stand: the rule, the training, and the errors that the notebook prints and claims."""

import numpy as np
import pytest

from helpers.nonlinearity import knots, scenes_curves
from helpers.nonlinearity.approximation import HIGH, LOW, Interpolant, interpolate, max_error
from helpers.nonlinearity.approximation import interpolation_weights as weights_of
from helpers.nonlinearity.checks_claim import WORST_ERROR
from helpers.nonlinearity.knots import BENT, choose_knots, num_needed, rms, train_knots, worst_error
from helpers.nonlinearity.layers import step

PLACES = np.linspace(LOW, HIGH, 1001)
FINE = np.linspace(LOW, HIGH, 20_001)


def error_at(function, at):
    return max_error(function, Interpolant(at, *weights_of(at, function(at))), FINE)


@pytest.mark.parametrize("function", BENT.values(), ids=BENT.keys())
def test_each_knot_stands_where_the_polygon_before_it_erred_most(function):
    before = choose_knots(function, PLACES, 2)
    after = choose_knots(function, PLACES, 3)
    (new,) = set(after) - set(before)
    gap = np.abs(np.interp(PLACES, before, function(before)) - function(PLACES))
    assert gap[new == PLACES] == pytest.approx(gap.max())
    assert np.all(np.diff(after) > 0)


def test_where_nothing_is_wrong_no_knot_is_added():
    assert choose_knots(lambda x: 2 - x, PLACES, 9).tolist() == [LOW, HIGH]
    x = np.linspace(0, 4, 41)
    assert choose_knots(lambda x: np.abs(x - 2), x, 9).tolist() == [0, 2, 4]


@pytest.mark.claims(
    "Ten instead of 626, two instead of 19, 20 instead of 88",
    "Where it bends everywhere about alike, as these waves do",
    "Where a curve bends unevenly, corners in the right places",
)
def test_how_many_relus_one_percent_takes():
    needed = {
        name: (
            num_needed(function, lambda num: np.linspace(LOW, HIGH, num + 1)),
            num_needed(
                function, lambda num, function=function: choose_knots(function, PLACES, num)
            ),
        )
        for name, function in BENT.items()
    }
    assert list(needed.values()) == [(23, 27), (59, 62), (88, 20), (19, 2), (626, 10)]


@pytest.mark.claims("`sin(x**2 / 2)` takes 79 for an error of 1 %.")
def test_a_wave_that_quickens_takes_many_corners():
    def wave(x):
        return np.sin(x**2 / 2)

    assert num_needed(wave, lambda num: choose_knots(wave, PLACES, num)) == 79


def test_what_num_needed_counts_is_the_network():
    num = num_needed(np.sin, lambda num: np.linspace(LOW, HIGH, num + 1), tolerance=0.05)
    errors = [max_error(np.sin, interpolate(np.sin, n), FINE) for n in (num - 1, num)]
    assert errors[1] <= 0.05 < errors[0]
    with pytest.raises(ValueError, match=r"^most must"):
        num_needed(np.sin, lambda num: np.linspace(LOW, HIGH, num + 1), most=3)


@pytest.fixture(scope="module")
def trained():
    return train_knots(list(scenes_curves.RACED.values()), 8, 2000)


def errors_of(trained, name):
    number, function = list(scenes_curves.RACED).index(name), scenes_curves.RACED[name]
    at = choose_knots(function, PLACES, 8)
    chosen = Interpolant(at, *weights_of(at, function(at)))
    return [
        rms(values - function(FINE))
        for values in (
            trained.network(number, 0, FINE),
            trained.network(number, 2000, FINE),
            chosen(FINE),
        )
    ]


def test_training_starts_from_the_even_polygon_and_learns(trained):
    for number, (name, function) in enumerate(scenes_curves.RACED.items()):
        start = trained.network(number, 0, FINE)
        assert start == pytest.approx(interpolate(function, 8)(FINE), abs=1e-9)
        even, learned, _ = errors_of(trained, name)
        assert learned < even


@pytest.mark.claims(
    "For the bell six of the eight corners gather between its feet.",
    "The error falls from 0.174 to 0.015",
    "For the square root it halves the rule's error.",
    "A jump wants two corners at one place: the rule comes to 0.018 there, training to 0.058",
    "All eight corners end left of 5.2",
    "Training is stuck at 0.26, where the rule has 0.13.",
)
def test_where_training_and_the_rule_win(trained):
    bell, root, kink, wave, jump = (errors_of(trained, name) for name in scenes_curves.RACED)
    assert bell == pytest.approx([0.174, 0.015, 0.017], abs=6e-4)
    assert np.sum(np.abs(trained.corners[2000, 0] - 2) < 0.7) == 6
    assert root[1] == pytest.approx(root[2] / 2, rel=0.1)
    assert kink[1] > 5 * kink[2]
    assert jump[1] > 5 * jump[2]
    scene = scenes_curves.learned_knots()
    for name, told in (("a jump", ("0.058", "0.018")), ("a kink", ("0.000", "0.000"))):
        target = next(choice for choice in scenes_curves.RACED if choice.startswith(name))
        said = scene.draw(**scene.opening | {"target": target, "log_steps": 3.3})
        assert [number in said for number in (f"error is {told[0]}", f"most {told[1]}")] == [
            True
        ] * 2
    assert wave[1:] == pytest.approx([0.257, 0.130], abs=5e-3)
    assert trained.corners[2000, 3].max() < 5.2


def test_the_slope_of_training_is_that_of_the_error():
    function = np.cos
    path = train_knots([function], 3, 1, lr=1e-7)
    x = np.linspace(LOW, HIGH, 400)

    def loss(number, amount):
        parts = [path.corners[0, 0].copy(), path.v[0, 0].copy()]
        parts[number // 3][number % 3] += amount
        values = path.c[0, 0] + np.maximum(x[:, None] - parts[0], 0) @ parts[1]
        return np.mean((values - function(x)) ** 2)

    moved = np.concatenate([path.corners[1, 0] - path.corners[0, 0], path.v[1, 0] - path.v[0, 0]])
    slopes = [loss(number, 1e-5) - loss(number, -1e-5) for number in range(6)]
    assert np.array_equal(np.sign(moved), -np.sign(slopes))  # the first step of Adam is the sign


@pytest.mark.claims(
    "| ReLUs | sin(x) | sin(x² / 2) | step(x − 3) |",
    "| 20 | 0.0117 | 0.352 | 0.4 |",
    "| 50 | 0.00197 | 0.0649 | 0.5 |",
    "| 100 | 0.000000 | 0.000000 | 0.0 |",
    "The code looks at 101 places.",
    "With 100 ReLUs these are the 101 knots",
    "The true error of the jump is one half or more in each row",
)
def test_what_the_claim_reports_and_what_is_true():
    functions = [np.sin, lambda x: np.sin(x**2 / 2), lambda x: step(x - 3)]
    reported = {num: [WORST_ERROR.broken(f, num) for f in functions] for num in (20, 50, 100)}
    assert reported[20] == pytest.approx([0.0117, 0.352, 0.4], rel=5e-3)
    assert reported[50] == pytest.approx([0.00197, 0.0649, 0.5], rel=5e-3)
    assert reported[100] == pytest.approx([0, 0, 0], abs=1e-12)
    true = {num: [worst_error(f, num) for f in functions] for num in (20, 50, 100)}
    assert min(values[2] for values in true.values()) >= 0.5
    assert true[100][1] > true[50][1] / 5


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match=r"^num_units must"):
        train_knots([np.sin], 0, 5)
    with pytest.raises(ValueError, match=r"^lr must"):
        knots.train_knots([np.sin], 2, 5, lr=0)
