"""Reverse-mode differentiation of numbers: a graph that grows behind a formula, and the walk back.

The learner writes the same in notebook 03: `Value` with its sum, `multiply`, `tanh`, `history` and
`backward`. What trains here trains with the learner's, too.
"""

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import ArrayLike
from torch import Tensor


class Value:
    """A number that remembers what it was computed from, and its slope along each of these."""

    def __init__(self, data, parents=(), slopes=()):
        self.data, self.parents, self.slopes = data, parents, slopes
        self.grad = 0.0

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __mul__(self, other):
        return multiply(self, other)

    def tanh(self):
        return tanh(self)

    # Where the number stands on the left, Python asks the Value on the right: 2 + v, 2 * v.
    __radd__, __rmul__ = __add__, __mul__


def multiply(self, other):
    """Return a new Value, self times other; `other` is a Value or a plain number."""
    make = type(self)  # the class may be the learner's: ours stands in for any step
    other = other if isinstance(other, make) else make(other)
    return make(self.data * other.data, (self, other), (other.data, self.data))


def tanh(self):
    """Return a new Value, the tanh of self."""
    result = math.tanh(self.data)
    return type(self)(result, (self,), (1 - result**2,))


def history(root):
    """Return every Value that `root` was computed from, and itself: each once, after its parents."""
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(root)
    return order


def backward(root):
    """Set `grad` of every Value in the history of `root` to the derivative of `root` by it."""
    nodes = history(root)
    for node in nodes:
        node.grad = 0.0
    root.grad = 1.0
    for node in reversed(nodes):
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            parent.grad += node.grad * slope


# --- what it is tried on --------------------------------------------------------------------------

_OPERATIONS = (
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a * b + a,
    lambda a, b: a.tanh(),
    lambda a, b: 0.5 * a + 2.0,
    lambda a, b: a * a,
)


def random_graph(
    leaves: Sequence[Value | Tensor], rng: np.random.Generator, num_nodes: int = 30
) -> Value | Tensor:
    """Return one result computed from `leaves` by random operations, each leaf used at least once.

    Leaves are Values or torch tensors: the same generator makes the same graph of either. Every
    second result passes through a tanh, so that numbers stay moderate.
    """
    nodes = list(leaves)
    for number in range(num_nodes):
        a, b = (nodes[rng.integers(len(nodes))] for _ in range(2))
        kind = rng.integers(len(_OPERATIONS))
        result = _OPERATIONS[kind](a, b)
        nodes.append(result.tanh() if number % 2 else result)
    total = nodes[-1]
    for leaf in leaves:
        total = total + leaf * leaf * 0.1
    return total


# --- what it trains: XOR --------------------------------------------------------------------------

XOR = ((-1, -1, -1), (-1, 1, 1), (1, -1, 1), (1, 1, -1))  # x1, x2, target
NUM_UNITS = 3


def tiny_network(weights: Sequence, x1, x2):
    """Return the output of NUM_UNITS tanh units and a sum.

    Each unit has four of the `weights`: two of its inputs, its bias, and that of its output; the last
    is the bias of the sum.
    """
    output = weights[-1]
    for k in range(0, 4 * NUM_UNITS, 4):
        w1, w2, bias, out = weights[k : k + 4]
        output = output + out * (w1 * x1 + w2 * x2 + bias).tanh()
    return output


def tiny_outputs(weights: np.ndarray, x1: ArrayLike, x2: ArrayLike) -> np.ndarray:
    """Return the network's outputs (...) at many points (...), from plain numbers."""
    w1, w2, bias, out = np.reshape(weights[:-1], (NUM_UNITS, 4)).T
    hidden = np.tanh(np.multiply.outer(x1, w1) + np.multiply.outer(x2, w2) + bias)
    return hidden @ out + weights[-1]


def xor_loss(weights: Sequence[Value]) -> Value:
    """Return the mean squared error of the network on the four corners."""
    loss = 0.0
    for x1, x2, target in XOR:
        error = tiny_network(weights, x1, x2) + -target
        loss = loss + error * error * 0.25
    return loss


def wishes(value: type, walk_back: Callable, weights: Sequence[float]) -> np.ndarray:
    """Return what each corner alone wants of each weight (4, num_weights): minus its loss's slope.

    Each corner's own loss is its squared error; the mean over the corners is minus `xor_loss`'s gradient.
    """
    rows = []
    for x1, x2, target in XOR:
        nodes = [value(float(number)) for number in weights]
        error = tiny_network(nodes, x1, x2) + -target
        walk_back(error * error)
        rows.append([-node.grad for node in nodes])
    return np.array(rows)


def random_weights(seed: int) -> np.ndarray:
    """Return random first weights (4 NUM_UNITS + 1,)."""
    return np.random.default_rng(seed).normal(size=4 * NUM_UNITS + 1)


def train_xor(
    value: type, walk_back: Callable, lr: float, seed: int, num_steps: int
) -> Iterator[tuple[np.ndarray, float]]:
    """Train on XOR with somebody's class and walk; yield the weights and their loss, step by step.

    The first pair is the start, so that there are num_steps + 1 of them.
    """
    weights = [value(float(number)) for number in random_weights(seed)]
    for step in range(num_steps + 1):
        loss = xor_loss(weights)
        yield np.array([weight.data for weight in weights]), loss.data
        if step < num_steps:
            walk_back(loss)
            for weight in weights:
                weight.data -= lr * weight.grad
