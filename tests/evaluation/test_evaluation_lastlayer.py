"""More data or a better model, and what a choice by cross-validation promises: over many draws."""

import numpy as np
import pytest

from helpers.evaluation import lastlayer, validation

SIZES = [25, 50, 100, 200, 400, 800]


@pytest.fixture(scope="module")
def curves():
    """Return {width: errors (16 draws, learned or new, sizes)}, of other draws than the notebook's, too."""
    found: dict[int, list] = {10: [], 400: []}
    for seed in range(16):
        x, y = lastlayer.shuffled_digits(seed)
        for width, errors in found.items():
            fit = lastlayer.network(width, seed)
            case = x[:800], y[:800], x[800:], y[800:], SIZES, fit
            errors.append(validation.learning_curve(*case))
    return {width: np.array(errors) for width, errors in found.items()}


@pytest.mark.claims(
    "At 800 digits the two errors are within 4 points",
    "The more digits 10 units learn, the *fewer* of these they have right",
)
def test_ten_units_close_the_bracket_and_stay_high(curves):
    old, new = curves[10].swapaxes(0, 1)
    assert np.all(np.diff(old.mean(axis=0)) > 0)  # more learned, fewer of them right
    assert np.all(np.diff(new.mean(axis=0)) < 0)
    gap = (new - old)[:, -1]
    assert gap.min() > -0.04 and gap.max() < 0.08 and 0.005 < gap.mean() < 0.04
    assert np.mean(old[:, 2] < new[:, -1]) > 0.9  # the bracket of 100 digits holds what comes
    assert np.all(new[:, -1] < new[:, 2])
    assert old.mean(axis=0)[2] == pytest.approx(1 / 3, abs=0.03)  # as the guess says
    assert new.mean(axis=0)[2] == pytest.approx(1 / 2, abs=0.03)


@pytest.mark.claims(
    "the network has more than 99 of 100 digits right that it has learned",
    "with each doubling the error on new digits falls by a quarter or more",
)
def test_four_hundred_units_learn_all_and_gain_with_each_doubling(curves):
    old, new = curves[400].swapaxes(0, 1)
    assert old.max() < 0.01
    mean = new.mean(axis=0)
    assert np.all(mean[1:] < 0.75 * mean[:-1])


@pytest.fixture(scope="module")
def contests():
    """Return (plain, nested, truth, blind), each (30 draws,)."""
    rows = []
    for seed in range(30):
        contest = lastlayer.contest(seed)
        settings = list(range(len(contest.hidden)))
        best, plain = validation.plain_choice(np.arange(100), 5, settings, contest.score)
        nested = validation.nested_scores(100, 5, settings, contest.score).mean()
        on_new = [contest.score_on_new(setting) for setting in settings]
        rows.append((plain, nested, on_new[best], np.mean(on_new)))
    return np.array(rows).T


@pytest.mark.claims(
    "The other 1,697 digits tell the truth",
    "Choosing the seed helped: on new digits the winner is better",
    "promises six points more than it keeps",
    "The nested score errs to the other side, by two points",
    "its gap to the truth has a spread of six points",
)
def test_the_score_that_chose_flatters_and_the_nested_one_does_not(contests):
    plain, nested, truth, blind = contests
    flattery, miss = 100 * (plain - truth), 100 * (nested - truth)
    assert 5.5 < flattery.mean() < 6.5
    assert flattery.mean() > 5 * flattery.std(ddof=1) / 30**0.5
    assert -2.5 < miss.mean() < -1
    assert 5.5 < miss.std(ddof=1) < 6.5
    assert (truth - blind).mean() > 3 * (truth - blind).std(ddof=1) / 30**0.5
    assert plain.mean() == pytest.approx(0.69, abs=0.005)  # as the guess says
    assert len(lastlayer.contest(0, num_settings=1).y) - 100 == 1697


def test_a_model_that_cannot_learn_is_flattered_and_not_by_nesting():
    """Coins: every setting is worth one half, whatever it learns."""
    gaps = []
    for seed in range(100):
        right = np.random.default_rng(seed).random((20, 60)) < 0.5

        def score(setting, learn, held_out, right=right):
            assert not set(learn) & set(held_out)
            return right[setting][held_out].mean()

        best = validation.plain_choice(np.arange(60), 5, range(20), score)
        gaps.append((best[1] - 0.5, validation.nested_scores(60, 5, range(20), score).mean() - 0.5))
    plain, nested = np.mean(gaps, axis=0)
    assert plain > 0.08
    assert abs(nested) < 0.03


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: lastlayer.network(0), "width"),
        (lambda: lastlayer.contest(0, num_rows=0), "num_rows"),
        (lambda: lastlayer.contest(0, num_settings=0), "num_settings"),
    ],
)
def test_sizes_below_one_are_refused_by_name(make, word):
    with pytest.raises(ValueError, match=word):
        make()
