"""Exact counts of pieces and cells, folding, and the published bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.expressivity import model
from helpers.functions import relu

few = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 10_000)


def arrangement_count(layers, half_side: float) -> int:
    """Count the regions of one layer's lines in a square another way: 1 + lines + crossings."""
    (weights, bias), _ = layers
    corners = model.square(half_side)
    inside = [
        (w, b) for w, b in zip(weights, bias) if np.ptp(np.sign(corners @ w + b)) == 2
    ]  # lines that pass through the square
    crossings = 0
    for i, (w1, b1) in enumerate(inside):
        for w2, b2 in inside[:i]:
            point = np.linalg.solve(np.stack([w1, w2]), [-b1, -b2])
            crossings += bool((np.abs(point) < half_side).all())
    return 1 + len(inside) + crossings


@pytest.mark.parametrize(
    ("num_units", "num_inputs", "regions"), [(3, 2, 7), (20, 2, 211), (10, 10, 1024), (50, 1, 51)]
)
def test_regions_of_one_layer(num_units, num_inputs, regions):
    assert model.count_regions(num_units, num_inputs) == regions


@pytest.mark.parametrize(
    ("widths", "bound"),
    [
        ([20], 211),
        ([10] * 2, 1400),
        ([4] * 5, 2816),
        ([2] * 10, 4),
        ([8], 37),
        ([8] * 2, 592),
        ([8] * 3, 9472),
        ([8] * 4, 151_552),
    ],
)
def test_montufar_bound_is_the_published_one_and_is_reached(widths, bound):
    assert model.montufar_bound(2, widths) == bound
    if bound < 5000:
        assert model.count_cells(model.folding_layers(widths), model.UNIT_SQUARE) == bound


@pytest.mark.parametrize("depth", [1, 2, 3, 6, 9])
def test_sawtooth_has_2_to_the_k_pieces_deep_and_shallow(depth):
    deep, shallow = model.sawtooth_layers(depth), model.one_layer_sawtooth(depth)
    x = np.random.default_rng(0).uniform(0, 1, 200)
    for layers in (deep, shallow):
        assert model.num_pieces(layers, 0, 1) == 2**depth
        assert model.forward(layers, x[:, None])[:, 0] == pytest.approx(
            model.sawtooth(x, depth), abs=1e-9
        )
    assert sum(len(bias) for _, bias in deep[:-1]) == 2 * depth
    assert len(model.piece_ends(shallow, 0, 1)) - 2 == 2**depth - 1  # the kinks


def test_sawtooths_approximate_the_square():
    x = np.linspace(0, 1, 1025)
    square = x.copy()
    for depth in range(1, 6):
        square -= model.sawtooth(x, depth) / 4**depth
        assert np.abs(square - x**2).max() == pytest.approx(4.0 ** -(depth + 1), rel=1e-6)


@few
@given(seeds, st.integers(1, 40))
def test_one_random_layer_has_one_piece_more_than_units(seed, num_units):
    layers = model.random_layers([1, num_units, 1], seed)
    (weights, biases), (out_weights, _) = layers
    assert model.count_pieces(weights[:, 0], biases, out_weights[0]) == num_units + 1
    kinks = -biases / weights[:, 0]
    inside = (np.abs(kinks) < 2).sum()
    assert model.num_pieces(layers, -2, 2) == inside + 1


@few
@given(seeds, st.lists(st.integers(1, 8), min_size=1, max_size=4))
def test_network_is_linear_on_every_piece(seed, widths):
    layers = model.random_layers([1, *widths, 1], seed)
    ends = model.piece_ends(layers, -3, 3)
    assert ends[0] == -3
    assert ends[-1] == 3
    inner = ends[:-1, None] + np.diff(ends)[:, None] * np.array([0.0, 0.25, 0.5, 1.0])
    values = model.forward(layers, inner.reshape(-1, 1)).reshape(-1, 4)
    straight = values[:, :1] + (values[:, 3:] - values[:, :1]) * np.array([0.0, 0.25, 0.5, 1.0])
    assert values == pytest.approx(straight, abs=1e-8 * (1 + np.abs(values).max()))


@few
@given(seeds, st.lists(st.integers(1, 6), min_size=1, max_size=3))
def test_a_fine_grid_agrees_at_last(seed, widths):
    layers = model.random_layers([1, *widths, 1], seed)
    exact = model.num_pieces(layers, -3, 3)
    shortest = np.diff(model.piece_ends(layers, -3, 3)).min()
    assert model.count_on_grid(layers, -3, 3, 200) <= exact
    if shortest > 1e-3:
        assert model.count_on_grid(layers, -3, 3, 24_001) == exact


@few
@given(seeds, st.integers(1, 12))
def test_cells_of_one_layer_agree_with_its_arrangement(seed, num_units):
    layers = model.random_layers([2, num_units, 1], seed)
    for half_side in (1.0, 1e3):
        assert model.count_cells(layers, model.square(half_side)) == arrangement_count(
            layers, half_side
        )


@few
@given(seeds, st.lists(st.integers(1, 6), min_size=1, max_size=4))
def test_cells_fill_the_square_and_are_linear(seed, widths):
    layers = model.random_layers([2, *widths, 1], seed)
    cells = model.cells(layers, model.square(2.0))
    areas = [area(cell) for cell in cells]
    assert min(areas) >= 0
    assert sum(areas) == pytest.approx(16.0)
    rng = np.random.default_rng(seed)
    for cell in cells:
        shares = rng.dirichlet(np.ones(len(cell)))
        expected = shares @ model.forward(layers, cell)
        assert model.forward(layers, (shares @ cell)[None])[0] == pytest.approx(expected, abs=1e-8)


def area(cell: np.ndarray) -> float:
    x, y = cell.T
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)


@few
@given(seeds, st.lists(st.integers(1, 6), min_size=1, max_size=3))
def test_every_sampled_pattern_has_its_cell(seed, widths):
    """No sample may find an activation pattern that the cells do not have."""
    layers = model.random_layers([2, *widths, 1], seed)
    cells = model.cells(layers, model.square(2.0))
    centers = np.array([cell.mean(axis=0) for cell in cells])
    sampled = np.random.default_rng(seed).uniform(-2, 2, (2000, 2))
    assert patterns(layers, sampled) <= patterns(layers, centers)


def patterns(layers, x) -> set[bytes]:
    found = []
    for weights, bias in layers[:-1]:
        x = relu(x @ weights.T + bias)
        found.append(x > 0)
    return {row.tobytes() for row in np.concatenate(found, axis=1)}


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_random_networks_have_half_a_piece_a_unit_on_a_half_line(depth):
    """Hanin & Rolnick 2019: linear in the number of units, at any depth."""
    for num_units in (64, 128):
        sizes = [2, *[num_units // depth] * depth, 1]
        pieces = [
            model.num_pieces(
                model.on_line(model.random_layers(sizes, seed), [0, 0], [1, 0]), 0.0, 1e4
            )
            for seed in range(24)
        ]
        assert np.mean(pieces) / num_units == pytest.approx(0.5, abs=0.08)


def test_random_networks_stay_far_below_the_bound():
    counts = [
        model.count_cells(model.random_layers([2, *[4] * 5, 1], seed), model.square(1e3))
        for seed in range(8)
    ]
    assert max(counts) < model.montufar_bound(2, [4] * 5) / 8


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: model.random_layers([2]), "sizes"),
        (lambda: model.random_layers([2, 0, 1]), "sizes"),
        (lambda: model.random_layers([2, 3, 1], bias=-1), "bias"),
        (lambda: model.switch_points(model.sawtooth_layers(1), 1, 0), "low"),
        (lambda: model.switch_points(model.sawtooth_layers(1), 0, np.nan), "high"),
        (lambda: model.on_line(model.sawtooth_layers(1), [0, 0], [1, 0]), "start"),
        (lambda: model.sawtooth_layers(0), "depth"),
        (lambda: model.one_layer_sawtooth(0), "depth"),
        (lambda: model.montufar_bound(0, [3]), "num_inputs"),
        (lambda: model.montufar_bound(2, [3, 0]), "widths"),
        (lambda: model.folding_layers([1, 4]), "widths"),
        (lambda: model.square(0), "size"),
        (lambda: model.count_on_grid(model.sawtooth_layers(1), 0, 1, 2), "num_points"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
