"""Reverse-mode differentiation of numbers: a graph that grows behind a formula, and the walk back.

Notebook 03 builds `Value`, `as_value`, `history` and `backward` before the reader's eyes. A test
keeps both editions the same.
"""

import itertools
import math
from collections.abc import Sequence

import numpy as np
from torch import Tensor


class Value:
    """A number that remembers what it was computed from, and its slope along each of these."""

    made = itertools.count()

    def __init__(self, data, parents=(), slopes=()):
        self.data, self.parents, self.slopes = data, parents, slopes
        self.grad = 0.0
        self.number = next(Value.made)  # whoever is computed from others is made after them

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __sub__(self, other):
        other = as_value(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __truediv__(self, other):
        return self * as_value(other) ** -1

    def __pow__(self, power):
        return Value(self.data**power, (self,), (power * self.data ** (power - 1),))

    def exp(self):
        result = math.exp(self.data)
        return Value(result, (self,), (result,))

    def tanh(self):
        result = math.tanh(self.data)
        return Value(result, (self,), (1 - result**2,))

    def sigmoid(self):
        result = (1 + math.tanh(self.data / 2)) / 2
        return Value(result, (self,), (result * (1 - result),))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    def __neg__(self):
        return self * -1.0

    # Where the number stands on the left, Python asks the Value on the right: 2 + v, 1 - v, 1 / v.
    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other):
        return as_value(other) - self

    def __rtruediv__(self, other):
        return as_value(other) / self


def as_value(x):
    """Return `x` as a Value: a plain number becomes one without parents."""
    return x if isinstance(x, Value) else Value(x)


def history(root):
    """Return every Value that `root` was computed from, and itself, in the order of making."""
    found, waiting = set(), [root]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += node.parents
    return sorted(found, key=lambda node: node.number)


def backward(root):
    """Set `grad` of every Value in the history of `root` to the derivative of `root` by it."""
    nodes = history(root)
    for node in nodes:
        node.grad = 0.0
    root.grad = 1.0
    for node in reversed(nodes):
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            parent.grad += node.grad * slope


_OPERATIONS = (
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a / (b * b + 1.0),
    lambda a, b: (a.tanh() * 0.5).exp(),
    lambda a, b: a.sigmoid(),
    lambda a, b: a.relu() + 0.1 * b,
    lambda a, b: (a.tanh() + 2.0) ** 3,
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
