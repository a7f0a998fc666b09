"""The last two steps of the learner's autodiff: the order of the nodes, and the walk back."""

import math
from collections.abc import Callable

import numpy as np

from helpers.building import autodiff
from helpers.building.autodiff import Value, history, random_graph
from helpers.building.checks_operations import BUILD, NOTHING
from helpers.exercise import Exercise

# --- the order --------------------------------------------------------------------------------------

FORMULAS: dict[str, Callable] = {
    "w * x + b": lambda w, x, b: w * x + b,
    "w * w": lambda w: w * w,
    "w": lambda w: w,
    "a + a.tanh() * a with a = w * x": lambda w, x: (a := w * x) + a.tanh() * a,
    "a * a + a * w with a = w.tanh()": lambda w: (a := w.tanh()) * a + a * w,
    "((w + x) * w + x) * w": lambda w, x: ((w + x) * w + x) * w,
}


def _grown(formula: str, numbers: tuple) -> tuple[list[Value], Value]:
    """Return leaves and root of a formula; 'random graph 3' is grown from that seed."""
    leaves = [Value(number) for number in numbers]
    if formula in FORMULAS:
        return leaves, FORMULAS[formula](*leaves)
    return leaves, random_graph(leaves, np.random.default_rng(int(formula.split()[-1])), 12)


def _order(answer, formula, numbers):
    """Return (all, repeated, missing, strangers, before a parent) in the list that an answer gives.

    What is no list comes back as it is, and None in words.
    """
    _, root = _grown(formula, numbers)
    found = answer(root)
    if found is None:
        return NOTHING
    if not isinstance(found, (list, tuple)):
        return found
    wanted = {id(node): node for node in _with_a_stack(root)}  # all of them, in whatever order
    places = {id(node): place for place, node in reversed(list(enumerate(found)))}
    hasty = sum(
        places[id(parent)] > place
        for place, node in enumerate(found)
        if id(node) in wanted
        for parent in node.parents
        if id(parent) in places
    )
    missing = len(wanted.keys() - places.keys())
    repeated, strangers = len(found) - len(places), len(places.keys() - wanted.keys())
    return len(found), repeated, missing, strangers, hasty


def _explain_order(case, answer, expected):
    if answer is NOTHING:
        return f"A list of Values is expected; yours gives {NOTHING}."
    if not isinstance(answer, tuple):
        return f"A list of Values is expected; yours is a {type(answer).__name__}."
    _, repeated, missing, strangers, hasty = answer
    faults = {
        "entries that are there for a second time": repeated,
        "Values that are missing": missing,
        "entries that do not belong to it": strangers,
        "parents that come after what was computed from them": hasty,
    }
    listed = "; ".join(f"{text}: {count}" for text, count in faults.items() if count)
    return f"In the history of {case['formula']} are {listed}."


def _named(case):
    """Say in words on which formula, and which numbers, an answer was tried."""
    given = ", ".join(
        f"{name} = {number:g}" for name, number in zip("wxb", case["numbers"], strict=False)
    )
    return f"{case['formula']}, {given}"


def _on_formula(name):
    return lambda case: f"{name}(root), with root = {_named(case)}"


def _walked(after=True, seen=True, parents=lambda node: node.parents, key=id, leaves=True):
    """Return a walk in depth that goes wrong."""

    def wrong(root):
        order, known = [], set()

        def visit(node):
            if seen and key(node) in known:
                return
            known.add(key(node))
            if not after:
                order.append(node)
            for parent in parents(node):
                visit(parent)
            if after and (leaves or node.parents):
                order.append(node)

        visit(root)
        return order

    return wrong


def _in_width(root, reverse=False):
    order, waiting = [], [root]
    while waiting:
        node = waiting.pop(0)
        if node not in order:
            order.append(node)
            waiting += node.parents
    return order[::-1] if reverse else order


def _with_a_stack(root):
    order, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        if node not in order:
            order.append(node)
            waiting += node.parents
    return order


def _appends_always(root):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node.parents:
                visit(parent)
        order.append(node)

    visit(root)
    return order


def _grown_at_random(rng: np.random.Generator) -> dict:
    """Draw a case that no reader has seen."""
    numbers = tuple(rng.uniform(-1, 1, size=3).tolist())
    return dict(formula=f"random graph {rng.integers(10, 10**6)}", numbers=numbers)


_AFTER = (
    "Each Value must come after all of its parents: append a node when its parents have been visited, "
    "and not before."
)

HISTORY = Exercise(
    autodiff.history,
    cases=[
        dict(formula="w * x + b", numbers=(2.0, 3.0, 3.0)),
        dict(formula="w * w", numbers=(2.0,)),
        dict(formula="a + a.tanh() * a with a = w * x", numbers=(0.5, -1.0)),
        dict(formula="((w + x) * w + x) * w", numbers=(0.5, 1.0)),
        dict(formula="w", numbers=(1.0,)),
        dict(formula="random graph 3", numbers=(0.3, -0.4, 1.0)),
    ],
    fresh=_grown_at_random,
    run=_order,
    build=BUILD,
    minutes=6.0,
    explain=_explain_order,
    called=_on_formula("history"),
    misconceptions=[
        (
            _walked(seen=False),
            "A Value that is used twice stands in your list twice. Keep a set of those that you have seen, "
            "and pass them by.",
        ),
        (_walked(after=False), _AFTER),
        (_in_width, _AFTER),
        (
            lambda root: history(root)[::-1],
            "Your list runs from the root to the leaves. The leaves come first; backward() will turn it "
            "around.",
        ),
        *(
            (
                wrong,
                "Turning the list around is not enough: a Value may still come before a parent that was "
                "met early. Visit all parents of a node, and append the node then.",
            )
            for wrong in (
                lambda root: _in_width(root, reverse=True),
                lambda root: _walked(after=False)(root)[::-1],
                lambda root: _with_a_stack(root)[::-1],
            )
        ),
        (
            _appends_always,
            "You append a node at every visit, also when it has been seen: append stands outside of the if.",
        ),
        (lambda root: history(root)[:-1], "The root itself is missing."),
        (
            lambda root: [*root.parents, root],
            "These are the root and its parents. Their parents belong to it, too, and so on: visit() "
            "has to call itself for each parent.",
        ),
        (
            _walked(parents=lambda node: node.parents[:1]),
            "You follow the first parent only. Visit every parent of a node.",
        ),
        (
            _walked(parents=lambda node: node.parents[1:]),
            "You follow the last parent only. Visit every parent of a node.",
        ),
        (
            _walked(key=lambda node: node.data),
            "Two different Values may hold the same number. Remember the Values that you have seen, not "
            "their numbers.",
        ),
        (
            _walked(leaves=False),
            "The leaves are missing: a Value without parents belongs to the list, too.",
        ),
        (lambda root: [root], "That is the root alone. Visit its parents, and theirs."),
        (
            lambda root: [node.data for node in history(root)],
            "Return the Values, not their numbers: backward() will set their grad.",
        ),
    ],
)


# --- the walk ---------------------------------------------------------------------------------------


def _derivatives(answer, formula, numbers):
    """Return the derivatives by the leaves and the root; old ones of 7 stand there before."""
    leaves, root = _grown(formula, numbers)
    for node in history(root):
        node.grad = 7.0
    found = answer(root)
    return found if found is Ellipsis else tuple(float(node.grad) for node in (*leaves, root))


def _explain_derivatives(case, answer, expected):
    names = "wxb"[: len(case["numbers"])]
    pairs = zip([*names, "itself"], expected, answer, strict=True)
    name, ours, theirs = next(
        pair for pair in pairs if not math.isclose(pair[1], pair[2], rel_tol=1e-4, abs_tol=1e-6)
    )
    return (
        f"In {_named(case)}: the derivative by {name} should be {ours:.6g}; yours is {theirs:.6g}."
    )


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
    ],
    run=_derivatives,
    build=BUILD,
    minutes=5.0,
    explain=_explain_derivatives,
    called=_on_formula("backward"),
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
            _passing(order=_in_width),
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
        (
            _passing(clear=False),
            "Derivatives of an earlier walk were still there, and yours were added to them. Set the grad "
            "of every node to 0 first.",
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

WALK = [HISTORY, BACKWARD]
