"""An exercise as it is graded, and the mark for what an answer gave."""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from classroom.fresh import fresh_cases
from helpers.exercise import OPEN, RIGHT, Exercise, find_hint, judge
from helpers.trial import Trial, Trials

WRONG, DID_NOT_RUN, LOOK = "wrong", "did not run", "look at it"
LEAST_SECONDS, TIMES_OURS = 4.0, 10.0  # an answer's time: at least, and times the course's own


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


@dataclass(frozen=True)
class Sitting:
    """What came of one answer: a trial for each case that it reached, and why it reached no more.

    It took `seconds` of computing.
    """

    trials: list[Trial]
    why: str = ""
    has_walls: bool = False
    seconds: float = 0.0


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

    def __init__(
        self, exercise: Exercise, seed: int, answers: Sequence, handed_out: str = ""
    ) -> None:
        self.handed_out = handed_out  # the code of a hunt
        given = {item.name: getattr(exercise, item.name) for item in fields(Exercise)}
        self.exercise = exercise
        self.fixed = OnRecord(**given)
        drawn = fresh_cases(exercise, answers, seed)
        self.fresh = OnRecord(**{**given, "cases": drawn, "misconceptions": (), "broken": None})
        begin = time.process_time()
        for trials in (self.fixed.wanted, self.fresh.wanted):
            list(trials)  # each is tried when it is asked for
        own = time.process_time() - begin
        self.seconds = max(LEAST_SECONDS, TIMES_OURS * own)

    @cached_property
    def cases(self) -> list[dict]:
        return [*self.fixed.cases, *self.fresh.cases]

    def forget(self) -> None:
        """Forget right and wrong answers, where a student's code could look for them."""
        for held in (self.exercise, self.fixed, self.fresh):
            object.__setattr__(held, "misconceptions", ())
            for made in ("wanted", "mistakes", "unrepaired"):
                vars(held).pop(made, None)

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
