"""A step of the evaluation harness: choose."""

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


def _random_choices(rng: np.random.Generator) -> dict:
    """Draw a case that no reader has seen; one of its trainings diverged."""
    num_settings = int(rng.integers(3, 7))
    settings, losses = rng.uniform(0.01, 10, size=(2, num_settings)).round(3)
    losses[rng.integers(num_settings)] = np.nan
    return _choices(settings.tolist(), losses.tolist())


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
    fresh=_random_choices,
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
