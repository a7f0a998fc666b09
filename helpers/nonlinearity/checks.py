"""The exercises of notebook 02: their cases, and the misconceptions that their hints answer."""

from functools import partial
from itertools import combinations

import numpy as np

from helpers.exercise import Checker, Exercise
from helpers.nonlinearity.checks_claim import WORST_ERROR
from helpers.nonlinearity.checks_curves import BUMP, CHOOSE_KNOTS, INTERPOLATION_WEIGHTS
from helpers.nonlinearity.gates import all_inputs, gate_weights, xor_weights
from helpers.nonlinearity.graders import (
    explain_gate,
    explain_lookup,
    explain_xor,
    gates_agree,
    lookups_agree,
    lookups_alike,
    xors_agree,
)
from helpers.nonlinearity.lookup import lookup_network
from helpers.nonlinearity.perceptron import perceptron_update


def _gates_with(**biases):
    """Return gate weights with other biases: functions of the number of inputs, by gate."""

    def wrong(gate, num_inputs):
        weights, bias = gate_weights(gate, num_inputs)
        return weights, biases[gate](num_inputs) if gate in biases else bias

    return wrong


_SIGN_OF_BIAS = "The bias is added to the sum, so it is minus the threshold: check its sign."
_STRICTLY = "To reach 0 is not enough. The neuron fires where its score is > 0, not where it is >= 0: at 0 it is silent."
# Biases that bring the score to 0 where the neuron should fire.
_ON_THE_LINE_AT = {"AND": lambda n: -n, "OR": lambda n: -1, "NOT": lambda n: 0}


def _not_with_positive_weight(gate, num_inputs):
    weights, bias = gate_weights(gate, num_inputs)
    return np.abs(weights), -0.5 if gate == "NOT" else bias


GATE_WEIGHTS = Exercise(
    gate_weights,
    minutes=4,
    cases=[
        dict(gate="AND", num_inputs=2),
        dict(gate="OR", num_inputs=2),
        dict(gate="NOT", num_inputs=1),
        dict(gate="AND", num_inputs=4),
        dict(gate="OR", num_inputs=4),
        dict(gate="AND", num_inputs=1),
    ],
    misconceptions=[
        (
            lambda gate, n: gate_weights({"AND": "OR", "OR": "AND"}.get(gate, gate), n),
            "AND and OR are exchanged: AND needs all inputs, OR is content with one.",
        ),
        (lambda gate, n: (gate_weights(gate, n)[0], -gate_weights(gate, n)[1]), _SIGN_OF_BIAS),
        *(
            (_gates_with(**{gate: turned[gate] for gate in gates}), _SIGN_OF_BIAS)
            for turned in [{"AND": lambda n: n - 0.5, "OR": lambda n: 0.5}]
            for gates in (["OR"], ["AND"], ["AND", "OR"])
        ),
        (
            _gates_with(AND=lambda n: 0, OR=lambda n: 0, NOT=lambda n: 0),
            "A bias of 0 puts the line through the origin. The threshold must lie between the sum "
            "that should fire and the sums that should not.",
        ),
        (
            _gates_with(NOT=lambda n: 1.5),
            "Your NOT always fires. Its one weight must outweigh the bias where the input is 1.",
        ),
        *(
            (_gates_with(**{gate: _ON_THE_LINE_AT[gate] for gate in gates}), _STRICTLY)
            for number in (1, 2, 3)
            for gates in combinations(_ON_THE_LINE_AT, number)
        ),
        *(
            (_gates_with(**same), "AND and OR need different biases: yours do the same.")
            for same in (dict(OR=lambda n: 0.5 - n), dict(AND=lambda n: -0.5))
        ),
        (
            _gates_with(AND=lambda n: -1.5),
            "Your AND is right for two inputs only. With more inputs the threshold must grow: it "
            "lies between n - 1 and n.",
        ),
        (
            _not_with_positive_weight,
            "NOT fires when its input is off, so the input must inhibit: a negative weight, and a "
            "positive bias that fires the neuron on its own.",
        ),
    ],
    agree=gates_agree,
    alike=gates_agree,
    explain=explain_gate,
)


def _update_if(is_wrong=lambda score, label: label * score <= 0, change=lambda x, label: label * x):
    """Return `perceptron_update` with another condition, or another change."""
    return lambda weights, x, label: (
        weights + change(x, label) * is_wrong(np.dot(weights, x), label)
    )


_ON_THE_LINE = "A score of exactly 0 is a mistake, whatever the label: label * score <= 0."
_WHICH_WRONG = (
    "It is wrong where score and label differ in sign, for both labels: label * score <= 0."
)
_AS_IT_IS = "A perceptron adds or subtracts the example as it is, once and with all its entries."

PERCEPTRON_UPDATE = Exercise(
    perceptron_update,
    minutes=4,
    cases=[
        dict(weights=np.array([1.0, -1.0, 0.0]), x=np.array([0.0, 1.0, 1.0]), label=1),
        dict(weights=np.array([1.0, 2.0, -1.0]), x=np.array([1.0, 1.0, 1.0]), label=-1),
        dict(weights=np.array([1.0, 0.0, 0.0]), x=np.array([1.0, 0.0, 1.0]), label=1),
        dict(weights=np.array([0.0, 1.0, -2.0]), x=np.array([1.0, 1.0, 1.0]), label=-1),
        dict(weights=np.zeros(3), x=np.array([1.0, 0.0, 1.0]), label=-1),
        dict(weights=np.zeros(3), x=np.array([0.0, 2.0, 1.0]), label=1),
        dict(weights=np.array([-3.0, 0.0, -3.0]), x=np.array([1.0, 0.0, 1.0]), label=1),
    ],
    misconceptions=[
        (_update_if(lambda score, label: True), "A perceptron learns from its mistakes only."),
        (_update_if(lambda score, label: label * score < 0), _ON_THE_LINE),
        (_update_if(lambda score, label: label != (1 if score > 0 else -1)), _ON_THE_LINE),
        (_update_if(lambda score, label: label != (1 if score >= 0 else -1)), _ON_THE_LINE),
        (
            _update_if(lambda score, label: label * score > 0),
            "You update where the answer is right.",
        ),
        (_update_if(lambda score, label: label != (score > 0)), _WHICH_WRONG),
        (_update_if(lambda score, label: score <= 0), _WHICH_WRONG),
        (_update_if(lambda score, label: label == 1 and score <= 0), _WHICH_WRONG),
        (_update_if(change=lambda x, label: -label * x), "The sign is turned: it gets worse."),
        (_update_if(change=lambda x, label: x), "If the label is -1, the example is subtracted."),
        (_update_if(change=lambda x, label: 0.1 * label * x), _AS_IT_IS),
        (_update_if(change=lambda x, label: 2 * label * x), _AS_IT_IS),
        (_update_if(change=lambda x, label: label * np.append(x[:-1], 0)), _AS_IT_IS),
        (
            lambda weights, x, label: _update_if()(
                0 * weights, x, label * (label * weights @ x <= 0)
            ),
            "That is the change. The new weights are the old ones plus the change.",
        ),
        (
            lambda weights, x, label: (
                weights + label * x if label * (weights * x) <= 0 else weights
            ),
            "weights * x keeps one product for each input. The score is their sum: np.dot(weights, x).",
        ),
        (
            lambda weights, x, label: weights + (label - np.dot(weights, x)) * x,
            "That is the delta rule of notebook 03. The perceptron adds or subtracts x itself.",
        ),
    ],
)


def _xor_giving(w2, b2):
    """Return a wrong answer whose hidden units compute OR and AND, with this output unit."""
    return lambda: (np.ones((2, 2)), np.array([-0.5, -1.5]), np.array(w2), b2)


def _xor_of_one_input(number):
    """Return a wrong answer that fires where this input is 1, and the other is not."""
    row = 2 * np.eye(2)[number] - 1
    return lambda: (np.array([row, row]), np.full(2, -0.5), np.ones(2), -0.5)


_HALF_OF_XOR = (
    "That is half of XOR: it fires for one of the two inputs. The rows of W1 are the hidden units."
)

XOR_WEIGHTS = Exercise(
    xor_weights,
    minutes=6,
    cases=[dict()],
    misconceptions=[
        (
            _xor_giving([1, 0], -0.5),
            "This is OR: it fires for 1 1 as well. One way out: a hidden unit that fires for 1 1 "
            "alone, and pushes the output down.",
        ),
        (_xor_giving([0, 1], -0.5), "This is AND: it fires for 1 1 only, where XOR is silent."),
        (_xor_giving([-1, 1], 0.5), "This is XOR upside down. Change the signs of w2 and b2."),
        (
            _xor_giving([0, 0], -0.5),
            "The output never fires. Look at the hidden values above: where the target is 1, "
            "w2 · h + b2 must be above 0.",
        ),
        (
            _xor_giving([0, 0], 0.5),
            "The output always fires. Look at the hidden values above: where the target is 0, "
            "w2 · h + b2 must not be above 0.",
        ),
        *((_xor_of_one_input(number), _HALF_OF_XOR) for number in (0, 1)),
    ],
    agree=xors_agree,
    alike=xors_agree,
    explain=explain_xor,
)


def _lookup_with(b=lambda num_inputs: 1 - num_inputs, v=1, c=1, W=lambda patterns: patterns):
    """Return the look-up network with other biases and patterns, and v and c multiplied."""

    def wrong(inputs, targets):
        patterns, right_b, right_v, right_c = lookup_network(inputs, targets)
        biases = np.full(len(right_b), b(inputs.shape[1]))
        return W(patterns), biases, right_v * v, right_c * c

    return wrong


def _lookup_of(encoded, b=lambda num_inputs: 1 - num_inputs, v=2):
    """Return the look-up network that encodes the inputs with this target, rarer or not."""

    def wrong(inputs, targets):
        target = encoded(targets)
        W = inputs[targets == target]
        return W, np.full(len(W), b(inputs.shape[1])), np.full(len(W), v * target), -target

    return wrong


_THE_RARER = (
    "Encode the rarer target, be it 1 or -1, and let c give the other: at most half the inputs."
)
_NEVER = "These units never fire: p . x is D on its own pattern, and the score must be above 0."
_TOO_LOW = (
    "These units fire for more than their own pattern. p . x is D there and at most D - 2 else."
)


def _lookup_of_everything(inputs, targets):
    return inputs, np.full(len(inputs), 1 - inputs.shape[1]), targets, 0


def _lookup_in_counting_order(inputs, targets):
    return lookup_network(all_inputs(inputs.shape[1], low=-1), targets)


def _case(*targets, order=slice(None)):
    num_inputs = len(targets).bit_length() - 1
    return dict(inputs=all_inputs(num_inputs, low=-1)[order], targets=np.array(targets))


LOOKUP_NETWORK = Exercise(
    lookup_network,
    minutes=8,
    cases=[
        _case(-1, 1, -1, -1),
        _case(-1, 1, 1, 1),
        _case(-1, 1, 1, -1, 1, -1, -1, 1),
        _case(-1, 1, 1, 1, -1, 1, -1, 1),
        _case(1, -1, -1, -1, 1, -1, 1, -1),
        _case(-1, -1, -1, -1),
        _case(1, 1, 1, 1),
        _case(*all_inputs(4, low=-1).prod(axis=1)),
        _case(-1, 1, -1, 1, -1, -1, -1, 1, order=[6, 1, 4, 3, 7, 2, 0, 5]),
    ],
    misconceptions=[
        (_lookup_of(lambda targets: 1), _THE_RARER),
        (_lookup_of(lambda targets: -1), _THE_RARER),
        (
            _lookup_of(lambda targets: 1 if np.sum(targets == 1) > len(targets) / 2 else -1),
            _THE_RARER,
        ),
        (
            _lookup_in_counting_order,
            "The patterns are the rows of `inputs`, in whatever order they come.",
        ),
        (
            _lookup_of_everything,
            "You encode every input, 2^D of them. The rarer target alone is enough: c gives the rest.",
        ),
        # Who has one of these slips has often encoded the target 1, rarer or not: one slip at a time.
        *(
            (make(b=b), hint)
            for b, hint in (
                (lambda num_inputs: -num_inputs, _NEVER),
                (lambda num_inputs: 3 - num_inputs, _TOO_LOW),
                (lambda num_inputs: num_inputs - 1, _TOO_LOW),
                (lambda num_inputs: 0, _TOO_LOW),
            )
            for make in (_lookup_with, partial(_lookup_of, lambda targets: 1))
        ),
        (
            _lookup_with(W=lambda patterns: patterns > 0),
            "W holds the patterns of -1 and 1 as they are.",
        ),
        *(
            (wrong, "From -1 to 1 it is 2: a unit that fires moves the output by 2.")
            for wrong in (_lookup_with(v=0.5), _lookup_of(lambda targets: 1, v=1))
        ),
        *(
            (
                _lookup_with(v=v, c=c),
                "When no unit fires the output is c: the more frequent target.",
            )
            for v, c in ((0.5, 0), (1, 0), (1, -1))
        ),
    ],
    agree=lookups_agree,
    alike=lookups_alike,
    explain=explain_lookup,
)

check = Checker(
    [
        GATE_WEIGHTS,
        PERCEPTRON_UPDATE,
        XOR_WEIGHTS,
        INTERPOLATION_WEIGHTS,
        CHOOSE_KNOTS,
        BUMP,
        WORST_ERROR,
        LOOKUP_NETWORK,
    ]
)
