"""The build: one source becomes two editions, and disagreement is noticed."""

import nbformat
import pytest

import build

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


def test_a_folded_cell_before_the_setup_fetches_the_tagged_version(course_folder):
    bootstrap, setup = build.read_source("01_test").cells[1:3]
    assert bootstrap.metadata.jupyter.source_hidden
    assert build.project()["urls"]["Repository"] in bootstrap.source
    assert f"v{build.project()['version']}" in bootstrap.source
    assert "@TAG@" not in bootstrap.source and "@REPOSITORY@" not in bootstrap.source
    assert setup.source == "from helpers.runtime import start"


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
