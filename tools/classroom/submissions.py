"""Finds out who handed in which notebook, in whatever way the files are named.

A notebook is known by the exercises that it checks, whatever its name; a student by the folder, or
by what a file is called besides the notebook's own name:

    submitted/ada/mlp/03_building.ipynb                     nbgrader
    Ada Lovelace_1234567_assignsubmission_file_/x.ipynb     Moodle
    ada/03_building.ipynb    03_building_ada.ipynb          by hand
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from classroom.rooms import rooms

NOBODY = "(no name)"


@dataclass(frozen=True)
class Submission:
    """One notebook of one student."""

    student: str
    notebook: str
    path: Path


def collect(folder: Path) -> tuple[list[Submission], list[str]]:
    """Return what was handed in below a folder, and a line for each file that is not graded.

    Of several copies of a notebook by one student the newest counts.
    """
    found: dict[tuple[str, str], Path] = {}
    left = []
    for path in sorted(folder.rglob("*"), key=lambda path: path.as_posix()):
        inner = path.relative_to(folder)
        if (path.is_dir() and not path.is_symlink()) or ".ipynb_checkpoints" in inner.parts:
            continue
        why = _why_not(path)
        name = None if why else notebook_of(path)
        if why or name is None:
            left.append(f"{inner}: {why or 'which notebook of the course is this?'}")
            continue
        key = student_of(inner, name), name
        older = found.get(key)
        if older is not None:
            older, path = sorted((older, path), key=lambda path: path.stat().st_mtime)
            left.append(f"{older.relative_to(folder)}: an older copy of {path.relative_to(folder)}")
        found[key] = path
    return [Submission(*key, path) for key, path in sorted(found.items())], left


def _why_not(path: Path) -> str | None:
    if path.is_symlink():
        return "a link, which is not followed"
    if path.suffix == ".zip":
        return "unpack it first"
    return None if path.suffix == ".ipynb" else "no notebook"


def notebook_of(path: Path) -> str | None:
    """Return the course's name of a notebook: by what it checks, else by the file's name."""
    named = next((name for name in rooms() if name in path.name), None)
    try:
        text = (
            path.read_text(encoding="utf-8", errors="replace")
            if path.stat().st_size < 2**26
            else ""
        )
    except OSError:
        return named
    checked = {match for match in re.findall(r"from helpers\.(\w+)\.checks import", text)}
    held = [name for name, room in rooms().items() if room in checked]
    return held[0] if len(held) == 1 and named not in held else named


def student_of(inner: Path, notebook: str) -> str:
    """Return a student's name from a path below the folder of submissions."""
    parts = [part for part in inner.parts if part not in ("submitted", "collected")]
    own = parts[0] if len(parts) > 1 else Path(parts[0]).stem.replace(notebook, "")
    moodle = re.match(r"(.+?)_(\d+)_assignsubmission_", own)
    return f"{moodle[1]} ({moodle[2]})" if moodle else own.strip(" _-.") or NOBODY


def students(submissions: Iterable[Submission]) -> dict[str, list[Submission]]:
    """Return the submissions by student, in order."""
    found: dict[str, list[Submission]] = {}
    for submission in submissions:
        found.setdefault(submission.student, []).append(submission)
    return dict(sorted(found.items()))
