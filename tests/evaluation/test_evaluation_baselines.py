"""Moods: what a personal mean reaches across people and within them."""

import numpy as np
import pytest

from helpers.evaluation import baselines
from helpers.statistics import r2_over_baseline, r_squared


def test_personal_mean_across_and_within_people():
    across, within = [], []
    for seed in range(20):
        moods = baselines.make_moods(icc=0.8, seed=seed)
        personal = np.repeat(moods.past.mean(axis=1, keepdims=True), 30, axis=1)
        across.append(r_squared(moods.future, personal))
        own = moods.future.mean(axis=1, keepdims=True)
        within.append(r2_over_baseline(moods.future, personal, own))
    assert np.mean(across) == pytest.approx(0.78, abs=0.02)
    assert max(within) < 0


def test_bad_correlation_is_named():
    with pytest.raises(ValueError, match="icc"):
        baselines.make_moods(icc=1.2)
