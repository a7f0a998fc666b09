"""Every exercise of every notebook: wrong answers are caught, right ones are not."""

import ast
import functools
import math
import re
import sys

import numpy as np
import pytest
import torch
from torch import nn

import build
import course
from helpers.errors import IN_WORDS
from helpers.exercise import OPEN, RIGHT, WRONG, Checker, Verdict, judge
from helpers.values import agree
from mutants import mutants

ROOMS = course.rooms()
EXERCISES = [
    pytest.param(name, exercise, id=f"{name}-{exercise.name}")
    for name, room in ROOMS.items()
    for exercise in course.checker(room).exercises
]


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_course_solution_is_right(name, exercise):
    assert judge(exercise, course.namespace(name)[exercise.name]).state == RIGHT


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_stub_counts_as_open(name, exercise):
    def stub(*_):
        raise NotImplementedError

    assert judge(exercise, stub).state == OPEN
    assert judge(exercise, lambda *_: ...).state == OPEN
    assert judge(exercise, exercise.solution).state == OPEN


def test_a_hunt_gives_the_reader_the_bug_that_its_exercise_knows():
    for name, room in ROOMS.items():
        for exercise in course.checker(room).exercises:
            cells = course.code_cells(build.read_source(name))
            checked = rf"^{exercise.name} = check\("
            (cell,) = [cell for cell in cells if re.search(checked, cell.source, re.M)]
            given = build.as_given(cell.source)
            assert (given != cell.source) == bool(exercise.broken)
            if exercise.broken:
                names = course.namespace(name) | {"check": lambda answer: answer}
                course.define(ast.parse(given), names)
                assert judge(exercise, names[exercise.name]).state == OPEN
                assert judge(exercise, exercise.broken).state == OPEN


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_each_misconception_gets_its_hint(name, exercise):
    assert exercise.misconceptions
    for wrong, hint in exercise.misconceptions:
        verdict = judge(exercise, wrong)
        assert verdict.state == WRONG, hint
        assert f"Hint: {hint}" in verdict.message


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_equivalent_answers_are_right(name, exercise):
    answers = course.right_answers(ROOMS[name])[exercise.name]
    assert len(answers) >= 2, f"tests/{ROOMS[name]}/answers.py needs two for {exercise.name}"
    for answer in answers:
        verdict = judge(exercise, answer)
        assert verdict.state == RIGHT, verdict.message


@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_mistakes_are_caught_and_most_get_a_hint(name, exercise):
    """What learners might write, gathered from the text alone: never right, and mostly understood."""
    found = course.mistakes(ROOMS[name])[exercise.name]
    verdicts = {mistake.__name__: judge(exercise, mistake) for mistake in found}
    assert len(verdicts) >= 8
    assert [wrong for wrong, verdict in verdicts.items() if verdict.state != WRONG] == []
    silent = [wrong for wrong, verdict in verdicts.items() if not is_explained(verdict)]
    assert len(silent) <= len(verdicts) / 4, silent


def is_explained(verdict: Verdict) -> bool:
    """Say whether a verdict names the mistake, beyond the numbers that differ."""
    words = ("Hint: ", "but it changed the argument", "comma at the end", "ended without return")
    words += ("values are expected", "is expected; yours", *IN_WORDS.values())
    return any(text in verdict.message for text in words)


def test_every_lesson_has_a_room_with_exercises():
    assert [name for name in course.NAMES if not name.startswith("00")] == list(ROOMS)


ODD = [
    *(None, True, 0, -1, 10**400, math.nan, math.inf, 1j, "", "1", b"1", ..., NotImplemented),
    *([], [[]], [1, [2]], [None], (), (1,), ((1, 2), 3), {}, {"a": 1}, {1}, frozenset(), range(3)),
    *(float, len, print, ValueError, ValueError("no"), object(), math, iter([1]), slice(1)),
    *(np.array(None), np.array("text"), np.array([1, "a"], dtype=object), np.zeros(0), np.nan),
    *(np.zeros((0, 3)), np.zeros((2, 0)), np.ones((1, 1, 1, 1)), np.float16(1), np.int8(-1)),
    *(np.datetime64("2026-01-01"), np.ma.masked, np.array([1 + 1j]), np.array(1.0)[None]),
    *(torch.tensor(1.0), torch.zeros(0), torch.ones(2, 3, 4), torch.ones(2, dtype=torch.bfloat16)),
    *(
        torch.tensor([True]),
        torch.ones(2, device="meta"),
        torch.ones(2).to_sparse(),
        torch.tensor(1j),
    ),
    *(nn.Parameter(torch.ones(2)), nn.Linear(2, 2), nn.ReLU, torch.Generator(), torch.float32),
]
ODD_CALLS = [
    *(lambda *_, odd=odd: odd for odd in ODD),
    *(lambda *given, odd=odd: (odd, odd) for odd in ODD[::4]),
    *(lambda *given, odd=odd: [odd] * 3 for odd in ODD[1::4]),
    lambda: 0,
    lambda *given: given,
    lambda *given: given[0],
    lambda *given: given[::-1],
    lambda *given: (number for number in given),
    lambda *given: given.missing,
    lambda *given: given[99],
    lambda *given: sys.exit(),
    lambda *given: exec("raise SystemExit"),
    lambda *given: 1 / 0,
    lambda *given: torch.ones(2) @ torch.ones(3),
    lambda *given: nn.ModuleList()(1),
    type("Callable", (), {"__call__": lambda self, *given: 1})(),
    type("Liar", (), {"__array__": lambda self, *_, **__: 1 / 0, "__len__": lambda self: 3}),
    functools.partial(max, 1),
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "exercise"), EXERCISES)
def test_nothing_odd_is_right_and_nothing_raises(name, exercise):
    """Whatever is handed to `check`: a short verdict, and something that stands in."""
    assert len(ODD) + len(ODD_CALLS) > 150
    for odd in [*ODD, *ODD_CALLS]:
        check = Checker([exercise])
        check(odd)  # by no name: nothing is judged, and nothing raises
        verdict = judge(exercise, odd)
        if verdict.state == RIGHT:
            # A constant or an argument may be all that is asked; then the course says so, too.
            assert all(agree(odd(*c.values()), exercise.solution(**c)) for c in exercise.cases), odd
        assert len(verdict.message.splitlines()) <= 12
        assert len(verdict.message) < 3000, verdict.message


@pytest.mark.parametrize("name", ROOMS)
def test_notebook_has_the_exercises_of_its_room(name):
    names = [exercise.name for exercise in course.checker(ROOMS[name]).exercises]
    assert list(course.exercise_cells(name)) == names  # the summary is in the notebook's order
    assert len(names) >= 4


@pytest.mark.parametrize("name", ROOMS)
def test_mutants_are_caught(name):
    by_name = {exercise.name: exercise for exercise in course.checker(ROOMS[name]).exercises}
    survivors, num_mutants = [], 0
    solved = course.namespace(name)
    for exercise_name, function in course.exercise_cells(name).items():
        for description, mutant in mutants(function):
            names = dict(solved)
            course.define(ast.Module([mutant], []), names)
            num_mutants += 1
            # What runs for ever is stopped, and counts as caught.
            if judge(by_name[exercise_name], names[exercise_name], 3).state == RIGHT:
                survivors.append(f"{exercise_name}: {description}")
    assert num_mutants >= 20
    caught = 1 - len(survivors) / num_mutants
    assert caught >= 0.95, f"{caught:.1%} of {num_mutants} caught; alive:\n" + "\n".join(survivors)
