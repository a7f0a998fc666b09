"""The folded cell at the top of every notebook, where the notebook travels alone.

GitHub's and Colab's part is played by stand-ins, see colab_services.py. The cell runs in a shell of
IPython's, which shows what it displays and raises as a notebook would.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import build
from colab_services import services, zipped

REPOSITORY = "https://github.com/somebody/mlp"
NOTEBOOK = "notebooks/01_neurons.ipynb"
COURSE = {
    "helpers/__init__.py": "",
    "helpers/runtime.py": "print('the course')",
    "data/table.csv": "1,2",
    NOTEBOOK: "{}",
    "tests/test_it.py": "",
}
# Runs the cell, does {then} with the widgets that it shows, and imports the course.
SHELL = """
import sys
from IPython.core.history import HistoryManager
from IPython.core.interactiveshell import InteractiveShell
HistoryManager.enabled = False
sys.argv = ["launcher", "-f", "/runtime/kernel-ours.json"]
sys.path.insert(0, "")  # a kernel's own folder comes first
shell = InteractiveShell.instance()
def run(code):
    return shell.run_cell(code).success
def shown(kind):
    from ipywidgets.widgets import widget
    every = getattr(widget, "_instances", None) or widget.Widget.widgets  # in 8 and in 7
    return [one for one in every.values() if type(one).__name__ == kind][-1]
cell = open(CELL).read()
run(cell)
THEN
sys.exit(not run("import helpers.runtime"))
"""


class Reader:
    """Somebody who opens a notebook in an empty folder, and runs its first cell."""

    def __init__(self, home: Path, github) -> None:
        self.github, self.cell = github, home / "cell.py"
        self.folder = home / "content"
        self.folder.mkdir()
        self.course = self.folder / "mlp-course"
        self.code = build.bootstrap()
        self.env = {**os.environ, "IPYTHONDIR": str(home)} | github.env()

    def change(self, old: str, new: str) -> None:
        """Change a constant of the cell."""
        assert old in self.code
        self.code = self.code.replace(old, new)

    def run(self, then: str = "", python: str = sys.executable, **env: str) -> str:
        """Return all that is shown; it ends with 'the course' if the course could be imported."""
        self.cell.write_text(self.code)
        code = SHELL.replace("CELL", repr(str(self.cell))).replace("THEN", then)
        done = subprocess.run(
            [python, "-c", code],
            cwd=self.folder,
            env=self.env | env,
            capture_output=True,
            text=True,
            check=False,
        )
        text = re.sub(r"\x1b\[[\d;]*m", "", done.stdout)
        assert done.stderr == ""
        assert (done.returncode == 0) == ("the course\n" in text), text
        return text

    def left(self) -> list[str]:
        """Return what the folder holds."""
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def github():
    with services() as server:
        server.archives["somebody/mlp/archive/main.zip"] = zipped(COURSE)
        yield server


@pytest.fixture
def reader(tmp_path, github) -> Reader:
    return Reader(tmp_path, github)


# --- where it comes from -------------------------------------------------------------------------


@pytest.mark.parametrize("revision", ["main", "v0.2.0", "3f0c9c0d", "topic/new", "a/b c/d"])
def test_opened_from_github_at_a_branch_a_tag_or_a_commit(revision, reader, github):
    github.archives = {f"somebody/mlp/archive/{revision}.zip": zipped(COURSE)}
    github.open_notebook(f"{REPOSITORY}/blob/{revision}/{NOTEBOOK}")
    said = f"The course comes from github.com/somebody/mlp at {revision}.\nthe course\n"
    assert reader.run() == said
    assert reader.left() == ["mlp-course"]
    found = {path.relative_to(reader.course) for path in reader.course.rglob("*") if path.is_file()}
    assert set(map(Path, COURSE)) - found == {Path(NOTEBOOK), Path("tests/test_it.py")}
    assert (reader.course / "data/table.csv").read_text() == "1,2"


def test_a_fork_gets_its_own_course(reader, github):
    github.archives["learner/mlp/archive/main.zip"] = zipped(COURSE)
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}", kernel="of another notebook")
    github.open_notebook(f"https://github.com/learner/mlp/blob/main/{NOTEBOOK}")
    assert "from github.com/learner/mlp at main." in reader.run()


def test_a_course_inside_a_larger_repository(reader, github):
    folder = {f"courses/mlp/{name}": data for name, data in COURSE.items()}
    github.archives["somebody/mlp/archive/main.zip"] = zipped({"readme.md": "", **folder})
    github.open_notebook(f"{REPOSITORY}/blob/main/courses/mlp/{NOTEBOOK}")
    shown = reader.run("shell.display_pub.publish = lambda data, *_, **__: print(data); run(cell)")
    assert "from github.com/somebody/mlp at main." in shown
    to = f"https://colab.research.google.com/github/somebody/mlp/blob/main/courses/mlp/{NOTEBOOK}"
    assert f'<a href="{to}">01_neurons</a>' in shown


def test_a_copy_on_drive_is_asked_what_it_was_copied_from(reader, github):
    github.open_notebook("1ZAqXq2bYx")
    provenance = [
        {"file_id": f"https://github.com/old/mlp/blob/main/{NOTEBOOK}", "timestamp": 1},
        {"file_id": f"{REPOSITORY}/blob/main/{NOTEBOOK}", "timestamp": 2},
        {"file_id": "1Rgt3Q7hVg", "timestamp": 3},
    ]
    text = reader.run(**github.env(provenance))
    assert text == "The course comes from github.com/somebody/mlp at main.\nthe course\n"


def test_the_published_address_is_asked_last(reader, github):
    reader.change('PUBLISHED = ""', 'PUBLISHED = "https://github.com/authors/mlp/tree/v1.0"')
    github.archives["authors/mlp/archive/v1.0.zip"] = zipped(COURSE)
    assert "from github.com/authors/mlp at v1.0." in reader.run(**github.env([]))
    # A private fork's reader gets the authors' course, and is told so.
    reader.course.rename(reader.folder / "away")
    github.open_notebook(f"https://github.com/private/mlp/blob/main/{NOTEBOOK}")
    text = reader.run()
    assert text.startswith("There is no github.com/private/mlp at main, or it is private.")
    assert "from github.com/authors/mlp at v1.0." in text


def test_the_published_address_is_that_of_the_release(monkeypatch):
    project = {"version": "1.2.3", "urls": {"Repository": "https://codeberg.org/a/mlp.git"}}
    monkeypatch.setattr(build, "project", lambda: project)
    assert build.published() == "https://codeberg.org/a/mlp/tree/v1.2.3"
    assert '"https://codeberg.org/a/mlp/tree/v1.2.3"' in build.bootstrap()
    project["urls"]["Repository"] = "https://example.org/mlp-course.git"
    assert build.published() == ""


# --- what may go wrong ---------------------------------------------------------------------------

ASKS = "Give the address of its repository or a zip of it, then run all cells again."


def refusal(text: str) -> str:
    """Return the sentences with which the cell stops; no traceback surrounds them."""
    text = re.sub("(?<!:)\n", " ", text)  # they are wrapped
    before, _, after = text.partition("The course, its folders helpers and data, is not here. ")
    said, asks, rest = after.partition(ASKS)
    assert asks, text
    assert "Traceback" not in before
    assert "No module named 'helpers'" in rest
    return said.strip()


def test_a_private_repository(reader, github):
    github.open_notebook(f"https://github.com/somebody/secret/blob/main/{NOTEBOOK}")
    said = refusal(reader.run(**github.env([])))
    assert said == "There is no github.com/somebody/secret at main, or it is private."
    assert reader.left() == []


def test_an_upload_of_the_single_file(reader, github):
    github.open_notebook("1ZAqXq2bYx")
    assert refusal(reader.run(**github.env([]))) == ""
    assert github.asked == ["api/sessions"]


def test_a_page_that_does_not_answer(reader, github):
    assert refusal(reader.run()).startswith("Colab did not say where this notebook comes from:")


@pytest.mark.parametrize("answer", [{}, ["x"], [{"kernel": {}}]])
def test_a_server_that_answers_something_else(answer, reader, github):
    github.sessions = answer
    provenance = [{"file_id": f"{REPOSITORY}/blob/main/{NOTEBOOK}"}]
    text = reader.run(**github.env(provenance))
    assert "from github.com/somebody/mlp at main." in text


def test_no_network(reader, github):
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    said = refusal(reader.run(**github.env([]) | {"STUB_GITHUB": "192.0.2.1:80"}))
    assert said.startswith("github.com could not be reached, no network in this test")
    assert said.endswith("is there a network?")
    assert reader.left() == []


def test_elsewhere_than_on_colab_it_asks_at_once(reader, github):
    env = {name: value for name, value in reader.env.items() if name not in github.env()}
    reader.env = env
    assert refusal(reader.run()) == ""
    assert github.asked == []


@pytest.mark.parametrize(
    ("pause", "limit", "sentence"),
    [
        (2.0, ("SILENCE, PATIENCE = 10,", "SILENCE, PATIENCE = 0.5,"), "reached, .*timed out"),
        (0.1, ("PATIENCE = 10, 120", "PATIENCE = 10, 1"), r"sent only 0\.0 MB in 1 s\."),
    ],
    ids=["silent", "dripping"],
)
def test_a_slow_server(pause, limit, sentence, reader, github):
    archive = zipped({**COURSE, "data/noise": os.urandom(9_000)})
    github.archives["somebody/mlp/archive/main.zip"], github.pause = archive, pause
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    reader.change(*limit)
    start = time.monotonic()
    assert re.search(sentence, refusal(reader.run(**github.env([]))))
    assert time.monotonic() - start < 8
    assert reader.left() == []


def test_a_server_that_is_out_of_order(reader, github):
    github.status = 503
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    said = refusal(reader.run(**github.env([])))
    assert said == "github.com answered 503, Service Unavailable."


@pytest.mark.parametrize(
    ("archive", "sentence"),
    [
        (
            zipped({**COURSE, "helpers/../../evil.py": ""}),
            r"helpers/\.\./\.\./evil.py may lead out",
        ),
        (zipped({**COURSE, "helpers/..\\evil.py": ""}), "evil.py may lead out"),
        (zipped({**COURSE, "data/C:evil": ""}), "data/C:evil may lead out"),
        (zipped(COURSE, link="data/link"), "data/link may lead out"),
        (zipped({**COURSE, "data/bomb": bytes(2_000_000)}), "it would unpack to more than 1 MB"),
        (zipped({"readme.md": ""}), "there is no helpers/runtime.py in it"),
        (zipped(COURSE)[:-30], "not a zip file"),
        (zipped(COURSE).replace(b"table", b"TABLE", 1), "header .*differ"),
        (b"<html>", "not a zip file"),
    ],
    ids=["..", "backslash", "drive", "link", "bomb", "other", "cut off", "damaged", "a page"],
)
def test_an_archive_that_is_not_to_be_trusted(archive, sentence, reader, github):
    github.archives["somebody/mlp/archive/main.zip"] = archive
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    reader.change("MAX_UNPACKED = 50_000_000, 100_000_000", "MAX_UNPACKED = 50_000_000, 1_000_000")
    said = refusal(reader.run(**github.env([])))
    assert said.startswith("The course from github.com/somebody/mlp at main cannot be used:")
    assert re.search(sentence, said), said
    assert reader.left() == []
    assert not (reader.folder.parent / "evil.py").exists()


def test_what_a_notebook_does_not_need_is_not_unpacked(reader, github):
    files = {
        **COURSE,
        "../evil.py": "",
        "/tmp/evil.py": "",
        "helpers.py": "",
        "noise": bytes(10**7),
    }
    github.archives["somebody/mlp/archive/main.zip"] = zipped(files)
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    reader.change("100_000_000", "1_000_000")
    assert reader.run().endswith("the course\n")
    assert sorted(path.name for path in reader.course.iterdir()) == [
        "data",
        "helpers",
        "origin.txt",
    ]


def test_an_archive_without_an_end(reader, github):
    github.archives["somebody/mlp/archive/main.zip"] = os.urandom(3_000_000)
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    reader.change("MAX_PACKED, MAX_UNPACKED = 50_000_000", "MAX_PACKED, MAX_UNPACKED = 2_000_000")
    assert refusal(reader.run(**github.env([]))).endswith("sent more than 2 MB.")
    assert reader.left() == []


def test_an_address_that_leads_to_one_without_encryption(reader, github):
    github.archive_host = f"http://{github.env()['STUB_GITHUB']}"
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    assert "which is not encrypted" in refusal(reader.run(**github.env([])))


# --- what is there already -----------------------------------------------------------------------


def test_a_rerun_says_the_same_and_fetches_nothing(reader, github):
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    line = "The course comes from github.com/somebody/mlp at main.\n"
    text = reader.run("run('import helpers.runtime'); run(cell)")
    assert text == f"{line}the course\n{line}"
    num_asked = len(github.asked)
    github.archives = {}
    assert reader.run() == f"{line}the course\n"  # a new kernel asks Colab, and nobody else
    assert github.asked[num_asked:] == ["api/sessions"]


def test_the_course_of_another_version_is_replaced(reader, github):
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    reader.run()
    (reader.course / "helpers" / "old.py").touch()
    github.archives["somebody/mlp/archive/v2.zip"] = zipped(COURSE)
    github.sessions = []
    github.open_notebook(f"{REPOSITORY}/blob/v2/{NOTEBOOK}")
    assert reader.run() == "The course comes from github.com/somebody/mlp at v2.\nthe course\n"
    assert not (reader.course / "helpers" / "old.py").exists()
    assert reader.left() == ["mlp-course"]


def test_without_the_right_version_the_one_that_is_there_stays_in_use(reader, github):
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    reader.run()
    github.sessions = []
    github.open_notebook(f"{REPOSITORY}/blob/v2/{NOTEBOOK}")
    assert reader.run(**github.env([])) == (
        "There is no github.com/somebody/mlp at v2, or it is private. What was fetched before, "
        "from github.com/somebody/mlp at main, stays in use.\n"
        "The course comes from github.com/somebody/mlp at main.\nthe course\n"
    )


def test_an_empty_folder_of_that_name_is_filled(reader, github):
    reader.course.mkdir()
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    assert reader.run().endswith("the course\n")


def test_a_stranger_of_that_name_is_left_alone(reader, github):
    reader.course.mkdir()
    (reader.course / "diary.txt").write_text("mine")
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    said = " ".join(reader.run().split())
    assert "mlp-course is there but is not the course: rename it, and run this cell again." in said
    assert (reader.course / "diary.txt").read_text() == "mine"


def test_a_course_that_the_reader_has_put_there_is_left_alone(reader, github):
    put(COURSE, reader.course)
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    assert reader.run() == "the course\n"
    assert github.asked == []


def test_somebody_elses_helpers_do_not_stand_in_the_way(reader, github):
    (reader.folder / "helpers").mkdir()
    (reader.folder / "helpers" / "__init__.py").write_text("print('a stranger')")
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    assert reader.run().endswith("at main.\nthe course\n")
    (reader.folder / "helpers.py").write_text("print('a stranger')")
    assert reader.run().endswith("at main.\nthe course\n")


def test_in_its_place_a_notebook_finds_the_course_above_and_says_nothing(reader, github):
    put(COURSE, reader.folder)
    reader.folder /= "notebooks"
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    assert reader.run() == "the course\n"
    assert github.asked == []


def put(files: dict[str, str], folder: Path) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


# --- asking --------------------------------------------------------------------------------------

PYTHONS = [sys.executable, f"{sys.prefix}-colab/bin/python"]  # ipywidgets 8 and 7
both_widgets = pytest.mark.parametrize("python", PYTHONS, ids=["locked", "colab"])
UPLOADS = {
    "locked": "shown('FileUpload').set_state({'value': [{'name': 'x.zip', 'type': '', 'size': 1,"
    " 'last_modified': 0, 'content': memoryview(data)}]})",
    "colab": "shown('FileUpload').set_state({'metadata': [{'name': 'x.zip'}], 'data': [memoryview(data)],"
    " '_counter': 1})",
}


def answers(text: str) -> list[str]:
    """Return what the form said, as the tests below print it."""
    return re.findall(r"^form: (.*)$", text, re.M)


TELL = "; print('form:', shown('HTML').value)"


@both_widgets
def test_a_zip_may_be_brought(python, reader, github, tmp_path, request):
    (tmp_path / "course.zip").write_bytes(zipped(COURSE, top=""))
    (tmp_path / "other.zip").write_bytes(b"<other>")
    bring = UPLOADS[request.node.callspec.id] + TELL
    text = reader.run(f"data = open({str(tmp_path / 'other.zip')!r}, 'rb').read(); {bring}", python)
    assert answers(text) == ["The course from your zip cannot be used: File is not a zip file."]
    assert reader.left() == []
    text = reader.run(
        f"data = open({str(tmp_path / 'course.zip')!r}, 'rb').read(); {bring}", python
    )
    assert answers(text) == ["The course is here. Now run all cells again."]
    assert text.endswith("the course\n")
    # Whatever Colab says of the notebook later on, the reader's own choice holds.
    github.open_notebook(f"{REPOSITORY}/blob/main/{NOTEBOOK}")
    assert reader.run(python=python) == "The course comes from your zip.\nthe course\n"


@both_widgets
@pytest.mark.parametrize(
    "address",
    [
        "github.com/somebody/mlp",
        " https://github.com/somebody/mlp/ ",
        "https://github.com/somebody/mlp.git",
        "https://github.com/somebody/mlp/blob/HEAD/notebooks/01_neurons.ipynb#scrollTo=x",
        "https://github.com/somebody/mlp/tree/HEAD",
    ],
)
def test_an_address_may_be_given(address, python, reader, github):
    github.archives = {"somebody/mlp/archive/HEAD.zip": zipped(COURSE)}
    text = reader.run(f"shown('Text').value = {address!r}{TELL}", python)
    assert answers(text) == ["The course is here. Now run all cells again."]
    assert text.endswith("the course\n")


def test_the_address_of_a_zip_may_be_given(reader, github):
    github.archives = {"course.zip": zipped(COURSE)}
    github.archive_host = "https://files.example.edu"
    text = reader.run(f"shown('Text').value = 'https://example.edu/course.zip'{TELL}")
    assert text.endswith("the course\n")
    assert "The course comes from https://example.edu/course.zip." in reader.run()


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("my course", "my course is no address of a repository, like github.com/OWNER/NAME."),
        ("<b>", "&lt;b&gt; is no address of a repository, like github.com/OWNER/NAME."),
        ("http://github.com/a/b", "http://github.com/a/b is no address of a repository, like"),
        ("file:///etc/x.zip", "file:///etc/x.zip is no address of a repository, like"),
        ("github.com/no/body", "There is no github.com/no/body at HEAD, or it is private."),
    ],
)
def test_an_address_that_leads_nowhere(address, answer, reader, github):
    text = reader.run(f"shown('Text').value = {address!r}{TELL}")
    assert answers(text)[0].startswith(answer)
    assert reader.left() == []
