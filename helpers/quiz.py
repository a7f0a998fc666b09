"""Quiz questions that answer every choice, right or wrong, with or without a kernel.

Each option is an HTML disclosure: choosing it opens its feedback. Plain HTML needs no kernel, no
widget and no network, works from the keyboard, and a screen reader names it.
"""

import html
from dataclasses import dataclass

from IPython.display import display


@dataclass(frozen=True)
class Option:
    """One answer to choose, whether it is right, and what to say to a reader who chose it."""

    text: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class Question:
    """A question with one right option. Texts may hold HTML such as <i>, <sub>.

    Raises ValueError unless exactly one option is right and each has feedback.
    """

    text: str
    options: tuple[Option, ...]

    def __post_init__(self) -> None:
        if sum(option.right for option in self.options) != 1:
            raise ValueError(f"Exactly one option must be right in {self.text!r}.")
        if not all(option.feedback for option in self.options):
            raise ValueError(f"Every option needs feedback in {self.text!r}.")


def right(text: str, feedback: str) -> Option:
    """Return the right option."""
    return Option(text, True, feedback)


def wrong(text: str, feedback: str) -> Option:
    """Return a wrong option; its feedback says why one might think so, and why not."""
    return Option(text, False, feedback)


def ask(question: Question) -> None:
    """Show a question; every option opens to its feedback."""
    group = html.escape(question.text, quote=True)  # one open option a question
    options = "".join(_option_html(option, group) for option in question.options)
    text = "\n".join([question.text, *(f"- {option.text}" for option in question.options)])
    page = (
        f'<div class="quiz" style="max-width: 750px"><p><b>{question.text}</b></p>{options}</div>'
    )
    display({"text/html": page, "text/plain": text}, raw=True)


def _option_html(option: Option, group: str) -> str:
    verdict = "Right." if option.right else "Not quite."
    return (
        f'<details name="{group}" style="margin: 0.3em 0 0.3em 1em">'
        f"<summary>{option.text}</summary>"
        f'<p style="margin: 0.2em 0 0.6em 1.2em"><b>{verdict}</b> {option.feedback}</p></details>'
    )
