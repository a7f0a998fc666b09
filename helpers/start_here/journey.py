"""The way through the nine notebooks: what they ask of a reader, and how far this reader is."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from IPython.display import display

from helpers.progress import RIGHT, Entry, load

ROOM = "start_here"


@dataclass(frozen=True)
class Lesson:
    """A notebook: its file's name without ending, its title, and how much there is to do.

    `core` and `further` are minutes, as the notebook's own first cell gives them. `needs` are the
    numbers of the notebooks that it builds on, `helps` of those that help.
    """

    name: str
    title: str
    core: int
    further: int
    num_exercises: int
    num_guesses: int
    needs: tuple[int, ...] = ()
    helps: tuple[int, ...] = ()

    @property
    def number(self) -> int:
        return int(self.name[:2])

    @property
    def room(self) -> str:
        return self.name[3:]


LESSONS = (
    Lesson("01_neurons", "From biological to artificial neurons", 90, 55, 7, 7),
    Lesson("02_nonlinearity", "The computational benefits of nonlinearity", 90, 105, 8, 11, (1,)),
    Lesson("03_building", "Building MLPs in PyTorch", 90, 75, 12, 9, helps=(1, 2)),
    Lesson("04_softmax", "Softmax and cross-entropy", 90, 95, 10, 9, (3,)),
    Lesson("05_evaluation", "Training and evaluating, and the pitfalls", 85, 130, 12, 12, (3, 4)),
    Lesson("06_expressivity", "Deep expressivity", 90, 70, 7, 12, (2, 3)),
    Lesson("07_faces", "Case study: animal faces", 90, 65, 7, 9, (3, 4, 5)),
    Lesson("08_initialization", "Initialization: the edge of chaos", 90, 35, 7, 6, (3,), (6,)),
    Lesson("09_ethics", "Ethics: beware of hype", 90, 95, 10, 10, (5, 7)),
)


def show_progress() -> None:
    """Show how far the reader is in every notebook, and what is to be said about the file."""
    entries, notes = load(ROOM)
    bundle = {"text/html": _as_html(entries, notes), "text/plain": _as_text(entries, notes)}
    display(bundle, raw=True)


def count(entries: Sequence[Entry], lesson: Lesson, kind: str) -> int:
    """Return how many exercises of a lesson are right, or how many of its guesses were made."""
    most = lesson.num_exercises if kind == "exercise" else lesson.num_guesses
    found = [
        entry
        for entry in entries
        if (entry.room, entry.kind) == (lesson.room, kind)
        and (kind != "exercise" or entry.state == RIGHT)
    ]
    return min(len(found), most)  # an exercise may have been renamed since


def visited(entries: Sequence[Entry], lesson: Lesson) -> str:
    """Return when an exercise or a guess of a lesson was last run, or nothing."""
    visits = [entry for entry in entries if (entry.room, entry.kind) == (lesson.room, "visit")]
    return visits[0].since if visits else ""


def in_words(entries: Sequence[Entry]) -> str:
    """Return all of it in a sentence."""
    num_right = sum(count(entries, lesson, "exercise") for lesson in LESSONS)
    num_all = sum(lesson.num_exercises for lesson in LESSONS)
    last = max(LESSONS, key=lambda lesson: visited(entries, lesson))
    if not visited(entries, last):
        return f"Nothing yet: {num_all} exercises are ahead of you. Begin with notebook 01."
    return (
        f"{num_right} of {num_all} exercises are right. "
        f"You were last in notebook {last.name[:2]}, on {_day(visited(entries, last))}."
    )


def _day(time: str) -> str:
    return time[:10] or "not yet"


def _as_text(entries: Sequence[Entry], notes: Sequence[str]) -> str:
    lines = [in_words(entries)]
    for lesson in LESSONS:
        lines.append(
            f"{lesson.name[:2]} {lesson.title}: "
            f"{count(entries, lesson, 'exercise')} of {lesson.num_exercises} exercises right, "
            f"{count(entries, lesson, 'guess')} of {lesson.num_guesses} guesses made, "
            f"last visited: {_day(visited(entries, lesson))}"
        )
    return "\n".join([*lines, *notes])


def _as_html(entries: Sequence[Entry], notes: Sequence[str]) -> str:
    head = "".join(
        f'<th scope="col" style="text-align: left">{label}</th>'
        for label in ("Notebook", "Exercises right", "Guesses made", "Last visited")
    )
    rows = "".join(_row(entries, lesson) for lesson in LESSONS)
    told = "".join(f"<p>{html.escape(note)}</p>" for note in notes)
    return (
        f'<p role="status"><b>{in_words(entries)}</b></p>'
        f'<div style="overflow-x: auto"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{_days(entries)}{told}"
    )


def _row(entries: Sequence[Entry], lesson: Lesson) -> str:
    left = 'style="text-align: left; font-weight: normal"'
    link = f'<a href="{lesson.name}.ipynb">{lesson.name[:2]} {lesson.title}</a>'
    cells = [
        _with_bar(count(entries, lesson, "exercise"), lesson.num_exercises),
        f"{count(entries, lesson, 'guess')} of {lesson.num_guesses}",
        _day(visited(entries, lesson)),
    ]
    told = "".join(f"<td {left}>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row" {left}>{link}</th>{told}</tr>'


def _with_bar(done: int, num_all: int) -> str:
    """Return a count in words, and in squares for those who see: in the color of the text."""
    squares = "■" * done + "□" * (num_all - done)
    bar = f'<span aria-hidden="true" style="word-break: break-all">{squares}</span>'
    return f"{done} of {num_all}<br>{bar}"


def _days(entries: Sequence[Entry]) -> str:
    """Return which exercises are right and since when, folded, or nothing."""
    items = "".join(
        f"<li>{lesson.name[:2]} <code>{html.escape(entry.item)}</code>: since {_day(entry.since)}</li>"
        for lesson in LESSONS
        for entry in entries
        if (entry.room, entry.kind, entry.state) == (lesson.room, "exercise", RIGHT)
    )
    if not items:
        return ""
    return f"<details><summary>Which exercises are right, and since when</summary><ul>{items}</ul></details>"
