"""Perceptron learning: its updates, the margin, the bound on its mistakes, and its cycles.

Labels are -1 and 1; the last input is a constant, and its weight the bias.
"""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import nnls

from helpers.arguments import require_at_least


def with_constant(inputs: ArrayLike, constant: float = 1) -> np.ndarray:
    """Return inputs (num_points, num_inputs + 1) with a last column whose weight is the bias."""
    inputs = np.asarray(inputs)
    return np.column_stack([inputs, np.full(len(inputs), constant, dtype=inputs.dtype)])


def perceptron_update(weights: np.ndarray, x: np.ndarray, label: int) -> np.ndarray:
    """Return the weights (num_inputs,) after the example `x` with `label` -1 or 1 was seen.

    A score of zero counts as a mistake: that is how learning starts from zero weights.
    """
    if label * np.dot(weights, x) <= 0:
        return weights + label * x
    return weights


@dataclass(frozen=True)
class PerceptronRun:
    """Every state of a perceptron: `weights` (num_updates + 1, num_inputs), zeros first.

    `examples` (num_updates,) says on which example each mistake was made, `num_wrong`
    (num_updates + 1,) how many examples each state has wrong, `converged` whether the last has none.
    """

    weights: np.ndarray
    examples: np.ndarray
    num_wrong: np.ndarray
    converged: bool


def train_perceptron(inputs: ArrayLike, labels: ArrayLike, max_updates: int) -> PerceptronRun:
    """Go through the examples again and again until none is wrong, or `max_updates` were made.

    `inputs` (num_points, num_inputs), constant included; `labels` (num_points,) of -1 and 1.
    Raises ValueError for other labels or max_updates below 1.
    """
    inputs, labels = np.asarray(inputs), np.asarray(labels)
    _require_labels(labels)
    require_at_least(1, max_updates=max_updates)
    weights, states, examples = np.zeros_like(inputs[0]), [], []
    since_mistake = 0
    for index in itertools.cycle(range(len(inputs))):
        if since_mistake == len(inputs) or len(examples) == max_updates:
            break
        updated = perceptron_update(weights, inputs[index], labels[index])
        since_mistake += 1
        if updated is not weights:
            states.append(weights)
            examples.append(index)
            weights, since_mistake = updated, 0
    states = np.array([*states, weights])
    num_wrong = np.sum(labels * (states @ inputs.T) <= 0, axis=1)
    return PerceptronRun(states, np.array(examples, dtype=int), num_wrong, num_wrong[-1] == 0)


def max_margin(inputs: ArrayLike, labels: ArrayLike) -> float:
    """Return the largest possible smallest distance gamma to a boundary w . x = 0; 0 if none exists.

    gamma = max over unit w of the smallest label * w . x. Solved exactly as the least-distance
    problem min |w| with label * w . x >= 1, by non-negative least squares (Lawson & Hanson,
    Solving Least Squares Problems, 1974, chapter 23). Raises ValueError for labels not -1, 1.
    """
    _require_labels(labels)
    signed = np.asarray(inputs, dtype=float) * np.asarray(labels)[:, None]
    scale = np.linalg.norm(signed, axis=1).max()
    system = np.vstack([signed.T / scale, np.ones(len(signed))])
    target = np.append(np.zeros(len(system) - 1), 1.0)
    residual = target - system @ nnls(system, target)[0]
    if residual[-1] < 1e-10:  # the examples, signed, surround the origin: no boundary exists
        return 0.0
    return float(scale * residual[-1] / np.linalg.norm(residual[:-1]))


def mistake_bound(inputs: ArrayLike, labels: ArrayLike) -> float:
    """Return (R / gamma)^2, the most mistakes a perceptron can make; infinity if not separable.

    R is the length of the longest input. Novikoff 1962; Block 1962.
    """
    gamma = max_margin(inputs, labels)
    radius = np.linalg.norm(inputs, axis=1).max()
    return float((radius / gamma) ** 2) if gamma else np.inf


def find_cycle(states: ArrayLike) -> tuple[int, int] | None:
    """Return (first, length) of the first repetition among `states` (num_states, n), else None."""
    seen = {}
    for number, state in enumerate(map(tuple, np.asarray(states).tolist())):
        if state in seen:
            return seen[state], number - seen[state]
        seen[state] = number
    return None


def _require_labels(labels: ArrayLike) -> None:
    if not np.all(np.isin(labels, (-1, 1))):
        raise ValueError(f"labels must all be -1 or 1, not {np.unique(labels)}.")
