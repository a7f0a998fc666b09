"""Fairness against ProPublica's published rates, and the identity that no score escapes."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from helpers.ethics import fairness
from helpers.statistics import ScoredGroup

share = st.floats(0.01, 0.99)
few = settings(max_examples=25, deadline=None)

# ProPublica's published rates, to four digits.
COMPAS = {
    "Black": dict(fpr=0.4485, fnr=0.2799, ppv=0.6297, base_rate=0.5143),
    "White": dict(fpr=0.2345, fnr=0.4772, ppv=0.5913, base_rate=0.3936),
}


@pytest.mark.parametrize("group", COMPAS)
def test_stored_counts_give_the_published_rates(group):
    counts = fairness.load_compas()[group]
    for name, value in COMPAS[group].items():
        assert getattr(counts, name) == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize("group", COMPAS)
def test_identity_gives_the_counted_fpr(group):
    counts = fairness.load_compas()[group]
    implied = fairness.implied_fpr(counts.base_rate, counts.ppv, counts.fnr)
    assert implied == pytest.approx(counts.fpr, abs=1e-12)


@pytest.mark.claims(
    "Black defendants were flagged almost twice as often", "the gap in FPR remains: .38 against .23"
)
def test_gap_in_errors_is_nearly_twofold_and_stays_when_ppv_and_fnr_are_equal():
    black, white = fairness.load_compas().values()
    assert 1.8 < black.fpr / white.fpr < 2
    what_if = fairness.implied_fpr(black.base_rate, white.ppv, white.fnr)
    assert (what_if, white.fpr) == pytest.approx((0.38, 0.23), abs=0.005)


def test_compas_groups_are_part_of_the_7214():
    totals = [counts.total for counts in fairness.load_compas().values()]
    assert totals == [3696, 2454]
    assert sum(totals) < 7214


@few
@given(*[st.integers(1, 10_000)] * 4)
def test_identity_holds_for_any_counts(tp, fp, tn, fn):
    counts = fairness.Confusion(tp, fp, tn, fn)
    implied = fairness.implied_fpr(counts.base_rate, counts.ppv, counts.fnr)
    assert implied == pytest.approx(counts.fpr, rel=1e-9)


@few
@given(share, st.floats(0, 3), st.floats(-2, 3))
def test_scored_groups_keep_the_identity(base_rate, mean_with, threshold):
    fpr, fnr, ppv = ScoredGroup(base_rate, mean_with).rates(threshold)
    assert fairness.implied_fpr(base_rate, ppv, fnr) == pytest.approx(fpr, rel=1e-6)


@pytest.mark.claims("About half of the gap survives without the column")
@pytest.mark.parametrize("seed", range(5))
def test_deleting_the_column_leaves_a_gap_where_there_is_a_proxy(seed):
    skill, district, group, hired = fairness.biased_past(seed=seed)

    def gap(*features):
        first, second = fairness.acceptance_by_group(features, hired, group)
        return first - second

    full, blind, fair = gap(skill, district, group), gap(skill, district), gap(skill)
    assert full > 0.3
    assert 0.42 < blind / full < 0.6
    assert abs(fair) < 0.04


def test_logistic_regression_is_sklearns():
    rng = np.random.default_rng(1)
    x = rng.standard_normal((500, 3)) * [1.0, 0.2, 5.0]
    y = (x @ [1.0, -2.0, 0.3] + 0.5 + rng.logistic(size=500) > 0).astype(int)
    theirs = LogisticRegression(C=1e9, tol=1e-8, max_iter=1000).fit(x, y)
    wanted = [*theirs.coef_[0], *theirs.intercept_]
    assert fairness.fit_logistic(x, y) == pytest.approx(np.array(wanted), abs=1e-3)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: fairness.implied_fpr(1.0, 0.5, 0.5), "base_rate"),
        (lambda: fairness.implied_fpr(0.5, 0.0, 0.5), "ppv"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
