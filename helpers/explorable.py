"""Explorables: a scene with widgets for its controls, alive as long as there is a kernel.

The picture is a widget like its sliders, so it moves on every page that shows them: after a reload,
and in a second tab. Below it stands an ordinary picture of the opening state, hidden as long as the
living one is on the page. It is what a saved notebook shows without a kernel.
"""

import asyncio
import html
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial, singledispatch
from typing import Any

import ipywidgets as widgets
import numpy as np
from IPython.core.getipython import get_ipython
from IPython.display import display

from helpers import page, pictures
from helpers.pictures import DRAWING
from helpers.scene import Choice, Control, Run, Scene, Slider, Switch, Text, Upload

# What is on the page, by cell and title: a cell that is run again closes what it showed before.
_SHOWN: dict[tuple[str, str], "Explorable"] = {}


def explore(scene: Scene) -> None:
    """Show a moving picture with its controls, in the place of what this cell showed before."""
    key = (_cell_id(), scene.title)
    if key in _SHOWN:
        _SHOWN.pop(key).close()
    twins = sum(title == scene.title for _, title in _SHOWN)
    name = page.css_name(scene.title)
    _SHOWN[key] = Explorable(scene)
    _SHOWN[key].display(f"{name}-{twins + 1}" if twins else name)


def _cell_id() -> str:
    """Return the id of the cell that is running, or "" where the front end does not send it."""
    parent: Mapping = getattr(get_ipython(), "get_parent", dict)()
    return parent.get("metadata", {}).get("cellId", "")


class Explorable:
    """A scene, a widget for each of its controls, and a picture that follows them.

    Nothing runs before a button is pressed. A moved control ends a run, and the picture is again
    what the scene draws for the present values.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.controls = {name: make_widget(control) for name, control in scene.controls.items()}
        self._is_quiet = False  # while controls move that the reader did not move
        self._task: asyncio.Task | None = None
        self.error, self.picture, self.sentence = (widgets.HTML() for _ in range(3))
        self.sentence.add_class("explorable-sentence")
        self.reset_button = widgets.Button(description="Reset", tooltip="Back to the opening state")
        self.run_button = widgets.Button(button_style="primary")
        self.bar = widgets.FloatProgress(min=0.0, max=1.0, description="Progress")
        buttons = widgets.HBox([self.reset_button])
        if scene.run:
            self.run_button.description = scene.run.label
            buttons.children = [self.run_button, self.bar, self.reset_button]
        below = [buttons, self.error, self.picture, self.sentence]
        self.box = widgets.VBox([*self.controls.values(), *below])
        self.box.add_class("explorable")  # by this name the page finds it, and the browser test
        self.reset_button.on_click(lambda _: self.reset())
        self.run_button.on_click(lambda _: self.toggle())
        for name, widget in self.controls.items():
            widget.observe(partial(self._on_change, name), names="value")

    @property
    def values(self) -> dict[str, Any]:
        """The controls' present values by name. A file counts once, when it comes: here it is None."""
        return {
            name: None if isinstance(control, Upload) else self.controls[name].value
            for name, control in self.scene.controls.items()
        }

    def display(self, name: str) -> None:
        """Show controls and picture, and below them the still picture that stands in for them.

        `name` is a CSS class by which the still one knows whether the living one is on the page.
        """
        self.box.add_class(f"live-{name}")
        with DRAWING:
            pixels, sentence = self.scene.render(**self.values)
            picture = self._show(pixels, sentence, sharp=True)
            text = f"[controls: {', '.join(self.controls)}]"
            display(page.widget_view(self.box.model_id, text), raw=True)
            pictures.show_picture(*picture, pictures.shown_size(pixels), sentence, name)

    def close(self) -> None:
        """Stop what runs, and take the widgets off the page and out of the kernel's memory."""
        self._stop()
        for widget in (self.box, self.run_button, self.bar):  # the last two may not be in the box
            close_widget(widget)

    def reset(self) -> None:
        """Return every control to its opening value and redraw once."""
        self._set(self.scene.opening)
        self._redraw(self.values)

    def _set(self, values: Mapping[str, Any]) -> None:
        self._is_quiet = True
        try:
            for name, value in values.items():
                if not isinstance(self.scene.controls[name], Upload):
                    self.controls[name].value = value
        finally:
            self._is_quiet = False

    def _on_change(self, name: str, change: dict) -> None:
        if self._is_quiet:
            return
        control, brought = self.scene.controls[name], {}
        if isinstance(control, Text):
            self._set(control.selects)
        if isinstance(control, Upload):
            brought = {name: newest_file(change["new"])}
        self._redraw(self.values | brought)

    def _redraw(self, values: dict[str, Any]) -> None:
        self._stop()
        self.bar.value = 0.0
        self.error.value = ""
        with self._errors_shown(), DRAWING:
            self._show(*self.scene.render(**values))

    @contextmanager
    def _errors_shown(self) -> Iterator[None]:
        # A callback's error reaches no cell: it is said here, and then passed on.
        try:
            yield
        except Exception as error:
            text = html.escape(f"{type(error).__name__}: {error}")
            self.error.value = f'<p class="explorable-error"><b>This figure failed.</b> {text}</p>'
            raise

    def _show(self, pixels: np.ndarray, sentence: str, sharp: bool = False) -> tuple[str, bytes]:
        """Show both on every page; return the picture as it was encoded."""
        mime, data = pictures.encode(pixels, sharp)
        size = pictures.shown_size(pixels)
        self.picture.value = page.image(mime, data, size, self.scene.title)
        self.sentence.value = page.figure_caption(sentence)
        return mime, data

    def toggle(self) -> None:
        """Start the run, or stop the one that is under way. Needs a running event loop."""
        if self._task is not None:
            self._stop()
        elif run := self.scene.run:
            self.error.value = ""
            self.run_button.description = "Stop"
            self._task = asyncio.get_running_loop().create_task(self._watch(run, self.values))

    def _stop(self) -> None:
        # The task sees that it is no longer the one, and ends. It may live on another thread's
        # loop, where to cancel it from here would not be safe.
        self._task = None
        if self.scene.run:
            self.run_button.description = self.scene.run.label

    async def _watch(self, run: Run, values: dict[str, Any]) -> None:
        """Show the run's steps. In between the kernel looks after its other events."""
        task, steps = asyncio.current_task(), run.steps(**values)
        try:
            while self._task is task:
                with self._errors_shown(), DRAWING:
                    step = next(steps, None)
                    if step is None:
                        break
                    self.bar.value, sentence = step
                    self._show(self.scene.paint(), sentence)
                # Long enough for an event to pass through the kernel.
                await asyncio.sleep(max(run.pause, 0.01))
        finally:
            steps.close()
            if self._task is task:
                self._stop()


def close_widget(widget: widgets.Widget) -> None:
    """Close a widget and all that it is made of; ipywidgets closes the outermost alone."""
    for child in getattr(widget, "children", ()):
        close_widget(child)
    for part in (getattr(widget, "style", None), widget.layout, widget):
        if part is not None:
            part.close()


_LOOK = {"style": {"description_width": "15em"}, "layout": {"width": "min(38em, 100%)"}}


@singledispatch
def make_widget(control: Control) -> widgets.ValueWidget:
    """Return the widget for a control of a scene. Raises TypeError for what is no control."""
    raise TypeError(
        f"A scene's control is a Slider, Choice, Switch, Text or Upload, not {control}."
    )


@make_widget.register
def _(control: Slider) -> widgets.ValueWidget:
    kind = widgets.IntSlider if control.is_whole else widgets.FloatSlider
    return kind(
        value=control.value,
        min=control.low,
        max=control.high,
        step=control.step,
        description=control.label,
        **_LOOK,
    )


@make_widget.register
def _(control: Choice) -> widgets.ValueWidget:
    return widgets.Dropdown(
        options=control.options, value=control.value, description=control.label, **_LOOK
    )


@make_widget.register
def _(control: Switch) -> widgets.ValueWidget:
    return widgets.Checkbox(value=control.value, description=control.label, **_LOOK)


@make_widget.register
def _(control: Text) -> widgets.ValueWidget:
    return widgets.Text(
        value=control.value,
        placeholder=control.placeholder,
        continuous_update=False,
        description=control.label,
        **_LOOK,
    )


@make_widget.register
def _(control: Upload) -> widgets.ValueWidget:
    return widgets.FileUpload(description=control.label, accept="image/*")


def newest_file(value: Mapping | Sequence[Mapping]) -> tuple[str, bytes] | None:
    """Return (name, content) of the file that came last, or None if there is none.

    `value` is what a FileUpload holds: in ipywidgets 7 a dictionary {name: {"content": ...}}, in
    ipywidgets 8 a tuple of dictionaries with a name and a content.
    """
    if not value:
        return None
    if isinstance(value, Mapping):
        name, file = list(value.items())[-1]
    else:
        file = value[-1]
        name = file["name"]
    return name, bytes(file["content"])
