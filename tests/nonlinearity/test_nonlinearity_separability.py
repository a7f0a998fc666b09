"""What one neuron cannot do: published counts, and patterns that move."""

import itertools

import numpy as np
import pytest

from helpers.nonlinearity.gates import all_inputs
from helpers.nonlinearity.patterns import PATTERNS, all_shifts, draw_pattern
from helpers.nonlinearity.perceptron import max_margin, with_constant
from helpers.nonlinearity.separability import found_separable, has_crossing, truth_tables


@pytest.mark.claims(
    "14 of 16, 104 of 256, 1882 of 65,536", "For four inputs, only 1882 of 65,536 functions"
)
@pytest.mark.parametrize(("num_inputs", "count"), [(1, 4), (2, 14), (3, 104), (4, 1882)])
def test_count_of_separable_functions(num_inputs, count):
    found, crossing = found_separable(num_inputs), has_crossing(num_inputs)
    assert found.sum() == count
    assert num_inputs < 4 or found.mean() < 0.03
    assert np.array_equal(found, ~crossing)


def test_count_agrees_with_the_margin():
    inputs = with_constant(all_inputs(3))
    margins = [max_margin(inputs, np.where(row, 1, -1)) for row in truth_tables(3)]
    assert np.array_equal(np.array(margins) > 0, found_separable(3))


@pytest.mark.claims("So the mean image is an even gray, 0.25 everywhere")
def test_shifted_patterns_have_one_mean():
    rng = np.random.default_rng(0)
    others = [rng.permutation([1] * 4 + [0] * 12).reshape(4, 4) for _ in range(20)]
    for image in [*map(draw_pattern, PATTERNS), *others]:
        shifts = all_shifts(image)
        assert shifts.shape == (16, 16)
        assert shifts.mean(axis=0) == pytest.approx(np.full(16, 0.25))


def test_patterns_are_different_shapes():
    classes = [{tuple(shift) for shift in all_shifts(draw_pattern(name))} for name in PATTERNS]
    for first, second in itertools.combinations(classes, 2):
        assert not first & second


@pytest.mark.parametrize(
    ("call", "name"),
    [(lambda: truth_tables(5), "num_inputs"), (lambda: draw_pattern("star"), "name")],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=rf"^{name} must"):
        call()
