"""Self-checking exercises: `lif_step = check(lif_step)` answers at once and never stops the run.

The reader's function is tried on every case and compared with the course's own. Whatever it does,
the course's function comes back unless the reader's is right, so that the cells below always work.
A misconception is written as the wrong function it leads to: an answer that agrees with it on the
cases gets its hint.
"""

import contextlib
import functools
import html
import inspect
import io
import linecache
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from IPython.display import display

from helpers import progress
from helpers.errors import in_words, is_readers, where
from helpers.hints import find_hint
from helpers.pictures import BLUE, GREEN, RED
from helpers.progress import RIGHT
from helpers.time_limit import TimeLimit, TookTooLong
from helpers.trial import Trial, Trials, call
from helpers.values import (
    agree,
    as_array,
    as_tuple,
    first_difference,
    has_lists,
    show_argument,
    show_value,
    with_arrays,
)

OPEN, WRONG = "open", "not yet"
STANDS_IN = "The course's version stands in, so everything below works."
NOT_ATTEMPTED = (
    f"Not attempted yet. {STANDS_IN} "
    "Replace every line that raises NotImplementedError and run this cell again."
)
LISTED = "It gives a list. The cells below go on with an array, so check has put np.array(...) around it."
_COLORS = {OPEN: BLUE, WRONG: RED, RIGHT: GREEN}
_MOST_LINES = 12
# A check of the course takes at most 4 s on two busy cores. A reader's loop may take its time where
# ours has taken some; what takes longer than both together has no end, as far as one can tell.
PATIENCE, SLOWER = 20.0, 10.0  # seconds, and times the seconds of the course's version
SLOW = 5.0  # seconds after which a right answer is called slow


@dataclass(frozen=True)
class Exercise:
    """One function for the reader to complete.

    `solution` is the course's own version; its name is the exercise's. `cases` are keyword
    arguments in the order of the signature. `misconceptions` are pairs: the wrong function that one
    leads to, and the hint that helps. `agree(answer, expected)` decides whether an answer
    is right. Where several answers are (weights, say), give your own `agree`, which judges what
    the answer does; `alike(answer, wrong)`, which says whether it makes the same mistake as a
    misconception's; and `explain(case, answer, expected)`, which says what the answer does.
    `unjudged` says what no program can judge: it stands under a right answer. `minutes` is how long a
    second-year student needs.

    `run(answer, *arguments)` is what is done with an answer that is no function to call: a class,
    say, from which something is built; `called(case)` then says in words what was done with it in a
    case. `build` names what several exercises in a row build together:
    each is then one of its steps. In a hunt the reader is given code that runs and is wrong:
    `broken` is that code, and `symptom` what one sees of it, which must not name the bug.

    Grading tries an answer on cases that no reader has seen: the exercise's own with other numbers.
    Where that makes no case, as with objects or formulas, `fresh(rng)` draws one.
    """

    solution: Callable
    cases: Sequence[dict]
    misconceptions: Sequence[tuple[Callable, str]] = ()
    agree: Callable[[Any, Any], bool] = agree
    alike: Callable[[Any, Any], bool] = agree
    explain: Callable[[dict, Any, Any], str] | None = None
    unjudged: str = ""
    minutes: float = 5.0
    run: Callable[..., Any] = call
    called: Callable[[dict], str] | None = None
    build: str = ""
    broken: Callable | None = None
    symptom: str = ""
    fresh: Callable[[np.random.Generator], dict] | None = None

    @property
    def name(self) -> str:
        return self.solution.__name__

    @cached_property
    def wanted(self) -> Sequence[Trial]:
        """What the course's version does on every case."""
        return self.trials(self.solution)

    @cached_property
    def mistakes(self) -> list[tuple[Sequence[Trial], str]]:
        """What each misconception leads to on every case, and its hint."""
        return [(self.trials(wrong), hint) for wrong, hint in self.misconceptions]

    @cached_property
    def unrepaired(self) -> Sequence[Trial]:
        """In a hunt, what the code that the reader was given does on every case; else nothing."""
        return self.trials(self.broken) if self.broken else []

    def trials(self, answer: Any, within: Callable[..., Any] = call) -> Trials:
        """Return what an answer does on every case, which is tried when it is asked for."""
        return Trials(answer, self.cases, self.run, within)

    def is_like(
        self, trials: Trials, wrongs: Sequence[Trial], numbers: Sequence[int] | None = None
    ) -> bool:
        """Say whether two answers make the same mistakes, on all cases or those of these numbers."""
        numbers = range(len(self.cases)) if numbers is None else numbers
        return all(self._alike(trials, trials[number], wrongs[number]) for number in numbers)

    def _alike(self, trials: Trials, found: Trial, wrong: Trial) -> bool:
        if found.error is not None or wrong.error is not None:
            return type(found.error) is type(wrong.error)
        return trials.hold(self.alike, found.answer, wrong.answer)


@dataclass(frozen=True)
class Verdict:
    """How an answer stands, why, and the case that shows it, if one does.

    `has_lists` if a right answer has a list where the cells below go on with an array.
    """

    state: str
    message: str
    case: dict | None = None
    has_lists: bool = False


@dataclass
class Checker:
    """Checks the exercises of one notebook, and remembers how they stand.

    `case` holds the arguments on which the last answer failed: `lif_step(**check.case)` runs it.
    """

    exercises: Sequence[Exercise]
    states: dict[str, str] = field(default_factory=dict)
    case: dict = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name = {exercise.name: exercise for exercise in self.exercises}
        self.states.update(dict.fromkeys(self._by_name, OPEN))

    def __call__(self, function: Any) -> Any:
        """Check `function`, show the verdict, and return it if right, else the course's version.

        Which exercise it is, its name says, or the name that the calling line gives the result.
        What belongs to no exercise comes back as it is, with a word.
        """
        name = next(filter(self._by_name.__contains__, _names(function, sys._getframe(1))), None)
        if name is None:
            known = ", ".join(self._by_name)
            _show("No exercise", f"check() knows these functions by name: {known}.", RED)
            return function
        exercise = self._by_name[name]
        verdict = judge(exercise, function)
        self.states[name], self.case = verdict.state, verdict.case or {}
        progress.record(progress.room_of(self), "exercise", name, verdict.state)
        _show(f"{self._titled(exercise)}: {verdict.state}", verdict.message, _COLORS[verdict.state])
        if verdict.state != RIGHT:
            return exercise.solution
        return _with_arrays(function, exercise) if verdict.has_lists else function

    def _titled(self, exercise: Exercise) -> str:
        steps = [other.name for other in self.exercises if other.build == exercise.build]
        if not exercise.build:
            return exercise.name
        number = steps.index(exercise.name) + 1
        return f"{exercise.build}, step {number} of {len(steps)}, {exercise.name}"

    def summary(self) -> None:
        """Show how every exercise of the notebook stands."""
        num_right = sum(state == RIGHT for state in self.states.values())
        title = f"{num_right} of {len(self.states)} exercises right"
        lines = [
            f"{self._titled(self._by_name[name])}: {state}" for name, state in self.states.items()
        ]
        _show(title, "\n".join(lines), GREEN if num_right == len(self.states) else BLUE)


def _with_arrays(function: Callable, exercise: Exercise) -> Callable:
    """Return a reader's function that gives arrays in the place of lists, as the course's does."""
    expected = exercise.wanted[0].answer

    @functools.wraps(function)
    def with_arrays_of_it(*args: Any, **kwargs: Any) -> Any:
        return with_arrays(function(*args, **kwargs), expected)

    return with_arrays_of_it


def _names(function: Any, frame: Any) -> list[str]:
    """Return the names that a function goes by: its own, and that of `name = check(...)`."""
    line = linecache.getline(frame.f_code.co_filename, frame.f_lineno)
    assigned = re.match(r"\s*(\w+)\s*=\s*check\(", line)
    own = getattr(function, "__name__", None)
    return [str(own), assigned[1] if assigned else ""]


def judge(exercise: Exercise, function: Any, patience: float = PATIENCE) -> Verdict:
    """Compare `function` with the course's solution on every case. It never raises.

    After `patience` seconds, and more where the course's version is slow, it is stopped.
    """
    if function is exercise.solution:
        return Verdict(OPEN, "This is the course's version. Define your own and check it.")
    if not callable(function):
        call = f"{exercise.name} = check({exercise.name})"
        text = f"This is no function: {show_value(function)}\nCheck the function itself: {call}"
        return Verdict(WRONG, f"{text}\n{STANDS_IN}")
    with _watched(exercise.solution) as calls, TimeLimit(patience) as limit:
        verdict = _compare(exercise, exercise.trials(function, limit.call), limit)
    if verdict.state == RIGHT and calls:
        text = f"It calls {calls[0]}, the course's version: write your own."
        return Verdict(OPEN, f"{text}\n{STANDS_IN}")
    return verdict


@contextlib.contextmanager
def _watched(solution: Callable) -> Iterator[list[str]]:
    """Collect the calls of the course's version, by its place in its module, that a reader's code makes."""
    module, name = sys.modules[solution.__module__], solution.__name__
    calls: list[str] = []
    if not inspect.isfunction(solution) or getattr(module, name, None) is not solution:
        yield calls
        return

    @functools.wraps(solution)
    def watched(*args: Any, **kwargs: Any) -> Any:
        if is_readers(sys._getframe(1).f_code.co_filename):
            calls.append(f"{module.__name__.split('.')[-1]}.{name}")
        return solution(*args, **kwargs)

    setattr(module, name, watched)
    try:
        yield calls
    finally:
        setattr(module, name, solution)


def _compare(exercise: Exercise, trials: Trials, limit: TimeLimit) -> Verdict:
    left: dict[str, None] = {}
    for number, case in enumerate(exercise.cases):
        wanted = exercise.wanted[number]
        limit.seconds += SLOWER * wanted.seconds
        try:
            found = trials[number]
            lines = [] if _is_open(found) else _complaint(exercise, trials, case, found, wanted)
        except TookTooLong as error:
            return Verdict(WRONG, "\n".join(_too_long(exercise, case, limit, error)), case)
        left |= dict.fromkeys(found.left)
        if _is_open(found):
            return Verdict(OPEN, NOT_ATTEMPTED)
        if lines and exercise.broken and _search(exercise.is_like, trials, exercise.unrepaired):
            return Verdict(OPEN, f"The bug is still in: {exercise.symptom}\n{STANDS_IN}")
        if lines:
            return Verdict(WRONG, "\n".join([*lines, STANDS_IN]), case)
    num_cases = len(exercise.cases)
    text = "The case agrees" if num_cases == 1 else f"All {num_cases} cases agree"
    lists = exercise.run is call and any(map(_has_lists, trials, exercise.wanted))
    lines = [
        f"{text} with the course's version.",
        LISTED if lists else "",
        _slow(trials, exercise.wanted),
        exercise.unjudged,
        *map(_put_back, left),
    ]
    return Verdict(RIGHT, "\n".join(filter(None, lines)), has_lists=lists)


def _slow(found: Sequence[Trial], wanted: Sequence[Trial]) -> str:
    """Return a word to who waits for an answer that is right, or nothing."""
    yours, ours = (sum(trial.seconds for trial in trials) for trials in (found, wanted))
    if yours < SLOW or yours < SLOWER * ours:
        return ""
    return f"It is slow: {yours:.0f} s for these cases. The course's version takes {ours:.2g} s."


def _has_lists(found: Trial, wanted: Trial) -> bool:
    return has_lists(found.answer, wanted.answer)


def _is_open(trial: Trial) -> bool:
    # A library's own NotImplementedError has a message: it is an error like any other.
    return trial.answer is Ellipsis or (
        isinstance(trial.error, NotImplementedError) and not trial.error.args
    )


def _too_long(exercise: Exercise, case: dict, limit: TimeLimit, error: TookTooLong) -> list[str]:
    return [
        f"Your code took longer than {limit.seconds:.0f} seconds and was stopped: does its loop end?",
        *where(error)[-5:],
        _called_as(exercise, case),
        STANDS_IN,
    ]


def _search(find: Callable, *given: Any) -> Any:
    """Look for what an answer resembles: in silence, and in vain where it does not end."""
    # A warning would name the course's own file, where a known mistake was tried.
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return find(*given)
        except TookTooLong:
            return None


def _put_back(setting: str) -> str:
    return f"It changed {setting} for all cells to come. That has been put back."


def _complaint(
    exercise: Exercise, trials: Trials, case: dict, found: Trial, wanted: Trial
) -> list[str]:
    """Return what is wrong with one trial, line by line, or nothing."""
    if isinstance(found.error, KeyboardInterrupt):
        return ["You stopped your code: does a loop never end?"]
    if found.error is not None:
        return _explain_error(exercise, trials, case, found.error)
    if not trials.hold(exercise.agree, found.answer, wanted.answer):
        return _explain_wrong(exercise, trials, case, found.answer, wanted.answer)
    harmed = [name for name in found.changed if name not in wanted.changed]
    if harmed:
        return [
            f"The answer is right, but it changed {_join_names(harmed)}.",
            "Whoever called it goes on with changed values. Make new ones instead of changing those "
            "you were given: x = x + 1, not x += 1 or x[0] = ...",
        ]
    return []


def _join_names(names: Sequence[str]) -> str:
    return " and ".join(f"the argument {name}" for name in names)


def _explain_wrong(
    exercise: Exercise, trials: Trials, case: dict, answer: Any, expected: Any
) -> list[str]:
    lines = _in_own_words(exercise, trials, case, answer, expected)
    if not lines:
        value = f"should give {show_value(expected)}; yours gives {show_value(answer)}."
        lines = [f"{_call(exercise, case)} {value}"]
        lines += filter(None, [first_difference(answer, expected)])
    # What is compared is then the checker's own, and no value that the answer returned.
    is_own = exercise.run is not call and answer is not None
    in_own_words = is_own and (bool(exercise.called) or isinstance(expected, tuple))
    notes = _hint(exercise, trials) or ([] if in_own_words else _note(answer, expected))
    return lines[: _MOST_LINES - 1 - len(notes)] + notes


def _in_own_words(
    exercise: Exercise, trials: Trials, case: dict, answer: Any, expected: Any
) -> list[str]:
    if exercise.explain is None or answer is None:
        return []
    try:
        text = trials.within(exercise.explain, case, answer, expected)
        return [line[:500] for line in text.splitlines()]
    except Exception:  # it expects what the text asks for; this answer is something else
        return []


def _call(exercise: Exercise, case: dict) -> str:
    """Return the call as one would type it, or as one can run it where the numbers are many."""
    if exercise.called is not None:
        return exercise.called(case)
    given = ", ".join(f"{name}={show_argument(value)}" for name, value in case.items())
    call = f"{exercise.name}({given})"
    return f"{call}, that is {exercise.name}(**check.case)," if "..." in call else call


def _hint(exercise: Exercise, trials: Trials) -> list[str]:
    hint = _search(find_hint, exercise, trials)
    return [] if hint is None else [f"Hint: {hint}"]


def _note(answer: Any, expected: Any) -> list[str]:
    """Say what is odd about an answer as such, where anything is: missing, text, shape, number."""
    if answer is None:
        return [
            "It ended without return, and that gives None. To print a value is not to return it."
        ]
    if isinstance(expected, tuple):
        found = as_tuple(answer)
        if found is None or len(found) != len(expected):
            count = "one" if found is None else len(found)
            return [f"{len(expected)} values are expected, in this order; yours returns {count}."]
        notes = (
            (place, _note(*pair)) for place, pair in enumerate(zip(found, expected, strict=True))
        )
        return [f"Value {place + 1}: {line}" for place, lines in notes for line in lines][:2]
    if isinstance(expected, (dict, str)):  # its Exercise explains: nothing in it need be a number
        return []
    if isinstance(answer, tuple) and len(answer) == 1:
        return ["It returns a tuple of one value: is there a comma at the end of the line?"]
    try:
        shape = as_array(expected).shape
    except (TypeError, ValueError):  # no numbers are asked for: layers, say
        return []
    try:
        shapes = as_array(answer).shape, shape
    except (TypeError, ValueError):
        return [f"A {type(answer).__name__} cannot be read as numbers."]
    if shapes[0] == shapes[1]:
        return []
    if shapes[1] == ():
        advice = " Return its only entry: .item() gives it." if shapes[0] == (1,) else ""
        return [f"One number is expected; yours is an array of shape {shapes[0]}.{advice}"]
    return [f"An array of shape {shapes[1]} is expected; yours has shape {shapes[0]}."]


def _explain_error(
    exercise: Exercise, trials: Trials, case: dict, error: BaseException
) -> list[str]:
    lines = where(error)[:5]
    if isinstance(error, RecursionError):
        lines.append("The function calls itself without an end.")
    said = f"{type(error).__name__}: {error}".splitlines()[0]
    return [
        f"Your code raised {said[:300]}",
        *in_words(said),
        *lines,
        _called_as(exercise, case),
        *_hint(exercise, trials),
    ]


def _called_as(exercise: Exercise, case: dict) -> str:
    return f"It was called as {_call(exercise, case)}.".replace(",.", ".")


def _show(title: str, message: str, color: str) -> None:
    lines = "<br>".join(html.escape(line) for line in message.splitlines())
    box = f"border-left: 5px solid {color}; padding: 0.3em 0.8em; max-width: 750px"
    bundle = {
        "text/html": f'<div class="verdict" style="{box}"><b>{html.escape(title)}</b><br>{lines}</div>',
        "text/plain": f"{title}\n{message}",
    }
    display(bundle, raw=True)
