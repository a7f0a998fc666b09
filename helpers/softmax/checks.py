"""The exercises of notebook 04: their cases, and the misconceptions that their hints answer."""

from functools import partial

import numpy as np
from scipy.special import log_softmax

from helpers.exercise import Checker, Exercise
from helpers.functions import sigmoid
from helpers.softmax import binary, crossentropy
from helpers.softmax.checks_suspect import SUSPECT


def _softmax(z, shift=lambda z: 0.0, axis=-1, total=np.sum):
    """Take `shift` off, maybe too little, and divide by `total`, maybe not each row's sum."""
    with np.errstate(over="ignore", invalid="ignore"):
        exps = np.exp(z - shift(z))
        return exps / total(exps, axis=axis, keepdims=True)


SOFTMAX = Exercise(
    crossentropy.softmax,
    cases=[
        dict(z=np.array([2.6, 1.5, 0.2, 0.6])),
        dict(z=np.array([[1.0, 2.0, 3.0], [3.0, -1.0, 0.0]])),
        dict(z=np.array([1000.0, 1001.0, 1002.0])),
        dict(z=np.array([[1000.0, 1001.0], [-1000.0, -1001.0]])),
        dict(z=np.array([1000.0, -1000.0, -1000.0])),
    ],
    misconceptions=[
        (
            crossentropy.naive_softmax,
            "Right, until exp overflows. Take each row's largest logit off first: a constant "
            "changes nothing.",
        ),
        (
            partial(_softmax, shift=lambda z: np.mean(z, axis=-1, keepdims=True)),
            "Taking off the mean is not enough: with logits 1000, -1000, -1000 the largest stays "
            "far above 709. Take off the largest.",
        ),
        (
            partial(_softmax, shift=np.max),
            "You took the largest logit of all rows. Each row needs its own: z.max(axis=-1, "
            "keepdims=True).",
        ),
        (
            partial(_softmax, shift=np.max, axis=None),
            "All rows together sum to 1. Each row is a sample, and must sum to 1 by itself.",
        ),
        (
            partial(_softmax, axis=None),
            "Two things. All rows together sum to 1, but each row is a sample: sum along axis=-1 "
            "with keepdims=True. And exp overflows: take each row's largest logit off first.",
        ),
        (
            lambda z: crossentropy.softmax(z.T).T,
            "Here the columns sum to 1. The classes run along the last axis.",
        ),
        (
            lambda z: np.exp(z - np.max(z, axis=-1, keepdims=True)),
            "The exponentials are there, but they do not sum to 1 yet.",
        ),
        (partial(_softmax, total=np.max), "Divide by the sum of the exponentials."),
        (
            lambda z: z / np.sum(z, axis=-1, keepdims=True),
            "That divides the logits themselves. They may be negative: take exp first.",
        ),
        (
            sigmoid,
            "That is a sigmoid for each class by itself: the classes do not compete, and nothing "
            "makes the sum 1.",
        ),
    ],
)


_log_softmax = partial(log_softmax, axis=1)


def _of_label(values, labels):
    return values[np.arange(len(labels)), labels]


def _entropy_by_way_of(softmax, z, labels):
    with np.errstate(divide="ignore"):
        return -np.mean(np.log(_of_label(softmax(z), labels)))


CROSS_ENTROPY = Exercise(
    crossentropy.cross_entropy,
    cases=[
        dict(z=np.array([[2.6, 1.5, 0.2, 0.6]]), labels=np.array([1])),
        dict(z=np.array([[1.0, 2.0, 0.0], [0.0, 0.0, 3.0]]), labels=np.array([2, 2])),
        dict(z=np.array([[100.0, 0.0], [0.0, 1.0]]), labels=np.array([1, 0])),
        dict(z=np.array([[1000.0, 0.0]]), labels=np.array([1])),
        dict(z=np.array([[-1000.0, -1001.0, -1002.0]]), labels=np.array([1])),
    ],
    misconceptions=[
        (
            partial(_entropy_by_way_of, crossentropy.softmax),
            "With logits 1000 and 0 the smaller probability rounds to 0, and log 0 is -infinity. "
            "Do not compute the probability at all: -log p is log(sum(exp(z))) - z of the label.",
        ),
        (
            partial(_entropy_by_way_of, crossentropy.naive_softmax),
            "exp(1000) overflows. Do not compute the probability at all: -log p is "
            "log(sum(exp(z))) - z of the label, and in the sum the largest logit comes off first.",
        ),
        (
            lambda z, labels: -_of_label(_log_softmax(z), labels).sum(),
            "That is the sum over samples. Take the mean, so that the loss does not grow with the "
            "number of samples.",
        ),
        (
            lambda z, labels: _of_label(_log_softmax(z), labels).mean(),
            "The sign: a log-probability is negative, and a loss should fall when it rises.",
        ),
        (
            lambda z, labels: -_of_label(crossentropy.softmax(z), labels).mean(),
            "The logarithm is missing.",
        ),
        (
            lambda z, labels: -_of_label(_log_softmax(z), labels).mean() / np.log(2),
            "That is log2, and the answer in bits. We use the natural logarithm: nats.",
        ),
        (
            lambda z, labels: -_log_softmax(z).mean(),
            "You took the mean over all classes. Only the label's own probability counts.",
        ),
        (
            lambda z, labels: -_log_softmax(z).max(axis=1).mean(),
            "That is the loss if the most probable class were always right. Use the label's.",
        ),
        (
            lambda z, labels: -_of_label(_log_softmax(z), labels - 1).mean(),
            "Off by one: labels count from 0.",
        ),
        (
            lambda z, labels: -_of_label(z, labels).mean(),
            "That is the logit. Take log(sum(exp(z))) into account, or the loss has no floor.",
        ),
    ],
)


def _one_hot_like(z, labels):
    return crossentropy.one_hot(labels, z.shape[1])


CROSS_ENTROPY_GRADIENT = Exercise(
    crossentropy.cross_entropy_gradient,
    cases=[
        dict(z=np.array([[2.6, 1.5, 0.2, 0.6]]), labels=np.array([1])),
        dict(z=np.array([[1.0, 2.0, 0.0], [0.0, 0.0, 3.0]]), labels=np.array([2, 0])),
        dict(z=np.array([[0.5, -0.5], [2.0, 2.0], [-3.0, 1.0]]), labels=np.array([1, 0, 1])),
    ],
    misconceptions=[
        (
            lambda z, labels: -crossentropy.cross_entropy_gradient(z, labels),
            "The sign is turned. The gradient is positive where the probability is too large.",
        ),
        (
            lambda z, labels: crossentropy.cross_entropy_gradient(z, labels) * len(z),
            "This is the gradient of the sum. The loss is a mean: divide by the number of samples.",
        ),
        (
            lambda z, labels: crossentropy.softmax(z) / len(z),
            "Where is the label? Take off 1 from the probability of the right class.",
        ),
        (
            lambda z, labels: (crossentropy.softmax(z) - labels[:, None]) / len(z),
            "You took off the class number from every probability. y is the one-hot vector.",
        ),
        (
            lambda z, labels: (
                crossentropy.cross_entropy_gradient(z, labels) * _one_hot_like(z, labels)
            ),
            "The other classes have a gradient too: raising their logits lowers p of the right one.",
        ),
        (
            lambda z, labels: (z - _one_hot_like(z, labels)) / len(z),
            "That is z - y. The gradient has the probabilities in it: p - y.",
        ),
        (
            lambda z, labels: -_one_hot_like(z, labels) / crossentropy.softmax(z) / len(z),
            "That is the gradient with respect to p, -y / p. Go on through the softmax to z.",
        ),
    ],
)


def _cross(y, q):
    return -np.sum(y * np.log(np.maximum(q, 1e-300)))


def _decompose_naively(y, q):
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.sum(y * np.log(y)), np.sum(y * np.log(y / q)), -np.sum(y * np.log(q))


DECOMPOSE = Exercise(
    crossentropy.decompose,
    cases=[
        dict(y=np.array([0.7, 0.2, 0.1]), q=np.array([0.5, 0.3, 0.2])),
        dict(y=np.array([0.5, 0.3, 0.2]), q=np.array([0.7, 0.2, 0.1])),
        dict(y=np.array([0.25, 0.75]), q=np.array([0.25, 0.75])),
        dict(y=np.array([0.0, 1.0, 0.0]), q=np.array([0.2, 0.7, 0.1])),
        dict(y=np.array([0.6, 0.0, 0.4]), q=np.array([0.1, 0.6, 0.3])),
        dict(y=np.array([0.5, 0.5, 0.0]), q=np.array([0.9, 0.1, 0.0])),
    ],
    misconceptions=[
        (
            _decompose_naively,
            "A class of probability 0 gives 0 * log 0 = NaN. By convention it counts as 0: leave "
            "those classes out.",
        ),
        (
            lambda y, q: (_cross(y, y), _cross(q, y) - _cross(q, q), _cross(y, q)),
            "That is KL(q || y). The two differ: the average is taken under y.",
        ),
        (
            lambda y, q: (*crossentropy.decompose(y, q)[:2], _cross(q, y)),
            "The cross-entropy is turned around: the truth y weighs, the forecast q stands in the "
            "logarithm.",
        ),
        (
            lambda y, q: np.take(crossentropy.decompose(y, q), [0, 2, 2]),
            "Cross-entropy and KL divergence are not the same: they differ by H(y). KL is 0 for a "
            "perfect forecast.",
        ),
        (
            lambda y, q: (_cross(q, q), *crossentropy.decompose(y, q)[1:]),
            "The first value is the entropy of y, not of q.",
        ),
        (
            lambda y, q: np.multiply(crossentropy.decompose(y, q), [-1, 1, 1]),
            "Entropy is never negative: -sum(y log y), since log y is at most 0.",
        ),
        (
            lambda y, q: np.multiply(crossentropy.decompose(y, q), [1, -1, 1]),
            "The KL divergence is never negative: sum(y log(y / q)).",
        ),
        (
            lambda y, q: np.divide(crossentropy.decompose(y, q), np.log(2)),
            "That is log2: bits. The exercise wants nats.",
        ),
    ],
)


def _multi_label_naively(z, y):
    p = sigmoid(z)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p))


MULTI_LABEL_LOSS = Exercise(
    binary.multi_label_loss,
    cases=[
        dict(z=np.array([[2.0, -1.0, 0.5]]), y=np.array([[1.0, 0.0, 1.0]])),
        dict(
            z=np.array([[0.0, 3.0, -2.0], [1.0, -1.0, 4.0]]),
            y=np.array([[0.0, 1.0, 1.0], [0.0, 0.0, 0.0]]),
        ),
        dict(z=np.array([[100.0, -100.0]]), y=np.array([[0.0, 0.0]])),
        dict(z=np.array([[1000.0, -1000.0]]), y=np.array([[1.0, 1.0]])),
    ],
    misconceptions=[
        (
            _multi_label_naively,
            "Right, until p rounds to 0 or 1 and log 0 appears. For one label, -log p is "
            "log(1 + exp(-z)) and -log(1 - p) is log(1 + exp(z)): np.logaddexp(0, z) is the "
            "second without overflow.",
        ),
        (
            lambda z, y: np.mean(-np.sum(y * _log_softmax(z), axis=1)),
            "A softmax makes the labels compete: with two labels present they cannot both get "
            "more than half. Each label needs a sigmoid of its own.",
        ),
        (
            lambda z, y: np.mean(y * np.logaddexp(0, -z)),
            "The absent labels count too: a network that always says yes would get a loss of 0.",
        ),
        (
            lambda z, y: np.sum(np.logaddexp(0, z) - y * z),
            "That is the sum. Take the mean over samples and labels, as PyTorch does.",
        ),
        (
            lambda z, y: np.mean(np.sum(np.logaddexp(0, z) - y * z, axis=1)),
            "You summed over labels. Take the mean over both, as PyTorch's default does.",
        ),
        (
            lambda z, y: np.mean(y * z - np.logaddexp(0, z)),
            "The sign: this is the log-likelihood. The loss is its negative.",
        ),
        (
            lambda z, y: np.mean(np.logaddexp(0, -z) + y * z),
            "Yes and no are exchanged: log(1 + exp(z)) belongs to y = 0.",
        ),
    ],
)

check = Checker(
    [SOFTMAX, CROSS_ENTROPY, DECOMPOSE, CROSS_ENTROPY_GRADIENT, MULTI_LABEL_LOSS, *SUSPECT]
)
