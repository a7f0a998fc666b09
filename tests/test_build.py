"""The build: one source becomes two editions, code runs only if it must, disagreement is noticed."""

import json
import re
from pathlib import Path

import nbconvert
import nbformat
import pytest

import build
import dependencies

SOURCE = '''# %% [markdown]
# # A title

# %% tags=["setup"]
from helpers.runtime import start

# %%
def double(x):
    """Return twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


double = check(double)
'''


@pytest.fixture
def course_folder(tmp_path, monkeypatch):
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "01_test.py").write_text(SOURCE)
    monkeypatch.setattr(build, "SOURCES", sources)
    monkeypatch.setattr(build, "NOTEBOOKS", tmp_path)
    return tmp_path


def test_reader_gets_a_stub_and_a_folded_solution(course_folder):
    cells = build.reader_edition(build.read_source("01_test")).cells
    assert "return 2 * x" not in cells[3].source
    assert build.STUB in cells[3].source
    assert "double = check(double)" in cells[3].source
    assert cells[4].cell_type == "markdown"
    assert cells[4].source.startswith("<details>")
    assert "return 2 * x" in cells[4].source
    assert "SOLUTION" not in "".join(cell.source for cell in cells)


def test_solved_edition_keeps_the_solution_without_its_markers(course_folder):
    cells = build.solved_edition(build.read_source("01_test")).cells
    assert "    return 2 * x" in cells[3].source
    assert "SOLUTION" not in cells[3].source


def test_a_folded_cell_before_the_setup_finds_the_course(course_folder):
    bootstrap, setup = build.read_source("01_test").cells[1:3]
    assert bootstrap.metadata.jupyter.source_hidden
    assert bootstrap.source == build.bootstrap()
    assert "@PUBLISHED@" not in bootstrap.source
    assert setup.source == "from helpers.runtime import start"


HUNT = """def running_sum(values):
    total = 0
    for value in values:
        ### BEGIN SOLUTION
        total += value
        ### INSTEAD
        # # Add it.
        # total = value
        ### END SOLUTION
    return total


running_sum = check(running_sum)"""


def test_in_a_hunt_the_reader_gets_the_code_with_the_bug():
    given = build.as_given(HUNT)
    assert "    for value in values:\n        # Add it.\n        total = value\n    return" in given
    assert "SOLUTION" not in given and "INSTEAD" not in given and "+=" not in given
    solved = build.solved(HUNT)
    assert "        total += value\n    return total" in solved
    assert "SOLUTION" not in solved and "INSTEAD" not in solved and "total = value" not in solved
    assert "total += value" in build.folded(HUNT) and "= check(" not in build.folded(HUNT)
    plain = SOURCE.partition("# %%\ndef")[2]
    assert build.as_given(plain) == plain


def test_slides_have_a_cell_each_and_no_setup(course_folder):
    notebook = build.reader_edition(build.read_source("01_test"))
    page, _ = nbconvert.SlidesExporter().from_notebook_node(notebook)
    sections = re.findall(r"<section>(?!<section>).*?</section>", page, re.S)
    shown = [cell for cell in notebook.cells if build.slide_type(cell) != "skip"]
    assert len(sections) == len(shown) < len(notebook.cells)
    assert "Find the course" not in page and "Stuck?" not in page


def test_source_without_setup_cell_is_refused(course_folder):
    (course_folder / "sources" / "01_test.py").write_text("# %%\n1 + 1\n")
    with pytest.raises(ValueError, match="tagged 'setup'"):
        build.read_source("01_test")


def test_disagreement_is_noticed(course_folder):
    path = course_folder / "01_test.ipynb"
    assert "missing" in build.disagreement("01_test")
    notebook = build.reader_edition(build.read_source("01_test"))
    nbformat.write(notebook, path)
    assert build.disagreement("01_test") is None
    notebook.cells[3].source += "\n# edited by hand"
    nbformat.write(notebook, path)
    assert "differs from its source in cell 3" in build.disagreement("01_test")
    del notebook.cells[4]
    nbformat.write(notebook, path)
    assert "cells" in build.disagreement("01_test")


def test_cell_ids_do_not_change_between_builds(course_folder):
    first, second = (build.reader_edition(build.read_source("01_test")) for _ in range(2))
    assert [cell.id for cell in first.cells] == [cell.id for cell in second.cells]
    assert len({cell.id for cell in first.cells}) == len(first.cells)


# --- what runs, and when -------------------------------------------------------------------------

COURSE = {
    "pyproject.toml": (build.ROOT / "pyproject.toml").read_text(),
    "tools/bootstrap.py": (build.ROOT / "tools" / "bootstrap.py").read_text(),
    "notebooks/sources/01_one.py": '# %% [markdown]\n# One sentence.\n\n# %% tags=["setup"]\n'
    "from helpers.one import figures\n",
    "notebooks/sources/02_two.py": '# %% tags=["setup"]\nfrom helpers.two.checks import check\n',
    "helpers/__init__.py": "",
    "helpers/shared.py": "VALUE = 1\n",
    "helpers/tables.py": 'NAME = DATA / "table.csv"\nFOLDER = DATA / "pictures"\n',
    "helpers/one/__init__.py": "",
    "helpers/one/figures.py": '"""Figures."""\n\n\ndef draw():\n    from helpers import shared\n',
    "helpers/two/__init__.py": "",
    "helpers/two/checks.py": "import helpers.tables\n",
    "data/table.csv": "1,2\n",
    "data/other.csv": "3,4\n",
    "data/pictures/cats/tom.txt": "a cat\n",
}


@pytest.fixture
def small_course(tmp_path, monkeypatch):
    """Yield a course of two notebooks, and the names of those that have been executed."""
    for file, text in COURSE.items():
        write(tmp_path / file, text)
    runs = []

    def pretend(notebook, folder):
        code = build.code_cells(notebook)
        runs.append(code[-1].source)
        for number, cell in enumerate(code, 1):
            cell.execution_count = number
            cell.outputs = [nbformat.v4.new_output("stream", text=f"run {len(runs)}")]
        return notebook

    folders = {"NOTEBOOKS": "notebooks", "SOURCES": "notebooks/sources"}
    folders |= {"SOLVED": "build/solved", "STAMPS": "build/stamps", "ROOT": "."}
    for name, folder in folders.items():
        monkeypatch.setattr(build, name, tmp_path / folder)
    monkeypatch.setattr(dependencies, "ROOT", tmp_path)
    monkeypatch.setattr(build, "execute", pretend)
    for name in build.source_names():
        assert build.build(name) == "executed: no record of an earlier run"
    runs.clear()
    return tmp_path, runs


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def build_all() -> dict[str, str]:
    """Return what was done to each notebook that was not up to date."""
    return {name: done for name in build.source_names() if (done := build.build(name))}


def test_nothing_is_done_twice(small_course):
    assert build_all() == {}


def test_a_changed_sentence_is_in_both_editions_and_nothing_runs(small_course):
    folder, runs = small_course
    source = folder / "notebooks/sources/01_one.py"
    source.write_text(source.read_text().replace("One sentence.", "Another one."))
    before = nbformat.read(folder / "notebooks/01_one.ipynb", as_version=4)
    assert build_all() == {"01_one": "text only"}
    assert runs == []
    for edition in ("notebooks", "build/solved"):
        notebook = nbformat.read(folder / edition / "01_one.ipynb", as_version=4)
        assert notebook.cells[0].source == "Another one."
        assert build.code_cells(notebook)[1].outputs[0].text.startswith("run ")
    notebook = nbformat.read(folder / "notebooks/01_one.ipynb", as_version=4)
    assert build.code_cells(notebook) == build.code_cells(before)
    assert build_all() == {}


def test_an_inserted_cell_of_text_keeps_every_output(small_course):
    folder, runs = small_course
    source = folder / "notebooks/sources/01_one.py"
    source.write_text("# %% [markdown]\n# First of all.\n\n" + source.read_text())
    assert build_all() == {"01_one": "text only"}
    assert runs == []
    cells = nbformat.read(folder / "notebooks/01_one.ipynb", as_version=4).cells
    assert [cell.id for cell in cells] == [f"cell-{number:03d}" for number in range(4)]
    assert cells[3].execution_count == 2


@pytest.mark.parametrize(
    ("file", "text", "stale"),
    [
        ("notebooks/sources/01_one.py", COURSE["notebooks/sources/01_one.py"] + "1 + 1\n", "01"),
        ("helpers/one/figures.py", COURSE["helpers/one/figures.py"] + "\n\nX = 1\n", "01"),
        ("helpers/shared.py", "VALUE = 2\n", "01"),
        ("helpers/__init__.py", "X = 1\n", "01 02"),
        ("data/table.csv", "1,3\n", "02"),
        ("data/pictures/cats/tom.txt", "another cat\n", "02"),
        ("data/other.csv", "3,5\n", ""),
        ("helpers/two/figures.py", "X = 1\n", ""),
        ("helpers/shared.py", '"""What is shared."""\n\nVALUE = 1  # one\n', ""),
        ("helpers/one/figures.py", COURSE["helpers/one/figures.py"].replace("Fig", "The fig"), ""),
    ],
    ids=[
        "its own code",
        "its room",
        "a module imported inside a function",
        "the package of all",
        "data read by a module that a module imports",
        "a folder of data",
        "data that nobody reads",
        "a module that nobody imports",
        "a comment and a docstring, new",
        "a docstring, changed",
    ],
)
def test_only_what_depends_on_a_change_runs(file, text, stale, small_course):
    folder, runs = small_course
    write(folder / file, text)
    done = build_all()
    assert " ".join(name[:2] for name in done) == stale
    what = "its code" if "sources" in file else file
    assert set(done.values()) <= {f"executed: {what}"}
    assert len(runs) == 2 * len(done)  # the reader's edition and the solved one
    assert build_all() == {}


def test_a_file_that_is_gone_counts_as_changed(small_course):
    folder, _ = small_course
    (folder / "data/table.csv").unlink()
    assert build_all() == {"02_two": "executed: data/table.csv"}


@pytest.mark.parametrize("edition", ["notebooks", "build/solved"])
def test_an_edition_that_was_run_by_hand_is_built_again(edition, small_course):
    folder, _ = small_course
    path = folder / edition / "01_one.ipynb"
    path.write_text(path.read_text().replace("run ", "by hand "))
    assert build_all() == {"01_one": f"executed: {edition}/01_one.ipynb"}
    assert "by hand" not in path.read_text()


def test_a_new_address_is_written_without_a_run(small_course):
    folder, runs = small_course
    project = folder / "pyproject.toml"
    address = build.project()["urls"]["Repository"]
    project.write_text(project.read_text().replace(address, "https://codeberg.org/a/elsewhere.git"))
    assert build_all() == {"01_one": "text only", "02_two": "text only"}
    assert runs == []
    assert "a/elsewhere/tree/v" in (folder / "notebooks/01_one.ipynb").read_text()


def test_what_is_edited_during_a_run_makes_the_notebook_stale(small_course, monkeypatch):
    folder, _ = small_course
    write(folder / "helpers/shared.py", "VALUE = 2\n")
    pretend = build.execute

    def slow(notebook, where):
        write(folder / "helpers/shared.py", "VALUE = 3\n")
        return pretend(notebook, where)

    monkeypatch.setattr(build, "execute", slow)
    assert build_all() == {"01_one": "executed: helpers/shared.py"}
    assert build_all() == {"01_one": "executed: helpers/shared.py"}
    assert build_all() == {}


def test_a_run_that_fails_leaves_no_record(small_course, monkeypatch):
    folder, _ = small_course
    write(folder / "helpers/shared.py", "VALUE = 2\n")
    before = (folder / "notebooks/01_one.ipynb").read_text()

    def fail(notebook, where):
        raise RuntimeError("as planned")

    monkeypatch.setattr(build, "execute", fail)
    with pytest.raises(RuntimeError, match="as planned"):
        build.build("01_one")
    assert (folder / "notebooks/01_one.ipynb").read_text() == before
    assert build.changes("01_one", build.inputs("01_one")) == ["helpers/shared.py"]


def test_relative_imports_are_followed_and_broken_modules_named(small_course):
    folder, _ = small_course
    write(folder / "helpers/two/checks.py", "from . import answers\nfrom ..shared import VALUE\n")
    write(folder / "helpers/two/answers.py", "def (")
    with pytest.raises(SyntaxError, match=r"answers\.py, line 1"):
        dependencies.dependencies("import helpers.two.checks")
    write(folder / "helpers/two/answers.py", "")
    found = dependencies.dependencies("import helpers.two.checks")
    files = {path.relative_to(folder).as_posix() for path in found}
    assert files == {
        "helpers/__init__.py",
        "helpers/shared.py",
        "helpers/two/__init__.py",
        "helpers/two/answers.py",
        "helpers/two/checks.py",
    }


def test_the_record_names_every_file(small_course):
    record = json.loads(build.stamp("02_two").read_text())
    assert {"its code", "data/table.csv", "helpers/tables.py"} <= record.keys()
    assert {"notebooks/02_two.ipynb", "build/solved/02_two.ipynb"} <= record.keys()
    assert "data/other.csv" not in record


def test_no_module_reads_its_own_text():
    """So docstrings and comments may change without a run."""
    for path in (build.ROOT / "helpers").rglob("*.py"):
        for name in ("__doc__", "getsource", "getdoc"):
            assert name not in path.read_text(), path
