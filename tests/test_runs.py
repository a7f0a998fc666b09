"""Every notebook runs: as shipped, solved with each cell twice, and the way Colab runs it."""

import base64
import copy
import io
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from nbformat import NotebookNode
from PIL import Image

import build
import course
from colab_services import COLAB, STUB, run_elsewhere, services, working_tree, zipped

# One group a notebook: its runs share a worker, and what one run leaves the next can use.
NOTEBOOKS = [
    pytest.param(name, id=name, marks=pytest.mark.xdist_group(name)) for name in course.NAMES
]
# Measured: one step of any slider of notebook 01 changes its picture by 0.016 to 0.074; another run
# in the locked environment by 0; matplotlib 3.10 instead of 3.11 by 0.02 to 0.09.
MAX_GAP = 0.01
every_notebook = pytest.mark.parametrize("name", NOTEBOOKS)


@every_notebook
def test_nbval_compares_every_cell(name, tmp_path):
    """Strict nbval on the committed file, and the count of the cells that it compared."""
    report = tmp_path / "report.xml"
    command = [sys.executable, "-m", "pytest", "--nbval", f"{build.NOTEBOOKS / name}.ipynb"]
    command += ["--nbval-current-env", "--nbval-cell-timeout", str(build.CELL_TIMEOUT)]
    command += ["--nbval-sanitize-with", str(Path(__file__).with_name("nbval_sanitize.cfg"))]
    command += ["-p", "no:cacheprovider", "-p", "no:xdist", "-q", f"--junitxml={report}"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=course.ROOT, check=False)
    assert done.returncode == 0, done.stdout[-5000:]
    suite = ElementTree.parse(report).getroot().find("testsuite")
    # nbval passes a cell without an execution count unseen: each must have one.
    cells = course.code_cells(course.shipped(name))
    compared = [cell for cell in cells if cell.execution_count is not None]
    assert len(compared) == len(cells) == int(suite.get("tests"))
    assert int(suite.get("skipped")) == 0
    assert any(course.texts(cell) for cell in compared)


def run_each_cell_twice(notebook: NotebookNode) -> tuple[list, list]:
    """Run every code cell twice in a row; return the first and the second passes' cells."""
    notebook.cells = [
        twin for cell in course.code_cells(notebook) for twin in (cell, copy.deepcopy(cell))
    ]
    build.number_cells(notebook)
    cells = build.run(notebook, build.NOTEBOOKS).cells
    return cells[::2], cells[1::2]


@every_notebook
def test_solved_and_each_cell_twice(name):
    """Every exercise is right, both times; all else is as shipped: texts exactly, pictures nearly.

    So the course's stand-ins for open exercises do what the solutions do, and no cell remembers.
    """
    shipped = course.code_cells(course.shipped(name))
    num_right = 0
    passes = run_each_cell_twice(build.solved_edition(build.read_source(name)))
    for number, (cell, *twins) in enumerate(zip(shipped, *passes, strict=True)):
        for ours in twins:
            if "= check(" in ours.source:
                assert ": right" in verdict(ours).splitlines()[0], verdict(ours)
                num_right += 1
            elif "check.summary()" not in ours.source:
                assert course.texts(ours) == course.texts(cell), f"code cell {number}"
                compare_pictures(cell, ours, f"code cell {number}")
        assert course.texts(twins[0]) == course.texts(twins[1]), f"code cell {number}, second time"
    assert num_right == 2 * len(course.exercise_cells(name))


def verdict(cell: NotebookNode) -> str:
    """Return what `check` said: the last text of an exercise's cell."""
    return [text for kind, text in course.texts(cell) if kind == "text/plain"][-1]


def compare_pictures(shipped: NotebookNode, ours: NotebookNode, where: str) -> None:
    assert ("show(" in ours.source) <= bool(pictures(ours)), f"{where} shows nothing"
    for wanted, found in zip(pictures(shipped), pictures(ours), strict=True):
        assert (gap := picture_gap(wanted, found)) < MAX_GAP, f"{where}: {gap:.3f}"


def pictures(cell) -> list[np.ndarray]:
    """Return a cell's PNG outputs as gray arrays in [0, 1], at half size: fonts may differ a bit."""
    found = []
    for output in cell.outputs:
        if png := output.get("data", {}).get("image/png"):
            found.append(decode(png))
    return found


def decode(png: str) -> np.ndarray:
    image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")
    return np.asarray(image.reduce(4), dtype=float) / 255


def picture_gap(wanted: np.ndarray, found: np.ndarray) -> float:
    """Return the root-mean-square difference between two pictures, 1 if their sizes differ."""
    return 1.0 if wanted.shape != found.shape else float(np.sqrt(np.mean((wanted - found) ** 2)))


# --- Colab ---------------------------------------------------------------------------------------


@every_notebook
def test_colab(name, tmp_path):
    """Opened from GitHub, with Colab's own ipywidgets, IPython, ipykernel, matplotlib and numpy."""
    tree = working_tree()
    with services() as github:
        github.archives["somebody/mlp/archive/topic/new.zip"] = zipped(tree)
        github.open_notebook(
            f"https://github.com/somebody/mlp/blob/topic/new/notebooks/{name}.ipynb"
        )
        cells = run_elsewhere(course.shipped(name), tmp_path, COLAB, github.env())
    said = "The course comes from github.com/somebody/mlp at topic/new."
    assert ("text/plain", said) in course.texts(cells[0])
    for shipped, ours in zip(course.code_cells(course.shipped(name))[1:], cells[1:], strict=True):
        assert course.texts(ours) == course.texts(shipped)
    # The run has written nothing, neither beside the fetched course nor into it.
    found = {path for path in (tmp_path / "content").rglob("*") if path.is_file()}
    fetched = tmp_path / "content" / "mlp-course"
    needed = {name for name in tree if not name.startswith("notebooks/")}
    assert found == {fetched / name for name in [*needed, "origin.txt"]}
    assert all((fetched / name).read_bytes() == tree[name] for name in needed)


def test_stub_refuses_the_network():
    """The guard that the Colab runs rely on really refuses an address outside."""
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    env = {"PYTHONPATH": str(STUB), "PATH": ""}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "no network in this test" in done.stderr
