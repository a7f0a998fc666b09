"""Grade what a class has handed in: one table, one page.

    make grade FROM=submitted TO=build/grades
    python tools/grade.py submitted --to build/grades [--without-names] [--seed 7] [--jobs 2]

A folder of notebooks, named in any way (tools/classroom/submissions.py), becomes grades.csv, one row per
student and one column per exercise, and class.html, which shows what the class mistakes. What the
outputs of a notebook say does not count: every exercise is run and judged anew, on the notebook's
cases and on fresh ones, which depend on a seed that is drawn and printed. To grade again: --seed.

The answers run in processes of their own with limits of time, memory and files, without a network, and
with the course's solutions out of reach (tools/classroom/walls.py, inside.py). A marker beside a grade
never comes from such a process: only answers do. What remains possible: an answer that was copied from
another student or from the public course is right; who searches the memory of the process through
frames may find pieces of wrong answers and put a right one together, and where the system gives no
namespaces (the page says so) machine code can read files. Such code is no accident, and stands in the
notebook for you to read.

Linux and macOS; on Windows use WSL.
"""

import os

# Before torch is imported: a process with threads or a GPU cannot be forked safely.
os.environ.update(OMP_NUM_THREADS="1", CUDA_VISIBLE_DEVICES="", MPLBACKEND="Agg")
if not hasattr(os, "fork"):
    raise SystemExit("Grading needs Linux or macOS. On Windows run it in WSL.")

import argparse
import multiprocessing
import resource
import secrets
import sys
import time
import warnings
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from classroom.judge import grade, papers
from classroom.paper import DID_NOT_RUN, Mark, Paper
from classroom.report import Student, write_page, write_table
from classroom.rooms import rooms
from classroom.submissions import Submission, collect, students

_PAPERS: dict[str, list[Paper]] = {}  # made once, seen by every process
_HIDDEN: list[Path] = []


def grade_student(name: str, handed_in: Sequence[Submission]) -> tuple[Student, bool]:
    """Grade one student's notebooks; say whether the walls were complete."""
    begin = time.perf_counter()
    marks: dict[tuple[str, str], Mark] = {}
    walls = True
    for submission in handed_in:
        given = _PAPERS[submission.notebook]
        try:
            graded = grade(submission.path, given, _HIDDEN)
        except Exception as error:  # a fault of ours must cost one notebook, not the table
            why = Mark(DID_NOT_RUN, f"grading failed, look at it: {type(error).__name__}: {error}")
            marks |= {(submission.notebook, paper.exercise.name): why for paper in given}
            continue
        walls &= graded.has_walls
        marks |= {(submission.notebook, exercise): mark for exercise, mark in graded.marks.items()}
    return Student(name, marks, time.perf_counter() - begin), walls


def grade_class(
    folder: Path, to: Path, seed: int, jobs: int = 1, with_names: bool = True
) -> tuple[list[Student], list[str]]:
    """Grade a folder, write grades.csv and class.html, and return the rows and the notes."""
    handed_in, left = collect(folder)
    if not handed_in:
        raise SystemExit(f"No notebook of the course lies in {folder}: is it the right folder?")
    prepare({submission.notebook for submission in handed_in}, seed)
    _HIDDEN[:] = _to_hide(folder, to)
    begin = time.perf_counter()
    by_student = students(handed_in)
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
        done = list(pool.map(grade_student, by_student, by_student.values()))
    graded, walls = [student for student, _ in done], all(complete for _, complete in done)
    columns = [
        (name, paper.exercise.name)
        for name in rooms()
        if name in _PAPERS
        for paper in _PAPERS[name]
    ]
    notes = _notes(graded, seed, time.perf_counter() - begin, walls)
    not_graded = [f"Not graded: {line}" for line in left]
    to.mkdir(parents=True, exist_ok=True)
    write_table(to / "grades.csv", graded, columns)
    told = not_graded if with_names else [f"{len(left)} files were not graded."]  # they have names
    write_page(to / "class.html", graded, columns, [*notes, *told], with_names)
    return graded, [*notes, *not_graded]


def prepare(names: set[str], seed: int) -> None:
    """Draw the fresh cases of the notebooks that were handed in."""
    warnings.simplefilter("ignore")  # what answers provoke is not for the teacher's terminal
    _PAPERS.clear()
    _PAPERS.update({name: papers(name, seed) for name in rooms() if name in names})


def _to_hide(*folders: Path) -> list[Path]:
    """Return those folders that answers must not read and Python does not need."""
    needed = [
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path(__file__).resolve().parent.parent / "data",
    ]
    resolved = [folder.resolve() for folder in folders if folder.is_dir()]
    return [place for place in resolved if not any(place in (n, *n.parents) for n in needed)]


def _notes(graded: Sequence[Student], seed: int, seconds: float, walls: bool) -> list[str]:
    slowest = max(graded, key=lambda student: student.seconds)
    return [
        f"Fresh cases were drawn with seed {seed}. Every answer was run and judged anew.",
        f"Grading took {seconds:.0f} s, the slowest student {slowest.seconds:.0f} s; no answer's "
        f"process held more than {_peak_megabytes():.0f} MB, the course's own among them.",
        "Answers ran without a network, the course's files out of reach."
        if walls
        else "This system gives no namespaces or no filter of system calls: network, files and "
        "processes were refused to Python code only.",
        "Cases cannot be drawn afresh for: " + (", ".join(_only_fixed()) or "none") + ".",
    ]


def _only_fixed() -> list[str]:
    return [
        f"{name[:2]} {paper.exercise.name}"
        for name, given in _PAPERS.items()
        for paper in given
        if not paper.fresh.cases
    ]


def _peak_megabytes() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 2**20


def _num_cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="what was handed in")
    parser.add_argument("--to", type=Path, default=Path("build/grades"), help="where the grades go")
    parser.add_argument("--without-names", action="store_true", help="no students on the page")
    parser.add_argument("--seed", type=int, help="of the fresh cases; else drawn and printed")
    parser.add_argument("--jobs", type=int, default=_num_cores(), help="students at a time")
    options = parser.parse_args()
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is no folder: name the one that holds what was handed in")
    seed = secrets.randbelow(10**6) if options.seed is None else options.seed
    graded, notes = grade_class(
        options.folder, options.to, seed, max(1, options.jobs), not options.without_names
    )
    print("\n".join(notes))
    print(f"{len(graded)} students: {options.to / 'grades.csv'} and {options.to / 'class.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
