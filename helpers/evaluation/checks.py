"""The exercises of notebook 05: their cases, and the misconceptions that their hints answer."""

import operator
from collections.abc import Callable

import numpy as np

from helpers.evaluation.checks_curves import LEARNING_CURVE, NESTED_SCORES
from helpers.evaluation.checks_harness import CHOOSE
from helpers.evaluation.checks_seal import SEAL
from helpers.evaluation.checks_split import PAIRED_BOOTSTRAP, SCALE_BY, SPLIT_UNITS
from helpers.evaluation.checks_tremor import TREMOR_STUDY
from helpers.evaluation.subgroups import subgroup_errors
from helpers.evaluation.validation import early_stop, k_fold
from helpers.exercise import Checker, Exercise
from helpers.statistics import r2_over_baseline, r_squared


def _arrays(**case) -> dict:
    return {name: np.array(values) for name, values in case.items()}


def _changed(solution: Callable, change: Callable) -> Callable:
    """Return the wrong answer that `change` makes of a case's arguments and the right values."""
    return lambda *case: change(*case, *solution(*case))


def _stop(lowest=np.inf, best=1, falls=operator.lt, follows=False):
    """Stop early from another start, by another comparison, or against the epoch before."""

    def stop(valid_loss, patience):
        low, best_epoch = lowest, best
        for epoch, loss in enumerate(valid_loss, start=1):
            best_epoch = epoch if falls(loss, low) else best_epoch
            low = loss if follows else min(low, loss)
            if epoch - best_epoch >= patience:
                return best_epoch, epoch
        return best_epoch, len(valid_loss)

    return stop


def _waits_in_all(valid_loss, patience):
    best_epoch, waited = 1, 0
    for epoch, loss in enumerate(valid_loss[1:], start=2):
        if loss < valid_loss[best_epoch - 1]:
            best_epoch = epoch
        else:
            waited += 1
        if waited >= patience:
            return best_epoch, epoch
    return best_epoch, len(valid_loss)


def _asks_first(valid_loss, patience):
    best_epoch = 1
    for epoch, loss in enumerate(valid_loss, start=1):
        if epoch - best_epoch >= patience:
            return best_epoch, epoch
        best_epoch = epoch if loss < valid_loss[best_epoch - 1] else best_epoch
    return best_epoch, len(valid_loss)


def _epochs(change):
    return _changed(early_stop, change)


_NEVER_HAPPENED = (
    "You look for the best epoch in the whole list. After the stop there are no more epochs: what "
    "comes later in the list never happened."
)
_TOO_LOW = "Here no loss is as low as the number that you start from. Start from math.inf."

EARLY_STOP = Exercise(
    early_stop,
    cases=[
        dict(valid_loss=[0.9, 0.5, 0.6, 0.7, 0.4], patience=2),
        dict(valid_loss=[0.9, 0.7, 0.5, 0.3], patience=2),
        dict(valid_loss=[0.9, 0.5, 0.7, 0.6, 0.8, 0.3], patience=3),
        dict(valid_loss=[0.9, 0.5, 0.5, 0.5, 0.5], patience=2),
        dict(valid_loss=[0.9, 0.5, 0.6, 0.4, 0.5], patience=3),
        dict(valid_loss=[0.2, 0.5, 0.6], patience=1),
        dict(valid_loss=[0.8, 0.6, 0.7, 0.65, 0.5, 0.55, 0.6, 0.7, 0.1], patience=3),
        dict(valid_loss=[80500.0, 70400.0, 75300.0, 60200.0, 65100.0], patience=2),
        dict(valid_loss=[0.7], patience=4),
    ],
    misconceptions=[
        (
            _epochs(lambda losses, patience, best, last: (last, last)),
            "The model that one keeps is that of the best epoch. The epoch in which the training "
            "stopped comes `patience` epochs later.",
        ),
        *(
            (_epochs(change), "Epochs count from 1 here.")
            for change in (
                lambda losses, patience, best, last: (best - 1, last - 1),
                lambda losses, patience, best, last: (best - 1, last - (last - best >= patience)),
            )
        ),
        (
            _epochs(lambda *case: (case[-2] - 1, case[-1])),
            "Your last epoch counts from 1, and your best one from 0. Count both from 1.",
        ),
        (
            _epochs(lambda *case: (case[-2], case[-1] - 1)),
            "Your best epoch counts from 1, and your last one from 0. Count both from 1.",
        ),
        (
            _waits_in_all,
            "You count all epochs without a fall. After each new lowest loss the patience starts anew: set "
            "your counter back to 0.",
        ),
        (
            _epochs(lambda losses, patience, best, last: (losses[best - 1], last)),
            "You return the lowest loss. Return the number of its epoch.",
        ),
        (
            _epochs(lambda losses, patience, best, last: (best, last - (last == best + patience))),
            "You stop one epoch too soon: the epoch whose loss makes you stop has been trained.",
        ),
        (
            _epochs(lambda _, wait, best, last: (best if last == best + wait else last, last)),
            "If nothing stops the training, the best epoch is still the one with the lowest loss.",
        ),
        (
            lambda losses, patience: early_stop(losses, patience + 1),
            "You wait one epoch too long: stop as soon as `patience` epochs have passed since the "
            "best one.",
        ),
        (
            _stop(falls=operator.le),
            "An equal loss is no fall. Only a loss below the lowest so far is a new best.",
        ),
        (
            _stop(follows=True),
            "You compare each loss with the one before it. Compare with the lowest so far: a curve "
            "that zigzags upward does not improve.",
        ),
        (
            _asks_first,
            "You ask whether to stop before you look at the epoch's own loss. It may be the new lowest: look "
            "first, then ask.",
        ),
        *((_stop(lowest, best), _TOO_LOW) for lowest in (1, 0) for best in (1, 0)),
        (_epochs(lambda losses, _, best, last: (np.argmin(losses) + 1, last)), _NEVER_HAPPENED),
        (
            lambda losses, wait: np.minimum(np.argmin(losses) + [1, 1 + wait], len(losses)),
            _NEVER_HAPPENED,
        ),
        (
            lambda losses, patience: early_stop(np.negative(losses), patience),
            "A loss is good when it is low. You look for the highest.",
        ),
    ],
)


def _blocks(bounds):
    """Validate on the block `slice(*bounds(num_samples, num_folds, fold))`, train on the others."""

    def fold_samples(*case):
        samples = np.arange(case[0])
        valid = samples[slice(*bounds(*case))]
        return np.setdiff1d(samples, valid), valid

    return fold_samples


def _folds(change):
    return _changed(k_fold, lambda n, folds, fold, train, valid: change(n, train, valid))


_FIRST_GET_MORE = (
    "The first num_samples % num_folds blocks get one more each, no others, and each of them moves "
    "the start of all that follow."
)

K_FOLD = Exercise(
    k_fold,
    minutes=4,
    cases=[
        dict(num_samples=num_samples, num_folds=num_folds, fold=fold)
        for num_samples, num_folds, fold in [
            *((6, 3, 1), (10, 3, 0), (10, 3, 2), (11, 4, 3), (5, 5, 4), (23, 5, 2), (7, 2, 1))
        ]
    ],
    misconceptions=[
        (
            _folds(lambda n, train, valid: (np.arange(n), valid)),
            "Your training part still holds the validation samples. A model that has learned a "
            "sample is not tested by it.",
        ),
        (
            _blocks(lambda n, k, i: (n // k * i, n // k * (i + 1))),
            "When num_samples is not a multiple of num_folds, some samples never validate. The "
            "first num_samples % num_folds blocks get one more.",
        ),
        (
            _blocks(lambda n, k, i: (n // k * i, n if i == k - 1 else n // k * (i + 1))),
            "Your last block takes all that is left over, up to num_folds - 1 more than the "
            "others. Let the first num_samples % num_folds blocks get one more each.",
        ),
        (_blocks(lambda n, k, i: (-(-n // k) * i, -(-n // k) * (i + 1))), _FIRST_GET_MORE),
        (_blocks(lambda n, k, i: (n * i // k, n * (i + 1) // k)), _FIRST_GET_MORE),
        (
            _blocks(lambda n, k, i: (n // k * i + n % k * (i > 0), n // k * (i + 1) + n % k)),
            _FIRST_GET_MORE,
        ),
        (
            _blocks(lambda n, k, i: ((n // k + (i < n % k)) * i, (n // k + (i < n % k)) * (i + 1))),
            _FIRST_GET_MORE,
        ),
        (
            lambda n, folds, fold: k_fold(n, folds, (fold - 1) % folds),
            "Folds count from 0: fold 0 is the first block.",
        ),
        (
            _folds(lambda n, train, valid: (train + 1, valid + 1)),
            "Samples count from 0, as indices do.",
        ),
        (
            _folds(lambda n, *parts: tuple(np.isin(range(n), part) for part in parts)),
            "These are masks. Return the indices at which they are True: np.flatnonzero(mask).",
        ),
        (
            _folds(lambda n, train, valid: (np.arange(valid[0]), valid)),
            "The samples behind the validation block train as well, not only those before it.",
        ),
        (
            _folds(lambda n, train, valid: (np.roll(train, -valid[0]), valid)),
            "The training samples are right, and not in rising order: sort them.",
        ),
        (
            _blocks(lambda n, folds, fold: (fold, n, folds)),
            "You deal the samples out like cards. That is a valid way to fold, but here the blocks "
            "are asked for: neighbors stay together.",
        ),
    ],
)


def _squares(errors):
    return np.sum(errors**2)


R2_OVER_BASELINE = Exercise(
    r2_over_baseline,
    minutes=3,
    cases=[
        _arrays(actual=actual, predicted=predicted, baseline=baseline)
        for actual, predicted, baseline in (
            ([1.0, 2.0, 5.0, 6.0], [1.0, 1.0, 6.0, 6.0], [1.5, 1.5, 5.5, 5.5]),
            ([1.0, 3.0, 5.0], [2.0, 3.0, 5.0], [2.0, 2.0, 2.0]),
            ([0.0, 1.0, 4.0, 5.0, 2.0], [1.0, 2.0, 4.5, 5.5, 4.0], [0.5, 0.5, 4.5, 4.5, 3.0]),
            ([2.0, 4.0], [2.0, 4.5], [3.0, 3.0]),
            (
                [[1.0, 2.0, 4.0], [5.0, 7.0, 6.0]],
                [[1.0, 3.0, 3.0], [6.0] * 3],
                [[2.0] * 3, [4.0] * 3],
            ),
        )
    ],
    misconceptions=[
        (
            lambda actual, predicted, _: r_squared(actual, predicted),
            "You compare with the mean of everyone, as the usual R^2 does. Compare with `baseline`.",
        ),
        (
            lambda y, predicted, base: 1 - _squares(y - predicted) / _squares(y - base.mean()),
            "You average the baseline. It has an entry of its own for every entry of `actual`.",
        ),
        (
            lambda y, predicted, base: 1 - np.var(y - predicted) / np.var(y - base),
            "A variance forgets the mean, so a model that is wrong by a constant loses nothing. "
            "Sum the squares of the errors themselves.",
        ),
        (
            lambda y, predicted, base: 1 - _squares(y - base) / _squares(y - predicted),
            "The fraction is upside down: the model's squared error stands over the baseline's.",
        ),
        (
            lambda y, predicted, base: 1 - np.abs(y - predicted).sum() / np.abs(y - base).sum(),
            "You sum the sizes of the errors. Sum their squares.",
        ),
        (
            lambda y, predicted, base: 1 - np.sqrt(_squares(y - predicted) / _squares(y - base)),
            "You take roots before dividing. R^2 compares the sums of squares themselves.",
        ),
        (
            lambda y, predicted, base: _squares(y - predicted) / _squares(y - base),
            "That is the share of the baseline's error that is left. R^2 is the share removed: "
            "1 minus yours.",
        ),
        (
            lambda y, predicted, base: 1 - _squares(predicted - base) / _squares(y - base),
            "The model's error is actual - predicted. You measure how far it is from the baseline.",
        ),
        (
            lambda actual, predicted, base: r_squared(actual, predicted) - r_squared(actual, base),
            "That is a difference of two R^2. The baseline stands in the denominator, in the place of the mean.",
        ),
        (lambda *case: 100 * r2_over_baseline(*case), "Return a share, not percent."),
        (
            lambda *case: max(0.0, r2_over_baseline(*case)),
            "A model worse than the baseline has a negative value. Let it.",
        ),
        (
            lambda *case: np.mean(
                [r2_over_baseline(*row) for row in zip(*map(np.atleast_2d, case), strict=True)]
            ),
            "You average over rows. Sum all squared errors, of every row, before you divide.",
        ),
    ],
)


def _errors(change):
    return _changed(subgroup_errors, lambda predicted, actual, group, *found: change(*found))


def _errors_of(names):
    """Go through the groups `names(group)`. The error of one without samples is nan, as a mean is."""

    def errors(predicted, actual, group):
        members = np.array([group == name for name in names(group)])
        counts = members.sum(axis=1)
        with np.errstate(invalid="ignore"):
            return (members & (predicted != actual)).sum(axis=1) / counts, counts

    return errors


_NOT_FROM_ZERO = "Groups need not be 0, 1, 2, ...: go through np.unique(group)."

SUBGROUP_ERRORS = Exercise(
    subgroup_errors,
    minutes=4,
    cases=[
        _arrays(predicted=[1, 1, 0, 0, 1, 0], actual=[1, 0, 0, 1, 1, 1], group=[0, 0, 0, 1, 1, 1]),
        _arrays(
            predicted=[3, 3, 5, 8, 9, 1, 1, 2],
            actual=[3, 4, 5, 8, 9, 7, 1, 2],
            group=[2, 0, 2, 0, 5, 5, 5, 2],
        ),
        _arrays(predicted=[0, 1, 2, 2, 0], actual=[0, 1, 2, 0, 1], group=[1, 1, 1, 0, 0]),
        _arrays(
            predicted=[*range(10)] * 6,
            actual=[1, 3, 5] * 20,
            group=[4] + [1, 3, 3, 1] * 14 + [3] * 3,
        ),
    ],
    misconceptions=[
        (
            _errors(lambda errors, sizes: (errors * sizes / sizes.sum(), sizes)),
            "You divide by the number of all samples. Divide a group's errors by that group's size, "
            "or a small group looks good because it is small.",
        ),
        (
            _errors(lambda errors, sizes: (errors * sizes / (errors @ sizes), sizes)),
            "That is which share of all errors falls on each group. The question is which share of "
            "each group is wrong.",
        ),
        (
            _errors(lambda errors, sizes: (1 - errors, sizes)),
            "Those are accuracies. Return the shares that are wrong.",
        ),
        (
            _errors(lambda errors, sizes: (errors * sizes, sizes)),
            "You count errors. Divide by the group's size.",
        ),
        (
            _errors(lambda errors, sizes: (errors, sizes / sizes.sum())),
            "The second result is how many samples each group has, not its share.",
        ),
        (
            _errors(lambda errors, sizes: (errors[::-1], sizes[::-1])),
            "Your groups stand from the highest to the lowest. Let them rise.",
        ),
        (_errors(lambda errors, sizes: (100 * errors, sizes)), "Return shares, not percent."),
        (_errors(lambda errors, sizes: errors), "Return the sizes of the groups as well."),
        (
            _errors(lambda errors, sizes: (errors, np.round(errors * sizes))),
            "The second result is the size of each group, not the number of its errors: one needs "
            "it to judge how sure the first is.",
        ),
        (
            _errors(lambda errors, sizes: (0 * errors + errors @ sizes / sizes.sum(), sizes)),
            "You return the same overall error for every group. Select the group's samples first.",
        ),
        (
            lambda predicted, y, group: subgroup_errors(predicted, y, y),
            "You group by the actual class. Group by `group`.",
        ),
        (
            _errors_of(lambda group: dict.fromkeys(group.tolist())),
            "Your groups stand as they first appear. Sort them.",
        ),
        (_errors_of(lambda group: range(2)), _NOT_FROM_ZERO),
        (_errors_of(lambda group: range(len(np.unique(group)))), _NOT_FROM_ZERO),
        (_errors_of(lambda group: range(group.max() + 1)), _NOT_FROM_ZERO),
    ],
)

check = Checker(
    [
        EARLY_STOP,
        K_FOLD,
        PAIRED_BOOTSTRAP,
        LEARNING_CURVE,
        CHOOSE,
        SEAL,
        NESTED_SCORES,
        SPLIT_UNITS,
        SCALE_BY,
        R2_OVER_BASELINE,
        SUBGROUP_ERRORS,
        TREMOR_STUDY,
    ]
)
