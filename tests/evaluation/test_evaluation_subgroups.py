"""The published table adds up, and the thresholds cost what the notebook says."""

import numpy as np
import pytest

from helpers.evaluation.subgroups import GROUP_A, GROUP_B, SHADES, SHADES_SHARES


def test_gender_shades_totals_check():
    assert SHADES_SHARES.sum() == pytest.approx(100, abs=0.2)
    published = {"Microsoft": 6.3, "Face++": 10.0, "IBM": 12.1}
    for company, (overall, by_group) in SHADES.items():
        assert overall == published[company]
        total = np.average(by_group, weights=SHADES_SHARES)
        assert total == pytest.approx(overall, abs=0.1)


def test_threshold_rates():
    assert GROUP_A.rates(1.5)[:2] == pytest.approx((0.0668, 0.0668), abs=1e-4)
    assert GROUP_B.rates(1.5)[1] == pytest.approx(0.5)
    assert GROUP_B.rates(0.5)[:2] == pytest.approx((0.1587, 0.1587), abs=1e-4)
