"""The last step of the learner's autodiff: the walk back."""

import math

from helpers.building import autodiff
from helpers.building.autodiff import history
from helpers.building.checks_operations import BUILD
from helpers.building.checks_order import (
    DOUBLED,
    EVERY_PATH,
    grown,
    named,
    on_formula,
    reached,
    walks_every_path,
)
from helpers.exercise import Exercise


def _derivatives(answer, formula, numbers):
    """Return the derivatives by the leaves and the root, and whether every path was walked.

    Old derivatives stand there before. What is no number counts as NaN.
    """
    leaves, root = grown(formula, numbers)
    for node in history(root):
        node.grad = _OLD
    found = answer(root)
    if found is Ellipsis:
        return found
    grads = [
        math.nan if hasattr(node.grad, "parents") else float(node.grad) for node in (*leaves, root)
    ]
    return (*grads, int(walks_every_path(root)))


_OLD = 7.0  # what an earlier walk has left, as it were


def _explain_derivatives(case, answer, expected):
    names = "wxb"[: len(case["numbers"])]
    pairs = zip([*names, "itself"], expected[:-1], answer[:-1], strict=True)
    differing = (pair for pair in pairs if not _is_close(*pair[1:]))
    name, ours, theirs = next(differing, ("", 0.0, 0.0))
    begin = f"In {named(case)}: the derivative by {name} should be {ours:.6g}; yours is"
    if not name:
        return f"In {named(case)}, all derivatives are right. But {EVERY_PATH}"
    if math.isnan(theirs):
        return f"{begin} a Value. A grad is a plain number, made of node.grad and the slope."
    if _is_close(theirs, _OLD):
        return f"{begin} still the {_OLD:g} that an earlier walk had left in grad: you have not set it."
    if _is_close(theirs, ours + _OLD):
        return f"{begin} {theirs:.6g}: the {_OLD:g} that an earlier walk had left is still in it."
    return f"{begin} {theirs:.6g}."


def _is_close(a, b):
    return math.isclose(a, b, rel_tol=1e-4, abs_tol=1e-6)


def _passing(
    part=lambda node, parent, slope: node.grad * slope,
    replace=False,
    order=lambda root: reversed(history(root)),
    first=1.0,
    clear=True,
    pairs=lambda node: zip(node.parents, node.slopes, strict=True),
):
    """Return a walk back with one thing done differently."""

    def wrong(root):
        for node in history(root) if clear else ():
            node.grad = 0.0
        if first is not None:
            root.grad = first
        for node in list(order(root)):
            for parent, slope in pairs(node):
                parent.grad = (0.0 if replace else parent.grad) + part(node, parent, slope)

    return wrong


def _clears_on_the_way(root):
    root.grad = 1.0
    for node in reversed(history(root)):
        for parent in node.parents:
            parent.grad = 0.0
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            parent.grad += node.grad * slope


def _clears_behind_itself(root):
    root.grad = 1.0
    for node in reversed(history(root)):
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            parent.grad += node.grad * slope
        if node.parents:
            node.grad = 0.0


def _pushes_at_once(root):
    for node in history(root):
        node.grad = 0.0
    root.grad = 1.0

    def push(node):
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            parent.grad += node.grad * slope
            push(parent)

    push(root)


def _carries_along(root, clear=True):
    """Hand each part all the way to the leaves: right, but once for each path."""
    for node in history(root) if clear else ():
        node.grad = 0.0

    def push(node, part):
        node.grad += part
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            push(parent, part * slope)

    push(root, 1.0)


def _every_path(root):
    """List a node again for each path that leads to it."""
    return [root] + [node for parent in root.parents for node in _every_path(parent)]


_START = "The walk must begin with root.grad = 1, set after all grads have been set to 0."

BACKWARD = Exercise(
    autodiff.backward,
    cases=[
        dict(formula="w * x + b", numbers=(2.0, 3.0, 1.0)),
        dict(formula="w * w", numbers=(3.0,)),
        dict(formula="a + a.tanh() * a with a = w * x", numbers=(0.5, -1.0)),
        dict(formula="a * a + a * w with a = w.tanh()", numbers=(0.8,)),
        dict(formula="((w + x) * w + x) * w", numbers=(0.5, 1.5)),
        *(dict(formula=f"random graph {seed}", numbers=(0.3, -0.4, 1.1)) for seed in range(3)),
        DOUBLED,
    ],
    run=_derivatives,
    build=BUILD,
    minutes=5.0,
    explain=_explain_derivatives,
    called=on_formula("backward"),
    misconceptions=[
        (
            _passing(replace=True),
            "A Value that is used twice gets a part from each use. With =, or after a parent's grad was "
            "set to 0 during the walk, the second part replaces the first. Set every grad to 0 before the "
            "walk begins, and add with +=.",
        ),
        *(
            (
                wrong,
                "You set grads to 0 during the walk, and what stands there before or arrives early spoils the "
                "sums. Set all of them to 0 in a loop of its own, before the walk begins.",
            )
            for wrong in (_clears_on_the_way, _clears_behind_itself)
        ),
        (
            _passing(order=history),
            "Nothing gets farther than the root's own parents. Go through all nodes from the root to the "
            "leaves: reversed(nodes).",
        ),
        (
            _passing(order=reached),
            "A node passes its derivative on before all parts of it have arrived. Go through "
            "reversed(history(root)), where every node comes before its parents.",
        ),
        *(
            (
                wrong,
                "A node that is reached by two paths passes its derivative on twice, the first part "
                "included. Each node must pass on once, when it is complete: go through "
                "reversed(history(root)).",
            )
            for wrong in (_passing(order=_every_path), _pushes_at_once)
        ),
        (
            _passing(pairs=lambda node: list(zip(node.parents, node.slopes, strict=True))[:1]),
            "Only the first operand of each node gets its part. Every parent must get one.",
        ),
        (
            _passing(pairs=lambda node: list(zip(node.parents, node.slopes, strict=True))[-1:]),
            "Only the last operand of each node gets its part. Every parent must get one.",
        ),
        *((_passing(first=first), _START) for first in (None, 0.0)),
        *(
            (
                wrong,
                "Derivatives of an earlier walk were still there, and yours were added to them. Set the grad "
                "of every node to 0 first.",
            )
            for wrong in (_passing(clear=False), lambda root: _carries_along(root, clear=False))
        ),
        (
            _carries_along,
            "Go through history(root) once, from its end: there each node hands on the sum of all its parts.",
        ),
        (
            lambda root: list(history(root).reverse()),
            ".reverse() turns the list itself around and returns None. Write reversed(history(root)).",
        ),
        (
            _passing(part=lambda node, parent, slope: slope),
            "You add the slope alone. Multiply it by the derivative that has arrived: node.grad * slope.",
        ),
        (
            _passing(part=lambda node, parent, slope: node.grad),
            "You pass the derivative on as it is. Multiply it by the slope along that parent.",
        ),
        (
            _passing(part=lambda node, parent, slope: node.grad * parent.data),
            "You multiply by the parent's number. Multiply by the slope, which the node remembers.",
        ),
        (
            _passing(part=lambda node, parent, slope: node.grad * slope * parent.data),
            "The part is the derivative that arrived times the slope, and nothing more.",
        ),
        (
            _passing(part=lambda node, parent, slope: node.grad + slope),
            "Along a path derivatives are multiplied: node.grad * slope.",
        ),
    ],
)
