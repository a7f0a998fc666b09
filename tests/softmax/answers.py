"""Other right solutions to the exercises of notebook 04."""

import math

import numpy as np
import torch
from scipy import optimize, special
from torch.nn import functional as F


def softmax_in_torch(z):
    return torch.as_tensor(z, dtype=torch.float32).softmax(dim=-1)


def softmax_by_rows(z):
    if z.ndim == 1:
        powers = [math.exp(value - max(z)) for value in z]
        return [power / sum(powers) for power in powers]
    return np.array([softmax_by_rows(row) for row in z])


def softmax_by_log_sum(z):
    return np.exp(z - special.logsumexp(z, axis=-1, keepdims=True))


def cross_entropy_in_torch(z, labels):
    return F.cross_entropy(torch.tensor(z), torch.tensor(labels))


def cross_entropy_in_a_loop(z, labels):
    total = 0.0
    for row, label in zip(z.tolist(), labels.tolist(), strict=True):
        shifted = [value - max(row) for value in row]
        total += math.log(sum(math.exp(value) for value in shifted)) - shifted[label]
    return total / len(z)


def cross_entropy_in_float32(z, labels):
    z = z.astype(np.float32)
    return np.mean(special.logsumexp(z, axis=1) - np.take_along_axis(z, labels[:, None], 1)[:, 0])


def cross_entropy_gradient_by_subtraction(z, labels):
    gradient = special.softmax(z, axis=1)
    gradient[np.arange(len(z)), labels] -= 1
    return gradient / len(z)


def cross_entropy_gradient_by_autograd(z, labels):
    leaf = torch.tensor(z, requires_grad=True)
    F.cross_entropy(leaf, torch.tensor(labels)).backward()
    return leaf.grad


def cross_entropy_gradient_in_a_loop(z, labels):
    num_samples, num_classes = z.shape
    rows = []
    for row, label in zip(z, labels, strict=True):
        row = row - max(row)
        total = sum(math.exp(value) for value in row)
        rows.append(
            [(math.exp(row[i]) / total - (i == label)) / num_samples for i in range(num_classes)]
        )
    return rows


def multi_label_loss_in_torch(z, y):
    return F.binary_cross_entropy_with_logits(torch.tensor(z), torch.tensor(y))


def multi_label_loss_by_softplus(z, y):
    return (np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))).mean()


def logit_gap_by_ratio(loss, num_classes):
    return math.log((num_classes - 1) / (math.exp(loss) - 1))


def logit_gap_in_float32(loss, num_classes):
    p = torch.exp(-torch.tensor(loss))
    return torch.log(p) - torch.log((1 - p) / (num_classes - 1))


def forward_by_modules(x, w1, b1, w2, b2):
    return F.linear(F.relu(F.linear(x, w1.T, b1)), w2.T, b2)


def forward_as_log_probabilities(x, w1, b1, w2, b2):
    # log_softmax of log_softmax is log_softmax: the loss is the same.
    return (torch.clamp(x @ w1 + b1, min=0) @ w2 + b2).log_softmax(dim=1)


def forward_in_double(x, w1, b1, w2, b2):
    x, w1, b1, w2, b2 = (tensor.double() for tensor in (x, w1, b1, w2, b2))
    return torch.where(x @ w1 + b1 > 0, x @ w1 + b1, 0) @ w2 + b2


def softmax_regression_in_torch(x, labels, num_classes, lr, num_steps):
    x, labels = torch.tensor(x), torch.tensor(labels)
    w = torch.zeros(x.shape[1], num_classes, dtype=x.dtype, requires_grad=True)
    b = torch.zeros(num_classes, dtype=x.dtype, requires_grad=True)
    for _ in range(num_steps):
        for_w, for_b = torch.autograd.grad(F.cross_entropy(x @ w + b, labels), (w, b))
        with torch.no_grad():
            w -= lr * for_w
            b -= lr * for_b
    return w, b


def softmax_regression_with_a_column_of_ones(x, labels, num_classes, lr, num_steps):
    x = np.column_stack([x, np.ones(len(x))])
    y, weights = np.eye(num_classes)[labels], np.zeros((x.shape[1], num_classes))
    for _ in range(num_steps):
        weights -= lr * x.T @ (special.softmax(x @ weights, axis=1) - y) / len(x)
    return weights[:-1], weights[-1]


def softmax_regression_by_outer_products(x, labels, num_classes, lr, num_steps):
    w, b = np.zeros((x.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(num_steps):
        p = special.softmax(x @ w + b, axis=1)
        for_w, for_b = np.zeros_like(w), np.zeros_like(b)
        for row, forecast, label in zip(x, p, labels, strict=True):
            error = forecast - np.eye(num_classes)[label]
            for_w += np.outer(row, error) / len(x)
            for_b += error / len(x)
        w, b = w - lr * for_w, b - lr * for_b
    return [w, b]


def head_step_by_autograd(network, x, labels, optimizer):
    loss = F.cross_entropy(network(x), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss


def head_step_through_a_product(network, x, labels, optimizer):
    z = network(x)
    gradient = z.detach().softmax(dim=1)
    gradient[torch.arange(len(x)), labels] -= 1
    loss = -z.detach().log_softmax(dim=1)[torch.arange(len(x)), labels].mean().item()
    network.zero_grad()
    (z * gradient / len(x)).sum().backward()
    optimizer.step()
    return loss


def least_loss_by_conditional_shares(inputs, labels):
    losses = []
    for one, label in zip(inputs, labels, strict=True):
        same = [other for other, given in zip(labels, inputs, strict=True) if given == one]
        losses.append(-math.log(same.count(label) / len(same)))
    return sum(losses) / len(losses)


def least_loss_by_entropies(inputs, labels):
    def entropy(table):
        counts = np.unique(table, axis=0, return_counts=True)[1]
        return special.entr(counts / counts.sum()).sum()

    return entropy(np.stack([inputs, labels], axis=1)) - entropy(inputs)


def fit_temperature_by_golden_section(z, labels):
    found = optimize.minimize_scalar(
        lambda log: F.cross_entropy(torch.tensor(z) / math.exp(log), torch.tensor(labels)).item(),
        bounds=(math.log(0.05), math.log(20)),
        method="bounded",
    )
    return math.exp(found.x)


def fit_temperature_on_a_fine_line(z, labels):
    losses = {
        t: F.cross_entropy(torch.tensor(z) / t, torch.tensor(labels)).item()
        for t in np.arange(0.05, 20, 0.002)
    }
    return min(losses, key=losses.get)
