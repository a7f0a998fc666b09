"""What learners might write for the exercises of notebook 03, gathered from its text alone.

Each is wrong, and the checks must say so, most of them with a hint.
"""

import math
from itertools import combinations, pairwise
from types import SimpleNamespace

import numpy as np
import torch

from helpers.building.autodiff import Value, history

# delta_rule_step


def delta_rule_step_climbs(w, x, y, lr):
    return w + lr * (np.dot(w, x) - y) * x


def delta_rule_step_without_input(w, x, y, lr):
    return w - lr * (np.dot(w, x) - y)


def delta_rule_step_without_rate(w, x, y, lr):
    return w - (np.dot(w, x) - y) * x


def delta_rule_step_of_the_whole_square(w, x, y, lr):
    return w - 2 * lr * (np.dot(w, x) - y) * x


def delta_rule_step_by_rosenblatt(w, x, y, lr):
    return w - lr * (np.sign(np.dot(w, x)) - y) * x


def delta_rule_step_gives_the_change(w, x, y, lr):
    return -lr * (np.dot(w, x) - y) * x


def delta_rule_step_gives_the_gradient(w, x, y, lr):
    return (np.dot(w, x) - y) * x


def delta_rule_step_in_place(w, x, y, lr):
    w -= lr * (np.dot(w, x) - y) * x
    return w


def delta_rule_step_an_error_per_input(w, x, y, lr):
    return w - lr * (w * x - y) * x


def delta_rule_step_one_weight_after_the_other(w, x, y, lr):
    w = np.array(w)
    for i in range(len(w)):
        w[i] -= lr * (np.dot(w, x) - y) * x[i]
    return w


def delta_rule_step_by_the_loss(w, x, y, lr):
    return w - lr * (np.dot(w, x) - y) ** 2 / 2


def delta_rule_step_by_the_loss_times_the_input(w, x, y, lr):
    return w - lr * (np.dot(w, x) - y) ** 2 / 2 * x


def delta_rule_step_times_the_weight(w, x, y, lr):
    return w - lr * (np.dot(w, x) - y) * w


def delta_rule_step_by_the_sign_of_the_error(w, x, y, lr):
    return w - lr * np.sign(np.dot(w, x) - y) * x


def delta_rule_step_mean_over_inputs(w, x, y, lr):
    return w - lr * (np.dot(w, x) - y) * x / len(x)


def delta_rule_step_printed(w, x, y, lr):
    print(w - lr * (np.dot(w, x) - y) * x)


def delta_rule_step_rounded(w, x, y, lr):
    return np.round(w - lr * (np.dot(w, x) - y) * x, 3)


def delta_rule_step_normalized(w, x, y, lr):
    return w - lr * (np.dot(w, x) - y) * x / np.dot(x, x)


def delta_rule_step_size_of_the_error(w, x, y, lr):
    return w - lr * abs(np.dot(w, x) - y) * x


# parameter_count


def parameter_count_without_biases(sizes):
    return sum(a * b for a, b in pairwise(sizes))


def parameter_count_a_bias_per_input(sizes):
    return sum(a * (b + 1) for a, b in pairwise(sizes))


def parameter_count_a_bias_per_layer(sizes):
    return sum(a * b + 1 for a, b in pairwise(sizes))


def parameter_count_biases_of_the_input_layer(sizes):
    return sum(a * b for a, b in pairwise(sizes)) + sum(sizes)


def parameter_count_last_layer_without_biases(sizes):
    return sum(a * b for a, b in pairwise(sizes)) + sum(sizes[1:-1])


def parameter_count_of_two_layers(sizes):
    return (sizes[0] + 1) * sizes[1] + (sizes[1] + 1) * sizes[2]


def parameter_count_of_three_sizes(sizes):
    num_in, num_hidden, num_out = sizes
    return (num_in + 1) * num_hidden + (num_hidden + 1) * num_out


def parameter_count_of_the_first_pair(sizes):
    for num_in, num_out in pairwise(sizes):
        return (num_in + 1) * num_out


def parameter_count_of_the_last_pair(sizes):
    for num_in, num_out in pairwise(sizes):
        total = (num_in + 1) * num_out
    return total


def parameter_count_by_layer(sizes):
    return [(num_in + 1) * num_out for num_in, num_out in pairwise(sizes)]


def parameter_count_of_units(sizes):
    return sum(sizes)


def parameter_count_of_all_pairs(sizes):
    return sum((num_in + 1) * num_out for num_in, num_out in combinations(sizes, 2))


def parameter_count_takes_sizes_away(sizes):
    total = 0
    while len(sizes) > 1:
        total += (sizes.pop(0) + 1) * sizes[0]
    return total


# two_layer_backward


def _backward(x, y, w1, b1, w2, b2, num=None, slope=lambda z, h: 1 - h**2, sign=1):
    z = x @ w1 + b1
    h = np.tanh(z)
    dy = sign * (h @ w2 + b2 - y) / (num or len(x))
    dz = (dy @ w2.T) * slope(z, h)
    return x.T @ dz, dz.sum(axis=0), h.T @ dy, dy.sum(axis=0)


def two_layer_backward_of_the_sum(*problem):
    return _backward(*problem, num=1)


def two_layer_backward_mean_over_outputs_too(x, y, *weights):
    return _backward(x, y, *weights, num=y.size)


def two_layer_backward_of_the_whole_square(x, y, *weights):
    return _backward(x, y, *weights, num=len(x) / 2)


def two_layer_backward_target_minus_prediction(*problem):
    return _backward(*problem, sign=-1)


def two_layer_backward_without_slope(*problem):
    return _backward(*problem, slope=lambda z, h: 1)


def two_layer_backward_slope_of_the_sums(*problem):
    return _backward(*problem, slope=lambda z, h: 1 - z**2)


def two_layer_backward_tanh_twice(*problem):
    return _backward(*problem, slope=lambda z, h: 1 - np.tanh(h) ** 2)


def two_layer_backward_slope_of_the_sigmoid(*problem):
    return _backward(*problem, slope=lambda z, h: h * (1 - h))


def two_layer_backward_slope_not_squared(*problem):
    return _backward(*problem, slope=lambda z, h: 1 - h)


def two_layer_backward_slope_of_relu(*problem):
    return _backward(*problem, slope=lambda z, h: z > 0)


def two_layer_backward_biases_not_summed(x, y, w1, b1, w2, b2):
    h = np.tanh(x @ w1 + b1)
    dy = (h @ w2 + b2 - y) / len(x)
    dz = (dy @ w2.T) * (1 - h**2)
    return x.T @ dz, dz, h.T @ dy, dy


def two_layer_backward_biases_averaged(x, y, w1, b1, w2, b2):
    h = np.tanh(x @ w1 + b1)
    dy = (h @ w2 + b2 - y) / len(x)
    dz = (dy @ w2.T) * (1 - h**2)
    return x.T @ dz, dz.mean(axis=0), h.T @ dy, dy.mean(axis=0)


def two_layer_backward_biases_as_rows(x, y, w1, b1, w2, b2):
    h = np.tanh(x @ w1 + b1)
    dy = (h @ w2 + b2 - y) / len(x)
    dz = (dy @ w2.T) * (1 - h**2)
    return x.T @ dz, dz.sum(axis=0, keepdims=True), h.T @ dy, dy.sum(axis=0, keepdims=True)


def two_layer_backward_biases_summed_to_one_number(x, y, w1, b1, w2, b2):
    h = np.tanh(x @ w1 + b1)
    dy = (h @ w2 + b2 - y) / len(x)
    dz = (dy @ w2.T) * (1 - h**2)
    return x.T @ dz, dz.sum(), h.T @ dy, dy.sum()


def two_layer_backward_biases_summed_the_other_way(x, y, w1, b1, w2, b2):
    h = np.tanh(x @ w1 + b1)
    dy = (h @ w2 + b2 - y) / len(x)
    dz = (dy @ w2.T) * (1 - h**2)
    return x.T @ dz, dz.sum(axis=1), h.T @ dy, dy.sum(axis=1)


def two_layer_backward_without_the_second_bias(x, y, w1, b1, w2, b2):
    return _backward(x, y, w1, b1, w2, 0 * b2)


def two_layer_backward_in_the_order_of_the_formulas(*problem):
    dw1, db1, dw2, db2 = _backward(*problem)
    return dw2, db2, dw1, db1


def two_layer_backward_transposed_as_in_torch(*problem):
    dw1, db1, dw2, db2 = _backward(*problem)
    return dw1.T, db1, dw2.T, db2


def two_layer_backward_gives_new_weights(x, y, *weights):
    gradients = _backward(x, y, *weights)
    return [weight - gradient for weight, gradient in zip(weights, gradients, strict=True)]


def two_layer_backward_without_transposing(x, y, w1, b1, w2, b2):
    h = np.tanh(x @ w1 + b1)
    dy = (h @ w2 + b2 - y) / len(x)
    dz = (dy @ w2) * (1 - h**2)
    return x.T @ dz, dz.sum(axis=0), h.T @ dy, dy.sum(axis=0)


def two_layer_backward_without_biases(x, y, w1, b1, w2, b2):
    return _backward(x, y, w1, 0 * b1, w2, 0 * b2)


def two_layer_backward_changes_the_weights(x, y, w1, b1, w2, b2):
    gradients = _backward(x, y, w1, b1, w2, b2)
    for weight, gradient in zip((w1, b1, w2, b2), gradients, strict=True):
        weight -= gradient
    return gradients


# training_memory


def training_memory_in_powers_of_two(parameters, activations, inputs, batch, size, copies):
    return (parameters * (2 + copies) + batch * (activations + inputs)) * size / 2**30


def training_memory_without_gradients(parameters, activations, inputs, batch, size, copies):
    return (parameters * (1 + copies) + batch * (activations + inputs)) * size / 1e9


def training_memory_gradients_of_each_sample(parameters, activations, inputs, batch, size, copies):
    return (parameters * (1 + copies) + batch * (parameters + activations + inputs)) * size / 1e9


def training_memory_all_of_it_for_each_sample(parameters, activations, inputs, batch, size, copies):
    return batch * (parameters * (2 + copies) + activations + inputs) * size / 1e9


def training_memory_inputs_once(parameters, activations, inputs, batch, size, copies):
    return (parameters * (2 + copies) + inputs + batch * activations) * size / 1e9


def training_memory_activations_once(parameters, activations, inputs, batch, size, copies):
    return (parameters * (2 + copies) + activations + batch * inputs) * size / 1e9


def training_memory_one_sample(parameters, activations, inputs, batch, size, copies):
    return (parameters * (2 + copies) + activations + inputs) * size / 1e9


def training_memory_without_inputs(parameters, activations, inputs, batch, size, copies):
    return (parameters * (2 + copies) + batch * activations) * size / 1e9


def training_memory_without_optimizer(parameters, activations, inputs, batch, size, copies):
    return (parameters * 2 + batch * (activations + inputs)) * size / 1e9


def training_memory_copies_as_numbers(parameters, activations, inputs, batch, size, copies):
    return (parameters * 2 + copies + batch * (activations + inputs)) * size / 1e9


def training_memory_copies_of_both(parameters, activations, inputs, batch, size, copies):
    return (2 * parameters * (1 + copies) + batch * (activations + inputs)) * size / 1e9


def training_memory_copies_as_factor(parameters, activations, inputs, batch, size, copies):
    return (2 * parameters * copies + batch * (activations + inputs)) * size / 1e9


def training_memory_in_bytes(parameters, activations, inputs, batch, size, copies):
    return (parameters * (2 + copies) + batch * (activations + inputs)) * size


def training_memory_in_numbers(parameters, activations, inputs, batch, size, copies):
    return (parameters * (2 + copies) + batch * (activations + inputs)) / 1e9


def training_memory_in_megabytes(parameters, activations, inputs, batch, size, copies):
    return (parameters * (2 + copies) + batch * (activations + inputs)) * size / 1e6


def training_memory_size_in_bits(parameters, activations, inputs, batch, size, copies):
    return (parameters * (2 + copies) + batch * (activations + inputs)) * size / 8 / 1e9


def training_memory_whole_gigabytes(parameters, activations, inputs, batch, size, copies):
    return (parameters * (2 + copies) + batch * (activations + inputs)) * size // 1e9


def training_memory_gradients_of_activations_too(
    parameters, activations, inputs, batch, size, copies
):
    return (parameters * (2 + copies) + batch * (2 * activations + inputs)) * size / 1e9


# Value


def _class(add):
    class Broken(Value):
        __add__ = add

    return Broken


def _of(other):
    return other if isinstance(other, Value) else Value(other)


def Value_plain_number(data, parents=(), slopes=()):
    return _class(lambda self, other: self.data + _of(other).data)(data)


def Value_without_memory(data, parents=(), slopes=()):
    return _class(lambda self, other: Value(self.data + _of(other).data))(data)


def Value_without_slopes(data, parents=(), slopes=()):
    return _class(lambda self, other: Value(self.data + (other := _of(other)).data, (self, other)))(
        data
    )


def Value_without_parents(data, parents=(), slopes=()):
    return _class(lambda self, other: Value(self.data + _of(other).data, (), (1.0, 1.0)))(data)


def Value_self_only(data, parents=(), slopes=()):
    return _class(lambda self, other: Value(self.data + _of(other).data, (self,), (1.0,)))(data)


def Value_one_slope(data, parents=(), slopes=()):
    return _class(
        lambda self, other: Value(self.data + (other := _of(other)).data, (self, other), (1.0,))
    )(data)


def Value_slopes_of_a_product(data, parents=(), slopes=()):
    return _class(
        lambda self, other: Value(
            self.data + (other := _of(other)).data, (self, other), (other.data, self.data)
        )
    )(data)


def Value_numbers_as_slopes(data, parents=(), slopes=()):
    return _class(
        lambda self, other: Value(
            self.data + (other := _of(other)).data, (self, other), (self.data, other.data)
        )
    )(data)


def Value_numbers_as_parents(data, parents=(), slopes=()):
    return _class(
        lambda self, other: Value(
            self.data + (other := _of(other)).data, (self.data, other.data), (1.0, 1.0)
        )
    )(data)


def Value_arguments_exchanged(data, parents=(), slopes=()):
    return _class(
        lambda self, other: Value(self.data + (other := _of(other)).data, (1.0, 1.0), (self, other))
    )(data)


def Value_slope_of_one(data, parents=(), slopes=()):
    return _class(
        lambda self, other: Value(self.data + (other := _of(other)).data, (self, other), 1.0)
    )(data)


def _add_in_place(self, other):
    self.data += _of(other).data
    return self


def Value_in_place(data, parents=(), slopes=()):
    return _class(_add_in_place)(data)


def Value_returns_nothing(data, parents=(), slopes=()):
    return _class(lambda self, other: None)(data)


# multiply


def multiply_slopes_crossed(self, other):
    other = _of(other)
    return Value(self.data * other.data, (self, other), (self.data, other.data))


def multiply_slopes_of_a_sum(self, other):
    other = _of(other)
    return Value(self.data * other.data, (self, other), (1.0, 1.0))


def multiply_without_memory(self, other):
    return Value(self.data * _of(other).data)


def multiply_plain_number(self, other):
    return self.data * _of(other).data


def multiply_self_only(self, other):
    return Value(self.data * _of(other).data, (self,), (_of(other).data,))


def multiply_other_only(self, other):
    other = _of(other)
    return Value(self.data * other.data, (other,), (self.data,))


def multiply_sum(self, other):
    other = _of(other)
    return Value(self.data + other.data, (self, other), (other.data, self.data))


def multiply_slopes_are_values(self, other):
    other = _of(other)
    return Value(self.data * other.data, (self, other), (other, self))


def multiply_numbers_as_parents(self, other):
    other = _of(other)
    return Value(self.data * other.data, (self.data, other.data), (other.data, self.data))


def multiply_the_values(self, other):
    return Value(object() * object(), (self, other), (other.data, self.data))


def multiply_without_wrapping(self, other):
    return Value(self.data * other.data, (self, other), (other.data, self.data))


def multiply_in_place(self, other):
    self.data *= _of(other).data
    return self


def multiply_product_as_slopes(self, other):
    other = _of(other)
    result = self.data * other.data
    return Value(result, (self, other), (result, result))


def multiply_a_set_of_parents(self, other):
    other = _of(other)
    return Value(self.data * other.data, {self, other}, (other.data, self.data))


# tanh


def tanh_slope_of_the_number(self):
    return Value(math.tanh(self.data), (self,), (1 - self.data**2,))


def tanh_twice(self):
    result = math.tanh(self.data)
    return Value(result, (self,), (1 - math.tanh(result) ** 2,))


def tanh_not_squared(self):
    result = math.tanh(self.data)
    return Value(result, (self,), (1 - result,))


def tanh_slope_of_the_sigmoid(self):
    result = math.tanh(self.data)
    return Value(result, (self,), (result * (1 - result),))


def tanh_without_comma(self):
    result = math.tanh(self.data)
    return Value(result, (self), (1 - result**2))


def tanh_slope_without_comma(self):
    result = math.tanh(self.data)
    return Value(result, (self,), 1 - result**2)


def tanh_plain_number(self):
    return math.tanh(self.data)


def tanh_without_memory(self):
    return Value(math.tanh(self.data))


def tanh_without_slope(self):
    return Value(math.tanh(self.data), (self,))


def tanh_slope_of_one(self):
    return Value(math.tanh(self.data), (self,), (1.0,))


def tanh_of_the_value(self):
    return Value(math.tanh(self), (self,), (1.0,))


def tanh_number_as_parent(self):
    result = math.tanh(self.data)
    return Value(result, (self.data,), (1 - result**2,))


# history


def history_without_seen(root):
    order = []

    def visit(node):
        for parent in node.parents:
            visit(parent)
        order.append(node)

    visit(root)
    return order


def history_appends_first(root):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            order.append(node)
            for parent in node.parents:
                visit(parent)

    visit(root)
    return order


def history_appends_first_and_turns(root):
    return history_appends_first(root)[::-1]


def history_from_the_root(root):
    return history(root)[::-1]


def history_level_by_level(root):
    order, waiting = [], [root]
    while waiting:
        node = waiting.pop(0)
        if node not in order:
            order.append(node)
            waiting.extend(node.parents)
    return order


def history_with_a_stack_turned(root):
    order, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        if node not in order:
            order.append(node)
            waiting.extend(node.parents)
    return order[::-1]


def history_two_generations(root):
    return [*root.parents, root]


def history_without_root(root):
    return history(root)[:-1]


def history_first_parents(root):
    order, node = [root], root
    while node.parents:
        node = node.parents[0]
        order.append(node)
    return order[::-1]


def history_of_numbers(root):
    return [node.data for node in history(root)]


def history_by_number(root):
    order, seen = [], set()

    def visit(node):
        if node.data not in seen:
            seen.add(node.data)
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(root)
    return order


def history_a_set(root):
    return set(history(root))


def history_forgets_return(root):
    history(root)


def history_of_each_parent_anew(root):
    nodes = []
    for parent in root.parents:
        for node in history_of_each_parent_anew(parent):
            if node not in nodes:
                nodes.append(node)
    return [*nodes, root]


def history_in_a_default_list(root, nodes=[]):  # noqa: B006 the mistake itself
    if root not in nodes:
        for parent in root.parents:
            history_in_a_default_list(parent, nodes)
        nodes.append(root)
    return nodes


def history_marks_too_late(root):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            for parent in node.parents:
                visit(parent)
            seen.add(node)
        order.append(node)

    visit(root)
    return order


# backward


def _walk(root, pass_on, nodes=None, first=1.0, clear=True):
    for node in history(root) if clear else ():
        node.grad = 0.0
    root.grad = first
    for node in reversed(history(root)) if nodes is None else nodes:
        pass_on(node)


def _each(assign):
    def pass_on(node):
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            assign(node, parent, slope)

    return pass_on


def _add(node, parent, slope):
    parent.grad += node.grad * slope


def _set(node, parent, slope):
    parent.grad = node.grad * slope


def backward_sets(root):
    _walk(root, _each(_set))


def backward_from_the_leaves(root):
    _walk(root, _each(_add), history(root))


def backward_level_by_level(root):
    order, waiting = [], [root]
    while waiting:
        node = waiting.pop(0)
        if node not in order:
            order.append(node)
            waiting.extend(node.parents)
    _walk(root, _each(_add), order)


def backward_along_every_path(root):
    for node in history(root):
        node.grad = 0.0
    root.grad = 1.0

    def push(node):
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            parent.grad += node.grad * slope
            push(parent)

    push(root)


def backward_hands_every_part_to_the_leaves(root, clear=True):
    for node in history(root) if clear else ():
        node.grad = 0.0

    def push(node, part):
        node.grad += part
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            push(parent, part * slope)

    push(root, 1.0)


def backward_hands_on_and_never_clears(root):
    backward_hands_every_part_to_the_leaves(root, clear=False)


def backward_gives_a_table(root):
    grads = {node: 0.0 for node in history(root)}
    grads[root] = 1.0
    for node in reversed(history(root)):
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            grads[parent] += grads[node] * slope
    return grads


def backward_reverses_in_place(root):
    nodes = history(root).reverse()
    for node in nodes:
        node.grad = 0.0


def backward_first_operand(root):
    def pass_on(node):
        if node.parents:
            node.parents[0].grad += node.grad * node.slopes[0]

    _walk(root, pass_on)


def backward_last_operand(root):
    def pass_on(node):
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            part = (parent, node.grad * slope)
        if node.parents:
            part[0].grad += part[1]

    _walk(root, pass_on)


def backward_root_at_zero(root):
    _walk(root, _each(_add), first=0.0)


def backward_clears_afterward(root):
    root.grad = 1.0
    for node in history(root):
        node.grad = 0.0
    for node in reversed(history(root)):
        _each(_add)(node)


def backward_never_clears(root):
    _walk(root, _each(_add), clear=False)


def backward_slope_alone(root):
    def add(node, parent, slope):
        parent.grad += slope

    _walk(root, _each(add))


def backward_without_slope(root):
    def add(node, parent, slope):
        parent.grad += node.grad

    _walk(root, _each(add))


def backward_times_the_number(root):
    def add(node, parent, slope):
        parent.grad += node.grad * parent.data

    _walk(root, _each(add))


def backward_wrong_way(root):
    def add(node, parent, slope):
        node.grad += parent.grad * slope

    _walk(root, _each(add))


def backward_root_alone(root):
    _walk(root, _each(_add), [root])


def backward_clears_while_walking(root):
    root.grad = 1.0
    for node in reversed(history(root)):
        for parent in node.parents:
            parent.grad = 0.0
        _each(_add)(node)


def backward_clears_each_parent_before_its_part(root):
    root.grad = 1.0
    for node in reversed(history(root)):
        for parent, slope in zip(node.parents, node.slopes, strict=True):
            parent.grad = 0.0
            parent.grad += node.grad * slope


# fit


def _fit(network, x, y, num_steps, loss_of, lr=0.01, kind=torch.optim.Adam, clear=True):
    optimizer = kind(network.parameters(), lr=lr)
    losses = []
    for _ in range(num_steps):
        if clear:
            optimizer.zero_grad()
        loss = loss_of(network(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def _pairs(prediction, y):
    return ((prediction - y) ** 2).mean()


def fit_slower(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, _pairs, lr=0.001)


def fit_faster(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, _pairs, lr=0.1)


def fit_plain_descent(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, _pairs, lr=0.1, kind=torch.optim.SGD)


def fit_without_clearing(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, _pairs, clear=False)


def fit_summed(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, lambda p, y: ((p[:, 0] - y) ** 2).sum())


def fit_absolute(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, lambda p, y: (p[:, 0] - y).abs().mean())


def fit_mean_first(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, lambda p, y: (p - y).mean() ** 2)


def fit_mean_prediction(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, lambda p, y: ((p.mean() - y) ** 2).mean())


def fit_first_sample(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, lambda p, y: ((p[0] - y) ** 2).mean())


def fit_summed_rows(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, lambda p, y: ((p - y) ** 2).sum(dim=1).mean())


def fit_repaired_and_not_cleared(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, lambda p, y: ((p[:, 0] - y) ** 2).mean(), clear=False)


def fit_keeps_the_graphs(network, x, y, num_steps):
    optimizer = torch.optim.Adam(network.parameters(), lr=0.01)
    losses = []
    for _ in range(num_steps):
        optimizer.zero_grad()
        loss = ((network(x)[:, 0] - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses


def fit_every_pair_summed(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, lambda p, y: ((p - y) ** 2).sum())


def fit_last_loss(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, lambda p, y: ((p[:, 0] - y) ** 2).mean())[-1]


def fit_root(network, x, y, num_steps):
    return _fit(network, x, y, num_steps, lambda p, y: ((p[:, 0] - y) ** 2).mean().sqrt())


# momentum


def momentum_climbs(w, g, memory, lr):
    memory.m = 0.9 * memory.m + g
    return w + lr * memory.m


def momentum_not_stored(w, g, memory, lr):
    m = 0.9 * memory.m + g
    return w - lr * m


def momentum_of_adam(w, g, memory, lr):
    memory.m = 0.9 * memory.m + 0.1 * g
    return w - lr * memory.m


def momentum_without_fading(w, g, memory, lr):
    memory.m = memory.m + g
    return w - lr * memory.m


def momentum_step_first(w, g, memory, lr):
    new = w - lr * memory.m
    memory.m = 0.9 * memory.m + g
    return new


def momentum_without_rate(w, g, memory, lr):
    memory.m = 0.9 * memory.m + g
    return w - memory.m


def momentum_gradient_step(w, g, memory, lr):
    memory.m = 0.9 * memory.m + g
    return w - lr * g


def momentum_rate_twice(w, g, memory, lr):
    memory.m = 0.9 * memory.m + lr * g
    return w - lr * memory.m


def momentum_rate_in_the_memory(w, g, memory, lr):
    memory.m = 0.9 * memory.m + lr * g
    return w - memory.m


def momentum_by_nesterov(w, g, memory, lr):
    memory.m = 0.9 * memory.m + g
    return w - lr * (g + 0.9 * memory.m)


def momentum_in_place(w, g, memory, lr):
    memory.m = 0.9 * memory.m + g
    w -= lr * memory.m
    return w


def momentum_returns_the_memory(w, g, memory, lr):
    memory.m = 0.9 * memory.m + g
    return memory.m


def momentum_gives_the_change(w, g, memory, lr):
    memory.m = 0.9 * memory.m + g
    return -lr * memory.m


# adam


def _adam(w, g, memory, lr, correct, b1=0.9, b2=0.999, square=None, sign=-1, t=1):
    memory.t += t
    memory.m = b1 * memory.m + (1 - b1) * g
    memory.s = b2 * memory.s + (1 - b2) * (g**2 if square is None else square(g))
    m, s = memory.m, memory.s
    if correct:
        with np.errstate(all="ignore"):
            m, s = m / (1 - b1**memory.t), s / (1 - b2**memory.t)
    return w + sign * lr * m / (np.sqrt(s) + 1e-8)


def adam_never_corrects(w, g, memory, lr, correct=True):
    return _adam(w, g, memory, lr, False)


def adam_always_corrects(w, g, memory, lr, correct=True):
    return _adam(w, g, memory, lr, True)


def adam_corrects_the_other_way(w, g, memory, lr, correct=True):
    return _adam(w, g, memory, lr, not correct)


def adam_forgets_to_count(w, g, memory, lr, correct=True):
    return _adam(w, g, memory, lr, correct, t=0)


def adam_counts_corrected_steps_only(w, g, memory, lr, correct=True):
    return _adam(w, g, memory, lr, correct, t=int(correct))


def _adam_by(root, w, g, memory, lr, correct):
    memory.t += 1
    memory.m = 0.9 * memory.m + 0.1 * g
    memory.s = 0.999 * memory.s + 0.001 * g**2
    m, s = memory.m, memory.s
    if correct:
        m, s = m / (1 - 0.9**memory.t), s / (1 - 0.999**memory.t)
    with np.errstate(all="ignore"):
        return w - lr * m / root(s)


def adam_small_number_under_the_root(w, g, memory, lr, correct=True):
    return _adam_by(lambda s: np.sqrt(s + 1e-8), w, g, memory, lr, correct)


def adam_its_square_under_the_root(w, g, memory, lr, correct=True):
    return _adam_by(lambda s: np.sqrt(s + 1e-16), w, g, memory, lr, correct)


def adam_without_the_small_number(w, g, memory, lr, correct=True):
    return _adam_by(np.sqrt, w, g, memory, lr, correct)


def adam_counts_too_late(w, g, memory, lr, correct=True):
    with np.errstate(all="ignore"):
        new = _adam(w, g, memory, lr, correct, t=0)
    memory.t += 1
    return new


def adam_sum_of_gradients_by_a_mean_square(w, g, memory, lr, correct=True):
    memory.t += 1
    memory.m = 0.9 * memory.m + g
    memory.s = 0.999 * memory.s + 0.001 * g**2
    m, s = memory.m, memory.s
    if correct:
        m, s = m / (1 - 0.9**memory.t), s / (1 - 0.999**memory.t)
    return w - lr * m / (np.sqrt(s) + 1e-8)


def adam_factors_crossed(w, g, memory, lr, correct=True):
    return _adam(w, g, memory, lr, correct, 0.999, 0.9)


def adam_without_square(w, g, memory, lr, correct=True):
    return _adam(w, g, memory, lr, correct, square=abs)


def adam_climbs(w, g, memory, lr, correct=True):
    return _adam(w, g, memory, lr, correct, sign=1)


def adam_without_memory(w, g, memory, lr, correct=True):
    return _adam(w, g, SimpleNamespace(t=0, m=0.0, s=0.0), lr, correct)


def adam_stores_the_corrected(w, g, memory, lr, correct=True):
    memory.t += 1
    memory.m = 0.9 * memory.m + 0.1 * g
    memory.s = 0.999 * memory.s + 0.001 * g**2
    if correct:
        memory.m = memory.m / (1 - 0.9**memory.t)
        memory.s = memory.s / (1 - 0.999**memory.t)
    return w - lr * memory.m / (np.sqrt(memory.s) + 1e-8)


def adam_without_root(w, g, memory, lr, correct=True):
    memory.t += 1
    memory.m = 0.9 * memory.m + 0.1 * g
    memory.s = 0.999 * memory.s + 0.001 * g**2
    m, s = memory.m, memory.s
    if correct:
        m, s = m / (1 - 0.9**memory.t), s / (1 - 0.999**memory.t)
    return w - lr * m / (s + 1e-8)


def adam_times_t(w, g, memory, lr, correct=True):
    memory.t += 1
    memory.m = 0.9 * memory.m + 0.1 * g
    memory.s = 0.999 * memory.s + 0.001 * g**2
    m, s = memory.m, memory.s
    if correct:
        m, s = m / (1 - 0.9 * memory.t), s / (1 - 0.999 * memory.t)
    return w - lr * m / (np.sqrt(s) + 1e-8)


def adam_one_factor_in_both_corrections(w, g, memory, lr, correct=True):
    memory.t += 1
    memory.m = 0.9 * memory.m + 0.1 * g
    memory.s = 0.999 * memory.s + 0.001 * g**2
    m, s = memory.m, memory.s
    if correct:
        m, s = m / (1 - 0.9**memory.t), s / (1 - 0.9**memory.t)
    return w - lr * m / (np.sqrt(s) + 1e-8)


def adam_mean_corrected_alone(w, g, memory, lr, correct=True):
    memory.t += 1
    memory.m = 0.9 * memory.m + 0.1 * g
    memory.s = 0.999 * memory.s + 0.001 * g**2
    m = memory.m / (1 - 0.9**memory.t) if correct else memory.m
    return w - lr * m / (np.sqrt(memory.s) + 1e-8)


def adam_present_gradient(w, g, memory, lr, correct=True):
    memory.t += 1
    memory.s = 0.999 * memory.s + 0.001 * g**2
    s = memory.s / (1 - 0.999**memory.t) if correct else memory.s
    return w - lr * g / (np.sqrt(s) + 1e-8)


def adam_sums_the_gradients(w, g, memory, lr, correct=True):
    memory.t += 1
    memory.m = 0.9 * memory.m + g
    memory.s = 0.999 * memory.s + g**2
    m, s = memory.m, memory.s
    if correct:
        m, s = m / (1 - 0.9**memory.t), s / (1 - 0.999**memory.t)
    return w - lr * m / (np.sqrt(s) + 1e-8)
