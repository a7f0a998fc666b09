"""Scenes and explorables: what moves moves, what stays stays, and failures are seen."""

import io

import numpy as np
import pytest
from PIL import Image

from helpers import explorable
from helpers.explorable import Explorable, Scene, choice, slider, switch
from helpers.pictures import encode, new_figure


def make_scene(fail_at: float = -1.0) -> Scene:
    figure, ax = new_figure(height=1.5)
    ax.set(xlim=(0, 10), ylim=(0, 1))
    (dot,) = ax.plot([], [], "o", markersize=12)

    def draw(x: float) -> str:
        if x == fail_at:
            raise ZeroDivisionError("as <planned>")
        dot.set_data([x], [0.5])
        return f"A dot at {x:g}."

    return Scene(figure, [dot], draw)


@pytest.fixture
def shown(monkeypatch):
    """Record what an explorable displays and updates instead of sending it anywhere."""
    calls = []

    class Handle:
        def update(self, data, **_):
            calls.append(("update", data))

    def display(data, **_):
        calls.append(("display", data))
        return Handle()

    monkeypatch.setattr(explorable, "display", display)
    monkeypatch.setattr("helpers.pictures.display", display)
    return calls


def test_blitting_gives_the_same_pixels_as_a_full_draw():
    scene = make_scene()
    scene.render(x=2.0)
    moved, _ = scene.render(x=7.0)
    fresh, _ = make_scene().render(x=7.0)
    assert np.array_equal(moved, fresh)
    assert not np.array_equal(scene.render(x=3.0)[0], fresh)


def test_display_sends_controls_picture_and_sentence(shown):
    Explorable(make_scene(), x=slider("Position", 2.0, 0.0, 10.0, 1.0))._ipython_display_()
    (_, controls), (_, picture), (_, sentence) = shown
    assert "application/vnd.jupyter.widget-view+json" in controls
    assert "running kernel" in controls["text/html"]
    assert picture["image/png"].startswith(b"\x89PNG")
    assert sentence["text/plain"] == "A dot at 2."


def test_a_slider_event_updates_picture_and_sentence(shown):
    made = Explorable(make_scene(), x=slider("Position", 2.0, 0.0, 10.0, 1.0))
    made._ipython_display_()
    made.controls["x"].value = 5.0
    assert [kind for kind, _ in shown[3:]] == ["update", "update"]
    assert shown[3][1]["image/jpeg"].startswith(b"\xff\xd8")
    assert shown[4][1]["text/plain"] == "A dot at 5."


def test_reset_redraws_once(shown):
    made = Explorable(make_scene(), x=slider("Position", 2.0, 0.0, 10.0, 1.0))
    made._ipython_display_()
    made.controls["x"].value = 5.0
    del shown[:]
    made.reset()
    assert made.values == {"x": 2.0}
    assert len(shown) == 2


def test_a_failing_callback_is_shown_raised_and_forgotten(shown):
    made = Explorable(make_scene(fail_at=6.0), x=slider("Position", 2.0, 0.0, 10.0, 1.0))
    made._ipython_display_()
    with pytest.raises(ZeroDivisionError):
        made.controls["x"].value = 6.0
    assert "explorable-error" in made._error.value
    assert "ZeroDivisionError: as &lt;planned&gt;" in made._error.value
    made.controls["x"].value = 7.0
    assert made._error.value == ""


def test_controls_have_plain_names():
    assert slider("Layers", 3, 1, 9, 1).description == "Layers"
    assert isinstance(slider("Layers", 3, 1, 9, 1).value, int)
    assert isinstance(slider("Rate (Hz)", 3.0, 1, 9, 1).value, float)
    assert choice("Function", ["ReLU", "tanh"]).value == "ReLU"
    assert choice("Function", ["ReLU", "tanh"], "tanh").value == "tanh"
    assert switch("Show errors", True).value is True


def decoded(pixels, sharp):
    _, data = encode(pixels, sharp)
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"), dtype=float)


def test_pictures_arrive_as_they_were_drawn():
    pixels, _ = make_scene().render(x=4.0)
    for sharp in (True, False):
        assert np.sqrt(np.mean((decoded(pixels, sharp) - pixels[..., :3]) ** 2)) / 255 < 0.01


def test_a_photograph_keeps_all_of_its_colors():
    rng = np.random.default_rng(0)
    photograph = rng.integers(256, size=(100, 100, 4), dtype=np.uint8)
    assert (decoded(photograph, sharp=True) == photograph[..., :3]).all()
