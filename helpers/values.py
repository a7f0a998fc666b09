"""What a function returned: is it the expected value, where does it differ, and in few words."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch

MOST_CHARACTERS = 200  # of one value in a verdict


def agree(answer: Any, expected: Any, rtol: float = 1e-4, atol: float = 1e-6) -> bool:
    """Say whether two answers are the same values in the same shape, whatever holds them.

    Numbers, lists, NumPy arrays and torch tensors of any dtype compare by value, to float32's
    precision; where a tuple is expected, a list or a row of an array will do. Text is no number.
    """
    if isinstance(expected, tuple):
        parts = as_tuple(answer)
        if parts is None or len(parts) != len(expected):
            return False
        return all(agree(*pair, rtol, atol) for pair in zip(parts, expected, strict=True))
    try:
        answer, expected = as_array(answer), as_array(expected)
    except (TypeError, ValueError):
        return False
    return answer.shape == expected.shape and np.allclose(
        answer, expected, rtol=rtol, atol=atol, equal_nan=True
    )


def as_tuple(value: Any) -> tuple | None:
    """Return the values that stand side by side in an answer, or None if it is a single one."""
    if isinstance(value, (tuple, list)):
        return tuple(value)
    return tuple(value) if getattr(value, "ndim", 0) > 0 else None


def as_array(value: Any) -> np.ndarray:
    """Return numbers as an array of floats; raise TypeError or ValueError for anything else."""
    return _numbers(value).astype(float)


def _numbers(value: Any) -> np.ndarray:
    try:
        if isinstance(value, torch.Tensor):  # perhaps on a GPU, perhaps with a gradient
            value = value.detach().cpu()
            value = value.float() if value.dtype == torch.bfloat16 else value
        if isinstance(value, (list, tuple)):
            value = [_numbers(item) for item in value]
        array = np.asarray(value)
    except Exception as error:  # a class, or a tensor of no numbers, may refuse in any way it likes
        raise TypeError(f"{type(value).__name__} cannot be read: {error}") from error
    if array.dtype.kind not in "buif":
        raise TypeError(f"{type(value).__name__} is not made of numbers")
    return array


def has_lists(answer: Any, expected: Any) -> bool:
    """Say whether an answer has a list where an array is expected."""
    if isinstance(expected, tuple):
        parts = as_tuple(answer) or ()
        return any(map(has_lists, parts, expected))
    return isinstance(expected, np.ndarray) and isinstance(answer, (list, tuple))


def with_arrays(answer: Any, expected: Any) -> Any:
    """Return a right answer with an array in the place of each list where one is expected."""
    if not has_lists(answer, expected):
        return answer
    if isinstance(expected, tuple):
        return tuple(map(with_arrays, answer, expected))
    return _numbers(answer)


def has_changed(before: Any, after: Any) -> bool:
    """Say whether numbers that a function was given are others now, in an array, tensor or list.

    A network or an optimizer is there to be changed: what is none of these counts as unchanged.
    """
    if type(before) is not type(after):
        return True
    if isinstance(before, torch.Tensor):
        same = before.shape == after.shape and before.requires_grad == after.requires_grad
        return not (same and torch.equal(before.nan_to_num(), after.nan_to_num()))
    if isinstance(before, np.ndarray):
        same = before.shape == after.shape and before.dtype == after.dtype
        return not (same and np.array_equal(before, after, equal_nan=before.dtype.kind in "fc"))
    if isinstance(before, (list, tuple)):
        return len(before) != len(after) or any(map(has_changed, before, after))
    if isinstance(before, Mapping):
        return before.keys() != after.keys() or any(
            has_changed(value, after[key]) for key, value in before.items()
        )
    is_plain = isinstance(before, (str, bytes, int, float)) and before == before  # nan is not
    return is_plain and before != after


def first_difference(answer: Any, expected: Any) -> str:
    """Say where two arrays of one shape first differ, or nothing where that says nothing."""
    try:
        is_truth = _numbers(expected).dtype == bool
        answer, expected = as_array(answer), as_array(expected)
    except (TypeError, ValueError):
        return ""
    if answer.shape != expected.shape or answer.size < 2:
        return ""
    differ = ~np.isclose(answer, expected, rtol=1e-4, atol=1e-6, equal_nan=True)
    if not differ.any():
        return ""
    index = tuple(int(position) for position in np.argwhere(differ)[0])
    pair = expected[index], answer[index]
    digits = next(d for d in (6, 9, 17) if f"{pair[0]:.{d}g}" != f"{pair[1]:.{d}g}")
    right, yours = (
        str(bool(number)) if is_truth and number in (0, 1) else f"{number + 0.0:.{digits}g}"
        for number in pair
    )
    place = ", ".join(map(str, index))
    return f"The first difference is at [{place}]: {right} is right, yours has {yours}."


def show_value(value: Any) -> str:
    """Return a value in few characters: numbers to six digits, long arrays cut."""
    if isinstance(value, tuple):
        return _cut(_side_by_side(value, show_value))
    if isinstance(value, list) and any(map(_is_structured, value)):
        return _cut(_side_by_side(value, show_value))
    if isinstance(value, (bool, np.bool_)) or value is None or callable(value):
        return getattr(value, "__name__", None) or _in_words(value)
    try:
        array = _numbers(value)
    except (TypeError, ValueError):
        return _in_words(value)
    if array.dtype.kind == "f":
        array = array + 0.0  # nobody needs to read -0
    if array.ndim == 0:
        return f"{array:.6g}" if array.dtype.kind == "f" else str(array)
    text = np.array2string(array, precision=4, threshold=8, edgeitems=3, separator=", ")
    return _cut(" ".join(text.split()))


def show_argument(value: Any) -> str:
    """Return a value as one would type it into a cell, if it is short."""
    for kind, maker in ((np.ndarray, "np.array"), (torch.Tensor, "torch.tensor")):
        if isinstance(value, kind) and value.ndim:
            return f"{maker}({show_value(value)}{_TYPES.get(value.dtype, '')})"
    if isinstance(value, (tuple, list)) and any(map(_is_structured, value)):
        return _cut(_side_by_side(value, show_argument))
    return show_value(value)


# What must be said of an array's type, since the maker would choose another.
_TYPES = {np.dtype("float32"): ", dtype=np.float32", torch.float64: ", dtype=torch.float64"}


def _is_structured(value: Any) -> bool:
    return isinstance(value, (np.ndarray, torch.Tensor, tuple))


def _side_by_side(values: tuple | list, show: Callable[[Any], str]) -> str:
    items = ", ".join(map(show, values))
    if isinstance(values, list):
        return f"[{items}]"
    return f"({items},)" if len(values) == 1 else f"({items})"


def _in_words(value: Any) -> str:
    try:
        return _cut(repr(value))
    except Exception:  # an object may fail to describe itself
        return f"a {type(value).__name__}"


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}..."
