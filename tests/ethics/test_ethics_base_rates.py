"""What an alarm means, against a published table and people drawn at random."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.ethics import base_rates

share = st.floats(0.01, 0.99)
few = settings(max_examples=25, deadline=None)


@pytest.mark.claims(
    "One half, one in twelve, fewer than one in a hundred.", "make a PPV of .50, .083 or .0089"
)
@pytest.mark.parametrize(("prevalence", "target"), [(0.1, 0.50), (0.01, 0.083), (0.001, 0.0089)])
def test_ppv_table(prevalence, target):
    assert base_rates.ppv(prevalence, 0.9, 0.9) == pytest.approx(target, rel=0.01)


@pytest.mark.claims("from 1 % up to 8 %, and a second, independent test multiplies it again")
def test_a_second_test_starts_where_the_first_ends():
    rng = np.random.default_rng(0)
    ill = rng.random(400_000) < 0.01
    both = np.ones(len(ill), bool)
    for _ in range(2):
        both &= rng.random(len(ill)) < np.where(ill, 0.9, 0.1)
    once = base_rates.ppv(0.01, 0.9, 0.9)
    twice = base_rates.ppv(once, 0.9, 0.9)
    assert once == pytest.approx(0.083, abs=0.001)
    assert twice > 5 * once
    assert ill[both].mean() == pytest.approx(twice, abs=0.03)


@pytest.mark.claims("With twice as many bags both kinds of alarms double, and their shares stay.")
def test_twice_as_many_bags_double_both_kinds_of_alarms():
    few, many = (base_rates.count_people(num, 1000 * num, 0.9, 0.9) for num in (10, 20))
    assert many == tuple(2 * count for count in few)


def test_ppv_without_alarms_is_nan():
    assert math.isnan(base_rates.ppv(0.1, 0.0, 1.0))


@few
@given(share, share, share)
def test_ppv_is_what_simulated_people_have(prevalence, sensitivity, specificity):
    rng = np.random.default_rng(0)
    ill = rng.random(50_000) < prevalence
    alarm = rng.random(50_000) < np.where(ill, sensitivity, 1 - specificity)
    if alarm.sum() > 3000:
        wanted = base_rates.ppv(prevalence, sensitivity, specificity)
        assert ill[alarm].mean() == pytest.approx(wanted, abs=4 * 0.5 / np.sqrt(alarm.sum()))


@few
@given(st.integers(0, 1000), st.floats(0, 1), st.floats(0, 1))
def test_counted_people_are_everyone(num_ill, sensitivity, specificity):
    counts = base_rates.count_people(num_ill, 1000, sensitivity, specificity)
    assert min(counts) >= 0
    assert sum(counts) == 1000
    assert counts[0] + counts[1] == num_ill


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: base_rates.ppv(1.5, 0.9, 0.9), "prevalence"),
        (lambda: base_rates.ppv(0.1, math.nan, 0.9), "sensitivity"),
        (lambda: base_rates.count_people(11, 10, 0.9, 0.9), "num_ill"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
