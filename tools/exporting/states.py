"""Which states of a moving picture a page can show, drawn and put together for site/player.js.

Not every combination of every control fits a page. The first two controls combine, on a grid; each
other control moves alone. Where all together have few enough states, all combine.
"""

import gzip
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import helpers.explorable
from exporting.svg import Recorder
from helpers import page, pictures
from helpers.scene import Choice, Control, Run, Scene, Slider, Switch
from helpers.scene import Text as TextLine

MOST_STATES = 1000  # of a picture, the frames of its run apart
MOST_ALONE = 61  # stops of a slider that moves alone
MOST_FRAMES = 60  # of a run
MOST_BYTES = 1_400_000  # over the wire: what is larger is drawn again, with fewer states

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
        stops[name] = thin(scene.controls[name], MOST_ALONE)
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


class Frames:
    """The states drawn so far: for each artist the piece of SVG that it shows in each."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.recorder = scene, Recorder(scene.figure)
        self.pieces: dict[str, int] = {"": 0}
        self.columns: list[list[int]] = [[] for _ in scene.artists]
        self.sentences: list[str] = []

    def draw(self, values: dict[str, Any]) -> None:
        """Draw a state of the scene, and add it."""
        sentence = self.scene.draw(**values)
        self.add(self.look(), sentence)

    def look(self) -> list[str]:
        """Return the SVG of every artist as it stands."""
        return [self.recorder.record(artist) for artist in self.scene.artists]

    def add(self, look: list[str], sentence: str) -> None:
        for column, svg in zip(self.columns, look, strict=True):
            column.append(self.pieces.setdefault(svg, len(self.pieces)))
        self.sentences.append(sentence)


def frames_of(run: Run, opening: dict[str, Any], frames: Frames) -> tuple[list, float]:
    """Run to the end; return at most MOST_FRAMES (share, look, sentence), and the seconds for one.

    How many steps there are is seen at the end only: whenever twice as many as needed have been
    kept, every second goes.
    """
    kept: list[tuple[float, list[str], str]] = []
    stride, number, latest = 1, 0, None
    for number, (share, sentence) in enumerate(run.steps(**opening), start=1):
        latest = (share, sentence)
        if number % stride == 0:
            kept.append((share, frames.look(), sentence))
            if len(kept) >= MOST_FRAMES:
                kept, stride = kept[1::2], stride * 2
    if latest and number % stride:
        kept.append((latest[0], frames.look(), latest[1]))
    seconds = number * max(run.pause, 0.03) / max(len(kept), 1)
    return kept, min(max(seconds, 0.05), 0.5)


def export(scene: Scene, name: str, folder: Path, most: int = MOST_STATES) -> dict[str, Any]:
    """Write a scene's states and images to `folder`; return its entry in the list of all scenes.

    `name` (`01_neurons/some-title`) is how a page asks for it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with pictures.DRAWING:
        pixels, sentence = scene.render(**scene.opening)
        (folder / "still.png").write_bytes(pictures.encode(pixels, sharp=True)[1])
        (folder / "background.png").write_bytes(pictures.encode(scene.ground(), sharp=True)[1])
        text, size = states_js(scene, name, pictures.shown_size(pixels), most)
    while size > MOST_BYTES and most > 50:
        most = int(0.9 * most * MOST_BYTES / size)
        text, size = states_js(scene, name, pictures.shown_size(pixels), most)
    (folder / "states.js").write_text(text, encoding="ascii")
    return {"name": name, "title": scene.title, "sentence": sentence, "bytes": size}


def states_js(scene: Scene, name: str, size: dict[str, int], most: int) -> tuple[str, int]:
    """Return the script that brings a scene's states to its page, and its size when compressed."""
    chosen, frames = plan(scene, most), Frames(scene)
    for values in combinations(chosen, scene.opening):
        frames.draw(values)
    content = {
        "title": scene.title,
        **size,
        "background": "background.png",
        "controls": controls_of(scene, chosen),
        "notes": notes(scene, chosen),
        "run": add_run(scene, frames) if scene.run else None,
        "columns": [column[0] if len(set(column)) == 1 else column for column in frames.columns],
        "pieces": list(frames.pieces),
        "shapes": list(frames.recorder.shapes),
        "sentences": frames.sentences,
    }
    text = f"sceneLoaded({json.dumps(name)},{json.dumps(content, separators=(',', ':'))});\n"
    return text, len(gzip.compress(text.encode("ascii"), mtime=0))


def add_run(scene: Scene, frames: Frames) -> dict[str, Any]:
    """Add a run's frames after all states; return what the page needs to play them."""
    first = len(frames.sentences)
    kept, seconds = frames_of(scene.run, scene.opening, frames)
    for _, look, sentence in kept:
        frames.add(look, sentence)
    shares = [round(float(share), 3) for share, _, _ in kept]
    return {
        "label": scene.run.label,
        "pause": round(1000 * seconds),
        "first": first,
        "shares": shares,
    }


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


def record_into(folder: str, notebook: str) -> list[dict[str, Any]]:
    """Replace `explore` in this process: each scene is exported to `folder`; return the list of them."""
    entries: list[dict[str, Any]] = []

    def explore(scene: Scene) -> None:
        twins = sum(entry["title"] == scene.title for entry in entries)
        own = page.css_name(scene.title) + (f"-{twins + 1}" if twins else "")
        entries.append(export(scene, f"{notebook}/{own}", Path(folder) / notebook / own))

    helpers.explorable.explore = explore
    return entries
