"""The harness keeps units together, learns its scale from the learning rows, and tests once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.evaluation import harness, thresholds, validation


@given(st.lists(st.integers(0, 20), min_size=4, max_size=60), st.integers(0, 5))
def test_parts_share_no_unit_and_leave_no_row_out(units, seed):
    unit = np.array(units)
    order = np.random.default_rng(seed).permutation(np.unique(unit))
    parts = harness.split_units(unit, order)
    assert sorted(np.concatenate(parts)) == list(range(len(unit)))
    names = [set(unit[part]) for part in parts]
    assert sum(map(len, names)) == len(order)
    assert [len(part) for part in names[:2]] == [len(order) // 2, len(order) // 4]


def test_the_scale_is_that_of_the_learning_rows():
    x = np.random.default_rng(0).normal(5, 3, (20, 3))
    scaled = harness.scale_by(x, np.arange(10))
    assert scaled[:10].mean(axis=0) == pytest.approx(0, abs=1e-12)
    assert scaled[:10].std(axis=0) == pytest.approx(1)
    x[10:] *= 100
    assert np.array_equal(harness.scale_by(x, np.arange(10))[:10], scaled[:10])


def test_what_is_chosen_is_lowest_and_nan_never_wins():
    losses = {1: np.nan, 2: 0.5, 3: 0.4, 4: 0.4}
    assert harness.choose(losses, lambda setting: (-setting, losses[setting])) == (3, -3)


def test_a_seal_breaks_once():
    opened = harness.seal(lambda model: model / 2)
    assert opened(4) == 2
    with pytest.raises(RuntimeError, match="opened already"):
        opened(4)


def test_the_bootstrap_covers_as_often_as_it_says():
    rng = np.random.default_rng(0)
    hits = []
    for _ in range(300):
        first, second = rng.random(200) < 0.9, rng.random(200) < 0.8
        draws = rng.integers(200, size=(300, 200))
        low, high = validation.paired_bootstrap(first, second, draws)
        hits.append(low <= 0.1 <= high)
    assert 0.9 < np.mean(hits) < 0.98


@pytest.mark.claims("precision falls as the illness gets rarer")
def test_people_are_counted_and_precision_falls_with_the_prevalence():
    precision = []
    for num_ill in (100, 40, 20, 4):
        quiet, false, missed, found = thresholds.count_people(1.0, num_ill, 2.0)
        assert quiet + false + missed + found == thresholds.NUM_PEOPLE
        assert missed + found == num_ill
        precision.append(found / (found + false))
    assert precision == sorted(precision, reverse=True)
