"""The exercises of notebook 02: their cases, and the misconceptions that their hints answer."""

import numpy as np

from helpers.exercise import Checker, Exercise
from helpers.functions import relu
from helpers.nonlinearity.approximation import bump, interpolation_weights
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


def _not_with_positive_weight(gate, num_inputs):
    weights, bias = gate_weights(gate, num_inputs)
    return np.abs(weights), -0.5 if gate == "NOT" else bias


GATE_WEIGHTS = Exercise(
    gate_weights,
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
        (
            lambda gate, n: (gate_weights(gate, n)[0], -gate_weights(gate, n)[1]),
            "The bias is added to the sum, so it is minus the threshold: check its sign.",
        ),
        (
            _gates_with(AND=lambda n: 0, OR=lambda n: 0, NOT=lambda n: 0),
            "A bias of 0 puts the line through the origin. The threshold must lie between the sum "
            "that should fire and the sums that should not.",
        ),
        (
            _gates_with(AND=lambda n: -n),
            "Your AND never fires, not even where all inputs are 1. There the score must be above "
            "0: to reach the threshold is not enough.",
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

PERCEPTRON_UPDATE = Exercise(
    perceptron_update,
    cases=[
        dict(weights=np.array([1.0, -1.0, 0.0]), x=np.array([0.0, 1.0, 1.0]), label=1),
        dict(weights=np.array([1.0, 2.0, -1.0]), x=np.array([1.0, 1.0, 1.0]), label=-1),
        dict(weights=np.array([1.0, 0.0, 0.0]), x=np.array([1.0, 0.0, 1.0]), label=1),
        dict(weights=np.array([0.0, 1.0, -2.0]), x=np.array([1.0, 1.0, 1.0]), label=-1),
        dict(weights=np.zeros(3), x=np.array([1.0, 0.0, 1.0]), label=-1),
        dict(weights=np.zeros(3), x=np.array([0.0, 2.0, 1.0]), label=1),
    ],
    misconceptions=[
        (
            lambda weights, x, label: weights + label * x,
            "You change the weights even when the answer was right. A perceptron learns from "
            "mistakes only.",
        ),
        (
            lambda weights, x, label: weights + label * x * (label * np.dot(weights, x) < 0),
            "A score of exactly 0 counts as a mistake too. Otherwise zero weights stay zero forever.",
        ),
        (
            lambda weights, x, label: weights - label * x * (label * np.dot(weights, x) <= 0),
            "The sign is turned: this update makes the mistake worse.",
        ),
        (
            lambda weights, x, label: weights + x * (label * np.dot(weights, x) <= 0),
            "Add x if the label is 1, but subtract it if the label is -1.",
        ),
        (
            lambda weights, x, label: weights + label * x * (label * np.dot(weights, x) > 0),
            "You update where the answer was right, and leave the mistakes.",
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


XOR_WEIGHTS = Exercise(
    xor_weights,
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
    ],
    agree=xors_agree,
    alike=xors_agree,
    explain=explain_xor,
)

_GRID = np.linspace(-3.0, 5.0, 17)

BUMP = Exercise(
    bump,
    cases=[
        dict(x=_GRID, center=0.0, half_width=1.0, height=1.0),
        dict(x=_GRID, center=2.0, half_width=1.0, height=1.0),
        dict(x=_GRID, center=0.0, half_width=2.0, height=1.0),
        dict(x=_GRID, center=1.0, half_width=0.5, height=-3.0),
    ],
    misconceptions=[
        (
            lambda x, center, half_width, height: (
                height
                / half_width
                * (relu(x - center + half_width) - relu(x - center) + relu(x - center - half_width))
            ),
            "One minus at the center only stops the rise: the slope there must go from +s to -s, a "
            "change of -2 s.",
        ),
        (
            lambda x, center, half_width, height: (
                height / half_width * (relu(x - center + half_width) - 2 * relu(x - center))
            ),
            "The third ReLU is missing: after the bump your function keeps falling.",
        ),
        (
            lambda x, center, half_width, height: height * bump(x, center, half_width, half_width),
            "The slope is height / half_width: a wider bump of the same height rises more gently.",
        ),
        (
            lambda x, center, half_width, height: bump(x, -center, half_width, height),
            "The bump sits at -center: ReLU(x - a) has its corner at a, ReLU(x + a) at -a.",
        ),
        (
            lambda x, center, half_width, height: bump(x, center, half_width, 1.0),
            "The height is ignored.",
        ),
        (
            lambda x, center, half_width, height: bump(x, center, half_width / 2, height),
            "This bump is half as wide: it must reach zero at center - half_width and at center + "
            "half_width.",
        ),
    ],
)


def _weights_back_to_zero(knots, values):
    bias, v = interpolation_weights(knots, values)
    return bias, np.append(v, -np.sum(v))


INTERPOLATION_WEIGHTS = Exercise(
    interpolation_weights,
    cases=[
        dict(knots=np.array([0.0, 1.0, 2.0, 3.0]), values=np.array([1.0, 3.0, 4.0, 2.0])),
        dict(knots=np.array([-1.0, 0.0, 2.0]), values=np.array([0.5, 0.0, 4.0])),
        dict(knots=np.array([0.0, 0.25, 1.0, 1.5, 4.0]), values=np.array([0.0, 1.0, 1.0, -2.0, 3])),
        dict(knots=np.array([2.0, 4.0]), values=np.array([-1.0, 5.0])),
    ],
    misconceptions=[
        (
            lambda knots, values: (values[0], np.diff(values) / np.diff(knots)),
            "Those are the slopes of the segments. A ReLU once switched on stays on, so each new "
            "one must add only the change of slope.",
        ),
        (
            lambda knots, values: (values[0], np.diff(np.diff(values), prepend=0.0)),
            "You took differences of values. A slope is that difference divided by the distance "
            "of the knots.",
        ),
        (
            lambda knots, values: (0.0, interpolation_weights(knots, values)[1]),
            "At the first knot every ReLU is zero, so the bias alone must give values[0].",
        ),
        (
            lambda knots, values: (values[0], values[1:]),
            "Those are the values. Each weight is the change of slope at its knot.",
        ),
        (
            lambda knots, values: (values[0], np.diff(np.diff(values) / np.diff(knots))),
            "The first unit is missing: before the first knot the slope is 0, so its change of "
            "slope is the first slope itself.",
        ),
        (
            _weights_back_to_zero,
            "One weight too many: the last knot needs no unit, for nothing follows it.",
        ),
    ],
)


def _lookup_with(b=0, v=1, c=1):
    """Return the look-up network with `b` added to its biases, and v and c multiplied."""

    def wrong(inputs, targets):
        W, right_b, right_v, right_c = lookup_network(inputs, targets)
        return W, right_b + b, right_v * v, right_c * c

    return wrong


def _lookup_of_ones(inputs, targets):
    W = inputs[targets == 1]
    return W, np.full(len(W), 1 - inputs.shape[1]), np.full(len(W), 2), -1


def _lookup_of_everything(inputs, targets):
    return inputs, np.full(len(inputs), 1 - inputs.shape[1]), targets, 0


def _case(*targets):
    num_inputs = len(targets).bit_length() - 1
    return dict(inputs=all_inputs(num_inputs, low=-1), targets=np.array(targets))


LOOKUP_NETWORK = Exercise(
    lookup_network,
    cases=[
        _case(-1, 1, -1, -1),
        _case(-1, 1, 1, 1),
        _case(-1, 1, 1, -1, 1, -1, -1, 1),
        _case(-1, 1, 1, 1, -1, 1, -1, 1),
        _case(1, -1, -1, -1, 1, -1, 1, -1),
        _case(-1, -1, -1, -1),
    ],
    misconceptions=[
        (
            _lookup_of_ones,
            "You encode the inputs with target 1 even when they are the majority. Encode the rarer "
            "target, and let c give the other.",
        ),
        (
            _lookup_of_everything,
            "You encode every input, 2^D of them. The rarer target alone is enough: c gives the rest.",
        ),
        (
            _lookup_with(b=-1),
            "These units never fire: on its own pattern a unit sums to exactly D, and the step "
            "needs more than its threshold. Put it below D.",
        ),
        (
            _lookup_with(b=2),
            "These units fire for their neighbors too: one wrong input lowers the sum from D to "
            "D - 2, so the threshold must not be below that.",
        ),
        (
            _lookup_with(v=0.5),
            "From -1 to 1 it is 2: a hidden unit that fires must move the output by 2.",
        ),
        (
            _lookup_with(c=0),
            "When no hidden unit fires the output is c. It must be the more frequent target.",
        ),
    ],
    agree=lookups_agree,
    alike=lookups_alike,
    explain=explain_lookup,
)

check = Checker(
    [GATE_WEIGHTS, PERCEPTRON_UPDATE, XOR_WEIGHTS, BUMP, INTERPOLATION_WEIGHTS, LOOKUP_NETWORK]
)
