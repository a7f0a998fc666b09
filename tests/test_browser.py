"""A reader's visit to every notebook: JupyterLab in a real browser, all cells, every explorable."""

import re

import nbformat
import pytest
from playwright.sync_api import Error as PlaywrightError

import build
import course
import lab

# One worker, one server, one browser for all of them.
pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture(scope="module")
def browser():
    with lab.chromium() as found:
        yield found


@pytest.fixture(scope="module")
def visit(tmp_path_factory, browser):
    """Yield a function that opens a notebook by its name and returns its page."""
    root, private = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("jupyter")
    lab.copy_course(course.ROOT, root)
    with lab.jupyterlab(root, private) as address:
        contexts = []

        def open_page(name: str, notebook=None):
            if notebook is not None:
                nbformat.write(notebook, root / "notebooks" / f"{name}.ipynb")
            contexts.append(browser.new_context(viewport={"width": 1100, "height": 900}))
            page = contexts[-1].new_page()
            lab.open_notebook(page, address, f"notebooks/{name}.ipynb")
            return page

        yield open_page
        for context in contexts:
            context.close()


@pytest.mark.parametrize("name", course.NAMES)
def test_reader_runs_all_and_moves_every_explorable(name, visit):
    page = visit(name)
    lab.clear_outputs(page)
    lab.run_all(page)
    assert lab.faults(page) == []
    cells = lab.explorables(page)
    assert len(cells) == len(re.findall(r"^explore\(scenes\.\w+\(", course.source_text(name), re.M))
    for cell in cells:
        before, after = lab.press_arrow(cell)
        assert before != after
    assert lab.faults(page) == []
    screenshots = build.ROOT / "build" / "screenshots"
    screenshots.mkdir(parents=True, exist_ok=True)
    (cells[0] if cells else page.locator(".jp-Notebook")).screenshot(
        path=screenshots / f"{name}.png"
    )
    page.context.close()


def test_make_lab_opens_the_start_page(tmp_path, browser):
    """The README's first command, with the environment that the tests run in."""
    with lab.make_lab(tmp_path) as address:
        assert "/lab/tree/00_start_here.ipynb" in address
        page = browser.new_page()
        page.goto(address)
        page.get_by_role("heading", name="Multilayer perceptrons: start here").wait_for()
        assert page.get_by_text("notified about official Jupyter news").count() == 0


BROKEN = """
import sys; sys.path.insert(0, "..")
from helpers.explorable import explore
from helpers.pictures import new_figure
from helpers.scene import Scene, Slider
figure, ax = new_figure()
(dot,) = ax.plot([0], [0], "o")
def draw(x):
    {body}
    return "a dot"
explore(Scene("A dot", figure, [dot], draw, dict(x=Slider("x", 0, 0, 9, 1))))
"""


def notebook(*codes: str):
    cells = [nbformat.v4.new_code_cell(code) for code in codes]
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": build.KERNEL})


def test_a_dead_slider_fails(visit):
    page = visit("dead", notebook(BROKEN.format(body="pass")))
    lab.run_all(page)
    with pytest.raises(TimeoutError):
        lab.press_arrow(lab.explorables(page)[0], seconds=3)


def test_a_raising_callback_fails(visit):
    page = visit("raising", notebook(BROKEN.format(body="dot.set_data([x], [1 / (1 - x)])")))
    lab.run_all(page)
    with pytest.raises((TimeoutError, PlaywrightError)):
        lab.press_arrow(lab.explorables(page)[0], seconds=3)
    assert any("ZeroDivisionError" in fault for fault in lab.faults(page))


def test_a_raising_cell_fails(visit):
    page = visit("failing", notebook("raise RuntimeError('as planned')"))
    lab.run_all(page)
    assert lab.faults(page) == ["as planned"]
