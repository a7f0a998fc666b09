"""The language of typed functions: what it computes, what it refuses, and that it runs nothing."""

import random
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.nonlinearity.expressions import (
    ALLOWED,
    FUNCTIONS,
    MAX_LENGTH,
    ExpressionError,
    compile_expression,
)

X = np.linspace(0.1, 6, 50)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", X),
        ("2", np.full_like(X, 2)),
        ("-x**2", -(X**2)),
        ("2*-x + +1", -2 * X + 1),
        ("sin(x) + x/3 - 1e-1", np.sin(X) + X / 3 - 0.1),
        ("exp(-x) * cos(pi*x)", np.exp(-X) * np.cos(np.pi * X)),
        ("relu(x - 2) + step(x - e)", np.maximum(X - 2, 0) + np.heaviside(X - np.e, 0)),
        ("  sqrt(abs(x - 3)) ", np.sqrt(np.abs(X - 3))),
        ("x**x**0.5", X ** (X**0.5)),
    ],
)
def test_values(text, expected):
    assert compile_expression(text)(X) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_named_among_the_allowed(name):
    assert name in ALLOWED
    values = compile_expression(f"{name}(x)")(X)
    assert values.dtype == float
    assert values.shape == X.shape


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Nothing"),
        ("   ", "Nothing"),
        ("2x", "missing sign"),
        ("sin(x", "parenthesis"),
        ("x^2", r"two stars"),
        ("sin", r"sin\(x\)"),
        ("y + 1", "'y' is unknown"),
        ("sinus(x)", "no function 'sinus'"),
        ("sin(x, 2)", "exactly one argument"),
        ("sin(x=2)", "'='"),
        ("x.real", "no meaning"),
        ("__import__(x)", "no function"),
        ("x // 2", "no meaning"),
        ("True", "no meaning"),
        ("1j", "no meaning"),
        ("x if x else 1", "no meaning"),
        ("x and 2", "no meaning"),
        ("(x, 1)", "no meaning"),
        ("1or 2", "missing sign"),
        ("'x'", 'character "\'"'),
        ("lambda: 1", "':'"),
        ("[x]", r"'\['"),
        ("x\n+1", "character"),
        ("x\0", "character"),
        ("𝐱", "character"),
        ("x" * (MAX_LENGTH + 1), str(MAX_LENGTH)),
    ],
)
def test_refusals_say_why_and_what_is_allowed(text, why):
    with pytest.raises(ExpressionError, match=why) as caught:
        compile_expression(text)
    assert ALLOWED in str(caught.value)


@pytest.mark.parametrize("text", ["9**9**9**9", "1e999", "1/(x - x)", "exp(exp(exp(exp(exp(x)))))"])
def test_huge_values_end_quickly_and_without_a_warning(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.all(np.isinf(compile_expression(text)(X)))


def test_the_deepest_formulas_are_answered():
    for text in ("-" * 199 + "x", "(" * 99 + "x" + ")" * 99, "abs(" * 39 + "x" + ")" * 39):
        assert np.abs(compile_expression(text)(X)) == pytest.approx(X)


PIECES = [
    *("x", "1", "2.5", "e", "pi", "sin", "exp", "(", ")", "+", "-", "*", "**", "/", ".", ","),
    *("_", "__", "os", "import ", "lambda ", "open", "exec", "eval", "class", "[", "]", "{", "}"),
    *("'", '"', "\\", "\n", "\0", "\t", ":", ":=", "=", ";", "@", "#", "%", "<", "j", "0x", "é"),
    *(" if ", " else ", " for ", " in ", " or ", "not ", "await ", "yield ", "f'", "..."),
]


def test_fuzz_nothing_but_numbers_or_a_refusal(monkeypatch):
    """Random texts give finite or infinite numbers or an ExpressionError, and never run anything."""

    def forbidden(*_, **__):
        raise AssertionError("a typed text was executed")

    for name in ("eval", "exec", "open", "print", "input"):
        monkeypatch.setattr(f"builtins.{name}", forbidden)
    rng = random.Random(0)
    num_functions = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(20_000):
            text = "".join(rng.choices(PIECES, k=rng.randint(0, 12)))
            try:
                values = compile_expression(text)(X[:3])
            except ExpressionError:
                continue
            num_functions += 1
            assert values.shape == (3,)
            assert values.dtype == float
    assert num_functions > 100


@given(st.text(max_size=40))
@settings(max_examples=60)
def test_any_text_is_answered(text):
    try:
        values = compile_expression(text)(X)
    except ExpressionError as error:
        assert ALLOWED in str(error)
    else:
        assert values.shape == X.shape
