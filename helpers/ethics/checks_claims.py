"""A hunt and a diagnosis in notebook 09: a loop that feeds itself, and where headlines part."""

from collections.abc import Callable

import numpy as np

from helpers.ethics import feedback
from helpers.ethics.headlines import GAPS, HEADLINES, find_gap
from helpers.exercise import Exercise

# --- The hunt: a loop that feeds itself -----------------------------------------------------------


def _loop(add: Callable) -> Callable:
    """Return a wrong loop: `add(records, share, here, found)` changes the records."""

    def wrong(look, records, num_days, rng):
        records = np.array(records, float)
        for _ in range(num_days):
            share = records / records.sum()
            here = 0 if rng.random() < share[0] else 1
            add(records, share, here, look(here))
        return records[0] / records.sum()

    return wrong


def _add(value: Callable) -> Callable:
    def add(records, share, here, found):
        records[here] += value(share[here], found)

    return _loop(add)


def _greedy(look, records, num_days, rng):
    records = np.array(records, float)
    for _ in range(num_days):
        here = int(records[1] > records[0])
        if look(here):
            records[here] += 1
    return records[0] / records.sum()


def _run(loop: Callable, rates, records, num_days: int):
    """Return what a loop leads to in fifteen towns, or `...` where it is not written yet.

    That is: the shares (15,) that it returns, and the share of the patrols that did go to district 0 in
    the second half of the days.
    """
    if loop(lambda here: False, [1.0, 1.0], 1, np.random.default_rng(0)) is Ellipsis:
        return ...
    went = list[list[int]]()

    def watched(look, *given):
        seen = list[int]()
        went.append(seen)
        return loop(lambda here: seen.append(here) or look(here), *given)

    shares = feedback.final_shares(watched, rates, records, num_days)
    late = [here for seen in went for here in seen[len(seen) // 2 :]]
    return shares, 1 - np.mean(late) if late else np.nan


def _shares_agree(answer, expected) -> bool:
    """Many repairs are right. The towns end in the right place, together, and the patrols go there."""
    (shares, went), wanted = answer, expected[0]
    same_place = abs(shares.mean() - wanted.mean()) < 0.06
    by_records = abs(went - shares.mean()) < 0.08
    return shares.shape == wanted.shape and same_place and shares.std() < 0.09 and by_records


def _shares_alike(answer, wrong) -> bool:
    mine, other = answer[0], wrong[0]
    return abs(mine.mean() - other.mean()) < 0.02 and abs(mine.std() - other.std()) < 0.03


def _explain_loop(case: dict, answer, expected) -> str:
    rates, records = case["rates"], case["records"]
    shares, went = answer
    low, high = np.min(shares), np.max(shares)
    lines = [
        f"Incidents per visit {rates[0]:g} and {rates[1]:g}, old records {records[0]} and {records[1]}: "
        f"district 0 has {rates[0] / sum(rates):.0%} of the incidents.\nIn fifteen towns your loop "
        f"ends with {low:.0%} to {high:.0%} of the patrols there."
    ]
    if abs(went - shares.mean()) >= 0.08:
        lines += [
            f"But in the second half of the days {went:.0%} of the patrols went there.",
            "Hint: The patrol goes by the records, in their shares. Change what is written into them.",
        ]
    return "\n".join(lines)


def _other_town(rng: np.random.Generator) -> dict:
    """Draw a case that no reader has seen, with other shares of the incidents."""
    share = rng.choice([0.25, 0.42, 0.58, 0.75]) + rng.uniform(-0.01, 0.01)
    rates = round(0.8 * share, 2), round(0.8 * (1 - share), 2)
    return dict(rates=rates, records=rng.integers(6, 20, size=2).tolist(), num_days=500)


PATROL = Exercise(
    feedback.patrol,
    cases=[
        dict(rates=(0.3, 0.3), records=[24, 6], num_days=500),
        dict(rates=(0.5, 0.25), records=[10, 10], num_days=500),
        dict(rates=(0.2, 0.4), records=[12, 8], num_days=500),
    ],
    fresh=_other_town,
    misconceptions=[
        (
            _add(lambda share, found: found * share),
            "You make a find count *more* where one looks often. It must count less there.",
        ),
        (
            _add(lambda share, found: 1),
            "You count the visits, found or not. Then the records say where one was.",
        ),
        (
            _add(lambda share, found: 1 / share),
            "You count a visit that found nothing, too. Then every district gets half, whatever "
            "happens there.",
        ),
        (
            _add(lambda share, found: found * (1 - share)),
            "Less where one looks often is the right idea; 1 - share is too weak where districts "
            "differ. Of ten incidents, how many does one see who looks on every tenth day?",
        ),
        (_greedy, "You always go where the records are highest: then one district is never seen."),
        (
            _add(lambda share, found: found / share**2),
            "You divide twice. A find on every tenth day stands for ten, not for a hundred.",
        ),
        (
            _add(lambda share, found: found / (1 - share)),
            "You divide by the share of the *other* district.",
        ),
    ],
    agree=_shares_agree,
    alike=_shares_alike,
    explain=_explain_loop,
    run=_run,
    broken=feedback.patrol_as_found,
    symptom="two districts with as many incidents each, and the one with more old records keeps four "
    "patrols in five for good.",
    minutes=9.0,
)

# --- Headlines ------------------------------------------------------------------------------------


def _explain_gap(case: dict, answer, expected) -> str:
    item = HEADLINES[case["headline"]]
    if answer not in GAPS:
        return f"{item.text}\nHint: Return a letter from 'A' to 'E', not {answer!r}."
    return f"{item.text}\nYou say {answer}: {GAPS[answer]}\nHint: {item.hint}"


def _exchange(first: str, second: str) -> Callable[[int], str]:
    return lambda n: {first: second, second: first}.get(find_gap(n), find_gap(n))


def _same_letter(answer, expected) -> bool:
    return isinstance(answer, str) and answer == expected


FIND_GAP = Exercise(
    find_gap,
    cases=[dict(headline=number) for number in HEADLINES],
    misconceptions=[
        (
            _exchange("A", "E"),
            "You have A and E the wrong way around. One of the two was tried on pictures of people.",
        ),
        (
            _exchange("C", "D"),
            "You have C and D the wrong way around. One 90 % is no accuracy, the other a place in a line.",
        ),
        (
            _exchange("E", "B"),
            "You have B and E the wrong way around. One of the two tells of a motive.",
        ),
    ],
    agree=_same_letter,
    alike=_same_letter,
    explain=_explain_gap,
    minutes=5.0,
)
