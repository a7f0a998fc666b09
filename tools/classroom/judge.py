"""Judges what was handed in: each exercise of a notebook anew, from its code alone."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classroom import slices
from classroom.fresh import right_answers
from classroom.paper import DID_NOT_RUN, Mark, Paper
from classroom.proctor import KILLED, sit
from classroom.rooms import exercises, hunts, import_all, rooms
from helpers.exercise import OPEN, RIGHT

NOTEBOOK_SECONDS = 40.0  # of computing, after which the rest of a notebook does not run


def papers(name: str, seed: int) -> list[Paper]:
    """Return a notebook's exercises, ready to be graded; their fresh cases depend on the seed."""
    import_all()
    answers = right_answers(rooms()[name])
    return [
        Paper(item, seed, answers.get(item.name, ()), hunts(name).get(item.name, ""))
        for item in exercises(name)
    ]


@dataclass(frozen=True)
class Graded:
    """A notebook's marks by exercise, the seconds that they took, and whether walls were complete."""

    marks: dict[str, Mark]
    seconds: float
    has_walls: bool = True


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
        code = _code(notebook, paper, names)
        if isinstance(code, Mark):
            marks[name] = code
        elif left < 1:
            marks[name] = Mark(DID_NOT_RUN, f"the notebook's {NOTEBOOK_SECONDS:.0f} s were used up")
        else:
            seconds = min(paper.seconds, left)
            sitting = sit(paper, code, stand_in, seconds, hidden)
            if sitting.why == KILLED:  # perhaps the machine's fault, not theirs
                sitting = sit(paper, code, stand_in, seconds, hidden)
            walls &= sitting.has_walls
            left -= sitting.seconds
            marks[name] = paper.mark(sitting)
    return Graded(marks, time.perf_counter() - begin, walls)


def _code(notebook: slices.Notebook, paper: Paper, names: frozenset[str]) -> list | Mark:
    """Return the code that defines an exercise, or its mark where there is none to run."""
    name = paper.exercise.name
    if why := notebook.error_in(name):
        return Mark(DID_NOT_RUN, why)
    if notebook.is_untouched(name, paper.handed_out):
        return Mark(OPEN)
    try:
        return notebook.code_of(name, names) or Mark(OPEN, "no cell defines it")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return Mark(DID_NOT_RUN, f"{type(error).__name__}: {error}")
