"""A class that hands in notebooks: right answers, mistakes, open exercises, and what does harm."""

import ast
import copy
import functools
import json
import random
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

import build
import course
from classroom import paper as marks
from classroom import slices
from classroom.rooms import exercises, rooms
from helpers.exercise import OPEN, RIGHT, Exercise, find_hint, judge

# What an answer will try to delete.
DECOY = Path(tempfile.mkdtemp(prefix="decoy-"))


@dataclass(frozen=True)
class Entry:
    """What a student writes in place of a stub, and how the table must then say it stands."""

    code: str | None  # None: the stub stays
    state: str
    why: str = ""


STUB = Entry(None, OPEN)


def entries(name: str, exercise: Exercise) -> Iterator[Entry]:
    """Yield right answers and mistakes from tests/<room>/ as a student would write them."""
    room = rooms()[name]
    for answer in course.right_answers(room)[exercise.name]:
        if code := _as_written(room, "answers", answer, exercise.name):
            yield Entry(code, RIGHT)
    for mistake in course.mistakes(room)[exercise.name]:
        if code := _as_written(room, "mistakes", mistake, exercise.name):
            yield Entry(code, marks.WRONG, _hint(exercise, mistake))


def _hint(exercise: Exercise, mistake: Callable) -> str:
    """Return the hint that the course gives for a mistake, or nothing."""
    told = re.search(r"^Hint: (.*)$", judge(exercise, mistake).message, re.M)
    return told[1] if told else find_hint(exercise, exercise.trials(mistake)) or ""


@functools.cache
def _statements(room: str, file: str) -> list[slices.Statement]:
    text = (course.ROOT / "tests" / room / f"{file}.py").read_text()
    return slices._statements(text)


def _as_written(room: str, file: str, function: Callable, exercise: str) -> str | None:
    """Return the code of a function with all that it needs; None if it uses the course's own."""
    statements = _statements(room, file)
    needed, taken = {function.__name__}, []
    while new := [s for s in statements if s not in taken and s.changes & needed]:
        taken += new
        for statement in new:
            needed |= statement.needs
    kept = [s.node for s in statements if s in taken]
    if any(_mentions(node, exercise) for node in kept):
        return None
    return "\n\n".join([*map(ast.unparse, kept), f"{exercise} = {function.__name__}"])


def _mentions(node: ast.AST, exercise: str) -> bool:
    return any(
        exercise in (getattr(n, "id", ""), getattr(n, "attr", ""))
        or (isinstance(n, ast.alias) and n.name == exercise)
        for n in ast.walk(node)
    )


# --- what does harm, each as the body of an answer; {0} is the exercise ----------------------------

HOSTILE = {
    "an endless loop": Entry(
        "def {0}(*given):\n    while True:\n        pass", marks.DID_NOT_RUN, "more than"
    ),
    "an endless loop that catches all": Entry(
        "def {0}(*given):\n    while True:\n        try:\n            while True:\n                pass\n"
        "        except BaseException:\n            pass",
        marks.DID_NOT_RUN,
        "more than",
    ),
    "a loop in the cell": Entry(
        "{0} = 1\nwhile True:\n    {0} += 1", marks.DID_NOT_RUN, "more than"
    ),
    "os._exit": Entry("import os\ndef {0}(*given):\n    os._exit(0)", marks.DID_NOT_RUN, "ended"),
    "sys.exit": Entry("import sys\ndef {0}(*given):\n    sys.exit()", marks.WRONG, "SystemExit"),
    "a crash": Entry(
        "import faulthandler\ndef {0}(*given):\n    faulthandler._read_null()",
        marks.DID_NOT_RUN,
        "ended",
    ),
    "memory": Entry(
        "import numpy\ndef {0}(*given):\n    return numpy.ones(10**11)", marks.DID_NOT_RUN, "memory"
    ),
    "a list that grows": Entry(
        "def {0}(*given):\n    held = []\n    while True:\n        held.append(bytes(10**8))",
        marks.DID_NOT_RUN,
        "memory",
    ),
    "a fork bomb": Entry(
        "import os\ndef {0}(*given):\n    while True:\n        os.fork()",
        marks.WRONG,
        "out of its reach",
    ),
    "a process": Entry(
        "import subprocess\ndef {0}(*given):\n    return subprocess.run(['ls'])",
        marks.WRONG,
        "out of its",
    ),
    "a huge answer": Entry(
        "import numpy\ndef {0}(*given):\n    return numpy.ones(10**7)",
        marks.DID_NOT_RUN,
        "larger than",
    ),
    "the network": Entry(
        "import socket\ndef {0}(*given):\n    return socket.create_connection(('192.0.2.1', 80))",
        marks.WRONG,
        "out of its reach",
    ),
    "ctypes": Entry(
        "import ctypes\ndef {0}(*given):\n    ctypes.CDLL(None)", marks.WRONG, "out of its reach"
    ),
    "gc": Entry(
        "import gc\ndef {0}(*given):\n    return gc.get_objects()", marks.WRONG, "out of its reach"
    ),
    "another's file": Entry(
        "import shutil\ndef {0}(*given):\n    shutil.rmtree('{decoy}')",
        marks.WRONG,
        "out of its reach",
    ),
    "the course's file": Entry(
        "def {0}(*given):\n    return open('{file}').read()", marks.WRONG, "out of its reach"
    ),
    "the course's own by import": Entry("from {module} import {0}", OPEN, "no cell defines it"),
    "the course's own by another name": Entry(
        "from {module} import {0} as own\n{0} = own", marks.WRONG, "the course's own"
    ),
    "the course's own, wrapped": Entry(
        "import {module}\ndef {0}(*given):\n    return {module}.{0}(*given)",
        marks.WRONG,
        "the course's own",
    ),
    "the stand-in": Entry(
        "import helpers.{room}.checks as c\ndef {0}(*given):\n"
        "    return {{e.name: e for e in c.check.exercises}}['{0}'].solution(*given)",
        marks.WRONG,
        "AttributeError",
    ),
    "a check of one's own": Entry(
        "def check(answer):\n    print('{0}: right')\n    return answer\n\ndef {0}(*given):\n    return 'no'",
        marks.WRONG,
    ),
    "helpers patched": Entry(
        "import helpers.exercise, helpers.values, numpy\n"
        "helpers.exercise.judge = helpers.values.agree = lambda *_, **__: True\n"
        "numpy.allclose = lambda *_, **__: True\ndef {0}(*given):\n    numpy.allclose = numpy.isclose = "
        "lambda *_, **__: True\n    return 'no'",
        marks.WRONG,
    ),
    "a forged trial": Entry(
        "import os\ndef {0}(*given):\n    for fd in range(3, 64):\n        try:\n"
        '            os.write(fd, b\'{{"state": "right"}}\\n\' * 99)\n        except OSError:\n'
        "            pass\n    os._exit(0)",
        marks.DID_NOT_RUN,
    ),
    "a sleep": Entry(
        "import time\ndef {0}(*given):\n    time.sleep(10**6)", marks.DID_NOT_RUN, "by the clock"
    ),
    "the judge's process": Entry(
        "import os, signal\ndef {0}(*given):\n"
        "    signal.pidfd_send_signal(os.pidfd_open(os.getppid()), 0)",
        marks.WRONG,
        "Operation not permitted",
    ),
    "the judge's limits": Entry(
        "import os, resource\ndef {0}(*given):\n"
        "    resource.prlimit(os.getppid(), resource.RLIMIT_CORE, (0, 0))",
        marks.WRONG,
        "out of its reach",
    ),
    "a thread": Entry(
        "import threading\ndef {0}(*given):\n    threading.Thread(target=print).start()",
        marks.WRONG,
        "can't start new thread",
    ),
    "a search through frames": Entry(
        "import sys\ndef {0}(*given):\n    frame = sys._getframe()\n"
        "    while 'paper' not in frame.f_locals:\n        frame = frame.f_back\n"
        "    paper = frame.f_locals['paper']\n"
        "    for case, trial in zip(paper.cases, [*paper.fixed.wanted, *paper.fresh.wanted]):\n"
        "        if repr(tuple(case.values())) == repr(given):\n            return trial.answer",
        marks.WRONG,
    ),
    "no Python": Entry("def {0}(*given)\n    return 1", marks.DID_NOT_RUN, "SyntaxError"),
    "an error in the cell": Entry("{0} = 1 / 0", marks.DID_NOT_RUN, "ZeroDivisionError"),
    "no function": Entry("{0} = 'right'", marks.WRONG),
    "an answer that lies": Entry(
        "class Liar:\n    def __eq__(self, other):\n        return True\n    def __array__(self, *_, **__):\n"
        "        raise SystemExit\n\ndef {0}(*given):\n    return Liar()",
        marks.WRONG,
    ),
}


def hostile(kind: str, name: str, exercise: Exercise) -> Entry:
    """Return an entry that does harm in the place of an exercise."""
    entry = HOSTILE[kind]
    module = exercise.solution.__module__
    file = course.ROOT / f"{module.replace('.', '/')}.py"
    code = entry.code.format(
        exercise.name, room=rooms()[name], module=module, file=file, decoy=DECOY
    )
    # The modules of exercises are out of sight, their solutions with them.
    why = "" if module in code and ".checks" in module else entry.why
    return Entry(code, entry.state, why)


# --- notebooks and classes -------------------------------------------------------------------------


def handed_in(name: str, plan: dict[str, Entry]) -> NotebookNode:
    """Return the reader's notebook with entries in the place of stubs, and outputs that claim 'right'."""
    notebook = copy.deepcopy(build.reader_edition(build.read_source(name)))
    for exercise, cell in fill_in(notebook, plan).items():
        cell.outputs = [nbformat.v4.new_output("stream", text=f"{exercise}: right")]
    return notebook


def fill_in(notebook: NotebookNode, plan: dict[str, Entry]) -> dict[str, NotebookNode]:
    """Put entries in the place of stubs, and return the cells that check an exercise, by its name."""
    found = {}
    for cell in course.code_cells(notebook):
        if checked := re.search(r"^(\w+) = check\(\1\)$", cell.source, re.M):
            found[checked[1]] = cell
            if (entry := plan.get(checked[1], STUB)).code is not None:
                cell.source = f"{entry.code}\n\n\n{checked[0]}"
    return found


def plan_for(name: str, rng: random.Random, hostile_share: float) -> dict[str, Entry]:
    """Return what a student writes in a notebook: any of what is known, by chance."""
    plan = {}
    for exercise in exercises(name):
        if rng.random() < hostile_share:
            plan[exercise.name] = hostile(rng.choice([*HOSTILE]), name, exercise)
        else:
            plan[exercise.name] = rng.choice([STUB, *_known(name, exercise.name)])
    return plan


@functools.cache
def _known(name: str, exercise: str) -> list[Entry]:
    (found,) = [item for item in exercises(name) if item.name == exercise]
    return list(entries(name, found))


LAYOUTS = (
    "submitted/student{0}/mlp/{1}.ipynb",
    "Student {0}_70{0}_assignsubmission_file_/{2}.ipynb",
    "student{0}/{1}-final (2).ipynb",
)


def hand_in_class(
    folder: Path, num: int, names: Sequence[str], seed: int = 0
) -> dict[tuple[int, str], dict[str, Entry]]:
    """Write a class's notebooks, the last of ten students hostile; return (student, notebook): plan."""
    rng = random.Random(seed)
    plans = {}
    for number in range(num):
        for place, name in enumerate(names):
            plan = plan_for(name, rng, 0.5 if number % 10 == min(9, num - 1) else 0.0)
            path = folder / LAYOUTS[number % 3].format(number, name, place)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(handed_in(name, plan)), encoding="utf-8")
            plans[number, name] = plan
    return plans
