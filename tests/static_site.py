"""The static site as the tests have it: built once, as a workflow of a known repository builds it."""

import os
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from filelock import FileLock

import build
import course
import export
import make_site
import site_pages

REPOSITORY = "somebody/course"


FOLDER = build.ROOT / "build" / "tested_site"


@cache
def built() -> Path:
    """Return the folder of a site with every moving picture, exported first where that is needed.

    Of several workers of one run of the tests one builds it, and the others wait.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone {os.getpid()}")
    done = FOLDER.with_suffix(".run")
    FOLDER.parent.mkdir(exist_ok=True)
    with FileLock(FOLDER.with_suffix(".lock")), pytest.MonkeyPatch.context() as patch:
        if not done.exists() or done.read_text() != run:
            export.export_all(make_site.SCENES)
            patch.setenv("GITHUB_REPOSITORY", REPOSITORY)
            patch.setenv("GITHUB_REF_NAME", "main")
            make_site.make(FOLDER)
            done.write_text(run)
    return FOLDER


def page_of(name: str) -> Path:
    """Return the page that a notebook has become."""
    return built() / f"{site_pages.Page(name, make_site.SCENES).document}.html"


@cache
def parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def code(name: str) -> str:
    """Return all code of a notebook as it is committed."""
    return "\n".join(cell.source for cell in course.code_cells(course.shipped(name)))
