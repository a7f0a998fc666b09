"""Answers on their way from the student's process to the judge's: as JSON, which can do no harm.

A pickle could run code where it is read. Numbers, text, arrays, tensors, lists, tuples and dicts come
through as they are; of a tensor that was computed also the shapes of the weights to which its gradient
flows back. Of anything else the name of its kind arrives.
"""

import base64
import builtins
import json
from typing import Any

import numpy as np
import torch

from helpers.trial import Trial

MOST_BYTES = 32 * 2**20  # of all answers to one exercise


def pack(trial: Trial) -> bytes:
    """Return a trial as one line."""
    error = trial.error
    found = {
        "answer": None if error is not None else _pack(trial.answer),
        "error": error and [type(error).__name__, str(error)[:500], bool(error.args)],
        "changed": trial.changed,
        "left": trial.left,
    }
    return json.dumps(found).encode() + b"\n"


def unpack(line: bytes) -> Trial:
    """Return the trial that a line tells of. Raises ValueError where it tells of none."""
    try:
        found = json.loads(line)
        error = found["error"] and _error(*found["error"])
        texts = (tuple(map(str, found[key])) for key in ("changed", "left"))
        return Trial(None if error else _unpack(found["answer"]), error, *texts)
    except (KeyError, TypeError, IndexError, RecursionError, MemoryError, RuntimeError) as broken:
        raise ValueError(f"no trial: {broken}") from broken


def _error(kind: str, text: str, has_arguments: bool) -> BaseException:
    known = getattr(builtins, kind, None)
    is_error = isinstance(known, type) and issubclass(known, Exception)
    made = type(kind, (Exception,), {}) if not is_error or "Unicode" in kind else known
    return made(text) if has_arguments else made()


def _pack(value: Any) -> list:
    if value is None or isinstance(value, (bool, str)):
        return ["plain", value if value is None or isinstance(value, bool) else str(value)]
    if isinstance(value, int):
        return ["int", hex(value)]
    if isinstance(value, float):
        return ["float", float(value).hex()]
    if isinstance(value, (list, tuple)):
        return ["tuple" if isinstance(value, tuple) else "list", [_pack(item) for item in value]]
    if isinstance(value, dict):
        return ["dict", [[_pack(key), _pack(item)] for key, item in value.items()]]
    if isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in "buif":
        return ["array", *_pack_array(np.asarray(value)), isinstance(value, np.generic)]
    if isinstance(value, torch.Tensor):
        return _pack_tensor(value)
    return ["other", "Ellipsis" if value is ... else type(value).__name__]


def _pack_tensor(tensor: torch.Tensor) -> list:
    try:
        held = tensor.detach().cpu()
        array = (held.float() if held.dtype == torch.bfloat16 else held).numpy()
    except (RuntimeError, TypeError, NotImplementedError):  # on no device, or of no numbers
        return ["other", "Tensor"]
    return ["tensor", *_pack_array(array), tensor.requires_grad, _leaves(tensor)]


def _pack_array(array: np.ndarray) -> list:
    return [array.dtype.str, list(array.shape), base64.b64encode(array.tobytes()).decode()]


def _leaves(output: torch.Tensor) -> list[list[int]]:
    """Return the shapes of the weights to which a gradient of `output` flows back."""
    nodes, seen = [output.grad_fn], set()
    while nodes:
        node = nodes.pop()
        if node is not None and node not in seen:
            seen.add(node)
            nodes += [parent for parent, _ in node.next_functions]
    return [list(node.variable.shape) for node in seen if hasattr(node, "variable")]


def _unpack(packed: list) -> Any:
    kind, *rest = packed
    match kind:
        case "plain":
            return rest[0] if rest[0] is None or isinstance(rest[0], bool) else str(rest[0])
        case "int":
            return int(rest[0], 16)
        case "float":
            return float.fromhex(rest[0])
        case "list":
            return [_unpack(item) for item in rest[0]]
        case "tuple":
            return tuple(_unpack(item) for item in rest[0])
        case "dict":
            return {_unpack(key): _unpack(item) for key, item in rest[0]}
        case "array":
            array = _unpack_array(*rest[:3])
            return array[()] if rest[3] else array
        case "tensor":
            return _unpack_tensor(torch.from_numpy(_unpack_array(*rest[:3])), *rest[3:])
        case "other":
            return ... if rest[0] == "Ellipsis" else type(str(rest[0]), (), {})()
    raise ValueError(f"no kind of answer: {kind!r}")


def _unpack_array(kind: str, shape: list[int], data: str) -> np.ndarray:
    dtype = np.dtype(kind)
    if dtype.kind not in "buif":
        raise ValueError(f"no numbers: {kind!r}")
    return np.frombuffer(base64.b64decode(data), dtype).reshape(shape).copy()


def _unpack_tensor(values: torch.Tensor, needs_gradient: bool, leaves: list) -> torch.Tensor:
    """Return a tensor whose gradient flows back to leaves of the same shapes."""
    if not leaves:
        return values.requires_grad_(bool(needs_gradient) and values.is_floating_point())
    for shape in leaves:
        values = values + torch.zeros(shape, requires_grad=True).sum() * 0
    return values
