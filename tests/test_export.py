"""The exporter: which states a page gets, and how small and exact they are written."""

import base64
import io
import json
import re
from typing import Annotated

import numpy as np
import pytest
from matplotlib.path import Path as Outline
from PIL import Image

from exporting import states, svg
from helpers.pictures import Pixels, new_figure
from helpers.scene import Choice, Scene, Slider, Switch, Text, sweep


def dot(title: str = "A dot that moves in a plane", **more) -> Scene:
    """Return a small scene: two sliders that are too long to combine, and two other controls."""
    figure, ax = new_figure()
    ax.set(xlim=(0, 100), ylim=(0, 100))
    (mark,) = ax.plot([], [], "o", markersize=8)
    label = ax.text(5, 90, "")

    def draw(
        x: Annotated[int, Slider("Right", 30, 0, 100, 1)],
        y: Annotated[float, Slider("Up", 1.0, 0.0, 40.0, 0.5)],
        name: Annotated[str, Choice("Name", ["A", "B", "C"])],
        large: Annotated[bool, Switch("Large", True)],
        typed: Annotated[str, Text("Your text")],
    ) -> str:
        mark.set_data([x], [y])
        mark.set_markersize(8 + 4 * large)
        label.set_text(f"{name}: {x}")
        return f"{name} stands at {x}, {y:g} &lt; 101{typed}."

    run = sweep("Walk", draw, 0.05, x=range(0, 100))
    return Scene(title, figure, [mark, label], draw, run, **more)


def exported(scene: Scene, folder) -> dict:
    """Return what a page gets of a scene."""
    states.export(scene, "room/dot", folder / "dot", folder / "kernel")
    text = (folder / "dot" / "states.js").read_text()
    name, content = re.fullmatch(r"sceneLoaded\((.*?),(\{.*\})\);\n", text).groups()
    assert json.loads(name) == "room/dot"
    return json.loads(content)


def at(content: dict, stops: dict[str, int]) -> int:
    """Return the number of a state, counted as states.js says: the player's own arithmetic, again."""
    moved = {c["label"]: stops.get(c["label"], c["opening"]) for c in content["controls"]}
    for control in content["controls"]:
        stop = moved[control["label"]]
        if "first" in control and stop != control["opening"]:
            return control["first"] + stop - (stop > control["opening"])
    return sum(c["weight"] * moved[c["label"]] for c in content["controls"] if "weight" in c)


def test_every_state_of_a_plan_is_counted_once(tmp_path):
    scene = dot()
    content, chosen = exported(scene, tmp_path), states.plan(scene)
    drawn = list(states.combinations(chosen, scene.opening))
    found = []
    for values in drawn:
        stops = {
            control.label: chosen.stops[name].index(values[name])
            for name, control in scene.controls.items()
        }
        found.append(at(content, stops))
        assert content["sentences"][found[-1]] == scene.draw(**values)
    assert found == list(range(len(drawn)))
    assert content["run"]["first"] == len(drawn)
    assert len(content["sentences"]) == len(drawn) + len(content["run"]["shares"])
    assert len(drawn) <= states.MOST_STATES * 1.05
    assert chosen.together == ["x", "y"]


def test_a_slider_loses_stops_evenly_and_keeps_opening_and_ends():
    slider = Slider("Right", 30, 0, 100, 1)
    for most in (80, 51, 30, 7, 3):
        kept = states.thin(slider, most)
        assert len(kept) <= most
        assert {0, 100, 30} <= set(kept) or most == 3
        steps = set(np.diff([value for value in kept if value not in (0, 100)]))
        assert len(steps) <= 1
    assert states.thin(slider, 101) == slider.states()


def test_a_page_says_what_it_lacks(tmp_path):
    said = " ".join(exported(dot(), tmp_path)["notes"])
    assert "“Right” and “Up” combine" in said
    assert "Not every value of “Right” and “Up”" in said
    assert "“Your text” is not available here: typed text needs a kernel." in said
    assert "“Walk” shows what was recorded" in said


def test_where_all_combine_nothing_is_lacking(tmp_path):
    figure, ax = new_figure()
    (mark,) = ax.plot([], [], "o")

    def draw(x: Annotated[int, Slider("Right", 3, 0, 9, 1)]) -> str:
        mark.set_data([x / 9], [0.5])
        return f"The dot stands at {x}."

    content = exported(Scene("A dot on a line, ten stops", figure, [mark], draw), tmp_path)
    assert content["notes"] == []
    assert content["run"] is None
    assert len(content["sentences"]) == 10
    assert content["controls"][0]["values"] == [str(number) for number in range(10)]


def test_a_run_is_thinned_and_ends_where_it_ends(tmp_path):
    content = exported(dot(), tmp_path)
    shares = content["run"]["shares"]
    assert states.MOST_FRAMES / 2 <= len(shares) <= states.MOST_FRAMES
    assert shares[-1] == 1
    assert content["sentences"][-1].startswith("A stands at 99")


def noise() -> Scene:
    """Return a scene of which each state takes about 10 kB: nothing in it is like anything else."""
    figure, ax = new_figure()
    ax.set(xlim=(0, 1), ylim=(0, 1))
    (curve,) = ax.plot([], [])

    def draw(seed: Annotated[int, Slider("Seed", 0, 0, 99, 1)]) -> str:
        curve.set_data(np.random.default_rng(seed).uniform(size=(2, 2000)))
        return f"Noise number {seed}."

    return Scene("Noise, a curve without a shape", figure, [curve], draw)


def test_a_picture_that_is_too_large_gets_fewer_states(tmp_path, monkeypatch):
    monkeypatch.setattr(states, "MOST_BYTES", 300_000)
    content = exported(noise(), tmp_path)
    assert 10 < len(content["sentences"]) < 50
    values = content["controls"][0]["values"]
    assert values[0] == "0"
    assert values[-1] == "99"
    assert "Not every value of “Seed” is here." in content["notes"]
    assert (tmp_path / "dot" / "states.js").stat().st_size > 100_000
    monkeypatch.setattr(states, "MOST_BYTES", 3_000)
    with pytest.raises(ValueError, match="too large for a page"):
        exported(noise(), tmp_path)


def test_values_have_the_digits_of_their_step():
    slider = Slider("Rate", 0.1, 0.05, 1.0, 0.05)
    assert states.shown(slider, 0.1) == "0.10"
    assert states.shown(Slider("Steps", 1, 1, 9, 1), 3) == "3"
    assert states.shown(Switch("Large", True), True) == "True"


# --- SVG -----------------------------------------------------------------------------------------


def walked(d: str) -> list[tuple[int, int]]:
    """Return the corners of a path of M, m, l and z, as a browser would find them."""
    x = y = 0
    start, corners = (0, 0), []
    for letter, text in re.findall(r"([Mmlz])([^Mmlz]*)", d):
        numbers = [int(number) for number in re.findall(r"-?\d+", text)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = (dx, dy) if letter == "M" else (x + dx, y + dy)
            corners.append((x, y))
            start = (x, y) if letter in "Mm" else start
        if letter == "z":
            x, y = start
    return corners


@pytest.mark.parametrize("relative", [False, True])
def test_a_path_is_written_relative_and_read_back_exact(relative):
    rng = np.random.default_rng(0)
    points = rng.uniform(-300, 300, (30, 2)).round(1)
    path = Outline(points, [1] + 13 * [2] + [79] + [1] + 14 * [2])
    corners = walked(svg.encode(path, relative=relative))
    wanted = np.rint(np.delete(points, 14, axis=0) * svg.UNITS).astype(int)
    # The corner after which the path closes is where the next begins, not one more corner.
    assert corners == [tuple(point) for point in wanted]


def test_what_does_not_move_is_kept_once(tmp_path):
    content = exported(dot(), tmp_path)
    names, marks = content["columns"][1], content["columns"][0]
    # A label for each place and name, a mark for each place and size: not one for each state.
    assert len(set(names)) < len(names) / 5
    assert len(content["pieces"]) < len(marks) + len(set(names))
    letters = {shape for piece in content["pieces"] for shape in re.findall(r"\{(\d+)\}", piece)}
    assert letters <= {str(number) for number in range(len(content["shapes"]))}


def test_an_image_is_written_square_by_square():
    figure, ax = new_figure()
    image = Pixels(ax, np.zeros((4, 6)), cmap="viridis", clim=(0, 1))
    image.set_data(np.linspace(0, 1, 24).reshape(4, 6))
    figure.canvas.draw()
    text = svg.Recorder(figure).record(image)
    (data,) = re.findall(r'data:image/png;base64,([^"]+)', text)
    page = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")).astype(int)
    kernel = image.to_rgba(np.linspace(0, 1, 24).reshape(4, 6), bytes=True)[..., :3].astype(int)
    assert np.abs(page - kernel).max() <= 2  # a step of the colormap
    assert len(text) < 450  # no color that is not in it


def test_marks_that_overlap_lie_in_layers_and_others_share_a_path():
    places = np.random.default_rng(0).uniform(0, 300, (200, 2))
    layers = svg.stacked(places, reach=6)
    near = np.abs(places[:, None] - places).max(axis=2) <= 12
    below, above = np.argwhere(np.triu(near, k=1)).T
    assert len(below) > 50
    assert (layers[below] < layers[above]).all()
    assert layers.max() < 12
    figure, ax = new_figure()
    ax.set(xlim=(0, 3), ylim=(0, 3))
    (marks,) = ax.plot([1, 1.01, 2], [1, 1, 2], "o", color="red", markeredgecolor="black")
    figure.canvas.draw()
    assert svg.Recorder(figure).record(marks).count("<path") == 2


def test_what_hatches_a_bar_ends_where_the_axes_end():
    figure, ax = new_figure(2)
    (bar,) = ax[0].bar([0], [9], hatch="..")
    ax[0].set(ylim=(0, 1))
    figure.canvas.draw()
    text = svg.Recorder(figure).record(bar)
    inside = ax[0].get_window_extent().bounds[2:]
    for width, height in re.findall(r'<svg [^>]*width="(\d+)" height="(\d+)"', text):
        assert int(width) / svg.UNITS <= inside[0] + 1 and int(height) / svg.UNITS <= inside[1] + 1


def test_an_artist_that_changes_behind_the_exporter_s_back_is_caught(tmp_path):
    """One that has not changed is not drawn again; which have, matplotlib says, if it is asked to."""
    scene = dot()
    move = scene.draw

    def draw_unseen(**values) -> str:
        sentence = move(**values)
        scene.artists[0].stale = False
        return sentence

    scene.draw = draw_unseen
    with pytest.raises(ValueError, match="not drawn anew when it changed"):
        exported(scene, tmp_path)


def test_what_cannot_be_exported_says_so():
    figure, ax = new_figure()
    mesh = ax.pcolormesh([0, 1, 5], [0, 1], [[1, 2]])
    with pytest.raises(ValueError, match="not of equal rectangles"):
        svg.Recorder(figure).record(mesh)
    with pytest.raises(ValueError, match=r"helpers\.pictures\.Pixels"):
        svg.Recorder(figure).record(ax.imshow(np.zeros((3, 3))))
