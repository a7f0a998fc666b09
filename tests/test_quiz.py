"""Quiz questions: every choice has feedback, exactly one is right, and it shows without a kernel."""

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


@pytest.mark.parametrize("room", course.rooms().values())
def test_right_option_is_not_always_in_one_place(room):
    """A reader must not be able to guess from position or from length alone."""
    import importlib

    module = importlib.import_module(f"helpers.{room}.questions")
    questions = [item for item in vars(module).values() if isinstance(item, Question)]
    places = {[option.right for option in item.options].index(True) for item in questions}
    assert len(questions) >= 3
    assert len(places) > 1
