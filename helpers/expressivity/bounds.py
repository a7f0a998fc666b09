"""How many linear regions ReLU networks can have: what is known, by formula."""

from collections.abc import Sequence
from math import comb, prod

from helpers.arguments import require_at_least


def count_regions(num_units, num_inputs):
    """Return the largest number of regions into which one layer of ReLU units cuts its inputs.

    sum over i <= num_inputs of C(num_units, i): hyperplanes in general position (Zaslavsky 1975).
    """
    return sum(comb(num_units, i) for i in range(num_inputs + 1))


def montufar_bound(num_inputs: int, widths: Sequence[int]) -> int:
    """Return how many regions a ReLU network of these widths can have at least (a lower bound on
    the best network, not on every one).

    Montufar, Pascanu, Cho & Bengio 2014, arXiv:1402.1869: the product over all layers
    but the last of floor(width / num_inputs)^num_inputs, times the regions of the last layer.
    Raises ValueError if a width or num_inputs is below 1.
    """
    require_at_least(1, num_inputs=num_inputs, widths=widths)
    *folding, last = widths
    folds = prod((width // num_inputs) ** num_inputs for width in folding)
    return folds * count_regions(last, num_inputs)
