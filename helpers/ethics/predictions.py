"""Predictions of the past, and how each stood in any year."""

import csv
from dataclasses import dataclass

from helpers.datasets.storage import DATA

LAST_YEAR = 2026  # up to which the predictions were judged


@dataclass(frozen=True)
class Prediction:
    """Who said what in which year, until when it was to come true, and in which year it did.

    `kind` is "by" (it happens by the year `due`), "not before" (it does not happen before) or
    "no date". `due` and `happened` are None where there is no such year.
    """

    who: str
    year: int
    topic: str
    claim: str
    kind: str
    due: int | None
    happened: int | None
    verdict: str
    source: str

    def judge(self, year: int) -> tuple[str, int]:
        """Return (state, years) as one knew them at the end of `year`.

        The states: "not made" yet; "no date"; "open", with the years left; "overdue", with the
        years it is late so far; "met", with the years it was late (0: in time); "refuted", with the
        years by which what was not to come came too early.
        """
        if year < self.year:
            return "not made", self.year - year
        if self.due is None:
            return "no date", 0
        happened = self.happened if self.happened and self.happened <= year else None
        if self.kind == "not before":
            return ("refuted", self.due - happened) if happened else ("open", self.due - year)
        if happened:
            return "met", max(0, happened - self.due)
        return ("open", self.due - year) if year <= self.due else ("overdue", year - self.due)


def load_predictions() -> list[Prediction]:
    """Return the predictions of data/predictions.csv in the order of their years."""
    rows = csv.DictReader((DATA / "predictions.csv").read_text(encoding="utf-8").splitlines())
    predictions = []
    for row in rows:
        years = {key: int(row[key]) if row[key] else None for key in ("year", "due", "happened")}
        predictions.append(Prediction(**row | years))
    return sorted(predictions, key=lambda item: item.year)
