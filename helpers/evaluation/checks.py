"""The exercises of notebook 05: their cases, and the misconceptions that their hints answer."""

import numpy as np

from helpers.evaluation.subgroups import subgroup_errors
from helpers.evaluation.validation import early_stop, k_fold, subject_folds
from helpers.exercise import Checker, Exercise
from helpers.statistics import r2_over_baseline, r_squared


def _k_fold_swapped(num_samples, num_folds, fold):
    return k_fold(num_samples, num_folds, fold)[::-1]


def _k_fold_trains_on_all(num_samples, num_folds, fold):
    return np.arange(num_samples), k_fold(num_samples, num_folds, fold)[1]


def _k_fold_drops_the_rest(num_samples, num_folds, fold):
    size = num_samples // num_folds
    valid = np.arange(fold * size, (fold + 1) * size)
    return np.setdiff1d(np.arange(num_samples), valid), valid


def _k_fold_last_takes_the_rest(num_samples, num_folds, fold):
    size = num_samples // num_folds
    end = num_samples if fold == num_folds - 1 else (fold + 1) * size
    valid = np.arange(fold * size, end)
    return np.setdiff1d(np.arange(num_samples), valid), valid


def _k_fold_counts_from_one(num_samples, num_folds, fold):
    return k_fold(num_samples, num_folds, (fold - 1) % num_folds)


def _k_fold_before_only(num_samples, num_folds, fold):
    valid = k_fold(num_samples, num_folds, fold)[1]
    return np.arange(valid[0]), valid


def _k_fold_every_kth(num_samples, num_folds, fold):
    every = np.arange(num_samples)
    return every[every % num_folds != fold], every[every % num_folds == fold]


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
            _k_fold_swapped,
            "You train on one block and validate on all others. It is the other way around: "
            "return (train, valid), where valid is the one block.",
        ),
        (
            _k_fold_trains_on_all,
            "Your training part still holds the validation samples. A model that has learned a "
            "sample is not tested by it.",
        ),
        (
            _k_fold_drops_the_rest,
            "When num_samples is not a multiple of num_folds, some samples never validate. The "
            "first num_samples % num_folds blocks get one more.",
        ),
        (
            _k_fold_last_takes_the_rest,
            "Your last block takes all that is left over, up to num_folds - 1 more than the "
            "others. Let the first num_samples % num_folds blocks get one more each.",
        ),
        (_k_fold_counts_from_one, "Folds count from 0: fold 0 is the first block."),
        (
            _k_fold_before_only,
            "The samples behind the validation block train as well, not only those before it.",
        ),
        (
            _k_fold_every_kth,
            "You deal the samples out like cards. That is a valid way to fold, but here the blocks "
            "are asked for: neighbors stay together.",
        ),
    ],
)


def _stop_returns_last(valid_loss, patience):
    last = early_stop(valid_loss, patience)[1]
    return last, last


def _stop_from_zero(valid_loss, patience):
    best, last = early_stop(valid_loss, patience)
    return best - 1, last - 1


def _stop_one_late(valid_loss, patience):
    return early_stop(valid_loss, patience + 1)


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


def _stop_best_of_all(valid_loss, patience):
    return int(np.argmin(valid_loss)) + 1, early_stop(valid_loss, patience)[1]


def _stop_at_highest(valid_loss, patience):
    return early_stop([-loss for loss in valid_loss], patience)


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
            _stop_returns_last,
            "The model that one keeps is that of the best epoch. The epoch in which the training "
            "stopped comes `patience` epochs later.",
        ),
        (_stop_from_zero, "Epochs count from 1 here."),
        (
            _stop_one_late,
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
            _stop_best_of_all,
            "You look for the best epoch in the whole list. After the stop there are no more "
            "epochs: what comes later in the list never happened.",
        ),
        (_stop_at_highest, "A loss is good when it is low. You look for the highest."),
    ],
)


def _folds_by_record(subject, num_folds):
    return np.arange(len(subject)) % num_folds


def _folds_by_blocks(subject, num_folds):
    sizes = [len(block) for block in np.array_split(np.arange(len(subject)), num_folds)]
    return np.repeat(np.arange(num_folds), sizes)


def _folds_by_id(subject, num_folds):
    return np.asarray(subject) % num_folds


def _folds_by_subject_blocks(subject, num_folds):
    names, rank = np.unique(subject, return_inverse=True)
    return rank * num_folds // len(names)


def _folds_are_ranks(subject, num_folds):
    return np.unique(subject, return_inverse=True)[1]


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
            _folds_by_record,
            "You deal out records. Then a subject's records lie in several folds, and the model "
            "meets in validation whom it has seen in training. Deal out subjects.",
        ),
        (
            _folds_by_blocks,
            "You cut the list of records into blocks. A cut can go through a subject, and records "
            "of one subject need not stand together.",
        ),
        (
            _folds_by_id,
            "You compute with the subjects' numbers. They are names: 12, 24, 36 and 40 are all "
            "even, and one of two folds stays empty. Number the distinct subjects 0, 1, 2, ... first.",
        ),
        (
            _folds_by_subject_blocks,
            "You give the first subjects to fold 0, the next to fold 1. No subject is cut, which is "
            "the main thing. The exercise deals them out in turn: 0, 1, ..., 0, 1, ...",
        ),
        (
            _folds_are_ranks,
            "You return the subject's place among the subjects. The fold is that, modulo num_folds.",
        ),
    ],
)


def _r2_usual(actual, predicted, baseline):
    return r_squared(actual, predicted)


def _r2_variances(actual, predicted, baseline):
    return 1 - np.var(actual - predicted) / np.var(actual - baseline)


def _r2_upside_down(actual, predicted, baseline):
    return 1 - np.sum((actual - baseline) ** 2) / np.sum((actual - predicted) ** 2)


def _r2_of_sizes(actual, predicted, baseline):
    return 1 - np.sum(np.abs(actual - predicted)) / np.sum(np.abs(actual - baseline))


def _r2_of_roots(actual, predicted, baseline):
    return 1 - np.sqrt(np.sum((actual - predicted) ** 2) / np.sum((actual - baseline) ** 2))


def _r2_ratio(actual, predicted, baseline):
    return np.sum((actual - predicted) ** 2) / np.sum((actual - baseline) ** 2)


def _r2_against_prediction(actual, predicted, baseline):
    return 1 - np.sum((predicted - baseline) ** 2) / np.sum((actual - baseline) ** 2)


R2_OVER_BASELINE = Exercise(
    r2_over_baseline,
    cases=[
        dict(
            actual=np.array([1.0, 2.0, 5.0, 6.0]),
            predicted=np.array([1.0, 1.0, 6.0, 6.0]),
            baseline=np.array([1.5, 1.5, 5.5, 5.5]),
        ),
        dict(
            actual=np.array([1.0, 3.0, 5.0]),
            predicted=np.array([2.0, 3.0, 5.0]),
            baseline=np.array([2.0, 2.0, 2.0]),
        ),
        dict(
            actual=np.array([0.0, 1.0, 4.0, 5.0, 2.0]),
            predicted=np.array([1.0, 2.0, 4.5, 5.5, 4.0]),
            baseline=np.array([0.5, 0.5, 4.5, 4.5, 3.0]),
        ),
        dict(
            actual=np.array([2.0, 4.0]),
            predicted=np.array([2.0, 4.5]),
            baseline=np.array([3.0, 3.0]),
        ),
    ],
    misconceptions=[
        (
            _r2_usual,
            "You compare with the mean of everyone, as the usual R^2 does. Compare with `baseline`.",
        ),
        (
            _r2_variances,
            "A variance forgets the mean, so a model that is wrong by a constant loses nothing. "
            "Sum the squares of the errors themselves.",
        ),
        (
            _r2_upside_down,
            "The fraction is upside down: the model's squared error stands over the baseline's.",
        ),
        (_r2_of_sizes, "You sum the sizes of the errors. Sum their squares."),
        (
            _r2_of_roots,
            "You take roots before dividing. R^2 compares the sums of squares themselves.",
        ),
        (
            _r2_ratio,
            "That is the share of the baseline's error that is left. R^2 is the share removed: "
            "1 minus yours.",
        ),
        (
            _r2_against_prediction,
            "The model's error is actual - predicted. You measure how far it is from the baseline.",
        ),
    ],
)


def _groups_share_of_all(predicted, actual, group):
    errors, counts = subgroup_errors(predicted, actual, group)
    return errors * counts / len(group), counts


def _groups_share_of_errors(predicted, actual, group):
    errors, counts = subgroup_errors(predicted, actual, group)
    return errors * counts / np.sum(errors * counts), counts


def _groups_accuracy(predicted, actual, group):
    errors, counts = subgroup_errors(predicted, actual, group)
    return 1 - errors, counts


def _groups_count_errors(predicted, actual, group):
    errors, counts = subgroup_errors(predicted, actual, group)
    return errors, np.round(errors * counts)


def _groups_overall(predicted, actual, group):
    _, counts = subgroup_errors(predicted, actual, group)
    return np.full(len(counts), np.mean(predicted != actual)), counts


SUBGROUP_ERRORS = Exercise(
    subgroup_errors,
    cases=[
        dict(
            predicted=np.array([1, 1, 0, 0, 1, 0]),
            actual=np.array([1, 0, 0, 1, 1, 1]),
            group=np.array([0, 0, 0, 1, 1, 1]),
        ),
        dict(
            predicted=np.array([3, 3, 5, 8, 9, 1, 1, 2]),
            actual=np.array([3, 4, 5, 8, 9, 7, 1, 2]),
            group=np.array([2, 0, 2, 0, 5, 5, 5, 2]),
        ),
        dict(
            predicted=np.array([0, 1, 2, 2, 0]),
            actual=np.array([0, 1, 2, 0, 1]),
            group=np.array([1, 1, 1, 0, 0]),
        ),
    ],
    misconceptions=[
        (
            _groups_share_of_all,
            "You divide by the number of all samples. Divide a group's errors by that group's size, "
            "or a small group looks good because it is small.",
        ),
        (
            _groups_share_of_errors,
            "That is which share of all errors falls on each group. The question is which share of "
            "each group is wrong.",
        ),
        (_groups_accuracy, "Those are accuracies. Return the shares that are wrong."),
        (
            _groups_count_errors,
            "The second result is the size of each group, not the number of its errors: one needs "
            "it to judge how sure the first is.",
        ),
        (
            _groups_overall,
            "You return the same overall error for every group. Select the group's samples first.",
        ),
    ],
)

check = Checker([EARLY_STOP, K_FOLD, SUBJECT_FOLDS, R2_OVER_BASELINE, SUBGROUP_ERRORS])
