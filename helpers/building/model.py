"""What notebook 03 computes: losses, descent, a small autodiff, backward passes, costs, memory.

Weights are arrays, or numbers where there is one of them; inputs have shape (num_samples,
num_inputs) and weight matrices (num_in, num_out), as they stand in x @ W, unless said otherwise.
"""

import itertools
import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from helpers.arguments import require_at_least, require_finite
from helpers.functions import numerical_gradient

GB = 1e9  # bytes: giga is 10^9; 2^30 bytes are a gibibyte, GiB


# --- losses and descent -------------------------------------------------------------------------

# Each takes a prediction and a target and broadcasts; 0-1 and hinge want targets of -1 and 1.
LOSSES: dict[str, Callable] = {
    "L1": lambda prediction, target: np.abs(prediction - target),
    "L2": lambda prediction, target: (prediction - target) ** 2,
    "0-1": lambda prediction, target: np.where(np.sign(prediction) == target, 0.0, 1.0),
    "hinge": lambda prediction, target: np.maximum(0, 1 - target * prediction),
}


def delta_rule_step(w, x, y, lr):
    """Return the weights (num_inputs,) after one step on one sample (x, y).

    The loss is (w x - y)^2 / 2. Widrow & Hoff, 'Adaptive switching circuits', 1960.
    """
    error = np.dot(w, x) - y
    return w - lr * error * x


def descend(gradient: Callable, start, lr: float, num_steps: int) -> np.ndarray:
    """Return the path (num_steps + 1, num_weights) of gradient descent from `start`.

    A path that explodes is cut off: it stays where it last was within 1e6. Raises ValueError if
    lr is below 0 or num_steps below 1.
    """
    require_at_least(0, lr=lr)
    require_at_least(1, num_steps=num_steps)
    require_finite(start=start)
    path = np.empty((num_steps + 1, len(start)))
    path[0] = start
    for n in range(num_steps):
        new = path[n] - lr * gradient(path[n])
        path[n + 1] = new if new @ new < 1e12 else path[n]
    return path


# --- multilayer perceptrons ---------------------------------------------------------------------


def mlp_forward(x: Tensor, linears: Sequence[nn.Module], activations: Sequence[nn.Module]):
    """Return the logits of inputs (num_samples, ...): an activation after each layer but the last."""
    x = x.flatten(start_dim=1)
    for linear, activation in zip(linears, activations):
        x = activation(linear(x))
    return linears[-1](x)


def train_steps(model, batches, loss_fn, optimizer) -> list[float]:
    """Take one step for each batch (x, y); return each batch's loss before its step."""
    losses = []
    for x, y in batches:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


# --- reverse-mode differentiation of numbers ----------------------------------------------------
# Notebook 03 builds these four before the reader's eyes. A test keeps both editions the same.


class Value:
    """A number that remembers what it was computed from, and its slope along each of these."""

    made = itertools.count()

    def __init__(self, data, parents=(), slopes=()):
        self.data, self.parents, self.slopes = data, parents, slopes
        self.grad = 0.0
        self.number = next(Value.made)  # whoever is computed from others is made after them

    def __add__(self, other):
        other = as_value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0))

    def __sub__(self, other):
        other = as_value(other)
        return Value(self.data - other.data, (self, other), (1.0, -1.0))

    def __mul__(self, other):
        other = as_value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __truediv__(self, other):
        return self * as_value(other) ** -1

    def __pow__(self, power):
        return Value(self.data**power, (self,), (power * self.data ** (power - 1),))

    def exp(self):
        result = math.exp(self.data)
        return Value(result, (self,), (result,))

    def tanh(self):
        result = math.tanh(self.data)
        return Value(result, (self,), (1 - result**2,))

    def sigmoid(self):
        result = (1 + math.tanh(self.data / 2)) / 2
        return Value(result, (self,), (result * (1 - result),))

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),))

    __radd__, __rmul__ = __add__, __mul__  # 2 + v and 2 * v also arrive here


def as_value(x):
    """Return `x` as a Value: a plain number becomes one without parents."""
    return x if isinstance(x, Value) else Value(x)


def history(root):
    """Return every Value that `root` was computed from, and itself, in the order of making."""
    found, waiting = set(), [root]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += node.parents
    return sorted(found, key=lambda node: node.number)


def backward(root):
    """Set `grad` of every Value in the history of `root` to the derivative of `root` by it."""
    nodes = history(root)
    for node in nodes:
        node.grad = 0.0
    root.grad = 1.0
    for node in reversed(nodes):
        for parent, slope in zip(node.parents, node.slopes):
            parent.grad += node.grad * slope


_OPERATIONS = (
    lambda a, b: a + b,
    lambda a, b: a - b,
    lambda a, b: a * b,
    lambda a, b: a / (b * b + 1.0),
    lambda a, b: (a.tanh() * 0.5).exp(),
    lambda a, b: a.sigmoid(),
    lambda a, b: a.relu() + 0.1 * b,
    lambda a, b: (a.tanh() + 2.0) ** 3,
)


def random_graph(leaves: Sequence, rng: np.random.Generator, num_nodes: int = 30):
    """Return one result computed from `leaves` by random operations, each leaf used at least once.

    Leaves are Values or torch tensors: the same generator makes the same graph of either. Every
    second result passes through a tanh, so that numbers stay moderate.
    """
    nodes = list(leaves)
    for number in range(num_nodes):
        a, b = (nodes[rng.integers(len(nodes))] for _ in range(2))
        kind = rng.integers(len(_OPERATIONS))
        result = _OPERATIONS[kind](a, b)
        nodes.append(result.tanh() if number % 2 else result)
    total = nodes[-1]
    for leaf in leaves:
        total = total + leaf * leaf * 0.1
    return total


def regularized_neuron(w: float, x: float, b: float, t: float, lam: float) -> dict[str, Value]:
    """Return every named Value of one sigmoid neuron's regularized loss, in order of computation.

    J = (sigmoid(w x + b) - t)^2 / 2 + lam w^2 / 2. The weight is used twice.
    """
    node = {"w": Value(w), "x": Value(x), "b": Value(b), "t": Value(t)}
    node["u"] = node["w"] * node["x"]
    node["z"] = node["u"] + node["b"]
    node["y"] = node["z"].sigmoid()
    node["e"] = node["y"] - node["t"]
    node["s"] = node["e"] ** 2
    node["L"] = node["s"] * 0.5
    node["q"] = node["w"] ** 2
    node["R"] = node["q"] * (lam / 2)
    node["J"] = node["L"] + node["R"]
    return node


# --- backward through whole layers --------------------------------------------------------------


def two_layer_backward(x, y, w1, b1, w2, b2):
    """Return (dw1, db1, dw2, db2), the gradients of the loss of a two-layer tanh network.

    Shapes: x (num_samples, num_in), y (num_samples, num_out), w1 (num_in, num_hidden), b1
    (num_hidden,), w2 (num_hidden, num_out), b2 (num_out,); arrays of NumPy. The loss is half the
    squared error, summed over the outputs and averaged over the samples.
    """
    h = np.tanh(x @ w1 + b1)
    dy = (h @ w2 + b2 - y) / len(x)
    dz = (dy @ w2.T) * (1 - h**2)
    return x.T @ dz, dz.sum(axis=0), h.T @ dy, dy.sum(axis=0)


def two_layer_loss(x, y, w1, b1, w2, b2):
    """Return the loss whose gradients `two_layer_backward` gives; NumPy arrays or torch tensors."""
    prediction = _tanh(x @ w1 + b1) @ w2 + b2
    return ((prediction - y) ** 2).sum() / (2 * len(x))


def _tanh(z):
    return z.tanh() if isinstance(z, Tensor) else np.tanh(z)


def random_network(sizes: Sequence[int], num_samples: int, seed: int, dtype=np.float64) -> dict:
    """Return a random problem for `two_layer_backward`: x, y, w1, b1, w2, b2 as NumPy arrays."""
    num_in, num_hidden, num_out = sizes
    rng = np.random.default_rng(seed)
    shapes = {
        "x": (num_samples, num_in),
        "y": (num_samples, num_out),
        "w1": (num_in, num_hidden),
        "b1": (num_hidden,),
        "w2": (num_hidden, num_out),
        "b2": (num_out,),
    }
    return {name: rng.normal(size=shape).astype(dtype) for name, shape in shapes.items()}


def gradient_check(hs: Sequence[float], dtype, sizes=(3, 5, 2), num_samples=8, seed=3):
    """Return the relative error (num_hs,) of central differences on a network's first weights.

    The error is |numerical - exact| / |exact| in Euclidean norm, with the exact gradient in
    float64.
    """
    exact = two_layer_backward(**random_network(sizes, num_samples, seed))[0]
    problem = random_network(sizes, num_samples, seed, dtype)

    def loss(w1):
        return two_layer_loss(**{**problem, "w1": w1})

    errors = [numerical_gradient(loss, problem["w1"], h) - exact for h in hs]
    return np.array([np.linalg.norm(error) for error in errors]) / np.linalg.norm(exact)


# --- what it costs ------------------------------------------------------------------------------


def forward_macs(sizes: Sequence[int]) -> int:
    """Return the multiply-adds of one sample's forward pass: one for each weight."""
    require_at_least(1, sizes=sizes)
    return sum(num_in * num_out for num_in, num_out in itertools.pairwise(sizes))


def backward_macs(sizes: Sequence[int]) -> int:
    """Return the multiply-adds of one sample's backward pass.

    Each layer needs its weights' gradient and its input's: once the forward cost each. Only the
    first layer's input needs none.
    """
    return 2 * forward_macs(sizes) - sizes[0] * sizes[1]


def training_memory(
    num_parameters, num_activations, num_inputs, batch_size, bytes_per_number, optimizer_copies
):
    """Return the memory of one training step in GB (10^9 bytes).

    Stored are the parameters, their gradients, the optimizer's copies of the parameters' size,
    and for each sample of the batch its activations and inputs.
    """
    shared = num_parameters * (2 + optimizer_copies)
    a_sample = num_activations + num_inputs
    return (shared + batch_size * a_sample) * bytes_per_number / GB


def saved_for_backward(model: nn.Module, x: Tensor) -> int:
    """Return how many numbers autograd keeps for the backward pass, parameters not counted."""
    parameters = {weights.data_ptr() for weights in model.parameters()}
    kept = {}

    def keep(tensor):
        if tensor.data_ptr() not in parameters:
            kept[tensor.data_ptr()] = tensor.numel()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        model(x)
    return sum(kept.values())
