"""A form to write into, an open task, and a button that saves what was written as a Markdown file.

It uses only what ipywidgets 7.7 has, too. Text stays in the kernel when the cell is run again;
nothing is written to disk before the button is pressed, and no file is ever overwritten.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import ipywidgets as widgets
from IPython.display import display

from helpers import page
from helpers.explorable import close_widget

NO_KERNEL = "This form needs a running kernel: run this cell to write into it."
NOTHING_WRITTEN = "Nothing is written yet, so nothing was saved."

_WRITTEN: dict[str, dict[str, str]] = {}  # by file name and key: what a rerun of the cell finds
_SHOWN: dict[str, "Form"] = {}  # by file name: what a rerun of the cell takes off the page


@dataclass(frozen=True)
class Field:
    """One thing to write: its key, its label, what is asked, and how many lines high it is."""

    key: str
    label: str
    prompt: str
    num_lines: int = 2


class Form:
    """Fields to write into, and a button that exports them. As the last line of a cell it appears.

    `file_name` without its ending is the file that the button writes into the current folder.
    `folded` is HTML that stands below, a rubric for instance.
    """

    def __init__(
        self, title: str, file_name: str, fields: Sequence[Field], folded: str = ""
    ) -> None:
        self.title, self.file_name, self.fields = title, file_name, tuple(fields)
        self.folded = folded
        self._written = _WRITTEN.setdefault(file_name, {})
        self.areas = {field.key: self._make_area(field) for field in self.fields}
        self.button = widgets.Button(
            description="Export as Markdown",
            button_style="primary",
            tooltip="Write what stands here into a new file in the current folder",
            layout={"width": "15em"},
        )
        self.button.on_click(lambda _: self._on_export())
        self.message = widgets.HTML()
        rows = []
        for field in self.fields:
            prompt = widgets.HTML(f"<p>{html.escape(field.prompt)}</p>")
            rows += [prompt, self.areas[field.key]]
        self._box = widgets.VBox([*rows, self.button, self.message])
        self._box.add_class("form")
        self._box.add_class(f"live-{file_name}")

    def _make_area(self, field: Field) -> widgets.Textarea:
        area = widgets.Textarea(
            value=self._written.get(field.key, ""),
            description=field.label,  # ipywidgets ties it to the area, for screen readers
            rows=field.num_lines,
            style={"description_width": "11em"},
            layout={"width": "min(46em, 100%)"},
        )
        area.observe(lambda change: self._keep(field.key, change["new"]), names="value")
        return area

    def _keep(self, key: str, text: str) -> None:
        self._written[key] = text
        self.message.value = ""

    @property
    def markdown(self) -> str:
        """What was written, as Markdown: a heading and a text for each field, empty ones said so."""
        lines = [f"# {self.title}", ""]
        for field in self.fields:
            text = self.areas[field.key].value.strip() or "*(not filled in)*"
            lines += [f"## {field.label}", "", f"*{field.prompt}*", "", text, ""]
        return "\n".join(lines)

    def export(self, folder: Path | None = None) -> Path:
        """Write the Markdown into a new file in `folder` (the current one) and return its path.

        If `card.md` exists the file is `card_2.md`, and so on. Raises ValueError if nothing is
        written, and OSError where the folder cannot be written to.
        """
        if not any(area.value.strip() for area in self.areas.values()):
            raise ValueError(NOTHING_WRITTEN)
        folder, number = Path.cwd() if folder is None else folder, 1
        while True:
            suffix = "" if number == 1 else f"_{number}"
            path = folder / f"{self.file_name}{suffix}.md"
            try:
                with path.open("x", encoding="utf-8") as file:  # x: never over an older one
                    file.write(self.markdown)
                return path
            except FileExistsError:
                number += 1

    def _on_export(self) -> None:
        # A callback's error reaches no cell: what the reader can act on is said in the form.
        try:
            text = f"Saved as <b>{html.escape(self.export().name)}</b> in the current folder."
        except (ValueError, OSError) as error:
            text = f"<b>Not saved.</b> {html.escape(str(error))}"
        self.message.value = f'<p role="status">{text}</p>'

    def _ipython_display_(self) -> None:
        if earlier := _SHOWN.pop(self.file_name, None):
            close_widget(earlier._box)
        _SHOWN[self.file_name] = self
        labels = ", ".join(field.label for field in self.fields)
        display(page.widget_view(self._box.model_id, f"[form: {labels}]"), raw=True)
        prompts = "".join(f"<p>{html.escape(field.prompt)}</p>" for field in self.fields)
        line = page.stand_in(self.file_name, f"{prompts}<p><em>{NO_KERNEL}</em></p>")
        display({"text/html": line + self.folded, "text/plain": NO_KERNEL}, raw=True)


@dataclass(frozen=True)
class OpenTask:
    """A task without one right answer, and a rubric to read after one's own.

    `shows` is what a good answer shows, `measured` what came out for us, and `pitfalls` where it may go
    wrong: HTML, an item each.
    """

    title: str
    prompt: str
    shows: tuple[str, ...]
    measured: tuple[str, ...]
    pitfalls: tuple[str, ...]
    minutes: float = 15.0

    @property
    def rubric(self) -> str:
        """The rubric as HTML, folded."""
        parts = {
            "A good answer shows": self.shows,
            "What we measured": self.measured,
            "Where it may go wrong": self.pitfalls,
        }
        lists = "".join(
            f"<p><b>{heading}</b></p><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"
            for heading, items in parts.items()
        )
        return f"<details><summary>When you have an answer: what to look for</summary>{lists}</details>"


def open_task(task: OpenTask) -> None:
    """Show a task with a place to write, which keeps what is written, and the folded rubric."""
    field = Field("answer", "My answer", task.prompt, 6)
    display(Form(task.title, page.css_name(task.title), [field], task.rubric))
