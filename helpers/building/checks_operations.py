"""The first three steps of the learner's autodiff: numbers that remember what they came from.

An operation is judged by the node that it makes: its value, and its slope along each operand.
"""

import math
from collections.abc import Callable

from helpers.building import autodiff
from helpers.building.autodiff import Value
from helpers.exercise import Exercise

BUILD = "Autodiff"


def _own_class(answer: Callable) -> type:
    """Return the class Value that an answer sees: the learner's, or ours."""
    found = getattr(answer, "__globals__", {}).get("Value")
    return found if isinstance(found, type) else Value


def _describe(node, operands):
    """Return (value, grad, number of parents, slope along each operand).

    The slope is NaN along an operand that is no parent; the number of parents is NaN where they are no
    tuple, and -1 where the node is an operand itself. What is no Value comes back as it is, and None
    in words.
    """
    if node is None:
        return NOTHING
    if not all(hasattr(node, name) for name in ("data", "grad", "parents", "slopes")):
        return node
    if not all(isinstance(held, (tuple, list)) for held in (node.parents, node.slopes)):
        return (node.data, node.grad, math.nan, *[math.nan] * len(operands))
    if any(hasattr(number, "parents") for number in (node.data, *node.slopes)):
        return (math.nan, node.grad, -2, *[math.nan] * len(operands))
    pairs = list(zip(node.parents, node.slopes, strict=False))
    slopes = []
    for operand in operands:
        own = [slope for parent, slope in pairs if parent is operand]
        slopes.append(sum(own) if own else math.nan)
    num_parents = min(len(node.parents), len(node.slopes))
    is_new = all(node is not operand for operand in operands)
    return (node.data, node.grad, num_parents if is_new else -1, *slopes)


# What an answer without return gives: explain() is to hear of it.
NOTHING = "nothing: it ended without return, and that gives None"

_TWO, _NUMBER, _SAME = "two Values", "a Value and a number", "a Value with itself"


def _operate(make: Callable, operation: Callable, a: float, b: float, what: str):
    """Make the operands, let the answer work on them, and describe what comes out."""
    first = make(a)
    if first is Ellipsis:  # not attempted
        return first
    second = {_TWO: make, _NUMBER: float, _SAME: lambda _: first}[what](b)
    result = operation(first, second)
    operands = [first, second] if what == _TWO else [first]
    return _describe(result, operands)


def _add(answer, a, b, what):
    return _operate(answer, lambda x, y: x + y, a, b, what)


def _multiply(answer, a, b, what):
    return _operate(_own_class(answer), answer, a, b, what)


def _tanh(answer, a):
    x = _own_class(answer)(a)
    return _describe(answer(x), [x])


def _formula(sign: str) -> Callable:
    """Return what says in words which operation was tried in a case."""

    def called(case):
        kind = case.get("what")
        if kind is None:
            return f"tanh(a) with a = {case['a']:g}"
        if kind == _SAME:
            return f"a {sign} a with a = {case['a']:g}"
        plain = " (b a plain number)" if kind == _NUMBER else ""
        return f"a {sign} b with a = {case['a']:g}, b = {case['b']:g}{plain}"

    return called


def _explain_node(sign: str) -> Callable:
    def explain(case, answer, expected):
        names = ["a", "b"] if case.get("what") == _TWO else ["a"]
        begin = f"{_formula(sign)(case)}:"
        if answer is NOTHING:
            return f"{begin} a new Value is expected; yours gives {NOTHING}."
        if not isinstance(answer, tuple):
            return f"{begin} a new Value is expected; yours is a {type(answer).__name__}."
        if math.isnan(answer[2]):
            return f"{begin} parents and slopes must be tuples."
        if answer[2] == -2:
            return f"{begin} data and slopes are plain numbers, such as other.data, and no Values."
        if answer[2] < 0:
            return f"{begin} a new Value is expected; yours is one of the operands."
        if not math.isclose(answer[0], expected[0], rel_tol=1e-6):
            return f"{begin} the value should be {expected[0]:.6g}; yours is {answer[0]:.6g}."
        if answer[1] != expected[1]:
            return f"{begin} a new Value has grad {expected[1]:g}; yours has {answer[1]:g}."
        for name, ours, theirs in zip(names, expected[3:], answer[3:], strict=True):
            if math.isnan(theirs):
                return f"{begin} {name} is not among the parents, or has no slope."
            if not math.isclose(ours, theirs, rel_tol=1e-6):
                return (
                    f"{begin} the slope along {name} should be {ours:.6g}; yours is {theirs:.6g}."
                )
        return f"{begin} it should have {expected[2]} parents, a slope for each; yours has {answer[2]}."

    return explain


_PAIRS = [
    dict(a=2.0, b=-3.0, what=_TWO),
    dict(a=0.5, b=4.0, what=_NUMBER),
    dict(a=1.5, b=1.5, what=_SAME),
    dict(a=-0.7, b=0.2, what=_TWO),
]


def _node(value, parents, slopes):
    """Return an operation that goes wrong: its value, parents and slopes from both operands."""

    def wrong(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(value(self, other), parents(self, other), slopes(self, other))

    return wrong


def _with_sum(operation: Callable) -> type:
    return type("Value", (Value,), {"__add__": operation})


def _both(self, other):
    return (self, other)


_FORGETS = (
    "A new Value must remember both operands: parents are (self, other), with a slope for each. What it "
    "does not remember, the walk back cannot reach."
)
_NO_MEMORY = (
    "The number is right, but it remembers nothing: give Value its parents and its slopes, too."
)
_NOT_A_VALUE = "That is the bare number. Wrap it: Value(number, parents, slopes)."
_MOVES_SELF = "You changed self. Other formulas may still need it: return a new Value and leave self as it is."


_WRAPS = (
    "other may be a plain number, which has no data: keep the line that wraps it, Value(other)."
)


def _unwrapped(value, slopes):
    """Return an operation for which both operands have to be Values."""
    return lambda self, other: Value(
        value(self.data, other.data), (self, other), slopes(self.data, other.data)
    )


def _sum_of(self, other):
    return self.data + other.data


def _in_place(operation: Callable) -> Callable:
    def wrong(self, other):
        self.data = operation(self.data, getattr(other, "data", other))
        return self

    return wrong


VALUE = Exercise(
    autodiff.Value,
    cases=_PAIRS,
    run=_add,
    build=BUILD,
    minutes=2.5,
    explain=_explain_node("+"),
    called=_formula("+"),
    misconceptions=[
        (_with_sum(_node(_sum_of, lambda a, b: (a,), lambda a, b: (1.0,))), _FORGETS),
        (_with_sum(_node(_sum_of, lambda a, b: (b,), lambda a, b: (1.0,))), _FORGETS),
        (_with_sum(_node(_sum_of, lambda a, b: (), lambda a, b: ())), _NO_MEMORY),
        (_with_sum(_node(_sum_of, _both, lambda a, b: ())), _NO_MEMORY),
        (_with_sum(lambda self, other: self.data + getattr(other, "data", other)), _NOT_A_VALUE),
        (
            _with_sum(_node(_sum_of, _both, lambda a, b: (a.data, b.data))),
            "These are the operands. A slope says how much the sum changes for each unit of an operand: "
            "a + b changes by 1 for each unit of a.",
        ),
        (
            _with_sum(_node(_sum_of, _both, lambda a, b: (b.data, a.data))),
            "These are the slopes of a product. The sum a + b changes by 1 for each unit of a, and by 1 "
            "for each unit of b.",
        ),
        (
            _with_sum(_node(_sum_of, lambda a, b: (a.data, b.data), lambda a, b: (1.0, 1.0))),
            "The parents are the Values themselves, self and other, and not their numbers: the walk back "
            "has to find their grad.",
        ),
        (
            _with_sum(_node(lambda a, b: a.data * b.data, _both, lambda a, b: (1.0, 1.0))),
            "That is the product. __add__ says what + means.",
        ),
        (_with_sum(_in_place(lambda a, b: a + b)), _MOVES_SELF),
        (_with_sum(_unwrapped(lambda a, b: a + b, lambda a, b: (1.0, 1.0))), _WRAPS),
    ],
)


def _product_of(self, other):
    return self.data * other.data


MULTIPLY = Exercise(
    autodiff.multiply,
    cases=_PAIRS,
    run=_multiply,
    build=BUILD,
    minutes=1.5,
    explain=_explain_node("*"),
    called=_formula("*"),
    misconceptions=[
        (
            _node(_product_of, _both, lambda a, b: (a.data, b.data)),
            "Each operand has the slope of the other: a b changes by b for each unit of a. Yours are "
            "crossed.",
        ),
        (
            _node(_product_of, _both, lambda a, b: (1.0, 1.0)),
            "These are the slopes of a sum. The product a b changes by b for each unit of a.",
        ),
        (_node(_product_of, lambda a, b: (a,), lambda a, b: (b.data,)), _FORGETS),
        (_node(_product_of, lambda a, b: (b,), lambda a, b: (a.data,)), _FORGETS),
        (_node(_product_of, lambda a, b: (), lambda a, b: ()), _NO_MEMORY),
        (_node(_product_of, _both, lambda a, b: ()), _NO_MEMORY),
        (lambda self, other: self.data * getattr(other, "data", other), _NOT_A_VALUE),
        (
            _node(_product_of, lambda a, b: (a.data, b.data), lambda a, b: (b.data, a.data)),
            "The parents are the Values themselves, self and other, and not their numbers.",
        ),
        (
            _node(_sum_of, _both, lambda a, b: (b.data, a.data)),
            "The slopes are those of a product, but the number is the sum.",
        ),
        (
            _node(_product_of, _both, lambda a, b: (a.data * b.data,) * 2),
            "Slopes are derivatives by one operand: the product itself is not one of them.",
        ),
        (_in_place(lambda a, b: a * b), _MOVES_SELF),
        (_unwrapped(lambda a, b: a * b, lambda a, b: (b, a)), _WRAPS),
        (
            lambda self, other: object() * object(),
            "What * means for two Values is yours to say: multiply their numbers, self.data * other.data.",
        ),
    ],
)


def _bent(slope, value=math.tanh, parents=lambda self: (self,)):
    return lambda self: Value(value(self.data), parents(self), slope(self.data))


_SLOPE = "The derivative of tanh is 1 - tanh(x)^2"

TANH = Exercise(
    autodiff.tanh,
    cases=[dict(a=0.5), dict(a=-1.3), dict(a=0.0), dict(a=2.5)],
    run=_tanh,
    build=BUILD,
    minutes=2.0,
    explain=_explain_node(""),
    called=_formula(""),
    misconceptions=[
        (_bent(lambda x: (1 - x**2,)), f"{_SLOPE}: square the result, not self.data."),
        (
            _bent(lambda x: (1 - math.tanh(math.tanh(x)) ** 2,)),
            f"{_SLOPE}. Yours takes the tanh twice: the result is tanh(x) already.",
        ),
        (_bent(lambda x: (1 - math.tanh(x),)), f"{_SLOPE}: the square is missing."),
        (
            _bent(lambda x: (math.tanh(x) * (1 - math.tanh(x)),)),
            f"That is the slope of the sigmoid. {_SLOPE}.",
        ),
        (_bent(lambda x: (1.0,)), f"The tanh is steep at 0 only. {_SLOPE}."),
        (_bent(lambda x: (math.tanh(x),)), f"That is the tanh itself. {_SLOPE}."),
        (_bent(lambda x: (1 + math.tanh(x) ** 2,)), f"{_SLOPE}, with a minus."),
        (_bent(lambda x: (), parents=lambda self: ()), _NO_MEMORY),
        (_bent(lambda x: (), parents=lambda self: (self,)), _NO_MEMORY),
        (lambda self: math.tanh(self.data), _NOT_A_VALUE),
        (
            lambda self: Value(math.tanh(self.data), self, 1 - math.tanh(self.data) ** 2),
            "Parents and slopes are tuples, and a tuple of one needs a comma: (self,) and (slope,).",
        ),
        (
            _bent(lambda x: (1 - math.tanh(x) ** 2,), parents=lambda self: (self.data,)),
            "The parent is the Value itself, self, and not its number.",
        ),
        (
            lambda self: Value(math.tanh(self), (self,), (1.0,)),
            "math.tanh takes a number: that of self is self.data.",
        ),
    ],
)

OPERATIONS = [VALUE, MULTIPLY, TANH]
