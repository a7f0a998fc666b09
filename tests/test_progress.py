"""A reader's progress: kept, shared by kernels, deleted, and never in anybody's way."""

import sqlite3
import subprocess
import sys
from datetime import datetime

import nbformat
import pytest

import build
import course
from helpers import guesses, page, progress
from helpers.exercise import Checker, Exercise
from helpers.neurons import checks, questions
from helpers.progress import Entry, forget, load, record


@pytest.fixture(autouse=True)
def path(tmp_path, monkeypatch):
    """A file of this test's own, which is not there yet."""
    file = tmp_path / "data" / "progress.sqlite"
    monkeypatch.setenv(progress.VARIABLE, str(file))
    monkeypatch.setattr(progress, "_memory", {})
    monkeypatch.setattr(progress, "on_colab", lambda: False)
    return file


def states(kind="exercise"):
    entries, notes = load("start_here")
    assert notes == []
    return {(entry.room, entry.item): entry.state for entry in entries if entry.kind == kind}


def test_what_check_says_is_kept_and_right_stays_right(monkeypatch, path):
    solution = checks.check.exercises[0]

    def wrong(*_):
        return None

    def right(*given):
        return solution.solution(*given)

    for day, answer, wanted in [
        ("2026-11-24", wrong, "not yet"),
        ("2026-11-25", right, "right"),
        ("2026-11-26", wrong, "right"),
    ]:
        monkeypatch.setattr(progress, "_now", lambda day=day: f"{day}T12:00:00")
        answer.__name__ = solution.name
        checks.check(answer)
        assert states() == {("neurons", solution.name): wanted}
    (kept,) = [entry for entry in load("start_here")[0] if entry.kind == "exercise"]
    assert kept == Entry("neurons", "exercise", solution.name, "right", "2026-11-25T12:00:00")
    entries = load("start_here")[0]
    (visit,) = [entry for entry in entries if (entry.room, entry.kind) == ("neurons", "visit")]
    assert visit.since == "2026-11-26T12:00:00"
    assert path.is_file()


def test_the_time_is_this_machines():
    record("neurons", "exercise", "euler_step", "right")
    since = {datetime.fromisoformat(entry.since) for entry in load("start_here")[0]}
    assert max(abs((datetime.now() - time).total_seconds()) for time in since) < 60


def test_an_exercise_of_no_room_is_not_written(path):
    check = Checker([Exercise(lambda: 1, cases=[{}])])
    check(lambda: 1)
    assert not path.exists()


def test_a_committed_guess_is_kept():
    (question, *_) = [
        value for value in vars(questions).values() if isinstance(value, guesses.Number)
    ]
    card = guesses.Card(question)
    card.toggle()
    card.toggle()  # opened again: it was made all the same
    assert list(states("guess")) == [("neurons", page.css_name(question.text))]


def test_every_question_and_checker_knows_its_room():
    for name, room in course.rooms().items():
        assert progress.room_of(course.checker(room)) == room, name
    assert progress.room_of(questions) is None


def test_off_writes_nothing_reads_nothing_and_says_nothing(path, monkeypatch):
    record("neurons", "exercise", "kept", "right")
    monkeypatch.setenv(progress.VARIABLE, "off")
    before = path.read_bytes()
    record("neurons", "exercise", "other", "right")
    assert load("start_here") == ([], [])
    assert path.read_bytes() == before
    assert progress._memory == {}


def test_a_notebook_that_a_build_runs_finds_it_off():
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": build.KERNEL})
    notebook.cells = [nbformat.v4.new_code_cell("import os; os.environ['MLP_COURSE_PROGRESS']")]
    (cell,) = build.run(notebook, course.ROOT).cells
    assert cell.outputs[0].data["text/plain"] == "'off'"


def test_two_kernels_at_once_lose_nothing(path):
    code = (
        "import sys; from helpers.progress import record\n"
        "print('ready', flush=True); input()\n"
        "for n in range(60): record('neurons', 'exercise', f'{sys.argv[1]}{n}', 'right')"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    kernels = [
        subprocess.Popen([sys.executable, "-c", code, name], cwd=course.ROOT, **pipes)
        for name in "ab"
    ]
    assert [kernel.stdout.readline() for kernel in kernels] == ["ready\n"] * 2
    for kernel in kernels:
        kernel.stdin.write("\n")
        kernel.stdin.flush()
    assert [kernel.wait(60) for kernel in kernels] == [0, 0]
    assert len(states()) == 120


@pytest.mark.parametrize("content", [b"not a database at all", b"SQLite format 3\0" + b"\7" * 5000])
def test_a_file_that_is_none_of_ours_is_put_aside_whole_with_a_sentence(path, content):
    for number in (1, 2):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        record("neurons", "exercise", "euler_step", "right")
        aside = path.with_name(f"progress-unreadable-{number}.sqlite")
        assert aside.read_bytes() == content
    entries, notes = load("start_here")
    assert Entry("neurons", "exercise", "euler_step", "right", entries[0].since) in entries
    assert notes == [
        f"A file that could not be read was put aside, as progress-unreadable-{number}.sqlite."
        for number in (1, 2)
    ]


def test_another_programs_database_is_put_aside(path):
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE progress (song TEXT)")
        database.execute("INSERT INTO progress VALUES ('Blue')")
    database.close()
    record("neurons", "exercise", "euler_step", "right")
    assert len(load("start_here")[1]) == 1
    with sqlite3.connect(path.with_name("progress-unreadable-1.sqlite")) as database:
        assert database.execute("SELECT * FROM progress").fetchall() == [("Blue",)]
    database.close()


def test_where_no_file_can_be_the_kernel_remembers_and_says_so(path):
    path.parent.write_text("a file where the folder should be")
    record("neurons", "exercise", "euler_step", "right")
    entries, (note,) = load("start_here")
    assert [entry.item for entry in entries if entry.kind == "exercise"] == ["euler_step"]
    assert "cannot be written to a file here" in note
    assert "until its kernel stops" in note


def test_a_file_that_another_program_holds_for_long_stops_nobody(path, monkeypatch):
    record("neurons", "exercise", "before", "right")
    monkeypatch.setattr(progress, "_PATIENCE", 0.05)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    record("neurons", "exercise", "meanwhile", "right")
    assert "database is locked" in load("start_here")[1][0]
    holder.execute("ROLLBACK")
    holder.close()
    assert ("neurons", "before") in states()


def test_on_colab_nothing_is_written(monkeypatch, path):
    monkeypatch.delenv(progress.VARIABLE)
    monkeypatch.setattr(progress, "on_colab", lambda: True)
    record("neurons", "exercise", "euler_step", "right")
    entries, notes = load("start_here")
    assert "euler_step" in [entry.item for entry in entries]
    assert notes == [progress.ON_COLAB]
    assert not path.exists()


def test_by_itself_it_lies_in_the_readers_own_folder(monkeypatch, tmp_path):
    monkeypatch.delenv(progress.VARIABLE)
    monkeypatch.setattr(progress.platformdirs, "user_data_path", lambda *_, **__: tmp_path)
    record("neurons", "exercise", "euler_step", "right")
    assert (tmp_path / "progress.sqlite").is_file()


def test_forget_deletes_the_file_and_what_was_put_aside(path, capsys):
    path.parent.mkdir()
    path.write_text("not a database at all")
    record("neurons", "exercise", "euler_step", "right")
    forget()
    assert list(path.parent.iterdir()) == []
    assert capsys.readouterr().out == "Your progress is forgotten.\n"
    forget()
    assert capsys.readouterr().out == "There was nothing to forget.\n"
    assert states() == {}
