"""What learners might write instead in notebook 05: plausible, and wrong."""

import numpy as np


def _stops(valid_loss, patience, falls):
    """Stop early, where `falls(loss, before)` says whether a loss is below all those before it."""
    best, waited = 1, 0
    for epoch in range(2, len(valid_loss) + 1):
        if falls(valid_loss[epoch - 1], valid_loss[: epoch - 1]):
            best, waited = epoch, 0
        else:
            waited += 1
        if waited == patience:
            return best, epoch
    return best, len(valid_loss)


def early_stop_counting_from_zero(valid_loss, patience):
    best, last = _stops(valid_loss, patience, lambda loss, before: loss < min(before))
    return best - 1, last - 1


def early_stop_where_equal_is_a_fall(valid_loss, patience):
    return _stops(valid_loss, patience, lambda loss, before: loss <= min(before))


def early_stop_against_the_epoch_before(valid_loss, patience):
    return _stops(valid_loss, patience, lambda loss, before: loss < before[-1])


def early_stop_one_epoch_late(valid_loss, patience):
    return _stops(valid_loss, patience + 1, lambda loss, before: loss < min(before))


def early_stop_one_epoch_early(valid_loss, patience):
    best = 1
    for epoch in range(1, len(valid_loss) + 1):
        if valid_loss[epoch - 1] < valid_loss[best - 1]:
            best = epoch
        elif epoch - best >= patience:
            return best, epoch - 1
    return best, len(valid_loss)


def early_stop_with_a_count_never_reset(valid_loss, patience):
    lowest, best, waited = float("inf"), 0, 0
    for epoch, loss in enumerate(valid_loss, start=1):
        if loss < lowest:
            lowest, best = loss, epoch
        else:
            waited += 1
        if waited >= patience:
            return best, epoch
    return best, len(valid_loss)


def _stop_below(lowest, valid_loss, patience):
    best = 1
    for epoch, loss in enumerate(valid_loss, start=1):
        if loss < lowest:
            lowest, best = loss, epoch
        if epoch - best >= patience:
            return best, epoch
    return best, len(valid_loss)


def early_stop_starting_from_one(valid_loss, patience):
    return _stop_below(1.0, valid_loss, patience)


def early_stop_starting_from_a_hundred(valid_loss, patience):
    return _stop_below(100, valid_loss, patience)


def early_stop_starting_from_zero(valid_loss, patience):
    return _stop_below(0, valid_loss, patience)


def early_stop_with_the_lowest_of_all(valid_loss, patience):
    best = int(np.argmin(valid_loss)) + 1
    return best, min(best + patience, len(valid_loss))


def early_stop_asking_before_it_looks(valid_loss, patience):
    best = 1
    for epoch in range(1, len(valid_loss) + 1):
        if epoch - best >= patience:
            return best, epoch
        if valid_loss[epoch - 1] < valid_loss[best - 1]:
            best = epoch
    return best, len(valid_loss)


def early_stop_saying_nothing_at_the_end(valid_loss, patience):
    best = 1
    for epoch, loss in enumerate(valid_loss, start=1):
        if loss < valid_loss[best - 1]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch


def early_stop_with_the_last_for_best(valid_loss, patience):
    best = 1
    for epoch, loss in enumerate(valid_loss, start=1):
        if loss < valid_loss[best - 1]:
            best = epoch
        if epoch - best >= patience:
            return best, epoch
    return len(valid_loss), len(valid_loss)


def early_stop_with_the_loss(valid_loss, patience):
    best, last = _stops(valid_loss, patience, lambda loss, before: loss < min(before))
    return valid_loss[best - 1], last


def early_stop_eating_the_list(valid_loss, patience):
    lowest, best, epoch = float("inf"), 0, 0
    while (valid_loss and epoch - best < patience) or not epoch:
        epoch += 1
        loss = valid_loss.pop(0)
        if loss < lowest:
            lowest, best = loss, epoch
    return best, epoch


def _without(num_samples, valid):
    return np.setdiff1d(np.arange(num_samples), valid), np.array(valid)


def k_fold_dealt_out(num_samples, num_folds, fold):
    return _without(num_samples, np.arange(fold, num_samples, num_folds))


def k_fold_leaving_the_rest_out(num_samples, num_folds, fold):
    size = num_samples // num_folds
    return _without(num_samples, np.arange(fold * size, (fold + 1) * size))


def k_fold_with_the_rest_last(num_samples, num_folds, fold):
    size = num_samples // num_folds
    end = num_samples if fold == num_folds - 1 else (fold + 1) * size
    return _without(num_samples, np.arange(fold * size, end))


def k_fold_with_the_rest_first(num_samples, num_folds, fold):
    size, rest = divmod(num_samples, num_folds)
    start = 0 if fold == 0 else fold * size + rest
    return _without(num_samples, np.arange(start, (fold + 1) * size + rest))


def k_fold_rounded_up(num_samples, num_folds, fold):
    size = -(-num_samples // num_folds)
    return _without(num_samples, np.arange(num_samples)[fold * size : (fold + 1) * size])


def k_fold_between_even_bounds(num_samples, num_folds, fold):
    bounds = np.linspace(0, num_samples, num_folds + 1).astype(int)
    return _without(num_samples, np.arange(bounds[fold], bounds[fold + 1]))


def k_fold_starting_without_the_extras(num_samples, num_folds, fold):
    size = num_samples // num_folds + (fold < num_samples % num_folds)
    return _without(num_samples, np.arange(fold * size, (fold + 1) * size))


def k_fold_counted_from_one(num_samples, num_folds, fold):
    return _without(num_samples, np.array_split(np.arange(num_samples), num_folds)[fold - 1])


def k_fold_of_samples_from_one(num_samples, num_folds, fold):
    blocks = np.array_split(np.arange(1, num_samples + 1), num_folds)
    return np.concatenate(blocks[:fold] + blocks[fold + 1 :]), blocks[fold]


def k_fold_shuffled(num_samples, num_folds, fold):
    blocks = np.array_split(np.random.default_rng(0).permutation(num_samples), num_folds)
    return _without(num_samples, np.sort(blocks[fold]))


def k_fold_training_on_all(num_samples, num_folds, fold):
    return np.arange(num_samples), np.array_split(np.arange(num_samples), num_folds)[fold]


def k_fold_training_on_the_past(num_samples, num_folds, fold):
    valid = np.array_split(np.arange(num_samples), num_folds)[fold]
    return np.arange(valid[0]), valid


def k_fold_in_turned_order(num_samples, num_folds, fold):
    blocks = np.array_split(np.arange(num_samples), num_folds)
    return np.concatenate([blocks[(fold + 1 + i) % num_folds] for i in range(num_folds - 1)]), (
        blocks[fold]
    )


def k_fold_swapped(num_samples, num_folds, fold):
    return _without(num_samples, np.array_split(np.arange(num_samples), num_folds)[fold])[::-1]


def k_fold_as_masks(num_samples, num_folds, fold):
    valid = np.isin(np.arange(num_samples), np.array_split(np.arange(num_samples), num_folds)[fold])
    return ~valid, valid


def k_fold_as_blocks(num_samples, num_folds, fold):
    blocks = np.array_split(np.arange(num_samples), num_folds)
    return blocks[:fold] + blocks[fold + 1 :], blocks[fold]


def subject_folds_by_record(subject, num_folds):
    return np.arange(len(subject)) % num_folds


def subject_folds_by_blocks_of_records(subject, num_folds):
    return np.arange(len(subject)) * num_folds // len(subject)


def subject_folds_by_the_number_itself(subject, num_folds):
    return np.array(subject) % num_folds


def subject_folds_by_the_number_from_the_lowest(subject, num_folds):
    return (subject - np.min(subject)) % num_folds


def subject_folds_by_appearance(subject, num_folds):
    places = {}
    return np.array([places.setdefault(int(s), len(places)) % num_folds for s in subject])


def subject_folds_at_every_change(subject, num_folds):
    return np.append(0, np.cumsum(np.diff(subject) != 0)) % num_folds


def subject_folds_repeated_by_counts(subject, num_folds):
    _, counts = np.unique(subject, return_counts=True)
    return np.repeat(np.arange(len(counts)) % num_folds, counts)


def subject_folds_in_equal_records(subject, num_folds):
    names = np.unique(subject)
    return np.repeat(np.arange(len(names)) % num_folds, len(subject) // len(names))


def subject_folds_in_blocks(subject, num_folds):
    names, place = np.unique(subject, return_inverse=True)
    return place * num_folds // len(names)


def subject_folds_by_whole_division(subject, num_folds):
    return np.unique(subject, return_inverse=True)[1] // num_folds


def subject_folds_counted_from_one(subject, num_folds):
    return np.unique(subject, return_inverse=True)[1] % num_folds + 1


def subject_folds_starting_with_fold_one(subject, num_folds):
    return (np.unique(subject, return_inverse=True)[1] + 1) % num_folds


def subject_folds_without_turns(subject, num_folds):
    return np.unique(subject, return_inverse=True)[1]


def subject_folds_of_the_subjects(subject, num_folds):
    return np.arange(len(np.unique(subject))) % num_folds


def subject_folds_with_the_subjects(subject, num_folds):
    names, place = np.unique(subject, return_inverse=True)
    return names, place % num_folds


def subject_folds_of_the_first_place(subject, num_folds):
    return np.unique(subject, return_index=True)[1] % num_folds


def subject_folds_drawn_at_random(subject, num_folds):
    names, place = np.unique(subject, return_inverse=True)
    return np.random.default_rng(0).permutation(len(names))[place] % num_folds


def r2_over_baseline_by_variances(actual, predicted, baseline):
    return 1 - np.var(actual - predicted) / np.var(actual - baseline)


def r2_over_baseline_upside_down(actual, predicted, baseline):
    return 1 - np.sum((actual - baseline) ** 2) / np.sum((actual - predicted) ** 2)


def r2_over_baseline_without_one_minus(actual, predicted, baseline):
    return np.sum((actual - predicted) ** 2) / np.sum((actual - baseline) ** 2)


def r2_over_baseline_over_the_mean(actual, predicted, baseline):
    return 1 - np.sum((actual - predicted) ** 2) / np.sum((actual - actual.mean()) ** 2)


def r2_over_baseline_over_the_mean_of_the_baseline(actual, predicted, baseline):
    return 1 - np.sum((actual - predicted) ** 2) / np.sum((actual - baseline.mean()) ** 2)


def r2_over_baseline_of_absolute_errors(actual, predicted, baseline):
    return 1 - np.sum(np.abs(actual - predicted)) / np.sum(np.abs(actual - baseline))


def r2_over_baseline_of_roots(actual, predicted, baseline):
    return 1 - np.sqrt(np.mean((actual - predicted) ** 2) / np.mean((actual - baseline) ** 2))


def r2_over_baseline_against_each_other(actual, predicted, baseline):
    return 1 - np.sum((actual - predicted) ** 2) / np.sum((predicted - baseline) ** 2)


def r2_over_baseline_of_distance_to_the_baseline(actual, predicted, baseline):
    return 1 - np.sum((predicted - baseline) ** 2) / np.sum((actual - baseline) ** 2)


def r2_over_baseline_squared_too_late(actual, predicted, baseline):
    return 1 - np.sum(actual - predicted) ** 2 / np.sum(actual - baseline) ** 2


def r2_over_baseline_averaged_over_rows(actual, predicted, baseline):
    model = np.sum((actual - predicted) ** 2, axis=-1)
    return np.mean(1 - model / np.sum((actual - baseline) ** 2, axis=-1))


def r2_over_baseline_row_by_row(actual, predicted, baseline):
    model = np.sum((actual - predicted) ** 2, axis=-1)
    return 1 - model / np.sum((actual - baseline) ** 2, axis=-1)


def r2_over_baseline_with_the_plain_sum(actual, predicted, baseline):
    return 1 - sum((actual - predicted) ** 2) / sum((actual - baseline) ** 2)


def r2_over_baseline_never_negative(actual, predicted, baseline):
    score = 1 - np.sum((actual - predicted) ** 2) / np.sum((actual - baseline) ** 2)
    return max(0.0, score)


def r2_over_baseline_as_a_difference(actual, predicted, baseline):
    spread = np.sum((actual - actual.mean()) ** 2)
    return (np.sum((actual - baseline) ** 2) - np.sum((actual - predicted) ** 2)) / spread


def r2_over_baseline_in_percent(actual, predicted, baseline):
    return 100 * (1 - np.sum((actual - predicted) ** 2) / np.sum((actual - baseline) ** 2))


def r2_over_baseline_in_place(actual, predicted, baseline):
    predicted -= actual
    baseline -= actual
    return 1 - np.sum(predicted**2) / np.sum(baseline**2)


def _by_group(group, rate, names=None):
    names = np.unique(group) if names is None else names
    members = [group == name for name in names]
    return np.array([rate(rows) for rows in members]), np.array([rows.sum() for rows in members])


def subgroup_errors_as_accuracies(predicted, actual, group):
    return _by_group(group, lambda rows: np.mean(predicted[rows] == actual[rows]))


def subgroup_errors_of_all_samples(predicted, actual, group):
    return _by_group(group, lambda rows: np.mean((predicted != actual) & rows))


def subgroup_errors_of_all_errors(predicted, actual, group):
    wrong = predicted != actual
    return _by_group(group, lambda rows: np.sum(wrong & rows) / np.sum(wrong))


def subgroup_errors_as_counts(predicted, actual, group):
    return _by_group(group, lambda rows: np.sum(predicted[rows] != actual[rows]))


def subgroup_errors_in_percent(predicted, actual, group):
    return _by_group(group, lambda rows: 100 * np.mean(predicted[rows] != actual[rows]))


def subgroup_errors_overall(predicted, actual, group):
    return _by_group(group, lambda rows: np.mean(predicted != actual))


def subgroup_errors_by_distance(predicted, actual, group):
    return _by_group(group, lambda rows: np.mean(np.abs(predicted[rows] - actual[rows])))


def subgroup_errors_for_two_groups(predicted, actual, group):
    return _by_group(group, lambda rows: np.mean(predicted[rows] != actual[rows]), names=(0, 1))


def subgroup_errors_for_groups_from_zero(predicted, actual, group):
    names = range(len(np.unique(group)))
    return _by_group(group, lambda rows: np.mean(predicted[rows] != actual[rows]), names)


def subgroup_errors_up_to_the_highest(predicted, actual, group):
    counts = np.bincount(group)
    return np.bincount(group, weights=predicted != actual) / counts, counts


def subgroup_errors_by_appearance(predicted, actual, group):
    names = list(dict.fromkeys(group.tolist()))
    return _by_group(group, lambda rows: np.mean(predicted[rows] != actual[rows]), names)


def subgroup_errors_by_class(predicted, actual, group):
    return _by_group(actual, lambda rows: np.mean(predicted[rows] != actual[rows]))


def subgroup_errors_with_the_wrong_ones_counted(predicted, actual, group):
    errors, _ = _by_group(group, lambda rows: np.mean(predicted[rows] != actual[rows]))
    return errors, _by_group(group, lambda rows: np.sum(predicted[rows] != actual[rows]))[0]


def subgroup_errors_with_shares(predicted, actual, group):
    errors, counts = _by_group(group, lambda rows: np.mean(predicted[rows] != actual[rows]))
    return errors, counts / len(group)


def subgroup_errors_swapped(predicted, actual, group):
    return _by_group(group, lambda rows: np.mean(predicted[rows] != actual[rows]))[::-1]


def subgroup_errors_alone(predicted, actual, group):
    return _by_group(group, lambda rows: np.mean(predicted[rows] != actual[rows]))[0]


def subgroup_errors_from_highest_to_lowest(predicted, actual, group):
    errors, counts = _by_group(group, lambda rows: np.mean(predicted[rows] != actual[rows]))
    return np.sort(errors)[::-1], counts[np.argsort(errors)[::-1]]


def subgroup_errors_as_a_dictionary(predicted, actual, group):
    errors, counts = _by_group(group, lambda rows: np.mean(predicted[rows] != actual[rows]))
    names = np.unique(group).tolist()
    return dict(zip(names, errors, strict=True)), dict(zip(names, counts, strict=True))


def subgroup_errors_in_place(predicted, actual, group):
    predicted -= actual
    return _by_group(group, lambda rows: np.mean(predicted[rows] != 0))
