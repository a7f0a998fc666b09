"""The exercises of notebook 03: their cases, and the misconceptions that their hints answer."""

from itertools import pairwise

import numpy as np

from helpers.building import backprop, optimizers
from helpers.building.checks_fit import FIT
from helpers.building.checks_operations import OPERATIONS
from helpers.building.checks_order import HISTORY
from helpers.building.checks_training import ADAM, MOMENTUM, TRAINING_MEMORY
from helpers.building.checks_walk import BACKWARD
from helpers.exercise import Checker, Exercise
from helpers.mlp import parameter_count
from helpers.values import agree, show_value


def _one_weight_after_the_other(w, x, y, lr):
    w = np.array(w)
    for i in range(len(w)):
        w[i] -= lr * (np.dot(w, x) - y) * x[i]
    return w


DELTA_RULE_STEP = Exercise(
    optimizers.delta_rule_step,
    minutes=2.5,
    cases=[
        dict(w=np.array([1.0, -2.0]), x=np.array([3.0, 1.0]), y=-1.0, lr=0.05),
        dict(w=np.array([0.0]), x=np.array([2.0]), y=1.0, lr=0.1),
        dict(w=np.array([0.5, 0.5]), x=np.array([1.0, 1.0]), y=1.0, lr=0.3),
        dict(w=np.array([0.2, -0.1, 0.4]), x=np.array([0.7, 0.0, -1.3]), y=2.0, lr=0.013),
    ],
    misconceptions=[
        (
            lambda w, x, y, lr: w + lr * (np.dot(w, x) - y) * x,
            "You added the gradient, and climbed. Descent subtracts: w - lr * gradient.",
        ),
        (
            lambda w, x, y, lr: w - (np.dot(w, x) - y) * x,
            "The learning rate is missing: the step must be lr times the gradient.",
        ),
        (
            lambda w, x, y, lr: w - lr * (np.dot(w, x) - y),
            "The gradient needs the input too: the prediction changes by x for each unit of w.",
        ),
        (
            lambda w, x, y, lr: w - 2 * lr * (np.dot(w, x) - y) * x,
            "That is the gradient of (w x - y)^2. Here the loss has a factor 1/2, which cancels the 2.",
        ),
        (
            lambda w, x, y, lr: -lr * (np.dot(w, x) - y) * x,
            "That is the change of the weights. Return the old weights plus the change.",
        ),
        *(
            (
                lambda w, x, y, lr, share=share: w - lr * (np.dot(w, x) - y) ** 2 * share * x,
                "That is the loss, not its slope: the square of the error falls away when you take the "
                "derivative.",
            )
            for share in (0.5, 1)
        ),
        (
            lambda w, x, y, lr: (np.dot(w, x) - y) * x,
            "That is the gradient. Return the new weights: w - lr * gradient.",
        ),
        (
            lambda w, x, y, lr: w - lr * (np.dot(w, x) - y) * x / len(x),
            "You divided by the number of inputs. The loss is that of one sample: no mean is taken.",
        ),
        (
            lambda w, x, y, lr: w - lr * np.sign(np.dot(w, x) - y) * x,
            "That is descent on the L1 loss, which knows only the sign of the error.",
        ),
        (
            lambda w, x, y, lr: w + lr * (y - np.sign(np.dot(w, x))) * x,
            "That is Rosenblatt's perceptron rule: it compares y with the sign of the output. The "
            "delta rule compares y with the output itself.",
        ),
        (
            lambda w, x, y, lr: w - lr * abs(np.dot(w, x) - y) * x,
            "The sign of the error matters: it says which way to go. Keep it.",
        ),
        (
            _one_weight_after_the_other,
            "Each of your weights moves by an error that the moves before it have changed. Compute "
            "the error once, before anything moves.",
        ),
        (
            lambda w, x, y, lr: w - lr * (w * x - y) * x,
            "w * x keeps one product for each weight. The prediction is their sum: np.dot(w, x).",
        ),
    ],
)


PARAMETER_COUNT = Exercise(
    parameter_count,
    minutes=4.0,
    cases=[
        dict(sizes=[3, 4, 2]),
        dict(sizes=[784, 64, 10]),
        dict(sizes=[3072, 64, 64, 64, 3]),
        dict(sizes=[5, 1]),
    ],
    misconceptions=[
        (
            lambda sizes: sum(a * b for a, b in pairwise(sizes)),
            "The biases are missing: every neuron has one.",
        ),
        (
            lambda sizes: sum(a * b for a, b in pairwise(sizes)) + sum(sizes),
            "You gave the inputs biases. The input 'layer' has no neurons and no parameters.",
        ),
        (
            lambda sizes: sum(a * (b + 1) for a, b in pairwise(sizes)),
            "You counted one bias for each input of a layer. A bias belongs to a neuron: one for "
            "each output of the layer.",
        ),
        (
            lambda sizes: sum(a * b + 1 for a, b in pairwise(sizes)),
            "You counted one bias a layer. Every neuron of the layer has its own.",
        ),
        *(
            (
                lambda sizes, start=start: sum(sizes[start:]),
                "You counted units. Each neuron has one weight for each of its inputs, and a bias.",
            )
            for start in (0, 1)
        ),
        (
            lambda sizes: parameter_count(sizes) - sizes[-1],
            "The output layer has biases too: one for each output.",
        ),
        *(
            (
                lambda sizes, layer=layer: parameter_count(sizes[layer:][:2]),
                "That is one layer only. Add the layers up, and return after the loop.",
            )
            for layer in (0, -2)
        ),
    ],
)


def _backward(
    num=len, slope=lambda z, h: 1 - h**2, bias=np.sum, sign=1.0, into=lambda z, h: h, shift=1.0
):
    """Return a backward pass with one thing done differently; `into` gives what enters layer 2."""

    def wrong(x, y, w1, b1, w2, b2):
        z = x @ w1 + b1
        h = np.tanh(z)
        dy = sign * (h @ w2 + shift * b2 - y) / num(y)
        dz = (dy @ w2.T) * slope(z, h)
        return x.T @ dz, bias(dz, axis=0), into(z, h).T @ dy, bias(dy, axis=0)

    return wrong


def _explain_backward(case, answer, expected) -> str:
    """Name the first gradient that is wrong: four of them at once are hard to read."""
    names = ("dw1", "db1", "dw2", "db2")
    if not isinstance(answer, (tuple, list)) or len(answer) != len(names):
        return "Four arrays are expected: (dw1, db1, dw2, db2)."
    pairs = zip(names, expected, answer, strict=True)
    name, ours, theirs = next(found for found in pairs if not agree(found[2], found[1]))
    shapes = f"With shapes x {case['x'].shape}, w1 {case['w1'].shape}, w2 {case['w2'].shape}"
    if np.shape(theirs) != ours.shape:
        found = f"An array of shape {ours.shape} is expected; yours has shape {np.shape(theirs)}."
        return f"{shapes}, {name} has the wrong shape. {found}"
    return f"{shapes}, {name} should be {show_value(ours)}; yours is {show_value(theirs)}."


TWO_LAYER_BACKWARD = Exercise(
    backprop.two_layer_backward,
    minutes=8.0,
    cases=[
        backprop.random_problem((2, 3, 1), num_samples=1, seed=0),
        backprop.random_problem((3, 4, 2), num_samples=5, seed=1),
        backprop.random_problem((4, 2, 3), num_samples=7, seed=2),
    ],
    misconceptions=[
        (
            _backward(num=lambda y: 1),
            "The loss is a mean over the samples: divide the error by len(x).",
        ),
        (
            _backward(num=np.size),
            "The mean runs over the samples only, the outputs are summed: divide by len(x).",
        ),
        (
            _backward(num=lambda y: len(y) / 2),
            "The factor 2 of the square is canceled by the 1/2 of the loss.",
        ),
        (
            _backward(slope=lambda z, h: 1 - np.tanh(h) ** 2),
            "That takes the tanh twice: h is tanh(z) already, so the slope is 1 - h^2.",
        ),
        (
            _backward(slope=lambda z, h: 1),
            "The slope of the tanh is missing. On its way through the hidden units the error is "
            "multiplied by 1 - h^2.",
        ),
        (
            _backward(slope=lambda z, h: 1 - z**2),
            "The slope of the tanh is 1 - h^2, with h = tanh(z), and not 1 - z^2.",
        ),
        (
            _backward(bias=np.mean),
            "A bias collects the error of all samples: a sum. The division by the number of samples "
            "is in the error already.",
        ),
        (
            _backward(bias=lambda dz, axis: dz.sum(axis=1)),
            "A bias belongs to a unit: sum over the samples, which are the rows, axis=0.",
        ),
        (_backward(shift=0.0), "The output's bias is missing in your prediction: h @ w2 + b2."),
        (
            _backward(sign=-1.0),
            "The sign is turned: the derivative of (prediction - y)^2 / 2 is prediction - y.",
        ),
        (
            lambda *case: tuple(gradient.T for gradient in backprop.two_layer_backward(*case)),
            "Each gradient has the shape of what it belongs to; yours are transposed. From the "
            "input's side comes x.T, from the output's side the error: x.T @ dz.",
        ),
        (
            _backward(into=lambda z, h: z),
            "What flows into the second layer is h, after the tanh, and not z.",
        ),
    ],
    explain=_explain_backward,
)


check = Checker(
    [
        DELTA_RULE_STEP,
        *OPERATIONS,
        HISTORY,
        BACKWARD,
        FIT,
        MOMENTUM,
        ADAM,
        TWO_LAYER_BACKWARD,
        PARAMETER_COUNT,
        TRAINING_MEMORY,
    ]
)
