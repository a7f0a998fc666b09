"""Notebooks that carry what they need: complete, small, and they run where there is nothing else.

One runs in every test run; `make elsewhere` runs all of them, on Colab's versions and on Kaggle's.
"""

import base64
import io
import lzma
import os
import re
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest

import build
import course
import standalone
from colab_services import COLAB, run_elsewhere

SAMPLE = "09_ethics"  # reads data, and takes five seconds
MAX_CARRIED = 600_000  # characters: a notebook stays a file that can be mailed
every_notebook = pytest.mark.parametrize("name", course.NAMES)


def unpacked(notebook: nbformat.NotebookNode) -> zipfile.ZipFile:
    """Return the zip that a standalone notebook carries."""
    (text,) = re.findall(r'^COURSE = "(.*)"$', course.code_cells(notebook)[0].source, re.M)
    return zipfile.ZipFile(io.BytesIO(lzma.decompress(base64.b85decode(text))))


@every_notebook
def test_it_is_the_notebook_with_another_first_cell(name):
    notebook, shipped = standalone.standalone(name), course.shipped(name)
    nbformat.validate(notebook)
    different = [
        cell for cell, ours in zip(shipped.cells, notebook.cells, strict=True) if cell != ours
    ]
    assert [cell.source for cell in different] == [build.bootstrap()]
    assert len(course.code_cells(notebook)[0].source) < MAX_CARRIED
    assert notebook == standalone.standalone(name)  # nothing in it depends on the day


@every_notebook
def test_it_carries_its_own_room_its_data_and_the_licenses(name):
    archive = unpacked(standalone.standalone(name))
    names = set(archive.namelist())
    assert {"LICENSE", "LICENSE-text", "data/README.md", "helpers/runtime.py"} <= names
    room = course.rooms().get(name)
    rooms = {other for other in course.rooms().values() if f"helpers/{other}/checks.py" in names}
    assert rooms == ({room} if room else set())
    assert all(archive.read(file) == (course.ROOT / file).read_bytes() for file in names)
    read = course.source_text(name) + "".join(
        archive.read(file).decode() for file in names if file.endswith(".py")
    )
    for path in (course.ROOT / "data").iterdir():
        if path.is_file() and re.search(rf'DATA / "{re.escape(path.name)}"', read):
            assert f"data/{path.name}" in names


def test_a_notebook_that_is_not_what_its_source_makes_is_refused(monkeypatch):
    monkeypatch.setattr(build, "disagreement", lambda name: f"{name}.ipynb is missing")
    with pytest.raises(ValueError, match="is missing: run `make notebooks` first"):
        standalone.standalone(SAMPLE)


def test_the_command_writes_notebooks_and_the_whole_course(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(standalone, "STANDALONE", tmp_path / "standalone")
    monkeypatch.setattr(build, "relative", lambda path: os.path.relpath(path, course.ROOT))
    monkeypatch.setattr(sys, "argv", ["standalone.py", SAMPLE])
    assert standalone.main() == 0
    assert re.search(rf"{SAMPLE}.ipynb carries \d+,\d{{3}} bytes", capsys.readouterr().out)
    whole = zipfile.ZipFile(tmp_path / "standalone" / "mlp-course.zip").namelist()
    assert {"helpers/runtime.py", "data/iris.csv", "LICENSE"} <= set(whole)
    assert len(whole) == len(set(whole))
    assert [name for name in whole if name.startswith("data/photographs/")]
    assert not [name for name in whole if "__pycache__" in name or "cache/" in name]
    monkeypatch.setattr(sys, "argv", ["standalone.py", "10_nothing"])
    with pytest.raises(SystemExit):
        standalone.main()
    assert "no such source: 10_nothing" in capsys.readouterr().err


def run(name: str, folder: Path, python: Path) -> None:
    """Run a standalone notebook from an empty folder without a network: all is as it was shipped."""
    cells = run_elsewhere(standalone.standalone(name), folder, python, {"TMPDIR": str(folder)})
    for shipped, ours in zip(course.code_cells(course.shipped(name)), cells, strict=True):
        assert course.texts(ours) == course.texts(shipped)
    assert list((folder / "content").iterdir()) == []
    assert list(folder.glob("mlp-course-*")) == [], "what was unpacked goes with the kernel"


def test_one_runs_on_colabs_versions(tmp_path):
    assert COLAB.exists(), "make test creates this environment; see the Makefile"
    run(SAMPLE, tmp_path, COLAB)


def test_its_first_cell_may_run_again(tmp_path):
    """What was unpacked stays: modules are loaded from it, and read their data there."""
    notebook = standalone.standalone("00_start_here")
    first = course.code_cells(notebook)[0].source
    same = "import os\nprint(carried.name == before and os.path.isdir(before))"
    notebook.cells += map(nbformat.v4.new_code_cell, ["before = carried.name", first, same])
    cells = run_elsewhere(notebook, tmp_path, Path(sys.executable), {"TMPDIR": str(tmp_path)})
    assert course.texts(cells[-1]) == [("stdout", "True\n")]


@pytest.mark.needs("MLP_COURSE_COLAB")
@every_notebook
def test_every_one_runs_on_colabs_versions(name, tmp_path):
    run(name, tmp_path, Path(os.environ["MLP_COURSE_COLAB"], "bin", "python"))


@pytest.mark.needs("MLP_COURSE_KAGGLE")
@every_notebook
def test_every_one_runs_on_kaggles_versions(name, tmp_path):
    run(name, tmp_path, Path(os.environ["MLP_COURSE_KAGGLE"], "bin", "python"))
