"""Build the course as a static site from the committed notebooks; no network, nothing is executed.

    python tools/make_site.py                into build/site
    python tools/make_site.py --to FOLDER    elsewhere
    python tools/make_site.py --as-is        with the moving pictures that have been exported, no more

`tools/site_pages.py` prepares the pages, Sphinx renders them with the settings in site/. Moving
pictures are exported first, by `tools/export.py`, if anything in them has changed.
"""

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

import badges
import build
import export
import site_pages

ROOT = build.ROOT
SITE = ROOT / "site"
TARGET = ROOT / "build" / "site"
SCENES = ROOT / "build" / "scenes"
TEACHING = ROOT / "docs" / "teaching.md"  # by make teacher


def repository() -> str:
    """Return 'owner/name' of the repository on GitHub, or "" if nothing tells it.

    A workflow knows it; so does the remote of a clone; else the configured address.
    """
    if name := os.environ.get("GITHUB_REPOSITORY"):
        return name
    addresses = (badges.git("remote", "get-url", "origin"), build.project()["urls"]["Repository"])
    return next(filter(None, map(badges.on_github, addresses)), "")


def colab_address(name: str) -> str:
    """Return the address that opens a notebook on Colab, or "" without a repository."""
    found = repository()
    return badges.on_colab(found, badges.branch(), name) if found else ""


def prepare(folder: Path) -> None:
    """Write into `folder` what Sphinx reads: a page for each notebook and one for teachers, pictures,
    the originals.
    """
    names = build.source_names()
    (folder / "notebooks").mkdir(parents=True)
    for name in names:
        original = build.NOTEBOOKS / f"{name}.ipynb"
        shutil.copy(original, folder / "notebooks")
        page = site_pages.Page(name, SCENES, colab_address(name))
        source = site_pages.convert(nbformat.read(original, as_version=4), page)
        if name == site_pages.START:
            source.cells.append(contents(names))
        site_pages.write(page, source, folder)
    text = site_pages.linked(TEACHING.read_text(encoding="utf-8"))
    (folder / TEACHING.name).write_text(text, encoding="utf-8")


def contents(names: list[str]) -> nbformat.NotebookNode:
    """Return the cell of the index by which Sphinx knows the order of the pages."""
    others = [*(name for name in names if name != site_pages.START), TEACHING.stem]
    listed = "\n".join(others)
    return nbformat.v4.new_markdown_cell(f"```{{toctree}}\n:hidden:\n\n{listed}\n```")


def render(source: Path, target: Path) -> None:
    """Have Sphinx make the site; raise if it has anything to complain of."""
    command = [sys.executable, "-m", "sphinx", "--quiet", "--builder=html", "--fail-on-warning"]
    env = {**os.environ, "REPOSITORY": repository()}
    with tempfile.TemporaryDirectory() as doctrees:
        command += [f"--conf-dir={SITE}", f"--doctree-dir={doctrees}", source, target]
        subprocess.run(command, check=True, env=env)


def copy_beside(source: Path, target: Path) -> None:
    """Copy what Sphinx does not render: pictures, originals, moving pictures, MathJax."""
    for folder in ("pictures", "notebooks"):
        shutil.copytree(source / folder, target / folder)
    if SCENES.exists():
        shutil.copytree(SCENES, target / "scenes", ignore=shutil.ignore_patterns("*.json"))
    package = importlib.util.find_spec("sphinx-mathjax-offline")
    mathjax = Path(package.origin).parent / "static" / "mathjax"
    fonts = "output/chtml/fonts/woff-v2"
    (target / "_static" / "mathjax").mkdir(parents=True)
    shutil.copy(mathjax / "tex-chtml-full.js", target / "_static" / "mathjax")
    shutil.copytree(mathjax / fonts, target / "_static" / "mathjax" / fonts)


def make(target: Path = TARGET) -> Path:
    """Build the site into `target`, in the place of what is there; return it."""
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source"
        prepare(source)
        render(source, target)
        copy_beside(source, target)
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", type=Path, default=TARGET, help="the folder that is written anew")
    parser.add_argument("--as-is", action="store_true", help="export no moving picture")
    options = parser.parse_args()
    if not options.as_is:
        export.export_all(SCENES)
    target = make(options.to)
    print(f"{target}: open index.html, or serve the folder: python -m http.server -d {target}")


if __name__ == "__main__":
    main()
