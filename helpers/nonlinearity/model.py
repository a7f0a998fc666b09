"""What one neuron computes, what it cannot, and what one hidden layer adds: functions on arrays.

Inputs of Boolean functions are 0 and 1, except for look-up networks, which take -1 and 1. A neuron
with weights w (num_inputs,) and bias b fires where its score w . x + b is above zero.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from scipy.optimize import nnls
from torch.nn import functional

from helpers.arguments import require_at_least, require_finite, require_positive
from helpers.ensembles import Adam, Ensemble, one_thread
from helpers.functions import relu
from helpers.training import predict, train_step

INPUTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
TARGETS = {
    "AND": np.array([0, 0, 0, 1]),
    "OR": np.array([0, 1, 1, 1]),
    "XOR": np.array([0, 1, 1, 0]),
}


def step(z):
    """Return 1.0 where z > 0, else 0.0, elementwise."""
    return np.where(np.asarray(z) > 0, 1.0, 0.0)


def score(inputs, weights, bias):
    """Return w . x + b for inputs (..., num_inputs) and weights (num_inputs,)."""
    return np.asarray(inputs) @ np.asarray(weights, dtype=float) + bias


def gate_weights(gate, num_inputs):
    """Return (weights, bias) of one neuron that computes "AND", "OR" or "NOT" of its inputs.

    AND fires if all inputs are 1, OR if at least one is, NOT if none is. Raises ValueError for
    another gate, or num_inputs below 1.
    """
    require_at_least(1, num_inputs=num_inputs)
    gates = {
        "AND": (np.ones(num_inputs), 0.5 - num_inputs),
        "OR": (np.ones(num_inputs), -0.5),
        "NOT": (-np.ones(num_inputs), 0.5),
    }
    if gate not in gates:
        raise ValueError(f"gate must be one of {', '.join(gates)}, not {gate!r}.")
    return gates[gate]


def xor_weights():
    """Return (W1, b1, w2, b2) of a network with two hidden step units that computes XOR.

    W1 has shape (2, 2), one row a hidden unit; b1 and w2 have shape (2,).
    """
    first = np.array([1, -1])
    return np.array([first, -first]), np.array([-0.5, -0.5]), np.array([1, 1]), -0.5


# Weights of sigmoid units, large enough for outputs close to 0 and 1.
SIGMOID_GATES = {"AND": ([7, 7], -9), "OR": ([7, 7], -5)}
SIGMOID_XOR = np.array([[-7, 7], [7, -7]]), np.array([-3, -3]), np.array([7, 7]), -5


def two_layers(inputs, W1, b1, w2, b2, activation=step):
    """Return the output (num_points,) of a network with one hidden layer and one output unit.

    `inputs` is (num_points, num_inputs), W1 (num_hidden, num_inputs), b1 and w2 (num_hidden,).
    """
    hidden = activation(np.asarray(inputs) @ np.asarray(W1).T + np.asarray(b1))
    return activation(hidden @ np.asarray(w2) + b2)


def all_inputs(num_inputs, low=0):
    """Return every input (2^num_inputs, num_inputs) of `low` and 1, in counting order."""
    require_at_least(1, num_inputs=num_inputs)
    return np.array(list(itertools.product([low, 1], repeat=num_inputs)))


# Perceptron learning ------------------------------------------------------------------------------


def with_constant(inputs, constant=1):
    """Return inputs (num_points, num_inputs + 1) with a last column whose weight is the bias."""
    inputs = np.asarray(inputs)
    return np.column_stack([inputs, np.full(len(inputs), constant, dtype=inputs.dtype)])


def perceptron_update(weights, x, label):
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


def train_perceptron(inputs, labels, max_updates):
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


def max_margin(inputs, labels):
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


def mistake_bound(inputs, labels):
    """Return (R / gamma)^2, the most mistakes a perceptron can make; infinity if not separable.

    R is the length of the longest input. Novikoff 1962; Block 1962.
    """
    gamma = max_margin(inputs, labels)
    radius = np.linalg.norm(inputs, axis=1).max()
    return float((radius / gamma) ** 2) if gamma else np.inf


def find_cycle(states):
    """Return (first, length) of the first repetition among `states` (num_states, n), else None."""
    seen = {}
    for number, state in enumerate(map(tuple, np.asarray(states).tolist())):
        if state in seen:
            return seen[state], number - seen[state]
        seen[state] = number
    return None


def _require_labels(labels):
    if not np.all(np.isin(labels, (-1, 1))):
        raise ValueError("labels must all be -1 or 1.")


# What one neuron cannot do ------------------------------------------------------------------------


def truth_tables(num_inputs):
    """Return all 2^(2^num_inputs) Boolean functions as rows of outputs for `all_inputs`, bool.

    Raises ValueError unless num_inputs is 1 to 4: there are 4,294,967,296 functions of 5 inputs.
    """
    if num_inputs not in (1, 2, 3, 4):
        raise ValueError(f"num_inputs must be 1, 2, 3 or 4, not {num_inputs}.")
    size = 2**num_inputs
    return (np.arange(2**size)[:, None] >> np.arange(size)) & 1 == 1


def found_separable(num_inputs, largest=3):
    """Return, for each row of `truth_tables`, whether some neuron with small weights computes it.

    Tries every weight from -largest to largest, and every bias halfway between whole numbers.
    """
    tables = truth_tables(num_inputs)
    weights = np.array(list(itertools.product(range(-largest, largest + 1), repeat=num_inputs)))
    scores = weights @ all_inputs(num_inputs).T  # (num_weights, num_points)
    reach = largest * num_inputs
    biases = np.arange(-reach - 0.5, reach + 1)
    fires = scores[:, None, :] + biases[:, None] > 0
    powers = 1 << np.arange(2**num_inputs)
    found = np.zeros(len(tables), dtype=bool)
    found[np.unique(fires @ powers)] = True
    return found


def has_crossing(num_inputs):
    """Return, for each row of `truth_tables`, whether XOR's argument forbids a single neuron.

    It does if two inputs with output 1 have the same midpoint as two inputs with output 0.
    """
    tables, points = truth_tables(num_inputs), all_inputs(num_inputs)
    pairs_by_sum = {}
    for i, j in itertools.combinations(range(len(points)), 2):
        pairs_by_sum.setdefault(tuple(points[i] + points[j]), []).append((i, j))
    crossing = np.zeros(len(tables), dtype=bool)
    for pairs in pairs_by_sum.values():
        i, j = np.array(pairs).T
        both_on = (tables[:, i] & tables[:, j]).any(axis=1)
        both_off = (~tables[:, i] & ~tables[:, j]).any(axis=1)
        crossing |= both_on & both_off
    return crossing


PATTERNS = {
    "square": [(0, 0), (0, 1), (1, 0), (1, 1)],
    "bar": [(0, 0), (0, 1), (0, 2), (0, 3)],
    "L": [(0, 0), (1, 0), (2, 0), (2, 1)],
    "T": [(0, 0), (0, 1), (0, 2), (1, 1)],
    "S": [(0, 1), (0, 2), (1, 0), (1, 1)],
    "diagonal": [(0, 0), (1, 1), (2, 2), (3, 3)],
    "dots": [(0, 0), (0, 2), (2, 1), (3, 3)],
}


def draw_pattern(name):
    """Return a 4 x 4 image of zeros with four ones. Raises ValueError for an unknown name."""
    if name not in PATTERNS:
        raise ValueError(f"name must be one of {', '.join(PATTERNS)}, not {name!r}.")
    image = np.zeros((4, 4))
    image[tuple(np.transpose(PATTERNS[name]))] = 1
    return image


def all_shifts(image):
    """Return the 16 wrap-around translations of a 4 x 4 image as vectors (16, 16), row by row."""
    return np.array(
        [np.roll(image, (down, right), (0, 1)).ravel() for down in range(4) for right in range(4)]
    )


# Iris ---------------------------------------------------------------------------------------------


# Hidden weights (2, 2) and biases (2,): each row bounds versicolor from one side, in cm.
SEPAL_UNITS = np.array([[-7.0, -5.0], [4.0, -5.0]]), np.array([60.0, -5.0])
PETAL_UNITS = np.array([[7.0, 0.0], [0.0, -20.0]]), np.array([-17.0, 33.0])


def versicolor_score(points, units, activation):
    """Return the output unit's score (num_points,): above zero means versicolor.

    `points` (num_points, 2) in cm; `units` are hidden weights and biases as above.
    """
    weights, biases = units
    return score(activation(points @ weights.T + biases), *SIGMOID_GATES["AND"])


# Functions out of ReLUs ---------------------------------------------------------------------------


def collapse(layers):
    """Return (W, b), the one layer that equals a stack of linear layers [(W1, b1), (W2, b2), ...].

    Each W has shape (num_out, num_in), each b (num_out,). Raises ValueError for no layers.
    """
    if not layers:
        raise ValueError("layers must hold at least one (W, b).")
    W, b = layers[0]
    for next_W, next_b in layers[1:]:
        W, b = next_W @ W, next_W @ b + next_b
    return W, b


def bump(x, center, half_width, height):
    """Return a triangle of `height` at `center`, zero from `half_width` on, made of three ReLUs.

    `x` may be an array. Raises ValueError if half_width is not above 0.
    """
    require_positive(half_width=half_width)
    x, slope = np.asarray(x), height / half_width
    rise = relu(x - (center - half_width))
    turn = relu(x - center)
    stop = relu(x - (center + half_width))
    return slope * (rise - 2 * turn + stop)


def interpolation_weights(knots, values):
    """Return (bias, v) so that bias + sum_i v_i ReLU(x - knots_i) meets `values` at the knots.

    `knots`, rising, and `values` have shape (N + 1,); v has shape (N,), one weight a segment.
    """
    slopes = np.diff(values) / np.diff(knots)
    return values[0], np.diff(slopes, prepend=0.0)


def relu_network(x, knots, bias, v):
    """Return bias + sum_i v_i ReLU(x - knots_i) for x (num_points,), v and knots (num_hidden,)."""
    return bias + relu(np.asarray(x)[:, None] - knots) @ v


LOW, HIGH = 0.0, 2 * np.pi  # the interval on which functions are approximated


@dataclass(frozen=True)
class Approximation:
    """A ReLU network with one unit a segment that meets its target at equally spaced knots."""

    knots: np.ndarray
    bias: float
    v: np.ndarray

    def __call__(self, x):
        return relu_network(x, self.knots[:-1], self.bias, self.v)


def approximate(function: Callable, num_segments, low=LOW, high=HIGH) -> Approximation:
    """Return the network of `num_segments` ReLUs that interpolates `function` on [low, high].

    Raises ValueError if num_segments is below 1, low is not below high, or a value is not finite.
    """
    require_at_least(1, num_segments=num_segments)
    require_finite(low=low, high=high)
    if low >= high:
        raise ValueError(f"low must be below high = {high}, not {low}.")
    knots = np.linspace(low, high, num_segments + 1)
    values = np.asarray(function(knots), dtype=float)
    require_finite(values=values)
    return Approximation(knots, *interpolation_weights(knots, values))


def max_error(function: Callable, network: Callable, low=LOW, high=HIGH, num_points=4001):
    """Return the largest |function - network| on an even grid of `num_points` from low to high."""
    grid = np.linspace(low, high, num_points)
    return float(np.max(np.abs(function(grid) - network(grid))))


def lookup_network(inputs, targets):
    """Return (W, b, v, c) with c + v . step(W x + b) equal to the target of every input.

    `inputs` holds all 2^D rows of -1 and 1, `targets` (2^D,) -1 or 1. One hidden unit stands for
    each input of the rarer target, so there are at most 2^(D-1).
    """
    rarer = 1 if np.sum(targets == 1) <= len(targets) / 2 else -1
    patterns = inputs[targets == rarer]
    num_hidden, num_inputs = patterns.shape
    return patterns, np.full(num_hidden, 1 - num_inputs), np.full(num_hidden, 2 * rarer), -rarer


def lookup(inputs, W, b, v, c):
    """Return c + v . step(W x + b) for each row of `inputs` (num_points, num_inputs)."""
    return c + step(np.asarray(inputs) @ np.asarray(W).T + np.asarray(b)) @ np.asarray(v)


# How often training succeeds ----------------------------------------------------------------------

TORCH_ACTIVATIONS = {"ReLU": torch.relu, "tanh": torch.tanh}


def train_xor(widths, activation, num_nets, num_steps=200, lr=0.1, seed=0):
    """Train `num_nets` networks 2-H-1 on XOR for each width H; return who learned it.

    `widths` has shape (num_widths,), the result, of bool, (num_widths, num_nets). Each net starts
    from its own weights, drawn as `nn.Linear` draws them, and takes `num_steps` Adam steps on the
    cross-entropy of all four examples; it has learned XOR if it gets all four right. In float64 on
    the CPU, so that another machine counts the same. Raises ValueError for an unknown activation,
    or a width or number below 1.
    """
    require_at_least(1, widths=widths, num_nets=num_nets, num_steps=num_steps)
    require_positive(lr=lr)
    if activation not in TORCH_ACTIVATIONS:
        known = ", ".join(TORCH_ACTIVATIONS)
        raise ValueError(f"activation must be one of {known}, not {activation!r}.")
    width = torch.as_tensor(widths).repeat_interleave(num_nets)  # one per net
    nets = Ensemble(_draw_layers(width, seed), TORCH_ACTIVATIONS[activation], width)
    inputs = torch.tensor(INPUTS, dtype=torch.float64)
    targets = torch.tensor(TARGETS["XOR"], dtype=torch.float64)[:, None].expand(len(width), 4, 1)
    optimizer = Adam(nets.parameters(), lr)

    def loss_fn(logits, targets):  # mean over the four examples, sum over nets
        return functional.binary_cross_entropy_with_logits(logits, targets, reduction="sum") / 4

    with one_thread():
        for _ in range(num_steps):
            train_step(nets, inputs, targets, loss_fn, optimizer)
        learned = ((predict(nets, inputs) > 0) == (targets > 0.5)).all(dim=1)
    return learned.reshape(-1, num_nets).numpy()


def _draw_layers(width: torch.Tensor, seed: int) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Draw weights and biases, uniform within 1 / sqrt(num_inputs), as `nn.Linear` does.

    `width` (num_nets,) is the number of hidden units, and so of inputs to the output unit. Returns
    both layers as `Ensemble` takes them, in float64.
    """
    generator = torch.Generator().manual_seed(seed)
    num_nets, num_hidden = len(width), int(width.max())

    def uniform(*shape):
        return 2 * torch.rand(shape, generator=generator, dtype=torch.float64) - 1

    first = 2**-0.5 * uniform(3, num_nets, num_hidden).transpose(0, 1)  # the bias is the third row
    limit = width.double()[:, None, None] ** -0.5
    second = limit * uniform(num_nets, num_hidden, 1), limit * uniform(num_nets, 1, 1)
    return [(first[:, :2].contiguous(), first[:, 2:].contiguous()), second]
