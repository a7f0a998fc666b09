"""The student's edition: no solution stands in it, and all else works as in the course."""

import base64
import functools
import json
import os
import re
import subprocess
import sys
import textwrap
import zlib
from pathlib import Path

import nbformat
import pytest

import build
import class_edition
import course
import pupils
import teacher
from classroom.leaks import fingerprints, leaks
from classroom.rooms import all_exercises, exercises, rooms
from helpers.exercise import RIGHT, Exercise

# The weekly workflow runs them all: CLASS_NOTEBOOKS=all.
NOTEBOOKS = course.NAMES if os.environ.get("CLASS_NOTEBOOKS") == "all" else course.NAMES[1::7]
COLAB = Path(sys.prefix + "-colab") / "bin" / "python"


@pytest.fixture(scope="module")
def student(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("class") / "student"
    class_edition.make_student(folder)
    return folder


def test_no_solution_stands_in_any_file(student):
    assert leaks(student) == []
    found = {path.relative_to(student).parts[0] for path in student.rglob("*")}
    assert found == {*class_edition.FILES, "README.md", "data", "helpers", "notebooks"}


@functools.cache
def _solution_cells(name: str) -> list[str]:
    cells = course.code_cells(build.read_source(name))
    return [cell.source for cell in cells if build.BEGIN in cell.source]


def _solution(name: str, exercise: str) -> str:
    (source,) = (source for source in _solution_cells(name) if f"\n{exercise} = " in source)
    return build.solved(source)


WAYS = {
    "plain": lambda text: text.encode(),
    "with other spaces": lambda text: textwrap.indent(text, "\t").replace(" = ", "=").encode(),
    "in a notebook": lambda text: json.dumps(
        {"cells": [{"source": text.splitlines(True)}]}
    ).encode(),
    "zlib": lambda text: zlib.compress(text.encode()),
    "base64 of zlib": lambda text: (
        b'CODE = "' + base64.b64encode(zlib.compress(text.encode())) + b'"'
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_solution_would_be_found(tmp_path, way):
    """Each one put into a file by itself, as the notebook has it and as `helpers` has it."""
    for name, exercise in all_exercises():
        assert fingerprints()[exercise.name]
        (tmp_path / exercise.name).write_bytes(WAYS[way](_solution(name, exercise.name)))
    found = leaks(tmp_path)
    for _, exercise in all_exercises():
        assert any(leak.startswith(f"{exercise.name}: {exercise.name}: ") for leak in found)


def in_student(folder: Path, code: str) -> str:
    """Run code in the student's folder, as a notebook would, and return what it prints."""
    command = [sys.executable, "-c", textwrap.dedent(code)]
    env = {**os.environ, "PYTHONPATH": str(folder), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_checks_answer_with_hints_and_show_no_source(student):
    out = in_student(
        student,
        """
        import inspect, linecache, traceback
        from helpers.building.checks import check
        from helpers.exercise import judge
        step = {exercise.name: exercise for exercise in check.exercises}["delta_rule_step"]
        print(judge(step, lambda w, x, y, lr: w + lr * (w @ x - y) * x).message)
        print(judge(step, lambda w, x, y, lr: w - lr * (w @ x - y) * x).state)
        for hidden in (step.solution, check.exercises[1].solution, inspect.getmodule(step.solution)):
            try:
                print(inspect.getsource(hidden))
            except OSError:
                print("no source")
        try:
            step.solution(None, None, None, None)
        except TypeError:
            print(traceback.format_exc())
        print([name for name in linecache.cache if "np.dot(w, x)" in str(linecache.cache[name])])
        """,
    )
    assert "Descent subtracts" in out
    assert f"\n{RIGHT}\n" in out
    assert out.count("no source") == 2  # a module's is its three lines
    assert "np.dot" not in out
    assert out.splitlines()[-1] == "[]"


def _run(student: Path, name: str, **client) -> None:
    path = student / "notebooks" / f"{name}.ipynb"
    shipped = nbformat.read(path, as_version=4)
    ran = build.run(nbformat.read(path, as_version=4), path.parent, **client)
    assert course.complaints(ran) == []
    pairs = list(zip(course.code_cells(shipped), course.code_cells(ran), strict=True))
    assert sum(bool(course.texts(before)) for before, _ in pairs) > len(pairs) / 2 or "00" in name
    for number, (before, now) in enumerate(pairs):
        assert course.texts(now) == course.texts(before), f"code cell {number}"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_unsolved_notebooks_run_to_their_end(student, name):
    """With the outputs that the course's own have: every exercise open, the course's stands in."""
    _run(student, name)


@pytest.mark.parametrize("name", [name for name in NOTEBOOKS if name in rooms()])
def test_with_right_answers_filled_in_every_check_says_right(student, name):
    """What an answer of another type than ours leads to further below is not asked."""
    path = student / "notebooks" / f"{name}.ipynb"
    plan = {exercise.name: _right_answer(name, exercise) for exercise in exercises(name)}
    notebook = nbformat.read(path, as_version=4)
    pupils.fill_in(notebook, plan)
    ran = build.run(notebook, path.parent, allow_errors=True)
    for exercise, cell in pupils.fill_in(ran, {}).items():
        told = " ".join(text for _, text in course.texts(cell))
        assert f"{exercise}: {RIGHT}" in told, told
        plan.pop(exercise)
    assert not plan


def _right_answer(name: str, exercise: Exercise) -> pupils.Entry:
    """Return another right answer than the course's, where there is one that stands alone."""
    others = (entry for entry in pupils.entries(name, exercise) if entry.state == RIGHT)
    return next(others, pupils.Entry(_solution(name, exercise.name), RIGHT))


def test_every_right_answer_is_right_in_the_students_folder(student):
    """The sealed checks of all nine notebooks, without running these."""
    out = in_student(
        student,
        f"""
        import sys
        sys.path += {[str(course.ROOT / folder) for folder in ("tests", "tools")]}
        import importlib, contextlib, io, helpers, course
        from helpers.exercise import judge
        assert helpers.__file__.startswith({str(student)!r}), helpers.__file__
        for room in {list(rooms().values())}:
            with contextlib.redirect_stdout(io.StringIO()):
                answers = course.right_answers(room)
                exercises = course.checker(room).exercises
                states = [judge(e, a).state for e in exercises for a in answers[e.name]]
            print(room, len(states), {{*states}})
        """,
    )
    told = [line.split(maxsplit=2) for line in out.splitlines()]
    assert [(room, states) for room, _, states in told] == [
        (room, repr({RIGHT})) for room in rooms().values()
    ]
    assert all(
        int(num) > len(exercises(name)) for name, (_, num, _) in zip(rooms(), told, strict=True)
    )


@pytest.mark.parametrize("name", NOTEBOOKS[-1:] if len(NOTEBOOKS) < 5 else NOTEBOOKS)
def test_they_run_with_the_versions_that_colab_has(student, name, tmp_path, monkeypatch):
    spec = tmp_path / "kernels" / "colab"
    spec.mkdir(parents=True)
    argv = [str(COLAB), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel = {"argv": argv, "display_name": "Colab", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(kernel))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    _run(student, name, kernel_name="colab")


def test_an_address_of_the_class_stands_in_the_first_cell(tmp_path):
    address = "https://github.com/teacher/mlp"
    class_edition.make_student(tmp_path / "student", address, "autumn")
    for name in course.NAMES:
        notebook = nbformat.read(tmp_path / "student" / "notebooks" / f"{name}.ipynb", as_version=4)
        first = course.code_cells(notebook)[0].source
        assert address in first
        assert build.project()["urls"]["Repository"] not in first
        assert not any(cell.source.startswith("<details>") for cell in notebook.cells)
        assert all(cell.source for cell in notebook.cells)
        text = " ".join(cell.source for cell in notebook.cells)
        assert not re.search("When you have it|What is the bug", text)
        assert not re.search(r"unfold\s+the\s+solution", text, re.I)


def test_the_teachers_edition_has_everything(tmp_path):
    class_edition.make_teacher(tmp_path / "teacher")
    for file in class_edition.course_files():
        assert (tmp_path / "teacher" / file).read_bytes() == (course.ROOT / file).read_bytes()
    for name in course.NAMES:
        solved = nbformat.read(tmp_path / "teacher" / "solved" / f"{name}.ipynb", as_version=4)
        assert not any(build.STUB in cell.source for cell in course.code_cells(solved))


# --- the teacher's page ----------------------------------------------------------------------------


def test_the_teachers_page_is_current():
    made = teacher.page()
    assert teacher.PAGE.read_text(encoding="utf-8") == made, "run make teacher"
    for name, exercise in all_exercises():
        assert f"- `{exercise.name}` (" in made.split(f"### {name[:2]} ")[1].split("\n### ")[0]
    assert not re.findall(r"@[A-Z]+@", made)


def test_the_teachers_page_is_read_in_ten_minutes():
    """Without what is folded."""
    shown = re.sub(
        r"<details>.*?</details>", "", teacher.PAGE.read_text(encoding="utf-8"), flags=re.S
    )
    assert len(shown.split()) < 2200
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", shown):
        assert (teacher.PAGE.parent / target).exists(), target
