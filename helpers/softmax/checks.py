"""The exercises of notebook 04: their cases, and the misconceptions that their hints answer."""

from functools import partial

import numpy as np
from scipy.special import log_softmax

from helpers.exercise import Checker, Exercise
from helpers.functions import sigmoid
from helpers.softmax import binary, crossentropy
from helpers.softmax.checks_further import FIT_TEMPERATURE, LEAST_LOSS
from helpers.softmax.checks_suspect import SUSPECT
from helpers.softmax.checks_training import BUILD, HEAD_STEP, SOFTMAX_REGRESSION
from helpers.values import agree, as_array


def _alike(answer, wrong) -> bool:
    """Compare where the misconception gives numbers: what overflows does so in many ways."""
    answer, wrong = as_array(answer), as_array(wrong)
    finite = np.isfinite(wrong)
    return answer.shape == wrong.shape and agree(answer[finite], wrong[finite])


def _softmax(z, shift=lambda z: 0.0, axis=-1, total=np.sum):
    """Take `shift` off, maybe too little, and divide by `total`, maybe not each row's sum."""
    with np.errstate(over="ignore", invalid="ignore"):
        exps = np.exp(z - shift(z))
        return exps / total(exps, axis=axis, keepdims=True)


def _row_max(z):
    return np.max(z, axis=-1, keepdims=True)


SOFTMAX = Exercise(
    crossentropy.softmax,
    cases=[
        dict(z=np.array([2.6, 1.5, 0.2, 0.6])),
        dict(z=np.array([[1.0, 2.0, 3.0], [3.0, -1.0, 0.0]])),
        dict(z=np.array([1000.0, 1001.0, 1002.0])),
        dict(z=np.array([[1000.0, 1001.0], [-1000.0, -1001.0]])),
        dict(z=np.array([1000.0, -1000.0, -1000.0])),
        dict(z=np.array([[-1000.0, 1000.0], [0.0, 1000.0]])),
    ],
    alike=_alike,
    build=BUILD,
    minutes=4,
    misconceptions=[
        (
            partial(_softmax, shift=lambda z: np.mean(z, axis=-1, keepdims=True)),
            "Taking off the mean is not enough: with logits 1000, -1000, -1000 the largest stays "
            "far above 709. Take off the largest.",
        ),
        (
            partial(_softmax, shift=lambda z: z[..., :1]),
            "You took the first logit off. That helps only where the first is the largest, or nearly.",
        ),
        (
            partial(_softmax, shift=np.max),
            "You took one number off all rows. Each row needs its own largest logit: "
            "z.max(axis=-1, keepdims=True).",
        ),
        (
            partial(_softmax, shift=lambda z: 1000.0),
            "A fixed number helps only near it: far below, every exp rounds to 0. Take off each row's own "
            "largest logit.",
        ),
        *(
            (
                partial(_softmax, shift=shift, axis=None),
                "All rows together sum to 1. Each row is a sample, and must sum to 1 by itself: sum "
                "along axis=-1 with keepdims=True.",
            )
            for shift in (np.max, _row_max, lambda z: 0.0)
        ),
        *(
            (wrong, "Here the columns sum to 1. The classes run along the last axis.")
            for wrong in (
                lambda z: crossentropy.softmax(z.T).T,
                partial(_softmax, shift=_row_max, axis=0),
                partial(_softmax, axis=0),
            )
        ),
        (
            lambda z: np.exp(z - _row_max(z)) / np.exp(z).sum(axis=-1, keepdims=True),
            "Take the largest logit off below the fraction bar, too, or the factor does not cancel.",
        ),
        (lambda z: np.log(_softmax(z, _row_max)), "Those are the logarithms of the probabilities."),
        (
            crossentropy.naive_softmax,
            "Right, until exp overflows. Take each row's largest logit off first: a constant "
            "changes nothing.",
        ),
        (
            lambda z: np.exp(z - _row_max(z)),
            "The exponentials are there, but they do not sum to 1 yet.",
        ),
        (partial(_softmax, total=np.max), "Divide by the sum of the exponentials."),
        (
            lambda z: crossentropy.softmax(z / _row_max(z)),
            "You divide by the largest logit. Subtract it: differences between logits are what counts.",
        ),
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


def _one_hot_like(z, labels):
    return crossentropy.one_hot(labels, z.shape[1])


def _naive_losses(z, labels):
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.log(_of_label(crossentropy.naive_softmax(z), labels))


CROSS_ENTROPY = Exercise(
    crossentropy.cross_entropy,
    cases=[
        dict(z=np.array([[2.6, 1.5, 0.2, 0.6]]), labels=np.array([1])),
        dict(z=np.array([[1.0, 2.0, 0.0], [0.0, 0.0, 3.0]]), labels=np.array([2, 1])),
        dict(z=np.array([[120.0, 0.0], [0.0, 1.0]], dtype=np.float32), labels=np.array([1, 0])),
        dict(z=np.array([[1000.0, 0.0]]), labels=np.array([1])),
        dict(z=np.array([[-1000.0, -1001.0], [1000.0, 999.0]]), labels=np.array([1, 1])),
        dict(z=np.array([[0.0, 0.0], [0.0, 1.0], [5.0, 0.0]]), labels=np.array([0, 1, 1])),
    ],
    alike=_alike,
    build=BUILD,
    minutes=6,
    misconceptions=[
        (
            lambda z, labels: np.median(-_of_label(_log_softmax(z), labels)),
            "That is the median over the samples. The loss is their mean.",
        ),
        (
            lambda z, labels: _naive_losses(z, labels).mean(),
            "Right for small logits only. In 32 bits exp(-120) is 0, and with 1000 and 0 a probability "
            "is 0 in any, or exp overflows; to cut it off or to add a little gives another loss. -log p "
            "is log(sum(exp(z))) - z of the label, where each row's own largest logit comes off.",
        ),
        (
            lambda z, labels: (-_of_label(_log_softmax(z), labels) - z.max(axis=1)).mean(),
            "The largest logit that you took off in the sum must be added back after the logarithm.",
        ),
        (
            lambda z, labels: (-_of_label(_log_softmax(z), labels) + z.max(axis=1)).mean(),
            "The largest logit is put back twice. Either add m after the logarithm, or take it off z of the "
            "label as well: one of the two, not both.",
        ),
        (
            lambda z, labels: -np.log(_of_label(crossentropy.softmax(z), labels).mean()),
            "That is the logarithm of the mean probability. Take the logarithm of each, then the mean.",
        ),
        (
            lambda z, labels: -_log_softmax(z)[0, labels[0]],
            "That is the loss of the first sample alone. Take the mean over all.",
        ),
        (
            lambda z, labels: -_of_label(_log_softmax(z), labels).sum() / z.size,
            "You divided by the number of classes, too. The mean runs over the samples.",
        ),
        (
            lambda z, labels: -_log_softmax(z)[:, labels].mean(),
            "z[:, labels] takes every label from every row. Pair them: z[np.arange(len(z)), labels].",
        ),
        (
            lambda z, labels: -_of_label(_log_softmax(crossentropy.softmax(z)), labels).mean(),
            "That is a softmax of a softmax: the loss wants logits.",
        ),
        (
            lambda z, labels: (
                -np.log(np.where(_one_hot_like(z, labels), _softmax(z), 1 - _softmax(z)))
                .sum(axis=1)
                .mean()
            ),
            "You added -log(1 - p) of the other classes. Only the label's own probability counts.",
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
        *(
            (
                lambda z, labels, most=most: (
                    most - _of_label(crossentropy.softmax(z), labels).mean()
                ),
                "The logarithm is missing.",
            )
            for most in (0, 1)
        ),
        *(
            (
                lambda z, labels, base=base: (
                    -_of_label(_log_softmax(z), labels).mean() / np.log(base)
                ),
                f"That is log{base}. We use the natural logarithm: nats.",
            )
            for base in (2, 10)
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


CROSS_ENTROPY_GRADIENT = Exercise(
    crossentropy.cross_entropy_gradient,
    cases=[
        dict(z=np.array([[2.6, 1.5, 0.2, 0.6]]), labels=np.array([1])),
        dict(z=np.array([[1.0, 2.0, 0.0], [0.0, 0.0, 3.0]]), labels=np.array([2, 0])),
        dict(z=np.array([[0.5, -0.5], [2.0, 2.0], [-3.0, 1.0]]), labels=np.array([1, 0, 1])),
        dict(z=np.array([[1000.0, 1001.0], [-1000.0, -1001.0]]), labels=np.array([1, 1])),
    ],
    alike=_alike,
    build=BUILD,
    minutes=6,
    misconceptions=[
        (
            lambda z, labels: -crossentropy.cross_entropy_gradient(z, labels),
            "The sign is turned. The gradient is positive where the probability is too large.",
        ),
        (
            lambda z, labels: crossentropy.cross_entropy_gradient(z, labels) * len(z),
            "This is the gradient of the sum. The loss is a mean: divide by the number of samples.",
        ),
        *(
            (
                lambda z, labels, axes=axes: (
                    (crossentropy.softmax(z) - _one_hot_like(z, labels)) / np.prod(z.shape[axes:])
                ),
                "The mean runs over the samples only: divide by len(z).",
            )
            for axes in (0, 1)
        ),
        (
            lambda z, labels: (
                (crossentropy.softmax(z) - _one_hot_like(z, labels).max(axis=0)) / len(z)
            ),
            "p[:, labels] takes 1 from these columns in every row. Pair them: "
            "p[np.arange(len(p)), labels].",
        ),
        (
            lambda z, labels: (crossentropy.naive_softmax(z) - _one_hot_like(z, labels)) / len(z),
            "Right, until exp overflows. Your own softmax survives logits of any size: call it.",
        ),
        (
            lambda z, labels: crossentropy.cross_entropy_gradient(crossentropy.softmax(z), labels),
            "That is a softmax of a softmax. z are logits: one is enough.",
        ),
        (
            lambda z, labels: (
                (_softmax(z, lambda z: z.max(axis=0), 0) - _one_hot_like(z, labels)) / len(z)
            ),
            "Your probabilities sum to 1 down the columns, over samples. The classes run along the last axis.",
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


def _multi_label_naively(z, y, squash):
    p = squash(z)
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
    alike=_alike,
    minutes=8,
    misconceptions=[
        (
            lambda z, y: _multi_label_naively(z, y, sigmoid),
            "Right for small logits only: for large ones exp overflows and p rounds to 0 or 1, and "
            "what cuts p off or adds a little gives another loss. Write -log p as a logarithm of a sum, "
            "log(1 + exp(...)): np.logaddexp has that without overflow.",
        ),
        *(
            (
                wrong,
                "A softmax makes the labels compete: with two labels present they cannot both get "
                "more than half. Each label needs a sigmoid of its own.",
            )
            for wrong in (
                lambda z, y: np.mean(-np.sum(y * np.log(crossentropy.softmax(z)), axis=1)),
                lambda z, y: _multi_label_naively(z, y, crossentropy.softmax),
            )
        ),
        (
            lambda z, y: np.mean(y * np.logaddexp(1, -z) + (1 - y) * np.logaddexp(1, z)),
            "np.logaddexp(1, z) is log(e + exp(z)). The 1 in 1 + exp(z) is exp(0): its exponent is 0.",
        ),
        (
            lambda z, y: _multi_label_naively(sigmoid(z), y, sigmoid),
            "That is a sigmoid of a sigmoid. The loss is that of logits: put z in as it is.",
        ),
        (
            lambda z, y: np.sum(y * np.logaddexp(0, -z)) / np.sum(y),
            "The absent labels count too: a network that always says yes would get a loss of 0.",
        ),
        (
            lambda z, y: np.mean(np.logaddexp(0, -z)),
            "Both terms have the same sign in the exponent. With y = 0 the loss is log(1 + exp(z)).",
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
    [
        SOFTMAX,
        CROSS_ENTROPY,
        CROSS_ENTROPY_GRADIENT,
        SOFTMAX_REGRESSION,
        *SUSPECT,
        HEAD_STEP,
        LEAST_LOSS,
        MULTI_LABEL_LOSS,
        FIT_TEMPERATURE,
    ]
)
