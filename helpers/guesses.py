"""Guesses that are committed before a cell is run, and stand beside the truth after it.

`guess(questions.HOLES)` asks, `reveal(questions.HOLES, holes)` answers. Without a guess nothing
breaks, and the answer stays folded. It uses only what ipywidgets 7.7 has, too; without a kernel the
question and the folded answer stand there as plain HTML.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import ipywidgets as widgets
import numpy as np
from IPython.display import display

from helpers import page, pictures, progress
from helpers.explorable import close_widget
from helpers.pictures import BLUE, DRAWING, ORANGE, new_figure, paint

NO_KERNEL = "Write your guess down. To commit it here, run this cell: that needs a kernel."
OPEN_ANSWER = "You have made no guess here. Show the answer all the same"
ANSWERED = "Committed. It stands below, beside the answer."
NO_ANSWER_YET = "Committed. Run the cells below: your guess will stand beside the answer."


@dataclass(frozen=True)
class Number:
    """A question whose answer is a number; both are shown to `digits` significant digits."""

    text: str
    unit: str = ""
    digits: int = 3


@dataclass(frozen=True)
class Pick:
    """A question whose answer is one of `options`."""

    text: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Sketch:
    """A question whose answer is a curve: a height between `low` and `high` at each place `x`."""

    text: str
    x: tuple[float, ...]
    xlabel: str
    ylabel: str
    low: float
    high: float


Question = Number | Pick | Sketch

_COMMITTED: dict[Question, Any] = {}  # what a rerun of the cell finds
_CARDS: dict[Question, "Card"] = {}  # those on the page
_ANSWERS: dict[Question, "Answer"] = {}


def guess(question: Question) -> None:
    """Ask for a guess, in the place of what an earlier run of this cell showed."""
    if question in _CARDS:
        close_widget(_CARDS.pop(question).box)
    _CARDS[question] = Card(question)
    _CARDS[question].display()


def reveal(question: Question, truth: Any, because: str = "") -> None:
    """Show the truth beside the guess, folded if there is none; `because` is HTML that explains it.

    Raises ValueError if `truth` is no possible answer: not among the options, or of another length.
    """
    _require_possible(question, truth)
    if question in _ANSWERS:
        close_widget(_ANSWERS.pop(question).line)
    _ANSWERS[question] = Answer(question, truth, because)
    _ANSWERS[question].display()


def _require_possible(question: Question, truth: Any) -> None:
    if isinstance(question, Pick) and truth not in question.options:
        raise ValueError(f"{truth!r} is none of {', '.join(question.options)}.")
    if isinstance(question, Sketch) and len(truth) != len(question.x):
        raise ValueError(f"A sketch of {len(question.x)} places has no {len(truth)} heights.")


class Card:
    """A question, a widget for the guess, and a button that commits it or opens it again."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.inputs = make_inputs(question)
        self.button = widgets.Button(button_style="primary", layout={"width": "12em"})
        self.button.on_click(lambda _: self.toggle())
        self.message = widgets.HTML()
        rows = [widgets.HTML(f"<p><b>Predict first.</b> {question.text}</p>")]
        if isinstance(question, Sketch):
            rows.append(widgets.HTML(f"<p>{html.escape(in_words(question)[0])}</p>"))
        rows += [widgets.HBox(self.inputs), widgets.HBox([self.button]), self.message]
        self.box = widgets.VBox(rows)
        self.box.add_class("guess")
        if question in _COMMITTED:
            self._fill(_COMMITTED[question])
        self._show(question in _COMMITTED)

    def display(self) -> None:
        name = page.css_name(self.question.text)
        self.box.add_class(f"live-{name}")
        text = "\n".join([f"Predict first. {self.question.text}", *in_words(self.question)])
        display(page.widget_view(self.box.model_id, f"[guess]\n{text}"), raw=True)
        options = "".join(f"<li>{html.escape(line)}</li>" for line in in_words(self.question))
        lines = f"<p><b>Predict first.</b> {self.question.text}</p><ul>{options}</ul>"
        still = page.stand_in(
            name, f"{lines}<p><em>{NO_KERNEL}</em></p>", f"<script>{page.NAME_CONTROLS}</script>"
        )
        display({"text/html": still, "text/plain": ""}, raw=True)

    def toggle(self) -> None:
        """Commit what stands there, or open it again."""
        if self.question in _COMMITTED:
            del _COMMITTED[self.question]
        else:
            values = [widget.value for widget in self.inputs]
            if None in values:
                self.message.value = '<p role="status">Choose one of them first.</p>'
                return
            _COMMITTED[self.question] = values if isinstance(self.question, Sketch) else values[0]
            room = progress.room_of(self.question)
            progress.record(room, "guess", page.css_name(self.question.text), "committed")
        self._show(self.question in _COMMITTED)
        if self.question in _ANSWERS:
            _ANSWERS[self.question].update()

    def _fill(self, committed: Any) -> None:
        values = committed if isinstance(self.question, Sketch) else [committed]
        for widget, value in zip(self.inputs, values, strict=True):
            widget.value = value

    def _show(self, is_committed: bool) -> None:
        for widget in self.inputs:
            widget.disabled = is_committed
        self.button.description = "Change my guess" if is_committed else "Commit my guess"
        below = ANSWERED if self.question in _ANSWERS else NO_ANSWER_YET
        self.message.value = f'<p role="status">{below}</p>' if is_committed else ""


class Answer:
    """The truth, with the guess if there is one; it follows a guess that comes or changes later."""

    def __init__(self, question: Question, truth: Any, because: str) -> None:
        self.question, self.truth, self.because = question, truth, because
        self.line = widgets.HTML()
        self.line.add_class("guess-answer")
        self.update()

    def update(self) -> None:
        if self.question in _COMMITTED:
            text = compare(self.question, _COMMITTED[self.question], self.truth)
            self.line.value = f'<div role="status">{text} {self.because}</div>'
        else:
            self.line.value = self._folded()

    def _folded(self) -> str:
        text = f"{compare(self.question, None, self.truth)} {self.because}"
        return f"<details><summary>{OPEN_ANSWER}</summary><div>{text}</div></details>"

    def display(self) -> None:
        name = "answer-" + page.css_name(self.question.text)
        self.line.add_class(f"live-{name}")
        text = f"[answer] {show(self.question, self.truth)}"
        display(page.widget_view(self.line.model_id, text), raw=True)
        display({"text/html": page.stand_in(name, self._folded()), "text/plain": ""}, raw=True)


@singledispatch
def make_inputs(question: Question) -> list[widgets.ValueWidget]:
    """Return the widgets that take a guess. Raises TypeError for what is no question."""
    raise TypeError(f"A guess answers a Number, a Pick or a Sketch, not {question}.")


@make_inputs.register
def _(question: Number) -> list[widgets.ValueWidget]:
    label = f"My guess ({question.unit})" if question.unit else "My guess"
    wide = {"style": {"description_width": "initial"}, "layout": {"width": "22em"}}
    return [widgets.FloatText(value=0.0, description=label, **wide)]


@make_inputs.register
def _(question: Pick) -> list[widgets.ValueWidget]:
    options = {"options": question.options, "value": None, "description": "My guess"}
    return [widgets.RadioButtons(**options, layout={"width": "max-content"})]


@make_inputs.register
def _(question: Sketch) -> list[widgets.ValueWidget]:
    return [
        widgets.FloatSlider(
            value=(question.low + question.high) / 2,
            min=question.low,
            max=question.high,
            step=(question.high - question.low) / 20,
            description=f"{x:g}",
            orientation="vertical",
            readout=False,
            layout={"height": "11em", "width": "3.5em"},
        )
        for x in question.x
    ]


def in_words(question: Question) -> Sequence[str]:
    """Return what a guess may be, line by line."""
    if isinstance(question, Pick):
        return question.options
    if isinstance(question, Sketch):
        places = ", ".join(f"{x:g}" for x in question.x)
        heights = f"from {question.low:g} (bottom) to {question.high:g} (top)"
        return [f"{question.ylabel}, {heights}, at these places: {question.xlabel} {places}"]
    return [f"A number{f' ({question.unit})' if question.unit else ''}"]


def show(question: Question, value: Any) -> str:
    """Return a guess or a truth as text."""
    if isinstance(question, Number):
        return f"{_rounded(value, question.digits)} {question.unit}".strip()
    if isinstance(question, Sketch):
        pairs = zip(question.x, value, strict=True)
        return ", ".join(f"{_rounded(y, 2)} at {x:g}" for x, y in pairs)
    return str(value)


def _rounded(value: float, digits: int) -> str:
    """Return a number to so many significant digits, as 120 and not as 1.2e+02."""
    short = float(f"{value:.{digits}g}") + 0.0  # nobody needs to read -0
    return f"{short:.{max(digits, 6)}g}"


def _sentence(begin: str, said: str) -> str:
    """Return HTML that says something, which may be a sentence with a full stop of its own."""
    return f"{html.escape(begin)} <b>{html.escape(said)}</b>{'' if said.endswith('.') else '.'}"


def compare(question: Question, guessed: Any, truth: Any) -> str:
    """Return HTML that puts a guess, or None, beside the truth."""
    begin = question.ylabel if isinstance(question, Sketch) else "Answer"
    answer = _sentence(f"{begin}:", show(question, truth))
    if guessed is None:
        return answer
    if isinstance(question, Sketch):
        return _picture(question, guessed, truth)
    begin = "You guessed:" if isinstance(question, Pick) else "You guessed"
    mine = _sentence(begin, show(question, guessed))
    if isinstance(question, Pick):
        return f"{mine} That is right." if guessed == truth else f"{mine} {answer}"
    return f"{mine} {answer} {_distance(guessed, truth)}"


def _distance(guessed: float, truth: float) -> str:
    """Say how far a number is off: in percent, or as a factor where percents say little."""
    if guessed == truth:
        return "Exactly right."
    if guessed * truth <= 0:
        return ""
    factor = max(guessed / truth, truth / guessed)
    if factor >= 2:
        return f"That is a factor of {factor:.2g}."
    return f"That is {100 * abs(guessed / truth - 1):.0f} % off."


def _picture(question: Sketch, guessed: Sequence[float], truth: Sequence[float]) -> str:
    gap = np.abs(np.subtract(guessed, truth)).max()
    sentence = f"{question.ylabel}: {show(question, truth)}. Your sketch is at most {_rounded(gap, 2)} away."
    with DRAWING:
        figure, ax = new_figure(height=2.4)
        ax.plot(question.x, truth, "o-", color=BLUE, label="What came out")
        ax.plot(question.x, guessed, "s--", color=ORANGE, label="Your sketch")
        ax.set(xlabel=question.xlabel, ylabel=question.ylabel)
        ax.legend()
        pixels = paint(figure)
        image = page.image(*pictures.encode(pixels, True), pictures.shown_size(pixels), sentence)
    return image + page.figure_caption(html.escape(sentence))
