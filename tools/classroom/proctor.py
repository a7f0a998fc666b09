"""Lets a student's answer sit its exercise: in a process of its own, with a clock, behind walls."""

import contextlib
import functools
import os
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType

import build
from classroom import inside, wire
from classroom.paper import Paper, Sitting
from helpers.trial import Trial

PATIENCE = 3.0  # times the seconds of computing: so long an answer may be under way
LOOK_EVERY = 0.5  # seconds
KILLED = "its process was killed, perhaps because the machine was short of memory"
COURSE = ("helpers", "tests", "tools", "notebooks", "build", "docs", "solved", ".git")


class NotSeated(Exception):
    """The walls could not be put up."""


@functools.cache
def course_folders() -> tuple[Path, ...]:
    """Return the folders in which solutions stand."""
    return tuple(folder for name in COURSE if (folder := build.ROOT / name).is_dir())


def sit(
    paper: Paper,
    code: Sequence[CodeType],
    stand_in: Callable,
    seconds: float,
    hidden: Sequence[Path],
) -> Sitting:
    """Run the code that defines an exercise, and its answer on every case.

    It has `seconds` of computing, and PATIENCE times as many by the clock. On Linux the clock stands
    still while it waits for a processor, so a busy machine makes no answer too slow.
    """
    reading, writing = os.pipe()
    with tempfile.TemporaryDirectory(prefix="exercise-") as folder:
        pid = os.fork()
        if pid == 0:
            try:
                os.close(reading)
                has_walls = _seat(
                    paper, [*course_folders(), *hidden], seconds, Path(folder), writing
                )
                os.write(writing, b"1\n" if has_walls else b"0\n")
                inside.run(code, paper.exercise, paper.cases, {"__stand_in__": stand_in}, writing)
            except BaseException as error:  # ours: the student's code has not begun
                told = NotSeated(f"{type(error).__name__}: {error}")
                os.write(writing, b"0\n" + wire.pack(Trial(error=told)))
            finally:
                os._exit(1)
        os.close(writing)
        try:
            data, why = _listen(reading, pid, PATIENCE * seconds)
        finally:
            os.close(reading)
            for kill in (os.killpg, os.kill):  # at once, before it has a group of its own
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    kill(pid, signal.SIGKILL)
            _, status, used = os.wait4(pid, 0)
    computed = used.ru_utime + used.ru_stime
    return _sitting(
        data, why or _how_it_ended(status, computed, seconds), len(paper.cases), computed
    )


def _seat(paper: Paper, hidden: Sequence[Path], seconds: float, folder: Path, channel: int) -> bool:
    """Forget what is right, and shut this process in; say whether all walls stand."""
    sys.dont_write_bytecode = True
    inside.empty(paper.exercise.solution)
    paper.forget()
    inside.hide_checks()
    return inside.shut_in(folder, hidden, seconds, channel)


def _listen(channel: int, pid: int, seconds: float) -> tuple[bytes, str]:
    """Return what was written until the end, too much, or the time is over; and why it ended early."""
    parts, size, begin = [], 0, time.monotonic()
    while True:
        if time.monotonic() - begin - _waited(pid) > seconds:
            return b"".join(parts), f"it took more than {seconds:.0f} s by the clock"
        if not select.select([channel], [], [], LOOK_EVERY)[0]:
            continue
        part = os.read(channel, 1 << 20)
        parts.append(part)
        size += len(part)
        if not part:
            return b"".join(parts), ""
        if size > wire.MOST_BYTES:
            return b"".join(parts), f"its answer is larger than {wire.MOST_BYTES >> 20} MB"


def _waited(pid: int) -> float:
    """Return the seconds that a process has stood in line for a processor, where the system tells."""
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9
    return 0.0


def _how_it_ended(status: int, computed: float, seconds: float) -> str:
    """Say why a process gave no more answers, from its status and the seconds that it computed.

    The limit of computing is counted in ticks of the system's clock, which on a busy machine may be far
    from the seconds computed: so its signal tells, and the seconds only where an answer ignored that.
    """
    if not os.WIFSIGNALED(status):
        return "it ended its process"
    number = os.WTERMSIG(status)
    if number == signal.SIGXCPU or (number == signal.SIGKILL and computed > seconds / 2):
        return f"it computed for more than {seconds:.0f} s"
    if number == signal.SIGKILL:
        return KILLED
    return f"its process ended by {signal.Signals(number).name}"


def _sitting(data: bytes, why: str, num_cases: int, seconds: float) -> Sitting:
    first, *lines = data.split(b"\n")
    trials = []
    for line in lines[:-1][:num_cases]:
        try:
            trials.append(wire.unpack(line))
        except ValueError:
            why = "it wrote what is no answer"
            break
    undefined = bool(trials) and type(trials[0].error).__name__ == "Undefined"
    is_complete = undefined or len(trials) == num_cases
    return Sitting(trials, "" if is_complete else why, first == b"1", seconds)
