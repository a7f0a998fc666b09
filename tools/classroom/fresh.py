"""Fresh cases for an exercise, on which all right answers agree: its own with other numbers, or drawn.

A number is moved by some percent, an array by one factor, what lies between 0 and 1 stays there;
counts, labels and seeds move only where nothing else would, and rows of a table are drawn anew, with
replacement, where there are no such numbers. Where that makes no case, the exercise draws its own
(Exercise.fresh). A case is kept if the course's version and the other right answers in
tests/<room>/answers.py agree on it, and if its answer is that of no case of the notebook: so a table of
the notebook's answers does not pass.
"""

import contextlib
import copy
import importlib
import importlib.util
import inspect
import io
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
import torch

import build
from helpers.exercise import Exercise
from helpers.trial import Trial, try_out

MOST = 3  # fresh cases of one exercise
_TRIES = 12  # of each kind


def fresh_cases(exercise: Exercise, answers: Sequence[Callable], seed: int) -> list[dict]:
    """Return up to MOST fresh cases; none where an exercise's cases cannot be drawn afresh."""
    rng = np.random.default_rng([seed, *exercise.name.encode()])
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        candidates = _drawn(exercise, rng) if exercise.fresh else _moved_cases(exercise, rng)
        kept = (case for case in candidates if _is_fresh(exercise, answers, case))
        return list(islice(kept, MOST))


def _drawn(exercise: Exercise, rng: np.random.Generator) -> Iterator[dict]:
    for _ in range(_TRIES):
        yield exercise.fresh(rng)


def _moved_cases(exercise: Exercise, rng: np.random.Generator) -> Iterator[dict]:
    for kind in (_careful, _bold, _other_rows):
        for number in range(_TRIES):
            place = number % len(exercise.cases)
            new = kind(exercise.cases[place], rng)
            if _is_of_the_same_kind(exercise, exercise.wanted[place], new):
                yield new


def _careful(case: dict, rng: np.random.Generator) -> dict:
    return {name: perturbed(value, rng) for name, value in case.items()}


def _bold(case: dict, rng: np.random.Generator) -> dict:
    return {name: perturbed(value, rng, bold=True) for name, value in case.items()}


def _other_rows(case: dict, rng: np.random.Generator) -> dict:
    """Return a case whose tables have rows of the old ones: the same rows in every table."""
    tables = {name: value for name, value in case.items() if _num_rows(value) > 2}
    num = max((_num_rows(value) for value in tables.values()), default=0)
    rows = rng.integers(num, size=num)
    drawn = {name: value[rows] for name, value in tables.items() if _num_rows(value) == num}
    return {**copy.deepcopy(case), **drawn}


def _num_rows(value: Any) -> int:
    is_table = isinstance(value, (np.ndarray, torch.Tensor)) and value.ndim > 0
    return len(value) if is_table else 0


def _is_of_the_same_kind(exercise: Exercise, before: Trial, case: dict) -> bool:
    """Say whether a case is answered as the one that it was made from: by numbers, or by none."""
    wanted = _try(exercise, exercise.solution, case)
    return wanted.changed == before.changed and _num_finite(wanted) == _num_finite(before)


def _is_fresh(exercise: Exercise, answers: Sequence[Callable], case: dict) -> bool:
    """Say whether a case has an answer, which none of the notebook's has, and all right answers give."""
    wanted = _try(exercise, exercise.solution, case)
    if wanted.error is not None or any(_agrees(exercise, old, wanted) for old in exercise.wanted):
        return False
    # Another right answer may be built on the course's class; what raises says nothing about a case.
    tried = [_try(exercise, answer, case) for answer in answers]
    return all(_agrees(exercise, found, wanted) for found in tried if found.error is None)


def _try(exercise: Exercise, answer: Callable, case: dict) -> Trial:
    return try_out(partial(exercise.run, answer), case)


def _agrees(exercise: Exercise, found: Trial, wanted: Trial) -> bool:
    if found.error is not None:
        return False
    try:
        return bool(exercise.agree(found.answer, wanted.answer))
    except Exception:  # an exercise's own comparison of answers that fit no case of its own
        return False


def _num_finite(trial: Trial) -> int:
    parts = trial.answer if isinstance(trial.answer, (tuple, list)) else [trial.answer]
    count = 0
    for part in parts:
        with contextlib.suppress(TypeError, ValueError, RuntimeError):
            held = part.detach().numpy() if isinstance(part, torch.Tensor) else part
            count += bool(np.isfinite(np.asarray(held, dtype=float)).all())
    return count


def perturbed(value: Any, rng: np.random.Generator, bold: bool = False) -> Any:
    """Return a value with other numbers; what holds none comes back as a copy."""
    share = rng.uniform(0.02, 0.12) * rng.choice([-1, 1])
    return _move(value, share, int(rng.integers(1, 3)), bold)


def _move(value: Any, share: float, step: int, bold: bool) -> Any:
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return type(value)(_move(item, share, step, bold) for item in value)
    if isinstance(value, (bool, np.bool_)):
        return value
    if isinstance(value, int):
        return value + step if bold and value > 1 else value
    if isinstance(value, float):
        stays = value in (-1.0, 0.0, 1.0) and not bold
        return value if stays else float(_moved(np.array(value), share))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        is_count = np.array_equal(value, np.round(value), equal_nan=True) and not bold
        return value.copy() if is_count else _moved(value, share).astype(value.dtype)
    if isinstance(value, torch.Tensor) and value.is_floating_point():
        held = value.detach()
        is_count = bool((held == held.round()).all()) and not bold
        moved = held.clone() if is_count else torch.tensor(_moved(held.numpy(), share))
        return moved.to(value.dtype).requires_grad_(value.requires_grad)
    return copy.deepcopy(value)


def _moved(values: np.ndarray, share: float) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        if values.size and ((values >= 0) & (values <= 1)).all():
            return values ** (1 + share)
    return values * (1 + share)


def right_answers(room: str) -> dict[str, list[Callable]]:
    """Return the other right answers to a room's exercises; none where tests/ is not there."""
    path = build.ROOT / "tests" / room / "answers.py"
    if not path.exists():
        return {}
    spec = importlib.util.spec_from_file_location(f"classroom_answers_{room}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    exercises = importlib.import_module(f"helpers.{room}.checks").check.exercises
    names = sorted((exercise.name for exercise in exercises), key=len, reverse=True)
    found: dict[str, list[Callable]] = {name: [] for name in names}
    for name, answer in inspect.getmembers(module, inspect.isfunction):
        of = next((own for own in names if name.startswith(f"{own}_")), None)
        if of and answer.__module__ == module.__name__:
            found[of].append(answer)
    return found
