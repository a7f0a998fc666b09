"""What stands behind the stories, against theory and properties that must hold."""

import numpy as np
import pytest
import torch

from helpers.ethics import stories
from helpers.mlp import MLP


def test_luck_of_a_match_adds_up_to_one_half():
    assert stories.match_by_luck(7, 6) == pytest.approx(0.5)
    assert stories.match_by_luck(7, 1) == pytest.approx(9 / 256)


@pytest.mark.parametrize("ball", [(10, 20, 35), (8, 22, 30), (15, 15, 45), (14, 20, 52)])
def test_runner_is_where_the_ball_lands(ball):
    lands, ends = stories.catch_ball(*ball)
    assert lands == pytest.approx(2 * ball[0] * ball[1] / 9.81)
    assert abs(ends - lands) < 0.2


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
    assert stories.accuracy_when_damaged(network, x, y, 0.0, num_trials=2) == 1.0
    by_bias = (y == network.linears[-1].bias.argmax()).float().mean()
    assert stories.accuracy_when_damaged(network, x, y, 1.0, num_trials=2) == pytest.approx(by_bias)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: stories.catch_ball(-1, 1, 1), "forward_speed"),
        (lambda: stories.match_by_luck(0, 0), "points"),
        (lambda: stories.threshold_unit([1, 0], [1], 1), "zip"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
