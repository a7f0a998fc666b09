"""Other right answers to the exercises of notebook 03: the checks must accept them."""

import math

import numpy as np
import torch

from helpers.building.autodiff import Value, history


def delta_rule_step_lists(w, x, y, lr):
    error = y - sum(a * b for a, b in zip(w, x, strict=True))
    return [a + lr * error * b for a, b in zip(w, x, strict=True)]


def delta_rule_step_torch(w, x, y, lr):
    w = torch.tensor(w, requires_grad=True)
    loss = 0.5 * (w @ torch.tensor(x) - y) ** 2
    loss.backward()
    return w.detach() - lr * w.grad


def parameter_count_loop(sizes):
    total = 0
    for layer in range(1, len(sizes)):
        total += sizes[layer - 1] * sizes[layer]
        total += sizes[layer]
    return total


def parameter_count_numpy(sizes):
    sizes = np.array(sizes)
    return np.dot(sizes[:-1] + 1, sizes[1:])


def two_layer_backward_autograd(x, y, w1, b1, w2, b2):
    x, y = torch.tensor(x), torch.tensor(y)
    weights = [torch.tensor(array, requires_grad=True) for array in (w1, b1, w2, b2)]
    w1, b1, w2, b2 = weights
    loss = 0.5 * ((torch.tanh(x @ w1 + b1) @ w2 + b2 - y) ** 2).sum(dim=1).mean()
    return torch.autograd.grad(loss, weights)


def two_layer_backward_by_sample(x, y, w1, b1, w2, b2):
    totals = [np.zeros_like(array) for array in (w1, b1, w2, b2)]
    for sample, target in zip(x, y, strict=True):
        h = np.tanh(sample @ w1 + b1)
        error = h @ w2 + b2 - target
        dz = (w2 @ error) * (1 - h**2)
        for total, part in zip(
            totals, (np.outer(sample, dz), dz, np.outer(h, error), error), strict=True
        ):
            total += part / len(x)
    return totals


class _Listing(Value):
    def __add__(self, other):
        if not isinstance(other, Value):
            other = _Listing(other)
        result = _Listing(self.data + other.data)
        result.parents, result.slopes = [self, other], [1, 1]
        return result


def Value_with_lists(data, parents=(), slopes=()):
    return _Listing(data, parents, slopes)


class _Turned(Value):
    def __add__(self, other):
        other = other if isinstance(other, Value) else _Turned(other)
        return _Turned(other.data + self.data, (other, self), (1.0, 1.0))


def Value_other_first(data, parents=(), slopes=()):
    return _Turned(data, parents, slopes)


def multiply_turned(self, other):
    other = other if isinstance(other, Value) else Value(other)
    return Value(other.data * self.data, (other, self), (self.data, other.data))


def multiply_step_by_step(self, other):
    if not isinstance(other, Value):
        other = Value(other)
    product = Value(self.data * other.data)
    product.parents = [self, other]
    product.slopes = [other.data, self.data]
    return product


def tanh_in_numpy(self):
    return Value(np.tanh(self.data), (self,), (1 / np.cosh(self.data) ** 2,))


def tanh_by_exponentials(self):
    e = np.exp(2 * self.data)
    h = float((e - 1) / (e + 1))
    return Value(h, [self], [(1 - h) * (1 + h)])


def history_by_recursion(root):
    def visit(node, found):
        for parent in node.parents:
            if all(parent is not other for other in found):
                visit(parent, found)
        if all(node is not other for other in found):
            found.append(node)
        return found

    return visit(root, [])


def history_with_a_stack(root):
    order, seen, stack = [], set(), [(root, False)]
    while stack:
        node, is_ready = stack.pop()
        if is_ready:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack += [(parent, False) for parent in node.parents if parent not in seen]
    return list(dict.fromkeys(order))


def history_by_depth(root):
    depths = {}

    def depth(node):
        if node not in depths:
            depths[node] = 1 + max((depth(parent) for parent in node.parents), default=0)
        return depths[node]

    depth(root)
    return tuple(sorted(depths, key=depths.get))


def backward_with_a_table(root):
    grads = {id(root): 1.0}
    for node in history(root)[::-1]:
        node.grad = grads[id(node)]
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            grads[id(parent)] = grads.get(id(parent), 0.0) + slope * node.grad


def backward_by_index(root):
    nodes = list(reversed(history(root)))
    for node in nodes:
        node.grad = 1 if node is root else 0
    for node in nodes:
        for k in range(len(node.parents)):
            node.parents[k].grad += node.slopes[k] * node.grad
    return root


def fit_with_a_column(network, x, y, num_steps):
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    losses = []
    for _ in range(num_steps):
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(network(x), y[:, None])
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return losses


def fit_flattened(network, x, y, num_steps):
    losses = []
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    for _ in range(num_steps):
        error = network(x).flatten() - y
        loss = torch.mean(error**2)
        network.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    return losses


def momentum_as_velocity(w, g, memory, lr):
    memory.m = g + memory.m * 0.9
    return np.array([a - lr * b for a, b in zip(w, memory.m, strict=True)])


def momentum_kept_as_a_list(w, g, memory, lr):
    memory.m = [0.9 * m + part for m, part in zip(np.broadcast_to(memory.m, g.shape), g)]
    return w - np.multiply(lr, memory.m)


def adam_in_one_line_each(w, g, memory, lr, correct=True):
    t = memory.t = memory.t + 1
    memory.m += 0.1 * (g - memory.m)
    memory.s += 0.001 * (g * g - memory.s)
    c1, c2 = (1 - 0.9**t, 1 - 0.999**t) if correct else (1, 1)
    return w - lr * (memory.m / c1) / ((memory.s / c2) ** 0.5 + 1e-8)


def adam_weight_by_weight(w, g, memory, lr, correct=True):
    memory.t, memory.m = memory.t + 1, 0.9 * memory.m + 0.1 * g
    memory.s = 0.999 * memory.s + (1 - 0.999) * g * g
    m = memory.m / (1 - 0.9**memory.t) if correct else memory.m
    s = memory.s / (1 - 0.999**memory.t) if correct else memory.s
    return [a - lr * b / (math.sqrt(c) + 1e-8) for a, b, c in zip(w, m, s, strict=True)]


def training_memory_by_item(
    num_parameters, num_activations, num_inputs, batch_size, bytes_per_number, optimizer_copies
):
    numbers = num_parameters + num_parameters
    for _ in range(optimizer_copies):
        numbers += num_parameters
    numbers += batch_size * num_activations
    numbers += batch_size * num_inputs
    return numbers * bytes_per_number / 10**9


def training_memory_in_gb(n, a, i, batch, size, copies):
    gb = [n * size / 1e9] * (2 + copies) + [a * size / 1e9 * batch, i * size / 1e9 * batch]
    return np.sum(gb)
