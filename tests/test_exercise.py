"""The checker: what it says to right, wrong, open and failing answers."""

import functools
import math
import sys
import time
import types
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from helpers import errors
from helpers import exercise as exercise_module
from helpers.exercise import OPEN, RIGHT, WRONG, Checker, Exercise, judge
from helpers.values import agree, show_value


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


LIBRARY_ERRORS = {
    "The loss must be computed in torch": lambda w, h: torch.tensor(1.0).backward(),
    "In a matrix product": lambda w, h: torch.ones(2, 3) @ torch.ones(2),
    "These two shapes do not fit": lambda w, h: np.ones(2) + np.ones(3),
    "These are whole numbers": lambda w, h: torch.tensor([1, 2]).softmax(0),
    "An array stands where one number": lambda w, h: 1 if np.ones(2) > 0 else 0,
    "Only a torch tensor has this": lambda w, h: np.ones(2).backward(),
    "Only a torch tensor has this. NumPy": lambda w, h: (1.0).detach(),
    "To the left of = stand more or fewer names": lambda w, h: [a for a, b in [(1, 2, 3)]],
    "There is no such axis": lambda w, h: np.ones(2).sum(axis=1),
    "There is no such axis: print": lambda w, h: torch.ones(2).sum(dim=1),
    "An index points past the end": lambda w, h: [1][1],
    "An index points past the end. The": lambda w, h: np.ones(2)[2],
    "Is the name misspelled": lambda w, h: undefined,  # noqa: F821
    "A plain number stands where you treat it as an array": lambda w, h: w.shape,
    "an object of another kind": lambda w, h: w.data,
    "What stands on the two sides of this operator": lambda w, h: [1.0] - [2.0],
    "give the function itself": lambda w, h: w(h),
}


@pytest.mark.parametrize("words", LIBRARY_ERRORS)
def test_what_a_library_says_is_put_in_words(words):
    message = judge(EXERCISE, LIBRARY_ERRORS[words]).message
    assert words in message
    assert message.index("Your code raised") < message.index(words) < message.index("line ")


def test_forgotten_return_and_wrong_shape_are_named():
    assert "ended without return" in judge(EXERCISE, lambda w, h: None).message
    verdict = judge(EXERCISE, lambda w, h: np.ones((2, 3)))
    assert "One number is expected; yours is an array of shape (2, 3)." in verdict.message
    assert ".item() gives it" in judge(EXERCISE, lambda w, h: np.array([6.0])).message
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


def total(x):
    return np.sum(x)


TOTAL = Exercise(total, cases=[dict(x=np.ones(3)), dict(x=np.arange(4.0))])


def test_an_answer_that_changes_its_argument_is_told_so_and_is_not_right():
    def greedy(x):
        result = x.sum()
        x[:] = 0
        return result

    for _ in range(2):  # the cases are as they were
        verdict = judge(TOTAL, greedy)
        assert verdict.state == "not yet"
        assert "The answer is right, but it changed the argument x." in verdict.message


@pytest.mark.parametrize(
    "harm", [lambda x: x.append(4), lambda x: x.__setitem__(0, 9), lambda x: x[2].reverse()]
)
def test_changes_of_lists_are_seen(harm):
    exercise = Exercise(named(lambda x: 2.0, "two"), cases=[dict(x=[1, float("nan"), ["a", "b"]])])
    assert judge(exercise, lambda x: (harm(x), 2.0)[1]).state == "not yet"
    assert judge(exercise, lambda x: 2.0).state == "right"


@pytest.mark.parametrize(
    "harm", [lambda x: x.requires_grad_(), lambda x: x.add_(1), lambda x: x.resize_(5)]
)
def test_changes_of_tensors_are_seen(harm):
    exercise = Exercise(named(lambda x: 2.0, "two"), cases=[dict(x=torch.ones(3))])
    assert judge(exercise, lambda x: (harm(x), 2.0)[1]).state == "not yet"
    assert judge(exercise, lambda x: 2.0).state == "right"


def test_what_the_course_changes_an_answer_may_change_too():
    exercise = Exercise(named(lambda x: (x.sort(), 1)[1], "sort"), cases=[dict(x=[3, 1, 2])])
    assert judge(exercise, lambda x: (x.sort(), 1)[1]).state == "right"


@pytest.mark.parametrize(
    ("setting", "leave", "get"),
    [
        ("set_grad_enabled", lambda: torch.set_grad_enabled(False), torch.is_grad_enabled),
        (
            "set_default_dtype",
            lambda: torch.set_default_dtype(torch.float64),
            torch.get_default_dtype,
        ),
        ("set_num_threads", lambda: torch.set_num_threads(5), torch.get_num_threads),
        ("seterr", lambda: np.seterr(all="raise"), np.geterr),
        ("print options", lambda: np.set_printoptions(precision=2), np.get_printoptions),
    ],
)
def test_settings_that_an_answer_leaves_behind_are_put_back_with_a_word(setting, leave, get):
    before = get()
    verdict = judge(TOTAL, lambda x: (leave(), x.sum())[1])
    assert get() == before
    assert verdict.state == "right"
    assert setting in verdict.message
    assert verdict.message.count("put back") == 1  # not once per case


def test_the_random_numbers_of_later_cells_are_as_they_were():
    torch.manual_seed(0)
    np.random.seed(0)
    wanted = torch.rand(1).item(), np.random.rand()
    torch.manual_seed(0)
    np.random.seed(0)
    judge(TOTAL, lambda x: (torch.manual_seed(9), np.random.rand(7), x.sum())[2])
    assert (torch.rand(1).item(), np.random.rand()) == wanted


def test_values_in_another_order_are_recognized_and_the_order_named():
    exercise = Exercise(named(lambda x: (x, 2 * x, [x]), "three"), cases=[dict(x=3.0), dict(x=5.0)])
    message = judge(exercise, lambda x: (2 * x, [x], x)).message
    assert "Return your third, then your first, then your second." in message
    assert "another order" not in judge(exercise, lambda x: (6.0, [3.0], x)).message


def test_the_first_difference_is_named_where_values_look_alike():
    exercise = Exercise(named(lambda: np.zeros((40, 2)), "zeros"), cases=[{}])

    def mine():
        values = np.zeros((40, 2))
        values[7, 1] = 0.01
        return values

    message = judge(exercise, mine).message
    assert "The first difference is at [7, 1]: 0 is right, yours has 0.01." in message
    exercise = Exercise(named(lambda: [1.0, 2.0], "pair"), cases=[{}])
    assert "1 is right, yours has 1.001." in judge(exercise, lambda: [1.001, 2.0]).message


def test_truths_are_shown_as_such_and_zero_without_a_sign():
    exercise = Exercise(named(lambda: np.array([True, False]), "mask"), cases=[{}])
    message = judge(exercise, lambda: np.array([False, False])).message
    assert "at [0]: True is right, yours has False." in message
    assert "at [0]: True is right, yours has 2." in judge(exercise, lambda: [2, 0]).message
    exercise = Exercise(named(lambda: np.array([-0.0, 1]), "zero"), cases=[{}])
    message = judge(exercise, lambda: [15.0, 1]).message
    assert "should give [0., 1.]; yours" in message
    assert "0 is right, yours has 15." in message and "-0" not in message


def test_an_answer_that_calls_the_courses_version_is_open(monkeypatch):
    module = types.ModuleType("helpers.shapes")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    code = "def square(x):\n    return x * x\n\ndef area(x):\n    return square(x)"
    exec(compile(code, str(Path(errors.__file__).parent / "shapes.py"), "exec"), vars(module))
    exercises = [Exercise(f, cases=[dict(x=3)]) for f in (module.square, module.area)]
    verdict = judge(exercises[0], lambda x: module.square(x))
    assert (
        verdict.state == OPEN and "It calls shapes.square, the course's version" in verdict.message
    )
    assert judge(exercises[0], lambda x: module.area(x)).state == RIGHT  # it is another's matter
    assert judge(exercises[1], lambda x: module.square(x)).state == RIGHT
    assert judge(exercises[0], lambda x: module.square(x) + 1).state == WRONG
    assert module.square is exercises[0].solution


def test_a_list_in_the_place_of_an_array_is_right_and_handed_back_as_an_array(capsys):
    def halves(x):
        return x / 2, x + 1

    check = Checker([Exercise(halves, cases=[dict(x=np.array([1.0, 2.0]))])])
    mine = named(lambda x: ([v / 2 for v in x], x + 1), "halves")
    kept = check(mine)
    assert check.states == {"halves": "right"}
    assert "It gives a list." in capsys.readouterr().out
    assert kept(np.ones(3))[0].mean() == 0.5 and kept.__name__ == "halves"
    arrays = named(lambda x: [x / 2, x + 1], "halves")  # a list of two values is as good as a tuple
    assert check(arrays) is arrays
    assert "list" not in capsys.readouterr().out


def test_layers_are_shown_in_one_line_and_are_no_failed_numbers():
    layers = [(np.array([[0.17780938], [1.0]]), np.zeros(2)), (np.ones((1, 2)), np.zeros(1))]
    exercise = Exercise(named(lambda layers: layers, "same"), cases=[dict(layers=layers)])
    message = judge(exercise, lambda layers: layers[:1]).message
    assert "same(layers=[(np.array([[0.1778], [1. ]]), np.array([0., 0.]))" in message
    assert "yours gives [([[0.1778], [1. ]], [0., 0.])]." in message
    assert "cannot be read" not in message


def test_an_arrays_type_is_shown_where_it_is_not_the_usual_one():
    for kind, text in ((np.float32, "np.array([1.], dtype=np.float32)"), (float, "np.array([1.])")):
        exercise = Exercise(total, cases=[dict(x=np.ones(1, dtype=kind))])
        assert f"total(x={text}) should" in judge(exercise, lambda x: 0).message


def test_no_warning_comes_from_the_search_for_a_hint(recwarn):
    divides = (lambda x: np.log(x - x)[0], "No logarithm.")
    exercise = Exercise(total, cases=[dict(x=np.ones(3))], misconceptions=[divides])
    judge(exercise, lambda x: 0)
    assert not recwarn.list


def test_the_shape_of_one_value_among_several_is_named():
    exercise = Exercise(named(lambda x: (x, np.zeros(3)), "pair"), cases=[dict(x=2.0)])
    message = judge(exercise, lambda x: (x, np.zeros((1, 3)))).message
    assert "Value 2: An array of shape (3,) is expected; yours has shape (1, 3)." in message
    assert "Value" not in judge(exercise, lambda x: (x, np.ones(3))).message


def test_a_right_answer_that_takes_long_is_called_slow(monkeypatch):
    monkeypatch.setattr(exercise_module, "SLOW", 0.02)
    verdict = judge(EXERCISE, lambda w, h: (time.sleep(0.02), w * h)[1])
    assert verdict.state == RIGHT and "It is slow: 0 s for these cases." in verdict.message
    assert "slow" not in judge(EXERCISE, lambda w, h: w * h).message


def test_a_case_can_be_pasted_or_run(check):
    assert check(named(lambda w, h: 0)) is area
    assert area(**check.case) == 6
    message = judge(TOTAL, lambda x: 0).message
    assert "total(x=np.array([1., 1., 1.])) should give 3" in message
    many = Exercise(total, cases=[dict(x=np.ones(100))])
    assert "total(**check.case)" in judge(many, lambda x: 0).message


def test_whole_numbers_are_shown_as_such_and_one_case_as_one():
    exercise = Exercise(named(lambda x: [1, 0], "hot"), cases=[dict(x=1)])
    assert "should give [1, 0]; yours gives [0, 1]." in judge(exercise, lambda x: [0, 1]).message
    assert judge(exercise, lambda x: [1, 0]).message.startswith("The case agrees")


def test_what_was_not_judged_is_said():
    exercise = Exercise(named(lambda: 1, "one"), cases=[{}], unjudged="The style was not judged.")
    assert "The style was not judged." in judge(exercise, lambda: 1).message
    assert "style" not in judge(exercise, lambda: 2).message


def test_no_verdict_is_long():
    long = Exercise(named(lambda: 1, "one"), cases=[{}], explain=lambda *_: "line\n" * 50)
    for answer in (lambda: "x" * 3_000_000, lambda: 2, lambda: list(range(10_000))):
        for exercise in (long, Exercise(named(lambda: 1, "one"), cases=[{}])):
            message = judge(exercise, answer).message
            assert len(message.splitlines()) <= 12
            assert len(message) < 1500


def test_a_readers_print_is_seen_once(capsys):
    exercise = Exercise(total, cases=[dict(x=np.ones(3))], misconceptions=[(lambda x: 9, "nine")])
    judge(exercise, lambda x: print("here") or 0)
    assert capsys.readouterr().out == "here\n"


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        (lambda x: torch.tensor(x.sum()).backward(), "requires_grad=True"),
        (lambda x: x @ np.ones((2, 2)), "last axis of the first"),
        (lambda x: x + np.ones(2), "do not fit each other"),
        (lambda x: torch.softmax(torch.tensor([1, 2]), 0), "whole numbers"),
        (lambda x: 1 if x > 0 else 0, "where one number is meant"),
        (lambda x: math.tanh(x), "where one number is meant"),
        (lambda x: undefined_name, "misspelled"),  # noqa: F821
    ],
)
def test_a_librarys_own_error_comes_with_a_sentence(mistake, words):
    verdict = judge(TOTAL, mistake)
    assert verdict.state == "not yet"
    assert words in verdict.message


def test_a_librarys_notimplementederror_is_not_an_open_exercise():
    class Net(torch.nn.Module):
        def foward(self, x):
            return x

    for answer in (
        lambda x: torch.nn.ModuleList()(torch.tensor(x)),
        lambda x: Net()(torch.tensor(x)),
        lambda x: torch.nn.functional.mse_loss(torch.tensor([1]), torch.tensor([2])),
    ):
        assert judge(TOTAL, answer).state == "not yet"


def test_a_comma_after_the_value_is_named():
    message = judge(EXERCISE, lambda w, h: (w * h,)).message
    assert "yours gives (6,)." in message
    assert "is there a comma" in message


def test_judgement_by_what_an_answer_does():
    exercise = Exercise(
        named(lambda: 4.0, "root_of_16"),
        cases=[{}],
        agree=lambda answer, _: np.isclose(answer**2, 16),
        explain=lambda case, answer, _: f"{answer} squared is {answer**2}.",
    )
    assert judge(exercise, lambda: -4).state == "right"
    assert "5 squared is 25." in judge(exercise, lambda: 5).message


def test_an_exercise_is_found_by_the_name_of_its_function_or_of_the_result(check):
    area = check(lambda w, h: w * h)  # fmt: skip
    assert check.states == {"area": "right"}
    area = check(functools.partial(lambda k, w, h: k * w * h, 2))
    assert check.states == {"area": "not yet"}
    assert area(2, 3) == 6  # the course's version stands in


def test_what_is_no_function_gets_a_word_and_a_stand_in(check):
    for thing in (6.0, None, "area", nn.Linear(1, 1).weight, [[1], [1, 2]]):
        area = check(thing)
        assert area(2, 3) == 6
        assert "Check the function itself" in judge(EXERCISE, thing).message


def test_what_belongs_to_no_exercise_comes_back_with_the_names_that_exist(check, capsys):
    other = named(lambda: 0, "volume")
    volume = check(other)
    assert volume is other
    assert "check() knows these functions by name: area." in capsys.readouterr().out


def test_agree_compares_tuples_nan_and_shapes():
    assert agree((1, [2.0, 3.0], True), (1.0, np.array([2.0, 3.0]), 1))
    assert agree(float("nan"), np.nan)
    assert not agree((1, 2), (1, 2, 3))
    assert not agree(np.ones((2, 1)), np.ones(2))
    assert not agree("6", (6,))


def test_show_value_is_short():
    assert show_value((1.23456789, True, None)) == "(1.23457, True, None)"
    assert len(show_value(np.arange(1000.0))) < 60


def repaired(values):
    return [sum(values[: n + 1]) for n in range(len(values))]


HUNT = Exercise(
    named(repaired, "running_sum"),
    cases=[dict(values=[1, 2, 3]), dict(values=[])],
    misconceptions=[(lambda values: [sum(values)] * len(values), "That is the whole sum.")],
    broken=lambda values: [sum(values[:n]) for n in range(len(values))],
    symptom="the last value is never counted.",
)


def test_the_hint_of_one_slip_is_found_beside_another_that_gives_no_number():
    def rate(seconds):
        return 1 / seconds if seconds > 0 else 0.0

    exercise = Exercise(
        rate,
        cases=[dict(seconds=2.0), dict(seconds=0.5), dict(seconds=0.0)],
        misconceptions=[
            (lambda s: 1000 / s if s > 0 else 0.0, "These are seconds."),
            (lambda s: s, "Rate and time are inverse."),
        ],
    )

    def inverse(unit):
        return lambda seconds: unit / np.float64(seconds)

    with np.errstate(divide="ignore"):
        assert "Hint: These are seconds." in judge(exercise, lambda s: 1000 / s).message
        assert "Hint: These are seconds." in judge(exercise, inverse(1000)).message
        for unit in (1, 7):  # 1 is right wherever a number comes
            assert "Hint: " not in judge(exercise, inverse(unit)).message


def test_a_hunt_is_open_until_its_code_does_something_else():
    def as_given(values):
        return [sum(values[:n]) for n in range(len(values))]

    verdict = judge(HUNT, as_given)
    assert verdict.state == OPEN
    assert "The bug is still in: the last value is never counted." in verdict.message
    assert judge(HUNT, lambda values: [sum(values)] * len(values)).state == WRONG
    assert judge(HUNT, lambda values: values[::-1]).state == WRONG
    assert judge(HUNT, lambda values: np.cumsum(values)).state == RIGHT


class Counter:
    def __init__(self):
        self.total = 0

    def add(self, n):
        self.total += n


class Forgetful(Counter):
    def add(self, n):
        self.total = n


def count(kind, numbers):
    counter = kind()
    for number in numbers:
        counter.add(number)
    return counter.total


def test_an_answer_may_be_a_class_that_something_is_built_from():
    exercise = Exercise(
        Counter,
        cases=[dict(numbers=[1, 2, 3])],
        misconceptions=[(Forgetful, "= replaces, += adds.")],
        run=count,
    )

    class Mine(Counter):
        def add(self, n):
            self.total -= -n

    class Broken(Counter):
        def add(self, n):
            self.sum += n

    assert judge(exercise, Mine).state == RIGHT
    assert "Hint: = replaces" in judge(exercise, Forgetful).message
    message = judge(exercise, Broken).message
    assert "has no attribute 'sum'" in message
    assert "of add: self.sum += n" in message
    assert "of count:" in message  # a test's; a room's own lines are not shown


def test_frames_of_the_course_and_of_libraries_are_not_shown():
    def mine(width, height):
        return np.linalg.inv(np.ones((2, 3)))

    message = judge(EXERCISE, mine).message
    assert [line[:5] for line in message.splitlines()].count("line ") == 1
    assert "of mine: return np.linalg.inv" in message


def test_steps_of_a_build_are_numbered(capsys):
    steps = [
        Exercise(named(lambda x: x, name), cases=[dict(x=1)], build="A machine")
        for name in ("first", "second")
    ]
    check = Checker([EXERCISE, *steps])
    check(named(lambda x: x, "second"))
    assert "A machine, step 2 of 2, second: right" in capsys.readouterr().out
    check.summary()
    summary = capsys.readouterr().out
    assert "A machine, step 1 of 2, first: open" in summary
    assert "area: open" in summary
