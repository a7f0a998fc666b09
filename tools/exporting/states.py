"""Which states of a moving picture a page can show, drawn and put together for site/player.js.

Not every combination of every control fits a page. The first two controls combine, on a grid; each
other control moves alone. Where all together have few enough states, all combine.
"""

import json
import math
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyArrowPatch, Polygon, Rectangle
from matplotlib.text import Text
from PIL import Image

import helpers.explorable
from exporting.svg import Recorder
from helpers import page, pictures
from helpers.scene import Choice, Control, Run, Scene, Slider, Switch
from helpers.scene import Text as TextLine

MOST_STATES = 600  # of a picture, the frames of its run apart
FEWEST_STATES = 10  # with fewer it would not move
MOST_ALONE = 61  # stops of a slider that moves alone
MOST_FRAMES = 60  # of a run
NUM_CHECKS = 3  # states at random that tests compare with the kernel's
MOST_BYTES = 750_000  # of pieces, compressed: with more, fewer states are drawn

# What tells that it has changed, by becoming stale. Others do not always: a mesh by its colors, an
# annotation by its place, a patch by `set_path`, a legend by what is in it.
TELLING = {Circle, FancyArrowPatch, Line2D, Polygon, Rectangle, Text}

ONE_AT_A_TIME = (
    "Here one slider moves at a time: the others go back to their opening value. "
    "With a kernel they combine."
)


@dataclass
class Plan:
    """The stops of every control by name, and the controls that combine; the others move alone."""

    stops: dict[str, list]
    together: list[str]
    thinned: list[str] = field(default_factory=list)

    @property
    def alone(self) -> list[str]:
        return [name for name in self.stops if name not in self.together]


def plan(scene: Scene, most: int = MOST_STATES) -> Plan:
    """Choose the states of a scene, `most` of them or a few more."""
    stops = {name: control.states() for name, control in scene.controls.items()}
    moving = [name for name in stops if len(stops[name]) > 1]
    if math.prod(map(len, stops.values())) <= most:
        return Plan(stops, moving)
    together = moving[:2]
    for name in moving[2:]:
        stops[name] = thin(scene.controls[name], min(MOST_ALONE, max(most // 4, 3)))
    left = most - sum(len(stops[name]) for name in moving[2:])
    while math.prod(len(stops[name]) for name in together) > left:
        # The longer one loses stops first, so that both keep as many as they can.
        name = max(together, key=lambda name: len(stops[name]))
        if len(stops[name]) <= 5:
            break
        stops[name] = thin(scene.controls[name], len(stops[name]) - 1)
    thinned = [name for name in moving if len(stops[name]) < len(scene.controls[name].states())]
    return Plan(stops, together, thinned)


def thin(control: Control, most: int) -> list:
    """Return at most `most` states of a slider, evenly: its opening and both ends among them."""
    values = control.states()
    if not isinstance(control, Slider) or len(values) <= most:
        return values
    opening, last, step = values.index(control.value), len(values) - 1, 1
    while True:
        step += 1
        kept = sorted({*range(opening % step, len(values), step), 0, last})
        if len(kept) <= most or step >= last:
            return [values[index] for index in kept]


def combinations(plan: Plan, opening: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the states of a plan in the order in which the page counts them."""
    grid = [{}]
    for name in plan.together:
        grid = [{**state, name: value} for state in grid for value in plan.stops[name]]
    for state in grid:
        yield {**opening, **state}
    for name in plan.alone:
        for value in plan.stops[name]:
            if value != opening[name]:
                yield {**opening, name: value}


class TooLarge(Exception):
    """A picture's pieces have outgrown what a page may load."""


class Frames:
    """The states drawn so far: for each artist the piece of SVG that it shows in each."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.recorder = scene, Recorder(scene.figure)
        self.pieces: dict[str, int] = {"": 0}
        self.columns: list[list[int]] = [[] for _ in scene.artists]
        self.sentences: list[str] = []
        self.run: dict[str, Any] | None = None
        self._packer, self._size = zlib.compressobj(), 0
        self._seen: dict[Artist, str] = {}

    def draw(self, values: dict[str, Any]) -> None:
        """Draw a state of the scene, and add it."""
        sentence = self.scene.draw(**values)
        self.add(self.look(), sentence)

    def record(self, run: Run) -> None:
        """Add at most MOST_FRAMES of a run, evenly.

        How many steps it has is seen at its end: when as many as that have been kept, every second
        goes, and from then on every second is not kept.
        """
        kept: list[tuple[float, list[str], str]] = []
        number, stride, last = 0, 1, None
        for number, (share, sentence) in enumerate(run.steps(**self.scene.opening), start=1):
            last = (share, sentence)
            if number % stride == 0:
                kept.append((share, self.look(), sentence))
                if len(kept) == MOST_FRAMES:
                    kept, stride = kept[1::2], stride * 2
        if last and number % stride:
            kept.append((last[0], self.look(), last[1]))
        first, seconds = len(self.sentences), number * max(run.pause, 0.03) / len(kept)
        for _, look, sentence in kept:
            self.add(look, sentence)
        self.run = {
            "label": run.label,
            "pause": round(1000 * min(max(seconds, 0.05), 0.5)),
            "first": first,
            "shares": [round(float(share), 3) for share, _, _ in kept],
        }

    def look(self) -> list[str]:
        """Return the SVG of every artist as it stands; one that has not changed is not drawn again."""
        for artist in self.scene.artists:
            if artist not in self._seen or artist.stale or type(artist) not in TELLING:
                self._seen[artist] = self.recorder.record(artist)
                artist.stale = False
        return [self._seen[artist] for artist in self.scene.artists]

    def verify(self, state: int) -> None:
        """Draw all artists as they stand; raise ValueError if `state`, which it is, shows another."""
        pieces = list(self.pieces)
        for artist, column in zip(self.scene.artists, self.columns, strict=True):
            if self.recorder.record(artist) != pieces[column[state]]:
                raise ValueError(
                    f"{artist} in {self.scene.title!r} was not drawn anew when it changed: it did not "
                    "become stale. Change it by a setter that makes it so."
                )

    def add(self, look: list[str], sentence: str) -> None:
        """Add a state; raises TooLarge where that is too much for a page."""
        for column, svg in zip(self.columns, look, strict=True):
            if svg not in self.pieces:
                self.pieces[svg] = len(self.pieces)
                self._size += len(self._packer.compress(svg.encode()))
            column.append(self.pieces[svg])
        self.sentences.append(sentence)
        if self._size > MOST_BYTES:
            raise TooLarge


def export(scene: Scene, name: str, folder: Path, kernel_folder: Path) -> dict[str, Any]:
    """Write a scene's states and images to `folder`; return its entry in the list of all scenes.

    `name` (`01_neurons/some-title`) is how a page asks for it. What a kernel shows of some states
    goes to `kernel_folder`, for tests. Raises ValueError for a picture that cannot be exported.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with pictures.DRAWING:
        pixels, sentence = scene.render(**scene.opening)
        still = pictures.encode(pixels, sharp=True)[1]
        size = pictures.shown_size(pixels)
        ground = pictures.encode(scene.ground(), sharp=True)[1]
        chosen, frames, kernel = draw_all(scene, seed=zlib.crc32(name.encode()))
    content = {"title": scene.title, **size, "background": "background.png"}
    content |= {"controls": controls_of(scene, chosen), "notes": notes(scene, chosen)}
    text = states_js(name, content, frames)
    (folder / "still.png").write_bytes(still)
    (folder / "background.png").write_bytes(ground)
    (folder / "states.js").write_text(text, encoding="ascii")
    keep(kernel, kernel_folder)
    packed = len(zlib.compress(text.encode("ascii"))) + len(ground)  # as servers do it
    return {"name": name, "title": scene.title, "sentence": sentence, "bytes": packed}


def states_js(name: str, content: dict[str, Any], frames: Frames) -> str:
    """Return the script that brings a scene's states to its page."""
    content |= {
        "run": frames.run,
        "columns": [column[0] if len(set(column)) == 1 else column for column in frames.columns],
        "pieces": list(frames.pieces),
        "shapes": list(frames.recorder.shapes),
        "sentences": frames.sentences,
    }
    return f"sceneLoaded({json.dumps(name)},{json.dumps(content, separators=(',', ':'))});\n"


def draw_all(scene: Scene, seed: int) -> tuple[Plan, Frames, list[dict]]:
    """Draw as many states as a page may load, and the run; return also some as the kernel shows them."""
    most = MOST_STATES
    while True:
        chosen, frames = plan(scene, most), Frames(scene)
        states = list(combinations(chosen, scene.opening))
        try:
            for values in states:
                frames.draw(values)
            if scene.run:
                frames.record(scene.run)
        except TooLarge:
            most = int(0.85 * len(frames.sentences) * most / max(len(states), most))
            if most < FEWEST_STATES:
                raise ValueError(
                    f"{scene.title!r} is too large for a page, state by state."
                ) from None
            continue
        return chosen, frames, as_in_kernel(scene, chosen, states, frames, seed)


def controls_of(scene: Scene, plan: Plan) -> list[dict[str, Any]]:
    """Return each control as the page shows it, and where its states are.

    State 0 is that in which every control that combines stands at its first stop. To reach others,
    add `weight` for each stop of those. A control that moves alone has its other states from
    `first` on, its opening left out.
    """
    weights, weight = {}, 1
    for name in reversed(plan.together):
        weights[name], weight = {"weight": weight}, weight * len(plan.stops[name])
    for name in plan.alone:
        weights[name], weight = {"first": weight}, weight + len(plan.stops[name]) - 1
    return [
        {
            "kind": type(control).__name__.lower(),
            "label": control.label,
            "values": [shown(control, value) for value in plan.stops[name]],
            "opening": plan.stops[name].index(control.value),
            **weights[name],
        }
        for name, control in scene.controls.items()
    ]


def shown(control: Control, value: Any) -> str:
    """Return a control's value as a reader sees it: every stop of a slider with the same digits."""
    if isinstance(control, Slider) and not control.is_whole:
        digits = max(
            len(f"{number:.10f}".rstrip("0").partition(".")[2])
            for number in (control.low, control.step)
        )
        return f"{value:.{digits}f}"
    return str(value)


def notes(scene: Scene, plan: Plan) -> list[str]:
    """Return what a reader must know about the difference from a kernel, in sentences."""
    label = {name: f"“{control.label}”" for name, control in scene.controls.items()}
    moving = [
        name for name in plan.alone if isinstance(scene.controls[name], Slider | Choice | Switch)
    ]
    found = []
    if moving and len(plan.together) < 2:
        found.append(ONE_AT_A_TIME)
    elif moving:
        found.append(
            f"Here {' and '.join(label[name] for name in plan.together)} combine; each other "
            "control moves alone, while the rest go back to their opening value. "
            "With a kernel they all combine."
        )
    if plan.thinned:
        found.append(f"Not every value of {' and '.join(label[n] for n in plan.thinned)} is here.")
    absent = [name for name in scene.controls if name not in (*moving, *plan.together)]
    for name in absent:
        what = "typed text" if isinstance(scene.controls[name], TextLine) else "a file of yours"
        found.append(f"{label[name]} is not available here: {what} needs a kernel.")
    if scene.run:
        found.append(f"“{scene.run.label}” shows what was recorded from the opening values.")
    return found


def as_in_kernel(
    scene: Scene, plan: Plan, states: list[dict], frames: Frames, seed: int
) -> list[dict[str, Any]]:
    """Return some states as a kernel shows them, by which tests judge the page.

    The opening, some at random, the last stop of each control that moves alone, and, as `scene`
    stands there, the run's last frame. Each has its pixels, its sentence, and the stop of every
    control by its label.
    """
    found = []
    if frames.run:
        found.append(dict(pixels=scene.paint().copy(), said=frames.sentences[-1], stops=None))
    chosen = random.Random(seed).sample(states, min(NUM_CHECKS, len(states)))
    alone = [{**scene.opening, name: plan.stops[name][-1]} for name in plan.alone]
    for values in (scene.opening, *chosen, *alone):
        pixels, said = scene.render(**values)
        frames.verify(states.index(values))
        stops = {
            control.label: plan.stops[name].index(values[name])
            for name, control in scene.controls.items()
        }
        found.append(dict(pixels=pixels.copy(), said=said, stops=stops))
    return found


def keep(kernel: list[dict[str, Any]], folder: Path) -> None:
    """Write what a kernel shows: an image for each state, and kernel.json."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, state in enumerate(kernel):
        state["file"] = f"{number}.png"
        Image.fromarray(state.pop("pixels")).convert("RGB").save(folder / state["file"])
    (folder / "kernel.json").write_text(json.dumps(kernel, indent=1))


def record_into(folder: str, notebook: str) -> list[dict[str, Any]]:
    """Replace `explore` in this process: each scene is exported; return the list of them, which grows.

    Its files go to folder/notebook/<its own>; what the kernel shows to folder/kernel/<its own>.
    """
    entries: list[dict[str, Any]] = []

    def explore(scene: Scene) -> None:
        twins = sum(entry["title"] == scene.title for entry in entries)
        own = page.css_name(scene.title) + (f"-{twins + 1}" if twins else "")
        places = Path(folder) / notebook / own, Path(folder) / "kernel" / own
        entries.append(export(scene, f"{notebook}/{own}", *places))

    helpers.explorable.explore = explore
    return entries
