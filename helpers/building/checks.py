"""The exercises of notebook 03: their cases, and the misconceptions that their hints answer."""

import inspect
from itertools import chain, pairwise

import numpy as np
import torch
from torch import nn

from helpers.building import backprop, costs, optimizers
from helpers.exercise import Checker, Exercise, agree, show_value
from helpers.mlp import MLP, parameter_count

DELTA_RULE_STEP = Exercise(
    optimizers.delta_rule_step,
    cases=[
        dict(w=np.array([0.0]), x=np.array([2.0]), y=1.0, lr=0.1),
        dict(w=np.array([1.0, -2.0]), x=np.array([3.0, 1.0]), y=-1.0, lr=0.05),
        dict(w=np.array([0.5, 0.5]), x=np.array([1.0, 1.0]), y=1.0, lr=0.3),
        dict(w=np.array([0.2, -0.1, 0.4]), x=np.array([1.0, 0.0, -2.0]), y=2.0, lr=0.01),
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
        (
            lambda w, x, y, lr: w + lr * (y - np.sign(np.dot(w, x))) * x,
            "That is Rosenblatt's perceptron rule: it compares y with the sign of the output. The "
            "delta rule compares y with the output itself.",
        ),
        (
            lambda w, x, y, lr: w - lr * (w * x - y) * x,
            "w * x keeps one product for each weight. The prediction is their sum: np.dot(w, x).",
        ),
    ],
)


PARAMETER_COUNT = Exercise(
    parameter_count,
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
        (
            lambda sizes: sum(sizes[1:]),
            "That is the number of neurons. Each has one weight for each of its inputs, and a bias.",
        ),
    ],
)


def _forward_case(shape, sizes, activation, seed):
    generator = torch.Generator().manual_seed(seed)
    network = MLP(sizes, activation, generator)
    x = torch.randn(shape, generator=generator)
    return dict(x=x, linears=[*network.linears], activations=[*network.activations])


def _in_turn(linears, activations):
    return [*chain(*zip(linears, activations, strict=False)), linears[-1]]


def _activates_all(x, linears, activations):
    logits = backprop.mlp_forward(x, linears, activations)
    return activations[-1](logits) if activations else torch.relu(logits)


def _activates_first(x, linears, activations):
    return backprop.mlp_forward(x, [*activations, linears[-1]], linears[:-1])


def _stops_early(x, linears, activations):
    return backprop.mlp_forward(x, [*linears[:-1], nn.Identity()], activations)


MLP_FORWARD = Exercise(
    backprop.mlp_forward,
    cases=[
        # The last axis has the right length by itself, so that a missing flatten is a wrong answer
        # and not an error from within torch.
        _forward_case((2, 1, 3), [3, 4, 2], "ReLU", seed=0),
        _forward_case((2, 2, 2), [4, 5, 5, 3], "Tanh", seed=1),
        _forward_case((3, 4), [4, 2], "ReLU", seed=2),
        _forward_case((1, 3), [3, 4, 4, 4, 1], "Sigmoid", seed=3),
    ],
    misconceptions=[
        (
            _activates_all,
            "You activated the last layer too. Its outputs are logits: a ReLU there would cut off "
            "everything below zero.",
        ),
        (
            lambda x, linears, activations: torch.softmax(
                backprop.mlp_forward(x, linears, activations), dim=1
            ),
            "No softmax here: return logits. CrossEntropyLoss applies the softmax itself, and twice "
            "is wrong (notebook 04).",
        ),
        (_activates_first, "The order is turned: first the linear layer, then its activation."),
        (
            lambda x, linears, activations: nn.Sequential(nn.Flatten(), *linears)(x),
            "The activations are missing: without them the whole network is one linear layer.",
        ),
        (
            _stops_early,
            "That is the last hidden layer. zip stops with the shorter list, and there is one "
            "linear layer more than there are activations: apply linears[-1] after the loop.",
        ),
        (
            lambda x, linears, activations: nn.Sequential(*_in_turn(linears, activations))(x),
            "Flatten each sample first: x.flatten(start_dim=1) keeps the samples apart.",
        ),
    ],
)


def _backward(mean=True, slope=lambda z, h: 1 - h**2, bias=np.sum, sign=1.0, into=lambda z, h: h):
    """Return a backward pass with one thing done differently; `into` gives what enters layer 2."""

    def wrong(x, y, w1, b1, w2, b2):
        z = x @ w1 + b1
        h = np.tanh(z)
        dy = sign * (h @ w2 + b2 - y) / (len(x) if mean else 1)
        dz = (dy @ w2.T) * slope(z, h)
        return x.T @ dz, bias(dz, axis=0), into(z, h).T @ dy, bias(dy, axis=0)

    return wrong


def _explain_backward(case, answer, expected) -> str:
    """Name the first gradient that is wrong: four of them at once are hard to read."""
    names = ("dw1", "db1", "dw2", "db2")
    if not isinstance(answer, (tuple, list)) or len(answer) != len(names):
        return "Four arrays are expected: (dw1, db1, dw2, db2)."
    shapes = f"x {case['x'].shape}, w1 {case['w1'].shape}, w2 {case['w2'].shape}"
    for name, ours, theirs in zip(names, expected, answer, strict=True):
        if not agree(theirs, ours):
            found = "None" if theirs is None else f"shape {np.shape(theirs)}: {show_value(theirs)}"
            return (
                f"With shapes {shapes}, {name} should have shape {ours.shape}: {show_value(ours)}; "
                f"yours is {found}."
            )
    raise AssertionError("explain is asked only where an answer is wrong")


TWO_LAYER_BACKWARD = Exercise(
    backprop.two_layer_backward,
    cases=[
        backprop.random_problem((2, 3, 1), num_samples=1, seed=0),
        backprop.random_problem((3, 4, 2), num_samples=5, seed=1),
        backprop.random_problem((4, 2, 3), num_samples=7, seed=2),
    ],
    misconceptions=[
        (_backward(mean=False), "The loss is a mean over the samples: divide the error by len(x)."),
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


class _Network(nn.Sequential):
    def __repr__(self):
        return f"a network of {len(self)} modules"


class _Batches(list):
    def __repr__(self):
        return f"{len(self)} batches"


class _SGD(torch.optim.SGD):
    def __repr__(self):
        return "SGD"


class _Adam(torch.optim.Adam):
    def __repr__(self):
        return "Adam"


def _training_case(sizes, lr, seed, optimizer=_SGD):
    generator = torch.Generator().manual_seed(seed)
    layers = MLP(sizes, "Tanh", generator)
    network = _Network(*_in_turn(layers.linears, layers.activations))
    shapes = ((4, sizes[0]), (4, sizes[-1]))
    batch, other = (tuple(torch.randn(s, generator=generator) for s in shapes) for _ in range(2))
    return dict(
        model=network,
        batches=_Batches([batch, other, batch, batch]),
        loss_fn=nn.MSELoss(),
        optimizer=optimizer(network.parameters(), lr=lr),
    )


def _steps(order):
    """Return a training loop that does what `order` names for each batch, in that order."""

    def wrong(model, batches, loss_fn, optimizer):
        losses = []
        for x, y in batches:
            loss = loss_fn(model(x), y)
            for action in order:
                getattr(loss if action == "backward" else optimizer, action)()
            losses.append(loss.item())
        return losses

    return wrong


def _losses_after(network, batches, loss_fn, optimizer):
    losses = []
    for x, y in batches:
        optimizers.train_steps(network, [(x, y)], loss_fn, optimizer)
        losses.append(loss_fn(network(x), y).item())
    return losses


TRAIN_STEPS = Exercise(
    optimizers.train_steps,
    cases=[
        _training_case([2, 3, 1], lr=0.1, seed=0),
        _training_case([3, 4, 2], lr=0.05, seed=1),
        _training_case([2, 4, 2], lr=0.02, seed=2, optimizer=_Adam),
    ],
    misconceptions=[
        (
            _steps(["backward", "step"]),
            "backward() adds to the gradients that are there already. Clear them before each step: "
            "optimizer.zero_grad().",
        ),
        (
            _steps(["backward", "zero_grad", "step"]),
            "You threw the gradients away before the optimizer saw them. Clear them before "
            "backward(), not after.",
        ),
        (
            _losses_after,
            "You measured each loss after its step. Take the loss that backward() started from.",
        ),
        (
            lambda *case: optimizers.train_steps(*case)[-1],
            "Return the losses of all batches, as a list.",
        ),
    ],
)


# The arguments, in short: p parameters, a activations and i inputs of a sample, n samples in a batch,
# b bytes for a number, k copies that the optimizer keeps.


def _memory_case(p, a, i, n, b, k) -> dict:
    names = inspect.signature(costs.training_memory).parameters
    return dict(zip(names, (p, a, i, n, b, k), strict=True))


TRAINING_MEMORY = Exercise(
    costs.training_memory,
    cases=[
        _memory_case(300e9, 300e9, 0.25e9, 1000, 4, 0),
        _memory_case(5e9, 2e8, 1e8, 10, 8, 2),
        _memory_case(2e9, 3e8, 1e7, 1, 2, 1),
    ],
    misconceptions=[
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, a, i, n, b, k - 1),
            "The gradients are missing: there is one for each parameter.",
        ),
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, a, i, n, b, 0),
            "The optimizer's copies are missing. Adam keeps two running means for each parameter.",
        ),
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, a, 0, n, b, k),
            "The inputs are missing: the backward pass needs those of every sample in the batch.",
        ),
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, 0, i, n, b, k),
            "The activations are missing: the backward pass needs those of every sample in the batch.",
        ),
        (
            lambda p, a, i, n, b, k: n * costs.training_memory(p, a, i, 1, b, k),
            "Parameters and gradients are stored once for the whole batch: the gradients of its "
            "samples are added up as they come.",
        ),
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, a, i, 1, b, k),
            "Activations and inputs are needed for every sample of the batch.",
        ),
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, a, i, n, b, k) * 1e9 / 2**30,
            "You divided by 2^30: that gives gibibytes (GiB). A gigabyte is 10^9 bytes.",
        ),
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, a, i, n, 1, k),
            "You counted numbers. Each takes bytes_per_number bytes.",
        ),
    ],
)

check = Checker(
    [
        DELTA_RULE_STEP,
        PARAMETER_COUNT,
        MLP_FORWARD,
        TWO_LAYER_BACKWARD,
        TRAIN_STEPS,
        TRAINING_MEMORY,
    ]
)
