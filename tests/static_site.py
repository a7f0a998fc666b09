"""The static site as the tests have it: built once, as a workflow of a known repository builds it."""

from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import build
import course
import export
import make_site
import site_pages

REPOSITORY = "somebody/course"


@cache
def built() -> Path:
    """Return the folder of a site with every moving picture, exported first where that is needed."""
    export.export_all(make_site.SCENES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_REPOSITORY", REPOSITORY)
        patch.setenv("GITHUB_REF_NAME", "main")
        return make_site.make(build.ROOT / "build" / "tested_site")


def page_of(name: str) -> Path:
    """Return the page that a notebook has become."""
    return built() / f"{site_pages.Page(name, make_site.SCENES).document}.html"


@cache
def parsed(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def code(name: str) -> str:
    """Return all code of a notebook as it is committed."""
    return "\n".join(cell.source for cell in course.code_cells(course.shipped(name)))
