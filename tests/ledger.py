"""The ledger of claims: what the prose of each notebook says with a number or a comparison.

    make claims         the table
    make claims NN=06   and every sentence of notebook 06 that nothing stands behind

A sentence makes a claim if it has a number (other than 0 and 1, which mostly are ends of a scale) or a
comparison, outside of formulas, code and questions. Behind each
stands one of these:

- a test, marked `@pytest.mark.claims("words of the sentence")`, which computes it;
- the notebook itself: every number of the sentence is in what the section prints, and nbval compares that;
- a source or a definition: the sentence's words stand in tests/<room>/told.py, which says which.
"""

import ast
import functools
import importlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import jupytext

import build
import course
from helpers.form import OpenTask
from helpers.quiz import Question

TESTS = Path(__file__).resolve().parent
# Why a sentence with a number or a comparison may need no test of ours.
REASONS = {
    "CITED": "a source says so: named, numbered or linked beside it",
    "DEFINED": "it sets something: a name, a size, a setting of what follows, a rule",
    "DERIVED": "it follows in one step from what stands beside it, in the text",
    "TASK": "it asks or tells the reader to do something",
}
_NOT_PROSE = re.compile(
    r"^(?:\d+\.|\| \d+ \|) |\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|<[^>]*>|\]\([^)]*\)|\[\d+(?:, \d+)*\]"
    r"|\b[Nn]otebooks? \d\d(?:(?:,| and| to) \d\d)*|\b[Ss]ections? [\d.]+(?:(?:,| and| to) [\d.]+)*"
    r"|\b(?:Exercise|Figure|step|[Rr]ef\.) \d+|\b(?:1[6-9]|20)\d\d\b"
)
_COMPARES = re.compile(r"\bthan\b|\btimes as\b|\bseveral times\b|\btwice\b|\bhalf\b|\bmost of\b")
_NUMBER = re.compile(r"\d[\d,]*\.?\d*|\.\d+")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a notebook, and what its section prints."""

    text: str
    printed: str = ""

    @property
    def is_claim(self) -> bool:
        prose = _NOT_PROSE.sub(" ", self.text)
        if self.text.endswith("?") or self.text.startswith("**Time**"):
            return False
        return bool(_COMPARES.search(prose) or _numbers(prose) - {"0", "1"})

    @property
    def is_printed(self) -> bool:
        """Whether each number stands in the section's output, and nothing is compared in words."""
        prose = _NOT_PROSE.sub(" ", self.text)
        numbers = _numbers(prose)
        telling = any(len(number.replace(".", "")) > 1 for number in numbers)
        return telling and not _COMPARES.search(prose) and numbers <= _numbers(self.printed)


def _numbers(text: str) -> set[str]:
    """Return the numbers in a text, written in one way: no comma, no 0 before the point."""
    found = (number.replace(",", "").rstrip(".") for number in _NUMBER.findall(text))
    return {number.lstrip("0") or "0" for number in found}


@functools.cache
def sentences(name: str) -> list[Sentence]:
    """Return the prose of a notebook and of its questions, without headings, lists of links and references."""
    notebook = jupytext.read(build.SOURCES / f"{name}.py")
    outputs = _outputs(name)
    # A section begins with its heading: what its cells print stands behind what its text says.
    sections: list[tuple[list[str], list[str]]] = [([], [])]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            sections[-1][1].append(outputs.get(cell.source, ""))
            continue
        if "## References" in cell.source:
            cell.source = cell.source.split("## References")[0]
        if re.match(r"## ", cell.source):
            sections.append(([], []))
        sections[-1][0].append(cell.source)
    prose = [
        Sentence(text, "\n".join(printed))
        for texts, printed in sections
        for cell_text in texts
        for text in split(cell_text)
    ]
    return prose + [Sentence(text) for text in _questions(name)]


def _outputs(name: str) -> dict[str, str]:
    """Return what each code cell of the committed notebook printed, by its source."""
    sources, shipped = (
        [cell for cell in notebook.cells if cell.cell_type == "code"]
        for notebook in (build.read_source(name), course.shipped(name))
    )
    return {
        source.source: "".join(output.get("text", "") for output in cell.outputs)
        for source, cell in zip(sources, shipped, strict=False)  # the author is at work
    }


def _questions(name: str) -> list[str]:
    room = course.rooms().get(name)
    if room is None:
        return []
    module = importlib.import_module(f"helpers.{room}.questions")
    texts = [text for item in vars(module).values() for text in _said_by(item)]
    return [sentence for text in texts for sentence in split(text)]


def _said_by(item) -> list[str]:
    """Return what a question or an open task claims. A wrong option claims nothing."""
    if isinstance(item, OpenTask):
        return [item.prompt, *item.shows, *item.measured, *item.pitfalls]
    if not isinstance(item, Question):
        return []
    right = [option.text for option in item.options if option.right]
    return [item.text, *right, *(option.feedback for option in item.options)]


def split(text: str) -> list[str]:
    """Return the sentences of Markdown: one for each list item or table row that has no more."""
    text = re.sub(r"\$\$.*?\$\$", " ", text, flags=re.DOTALL)
    parts = re.split(r"\n\s*\n|\n(?=\s*(?:[-*|#]|\d+\.) )", text)
    parts = [" ".join(part.split()) for part in parts]
    return [
        sentence
        for part in parts
        if not re.match(r"#|\[Start page\]|[|:\- ]*$", part)
        for sentence in re.split(r"(?<=[.?!:])(?<!^\d\.)(?:\*\*)?\s+(?=[A-Z*`$\"'(\[])", part)
    ]


@functools.cache
def claimed(room: str) -> dict[str, str]:
    """Return {words of a sentence: the test that computes it} from the tests of a room."""
    found = {}
    for path in sorted((TESTS / room).glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            for mark in getattr(node, "decorator_list", []):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.claims":
                    found |= {ast.literal_eval(word): node.name for word in mark.args}
    return found


@functools.cache
def told(room: str) -> dict[str, str]:
    """Return {words of a sentence: why it needs no test} from tests/<room>/told.py."""
    path = TESTS / room / "told.py"
    if not path.exists():
        return {}
    found = {}
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign):
            found |= dict.fromkeys(ast.literal_eval(node.value), node.targets[0].id)
    return found


def behind(name: str, sentence: Sentence) -> str:
    """Say what stands behind a claim: "test", "printed", a reason, or nothing."""
    room = course.rooms().get(name, name[3:])
    if any(words in sentence.text for words in claimed(room)):
        return "test"
    reasons = [reason for words, reason in told(room).items() if words in sentence.text]
    return reasons[0] if reasons else "printed" * sentence.is_printed


def main(numbers: list[str]) -> None:
    columns = ["test", "printed", *REASONS, ""]
    print(f"{'notebook':20}{'claims':>8}", *(f"{column or 'nothing':>8}" for column in columns))
    for name in course.NAMES:
        claims = [sentence for sentence in sentences(name) if sentence.is_claim]
        stands = [behind(name, sentence) for sentence in claims]
        print(f"{name:20}{len(claims):8}", *(f"{stands.count(column):8}" for column in columns))
        if name[:2] in numbers:
            bare = [claim.text for claim, by in zip(claims, stands, strict=True) if not by]
            print(*(f"    {text}" for text in bare), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
