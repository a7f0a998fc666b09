"""Cells in the plane: exact counts against arrangements of lines, samples and published bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.expressivity import bounds, folding, in_plane
from helpers.expressivity.relu_network import forward, random_layers
from helpers.functions import relu

few = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 10_000)


def arrangement_count(layers, half_side: float) -> int:
    """Count the regions of one layer's lines in a square another way: 1 + lines + crossings."""
    (weights, bias), _ = layers
    corners = in_plane.square(half_side)
    inside = [
        (w, b) for w, b in zip(weights, bias, strict=True) if np.ptp(np.sign(corners @ w + b)) == 2
    ]  # lines that pass through the square
    crossings = 0
    for i, (w1, b1) in enumerate(inside):
        for w2, b2 in inside[:i]:
            point = np.linalg.solve(np.stack([w1, w2]), [-b1, -b2])
            crossings += bool((np.abs(point) < half_side).all())
    return 1 + len(inside) + crossings


@pytest.mark.claims("Three lines make 7 regions", "It cuts 2,325 regions")
@pytest.mark.parametrize(
    ("num_units", "num_inputs", "regions"),
    [(3, 2, 7), (20, 2, 211), (10, 10, 1024), (50, 1, 51), (24, 3, 2325)],
)
def test_regions_of_one_layer(num_units, num_inputs, regions):
    assert bounds.count_regions(num_units, num_inputs) == regions


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
@pytest.mark.claims(
    "Ten layers of 2 units have a bound of 4", "The networks built to fold have exactly"
)
def test_montufar_bound_is_the_published_one_and_is_reached(widths, bound):
    assert bounds.montufar_bound(2, widths) == bound
    if bound < 5000:
        assert in_plane.count_cells(folding.folding_layers(widths), in_plane.UNIT_SQUARE) == bound


@few
@given(seeds, st.integers(1, 12))
def test_cells_of_one_layer_agree_with_its_arrangement(seed, num_units):
    layers = random_layers([2, num_units, 1], seed)
    for half_side in (1.0, 1e3):
        assert in_plane.count_cells(layers, in_plane.square(half_side)) == arrangement_count(
            layers, half_side
        )


@few
@given(seeds, st.lists(st.integers(1, 6), min_size=1, max_size=4))
def test_cells_fill_the_square_and_are_linear(seed, widths):
    layers = random_layers([2, *widths, 1], seed)
    cells = in_plane.cells(layers, in_plane.square(2.0))
    areas = [area(cell) for cell in cells]
    assert min(areas) >= 0
    assert sum(areas) == pytest.approx(16.0)
    rng = np.random.default_rng(seed)
    for cell in cells:
        shares = rng.dirichlet(np.ones(len(cell)))
        expected = shares @ forward(layers, cell)
        assert forward(layers, (shares @ cell)[None])[0] == pytest.approx(expected, abs=1e-8)


def area(cell: np.ndarray) -> float:
    x, y = cell.T
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)


@few
@given(seeds, st.lists(st.integers(1, 6), min_size=1, max_size=3))
def test_every_sampled_pattern_has_its_cell(seed, widths):
    """No sample may find an activation pattern that the cells do not have."""
    layers = random_layers([2, *widths, 1], seed)
    cells = in_plane.cells(layers, in_plane.square(2.0))
    centers = np.array([cell.mean(axis=0) for cell in cells])
    sampled = np.random.default_rng(seed).uniform(-2, 2, (2000, 2))
    assert patterns(layers, sampled) <= patterns(layers, centers)


def patterns(layers, x) -> set[bytes]:
    found = []
    for weights, bias in layers[:-1]:
        x = relu(x @ weights.T + bias)
        found.append(x > 0)
    return {row.tobytes() for row in np.concatenate(found, axis=1)}


@pytest.mark.claims(
    "have about 200 cells, not 1,400",
    "layers of four have some 40 to 230",
    "Yet all stay far below",
)
def test_random_networks_stay_far_below_the_bound():
    two, five, ten = (
        [
            in_plane.count_cells(random_layers([2, *widths, 1], seed), in_plane.square(1e3))
            for seed in range(16)
        ]
        for widths in ([10] * 2, [4] * 5, [2] * 10)
    )
    assert np.median(two) == pytest.approx(200, abs=20)
    assert max(two) < 250
    assert (min(five), max(five)) == pytest.approx((40, 230), abs=5)
    assert max(ten[:5]) == 32
    assert max(ten) < 211 / 3


@pytest.mark.claims(
    "four quarters come to lie on one another",
    "one star of ten lines appears 25 times",
    "has 56 cells",
)
def test_folds_lie_on_one_another_and_each_copy_has_the_same_cells():
    layers = folding.folding_layers([10, 10])
    for i, j in np.ndindex(5, 5):
        part = (in_plane.UNIT_SQUARE + [i, j]) / 5
        assert in_plane.count_cells(layers, part) == bounds.count_regions(10, 2) == 56
    once = folding.folding_layers([4, 2])  # the first layer of 4 units folds both coordinates
    x = np.random.default_rng(0).uniform(0, 1, (50, 2))
    for mirrored in (x * [-1, 1] + [1, 0], x * [1, -1] + [0, 1], 1 - x):
        assert forward(once, mirrored) == pytest.approx(forward(once, x), abs=1e-9)


@pytest.mark.claims(
    "a layer of 3 units cannot fold", "what the last layer cuts, 8", "the last cuts 42 regions"
)
def test_bounds_of_the_quiz():
    found = {depth: bounds.montufar_bound(3, [24 // depth] * depth) for depth in (1, 4, 8)}
    assert found == {1: 2325, 4: 8**3 * 42, 8: 8}
    assert max(found, key=found.get) == 4
    assert 8**3 * 42 == 21_504


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: bounds.montufar_bound(0, [3]), "num_inputs"),
        (lambda: bounds.montufar_bound(2, [3, 0]), "widths"),
        (lambda: in_plane.square(0), "size"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
