"""What the rubric of the open task says: one unit that is not monotone solves XOR."""

import itertools

import numpy as np
import pytest
import torch
from torch.nn import functional

from helpers.nonlinearity.gates import INPUTS, TARGETS, all_inputs
from helpers.nonlinearity.separability import found_separable
from helpers.nonlinearity.xor_training import train_xor

FIRES = TARGETS["XOR"] == 1


def num_in_a_strip(num_inputs, largest):
    """Count the functions of a unit that fires for scores from one number to another, with small weights."""
    inputs, found = all_inputs(num_inputs), {0}
    powers = 2 ** np.arange(2**num_inputs)
    for weights in itertools.product(range(-largest, largest + 1), repeat=num_inputs):
        scores = inputs @ np.array(weights)
        levels = np.unique(scores)
        for low, high in itertools.combinations_with_replacement(levels, 2):
            found.add(int(powers @ ((scores >= low) & (scores <= high))))
    return len(found)


@pytest.mark.claims(
    "A unit that fires in a strip computes all 16 functions", "For a line it is 14, 104 and 1882."
)
def test_what_a_strip_can_do():
    assert [num_in_a_strip(*case) for case in ((2, 2), (3, 3), (4, 4))] == [16, 210, 9674]
    assert [found_separable(num).sum() for num in (2, 3, 4)] == [14, 104, 1882]


@pytest.mark.claims("A bell, exp(−z²), is one", "it is 1 at 01 and 10")
def test_a_bell_and_a_gelu_and_a_cosine():
    z = INPUTS.sum(axis=1) - 1
    assert np.exp(-(z**2.0)) == pytest.approx([0.37, 1, 1, 0.37], abs=0.005)
    gelu = functional.gelu(torch.tensor(2.25 * INPUTS.sum(axis=1) - 3)).numpy()
    assert np.array_equal(-gelu - 0.1 > 0, FIRES)
    for num_inputs in (2, 5, 8):
        inputs = all_inputs(num_inputs)
        odd = inputs.sum(axis=1) % 2 == 1
        assert np.array_equal(np.cos(np.pi * inputs.sum(axis=1)) < 0, odd)


@pytest.mark.claims("A single SiLU, trained as in section 11", "Of 250 bells, 114 did not find it.")
def test_training_finds_the_one_unit():
    counts = {
        name: int(train_xor([1], activation, 250).learned.sum())
        for name, activation in (
            ("SiLU", functional.silu),
            ("GELU", functional.gelu),
            ("bell", lambda z: torch.exp(-z * z)),
            ("tanh", torch.tanh),
        )
    }
    assert counts == {"SiLU": 248, "GELU": 242, "bell": 136, "tanh": 0}
    assert train_xor([2, 3, 4, 8], torch.relu, 250).learned[0, 0].sum() == 63
