"""Boolean functions out of neurons: gates of one, XOR of three. Inputs and outputs are 0 and 1."""

import itertools

import numpy as np

from helpers.arguments import require_at_least

INPUTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
TARGETS = {
    "AND": np.array([0, 0, 0, 1]),
    "OR": np.array([0, 1, 1, 1]),
    "XOR": np.array([0, 1, 1, 0]),
}

# Weights of sigmoid units, large enough for outputs close to 0 and 1.
SIGMOID_GATES = {"AND": ([7, 7], -9), "OR": ([7, 7], -5)}
SIGMOID_XOR = np.array([[7, -7], [-7, 7]]), np.array([-3, -3]), np.array([7, 7]), -5


def all_inputs(num_inputs: int, low: int = 0) -> np.ndarray:
    """Return every input (2^num_inputs, num_inputs) of `low` and 1, in counting order.

    Raises ValueError for num_inputs below 1.
    """
    require_at_least(1, num_inputs=num_inputs)
    return np.array(list(itertools.product([low, 1], repeat=num_inputs)))


def gate_weights(gate: str, num_inputs: int) -> tuple[np.ndarray, float]:
    """Return (weights, bias) of one neuron that computes "AND", "OR" or "NOT" of its inputs.

    AND fires if all inputs are 1, OR if at least one is, NOT if none is. Raises ValueError for
    another gate, or num_inputs below 1.
    """
    require_at_least(1, num_inputs=num_inputs)
    gates = {
        "AND": (np.ones(num_inputs), 0.5 - num_inputs),
        "OR": (np.ones(num_inputs), -0.5),
        "NOT": (-np.ones(num_inputs), 0.5),
    }
    if gate not in gates:
        raise ValueError(f"gate must be one of {', '.join(gates)}, not {gate!r}.")
    return gates[gate]


def xor_weights() -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Return (W1, b1, w2, b2) of a network with two hidden step units that computes XOR.

    W1 has shape (2, 2), one row per hidden unit; b1 and w2 have shape (2,).
    """
    first = np.array([1, -1])
    return np.array([first, -first]), np.array([-0.5, -0.5]), np.array([1, 1]), -0.5
