"""Guesses: asked before, beside the truth after, whatever the order in which cells are run."""

import pytest

from helpers import guesses
from helpers.guesses import Number, Pick, Sketch, guess, reveal

HOLES = Number("How many holes?", "holes")
FIRST = Pick("Which is first?", ("the <wide> one", "the deep one"))
CURVE = Sketch("How does the loss fall?", (0, 10, 20), "Epoch", "Loss", 0.0, 2.0)
QUESTIONS = [(HOLES, 30.0, 32), (FIRST, "the deep one", "the deep one"), (CURVE, 1.0, [2, 1, 0.5])]
every_question = pytest.mark.parametrize(("question", "value", "truth"), QUESTIONS)


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    """What comes to the page; every test starts with no guess and an empty page."""
    outputs = []
    monkeypatch.setattr(guesses, "display", lambda data, **_: outputs.append(data))
    for memory in (guesses._COMMITTED, guesses._CARDS, guesses._ANSWERS):
        memory.clear()
    return outputs


def commit(question, value):
    card = guesses._CARDS[question]
    for widget in card.inputs:
        widget.value = value
    card.button.click()
    return card


@every_question
def test_without_a_guess_the_answer_is_folded_with_and_without_a_kernel(
    shown, question, value, truth
):
    guess(question)
    reveal(question, truth, "That is <i>why</i>.")
    answer = guesses._ANSWERS[question].line.value
    assert answer.startswith("<details>") and "That is <i>why</i>." in answer
    *_, still = shown
    assert answer in still["text/html"]
    assert "You guessed" not in answer


@every_question
@pytest.mark.parametrize("revealed_first", [True, False])
def test_a_guess_stands_beside_the_truth(shown, question, value, truth, revealed_first):
    guess(question)
    if revealed_first:  # all cells were run before anybody guessed
        reveal(question, truth)
    card = commit(question, value)
    if not revealed_first:
        assert "Run the cells below" in card.message.value
        reveal(question, truth)
    answer = guesses._ANSWERS[question].line.value
    assert "<details>" not in answer
    assert (
        "<img " in answer and "our sketch" in answer
        if question is CURVE
        else "You guessed" in answer
    )


@every_question
def test_a_committed_guess_is_fixed_until_it_is_opened_and_outlives_a_rerun(question, value, truth):
    guess(question)
    commit(question, value)
    guess(question)
    card = guesses._CARDS[question]
    assert all(widget.disabled and widget.value == value for widget in card.inputs)
    card.button.click()
    assert not any(widget.disabled for widget in card.inputs)
    reveal(question, truth)
    assert guesses._ANSWERS[question].line.value.startswith("<details>")


def test_a_rerun_leaves_one_card_and_one_answer():
    for _ in range(3):
        guess(HOLES)
        reveal(HOLES, 32)
    assert len(guesses._CARDS) == len(guesses._ANSWERS) == 1


def test_nothing_chosen_is_no_guess():
    guess(FIRST)
    guesses._CARDS[FIRST].button.click()
    assert "Choose one" in guesses._CARDS[FIRST].message.value
    assert FIRST not in guesses._COMMITTED


def test_question_and_options_stand_there_without_a_kernel(shown):
    guess(FIRST)
    view, still = shown
    assert "the deep one" in view["text/plain"]
    assert "Which is first?" in still["text/html"]
    assert "the &lt;wide&gt; one" in still["text/html"]
    assert "run this cell" in still["text/html"]


@pytest.mark.parametrize(
    ("guessed", "said"),
    [
        (32, "Exactly right."),
        (30, "6 % off"),
        (320, "a factor of 10"),
        (8, "a factor of 4"),
        (-1, "Answer:"),
        (0, "Answer:"),
    ],
)
def test_the_distance_is_said_in_percent_or_as_a_factor(guessed, said):
    assert said in guesses.compare(HOLES, guessed, 32)


def test_an_answer_that_is_a_sentence_has_one_full_stop_and_no_number_has_an_exponent():
    question = Pick("What does the step do?", ("It climbs.", "nothing at all"))
    said = guesses.compare(question, "It climbs.", "nothing at all")
    assert said == "You guessed: <b>It climbs.</b> Answer: <b>nothing at all</b>."
    assert guesses.show(CURVE, [124.0, 0.00412, -0.0]) == "120 at 0, 0.0041 at 10, 0 at 20"
    assert guesses.show(Number("How far?", "m", digits=2), 12345.0) == "12000 m"


def test_impossible_truths_are_refused():
    with pytest.raises(ValueError, match="'neither' is none of the <wide> one, the deep one"):
        reveal(FIRST, "neither")
    with pytest.raises(ValueError, match="A sketch of 3 places has no 2 heights"):
        reveal(CURVE, [1, 2])
    with pytest.raises(TypeError, match="a Number, a Pick or a Sketch"):
        guesses.make_inputs("What?")
