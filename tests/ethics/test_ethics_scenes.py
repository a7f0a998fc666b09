"""The moving pictures of notebook 09 say what the text says of them, and draw what they say."""

import pytest

from helpers.ethics import scenes


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


def test_game_says_when_a_criterion_is_met():
    scene = scenes.threshold_game()
    assert scene.draw(**scene.opening).count("not met") == 2
    equal = scene.draw(threshold_a=0.5, threshold_b=0.5, base_rate_b=39)
    assert "Equal errors: met. An alarm means the same: not met" in equal
    assert [verdict.get_text() for verdict in scene.artists[-2:]] == ["✓", "✗"]
    both = scene.draw(threshold_a=0.5, threshold_b=0.5, base_rate_b=51)
    assert "not met" not in both


@pytest.mark.claims("The next explorable opens close to GPT-3.")
def test_footprint_draws_the_energy_that_it_says():
    scene = scenes.footprint()
    energy_dot, carbon_dot, *_ = scene.artists
    said = scene.draw(**scene.opening)
    (kwh,), (kg,) = energy_dot.get_xdata(), carbon_dot.get_xdata()
    assert f"{kwh:,.0f} kWh, {kg:,.0f} kg" in said
    assert kwh == pytest.approx(1_287_000, rel=0.1)


def test_footprint_shows_its_mark_at_every_end():
    scene = scenes.footprint()
    low, high = scenes.SMALLEST, scenes.LARGEST
    for values in scene.ends():
        scene.draw(**values)
        assert all(low < dot.get_xdata()[0] < high for dot in scene.artists[:2])
