"""Identity confounding: the scores that the course promises, and scikit-learn's."""

import numpy as np
import pytest
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from helpers.evaluation import confounding


@pytest.mark.parametrize(
    ("offset", "by_record"), [(0.0, 0.50), (0.5, 0.58), (1.0, 0.81), (2.0, 0.99)]
)
def test_identity_confounding(offset, by_record):
    records, dealt, balanced = confounding.average_confounding(offset)
    assert records == pytest.approx(by_record, abs=0.015)
    assert balanced == pytest.approx(0.5, abs=0.035)
    assert dealt < balanced
    if offset == 0:
        assert dealt == pytest.approx(0.45, abs=0.02)  # the trap; over 200 data sets it is .451


def test_nearest_neighbors_and_trap_agree_with_scikit_learn():
    ours, theirs, stratified = [], [], []
    for seed in range(6):
        x, y, subject = confounding.make_records(offset=1.0, seed=seed)
        classifier = KNeighborsClassifier(5)
        splits = GroupKFold(5).split(x, y, subject)
        folds = np.empty(len(y), dtype=int)
        for fold, (_, held_out) in enumerate(splits):
            folds[held_out] = fold
        ours.append(confounding.nearest_neighbor_accuracy(x, y, folds))
        theirs.append(cross_val_score(classifier, x, y, groups=subject, cv=GroupKFold(5)).mean())
        for _, held_out in StratifiedGroupKFold(5).split(x, y, subject):
            stratified.append(np.mean(y[held_out]))
    assert ours == pytest.approx(theirs, abs=0.002)
    assert stratified == pytest.approx([0.5] * len(stratified))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: confounding.make_records(1), "num_subjects"),
        (lambda: confounding.make_records(5, offset=-1), "offset"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
