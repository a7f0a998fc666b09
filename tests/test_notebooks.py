"""Every notebook as it is committed: complete, small, clean, and in step with its source."""

import copy
import importlib
import json
import re

import nbformat
import pytest

import build
import course
import minutes
from helpers.form import OpenTask
from helpers.guesses import Number, Pick, Sketch
from helpers.quiz import Question

every_notebook = pytest.mark.parametrize("name", course.NAMES)
LESSONS = [name for name in course.NAMES if not name.startswith("00")]
every_lesson = pytest.mark.parametrize("name", LESSONS)
MAX_BYTES = 1_500_000


def markdown(name: str) -> str:
    cells = course.shipped(name).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def test_every_notebook_has_a_source():
    assert sorted(path.stem for path in build.NOTEBOOKS.glob("*.ipynb")) == course.NAMES
    assert LESSONS


@every_notebook
def test_notebook_agrees_with_its_source(name):
    assert build.disagreement(name) is None


@every_notebook
def test_notebook_is_valid_executed_and_clean(name):
    notebook = course.shipped(name)
    nbformat.validate(notebook)
    assert "widgets" not in notebook.metadata
    assert build.WIDGET_VIEW not in nbformat.writes(notebook)
    counts = [cell.execution_count for cell in course.code_cells(notebook)]
    assert counts == list(range(1, len(counts) + 1))
    assert course.complaints(notebook) == []


@every_notebook
def test_notebook_is_small(name):
    assert (build.NOTEBOOKS / f"{name}.ipynb").stat().st_size < MAX_BYTES


@every_notebook
def test_notebook_holds_nothing_of_the_machine_that_built_it(name):
    for cell in course.shipped(name).cells:
        text = cell.source + json.dumps([course.texts(cell)] if cell.cell_type == "code" else [])
        assert not re.search(r"(/home/|/root|/tmp/|/Users/|[A-Z]:\\\\|site-packages)", text)
        assert not re.search(r" at 0x[0-9a-f]{6,}", text)


@every_lesson
def test_lesson_has_every_part(name):
    text, source = markdown(name), course.source_text(name)
    assert text.startswith(f"# {name[:2]} ")
    for part in ("You will be able to", "You need", "Time", "## What to remember", "## References"):
        assert part in text, part
    assert len(re.findall(r"https://(?:doi\.org|arxiv\.org)/", text)) >= 3
    assert text.count("Predict first") + source.count("\nguess(") >= 4
    assert source.count("\nask(") >= 3
    assert len(re.findall(r"^explore\(scenes\.\w+\(", source, re.M)) >= 3
    assert "check.summary()" in source


@every_lesson
def test_its_minutes_are_honest(name):
    """The Time line says what the sections add up to, rounded to 5; the core is at most 90 minutes."""
    core, further = minutes.totals(name)
    (line,) = re.findall(r"^\*\*Time\*\*: (.*?)\n\n", markdown(name), re.M | re.S)
    line = " ".join(line.split())
    said = [int(number) for number in re.findall(r"(?:about|core,) (\d+)", line)]
    assert "for the core" in line or further == 0
    assert abs(said[0] - core) <= 5, f"the core takes {core:.0f} minutes"
    assert further == 0 or abs(said[1] - further) <= 5, (
        f"what is further takes {further:.0f} minutes"
    )
    assert core <= 92.5


@every_lesson
def test_references_are_numbered_used_and_findable(name):
    text, references = re.sub(r"`[^`]*`", "", markdown(name)).split("## References")
    entries = re.findall(r"^(\d+)\. (.*?)(?=^\d+\. |^\[Start page\]|\Z)", references, re.M | re.S)
    numbers = [int(number) for number, _ in entries]
    assert numbers == list(range(1, len(numbers) + 1))
    room = importlib.import_module(f"helpers.{course.rooms()[name]}.questions")
    text += "".join(repr(item) for item in vars(room).values())
    cited = {
        int(n)
        for group in re.findall(r"\[(\d+(?:, \d+)*)\](?!\()", text)
        for n in group.split(", ")
    }
    assert cited == set(numbers), "each is cited as [3] or [3, 4], and what is cited is listed"
    findable = r"\]\(https://(?:doi\.org/10\.|arxiv\.org/abs/)|\]\(https://|ISBN [\d-]{10,17}"
    assert [entry for _, entry in entries if not re.search(findable, entry)] == []


@every_notebook
def test_nothing_is_quoted_that_the_reader_does_not_have(name):
    prose = course.source_text(name).split("## References")[0]
    assert (
        re.findall(r"\b(?:the|a|our|my) (?:lecture|homework|course notes|slides)\b", prose, re.I)
        == []
    )


@every_lesson
def test_all_of_the_room_is_used(name):
    """Each moving picture and question that a room offers stands in its notebook."""
    room, source = course.rooms()[name], course.source_text(name)
    for scene in course.scenes():
        if scene.startswith(f"{room}."):
            assert f"explore(scenes.{scene.partition('.')[2]}(" in source
    questions = importlib.import_module(f"helpers.{room}.questions")
    for name, question in vars(questions).items():
        if isinstance(question, Question):
            assert f"ask(questions.{name})" in source
        if isinstance(question, OpenTask):
            assert f"open_task(questions.{name})" in source
        if isinstance(question, (Number, Pick, Sketch)):
            asked = source.find(f"guess(questions.{name})")
            answered = re.search(rf"reveal\(\s*questions\.{name}\b", source)
            assert answered and 0 < asked < answered.start()


@every_notebook
def test_local_links_lead_somewhere(name):
    prose = re.sub(r"```.*?```|`[^`]*`", "", markdown(name), flags=re.S)
    for target in re.findall(r"\]\((?!https?://|#)([^)]+)\)", prose):
        assert (build.NOTEBOOKS / target).exists(), target


@every_lesson
def test_start_page_and_neighbors_are_linked(name):
    assert f"]({name}.ipynb)" in markdown("00_start_here")
    number = LESSONS.index(name)
    neighbors = LESSONS[max(0, number - 1) : number] + LESSONS[number + 1 : number + 2]
    for other in ["00_start_here", *neighbors]:
        assert markdown(name).count(f"]({other}.ipynb)") >= 2, other  # at the top and the bottom


@every_notebook
def test_spelling_is_american(name):
    text = course.source_text(name)
    british = (
        r"\b(?:colour|behaviour|neighbour|favour|centre|grey(?!\w)|optimis(?![mt])|normalis|initialis"
        r"|generalis|recognis|vectoris|regularis|visualis|towards|modell|labell|analyse(?!s\b))\w*"
    )
    assert re.findall(british, text, re.I) == []


@every_notebook
def test_every_picture_is_described(name):
    for cell in course.code_cells(course.shipped(name)):
        pictures = [output for output in cell.outputs if "image/png" in output.get("data", {})]
        captions = [
            output
            for output in cell.outputs
            if "figure-caption" in output.get("data", {}).get("text/html", "")
        ]
        assert len(captions) == len(pictures)
        assert all(len(caption.data["text/plain"]) > 40 for caption in captions)


@every_notebook
def test_what_a_cell_prints_in_one_go_stands_in_one_piece(name):
    for cell in course.code_cells(course.shipped(name)):
        assert build.join_streams(copy.deepcopy(cell.outputs)) == cell.outputs, cell.source
