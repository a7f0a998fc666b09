"""The evaluation harness: split by unit, scale by the learning part, choose, and test once."""

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np


def split_units(unit: np.ndarray, order: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rows (learn, valid, test), rising, of a table whose rows belong to `unit` (n,).

    `order` holds the distinct units, shuffled. The first half of them (rounded down) learns, the next
    quarter (rounded down) validates, the rest tests. All rows of a unit are in one part.
    """
    num_learn, num_valid = len(order) // 2, len(order) // 4
    groups = np.split(np.asarray(order), [num_learn, num_learn + num_valid])
    learn, valid, test = (np.flatnonzero(np.isin(unit, group)) for group in groups)
    return learn, valid, test


def scale_by(x: np.ndarray, learn: np.ndarray) -> np.ndarray:
    """Return x with every column shifted and scaled so that its rows `learn` have mean 0, spread 1.

    A column that is constant there is shifted only.
    """
    spread = x[learn].std(axis=0)
    return (x - x[learn].mean(axis=0)) / np.where(spread == 0, 1, spread)


def choose(
    settings: Iterable[Any], train_and_validate: Callable[[Any], tuple[Any, float]]
) -> tuple[Any, Any]:
    """Return (setting, model) with the lowest validation loss; of equal ones the first.

    `train_and_validate(setting)` returns a model and its loss. It is called once for every setting.
    A loss of nan, from a training that diverged, never wins.
    """
    best, model, lowest = None, None, math.inf
    for setting in settings:
        candidate, loss = train_and_validate(setting)
        if loss < lowest:
            best, model, lowest = setting, candidate, loss
    return best, model


def seal(measure: Callable[[Any], float]) -> Callable[[Any], float]:
    """Return a function that gives `measure(model)` once, and then raises RuntimeError."""
    opened = False

    def open_once(model: Any) -> float:
        nonlocal opened
        if opened:
            raise RuntimeError("The test set has been opened already.")
        opened = True
        return measure(model)

    return open_once
