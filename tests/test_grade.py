"""Grading: whatever a class hands in, the table says what was put in, and nobody costs another a row."""

import csv
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import numpy as np
import pytest
import torch

import course
import pupils
from classroom import fresh, proctor, slices, walls, wire
from classroom import paper as marks
from classroom.judge import grade, papers
from classroom.report import Student, write_page, write_table
from classroom.rooms import all_exercises, exercises, hunts, rooms
from classroom.submissions import collect
from helpers.exercise import OPEN, RIGHT
from helpers.trial import Trial

# `make classtest`: 30 students, nine notebooks.
NUM = int(os.environ.get("CLASS_SIZE", "4"))
NAMES = list(rooms()) if NUM > 4 else [list(rooms())[number] for number in (0, 2)]
FIRST = next(iter(rooms()))
EXERCISE = exercises(FIRST)[0]


def run_grade(folder: Path, to: Path, *more: str) -> str:
    command = [
        sys.executable,
        str(course.ROOT / "tools" / "grade.py"),
        str(folder),
        "--to",
        str(to),
    ]
    env = {**os.environ, "PYTHONPATH": str(course.ROOT)}
    done = subprocess.run([*command, *more], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_says_what_was_handed_in(tmp_path):
    folder, to = tmp_path / "in", tmp_path / "out"
    plans = pupils.hand_in_class(folder, NUM, NAMES)
    begin = time.perf_counter()
    told = run_grade(folder, to, "--seed", "3")
    seconds = time.perf_counter() - begin
    table = {re.search(r"\d+", row["student"])[0]: row for row in rows(to / "grades.csv")}
    assert len(table) == NUM
    wrong = []
    for (number, name), plan in plans.items():
        for exercise, entry in plan.items():
            found = table[str(number)][f"{name[:2]} {exercise}"]
            if not (found.startswith(entry.state) and entry.why in found):
                wrong.append(f"student {number}, {exercise}: {found!r}\n{entry}")
    assert not wrong, "\n".join(wrong)
    assert sum(map(len, plans.values())) >= 15 * NUM
    assert seconds / NUM < 60, told
    print(f"{seconds / NUM:.1f} s a student\n{told}")


@pytest.fixture(scope="module")
def given():
    made = papers(FIRST, seed=1)
    for paper in made:
        paper.seconds = 2.0  # sooner done; a class gets more
    return made


def handed(tmp_path: Path, plan: dict[str, pupils.Entry], change=None) -> Path:
    notebook = pupils.handed_in(FIRST, plan)
    if change:
        change(notebook)
    path = tmp_path / f"{FIRST}.ipynb"
    nbformat.write(notebook, path)
    return path


@pytest.mark.parametrize("kind", pupils.HOSTILE)
def test_what_does_harm_costs_one_cell(tmp_path, given, kind):
    """And is not right; the exercise below it is judged as if nothing had been."""
    (right, *_) = [e for e in pupils.entries(FIRST, exercises(FIRST)[1]) if e.state == RIGHT]
    entry = pupils.hostile(kind, FIRST, EXERCISE)
    below = given[1].exercise.name
    graded = grade(handed(tmp_path, {EXERCISE.name: entry, below: right}), given[:2])
    mark = graded.marks[EXERCISE.name]
    assert (mark.state, entry.why in str(mark)) == (entry.state, True), mark
    assert graded.marks[below].state == RIGHT
    assert pupils.DECOY.is_dir()


BY_HOOK = ("the network", "another's file", "the course's file", "ctypes", "gc", "a process")
BY_SYSTEM = {
    "the network": "unreachable",
    "another's file": "Read-only file system",
    "the course's file": "No such file",
    "a process": "Operation not permitted",  # to root, too
}


@pytest.mark.parametrize("kind", BY_HOOK)
def test_without_namespaces_the_hook_refuses(tmp_path, given, kind, monkeypatch):
    monkeypatch.setattr(walls, "_enter_namespaces", lambda *_: False)
    plan = {EXERCISE.name: pupils.hostile(kind, FIRST, EXERCISE)}
    graded = grade(handed(tmp_path, plan), given[:1])
    assert "out of its reach" in graded.marks[EXERCISE.name].why
    assert not graded.has_walls
    assert pupils.DECOY.is_dir()


@pytest.mark.parametrize("kind", BY_SYSTEM)
def test_without_the_hook_the_system_refuses(tmp_path, given, kind, monkeypatch):
    """Where it gives namespaces and a filter: not every one does, and the page says so."""
    has_walls = grade(handed(tmp_path, {}), given[:1]).has_walls
    if has_walls:
        monkeypatch.setattr(walls, "_hook", lambda *_: lambda *_: None)
        plan = {EXERCISE.name: pupils.hostile(kind, FIRST, EXERCISE)}
        why = grade(handed(tmp_path, plan), given[:1]).marks[EXERCISE.name].why
        assert BY_SYSTEM[kind] in why
        assert pupils.DECOY.is_dir()


def _burn(limits):
    resource.setrlimit(resource.RLIMIT_CPU, limits)
    while True:
        pass


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (lambda: os._exit(0), "it ended its process"),
        (lambda: _burn((1, 2)), "it computed for more than 1 s"),
        # A signal that is ignored, as an answer may do it.
        (lambda: (signal.signal(signal.SIGXCPU, signal.SIG_IGN), _burn((0, 1))), "more than 1 s"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "short of memory"),
        (lambda: os.kill(os.getpid(), signal.SIGTERM), "SIGTERM"),
    ],
)
def test_it_is_told_how_a_process_ended(end, told):
    """By its signal: the seconds that it computed may be far from the ticks that its limit counts."""
    pid = os.fork()
    if pid == 0:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        end()
    _, status, used = os.wait4(pid, 0)
    for computed in (used.ru_utime, 0.7 * used.ru_utime):
        assert told in proctor._how_it_ended(status, computed, 1)


@pytest.mark.parametrize("speed", [0, 1])
def test_the_clock_stands_still_while_an_answer_waits_for_a_processor(monkeypatch, speed):
    """As on a busy machine, where it would take as long as the machine likes."""
    begin = time.monotonic()
    monkeypatch.setattr(proctor, "_waited", lambda pid: speed * (time.monotonic() - begin))
    monkeypatch.setattr(proctor, "LOOK_EVERY", 0.05)
    reading, writing = os.pipe()
    late = threading.Timer(0.6, lambda: (os.write(writing, b"late"), os.close(writing)))
    late.start()
    data, why = proctor._listen(reading, 0, 0.3)
    late.join()
    os.close(reading)
    assert (data, why) == ((b"late", "") if speed else (b"", "it took more than 0 s by the clock"))


def test_the_system_says_how_long_a_process_waited():
    """Two loops on one processor wait for each other."""
    pids = []
    for _ in range(2):
        pids.append(os.fork())
        if pids[-1] == 0:
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
            _burn((2, 2))
    time.sleep(1)
    waited = [proctor._waited(pid) for pid in pids]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert sum(waited) > 0.5 or not Path("/proc/self/schedstat").exists()
    assert proctor._waited(pids[0]) == 0  # it has ended


def test_what_others_handed_in_cannot_be_read(tmp_path, given):
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "secret").write_text("x")
    code = f"def {EXERCISE.name}(*given):\n    return open('{tmp_path}/ada/secret').read()"
    path = handed(tmp_path, {EXERCISE.name: pupils.Entry(code, marks.WRONG)})
    mark = grade(path, given[:1], hidden=[tmp_path / "ada"]).marks[EXERCISE.name]
    assert "out of its reach" in mark.why


def test_outputs_do_not_count(tmp_path, given):
    """Every output of an open notebook says that its exercise is right."""
    states = {mark.state for mark in grade(handed(tmp_path, {}), given).marks.values()}
    assert states == {OPEN}


def test_a_table_of_the_notebooks_answers_is_no_answer(tmp_path, given):
    """Right on all cases that a student can see: fresh ones tell."""
    wanted = [trial.answer for trial in EXERCISE.wanted]
    pairs = [
        (repr(list(case.values())), answer)
        for case, answer in zip(EXERCISE.cases, wanted, strict=True)
    ]
    known = {given: np.asarray(answer).tolist() for given, answer in pairs}
    code = (
        f"KNOWN = {known!r}\n\n\ndef {EXERCISE.name}(*given):\n    return KNOWN[repr(list(given))]"
    )
    entry = pupils.Entry(code, marks.LOOK)
    mark = grade(handed(tmp_path, {EXERCISE.name: entry}), given[:1]).marks[EXERCISE.name]
    assert mark.state == marks.LOOK, mark


def right_code() -> str:
    (right, *_) = [e for e in pupils.entries(FIRST, EXERCISE) if e.state == RIGHT]
    return right.code


def _in_two_cells(notebook):
    """The answer stands above its stub, in cells without their names, beside a broken one."""
    where = next(n for n, c in enumerate(notebook.cells) if f"def {EXERCISE.name}(" in c.source)
    new = [
        nbformat.v4.new_code_cell(code)
        for code in ("%time x = 1\n!ls", right_code(), "def broken(:")
    ]
    notebook.cells[where:where] = new


def _uses_a_function_below(notebook):
    code = f"def {EXERCISE.name}(*given):\n    return below(*given)"
    where = next(n for n, c in enumerate(notebook.cells) if f"def {EXERCISE.name}(" in c.source)
    notebook.cells[where].source = code
    helper = f"{right_code()}\nbelow = {EXERCISE.name}"
    name = helper.rsplit("= ", 2)[1].split("\n")[0]
    helper = right_code().rsplit("\n", 1)[0] + f"\nbelow = {name}"
    notebook.cells.append(nbformat.v4.new_code_cell(helper))


def _defined_twice(notebook):
    where = next(n for n, c in enumerate(notebook.cells) if f"def {EXERCISE.name}(" in c.source)
    notebook.cells[where].source = f"def {EXERCISE.name}(*given):\n    return 0"
    notebook.cells.insert(where + 1, nbformat.v4.new_code_cell(right_code()))


@pytest.mark.parametrize("change", [_in_two_cells, _uses_a_function_below, _defined_twice])
def test_an_answer_is_found_wherever_it_stands(tmp_path, given, change):
    mark = grade(handed(tmp_path, {}, change), given[:1]).marks[EXERCISE.name]
    assert mark.state == RIGHT, mark


@pytest.mark.parametrize("name", [name for name in rooms() if hunts(name)])
def test_a_hunt_as_it_was_handed_out_is_open(tmp_path, name):
    """Whatever it would raise with another answer of the student's that is right, but of another type."""
    path = tmp_path / f"{name}.ipynb"
    nbformat.write(pupils.handed_in(name, {}), path)
    text = path.read_text()
    assert {e.name for e in exercises(name) if e.broken} == {*hunts(name)}
    for exercise, code in hunts(name).items():
        assert slices.read(path).is_untouched(exercise, code)
        path.write_text(re.sub(rf"(def {exercise}\(.*?\):)", r"\1 pass; ", text))
        assert not slices.read(path).is_untouched(exercise, code)


def test_another_exercise_may_be_taken_from_the_course_but_not_its_own(tmp_path):
    cells = (
        "from helpers.neurons.lif import firing_rate",
        "def settle(x):\n    return firing_rate(x)",
    )
    notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, cells)])
    nbformat.write(notebook, tmp_path / "x.ipynb")
    read, names = slices.read(tmp_path / "x.ipynb"), frozenset({"firing_rate", "settle"})
    assert len(read.code_of("settle", names)) == 2
    assert read.code_of("firing_rate", names) == []


def test_a_deleted_exercise_is_open_and_a_broken_file_is_told(tmp_path, given):
    def delete(notebook):
        notebook.cells = [c for c in notebook.cells if EXERCISE.name not in c.source]

    mark = grade(handed(tmp_path, {}, delete), given[:1]).marks[EXERCISE.name]
    assert (mark.state, mark.why) == (OPEN, "no cell defines it")
    path = tmp_path / "x.ipynb"
    for text in ("", "{", "[]", '{"cells": 1}', '{"cells": [{"cell_type": "code"}]}', "[" * 10**5):
        path.write_text(text)
        (mark,) = grade(path, given[:1]).marks.values()
        assert mark.state == marks.DID_NOT_RUN
        assert "x.ipynb is no notebook" in mark.why


# --- who handed in what ----------------------------------------------------------------------------


def test_submissions_are_found_however_they_are_named(tmp_path):
    text = "from helpers.building.checks import check"
    for place in (
        "submitted/ada/mlp/03_building.ipynb",
        "Alan M. Turing_4711_assignsubmission_file_/x.ipynb",
        "grace/Untitled.ipynb",
        "03_building_emmy.ipynb",
        "kurt_03_building.ipynb",
        "03_building.ipynb",
        "ada/old.ipynb",
        "grace/.ipynb_checkpoints/Untitled-checkpoint.ipynb",
    ):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    os.utime(tmp_path / "ada" / "old.ipynb", (0, 0))
    (tmp_path / "grace" / "essay.pdf").write_text("")
    (tmp_path / "all.zip").write_text("")
    (tmp_path / "other.ipynb").write_text("{}")
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "03_building.ipynb")
    found, left = collect(tmp_path)
    assert {submission.notebook for submission in found} == {"03_building"}
    students = {submission.student for submission in found}
    assert students == {"ada", "Alan M. Turing (4711)", "grace", "emmy", "kurt", "(no name)"}
    told = "\n".join(left)
    for word in ("essay.pdf: no notebook", "all.zip: unpack", "older copy", "other.ipynb: which"):
        assert word in told
    assert "link.ipynb: a link" in told
    assert "checkpoint" not in told


def test_bad_input_is_told_in_a_sentence(tmp_path):
    command = [
        sys.executable,
        str(course.ROOT / "tools" / "grade.py"),
        "--to",
        str(tmp_path / "out"),
    ]
    env = {**os.environ, "PYTHONPATH": str(course.ROOT)}
    for folder, told in (
        (tmp_path / "no", "is no folder"),
        (tmp_path, "No notebook of the course"),
    ):
        done = subprocess.run(
            [*command, folder], env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode != 0
        assert told in done.stderr
        assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


# --- the table, the page, the wire -----------------------------------------------------------------


def test_a_page_escapes_what_students_wrote_and_leaves_names_out_if_wished(tmp_path):
    key = (FIRST, EXERCISE.name)
    student = Student(
        "=<b>Ada</b>", {key: marks.Mark(marks.WRONG, "<script>no</script>", True)}, 1.0
    )
    for with_names in (True, False):
        write_page(tmp_path / "class.html", [student], [key], ["a <note>"], with_names)
        page = (tmp_path / "class.html").read_text()
        assert "<script" not in page
        assert "&lt;script&gt;no" in page
        assert ("Ada" in page) == with_names
        assert '<html lang="en">' in page
    write_table(tmp_path / "grades.csv", [student], [key, (FIRST, "other")])
    (row,) = rows(tmp_path / "grades.csv")
    assert row["student"] == "'=<b>Ada</b>"  # no spreadsheet takes it for a formula
    assert row[f"{FIRST[:2]} other"] == ""


@pytest.mark.parametrize(
    "answer",
    [
        *(None, True, 3, -(10**50), 0.1, float("nan"), "text", (1, [2.0, {"a": (None,)}])),
        *(np.float32(0.1), np.arange(6).reshape(2, 3), np.zeros((0, 2)), np.array([True])),
        *(torch.arange(3), torch.ones(2, requires_grad=True), torch.ones(1, dtype=torch.bfloat16)),
    ],
)
def test_answers_come_through_as_they_are(answer):
    found = wire.unpack(wire.pack(Trial(answer=answer))).answer
    assert type(found) is type(answer)
    if isinstance(answer, (np.ndarray, torch.Tensor)):
        assert found.shape == answer.shape
        assert (found == answer).all()
    else:
        assert found == answer or found != found
    assert getattr(found, "requires_grad", False) == getattr(answer, "requires_grad", False)


def test_the_way_back_to_the_weights_comes_through():
    weights = torch.ones(3, 2, requires_grad=True), torch.ones(2, requires_grad=True)
    computed = torch.ones(4, 3) @ weights[0] + weights[1]
    found = wire.unpack(wire.pack(Trial(answer=computed))).answer
    assert torch.equal(found, computed)
    assert sorted(map(tuple, wire._leaves(found))) == [(2,), (3, 2)]


def test_what_is_no_trial_is_refused():
    for line in (
        b"",
        b"1",
        b"{}",
        b'{"answer": ["array", "O", [1], ""], "error": null, "changed": [], "left": []}',
    ):
        with pytest.raises(ValueError):
            wire.unpack(line)


# Weights of one network, and a letter or a number for each claim: such an answer is a table.
ARE_TABLES = {"xor_weights", "fallacy", "find_gap"}


@pytest.mark.parametrize("name", rooms())
def test_a_table_of_a_notebooks_answers_is_right_for_no_exercise(name):
    """On all of its cases, and on fresh ones the answer of any of them."""
    for paper in papers(name, seed=5):
        known = list(paper.fixed.wanted)
        assert bool(paper.fresh.cases) == (paper.exercise.name not in ARE_TABLES)
        for trial in known if paper.fresh.cases else ():
            sitting = marks.Sitting([*known, *[trial] * len(paper.fresh.cases)])
            assert paper.mark(sitting).state == marks.LOOK, paper.exercise.name
        right = marks.Sitting([*known, *paper.fresh.wanted])
        assert paper.mark(right).state == RIGHT, paper.exercise.name


def test_a_seed_draws_the_same_fresh_cases_again():
    for name, exercise in all_exercises()[::5]:
        answers = fresh.right_answers(rooms()[name])[exercise.name]
        first, again = (fresh.fresh_cases(exercise, answers, seed=5) for _ in range(2))
        assert repr(first) == repr(again)
