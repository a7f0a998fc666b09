"""The exercises of notebook 05: their cases, and the misconceptions that their hints answer."""

import numpy as np

from helpers.evaluation.subgroups import subgroup_errors
from helpers.evaluation.validation import early_stop, k_fold, subject_folds
from helpers.exercise import Checker, Exercise
from helpers.statistics import r2_over_baseline, r_squared


def _arrays(**case) -> dict:
    return {name: np.array(values) for name, values in case.items()}


def _hold_out(num_samples, valid):
    return np.setdiff1d(np.arange(num_samples), valid), valid


K_FOLD = Exercise(
    k_fold,
    cases=[
        dict(num_samples=6, num_folds=3, fold=1),
        dict(num_samples=10, num_folds=3, fold=0),
        dict(num_samples=10, num_folds=3, fold=2),
        dict(num_samples=11, num_folds=4, fold=3),
        dict(num_samples=5, num_folds=5, fold=4),
        dict(num_samples=23, num_folds=5, fold=2),
        dict(num_samples=7, num_folds=2, fold=1),
    ],
    misconceptions=[
        (
            lambda *case: k_fold(*case)[::-1],
            "You train on one block and validate on all others. It is the other way around: "
            "return (train, valid), where valid is the one block.",
        ),
        (
            lambda n, folds, fold: (np.arange(n), k_fold(n, folds, fold)[1]),
            "Your training part still holds the validation samples. A model that has learned a "
            "sample is not tested by it.",
        ),
        (
            lambda n, folds, fold: _hold_out(n, range(n // folds * fold, n // folds * (fold + 1))),
            "When num_samples is not a multiple of num_folds, some samples never validate. The "
            "first num_samples % num_folds blocks get one more.",
        ),
        (
            lambda n, folds, fold: _hold_out(
                n, range(n // folds * fold, n if fold == folds - 1 else n // folds * (fold + 1))
            ),
            "Your last block takes all that is left over, up to num_folds - 1 more than the "
            "others. Let the first num_samples % num_folds blocks get one more each.",
        ),
        (
            lambda n, folds, fold: k_fold(n, folds, (fold - 1) % folds),
            "Folds count from 0: fold 0 is the first block.",
        ),
        (
            lambda *case: (np.arange(k_fold(*case)[1][0]), k_fold(*case)[1]),
            "The samples behind the validation block train as well, not only those before it.",
        ),
        (
            lambda n, folds, fold: _hold_out(n, range(fold, n, folds)),
            "You deal the samples out like cards. That is a valid way to fold, but here the blocks "
            "are asked for: neighbors stay together.",
        ),
    ],
)


def _stop_ties_count(valid_loss, patience):
    best = 1
    for epoch, loss in enumerate(valid_loss, start=1):
        if loss <= valid_loss[best - 1]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch
    return best, len(valid_loss)


def _stop_against_the_previous(valid_loss, patience):
    rises = 0
    for epoch in range(2, len(valid_loss) + 1):
        rises = rises + 1 if valid_loss[epoch - 1] >= valid_loss[epoch - 2] else 0
        if rises >= patience:
            return epoch - rises, epoch
    return int(np.argmin(valid_loss)) + 1, len(valid_loss)


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
    ],
    misconceptions=[
        (
            lambda losses, patience: (early_stop(losses, patience)[1],) * 2,
            "The model that one keeps is that of the best epoch. The epoch in which the training "
            "stopped comes `patience` epochs later.",
        ),
        (
            lambda losses, patience: [epoch - 1 for epoch in early_stop(losses, patience)],
            "Epochs count from 1 here.",
        ),
        (
            lambda losses, patience: early_stop(losses, patience + 1),
            "You wait one epoch too long: stop as soon as `patience` epochs have passed since the "
            "best one.",
        ),
        (
            _stop_ties_count,
            "An equal loss is no fall. Only a loss below the lowest so far is a new best.",
        ),
        (
            _stop_against_the_previous,
            "You compare each loss with the one before it. Compare with the lowest so far: a curve "
            "that zigzags upward does not improve.",
        ),
        (
            lambda losses, patience: (np.argmin(losses) + 1, early_stop(losses, patience)[1]),
            "You look for the best epoch in the whole list. After the stop there are no more "
            "epochs: what comes later in the list never happened.",
        ),
        (
            lambda losses, patience: early_stop(np.negative(losses), patience),
            "A loss is good when it is low. You look for the highest.",
        ),
    ],
)


SUBJECT_FOLDS = Exercise(
    subject_folds,
    cases=[
        dict(subject=np.array([0, 0, 0, 1, 1, 2, 2, 3]), num_folds=2),
        dict(subject=np.array([12, 40, 12, 36, 40, 24, 24, 12]), num_folds=2),
        dict(subject=np.array([7, 3, 7, 3, 5, 9, 5, 9, 11]), num_folds=3),
        dict(subject=np.repeat([100, 205, 310, 420, 530], 4), num_folds=5),
        dict(subject=np.repeat([8, 6, 4, 2, 0, 10, 12], [1, 3, 2, 2, 5, 1, 2]), num_folds=3),
    ],
    misconceptions=[
        (
            lambda subject, num_folds: np.arange(len(subject)) % num_folds,
            "You deal out records. Then a subject's records lie in several folds, and the model "
            "meets in validation whom it has seen in training. Deal out subjects.",
        ),
        (
            lambda subject, num_folds: np.sort(np.arange(len(subject)) % num_folds),
            "You cut the list of records into blocks. A cut can go through a subject, and records "
            "of one subject need not stand together.",
        ),
        (
            lambda subject, num_folds: np.asarray(subject) % num_folds,
            "You compute with the subjects' numbers. They are names: 12, 24, 36 and 40 are all "
            "even, and one of two folds stays empty. Number the distinct subjects 0, 1, 2, ... first.",
        ),
        (
            lambda subject, num_folds: (
                np.unique(subject, return_inverse=True)[1] * num_folds // len(np.unique(subject))
            ),
            "You give the first subjects to fold 0, the next to fold 1. No subject is cut, which is "
            "the main thing. The exercise deals them out in turn: 0, 1, ..., 0, 1, ...",
        ),
        (
            lambda subject, num_folds: np.unique(subject, return_inverse=True)[1],
            "You return the subject's place among the subjects. The fold is that, modulo num_folds.",
        ),
    ],
)


def _squares(errors):
    return np.sum(errors**2)


R2_OVER_BASELINE = Exercise(
    r2_over_baseline,
    cases=[
        _arrays(
            actual=[1.0, 2.0, 5.0, 6.0],
            predicted=[1.0, 1.0, 6.0, 6.0],
            baseline=[1.5, 1.5, 5.5, 5.5],
        ),
        _arrays(actual=[1.0, 3.0, 5.0], predicted=[2.0, 3.0, 5.0], baseline=[2.0, 2.0, 2.0]),
        _arrays(
            actual=[0.0, 1.0, 4.0, 5.0, 2.0],
            predicted=[1.0, 2.0, 4.5, 5.5, 4.0],
            baseline=[0.5, 0.5, 4.5, 4.5, 3.0],
        ),
        _arrays(actual=[2.0, 4.0], predicted=[2.0, 4.5], baseline=[3.0, 3.0]),
    ],
    misconceptions=[
        (
            lambda actual, predicted, _: r_squared(actual, predicted),
            "You compare with the mean of everyone, as the usual R^2 does. Compare with `baseline`.",
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
    ],
)


def _changed(change):
    return lambda *case: change(*subgroup_errors(*case))


SUBGROUP_ERRORS = Exercise(
    subgroup_errors,
    cases=[
        _arrays(predicted=[1, 1, 0, 0, 1, 0], actual=[1, 0, 0, 1, 1, 1], group=[0, 0, 0, 1, 1, 1]),
        _arrays(
            predicted=[3, 3, 5, 8, 9, 1, 1, 2],
            actual=[3, 4, 5, 8, 9, 7, 1, 2],
            group=[2, 0, 2, 0, 5, 5, 5, 2],
        ),
        _arrays(predicted=[0, 1, 2, 2, 0], actual=[0, 1, 2, 0, 1], group=[1, 1, 1, 0, 0]),
    ],
    misconceptions=[
        (
            _changed(lambda errors, sizes: (errors * sizes / sizes.sum(), sizes)),
            "You divide by the number of all samples. Divide a group's errors by that group's size, "
            "or a small group looks good because it is small.",
        ),
        (
            _changed(lambda errors, sizes: (errors * sizes / (errors @ sizes), sizes)),
            "That is which share of all errors falls on each group. The question is which share of "
            "each group is wrong.",
        ),
        (
            _changed(lambda errors, sizes: (1 - errors, sizes)),
            "Those are accuracies. Return the shares that are wrong.",
        ),
        (
            _changed(lambda errors, sizes: (errors, np.round(errors * sizes))),
            "The second result is the size of each group, not the number of its errors: one needs "
            "it to judge how sure the first is.",
        ),
        (
            _changed(lambda errors, sizes: (0 * errors + errors @ sizes / sizes.sum(), sizes)),
            "You return the same overall error for every group. Select the group's samples first.",
        ),
    ],
)

check = Checker([EARLY_STOP, K_FOLD, SUBJECT_FOLDS, R2_OVER_BASELINE, SUBGROUP_ERRORS])
