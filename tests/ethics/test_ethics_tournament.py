"""The tournament: its rule, its scores, and the ballot that commits what one believes."""

import re

import draw_claims
import numpy as np
import pytest

from helpers.ethics import ballot
from helpers.ethics.headlines import GAPS, HEADLINES
from helpers.ethics.questions import TOURNAMENT
from helpers.ethics.tournament import brier, load_claims


@pytest.fixture(scope="module")
def drawn():
    return [claim for claim in load_claims() if claim.drawn]


@pytest.mark.claims(
    "whose text has one of twenty words in it such as *AI* or *driverless*",
    "of which the crowd was not yet sure when it was asked (5 to 95 %)",
    "26 October 2025 to 2 August 2026",
)
def test_stored_claims_keep_the_rule():
    claims = load_claims()
    assert [claim.drawn for claim in claims] == [True] * 15 + [False] * 15
    assert draw_claims.WORDS.pattern.count("|") == 19
    assert len({claim.url for claim in claims}) == 30
    for claim in claims:
        assert draw_claims.WORDS.search(claim.claim)
        assert 0.05 <= claim.crowd <= 0.95
        assert "2025-10-26" <= claim.asked <= "2026-08-02"
        assert claim.url.startswith("https://")


def test_rule_draws_by_hash_and_by_nothing_else(tmp_path):
    """On an invented month: settled, unanswered and other questions fall out, the first time counts."""
    import json

    def question(name, text="Will AI do it?", source="manifold", crowd="0.5"):
        return dict(
            id=name,
            source=source,
            question=text,
            freeze_datetime_value=crowd,
            market_info_close_datetime="2026-01-01T00:00:00",
            url="https://example.org/" + name,
        )

    asked = [
        question("a"),
        question("b", crowd="0.99"),
        question("c", text="Will it rain?"),
        question("d", source="polymarket"),
        question("e"),
    ]
    answers = [dict(id=n, resolved=n != "e", resolved_to=1.0) for n in "abcde"]
    for folder, name, content in (
        ("question_sets", "2025-11-09-llm", dict(forecast_due_date="2025-11-09", questions=asked)),
        ("resolution_sets", "2025-11-09_resolution_set", dict(resolutions=answers)),
        (
            "question_sets",
            "2025-01-01-llm",
            dict(forecast_due_date="2025-01-01", questions=[question("z")]),
        ),
    ):
        path = tmp_path / "datasets" / folder
        path.mkdir(parents=True, exist_ok=True)
        (path / f"{name}.json").write_text(json.dumps(content))
    assert list(draw_claims.questions(tmp_path)) == [("manifold", "a")]


@pytest.mark.claims(
    "The crowd did best.",
    "The base rate did *worse* than always 50 %: among the claims not drawn 3 in 15 came true",
    "the crowd's reaches from .07 to .24",
    "the crowd's reaches from",
    "two of the fifteen ask about the same test",
    "One hides its test behind",
)
def test_what_the_text_says_of_the_tournament(drawn):
    others = [claim.happened for claim in load_claims() if not claim.drawn]
    happened = [claim.happened for claim in drawn]
    assert (sum(others), sum(happened)) == (3, 7)
    crowd = brier([claim.crowd for claim in drawn], happened)
    base = brier([0.2] * 15, happened)
    assert (crowd, base, brier([0.5] * 15, happened)) == pytest.approx(
        (0.153, 0.32, 0.25), abs=5e-4
    )
    each = (np.array([claim.crowd for claim in drawn]) - happened) ** 2
    for seed in range(3):
        again = np.random.default_rng(seed).integers(0, 15, (10_000, 15))
        low, high = np.percentile(each[again].mean(axis=1), (2.5, 97.5))
        assert (low, high) == pytest.approx((0.07, 0.24), abs=0.01)
    assert sum("FrontierMath" in claim.claim for claim in drawn) == 2
    assert sum("read description" in claim.claim for claim in drawn) == 1


@pytest.mark.claims("Always 50 % costs", "So your best number is the one that you believe.")
def test_honesty_pays():
    p = np.linspace(0, 1, 101)
    for q in (0.1, 0.35, 0.8):
        expected = q * (1 - p) ** 2 + (1 - q) * p**2
        assert p[expected.argmin()] == pytest.approx(q)
        assert np.gradient(expected, p)[1:-1] == pytest.approx(2 * (p - q)[1:-1])
    assert brier([0.5, 0.5], [True, False]) == 0.25
    assert brier([1, 0], [True, False]) == 0


def test_ballot_keeps_numbers_and_says_nothing_before_they_are_committed(
    drawn, monkeypatch, capsys
):
    monkeypatch.setattr(ballot, "_WRITTEN", {})
    monkeypatch.setattr(ballot, "_SHOWN", [])
    mine = ballot.Ballot(TOURNAMENT, drawn, {"the crowd": [claim.crowd for claim in drawn]})
    assert {slider.value for slider in mine.sliders} == {50}
    mine.sliders[0].value = 90
    assert mine.result.value == ""
    again = ballot.Ballot(TOURNAMENT, drawn, {})
    assert again.sliders[0].value == 90
    again.button.click()
    assert all(slider.disabled for slider in again.sliders)
    happened = [claim.happened for claim in drawn]
    assert f"{brier([0.9] + [0.5] * 14, happened):.3f}" in again.result.value
    assert again.result.value.count("<a href=") == 15


def test_every_headline_has_its_own_gap_and_a_source_in_the_notebook():
    import course

    assert sorted(item.gap for item in HEADLINES.values()) == sorted(GAPS)
    assert [item.gap for item in HEADLINES.values()] != sorted(GAPS)
    references = course.source_text("09_ethics").split("## References")[1]
    for item in HEADLINES.values():
        (number,) = re.findall(r"\[(\d+)\]", item.shown)
        assert f"# {number}. " in references


@pytest.mark.claims(
    "of two tiles, one with an event and one without",
    "fewer than one warning in four is right",
    "A program that never warns is right on more tiles than either.",
)
def test_ninety_percent_of_an_area_is_no_accuracy():
    rng = np.random.default_rng(0)
    without, with_event = rng.standard_normal(200_000), rng.standard_normal(200_000) + 1.812
    assert (with_event > without).mean() == pytest.approx(0.90, abs=0.003)
    for found, most_right in ((0.5, 0.25), (0.8, 0.12)):
        threshold = np.quantile(with_event, 1 - found)
        false = (without > threshold).mean()
        assert 0.02 * found / (0.02 * found + 0.98 * false) < most_right
        assert 0.02 * found + 0.98 * (1 - false) < 0.98
