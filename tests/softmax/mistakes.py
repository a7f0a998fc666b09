"""What learners might write for the exercises of notebook 04, gathered from its text alone.

Each is wrong, and the checks must say so, most of them with a hint.
"""

import numpy as np
import torch
from torch.nn import functional as F

from helpers.softmax.crossentropy import cross_entropy, cross_entropy_gradient, softmax

# softmax


def softmax_by_the_formula(z):
    exps = np.exp(z)
    return exps / exps.sum(axis=-1, keepdims=True)


def softmax_largest_of_all(z):
    exps = np.exp(z - z.max())
    return exps / exps.sum(axis=-1, keepdims=True)


def softmax_sum_of_all(z):
    exps = np.exp(z - z.max(axis=-1, keepdims=True))
    return exps / exps.sum()


def softmax_all_as_one_sample(z):
    exps = np.exp(z - z.max())
    return exps / exps.sum()


def softmax_along_the_samples(z):
    exps = np.exp(z - z.max(axis=0))
    return exps / exps.sum(axis=0)


def softmax_sum_along_the_samples(z):
    exps = np.exp(z - z.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=0)


def softmax_sum_without_keepdims(z):
    exps = np.exp(z - z.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1)


def softmax_of_tables_only(z):
    exps = np.exp(z - z.max(axis=1, keepdims=True))
    return exps / exps.sum(axis=1, keepdims=True)


def softmax_minus_mean(z):
    exps = np.exp(z - z.mean(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def softmax_divided_by_the_largest(z):
    exps = np.exp(z / z.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def softmax_in_place(z):
    z -= z.max(axis=-1, keepdims=True)
    exps = np.exp(z)
    return exps / exps.sum(axis=-1, keepdims=True)


def softmax_clipped(z):
    exps = np.exp(np.clip(z, -500, 500))
    return exps / exps.sum(axis=-1, keepdims=True)


def softmax_minus_a_thousand(z):
    exps = np.exp(z - 1000 * (z.max() > 700))
    return exps / exps.sum(axis=-1, keepdims=True)


def softmax_nan_to_zero(z):
    exps = np.exp(z)
    return np.nan_to_num(exps / exps.sum(axis=-1, keepdims=True))


def softmax_shifted_above_only(z):
    return np.exp(z - z.max(axis=-1, keepdims=True)) / np.exp(z).sum(axis=-1, keepdims=True)


def softmax_logarithms(z):
    shifted = z - z.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def softmax_sigmoids(z):
    return (1 + np.tanh(z / 2)) / 2


def softmax_not_divided(z):
    return np.exp(z - z.max(axis=-1, keepdims=True))


# cross_entropy


def cross_entropy_by_the_formula(z, labels):
    log_sum = np.log(np.exp(z).sum(axis=1))
    return np.mean(log_sum - z[np.arange(len(z)), labels])


def cross_entropy_log_of_softmax(z, labels):
    return -np.mean(np.log(softmax(z)[np.arange(len(z)), labels]))


def cross_entropy_log_of_almost_softmax(z, labels):
    return -np.mean(np.log(softmax(z)[np.arange(len(z)), labels] + 1e-12))


def cross_entropy_clipped(z, labels):
    p = softmax(z)[np.arange(len(z)), labels]
    return -np.mean(np.log(np.clip(p, 1e-15, 1)))


def cross_entropy_largest_not_added_back(z, labels):
    m = z.max(axis=1)
    log_sum = np.log(np.exp(z - m[:, None]).sum(axis=1))
    return np.mean(log_sum - z[np.arange(len(z)), labels])


def cross_entropy_largest_of_all(z, labels):
    m = z.max()
    log_sum = m + np.log(np.exp(z - m).sum(axis=1))
    return np.mean(log_sum - z[np.arange(len(z)), labels])


def _losses(z, labels):
    m = z.max(axis=1)
    return m + np.log(np.exp(z - m[:, None]).sum(axis=1)) - z[np.arange(len(z)), labels]


def cross_entropy_of_each_sample(z, labels):
    return _losses(z, labels)


def cross_entropy_total(z, labels):
    return _losses(z, labels).sum()


def cross_entropy_mean_over_classes_too(z, labels):
    return _losses(z, labels).sum() / z.size


def cross_entropy_without_minus(z, labels):
    return -_losses(z, labels).mean()


def cross_entropy_in_bits(z, labels):
    return _losses(z, labels).mean() / np.log(2)


def cross_entropy_by_log10(z, labels):
    return -np.mean(np.log10(softmax(z)[np.arange(len(z)), labels]))


def cross_entropy_probability_missing(z, labels):
    return 1 - softmax(z)[np.arange(len(z)), labels].mean()


def cross_entropy_log_of_the_mean(z, labels):
    return -np.log(softmax(z)[np.arange(len(z)), labels].mean())


def cross_entropy_all_columns(z, labels):
    m = z.max(axis=1)
    log_sum = m + np.log(np.exp(z - m[:, None]).sum(axis=1))
    return np.mean(log_sum[:, None] - z[:, labels])


def cross_entropy_of_the_first_sample(z, labels):
    m = z[0].max()
    return m + np.log(np.exp(z[0] - m).sum()) - z[0, labels[0]]


def cross_entropy_along_the_samples(z, labels):
    m = z.max(axis=0)
    log_sum = m + np.log(np.exp(z - m).sum(axis=0))
    return np.mean(log_sum[labels] - z[np.arange(len(z)), labels])


def cross_entropy_one_against_the_rest(z, labels):
    p, y = softmax(z), np.eye(z.shape[1])[labels]
    return -np.mean(np.sum(y * np.log(p) + (1 - y) * np.log(1 - p), axis=1))


def cross_entropy_softmax_twice(z, labels):
    return F.cross_entropy(torch.tensor(softmax(z)), torch.tensor(labels)).item()


def cross_entropy_in_place(z, labels):
    z -= z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels])


# cross_entropy_gradient


def _forecast_minus_truth(z, labels, num_classes=None):
    return softmax(z) - np.eye(num_classes or z.shape[1])[labels]


def cross_entropy_gradient_of_the_sum(z, labels):
    return _forecast_minus_truth(z, labels)


def cross_entropy_gradient_mean_over_all(z, labels):
    return _forecast_minus_truth(z, labels) / z.size


def cross_entropy_gradient_mean_over_classes(z, labels):
    return _forecast_minus_truth(z, labels) / z.shape[1]


def cross_entropy_gradient_truth_minus_forecast(z, labels):
    return -_forecast_minus_truth(z, labels) / len(z)


def cross_entropy_gradient_averaged_away(z, labels):
    return _forecast_minus_truth(z, labels).mean(axis=0)


def cross_entropy_gradient_right_class_only(z, labels):
    return _forecast_minus_truth(z, labels) * np.eye(z.shape[1])[labels] / len(z)


def cross_entropy_gradient_minus_the_numbers(z, labels):
    return (softmax(z) - np.asarray(labels)[:, None]) / len(z)


def cross_entropy_gradient_of_the_logits(z, labels):
    return (z - np.eye(z.shape[1])[labels]) / len(z)


def cross_entropy_gradient_of_squares(z, labels):
    p = softmax(z)
    return _forecast_minus_truth(z, labels) * p * (1 - p) / len(z)


def cross_entropy_gradient_by_the_probabilities(z, labels):
    return -np.eye(z.shape[1])[labels] / softmax(z) / len(z)


def cross_entropy_gradient_all_columns(z, labels):
    p = softmax(z)
    p[:, labels] -= 1
    return p / len(z)


def cross_entropy_gradient_table_of_samples(z, labels):
    return (softmax(z) - np.eye(len(z))[labels]) / len(z)


def cross_entropy_gradient_classes_that_occur(z, labels):
    return (softmax(z) - np.eye(max(labels) + 1)[labels]) / len(z)


def cross_entropy_gradient_softmax_twice(z, labels):
    return (softmax(softmax(z)) - np.eye(z.shape[1])[labels]) / len(z)


def cross_entropy_gradient_without_truth(z, labels):
    return softmax(z) / len(z)


def cross_entropy_gradient_by_an_unsafe_softmax(z, labels):
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return (p - np.eye(z.shape[1])[labels]) / len(z)


def cross_entropy_gradient_softmax_along_the_samples(z, labels):
    p = np.exp(z - z.max(axis=0)) / np.exp(z - z.max(axis=0)).sum(axis=0)
    return (p - np.eye(z.shape[1])[labels]) / len(z)


# multi_label_loss


def _elements(z, y):
    return y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)


def multi_label_loss_by_the_formula(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def multi_label_loss_hints_without_logaddexp(z, y):
    return np.mean(y * np.log(1 + np.exp(-z)) + (1 - y) * np.log(1 + np.exp(z)))


def multi_label_loss_log1p(z, y):
    return np.mean(z - z * y + np.log1p(np.exp(-z)))


def multi_label_loss_a_little_added(z, y):
    p = (1 + np.tanh(z / 2)) / 2
    return -np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9))


def multi_label_loss_clipped(z, y):
    return _elements(np.clip(z, -30, 30), y).mean()


def multi_label_loss_present_only(z, y):
    return np.mean(y * np.logaddexp(0, -z))


def multi_label_loss_present_mean(z, y):
    return np.sum(y * np.logaddexp(0, -z)) / y.sum()


def multi_label_loss_signs_exchanged(z, y):
    return np.mean(y * np.logaddexp(0, z) + (1 - y) * np.logaddexp(0, -z))


def multi_label_loss_same_sign(z, y):
    return np.mean(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, -z))


def multi_label_loss_without_minus(z, y):
    return -_elements(z, y).mean()


def multi_label_loss_total(z, y):
    return _elements(z, y).sum()


def multi_label_loss_sum_over_labels(z, y):
    return _elements(z, y).sum(axis=1).mean()


def multi_label_loss_of_each_label(z, y):
    return _elements(z, y).mean(axis=0)


def multi_label_loss_of_each_sample(z, y):
    return _elements(z, y).mean(axis=1)


def multi_label_loss_labels_compete(z, y):
    return -np.mean(np.sum(y * np.log(softmax(z)), axis=1))


def multi_label_loss_softmax_for_sigmoid(z, y):
    p = softmax(z)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def multi_label_loss_sigmoid_twice(z, y):
    z, y = torch.tensor(z), torch.tensor(y)
    return F.binary_cross_entropy_with_logits(z.sigmoid(), y).item()


def multi_label_loss_one_added(z, y):
    return np.mean(y * np.logaddexp(1, -z) + (1 - y) * np.logaddexp(1, z))


def multi_label_loss_in_bits(z, y):
    return _elements(z, y).mean() / np.log(2)


# logit_gap


def logit_gap_all_wrong_classes_together(loss, num_classes):
    p = np.exp(-loss)
    return np.log(p / (1 - p))


def logit_gap_shared_among_all(loss, num_classes):
    p = np.exp(-loss)
    return np.log(p / ((1 - p) / num_classes))


def logit_gap_of_probabilities(loss, num_classes):
    p = np.exp(-loss)
    return p - (1 - p) / (num_classes - 1)


def logit_gap_ratio(loss, num_classes):
    p = np.exp(-loss)
    return p * (num_classes - 1) / (1 - p)


def logit_gap_upside_down(loss, num_classes):
    p = np.exp(-loss)
    return np.log((1 - p) / (num_classes - 1) / p)


def logit_gap_in_bits(loss, num_classes):
    p = np.exp(-loss)
    return np.log2(p * (num_classes - 1) / (1 - p))


def logit_gap_by_log10(loss, num_classes):
    p = np.exp(-loss)
    return np.log10(p * (num_classes - 1) / (1 - p))


def logit_gap_minus_forgotten(loss, num_classes):
    p = np.exp(loss)
    return np.log(p * (num_classes - 1) / (1 - p))


def logit_gap_always_one(loss, num_classes):
    return 1.0


def logit_gap_probability_from_loss(loss, num_classes):
    p = 1 - loss
    return np.log(p * (num_classes - 1) / (1 - p))


def logit_gap_ratio_of_logarithms(loss, num_classes):
    p = np.exp(-loss)
    return np.log(p) / np.log((1 - p) / (num_classes - 1))


def logit_gap_product_in_the_log(loss, num_classes):
    p = np.exp(-loss)
    return np.log(p * (1 - p) / (num_classes - 1))


def logit_gap_to_chance(loss, num_classes):
    return np.log(num_classes) - loss


# forward


def forward_softmax_made_sharper(x, w1, b1, w2, b2):
    hidden = torch.relu(x @ w1 + b1)
    return torch.softmax(100 * (hidden @ w2 + b2), dim=1)


def forward_log_softmax_of_softmax(x, w1, b1, w2, b2):
    hidden = torch.relu(x @ w1 + b1)
    return F.log_softmax(F.softmax(hidden @ w2 + b2, dim=1), dim=1)


def forward_divided_by_the_sum(x, w1, b1, w2, b2):
    scores = torch.relu(x @ w1 + b1) @ w2 + b2
    return scores / scores.sum(dim=1, keepdim=True)


def forward_sigmoids(x, w1, b1, w2, b2):
    hidden = torch.relu(x @ w1 + b1)
    return torch.sigmoid(hidden @ w2 + b2)


def forward_softmax_along_the_samples(x, w1, b1, w2, b2):
    hidden = torch.relu(x @ w1 + b1)
    return torch.softmax(hidden @ w2 + b2, dim=0)


def forward_log_of_softmax(x, w1, b1, w2, b2):
    hidden = torch.relu(x @ w1 + b1)
    return torch.log(torch.softmax(hidden @ w2 + b2, dim=1))


def forward_relu_at_the_end(x, w1, b1, w2, b2):
    hidden = torch.relu(x @ w1 + b1)
    return torch.relu(hidden @ w2 + b2)


def forward_without_relu(x, w1, b1, w2, b2):
    return (x @ w1 + b1) @ w2 + b2


def forward_softmax_inside(x, w1, b1, w2, b2):
    hidden = torch.softmax(x @ w1 + b1, dim=1)
    return hidden @ w2 + b2


def forward_without_last_bias(x, w1, b1, w2, b2):
    hidden = torch.relu(x @ w1 + b1)
    return hidden @ w2


def forward_answers(x, w1, b1, w2, b2):
    hidden = torch.relu(x @ w1 + b1)
    return torch.argmax(hidden @ w2 + b2, dim=1)


def forward_certain(x, w1, b1, w2, b2):
    hidden = torch.relu(x @ w1 + b1)
    z = hidden @ w2 + b2
    return F.one_hot(z.argmax(dim=1), z.shape[1]).float()


def forward_hidden(x, w1, b1, w2, b2):
    return torch.relu(x @ w1 + b1)


def forward_tanh(x, w1, b1, w2, b2):
    return torch.tanh(x @ w1 + b1) @ w2 + b2


def forward_probabilities_stretched(x, w1, b1, w2, b2):
    hidden = torch.relu(x @ w1 + b1)
    return 10 * torch.softmax(hidden @ w2 + b2, dim=1)


def forward_without_a_way_back(x, w1, b1, w2, b2):
    with torch.no_grad():
        hidden = torch.relu(x @ w1 + b1)
        return hidden @ w2 + b2


def forward_in_numpy(x, w1, b1, w2, b2):
    hidden = np.maximum((x @ w1 + b1).detach().numpy(), 0)
    return hidden @ w2.detach().numpy() + b2.detach().numpy()


# softmax_regression


def _descent(x, labels, num_classes, lr, num_steps, for_w, for_b):
    w, b = np.zeros((x.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(num_steps):
        gradient = _forecast_minus_truth(x @ w + b, labels, num_classes) / len(x)
        w, b = w - lr * for_w(x, gradient), b - lr * for_b(gradient)
    return w, b


def softmax_regression_uphill(x, labels, num_classes, lr, num_steps):
    return _descent(
        x, labels, num_classes, lr, num_steps, lambda x, g: -x.T @ g, lambda g: -g.sum(axis=0)
    )


def softmax_regression_without_bias(x, labels, num_classes, lr, num_steps):
    return _descent(x, labels, num_classes, lr, num_steps, lambda x, g: x.T @ g, lambda g: 0)


def softmax_regression_mean_for_the_bias(x, labels, num_classes, lr, num_steps):
    return _descent(
        x, labels, num_classes, lr, num_steps, lambda x, g: x.T @ g, lambda g: g.mean(axis=0)
    )


def softmax_regression_bias_summed_over_all(x, labels, num_classes, lr, num_steps):
    return _descent(x, labels, num_classes, lr, num_steps, lambda x, g: x.T @ g, lambda g: g.sum())


def softmax_regression_bias_summed_over_classes(x, labels, num_classes, lr, num_steps):
    return _descent(
        x, labels, num_classes, lr, num_steps, lambda x, g: x.T @ g, lambda g: g.sum(axis=1)
    )


def softmax_regression_divided_twice(x, labels, num_classes, lr, num_steps):
    return _descent(
        x,
        labels,
        num_classes,
        lr,
        num_steps,
        lambda x, g: x.T @ g / len(x),
        lambda g: g.mean(axis=0),
    )


def softmax_regression_product_the_wrong_way(x, labels, num_classes, lr, num_steps):
    return _descent(
        x, labels, num_classes, lr, num_steps, lambda x, g: x @ g, lambda g: g.sum(axis=0)
    )


def softmax_regression_one_gradient_for_all(x, labels, num_classes, lr, num_steps):
    w, b = np.zeros((x.shape[1], num_classes)), np.zeros(num_classes)
    gradient = _forecast_minus_truth(x @ w + b, labels, num_classes) / len(x)
    for _ in range(num_steps):
        w, b = w - lr * x.T @ gradient, b - lr * gradient.sum(axis=0)
    return w, b


def softmax_regression_return_in_the_loop(x, labels, num_classes, lr, num_steps):
    w, b = np.zeros((x.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(num_steps):
        gradient = _forecast_minus_truth(x @ w + b, labels, num_classes) / len(x)
        w, b = w - lr * x.T @ gradient, b - lr * gradient.sum(axis=0)
        return w, b


def softmax_regression_probabilities_for_logits(x, labels, num_classes, lr, num_steps):
    w, b = np.zeros((x.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(num_steps):
        p = softmax(x @ w + b)
        gradient = _forecast_minus_truth(p, labels, num_classes) / len(x)
        w, b = w - lr * x.T @ gradient, b - lr * gradient.sum(axis=0)
    return w, b


def softmax_regression_weights_first(x, labels, num_classes, lr, num_steps):
    w, b = np.zeros((x.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(num_steps):
        w = w - lr * x.T @ _forecast_minus_truth(x @ w + b, labels, num_classes) / len(x)
        b = b - lr * _forecast_minus_truth(x @ w + b, labels, num_classes).mean(axis=0)
    return w, b


def softmax_regression_classes_that_occur(x, labels, num_classes, lr, num_steps):
    num_classes = len(np.unique(labels))
    return _descent(
        x, labels, num_classes, lr, num_steps, lambda x, g: x.T @ g, lambda g: g.sum(axis=0)
    )


def softmax_regression_weights_only(x, labels, num_classes, lr, num_steps):
    return _descent(
        x, labels, num_classes, lr, num_steps, lambda x, g: x.T @ g, lambda g: g.sum(axis=0)
    )[0]


def softmax_regression_random_start(x, labels, num_classes, lr, num_steps):
    w, b = np.random.default_rng(0).normal(size=(x.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(num_steps):
        gradient = _forecast_minus_truth(x @ w + b, labels, num_classes) / len(x)
        w, b = w - lr * x.T @ gradient, b - lr * gradient.sum(axis=0)
    return w, b


def softmax_regression_gradient_without_b(x, labels, num_classes, lr, num_steps):
    w, b = np.zeros((x.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(num_steps):
        gradient = _forecast_minus_truth(x @ w, labels, num_classes) / len(x)
        w, b = w - lr * x.T @ gradient, b - lr * gradient.sum(axis=0)
    return w, b


# head_step


def _head(network, x, labels, optimizer, gradient=None, factor=1.0):
    optimizer.zero_grad()
    z = network(x)
    gradient = F.softmax(z.detach(), dim=1) if gradient is None else gradient(z.detach())
    gradient[torch.arange(len(x)), labels] -= 1
    z.backward(factor * gradient / len(x))
    optimizer.step()
    return F.cross_entropy(z, labels).item()


def head_step_without_zero_grad(network, x, labels, optimizer):
    loss = F.cross_entropy(network(x), labels)
    loss.backward()
    optimizer.step()
    return loss.item()


def head_step_without_step(network, x, labels, optimizer):
    optimizer.zero_grad()
    loss = F.cross_entropy(network(x), labels)
    loss.backward()
    return loss.item()


def head_step_clears_too_late(network, x, labels, optimizer):
    loss = F.cross_entropy(network(x), labels)
    loss.backward()
    optimizer.zero_grad()
    optimizer.step()
    return loss.item()


def head_step_step_before_backward(network, x, labels, optimizer):
    optimizer.zero_grad()
    z = network(x)
    optimizer.step()
    z.backward((F.softmax(z.detach(), dim=1) - F.one_hot(labels, z.shape[1])) / len(x))
    return F.cross_entropy(z, labels).item()


def head_step_measures_only(network, x, labels, optimizer):
    return F.cross_entropy(network(x), labels).item()


def head_step_upward(network, x, labels, optimizer):
    return _head(network, x, labels, optimizer, factor=-1)


def head_step_of_the_sum(network, x, labels, optimizer):
    return _head(network, x, labels, optimizer, factor=len(x))


def head_step_divided_twice(network, x, labels, optimizer):
    return _head(network, x, labels, optimizer, factor=1 / len(x))


def head_step_softmax_twice(network, x, labels, optimizer):
    return _head(network, x, labels, optimizer, lambda z: z.softmax(dim=1).softmax(dim=1))


def head_step_logits_for_probabilities(network, x, labels, optimizer):
    return _head(network, x, labels, optimizer, lambda z: z.clone())


def head_step_sum_of_logits(network, x, labels, optimizer):
    optimizer.zero_grad()
    z = network(x)
    z.sum().backward()
    optimizer.step()
    return F.cross_entropy(z, labels).item()


def head_step_loss_afterwards(network, x, labels, optimizer):
    _head(network, x, labels, optimizer)
    return F.cross_entropy(network(x), labels).item()


def head_step_says_nothing(network, x, labels, optimizer):
    _head(network, x, labels, optimizer)


def head_step_way_back_cut(network, x, labels, optimizer):
    optimizer.zero_grad()
    z = network(x).detach()
    z.backward((F.softmax(z, dim=1) - F.one_hot(labels, z.shape[1])) / len(x))
    optimizer.step()
    return F.cross_entropy(z, labels).item()


def head_step_numpy_without_detach(network, x, labels, optimizer):
    optimizer.zero_grad()
    z = network(x)
    z.backward(torch.tensor(softmax(z.numpy())))
    optimizer.step()
    return F.cross_entropy(z, labels).item()


# least_loss


def _each_input(inputs, labels):
    for same in np.unique(inputs):
        counts = np.unique(labels[inputs == same], return_counts=True)[1]
        yield len(labels[inputs == same]), counts / counts.sum()


def least_loss_of_all_labels(inputs, labels):
    p = np.bincount(labels) / len(labels)
    return -np.sum(p[p > 0] * np.log(p[p > 0]))


def least_loss_mean_over_inputs(inputs, labels):
    return np.mean([-np.sum(p * np.log(p)) for _, p in _each_input(inputs, labels)])


def least_loss_added_up(inputs, labels):
    return sum(-np.sum(p * np.log(p)) for _, p in _each_input(inputs, labels))


def least_loss_not_divided(inputs, labels):
    return sum(-size * np.sum(p * np.log(p)) for size, p in _each_input(inputs, labels))


def least_loss_share_wrong(inputs, labels):
    return sum(size * (1 - p.max()) for size, p in _each_input(inputs, labels)) / len(labels)


def least_loss_of_the_majority(inputs, labels):
    return sum(-size * np.log(p.max()) for size, p in _each_input(inputs, labels)) / len(labels)


def least_loss_in_bits(inputs, labels):
    total = sum(-size * np.sum(p * np.log2(p)) for size, p in _each_input(inputs, labels))
    return total / len(labels)


def least_loss_without_minus(inputs, labels):
    total = sum(size * np.sum(p * np.log(p)) for size, p in _each_input(inputs, labels))
    return total / len(labels)


def least_loss_all_labels_alike(inputs, labels):
    return sum(size * np.log(len(p)) for size, p in _each_input(inputs, labels)) / len(labels)


def least_loss_weights_forgotten(inputs, labels):
    total = sum(-size * np.mean(np.log(p)) for size, p in _each_input(inputs, labels))
    return total / len(labels)


def least_loss_of_pairs(inputs, labels):
    counts = np.unique(np.stack([inputs, labels]), axis=1, return_counts=True)[1]
    return -np.sum(counts / len(labels) * np.log(counts / len(labels)))


def least_loss_zero(inputs, labels):
    return 0.0


def least_loss_two_classes_only(inputs, labels):
    total = 0.0
    for same in np.unique(inputs):
        p = labels[inputs == same].mean()
        total -= (p * np.log(p) + (1 - p) * np.log(1 - p)) * np.mean(inputs == same)
    return total


# fit_temperature


def _loss(z, labels):
    return F.cross_entropy(torch.tensor(z), torch.tensor(labels)).item()


def _lowest(z, labels, temperatures, cost=_loss):
    return min(temperatures, key=lambda t: cost(z / t, labels))


def fit_temperature_multiplies(z, labels):
    return min(np.geomspace(0.05, 20, 1000), key=lambda t: _loss(z * t, labels))


def fit_temperature_in_whole_numbers(z, labels):
    return _lowest(z, labels, range(1, 21))


def fit_temperature_in_halves(z, labels):
    return _lowest(z, labels, np.arange(0.5, 20.5, 0.5))


def fit_temperature_a_hundred_on_a_line(z, labels):
    return _lowest(z, labels, np.linspace(0.05, 20, 100))


def fit_temperature_above_one_only(z, labels):
    return _lowest(z, labels, np.linspace(1, 20, 1901))


def fit_temperature_best_accuracy(z, labels):
    return _lowest(
        z, labels, np.geomspace(0.05, 20, 1000), lambda z, y: -(z.argmax(axis=1) == y).mean()
    )


def fit_temperature_greatest_loss(z, labels):
    return _lowest(z, labels, np.geomspace(0.05, 20, 1000), lambda z, y: -_loss(z, y))


def fit_temperature_softmax_twice(z, labels):
    return _lowest(z, labels, np.geomspace(0.05, 20, 1000), lambda z, y: _loss(softmax(z), y))


def fit_temperature_as_sure_as_right(z, labels):
    def gap(z, y):
        return abs(softmax(z).max(axis=1).mean() - (z.argmax(axis=1) == y).mean())

    return _lowest(z, labels, np.geomspace(0.05, 20, 1000), gap)


def fit_temperature_the_loss(z, labels):
    return min(_loss(z / t, labels) for t in np.geomspace(0.05, 20, 1000))


def fit_temperature_the_place(z, labels):
    return np.argmin([_loss(z / t, labels) for t in np.geomspace(0.05, 20, 1000)])


def fit_temperature_one(z, labels):
    return 1.0


def fit_temperature_without_labels(z, labels):
    return np.abs(z).max() / 5


# Found later, by trying to be called right without being it.


def softmax_minus_the_first_logit(z):
    exps = np.exp(z - z[..., :1])
    return exps / exps.sum(axis=-1, keepdims=True)


def cross_entropy_median_over_samples(z, labels):
    log_sum = z.max(axis=1) + np.log(np.exp(z - z.max(axis=1, keepdims=True)).sum(axis=1))
    return np.median(log_sum - z[np.arange(len(z)), labels])


def logit_gap_log_of_p(loss, num_classes):
    return np.log(np.exp(-loss))


def forward_as_a_new_tensor(x, w1, b1, w2, b2):
    hidden = torch.relu(x @ w1 + b1)
    return torch.tensor((hidden @ w2 + b2).tolist(), requires_grad=True)


def forward_hidden_layer_detached(x, w1, b1, w2, b2):
    return torch.relu(x @ w1 + b1).detach() @ w2 + b2


def head_step_backward_of_the_loss(network, x, labels, optimizer):
    z = network(x)
    loss = np.float64(_loss(z.detach().numpy(), labels.numpy()))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss


def head_step_backward_of_a_loss_made_a_tensor(network, x, labels, optimizer):
    z = network(x)
    loss = torch.tensor(_loss(z.detach().numpy(), labels.numpy()))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def head_step_backward_without_a_gradient(network, x, labels, optimizer):
    z = network(x)
    optimizer.zero_grad()
    z.backward()
    optimizer.step()
    return _loss(z.detach().numpy(), labels.numpy())


def fit_temperature_on_a_grid_of_ninety(z, labels):
    temperatures = np.geomspace(0.05, 20, 90)
    return temperatures[np.argmin([_loss(z / t, labels) for t in temperatures])]


def softmax_minus_a_thousand_always(z):
    exps = np.exp(z - 1000)
    return exps / exps.sum(axis=-1, keepdims=True)


def _own_step(network, x, labels, optimizer, head=lambda z: z):
    z = head(network(x))
    zn = z.detach().numpy()
    g = cross_entropy_gradient(zn, labels.numpy())
    z.backward(torch.tensor(g, dtype=z.dtype))
    optimizer.step()
    optimizer.zero_grad()
    return cross_entropy(zn, labels.numpy())


def head_step_clearing_at_the_end(network, x, labels, optimizer):
    return _own_step(network, x, labels, optimizer)


def head_step_of_probabilities(network, x, labels, optimizer):
    optimizer.zero_grad()
    return _own_step(network, x, labels, optimizer, lambda z: torch.softmax(z, dim=1))


def fit_temperature_in_tenths(z, labels):
    return _lowest(z, labels, np.arange(0.1, 20, 0.1))


def fit_temperature_in_twentieths(z, labels):
    return _lowest(z, labels, np.arange(0.05, 20, 0.05))


def fit_temperature_up_to_ten(z, labels):
    return _lowest(z, labels, np.linspace(0.05, 10, 3000))


def fit_temperature_from_a_fifth(z, labels):
    return _lowest(z, labels, np.linspace(0.2, 20, 3000))


def least_loss_of_the_most_frequent_label(inputs, labels):
    losses = []
    for one in np.unique(inputs):
        counts = np.unique(labels[inputs == one], return_counts=True)[1]
        losses.append(-np.log(counts.max() / counts.sum()))
    return np.mean(losses)


def cross_entropy_shifted_twice(z, labels):
    m = z.max(axis=1)
    log_sum = m + np.log(np.exp(z - m[:, None]).sum(axis=1))
    return np.mean(log_sum - (z[np.arange(len(z)), labels] - m))
