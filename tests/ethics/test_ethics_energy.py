"""The energy of a training run against published numbers."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.utils.flop_counter import FlopCounterMode

from helpers.ethics import energy
from helpers.mlp import MLP


@pytest.mark.claims("Within half a percent, from those numbers.")
def test_gpt3_operations_energy_and_carbon():
    assert energy.training_flops(175e9, 300e9) == pytest.approx(3.15e23)
    kwh, kg = energy.training_footprint(**energy.GPT3)
    assert kwh / 1000 == pytest.approx(energy.GPT3_KWH / 1000, rel=0.005)
    assert kg / 1000 == pytest.approx(energy.GPT3_KG / 1000, rel=0.005)


@pytest.mark.claims("One run of the big Transformer in the same table is smaller by a factor")
def test_the_search_is_not_the_run():
    run, _, car, search = energy.STRUBELL_LB.values()
    assert (run, search) == (192, 626_155)
    assert search / run > 3000
    assert search / car == pytest.approx(5, abs=0.05)


@pytest.mark.claims("one multiplication and one addition for every sample in the forward pass")
def test_a_training_step_takes_six_operations_for_each_weight_and_sample():
    """Counted by torch, for a network whose first layer, too, passes a gradient back."""
    num_layers, width, num_samples = 4, 50, 7
    network = MLP([width] * (num_layers + 1))
    x = torch.zeros(num_samples, width, requires_grad=True)
    with FlopCounterMode(display=False) as forward:
        loss = network(x).sum()
    with FlopCounterMode(display=False) as backward:
        loss.backward()
    weights_times_samples = num_layers * width**2 * num_samples
    assert forward.get_total_flops() == 2 * weights_times_samples
    assert backward.get_total_flops() == 2 * forward.get_total_flops()
    assert energy.training_flops(num_layers * width**2, num_samples) == 6 * weights_times_samples


@pytest.mark.claims("tokens of answers take as much as the training on $D$ tokens")
def test_three_tokens_answered_take_as_much_as_one_token_trained_on():
    assert energy.use_flops(1e9, 3 * 2e10) == energy.training_flops(1e9, 2e10)


@pytest.mark.claims("the carbon falls by a factor of 8.6")
def test_a_cleaner_grid_changes_the_carbon_alone():
    (kwh, kg), (same, less) = (
        energy.training_footprint(**energy.GPT3 | {"kg_per_kwh": grid}) for grid in (0.43, 0.05)
    )
    assert kwh == same
    assert kg / less == pytest.approx(8.6)


@settings(max_examples=25, deadline=None)
@given(st.floats(1e3, 1e12), st.floats(1.0, 2.0))
def test_energy_is_proportional_to_each_factor(num_parameters, pue):
    arguments = dict(energy.GPT3, num_parameters=num_parameters, pue=pue)
    kwh, kg = energy.training_footprint(**arguments)
    for name, factor in (("num_tokens", 3), ("watts", 3), ("flops_per_second", 1 / 3)):
        more, _ = energy.training_footprint(**arguments | {name: 3 * arguments[name]})
        assert more == pytest.approx(factor * kwh)
    assert kg == pytest.approx(kwh * 0.429)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: energy.training_flops(0, 1), "num_parameters"),
        (lambda: energy.training_footprint(1, 1, 1, 1, 0.9, 0.4), "pue"),
        (lambda: energy.training_footprint(1, 1, 0, 1, 1, 0.4), "flops_per_second"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
