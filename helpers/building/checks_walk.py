"""The last two steps of the learner's autodiff: the order of the nodes, and the walk back."""

import math
from collections.abc import Callable

import numpy as np

from helpers.building import autodiff
from helpers.building.autodiff import Value, history, random_graph
from helpers.building.checks_operations import BUILD, NOTHING
from helpers.exercise import Exercise

# --- the order --------------------------------------------------------------------------------------

NUM_DOUBLINGS = 12


class _Counted(Value):
    """A Value that counts how often anybody asks for its parents."""

    def __init__(self, *given):
        self.num_asked = 0
        super().__init__(*given)

    @property
    def parents(self):
        self.num_asked += 1
        return self._parents

    @parents.setter
    def parents(self, parents):
        self._parents = parents


def _doubled(w):
    """Return w + w, plus itself, and so on: few nodes, and many ways from the last to the first."""
    for _ in range(NUM_DOUBLINGS):
        w = _Counted(2 * w.data, (w, w), (1.0, 1.0))
    return w


def _walks_every_path(root) -> bool:
    """Say whether parents were asked for more often than any loop over pairs of nodes would."""
    if not isinstance(root, _Counted):
        return False
    num_asked = sum(getattr(node, "num_asked", 0) for node in history(root))
    return num_asked > NUM_DOUBLINGS**3


FORMULAS: dict[str, Callable] = {
    "w * x + b": lambda w, x, b: w * x + b,
    "w * w": lambda w: w * w,
    "w": lambda w: w,
    "a + a.tanh() * a with a = w * x": lambda w, x: (a := w * x) + a.tanh() * a,
    "a * a + a * w with a = w.tanh()": lambda w: (a := w.tanh()) * a + a * w,
    "((w + x) * w + x) * w": lambda w, x: ((w + x) * w + x) * w,
    f"w, then r = r + r {NUM_DOUBLINGS} times": _doubled,
}
_DOUBLED = dict(formula=f"w, then r = r + r {NUM_DOUBLINGS} times", numbers=(1.5,))
_EVERY_PATH = (
    "you walk every path through the graph, and with each r = r + r their number doubles: after 40 of them "
    "nobody sees the end."
)


def _grown(formula: str, numbers: tuple) -> tuple[list[Value], Value]:
    """Return leaves and root of a formula; 'random graph 3' is grown from that seed."""
    leaves = [Value(number) for number in numbers]
    if formula in FORMULAS:
        return leaves, FORMULAS[formula](*leaves)
    return leaves, random_graph(leaves, np.random.default_rng(int(formula.split()[-1])), 12)


def _order(answer, formula, numbers):
    """Return (repeated, missing, strangers, before a parent, too many ways) of the list an answer gives.

    What is no list comes back as it is, and None in words.
    """
    _, root = _grown(formula, numbers)
    found = answer(root)
    if found is None:
        return NOTHING
    if not isinstance(found, (list, tuple)):
        return found
    walks_all = _walks_every_path(root)
    wanted = {id(node): node for node in history(root)}
    places = {id(node): place for place, node in reversed(list(enumerate(found)))}
    hasty = sum(
        places[id(parent)] > place
        for place, node in enumerate(found)
        if id(node) in wanted
        for parent in node.parents
        if id(parent) in places
    )
    missing = len(wanted.keys() - places.keys())
    strangers = len(places.keys() - wanted.keys())
    return len(found) - len(places), missing, strangers, hasty, int(walks_all)


def _explain_order(case, answer, expected):
    if answer is NOTHING:
        return f"A list of Values is expected; yours gives {NOTHING}."
    if not isinstance(answer, tuple):
        no_order = " A set has no order." * isinstance(answer, (set, frozenset))
        return f"A list of Values is expected; yours is a {type(answer).__name__}.{no_order}"
    repeated, missing, strangers, hasty, walks_all = answer
    faults = {
        "entries that are there for a second time": repeated,
        "Values that are missing": missing,
        "entries that do not belong to it": strangers,
        "parents that come after what was computed from them": hasty,
    }
    listed = "; ".join(f"{text}: {count}" for text, count in faults.items() if count)
    if walks_all and not listed:
        return f"The list is right for {case['formula']}. But {_EVERY_PATH}"
    kept = "\nA default such as nodes=[] is made once and kept from call to call: make the list inside."
    return f"In the history of {case['formula']} are {listed}.{kept * bool(strangers)}"


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


def _merges_histories(root):
    order = []
    for parent in root.parents:
        order += [node for node in _merges_histories(parent) if node not in order]
    return [*order, root]


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
        _DOUBLED,
    ],
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
        (
            _merges_histories,
            "You find the history of a Value anew for each use of it. Keep one set of those that you have seen, "
            "for the whole walk.",
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
    """Return the derivatives by the leaves and the root, and whether every path was walked.

    Old derivatives stand there before. What is no number counts as NaN.
    """
    leaves, root = _grown(formula, numbers)
    for node in history(root):
        node.grad = _OLD
    found = answer(root)
    if found is Ellipsis:
        return found
    grads = [
        math.nan if hasattr(node.grad, "parents") else float(node.grad) for node in (*leaves, root)
    ]
    return (*grads, int(_walks_every_path(root)))


_OLD = 7.0  # what an earlier walk has left, as it were


def _explain_derivatives(case, answer, expected):
    names = "wxb"[: len(case["numbers"])]
    pairs = zip([*names, "itself"], expected[:-1], answer[:-1], strict=True)
    differing = (pair for pair in pairs if not _is_close(*pair[1:]))
    name, ours, theirs = next(differing, ("", 0.0, 0.0))
    begin = f"In {_named(case)}: the derivative by {name} should be {ours:.6g}; yours is"
    if not name:
        return f"In {_named(case)}, all derivatives are right. But {_EVERY_PATH}"
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
        _DOUBLED,
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

WALK = [HISTORY, BACKWARD]
