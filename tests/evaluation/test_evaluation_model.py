"""The simulations of notebook 05 land on the numbers that the course promises."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.model_selection import GroupKFold, KFold, StratifiedGroupKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from torch import nn

from helpers.datasets import digits
from helpers.evaluation import model
from helpers.mlp import MLP
from helpers.training import train

# --- Polynomials ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("degree", "target", "tolerance"),
    [(0, 0.771, 0.01), (1, 0.570, 0.01), (3, 0.347, 0.01), (9, 0.639, 0.04)],
)
def test_median_test_rms_over_500_sets(degree, target, tolerance):
    _, test = model.polynomial_rms([degree])
    assert test.shape == (1, 500)
    assert np.median(test) == pytest.approx(target, abs=tolerance)


def test_training_error_never_rises_with_the_degree():
    train_rms, _ = model.polynomial_rms(list(range(10)), num_sets=20)
    assert np.all(np.diff(train_rms, axis=0) <= 1e-9)
    assert train_rms[9] == pytest.approx(0, abs=1e-9)  # ten points, ten weights


def test_fit_is_the_least_squares_polynomial():
    x, y = model.noisy_sine(12, 0.3, 3)
    fitted = model.predict_polynomial(model.fit_polynomial(x, y, 4), x)
    for row, values in zip(y, fitted):
        assert values == pytest.approx(np.polyval(np.polyfit(x, row, 4), x))


@pytest.mark.parametrize("degree", [0, 1, 3, 6, 9])
def test_bias_variance_and_noise_add_up(degree):
    bias2, variance = model.bias_and_variance(degree)
    _, test = model.polynomial_rms([degree])
    assert np.mean(test**2) == pytest.approx(bias2 + variance + 0.09, rel=0.02)


# --- Validation -----------------------------------------------------------------------------------


@given(st.integers(2, 60), st.data())
def test_folds_are_a_partition(num_samples, data):
    num_folds = data.draw(st.integers(2, num_samples))
    pairs = [model.k_fold(num_samples, num_folds, fold) for fold in range(num_folds)]
    assert np.concatenate([valid for _, valid in pairs]).tolist() == list(range(num_samples))
    sizes = [len(valid) for _, valid in pairs]
    assert max(sizes) - min(sizes) <= 1
    assert sizes == sorted(sizes, reverse=True)
    for ours, valid in pairs:
        assert sorted([*ours, *valid]) == list(range(num_samples))
    for ours, (theirs_train, theirs_valid) in zip(
        pairs, KFold(num_folds).split(range(num_samples))
    ):
        assert np.array_equal(ours[0], theirs_train)
        assert np.array_equal(ours[1], theirs_valid)


@pytest.mark.parametrize("patience", [1, 2, 4])
def test_early_stop_is_what_train_does(patience):
    (x, y), valid, _ = digits.load()

    def run(num_epochs, **options):
        torch.manual_seed(1)
        network = MLP([64, 32, 10])
        optimizer = torch.optim.SGD(network.parameters(), lr=1.0)
        return train(
            network,
            x[:60],
            y[:60],
            nn.CrossEntropyLoss(),
            optimizer,
            num_epochs,
            20,
            valid=valid,
            **options,
        )

    best, last = model.early_stop(run(40).valid_loss, patience)
    stopped = run(40, patience=patience)
    assert (stopped.best_epoch, stopped.num_epochs) == (best, last)


@pytest.mark.parametrize(("k", "n"), [(10, 100), (100, 100), (100, 1000), (1000, 200)])
def test_best_of_k_coin_flips(k, n):
    law, exact = model.best_of_law(k, n), model.expected_best(k, n)
    simulated = np.mean([model.coin_flip_scores(k, n, seed).max() for seed in range(300)])
    assert simulated == pytest.approx(exact, abs=0.004)
    assert exact < law
    assert exact - 0.5 == pytest.approx(law - 0.5, rel=0.3)  # "about"


def test_one_try_is_fair():
    assert model.expected_best(np.array([1]), 77) == pytest.approx([0.5])
    assert model.best_of_law(1, 77) == 0.5


def test_freedman_screening():
    pairs = [model.screening(seed=seed) for seed in range(400)]
    first, second = (np.array([pair[i].r2 for pair in pairs]) for i in (0, 1))
    assert np.median(first) == pytest.approx(0.50, abs=0.02)
    assert np.median(second) == pytest.approx(0.30, abs=0.03)
    p_values = np.array([kept.p_overall for _, kept in pairs])
    assert 0.0003 < np.median(p_values) < 0.003  # target .0014
    assert np.mean(p_values < 0.05) > 0.9


def test_regression_agrees_with_scipy():
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal(30), rng.standard_normal(30)
    ours, theirs = model.regress(x[:, None], y), stats.linregress(x, y)
    assert ours.r2 == pytest.approx(theirs.rvalue**2)
    assert ours.p_values[0] == pytest.approx(theirs.pvalue)
    assert ours.p_overall == pytest.approx(theirs.pvalue)  # with one feature F is t^2
    assert model.regress(np.empty((30, 0)), y).p_overall == 1.0


# --- The crowd ------------------------------------------------------------------------------------


def test_crowd_learns_and_each_model_by_itself():
    learn, valid, _ = digits.load()
    crowd = model.train_crowd(*learn, np.array([0.3, 0.3, 1e-6]), np.array([16, 4, 16]), 150)
    accuracies = crowd.accuracies(*valid)
    assert accuracies[0] > 0.85 > accuracies[2]
    assert crowd.mask.sum(dim=(1, 2)).tolist() == [16, 4, 16]
    alone = crowd(valid[0].flatten(1))[1]
    assert crowd.accuracies(*valid)[1] == pytest.approx(
        (alone.argmax(1) == valid[1]).double().mean().item()
    )


def test_crowd_keeps_to_its_subsets():
    x, y = torch.eye(40), torch.arange(40) % 2
    crowd = model.train_crowd(x, y, np.full(3, 5.0), np.full(3, 8), 200, 8, subset_size=10)
    first_layer = crowd.weights[0].detach()
    start = model.train_crowd(x, y, np.full(3, 1e-30), np.full(3, 8), 1, 8, subset_size=10)
    moved = (first_layer - start.weights[0].detach()).abs().amax(dim=2) > 1e-6
    assert moved.sum(dim=1).max() <= 10  # an input that is never shown leaves its weights alone


# --- Splits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("offset", "by_record"), [(0.0, 0.50), (0.5, 0.58), (1.0, 0.81), (2.0, 0.99)]
)
def test_identity_confounding(offset, by_record):
    records, dealt, balanced = model.average_confounding(offset)
    assert records == pytest.approx(by_record, abs=0.015)
    assert balanced == pytest.approx(0.5, abs=0.035)
    assert dealt < balanced
    if offset == 0:
        assert dealt == pytest.approx(0.45, abs=0.02)  # the trap; over 200 data sets it is .451


def test_nearest_neighbors_and_trap_agree_with_scikit_learn():
    ours, theirs, stratified = [], [], []
    for seed in range(6):
        x, y, subject = model.make_records(offset=1.0, seed=seed)
        classifier = KNeighborsClassifier(5)
        splits = GroupKFold(5).split(x, y, subject)
        folds = np.empty(len(y), dtype=int)
        for fold, (_, held_out) in enumerate(splits):
            folds[held_out] = fold
        ours.append(model.nearest_neighbor_accuracy(x, y, folds))
        theirs.append(cross_val_score(classifier, x, y, groups=subject, cv=GroupKFold(5)).mean())
        for _, held_out in StratifiedGroupKFold(5).split(x, y, subject):
            stratified.append(np.mean(y[held_out]))
    assert ours == pytest.approx(theirs, abs=0.002)
    assert stratified == pytest.approx([0.5] * len(stratified))


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.integers(1, 6))
def test_subjects_are_never_cut(subjects, num_folds):
    subject = np.array(subjects)
    folds = model.subject_folds(subject, num_folds)
    for name in set(subjects):
        assert len(set(folds[subject == name])) == 1
    sizes = [len(set(subject[folds == fold])) for fold in range(num_folds)]
    assert max(sizes) - min(sizes) <= 1


def test_balanced_folds_hold_each_diagnosis_alike():
    _, diagnosis, subject = model.make_records(20, seed=3)
    folds = model.balanced_subject_folds(diagnosis, subject)
    for name in range(20):
        assert len(set(folds[subject == name])) == 1
    assert [np.mean(diagnosis[folds == fold]) for fold in range(5)] == pytest.approx([0.5] * 5)


# --- Metrics --------------------------------------------------------------------------------------


def test_personal_mean_across_and_within_people():
    across, within = [], []
    for seed in range(20):
        moods = model.make_moods(icc=0.8, seed=seed)
        personal = np.repeat(moods.past.mean(axis=1, keepdims=True), 30, axis=1)
        across.append(model.r_squared(moods.future, personal))
        own = moods.future.mean(axis=1, keepdims=True)
        within.append(model.r2_over_baseline(moods.future, personal, own))
    assert np.mean(across) == pytest.approx(0.78, abs=0.02)
    assert max(within) < 0


def test_variance_form_forgets_a_constant_error():
    actual = np.array([1.0, 2.0, 4.0])
    assert model.r2_by_variances(actual, actual + 5) == 1.0
    assert model.r_squared(actual, actual + 5) < 0
    assert model.r_squared(actual, np.full(3, actual.mean())) == 0.0


def test_gender_shades_totals_check():
    assert model.SHADES_SHARES.sum() == pytest.approx(100, abs=0.2)
    published = {"Microsoft": 6.3, "Face++": 10.0, "IBM": 12.1}
    for company, (overall, by_group) in model.SHADES.items():
        assert overall == published[company]
        total = np.average(by_group, weights=model.SHADES_SHARES)
        assert total == pytest.approx(overall, abs=0.1)


def test_threshold_rates():
    assert model.GROUP_A.rates(1.5)[:2] == pytest.approx((0.0668, 0.0668), abs=1e-4)
    assert model.GROUP_B.rates(1.5)[1] == pytest.approx(0.5)
    assert model.GROUP_B.rates(0.5)[:2] == pytest.approx((0.1587, 0.1587), abs=1e-4)


# --- Bad arguments --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: model.noisy_sine(1, 0.3, 5), "num_points"),
        (lambda: model.noisy_sine(5, -0.1, 5), "noise"),
        (lambda: model.polynomial_matrix(np.zeros(3), -1), "degree"),
        (lambda: model.coin_flip_scores(0, 10), "num_tries"),
        (lambda: model.best_of_law(5, 0), "num_samples"),
        (lambda: model.make_records(1), "num_subjects"),
        (lambda: model.make_records(5, offset=-1), "offset"),
        (lambda: model.make_moods(icc=1.2), "icc"),
        (lambda: model.screening(10, 20), "num_samples"),
        (
            lambda: model.train_crowd(
                torch.zeros(5, 3), torch.zeros(5).long(), [0.1], [4], subset_size=9
            ),
            "num_samples",
        ),
        (lambda: model.train_crowd(torch.zeros(5, 3), torch.zeros(5).long(), [0.0], [4]), "lrs"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
