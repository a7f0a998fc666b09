"""R^2, intervals, scores and components agree with scikit-learn and SciPy, and refuse nonsense."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics
from sklearn.decomposition import PCA

from helpers.statistics import (
    ScoredGroup,
    normal_density,
    principal_components,
    r2_over_baseline,
    r_squared,
    wilson_interval,
)


def test_r_squared_agrees_with_scikit_learn():
    rng = np.random.default_rng(0)
    actual, noise = rng.standard_normal((2, 50))
    assert r_squared(actual, actual + noise) == pytest.approx(
        metrics.r2_score(actual, actual + noise)
    )
    assert r_squared(actual, np.full(50, actual.mean())) == 0
    assert r2_over_baseline(actual, actual + noise, actual - noise) == pytest.approx(0)


@given(st.integers(1, 500), st.data())
def test_wilson_interval_holds_the_share(num_samples, data):
    num_hits = data.draw(st.integers(0, num_samples))
    low, high = wilson_interval(num_hits, num_samples)
    assert -1e-12 <= low <= num_hits / num_samples + 1e-12
    assert num_hits / num_samples - 1e-12 <= high <= 1 + 1e-12


def test_wilson_interval_agrees_with_scipy():
    num_hits, num_samples = np.array([9, 0, 53]), np.array([53, 20, 53])
    low, high = wilson_interval(num_hits, num_samples)
    for *found, hits, count in zip(low, high, num_hits, num_samples, strict=True):
        theirs = stats.binomtest(hits, count).proportion_ci(method="wilson")
        assert found == pytest.approx((theirs.low, theirs.high), abs=1e-4)


def test_wilson_interval_of_a_published_example():
    low, high = wilson_interval(81, 263)  # R. Newcombe 1998, table I: .2553 to .3662
    assert (low, high) == pytest.approx((0.2553, 0.3662), abs=1e-4)


def test_normal_density_agrees_with_scipy():
    x = np.linspace(-4, 4, 9)
    assert normal_density(x, 1.5) == pytest.approx(stats.norm.pdf(x, 1.5))


def test_scores_are_normal():
    """Tables of the normal distribution: half lie above 0, and 2.5 % above 1.96."""
    assert ScoredGroup(0.5).rates(0.0) == pytest.approx((0.5, 0.158655, 0.627234), abs=1e-5)
    assert ScoredGroup(0.2, 1.96).rates(1.96)[:2] == pytest.approx((0.025, 0.5), abs=1e-4)
    moved = ScoredGroup(0.2, mean_with=2.96, mean_without=1.0)
    assert moved.rates(2.96) == pytest.approx(ScoredGroup(0.2, 1.96).rates(1.96))


@pytest.mark.parametrize("shape", [(50, 6), (20, 6, 7)], ids=["many samples", "many features"])
def test_principal_components_agree_with_scikit_learn(shape):
    x = np.random.default_rng(0).standard_normal(shape)
    x *= np.arange(shape[-1], 0, -1)
    pca = PCA(2).fit(x.reshape(len(x), -1))
    coordinates, shares = principal_components(x)
    assert shares == pytest.approx(pca.explained_variance_ratio_)
    theirs = pca.transform(x.reshape(len(x), -1))
    assert np.abs(coordinates) == pytest.approx(np.abs(theirs))
    assert (coordinates.max(axis=0) == np.abs(coordinates).max(axis=0)).all()


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: wilson_interval(3, 0), "num_samples"),
        (lambda: wilson_interval(3, 2), "num_hits"),
        (lambda: ScoredGroup(0.0), "base_rate"),
        (lambda: ScoredGroup(0.5, mean_with=0.0, mean_without=1.0), "mean_with"),
        (lambda: ScoredGroup().rates(math.nan), "threshold"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
