"""Two steps of the evaluation harness: choose, and test once."""

from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.evaluation import harness
from helpers.exercise import Exercise

BUILD = "The harness"


class _Training:
    """A `train_and_validate` whose losses are known; it notes what it was asked to train."""

    def __init__(self, settings: list, losses: list) -> None:
        self.settings, self.losses = settings, losses
        self.trained: list[Any] = []

    def __call__(self, setting):
        self.trained.append(setting)
        place = self.settings.index(setting)
        return 100 * len(self.trained) + place, self.losses[place]

    def __repr__(self) -> str:
        return "train_and_validate"


def _choices(settings: list, losses: list) -> dict:
    return dict(settings=settings, train_and_validate=_Training(settings, losses))


def _run_choose(answer: Callable, settings: list, train_and_validate: _Training) -> Any:
    """Return (setting, the number of the chosen model, how often something was trained)."""
    found = answer(settings, train_and_validate)
    return found if found is ... else (*found, len(train_and_validate.trained))


def _explain_choose(case: dict, answer: tuple, expected: tuple) -> str:
    setting, model, num_trained = (float(value) for value in answer)
    pairs = ", ".join(
        f"{s:g}: {x:g}"
        for s, x in zip(case["settings"], case["train_and_validate"].losses, strict=True)
    )
    lines = [f"The settings and their validation losses are {pairs}."]
    if setting != expected[0]:
        lines.append(f"You choose {setting:g}; {expected[0]:g} is right.")
    elif num_trained != expected[2]:
        lines.append(f"You train {num_trained:g} times for {len(case['settings'])} settings.")
    elif model != expected[1]:
        lines.append(f"The setting {setting:g} is right, and the model beside it is another's.")
    return "\n".join(lines)


def _choosing(change: Callable) -> Callable:
    """Return a wrong `choose` that trains every setting once: `change(settings, models, losses)`."""

    def choose(settings, train_and_validate):
        models, losses = zip(*map(train_and_validate, settings), strict=True)
        return change(list(settings), models, np.array(losses))

    return choose


def _chosen(place: Callable) -> Callable:
    def change(settings, models, losses):
        return settings[int(place(losses))], models[int(place(losses))]

    return _choosing(change)


def _twice(settings, train_and_validate):
    losses = [train_and_validate(setting)[1] for setting in settings]
    best = settings[int(np.nanargmin(losses))]
    return best, train_and_validate(best)[0]


def _twice_each(settings, train_and_validate):
    losses = [train_and_validate(setting)[1] for setting in settings]
    models = [train_and_validate(setting)[0] for setting in settings]
    place = int(np.nanargmin(losses))
    return settings[place], models[place]


def _below(limit: float) -> Callable:
    def choose(settings, train_and_validate):
        best = model = 0
        lowest = limit
        for setting in settings:
            candidate, loss = train_and_validate(setting)
            if loss < lowest:
                best, model, lowest = setting, candidate, loss
        return best, model

    return choose


CHOOSE = Exercise(
    harness.choose,
    cases=[
        _choices([0.01, 0.1, 1.0], [2.1, 0.4, 0.3]),
        _choices([0.01, 0.1, 1.0, 10.0], [1.9, 0.25, 0.9, np.nan]),
        _choices([3.0, 0.3, 0.03], [np.nan, 0.5, 0.7]),
        _choices([16, 64, 32], [0.4, 0.2, 0.2]),
        _choices([1.0, 2.0], [4.5, 3.5]),
        _choices([5, 7], [70000.0, 9000.0]),
        _choices([2, 4, 8], [-1.0, -3.0, -2.0]),
    ],
    run=_run_choose,
    build=BUILD,
    minutes=5,
    explain=_explain_choose,
    misconceptions=[
        (
            _chosen(np.argmin),
            "One loss is nan: its training diverged. For np.argmin nan is the lowest of all; it must "
            "never win.",
        ),
        (
            _chosen(lambda losses: min(range(len(losses)), key=losses.__getitem__)),
            "One loss is nan: its training diverged. No number is lower than nan for Python's min, so "
            "it stays where it came first. It must never win.",
        ),
        (_chosen(np.nanargmax), "A loss is good when it is low. You take the highest."),
        (
            _twice,
            "You train the winner again. That costs time, and may give another model than the one that "
            "won. Keep each model beside its loss.",
        ),
        (
            _twice_each,
            "You train every setting twice, once for its loss and once for its model. One call returns "
            "both.",
        ),
        (
            _chosen(lambda losses: np.flatnonzero(np.isfinite(losses))[-1]),
            "You compare each loss with the same high bar, so the last one wins. When a loss is lower, it "
            "becomes the bar.",
        ),
        (
            _choosing(
                lambda settings, models, losses: (
                    settings[np.nanargmin(losses)],
                    min(losses.tolist()),
                )
            ),
            "You return the lowest loss. Return the model that has it.",
        ),
        (
            _choosing(
                lambda settings, models, losses: (
                    models[np.nanargmin(losses)],
                    settings[np.nanargmin(losses)],
                )
            ),
            "You return the model and its setting. Return the setting first.",
        ),
        (
            _choosing(lambda settings, models, losses: settings[np.nanargmin(losses)]),
            "Two values are expected, the setting and its model.",
        ),
        (
            _choosing(
                lambda settings, models, losses: (settings[np.nanargmin(losses)], models[-1])
            ),
            "You return the model that was trained last. Keep the one that belongs to the setting.",
        ),
        (
            _chosen(lambda losses: np.flatnonzero(losses == np.nanmin(losses))[-1]),
            "Of equal losses the first wins: only a lower one replaces it.",
        ),
        (
            _choosing(lambda settings, models, losses: (int(np.nanargmin(losses)), models[0])),
            "You return the place of the setting in the list. Return the setting itself, and its model.",
        ),
        (
            _choosing(
                lambda settings, models, losses: (settings[np.nanargmin(losses)], np.nanmin(losses))
            ),
            "You return the lowest loss. Return the model that has it.",
        ),
        *(
            (
                _below(limit),
                "Here no loss is as low as the number that you start from. Start from math.inf.",
            )
            for limit in (1.0, 100.0, 1000.0)
        ),
        (
            _below(0.0),
            "You start from 0, and losses lie above it: nothing ever wins. Start from math.inf.",
        ),
    ],
)

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
                "Once open, it stays open: the note must never be taken back, and every call after the "
                "first is refused.",
            )
            for every in (lambda call: call % 2 == 0, lambda call: call == 2)
        ),
        (_handed_over, "You return the exception. Raise it."),
        (_once_for_each_model, "It remembers which model. One opening is all, for any."),
        (_silent, "You measure, and do not return what came out."),
        (_sealing(1, error=ValueError), "Raise RuntimeError: that is what callers will look for."),
    ],
)
