"""Explorables: sliders that move one persistent figure, fast enough to feel direct.

A new figure for every slider event costs far more than the change in it. Here the figure is drawn
once; its unchanging part is kept as a background, and an event redraws only the artists that move
(matplotlib calls this blitting). `make bench` measures what that saves.
"""

import html
from collections.abc import Callable, Sequence
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
        canvas = self.figure.canvas
        if self._background is None:
            self._background = self._draw_background()
        canvas.restore_region(self._background)
        for artist in self.artists:
            self.figure.draw_artist(artist)
        return np.asarray(canvas.buffer_rgba()), sentence

    def _draw_background(self):
        for artist in self.artists:
            artist.set_animated(True)  # left out of an ordinary draw
        self.figure.draw_without_rendering()
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
        self._box = widgets.VBox([*controls.values(), reset, self._error])
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

    def _redraw(self) -> None:
        try:
            self._picture.show(*self.scene.render(**self.values))
        except (
            Exception
        ) as error:  # a callback's error reaches no cell: say it here, then pass it on
            text = html.escape(f"{type(error).__name__}: {error}")
            self._error.value = f'<p class="explorable-error"><b>This figure failed.</b> {text}</p>'
            raise
        self._error.value = ""

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
        self._picture.show(*self.scene.render(**self.values), lossless=True)


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
