"""The fourth step of the learner's autodiff: the order of the nodes. And what both last steps are tried on."""

from collections.abc import Callable

import numpy as np

from helpers.building import autodiff
from helpers.building.autodiff import Value, history, random_graph
from helpers.building.checks_operations import BUILD, NOTHING
from helpers.exercise import Exercise

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


def walks_every_path(root) -> bool:
    """Say whether parents were asked for more often than any loop over pairs of nodes would."""
    if not isinstance(root, _Counted):
        return False
    num_asked = sum(getattr(node, "num_asked", 0) for node in reached(root))
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
DOUBLED = dict(formula=f"w, then r = r + r {NUM_DOUBLINGS} times", numbers=(1.5,))
EVERY_PATH = (
    "you walk every path through the graph, and with each r = r + r their number doubles: after 40 of them "
    "nobody sees the end."
)


def grown(formula: str, numbers: tuple) -> tuple[list[Value], Value]:
    """Return leaves and root of a formula; 'random graph 3' is grown from that seed."""
    leaves = [Value(number) for number in numbers]
    if formula in FORMULAS:
        return leaves, FORMULAS[formula](*leaves)
    return leaves, random_graph(leaves, np.random.default_rng(int(formula.split()[-1])), 12)


def _order(answer, formula, numbers):
    """Return (all, repeated, missing, strangers, before a parent, too many ways) of an answer's list.

    What is no list comes back as it is, and None in words.
    """
    _, root = grown(formula, numbers)
    found = answer(root)
    if found is None:
        return NOTHING
    if not isinstance(found, (list, tuple)):
        return found
    walks_all = walks_every_path(root)
    wanted = {id(node): node for node in reached(root)}  # all of them, in whatever order
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
    return len(found), repeated, missing, strangers, hasty, int(walks_all)


def _explain_order(case, answer, expected):
    if answer is NOTHING:
        return f"A list of Values is expected; yours gives {NOTHING}."
    if not isinstance(answer, tuple):
        no_order = " A set has no order." * isinstance(answer, (set, frozenset))
        return f"A list of Values is expected; yours is a {type(answer).__name__}.{no_order}"
    _, repeated, missing, strangers, hasty, walks_all = answer
    faults = {
        "entries that are there for a second time": repeated,
        "Values that are missing": missing,
        "entries that do not belong to it": strangers,
        "parents that come after what was computed from them": hasty,
    }
    listed = "; ".join(f"{text}: {count}" for text, count in faults.items() if count)
    if walks_all and not listed:
        return f"The list is right for {case['formula']}. But {EVERY_PATH}"
    kept = "\nA default such as nodes=[] is made once and kept from call to call: make the list inside."
    return f"In the history of {case['formula']} are {listed}.{kept * bool(strangers)}"


def named(case):
    """Say in words on which formula, and which numbers, an answer was tried."""
    given = ", ".join(
        f"{name} = {number:g}" for name, number in zip("wxb", case["numbers"], strict=False)
    )
    return f"{case['formula']}, {given}"


def on_formula(name):
    """Return what says in words how the function of this name was called in a case."""
    return lambda case: f"{name}(root), with root = {named(case)}"


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


def reached(root, take=0, reverse=False):
    """List a history as it is reached from the root: level by level, or with take=-1 by a stack."""
    order, waiting = [], [root]
    while waiting:
        node = waiting.pop(take)
        if node not in order:
            order.append(node)
            waiting += node.parents
    return order[::-1] if reverse else order


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
        DOUBLED,
    ],
    fresh=_grown_at_random,
    run=_order,
    build=BUILD,
    minutes=6.0,
    explain=_explain_order,
    called=on_formula("history"),
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
        (reached, _AFTER),
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
                lambda root: reached(root, reverse=True),
                lambda root: _walked(after=False)(root)[::-1],
                lambda root: reached(root, take=-1, reverse=True),
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
