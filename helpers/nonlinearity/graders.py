"""What the weights that a reader chose do: answers with many right forms are judged by that."""

from typing import Any

import numpy as np

from helpers.nonlinearity.gates import INPUTS, TARGETS, all_inputs
from helpers.nonlinearity.layers import score, step, two_layers
from helpers.nonlinearity.lookup import look_up
from helpers.values import as_array, show_value


def _bits(values: Any) -> str:
    return " ".join(f"{value:g}" for value in np.ravel(values))


def _gate_outputs(answer: Any, num_inputs: int) -> np.ndarray | None:
    """Return what a neuron (weights, bias) does with every input, or None if it is no neuron."""
    try:
        weights, bias = answer
        inputs = all_inputs(num_inputs)
        outputs = step(score(inputs, as_array(weights), as_array(bias).reshape(())))
    except (TypeError, ValueError):
        return None
    return outputs if outputs.shape == (len(inputs),) else None


def gates_agree(answer: Any, expected: Any) -> bool:
    """Say whether two neurons (weights, bias) fire for the same inputs."""
    num_inputs = len(expected[0])
    outputs = (_gate_outputs(neuron, num_inputs) for neuron in (answer, expected))
    return np.array_equal(*outputs)


def explain_gate(case: dict, answer: Any, expected: Any) -> str:
    """Say for which input a neuron is wrong, or that the answer is no neuron."""
    gate, num_inputs = case["gate"], case["num_inputs"]
    outputs = _gate_outputs(answer, num_inputs)
    if outputs is None:
        return (
            f"gate_weights({gate!r}, {num_inputs}) should give (weights, bias) with {num_inputs} "
            f"weight{'s' * (num_inputs > 1)}; yours gives {show_value(answer)}."
        )
    wanted = _gate_outputs(expected, num_inputs)
    first = np.flatnonzero(outputs != wanted)[0]
    return (
        f"gate_weights({gate!r}, {num_inputs}): for the input "
        f"{_bits(all_inputs(num_inputs)[first])} your neuron gives {outputs[first]:g}; it "
        f"should give {wanted[first]:g}."
    )


def _xor_outputs(answer: Any) -> np.ndarray | None:
    """Return what a 2-2-1 net (W1, b1, w2, b2) of step units does, or None if it is none."""
    try:
        W1, b1, w2, b2 = map(as_array, answer)
        outputs = two_layers(INPUTS, W1, b1, w2, b2)
    except (TypeError, ValueError):
        return None
    shapes_fit = W1.shape == (2, 2) and w2.shape == (2,)
    return outputs if shapes_fit and outputs.shape == (4,) else None


def explain_xor(case: dict, answer: Any, expected: Any) -> str:
    """Say what the hidden units and the output do for each input."""
    outputs = _xor_outputs(answer)
    if outputs is None:
        return (
            "xor_weights() should give (W1, b1, w2, b2): W1 of two rows with two weights, b1 and "
            f"w2 of two numbers, b2 a number. Yours gives {show_value(answer)}."
        )
    W1, b1, *_ = map(as_array, answer)
    hidden = step(INPUTS @ W1.T + b1)
    return "\n".join(
        f"input {_bits(x)}: hidden {_bits(h)}, output {_bits(y)}, should be {_bits(target)}"
        for x, h, y, target in zip(INPUTS, hidden, outputs, TARGETS["XOR"], strict=True)
    )


def xors_agree(answer: Any, expected: Any) -> bool:
    """Say whether two networks (W1, b1, w2, b2) give the same outputs."""
    return np.array_equal(_xor_outputs(answer), _xor_outputs(expected))


def _lookup_outputs(answer: Any, inputs: np.ndarray) -> tuple[np.ndarray, int] | None:
    """Return (outputs for the inputs, number of hidden units) of (W, b, v, c), or None."""
    try:
        W, b, v, c = map(as_array, answer)
        outputs = look_up(inputs, W, b, v, c)
    except (TypeError, ValueError):
        return None
    return (outputs, len(W)) if outputs.shape == (len(inputs),) else None


def lookups_agree(answer: Any, expected: Any) -> bool:
    """Say whether two networks (W, b, v, c) give the same outputs, the first with few enough units."""
    inputs = all_inputs(np.shape(expected[0])[1], low=-1)
    got, wanted = (_lookup_outputs(network, inputs) for network in (answer, expected))
    return got is not None and np.allclose(got[0], wanted[0]) and got[1] <= len(got[0]) / 2


def lookups_alike(answer: Any, wrong: Any) -> bool:
    """Say whether two networks give the same outputs with the same number of hidden units."""
    inputs = all_inputs(np.shape(wrong[0])[1], low=-1)
    got, other = (_lookup_outputs(network, inputs) for network in (answer, wrong))
    return got is not None and np.allclose(got[0], other[0]) and got[1] == other[1]


def explain_lookup(case: dict, answer: Any, expected: Any) -> str:
    """Say where the outputs leave the targets, or that there are too many hidden units."""
    inputs, targets = case["inputs"], case["targets"]
    num_inputs = inputs.shape[1]
    result = _lookup_outputs(answer, inputs)
    if result is None:
        return (
            f"lookup_network should give (W, b, v, c): W with {num_inputs} columns and a row for each "
            f"hidden unit, b and v with one number for each, c a number. Yours gives "
            f"{show_value(answer)}."
        )
    outputs, num_hidden = result
    failed = np.flatnonzero(~np.isclose(outputs, targets))
    if len(failed) == 0:
        return (
            f"Every output is right, but {num_hidden} hidden units are too many: "
            f"{2 ** (num_inputs - 1)} must be enough for {num_inputs} inputs."
        )
    first = failed[0]
    return (
        f"The targets are {_bits(targets)}; your network of {num_hidden} hidden units gives "
        f"{_bits(outputs)}. The first difference is at the input {_bits(inputs[first])}."
    )
