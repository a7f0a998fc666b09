"""The files around the course: environments in step, documents true, nothing private in them."""

import configparser
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

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


@pytest.mark.parametrize(
    "document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md"]
)
def test_local_links_of_documents_lead_somewhere(document):
    path = ROOT / document
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)\)", path.read_text()):
        assert (path.parent / target).exists(), target


def test_make_targets_that_documents_name_exist():
    for document in ("README.md", "CONTRIBUTING.md"):
        named = re.findall(r"(?:^|`)make ([a-z]+)", (ROOT / document).read_text(), re.M)
        assert set(named) <= make_targets()


# --- make ----------------------------------------------------------------------------------------


def make(*arguments: str, folder: Path = ROOT, **env: str) -> subprocess.CompletedProcess:
    """Run make as from a shell: `make test VENV=...` would hand its words down to it."""
    command = ["make", *arguments, f"PYTHON={sys.executable}"]
    outer = ("MAKEFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "MFLAGS", "VENV")
    clean = {name: value for name, value in os.environ.items() if name not in outer}
    return subprocess.run(
        command, cwd=folder, env={**clean, **env}, capture_output=True, text=True, check=False
    )


def test_a_moved_course_still_opens_and_a_broken_environment_is_made_anew(tmp_path):
    """With empty locks; JupyterLab is lent, and ends at its flag --version instead of serving."""
    folder = tmp_path / "course"
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (folder / lock).touch()
    treasure = folder / ".venv" / "treasure"
    treasure.parent.mkdir()
    treasure.touch()

    def lab(*flags: str) -> str:
        libraries = sysconfig.get_path("purelib")
        done = make(*flags, "lab", "LAB_FLAGS=--version", folder=folder, PYTHONPATH=libraries)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "-m venv" in lab()
    assert treasure.exists()  # a folder that is no environment is not cleared
    folder = folder.rename(tmp_path / "renamed")
    assert "-m venv" not in lab()
    (site_packages,) = (folder / ".venv" / "lib").glob("*/site-packages")
    site_packages.rename(folder / "of another Python")
    assert "-m venv --clear" in lab("--dry-run")
    python = folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(folder / "nothing")
    assert "-m venv --clear" in lab()
    assert python.exists()
    assert "-m venv" not in lab("--dry-run")


def test_make_calls_no_script_of_the_environment():
    """A script starts with the path where it was installed; python -m works everywhere."""
    scripts = re.findall(r"\$\(\w+\)/bin/(\w+)|\.venv/bin/(\w+)", (ROOT / "Makefile").read_text())
    assert {name for pair in scripts for name in pair if name} == {"python"}


@pytest.mark.parametrize("target", ["room", "preview"])
@pytest.mark.parametrize("number", [[], ["NN="], ["NN=0"], ["NN=99"]])
def test_make_asks_which_notebook(target, number):
    done = make("--dry-run", target, *number)
    assert done.returncode == 2
    assert f"Which notebook? For example: make {target} NN=06" in done.stderr
    assert done.stdout == ""  # before anything is installed


@pytest.mark.parametrize("name", course.NAMES)
def test_make_finds_every_notebook_by_its_number(name):
    room = make("--dry-run", "room", f"NN={name[:2]}").stdout
    assert f"tools/build.py {name}\n" in room
    assert f"notebooks/sources/{name}.py" in room
    assert room.endswith(f" -k {name[3:]}\n")
    if name in course.rooms():
        assert course.rooms()[name] == name[3:]
        assert f" helpers/{name[3:]} " in room
        assert f"tests/{name[3:]} -k" in room
    assert f"tools/preview.py {name}\n" in make("--dry-run", "preview", f"NN={name[:2]}").stdout


# --- habits --------------------------------------------------------------------------------------

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
ACTIONS = r"actions/(checkout|setup-python|upload-pages-artifact|deploy-pages)@v\d+"
TEMPLATES = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def steps(workflow: Path) -> list[dict]:
    jobs = yaml.safe_load(workflow.read_text())["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_only_fetch_python_call_make_and_publish(workflow):
    targets = {*make_targets(), "${{ matrix.libraries }}"}
    for step in steps(workflow):
        if "uses" in step:
            assert re.fullmatch(ACTIONS, step["uses"])
        else:
            assert step["run"].removeprefix("make ") in targets
    assert "://" not in workflow.read_text()


def test_every_push_is_tested_and_every_week_all_pythons_and_both_ends_of_the_libraries():
    workflows = {path.stem: yaml.safe_load(path.read_text()) for path in WORKFLOWS}
    tests, weekly = workflows["tests"], workflows["weekly"]
    assert {"push", "pull_request"} <= set(tests[True])  # YAML 1.1 reads `on` as true
    assert {"run": "make test"} in tests["jobs"]["test"]["steps"]
    assert "schedule" in weekly[True]
    pythons = weekly["jobs"]["locked"]["strategy"]["matrix"]["python"]
    assert pythons == [f"3.{minor}" for minor in range(10, 15)]
    assert build.project()["requires-python"] == f">={pythons[0]}"
    ends = weekly["jobs"]["bounds"]["strategy"]["matrix"]["include"]
    assert [end["libraries"] for end in ends] == ["oldest", "newest"]
    assert [end["python"] for end in ends] == [pythons[0], pythons[-1]]
    assert {end["libraries"] for end in ends} <= make_targets()


def test_issue_templates_ask_for_what_a_test_needs():
    assert [path.stem for path in TEMPLATES] == [
        "misleading_hint",
        "rejected_answer",
        "wrong_claim",
    ]
    for path in TEMPLATES:
        template = yaml.safe_load(path.read_text())
        assert template["name"] and template["description"]
        ids = [field["id"] for field in template["body"]]
        assert len(ids) == len(set(ids)) >= 3
        for field in template["body"]:
            assert field["type"] in ("input", "textarea") and field["attributes"]["label"]
        required = [field.get("validations", {}).get("required") for field in template["body"]]
        assert required[:3] == [True] * 3


def test_hooks_check_what_lint_checks():
    (repository,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert repository["repo"] == "local"
    lint = make("--dry-run", "lint", "VENV=.venv").stdout
    for hook in repository["hooks"]:
        assert hook["language"] == "system"
        command = hook["entry"].replace(" --force-exclude", " .")
        assert command.removesuffix(" .") in lint, command


def test_changelog_knows_the_version():
    version = build.project()["version"]
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert headings[0] in ("Unreleased:", version)
    assert version in headings


def test_files_are_as_editorconfig_says():
    settings = configparser.ConfigParser()
    settings.read_string("[top]\n" + (ROOT / ".editorconfig").read_text())
    assert settings["*"]["end_of_line"] == "lf"
    assert settings["*"]["trim_trailing_whitespace"] == "true"
    assert settings["*"]["insert_final_newline"] == "true"
    assert settings["*.{py,md,toml}"]["max_line_length"] == str(
        build.tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["line-length"]
    )
    for file in committed("*.py", "*.md", "*.toml", "*.yml", "*.yaml", "*.cfg", "Makefile"):
        text = (ROOT / file).read_bytes().decode("utf-8")
        assert "\r" not in text, file
        assert not re.search(r"[ \t]$", text, re.M), file
        assert text.endswith("\n") or not text, file


# --- the code ------------------------------------------------------------------------------------


ROOM_FILES = sorted((ROOT / "helpers").glob("*/*.py"))
IMPORT = r"^ *(?:import|from) {}\b"


def imports(path, *modules: str) -> bool:
    return any(re.search(IMPORT.format(module), path.read_text(), re.M) for module in modules)


def test_widgets_are_known_in_few_places():
    """Three that rooms share; a ballot of fifteen probabilities; a game against the network."""
    found = {path.name for path in (ROOT / "helpers").rglob("*.py") if imports(path, "ipywidgets")}
    assert found - {"ballot.py", "duel.py"} == {"explorable.py", "form.py", "guesses.py"}


def test_science_knows_no_pictures():
    """What draws takes its figures and colors from helpers.pictures; all else is science."""
    science = [path for path in ROOM_FILES if not imports(path, r"helpers\.pictures")]
    assert len(science) > 60
    for path in science:
        assert not imports(path, "matplotlib"), path
        assert path.name not in ("figures.py", "scenes.py"), path


def test_no_file_of_a_room_is_long():
    for path in ROOM_FILES:
        assert len(path.read_text().splitlines()) <= 450, path


def test_rooms_do_not_import_each_other():
    rooms = {path.parent.name for path in (ROOT / "helpers").glob("*/checks.py")}
    for room in rooms:
        for path in (ROOT / "helpers" / room).rglob("*.py"):
            others = set(re.findall(r"helpers\.(\w+)", path.read_text())) & rooms
            assert others <= {room}, path


def committed(*patterns: str) -> list[str]:
    """Return the files under version control that match, as far as they are there."""
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [file for file in listed.stdout.splitlines() if (ROOT / file).exists()]


def test_no_committed_file_names_a_machine_path():
    for file in committed("*.py", "*.md", "*.toml", "*.yml", "*.yaml", "Makefile"):
        if not file.startswith("tests/"):
            assert not re.search(r"/(root|work)/|/home/\w", (ROOT / file).read_text()), file
