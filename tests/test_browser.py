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
    assert lab.nameless(page) == []
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


def notebook(*codes: str):
    cells = [nbformat.v4.new_code_cell(code) for code in codes]
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": build.KERNEL})


# --- The lives of a moving picture ---------------------------------------------------------------

TWO_CELLS = (
    """
import sys; sys.path.insert(0, "..")
from helpers.explorable import explore
from helpers.runtime import start
start()
from helpers.neurons import scenes""",
    "explore(scenes.passive_membrane())",
)


@pytest.fixture
def saved(visit):
    """Return the page of a notebook whose moving picture is alive and saved."""
    page = visit("lives", notebook(*TWO_CELLS))
    lab.run_all(page)
    lab.press_arrow(lab.explorables(page)[0])
    lab.save(page)
    yield page
    page.context.close()


def test_a_reloaded_page_and_a_second_tab_move_their_own_picture(saved):
    lab.reload(saved)
    lab.wait_for_explorable(saved)
    (cell,) = lab.explorables(saved)
    lab.press_arrow(cell)
    second = saved.context.new_page()
    lab.open_notebook(second, *lab.place(saved), workspace="second")
    lab.wait_for_explorable(second)
    (twin,) = lab.explorables(second)
    before, after = lab.press_arrow(twin)
    assert before != after
    # One kernel, one state: the first page shows it, too.
    assert cell.locator(".explorable img").get_attribute("src") == (
        twin.locator(".explorable img").get_attribute("src")
    )
    assert lab.faults(saved) == lab.faults(second) == []


def test_with_a_new_kernel_the_picture_stands_still_and_a_line_says_what_to_do(saved):
    line = saved.get_by_text("To move it by its sliders, run this cell")
    assert not line.is_visible()  # nor is the still picture, beside the living one
    assert visible_pictures(saved) == 1
    lab.restart_kernel(saved)
    lab.reload(saved)
    line.wait_for()
    assert visible_pictures(saved) == 1
    assert lab.nameless(saved) == []
    assert not any(found.is_visible() for found in saved.get_by_text("not found").all())
    lab.run_all(saved)
    lab.press_arrow(lab.explorables(saved)[0])
    assert not line.is_visible()


def visible_pictures(page) -> int:
    return sum(image.is_visible() for image in page.locator(".jp-OutputArea-output img").all())


def test_a_cell_run_again_closes_its_predecessor(visit):
    page = visit("again", notebook(*TWO_CELLS))
    for _ in range(2):
        lab.run_all(page)
    (cell,) = lab.explorables(page)
    assert cell.locator(".explorable").count() == 1
    lab.press_arrow(cell)


# Draws figures until the slider has moved four times meanwhile, drawn by another thread.
BUSY = """
import threading, time
import numpy as np
from helpers.neurons import figures
from helpers.pictures import DRAWING
from helpers.scene import Scene

elsewhere, paint = [], Scene.paint
def watched(scene):
    if threading.current_thread() is not threading.main_thread():
        elsewhere.append(scene)
    return paint(scene)
Scene.paint = watched

def pixels():
    still = figures.gallery()
    with DRAWING:
        still.figure.canvas.draw()
        return np.asarray(still.figure.canvas.buffer_rgba()).copy()

first, until = pixels(), time.monotonic() + 60
print("drawing")
while len(elsewhere) < 4 and time.monotonic() < until:
    assert np.array_equal(pixels(), first), "a slider drew into this figure"
print(len(elsewhere) >= 4)
"""


def test_a_slider_moves_while_a_cell_draws_figures(visit):
    """JupyterLab sends widget messages to a subshell: another thread than the cell's."""
    page = visit("busy", notebook(*TWO_CELLS, BUSY))
    lab.run_cells(page, 2)
    (cell,) = lab.explorables(page)
    lab.start_last_cell(page)
    page.locator(".jp-OutputArea-output", has_text="drawing").wait_for()
    for _ in range(4):  # two steps each, and each seen on the page
        before, after = lab.press_arrow(cell)
        assert before != after
    page.get_by_text(re.compile(r"drawing\s+True")).wait_for()
    assert lab.faults(page) == []


# --- Guesses and open tasks -----------------------------------------------------------------------

ASKED = (
    """
import sys; sys.path.insert(0, "..")
from helpers.form import OpenTask, open_task
from helpers.guesses import Number, Pick, Sketch, guess, reveal
HOLES = Number("How many holes?", "holes")
FIRST = Pick("Which is first?", ("the wide one", "the deep one"))
CURVE = Sketch("How does it fall?", (0, 10), "Epoch", "Loss", 0.0, 2.0)
TASK = OpenTask("A task", "What do you find?", ("a cause",), ("3 of 10",), ("one seed",))
for question in (HOLES, FIRST, CURVE):
    guess(question)""",
    "reveal(HOLES, 32); reveal(FIRST, 'the deep one'); reveal(CURVE, [2, 1])",
    "open_task(TASK)",
)


def test_guesses_and_answers_are_given_by_keyboard_and_outlive_a_reload(visit):
    page = visit("asked", notebook(*ASKED))
    lab.run_all(page)
    assert page.get_by_text("You guessed").count() == 0
    guesses = page.locator(".guess")
    first = (
        guesses.nth(0).locator("input"),
        guesses.nth(1).locator("input").first,
        guesses.nth(2).get_by_role("slider").first,
    )
    for number, control in enumerate(first):
        control.focus()
        control.press(("8", "ArrowDown", "ArrowUp")[number])
        button = guesses.nth(number).get_by_role("button", name="Commit my guess")
        button.focus()
        button.press("Enter")
    page.get_by_text("That is a factor of").wait_for()
    page.get_by_text("You guessed: the deep one. That is right.").wait_for()
    page.get_by_role("img", name="Your sketch is at most").wait_for()
    area = page.get_by_role("textbox", name="My answer")
    area.fill("It depends.")
    page.get_by_role("button", name="Export").focus()  # leaving the area sends what is in it
    page.get_by_text("what to look for").click()
    page.get_by_text("3 of 10", exact=True).wait_for()
    assert lab.nameless(page) == lab.faults(page) == []
    lab.save(page)
    lab.reload(page)
    page.get_by_text("You guessed: the deep one. That is right.").wait_for()
    assert page.get_by_role("textbox", name="My answer").input_value() == "It depends."


def test_guesses_and_answers_stand_there_without_their_kernel(visit):
    page = visit("asked", notebook(*ASKED))
    lab.run_all(page)
    lab.save(page)
    lab.restart_kernel(page)
    lab.reload(page, ".jp-OutputArea-output details")
    page.get_by_text("To commit it here, run this cell").first.wait_for()
    for text in ("How many holes?", "the wide one", "What do you find?"):
        assert page.get_by_text(text).last.is_visible()
    page.get_by_text("Show the answer all the same").first.click()
    assert page.get_by_text("32 holes").is_visible()
    assert not any(found.is_visible() for found in page.get_by_text("not found").all())


# --- What must fail ------------------------------------------------------------------------------

BROKEN = """
import sys; sys.path.insert(0, "..")
from typing import Annotated
from helpers.explorable import explore
from helpers.pictures import new_figure
from helpers.scene import Scene, Slider
figure, ax = new_figure()
(dot,) = ax.plot([0], [0], "o")
def draw(x: Annotated[int, Slider("x", 0, 0, 9, 1)]):
    {body}
    return "a dot"
explore(Scene("A dot", figure, [dot], draw))
"""


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
