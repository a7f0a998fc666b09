"""What a training step costs: multiply-adds and memory, by formula and as torch counts."""

import numpy as np
import pytest
import torch

from helpers.building import costs
from helpers.functions import numerical_gradient
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


@pytest.mark.claims("Nearly half: in this network", "The ratio is 2 minus")
def test_backward_saves_the_first_layers_share():
    for sizes in ([784, 256, 10], [7, 11, 5, 3], [100] + [1000] * 10 + [10], [5, 2]):
        forward = costs.forward_macs(sizes)
        ratio = costs.backward_macs(sizes) / forward
        assert ratio == pytest.approx(2 - sizes[0] * sizes[1] / forward)
    assert 1 - costs.backward_macs([784, 256, 10]) / (2 * costs.forward_macs([784, 256, 10])) > 0.45


@pytest.mark.claims("Nobody chooses 203,530", "64 hidden units need 196,672", "407,060 of them")
def test_the_parameters_of_the_text():
    assert parameter_count([784, 256, 10]) == 203_530
    assert parameter_count([32 * 32 * 3, 64]) == 196_672
    function_calls = []
    numerical_gradient(lambda w: function_calls.append(w) or 0.0, np.zeros((3, 4)))
    assert len(function_calls) == 2 * 12  # two for each of twelve, so:
    assert 2 * 203_530 == 407_060


@pytest.mark.claims(
    "It becomes about four times as large", "Between two hidden layers each of twice"
)
def test_twice_the_width_has_four_times_the_parameters():
    before, after = (parameter_count([100, *[width] * 4, 10]) for width in (1000, 2000))
    assert after / before == pytest.approx(4, rel=0.05)
    assert costs.forward_macs([2000, 2000]) == 4 * costs.forward_macs([1000, 1000])
    assert costs.forward_macs([100, 2000]) == 2 * costs.forward_macs([100, 1000])


@pytest.mark.claims(
    "have $30 \\cdot 10^{10}$", "A sample takes twelve", "fill the memory until the batch"
)
def test_in_an_mlp_the_parameters_fill_the_memory():
    num_weights, num_activations = costs.forward_macs([100_000] * 31), 30 * 100_000
    assert num_weights == 300e9
    sample, guessed = (
        costs.training_memory(0, count, 0, 1, 4, 0) for count in (num_activations, num_weights)
    )
    assert sample * 1000 == pytest.approx(12)  # MB
    assert guessed == pytest.approx(1200)
    stored_once = costs.training_memory(num_weights, 0, 0, 0, 4, 2)
    assert stored_once / sample == pytest.approx(400_000)


@pytest.mark.claims("Those grow with the batch: half the batch, half of them.")
def test_activations_grow_with_the_batch_and_parameters_do_not():
    memory = costs.training_memory
    assert memory(0, 5e6, 0, 50, 4, 2) == memory(0, 5e6, 0, 100, 4, 2) / 2
    assert memory(5e6, 0, 0, 50, 4, 2) == memory(5e6, 0, 0, 100, 4, 2) == 4 * 5e6 * 4 / 1e9


def test_autograd_keeps_inputs_and_activations():
    kept = costs.saved_for_backward(MLP([20, 16, 8, 3]), torch.rand(5, 20))
    assert kept == 5 * (20 + 16 + 8)
