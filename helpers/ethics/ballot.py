"""The tournament's ballot: a probability for each claim, committed, and then what came of them."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ipywidgets as widgets
from IPython.display import display

from helpers import page
from helpers.ethics.tournament import Claim, brier

NO_KERNEL = "Write fifteen numbers down. To commit them here, run this cell: that needs a kernel."
OPEN_RESULT = "You have committed nothing. Show all the same what came of them"
_WRITTEN: dict[int, int] = {}  # percent by number: what a rerun of the cell finds
_SHOWN: list["Ballot"] = []


@dataclass(frozen=True)
class Tournament:
    """A tournament of probabilities, and how many minutes it takes."""

    title: str
    minutes: float


def vote(
    tournament: Tournament, claims: Sequence[Claim], others: Mapping[str, Sequence[float]]
) -> None:
    """Show the ballot of a tournament, in the place of what an earlier run of the cell showed."""
    display(Ballot(tournament, claims, others))


class Ballot:
    """A slider for each claim, and a button.

    `others` are forecasters to be compared with: probabilities by name, one for each claim.
    """

    def __init__(
        self, tournament: Tournament, claims: Sequence[Claim], others: Mapping[str, Sequence[float]]
    ) -> None:
        self.name = page.css_name(tournament.title)
        self.claims, self.others = list(claims), dict(others)
        self.sliders = [self._slider(number) for number in range(len(claims))]
        self.button = widgets.Button(
            description="Commit my numbers", button_style="primary", layout={"width": "14em"}
        )
        self.button.on_click(lambda _: self.commit())
        self.result = widgets.HTML()
        rows = []
        for line, slider in zip(map(_question, self.claims), self.sliders, strict=True):
            rows += [widgets.HTML(line), slider]
        self._box = widgets.VBox([*rows, self.button, self.result])
        self._box.add_class("guess")
        self._box.add_class(f"live-{self.name}")

    def _slider(self, number: int) -> widgets.IntSlider:
        slider = widgets.IntSlider(
            value=_WRITTEN.get(number, 50),
            min=0,
            max=100,
            step=5,
            description=f"Claim {number + 1} (%)",
            style={"description_width": "7em"},
            layout={"width": "min(32em, 100%)"},
        )
        slider.observe(lambda change: _WRITTEN.update({number: change["new"]}), names="value")
        return slider

    def commit(self) -> None:
        """Close the sliders and say what came of the claims."""
        for slider in self.sliders:
            slider.disabled = True
        self.button.disabled = True
        mine = [slider.value / 100 for slider in self.sliders]
        self.result.value = f'<div role="status">{self.table({"you": mine} | self.others)}</div>'

    def table(self, forecasts: Mapping[str, Sequence[float]]) -> str:
        """Return as HTML what happened, what each forecaster said, and the Brier scores."""
        happened = [claim.happened for claim in self.claims]
        heads = "".join(f"<th>{html.escape(name)}</th>" for name in ("", "happened", *forecasts))
        rows = ""
        for number, claim in enumerate(self.claims):
            said = "".join(f"<td>{values[number]:.0%}</td>" for values in forecasts.values())
            link = f'<a href="{html.escape(claim.url)}">{html.escape(claim.claim)}</a>'
            answer = "yes" if claim.happened else "no"
            rows += f"<tr><td>{number + 1} {link}</td><td>{answer}</td>{said}</tr>"
        scores = "".join(f"<td><b>{brier(p, happened):.3f}</b></td>" for p in forecasts.values())
        last = f"<tr><td><b>Brier score</b>, 0 is best</td><td></td>{scores}</tr>"
        return f"<table><tr>{heads}</tr>{rows}{last}</table>"

    def _ipython_display_(self) -> None:
        for earlier in _SHOWN:
            earlier._box.close()
        _SHOWN[:] = [self]
        text = "\n".join(f"{n}  {claim.claim}" for n, claim in enumerate(self.claims, start=1))
        display(page.widget_view(self._box.model_id, f"[ballot]\n{text}"), raw=True)
        lines = "".join(f"<li>{_question(claim)}</li>" for claim in self.claims)
        folded = f"<details><summary>{OPEN_RESULT}</summary>{self.table(self.others)}</details>"
        still = f"<ol>{lines}</ol><p><em>{NO_KERNEL}</em></p>{folded}"
        script = f"<script>{page.NAME_CONTROLS}</script>"
        display({"text/html": page.stand_in(self.name, still, script), "text/plain": ""}, raw=True)


def _question(claim: Claim) -> str:
    return f"{html.escape(claim.claim)} <small>(asked {claim.asked}, by {claim.by})</small>"
