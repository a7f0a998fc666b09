"""One neuron's loss as a graph of named nodes: what is known after each step, forward and back."""

import math
from dataclasses import dataclass

from helpers.building.autodiff import Value

INPUTS = ("w", "x", "b", "t")
FORWARD = ("u", "z", "y", "e", "s", "L", "q", "R", "J")  # in the order of computation
BACKWARD = ("J", "R", "q", "L", "s", "e", "y", "z", "u")  # each after all that it feeds
NUM_STEPS = len(FORWARD) + 1 + len(BACKWARD)  # in between the derivative of J by itself appears


def regularized_neuron(w: float, x: float, b: float, t: float, lam: float) -> dict[str, Value]:
    """Return every named Value of one sigmoid neuron's regularized loss, in order of computation.

    J = (sigmoid(w x + b) - t)^2 / 2 + lam w^2 / 2. The weight is used twice.
    """
    node = {"w": Value(w), "x": Value(x), "b": Value(b), "t": Value(t)}
    node["u"] = node["w"] * node["x"]
    node["z"] = node["u"] + node["b"]
    y = (1 + math.tanh(node["z"].data / 2)) / 2
    node["y"] = Value(y, (node["z"],), (y * (1 - y),))
    node["e"] = Value(y - t, (node["y"], node["t"]), (1.0, -1.0))
    node["s"] = _squared(node["e"])
    node["L"] = node["s"] * 0.5
    node["q"] = _squared(node["w"])
    node["R"] = node["q"] * (lam / 2)
    node["J"] = node["L"] + node["R"]
    return node


def _squared(node: Value) -> Value:
    return Value(node.data**2, (node,), (2 * node.data,))


def named_slopes(nodes: dict[str, Value], child: str) -> dict[str, float]:
    """Return {parent: derivative of `child` by it}; constants such as 1/2 have no name."""
    names = {id(node): name for name, node in nodes.items()}
    return {
        names[id(parent)]: slope
        for parent, slope in zip(nodes[child].parents, nodes[child].slopes, strict=True)
        if id(parent) in names
    }


def edges() -> list[tuple[str, str]]:
    """Return (parent, child) for every edge between named nodes."""
    nodes = regularized_neuron(1.0, 1.0, 0.0, 0.0, 0.1)
    return [(parent, child) for child in nodes for parent in named_slopes(nodes, child)]


@dataclass(frozen=True)
class State:
    """What is known after a step.

    The nodes with a `known` value, the derivatives of J collected so far (`grads`), the node
    `at_work` ("" before the first step), and its slope by each parent that it passes its
    derivative on to, if it does.
    """

    known: tuple[str, ...]
    grads: dict[str, float]
    at_work: str
    slopes: dict[str, float]


def state_after(step: int, nodes: dict[str, Value]) -> State:
    """Return what is known after `step` steps, from 0 to NUM_STEPS, of the walk over `nodes`."""
    if step <= len(FORWARD):
        return State(INPUTS + FORWARD[:step], {}, FORWARD[step - 1] if step else "", {})
    grads, at_work, slopes = {"J": 1.0}, "J", {}
    for at_work in BACKWARD[: step - len(FORWARD) - 1]:
        slopes = named_slopes(nodes, at_work)
        for parent, slope in slopes.items():
            grads[parent] = grads.get(parent, 0.0) + grads[at_work] * slope
    return State(INPUTS + FORWARD, grads, at_work, slopes)
