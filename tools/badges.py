"""Write the links that open the notebooks elsewhere into README.md, for the repository at hand.

    python tools/badges.py

The repository is the one that GitHub's workflow names (GITHUB_REPOSITORY), or git's remote `origin`.
Where Pages is switched on (the workflow says HAS_PAGES=true) the static site comes first.
Only what comes with Python is used, so that a workflow needs to install nothing.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- badges: written by make badges -->", "<!-- end of badges -->"
COLAB = "https://colab.research.google.com"
COLAB_BADGE = f"{COLAB}/assets/colab-badge.svg"
BINDER_BADGE = "https://mybinder.org/badge_logo.svg"
CODESPACES_BADGE = "https://github.com/codespaces/badge.svg"


def git(*arguments: str) -> str:
    """Return what git answers in this repository, "" where it has no answer."""
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def on_github(address: str) -> str:
    """Return OWNER/NAME of a repository's address on GitHub, "" for another address."""
    match = re.fullmatch(
        r"(?:https://(?:[^/@]*@)?|ssh://git@|git@)github\.com[/:]([\w.-]+/[\w.-]+?)(?:\.git)?/?",
        address,
    )
    return match[1] if match else ""


def repository() -> str:
    """Return OWNER/NAME on GitHub. Raises ValueError, with what to do, where there is none."""
    remote = git("remote", "get-url", "origin")
    if name := os.environ.get("GITHUB_REPOSITORY") or on_github(remote):
        return name
    raise ValueError(
        "Colab and codespaces open what lies on GitHub. This repository's remote `origin` is "
        f"{remote or 'not set'}: `git remote add origin https://github.com/OWNER/NAME.git` sets "
        "it, or GITHUB_REPOSITORY=OWNER/NAME make badges does without."
    )


def branch() -> str:
    """Return the branch to link: the workflow's, the remote's default one, or the current one."""
    default = git("symbolic-ref", "--short", "refs/remotes/origin/HEAD").removeprefix("origin/")
    return os.environ.get("GITHUB_REF_NAME") or default or git("branch", "--show-current") or "main"


def on_colab(repository: str, branch: str, name: str) -> str:
    """Return the address that opens a notebook of OWNER/NAME on Colab."""
    return f"{COLAB}/github/{repository}/blob/{quote(branch)}/notebooks/{name}.ipynb"


def badges(repository: str, branch: str, names: list[str]) -> str:
    """Return Markdown: a badge for each place, and a link to each notebook on Colab."""
    colab = {name: on_colab(repository, branch, name) for name in names}
    binder = f"https://mybinder.org/v2/gh/{repository}/{quote(branch, safe='')}"
    first = f"{names[0]}.ipynb"
    places = [
        f"[![Open in Colab]({COLAB_BADGE})]({colab[names[0]]})",
        f"[![Open on Binder]({BINDER_BADGE})]({binder}?urlpath=lab/tree/notebooks/{first})",
        f"[![Open in a codespace]({CODESPACES_BADGE})](https://codespaces.new/{repository})",
    ]
    links = [f"[{name.replace('_', ' ')}]({address})" for name, address in colab.items()]
    return "\n".join([*site(repository), *places, "", "On Colab:", *links])


def site(repository: str) -> list[str]:
    """Return a line that links the static site of OWNER/NAME, if there is one."""
    if os.environ.get("HAS_PAGES") != "true":
        return []
    owner, name = repository.split("/")
    page = f"https://{owner.lower()}.github.io/{name}/"
    return [f"**[Read the course, and move its pictures, with nothing installed]({page})**", ""]


def main() -> int:
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not end:
        print(f"README.md has no place for badges: two lines, {BEGIN} and {END}.", file=sys.stderr)
        return 1
    names = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
    try:
        made = badges(repository(), branch(), names)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    readme.write_text(f"{head}{begin}\n{made}\n{end}{tail}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
