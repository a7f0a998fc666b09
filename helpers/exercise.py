"""Self-checking exercises: `lif_step = check(lif_step)` answers at once and never stops the run.

The reader's function is called on every case and compared with the course's own. Whatever it does,
the course's function comes back unless the reader's is right, so that the cells below always work.
A misconception is written as the wrong function it leads to: an answer that agrees with it on the
cases gets its hint.
"""

import copy
import html
import math
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from IPython.display import display

from helpers.pictures import BLUE, GREEN, RED

OPEN, WRONG, RIGHT = "open", "not yet", "right"
STANDS_IN = "The course's version stands in, so everything below works."
NOT_ATTEMPTED = (
    f"Not attempted yet. {STANDS_IN} "
    "Replace every line that raises NotImplementedError and run this cell again."
)
_COLORS = {OPEN: BLUE, WRONG: RED, RIGHT: GREEN}


def agree(answer: Any, expected: Any, rtol: float = 1e-4, atol: float = 1e-6) -> bool:
    """Say whether two answers are the same values in the same shape, whatever holds them.

    Numbers, lists, NumPy arrays and torch tensors of any dtype compare by value, to float32's
    precision; where a tuple is expected, a list or a row of an array will do. Text is no number.
    """
    if isinstance(expected, tuple):
        answer = _as_tuple(answer)
        same_length = answer is not None and len(answer) == len(expected)
        return same_length and all(agree(a, e, rtol, atol) for a, e in zip(answer, expected))
    try:
        answer, expected = _as_array(answer), _as_array(expected)
    except (TypeError, ValueError):
        return False
    return answer.shape == expected.shape and np.allclose(
        answer, expected, rtol=rtol, atol=atol, equal_nan=True
    )


def _as_tuple(value: Any) -> tuple | None:
    """Return the values that stand side by side in an answer, or None if it is a single one."""
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return tuple(value) if getattr(value, "ndim", 0) > 0 else None


def _as_array(value: Any) -> np.ndarray:
    """Return numbers as an array of floats; raise TypeError or ValueError for anything else."""
    if hasattr(value, "detach"):  # a torch tensor, perhaps on a GPU, perhaps with a gradient
        value = value.detach().cpu()
    if isinstance(value, (list, tuple)):
        value = [_as_array(item) for item in value]
    array = np.asarray(value)
    if array.dtype.kind not in "buif":
        raise TypeError(f"{type(value).__name__} is not made of numbers")
    return array.astype(float)


@dataclass(frozen=True)
class Exercise:
    """One function for the reader to complete.

    `solution` is the course's own version; its name is the exercise's. `cases` are keyword
    arguments in the order of the signature. `misconceptions` are pairs: the wrong function that one
    leads to, and the hint that helps. `agree(answer, expected)` decides whether an answer
    is right. Where several answers are (weights, say), give your own `agree`, which judges what
    the answer does; `alike(answer, wrong)`, which says whether it makes the same mistake as a
    misconception's; and `explain(case, answer, expected)`, which says what the answer does.
    """

    solution: Callable
    cases: Sequence[dict]
    misconceptions: Sequence[tuple[Callable, str]] = ()
    agree: Callable[[Any, Any], bool] = agree
    alike: Callable[[Any, Any], bool] = agree
    explain: Callable[[dict, Any, Any], str] | None = None

    @property
    def name(self) -> str:
        return self.solution.__name__


@dataclass
class _Verdict:
    state: str
    message: str


@dataclass
class Checker:
    """Checks the exercises of one notebook and remembers how they stand."""

    exercises: Sequence[Exercise]
    states: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name = {exercise.name: exercise for exercise in self.exercises}
        self.states.update(dict.fromkeys(self._by_name, OPEN))

    def __call__(self, function: Callable) -> Callable:
        """Check `function`, show the verdict, and return it if right, else the course's version.

        Raises ValueError if no exercise of this notebook has the function's name.
        """
        name = getattr(function, "__name__", repr(function))
        if name not in self._by_name:
            raise ValueError(
                f"check() knows no exercise named {name!r}. "
                f"This notebook's are: {', '.join(self._by_name)}."
            )
        exercise = self._by_name[name]
        verdict = judge(exercise, function)
        self.states[name] = verdict.state
        _show(f"{name}: {verdict.state}", verdict.message, _COLORS[verdict.state])
        return function if verdict.state == RIGHT else exercise.solution

    def summary(self) -> None:
        """Show how every exercise of the notebook stands."""
        num_right = sum(state == RIGHT for state in self.states.values())
        title = f"{num_right} of {len(self.states)} exercises right"
        lines = "\n".join(f"{name}: {state}" for name, state in self.states.items())
        _show(title, lines, GREEN if num_right == len(self.states) else BLUE)


def judge(exercise: Exercise, function: Callable) -> _Verdict:
    """Compare `function` with the course's solution on every case."""
    if function is exercise.solution:
        return _Verdict(OPEN, "This is the course's version. Define your own and check it.")
    for case in exercise.cases:
        expected = exercise.solution(**copy.deepcopy(case))
        try:
            # By position: a reader may rename the arguments. Copied: a reader may change them.
            answer = function(*copy.deepcopy(list(case.values())))
        except NotImplementedError:
            return _Verdict(OPEN, NOT_ATTEMPTED)
        except KeyboardInterrupt:
            return _Verdict(WRONG, f"You stopped your code: does a loop never end?\n{STANDS_IN}")
        except (Exception, SystemExit) as error:  # the reader's own: shown as theirs, and on we go
            return _Verdict(WRONG, _explain_error(exercise, function, case, error))
        if answer is Ellipsis:
            return _Verdict(OPEN, NOT_ATTEMPTED)
        if not exercise.agree(answer, expected):
            return _Verdict(WRONG, _explain_wrong(exercise, function, case, answer, expected))
    return _Verdict(RIGHT, f"All {len(exercise.cases)} cases agree with the course's version.")


def find_hint(exercise: Exercise, function: Callable) -> str | None:
    """Return the hint for the misconception that gives this function's answers on every case."""
    answers = [_call_or_error(function, case) for case in exercise.cases]
    for wrong, hint in exercise.misconceptions:
        wrongs = [_call_or_error(wrong, case) for case in exercise.cases]
        if all(_alike(exercise, *pair) for pair in zip(answers, wrongs, strict=True)):
            return hint
    return None


def _call_or_error(function: Callable, case: dict) -> Any:
    try:
        return function(*copy.deepcopy(list(case.values())))
    except (Exception, KeyboardInterrupt, SystemExit) as error:  # only the same failure is alike
        return error


def _alike(exercise: Exercise, answer: Any, wrong: Any) -> bool:
    if isinstance(answer, BaseException) or isinstance(wrong, BaseException):
        return type(answer) is type(wrong)
    return exercise.alike(answer, wrong)


def _explain_wrong(
    exercise: Exercise, function: Callable, case: dict, answer: Any, expected: Any
) -> str:
    if exercise.explain is not None and answer is not None:
        lines = [exercise.explain(case, answer, expected)]
    else:
        call = f"{exercise.name}({_join(case)})"
        lines = [f"{call} should give {show_value(expected)}; yours gives {show_value(answer)}."]
    lines += _hint(exercise, function) or _note(answer, expected)
    return "\n".join([*lines, STANDS_IN])


def _hint(exercise: Exercise, function: Callable) -> list[str]:
    hint = find_hint(exercise, function)
    return [] if hint is None else [f"Hint: {hint}"]


def _note(answer: Any, expected: Any) -> list[str]:
    """Say what is odd about an answer as such, where anything is: missing, text, shape, number."""
    if answer is None:
        return [
            "It ended without return, and that gives None. To print a value is not to return it."
        ]
    if isinstance(expected, tuple):
        found = _as_tuple(answer)
        if found is None or len(found) != len(expected):
            count = "one" if found is None else len(found)
            return [f"{len(expected)} values are expected, in this order; yours returns {count}."]
        return []
    if isinstance(expected, dict):  # its Exercise explains: nothing in it need be a number
        return []
    try:
        shapes = np.shape(_as_array(answer)), np.shape(_as_array(expected))
    except (TypeError, ValueError):
        return [f"A {type(answer).__name__} cannot be read as numbers."]
    if shapes[0] == shapes[1]:
        return []
    if shapes[1] == ():
        return [f"One number is expected; yours is an array of shape {shapes[0]}."]
    return [f"An array of shape {shapes[1]} is expected; yours has shape {shapes[0]}."]


def _explain_error(exercise: Exercise, function: Callable, case: dict, error: BaseException) -> str:
    # The first frame is ours; those of the reader follow. A recursion repeats one: named once.
    frames = traceback.extract_tb(error.__traceback__)[1:]
    where = dict.fromkeys(f"line {f.lineno} of {f.name}: {f.line}" for f in frames)
    if isinstance(error, RecursionError):
        where["The function calls itself without an end."] = None
    return "\n".join(
        [
            f"Your code raised {type(error).__name__}: {error}",
            *list(where)[:5],
            f"It was called as {exercise.name}({_join(case)}).",
            *_hint(exercise, function),
            STANDS_IN,
        ]
    )


def _join(case: dict) -> str:
    return ", ".join(f"{name}={show_value(value)}" for name, value in case.items())


def show_value(value: Any) -> str:
    """Return a value in few characters: numbers to six digits, long arrays cut."""
    if isinstance(value, tuple):
        return f"({', '.join(show_value(item) for item in value)})"
    if isinstance(value, (bool, np.bool_)) or value is None or callable(value):
        return getattr(value, "__name__", str(value))
    try:
        array = _as_array(value)
    except (TypeError, ValueError):
        return repr(value)
    if array.ndim == 0:
        return f"{float(array):.6g}" if not math.isnan(array) else "nan"
    return np.array2string(array, precision=4, threshold=8, edgeitems=3, separator=", ")


def _show(title: str, message: str, color: str) -> None:
    lines = "<br>".join(html.escape(line) for line in message.splitlines())
    box = f"border-left: 5px solid {color}; padding: 0.3em 0.8em; max-width: 750px"
    bundle = {
        "text/html": f'<div class="verdict" style="{box}"><b>{html.escape(title)}</b><br>{lines}</div>',
        "text/plain": f"{title}\n{message}",
    }
    display(bundle, raw=True)
