"""Folds and early stopping: a partition, never through a subject, and what `train` does."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.model_selection import KFold
from torch import nn

from helpers.datasets import digits
from helpers.evaluation import confounding, validation
from helpers.mlp import MLP
from helpers.training import train


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
