"""The folded cell at the top of every notebook, where the notebook travels alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import build


@pytest.fixture
def course(tmp_path) -> Path:
    """A repository with a course in it, under the release's tag, at the published address."""
    tree = tmp_path / "tree"
    (tree / "helpers").mkdir(parents=True)
    (tree / "helpers" / "__init__.py").touch()
    (tree / "helpers" / "runtime.py").write_text("print('the course')")
    author = ["-c", "user.name=test", "-c", "user.email=test@example.org"]
    for command in (
        ["init"],
        ["add", "--all"],
        [*author, "commit", "-m", "tree"],
        ["tag", f"v{build.project()['version']}"],
    ):
        subprocess.run(["git", *command], cwd=tree, check=True, capture_output=True)
    address = build.project()["urls"]["Repository"]
    (tmp_path / "gitconfig").write_text(f'[url "{tree.as_uri()}"]\n\tinsteadOf = {address}\n')
    return tree


def run_cell(folder: Path, **env: str) -> subprocess.CompletedProcess:
    """Run the cell, and then an import of the course, in a folder: a kernel's own is its first path."""
    code = f"import sys; sys.path.insert(0, '')\n{build.bootstrap()}\nimport helpers.runtime"
    env = {**os.environ, "GIT_CONFIG_GLOBAL": str(folder.parent / "gitconfig"), **env}
    env.pop("PYTHONPATH", None)
    command = [sys.executable, "-S", "-c", code]  # -S: without what is installed here
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "content").mkdir()
    return tmp_path / "content"


def test_the_course_is_fetched_and_not_twice(course, folder):
    for _ in range(2):
        done = run_cell(folder)
        assert done.stdout == "the course\n", done.stderr
        (folder.parent / "gitconfig").write_text("")  # the second time there is nobody to ask
    assert [path.name for path in folder.iterdir()] == ["mlp-course"]


def test_an_empty_folder_of_that_name_is_filled(course, folder):
    (folder / "mlp-course").mkdir()
    assert run_cell(folder).stdout == "the course\n"


def test_a_stranger_of_that_name_is_left_alone(course, folder):
    (folder / "mlp-course").mkdir()
    (folder / "mlp-course" / "diary.txt").write_text("mine")
    done = run_cell(folder)
    assert done.returncode != 0
    assert "is not the course: rename it" in done.stderr
    assert (folder / "mlp-course" / "diary.txt").read_text() == "mine"


def test_somebody_elses_helpers_do_not_stand_in_the_way(course, folder):
    (folder / "helpers").mkdir()
    (folder / "helpers" / "__init__.py").write_text("print('a stranger')")
    assert run_cell(folder).stdout == "the course\n"
    (folder / "helpers.py").write_text("print('a stranger')")
    assert run_cell(folder).stdout == "the course\n"


def test_without_git_or_network_a_sentence_says_what_to_do(course, folder):
    done = run_cell(folder, PATH="")
    assert "git, which is not installed here. Fetch https://" in done.stderr
    (folder.parent / "gitconfig").write_text(
        f'[url "{folder.parent / "nowhere"}"]\n\tinsteadOf = https://\n'
    )
    done = run_cell(folder)
    assert "Could not fetch the course; is there a network? Fetch" in done.stderr
    assert [path.name for path in folder.iterdir()] == []


def test_a_notebook_in_its_place_finds_the_course_above(course, folder):
    (course / "notebooks").mkdir()
    assert run_cell(course / "notebooks", PATH="").stdout == "the course\n"
