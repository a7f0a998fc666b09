"""Identity confounding: the scores that the notebook tells, scikit-learn's, and the stored study."""

import numpy as np
import pytest
import study_confounding
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from helpers.evaluation import confounding, validation


def standard_error(values):
    return values.std(ddof=1) / len(values) ** 0.5


@pytest.mark.claims(
    "the score climbs to nearly 100 %", "Split by subject, it stays around one half"
)
@pytest.mark.parametrize(
    ("offset", "by_record"), [(0.0, 0.50), (0.5, 0.58), (1.0, 0.81), (2.0, 0.99)]
)
def test_identity_confounding(offset, by_record):
    scores = confounding.neighbor_scores(offset)
    records, dealt, balanced = scores.T
    assert records.mean() == pytest.approx(by_record, abs=0.015)
    assert balanced.mean() == pytest.approx(0.5, abs=3 * standard_error(balanced))
    gap = dealt - balanced
    assert -0.06 < gap.mean() < -2.5 * standard_error(gap)


@pytest.mark.claims("So the truth is 50 %", "it scatters: for the diagnosis there are 20 samples")
def test_features_know_nothing_of_the_diagnosis_and_each_person_has_one():
    correlations = []
    for seed in range(40):
        x, y, subject = confounding.make_records(offset=2.0, seed=seed)
        assert y.mean() == 0.5
        assert len({(person, label) for person, label in zip(subject, y, strict=True)}) == 20
        correlations.append(np.corrcoef(x[:, 0], y)[0, 1])
    correlations = np.array(correlations)
    assert abs(correlations.mean()) < 3 * standard_error(correlations)
    # As if 20 samples had been drawn, not 600: the scatter of scores, too, is that of 20 flips.
    assert correlations.std() == pytest.approx(1 / 20**0.5, rel=0.35)
    by_subject = confounding.neighbor_scores(2.0)[:, 2]
    assert by_subject.std() == pytest.approx(0.5 / 20**0.5, rel=0.35)


def test_neighbors_are_the_same_persons_when_people_are_far_apart():
    x, y, subject = confounding.make_records(offset=2.0)
    neighbors = confounding.nearest_neighbors(x, validation.record_folds(len(y))).numpy()
    assert np.mean(subject[neighbors] == subject[:, None]) > 0.9
    apart = confounding.nearest_neighbors(x, validation.subject_folds(subject, 5)).numpy()
    assert not np.any(subject[apart] == subject[:, None])


@pytest.mark.claims("If a fold happens to hold three ill people and one healthy")
def test_what_a_fold_has_too_much_of_the_others_have_too_little_of():
    _, y, subject = confounding.make_records(20, seed=0)
    folds = validation.subject_folds(subject, 5)
    shares = [(y[folds == fold].mean(), y[folds != fold].mean()) for fold in range(5)]
    assert any(inside != 0.5 for inside, _ in shares)
    assert all((inside - 0.5) * (outside - 0.5) <= 0 for inside, outside in shares)


# --- The stored study of a network -----------------------------------------------------------------


@pytest.mark.claims(
    "It is .38, and it should be .50",
    "Our .38 is mostly luck",
    "the score by subject scatters by .12, and a quarter of the data sets score as low",
    "Both means are .50, as far as 60 data sets can tell",
    "the dealt folds score .04 lower than the balanced ones, four standard errors",
    "one score from 20 people, whether it is .38 or .62",
)
def test_stored_scores_tell_luck_from_the_split():
    scores = confounding.load_study()
    assert scores.shape == (60, 3)
    _, dealt, balanced = scores.T
    assert dealt[0] == pytest.approx(0.38, abs=0.005)
    assert dealt.std(ddof=1) == pytest.approx(0.12, abs=0.005)
    assert balanced.std(ddof=1) == pytest.approx(0.11, abs=0.01)
    assert np.mean(dealt <= dealt[0]) == pytest.approx(0.25, abs=0.03)
    assert np.mean(np.abs(scores[:, 1:] - 0.5) > 0.11) > 0.25  # .38 and .62 are common
    for values in (dealt, balanced):
        assert values.mean() == pytest.approx(0.5, abs=2 * standard_error(values))
    gap = dealt - balanced
    assert gap.mean() == pytest.approx(-0.04, abs=0.005)
    assert gap.mean() / standard_error(gap) == pytest.approx(-4, abs=0.5)
    assert abs(gap.mean()) < dealt.std() / 2  # the split explains less than luck does


def test_two_data_sets_of_the_study_are_made_again():
    stored = confounding.load_study()
    for seed in (0, 7):
        ours = confounding.network_scores(study_confounding.OFFSET, seed)
        assert ours == pytest.approx(stored[seed], abs=0.02)
    assert len(stored) == study_confounding.NUM_DATA_SETS


def test_nearest_neighbors_and_dealt_folds_agree_with_scikit_learn():
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
