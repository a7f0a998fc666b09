"""Make the two editions of a class: one for the students, without solutions, one for the teacher.

    make class                                        build/class/student and build/class/teacher
    make class ADDRESS=https://github.com/me/mlp TAG=main   notebooks that travel alone fetch it there

In the student's edition no solution stands, neither in the notebooks nor in `helpers`, and what is
folded under an exercise (its derivation, the bug of a hunt) is left out. The modules that hold a
solution are sealed: the exercises with their hints, and each science module in which an exercise's own
function is defined or a line of it stands. In their place stands a module of three lines that loads the
code from one packed and keyed archive, helpers/_sealed.bin. It holds source, not bytecode, so it works
with every Python that the course admits; and since the source lies in no file, no traceback, linecache
or inspect.getsource can show it. All checks answer as before, with their hints.

This is a curtain, not a lock: a line of Python opens the archive, and the course itself is public. So
grading is anew, from the teacher's edition (tools/grade.py), and an answer that calls the course's own
version does not count.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import nbformat
from nbformat import NotebookNode

import build
from classroom import sealed
from classroom.leaks import fingerprints, leaks, leaks_in
from classroom.rooms import all_exercises, file_of

ROOT = build.ROOT
CLASS = ROOT / "build" / "class"
# What students get beside notebooks, helpers and data.
FILES = ("LICENSE", "LICENSE-text", "environment.yml", "pyproject.toml", "requirements.lock")
STUB = '''"""Sealed in the student's edition: this module holds a solution."""
from helpers._sealed import load
load(globals())
'''
# A solution, or the derivation or the bug for whoever has it.
UNDER_EXERCISE = re.compile(r"\A<details>.*?</details>\s*", re.S)
# However the lines of the start page are broken.
STUCK = re.compile(r"Unfold\s+the\s+solution\s+under\s+the\s+exercise\.")
ASK = "Read the hint, then ask."
README = """# Multilayer perceptrons

Nine notebooks, made for your class. Start with `notebooks/00_start_here.ipynb`. You need Python 3.10
or newer and, in this folder, once:

    python -m venv .venv
    .venv\\Scripts\\activate            (Windows)
    source .venv/bin/activate         (Linux, macOS)
    pip install -e ".[lab]"

then `jupyter lab notebooks`. Keep the folder together: the notebooks need `helpers` and `data`.

Hand in the notebooks as they are, under their own names. Your teacher's computer runs your answers
anew, on other numbers too; what the outputs say does not count. Each exercise is found by the name of
its function: keep it. Cells may be added, split and moved.
"""


def make(folder: Path, address: str = "", tag: str = "") -> list[str]:
    """Write both editions below `folder`, and return what leaks into the student's: nothing, one hopes.

    `address` and `tag` are where a student's notebook without its folder fetches the class's edition.
    """
    for edition in ("student", "teacher"):
        shutil.rmtree(folder / edition, ignore_errors=True)
    make_student(folder / "student", address, tag)
    make_teacher(folder / "teacher")
    return leaks(folder / "student")


def make_student(folder: Path, address: str = "", tag: str = "") -> None:
    """Write the student's edition to a folder that is not there yet."""
    tracked = course_files()
    for file in tracked:
        if file in FILES or file.startswith(("data/", "helpers/")):
            copy(file, folder)
    seal(folder)
    (folder / "notebooks").mkdir()
    for name in build.source_names():
        shipped = nbformat.read(build.NOTEBOOKS / f"{name}.ipynb", as_version=4)
        edition = student_edition(shipped, address, tag)
        nbformat.write(edition, folder / "notebooks" / f"{name}.ipynb")
    (folder / "README.md").write_text(README, encoding="utf-8")


def make_teacher(folder: Path) -> None:
    """Write the teacher's edition: the whole course, and the solved notebooks."""
    for file in course_files():
        copy(file, folder)
    (folder / "solved").mkdir()
    for name in build.source_names():
        solved = build.solved_edition(build.read_source(name))
        built = build.SOLVED / f"{name}.ipynb"
        if built.exists():
            keep_outputs(solved, nbformat.read(built, as_version=4))
        nbformat.write(solved, folder / "solved" / f"{name}.ipynb")


def keep_outputs(notebook: NotebookNode, old: NotebookNode) -> None:
    """Take over the outputs of an earlier run, if it ran the same code."""
    pairs = list(zip(build.code_cells(notebook), build.code_cells(old), strict=False))
    if all(cell.source == before.source for cell, before in pairs):
        for cell, before in pairs:
            cell.outputs, cell.execution_count = before.outputs, before.execution_count


def student_edition(shipped: NotebookNode, address: str = "", tag: str = "") -> NotebookNode:
    """Return a reader's notebook without what is folded under an exercise."""
    cells = [cell for cell in shipped.cells if not UNDER_EXERCISE.fullmatch(cell.source)]
    for cell in cells:
        cell.source = STUCK.sub(ASK, UNDER_EXERCISE.sub("", cell.source))
        if address and cell.metadata.get("cellView") == "form":
            cell.source = elsewhere(cell.source, address, tag)
    return nbformat.v4.new_notebook(cells=cells, metadata=shipped.metadata)


def elsewhere(bootstrap: str, address: str, tag: str) -> str:
    """Return the first cell of a notebook with another address and tag to fetch the course from."""
    page = f"{address.removesuffix('.git')}/tree/{tag or 'main'}"
    return bootstrap.replace(f'PUBLISHED = "{build.published()}"', f'PUBLISHED = "{page}"')


def course_files() -> list[str]:
    """Return the files of the course, relative to its folder: what git knows and does not ignore."""
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SystemExit(
            f"The course's files are listed by git, which did not answer in {ROOT} ({error}). "
            "Install git, and clone the course instead of unpacking an archive of it."
        ) from error
    return sorted(file for file in done.stdout.splitlines() if (ROOT / file).is_file())


def copy(file: str, folder: Path) -> None:
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / file, folder / file)


def seal(folder: Path) -> None:
    """Replace the modules below `folder` that hold a solution by stubs and one archive."""
    sources = {}
    for file in to_seal(folder):
        path = folder / file
        sources[".".join(Path(file).with_suffix("").parts)] = path.read_text(encoding="utf-8")
        path.write_text(STUB, encoding="utf-8")
    packed = zlib.compress(json.dumps(sources).encode(), 9)
    (folder / "helpers" / "_sealed.bin").write_bytes(sealed.keyed(packed))
    shutil.copy(sealed.__file__, folder / "helpers" / "_sealed.py")


def to_seal(folder: Path) -> list[str]:
    """Return the modules that define an exercise or its solution, or in which a line of one stands."""
    wanted = fingerprints()
    found = {
        file_of(exercise.solution).relative_to(ROOT).as_posix() for _, exercise in all_exercises()
    }
    for path in (folder / "helpers").rglob("*.py"):
        file = path.relative_to(folder).as_posix()
        text = path.read_text(encoding="utf-8")
        if path.name.startswith("checks") or any(leaks_in(text, wanted)):
            found.add(file)
    return sorted(found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=CLASS, help="the folder that gets both editions")
    parser.add_argument(
        "--address", default="", help="where notebooks that travel alone fetch them"
    )
    parser.add_argument(
        "--tag", default="", help="the tag or branch at that address; default: main"
    )
    options = parser.parse_args()
    if options.address and not re.match(r"(https://|file://|git@)", options.address):
        parser.error(f"an address begins with https://, not {options.address!r}")
    if found := make(options.to, options.address, options.tag):
        print("Solutions stand in the student's edition:", *found, sep="\n")
        return 1
    num = len(list((options.to / "student").rglob("*.py")))
    print(f"{options.to}/student: {num} modules, no solution in any file")
    print(f"{options.to}/teacher: everything, solved notebooks in solved/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
