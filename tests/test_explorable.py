"""Explorables: widgets that follow a scene, say what failed, run while one watches, and go away."""

import asyncio
import base64
import gc
import io
import re
import weakref
from typing import Annotated

import numpy as np
import pytest
from ipywidgets import widgets
from PIL import Image

from helpers import explorable, page, pictures
from helpers.datasets.storage import DATA
from helpers.explorable import Explorable, explore, make_widget, newest_file
from helpers.pictures import encode, new_figure
from helpers.scene import Choice, Run, Scene, Slider, Switch, Text, Upload


def make_scene(fail_at: float = -1.0, title: str = "A <dot>", run: Run | None = None) -> Scene:
    figure, ax = new_figure(height=1.5)
    ax.set(xlim=(0, 10), ylim=(0, 1))
    (dot,) = ax.plot([], [], "o", markersize=12)

    def draw(x: Annotated[float, Slider("Position", 2.0, 0.0, 10.0, 1.0)]) -> str:
        if x == fail_at:
            raise ZeroDivisionError("as <planned>")
        dot.set_data([x], [0.5])
        return f"A dot at {x:g}."

    return Scene(title, figure, [dot], draw, run)


@pytest.fixture
def displayed(monkeypatch):
    """Record what is displayed instead of sending it anywhere."""
    bundles = []
    for module in (explorable, pictures):
        monkeypatch.setattr(module, "display", lambda data, **_: bundles.append(data))
    return bundles


def shown(made: Explorable) -> tuple[bytes, str]:
    """Return the picture's bytes and the sentence, as the page has them."""
    data = re.search(r"base64,([^\"]+)", made.picture.value)[1]
    return base64.b64decode(data), re.search(r"<em>(.*)</em>", made.sentence.value)[1]


# --- What is sent --------------------------------------------------------------------------------


def test_controls_and_a_still_picture_are_sent(displayed):
    Explorable(make_scene()).display("a-dot")
    controls, picture, sentence = displayed
    assert "application/vnd.jupyter.widget-view+json" in controls
    assert controls["text/plain"] == "[controls: x]"
    assert picture["image/png"].startswith(b"\x89PNG")
    assert sentence["text/plain"] == "A dot at 2."
    assert "run this cell" in sentence["text/html"]
    assert ".live-a-dot" in sentence["text/html"]
    assert 'class="still-a-dot"' in sentence["text/html"]


def test_the_living_picture_has_an_alternative_text_and_follows_its_slider(displayed):
    made = Explorable(make_scene())
    made.display("a-dot")
    assert 'alt="A &lt;dot&gt;"' in made.picture.value
    assert shown(made)[0].startswith(b"\x89PNG")
    made.controls["x"].value = 5.0
    data, sentence = shown(made)
    assert data.startswith(b"\xff\xd8")
    assert sentence == "A dot at 5."
    assert len(displayed) == 3  # the rest travels by widget, to every page


def test_reset_redraws_once(monkeypatch):
    made = Explorable(make_scene())
    made.controls["x"].value = 5.0
    drawn = []
    monkeypatch.setattr(made.scene, "draw", lambda x: drawn.append(x) or "drawn")
    made.reset()
    assert drawn == [2.0]


def test_a_failing_callback_is_shown_raised_and_forgotten():
    made = Explorable(make_scene(fail_at=6.0))
    with pytest.raises(ZeroDivisionError):
        made.controls["x"].value = 6.0
    assert "explorable-error" in made.error.value
    assert "ZeroDivisionError: as &lt;planned&gt;" in made.error.value
    made.controls["x"].value = 7.0
    assert made.error.value == ""


@pytest.mark.parametrize(
    ("control", "kind"),
    [
        (Slider("Layers", 3, 1, 9, 1), "IntSlider"),
        (Slider("Rate (Hz)", 3.0, 1, 9, 1), "FloatSlider"),
        (Choice("Function", ["ReLU", "tanh"], "tanh"), "Dropdown"),
        (Switch("Show errors", True), "Checkbox"),
        (Text("My own f(x)", "sin(x)"), "Text"),
    ],
)
def test_every_control_has_its_widget_with_its_name(control, kind):
    widget = make_widget(control)
    assert type(widget).__name__ == kind
    assert widget.description == control.label
    assert widget.value == control.value


def test_what_is_no_control_is_refused():
    with pytest.raises(TypeError, match="A scene's control is a Slider"):
        make_widget("slider")


# --- A cell that is run again --------------------------------------------------------------------


def test_a_cell_run_again_closes_its_predecessor(displayed, monkeypatch):
    monkeypatch.setattr(explorable, "_cell_id", lambda: "cell")
    explore(make_scene(title="Again"))
    first = explorable._SHOWN["cell", "Again"]
    freed = weakref.ref(first.scene.figure)
    num_widgets = count_widgets()
    assert first.box.comm is not None
    for _ in range(3):
        explore(make_scene(title="Again"))
    assert first.box.comm is None  # closed: every page takes it away
    assert count_widgets() == num_widgets
    del first
    gc.collect()
    assert freed() is None


def count_widgets() -> int:
    """Return how many widgets the kernel keeps, in ipywidgets 8."""
    return len(widgets.widget._instances)


def test_twins_in_two_cells_both_live_under_names_of_their_own(displayed, monkeypatch):
    for cell in ("one", "two"):
        monkeypatch.setattr(explorable, "_cell_id", lambda cell=cell: cell)
        explore(make_scene(title="Twins"))
    names = [
        re.search(r'class="still-([\w-]+)"', bundle["text/html"])[1]
        for bundle in displayed
        if "figure-caption" in bundle.get("text/html", "")
    ]
    assert names == ["twins", "twins-2"]


# --- Text and files ------------------------------------------------------------------------------


def test_what_is_typed_selects_and_a_reset_takes_it_back():
    drawn = []
    scene = make_scene()
    scene.draw = lambda x, kind, typed: drawn.append((kind, typed)) or "drawn"
    scene.controls |= dict(
        kind=Choice("Function", ["sine", "my own"]),
        typed=Text("My own f(x)", "x", selects={"kind": "my own"}),
    )
    made = Explorable(scene)
    made.controls["typed"].value = "2 * x"
    assert drawn == [("my own", "2 * x")]  # drawn once
    made.reset()
    assert drawn[1:] == [("sine", "x")]


NEW = ({"name": "cat.png", "content": memoryview(b"bytes")},)  # ipywidgets 8
OLD = {"dog.png": {"content": b"other"}, "cat.png": {"content": b"bytes"}}  # ipywidgets 7


@pytest.mark.parametrize("value", [NEW, OLD])
def test_the_newest_file_is_read_in_both_versions_of_ipywidgets(value):
    assert newest_file(value) == ("cat.png", b"bytes")
    assert newest_file(type(value)()) is None


def test_a_file_counts_once():
    drawn = []
    scene = make_scene()
    scene.draw = lambda x, file: drawn.append(file) or "drawn"
    scene.controls["file"] = Upload("Your picture")
    made = Explorable(scene)
    made._on_change("file", {"new": NEW})
    made.controls["x"].value = 4.0
    made.reset()
    assert drawn == [("cat.png", b"bytes"), None, None]


# --- Runs ----------------------------------------------------------------------------------------


def make_live(num_steps: int = 4, fail_at: int | None = None) -> Explorable:
    closed = []

    def steps(x: float):
        try:
            for step in range(1, num_steps + 1):
                if step == fail_at:
                    raise ZeroDivisionError("as <planned>")
                yield step / num_steps, f"Step {step} from {x:g}."
        finally:
            closed.append(True)

    live = Explorable(make_scene(run=Run("Train", steps)))
    live.closed = closed
    live.sentences = []
    live.sentence.observe(lambda change: live.sentences.append(shown_text(change["new"])), "value")
    return live


def shown_text(value: str) -> str:
    return re.search(r"<em>(.*)</em>", value)[1]


async def until(condition) -> None:
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came to that")


def test_a_run_shows_every_step_and_comes_to_rest():
    async def scenario():
        live = make_live()
        assert live.sentences == []  # nothing runs before the button is pressed
        live.run_button.click()
        assert live.run_button.description == "Stop"
        await until(lambda: live._task is None)
        assert live.run_button.description == "Train"
        assert live.bar.value == 1.0
        assert live.sentences == [f"Step {n} from 2." for n in (1, 2, 3, 4)]
        assert live.closed

    asyncio.run(scenario())


def test_the_button_stops_and_the_picture_stays():
    async def scenario():
        live = make_live(num_steps=10_000)
        live.run_button.click()
        await until(lambda: len(live.sentences) > 1)
        live.run_button.click()
        stopped_at = len(live.sentences)
        await until(lambda: live.closed)
        assert len(live.sentences) == stopped_at
        assert live.run_button.description == "Train"
        live.run_button.click()  # and again, from the start
        await until(lambda: live.sentences[stopped_at:].count("Step 1 from 2.") == 1)
        live.run_button.click()

    asyncio.run(scenario())


def test_a_run_that_is_stopped_and_started_at_once_runs_once():
    async def scenario():
        live = make_live(num_steps=3)
        for _ in range(3):  # start, stop, start
            live.run_button.click()
        await until(lambda: live._task is None)
        assert live.sentences == [f"Step {n} from 2." for n in (1, 2, 3)]

    asyncio.run(scenario())


@pytest.mark.parametrize("action", ["slider", "reset", "close"])
def test_a_control_a_reset_and_a_new_cell_end_the_run(action):
    async def scenario():
        live = make_live(num_steps=10_000)
        live.run_button.click()
        await until(lambda: live.bar.value > 0)
        if action == "slider":
            live.controls["x"].value = 3.0
            assert live.sentences[-1] == "A dot at 3."
        elif action == "reset":
            live.reset()
            assert live.sentences[-1] == "A dot at 2."
        else:
            live.close()
        stopped_at = len(live.sentences)
        await until(lambda: live.closed)
        assert len(live.sentences) == stopped_at
        assert live.run_button.description == "Train"

    asyncio.run(scenario())


def test_a_failing_run_is_shown_raised_and_forgotten():
    async def scenario():
        live = make_live(fail_at=2)
        live.run_button.click()
        task = live._task
        with pytest.raises(ZeroDivisionError):
            await task
        assert "ZeroDivisionError: as &lt;planned&gt;" in live.error.value
        assert live.run_button.description == "Train"
        live.controls["x"].value = 3.0
        assert live.error.value == ""

    asyncio.run(scenario())


# --- Pictures ------------------------------------------------------------------------------------


def decoded(pixels, sharp):
    _, data = encode(pixels, sharp)
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=float)


def test_pictures_arrive_as_they_were_drawn():
    pixels, _ = make_scene().render(x=4.0)
    for sharp in (True, False):
        assert np.sqrt(np.mean((decoded(pixels, sharp) - pixels[..., :3]) ** 2)) / 255 < 0.01


def test_a_photograph_shows_no_bands():
    faces = [Image.open(path).convert("RGB") for path in sorted(DATA.glob("photographs/*/*.png"))]
    pixels = np.concatenate([np.asarray(face) for face in faces], axis=1)
    pixels = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
    error = np.abs(decoded(pixels, sharp=True) - pixels[..., :3])
    assert np.percentile(error, 99.9) < 24  # of 255; 32 by the way of drawings


def test_a_caption_names_its_picture_and_only_a_moving_one_steps_aside():
    plain, still = page.caption("A cat."), page.caption("A cat.", "cat")
    assert plain.count("A cat.") == still.count("A cat.") == 1
    assert "image.alt" in plain
    assert "display: none" not in plain
    assert "body:has(.live-cat) .still-cat" in still
