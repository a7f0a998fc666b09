"""The loop that feeds itself: what it does with its records, and what the repair does."""

import numpy as np
import pytest

from helpers.ethics import feedback
from helpers.ethics.checks_claims import FIND_GAP, PATROL
from helpers.exercise import judge


def finals(rule, rates, records, num_days=500, num_runs=40):
    return feedback.final_shares(rule, rates, records, num_days, num_runs)


@pytest.mark.claims(
    "the first district keeps about four patrols in five",
    "the one with more old records keeps four patrols in five for good",
)
def test_old_records_stay():
    for num_days in (200, 500, 2000):
        shares = finals(feedback.patrol_as_found, (0.3, 0.3), (24, 6), num_days)
        assert shares.mean() == pytest.approx(0.8, abs=0.04)


@pytest.mark.claims("With equal records and equal incidents, luck decides")
def test_luck_of_the_first_days_stays():
    early, late = (
        finals(feedback.patrol_as_found, (0.3, 0.3), (10, 10), days) for days in (500, 2000)
    )
    assert np.ptp(late) > 0.3
    assert np.corrcoef(early, late)[0, 1] > 0.9


@pytest.mark.claims("the busier district gets more than its two thirds, and more from year to year")
def test_a_busier_district_gets_more_than_its_share():
    means = [
        finals(feedback.patrol_as_found, (0.4, 0.2), (10, 10), days).mean()
        for days in (365, 1095, 3650)
    ]
    assert 2 / 3 < means[0] < means[1] < means[2]


@pytest.mark.claims(
    "whatever the old records say", "the records grow by $s_i r_i / s_i = r_i$ a day"
)
@pytest.mark.parametrize("rates", [(0.3, 0.3), (0.4, 0.2), (0.2, 0.5)])
@pytest.mark.parametrize("records", [(24, 6), (10, 10), (8, 12)])
def test_repaired_loop_finds_where_the_incidents_are(rates, records):
    shares = finals(feedback.patrol, rates, records, 3000, 15)
    assert shares.mean() == pytest.approx(rates[0] / sum(rates), abs=0.03)
    assert shares.std() < 0.05


def test_many_runs_side_by_side_do_the_same():
    for weighted, rule in ((False, feedback.patrol_as_found), (True, feedback.patrol)):
        together = feedback.share_by_day((0.3, 0.3), (24, 6), 500, weighted, num_runs=200)
        assert together.shape == (501, 200)
        one_by_one = finals(rule, (0.3, 0.3), (24, 6), num_runs=60)
        assert together[-1].mean() == pytest.approx(one_by_one.mean(), abs=0.02)
        assert together[-1].std() == pytest.approx(one_by_one.std(), abs=0.02)


def test_a_patrol_that_does_not_go_by_its_records_is_told_so():
    def tosses_a_coin(look, records, num_days, rng):
        records = np.array(records, float)
        for _ in range(num_days):
            here = int(rng.random() < 0.5)
            records[here] += look(here)
        return records[0] / records.sum()

    assert "goes by the records" in judge(PATROL, tosses_a_coin).message


def test_a_wrong_letter_is_not_said_to_be_no_number():
    verdict = judge(FIND_GAP, lambda headline: "A")
    assert "Hint: " in verdict.message and "cannot be read" not in verdict.message
