"""What a class has handed in, as one table and one page."""

import csv
import html
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from classroom.paper import DID_NOT_RUN, LOOK, WRONG, Mark
from helpers.exercise import OPEN, RIGHT

UNKNOWN = "no misconception that the course knows: the table has the case"
STATES = (RIGHT, WRONG, LOOK, OPEN, DID_NOT_RUN)


@dataclass(frozen=True)
class Student:
    """A student's marks, by notebook and exercise, and the seconds that grading took."""

    name: str
    marks: dict[tuple[str, str], Mark]
    seconds: float

    def num_right(self) -> int:
        return sum(mark.state == RIGHT for mark in self.marks.values())


def write_table(
    path: Path, students: Sequence[Student], columns: Sequence[tuple[str, str]]
) -> None:
    """Write one row per student and one column per exercise; empty where a notebook is missing."""
    with path.open(
        "w", encoding="utf-8-sig", newline=""
    ) as file:  # so that Excel reads names right
        table = csv.writer(file)
        table.writerow(
            ["student", "right", *(f"{name[:2]} {exercise}" for name, exercise in columns)]
        )
        for student in students:
            cells = [_as_text(str(student.marks.get(key, ""))) for key in columns]
            table.writerow([_as_text(student.name), student.num_right(), *cells])


def _as_text(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #8886; vertical-align: top; }
caption { text-align: left; font-weight: bold; padding: .5rem 0; }
.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
"""


def write_page(
    path: Path,
    students: Sequence[Student],
    columns: Sequence[tuple[str, str]],
    notes: Sequence[str],
    with_names: bool,
) -> None:
    """Write a page without scripts or fetched files: what the class knows, and what it mistakes."""
    title = f"{len(students)} students, {len(columns)} exercises"
    parts = [
        f"<h1>{title}</h1>",
        "<ul>",
        *(f"<li>{html.escape(note)}</li>" for note in notes),
        "</ul>",
    ]
    parts += ["<h2>What the class mistakes</h2>", *_mistakes(students, columns)]
    parts += ["<h2>Each exercise</h2>", *_exercises(students, columns)]
    if with_names:
        parts += ["<h2>Each student</h2>", *_students(students)]
    head = f'<meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
    head += '<meta name="viewport" content="width=device-width, initial-scale=1">'
    body = "\n".join(parts)
    page = f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body><main>{body}</main></body></html>\n'
    path.write_text(page, encoding="utf-8")


def _mistakes(students: Sequence[Student], columns: Sequence[tuple[str, str]]) -> list[str]:
    """Return the misconceptions of wrong answers, the most frequent first; the others in one row each."""
    counts: Counter = Counter()
    for student in students:
        for key, mark in student.marks.items():
            if mark.state in (WRONG, LOOK):
                counts[(*key, mark.why if mark.is_known else UNKNOWN)] += 1
    if not counts:
        return ["<p>No wrong answer.</p>"]
    order = {key: number for number, key in enumerate(columns)}
    found = sorted(counts.items(), key=lambda item: (-item[1], order[item[0][:2]]))
    rows = [[str(count), f"{name[:2]} {exercise}", why] for (name, exercise, why), count in found]
    return _table(
        "Wrong answers by misconception",
        ["students", "exercise", "misconception, as its hint puts it"],
        rows,
    )


def _exercises(students: Sequence[Student], columns: Sequence[tuple[str, str]]) -> list[str]:
    rows = []
    for key in columns:
        states = Counter(student.marks[key].state for student in students if key in student.marks)
        rows.append([f"{key[0][:2]} {key[1]}", *(str(states[state]) for state in STATES)])
    return _table("How many answers stand how", ["exercise", *STATES], rows)


def _students(students: Sequence[Student]) -> list[str]:
    rows = []
    for student in students:
        states = Counter(mark.state for mark in student.marks.values())
        rows.append([student.name, *(str(states[state]) for state in STATES)])
    return _table("How many answers of each student stand how", ["student", *STATES], rows)


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table with numbers to the right; on a narrow screen it scrolls by itself."""
    kinds = [_kind(text) for text in rows[0]]
    head = "".join(
        f'<th scope="col"{kind}>{html.escape(text)}</th>'
        for kind, text in zip(kinds, heads, strict=True)
    )
    lines = [
        '<div class="wide" role="region" tabindex="0" aria-label="' + html.escape(caption) + '">'
    ]
    lines += [
        f"<table><caption>{html.escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>"
    ]
    lines += [f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows]
    return [*lines, "</tbody></table></div>"]


def _cell(text: str) -> str:
    return f"<td{_kind(text)}>{html.escape(text)}</td>"


def _kind(text: str) -> str:
    return ' class="number"' if text.isdigit() else ""
