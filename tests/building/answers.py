"""Other right answers to the exercises of notebook 03: the checks must accept them."""

import numpy as np
import torch


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


def mlp_forward_by_index(x, linears, activations):
    x = x.reshape(len(x), -1)
    for k in range(len(linears)):
        x = linears[k](x)
        if k < len(linears) - 1:
            x = activations[k](x)
    return x


def mlp_forward_by_hand(x, linears, activations):
    h = torch.flatten(x, 1)
    for linear, activation in zip(linears[:-1], activations, strict=True):
        h = activation(h @ linear.weight.T + linear.bias)
    return h @ linears[-1].weight.T + linears[-1].bias


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


def train_steps_tensors(model, batches, loss_fn, optimizer):
    losses = []
    for x, y in batches:
        loss = loss_fn(model(x), y)
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()
        losses.append(loss.detach())
    return losses


def train_steps_clears_after(model, batches, loss_fn, optimizer):
    model.zero_grad()
    losses = []
    for x, y in batches:
        loss = loss_fn(model(x), y)
        loss.backward()
        optimizer.step()
        model.zero_grad()
        losses.append(loss.item())
    return np.array(losses)


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
