"""How many Boolean functions one neuron can compute, counted from both sides."""

import itertools

import numpy as np

from helpers.nonlinearity.gates import all_inputs


def truth_tables(num_inputs: int) -> np.ndarray:
    """Return all 2^(2^num_inputs) Boolean functions as rows of outputs for `all_inputs`, bool.

    Raises ValueError unless num_inputs is 1 to 4: there are 4,294,967,296 functions of 5 inputs.
    """
    if num_inputs not in (1, 2, 3, 4):
        raise ValueError(f"num_inputs must be 1, 2, 3 or 4, not {num_inputs}.")
    size = 2**num_inputs
    return (np.arange(2**size)[:, None] >> np.arange(size)) & 1 == 1


def found_separable(num_inputs: int, largest: int = 3) -> np.ndarray:
    """Return, for each row of `truth_tables`, whether some neuron with small weights computes it.

    Tries every weight from -largest to largest, and every bias halfway between whole numbers.
    """
    tables = truth_tables(num_inputs)
    weights = np.array(list(itertools.product(range(-largest, largest + 1), repeat=num_inputs)))
    scores = weights @ all_inputs(num_inputs).T  # (num_weights, num_points)
    reach = largest * num_inputs
    biases = np.arange(-reach - 0.5, reach + 1)
    fires = scores[:, None, :] + biases[:, None] > 0
    powers = 1 << np.arange(2**num_inputs)
    found = np.zeros(len(tables), dtype=bool)
    found[np.unique(fires @ powers)] = True
    return found


def has_crossing(num_inputs: int) -> np.ndarray:
    """Return, for each row of `truth_tables`, whether XOR's argument forbids a single neuron.

    It does if two inputs with output 1 have the same midpoint as two inputs with output 0.
    """
    tables, points = truth_tables(num_inputs), all_inputs(num_inputs)
    pairs_by_sum = {}
    for i, j in itertools.combinations(range(len(points)), 2):
        pairs_by_sum.setdefault(tuple(points[i] + points[j]), []).append((i, j))
    crossing = np.zeros(len(tables), dtype=bool)
    for pairs in pairs_by_sum.values():
        i, j = np.array(pairs).T
        both_on = (tables[:, i] & tables[:, j]).any(axis=1)
        both_off = (~tables[:, i] & ~tables[:, j]).any(axis=1)
        crossing |= both_on & both_off
    return crossing
