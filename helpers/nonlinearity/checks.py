"""The exercises of notebook 02: their cases, and the misconceptions that their hints answer."""

import numpy as np

from helpers.exercise import Checker, Exercise, Misconception, show_value
from helpers.functions import relu
from helpers.nonlinearity import model

# Weights have many right answers, so the first three kinds of exercise compare what the answers do.


def _same(first, second) -> bool:
    """Say whether two results of a network, arrays or None, are equal."""
    return first is not None and second is not None and np.array_equal(first, second)


def _bits(values) -> str:
    return " ".join(f"{value:g}" for value in np.ravel(values))


def _gate_outputs(answer, num_inputs):
    """Return what a neuron (weights, bias) does with every input, or None if it is no neuron."""
    try:
        weights, bias = answer
        inputs = model.all_inputs(num_inputs)
        outputs = model.step(model.score(inputs, np.asarray(weights, dtype=float), float(bias)))
    except (TypeError, ValueError):
        return None
    return outputs if outputs.shape == (len(inputs),) else None


def _gates_agree(answer, expected) -> bool:
    num_inputs = len(expected[0])
    return _same(_gate_outputs(answer, num_inputs), _gate_outputs(expected, num_inputs))


def _explain_gate(case, answer, expected) -> str:
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
        f"{_bits(model.all_inputs(num_inputs)[first])} your neuron gives {outputs[first]:g}; it "
        f"should give {wanted[first]:g}."
    )


def _gates_with(**biases):
    """Return gate weights with other biases: functions of the number of inputs, by gate."""

    def gate_weights(gate, num_inputs):
        weights, bias = model.gate_weights(gate, num_inputs)
        return weights, biases[gate](num_inputs) if gate in biases else bias

    return gate_weights


def _not_with_positive_weight(gate, num_inputs):
    weights, bias = model.gate_weights(gate, num_inputs)
    return np.abs(weights), -0.5 if gate == "NOT" else bias


GATE_WEIGHTS = Exercise(
    model.gate_weights,
    cases=[
        dict(gate="AND", num_inputs=2),
        dict(gate="OR", num_inputs=2),
        dict(gate="NOT", num_inputs=1),
        dict(gate="AND", num_inputs=4),
        dict(gate="OR", num_inputs=4),
        dict(gate="AND", num_inputs=1),
    ],
    misconceptions=[
        Misconception(
            lambda gate, num_inputs: model.gate_weights(
                {"AND": "OR", "OR": "AND"}.get(gate, gate), num_inputs
            ),
            "AND and OR are exchanged: AND needs all inputs, OR is content with one.",
        ),
        Misconception(
            lambda gate, num_inputs: (
                model.gate_weights(gate, num_inputs)[0],
                -model.gate_weights(gate, num_inputs)[1],
            ),
            "The bias is added to the sum, so it is minus the threshold: check its sign.",
        ),
        Misconception(
            _gates_with(AND=lambda n: 0, OR=lambda n: 0, NOT=lambda n: 0),
            "A bias of 0 puts the line through the origin. The threshold must lie between the sum "
            "that should fire and the sums that should not.",
        ),
        Misconception(
            _gates_with(AND=lambda n: -n),
            "Your AND never fires, not even where all inputs are 1. There the score must be above "
            "0: to reach the threshold is not enough.",
        ),
        Misconception(
            _gates_with(AND=lambda n: -1.5),
            "Your AND is right for two inputs only. With more inputs the threshold must grow: it "
            "lies between n - 1 and n.",
        ),
        Misconception(
            _not_with_positive_weight,
            "NOT fires when its input is off, so the input must inhibit: a negative weight, and a "
            "positive bias that fires the neuron on its own.",
        ),
    ],
    agree=_gates_agree,
    alike=lambda answer, wrong: _gates_agree(answer, wrong),
    explain=_explain_gate,
)

PERCEPTRON_UPDATE = Exercise(
    model.perceptron_update,
    cases=[
        dict(weights=np.array([1.0, -1.0, 0.0]), x=np.array([0.0, 1.0, 1.0]), label=1),
        dict(weights=np.array([1.0, 2.0, -1.0]), x=np.array([1.0, 1.0, 1.0]), label=-1),
        dict(weights=np.array([1.0, 0.0, 0.0]), x=np.array([1.0, 0.0, 1.0]), label=1),
        dict(weights=np.array([0.0, 1.0, -2.0]), x=np.array([1.0, 1.0, 1.0]), label=-1),
        dict(weights=np.zeros(3), x=np.array([1.0, 0.0, 1.0]), label=-1),
        dict(weights=np.zeros(3), x=np.array([0.0, 2.0, 1.0]), label=1),
    ],
    misconceptions=[
        Misconception(
            lambda weights, x, label: weights + label * x,
            "You change the weights even when the answer was right. A perceptron learns from "
            "mistakes only.",
        ),
        Misconception(
            lambda weights, x, label: weights + label * x * (label * np.dot(weights, x) < 0),
            "A score of exactly 0 counts as a mistake too. Otherwise zero weights stay zero forever.",
        ),
        Misconception(
            lambda weights, x, label: weights - label * x * (label * np.dot(weights, x) <= 0),
            "The sign is turned: this update makes the mistake worse.",
        ),
        Misconception(
            lambda weights, x, label: weights + x * (label * np.dot(weights, x) <= 0),
            "Add x if the label is 1, but subtract it if the label is -1.",
        ),
        Misconception(
            lambda weights, x, label: weights + label * x * (label * np.dot(weights, x) > 0),
            "You update where the answer was right, and leave the mistakes.",
        ),
        Misconception(
            lambda weights, x, label: weights + (label - np.dot(weights, x)) * x,
            "That is the delta rule of notebook 03. The perceptron adds or subtracts x itself.",
        ),
    ],
)


def _xor_outputs(answer):
    """Return what a 2-2-1 net (W1, b1, w2, b2) of step units does, or None if it is none."""
    try:
        W1, b1, w2, b2 = (np.asarray(part, dtype=float) for part in answer)
        outputs = model.two_layers(model.INPUTS, W1, b1, w2, b2)
    except (TypeError, ValueError):
        return None
    shapes_fit = W1.shape == (2, 2) and w2.shape == (2,)
    return outputs if shapes_fit and outputs.shape == (4,) else None


def _explain_xor(case, answer, expected) -> str:
    outputs = _xor_outputs(answer)
    if outputs is None:
        return (
            "xor_weights() should give (W1, b1, w2, b2): W1 of two rows with two weights, b1 and "
            f"w2 of two numbers, b2 a number. Yours gives {show_value(answer)}."
        )
    W1, b1, *_ = (np.asarray(part, dtype=float) for part in answer)
    hidden = model.step(model.INPUTS @ W1.T + b1)
    rows = [
        f"input {_bits(x)}: hidden {_bits(h)}, output {_bits(y)}, should be {_bits(target)}"
        for x, h, y, target in zip(model.INPUTS, hidden, outputs, model.TARGETS["XOR"])
    ]
    return "\n".join(rows)


def _same_xor(answer, wrong) -> bool:
    return _same(_xor_outputs(answer), _xor_outputs(wrong))


def _xor_giving(w2, b2):
    """Return a wrong answer whose hidden units compute OR and AND, with this output unit."""
    return lambda: (np.ones((2, 2)), np.array([-0.5, -1.5]), np.array(w2), b2)


XOR_WEIGHTS = Exercise(
    model.xor_weights,
    cases=[dict()],
    misconceptions=[
        Misconception(
            _xor_giving([1, 0], -0.5),
            "This is OR: it fires for 1 1 as well. One way out: a hidden unit that fires for 1 1 "
            "alone, and pushes the output down.",
        ),
        Misconception(
            _xor_giving([0, 1], -0.5),
            "This is AND: it fires for 1 1 only, where XOR is silent.",
        ),
        Misconception(
            _xor_giving([-1, 1], 0.5),
            "This is XOR upside down. Change the signs of w2 and b2.",
        ),
        Misconception(
            _xor_giving([0, 0], -0.5),
            "The output never fires. Look at the hidden values above: where the target is 1, "
            "w2 · h + b2 must be above 0.",
        ),
        Misconception(
            _xor_giving([0, 0], 0.5),
            "The output always fires. Look at the hidden values above: where the target is 0, "
            "w2 · h + b2 must not be above 0.",
        ),
    ],
    agree=_same_xor,
    alike=_same_xor,
    explain=_explain_xor,
)

_GRID = np.linspace(-3.0, 5.0, 17)

BUMP = Exercise(
    model.bump,
    cases=[
        dict(x=_GRID, center=0.0, half_width=1.0, height=1.0),
        dict(x=_GRID, center=2.0, half_width=1.0, height=1.0),
        dict(x=_GRID, center=0.0, half_width=2.0, height=1.0),
        dict(x=_GRID, center=1.0, half_width=0.5, height=-3.0),
    ],
    misconceptions=[
        Misconception(
            lambda x, center, half_width, height: (
                height
                / half_width
                * (relu(x - center + half_width) - relu(x - center) + relu(x - center - half_width))
            ),
            "One minus at the center only stops the rise: the slope there must go from +s to -s, a "
            "change of -2 s.",
        ),
        Misconception(
            lambda x, center, half_width, height: (
                height / half_width * (relu(x - center + half_width) - 2 * relu(x - center))
            ),
            "The third ReLU is missing: after the bump your function keeps falling.",
        ),
        Misconception(
            lambda x, center, half_width, height: (
                height * model.bump(x, center, half_width, half_width)
            ),
            "The slope is height / half_width: a wider bump of the same height rises more gently.",
        ),
        Misconception(
            lambda x, center, half_width, height: model.bump(x, -center, half_width, height),
            "The bump sits at -center: ReLU(x - a) has its corner at a, ReLU(x + a) at -a.",
        ),
        Misconception(
            lambda x, center, half_width, height: model.bump(x, center, half_width, 1.0),
            "The height is ignored.",
        ),
        Misconception(
            lambda x, center, half_width, height: model.bump(x, center, half_width / 2, height),
            "This bump is half as wide: it must reach zero at center - half_width and at center + "
            "half_width.",
        ),
    ],
)


def _weights_are_slopes(knots, values):
    return values[0], np.diff(values) / np.diff(knots)


def _weights_of_unit_spacing(knots, values):
    return values[0], np.diff(np.diff(values), prepend=0.0)


def _weights_without_bias(knots, values):
    return 0.0, model.interpolation_weights(knots, values)[1]


def _weights_are_values(knots, values):
    return values[0], np.asarray(values[1:])


def _weights_without_first_slope(knots, values):
    return values[0], np.diff(_weights_are_slopes(knots, values)[1])


def _weights_back_to_zero(knots, values):
    bias, v = model.interpolation_weights(knots, values)
    return bias, np.append(v, -np.sum(v))


INTERPOLATION_WEIGHTS = Exercise(
    model.interpolation_weights,
    cases=[
        dict(knots=np.array([0.0, 1.0, 2.0, 3.0]), values=np.array([1.0, 3.0, 4.0, 2.0])),
        dict(knots=np.array([-1.0, 0.0, 2.0]), values=np.array([0.5, 0.0, 4.0])),
        dict(knots=np.array([0.0, 0.25, 1.0, 1.5, 4.0]), values=np.array([0.0, 1.0, 1.0, -2.0, 3])),
        dict(knots=np.array([2.0, 4.0]), values=np.array([-1.0, 5.0])),
    ],
    misconceptions=[
        Misconception(
            _weights_are_slopes,
            "Those are the slopes of the segments. A ReLU once switched on stays on, so each new "
            "one must add only the change of slope.",
        ),
        Misconception(
            _weights_of_unit_spacing,
            "You took differences of values. A slope is that difference divided by the distance "
            "of the knots.",
        ),
        Misconception(
            _weights_without_bias,
            "At the first knot every ReLU is zero, so the bias alone must give values[0].",
        ),
        Misconception(
            _weights_are_values,
            "Those are the values. Each weight is the change of slope at its knot.",
        ),
        Misconception(
            _weights_without_first_slope,
            "The first unit is missing: before the first knot the slope is 0, so its change of "
            "slope is the first slope itself.",
        ),
        Misconception(
            _weights_back_to_zero,
            "One weight too many: the last knot needs no unit, for nothing follows it.",
        ),
    ],
)


def _lookup_outputs(answer, num_inputs):
    """Return (outputs for all inputs, number of hidden units) of (W, b, v, c), or None."""
    try:
        W, b, v, c = (np.asarray(part, dtype=float) for part in answer)
        W = W.reshape(-1, num_inputs)  # a constant function needs no hidden unit
        outputs = model.lookup(model.all_inputs(num_inputs, low=-1), W, b, v, c)
    except (TypeError, ValueError):
        return None
    return (outputs, len(W)) if outputs.shape == (2**num_inputs,) else None


def _lookups_agree(answer, expected) -> bool:
    num_inputs = np.shape(expected[0])[1]
    got, wanted = _lookup_outputs(answer, num_inputs), _lookup_outputs(expected, num_inputs)
    if got is None or wanted is None:
        return False
    return np.allclose(got[0], wanted[0]) and got[1] <= 2 ** (num_inputs - 1)


def _lookups_alike(answer, wrong) -> bool:
    num_inputs = np.shape(wrong[0])[1]
    got, other = _lookup_outputs(answer, num_inputs), _lookup_outputs(wrong, num_inputs)
    if got is None or other is None:
        return False
    return np.allclose(got[0], other[0]) and got[1] == other[1]


def _explain_lookup(case, answer, expected) -> str:
    inputs, targets = case["inputs"], case["targets"]
    num_inputs = inputs.shape[1]
    result = _lookup_outputs(answer, num_inputs)
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


def _lookup_for(inputs, targets, rarer, threshold, step_size, base):
    patterns = inputs[targets == rarer]
    num_hidden = len(patterns)
    return patterns, np.full(num_hidden, -threshold), np.full(num_hidden, step_size), base


def _lookup_with(threshold=lambda num_inputs: num_inputs - 1, step_size=2, base=-1):
    """Return the look-up network with another threshold, output weight or output bias."""

    def lookup_network(inputs, targets):
        rarer = 1 if np.sum(targets == 1) <= len(targets) / 2 else -1
        limit = threshold(inputs.shape[1])
        return _lookup_for(inputs, targets, rarer, limit, step_size * rarer, base * rarer)

    return lookup_network


def _lookup_of_ones(inputs, targets):
    return _lookup_for(inputs, targets, 1, inputs.shape[1] - 1, 2, -1)


def _lookup_of_everything(inputs, targets):
    num_hidden, num_inputs = inputs.shape
    return inputs, np.full(num_hidden, 1 - num_inputs), targets, 0


def _case(*targets):
    num_inputs = len(targets).bit_length() - 1
    return dict(inputs=model.all_inputs(num_inputs, low=-1), targets=np.array(targets))


LOOKUP_NETWORK = Exercise(
    model.lookup_network,
    cases=[
        _case(-1, 1, -1, -1),
        _case(-1, 1, 1, 1),
        _case(-1, 1, 1, -1, 1, -1, -1, 1),
        _case(-1, 1, 1, 1, -1, 1, -1, 1),
        _case(1, -1, -1, -1, 1, -1, 1, -1),
        _case(-1, -1, -1, -1),
    ],
    misconceptions=[
        Misconception(
            _lookup_of_ones,
            "You encode the inputs with target 1 even when they are the majority. Encode the rarer "
            "target, and let c give the other.",
        ),
        Misconception(
            _lookup_of_everything,
            "You encode every input, 2^D of them. The rarer target alone is enough: c gives the rest.",
        ),
        Misconception(
            _lookup_with(threshold=lambda num_inputs: num_inputs),
            "These units never fire: on its own pattern a unit sums to exactly D, and the step "
            "needs more than its threshold. Put it below D.",
        ),
        Misconception(
            _lookup_with(threshold=lambda num_inputs: num_inputs - 3),
            "These units fire for their neighbors too: one wrong input lowers the sum from D to "
            "D - 2, so the threshold must not be below that.",
        ),
        Misconception(
            _lookup_with(step_size=1),
            "From -1 to 1 it is 2: a hidden unit that fires must move the output by 2.",
        ),
        Misconception(
            _lookup_with(base=0),
            "When no hidden unit fires the output is c. It must be the more frequent target.",
        ),
    ],
    agree=_lookups_agree,
    alike=_lookups_alike,
    explain=_explain_lookup,
)

check = Checker(
    [
        GATE_WEIGHTS,
        PERCEPTRON_UPDATE,
        XOR_WEIGHTS,
        BUMP,
        INTERPOLATION_WEIGHTS,
        LOOKUP_NETWORK,
    ]
)
