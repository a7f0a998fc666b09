"""A trial of somebody's function: whatever it does, the rest of the notebook is as it was."""

import copy
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch

from helpers.values import has_changed


@dataclass(frozen=True)
class Trial:
    """What came of one call: an answer or an error, and what the call changed besides.

    `changed` names the arguments whose numbers are others now, `left` the settings that every later
    cell would have met, had they not been put back. It took `seconds`.
    """

    answer: Any = None
    error: BaseException | None = None
    changed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    seconds: float = 0.0


def try_out(function: Callable, case: dict[str, Any]) -> Trial:
    """Call `function` with a copy of a case's arguments, by position, and never raise.

    By position, because a reader may rename the arguments. Random generators and settings are put
    back afterward.
    """
    given = copy.deepcopy(case)
    left: list[str] = []
    answer = error = None
    began = time.perf_counter()
    with _as_it_was(left):
        try:
            answer = function(*given.values())
        except (Exception, KeyboardInterrupt, SystemExit) as caught:  # shown as the reader's own
            error = caught
    seconds = time.perf_counter() - began
    changed = [name for name, value in case.items() if has_changed(value, given[name])]
    return Trial(answer, error, tuple(changed), tuple(left), seconds)


def call(function: Callable, *given: Any) -> Any:
    """Try an answer on a case: call it."""
    return function(*given)


class Trials(Sequence[Trial]):
    """An answer on several cases, each tried when it is first asked for, and only once.

    `run(answer, *arguments)` is what is done with the answer; `within` calls whatever may run its
    code, so that a time limit counts it. Raises KeyboardInterrupt where the course's code is stopped.
    """

    def __init__(
        self,
        answer: Any,
        cases: Sequence[dict],
        run: Callable = call,
        within: Callable[..., Any] = call,
    ) -> None:
        self.cases, self.within = cases, within
        self._function = partial(within, run, answer)
        self._made: dict[int, Trial] = {}

    def __len__(self) -> int:
        return len(self.cases)

    def __getitem__(self, number: Any) -> Any:
        if number not in self._made:
            trial = try_out(self._function, self.cases[number])
            if isinstance(trial.error, KeyboardInterrupt) and self.within is call:
                raise trial.error  # not what the course's code does
            self._made[number] = trial
        return self._made[number]

    def hold(self, compare: Callable[[Any, Any], bool], answer: Any, other: Any) -> bool:
        """Say whether a comparison holds for two answers; one that it cannot read is unlike all."""
        try:
            return bool(self.within(compare, answer, other))
        except Exception:
            return False


_SETTINGS: dict[str, tuple[Callable, Callable]] = {
    "torch's gradients (set_grad_enabled)": (torch.is_grad_enabled, torch.set_grad_enabled),
    "torch's default type (set_default_dtype)": (torch.get_default_dtype, torch.set_default_dtype),
    "torch's threads (set_num_threads)": (torch.get_num_threads, torch.set_num_threads),
    "NumPy's errors (seterr)": (np.geterr, lambda value: np.seterr(**value)),
    "NumPy's print options": (np.get_printoptions, lambda value: np.set_printoptions(**value)),
}
_GENERATORS: tuple[tuple[Callable, Callable], ...] = (
    (random.getstate, random.setstate),
    (np.random.get_state, np.random.set_state),
    (torch.get_rng_state, torch.set_rng_state),
)


@contextmanager
def _as_it_was(left: list[str]) -> Iterator[None]:
    """Put settings and generators back at the end, and name in `left` the settings that were moved."""
    settings = {name: get() for name, (get, _) in _SETTINGS.items()}
    generators = [get() for get, _ in _GENERATORS]
    try:
        yield
    finally:
        for name, (get, put) in _SETTINGS.items():
            if get() != settings[name]:
                left.append(name)
                put(settings[name])
        for (_, put), state in zip(_GENERATORS, generators, strict=True):
            put(state)
