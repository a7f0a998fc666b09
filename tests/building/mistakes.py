"""What learners might write for the exercises of notebook 03, gathered from its text alone.

Each is wrong, and the checks must say so, most of them with a hint.
"""

from itertools import combinations, pairwise

import numpy as np
import torch

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


# mlp_forward


def mlp_forward_activation_at_the_end(x, linears, activations):
    x = x.flatten(start_dim=1)
    for linear, activation in zip(linears, activations, strict=False):
        x = activation(linear(x))
    return activation(linears[-1](x))


def mlp_forward_an_activation_per_layer(x, linears, activations):
    x = x.flatten(start_dim=1)
    for k in range(len(linears)):
        x = activations[k](linears[k](x))
    return x


def mlp_forward_one_activation_for_all(x, linears, activations):
    x = x.flatten(start_dim=1)
    for linear in linears[:-1]:
        x = activations[0](linear(x))
    return linears[-1](x)


def mlp_forward_always_relu(x, linears, activations):
    x = x.flatten(start_dim=1)
    for linear in linears[:-1]:
        x = torch.relu(linear(x))
    return linears[-1](x)


def mlp_forward_without_activations(x, linears, activations):
    x = x.flatten(start_dim=1)
    for linear in linears:
        x = linear(x)
    return x


def mlp_forward_without_flatten(x, linears, activations):
    for linear, activation in zip(linears, activations, strict=False):
        x = activation(linear(x))
    return linears[-1](x)


def mlp_forward_last_layer_lost_in_zip(x, linears, activations):
    x = x.flatten(start_dim=1)
    for linear, activation in zip(linears, activations, strict=False):
        x = activation(linear(x))
    return x


def mlp_forward_whole_batch_flattened(x, linears, activations):
    x = x.flatten()
    for linear, activation in zip(linears, activations, strict=False):
        x = activation(linear(x))
    return linears[-1](x)


def mlp_forward_every_layer_sees_the_input(x, linears, activations):
    x = x.flatten(start_dim=1)
    for linear, activation in zip(linears, activations, strict=False):
        h = activation(linear(x))
    return linears[-1](h)


def mlp_forward_activation_first(x, linears, activations):
    x = x.flatten(start_dim=1)
    for linear, activation in zip(linears, activations, strict=False):
        x = linear(activation(x))
    return linears[-1](x)


def mlp_forward_all_layers_then_all_activations(x, linears, activations):
    return torch.nn.Sequential(torch.nn.Flatten(), *linears, *activations)(x)


def mlp_forward_of_28_by_28(x, linears, activations):
    x = x.reshape(-1, 28 * 28)
    for linear, activation in zip(linears, activations, strict=False):
        x = activation(linear(x))
    return linears[-1](x)


def mlp_forward_of_two_layers(x, linears, activations):
    return linears[1](activations[0](linears[0](x.flatten(start_dim=1))))


def mlp_forward_probabilities(x, linears, activations):
    x = x.flatten(start_dim=1)
    for linear, activation in zip(linears, activations, strict=False):
        x = activation(linear(x))
    return linears[-1](x).softmax(dim=1)


def mlp_forward_squeezed(x, linears, activations):
    x = x.flatten(start_dim=1)
    for linear, activation in zip(linears, activations, strict=False):
        x = activation(linear(x))
    return linears[-1](x).squeeze()


def mlp_forward_takes_the_last_layer_away(x, linears, activations):
    x, last = x.flatten(start_dim=1), linears.pop(-1)
    for linear, activation in zip(linears, activations, strict=True):
        x = activation(linear(x))
    return last(x)


def mlp_forward_without_a_way_back(x, linears, activations):
    x = x.flatten(start_dim=1)
    with torch.no_grad():
        for linear, activation in zip(linears, activations, strict=False):
            x = activation(linear(x))
        return linears[-1](x)


def mlp_forward_cut_and_marked_again(x, linears, activations):
    x = x.flatten(start_dim=1)
    for linear, activation in zip(linears, activations, strict=False):
        x = activation(linear(x))
    return linears[-1](x).detach().requires_grad_()


def mlp_forward_a_sigmoid_for_one_output(x, linears, activations):
    x = x.flatten(start_dim=1)
    for linear, activation in zip(linears, activations, strict=False):
        x = activation(linear(x))
    logits = linears[-1](x)
    return logits if logits.shape[1] > 1 else logits.sigmoid()


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


# train_steps


def train_steps_without_clearing(model, batches, loss_fn, optimizer):
    losses = []
    for x, y in batches:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def train_steps_cleared_once(model, batches, loss_fn, optimizer):
    optimizer.zero_grad()
    return train_steps_without_clearing(model, batches, loss_fn, optimizer)


def train_steps_cleared_too_late(model, batches, loss_fn, optimizer):
    losses = []
    for x, y in batches:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.zero_grad()
        optimizer.step()
        losses.append(loss.item())
    return losses


def train_steps_without_step(model, batches, loss_fn, optimizer):
    losses = []
    for x, y in batches:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        losses.append(loss.item())
    return losses


def train_steps_without_backward(model, batches, loss_fn, optimizer):
    losses = []
    for x, y in batches:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        optimizer.step()
        losses.append(loss.item())
    return losses


def train_steps_steps_first(model, batches, loss_fn, optimizer):
    losses = []
    for x, y in batches:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        optimizer.step()
        loss.backward()
        losses.append(loss.item())
    return losses


def _right_steps(model, batches, loss_fn, optimizer, measure=lambda loss, again: loss.item()):
    losses = []
    for x, y in batches:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(measure(loss, lambda x=x, y=y: loss_fn(model(x), y).item()))
    return losses


def train_steps_measures_afterward(*given):
    return _right_steps(*given, measure=lambda loss, again: again())


def train_steps_keeps_tensors(*given):
    return _right_steps(*given, measure=lambda loss, again: loss)


def train_steps_last_loss(*given):
    return _right_steps(*given)[-1]


def train_steps_mean_loss(*given):
    return sum(losses := _right_steps(*given)) / len(losses)


def train_steps_first_batch_only(model, batches, loss_fn, optimizer):
    for batch in batches:
        return _right_steps(model, [batch], loss_fn, optimizer)


def train_steps_without_the_last_batch(model, batches, loss_fn, optimizer):
    return _right_steps(model, batches[:-1], loss_fn, optimizer)


def train_steps_first_batch_again_and_again(model, batches, loss_fn, optimizer):
    return _right_steps(model, [batches[0]] * len(batches), loss_fn, optimizer)


def train_steps_one_step_in_the_end(model, batches, loss_fn, optimizer):
    losses = []
    optimizer.zero_grad()
    for x, y in batches:
        loss = loss_fn(model(x), y)
        loss.backward()
        losses.append(loss.item())
    optimizer.step()
    return losses


def train_steps_target_first(model, batches, loss_fn, optimizer):
    return _right_steps(model, batches, lambda output, y: loss_fn(y, output), optimizer)


def train_steps_always_squares(model, batches, loss_fn, optimizer):
    return _right_steps(model, batches, torch.nn.MSELoss(), optimizer)


def train_steps_without_a_graph(model, batches, loss_fn, optimizer):
    losses = []
    for x, y in batches:
        optimizer.zero_grad()
        with torch.no_grad():
            loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def train_steps_cuts_the_loss(model, batches, loss_fn, optimizer):
    losses = []
    for x, y in batches:
        optimizer.zero_grad()
        loss = loss_fn(model(x), y).item()
        loss.backward()
        optimizer.step()
        losses.append(loss)
    return losses


def train_steps_loss_of_the_input(model, batches, loss_fn, optimizer):
    return _right_steps(lambda x: x, batches, loss_fn, optimizer)


def train_steps_total_of_a_batch(model, batches, loss_fn, optimizer):
    losses = _right_steps(model, batches, loss_fn, optimizer)
    return [loss * len(x) for loss, (x, _) in zip(losses, batches, strict=True)]


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
