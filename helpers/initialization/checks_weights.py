"""The exercise of notebook 08 on one layer's weights: random ones, which follow their seed."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from helpers.exercise import Exercise
from helpers.initialization import recipes
from helpers.values import as_array

# --- Draws that follow their seed --------------------------------------------------------------------

FOLLOWS, CHANGES, IGNORES = 0, 1, 2  # what weights do with the seed
OF_SEED = {
    FOLLOWS: "",
    CHANGES: "The same seed gives other weights when it is called again.",
    IGNORES: "Another seed gives the same weights.",
}
FROM_SEED = (
    "The same seed must give the same weights, and another seed others: draw them from "
    "np.random.default_rng(seed)."
)


def draw_again(answer: Callable, *case: Any) -> Any:
    """Return (weights, what they do with the seed), which is the last argument."""
    *sizes, seed = case
    weights = answer(*sizes, seed)
    if weights is ... or weights is None:
        return weights
    if not _same(weights, answer(*sizes, seed)):
        return weights, CHANGES
    return weights, IGNORES if _same(weights, answer(*sizes, seed + 1)) else FOLLOWS


def _same(weights: Any, others: Any) -> bool:
    layers = (each if isinstance(each, (list, tuple)) else [each] for each in (weights, others))
    return all(np.array_equal(*map(as_array, pair)) for pair in zip(*layers, strict=False))


# --- Break the symmetry --------------------------------------------------------------------------

_TOLERANCE = 0.15  # the share by which the mean square may change through one layer


def _judge(answer) -> tuple[str, float]:
    """Return what is wrong with a layer's weights, in words, and the factor of mean squares.

    The words are empty if nothing is wrong; the factor is 1 where it is not to blame.
    """
    try:
        weights = as_array(answer)
    except (TypeError, ValueError):
        return "They are no array of numbers.", 1
    if weights.ndim != 2 or not np.isfinite(weights).all():
        return "They must be finite numbers in two dimensions, (num_outputs, num_inputs).", 1
    if not weights.any():
        return "All are 0: nothing comes through, forward or backward.", 1
    if np.allclose(weights, weights[:1]):
        return "All units have the same weights: they compute the same, and always will.", 1
    if abs(weights.mean()) > 0.2 * weights.std():
        return (
            "The weights' mean is not 0: all units share one large part, the sum of their inputs."
        ), 1
    directions = weights / np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-300)
    if np.abs(directions @ directions.T - np.eye(len(weights))).max() > 0.9:
        return "Some units have the same weights, up to a factor: they learn the same.", 1
    factor = weights.shape[1] * (weights**2).mean()
    if factor < 1 - _TOLERANCE:
        return "They are too small: signals would fade from layer to layer.", factor
    if factor > 1 + _TOLERANCE:
        return "They are too large: signals would grow from layer to layer.", factor
    return "", 1


def _weights_agree(answer, expected) -> bool:
    (weights, seed), (right, _) = answer, expected
    return seed == FOLLOWS and not _judge(weights)[0] and np.shape(weights) == np.shape(right)


def _weights_alike(answer, wrong) -> bool:
    (weights, seed), (others, wrong_seed) = answer, wrong
    (fault, factor), (wrong_fault, wrong_factor) = _judge(weights), _judge(others)
    same = fault == wrong_fault and math.isclose(factor, wrong_factor, rel_tol=_TOLERANCE)
    return same and (fault or seed == wrong_seed) and np.shape(weights) == np.shape(others)


def _explain(case, answer, expected) -> str:
    call = "initial_weights({num_outputs}, {num_inputs}, seed={seed})".format(**case)
    (weights, seed), (right, _) = answer, expected
    if np.shape(weights) != np.shape(right):
        return f"{call} must have shape {np.shape(right)}; yours has {tuple(np.shape(weights))}."
    fault, factor = _judge(weights)
    if factor != 1:
        fault += f" A layer multiplies mean squares by {factor:.3g}."
    return f"The weights of {call}: {fault or OF_SEED[seed]}"


def _normal(n_out, n_in, seed):
    return np.random.default_rng(seed).standard_normal((n_out, n_in))


def _scaled(factor: Callable) -> Callable:
    """Return a function that draws weights of variance `factor(num_outputs, num_inputs)`."""
    return lambda n_out, n_in, seed: _normal(n_out, n_in, seed) * math.sqrt(factor(n_out, n_in))


INITIAL_WEIGHTS = Exercise(
    recipes.initial_weights,
    minutes=4,
    cases=[
        dict(num_outputs=100, num_inputs=100, seed=0),
        dict(num_outputs=50, num_inputs=400, seed=1),
        dict(num_outputs=400, num_inputs=60, seed=2),
    ],
    agree=_weights_agree,
    alike=_weights_alike,
    explain=_explain,
    run=draw_again,
    misconceptions=[
        (
            lambda n_out, n_in, seed: np.zeros((n_out, n_in)),
            "Zeros are the one start that never works: no signal comes through, and no error.",
        ),
        (
            lambda n_out, n_in, seed: np.ones((n_out, n_in)) / n_in,
            "Units that start equal get equal gradients, whatever the numbers. Draw every weight anew.",
        ),
        (
            _normal,
            "Standard normal weights multiply mean squares by num_inputs. Which standard deviation "
            "makes it 1?",
        ),
        (
            _scaled(lambda n_out, n_in: 1 / n_in**2),
            "The variance must be 1 / num_inputs, so the standard deviation is 1 / sqrt(num_inputs).",
        ),
        (
            lambda n_out, n_in, seed: np.random.default_rng(seed).uniform(size=(n_out, n_in)),
            "Weights need the mean 0 and both signs. (rng.uniform() and rng.random() give numbers "
            "from 0 to 1.)",
        ),
        (
            lambda n_out, n_in, seed: _normal(1, n_in, seed) * _normal(n_out, 1, seed),
            "Draw every single weight anew: a row that is repeated, scaled or hardly changed is the "
            "same unit again. size=(num_outputs, num_inputs) draws them all.",
        ),
        (
            _scaled(lambda n_out, n_in: 1 / n_out),
            "Forward a unit adds up num_inputs terms: divide by the root of that number.",
        ),
        (
            _scaled(lambda n_out, n_in: 2 / (n_out + n_in)),
            "That is Glorot's compromise. To keep the signal, only the number of inputs counts.",
        ),
        (
            _scaled(lambda n_out, n_in: 2 / n_in),
            "The factor 2 makes up for a ReLU. This layer is linear.",
        ),
        (
            _scaled(lambda n_out, n_in: 1 / (3 * n_in)),
            "Numbers from -a to a, evenly, have the variance a^2 / 3, not a^2. (PyTorch's default has "
            "a = 1 / sqrt(num_inputs).)",
        ),
        (
            lambda n_out, n_in, seed: _normal(n_in, n_out, seed) / math.sqrt(n_in),
            "The shape is (num_outputs, num_inputs): one row for each unit.",
        ),
        *(
            (
                lambda n_out, n_in, _, rng=rng: rng().normal(size=(n_out, n_in)) / math.sqrt(n_in),
                FROM_SEED,
            )
            for rng in (np.random.default_rng, lambda: np.random.default_rng(0))
        ),
    ],
)
