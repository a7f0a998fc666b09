"""Which hint fits an answer: that of a known misconception, of two at once, or of another order."""

import itertools
from typing import TYPE_CHECKING

import numpy as np

from helpers.trial import Trial, Trials
from helpers.values import as_array, as_tuple

if TYPE_CHECKING:
    from helpers.exercise import Exercise


def find_hint(exercise: "Exercise", trials: Trials) -> str | None:
    """Return the hint for the misconception that gives an answer's values on every case.

    That a function returns the right values in another order needs no misconception of its own.
    """
    for wrongs, hint in exercise.mistakes:
        if exercise.is_like(trials, wrongs):
            return hint
    return _order_hint(exercise, trials) or _hint_of_two_slips(exercise, trials)


def _hint_of_two_slips(exercise: "Exercise", trials: Trials) -> str | None:
    """Return the one hint that fits all cases but those in which no number came out at all.

    Who has forgotten a unit has often forgotten a guard, too: one slip at a time.
    """
    came = [number for number, trial in enumerate(trials) if _is_number(trial)]
    if not 1 < len(came) < len(trials):
        return None
    hints = {
        hint
        for wrongs, hint in exercise.mistakes
        if exercise.is_like(trials, wrongs, came)
        and not exercise.is_like(trials, exercise.wanted, came)
    }
    return hints.pop() if len(hints) == 1 else None


def _is_number(trial: Trial) -> bool:
    if trial.error is not None:
        return False
    try:
        return bool(np.isfinite(as_array(trial.answer)).all())
    except (TypeError, ValueError):  # tuples of arrays, say, or what is no number
        return True


def _order_hint(exercise: "Exercise", trials: Trials) -> str | None:
    first = exercise.wanted[0].answer
    num_values = len(first) if isinstance(first, tuple) else 0
    if not 1 < num_values < 6:
        return None
    wanted = [trial.answer for trial in exercise.wanted]
    answers = [parts for trial in trials if (parts := as_tuple(trial.answer)) is not None]
    if [len(parts) for parts in answers] != [num_values] * len(wanted):
        return None
    words = ("first", "second", "third", "fourth", "fifth")[:num_values]
    for order in itertools.permutations(range(num_values)):
        swapped = [tuple(answer[number] for number in order) for answer in answers]
        pairs = zip(swapped, wanted, strict=True)
        if all(trials.hold(exercise.agree, *pair) for pair in pairs):
            places = ", then your ".join(words[number] for number in order)
            return f"These are the right values in another order. Return your {places}."
    return None
