"""What learners might write instead in notebook 05: plausible, and wrong."""

import numpy as np

from helpers.evaluation import harness, tremor, validation


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


def _gains(first, second, draws):
    return (first.astype(float) - second.astype(float))[draws].mean(axis=1)


def paired_bootstrap_subtracting_booleans(first, second, draws):
    gains = (first - second)[draws].mean(axis=1)
    return np.quantile(gains, 0.025), np.quantile(gains, 0.975)


def paired_bootstrap_of_the_middle_90_percent(first, second, draws):
    return tuple(np.quantile(_gains(first, second, draws), [0.05, 0.95]))


def paired_bootstrap_the_other_way_round(first, second, draws):
    return tuple(np.quantile(_gains(second, first, draws), [0.025, 0.975]))


def paired_bootstrap_of_each_model_alone(first, second, draws):
    one = np.quantile(first[draws].mean(axis=1), [0.025, 0.975])
    other = np.quantile(second[draws].mean(axis=1), [0.025, 0.975])
    return one[0] - other[0], one[1] - other[1]


def paired_bootstrap_of_the_worst_cases(first, second, draws):
    one = np.quantile(first[draws].mean(axis=1), [0.025, 0.975])
    other = np.quantile(second[draws].mean(axis=1), [0.025, 0.975])
    return one[0] - other[1], one[1] - other[0]


def paired_bootstrap_along_the_draws(first, second, draws):
    gains = (first.astype(float) - second.astype(float))[draws].mean(axis=0)
    return np.quantile(gains, 0.025), np.quantile(gains, 0.975)


def paired_bootstrap_of_single_samples(first, second, draws):
    return tuple(np.quantile((first * 1.0 - second * 1.0)[draws], [0.025, 0.975]))


def paired_bootstrap_by_the_normal_curve(first, second, draws):
    gains = _gains(first, second, draws)
    return gains.mean() - 1.96 * gains.std(), gains.mean() + 1.96 * gains.std()


def paired_bootstrap_of_the_extremes(first, second, draws):
    gains = _gains(first, second, draws)
    return gains.min(), gains.max()


def paired_bootstrap_with_percents_for_shares(first, second, draws):
    return tuple(np.quantile(_gains(first, second, draws), [2.5, 97.5]))


def paired_bootstrap_counting(first, second, draws):
    return tuple(np.quantile(_gains(first, second, draws) * len(first), [0.025, 0.975]))


def paired_bootstrap_of_differences_either_way(first, second, draws):
    return tuple(np.quantile((first != second)[draws].mean(axis=1), [0.025, 0.975]))


def choose_by_argmin(settings, train_and_validate):
    pairs = [train_and_validate(setting) for setting in settings]
    place = int(np.argmin([loss for _, loss in pairs]))
    return settings[place], pairs[place][0]


def choose_by_min(settings, train_and_validate):
    pairs = {setting: train_and_validate(setting) for setting in settings}
    best = min(pairs, key=lambda setting: pairs[setting][1])
    return best, pairs[best][0]


def choose_training_again(settings, train_and_validate):
    losses = [train_and_validate(setting)[1] for setting in settings]
    best = settings[int(np.nanargmin(losses))]
    model, _ = train_and_validate(best)
    return best, model


def choose_training_twice_each(settings, train_and_validate):
    losses = [train_and_validate(setting)[1] for setting in settings]
    models = [train_and_validate(setting)[0] for setting in settings]
    place = int(np.nanargmin(losses))
    return settings[place], models[place]


def choose_the_last_model(settings, train_and_validate):
    lowest, best = float("inf"), None
    for setting in settings:
        model, loss = train_and_validate(setting)
        if loss < lowest:
            lowest, best = loss, setting
    return best, model


def choose_starting_from_one(settings, train_and_validate):
    lowest, best, kept = 1.0, 0, 0
    for setting in settings:
        model, loss = train_and_validate(setting)
        if loss < lowest:
            lowest, best, kept = loss, setting, model
    return best, kept


def choose_without_moving_the_bar(settings, train_and_validate):
    best, kept = None, None
    lowest = float("inf")
    for setting in settings:
        model, loss = train_and_validate(setting)
        if loss < lowest:
            best, kept = setting, model
    return best, kept


def choose_the_last_of_equals(settings, train_and_validate):
    lowest, best, kept = float("inf"), None, None
    for setting in settings:
        model, loss = train_and_validate(setting)
        if loss <= lowest:
            lowest, best, kept = loss, setting, model
    return best, kept


def choose_the_highest(settings, train_and_validate):
    highest, best, kept = -float("inf"), None, None
    for setting in settings:
        model, loss = train_and_validate(setting)
        if loss > highest:
            highest, best, kept = loss, setting, model
    return best, kept


def choose_alone(settings, train_and_validate):
    losses = [train_and_validate(setting)[1] for setting in settings]
    return settings[int(np.nanargmin(losses))]


def choose_with_the_loss(settings, train_and_validate):
    losses = [train_and_validate(setting)[1] for setting in settings]
    return settings[int(np.nanargmin(losses))], min(losses)


def seal_nothing(measure):
    return measure


def seal_keeping_the_first_score(measure):
    score = None

    def open_once(model):
        nonlocal score
        if score is None:
            score = measure(model)
        return score

    return open_once


def seal_counting_afterward(measure):
    opened = False

    def open_once(model):
        nonlocal opened
        if opened:
            raise RuntimeError("opened")
        score = measure(model)
        opened = True
        return score

    return open_once


def seal_measuring_first(measure):
    opened = False

    def open_once(model):
        nonlocal opened
        score = measure(model)
        if opened:
            raise RuntimeError("opened")
        opened = True
        return score

    return open_once


def seal_without_nonlocal(measure):
    opened = False

    def open_once(model):
        if opened:  # noqa: F823
            raise RuntimeError("opened")
        opened = True  # noqa: F841
        return measure(model)

    return open_once


def seal_raising_a_value_error(measure):
    opened = False

    def open_once(model):
        nonlocal opened
        if opened:
            raise ValueError("opened")
        opened = True
        return measure(model)

    return open_once


def seal_returning_none(measure):
    opened = False

    def open_once(model):
        nonlocal opened
        if opened:
            return None
        opened = True
        return measure(model)

    return open_once


def seal_toggled(measure):
    opened = False

    def open_once(model):
        nonlocal opened
        opened = not opened
        if not opened:
            raise RuntimeError("no")
        return measure(model)

    return open_once


def seal_closed_before_it_complains(measure):
    opened = False

    def open_once(model):
        nonlocal opened
        if opened:
            opened = False
            raise RuntimeError("no")
        opened = True
        return measure(model)

    return open_once


def seal_refusing_the_second_call_only(measure):
    calls = 0

    def open_once(model):
        nonlocal calls
        calls += 1
        if calls == 2:
            raise RuntimeError("no")
        return measure(model)

    return open_once


def seal_returning_the_exception(measure):
    opened = False

    def open_once(model):
        nonlocal opened
        if opened:
            return RuntimeError("no")
        opened = True
        return measure(model)

    return open_once


def seal_for_each_model(measure):
    seen = set()

    def open_once(model):
        if model in seen:
            raise RuntimeError("no")
        seen.add(model)
        return measure(model)

    return open_once


def seal_at_the_second_call(measure):
    calls = 0

    def open_once(model):
        nonlocal calls
        calls += 1
        if calls > 2:
            raise RuntimeError("opened")
        return measure(model)

    return open_once


def seal_without_returning_the_score(measure):
    opened = False

    def open_once(model):
        nonlocal opened
        if opened:
            raise RuntimeError("opened")
        opened = True
        measure(model)

    return open_once


def seal_without_returning_the_function(measure):
    def open_once(model):
        return measure(model)


def early_stop_from_zero_up_to_the_number_of_epochs(valid_loss, patience):
    lowest, best = np.inf, 0
    for epoch, loss in enumerate(valid_loss):
        if loss < lowest:
            lowest, best = loss, epoch
        elif epoch - best >= patience:
            return best, epoch
    return best, len(valid_loss)


def split_units_without_the_remainder(unit, order):
    half, quarter = len(order) // 2, len(order) // 4
    parts = order[:half], order[half : half + quarter], order[half + quarter : half + 2 * quarter]
    return tuple(np.flatnonzero(np.isin(unit, part)) for part in parts)


def scale_by_a_little_more(x, learn):
    return (x - x[learn].mean(axis=0)) / (x[learn].std(axis=0) + 1e-8)


def scale_by_leaving_constant_columns(x, learn):
    spread = x[learn].std(axis=0)
    with np.errstate(all="ignore"):
        return np.where(spread > 0, (x - x[learn].mean(axis=0)) / spread, x)


def _study_by_people(person, seed, x, y, seen="learn", scaled=True, swapped=False):
    order = np.random.default_rng(seed).permutation(np.unique(person))
    learn, valid, test = harness.split_units(person, order)
    rows = learn if seen == "learn" else np.append(learn, valid)
    x = harness.scale_by(x, learn) if scaled else x
    ranked = tremor.strongest(x[rows], y[rows])

    def predict(setting, part):
        kept = x[:, ranked[: setting[0]]]
        return tremor.vote(kept[learn], y[learn], kept[part], setting[1])

    def score(setting, part):
        pair = y[part], predict(setting, part)
        with np.errstate(all="ignore"):
            return tremor.balanced_accuracy(*pair[:: -1 if swapped else 1])

    best = max(tremor.SETTINGS, key=lambda setting: score(setting, valid))
    return score(best, test), test, predict(best, test)


def tremor_study_selecting_on_validation_people_too(x, y, person, seed):
    return _study_by_people(person, seed, x, y, seen="both")


def tremor_study_not_scaled(x, y, person, seed):
    return _study_by_people(person, seed, x, y, scaled=False)


def tremor_study_with_truth_and_prediction_exchanged(x, y, person, seed):
    return _study_by_people(person, seed, x, y, swapped=True)


def split_units_of_rows(unit, order):
    n = len(unit)
    return np.arange(n // 2), np.arange(n // 2, n // 2 + n // 4), np.arange(n // 2 + n // 4, n)


def split_units_returning_units(unit, order):
    half, quarter = len(order) // 2, len(order) // 4
    return order[:half], order[half : half + quarter], order[half + quarter :]


def _cut_at(unit, order, *places):
    return tuple(np.flatnonzero(np.isin(unit, group)) for group in np.split(order, places))


def split_units_as_masks(unit, order):
    half, quarter = len(order) // 2, len(order) // 4
    groups = np.split(order, [half, half + quarter])
    return tuple(np.isin(unit, group) for group in groups)


def split_units_sorted(unit, order):
    half, quarter = len(order) // 2, len(order) // 4
    return _cut_at(unit, np.unique(unit), half, half + quarter)


def split_units_at_three_quarters(unit, order):
    return _cut_at(unit, order, len(order) // 2, 3 * len(order) // 4)


def split_units_rounded(unit, order):
    half = round(len(order) / 2)
    return _cut_at(unit, order, half, half + round(len(order) / 4))


def split_units_with_an_empty_part(unit, order):
    return _cut_at(unit, order, len(order) // 2, len(order) // 4)


def split_units_by_their_order(unit, order):
    half, quarter = len(order) // 2, len(order) // 4
    groups = order[:half], order[half : half + quarter], order[half + quarter :]
    return tuple(np.concatenate([np.flatnonzero(unit == u) for u in group]) for group in groups)


def split_units_by_counts_of_rows(unit, order):
    half, quarter = len(unit) // 2, len(unit) // 4
    return _cut_at(unit, order, half, half + quarter)


def split_units_in_two(unit, order):
    return _cut_at(unit, order, len(order) // 2)


def split_units_test_first(unit, order):
    learn, valid, test = harness.split_units(unit, order)
    return test, valid, learn


def scale_by_all_rows(x, learn):
    return (x - x.mean(axis=0)) / np.where(x.std(axis=0) == 0, 1, x.std(axis=0))


def scale_by_without_a_guard(x, learn):
    with np.errstate(all="ignore"):
        return (x - x[learn].mean(axis=0)) / x[learn].std(axis=0)


def scale_by_a_small_number_added(x, learn):
    return (x - x[learn].mean(axis=0)) / (x[learn].std(axis=0) + 1e-3)


def scale_by_the_learning_rows_alone(x, learn):
    ours = x[learn]
    return (ours - ours.mean(axis=0)) / np.where(ours.std(axis=0) == 0, 1, ours.std(axis=0))


def scale_by_one_number(x, learn):
    return (x - x[learn].mean()) / x[learn].std()


def scale_by_rows(x, learn):
    return (x - x[learn].mean(axis=1, keepdims=True)) / x[learn].std(axis=1, keepdims=True)


def scale_by_variance(x, learn):
    var = x[learn].var(axis=0)
    return (x - x[learn].mean(axis=0)) / np.where(var == 0, 1, var)


def scale_by_spread_of_n_minus_one(x, learn):
    spread = x[learn].std(axis=0, ddof=1)
    return (x - x[learn].mean(axis=0)) / np.where(spread == 0, 1, spread)


def scale_by_mean_of_all(x, learn):
    spread = x[learn].std(axis=0)
    return (x - x.mean(axis=0)) / np.where(spread == 0, 1, spread)


def scale_by_spread_of_all(x, learn):
    return (x - x[learn].mean(axis=0)) / x.std(axis=0)


def scale_by_shift_only(x, learn):
    return x - x[learn].mean(axis=0)


def scale_by_dividing_first(x, learn):
    spread = x[learn].std(axis=0)
    return x - x[learn].mean(axis=0) / np.where(spread == 0, 1, spread)


def tremor_study_with_the_split_repaired(*table):
    return tremor.run_study(*table, [name for name in tremor.FAULTS if name != "identity"])


def tremor_study_with_the_metric_repaired(*table):
    return tremor.run_study(*table, ["scaling", "selection", "identity", "reuse"])


def tremor_study_scaled_and_chosen_later(*table):
    return tremor.run_study(*table, ["identity", "reuse", "metric"])


def tremor_study_with_the_scaling_overlooked(*table):
    return tremor.run_study(*table, ["scaling"])


def tremor_study_with_the_test_reused(*table):
    return tremor.run_study(*table, ["reuse"])


def tremor_study_with_features_of_all(*table):
    return tremor.run_study(*table, ["selection"])


def _study(x, y, person, seed, scale_rows=None, refit=False, chooser_metric=None):
    order = np.random.default_rng(seed).permutation(np.unique(person))
    learn, valid, test = harness.split_units(person, order)
    x = harness.scale_by(x, learn if scale_rows is None else scale_rows(learn, valid, test))
    ranked = tremor.strongest(x[learn], y[learn])

    def predict(setting, part, ours):
        kept = x[:, ranked[: setting[0]]]
        return tremor.vote(kept[ours], y[ours], kept[part], setting[1])

    metric = chooser_metric or tremor.balanced_accuracy
    best = max(tremor.SETTINGS, key=lambda s: metric(y[valid], predict(s, valid, learn)))
    predicted = predict(best, test, np.union1d(learn, valid) if refit else learn)
    return tremor.balanced_accuracy(y[test], predicted), test, predicted


def tremor_study_learning_from_both(*table):
    return _study(*table, refit=True)


def tremor_study_choosing_by_accuracy(*table):
    return _study(*table, chooser_metric=lambda y, predicted: np.mean(y == predicted))


def tremor_study_in_percent(*table):
    score, test, predicted = tremor.run_study(*table)
    return 100 * score, test, predicted


def tremor_study_alone(*table):
    return tremor.run_study(*table)[0]


def tremor_study_scaled_by_the_test(*table):
    return _study(*table, scale_rows=lambda learn, valid, test: test)


def learning_curve_judged_on_all(x, y, x_valid, y_valid, sizes, fit):
    old, new = [], []
    for size in sizes:
        model = fit(x[:size], y[:size])
        old.append(np.mean(model(x) != y))
        new.append(np.mean(model(x_valid) != y_valid))
    return old, new


def learning_curve_of_one_model(x, y, x_valid, y_valid, sizes, fit):
    model = fit(x, y)
    old = [np.mean(model(x[:size]) != y[:size]) for size in sizes]
    return old, [np.mean(model(x_valid) != y_valid) for _ in sizes]


def learning_curve_of_accuracies(x, y, x_valid, y_valid, sizes, fit):
    old, new = [], []
    for size in sizes:
        model = fit(x[:size], y[:size])
        old.append((model(x[:size]) == y[:size]).mean())
        new.append((model(x_valid) == y_valid).mean())
    return np.array(old), np.array(new)


def learning_curve_the_other_way_round(x, y, x_valid, y_valid, sizes, fit):
    old, new = [], []
    for size in sizes:
        model = fit(x[:size], y[:size])
        old.append((model(x[:size]) != y[:size]).mean())
        new.append((model(x_valid) != y_valid).mean())
    return new, old


def learning_curve_in_counts(x, y, x_valid, y_valid, sizes, fit):
    old, new = [], []
    for size in sizes:
        model = fit(x[:size], y[:size])
        old.append((model(x[:size]) != y[:size]).sum())
        new.append((model(x_valid) != y_valid).sum())
    return old, new


def learning_curve_by_distance(x, y, x_valid, y_valid, sizes, fit):
    old, new = [], []
    for size in sizes:
        model = fit(x[:size], y[:size])
        old.append(np.abs(model(x[:size]) - y[:size]).mean())
        new.append(np.abs(model(x_valid) - y_valid).mean())
    return old, new


def learning_curve_that_cuts_both(x, y, x_valid, y_valid, sizes, fit):
    old, new = [], []
    for size in sizes:
        model = fit(x[:size], y[:size])
        old.append(np.mean(model(x[:size]) != y[:size]))
        new.append(np.mean(model(x_valid[:size]) != y_valid[:size]))
    return old, new


def learning_curve_that_returns_in_the_loop(x, y, x_valid, y_valid, sizes, fit):
    old, new = [], []
    for size in sizes:
        model = fit(x[:size], y[:size])
        old.append(np.mean(model(x[:size]) != y[:size]))
        new.append(np.mean(model(x_valid) != y_valid))
        return np.array(old), np.array(new)


def learning_curve_of_pairs(x, y, x_valid, y_valid, sizes, fit):
    pairs = []
    for size in sizes:
        model = fit(x[:size], y[:size])
        pairs.append((np.mean(model(x[:size]) != y[:size]), np.mean(model(x_valid) != y_valid)))
    return np.array(pairs)


def learning_curve_without_return(x, y, x_valid, y_valid, sizes, fit):
    for size in sizes:
        model = fit(x[:size], y[:size])
        print(np.mean(model(x[:size]) != y[:size]), np.mean(model(x_valid) != y_valid))


def _inner(learn, num_folds, number):
    return validation.k_fold(len(learn), num_folds, number)


def nested_scores_chosen_by_the_outer_block(num_samples, num_folds, settings, score):
    found = []
    for fold in range(num_folds):
        learn, held_out = validation.k_fold(num_samples, num_folds, fold)
        found.append(max(score(setting, learn, held_out) for setting in settings))
    return np.array(found)


def nested_scores_with_places_for_rows(num_samples, num_folds, settings, score):
    found = []
    for fold in range(num_folds):
        learn, held_out = validation.k_fold(num_samples, num_folds, fold)
        means = []
        for setting in settings:
            parts = [_inner(learn, num_folds, number) for number in range(num_folds)]
            means.append(np.mean([score(setting, a, b) for a, b in parts]))
        found.append(score(settings[np.argmax(means)], learn, held_out))
    return found


def nested_scores_with_names_used_twice(num_samples, num_folds, settings, score):
    found = []
    for fold in range(num_folds):
        rows, held_out = validation.k_fold(num_samples, num_folds, fold)
        means = []
        for setting in settings:
            inner = []
            for number in range(num_folds):
                a, b = _inner(rows, num_folds, number)
                learn, valid = rows[a], rows[b]
                inner.append(score(setting, learn, valid))
            means.append(np.mean(inner))
        found.append(score(settings[np.argmax(means)], learn, held_out))
    return found


def nested_scores_of_the_inner_winner(num_samples, num_folds, settings, score):
    found = []
    for fold in range(num_folds):
        learn, _ = validation.k_fold(num_samples, num_folds, fold)
        parts = [_inner(learn, num_folds, number) for number in range(num_folds)]
        found.append(
            max(np.mean([score(s, learn[a], learn[b]) for a, b in parts]) for s in settings)
        )
    return found


def nested_scores_of_the_worst(num_samples, num_folds, settings, score):
    found = []
    for fold in range(num_folds):
        learn, held_out = validation.k_fold(num_samples, num_folds, fold)
        parts = [_inner(learn, num_folds, number) for number in range(num_folds)]
        means = [np.mean([score(s, learn[a], learn[b]) for a, b in parts]) for s in settings]
        found.append(score(settings[np.argmin(means)], learn, held_out))
    return found


def nested_scores_chosen_before(num_samples, num_folds, settings, score):
    folds = [validation.k_fold(num_samples, num_folds, fold) for fold in range(num_folds)]
    means = [np.mean([score(setting, a, b) for a, b in folds]) for setting in settings]
    best = settings[np.argmax(means)]
    return [score(best, a, b) for a, b in folds]


def nested_scores_by_one_inner_fold(num_samples, num_folds, settings, score):
    found = []
    for fold in range(num_folds):
        learn, held_out = validation.k_fold(num_samples, num_folds, fold)
        a, b = _inner(learn, num_folds, 0)
        means = [score(setting, learn[a], learn[b]) for setting in settings]
        found.append(score(settings[np.argmax(means)], learn, held_out))
    return found


def nested_scores_averaged(num_samples, num_folds, settings, score):
    return np.mean(validation.nested_scores(num_samples, num_folds, settings, score))


def nested_scores_by_the_place_of_the_setting(num_samples, num_folds, settings, score):
    found = []
    for fold in range(num_folds):
        learn, held_out = validation.k_fold(num_samples, num_folds, fold)
        parts = [_inner(learn, num_folds, number) for number in range(num_folds)]
        means = [np.mean([score(s, learn[a], learn[b]) for a, b in parts]) for s in settings]
        found.append(score(int(np.argmax(means)), learn, held_out))
    return found


def nested_scores_judged_inside_by_the_outer_block(num_samples, num_folds, settings, score):
    found = []
    for fold in range(num_folds):
        learn, held_out = validation.k_fold(num_samples, num_folds, fold)
        parts = [_inner(learn, num_folds, number) for number in range(num_folds)]
        means = [np.mean([score(s, learn[a], held_out) for a, _ in parts]) for s in settings]
        found.append(score(settings[np.argmax(means)], learn, held_out))
    return found


def _with_split(x, y, seed, unit, names):
    order = np.random.default_rng(seed).permutation(names)
    learn, valid, test = harness.split_units(unit, order)
    x = harness.scale_by(x, learn)
    ranked = tremor.strongest(x[learn], y[learn])

    def predict(setting, part):
        kept = x[:, ranked[: setting[0]]]
        return tremor.vote(kept[learn], y[learn], kept[part], setting[1])

    def score(setting, part):
        return tremor.balanced_accuracy(y[part], predict(setting, part))

    best = max(tremor.SETTINGS, key=lambda setting: score(setting, valid))
    return score(best, test), test, predict(best, test)


def tremor_study_with_people_for_order_alone(x, y, person, seed):
    return _with_split(x, y, seed, np.arange(len(x)), np.unique(person))


def tremor_study_with_people_for_units_alone(x, y, person, seed):
    return _with_split(x, y, seed, person, np.arange(len(x)))


def tremor_study_with_people_shuffled_by_recording(x, y, person, seed):
    return _with_split(x, y, seed, person, person)


def early_stop_with_a_place_for_the_best(valid_loss, patience):
    best = 0
    for place in range(len(valid_loss)):
        if valid_loss[place] < valid_loss[best]:
            best = place
        if place - best >= patience:
            return best, place + 1
    return best, len(valid_loss)
