"""What a fair coin does, against counting every sequence and against scipy."""

import itertools

import numpy as np
import pytest
from scipy.stats import binomtest

from helpers.ethics import luck
from helpers.statistics import sign_test


@pytest.mark.parametrize(("num_heads", "num_tosses"), [(0, 0), (0, 4), (4, 5), (7, 8), (3, 6)])
def test_chance_is_the_share_of_all_sequences(num_heads, num_tosses):
    sequences = list(itertools.product((0, 1), repeat=num_tosses))
    share = np.mean([sum(sequence) >= num_heads for sequence in sequences])
    assert luck.chance_of_at_least(num_heads, num_tosses) == pytest.approx(share)


@pytest.mark.claims("About one time in five.", "which would be one time in 28")
def test_the_match_of_1979():
    program, villa = [2, 1, 2, 2], [1]
    assert (sum(program), sum(villa)) == (7, 1)
    by_games = luck.chance_of_at_least(len(program), len(program) + len(villa))
    assert by_games == 6 / 32
    assert round(1 / luck.chance_of_at_least(sum(program), sum(program) + sum(villa))) == 28


@pytest.mark.parametrize(("wins", "losses"), [(4, 2), (3, 1), (2, 0), (0, 9), (5, 5), (12, 3)])
def test_sign_test_is_scipys(wins, losses):
    p = binomtest(wins, wins + losses).pvalue
    assert sign_test(wins, losses) == sign_test(losses, wins) == pytest.approx(p)


def test_sign_test_without_a_difference_is_1():
    assert sign_test(0, 0) == 1


@pytest.mark.claims(
    "Half of the time or more, whatever the article left out.",
    "In a test it was 94 %",
    "half, or 2 in 100",
    "of 100 cancers they differ on six or fewer",
    "too few to tell them apart",
)
def test_the_headlines_study_cannot_tell_program_from_doctors():
    program, doctors, false_alarms, num_ill, num_healthy = 2, 4, 10, 100, 100
    assert 1 - (program + false_alarms) / (num_ill + num_healthy) == pytest.approx(0.94)
    assert program / doctors == 0.5
    assert (doctors - program) / num_ill == 0.02
    differ = [program + doctors - 2 * both for both in range(program + 1)]
    assert max(differ) == 6
    chances = [sign_test(doctors - both, program - both) for both in range(program + 1)]
    assert min(chances) == 0.5


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: luck.chance_of_at_least(-1, 3), "num_heads"),
        (lambda: luck.chance_of_at_least(4, 3), "num_tosses"),
        (lambda: sign_test(1, -1), "num_losses"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
