"""Derivatives of random networks: errors on their way back, Jacobians and their singular values.

The networks are those of the module `signals`, or have layer norm or residual connections.
"""

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from helpers.initialization.signals import Layers, draw_layers
from helpers.meanfield import TANH, Activation

ARCHITECTURES = ("plain", "layer norm", "residual")


def require_architecture(architecture: str) -> None:
    """Raise ValueError unless `architecture` is one of ARCHITECTURES."""
    if architecture not in ARCHITECTURES:
        raise ValueError(f"architecture must be one of {ARCHITECTURES}, not {architecture!r}.")


def backward(
    states: np.ndarray, weights: np.ndarray, weight_variance: float, activation: Activation = TANH
) -> np.ndarray:
    """Send a random error back from the last layer; return its mean square in every layer.

    The error at the last layer is standard normal, so the result (num_layers + 1,) ends near 1.
    `states` are those of `forward`.
    """
    delta = np.random.default_rng(0).standard_normal(states.shape[1:], dtype=np.float32)
    square = float((delta**2).mean())
    sizes = [square]
    sigma_w = math.sqrt(weight_variance)
    for h, weight in zip(states[-2::-1], weights[::-1], strict=True):
        # What goes back is linear: kept at size 1, an error may fade far below float32's range.
        delta = (delta / math.sqrt(square)) @ weight * (sigma_w * activation.slope(h))
        square = float((delta**2).mean())
        sizes.append(sizes[-1] * square)
        if square == 0:  # all units off: nothing will come through any more
            return np.array([*[0.0] * (len(states) - len(sizes)), *sizes[::-1]])
    return np.array(sizes[::-1])


def jacobians(
    h: np.ndarray,
    layers: Layers,
    weight_variance: float,
    bias_variance: float,
    activation: Activation = TANH,
    architecture: str = "plain",
) -> Iterator[tuple[np.ndarray, float]]:
    """Yield the derivative of each layer's h by the input h (width,), as (matrix, log_scale).

    The derivative is matrix (width, width) times exp(log_scale), and the matrix has entries of
    mean square 1 / width: so products of any length stay within range. It has the precision of the
    weights: float64 for its small singular values, float32 where only its size is asked for.

    `architecture` is "plain"; "layer norm", where every layer first brings its input to mean 0 and
    mean square 1; or "residual", where every layer adds its output to its input. Raises ValueError
    for another.
    """
    require_architecture(architecture)
    sigma_w, sigma_b = math.sqrt(weight_variance), math.sqrt(bias_variance)
    jacobian, log_scale = np.eye(len(h), dtype=layers[0].dtype), 0.0
    for weight, bias in zip(*layers, strict=True):
        inner, inner_jacobian = h, jacobian
        if architecture == "layer norm":
            inner, inner_jacobian = _normalize(h, jacobian)
        slope = sigma_w * activation.slope(inner)[:, None]
        h_next = sigma_w * (weight @ activation.value(inner)) + sigma_b * bias
        jacobian_next = weight @ (slope * inner_jacobian)
        if architecture == "residual":
            h_next, jacobian_next = h + h_next, jacobian + jacobian_next
        size = float(np.linalg.norm(jacobian_next)) / math.sqrt(len(h)) or 1.0
        log_scale += math.log(size)
        h, jacobian = h_next, jacobian_next / layers[0].dtype.type(size)
        yield jacobian, log_scale


def _normalize(h: np.ndarray, jacobian: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return h at mean 0 and mean square 1, and the derivative that goes with it."""
    centered = h - h.mean()
    scale = np.sqrt((centered**2).mean() + 1e-5)  # as nn.LayerNorm does
    unit = centered / scale
    along = unit[:, None] * (unit @ jacobian) / len(h)
    return unit, (jacobian - jacobian.mean(axis=0) - along) / scale


def gradient_gains(steps: Iterable[tuple[np.ndarray, float]]) -> np.ndarray:
    """Return the mean squared error at the input, by depth, if it is 1 at the network's end.

    `steps` are those of `jacobians`. The gain is the sum of the squares of the Jacobian's entries
    over the width: an array (num_layers,) for networks of 1, 2, ... layers, which share their first
    ones.
    """
    return np.array([math.exp(2 * scale) * float((j**2).sum()) / len(j) for j, scale in steps])


def singular_values(
    h: np.ndarray,
    layers: Layers,
    weight_variance: float,
    bias_variance: float,
    activation: Activation,
    at: Sequence[int],
) -> np.ndarray:
    """Return log10 of the singular values of the derivative by the input, after the layers `at`.

    Layers are counted from 1. Give the weights in float64: see `jacobians`. The result is
    (len(at), width), the largest first. What lies below 1e-13 of the largest is lost in rounding,
    and NaN here.
    """
    found = list(jacobians(h, layers, weight_variance, bias_variance, activation))
    chosen, scales = zip(*(found[layer - 1] for layer in at), strict=True)
    values = np.linalg.svd(chosen, compute_uv=False)
    values[values < 1e-13 * values[:, :1]] = np.nan
    return np.log10(values) + np.array(scales)[:, None] / math.log(10)


def product_singular_values(num_layers: int, width: int, seed: int, orthogonal: bool) -> np.ndarray:
    """Return the singular values of a product of random matrices, the largest first."""
    weights, _ = draw_layers(num_layers, width, seed, orthogonal)
    product = np.linalg.multi_dot(weights[::-1].astype(float))
    return np.linalg.svd(product, compute_uv=False)
