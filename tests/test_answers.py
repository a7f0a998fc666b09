"""Every exercise of every notebook: wrong answers are caught, right ones are not."""

import ast
import signal

import pytest

import course
from helpers.exercise import OPEN, RIGHT, WRONG, judge
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


@pytest.mark.parametrize("name", ROOMS)
def test_notebook_has_the_exercises_of_its_room(name):
    names = {exercise.name for exercise in course.checker(ROOMS[name]).exercises}
    assert set(course.exercise_cells(name)) == names
    assert len(names) >= 4


@pytest.mark.parametrize("name", ROOMS)
def test_mutants_are_caught(name):
    by_name = {exercise.name: exercise for exercise in course.checker(ROOMS[name]).exercises}
    survivors, num_mutants = [], 0
    for exercise_name, function in course.exercise_cells(name).items():
        for description, mutant in mutants(function):
            names = course.namespace(name)
            course.define(ast.Module([mutant], []), names)
            num_mutants += 1
            if _judge_in_time(by_name[exercise_name], names[exercise_name]) == RIGHT:
                survivors.append(f"{exercise_name}: {description}")
    assert num_mutants >= 20
    caught = 1 - len(survivors) / num_mutants
    assert caught >= 0.95, f"{caught:.1%} of {num_mutants} caught; alive:\n" + "\n".join(survivors)


def _judge_in_time(exercise, function, seconds=5):
    """Judge a mutant; one that runs for ever counts as caught."""

    def stop(*_):
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        return judge(exercise, function).state
    finally:
        signal.alarm(0)
