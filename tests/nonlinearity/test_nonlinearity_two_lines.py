"""The best that two lines can do, against every pair of neurons, and what that says of the flowers."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.datasets import iris
from helpers.functions import sigmoid
from helpers.nonlinearity.flowers import PETAL_UNITS, SEPAL_UNITS, petal_tasks, versicolor_score
from helpers.nonlinearity.layers import step
from helpers.nonlinearity.perceptron import max_margin, with_constant
from helpers.nonlinearity.two_lines import all_half_planes, best_and_of_two, best_line

MEASUREMENTS, SPECIES = iris.load()
VERSICOLOR = SPECIES == 1
SEPALS, PETALS = MEASUREMENTS[:, :2], MEASUREMENTS[:, 2:]


@pytest.fixture(scope="module")
def planes():
    return {"sepals": all_half_planes(SEPALS), "petals": all_half_planes(PETALS)}


def num_right(points, units, activation):
    return int(np.sum((versicolor_score(points, units, activation) > 0) == VERSICOLOR))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=6, unique=True)
)
@settings(max_examples=20, deadline=None)
def test_every_way_to_cut_is_found_and_no_other(points):
    """A subset can be cut off just if it has a margin; collinear points are among the examples."""
    points = np.array(points)
    listed = {tuple(fires) for fires in all_half_planes(points).fires.tolist()}
    inputs = with_constant(points)
    for fires in itertools.product([False, True], repeat=len(points)):
        assert (fires in listed) == (max_margin(inputs, np.where(fires, 1, -1)) > 0)


@given(st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_no_pair_is_better_than_the_best(seed):
    rng = np.random.default_rng(seed)
    points, targets = rng.integers(0, 5, (12, 2)), rng.random(12) < 0.4
    planes = all_half_planes(points)
    units, found = best_and_of_two(planes, targets, batch=7)
    both = planes.fires[:, None] & planes.fires
    assert found == (both == targets).sum(axis=2).max()
    assert found == np.sum((versicolor_score(points, units, step) > 0) == targets)
    assert best_line(planes, targets)[1] == (planes.fires == targets).sum(axis=1).max()


@pytest.mark.claims(
    "On the sepals a search gains seven flowers",
    "Whatever two lines one takes",
    "By eye on the petals, 144 flowers are right",
)
def test_a_search_gains_seven_flowers_on_the_sepals_and_three_on_the_petals(planes):
    by_eye = num_right(SEPALS, SEPAL_UNITS, step), num_right(PETALS, PETAL_UNITS, step)
    best = [best_and_of_two(planes[part], VERSICOLOR) for part in ("sepals", "petals")]
    assert by_eye == (119, 144)
    assert [count for _, count in best] == [126, 147]
    assert num_right(SEPALS, best[0][0], step) == 126
    # A virginica lies on the wrong side of every such pair: of the 24, most belong to it.
    wrong = (versicolor_score(SEPALS, best[0][0], step) > 0) != VERSICOLOR
    assert np.sum(wrong & (SPECIES == 0)) <= 1


@pytest.mark.claims("On the sepals the best *one* line has 112 right", "The 121 of section 1")
def test_one_line_can_do_more_than_two_by_eye(planes):
    assert best_line(planes["sepals"], VERSICOLOR)[1] == 112
    assert best_line(planes["petals"], VERSICOLOR)[1] == 121
    assert num_right(SEPALS, SEPAL_UNITS, sigmoid) == 106


@pytest.mark.claims("*setosa* is easy")
def test_the_best_line_for_versicolor_is_far_from_perfect(planes):
    inputs, fires = petal_tasks()["Iris: setosa"]
    assert np.array_equal(inputs @ [-7, -7] + 4 > 0, fires)
    assert best_line(planes["petals"], VERSICOLOR)[1] == 121


def test_no_two_lines_parallel_to_the_axes_have_fewer_wrong():
    cuts = [PETALS[:, [axis]] > np.unique(PETALS[:, axis]) - 0.05 for axis in (0, 1)]
    fires = np.column_stack([*cuts, *(~cut for cut in cuts), np.ones(150, dtype=bool)]).T
    both = fires[:, None] & fires
    assert (both == VERSICOLOR).sum(axis=2).max() == num_right(PETALS, PETAL_UNITS, sigmoid) == 144


@pytest.mark.claims("Sigmoids move the limit of the width only from 1.65 cm to just below")
def test_no_flower_lies_where_sigmoids_and_steps_differ_on_petals():
    widths = np.linspace(1.5, 1.8, 3001)
    points = np.column_stack([np.full(3001, 4.5), widths])
    limits = [
        widths[versicolor_score(points, PETAL_UNITS, phi) > 0].max() for phi in (step, sigmoid)
    ]
    assert limits[0] == pytest.approx(1.65, abs=2e-4)
    assert 1.69 < limits[1] < 1.70
    assert not np.any((PETALS[:, 1] > limits[0]) & (PETALS[:, 1] < limits[1]))
    assert np.rint(10 * MEASUREMENTS) == pytest.approx(10 * MEASUREMENTS)
    wrong = (versicolor_score(PETALS, PETAL_UNITS, step) > 0) != VERSICOLOR
    assert wrong.sum() == 6
    assert np.all(SPECIES[wrong] > 0)


@pytest.mark.claims(
    "19 flowers pass with one hidden unit almost fully on",
    "But the hidden values of 0.3 and 0.4 that let wrong flowers pass are gone",
)
def test_what_passes_with_sigmoids_alone():
    sigmoids, steps = (versicolor_score(SEPALS, SEPAL_UNITS, phi) > 0 for phi in (sigmoid, step))
    extra = sigmoids & ~steps
    hidden = np.sort(sigmoid(SEPALS @ SEPAL_UNITS[0].T + SEPAL_UNITS[1])[extra], axis=1)
    assert (extra.sum(), (extra & VERSICOLOR).sum()) == (19, 3)
    assert 0.285 < hidden[:, 0].min() < 0.3
    assert hidden[:, 0].max() == 0.5
    assert hidden[:, 1].min() > 0.93
    assert np.sum(hidden[:, 0] < 0.45) > 9


@pytest.mark.claims("Nearly 119, as many as with steps", "It is 118: one flower stands on a line")
def test_sigmoids_a_hundred_times_as_steep_are_almost_steps():
    steep = 100 * SEPAL_UNITS[0], 100 * SEPAL_UNITS[1]
    assert num_right(SEPALS, SEPAL_UNITS, sigmoid) == 106
    assert num_right(SEPALS, steep, sigmoid) == 118
    scores = SEPALS @ SEPAL_UNITS[0].T + SEPAL_UNITS[1]
    assert np.sum(np.isclose(scores, 0)) == 1
