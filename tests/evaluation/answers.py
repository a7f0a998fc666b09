"""Other right solutions to the exercises of notebook 05."""

import numpy as np
import torch


def k_fold_by_sizes(num_samples, num_folds, fold):
    size, rest = divmod(num_samples, num_folds)
    start = fold * size + min(fold, rest)
    end = start + size + (fold < rest)
    valid = list(range(start, end))
    return [i for i in range(num_samples) if not start <= i < end], valid


def k_fold_by_mask(num_samples, num_folds, fold):
    chunks = torch.tensor_split(torch.arange(num_samples), num_folds)
    mask = torch.ones(num_samples, dtype=torch.bool)
    mask[chunks[fold]] = False
    return mask.nonzero().flatten(), chunks[fold]


def early_stop_with_a_counter(valid_loss, patience):
    lowest, best, waited = float("inf"), 0, 0
    for epoch in range(len(valid_loss)):
        if valid_loss[epoch] < lowest:
            lowest, best, waited = valid_loss[epoch], epoch + 1, 0
        else:
            waited += 1
        if waited == patience:
            return best, epoch + 1
    return best, len(valid_loss)


def early_stop_by_slices(valid_loss, patience):
    for last in range(1, len(valid_loss) + 1):
        best = int(np.argmin(valid_loss[:last])) + 1
        if last - best >= patience:
            break
    return [best, last]


def early_stop_within_its_patience(valid_loss, patience):
    """The lowest loss so far is never further back than the patience."""
    best, waited = 1, 0
    for epoch in range(2, len(valid_loss) + 1):
        lower = valid_loss[epoch - 1] < min(valid_loss[max(0, epoch - 1 - patience) : epoch - 1])
        best, waited = (epoch, 0) if lower else (best, waited + 1)
        if waited == patience:
            return best, epoch
    return best, len(valid_loss)


def subject_folds_with_a_dictionary(subject, num_folds):
    places = {name: place for place, name in enumerate(sorted({int(s) for s in subject}))}
    return [places[int(name)] % num_folds for name in subject]


def subject_folds_by_search(subject, num_folds):
    return torch.tensor(np.searchsorted(np.unique(subject), subject) % num_folds)


def r2_over_baseline_by_means(actual, predicted, baseline):
    return 1 - np.mean((predicted - actual) ** 2) / np.mean((baseline - actual) ** 2)


def r2_over_baseline_in_a_loop(actual, predicted, baseline):
    ours = sum((a - p) ** 2 for a, p in zip(actual.flat, predicted.flat))
    theirs = sum((a - b) ** 2 for a, b in zip(actual.flat, baseline.flat))
    return (theirs - ours) / theirs


def r2_over_baseline_in_torch(actual, predicted, baseline):
    actual, predicted, baseline = (torch.tensor(a) for a in (actual, predicted, baseline))
    return 1 - ((actual - predicted) ** 2).sum() / ((actual - baseline) ** 2).sum()


def subgroup_errors_with_counts(predicted, actual, group):
    _, place, counts = np.unique(group, return_inverse=True, return_counts=True)
    return np.bincount(place, weights=predicted != actual) / counts, counts


def subgroup_errors_in_a_loop(predicted, actual, group):
    errors, counts = [], []
    for name in sorted({int(g) for g in group}):
        wrong = [p != a for p, a, g in zip(predicted, actual, group) if g == name]
        errors.append(sum(wrong) / len(wrong))
        counts.append(len(wrong))
    return [errors, counts]
