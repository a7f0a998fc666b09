"""What a training step costs: multiply-adds and memory, as published and as torch counts."""

import numpy as np
import pytest
import torch

from helpers.building import costs
from helpers.mlp import MLP, parameter_count


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [([784, 256, 10], 1.01), ([784] + [256] * 5 + [10], 1.57), ([100] + [1000] * 10 + [10], 1.99)],
)
def test_backward_costs_one_to_two_forwards(sizes, expected):
    assert costs.backward_macs(sizes) / costs.forward_macs(sizes) == pytest.approx(
        expected, abs=0.005
    )


def test_costs_agree_with_what_torch_counts():
    from torch.utils.flop_counter import FlopCounterMode

    sizes = [7, 11, 5, 3]
    with FlopCounterMode(display=False) as forward:
        loss = MLP(sizes)(torch.zeros(1, 7)).sum()
    with FlopCounterMode(display=False) as back:
        loss.backward()
    assert forward.get_total_flops() == 2 * costs.forward_macs(sizes)
    assert back.get_total_flops() == 2 * costs.backward_macs(sizes)


@pytest.mark.parametrize("count", [parameter_count, costs.forward_macs, costs.backward_macs])
def test_counts_refuse_sizes_below_one(count):
    with pytest.raises(ValueError, match="sizes must be at least 1"):
        count([3, 0, 2])


@pytest.mark.parametrize(
    ("batch", "size", "expected"),
    [(1, 4, 3_601), (1, 8, 7_201), (1000, 4, 1_203_400), (1000, 8, 2_405_800)],
)
def test_the_memory_quiz(batch, size, expected):
    inputs = 1e9 / size
    assert costs.training_memory(300e9, 300e9, inputs, batch, size, 0) == pytest.approx(expected)


def test_an_mlp_of_300_billion_weights_has_12_megabytes_of_activations():
    assert 30 * 100_000**2 == 300e9
    assert costs.training_memory(0, 30 * 100_000, 0, 1, 4, 0) == pytest.approx(0.012)
    petabytes = 1_203_400e9 / np.array([1e15, 2.0**50])  # decimal, then binary
    np.testing.assert_allclose(petabytes, [1.203, 1.069], atol=5e-4)


def test_autograd_keeps_inputs_and_activations():
    kept = costs.saved_for_backward(MLP([20, 16, 8, 3]), torch.rand(5, 20))
    assert kept == 5 * (20 + 16 + 8)
