"""The predictions, and how they are judged at the end of any year."""

import pytest

from helpers.ethics.predictions import LAST_YEAR, Prediction, load_predictions


def test_dated_predictions_of_the_facts_are_there():
    found = {(item.who, item.year): item for item in load_predictions()}
    assert found["The Navy", 1958].due is None
    assert found["H. Simon", 1960].due == 1980
    assert found["C. Shannon", 1961].due == 1976
    assert found["Business Insider", 2016].due == 2020
    assert found["P. Hut", 1997].kind == "not before"


def test_every_prediction_has_a_source_and_sensible_years():
    for item in load_predictions():
        assert len(item.source) > 20
        assert item.claim
        assert item.verdict
        assert item.kind in ("by", "not before", "no date")
        assert (item.due is None) == (item.kind == "no date")
        assert item.due is None or item.due > item.year
        assert item.happened is None or item.year < item.happened <= LAST_YEAR


@pytest.mark.parametrize(
    ("who", "year", "judged"),
    [
        ("H. Simon & A. Newell", 1957, ("not made", 1)),
        ("H. Simon & A. Newell", 1968, ("open", 0)),
        ("H. Simon & A. Newell", 1969, ("overdue", 1)),
        ("H. Simon & A. Newell", 1996, ("overdue", 28)),
        ("H. Simon & A. Newell", 1997, ("met", 29)),
        ("H. Simon & A. Newell", 2026, ("met", 29)),
        ("The Navy", 2026, ("no date", 0)),
        ("P. Hut", 2015, ("open", 82)),
        ("P. Hut", 2016, ("refuted", 81)),
    ],
)
def test_judgment_at_the_end_of_a_year(who, year, judged):
    prediction = next(item for item in load_predictions() if item.who == who)
    assert prediction.judge(year) == judged


@pytest.mark.claims(
    "Chess took 39 years instead of ten.",
    "Turing's conversation game took 75 instead of 50.",
    "It took 19 years.",
    "Chess was missed by 29 years",
)
def test_years_that_the_text_names():
    items = {item.who: item for item in load_predictions()}
    years = {
        name: (items[name].due - items[name].year, items[name].happened - items[name].year)
        for name in ("H. Simon & A. Newell", "A. Turing", "P. Hut")
    }
    assert list(years.values()) == [(10, 39), (50, 75), (100, 19)]


def test_what_comes_before_it_is_due_is_met_in_time():
    early = Prediction("x", 2000, "t", "c", "by", 2010, 2005, "v", "s")
    assert early.judge(2004) == ("open", 6)
    assert early.judge(2005) == ("met", 0)
