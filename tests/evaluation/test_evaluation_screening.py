"""Freedman's screening: its published numbers, and a regression that agrees with SciPy."""

import numpy as np
import pytest
from scipy import stats

from helpers.evaluation import screening


@pytest.mark.claims('Half of the variance "explained" by noise')
def test_freedman_screening():
    pairs = [screening.screen(seed=seed) for seed in range(400)]
    first, second = (np.array([pair[i].r2 for pair in pairs]) for i in (0, 1))
    assert np.median(first) == pytest.approx(0.50, abs=0.02)
    assert np.median(second) == pytest.approx(0.30, abs=0.03)
    p_values = np.array([kept.p_overall for _, kept in pairs])
    assert 0.0003 < np.median(p_values) < 0.003  # target .0014
    assert np.mean(p_values < 0.05) > 0.9


def test_regression_agrees_with_scipy():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal(30), rng.standard_normal(30)
    ours, theirs = screening.regress(x[:, None], y), stats.linregress(x, y)
    assert ours.r2 == pytest.approx(theirs.rvalue**2)
    assert ours.p_values[0] == pytest.approx(theirs.pvalue)
    assert ours.p_overall == pytest.approx(theirs.pvalue)  # with one feature F is t^2
    assert screening.regress(np.empty((30, 0)), y).p_overall == 1.0


def test_too_few_samples_are_named():
    with pytest.raises(ValueError, match="num_samples"):
        screening.screen(10, 20)
