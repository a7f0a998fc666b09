"""The files around the course: environments in step, documents true, nothing private in them."""

import re
import subprocess

import pytest
import yaml

import build
import course

ROOT = course.ROOT


def requirement_name(requirement: str) -> str:
    return re.match(r"[\w-]+", requirement)[0]


def wanted_requirements() -> set[str]:
    """Return what a reader needs: the package's dependencies and JupyterLab."""
    project = build.project()
    return {*project["dependencies"], *project["optional-dependencies"]["lab"]}


def test_environment_yml_is_in_step_with_pyproject():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    pip = next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    conda = [entry for entry in environment["dependencies"] if isinstance(entry, str)]
    python = next(entry for entry in conda if entry.startswith("python"))
    assert python == f"python{build.project()['requires-python']}"
    assert {*conda, *pip} - {python, "pip", "git"} == wanted_requirements()
    # torch and torchvision as PyPI's pair: other builds do not fit together.
    assert {"torch", "torchvision"} <= {requirement_name(entry) for entry in pip}


def test_lock_pins_every_dependency_and_names_no_host():
    lock = (ROOT / "requirements-dev.lock").read_text()
    pinned = set(re.findall(r"^([\w-]+)==", lock, re.M))
    project = build.project()
    everything = [*wanted_requirements(), *project["optional-dependencies"]["dev"]]
    assert {requirement_name(entry) for entry in everything} <= pinned
    assert "://" not in lock
    assert "--hash=sha256:" in lock


def test_citation_has_the_version_of_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["version"] == build.project()["version"]
    assert citation["repository-code"] == build.project()["urls"]["Repository"]


def test_licenses_are_there():
    assert "Redistribution and use" in (ROOT / "LICENSE").read_text()
    assert "Creative Commons Attribution 4.0" in (ROOT / "LICENSE-text").read_text()


@pytest.mark.parametrize("name", course.NAMES)
def test_readme_lists_every_notebook(name):
    assert f"(notebooks/{name}.ipynb)" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "data/README.md"])
def test_local_links_of_documents_lead_somewhere(document):
    path = ROOT / document
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)\)", path.read_text()):
        assert (path.parent / target).exists(), target


def test_make_targets_that_documents_name_exist():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    for document in ("README.md", "CONTRIBUTING.md"):
        named = re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / document).read_text(), re.M)
        assert set(named) <= targets


def test_model_modules_import_neither_pictures_nor_widgets():
    for path in (ROOT / "helpers").glob("*/model.py"):
        assert not re.search(
            r"import (matplotlib|ipywidgets)|from (matplotlib|ipywidgets)", path.read_text()
        )


def test_rooms_do_not_import_each_other():
    rooms = {path.parent.name for path in (ROOT / "helpers").glob("*/checks.py")}
    for room in rooms:
        for path in (ROOT / "helpers" / room).rglob("*.py"):
            others = set(re.findall(r"helpers\.(\w+)", path.read_text())) & rooms
            assert others <= {room}, path


def test_no_committed_file_names_a_machine_path():
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "*.md", "*.toml", "*.yml", "Makefile"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for file in listed.stdout.splitlines():
        if not file.startswith("tests/"):
            assert not re.search(r"/(root|work)/|/home/\w", (ROOT / file).read_text()), file
