"""Softmax, cross-entropy and calibration: the formulas, and the data that notebook 04 learns from.

Logits and probabilities have shape (num_samples, num_classes) unless said otherwise; labels are
class numbers (num_samples,) from 0. Logarithms are natural: entropies are in nats.
"""

from collections.abc import Iterator

import numpy as np
import torch
from scipy.special import expit, logsumexp, xlogy
from torch import Tensor, nn

from helpers.arguments import require_at_least, require_finite, require_positive
from helpers.datasets.digits import load_all
from helpers.mlp import MLP
from helpers.training import accuracy, epochs

FLOATS = {"float16": np.float16, "float32": np.float32, "float64": np.float64}


def naive_softmax(z):
    """Return exp(z) / sum(exp(z)) along the last axis, as the formula stands: it overflows."""
    with np.errstate(over="ignore", invalid="ignore"):  # the overflow is what we want to see
        exps = np.exp(z)
        return exps / exps.sum(axis=-1, keepdims=True)


def softmax(z):
    """Return the probabilities of logits `z` (..., num_classes), along the last axis.

    The largest logit is taken off first, which changes nothing but keeps exp within bounds.
    """
    z = np.asarray(z)
    exps = np.exp(z - z.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def overflow_threshold(dtype) -> float:
    """Return the largest x, to rounding, whose exp(x) is a finite number of type `dtype`."""
    return float(np.log(np.float64(np.finfo(dtype).max)))


def one_hot(labels, num_classes: int) -> np.ndarray:
    """Return rows (num_samples, num_classes) with a 1 at each label. Raises ValueError outside."""
    labels = np.asarray(labels)
    if labels.min() < 0 or labels.max() >= num_classes:
        raise ValueError(f"labels must lie from 0 to num_classes - 1 = {num_classes - 1}.")
    return np.eye(num_classes)[labels]


def cross_entropy(z, labels) -> float:
    """Return the mean of -log p[label] over samples, for logits `z`."""
    z = np.asarray(z, dtype=float)
    return float(np.mean(logsumexp(z, axis=1) - z[np.arange(len(z)), labels]))


def cross_entropy_gradient(z, labels) -> np.ndarray:
    """Return the gradient of `cross_entropy` with respect to the logits, of their shape."""
    z = np.asarray(z, dtype=float)
    return (softmax(z) - one_hot(labels, z.shape[1])) / len(z)


def _require_distributions(**distributions) -> None:
    require_at_least(0, **distributions)
    for name, values in distributions.items():
        if not np.isclose(np.sum(values), 1):
            raise ValueError(f"{name} must sum to 1; divide it by its sum, {np.sum(values):g}.")


def decompose(y, q) -> tuple[float, float, float]:
    """Return (H(y), KL(y || q), H(y, q)) in nats, for two distributions (num_classes,).

    0 log 0 counts as 0. Raises ValueError unless both are distributions.
    """
    y, q = np.asarray(y, dtype=float), np.asarray(q, dtype=float)
    _require_distributions(y=y, q=q)
    with np.errstate(divide="ignore"):  # q = 0 where y > 0: both answers are infinite
        entropy, cross = 0.0 - xlogy(y, y).sum(), 0.0 - xlogy(y, q).sum()
    return float(entropy), float(cross - entropy), float(cross)


def squared_error(z):
    """Return (p - 1)^2 / 2 for p = sigmoid(z): half the squared error of a sample with y = 1."""
    return expit(-np.asarray(z)) ** 2 / 2


def squared_error_slope(z):
    """Return the derivative of `squared_error`, -p (1 - p)^2. Its size is largest at p = 1/3."""
    z = np.asarray(z)
    return -expit(z) * expit(-z) ** 2


def binary_cross_entropy(z):
    """Return -log sigmoid(z): the cross-entropy of a sample with y = 1."""
    return np.logaddexp(0, -np.asarray(z))


def binary_cross_entropy_slope(z):
    """Return the derivative of `binary_cross_entropy`, p - 1."""
    return -expit(-np.asarray(z))


def multi_label_loss(z, y) -> float:
    """Return the binary cross-entropy of logits `z` for yes-no targets `y` of the same shape.

    The mean over all samples and labels of -y log p - (1 - y) log(1 - p) with p = sigmoid(z),
    written as log(1 + exp(z)) - y z, which neither overflows nor meets log 0.
    """
    return float(np.mean(np.logaddexp(0, z) - np.asarray(y) * np.asarray(z)))


def logit_gap(loss: float, num_classes: int) -> float:
    """Return by how much one logit leads all others, which are equal, where it has this `loss`.

    From p = exp(-loss) and p = 1 / (1 + (num_classes - 1) exp(-gap)).
    """
    require_positive(loss=loss)
    require_at_least(2, num_classes=num_classes)
    p = np.exp(-loss)
    return float(np.log(p * (num_classes - 1) / (1 - p)))


def loss_floor(num_classes: int) -> float:
    """Return the least cross-entropy that is left when probabilities are taken for logits."""
    require_at_least(2, num_classes=num_classes)
    return float(np.log(1 + (num_classes - 1) / np.e))


def repaired_forward(x, w1, b1, w2, b2):
    """Return what nn.CrossEntropyLoss expects of a network with one hidden layer: its logits."""
    return torch.relu(x @ w1 + b1) @ w2 + b2


def blobs(num_classes: int, num_per_class: int = 30, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Return clusters that nobody could confuse, one on each axis: x (n, num_classes), labels (n,)."""
    rng = np.random.default_rng(seed)
    labels = np.arange(num_classes).repeat(num_per_class)
    x = 4 * one_hot(labels, num_classes) + 0.3 * rng.standard_normal((len(labels), num_classes))
    return torch.tensor(x, dtype=torch.float32), torch.tensor(labels)


def suspect_losses(num_classes: int, num_steps: int = 100) -> list[float]:
    """Train the network with the bug that section 9 hunts; return its loss at each step.

    Do not read on if you want to find the bug yourself.
    """
    x, y = blobs(num_classes)
    mlp = MLP([num_classes, 64, num_classes], generator=torch.Generator().manual_seed(0))
    network = nn.Sequential(mlp, nn.Softmax(dim=1))
    *_, losses = train_in_strides(network, x, y, num_steps, lr=0.02)
    if accuracy(network, x, y) < 1:
        raise RuntimeError("The suspect must answer everything right, or its loss is no riddle.")
    return losses


def spiral(
    num_classes: int, num_per_class: int = 100, noise: float = 0.12, seed: int = 0
) -> tuple[Tensor, Tensor]:
    """Return points x (n, 2) within about the unit circle, one arm a class, and labels (n,).

    An arm turns by 4/5 of a circle; `noise` is the angle's standard deviation in radians. Raises
    ValueError if there are fewer than 2 classes or no points, or if noise is negative.
    """
    require_at_least(2, num_classes=num_classes)
    require_at_least(1, num_per_class=num_per_class)
    require_at_least(0, noise=noise)
    rng = np.random.default_rng(seed)
    labels = np.arange(num_classes).repeat(num_per_class)
    radius = np.tile(np.linspace(0.08, 1.0, num_per_class), num_classes)
    angle = 2 * np.pi * (labels / num_classes + 0.8 * radius)
    angle += noise * rng.standard_normal(len(labels))
    x = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return torch.tensor(x, dtype=torch.float32), torch.tensor(labels)


def grid(num_side: int = 100, limit: float = 1.1) -> Tensor:
    """Return the points (num_side^2, 2) of a square grid, row by row from the lower left."""
    axis = torch.linspace(-limit, limit, num_side)
    second, first = torch.meshgrid(axis, axis, indexing="ij")
    return torch.stack([first.flatten(), second.flatten()], dim=1)


def train_in_strides(
    model: nn.Module, x: Tensor, y: Tensor, num_steps: int, stride: int = 10, lr: float = 0.01
) -> Iterator[list[float]]:
    """Train by Adam on all samples at once; yield all losses so far after every `stride` steps."""
    require_at_least(1, stride=stride)
    # Fused: one call moves all weights, which saves a third of the time of such small steps.
    optimizer = torch.optim.Adam(model.parameters(), lr=lr, fused=True)
    for history in epochs(model, x, y, nn.CrossEntropyLoss(), optimizer, num_steps):
        if history.num_epochs % stride == 0 or history.num_epochs == num_steps:
            yield history.train_loss


def digits(
    num_train: int, noise: float = 0.0, seed: int = 0
) -> tuple[tuple[Tensor, Tensor], tuple[Tensor, Tensor]]:
    """Return the 1797 handwritten digits in random order, split in two: (x, y), (x, y).

    x (n, 64) holds the 8 x 8 pixels from 0 (paper) to 1 (ink). `noise` is the standard deviation of
    normal noise that is added to each pixel. Raises ValueError unless both parts get samples.
    """
    require_at_least(0, noise=noise)
    images, y = load_all()
    x = images.flatten(1).double().numpy()
    if not 0 < num_train < len(x):
        raise ValueError(f"num_train must lie between 1 and {len(x) - 1}, not {num_train}.")
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(x))
    x = x[order]
    if noise > 0:
        x = np.clip(x + noise * rng.standard_normal(x.shape), 0, 1)
    x, y = torch.tensor(x, dtype=torch.float32), y[order]
    return (x[:num_train], y[:num_train]), (x[num_train:], y[num_train:])


def reliability(p, labels, num_bins: int = 10) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return mean confidence, accuracy and share of the samples in bins of confidence (num_bins,).

    Confidence is the largest probability of a sample. Bin i holds those above i / num_bins, up to
    and with (i + 1) / num_bins. Confidence and accuracy of an empty bin are NaN.
    """
    p, labels = np.asarray(p), np.asarray(labels)
    require_at_least(0, p=p)
    require_at_least(1, num_bins=num_bins)
    confidence, correct = p.max(axis=1), p.argmax(axis=1) == labels
    bins = np.clip(np.ceil(confidence * num_bins).astype(int) - 1, 0, num_bins - 1)
    count = np.bincount(bins, minlength=num_bins)
    with np.errstate(invalid="ignore"):  # 0 / 0 in an empty bin is the NaN that we promise
        mean_confidence = np.bincount(bins, confidence, num_bins) / count
        accuracy = np.bincount(bins, correct, num_bins) / count
    return mean_confidence, accuracy, count / len(p)


def calibration_error(p, labels, num_bins: int = 10) -> float:
    """Return the expected calibration error: the mean gap between confidence and accuracy.

    Bins are weighted with their share of the samples (Naeini, Cooper & Hauskrecht 2015).
    """
    confidence, accuracy, share = reliability(p, labels, num_bins)
    return float(np.nansum(share * np.abs(accuracy - confidence)))


def fit_temperature(z, labels) -> float:
    """Return the temperature T > 0 whose softmax(z / T) has the least cross-entropy.

    One number for all classes (Guo et al. 2017, arXiv:1706.04599). Raises ValueError if a logit is
    not finite.
    """
    require_finite(z=z)
    z, low, high = np.asarray(z, dtype=float), np.exp(-4), np.exp(4)
    mean_of_labels = z[np.arange(len(z)), labels].mean()
    for _ in range(40):  # halves an interval that holds the answer
        middle = np.sqrt(low * high)
        # The loss is lowest where the forecast expects the logit that the labels really have.
        expected = np.sum(softmax(z / middle) * z, axis=1).mean()
        low, high = (middle, high) if expected > mean_of_labels else (low, middle)
    return float(middle)


def draw_labels(p, rng: np.random.Generator) -> np.ndarray:
    """Draw a label (num_samples,) for each row of p: labels for which p is calibrated."""
    p = np.asarray(p)
    return (p.cumsum(axis=1) > rng.random((len(p), 1)) * p.sum(axis=1, keepdims=True)).argmax(
        axis=1
    )


def overconfident_logits(
    temperature: float = 2.5, num_samples: int = 600, num_classes: int = 10, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Return logits that are too large by the factor `temperature`, and labels: a known truth.

    The labels are drawn from the softmax of the logits divided by `temperature`.
    """
    require_positive(temperature=temperature)
    rng = np.random.default_rng(seed)
    z = 2.0 * rng.standard_normal((num_samples, num_classes))
    return temperature * z, draw_labels(softmax(z), rng)
