"""Folding: the sawtooth, the squares that it builds, and the strip of paper."""

import numpy as np
import pytest

from helpers.expressivity import folding, on_line
from helpers.expressivity.relu_network import forward


@pytest.mark.claims("A fold needs 2 units", "20 units in ten layers against at least 1,023")
@pytest.mark.parametrize("depth", [1, 2, 3, 6, 10])
def test_sawtooth_has_2_to_the_k_pieces_deep_and_shallow(depth):
    deep, shallow = folding.fold_network(depth), folding.one_layer_sawtooth(depth)
    x = np.random.default_rng(0).uniform(0, 1, 200)
    for layers in (deep, shallow):
        assert on_line.count_pieces(layers, 0, 1) == 2**depth
        assert forward(layers, x[:, None])[:, 0] == pytest.approx(
            folding.sawtooth(x, depth), abs=1e-9
        )
    assert sum(len(bias) for _, bias in deep[:-1]) == 2 * depth
    assert len(on_line.piece_ends(shallow, 0, 1)) - 2 == 2**depth - 1  # the kinks


@pytest.mark.claims("Each fold divides the error by 4")
def test_sawtooths_approximate_the_square():
    x = np.linspace(0, 1, 1025)
    square = x.copy()
    for depth in range(1, 6):
        square -= folding.sawtooth(x, depth) / 4**depth
        assert np.abs(square - x**2).max() == pytest.approx(4.0 ** -(depth + 1), rel=1e-6)


@pytest.mark.parametrize("depth", [0, 1, 3, 5])
def test_a_folded_strip_lies_in_as_many_layers_as_the_sawtooth_has_pieces(depth):
    x = (np.arange(2**depth * 8) + 0.5) / (2**depth * 8)  # eight points on each piece
    place, height = folding.folded_strip(x, depth, gap=0.01)
    assert place == pytest.approx(folding.sawtooth(x, depth), abs=1e-12)
    layer = np.round(height / 0.01 - height.min() / 0.01).astype(int).reshape(2**depth, 8)
    assert (layer == layer[:, :1]).all()  # a piece lies flat
    assert sorted(layer[:, 0]) == list(range(2**depth))  # and no two lie in one place


@pytest.mark.claims("it rises with slope 2 up to")
def test_a_fold_rises_and_falls_with_slope_2():
    x = np.array([0, 0.25, 0.5, 0.75, 1])
    assert np.diff(folding.fold(x)) / np.diff(x) == pytest.approx([2, 2, -2, -2])
    assert folding.fold(x) == pytest.approx(folding.fold(1 - x))


@pytest.mark.claims("*Next fold* turns its right half over")
@pytest.mark.parametrize("depth", [0, 1, 3])
def test_half_a_fold_turns_half_the_strip_and_a_whole_one_lays_it_down(depth):
    x, gap = np.linspace(0, 1, 4097), 0.001
    at_rest, _ = folding.folded_strip(x, depth, gap=gap)
    place, height = folding.folded_strip(x, depth, share=0.5, gap=gap)
    stays = at_rest <= 0.5
    assert place[stays] == pytest.approx(at_rest[stays])
    assert height[~stays] == pytest.approx(at_rest[~stays] - 0.5, abs=gap * 2**depth)  # upright
    place, height = folding.folded_strip(x, depth, share=1.0, gap=gap)
    _, folded_height = folding.folded_strip(x, depth + 1, gap=gap)
    assert 2 * place == pytest.approx(folding.sawtooth(x, depth + 1))  # before it is stretched
    assert height == pytest.approx(folded_height)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: folding.fold_network(0), "depth"),
        (lambda: folding.one_layer_sawtooth(0), "depth"),
        (lambda: folding.folding_layers([1, 4]), "widths"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
