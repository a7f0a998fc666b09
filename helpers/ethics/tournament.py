"""Fifteen claims with an answer, drawn by a rule, and how well probabilities did."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from helpers.datasets.storage import DATA


@dataclass(frozen=True)
class Claim:
    """A question that was asked on a day, to be answered by another; what the crowd gave it; the answer."""

    drawn: bool
    asked: str
    by: str
    claim: str
    crowd: float
    happened: bool
    url: str


def load_claims() -> list[Claim]:
    """Return every question that the rule of `tools/draw_claims.py` admits, the drawn ones first."""
    rows = csv.DictReader((DATA / "tournament.csv").read_text(encoding="utf-8").splitlines())
    return [
        Claim(
            **row
            | dict(
                drawn=row["drawn"] == "1",
                crowd=float(row["crowd"]),
                happened=row["happened"] == "1",
            )
        )
        for row in rows
    ]


def brier(probabilities: Sequence[float], happened: Sequence[bool]) -> float:
    """Return the Brier score, the mean squared distance from what happened: 0 is perfect, 1 the worst."""
    gaps = np.subtract(probabilities, np.asarray(happened, float))
    return float(np.mean(gaps**2))
