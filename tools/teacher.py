"""Write the teacher's page, docs/teaching.md, from the course itself.

    make teacher            write it
    python tools/teacher.py --check   fail if it is not as the course is

The text is tools/classroom/teaching.md. In its gaps stand what each notebook needs and gives, its
minutes, its exercises with the hints that are given most, and what to discuss.
"""

import argparse
import importlib
import re
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

import build
import minutes
from classroom import paper
from classroom.fresh import fresh_cases, right_answers
from classroom.rooms import all_exercises, exercises, rooms
from helpers.exercise import Exercise
from helpers.form import OpenTask

PAGE = build.ROOT / "docs" / "teaching.md"
TEXT = Path(__file__).parent / "classroom" / "teaching.md"
HINTS = 2  # of each exercise
# To be talked about: no program can judge the answers.
DISCUSS = {
    "01_neurons": (
        "The rate's curve looks like a ReLU. What does a ReLU leave out of a neuron, and for which question would that matter?",
        "A step of Euler's method can be stable and wrong. Where else have you trusted a curve because it was smooth?",
    ),
    "02_nonlinearity": (
        "A network can fit any curve with enough bends. Why is that no promise that training finds it?",
        "XOR needs a bend. Name a decision of daily life that no weighted sum can make.",
    ),
    "03_building": (
        "Forward is a formula, backward a bookkeeping. What has to be remembered, and who pays for it?",
        "Two optimizers, one curve each. What must be equal before one may be called better?",
    ),
    "04_softmax": (
        "A network says 0.99. What would have to be true for you to act on it?",
        "Accuracy and loss can disagree. Find a case where you would trust the one, and one where the other.",
    ),
    "05_evaluation": (
        "Which of the five faults of the study would a reviewer have found from the paper alone?",
        "When is it right to throw data away?",
    ),
    "06_expressivity": (
        "Depth can fold exponentially often. Why do trained networks not, and should we be sorry?",
        "A paper compares deep with wide. List what you would ask before you believe it.",
    ),
    "07_faces": (
        "The network is right for the wrong reason. How would you notice without knowing the reason?",
        "Drawn faces are clean. What does a model learn from them that photographs would have to unlearn?",
    ),
    "08_initialization": (
        "At the edge of chaos nothing explodes and nothing dies. Why does that say when a network can be trained, but not how well?",
        "Normalization makes the start forgiving. What do we lose when we no longer have to understand it?",
    ),
    "09_ethics": (
        "Two definitions of fairness exclude each other. Who should choose, and who should be asked?",
        "Write the headline of this course as the press would. Where does it begin to lie?",
    ),
}


def page() -> str:
    """Return the teacher's page as Markdown."""
    gaps = {
        "LEAST": f"{paper.LEAST_SECONDS:.0f}",
        "TIMES": f"{paper.TIMES_OURS:.0f}",
        "FIXED": ", ".join(f"{name[:2]} `{exercise}`" for name, exercise in without_fresh_cases()),
        "OVERVIEW": overview(),
        "LESSONS": "\n\n".join(map(lesson, rooms())),
    }
    text = TEXT.read_text(encoding="utf-8")
    return re.sub(r"@([A-Z]+)@", lambda match: gaps[match[1]], text)


def without_fresh_cases() -> list[tuple[str, str]]:
    """Return the exercises for which no fresh cases were found, with several seeds."""
    answers = {name: right_answers(room) for name, room in rooms().items()}
    return [
        (name, exercise.name)
        for name, exercise in all_exercises()
        if not any(
            fresh_cases(exercise, answers[name].get(exercise.name, ()), seed) for seed in range(3)
        )
    ]


def overview() -> str:
    lines = ["| | lesson | core, min | further | exercises |", "|:--|:--|--:|--:|--:|"]
    for name in rooms():
        core, further = minutes.totals(name)
        title = f"[{_title(name)}](../notebooks/{name}.ipynb)"
        times = f"{_about(core)} | {_about(further)}"
        lines.append(f"| {name[:2]} | {title} | {times} | {len(exercises(name))} |")
    return "\n".join(lines)


def lesson(name: str) -> str:
    """Return what a teacher wants to know of one notebook; what is long is folded."""
    first = build.read_source(name).cells[0].source
    parts = [
        f"### {name[:2]} {_title(name)}",
        _paragraph(first, "You need"),
        _folded("What they will be able to do", _bullets(first)),
        _folded("Minutes by section", _sections(name)),
        _folded("Where they stumble, and what the checks say", _stumbling(name)),
        "**To discuss**\n\n" + "\n".join(f"- {question}" for question in _questions(name)),
    ]
    return "\n\n".join(parts)


def _title(name: str) -> str:
    return re.search(r"^# \d\d (.+)$", build.read_source(name).cells[0].source, re.M)[1]


def _paragraph(cell: str, begin: str) -> str:
    found = re.search(rf"\*\*{begin}\*\*.*?(?=\n\n|\Z)", cell, re.S)[0]
    text = " ".join(found.split()).replace("You need", "They need", 1)
    return re.sub(r"\]\((\d\d_\w+\.ipynb)\)", r"](../notebooks/\1)", text)


def _bullets(cell: str) -> str:
    found = re.search(r"\*\*You will be able to\*\*\n\n(.*?)(?=\n\n)", cell, re.S)[1]
    return found.rstrip()


def _sections(name: str) -> str:
    rows = [
        f"| {section.heading} | {section.minutes:.0f} |"
        for section in minutes.sections(name)
        if section.minutes >= 1
    ]
    return "\n".join(["| section | minutes |", "|:--|--:|", *rows])


def _stumbling(name: str) -> str:
    return "\n".join(
        f"- `{e.name}` ({_kind(e)}{e.minutes:g} min): {_hints(e)}" for e in exercises(name)
    )


def _kind(exercise: Exercise) -> str:
    return "a hunt, " if exercise.broken else f"{exercise.build}, " if exercise.build else ""


def _hints(exercise: Exercise) -> str:
    """Return the hints of the first misconceptions: authors put the likely ones there."""
    hints = dict.fromkeys(hint for _, hint in exercise.misconceptions)
    return " · ".join(f"*{_markdown(hint)}*" for hint in list(hints)[:HINTS])


def _markdown(hint: str) -> str:
    """Return a hint, which is plain text, so that Markdown shows it as it is."""
    return re.sub(r"([*_`<\[\]|$])", r"\\\1", hint)


def _questions(name: str) -> Sequence[str]:
    asked = vars(importlib.import_module(f"helpers.{rooms()[name]}.questions"))
    tasks = [task for task in asked.values() if isinstance(task, OpenTask)]
    own = [
        f"Open task, *{task.title}* ({task.minutes:.0f} min; its rubric is in the notebook)."
        for task in tasks
    ]
    return [*DISCUSS[name], *own]


def _about(number: float) -> str:
    return f"{5 * round(number / 5)}"


def _folded(summary: str, content: str) -> str:
    return f"<details><summary>{summary}</summary>\n\n{content}\n\n</details>"


def main() -> int:
    parser = argparse.ArgumentParser(description=textwrap.dedent(__doc__).splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only compare")
    made, found = page(), PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    if parser.parse_args().check:
        print("docs/teaching.md is current" if made == found else "run make teacher")
        return made != found
    PAGE.write_text(made, encoding="utf-8")
    print(PAGE.relative_to(build.ROOT), f"{len(made.split())} words")
    return 0


if __name__ == "__main__":
    sys.exit(main())
