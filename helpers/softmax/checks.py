"""The exercises of notebook 04: their cases, and the misconceptions that their hints answer."""

import numpy as np
import torch
from scipy.special import expit

from helpers import exercise
from helpers.exercise import Checker, Exercise, Misconception
from helpers.softmax import model


def _softmax_down_the_columns(z):
    return model.softmax(np.asarray(z).T).T


def _softmax_of_all(z):
    exps = np.exp(z - np.max(z))
    return exps / exps.sum()


def _softmax_naively_of_all(z):
    with np.errstate(over="ignore", invalid="ignore"):
        exps = np.exp(z)
        return exps / exps.sum()


def _softmax_minus_global_max(z):
    exps = np.exp(z - np.max(z))
    with np.errstate(invalid="ignore"):
        return exps / exps.sum(axis=-1, keepdims=True)


def _softmax_minus_mean(z):
    return model.naive_softmax(z - np.mean(z, axis=-1, keepdims=True))


def _softmax_without_sum(z):
    return np.exp(z - np.max(z, axis=-1, keepdims=True))


def _softmax_linear(z):
    return z / np.sum(z, axis=-1, keepdims=True)


def _softmax_over_largest(z):
    with np.errstate(over="ignore", invalid="ignore"):
        exps = np.exp(z)
        return exps / np.max(exps, axis=-1, keepdims=True)


SOFTMAX = Exercise(
    model.softmax,
    cases=[
        dict(z=np.array([2.6, 1.5, 0.2, 0.6])),
        dict(z=np.array([[1.0, 2.0, 3.0], [3.0, -1.0, 0.0]])),
        dict(z=np.array([1000.0, 1001.0, 1002.0])),
        dict(z=np.array([[1000.0, 1001.0], [-1000.0, -1001.0]])),
        dict(z=np.array([1000.0, -1000.0, -1000.0])),
    ],
    misconceptions=[
        Misconception(
            model.naive_softmax,
            "Right, until exp overflows. Take each row's largest logit off first: a constant "
            "changes nothing.",
        ),
        Misconception(
            _softmax_minus_mean,
            "Taking off the mean is not enough: with logits 1000, -1000, -1000 the largest stays "
            "far above 709. Take off the largest.",
        ),
        Misconception(
            _softmax_minus_global_max,
            "You took the largest logit of all rows. Each row needs its own: z.max(axis=-1, "
            "keepdims=True).",
        ),
        Misconception(
            _softmax_of_all,
            "All rows together sum to 1. Each row is a sample, and must sum to 1 by itself.",
        ),
        Misconception(
            _softmax_naively_of_all,
            "Two things. All rows together sum to 1, but each row is a sample: sum along axis=-1 "
            "with keepdims=True. And exp overflows: take each row's largest logit off first.",
        ),
        Misconception(
            _softmax_down_the_columns,
            "Here the columns sum to 1. The classes run along the last axis.",
        ),
        Misconception(
            _softmax_without_sum,
            "The exponentials are there, but they do not sum to 1 yet.",
        ),
        Misconception(_softmax_over_largest, "Divide by the sum of the exponentials."),
        Misconception(
            _softmax_linear,
            "That divides the logits themselves. They may be negative: take exp first.",
        ),
        Misconception(
            lambda z: expit(z),
            "That is a sigmoid for each class by itself: the classes do not compete, and nothing "
            "makes the sum 1.",
        ),
    ],
)


def _log_softmax(z):
    return z - np.max(z, axis=1, keepdims=True) - np.log(_softmax_without_sum(z).sum(1))[:, None]


def _of_label(values, labels):
    return values[np.arange(len(labels)), labels]


def _entropy_by_way_of_softmax(z, labels):
    with np.errstate(divide="ignore"):
        return -np.mean(np.log(_of_label(model.softmax(z), labels)))


def _entropy_by_way_of_naive_softmax(z, labels):
    with np.errstate(divide="ignore"):
        return -np.mean(np.log(_of_label(model.naive_softmax(z), labels)))


CROSS_ENTROPY = Exercise(
    model.cross_entropy,
    cases=[
        dict(z=np.array([[2.6, 1.5, 0.2, 0.6]]), labels=np.array([1])),
        dict(z=np.array([[1.0, 2.0, 0.0], [0.0, 0.0, 3.0]]), labels=np.array([2, 2])),
        dict(z=np.array([[100.0, 0.0], [0.0, 1.0]]), labels=np.array([1, 0])),
        dict(z=np.array([[1000.0, 0.0]]), labels=np.array([1])),
        dict(z=np.array([[-1000.0, -1001.0, -1002.0]]), labels=np.array([1])),
    ],
    misconceptions=[
        Misconception(
            _entropy_by_way_of_softmax,
            "With logits 1000 and 0 the smaller probability rounds to 0, and log 0 is -infinity. "
            "Do not compute the probability at all: -log p is log(sum(exp(z))) - z of the label.",
        ),
        Misconception(
            _entropy_by_way_of_naive_softmax,
            "exp(1000) overflows. Do not compute the probability at all: -log p is "
            "log(sum(exp(z))) - z of the label, and in the sum the largest logit comes off first.",
        ),
        Misconception(
            lambda z, labels: -_of_label(_log_softmax(z), labels).sum(),
            "That is the sum over samples. Take the mean, so that the loss does not grow with the "
            "number of samples.",
        ),
        Misconception(
            lambda z, labels: _of_label(_log_softmax(z), labels).mean(),
            "The sign: a log-probability is negative, and a loss should fall when it rises.",
        ),
        Misconception(
            lambda z, labels: -_of_label(model.softmax(z), labels).mean(),
            "The logarithm is missing.",
        ),
        Misconception(
            lambda z, labels: -_of_label(_log_softmax(z), labels).mean() / np.log(2),
            "That is log2, and the answer in bits. We use the natural logarithm: nats.",
        ),
        Misconception(
            lambda z, labels: -_log_softmax(z).mean(),
            "You took the mean over all classes. Only the label's own probability counts.",
        ),
        Misconception(
            lambda z, labels: -_log_softmax(z).max(axis=1).mean(),
            "That is the loss if the most probable class were always right. Use the label's.",
        ),
        Misconception(
            lambda z, labels: -_of_label(_log_softmax(z), labels - 1).mean(),
            "Off by one: labels count from 0.",
        ),
        Misconception(
            lambda z, labels: -_of_label(z, labels).mean(),
            "That is the logit. Take log(sum(exp(z))) into account, or the loss has no floor.",
        ),
    ],
)


def _one_hot_like(z, labels):
    return model.one_hot(labels, z.shape[1])


def _gradient_only_of_label(z, labels):
    return model.cross_entropy_gradient(z, labels) * _one_hot_like(z, labels)


CROSS_ENTROPY_GRADIENT = Exercise(
    model.cross_entropy_gradient,
    cases=[
        dict(z=np.array([[2.6, 1.5, 0.2, 0.6]]), labels=np.array([1])),
        dict(z=np.array([[1.0, 2.0, 0.0], [0.0, 0.0, 3.0]]), labels=np.array([2, 0])),
        dict(z=np.array([[0.5, -0.5], [2.0, 2.0], [-3.0, 1.0]]), labels=np.array([1, 0, 1])),
    ],
    misconceptions=[
        Misconception(
            lambda z, labels: -model.cross_entropy_gradient(z, labels),
            "The sign is turned. The gradient is positive where the probability is too large.",
        ),
        Misconception(
            lambda z, labels: model.cross_entropy_gradient(z, labels) * len(z),
            "This is the gradient of the sum. The loss is a mean: divide by the number of samples.",
        ),
        Misconception(
            lambda z, labels: model.softmax(z) / len(z),
            "Where is the label? Take off 1 from the probability of the right class.",
        ),
        Misconception(
            lambda z, labels: (model.softmax(z) - labels[:, None]) / len(z),
            "You took off the class number from every probability. y is the one-hot vector.",
        ),
        Misconception(
            _gradient_only_of_label,
            "The other classes have a gradient too: raising their logits lowers p of the right one.",
        ),
        Misconception(
            lambda z, labels: (z - _one_hot_like(z, labels)) / len(z),
            "That is z - y. The gradient has the probabilities in it: p - y.",
        ),
        Misconception(
            lambda z, labels: -_one_hot_like(z, labels) / model.softmax(z) / len(z),
            "That is the gradient with respect to p, -y / p. Go on through the softmax to z.",
        ),
    ],
)


def _forgiving_log(values):
    return np.log(np.maximum(values, 1e-300))


def _decompose_in_bits(y, q):
    return tuple(value / np.log(2) for value in model.decompose(y, q))


def _decompose_naively(y, q):
    with np.errstate(divide="ignore", invalid="ignore"):
        return (
            -np.sum(y * np.log(y)),
            np.sum(y * np.log(y / q)),
            -np.sum(y * np.log(q)),
        )


def _decompose_kl_backward(y, q):
    entropy, _, cross = model.decompose(y, q)
    return entropy, np.sum(q * (_forgiving_log(q) - _forgiving_log(y))), cross


def _decompose_cross_backward(y, q):
    entropy, divergence, _ = model.decompose(y, q)
    return entropy, divergence, -np.sum(q * _forgiving_log(y))


def _decompose_kl_is_cross(y, q):
    entropy, _, cross = model.decompose(y, q)
    return entropy, cross, cross


def _decompose_entropy_of_q(y, q):
    _, divergence, cross = model.decompose(y, q)
    return -np.sum(q * _forgiving_log(q)), divergence, cross


def _decompose_sign_of_entropy(y, q):
    entropy, divergence, cross = model.decompose(y, q)
    return -entropy, divergence, cross


def _decompose_sign_of_kl(y, q):
    entropy, divergence, cross = model.decompose(y, q)
    return entropy, -divergence, cross


DECOMPOSE = Exercise(
    model.decompose,
    cases=[
        dict(y=np.array([0.7, 0.2, 0.1]), q=np.array([0.5, 0.3, 0.2])),
        dict(y=np.array([0.5, 0.3, 0.2]), q=np.array([0.7, 0.2, 0.1])),
        dict(y=np.array([0.25, 0.75]), q=np.array([0.25, 0.75])),
        dict(y=np.array([0.0, 1.0, 0.0]), q=np.array([0.2, 0.7, 0.1])),
        dict(y=np.array([0.6, 0.0, 0.4]), q=np.array([0.1, 0.6, 0.3])),
        dict(y=np.array([0.5, 0.5, 0.0]), q=np.array([0.9, 0.1, 0.0])),
    ],
    misconceptions=[
        Misconception(
            _decompose_naively,
            "A class of probability 0 gives 0 * log 0 = NaN. By convention it counts as 0: leave "
            "those classes out.",
        ),
        Misconception(
            _decompose_kl_backward,
            "That is KL(q || y). The two differ: the average is taken under y.",
        ),
        Misconception(
            _decompose_cross_backward,
            "The cross-entropy is turned around: the truth y weighs, the forecast q stands in the "
            "logarithm.",
        ),
        Misconception(
            _decompose_kl_is_cross,
            "Cross-entropy and KL divergence are not the same: they differ by H(y). KL is 0 for a "
            "perfect forecast.",
        ),
        Misconception(_decompose_entropy_of_q, "The first value is the entropy of y, not of q."),
        Misconception(
            _decompose_sign_of_entropy,
            "Entropy is never negative: -sum(y log y), since log y is at most 0.",
        ),
        Misconception(
            _decompose_sign_of_kl, "The KL divergence is never negative: sum(y log(y / q))."
        ),
        Misconception(_decompose_in_bits, "That is log2: bits. The exercise wants nats."),
    ],
)


def _multi_label_naively(z, y):
    p = expit(z)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p))


def _multi_label_by_softmax(z, y):
    return np.mean(-np.sum(y * _log_softmax(z), axis=1))


def _multi_label_present_only(z, y):
    return np.mean(y * np.logaddexp(0, -z))


MULTI_LABEL_LOSS = Exercise(
    model.multi_label_loss,
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
        Misconception(
            _multi_label_naively,
            "Right, until p rounds to 0 or 1 and log 0 appears. For one label, -log p is "
            "log(1 + exp(-z)) and -log(1 - p) is log(1 + exp(z)): np.logaddexp(0, z) is the "
            "second without overflow.",
        ),
        Misconception(
            _multi_label_by_softmax,
            "A softmax makes the labels compete: with two labels present they cannot both get "
            "more than half. Each label needs a sigmoid of its own.",
        ),
        Misconception(
            _multi_label_present_only,
            "The absent labels count too: a network that always says yes would get a loss of 0.",
        ),
        Misconception(
            lambda z, y: np.sum(np.logaddexp(0, z) - y * z),
            "That is the sum. Take the mean over samples and labels, as PyTorch does.",
        ),
        Misconception(
            lambda z, y: np.mean(np.sum(np.logaddexp(0, z) - y * z, axis=1)),
            "You summed over labels. Take the mean over both, as PyTorch's default does.",
        ),
        Misconception(
            lambda z, y: np.mean(y * z - np.logaddexp(0, z)),
            "The sign: this is the log-likelihood. The loss is its negative.",
        ),
        Misconception(
            lambda z, y: np.mean(np.logaddexp(0, -z) + y * z),
            "Yes and no are exchanged: log(1 + exp(z)) belongs to y = 0.",
        ),
    ],
)

LOGIT_GAP = Exercise(
    model.logit_gap,
    cases=[
        dict(loss=np.log(2), num_classes=2),
        dict(loss=0.2, num_classes=3),
        dict(loss=2.0, num_classes=5),
        dict(loss=0.05, num_classes=100),
    ],
    misconceptions=[
        Misconception(
            lambda loss, num_classes: np.exp(-loss),
            "That is the probability p of the right class: step one. Now solve for the gap.",
        ),
        Misconception(
            lambda loss, num_classes: np.log(np.exp(-loss) / (1 - np.exp(-loss))),
            "Right for two classes. With more, the remaining 1 - p is shared by num_classes - 1.",
        ),
        Misconception(
            lambda loss, num_classes: np.log(np.exp(-loss) * num_classes / (1 - np.exp(-loss))),
            "The remaining 1 - p is shared by the other classes only: num_classes - 1 of them.",
        ),
        Misconception(
            lambda loss, num_classes: -model.logit_gap(loss, num_classes),
            "The sign: the right class leads where p is above 1 / num_classes.",
        ),
        Misconception(
            lambda loss, num_classes: np.exp(model.logit_gap(loss, num_classes)),
            "That is the ratio of two exponentials. Its logarithm is the gap between the logits.",
        ),
    ],
)


def _as_logits(answer) -> torch.Tensor | None:
    """Return an answer as a tensor of numbers, or None if it is not made of numbers."""
    try:
        return torch.as_tensor(answer, dtype=torch.float32)
    except (TypeError, ValueError, RuntimeError):
        return None


def _same_forecast(answer, expected) -> bool:
    """Say whether two arrays of logits give the same probabilities in each row."""
    answer, expected = _as_logits(answer), _as_logits(expected)
    if answer is None or expected is None or answer.shape != expected.shape:
        return False
    return exercise.agree(answer.softmax(dim=1), expected.softmax(dim=1))


def _explain_forecast(case: dict, answer, expected) -> str:
    """Say what the loss makes of the reader's output, since logits may differ by a constant."""
    answer = _as_logits(answer)
    if answer is None or answer.shape != expected.shape:
        found = "not made of numbers" if answer is None else f"of shape {tuple(answer.shape)}"
        return (
            f"The output should have shape {tuple(expected.shape)}, a logit for each sample and "
            f"class; yours is {found}."
        )
    ours, theirs = (exercise.show_value(logits[0].softmax(dim=0)) for logits in (expected, answer))
    return (
        f"When the loss has applied its softmax, the first sample should have the probabilities "
        f"{ours}. From your output it gets {theirs}."
    )


def _forward_twice_soft(x, w1, b1, w2, b2):
    return model.repaired_forward(x, w1, b1, w2, b2).softmax(dim=1)


def _make_layers(seed: int, sizes: tuple[int, int, int], num_samples: int) -> dict:
    generator = torch.Generator().manual_seed(seed)
    num_in, num_hidden, num_out = sizes
    shapes = dict(
        x=(num_samples, num_in),
        w1=(num_in, num_hidden),
        b1=(num_hidden,),
        w2=(num_hidden, num_out),
        b2=(num_out,),
    )
    return {name: torch.randn(shape, generator=generator) for name, shape in shapes.items()}


REPAIRED_FORWARD = Exercise(
    model.repaired_forward,
    cases=[_make_layers(0, (2, 4, 3), 2), _make_layers(1, (3, 8, 5), 4)],
    agree=_same_forecast,
    explain=_explain_forecast,
    misconceptions=[
        Misconception(
            _forward_twice_soft,
            "This is the bug itself: nn.CrossEntropyLoss applies a softmax to what you return, "
            "and that would be the second one.",
        ),
        Misconception(
            lambda x, w1, b1, w2, b2: model.repaired_forward(x, w1, b1, w2, b2).sigmoid(),
            "A sigmoid has the same fault as the softmax: its outputs lie between 0 and 1, so no "
            "logit can lead by more than 1.",
        ),
        Misconception(
            lambda x, w1, b1, w2, b2: model.repaired_forward(x, w1, b1, w2, b2).relu(),
            "A ReLU at the output cuts all negative logits to 0. The last layer is linear.",
        ),
        Misconception(
            lambda x, w1, b1, w2, b2: (x @ w1 + b1) @ w2 + b2,
            "The hidden layer has lost its ReLU: this network is linear.",
        ),
        Misconception(
            lambda x, w1, b1, w2, b2: model.repaired_forward(x, w1, b1, w2, b2).argmax(dim=1),
            "That is the predicted class. The loss wants one logit for each class.",
        ),
        Misconception(
            lambda x, w1, b1, w2, b2: torch.relu(x @ w1 + b1) @ w2,
            "The output's biases b2 are missing.",
        ),
    ],
)

check = Checker(
    [
        SOFTMAX,
        CROSS_ENTROPY,
        CROSS_ENTROPY_GRADIENT,
        DECOMPOSE,
        MULTI_LABEL_LOSS,
        LOGIT_GAP,
        REPAIRED_FORWARD,
    ]
)
