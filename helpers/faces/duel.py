"""You against the network: name some faces by button, and see both confusion matrices.

It uses only what ipywidgets 7.7 has, too. Nothing is stored: what was answered stays in the kernel
until the cell is run again.
"""

import io
from collections.abc import Sequence

import ipywidgets as widgets
import numpy as np
import torch
from IPython.display import display
from PIL import Image
from torch import Tensor

from helpers import page
from helpers.faces.metrics import confusion_matrix
from helpers.faces.panels import as_html, mosaic, to_bytes

NUM_FACES = 30
NAME = "you-against-the-network"
NO_KERNEL = "To answer by button, run this cell: that needs a kernel."
_SHOWN: dict[str, "Duel"] = {}  # what a rerun of the cell takes off the page


def pick(labels: Tensor, num: int = NUM_FACES) -> Tensor:
    """Return the numbers of the last `num` pictures, as equally many of each class as there are."""
    classes = labels.unique()
    share = -(-num // len(classes))
    found = [(labels == label).nonzero().flatten()[-share:] for label in classes]
    return torch.cat(found).sort().values[-num:]


def duel(x: Tensor, y: Tensor, answers: Tensor, classes: Sequence[str]) -> None:
    """Show pictures (num, 3, 32, 32) in [-1, 1] one by one, with a button for each class.

    `y` and `answers` (num,) are the right classes and the network's.
    """
    if NAME in _SHOWN:
        _SHOWN.pop(NAME).close()
    _SHOWN[NAME] = Duel(x, y, answers, classes)
    _SHOWN[NAME].display()


class Duel:
    """The pictures, a button for each class, and after the last picture both matrices."""

    def __init__(self, x: Tensor, y: Tensor, answers: Tensor, classes: Sequence[str]) -> None:
        self.x, self.y, self.answers = x.cpu(), y.cpu(), answers.cpu()
        self.classes, self.given = tuple(classes), list[int]()
        self.picture, self.result = widgets.HTML(), widgets.HTML()
        wide = {"width": "auto"}
        self.buttons = [widgets.Button(description=name, layout=wide) for name in self.classes]
        for label, button in enumerate(self.buttons):
            button.on_click(lambda _, label=label: self.answer(label))
        self.back = widgets.Button(description="One back", layout=wide)
        self.back.on_click(lambda _: self.take_back())
        rows = [self.picture, widgets.HBox(self.buttons), widgets.HBox([self.back]), self.result]
        self.box = widgets.VBox(rows)
        self.box.add_class("guess")  # by this name the page leaves the keys to the buttons
        self.box.add_class(f"live-{NAME}")
        self._show()

    def answer(self, label: int) -> None:
        """Take an answer to the picture that is shown, and show the next."""
        if len(self.given) < len(self.y):
            self.given.append(label)
        self._show()

    def take_back(self) -> None:
        """Forget the last answer: a slip of the finger costs one face, not all of them."""
        del self.given[-1:]
        self._show()

    def close(self) -> None:
        """Take the widgets off the page and out of the kernel's memory."""
        for widget in (self.picture, self.result, *self.buttons, self.back, self.box):
            widget.close()

    def _show(self) -> None:
        number, num = len(self.given), len(self.y)
        is_over = number == num
        for button in self.buttons:
            button.disabled = is_over
        self.back.disabled = not number
        if is_over:
            self.picture.value = f'<p role="status">That was the last of {num} faces.</p>'
            self.result.value = self._compare()
            return
        alt = f"Face {number + 1} of {num}, {self.x.shape[-1]} pixels a side"
        image = _image(to_bytes(self.x[number]), alt, 160)
        self.picture.value = f'<p role="status">Face {number + 1} of {num}: what is it?</p>{image}'
        self.result.value = ""

    def _compare(self) -> str:
        """Return HTML: both matrices, and in a sentence who was right where."""
        mine = torch.tensor(self.given)
        right, theirs = mine == self.y, self.answers == self.y
        tables = self._table(mine, "You") + self._table(self.answers, "The network")
        return (
            f'<div role="status"><div style="display: flex; gap: 3em; flex-wrap: wrap">{tables}</div>'
            f"<p>You were right on {int(right.sum())} of {len(self.y)} faces, the network on "
            f"{int(theirs.sum())}. Only you: {int((right & ~theirs).sum())}. Only the network: "
            f"{int((theirs & ~right).sum())}. Neither: {int((~right & ~theirs).sum())}.</p></div>"
        )

    def _table(self, answers: Tensor, who: str) -> str:
        """Return a confusion matrix as an HTML table: row the actual class, column the answer."""
        names = [as_html(name) for name in self.classes]
        counts = confusion_matrix(self.y, answers, len(names)).tolist()
        cell = 'style="text-align: right; padding: 0.2em 0.8em"'
        head = "".join(f'<th scope="col" {cell}>says {name}</th>' for name in names)
        rows = "".join(
            f'<tr><th scope="row" {cell}>{name}</th>'
            + "".join(
                f"<td {cell}>{f'<b>{count}</b>' if row == column else count}</td>"
                for column, count in enumerate(line)
            )
            + "</tr>"
            for row, (name, line) in enumerate(zip(names, counts, strict=True))
        )
        return f"<table data-measured><caption><b>{who}</b></caption><tr><td></td>{head}</tr>{rows}</table>"

    def display(self) -> None:
        text = f"[{len(self.y)} faces, a button each for: {', '.join(self.classes)}]"
        display(page.widget_view(self.box.model_id, text), raw=True)
        alt = f"{len(self.y)} small faces in rows of ten"
        truth, theirs = (
            ", ".join(as_html(self.classes[label]) for label in labels.tolist())
            for labels in (self.y, self.answers)
        )
        still = (
            f"{_image(mosaic(self.x, 10), alt, 680)}<p><em>{NO_KERNEL}</em></p><details><summary>What "
            f"they are, row by row, and what the network says</summary><p>They are: {truth}.</p>"
            f"<p data-measured>The network says: {theirs}.</p>{self._table(self.answers, 'The network')}</details>"
        )
        line = page.stand_in(NAME, still, f"<script>{page.NAME_CONTROLS}</script>")
        display({"text/html": line, "text/plain": ""}, raw=True)


def _image(values: np.ndarray, alt: str, width: int) -> str:
    """Return bytes (height, width, 3) as an HTML picture, `width` CSS pixels wide."""
    file = io.BytesIO()
    Image.fromarray(values).save(file, "JPEG", quality=92, subsampling=0)
    height = round(width * values.shape[0] / values.shape[1])
    return page.image("image/jpeg", file.getvalue(), {"width": width, "height": height}, alt)
