"""Folds and early stopping: a partition, never through a subject, and what `train` does."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn.model_selection import KFold
from torch import nn

from helpers.datasets import digits
from helpers.evaluation import confounding, validation
from helpers.mlp import MLP
from helpers.statistics import sign_test
from helpers.training import predict, train


@given(st.integers(2, 60), st.data())
def test_folds_are_a_partition(num_samples, data):
    num_folds = data.draw(st.integers(2, num_samples))
    pairs = [validation.k_fold(num_samples, num_folds, fold) for fold in range(num_folds)]
    assert np.concatenate([valid for _, valid in pairs]).tolist() == list(range(num_samples))
    sizes = [len(valid) for _, valid in pairs]
    assert max(sizes) - min(sizes) <= 1
    assert sizes == sorted(sizes, reverse=True)
    for ours, valid in pairs:
        assert sorted([*ours, *valid]) == list(range(num_samples))
    for ours, theirs in zip(pairs, KFold(num_folds).split(range(num_samples)), strict=True):
        assert all(map(np.array_equal, ours, theirs))


@pytest.mark.parametrize("patience", [1, 2, 4])
def test_early_stop_is_what_train_does(patience):
    (x, y), valid, _ = digits.load()
    x, y, loss_fn = x[:60], y[:60], nn.CrossEntropyLoss()

    def run(num_epochs, **options):
        torch.manual_seed(1)
        network = MLP([64, 32, 10])
        optimizer = torch.optim.SGD(network.parameters(), lr=1.0)
        return train(network, x, y, loss_fn, optimizer, num_epochs, 20, valid=valid, **options)

    best, last = validation.early_stop(run(40).valid_loss, patience)
    stopped = run(40, patience=patience)
    assert (stopped.best_epoch, stopped.num_epochs) == (best, last)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=60), st.integers(1, 6))
def test_subjects_are_never_cut(subjects, num_folds):
    subject = np.array(subjects)
    folds = validation.subject_folds(subject, num_folds)
    for name in set(subjects):
        assert len(set(folds[subject == name])) == 1
    sizes = [len(set(subject[folds == fold])) for fold in range(num_folds)]
    assert max(sizes) - min(sizes) <= 1


def test_balanced_folds_hold_each_diagnosis_alike():
    _, diagnosis, subject = confounding.make_records(20, seed=3)
    folds = validation.balanced_subject_folds(diagnosis, subject)
    for name in range(20):
        assert len(set(folds[subject == name])) == 1
    assert [np.mean(diagnosis[folds == fold]) for fold in range(5)] == pytest.approx([0.5] * 5)


@pytest.mark.claims("A patience of 1 stops", "A patience of 3 finds epoch 4")
def test_patience_finds_epochs_2_4_and_8_of_the_notebook():
    losses = [0.90, 0.60, 0.65, 0.58, 0.59, 0.61, 0.63, 0.40]
    found = [validation.early_stop(losses, patience) for patience in (1, 3, 5)]
    assert found == [(2, 3), (4, 7), (8, 8)]


@given(st.lists(st.floats(0, 9), min_size=1, max_size=30), st.integers(1, 8))
def test_more_patience_never_finds_less(losses, patience):
    less, more = (validation.early_stop(losses, wait)[0] for wait in (patience, patience + 1))
    assert losses[more - 1] <= losses[less - 1]


@pytest.mark.claims("10 samples in 3 folds make blocks of 4, 3 and 3")
def test_ten_samples_in_three_folds():
    assert [len(validation.k_fold(10, 3, fold)[1]) for fold in range(3)] == [4, 3, 3]


# --- Training curves, and pairs --------------------------------------------------------------------


@pytest.mark.claims("(Six networks, from other digits and other weights, end between .86 and .91.)")
def test_hundred_digits_leave_a_gap_and_more_epochs_do_not_close_it():
    (x, y), valid, _ = digits.load()
    for seed in range(6):
        generator = torch.Generator().manual_seed(seed)
        few = torch.randperm(len(x), generator=generator)[:100]
        network = MLP([64, 128, 10], generator=generator)
        optimizer = torch.optim.SGD(network.parameters(), lr=0.4)
        loss_fn = nn.CrossEntropyLoss()
        history = train(network, x[few], y[few], loss_fn, optimizer, 80, 20, valid=valid, seed=seed)
        assert 0.86 < history.valid_accuracy[-1] < 0.91
        assert history.valid_loss[-1] > 20 * history.train_loss[-1]
        assert min(history.valid_loss[40:]) > 0.9 * min(history.valid_loss[:40])


@pytest.mark.claims("the rate .5 is better here", "for .92 and 60 samples that is 3.5 points")
def test_pairs_tell_what_a_block_cannot():
    """In five repetitions the difference hides in one block's error, and the pairs show it."""
    x, y = (part[:300] for part in digits.load()[0])
    standard_error = (0.92 * 0.08 / 60) ** 0.5
    assert standard_error == pytest.approx(0.035, abs=0.0005)

    def cross_validate(lr, seed):
        right = []
        for fold in range(5):
            ours, held_out = validation.k_fold(len(x), 5, fold)
            network = MLP([64, 64, 10], generator=torch.Generator().manual_seed(seed))
            optimizer = torch.optim.SGD(network.parameters(), lr=lr)
            loss_fn = nn.CrossEntropyLoss()
            train(network, x[ours], y[ours], loss_fn, optimizer, 20, 60, seed=seed)
            right.append(predict(network, x[held_out]).argmax(dim=1) == y[held_out])
        return torch.stack(right).numpy()

    for seed in range(5):
        fast, slow = cross_validate(0.5, seed), cross_validate(0.2, seed)
        assert fast.mean(axis=1).std(ddof=1) == pytest.approx(standard_error, abs=0.025)
        assert sign_test(np.sum(fast & ~slow), np.sum(slow & ~fast)) < 0.02
        assert fast.mean() - slow.mean() < 2 * standard_error


@pytest.mark.claims(
    "coins do as much with chance .39",
    "coins do that with chance .002",
    "If it is 60 against 50",
    "The standard error of each is 0.9 points",
)
def test_sign_test_is_that_of_scipy_and_of_the_quiz():
    for pair in ((60, 50), (10, 0), (16, 3), (0, 0), (3, 3)):
        theirs = stats.binomtest(pair[0], max(sum(pair), 1)).pvalue if sum(pair) else 1.0
        assert sign_test(*pair) == pytest.approx(theirs)
    assert sign_test(60, 50) == pytest.approx(0.39, abs=0.005)
    assert sign_test(10, 0) == pytest.approx(0.002, abs=0.0005)
    for share in (0.91, 0.92):
        assert 100 * (share * (1 - share) / 1000) ** 0.5 == pytest.approx(0.9, abs=0.05)
    with pytest.raises(ValueError, match="num_losses"):
        sign_test(3, -1)
