"""Draws the fifteen claims of notebook 09's tournament from ForecastBench, by a rule without a choice.

    git clone https://github.com/forecastingresearch/forecastbench-datasets
    python tools/draw_claims.py forecastbench-datasets

The rule: every question that ForecastBench took from Metaculus, Manifold or INFER in its sets of 26
October 2025 to 2 August 2026, whose text has one of `WORDS` in it, that was answered with yes or no, and
that the crowd had not settled when it was asked (5 to 95 %). Asked more than once, its first time counts.
They are ordered by the SHA-256 of their identifiers: the first fifteen are the tournament, and the share
of yes among the others is its base rate. Drawn from commit 9abcac9 of 21 August 2026.
"""

import csv
import hashlib
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("metaculus", "manifold", "infer")
WORDS = re.compile(
    r"\b(AI|AGI|artificial intelligence|LLMs?|OpenAI|ChatGPT|GPT|Anthropic|Claude|DeepMind|Gemini"
    r"|xAI|Grok|DeepSeek|neural|machine learning|Waymo|driverless|self-driving|robotaxis?)\b",
    re.IGNORECASE,
)
UNSETTLED = (0.05, 0.95)
FIRST, LAST = "2025-10-26", "2026-08-02"
NUM_DRAWN = 15
COLUMNS = ("drawn", "asked", "by", "claim", "crowd", "happened", "url")


def questions(folder: Path) -> dict[tuple[str, str], dict]:
    """Return the questions that the rule admits, each as it was first asked."""
    found: dict[tuple[str, str], dict] = {}
    for path in sorted((folder / "datasets" / "question_sets").glob("20*.json")):
        asked = json.loads(path.read_text(encoding="utf-8"))
        date = asked["forecast_due_date"]
        if not FIRST <= date <= LAST:
            continue
        answers = _answers(folder / "datasets" / "resolution_sets" / f"{date}_resolution_set.json")
        for item in asked["questions"]:
            key = (item["source"], str(item["id"]))
            if item["source"] not in SOURCES or not WORDS.search(item["question"]):
                continue
            if key in found or answers.get(item["id"]) not in (0, 1):
                continue
            if UNSETTLED[0] <= float(item["freeze_datetime_value"]) <= UNSETTLED[1]:
                found[key] = dict(
                    asked=date,
                    by=item["market_info_close_datetime"][:10],
                    claim=" ".join(item["question"].split()),
                    crowd=f"{float(item['freeze_datetime_value']):.3f}",
                    happened=int(answers[item["id"]]),
                    url=item["url"],
                )
    return found


def _answers(path: Path) -> dict[str, float]:
    if not path.exists():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))["resolutions"]
    return {
        row["id"]: row["resolved_to"] for row in rows if row["resolved"] and type(row["id"]) is str
    }


def main(folder: str) -> None:
    found = questions(Path(folder))
    ordered = sorted(found, key=lambda key: hashlib.sha256(key[1].encode()).hexdigest())
    with (ROOT / "data" / "tournament.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for number, key in enumerate(ordered):
            writer.writerow(dict(drawn=int(number < NUM_DRAWN), **found[key]))
    print(f"{len(found)} questions, {NUM_DRAWN} drawn")


if __name__ == "__main__":
    main(sys.argv[1])
