"""How one validates: when to stop a training, how to cut data into folds, how to compare pairs."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


def early_stop(valid_loss: Sequence[float], patience: int) -> tuple[int, int]:
    """Return (best epoch, last epoch), counted from 1, of a training with early stopping.

    It stops once the validation loss has not fallen below its lowest for `patience` epochs.
    """
    best_epoch = 1
    for epoch, loss in enumerate(valid_loss, start=1):
        if loss < valid_loss[best_epoch - 1]:
            best_epoch = epoch
        if epoch - best_epoch >= patience:
            return best_epoch, epoch
    return best_epoch, len(valid_loss)


def k_fold(num_samples: int, num_folds: int, fold: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the indices (train, valid) of one fold, 0 <= fold < num_folds, both rising.

    The samples are cut, in order, into `num_folds` blocks whose sizes differ by at most one, the
    larger blocks first. Block `fold` validates; the others train.
    """
    valid = np.array_split(np.arange(num_samples), num_folds)[fold]
    return np.setdiff1d(np.arange(num_samples), valid), valid


def record_folds(num_samples: int, num_folds: int = 5, seed: int = 0) -> np.ndarray:
    """Return a fold (num_samples,) for every record, drawn at random, whosever it is."""
    return np.random.default_rng(seed).permutation(np.arange(num_samples) % num_folds)


def subject_folds(subject: np.ndarray, num_folds: int) -> np.ndarray:
    """Return the fold (n,) of every record, so that all records of a subject share one.

    The subjects, sorted, are dealt out like cards: fold 0, 1, ..., num_folds - 1, 0, 1, ...
    """
    _, rank = np.unique(subject, return_inverse=True)
    return rank % num_folds


def balanced_subject_folds(
    diagnosis: np.ndarray, subject: np.ndarray, num_folds: int = 5
) -> np.ndarray:
    """Return folds (n,) by subject in which each diagnosis is dealt out evenly as well."""
    folds = np.empty(len(subject), dtype=int)
    for value in np.unique(diagnosis):
        of_value = diagnosis == value
        folds[of_value] = subject_folds(subject[of_value], num_folds)
    return folds


def crossvalidate(
    folds: np.ndarray, fit_and_score: Callable[[np.ndarray, np.ndarray], float]
) -> np.ndarray:
    """Return `fit_and_score(train, valid)`, called with both index arrays, for every fold."""
    blocks = [folds == fold for fold in np.unique(folds)]
    scores = [fit_and_score(np.flatnonzero(~block), np.flatnonzero(block)) for block in blocks]
    return np.array(scores)


def paired_bootstrap(
    first: np.ndarray, second: np.ndarray, draws: np.ndarray
) -> tuple[float, float]:
    """Return (low, high), the middle 95 % of the gain of the first model over the second.

    `first` and `second` (n,) tell which samples each has right. Each row of `draws`
    (num_draws, n) is a resample, the numbers of samples drawn with replacement: it judges both models.
    """
    gains = (np.asarray(first, dtype=float) - np.asarray(second, dtype=float))[draws].mean(axis=1)
    low, high = np.quantile(gains, [0.025, 0.975])
    return float(low), float(high)


def learning_curve(
    x: np.ndarray,
    y: np.ndarray,
    x_valid: np.ndarray,
    y_valid: np.ndarray,
    sizes: Sequence[int],
    fit: Callable,
) -> tuple[np.ndarray, np.ndarray]:
    """Return (training errors, validation errors), shares (num_sizes,), of models that learn more and more.

    For each of `sizes`, `fit(x, y)` trains a new model on so many samples, the first; it returns a
    function that gives a class for every row. The training error is that of the samples it learned from.
    """
    errors = []
    for size in sizes:
        predict = fit(x[:size], y[:size])
        old = np.mean(predict(x[:size]) != y[:size])
        errors.append([old, np.mean(predict(x_valid) != y_valid)])
    train_errors, valid_errors = np.array(errors).T
    return train_errors, valid_errors


def nested_scores(
    num_samples: int,
    num_folds: int,
    settings: Sequence,
    score: Callable[[Any, np.ndarray, np.ndarray], float],
) -> np.ndarray:
    """Return the scores (num_folds,) of nested cross-validation: what chooses is never what measures.

    `score(setting, learn, held_out)` trains on the rows `learn` and returns the accuracy on `held_out`.
    In each outer fold the learning part alone, cut into as many folds, chooses the setting.
    """
    return np.array(
        [
            score(plain_choice(learn, num_folds, settings, score)[0], learn, held_out)
            for learn, held_out in (k_fold(num_samples, num_folds, f) for f in range(num_folds))
        ]
    )


def plain_choice(
    rows: np.ndarray, num_folds: int, settings: Sequence, score: Callable
) -> tuple[Any, float]:
    """Return (setting, score): the setting with the highest mean score over the folds of `rows`, and it."""
    folds = [k_fold(len(rows), num_folds, fold) for fold in range(num_folds)]
    means = [
        np.mean([score(setting, rows[learn], rows[valid]) for learn, valid in folds])
        for setting in settings
    ]
    best = int(np.argmax(means))
    return settings[best], float(means[best])
