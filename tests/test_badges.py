"""The links that open the notebooks elsewhere, for whoever's repository this is."""

import re
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest

import badges

NAMES = ["00_start_here", "01_neurons"]


@pytest.fixture
def fork(tmp_path, monkeypatch) -> Path:
    """A repository on disk with a README, and no word of GitHub's workflow."""
    for variable in ("GITHUB_REPOSITORY", "GITHUB_REF_NAME", "HAS_PAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(badges, "ROOT", tmp_path)
    (tmp_path / "notebooks").mkdir()
    for name in NAMES:
        (tmp_path / "notebooks" / f"{name}.ipynb").touch()
    (tmp_path / "README.md").write_text(f"# Title\n\n{badges.BEGIN}\nold\n{badges.END}\n\nText.\n")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize(
    "remote",
    [
        "https://github.com/learner/my.mlp.git",
        "https://github.com/learner/my.mlp/",
        "https://token@github.com/learner/my.mlp",
        "git@github.com:learner/my.mlp.git",
        "ssh://git@github.com/learner/my.mlp.git",
    ],
)
def test_the_repository_is_the_remote_of_whoever_asks(remote, fork):
    git(fork, "remote", "add", "origin", remote)
    assert badges.main() == 0
    text = (fork / "README.md").read_text()
    page = "https://colab.research.google.com/github/learner/my.mlp/blob/main/notebooks"
    assert all(f"]({page}/{name}.ipynb)" in text for name in NAMES)
    assert "token" not in text
    assert text.startswith("# Title\n") and text.endswith("\n\nText.\n") and "old" not in text
    assert badges.main() == 0
    assert (fork / "README.md").read_text() == text


def test_the_workflow_says_which_repository_and_branch(fork, monkeypatch):
    git(fork, "remote", "add", "origin", "https://github.com/learner/mlp")
    monkeypatch.setenv("GITHUB_REPOSITORY", "class/mlp")
    monkeypatch.setenv("GITHUB_REF_NAME", "spring/2027")
    assert badges.main() == 0
    text = (fork / "README.md").read_text()
    assert "/github/class/mlp/blob/spring/2027/notebooks/01_neurons.ipynb)" in text
    assert f"mybinder.org/v2/gh/class/mlp/{quote('spring/2027', safe='')}?" in text
    assert "learner" not in text


@pytest.mark.parametrize("has_pages", ["true", "false"])
def test_the_site_comes_first_where_there_is_one(has_pages, fork, monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "Learner/mlp")
    monkeypatch.setenv("HAS_PAGES", has_pages)
    assert badges.main() == 0
    text = (fork / "README.md").read_text()
    assert ("(https://learner.github.io/mlp/)" in text.split("colab")[0]) == (has_pages == "true")


def test_the_default_branch_is_linked_from_another_one(fork):
    git(fork, "remote", "add", "origin", "https://github.com/learner/mlp")
    git(fork, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert badges.branch() == "trunk"
    git(fork, "symbolic-ref", "--delete", "refs/remotes/origin/HEAD")
    assert badges.branch() == "main"


@pytest.mark.parametrize("remote", [None, "https://gitlab.com/learner/mlp.git"])
def test_without_a_repository_on_github_a_sentence_says_what_to_do(remote, fork, capsys):
    before = (fork / "README.md").read_text()
    if remote:
        git(fork, "remote", "add", "origin", remote)
    assert badges.main() == 1
    said = capsys.readouterr().err
    assert (remote or "not set") in said and "GITHUB_REPOSITORY=OWNER/NAME make badges" in said
    assert (fork / "README.md").read_text() == before


def test_a_readme_without_a_place_for_them_is_not_touched(fork, capsys):
    (fork / "README.md").write_text("# Title\n")
    assert badges.main() == 1
    assert "has no place for badges" in capsys.readouterr().err
    assert (fork / "README.md").read_text() == "# Title\n"


def test_every_badge_has_a_name_for_those_who_do_not_see_it():
    made = badges.badges("a/b", "main", NAMES)
    assert re.findall(r"\[!\[(.*?)\]", made) == [
        "Open in Colab",
        "Open on Binder",
        "Open in a codespace",
    ]


def test_the_courses_own_readme_has_a_place_for_them():
    text = (badges.ROOT / "README.md").read_text()
    assert text.index(badges.BEGIN) < text.index(badges.END) < text.index("## The notebooks")
