"""The way through the notebooks: what the start page says of them, and of the reader."""

import importlib
import re
from html.parser import HTMLParser

import pytest

import build
import course
from helpers import progress
from helpers.guesses import Number, Pick, Sketch
from helpers.progress import Entry, record
from helpers.start_here import figures, journey
from helpers.start_here.journey import LESSONS

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)


def first_cell(lesson):
    return " ".join(course.source_text(lesson.name).split("# %%")[1].replace("\n# ", " ").split())


def test_they_are_the_courses_notebooks_in_order():
    assert [lesson.name for lesson in LESSONS] == course.NAMES[1:]
    for lesson in LESSONS:
        assert first_cell(lesson).count(lesson.title) == 1


@pytest.mark.claims(
    "watch its firing rate become the ReLU",
    "prove what one neuron cannot do",
    "its gradients and its optimizer, by hand",
    "find a bug from its loss alone",
    "next to the honest number",
    "fold the line, count the regions",
    "see what the network looks at, and fool it",
    "find the line where they can be trained",
    "put numbers to predictions, base rates",
)
@every_lesson
def test_the_minutes_are_those_that_the_notebook_gives(lesson):
    """Which are those of its sections, to 5: tests/test_notebooks.py."""
    time = re.search(
        r"\*\*Time\*\*: about (\d+) minutes for the core, (\d+) for", first_cell(lesson)
    )
    assert [int(minutes) for minutes in time.groups()] == [lesson.core, lesson.further]
    row = rf"\[{re.escape(lesson.title)}\]\({lesson.name}.ipynb\) \| .* \| {lesson.core} \| {lesson.further} \|"
    assert re.search(row, course.source_text("00_start_here"))


@every_lesson
def test_there_is_as_much_to_do_as_its_room_holds(lesson):
    asked = vars(importlib.import_module(f"helpers.{lesson.room}.questions")).values()
    guesses = [item for item in asked if isinstance(item, (Number, Pick, Sketch))]
    exercises = course.checker(lesson.room).exercises
    assert (lesson.num_exercises, lesson.num_guesses) == (len(exercises), len(guesses))


@every_lesson
def test_it_builds_on_what_it_says_itself(lesson):
    """All but the last name each; notebook 09 needs those before it, above all two."""
    needs = re.search(r"\*\*You need\*\* (.*?)\*\*Time", first_cell(lesson))[1]
    named = {int(number) for number in re.findall(r"\b0(\d)\b", needs)}
    assert named - {9} == set(lesson.needs + lesson.helps)
    assert ("help" in needs) == bool(lesson.helps)


def test_the_map_leaves_out_what_another_arrow_implies():
    direct = {lesson.number: figures.directly_needed(lesson) for lesson in LESSONS}
    assert direct == {1: (), 2: (1,), 3: (), 4: (3,), 5: (4,), 6: (2, 3), 7: (5,), 8: (3,), 9: (7,)}
    still = figures.course_map()
    assert "06 builds on 02 and 03." in still.sentence
    assert len(figures._PLACES) == len(figures._WORDS) == len(LESSONS)


# --- Progress ------------------------------------------------------------------------------------

SOME = [
    Entry("neurons", "exercise", "euler_step", "right", "2026-11-24T10:00:00"),
    Entry("neurons", "exercise", "draw_kicks", "not yet", "2026-11-25T10:00:00"),
    Entry("neurons", "guess", "how-fast", "committed", "2026-11-25T10:00:00"),
    Entry("neurons", "visit", "", "", "2026-11-25T10:00:00"),
    Entry("faces", "visit", "", "", "2026-11-26T10:00:00"),
    Entry("building", "visit", "", "", "2026-11-26T09:59:59"),
    Entry("start_here", "visit", "", "", "2026-11-27T10:00:00"),
]


class Table(HTMLParser):
    """The rows of a table, the links in it, and what is hidden from screen readers."""

    def __init__(self, page):
        super().__init__()
        self.rows, self.links, self.scopes, self.hidden = [], [], [], []
        self._is_hidden = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")
        self.scopes += [attributes["scope"]] if "scope" in attributes else []
        self.links += [attributes["href"]] if tag == "a" else []
        self._is_hidden |= attributes.get("aria-hidden") == "true"

    def handle_endtag(self, tag):
        self._is_hidden &= tag != "span"

    def handle_data(self, data):
        if self._is_hidden:
            self.hidden.append(data)
        elif self.rows:
            self.rows[-1][-1] += data


def test_the_table_says_all_in_words():
    table = Table(journey._as_html(SOME, []).split("</table>")[0])
    head, first, *rest = table.rows
    assert head == ["Notebook", "Exercises right", "Guesses made", "Last visited"]
    assert first == ["01 From biological to artificial neurons", "1 of 7", "1 of 7", "2026-11-25"]
    assert rest[5][3] == "2026-11-26"
    assert rest[0][1:] == ["0 of 8", "0 of 11", "not yet"]
    assert table.scopes == ["col"] * 4 + ["row"] * 9
    assert table.links == [f"{lesson.name}.ipynb" for lesson in LESSONS]
    assert table.hidden[0] == "■" + "□" * 6
    assert "color" not in journey._as_html(SOME, [])  # the page's own, light or dark


def test_what_is_right_is_listed_with_its_day():
    page = journey._as_html(SOME, ["A note <b>."])
    assert "<li>01 <code>euler_step</code>: since 2026-11-24</li>" in page
    assert "draw_kicks" not in page
    assert "A note &lt;b&gt;." in page
    assert "<details>" not in journey._as_html([], [])


def test_in_words():
    num_all = sum(lesson.num_exercises for lesson in LESSONS)
    assert journey.in_words([]) == (
        f"Nothing yet: {num_all} exercises are ahead of you. Begin with notebook 01."
    )
    assert journey.in_words(SOME) == (
        f"1 of {num_all} exercises are right. You were last in notebook 07, on 2026-11-26."
    )
    lines = journey._as_text(SOME, ["A note."]).splitlines()
    assert lines[1].startswith("01 From biological to artificial neurons: 1 of 7 exercises right")
    assert lines[-1] == "A note."


def test_no_more_is_done_than_there_is():
    many = [Entry("faces", "exercise", f"old_{n}", "right", "2026-11-24") for n in range(30)]
    (faces,) = [lesson for lesson in LESSONS if lesson.room == "faces"]
    assert journey.count(many, faces, "exercise") == faces.num_exercises


def test_the_page_shows_what_check_has_written(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv(progress.VARIABLE, str(tmp_path / "progress.sqlite"))
    monkeypatch.setattr(progress, "_memory", {})
    journey.show_progress()
    assert "Nothing yet: " in capsys.readouterr().out  # as text or as HTML
    exercise = course.checker("neurons").exercises[0]
    record("neurons", "exercise", exercise.name, "right")
    journey.show_progress()
    assert "1 of 7 exercises right" in capsys.readouterr().out


def test_the_committed_page_shows_the_opening_state_and_nothing_of_who_built_it():
    cells = course.code_cells(course.shipped("00_start_here"))
    (shown,) = [cell for cell in cells if "show_progress" in cell.source]
    assert shown.outputs[0].data["text/plain"] == journey._as_text([], [])
    assert build.NOTEBOOKS.name not in shown.outputs[0].data["text/html"]
