"""Moving pictures: a figure, the controls that move it and the sentence it says, in one place.

A scene knows no widgets. A kernel shows it with sliders (`helpers.explorable`), a test draws every
end of every control, and a page without a kernel can be made from the states that it lists.

A new figure for every event costs far more than the change in it. Here the figure is drawn once;
its unchanging part is kept as a background, and an event redraws only the artists that move
(matplotlib calls this blitting). `make bench` measures what that saves.
"""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from inspect import signature
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from helpers.pictures import DRAWING, canvas_of


@dataclass(frozen=True)
class Slider:
    """A number from `low` to `high` in steps; the label has its unit. Whole if all four are.

    Raises ValueError unless low <= value <= high and the step is above 0.
    """

    label: str
    value: float
    low: float
    high: float
    step: float

    def __post_init__(self) -> None:
        if not (self.low <= self.value <= self.high and self.step > 0):
            raise ValueError(
                f"{self.label!r} must open between its ends and move by a step above 0; "
                f"it opens at {self.value} in {self.low} to {self.high}, step {self.step}."
            )

    @property
    def is_whole(self) -> bool:
        numbers = (self.value, self.low, self.high, self.step)
        return all(isinstance(number, int) for number in numbers)

    def states(self) -> list[float]:
        """Return every value that the slider can have, in order."""
        num_steps = int((self.high - self.low) / self.step + 1e-9)
        values = [self.low + number * self.step for number in range(num_steps + 1)]
        return values if self.is_whole else [round(value, 10) for value in values]


@dataclass(frozen=True)
class Choice:
    """One of several named options: a drop-down. The first is chosen unless `value` names another.

    Raises ValueError if `value` is not among the options.
    """

    label: str
    options: Sequence
    value: Any = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", tuple(self.options))
        if self.value is None:
            object.__setattr__(self, "value", self.options[0])
        if self.value not in self.options:
            raise ValueError(f"{self.label!r} has no option {self.value!r}: {self.options}.")

    def states(self) -> list:
        """Return every option, in order."""
        return list(self.options)


@dataclass(frozen=True)
class Switch:
    """A yes or no: a check box."""

    label: str
    value: bool

    def states(self) -> list[bool]:
        """Return both states, the opening one first."""
        return [self.value, not self.value]


@dataclass(frozen=True)
class Text:
    """A line to type into; it takes effect at Enter, or when the reader leaves it.

    What is typed also sets the other controls that `selects` names, to the values it gives: a
    drop-down jumps to 'my own', say.
    """

    label: str
    value: str = ""
    placeholder: str = ""
    selects: Mapping[str, Any] = field(default_factory=dict)

    def states(self) -> list[str]:
        """Return the opening text alone: what else a reader types cannot be listed."""
        return [self.value]


@dataclass(frozen=True)
class Upload:
    """A button for a picture of the reader's. `draw` gets (name, bytes) once, and else None."""

    label: str
    value: None = None

    def states(self) -> list[None]:
        """Return the state without a file."""
        return [None]


Control = Slider | Choice | Switch | Text | Upload


@dataclass(frozen=True)
class Run:
    """What happens while one watches, once a button named `label` is pressed.

    `steps` gets the controls' values and is a generator. Each step does some work (50 ms or so),
    moves the scene's artists, and yields the share that is done, from 0 to 1, and the sentence for
    what is now to be seen. `pause` is the time in seconds between two steps, for what would be too
    fast to follow.
    """

    label: str
    steps: Callable[..., Generator[tuple[float, str], None, None]]
    pause: float = 0.01


def sweep(label: str, draw: Callable[..., str], pause: float, **stops: Iterable) -> Run:
    """Return a run that moves one control through its stops, for those who would rather watch.

    `sweep("Learn", draw, 0.3, updates=range(25))` calls `draw` 25 times, 0.3 s apart.
    """
    ((control, values),) = stops.items()
    values = list(values)

    def steps(**opening: Any) -> Generator[tuple[float, str], None, None]:
        for number, value in enumerate(values, start=1):
            yield number / len(values), draw(**{**opening, control: value})

    return Run(label, steps, pause)


def controls_of(draw: Callable) -> dict[str, Control]:
    """Return the control of each argument of `draw` that is annotated with one, by name, in order."""
    # Not typing.get_type_hints: where a default is None, Python 3.10's hides what is annotated.
    parameters = signature(draw, eval_str=True).parameters
    return {
        name: control
        for name, parameter in parameters.items()
        for control in getattr(parameter.annotation, "__metadata__", ())
        if isinstance(control, Control)
    }


class Scene:
    """A figure, the artists in it that move, and the function that moves them by its controls.

    - `title` says in a line what the picture shows: it is its alternative text.
    - `draw` changes the artists and returns the sentence that describes what is now to be seen
      (HTML: escape what a reader typed). Limits, ticks and titles belong to the background and stay
      as they are; text that changes is an artist.
    - The arguments of `draw` say what moves them: `drive: Annotated[float, Slider("Drive", ...)]`.
      Their order is that of the controls. The first is a slider, and its first step is seen.
    - `run`, if there is one, plays or trains while one watches.

    Raises ValueError if no argument of `draw` has a control.
    """

    def __init__(
        self,
        title: str,
        figure: Figure,
        artists: Sequence[Artist],
        draw: Callable[..., str],
        run: Run | None = None,
    ) -> None:
        self.title, self.figure, self.artists, self.draw = title, figure, artists, draw
        self.controls, self.run = controls_of(draw), run
        self._background = None
        if not self.controls:
            raise ValueError(
                f"No argument of draw() in {title!r} has a control: "
                'annotate it, as in x: Annotated[float, Slider("Position", 0, 0, 9, 1)].'
            )

    @property
    def opening(self) -> dict[str, Any]:
        """The values of all controls in the opening state, by name."""
        return {name: control.value for name, control in self.controls.items()}

    def states(self) -> Iterator[dict[str, Any]]:
        """Yield every state that one control can reach from the opening, which comes first."""
        yield self.opening
        for name, control in self.controls.items():
            for value in control.states():
                if value != control.value:
                    yield {**self.opening, name: value}

    def ends(self) -> Iterator[dict[str, Any]]:
        """Yield the opening, and both ends of each control with all others at their opening.

        A drop-down has no ends: each of its options counts.
        """
        yield self.opening
        for name, control in self.controls.items():
            values = control.states()
            for value in values if isinstance(control, Choice) else {values[0], values[-1]}:
                if value != control.value:
                    yield {**self.opening, name: value}

    def render(self, **values: Any) -> tuple[np.ndarray, str]:
        """Draw the state `values`; return RGBA pixels (height, width, 4) and the sentence.

        The pixels are the figure's own: the next drawing overwrites them.
        """
        with DRAWING:
            sentence = self.draw(**values)
            return self.paint(), sentence

    def paint(self) -> np.ndarray:
        """Return the artists as they stand, on the background: RGBA pixels (height, width, 4)."""
        with DRAWING:
            pixels = self.ground()
            for artist in self.artists:
                self.figure.draw_artist(artist)
            return pixels

    def ground(self) -> np.ndarray:
        """Return the picture without the artists that move: RGBA pixels (height, width, 4)."""
        with DRAWING:
            canvas = canvas_of(self.figure)
            if self._background is None:
                self._background = self._draw_background()
            canvas.restore_region(self._background)
            return np.asarray(canvas.buffer_rgba())

    def _draw_background(self) -> Any:
        for artist in self.artists:
            artist.set_animated(True)  # left out of an ordinary draw
        if engine := self.figure.get_layout_engine():
            engine.execute(self.figure)
        self.figure.set_layout_engine("none")  # computed once: 37 ms per event otherwise
        canvas = canvas_of(self.figure)
        canvas.draw()
        return canvas.copy_from_bbox(self.figure.bbox)
