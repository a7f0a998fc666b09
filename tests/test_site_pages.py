"""What stands in the pages of the static site: all of the notebooks, and links that are alive."""

import html
import importlib
import re
import subprocess
import urllib.parse
from pathlib import Path

import pytest

import badges
import course
import make_site
import site_pages
import static_site
from helpers import guesses
from static_site import code, page_of, parsed

COLAB = "https://colab.research.google.com/github"
pytestmark = pytest.mark.xdist_group("player")  # with those who export moving pictures


@pytest.fixture(scope="module")
def site():
    return static_site.built()


def test_links_lead_somewhere(site):
    pages = {path: parsed(path) for path in site.glob("*.html")}
    places = {
        path: {tag.get("id") for tag in page(id=True)} | {tag.get("name") for tag in page("a")}
        for path, page in pages.items()
    }
    for path, page in pages.items():
        for tag in page(href=True) + page(src=True):
            link = urllib.parse.urlparse(tag.get("href") or tag.get("src"))
            if link.scheme in ("http", "https", "data", "mailto"):
                continue
            target = (path.parent / urllib.parse.unquote(link.path)) if link.path else path
            assert target.exists(), f"{path.name}: {tag}"
            if link.fragment and target.suffix == ".html":
                assert urllib.parse.unquote(link.fragment) in places[target], f"{path.name}: {tag}"


def test_a_notebook_can_be_downloaded_and_opened_on_colab(site):
    for name in course.NAMES:
        page = parsed(page_of(name))
        original = course.ROOT / "notebooks" / f"{name}.ipynb"
        (download,) = page(href=f"notebooks/{name}.ipynb")
        assert (site / download["href"]).read_bytes() == original.read_bytes()
        colab = f"{COLAB}/{static_site.REPOSITORY}/blob/main/notebooks/"
        assert len(page(href=f"{colab}{name}.ipynb")) >= 1 + len(page(class_="exercise"))


# Mathematics, addresses, and signs that are not letters of the text.
NOT_PROSE = re.compile(
    r"\$\$.*?\$\$|\$.*?\$|\]\(.*?\)|</?\w+>|```\w+|[`*|#[\]<>]|\n\n|^ *(?:-|\d+\.) ", re.M | re.S
)


def test_nothing_of_a_notebook_is_lost(site):
    """Every paragraph of prose is on its page; Sphinx and Jupyter read a few signs differently."""
    for name in course.NAMES:
        cells = [
            cell
            for cell in course.shipped(name).cells
            if site_pages.NEEDS_KERNEL not in cell.metadata.get("tags", [])
        ]
        is_on(page_of(name), *(cell.source for cell in cells if cell.cell_type == "markdown"))


def test_the_first_page_begins_with_its_picture_and_runs_no_cells(site):
    article = parsed(page_of(site_pages.START)).find("article")
    assert "Shift+Enter until" not in article.get_text()
    assert "device = start()" not in article.get_text()
    figure, heading = article.find(["figure", "h2"]), article.find("h2")
    assert "player" in figure["class"]
    assert figure.find_next(class_="run-it") is heading.find_previous(class_="run-it")


def test_teachers_have_a_page(site):
    """All of docs/teaching.md, in the contents of every page."""
    is_on(site / "teaching.html", make_site.TEACHING.read_text(encoding="utf-8"))
    for name in course.NAMES:
        (link,) = parsed(page_of(name)).select(".bd-sidebar-primary a[href='teaching.html']")
        assert link.get_text().strip() == "For teachers"


def is_on(path: Path, *texts: str) -> None:
    """Assert that every paragraph of some Markdown stands on a page."""
    page = plain(parsed(path).find("article").get_text())
    for text in texts:
        for piece in NOT_PROSE.split(text):
            assert plain(piece) in page, f"{path.name}: {piece}"


def plain(text: str) -> str:
    """Return the letters and digits of a text."""
    return re.sub(r"[\W_]+", "", text)


def test_every_guess_and_exercise_has_what_belongs_to_it(site):
    for name in course.NAMES[1:]:
        page, source = parsed(page_of(name)), code(name)
        forms = {form["data-guess"]: form for form in page("form", class_="guess")}
        answers = {box["data-guess"]: box for box in page("div", class_="answer")}
        assert len(forms) == len(re.findall(r"^guess\(", source, re.M))
        assert forms.keys() == answers.keys()
        for key, form in forms.items():
            truth = answers[key]["data-truth"]
            if form["data-kind"] == "number":
                float(truth.split()[0])
            elif form["data-kind"] == "pick":
                assert truth in [label.span.get_text() for label in form("label")]
            else:
                assert len(truth.split(", ")) == len(form("input"))
        exercises = [box["id"].removeprefix("exercise-") for box in page(class_="exercise")]
        assert exercises == list(course.exercise_cells(name))
        outputs = [
            output for cell in course.code_cells(course.shipped(name)) for output in cell.outputs
        ]
        plain_texts = [output.get("data", {}).get("text/plain", "") for output in outputs]
        assert len(page("form", class_="task")) == sum("[form: " in text for text in plain_texts)
        assert "needs a kernel" not in page.find("article").get_text().lower()
        assert (
            page(class_="still") == []
        )  # nothing with controls in a notebook is without them here


@pytest.mark.parametrize("room", sorted(course.rooms().values()))
def test_guesses_are_read_as_they_were_meant(room):
    """A form is made from the words of the notebook: they hold all of the question."""
    for question in vars(importlib.import_module(f"helpers.{room}.questions")).values():
        if not isinstance(question, (guesses.Number, guesses.Pick, guesses.Sketch)):
            continue
        items = "".join(f"<li>{line}</li>" for line in map(html.escape, guesses.in_words(question)))
        box = site_pages.parsed(f"<div><p>?</p><ul>{items}</ul></div>").div
        form = site_pages.parsed(site_pages.guess_form("name", box, a_page("01_neurons"))).form
        assert form["data-kind"] == type(question).__name__.lower()
        if isinstance(question, guesses.Pick):
            assert [label.span.get_text() for label in form("label")] == list(question.options)
        if isinstance(question, guesses.Sketch):
            assert [float(slider["max"]) for slider in form("input")] == [question.high] * len(
                question.x
            )
            assert [label.get_text().strip() for label in form("label")] == [
                f"{x:g}" for x in question.x
            ]


def a_page(name, colab=""):
    return site_pages.Page(name, Path("nowhere"), colab)


@pytest.mark.parametrize(
    ("remote", "found"),
    [
        ("https://github.com/somebody/course.git", "somebody/course"),
        ("git@github.com:somebody/my.course", "somebody/my.course"),
        ("https://elsewhere.example/somebody/course", ""),
        (None, ""),
    ],
)
def test_the_repository_is_found_or_no_link_is_made(remote, found, tmp_path, monkeypatch):
    git = ["git", "-C", tmp_path]
    subprocess.run([*git, "init", "-q"], check=True)
    if remote:
        subprocess.run([*git, "remote", "add", "origin", remote], check=True)
    # Seen from a branch of one's own, the links name the remote's default one.
    subprocess.run([*git, "switch", "-q", "-c", "my-own"], check=True)
    subprocess.run(
        [*git, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk"], check=True
    )
    monkeypatch.setattr(badges, "ROOT", tmp_path)
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    monkeypatch.delenv("GITHUB_REF_NAME", raising=False)
    assert make_site.repository() == found
    address = make_site.colab_address("01_neurons")
    assert address == (f"{COLAB}/{found}/blob/trunk/notebooks/01_neurons.ipynb" if found else "")
    box = site_pages.run_box(a_page("01_neurons", address))
    assert ("Colab" in box) == bool(found) and "make lab" in box


def test_every_moving_picture_has_its_place(site):
    """As many as the notebooks show; and those that have been exported are asked for."""
    for name in course.NAMES:
        page = parsed(page_of(name))
        num_shown = len(re.findall(r"^ *explore\(", code(name), re.M))
        told = [figure for figure in page("figure") if figure.get("data-scene")]
        assert len(told) == num_shown
        exported = {path.parent for path in (site / "scenes").glob(f"{name}/*/states.js")}
        alive = {
            site / "scenes" / figure["data-scene"] for figure in told if "player" in figure["class"]
        }
        assert alive == exported
