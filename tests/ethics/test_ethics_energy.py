"""The energy of a training run against published numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.ethics import energy


def test_gpt3_operations_energy_and_carbon():
    assert energy.training_flops(175e9, 300e9) == pytest.approx(3.15e23)
    kwh, kg = energy.training_footprint(**energy.GPT3)
    assert kwh / 1000 == pytest.approx(energy.GPT3_KWH / 1000, rel=0.005)
    assert kg / 1000 == pytest.approx(energy.GPT3_KG / 1000, rel=0.005)


def test_the_search_is_not_the_run():
    run, _, car, search = energy.STRUBELL_LB.values()
    assert (run, search) == (192, 626_155)
    assert search / run > 3000
    assert search / car == pytest.approx(5, abs=0.05)


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
