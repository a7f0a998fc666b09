"""Intervals for shares hold the share, agree with SciPy's, and refuse empty samples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers.intervals import wilson_interval


@given(st.integers(1, 500), st.data())
def test_wilson_interval_holds_the_share(count, data):
    error = data.draw(st.integers(0, count)) / count
    low, high = wilson_interval(np.array(error), np.array(count))
    assert -1e-12 <= low <= error + 1e-12
    assert error - 1e-12 <= high <= 1 + 1e-12


def test_wilson_interval_agrees_with_scipy():
    theirs = stats.binomtest(9, 53).proportion_ci(method="wilson")
    low, high = wilson_interval(np.array(9 / 53), np.array(53))
    assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=1e-4)


def test_an_empty_sample_is_refused():
    with pytest.raises(ValueError, match="count"):
        wilson_interval(np.array(0.1), np.array(0))
