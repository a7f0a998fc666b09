"""A form to write into, and a button that saves what was written as a Markdown file.

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

NO_KERNEL = "This form needs a running kernel: run this cell to write into it."
NOTHING_WRITTEN = "Nothing is written yet, so nothing was saved."

_WRITTEN: dict[str, dict[str, str]] = {}  # by file name and key: what a rerun of the cell finds


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
    """

    def __init__(self, title: str, file_name: str, fields: Sequence[Field]) -> None:
        self.title, self.file_name, self.fields = title, file_name, tuple(fields)
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
        labels = ", ".join(field.label for field in self.fields)
        display(page.widget_view(self._box.model_id, f"[form: {labels}]"), raw=True)
        line = page.stand_in(self.file_name, f"<p><em>{NO_KERNEL}</em></p>")
        display({"text/html": line, "text/plain": NO_KERNEL}, raw=True)


def model_card() -> Form:
    """The card of notebook 07's model, after Mitchell et al. 2019, and three fields of a datasheet."""
    fields = [
        Field("details", "Model", "What is it? Kind, sizes, date, who trained it."),
        Field("intended", "Intended use", "What is it for, and for whom?"),
        Field("out_of_scope", "Out of scope", "What must it not be used for?"),
        Field("data", "Training data", "Where from, how many, chosen and split how?", 3),
        Field("not_in_data", "Missing in data", "What is not in the data that the world has?"),
        Field("measured", "Measured", "Accuracy, on how many, and by class. With intervals.", 3),
        Field("shift", "Under shift", "And shifted, darkened, noisy? Which test broke it?"),
        Field("limits", "Limits and risks", "How does it fail, and who would pay for it?", 3),
        Field("energy", "Energy", "What did the training cost, and the search before it?"),
    ]
    return Form("Model card: animal faces", "model_card", fields)


def discussion() -> Form:
    """Open questions of the whole notebook, with a place to write."""
    fields = [
        Field(
            "fair",
            "Equal what?",
            "Equal errors or equal meaning of an alarm: who should choose, and who is asked? "
            "Take a case you know, a school, a bank, a court.",
            4,
        ),
        Field(
            "label",
            "The label",
            "COMPAS was judged by new charges, not by new crimes. What else could such a label "
            "carry? What label would you want, and can it be had?",
            4,
        ),
        Field(
            "energy",
            "Worth it?",
            "When is a training run worth its energy? What would you have to know about its "
            "use to decide?",
            4,
        ),
        Field(
            "predict",
            "My prediction",
            "Make one of your own: what, measured how, by when, and how sure in percent?",
            3,
        ),
        Field(
            "refuse",
            "Not build",
            "Is there a classifier that you could build with this course, and would not?",
            4,
        ),
    ]
    return Form("Open questions", "open_questions", fields)
