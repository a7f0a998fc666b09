"""The checker: what it says to right, wrong, open and failing answers."""

import numpy as np
import pytest
import torch

from helpers.exercise import Checker, Exercise, agree, judge, show_value


def area(width, height):
    """The course's own version."""
    return width * height


EXERCISE = Exercise(
    area,
    cases=[dict(width=2.0, height=3.0), dict(width=4.0, height=0.5)],
    misconceptions=[(lambda w, h: 2 * (w + h), "That is the perimeter.")],
)


@pytest.fixture
def check():
    return Checker([EXERCISE])


def named(function, name="area"):
    function.__name__ = name
    return function


def test_right_answer_is_kept(check):
    mine = named(lambda a, b: b * a)
    assert check(mine) is mine
    assert check.states == {"area": "right"}


@pytest.mark.parametrize(
    "answer",
    [
        lambda w, h: np.float32(w * h),
        lambda w, h: torch.tensor(w * h, requires_grad=True),
        lambda w, h: np.array(w * h),
        lambda w, h: int(w * h),
    ],
)
def test_any_container_of_the_right_value_is_right(answer):
    assert judge(EXERCISE, answer).state == "right"


def test_open_answers_get_the_course_version(check):
    def stub(w, h):
        raise NotImplementedError

    assert check(named(stub)) is area
    assert check.states == {"area": "open"}
    assert check(area) is area  # the cell run again: the course's version is no answer
    assert check.states == {"area": "open"}


def test_wrong_answer_names_case_numbers_and_hint(check):
    wrong = named(lambda w, h: 2 * (w + h))
    assert check(wrong) is area
    message = judge(EXERCISE, wrong).message
    assert "area(width=2, height=3) should give 6; yours gives 10." in message
    assert "Hint: That is the perimeter." in message


def test_unknown_mistake_gets_no_hint():
    verdict = judge(EXERCISE, lambda w, h: w * h + 1)
    assert verdict.state == "not yet"
    assert "Hint" not in verdict.message


def test_readers_exception_is_shown_with_its_line(check):
    def mine(width, height):
        return width / (height - 3)

    message = judge(EXERCISE, named(mine)).message
    assert "Your code raised ZeroDivisionError: float division by zero" in message
    assert "return width / (height - 3)" in message
    assert f"line {mine.__code__.co_firstlineno + 1} of " in message
    assert check(mine) is area


def test_exception_of_a_later_case_does_not_break_the_search_for_a_hint():
    def fails_late(width, height):
        if width == 4:
            raise KeyError("late")
        return 0

    assert judge(EXERCISE, fails_late).state == "not yet"


def test_forgotten_return_and_wrong_shape_are_named():
    assert "ended without return" in judge(EXERCISE, lambda w, h: None).message
    verdict = judge(EXERCISE, lambda w, h: np.ones((2, 3)))
    assert "One number is expected; yours is an array of shape (2, 3)." in verdict.message
    for no_number in ({"area": 6}, "6", ["6"]):
        message = judge(EXERCISE, lambda w, h, answer=no_number: answer).message
        assert "cannot be read as numbers" in message


def test_wrong_number_of_values_is_named():
    exercise = Exercise(named(lambda x: (x, 2 * x), "both"), cases=[dict(x=3)])
    assert judge(exercise, lambda x: np.array([x, 2 * x])).state == "right"
    assert (
        "2 values are expected, in this order; yours returns one."
        in judge(exercise, lambda x: x).message
    )
    assert "yours returns 3." in judge(exercise, lambda x: (x, x, x)).message


def test_interrupt_exit_and_endless_recursion_do_not_stop_the_run(check):
    def raises(error):
        def mine(width, height):
            raise error

        return named(mine)

    assert check(raises(KeyboardInterrupt())) is area
    assert "does a loop never end?" in judge(EXERCISE, raises(KeyboardInterrupt())).message
    assert check(raises(SystemExit())) is area

    def mine(width, height):
        return mine(width, height)

    message = judge(EXERCISE, mine).message
    assert "calls itself without an end" in message
    assert message.count("return mine(width, height)") == 1


def test_hint_comes_with_an_exception_too():
    exercise = Exercise(
        named(lambda x: 0 if x == 0 else 1 / x, "inverse"),
        cases=[dict(x=2), dict(x=0)],
        misconceptions=[(lambda x: 1 / x, "Zero needs a case of its own.")],
    )
    message = judge(exercise, lambda x: 1 / x).message
    assert "ZeroDivisionError" in message
    assert "Hint: Zero needs a case of its own." in message


def test_arguments_survive_a_reader_who_changes_them():
    exercise = Exercise(named(lambda x: np.sum(x), "total"), cases=[dict(x=np.ones(3))])

    def greedy(x):
        result = x.sum()
        x[:] = 0
        return result

    assert judge(exercise, greedy).state == "right"
    assert judge(exercise, greedy).state == "right"


def test_judgement_by_what_an_answer_does():
    exercise = Exercise(
        named(lambda: 4.0, "root_of_16"),
        cases=[{}],
        agree=lambda answer, _: np.isclose(answer**2, 16),
        explain=lambda case, answer, _: f"{answer} squared is {answer**2}.",
    )
    assert judge(exercise, lambda: -4).state == "right"
    assert "5 squared is 25." in judge(exercise, lambda: 5).message


def test_unknown_name_is_refused_with_the_names_that_exist(check):
    with pytest.raises(ValueError, match=r"no exercise named 'volume'.*area"):
        check(named(lambda: 0, "volume"))


def test_agree_compares_tuples_nan_and_shapes():
    assert agree((1, [2.0, 3.0], True), (1.0, np.array([2.0, 3.0]), 1))
    assert agree(float("nan"), np.nan)
    assert not agree((1, 2), (1, 2, 3))
    assert not agree(np.ones((2, 1)), np.ones(2))
    assert not agree("6", (6,))


def test_show_value_is_short():
    assert show_value((1.23456789, True, None)) == "(1.23457, True, None)"
    assert len(show_value(np.arange(1000.0))) < 60
