"""One scene, two engines: every moving picture on a page without a kernel, beside the kernel's own."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page

import build
import course
import export
import lab

SITE, SCENES = build.ROOT / "site", export.TARGET
MOVING = [name for name in course.NAMES if "\nexplore(" in course.source_text(name)]
LIVES = "02_nonlinearity"  # whose pictures the tests below move by hand
MOST_MILLISECONDS = 5  # of a redraw, for 95 of 100 events of every picture
MOST_BYTES, MOST_OF_A_NOTEBOOK = 1.5e6, 40e6 / len(MOVING)


def on_one_worker(name: str):
    """Mark what needs a notebook's pictures: they are exported once, by one worker."""
    return pytest.mark.xdist_group(f"player-{name}")


every_notebook = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=on_one_worker(name)) for name in MOVING]
)

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A picture</title>
<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="{site}/player.css">
<body><main><h1>Pictures</h1>{figures}</main>
<script defer src="{site}/player.js" data-scenes="{scenes}"></script></body></html>"""
FIGURE = """<figure class="player" data-scene="{name}">
<img alt="The opening" src="{scenes}/{name}/still.png"><figcaption>As it opens.</figcaption></figure>"""

# Moves the controls of a figure to stops by label, as a reader's hand does: event by event.
MOVE = """(figure, stops) => {
    figure.querySelector('.player-reset').click();
    for (const label of figure.querySelectorAll('.player-row label')) {
        const control = label.control, stop = stops[label.textContent];
        const [property, event] = {range: ['value', 'input'], checkbox: ['checked', 'change']}[
            control.type] ?? ['selectedIndex', 'change'];
        if (property === 'checked' ? stop === 0 : Number(control[property]) === stop) continue;
        if (property === 'checked') control.checked = !control.checked;
        else control[property] = stop;
        control.dispatchEvent(new Event(event));
    }
}"""

# The milliseconds from each of 48 events, over all controls, to the layout that it brings about. Of three
# rounds from the opening the fastest counts: what a loaded machine adds it seldom adds thrice. Nothing
# of a round is kept for the next, and the browser has compiled the script after the first.
TIME = """figure => {
    const controls = [...figure.querySelectorAll('.player-row label')].map(label => label.control);
    const svg = figure.querySelector('svg');
    function move(control, share) {
        if (control.type === 'range') control.value = Math.round(share * control.max);
        else if (control.type === 'checkbox') control.checked = !control.checked;
        else control.selectedIndex = Math.floor(share * control.options.length);
        const start = performance.now();
        control.dispatchEvent(new Event(control.type === 'range' ? 'input' : 'change'));
        svg.getBBox();
        figure.getBoundingClientRect();
        return performance.now() - start;
    }
    const rounds = [1, 2, 3].map(() => {
        figure.querySelector('.player-reset').click();
        return Array.from({length: 48}, (_, event) =>
            move(controls[event % controls.length], event * 0.618 % 1));
    });
    return rounds[0].map((_, event) => Math.min(...rounds.map(round => round[event])));
}"""

SAME_HTML = """([one, other]) => {
    const parsed = document.createElement('div');
    parsed.innerHTML = other;
    return one === parsed.innerHTML;
}"""


@pytest.fixture(scope="module")
def browser():
    with lab.chromium() as found:
        yield found


@pytest.fixture
def open_page(tmp_path, browser) -> Iterator[Callable]:
    """Yield a function that opens a page from the disk with the pictures of the names given."""
    contexts = []

    def open_named(*names: str, scenes: Path = SCENES, scale: int = 2, **context) -> Page:
        figures = "".join(FIGURE.format(name=name, scenes=scenes.as_uri()) for name in names)
        text = PAGE.format(site=SITE.as_uri(), scenes=scenes.as_uri(), figures=figures)
        (tmp_path / "page.html").write_text(text, encoding="utf-8")
        size = {"width": 900, "height": 900}
        contexts.append(browser.new_context(device_scale_factor=scale, viewport=size, **context))
        page = contexts[-1].new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda line: line.type == "error" and page.faults.append(line.text))
        page.goto((tmp_path / "page.html").as_uri())
        return page

    yield open_named
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def exported() -> Callable[[str], list[dict]]:
    """Return a function that exports a notebook's pictures, if that is needed, and lists them."""

    def of(name: str) -> list[dict]:
        export.export(name, SCENES)
        return json.loads((SCENES / name / export.LIST).read_text())["scenes"]

    return of


def alive(page: Page, number: int = 0):
    """Return the figure of that number once its states are there."""
    figure = page.locator("figure.player").nth(number)
    figure.scroll_into_view_if_needed()
    page.locator("figure.player-alive").nth(number).wait_for()
    return figure


def pixels_of(page: Page) -> np.ndarray:
    """Return the picture's pixels (height, width, 3), at the place where they are not blurred."""
    page.add_style_tag(
        content=".player-picture {position: fixed !important; z-index: 9; left: 0; top: 0;"
        " width: 750px !important; border-radius: 0 !important}"
    )
    shot = page.locator(".player-picture").screenshot()
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB")).astype(int)


def image(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB")).astype(int)


def difference(page_shows: np.ndarray, kernel: np.ndarray, opening: np.ndarray) -> tuple:
    """Return (mean difference, the same where the state differs from the opening, how much that is).

    In levels of 255. The last two are None where the state looks as the opening does.
    """
    assert page_shows.shape == kernel.shape
    wrong, moved = np.abs(page_shows - kernel), np.abs(kernel - opening)
    region = moved.max(axis=2) > 30
    if not region.any():
        return wrong.mean(), None, None
    return wrong.mean(), wrong[region].mean(), moved[region].mean()


@every_notebook
def test_every_picture_shows_on_its_page_what_it_shows_in_its_kernel(name, exported, open_page):
    scenes, slow = exported(name), {}
    assert len(scenes) == course.source_text(name).count("\nexplore(")
    for scene in scenes:
        kernel = export.kernel_folder(SCENES) / scene["name"]
        states = json.loads((kernel / "kernel.json").read_text())
        page = open_page(scene["name"])
        figure = alive(page)
        slow[scene["name"]] = figure.evaluate(TIME)
        opening, num_moved = next(s for s in states if s["stops"]), 0
        for state in sorted(states, key=lambda state: state["stops"] is None):
            if state["stops"] is None:
                play_to_the_end(figure)
            else:
                figure.evaluate(MOVE, state["stops"])
            said = figure.locator("figcaption").inner_html()
            assert page.evaluate(SAME_HTML, [said, state["said"]]), (scene["name"], state["stops"])
            everywhere, there, moved = difference(
                pixels_of(page), image(kernel / state["file"]), image(kernel / opening["file"])
            )
            most = 4 if "weights-as-pictures" in scene["name"] else 2.5  # that one is compressed
            assert everywhere < most, (scene["name"], state["stops"], everywhere)
            if moved is not None:
                num_moved += 1
                assert there < 0.35 * moved, (scene["name"], state["stops"], there, moved)
        assert num_moved >= 1, scene["name"]
        assert page.faults == []
        page.context.close()
    report(slow)
    p95 = {name: np.percentile(times, 95) for name, times in slow.items()}
    assert max(p95.values()) < MOST_MILLISECONDS, p95


def play_to_the_end(figure) -> None:
    """Press the run's button, and wait for its last frame."""
    run = figure.locator(".player-run")
    label = run.inner_text()
    run.dispatch_event("click")  # wherever it is
    figure.page.wait_for_function(
        "([button, label]) => button.textContent === label", arg=[run.element_handle(), label]
    )


def report(slow: dict[str, list[float]]) -> None:
    """Write what a redraw takes to build/redraw.json, for whoever wants to know."""
    file = build.ROOT / "build" / "redraw.json"
    known = json.loads(file.read_text()) if file.exists() else {}
    known |= {
        name: {
            "median": round(float(np.median(times)), 2),
            "p95": round(float(np.percentile(times, 95)), 2),
            "worst": round(max(times), 2),
        }
        for name, times in slow.items()
    }
    file.write_text(json.dumps(known, indent=1, sort_keys=True))


@every_notebook
def test_a_page_loads_little(name, exported):
    sizes = {scene["name"]: scene["bytes"] for scene in exported(name)}
    assert max(sizes.values()) < MOST_BYTES, sizes
    assert sum(sizes.values()) < MOST_OF_A_NOTEBOOK, sizes


# --- The lives of a figure -----------------------------------------------------------------------

NEURON = f"{LIVES}/one-neuron-s-line-among-the-inputs-and-its-sigmoid-outputs"
PERCEPTRON = f"{LIVES}/a-perceptron-s-line-after-each-update-and-how-many-examples-it-has-wrong"


@pytest.fixture
def two(exported) -> None:
    """Have the two pictures that the tests below use."""
    exported(LIVES)


@on_one_worker(LIVES)
def test_by_keyboard_alone(two, open_page):
    page = open_page(NEURON)
    figure = alive(page)
    slider = page.get_by_role("slider", name="Weight w1")
    opened, said = picture(figure), caption(figure)
    slider.focus()
    slider.press("ArrowRight")
    assert picture(figure) != opened
    assert caption(figure) != said
    assert slider.get_attribute("aria-valuetext") == figure.locator("output").first.inner_text()
    slider.press("ArrowLeft")
    assert (picture(figure), caption(figure)) == (opened, said)
    slider.press("End")
    assert slider.get_attribute("aria-valuetext") == "10.0"
    reset = page.get_by_role("button", name="Reset")
    reset.focus()
    reset.press("Enter")
    assert (picture(figure), caption(figure)) == (opened, said)
    assert page.faults == []


@on_one_worker(LIVES)
def test_what_cannot_combine_goes_back(two, open_page):
    page = open_page(NEURON)
    figure = alive(page)
    weight = page.get_by_role("slider", name="Weight w1")
    bias = page.get_by_role("slider", name="Bias b")
    opening = weight.get_attribute("aria-valuetext")
    weight.press("End")
    page.get_by_role("slider", name="Weight w2").press("Home")
    assert weight.get_attribute("aria-valuetext") == "10.0"  # these two combine
    bias.press("End")
    assert "+ 15 = 0" in caption(figure)  # what this stop, and no neighbor, has to say
    assert weight.get_attribute("aria-valuetext") == opening
    assert page.get_by_text("the rest go back to their opening value").is_visible()
    weight.press("End")
    assert bias.get_attribute("aria-valuetext") == "-9.0"


@on_one_worker(LIVES)
def test_a_run_plays_stops_and_ends(two, open_page):
    page = open_page(PERCEPTRON)
    figure = alive(page)
    button = page.get_by_role("button", name="Learn")
    button.click()
    stop = page.get_by_role("button", name="Stop")
    before = picture(figure)
    page.wait_for_function(
        "before => document.querySelector('svg').innerHTML !== before", arg=before
    )
    stop.click()
    stopped = picture(figure)
    page.wait_for_timeout(700)  # two frames
    assert picture(figure) == stopped
    play_to_the_end(figure)
    assert page.get_by_role("progressbar").evaluate("bar => bar.value") == 1
    assert caption(figure).startswith("After")
    page.get_by_role("button", name="Learn").click()
    page.get_by_role("slider").first.press("ArrowRight")  # a hand ends it
    assert page.get_by_role("button", name="Learn").is_visible()
    assert page.faults == []


@on_one_worker(LIVES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme, two, open_page):
    page = open_page(NEURON, PERCEPTRON, color_scheme=scheme)
    alive(page, 0)
    alive(page, 1)
    found = Axe().run(page)
    assert found.response["violations"] == []
    ground = page.locator(".player-picture").first.evaluate(
        "picture => getComputedStyle(picture).backgroundColor"
    )
    assert ground == "rgb(255, 255, 255)"


@on_one_worker(LIVES)
def test_without_its_states_or_without_script_the_picture_stands_still(two, open_page):
    page = open_page("01_neurons/of-which-nobody-knows")
    page.get_by_text("could not be loaded, so it stands still").wait_for()
    assert page.get_by_text("As it opens.").is_visible()
    page = open_page(NEURON, java_script_enabled=False)
    assert page.get_by_role("img", name="The opening").is_visible()
    assert page.get_by_text("As it opens.").is_visible()


@on_one_worker(LIVES)
def test_far_below_nothing_is_loaded_before_it_is_seen(two, open_page):
    page = open_page(*[NEURON] * 6, PERCEPTRON)
    alive(page, 0)
    assert page.locator(f"script[src*='{PERCEPTRON}']").count() == 0
    page.locator("figure").last.scroll_into_view_if_needed()
    page.locator(f"script[src*='{PERCEPTRON}']").wait_for(state="attached")


def picture(figure) -> str:
    return figure.locator("svg").first.inner_html()


def caption(figure) -> str:
    return figure.locator("figcaption").inner_html()


# --- What must fail ------------------------------------------------------------------------------


@on_one_worker(LIVES)
def test_a_stuck_picture_would_be_caught(two):
    kernel = export.kernel_folder(SCENES) / NEURON
    opening, *others = (
        image(kernel / state["file"])
        for state in json.loads((kernel / "kernel.json").read_text())
        if state["stops"]
    )
    caught = []
    for state in others:
        _, there, moved = difference(opening, state, opening)
        caught.append(moved is not None and there >= 0.35 * moved)
    assert any(caught)
