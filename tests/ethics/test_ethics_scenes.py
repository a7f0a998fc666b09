"""The moving pictures of notebook 09 say what the text says of them, and draw what they say."""

import numpy as np
import pytest

from helpers.ethics import audit, scenes


@pytest.mark.claims("By 1985 three were overdue.", "Later two came true, both late.")
def test_timeline_says_what_the_text_says_and_draws_as_many_bars_and_stars():
    scene = scenes.timeline()
    _, promised, left, late, came, *_ = scene.artists
    assert "2 met late" in scene.draw(**scene.opening)
    assert "of 6 predictions made so far: 2 open, 3 overdue" in scene.draw(year=1985)
    assert (len(promised.get_segments()), len(late.get_segments())) == (6, 3)
    assert [segment[:, 0].tolist() for segment in left.get_segments()] == [
        [1985, 2000],
        [1985, 1997],
    ]
    assert len(came.get_xdata()) == 0
    assert "4 overdue, 2 met late, 1 refuted" in scene.draw(year=2026)
    assert (len(promised.get_segments()), len(late.get_segments())) == (8, 6)
    assert len(left.get_segments()) == 0
    assert sorted(came.get_xdata()) == [1997, 2016, 2025]


def test_grid_reaches_the_table_of_the_text_and_marks_everyone():
    scene = scenes.base_rate()
    assert {1, 10, 100} <= set(scene.controls["num_ill"].states())
    for num_ill, ppv in ((100, "50.0%"), (10, "8.3%"), (1, "0.9%")):
        assert ppv in scene.draw(num_ill=num_ill, sensitivity=90, specificity=90)
        marks = [len(mark.get_xdata()) for mark in scene.artists[:4]]
        assert sum(marks) == 1000
        assert marks[0] + marks[1] == num_ill


def test_game_says_whether_its_rule_is_met_and_marks_everyone():
    scene = scenes.threshold_game()
    opening = scene.opening
    assert "Equal opportunity not met: a gap of 31 points. This policy costs 222." in scene.draw(
        **opening
    )
    assert sum(len(mark.get_xdata()) for mark in scene.artists[:8]) == 400
    said = scene.draw(**opening | dict(threshold_b=0.4))
    assert "Equal opportunity met" in said
    said = scene.draw(**opening | dict(threshold_b=0.4, goal="predictive parity"))
    assert "Predictive parity not met" in said
    assert "No rule" in scene.draw(**opening | dict(goal="no rule"))


@pytest.mark.parametrize("base_rate_b", [20, 25, 39, 51, 65, 80])
def test_each_rule_of_the_game_can_be_met_where_many_are_helped(base_rate_b):
    people = [audit.make_people(scenes.BASE_RATE_A), audit.make_people(base_rate_b / 100)]
    sliders = scenes.threshold_game().controls
    assert sliders["threshold_a"].states() == sliders["threshold_b"].states()
    assert np.allclose(sliders["threshold_a"].states(), audit.THRESHOLDS)
    met = audit.pairs_that_meet(people, audit.THRESHOLDS, list(audit.RATES))
    many = [
        np.array([0.1 < (scores > t).mean() < 0.95 for t in audit.THRESHOLDS])
        for scores, _ in people
    ]
    met &= (many[0][:, None] & many[1][None])[..., None]
    assert (met.sum(axis=(0, 1)) >= 5).all()


def test_loop_draws_its_towns_and_says_where_they_end():
    scene = scenes.feedback_loop()
    said = scene.draw(**scene.opening)
    ends = scene.artists[-2].get_ydata()
    assert f"between {ends.min():.0%} and {ends.max():.0%}" in said
    repaired = scene.draw(**scene.opening | dict(rule=scenes.RULES[1]))
    assert np.ptp(scene.artists[-2].get_ydata()) < np.ptp(ends) / 2
    assert "50% of the incidents" in repaired


@pytest.mark.claims(
    "It opens close to GPT-3: a diamond for one training",
    "a trillion tokens answered",
    "of answers take about as much as the training did",
)
def test_footprint_draws_the_energy_that_it_says():
    scene = scenes.footprint()
    energy_dot, carbon_dot, *_ = scene.artists
    said = scene.draw(**scene.opening)
    assert "1.1 times as much" in said
    assert scene.artists[-2].get_xdata()[0] == pytest.approx(
        1.054 * energy_dot.get_xdata()[0], rel=0.01
    )
    (kwh,), (kg,) = energy_dot.get_xdata(), carbon_dot.get_xdata()
    assert f"{kwh:,.0f} kWh, {kg:,.0f} kg" in said
    assert kwh == pytest.approx(1_287_000, rel=0.1)


def test_footprint_shows_its_mark_at_every_end():
    scene = scenes.footprint()
    low, high = scenes.SMALLEST, scenes.LARGEST
    for values in scene.ends():
        scene.draw(**values)
        assert all(low < dot.get_xdata()[0] < high for dot in scene.artists[:2])
