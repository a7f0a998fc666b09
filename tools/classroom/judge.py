"""Judges what was handed in: each exercise of a notebook anew, from its code alone."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from classroom import slices
from classroom.fresh import fresh_cases, right_answers
from classroom.proctor import KILLED, Sitting, sit
from classroom.rooms import exercises, import_all, rooms
from helpers.exercise import OPEN, RIGHT, Exercise, find_hint, judge
from helpers.trial import Trial, Trials

WRONG, DID_NOT_RUN, LOOK = "wrong", "did not run", "look at it"
LEAST_SECONDS, TIMES_OURS = 4.0, 10.0  # an answer's time: at least, and times the course's own
NOTEBOOK_SECONDS = 40.0  # of computing, after which the rest of a notebook does not run


@dataclass(frozen=True)
class Mark:
    """How one exercise stands: right, wrong, open, did not run, or to be looked at; and why.

    `is_known` if the reason is a misconception that the exercise knows.
    """

    state: str
    why: str = ""
    is_known: bool = False

    def __str__(self) -> str:
        return f"{self.state}: {self.why}" if self.why else self.state


class Recorded:
    """An answer that ran elsewhere: what it gave on every case."""

    def __init__(self, cases: Sequence[dict], trials: Sequence[Trial], why: str) -> None:
        missing = Trial(error=TimeoutError(why))
        self.trials = {
            id(case): trials[number] if number < len(trials) else missing
            for number, case in enumerate(cases)
        }

    def __call__(self, *_: Any) -> None:
        raise TypeError("An answer on record cannot be called.")


class RecordedTrials(Trials):
    """The trials of a recorded answer: nothing is run."""

    def __init__(self, answer: Recorded, cases: Sequence[dict]) -> None:
        super().__init__(answer, cases)
        self._recorded = [answer.trials[id(case)] for case in cases]

    def __getitem__(self, number: Any) -> Any:
        return self._recorded[number]


@dataclass(frozen=True)
class OnRecord(Exercise):
    """An exercise that takes an answer's trials from the record."""

    def trials(self, answer: Any, *within: Any) -> Trials:
        if isinstance(answer, Recorded):
            return RecordedTrials(answer, self.cases)
        return super().trials(answer, *within)


class Paper:
    """One exercise as it is graded: the notebook's cases, fresh ones, and the time that it gets."""

    def __init__(self, exercise: Exercise, seed: int, answers: Sequence) -> None:
        given = {item.name: getattr(exercise, item.name) for item in fields(Exercise)}
        self.exercise = exercise
        self.fixed = OnRecord(**given)
        self.fresh = OnRecord(**{**given, "cases": fresh_cases(exercise, answers, seed)})
        begin = time.process_time()
        for trials in (self.fixed.wanted, self.fresh.wanted):
            list(trials)  # each is tried when it is asked for
        own = time.process_time() - begin
        self.seconds = max(LEAST_SECONDS, TIMES_OURS * own)

    @cached_property
    def cases(self) -> list[dict]:
        return [*self.fixed.cases, *self.fresh.cases]

    def mark(self, sitting: Sitting) -> Mark:
        """Judge what an answer gave."""
        if sitting.trials and type(sitting.trials[0].error).__name__ == "Undefined":
            return Mark(DID_NOT_RUN, str(sitting.trials[0].error))
        answer = Recorded(self.cases, sitting.trials, sitting.why)
        verdict = judge(self.fixed, answer)
        if verdict.state == OPEN:
            return Mark(OPEN)
        if verdict.state == RIGHT:
            return self._on_fresh_cases(answer, sitting)
        trial = answer.trials[id(verdict.case)]
        if trial.error is not None and (why := _why_it_did_not_run(trial.error, sitting)):
            return Mark(*why)
        told = re.search(r"^Hint: (.*)$", verdict.message, re.M)
        hint = told[1] if told else find_hint(self.fixed, self.fixed.trials(answer))
        hint = hint or self._hint_of_error(answer)
        return Mark(WRONG, hint or _first(verdict.message), hint is not None)

    def _hint_of_error(self, answer: Recorded) -> str | None:
        """Return the hint of a misconception that raises the same on every case, in so many words.

        A class of error that an exercise made for itself comes over the wire as another of its name.
        """
        found = [_error(answer.trials[id(case)]) for case in self.fixed.cases]
        if not all(found):
            return None
        mistakes = self.fixed.mistakes
        return next((hint for wrongs, hint in mistakes if [*map(_error, wrongs)] == found), None)

    def _on_fresh_cases(self, answer: Recorded, sitting: Sitting) -> Mark:
        verdict = judge(self.fresh, answer) if self.fresh.cases else None
        if verdict is None or verdict.state == RIGHT:
            return Mark(RIGHT)
        trial = answer.trials[id(verdict.case)] if verdict.case else Trial()
        told = "right on the notebook's cases, not on others"
        if isinstance(trial.error, TimeoutError):
            return Mark(LOOK, f"{told}: {sitting.why}")
        return Mark(LOOK, f"{told}: {_first(verdict.message)}")


def _why_it_did_not_run(error: BaseException, sitting: Sitting) -> tuple[str, str] | None:
    kind, text = type(error).__name__, str(error)
    if isinstance(error, TimeoutError) and text == sitting.why:
        return DID_NOT_RUN, text
    if isinstance(error, MemoryError) or "allocate memory" in text:
        return DID_NOT_RUN, "it wanted more memory than there is for an answer"
    if kind == "NotSeated":
        return DID_NOT_RUN, f"grading failed, look at it: {text}"
    if kind == "CoursesOwn":
        return WRONG, text
    if kind == "Refused":
        return WRONG, f"it asked for what is out of its reach: {text}"
    return None


def _error(trial: Trial) -> tuple[str, str] | None:
    return None if trial.error is None else (type(trial.error).__name__, str(trial.error))


def _first(message: str) -> str:
    return message.splitlines()[0][:200]


def papers(name: str, seed: int) -> list[Paper]:
    """Return a notebook's exercises, ready to be graded; their fresh cases depend on the seed."""
    import_all()
    answers = right_answers(rooms()[name])
    return [Paper(item, seed, answers.get(item.name, ())) for item in exercises(name)]


@dataclass(frozen=True)
class Graded:
    """A notebook's marks by exercise, the seconds that they took, and whether walls were complete."""

    marks: dict[str, Mark]
    seconds: float
    has_namespaces: bool = True


def grade(path: Path, given: Sequence[Paper], hidden: Sequence[Path] = ()) -> Graded:
    """Grade a notebook that was handed in. Whatever stands in it, this returns its marks."""
    begin = time.perf_counter()
    try:
        notebook = slices.read(path)
    except (slices.Unreadable, OSError) as error:
        return Graded({p.exercise.name: Mark(DID_NOT_RUN, str(error)) for p in given}, 0.0)
    names = frozenset(paper.exercise.name for paper in given)
    by_name = {paper.exercise.name: paper.exercise for paper in given}
    marks: dict[str, Mark] = {}
    walls, left = True, NOTEBOOK_SECONDS

    def stand_in(which: str, answer: Any) -> Any:
        is_right = which in marks and marks[which].state == RIGHT
        return answer if is_right else by_name[which].solution

    for paper in given:
        name = paper.exercise.name
        code = _code(notebook, name, names)
        if isinstance(code, Mark):
            marks[name] = code
        elif left < 1:
            marks[name] = Mark(DID_NOT_RUN, f"the notebook's {NOTEBOOK_SECONDS:.0f} s were used up")
        else:
            seconds = min(paper.seconds, left)
            sitting = sit(paper.exercise, code, paper.cases, stand_in, seconds, hidden)
            if sitting.why == KILLED:  # perhaps the machine's fault, not theirs
                sitting = sit(paper.exercise, code, paper.cases, stand_in, seconds, hidden)
            walls &= sitting.has_namespaces
            left -= sitting.seconds
            marks[name] = paper.mark(sitting)
    return Graded(marks, time.perf_counter() - begin, walls)


def _code(notebook: slices.Notebook, name: str, names: frozenset[str]) -> list | Mark:
    """Return the code that defines an exercise, or its mark where there is none to run."""
    if why := notebook.error_in(name):
        return Mark(DID_NOT_RUN, why)
    try:
        return notebook.code_of(name, names) or Mark(OPEN, "no cell defines it")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return Mark(DID_NOT_RUN, f"{type(error).__name__}: {error}")
