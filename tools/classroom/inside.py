"""What runs in the student's process: their definitions, and their answer on every case.

Nothing here judges. Out come answers, and right ones cannot be forged without knowing them: the
course's own function is emptied in this process, in every module that holds it, and its files lie
out of reach.
"""

import contextlib
import os
import sys
import types
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import torch

from classroom import walls, wire
from helpers.exercise import Exercise
from helpers.trial import Trial, try_out


class CoursesOwn(Exception):
    """An answer called the course's own version of its exercise."""


class Undefined(Exception):
    """The notebook's code did not define the exercise."""


def _emptied(*_: Any, **__: Any) -> NoReturn:
    from classroom.inside import CoursesOwn

    raise CoursesOwn("This calls the course's own version.")


def run(
    code: Sequence[types.CodeType],
    exercise: Exercise,
    cases: Sequence[dict],
    given: dict[str, Any],
    channel: int,
) -> NoReturn:
    """Define what the notebook defines, try it on every case, and write the trials to `channel`."""
    name = exercise.name
    torch.manual_seed(0)
    names = {"__name__": "__main__", "device": torch.device("cpu"), **given}
    errors = []
    for piece in code:
        try:
            exec(piece, names)
        except BaseException as error:  # a student's own, of whatever kind
            errors.append(error)
    if name not in names:
        told = f"{type(errors[0]).__name__}: {errors[0]}" if errors else "no cell defines it"
        _send(channel, Trial(error=Undefined(told)))
    for case in cases if name in names else ():
        _send(channel, _try(partial(exercise.run, names[name]), case))
    os._exit(0)


def _try(function: Callable, case: dict) -> Trial:
    try:
        return try_out(function, case)
    except BaseException as error:
        return Trial(error=error)


def _send(channel: int, trial: Trial) -> None:
    try:
        line = wire.pack(trial)
    except BaseException as error:  # an answer may fail in any way when it is looked at
        line = wire.pack(
            Trial(error=TypeError(f"An answer that cannot be read: {type(error).__name__}"))
        )
    while line:
        line = line[os.write(channel, line) :]


def empty(solution: Any) -> None:
    """Make the course's own version raise CoursesOwn, wherever somebody holds it."""
    if isinstance(solution, type):
        functions = [
            part for part in vars(solution).values() if isinstance(part, types.FunctionType)
        ]
    else:
        functions = [solution]
    for function in functions:
        while hasattr(function, "__wrapped__"):
            with contextlib.suppress(AttributeError):
                function.cache_clear()
            function = function.__wrapped__
        function.__code__ = _emptied.__code__
        function.__defaults__ = function.__kwdefaults__ = None


def hide_checks() -> None:
    """Take the modules of the exercises, wrong and right answers, out of the student's sight."""
    for name in [name for name in sys.modules if name.startswith("helpers.") and ".checks" in name]:
        parent, _, own = name.rpartition(".")
        stand_in = types.ModuleType(name)
        stand_in.check = lambda answer: answer
        sys.modules[name] = stand_in
        setattr(sys.modules[parent], own, stand_in)


def shut_in(folder: Path, hidden: Sequence[Path], seconds: float, channel: int) -> bool:
    """Leave the judge's session, its files and its sight."""
    os.setsid()
    walls.silence(but=channel)
    return walls.confine(folder, hidden, seconds)
