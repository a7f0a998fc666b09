"""What stands behind the stories, against theory and properties that must hold."""

import numpy as np
import pytest
import torch

from helpers.ethics import stories
from helpers.mlp import MLP


@pytest.mark.claims("Within a hand's breadth, from up to six meters away.")
@pytest.mark.parametrize("ball", [(10, 20, 35), (8, 22, 30), (15, 15, 45), (14, 20, 52)])
def test_runner_is_where_the_ball_lands(ball):
    lands, ends = stories.catch_ball(*ball)
    assert lands == pytest.approx(2 * ball[0] * ball[1] / 9.81)
    assert abs(ends - lands) < 0.1
    assert abs(ball[2] - lands) < 6.2


@pytest.mark.claims("which answers to the long edge as well as to the spots")
def test_center_minus_surround_answers_to_an_edge_too():
    scene = np.full((30, 30), 0.9)
    scene[:, 15:] = 0.3
    response = stories.center_minus_surround(scene)
    assert response[15, 14] > 0.05
    assert response[15, 15] == pytest.approx(-response[15, 14])
    assert response[15, 5] == response[15, 25] == 0


@pytest.mark.claims("A posterior of 1 in 20 is odds of 1 to 19.", "the odds shrink by $k$")
@pytest.mark.parametrize("k", [1, 5, 16])
def test_spots_in_the_healthy_divide_the_odds(k):
    """Count people: spots in a share of the ill, and in a share of the healthy that grows by k."""
    ill, healthy, in_ill = 1000, 999_000, 0.5
    in_healthy = in_ill * 19 * ill / healthy
    assert (ill * in_ill) / (ill * in_ill + healthy * in_healthy) == pytest.approx(1 / 20, rel=1e-4)
    odds = ill * in_ill / (healthy * k * in_healthy)
    assert odds == pytest.approx(1 / 19 / k, rel=1e-4)


@pytest.mark.claims("At 16 the risk is down to that of the test itself.")
def test_at_16_the_test_ends_as_many_pregnancies_as_it_finds_cases():
    def risk(k):
        odds = 1 / 19 / k
        return odds / (1 + odds)

    assert min(range(1, 30), key=lambda k: abs(risk(k) - 1 / 300)) == 16
    assert 1000 * risk(16) == pytest.approx(1000 / 300, abs=0.1)


def test_center_minus_surround_ignores_brightness():
    flat = np.full((30, 30), 0.4)
    assert np.all(stories.center_minus_surround(flat) == 0)
    spot = flat.copy()
    spot[14:17, 14:17] -= 0.3
    response = stories.center_minus_surround(spot)
    assert response[15, 15] == pytest.approx(-0.3 * (1 - 9 / 81))
    assert np.allclose(stories.center_minus_surround(spot + 0.5), response)


def test_no_damage_changes_nothing_and_full_damage_leaves_the_bias():
    torch.manual_seed(0)
    network, x = MLP([4, 8, 3]), torch.randn(50, 4)
    y = network(x).argmax(dim=1)
    assert stories.accuracies_when_damaged(network, x, y, 0.0, num_trials=2).tolist() == [1.0, 1.0]
    by_bias = (y == network.linears[-1].bias.argmax()).float().mean().item()
    damaged = stories.accuracies_when_damaged(network, x, y, 1.0, num_trials=2)
    assert damaged == pytest.approx([by_bias, by_bias])


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: stories.catch_ball(-1, 1, 1), "forward_speed"),
        (lambda: stories.threshold_unit([1, 0], [1], 1), "zip"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
