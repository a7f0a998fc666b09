"""Other right solutions to the exercises of notebook 05."""

import numpy as np
import torch

from helpers.evaluation import harness, tremor, validation


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


def paired_bootstrap_by_loop(first, second, draws):
    gains = sorted(np.mean(first[row]) - np.mean(second[row]) for row in draws)
    return np.percentile(gains, 2.5), np.percentile(gains, 97.5)


def paired_bootstrap_in_torch(first, second, draws):
    gaps = torch.tensor(first).double() - torch.tensor(second).double()
    gains = gaps[torch.tensor(draws)].mean(dim=1)
    return torch.quantile(gains, torch.tensor([0.025, 0.975], dtype=torch.float64))


def choose_with_lists(settings, train_and_validate):
    pairs = [train_and_validate(setting) for setting in settings]
    losses = np.array([loss for _, loss in pairs])
    place = int(np.nanargmin(losses))
    return settings[place], pairs[place][0]


def choose_by_sorting(settings, train_and_validate):
    found = []
    for place, setting in enumerate(settings):
        model, loss = train_and_validate(setting)
        if loss == loss:
            found.append((loss, place, setting, model))
    return min(found, key=lambda entry: entry[:2])[2:]


def seal_with_a_list(measure):
    tries = [measure]

    def open_once(model):
        if not tries:
            raise RuntimeError
        return tries.pop()(model)

    return open_once


class _Seal:
    def __init__(self, measure):
        self.measure, self.is_open = measure, False

    def __call__(self, model):
        if self.is_open:
            raise RuntimeError("no")
        self.is_open = True
        return self.measure(model)


def seal_as_a_class(measure):
    return _Seal(measure)


def split_units_by_place(unit, order):
    place = {name: number for number, name in enumerate(order)}
    places = np.array([place[name] for name in unit])
    half, quarter = len(order) // 2, len(order) // 4
    part = (places >= half).astype(int) + (places >= half + quarter)
    return [np.where(part == number)[0] for number in range(3)]


def split_units_by_lists(unit, order):
    half = len(order) // 2
    cut = half + len(order) // 4
    groups = [set(order[:half].tolist()), set(order[half:cut].tolist()), set(order[cut:].tolist())]
    return tuple(
        [row for row, name in enumerate(unit.tolist()) if name in group] for group in groups
    )


def scale_by_columns(x, learn):
    scaled = np.array(x, dtype=float)
    for column in range(x.shape[1]):
        values = x[learn, column]
        spread = np.sqrt(np.mean((values - values.mean()) ** 2))
        scaled[:, column] = (x[:, column] - values.mean()) / (spread if spread > 0 else 1)
    return scaled


def scale_by_in_torch(x, learn):
    table = torch.tensor(x)
    ours = table[torch.tensor(learn)]
    spread = ours.std(dim=0, correction=0)
    spread[spread == 0] = 1
    return (table - ours.mean(dim=0)) / spread


def tremor_study_step_by_step(x, y, person, seed):
    people = np.unique(person)
    np.random.default_rng(seed).shuffle(people)
    learn, valid, test = harness.split_units(person, people)
    mean, spread = x[learn].mean(axis=0), x[learn].std(axis=0)
    x = (x - mean) / spread
    ranked = tremor.strongest(x[learn], y[learn])
    best, highest = None, -1.0
    for num_kept, num_neighbors in tremor.SETTINGS:
        kept = x[:, ranked[:num_kept]]
        predicted = tremor.vote(kept[learn], y[learn], kept[valid], num_neighbors)
        score = tremor.balanced_accuracy(y[valid], predicted)
        if score > highest:
            best, highest = (num_kept, num_neighbors), score
    kept = x[:, ranked[: best[0]]]
    predicted = tremor.vote(kept[learn], y[learn], kept[test], best[1])
    return tremor.balanced_accuracy(y[test], predicted), test, predicted


def tremor_study_by_hand(x, y, person, seed):
    order = np.random.default_rng(seed).permutation(np.unique(person))
    learn, valid, test = harness.split_units(person, order)
    ranked = tremor.strongest(x[learn], y[learn])  # a scale does not move the order
    x = harness.scale_by(x, learn)

    def predict(setting, part):
        kept = x[:, ranked[: setting[0]]]
        return tremor.vote(kept[learn], y[learn], kept[part], setting[1])

    def score(setting, part):
        right = predict(setting, part) == y[part]
        return (right[y[part] == 0].mean() + right[y[part] == 1].mean()) / 2

    scores = [score(setting, valid) for setting in tremor.SETTINGS]
    best = tremor.SETTINGS[int(np.argmax(scores))]
    return score(best, test), test, predict(best, test)


def learning_curve_by_lists(x, y, x_valid, y_valid, sizes, fit):
    def wrong(predict, inputs, classes):
        return sum(int(a) != int(b) for a, b in zip(predict(inputs), classes)) / len(classes)

    models = [fit(x[:size], y[:size]) for size in sizes]
    old = [wrong(model, x[:size], y[:size]) for model, size in zip(models, sizes)]
    return old, [wrong(model, x_valid, y_valid) for model in models]


def learning_curve_in_one_table(x, y, x_valid, y_valid, sizes, fit):
    errors = np.zeros((2, len(sizes)))
    for place, size in enumerate(sizes):
        rows = np.arange(size)
        model = fit(x[rows], y[rows])
        errors[0, place] = 1 - np.mean(model(x[rows]) == y[rows])
        errors[1, place] = 1 - np.mean(model(x_valid) == y_valid)
    return errors


def nested_scores_in_loops(num_samples, num_folds, settings, score):
    outer = []
    blocks = np.array_split(np.arange(num_samples), num_folds)
    for block in blocks:
        learn = np.setdiff1d(np.arange(num_samples), block)
        best, highest = None, -1.0
        for setting in settings:
            total = 0.0
            for held in np.array_split(learn, num_folds):
                total += score(setting, np.setdiff1d(learn, held), held)
            if total > highest:
                best, highest = setting, total
        outer.append(score(best, learn, block))
    return outer


def nested_scores_by_table(num_samples, num_folds, settings, score):
    scores = []
    for fold in range(num_folds):
        learn, held_out = validation.k_fold(num_samples, num_folds, fold)
        table = np.zeros((len(settings), num_folds))
        for number in range(num_folds):
            ours, theirs = (
                learn[part] for part in validation.k_fold(len(learn), num_folds, number)
            )
            table[:, number] = [score(setting, ours, theirs) for setting in settings]
        scores.append(score(settings[table.mean(axis=1).argmax()], learn, held_out))
    return torch.tensor(scores)
