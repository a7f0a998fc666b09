"""A small, safe language for functions of x: `compile_expression("sin(x) + x**2 / 3")`.

The text is parsed, never executed: `ast` gives its tree, and only the kinds of node listed here
have a meaning. Everything else gets an ExpressionError that says what is allowed.
"""

import ast
import operator
import re
import warnings
from collections.abc import Callable

import numpy as np

from helpers.functions import relu
from helpers.nonlinearity.layers import step

MAX_LENGTH = 200  # characters; so the tree cannot grow deep enough to exhaust the interpreter

CONSTANTS = {"pi": np.pi, "e": np.e}
_UFUNCS = (np.sin, np.cos, np.tan, np.tanh, np.exp, np.log, np.sqrt)
FUNCTIONS = {f.__name__: f for f in _UFUNCS} | {"abs": np.abs, "relu": relu, "step": step}
_BINARY = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_UNARY = {ast.USub: operator.neg, ast.UAdd: operator.pos}

ALLOWED = (
    "Allowed are x, numbers, pi and e, the signs + - * / **, parentheses, and the functions "
    f"{', '.join(FUNCTIONS)}."
)

Function = Callable[[np.ndarray], np.ndarray]


class ExpressionError(ValueError):
    """A text that is no function of x; the message says why."""


def _refusal(problem: str) -> ExpressionError:
    return ExpressionError(f"{problem} {ALLOWED}")


def compile_expression(text: str) -> Function:
    """Return the function of x that `text` describes: arrays in, float arrays of that shape out.

    Values that do not exist, like log(-1), come out as NaN or infinity, without a warning.
    Raises ExpressionError, with a list of what is allowed, for any text outside the language.
    """
    evaluate = _translate(_parse(text))

    def function(x: np.ndarray) -> np.ndarray:
        x = np.asarray(x, dtype=float)
        with np.errstate(all="ignore"):
            return np.array(np.broadcast_to(evaluate(x), x.shape))

    return function


def compile_scaled(text: str, *grids: np.ndarray) -> Function:
    """Return the function that `text` describes, divided by its largest size on the first grid.

    Raises ExpressionError if it has no finite value somewhere on the `grids`, rising arrays.
    """
    function = compile_expression(text)
    for x in grids:
        missing = x[~np.isfinite(function(x))]
        if len(missing):
            raise ExpressionError(
                f"{text} has no finite value at x = {missing[0]:.3g}. It needs one for every x "
                f"from {x[0]:g} to {x[-1]:.3g}."
            )
    largest = np.max(np.abs(function(grids[0])))
    return (lambda x: function(x) / largest) if largest > 0 else function


def _parse(text: str) -> ast.expr:
    if not text.strip():
        raise _refusal("Nothing is typed yet.")
    if len(text) > MAX_LENGTH:
        raise _refusal(f"That has {len(text)} characters; at most {MAX_LENGTH} will do.")
    if "^" in text:
        raise _refusal("Write a power with two stars: x**2 and not x^2.")
    if strange := re.search(r"[^\w\s.+\-*/(),]|[^\x20-\x7e]", text):
        raise _refusal(f"The character {strange.group()!r} has no meaning here.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # '1or 2' is a warning to Python, and an error to us
            return ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        raise _refusal(
            "That is not a complete formula: look for a missing sign or parenthesis "
            "(2*x and not 2x)."
        ) from None


def _translate(node: ast.expr) -> Function:
    """Return a function of x for one node of the tree; anything not listed is refused."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return _constant(node.value)
    if isinstance(node, ast.Name):
        return _name(node.id)
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        combine = _BINARY[type(node.op)]
        left, right = _translate(node.left), _translate(node.right)
        return lambda x: combine(left(x), right(x))
    if isinstance(node, ast.UnaryOp) and type(node.op) in _UNARY:
        sign, operand = _UNARY[type(node.op)], _translate(node.operand)
        return lambda x: sign(operand(x))
    if isinstance(node, ast.Call):
        return _call(node)
    raise _refusal(f"{ast.unparse(node)!r} has no meaning here.")


def _constant(value: float) -> Function:
    try:
        number = np.float64(value)  # not a Python int: 9**9**9 must be infinite, not endless
    except OverflowError:
        raise _refusal("One of the numbers is too large.") from None
    return lambda x: number


def _name(name: str) -> Function:
    if name == "x":
        return lambda x: x
    if name in CONSTANTS:
        return _constant(CONSTANTS[name])
    if name in FUNCTIONS:
        raise _refusal(f"{name} needs an argument: {name}(x).")
    raise _refusal(f"The name {name!r} is unknown.")


def _call(node: ast.Call) -> Function:
    name = ast.unparse(node.func)
    if name not in FUNCTIONS:
        raise _refusal(f"There is no function {name!r}.")
    if len(node.args) != 1 or node.keywords:
        raise _refusal(f"{name} takes exactly one argument.")
    function, argument = FUNCTIONS[name], _translate(node.args[0])
    return lambda x: function(argument(x))
