"""Explorables: sliders that move one persistent figure, fast enough to feel direct.

A new figure for every slider event costs far more than the change in it. Here the figure is drawn
once; its unchanging part is kept as a background, and an event redraws only the artists that move
(matplotlib calls this blitting). `make bench` measures what that saves.
"""

import asyncio
import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
from IPython.display import display
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from helpers.pictures import Picture

NO_KERNEL = (
    "<p><em>The sliders of this figure need a running kernel: run this cell to move them. "
    "The picture below shows their opening state.</em></p>"
)


@dataclass
class Scene:
    """A figure, the artists in it that move, and the function that moves them.

    `draw` takes one keyword argument a control, changes the artists and returns the sentence that
    describes what is now to be seen (HTML). Limits, ticks and titles belong to the background and
    stay as they are; text that changes is an artist like any other.
    """

    figure: Figure
    artists: Sequence[Artist]
    draw: Callable[..., str]

    def __post_init__(self) -> None:
        self._background = None

    def render(self, **values) -> tuple[np.ndarray, str]:
        """Draw the state `values`; return RGBA pixels (height, width, 4) and the sentence."""
        sentence = self.draw(**values)
        return self.paint(), sentence

    def paint(self) -> np.ndarray:
        """Return the artists as they stand, on the background: RGBA pixels (height, width, 4)."""
        canvas = self.figure.canvas
        if self._background is None:
            self._background = self._draw_background()
        canvas.restore_region(self._background)
        for artist in self.artists:
            self.figure.draw_artist(artist)
        return np.asarray(canvas.buffer_rgba())

    def _draw_background(self):
        for artist in self.artists:
            artist.set_animated(True)  # left out of an ordinary draw
        self.figure.get_layout_engine().execute(self.figure)
        self.figure.set_layout_engine("none")  # computed once: 37 ms an event otherwise
        self.figure.canvas.draw()
        return self.figure.canvas.copy_from_bbox(self.figure.bbox)


class Explorable:
    """A scene with controls. As the last line of a cell, or through `display`, it appears."""

    def __init__(self, scene: Scene, **controls: widgets.Widget) -> None:
        self.scene = scene
        self.controls = controls
        self._opening = self.values
        self._picture = Picture()
        self._resetting = False
        self._error = widgets.HTML()
        reset = widgets.Button(description="Reset", tooltip="Back to the opening state")
        reset.on_click(lambda _: self.reset())
        buttons = widgets.HBox([*self._own_buttons(), reset])
        self._box = widgets.VBox([*controls.values(), buttons, self._error])
        self._box.add_class("explorable")  # by this name the browser test finds it
        for control in controls.values():
            control.observe(self._on_change, names="value")

    @property
    def values(self) -> dict:
        """The controls' present values by name."""
        return {name: control.value for name, control in self.controls.items()}

    def reset(self) -> None:
        """Return every control to its opening value and redraw once."""
        self._resetting = True
        try:
            for name, value in self._opening.items():
                self.controls[name].value = value
        finally:
            self._resetting = False
        self._redraw()

    def _on_change(self, _change) -> None:
        if not self._resetting:
            self._redraw()

    def _own_buttons(self) -> list[widgets.Widget]:
        return []  # for kinds of explorables that have more than Reset

    def _redraw(self) -> None:
        self._error.value = ""
        try:
            self._picture.show(*self.scene.render(**self.values))
        except Exception as error:
            self._show_error(error)
            raise

    def _show_error(self, error: Exception) -> None:
        # A callback's error reaches no cell: it is said here, and then passed on.
        text = html.escape(f"{type(error).__name__}: {error}")
        self._error.value = f'<p class="explorable-error"><b>This figure failed.</b> {text}</p>'

    def _ipython_display_(self) -> None:
        # The controls go out as a bundle of our own making: with a line for viewers without a
        # kernel, and with a constant text that nbval can compare.
        view = {"model_id": self._box.model_id, "version_major": 2, "version_minor": 0}
        bundle = {
            "application/vnd.jupyter.widget-view+json": view,
            "text/html": NO_KERNEL,
            "text/plain": f"[controls: {', '.join(self.controls)}]",
        }
        display(bundle, raw=True)
        self._picture = Picture()
        self._picture.show(*self.scene.render(**self.values), sharp=True)


class Live(Explorable):
    """An explorable that also runs while one watches: a button starts it, and stops it again.

    `run` gets the controls' values and is a generator. Each of its steps does some work (50 ms or
    so), moves the scene's artists, and yields the share that is done, from 0 to 1, and the sentence
    for what is now to be seen. Between two steps the kernel looks after its other events, so a
    run is a task on the kernel's own event loop: no thread, nothing to lock.

    `pause` is the time in seconds between two steps, for what would be too fast to follow.

    Nothing runs before the button is pressed. A moved control ends the run, and the picture is
    again what the scene draws for the present values.
    """

    def __init__(
        self,
        scene: Scene,
        run: Callable[..., Iterator[tuple[float, str]]],
        label: str = "Run",
        pause: float = 0.01,
        **controls: widgets.Widget,
    ) -> None:
        self._run, self._label, self._task = run, label, None
        self._pause = max(pause, 0.01)  # long enough for an event to pass through the kernel
        self._bar = widgets.FloatProgress(min=0.0, max=1.0, description="Progress")
        self._button = widgets.Button(description=label, button_style="primary")
        self._button.on_click(lambda _: self.toggle())
        super().__init__(scene, **controls)

    def _own_buttons(self) -> list[widgets.Widget]:
        return [self._button, self._bar]

    def toggle(self) -> None:
        """Start the run, or stop the one that is under way. Needs a running event loop."""
        if self._task is not None:
            self._stop()
        else:
            self._task = asyncio.get_running_loop().create_task(self._watch())
            self._button.description = "Stop"
            self._error.value = ""

    async def _watch(self) -> None:
        try:
            for share, sentence in self._run(**self.values):
                self._bar.value = share
                self._picture.show(self.scene.paint(), sentence)
                await asyncio.sleep(self._pause)
        except Exception as error:
            self._show_error(error)
            self._rest()
            raise
        self._rest()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._rest()

    def _rest(self) -> None:
        self._task = None
        self._button.description = self._label

    def _redraw(self) -> None:
        self._stop()
        self._bar.value = 0.0
        super()._redraw()


_STYLE = {"description_width": "15em"}
_LAYOUT = {"width": "min(38em, 100%)"}


def slider(label: str, value: float, low: float, high: float, step: float) -> widgets.Widget:
    """Return a slider named `label` (with its unit) from `low` to `high`; whole numbers if all are."""
    whole = all(isinstance(number, int) for number in (value, low, high, step))
    kind = widgets.IntSlider if whole else widgets.FloatSlider
    return kind(
        value=value,
        min=low,
        max=high,
        step=step,
        description=label,
        style=_STYLE,
        layout=_LAYOUT,
    )


def choice(label: str, options: Sequence, value=None) -> widgets.Widget:
    """Return a drop-down named `label`; the first option is chosen unless `value` says otherwise."""
    return widgets.Dropdown(
        options=options,
        value=options[0] if value is None else value,
        description=label,
        style=_STYLE,
        layout=_LAYOUT,
    )


def switch(label: str, value: bool) -> widgets.Widget:
    """Return a check box named `label`."""
    return widgets.Checkbox(value=value, description=label, style=_STYLE, layout=_LAYOUT)


def text(label: str, value: str = "", placeholder: str = "") -> widgets.Widget:
    """Return a line to type into, named `label`; it takes effect at Enter or on leaving it."""
    return widgets.Text(
        value=value,
        placeholder=placeholder,
        continuous_update=False,
        description=label,
        style=_STYLE,
        layout=_LAYOUT,
    )
