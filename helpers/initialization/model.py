"""The science of notebook 08: random networks layer by layer, next to what theory expects.

The theory is `helpers.meanfield`; here are finite networks to set beside it. As there, h is what
enters a layer's units and h' = W phi(h) + b, with weights of variance sigma_w^2 / (inputs).
Functions take the variances sigma_w^2 and sigma_b^2, as the literature's tables do.
"""

import functools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from helpers import meanfield
from helpers.arguments import require_at_least, require_positive
from helpers.functions import relu
from helpers.meanfield import LINEAR, RELU, SIGMOID, TANH, Activation

ACTIVATIONS = {a.name: a for a in (TANH, RELU, SIGMOID, LINEAR)}
WIRINGS = ("plain", "layer norm", "residual")


# --- The exercises' own versions -------------------------------------------------------------------


def variance_factors(num_inputs, num_outputs, weight_variance):
    """Return by how much a linear layer multiplies mean squares: (forward, backward).

    Forward each output sums `num_inputs` terms; backward each input hears `num_outputs` of them.
    """
    return num_inputs * weight_variance, num_outputs * weight_variance


def he_std(num_inputs, slope):
    """Return the weights' standard deviation that keeps the mean square through a leaky ReLU.

    sqrt(2 / ((1 + slope^2) num_inputs)), He et al. 2015 (arXiv:1502.01852).
    """
    return math.sqrt(2 / ((1 + slope**2) * num_inputs))


def settle_q(weight_variance, bias_variance, num_layers):
    """Return q after so many layers of tanh, from q = 1: after many of them, the fixed point q*."""
    q = 1.0
    for _ in range(num_layers):
        q = meanfield.next_q(q, weight_variance, bias_variance)
    return q


def initial_weights(num_outputs, num_inputs, seed):
    """Return weights (num_outputs, num_inputs) that keep the mean square of a linear layer's input."""
    rng = np.random.default_rng(seed)
    return rng.standard_normal((num_outputs, num_inputs)) / math.sqrt(num_inputs)


# --- A random network, forward and backward --------------------------------------------------------


def draw_layers(
    num_layers: int, width: int, seed: int = 0, orthogonal: bool = False
) -> tuple[np.ndarray, np.ndarray]:
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
    layers: tuple[np.ndarray, np.ndarray],
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


def backward(
    states: np.ndarray,
    weights: np.ndarray,
    weight_variance: float,
    activation: Activation = TANH,
    seed: int = 0,
) -> np.ndarray:
    """Send a random error back from the last layer; return its mean square in every layer.

    The error at the last layer is standard normal, so the result (num_layers + 1,) ends near 1.
    `states` are those of `forward`.
    """
    rng = np.random.default_rng(seed)
    delta = rng.standard_normal(states.shape[1:], dtype=np.float32)
    square = float((delta**2).mean())
    sizes = [square]
    sigma_w = math.sqrt(weight_variance)
    for h, weight in zip(states[-2::-1], weights[::-1]):
        # What goes back is linear: kept at size 1, an error may fade far below float32's range.
        delta = (delta / math.sqrt(square)) @ weight * (sigma_w * activation.slope(h))
        square = float((delta**2).mean())
        sizes.append(sizes[-1] * square)
        if square == 0:  # all units off: nothing will come through any more
            return np.array([*[0.0] * (len(states) - len(sizes)), *sizes[::-1]])
    return np.array(sizes[::-1])


@functools.cache
def _moments(activation: Activation) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a table for curves of theory that move with a slider: log q, E[phi^2] / q, E[phi'^2].

    The ratios are flat at both ends, so that q beyond the table takes the last value. (For sigmoid
    E[phi^2] / q is not, but there q is never small.)
    """
    qs = np.geomspace(1e-8, 1e3, 1000)
    squares = [meanfield.gaussian_mean(lambda h: activation.value(h) ** 2, q) / q for q in qs]
    slopes = [meanfield.gaussian_mean(lambda h: activation.slope(h) ** 2, q) for q in qs]
    return np.log(qs), np.array(squares), np.array(slopes)


def _layer_theory(
    q: float, weight_variance: float, bias_variance: float, activation: Activation
) -> tuple[float, float]:
    """Return chi_1 and the next layer's q, from the table; accurate to 1e-4."""
    logs, squares, slopes = _moments(activation)
    log_q = math.log(max(q, 1e-300))
    next_q = weight_variance * q * np.interp(log_q, logs, squares) + bias_variance
    return weight_variance * float(np.interp(log_q, logs, slopes)), float(next_q)


@dataclass(frozen=True)
class Expected:
    """What theory expects, layer by layer, the input first: arrays (num_layers + 1,)."""

    q: np.ndarray  # mean square of h
    gradient: np.ndarray  # mean square of the error, 1 in the last layer


def expect(
    q: float,
    num_layers: int,
    weight_variance: float,
    bias_variance: float,
    activation: Activation = TANH,
) -> Expected:
    """Return mean-field theory's q and squared gradient for every layer."""
    sizes, factors = [q], []
    for _ in range(num_layers):
        chi, next_q = _layer_theory(sizes[-1], weight_variance, bias_variance, activation)
        factors.append(chi)
        sizes.append(next_q)
    gradient = np.cumprod([1.0, *factors[::-1]])[::-1]
    return Expected(np.array(sizes), gradient)


def jacobians(
    h: np.ndarray,
    layers: tuple[np.ndarray, np.ndarray],
    weight_variance: float,
    bias_variance: float,
    activation: Activation = TANH,
    wiring: str = "plain",
) -> Iterator[tuple[np.ndarray, float]]:
    """Yield the derivative of each layer's h by the input h (width,), as (matrix, log_scale).

    The derivative is matrix (width, width) times exp(log_scale), and the matrix has entries of
    mean square 1 / width: so products of any length stay within range. It has the precision of the
    weights: float64 for its small singular values, float32 where only its size is asked for.

    `wiring` is "plain"; "layer norm", where every layer first brings its input to mean 0 and mean
    square 1; or "residual", where every layer adds its output to its input. Raises ValueError for
    another.
    """
    if wiring not in WIRINGS:
        raise ValueError(f"wiring must be one of {', '.join(WIRINGS)}, not {wiring!r}.")
    sigma_w, sigma_b = math.sqrt(weight_variance), math.sqrt(bias_variance)
    jacobian, log_scale = np.eye(len(h), dtype=layers[0].dtype), 0.0
    for weight, bias in zip(*layers):
        inner, inner_jacobian = h, jacobian
        if wiring == "layer norm":
            inner, inner_jacobian = _normalize(h, jacobian)
        slope = sigma_w * activation.slope(inner)[:, None]
        h_next = sigma_w * (weight @ activation.value(inner)) + sigma_b * bias
        jacobian_next = weight @ (slope * inner_jacobian)
        if wiring == "residual":
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


def expected_gains(
    num_layers: int,
    q: float,
    weight_variance: float,
    bias_variance: float,
    activation: Activation = TANH,
    wiring: str = "plain",
    width: float = math.inf,
) -> np.ndarray:
    """Return what theory expects of `gradient_gains`, for an input of mean square q.

    A plain layer multiplies by chi_1. A layer norm feeds every layer a signal of size 1 and divides
    the derivative by the signal's own size; of `width` directions it lets nothing through in two,
    the mean and the signal's own. A residual layer adds its two paths: 1 + chi_1.
    """
    gains = [1.0]
    for _ in range(num_layers):
        inner = 1.0 if wiring == "layer norm" else q
        factor, next_q = _layer_theory(inner, weight_variance, bias_variance, activation)
        if wiring == "layer norm":
            factor *= (1 - 2 / width) / q
        if wiring == "residual":
            factor, next_q = 1 + factor, q + next_q
        gains.append(gains[-1] * factor)
        q = next_q
    return np.array(gains[1:])


def singular_values(
    h: np.ndarray,
    layers: tuple[np.ndarray, np.ndarray],
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
    chosen = np.array([found[layer - 1][0] for layer in at])
    scales = np.array([found[layer - 1][1] for layer in at])
    values = np.linalg.svd(chosen, compute_uv=False)
    values[values < 1e-13 * values[:, :1]] = np.nan
    return np.log10(values) + scales[:, None] / math.log(10)


# --- Theory against finite networks ----------------------------------------------------------------


def simulate_point(
    layers: tuple[np.ndarray, np.ndarray],
    weight_variance: float,
    bias_variance: float,
    num_samples: int = 10,
    seed: int = 0,
) -> tuple[float, float]:
    """Measure q* and chi_1 of tanh in a random network that starts at the fixed point.

    q* is the mean over all layers. chi_1 is the mean factor by which a layer multiplies the square
    of an infinitely small step: each sample carries one along, in a direction of its own. Means
    over many layers, as a single layer of 500 units strays by some percent.
    """
    q = meanfield.fixed_q(weight_variance, bias_variance)
    h = draw_inputs(num_samples, layers[0].shape[1], q, seed + 1)
    states = forward(h, layers, weight_variance, bias_variance)
    step = np.random.default_rng(seed + 2).standard_normal(h.shape, dtype=np.float32)
    factors = []
    for state, weight in zip(states, layers[0]):
        step /= np.sqrt((step**2).mean())
        step = math.sqrt(weight_variance) * (TANH.slope(state) * step) @ weight.T
        factors.append((step**2).mean())
    return float((states[1:] ** 2).mean()), float(np.mean(factors))


def chi_map(
    weight_variances: np.ndarray, bias_variances: np.ndarray, activation: Activation = TANH
) -> np.ndarray:
    """Return chi_1 on a grid (num_bias_variances, num_weight_variances) of the phase diagram.

    At one sigma_w^2, every size q belongs to one sigma_b^2 = q - sigma_w^2 E[phi^2]: reading this
    backward gives q* for all sigma_b^2 at once. For ReLU and linear layers chi_1 does not depend
    on q.
    """
    logs, squares, slopes = _moments(activation)
    qs = np.exp(logs)
    grid = []
    for variance in weight_variances:
        if not activation.bounded:
            grid.append(np.full(len(bias_variances), variance * slopes[0]))
            continue
        biases = qs * (1 - variance * squares)
        first = biases.argmin()  # below it lie fixed points that no signal settles at
        q = np.interp(bias_variances, biases[first:], qs[first:])
        grid.append(variance * np.interp(np.log(q), logs, slopes))
    return np.array(grid).T


def distances(
    layers: tuple[np.ndarray, np.ndarray],
    weight_variance: float,
    bias_variance: float,
    q: float,
    c: float,
    num_pairs: int = 10,
    seed: int = 0,
) -> np.ndarray:
    """Return 1 - c by layer for pairs of inputs of size q and correlation c, the mean over pairs."""
    width = layers[0].shape[1]
    first, other = draw_inputs(2 * num_pairs, width, q, seed).reshape(2, num_pairs, width)
    other -= first * ((other * first).mean(axis=1, keepdims=True) / q)  # orthogonal to `first`
    other *= np.sqrt(q / (other**2).mean(axis=1, keepdims=True))
    second = c * first + math.sqrt(1 - c**2) * other
    a = forward(first, layers, weight_variance, bias_variance).astype(float)
    b = forward(second.astype(np.float32), layers, weight_variance, bias_variance).astype(float)
    # From the difference itself: 1 - c would drown in rounding where c is close to 1.
    scale = np.sqrt((a**2).mean(axis=2) * (b**2).mean(axis=2))
    unequal = (np.sqrt((a**2).mean(axis=2)) - np.sqrt((b**2).mean(axis=2))) ** 2
    return ((((a - b) ** 2).mean(axis=2) - unequal) / (2 * scale)).mean(axis=1)


def expected_distances(
    num_layers: int, weight_variance: float, bias_variance: float, c: float
) -> np.ndarray:
    """Return theory's 1 - c by layer at the fixed point q*, from the correlation map."""
    q = meanfield.fixed_q(weight_variance, bias_variance)
    cs = [c]
    for _ in range(num_layers):
        cs.append(meanfield.next_c(cs[-1], q, weight_variance, bias_variance))
    return 1 - np.array(cs)


# --- Singular values, and dead networks ------------------------------------------------------------


def product_singular_values(num_layers: int, width: int, seed: int, orthogonal: bool) -> np.ndarray:
    """Return the singular values of a product of random matrices, the largest first."""
    weights, _ = draw_layers(num_layers, width, seed, orthogonal)
    product = np.eye(width)
    for weight in weights:
        product = weight.astype(float) @ product
    return np.linalg.svd(product, compute_uv=False)


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


def expected_dead_share(width: int, depths: Sequence[int]) -> np.ndarray:
    """Return 1 - (1 - 2^-width)^depth: each layer is all off with probability 2^-width."""
    return 1 - (1 - 0.5**width) ** np.asarray(depths, dtype=float)
