"""The flawed study: every fault changes the number, every set of faults is told from every other."""

import itertools

import numpy as np
import pytest

from helpers.evaluation import tremor
from helpers.evaluation.checks_tremor import TREMOR_STUDY
from helpers.exercise import judge

TABLE = tremor.load_table()
PARTS = TABLE.x, TABLE.y, TABLE.person


def test_the_stored_table_is_made_again():
    made = tremor.make_table(seed=0)
    assert np.array_equal(made.person, TABLE.person)
    assert np.array_equal(made.y, TABLE.y)
    assert made.x == pytest.approx(TABLE.x, abs=0.006, rel=1e-5)


def test_each_fault_repaired_alone_changes_the_number_that_was_published():
    published = tremor.flawed_study(*PARTS, seed=3)[0]
    for fault in tremor.FAULTS:
        others = [other for other in tremor.FAULTS if other != fault]
        assert tremor.run_study(*PARTS, 3, others)[0] != published, fault


def test_every_set_of_faults_computes_something_else_on_the_cases():
    outcomes = {}
    for faults in tremor.all_variants():
        runs = [tremor.run_study(**case, faults=faults) for case in TREMOR_STUDY.cases]
        outcomes[faults] = [(score, *test, *predicted) for score, test, predicted in runs]
    assert len(outcomes) == 32
    for one, other in itertools.combinations(outcomes, 2):
        assert outcomes[one] != outcomes[other], (one, other)


def test_the_verdict_names_the_faults_that_are_left_and_no_other():
    names = {fault: fault.replace("reuse", "test reuse") for fault in tremor.FAULTS}
    for faults in (("scaling",), ("reuse", "metric"), ("selection", "identity", "metric")):
        message = judge(TREMOR_STUDY, lambda *case, f=faults: tremor.run_study(*case, f)).message
        for fault, name in names.items():
            assert (f"({name})" in message) == (fault in faults)


def test_no_honest_part_knows_another():
    """Relabel the test people: nothing that the repaired study predicts may change."""
    _, test, predicted = tremor.run_study(*PARTS, 3)
    flipped = TABLE.y.copy()
    flipped[test] = 1 - flipped[test]
    moved = TABLE.x.copy()
    moved[test[: len(test) // 2]] *= 1000
    assert np.array_equal(tremor.run_study(TABLE.x, flipped, TABLE.person, 3)[2], predicted)
    others = slice(len(test) // 2, None)
    assert np.array_equal(
        tremor.run_study(moved, TABLE.y, TABLE.person, 3)[2][others], predicted[others]
    )
    outside = np.delete(TABLE.person, test)
    assert not np.isin(outside, TABLE.person[test]).any()


def test_neighbors_are_those_of_scikit_learn():
    from sklearn.neighbors import KNeighborsClassifier

    x, y = TABLE.x[:100], TABLE.y[:100]
    for num_neighbors in (1, 3, 9):
        theirs = KNeighborsClassifier(num_neighbors).fit(x, y).predict(TABLE.x[100:200])
        assert np.array_equal(tremor.vote(x, y, TABLE.x[100:200], num_neighbors), theirs)


@pytest.mark.claims(
    "Any one repair alone takes off .08 at most",
    "The last column puts each fault into the honest study",
    "All five faults score 0.95 over ten splits",
    "the ten splits scatter from 0.61 to 0.78",
    "over ten splits the honest score is above one half",
)
def test_what_each_fault_is_worth():
    honest, flawed = tremor.mean_score(TABLE, ()), tremor.mean_score(TABLE, tremor.FAULTS)
    assert round(flawed.mean(), 2) == 0.95
    assert round(honest.mean(), 2) == 0.70
    assert [round(honest.min(), 2), round(honest.max(), 2)] == [0.61, 0.78]
    assert honest.min() > 0.5
    repaired = {
        fault: tremor.mean_score(TABLE, [o for o in tremor.FAULTS if o != fault]).mean()
        - flawed.mean()
        for fault in tremor.FAULTS
    }
    assert round(min(repaired.values()), 2) == -0.08 == round(repaired["identity"], 2)
    assert max(abs(repaired["scaling"]), abs(repaired["selection"])) < 0.002
    left = {f: tremor.mean_score(TABLE, [f]).mean() - honest.mean() for f in tremor.FAULTS}
    rounded = {fault: round(gain, 2) for fault, gain in left.items()}
    assert rounded == dict(scaling=-0.03, selection=0.09, identity=0.21, reuse=0.05, metric=0.08)
    assert np.ptp(honest) > sorted(left.values())[-2]


@pytest.mark.claims("the flawed study still reports 0.91 on average, and the repaired one 0.50")
def test_without_anything_to_find_the_flawed_study_finds_it():
    scores = []
    for seed in range(6):
        people = np.unique(TABLE.person)
        dealt = np.random.default_rng(seed).permutation(np.arange(len(people)) % 4 == 0)
        table = tremor.Table(
            TABLE.x, dealt[np.searchsorted(people, TABLE.person)].astype(int), TABLE.person
        )
        scores.append([tremor.mean_score(table, f, 5).mean() for f in (tremor.FAULTS, ())])
    assert np.mean(scores, axis=0) == pytest.approx([0.91, 0.50], abs=0.005)


def test_the_interval_is_over_people_and_wider_than_over_recordings():
    score, test, predicted = tremor.run_study(*PARTS, 3)
    low, high = tremor.person_interval(TABLE, test, predicted)
    assert low < score < high
    own_names = tremor.Table(TABLE.x, TABLE.y, np.arange(len(TABLE.y)))
    narrow = tremor.person_interval(own_names, test, predicted)
    assert high - low > 1.3 * (narrow[1] - narrow[0])
