"""The energy and the carbon of a training run, by multiplication, and published numbers."""

from helpers.arguments import require_at_least, require_positive

KG_PER_POUND = 0.45359237

# Strubell, Ganesh & McCallum 2019, arXiv:1906.02243, in pounds of CO2 equivalent.
STRUBELL_LB = {
    "one training run of a big Transformer": 192,
    "one passenger, New York to San Francisco and back": 1_984,
    "a car over its lifetime, fuel included": 126_000,
    "an architecture search: thousands of runs": 626_155,
}

# D. Patterson et al. 2021, arXiv:2104.10350: GPT-3 on V100 chips, and what they report of it. OpenAI
# measured the chips and the data center; the carbon of a kilowatt-hour is the mean of the US.
GPT3_KWH, GPT3_KG = 1_287_000, 552_000
GPT3 = dict(
    num_parameters=175e9,
    num_tokens=300e9,
    flops_per_second=24.6e12,
    watts=330.0,
    pue=1.10,
    kg_per_kwh=0.429,
)


def training_flops(num_parameters: float, num_tokens: float) -> float:
    """Return about how many floating-point operations a training takes: 6 N D.

    Two for every weight and token in the forward pass, four in the backward pass.
    """
    require_positive(num_parameters=num_parameters, num_tokens=num_tokens)
    return 6 * num_parameters * num_tokens


def use_flops(num_parameters: float, num_tokens: float) -> float:
    """Return about how many operations it takes to answer with `num_tokens`: 2 N T, forward alone."""
    require_positive(num_parameters=num_parameters, num_tokens=num_tokens)
    return 2 * num_parameters * num_tokens


def training_footprint(
    num_parameters: float,
    num_tokens: float,
    flops_per_second: float,
    watts: float,
    pue: float,
    kg_per_kwh: float,
) -> tuple[float, float]:
    """Return (kWh, kg of CO2 equivalent) of one training run.

    `flops_per_second` is what a chip really achieves, `watts` its power in use, `pue` the power of
    the whole data center over that of the computers in it.
    """
    require_positive(flops_per_second=flops_per_second, watts=watts)
    require_at_least(1, pue=pue)
    require_at_least(0, kg_per_kwh=kg_per_kwh)
    hours = training_flops(num_parameters, num_tokens) / flops_per_second / 3600
    kwh = hours * watts / 1000 * pue
    return kwh, kwh * kg_per_kwh
