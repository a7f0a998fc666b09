"""The sheet of paper: a network that folds, against paper that is folded."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers.start_here import scenes, snowflake

rng = np.random.default_rng(0)
POINTS = rng.uniform(-1, 1, (4000, 2)).astype(np.float32)


def folded_by_hand(points, num_folds):
    """Reflect, fold by fold, what lies beyond the crease; then turn the sheet as the network does."""
    for number in range(1, num_folds + 1):
        direction = 0.0 if number == 1 else snowflake.angle(number)
        complex_points = points @ [1, 1j] * np.exp(-1j * direction)
        complex_points = complex_points.real + 1j * np.abs(complex_points.imag)
        points = np.stack([complex_points.real, complex_points.imag], axis=1)
    return points


@pytest.mark.parametrize("num_folds", range(7))
def test_layers_of_relus_fold_as_paper_does(num_folds):
    found = snowflake.fold(POINTS, num_folds)
    assert np.allclose(found, folded_by_hand(POINTS, num_folds), atol=1e-5)
    assert np.allclose(np.linalg.norm(found, axis=1), np.linalg.norm(POINTS, axis=1), atol=1e-5)
    directions = np.arctan2(found[:, 1], found[:, 0])
    if num_folds:
        assert directions.min() > -1e-5
        assert directions.max() < snowflake.angle(num_folds) + 1e-5


@pytest.mark.parametrize("num_folds", [1, 4])
def test_it_is_a_perceptron_of_four_relus_a_fold(num_folds):
    """The same network, as the course builds one: nn.Linear and nn.ReLU, and nothing else."""
    layers = []
    join = np.eye(2)
    for number in range(1, num_folds + 1):
        turn = 0.0 if number == 1 else snowflake.angle(number)
        rotation = [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
        layer = nn.Linear(join.shape[1], 4, bias=False, dtype=torch.float64)
        layer.weight.data = torch.tensor(snowflake._SIGNS @ rotation @ join)
        layers += [layer, nn.ReLU()]
        join = snowflake._JOIN
    tilt = np.radians(160)
    last = nn.Linear(4, 1, dtype=torch.float64)
    last.weight.data = torch.tensor(np.array([[-np.sin(tilt), np.cos(tilt)]]) @ join)
    last.bias.data = torch.tensor([snowflake.START * np.sin(tilt)])
    wanted = nn.Sequential(*layers, last)(torch.tensor(POINTS, dtype=torch.float64))
    found = snowflake.network(POINTS, num_folds, tilt)
    assert np.allclose(found, wanted.detach().numpy()[:, 0], atol=1e-5)
    assert f"{4 * num_folds} ReLUs" in scenes._in_words(num_folds)


@pytest.mark.parametrize("num_folds", range(1, 7))
def test_one_cut_leaves_as_many_edges_as_the_sheet_lies_deep(num_folds):
    """Along each straight piece of the boundary the score falls off in a direction of its own."""
    tilt, step = np.radians(160), 1e-3

    def score(points):
        return snowflake.network(points, num_folds, tilt)

    near = POINTS[np.abs(score(POINTS)) < 0.3]
    slopes = [
        (score(near + shift) - score(near - shift)) / (2 * step) for shift in step * np.eye(2)
    ]
    directions = np.stack(slopes, axis=1)
    directions = directions[
        np.isclose(np.linalg.norm(directions, axis=1), 1, atol=1e-2)
    ]  # no crease
    found = [directions[0]]
    for direction in directions:
        if min(np.linalg.norm(direction - other) for other in found) > 0.03:
            found.append(direction)
    assert len(found) == 2**num_folds
    assert f"leaves {len(found)} edges" in scenes._in_words(num_folds)


def test_a_neuron_alone_cuts_along_a_straight_line():
    score = snowflake.network(POINTS, 0, 2.0)
    plane = np.c_[POINTS, np.ones(len(POINTS))]
    assert np.allclose(plane @ np.linalg.lstsq(plane, score, rcond=None)[0], score, atol=1e-5)
    assert "straight line" in scenes._in_words(0)


def test_the_orange_line_is_where_the_score_is_zero_on_the_folded_sheet():
    for num_folds in range(7):
        for degrees in (60, 120, 160, 170):
            tilt = np.radians(degrees)
            line = np.stack(scenes._cut_line(num_folds, tilt), axis=1)
            assert len(line) > 3
            assert np.allclose(snowflake.cut(line, tilt), 0, atol=1e-6)


def test_the_creases_are_where_the_network_folds():
    for num_folds in range(1, 7):
        x, y = scenes._crease_lines(num_folds)
        ends = np.stack([x, y], axis=1)[~np.isnan(x)].astype(np.float32)
        assert len(ends) == 2**num_folds
        across = snowflake.fold(ends, num_folds)
        angles = np.arctan2(across[:, 1], across[:, 0])
        edge = snowflake.angle(num_folds)  # a crease is one of the two edges of the folded sheet
        assert np.minimum(np.abs(angles), np.abs(angles - edge)).max() < 1e-3
