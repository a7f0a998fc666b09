"""The files by which Binder, Codespaces and a JupyterHub make the course's environment.

None of these is here to be asked. What can be: the files say the same as the locks and the tests,
name what exists, and the command that a container starts with does start.
"""

import json
import re
import shlex
import subprocess
import sys

import yaml

import build

ROOT = build.ROOT
LOCKS = {lock: (ROOT / lock).read_text() for lock in ("requirements.lock", "requirements-dev.lock")}


def dockerfile() -> list[tuple[str, str]]:
    """Return (instruction, the rest) of each line of the Dockerfile, continued lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.M)
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line]


def told(instruction: str) -> list[str]:
    return [rest for word, rest in dockerfile() if word == instruction]


def devcontainer() -> dict:
    return json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())


def pip_installs(command: str) -> list[str]:
    """Return the locks that a shell command installs; each line with pip must ask for their hashes."""
    found = []
    for part in re.split(r"&&|;", command):
        words = shlex.split(part)
        if "install" in words and "pip" in words:
            assert "--require-hashes" in words
            assert words[-2] == "-r"
            found.append(words[-1])
    return found


def test_every_place_has_the_python_of_the_tests():
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text())
    setup = workflow["jobs"]["test"]["steps"][1]["with"]
    assert (ROOT / ".binder" / "runtime.txt").read_text() == f"python-{setup['python-version']}\n"
    assert told("FROM") == [f"python:{setup['python-version']}-slim"]
    assert devcontainer()["image"].endswith(f"/devcontainers/python:{setup['python-version']}")


def test_every_place_installs_a_lock():
    assert set(pip_installs(devcontainer()["postCreateCommand"])) == {"requirements.lock"}
    installed = [lock for command in told("RUN") for lock in pip_installs(command)]
    assert installed == ["requirements-dev.lock"]
    assert set(installed) <= set(" ".join(told("COPY")).split())
    (line,) = (ROOT / ".binder" / "requirements.txt").read_text().splitlines()
    path = ROOT / ".binder" / line.removeprefix("-r ")  # pip reads it from where the file lies
    assert path.resolve() == (ROOT / "requirements.lock").resolve()


def test_the_container_has_what_a_hub_starts_and_all_that_readers_have():
    pinned = {lock: set(re.findall(r"^[\w-]+==\S+", text, re.M)) for lock, text in LOCKS.items()}
    assert pinned["requirements.lock"] <= pinned["requirements-dev.lock"]
    names = {pin.partition("==")[0] for pin in pinned["requirements-dev.lock"]}
    assert {"jupyterhub", "jupyterlab"} <= names


def test_nobody_is_root():
    instructions = [word for word, _ in dockerfile()]
    assert told("USER") == ["${NB_USER}"]
    assert {"NB_USER=jovyan", "NB_UID=1000"} == set(told("ARG"))  # what repo2docker asks for
    after = instructions[instructions.index("USER") :]
    assert "RUN" not in after and "COPY" not in after
    assert all("sudo" not in str(value) for value in devcontainer().values())
    assert devcontainer().get("remoteUser") != "root"


def test_the_command_of_the_container_starts():
    python, *words = json.loads(told("CMD")[0])
    assert python == "python"
    done = subprocess.run(
        [sys.executable, *words, "--version"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (folder,) = (word.partition("root_dir=")[2] for word in words if "root_dir" in word)
    (url,) = (word.partition("default_url=/lab/tree/")[2] for word in words if "url" in word)
    assert (ROOT / folder / url).is_file()


def test_what_a_codespace_opens_is_there():
    opened = devcontainer()["customizations"]["codespaces"]["openFiles"]
    assert opened and all((ROOT / path).is_file() for path in opened)


def test_a_container_gets_no_history_and_no_caches():
    ignored = set((ROOT / ".dockerignore").read_text().split())
    assert {".git", ".venv*", "build", "data/cache"} <= ignored
