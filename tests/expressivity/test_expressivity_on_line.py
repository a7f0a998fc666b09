"""Pieces on a line: exact counts against closed forms and ever finer grids."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.expressivity import folding, on_line
from helpers.expressivity.relu_network import forward, random_layers

few = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 10_000)


@pytest.mark.claims("each unit switches once along a whole line")
@few
@given(seeds, st.integers(1, 40))
def test_one_random_layer_has_one_piece_more_than_units(seed, num_units):
    layers = random_layers([1, num_units, 1], seed)
    kinks = -layers[0][1] / layers[0][0][:, 0]
    ends = kinks.min() - 1, kinks.max() + 1
    assert on_line.count_pieces(layers, *ends) == num_units + 1
    inside = (np.abs(kinks) < 2).sum()
    assert on_line.count_pieces(layers, -2, 2) == inside + 1


@few
@given(seeds, st.lists(st.integers(1, 8), min_size=1, max_size=4))
def test_network_is_linear_on_every_piece(seed, widths):
    layers = random_layers([1, *widths, 1], seed)
    ends = on_line.piece_ends(layers, -3, 3)
    assert ends[0] == -3
    assert ends[-1] == 3
    inner = ends[:-1, None] + np.diff(ends)[:, None] * np.array([0.0, 0.25, 0.5, 1.0])
    values = forward(layers, inner.reshape(-1, 1)).reshape(-1, 4)
    straight = values[:, :1] + (values[:, 3:] - values[:, :1]) * np.array([0.0, 0.25, 0.5, 1.0])
    assert values == pytest.approx(straight, abs=1e-8 * (1 + np.abs(values).max()))


@few
@given(seeds, st.lists(st.integers(1, 6), min_size=1, max_size=3))
def test_a_fine_grid_agrees_at_last(seed, widths):
    layers = random_layers([1, *widths, 1], seed)
    exact = on_line.count_pieces(layers, -3, 3)
    shortest = np.diff(on_line.piece_ends(layers, -3, 3)).min()
    assert on_line.count_on_grid(layers, -3, 3, 200) <= exact
    if shortest > 1e-3:
        assert on_line.count_on_grid(layers, -3, 3, 24_001) == exact


@pytest.mark.claims(
    "The count is about half the number of units, at every depth",
    "on average the two balance",
    "pieces along a half-line at any depth",
)
@pytest.mark.parametrize("depth", [1, 2, 4, 8])
def test_random_networks_have_half_a_piece_per_unit_on_a_half_line(depth):
    """Hanin & Rolnick 2019: linear in the number of units, at any depth."""
    for num_units in (64, 128):
        sizes = [2, *[num_units // depth] * depth, 1]
        pieces = [
            on_line.count_pieces(
                on_line.restrict(random_layers(sizes, seed), [0, 0], [1, 0]), 0.0, 1e4
            )
            for seed in range(24)
        ]
        assert np.mean(pieces) / num_units == pytest.approx(0.5, abs=0.08)


@pytest.mark.claims(
    "the mean stays between 17 and 22", "a grid of 100 points finds only about half"
)
def test_depth_brings_no_pieces_at_random_and_a_grid_misses_many():
    for widths in ([24], [12] * 2, [6] * 4):
        networks = [random_layers([1, *widths, 1], seed) for seed in range(16)]
        exact = np.array([on_line.count_pieces(layers, -3, 3) for layers in networks])
        found = np.array([on_line.count_on_grid(layers, -3, 3, 100) for layers in networks])
        assert 17 < exact.mean() < 22
        assert 0.4 < np.mean(found / exact) < 0.65


@pytest.mark.claims("a unit sees a *bent* input, and may switch several times")
def test_a_unit_above_a_fold_switches_several_times():
    layers = folding.fold_network(3)
    x = np.linspace(0, 1, 1001)
    z = forward(layers[:3], x[:, None])[:, 1]  # the unit of layer 3 that bends in the middle
    assert np.diff(z > 0).sum() == 4  # it sees the strip folded twice


@pytest.mark.claims("has 46 linear pieces on the whole line", "kinks at one place add up")
def test_silent_and_canceling_units_leave_out_bends():
    (weights, biases), (out_weights, out_bias) = random_layers([1, 50, 1], 0)
    out_weights = out_weights[0]
    weights[0] = out_weights[1] = out_weights[2] = 0  # never switches, or is not heard
    weights[4], biases[4], out_weights[4] = weights[3], biases[3], -out_weights[3]  # cancel
    layers = [(weights, biases), (out_weights[None], out_bias)]
    assert on_line.count_pieces(layers, -1e3, 1e3) == 46


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: random_layers([2]), "sizes"),
        (lambda: random_layers([2, 0, 1]), "sizes"),
        (lambda: random_layers([2, 3, 1], bias=-1), "bias"),
        (lambda: on_line.switch_points(folding.fold_network(1), 1, 0), "low"),
        (lambda: on_line.switch_points(folding.fold_network(1), 0, np.nan), "high"),
        (lambda: on_line.restrict(folding.fold_network(1), [0, 0], [1, 0]), "start"),
        (lambda: on_line.count_on_grid(folding.fold_network(1), 0, 1, 2), "num_points"),
        (lambda: forward([], np.zeros((3, 1))), "one layer at least"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
