"""Signals in random networks: finite ones, whose expectations are in the module `expectations`.

As in `helpers.meanfield`, h is what enters a layer's units and h' = W phi(h) + b, with weights of
variance sigma_w^2 / (inputs). Functions take the variances sigma_w^2 and sigma_b^2, as the
literature's tables do.
"""

import math
from collections.abc import Sequence

import numpy as np

from helpers import meanfield
from helpers.arguments import require_at_least, require_positive
from helpers.functions import relu
from helpers.meanfield import TANH, Activation

Layers = tuple[np.ndarray, np.ndarray]  # weights and biases, as `draw_layers` returns them


def draw_layers(num_layers: int, width: int, seed: int = 0, orthogonal: bool = False) -> Layers:
    """Return weights (num_layers, width, width) and biases (num_layers, width), to be scaled.

    Float32. Biases are standard normal. Weights are too, divided by sqrt(width); or each layer is a
    random orthogonal matrix, whose entries have the same variance. Times sigma_w and sigma_b they
    are the network of those variances: drawn once, they serve every point of the phase diagram.
    """
    require_at_least(1, num_layers=num_layers, width=width)
    rng = np.random.default_rng(seed)
    weights = rng.standard_normal((num_layers, width, width), dtype=np.float32)
    if orthogonal:
        weights, triangle = np.linalg.qr(weights)
        # With this sign every orthogonal matrix is equally likely (Mezzadri 2007).
        weights *= np.sign(np.einsum("lii->li", triangle))[:, None, :]
    else:
        weights /= np.float32(math.sqrt(width))
    return weights, rng.standard_normal((num_layers, width), dtype=np.float32)


def draw_inputs(num_samples: int, width: int, q: float, seed: int = 0) -> np.ndarray:
    """Return random inputs (num_samples, width) of mean square q each, float32."""
    require_positive(q=q)
    rng = np.random.default_rng(seed)
    h = rng.standard_normal((num_samples, width))
    h *= np.sqrt(q / (h**2).mean(axis=1, keepdims=True))
    return h.astype(np.float32)


def forward(
    h: np.ndarray,
    layers: Layers,
    weight_variance: float,
    bias_variance: float,
    activation: Activation = TANH,
) -> np.ndarray:
    """Send inputs h (num_samples, width) through; return h of every layer, the inputs first.

    The result is (num_layers + 1, num_samples, width).
    """
    require_at_least(0, weight_variance=weight_variance, bias_variance=bias_variance)
    weights, biases = layers
    states = np.empty((len(weights) + 1, *h.shape), dtype=np.float32)
    states[0] = h
    sigma_w, offsets = math.sqrt(weight_variance), math.sqrt(bias_variance) * biases
    for layer, weight in enumerate(weights):
        states[layer + 1] = sigma_w * activation.value(states[layer]) @ weight.T + offsets[layer]
    return states


def distances(
    layers: Layers, weight_variance: float, bias_variance: float, q: float, c: float
) -> np.ndarray:
    """Return 1 - c by layer, the mean over 10 pairs of inputs of size q and correlation c."""
    first, other = draw_inputs(20, layers[0].shape[1], q).reshape(2, 10, -1)
    other -= first * ((other * first).mean(axis=1, keepdims=True) / q)  # orthogonal to `first`
    other *= np.sqrt(q / (other**2).mean(axis=1, keepdims=True))
    second = (c * first + math.sqrt(1 - c**2) * other).astype(np.float32)

    def unit_states(h: np.ndarray) -> np.ndarray:
        states = forward(h, layers, weight_variance, bias_variance).astype(float)
        return states / np.linalg.norm(states, axis=2, keepdims=True)

    # From the difference itself: 1 - c would drown in rounding where c is close to 1.
    return ((unit_states(first) - unit_states(second)) ** 2).sum(axis=2).mean(axis=1) / 2


def simulate_point(
    layers: Layers, weight_variance: float, bias_variance: float
) -> tuple[float, float]:
    """Measure q* and chi_1 of tanh in a random network that starts at the fixed point.

    q* is the mean over all layers. chi_1 is the mean factor by which a layer multiplies the square
    of an infinitely small step: each of 10 samples carries one along, in a direction of its own.
    Means over many layers, as a single layer of 500 units strays by some percent.
    """
    q = meanfield.fixed_q(weight_variance, bias_variance)
    h = draw_inputs(10, layers[0].shape[1], q, seed=1)
    states = forward(h, layers, weight_variance, bias_variance)
    step = np.random.default_rng(2).standard_normal(h.shape, dtype=np.float32)
    factors = []
    # The last state has no layer after it.
    for state, weight in zip(states[:-1], layers[0], strict=True):
        step /= np.sqrt((step**2).mean())
        step = math.sqrt(weight_variance) * (TANH.slope(state) * step) @ weight.T
        factors.append((step**2).mean())
    return float((states[1:] ** 2).mean()), float(np.mean(factors))


def dead_share(
    width: int, depths: Sequence[int], num_networks: int = 2000, seed: int = 0
) -> np.ndarray:
    """Return, by depth, the share of random ReLU networks that put out 0 for one random input.

    Normal weights, no biases: once all units of a layer are off, nothing comes through any more.
    """
    require_at_least(1, width=width, depths=depths, num_networks=num_networks)
    rng = np.random.default_rng(seed)
    h = rng.standard_normal((num_networks, width))
    dead = []
    for _ in range(max(depths)):
        weights = rng.standard_normal((num_networks, width, width)) * math.sqrt(2 / width)
        h = relu(np.einsum("noi,ni->no", weights, h))
        dead.append((h == 0).all(axis=1).mean())
    return np.array(dead)[np.asarray(depths) - 1]
