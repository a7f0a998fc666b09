"""A step of the evaluation harness: the seal on the test set, which is opened once."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.evaluation import harness
from helpers.evaluation.checks_harness import BUILD
from helpers.exercise import Exercise

# What a call does after the first.
_REFUSES, _SOMETHING_ELSE, _ANSWERS, _HANDS_OVER = 0.0, 1.0, 2.0, 3.0
_MODELS = (1, 0, 1, 0)  # what is measured once it is open: another, the same, and both again


class _Measure:
    """A `measure` whose scores are known; the first call may fail. It notes what it measured."""

    def __init__(self, scores: list, fails: bool = False) -> None:
        self.scores, self.fails = scores, fails
        self.measured: list[int] = []

    def __call__(self, model: int) -> float:
        self.measured.append(model)
        if self.fails and len(self.measured) == 1:
            raise ValueError("This model is broken.")
        return self.scores[model]

    def __repr__(self) -> str:
        return "measure"


def _run_seal(answer: Callable, measure: _Measure) -> Any:
    """Seal two measurements; return what comes of calls, and how often was measured.

    (first score, what each later call does, the other seal's score, number of measurements after two)
    """
    first, other = answer(measure), answer(measure)
    if first is ...:
        return ...
    try:
        score = first(0)
    except ValueError:
        score = -1.0
    later = [_again(first, _MODELS[0])]
    num_measured = len(measure.measured)
    later += [_again(first, model) for model in _MODELS[1:]]
    try:
        others = other(2)
    except RuntimeError:
        others = np.nan
    score, others = (np.nan if value is None else value for value in (score, others))
    return score, later, others, num_measured


def _again(open_once: Callable, model: int) -> float:
    """Return what a call does that is not the first."""
    try:
        answer = open_once(model)
    except RuntimeError:
        return _REFUSES
    except Exception:
        return _SOMETHING_ELSE
    return _HANDS_OVER if isinstance(answer, Exception) else _ANSWERS


def _explain_seal(case: dict, answer: tuple, expected: tuple) -> str:
    score, others, num_measured = (float(answer[place]) for place in (0, 2, 3))
    second, *later = answer[1]
    if second == _HANDS_OVER:
        return "The second call returns an exception, and its caller goes on with that."
    if second == _REFUSES and any(later):
        return (
            "The second call is refused, and a later one gets an answer. Once open, it stays open."
        )
    if second == _ANSWERS:
        return "The second call gets an answer. It must raise RuntimeError, whatever the first one did."
    if second == _SOMETHING_ELSE:
        return "The second call raises something else than RuntimeError."
    if np.isnan(score):
        return f"The first call should give {expected[0]:g}; yours gives nothing."
    if score != expected[0]:
        return f"The first call should give {expected[0]:g}; yours gives {score:g}."
    if np.isnan(others):
        return (
            "Two test sets were sealed. You opened one, and now the other is taken for open, too."
        )
    if num_measured != expected[3]:
        return (
            f"After two calls the test set has been measured {num_measured:g} times, not "
            f"{expected[3]} time."
        )
    return ""


def _sealing(limit: int, late: bool = False, error: type = RuntimeError) -> Callable:
    """Return a seal that breaks after `limit` calls; `late`: counted after measuring."""

    def seal(measure):
        calls = []

        def open_once(model):
            if len(calls) >= limit:
                raise error("open")
            if not late:
                calls.append(model)
            score = measure(model)
            calls.append(model)
            return score

        return open_once

    return seal


def _measured_before(measure):
    calls = []

    def open_once(model):
        score = measure(model)
        calls.append(model)
        if len(calls) > 1:
            raise RuntimeError("open")
        return score

    return open_once


def _unbound(measure):
    def open_once(model):
        raise UnboundLocalError("opened")

    return open_once


def _without_a_word(measure):
    calls = []

    def open_once(model):
        calls.append(model)
        return measure(model) if len(calls) == 1 else None

    return open_once


def _opened_again(every: Callable[[int], bool]) -> Callable:
    """Return a seal that refuses only those calls, counted from 1, that `every` names."""

    def seal(measure):
        calls = []

        def open_once(model):
            calls.append(model)
            if every(len(calls)):
                raise RuntimeError("open")
            return measure(model)

        return open_once

    return seal


def _handed_over(measure):
    opened = harness.seal(measure)

    def open_once(model):
        try:
            return opened(model)
        except RuntimeError as error:
            return error

    return open_once


def _once_for_each_model(measure):
    seals = {}

    def open_once(model):
        return seals.setdefault(model, harness.seal(measure))(model)

    return open_once


def _silent(measure):
    opened = harness.seal(measure)

    def open_once(model):
        opened(model)

    return open_once


def _same_again(measure):
    found = []

    def open_once(model):
        if not found:
            found.append(measure(model))
        return found[0]

    return open_once


def _all_in_one(measure):
    calls = _CALLS.setdefault(measure, [])

    def open_once(model):
        if calls:
            raise RuntimeError("open")
        calls.append(model)
        return measure(model)

    return open_once


_CALLS: dict[Callable, list] = {}

SEAL = Exercise(
    harness.seal,
    cases=[
        dict(measure=_Measure([0.12, 0.1, 0.3])),
        dict(measure=_Measure([0.5, 0.4, 0.2], fails=True)),
        dict(measure=_Measure([0.0, 0.25, 0.75])),
    ],
    fresh=lambda rng: dict(measure=_Measure(rng.random(3).tolist(), fails=rng.random() < 0.3)),
    run=_run_seal,
    build=BUILD,
    minutes=4,
    explain=_explain_seal,
    misconceptions=[
        (
            lambda measure: measure,
            "You hand the measurement on, and it can be called again and again. Return a function of "
            "your own that remembers whether it has been called.",
        ),
        (
            _same_again,
            "The second model gets the first one's score. That is a wrong number without a word: raise "
            "RuntimeError.",
        ),
        (
            _sealing(1, late=True),
            "When the measurement fails, your seal counts as unbroken. The test data were seen all the "
            "same: note the opening before you measure.",
        ),
        (
            _measured_before,
            "Your second call measures, and complains afterward. Ask before you measure.",
        ),
        (
            _all_in_one,
            "Your note is one for all test sets. Keep it inside of `seal`, so that each has its own.",
        ),
        (
            _without_a_word,
            "Your second call returns without a word, and its caller goes on with None. Raise RuntimeError.",
        ),
        (
            _unbound,
            "A function that assigns to a name has a name of its own. Say `nonlocal opened` first, to mean "
            "the outer one.",
        ),
        (
            lambda measure: None,
            "`seal` must return the inner function: return open_once, without brackets.",
        ),
        *(
            (
                _opened_again(every),
                "The note that it is open must never be taken back: refuse every call after the first.",
            )
            for every in (lambda call: call % 2 == 0, lambda call: call == 2)
        ),
        (_handed_over, "You return the exception. Raise it."),
        (_once_for_each_model, "It remembers which model. One opening is all, for any."),
        (_silent, "You measure, and do not return what came out."),
        (_sealing(1, error=ValueError), "Raise RuntimeError: that is what callers will look for."),
    ],
)
