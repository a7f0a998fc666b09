"""Quiz questions: every choice has feedback, exactly one is right, and it shows without a kernel."""

import importlib
import math
import re

import pytest

import course
from helpers import quiz
from helpers.quiz import Question, right, wrong


def test_question_needs_one_right_option_and_feedback():
    with pytest.raises(ValueError, match="Exactly one"):
        Question("Which?", (wrong("a", "no"), wrong("b", "no")))
    with pytest.raises(ValueError, match="feedback"):
        Question("Which?", (right("a", ""), wrong("b", "no")))


def test_page_opens_each_option_to_its_verdict(monkeypatch):
    shown = []
    monkeypatch.setattr(quiz, "display", lambda data, **_: shown.append(data))
    quiz.ask(Question("Which <i>x</i>?", (right("a", "yes, a"), wrong("b", "no, not b"))))
    page = shown[0]["text/html"]
    assert page.count("<details") == page.count("</details>") == 2
    assert "<b>Right.</b> yes, a" in page
    assert "<b>Not quite.</b> no, not b" in page
    assert "yes" not in shown[0]["text/plain"]  # the plain text does not give the answer away


def asked(room: str) -> list[Question]:
    module = importlib.import_module(f"helpers.{room}.questions")
    return [item for item in vars(module).values() if isinstance(item, Question)]


def text_lengths(question: Question) -> list[int]:
    """Return how long each option looks, without its tags."""
    return [len(re.sub(r"<[^>]*>", "", option.text)) for option in question.options]


@pytest.mark.parametrize("room", course.rooms().values())
def test_the_place_of_the_right_option_tells_nothing(room):
    questions = asked(room)
    places = [[option.right for option in item.options].index(True) for item in questions]
    counts = [places.count(place) for place in range(3)]
    assert len(questions) >= 3
    assert max(counts) - min(counts) <= 1, f"right is first, second, third: {counts}"


@pytest.mark.parametrize("room", course.rooms().values())
def test_the_length_of_the_right_option_tells_nothing(room):
    """The right one is the longest, or the shortest, no more often than by chance."""
    ranks = []
    for question in asked(room):
        lengths = text_lengths(question)
        assert max(lengths) <= 1.6 * min(lengths) + 12, (question.text, lengths)
        right_one = lengths[[option.right for option in question.options].index(True)]
        ranks.append((right_one == max(lengths), right_one == min(lengths)))
    most = math.ceil(len(ranks) / 3)
    for number, word in enumerate(("longest", "shortest")):
        assert sum(rank[number] for rank in ranks) <= most, f"right is the {word} too often"
