"""What the checks of notebook 03 say is in the reader's words, and never in their own."""

import pytest

from helpers.building.autodiff import Value
from helpers.building.checks import check
from helpers.exercise import WRONG, judge

EXERCISES = {exercise.name: exercise for exercise in check.exercises}
IN_WORDS = [name for name, exercise in EXERCISES.items() if exercise.called]


def _raises(*_):
    raise KeyError("no such thing")


def _said(name, answer):
    verdict = judge(EXERCISES[name], answer)
    assert verdict.state == WRONG
    return verdict.message


@pytest.mark.parametrize("name", IN_WORDS)
@pytest.mark.parametrize("answer", [lambda *_: None, lambda *_: 3.0, lambda *_: "text", _raises])
def test_no_verdict_shows_what_is_inside_the_check(name, answer):
    said = _said(name, answer)
    for inner in ("what=", "formula=", "numbers=", "gradients=", "nan", "object at 0x", "A str"):
        assert inner not in said


@pytest.mark.parametrize("name", ["multiply", "tanh", "history", "momentum", "adam"])
def test_a_forgotten_return_is_named(name):
    assert "ended without return" in _said(name, lambda *_: None)


def test_a_value_that_holds_a_value_is_named():
    said = _said("multiply", lambda self, other: Value(Value(1.0), (self, other), (1.0, 1.0)))
    assert "data and slopes are plain numbers" in said


def test_a_rule_that_returns_its_memory_too_is_told_so():
    said = _said("momentum", lambda w, g, memory, lr: (w, memory.m))
    assert "a tuple of 2. Return the weights alone" in said


def test_an_answer_in_place_that_is_wrong_for_two_inputs_is_not_called_right():
    def only_first(w, x, y, lr):
        w[0] -= lr * (w[0] * x[0] - y) * x[0]
        return w

    assert "The answer is right" not in _said("delta_rule_step", only_first)
