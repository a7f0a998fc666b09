"""How long a notebook takes, section by section: by its words, formulas, pictures and tasks.

    make minutes         the totals
    make minutes NN=06   and the sections of notebook 06

A second-year student's pace, for reading that is to be understood. An exercise says its own minutes.
Sections whose heading ends with `(further)` are not part of the core.
"""

import importlib
import re
import sys
from dataclasses import dataclass

import jupytext

import build

WORDS_PER_MINUTE = 130.0
LINES_PER_MINUTE = 25.0  # of code that is there to be read
FORMULA, STILL, MOVING, GUESS, QUESTION = 0.7, 0.7, 3.0, 0.5, 1.0  # minutes each
FURTHER = "(further)"


@dataclass(frozen=True)
class Section:
    """A section of a notebook, and the minutes that it takes."""

    heading: str
    minutes: float

    @property
    def is_core(self) -> bool:
        return not self.heading.endswith(FURTHER)


def sections(name: str) -> list[Section]:
    """Return the sections of a notebook, without the references."""
    text = (build.SOURCES / f"{name}.py").read_text(encoding="utf-8")
    notebook = jupytext.reads(text.split("# ## References")[0], fmt="py:percent")
    found: list[tuple[str, list]] = [("Before the first section", [])]
    for cell in notebook.cells:
        heading = re.match(r"## (.*)", cell.source)
        if heading and cell.cell_type == "markdown":
            found.append((heading[1], []))
        found[-1][1].append(cell)
    tasks = _minutes_of_tasks(name)
    return [
        Section(heading, sum(_minutes(cell, tasks) for cell in cells)) for heading, cells in found
    ]


def totals(name: str) -> tuple[float, float]:
    """Return the minutes of a notebook's core, and of what is further."""
    core, further = (
        sum(section.minutes for section in sections(name) if section.is_core == is_core)
        for is_core in (True, False)
    )
    return core, further


def _minutes(cell, tasks: dict[str, float]) -> float:
    if cell.cell_type == "markdown":
        prose = re.sub(r"\$\$.*?\$\$|\$[^$]*\$|\]\([^)]*\)", "", cell.source, flags=re.S)
        return len(prose.split()) / WORDS_PER_MINUTE + cell.source.count("$$") // 2 * FORMULA
    # What a reader is to write is not there to be read.
    code = re.sub(rf"{build.BEGIN}.*?{build.END}", "", cell.source, flags=re.S)
    lines = [line for line in code.splitlines() if line.strip()]
    calls = {"show": STILL, "explore": MOVING, "guess": GUESS, "ask": QUESTION}
    found = re.findall(r"^(?:(\w+)\((?:questions\.(\w+))?|(\w+) = check\()", code, re.M)
    return len(lines) / LINES_PER_MINUTE + sum(
        tasks.get(exercise or question, calls.get(call, 0.0)) for call, question, exercise in found
    )


def _minutes_of_tasks(name: str) -> dict[str, float]:
    """Return the minutes of every exercise and open task, by the name that the notebook uses."""
    room = build.room_of(name)
    if room is None:
        return {}
    check = importlib.import_module(f"helpers.{room}.checks").check
    asked = vars(importlib.import_module(f"helpers.{room}.questions"))
    minutes = {exercise.name: exercise.minutes for exercise in check.exercises}
    return minutes | {key: item.minutes for key, item in asked.items() if hasattr(item, "minutes")}


def main(numbers: list[str]) -> None:
    print(f"{'notebook':44}{'core':>6}{'further':>9}")
    for name in build.source_names():
        print(f"{name:44}{totals(name)[0]:6.0f}{totals(name)[1]:9.0f}")
        for section in sections(name) if name[:2] in numbers else ():
            print(f"    {section.heading[:50]:50}{section.minutes:6.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
