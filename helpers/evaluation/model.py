"""The science of notebook 05: simulations in which every pitfall can be driven and measured.

Nothing here draws. Random numbers come from generators that the caller seeds.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from scipy import special  # scipy.stats has the same, and takes a second to load
from torch import Tensor, nn

from helpers.arguments import require_at_least, require_positive, require_share
from helpers.datasets.storage import DATA
from helpers.ensembles import Ensemble
from helpers.images import add_noise as add_noise  # these two for the notebook
from helpers.images import rotate as rotate
from helpers.statistics import ScoredGroup
from helpers.statistics import r2_over_baseline as r2_over_baseline  # these two for the notebook
from helpers.statistics import r_squared as r_squared
from helpers.training import train_step


def load_mnist_study() -> dict:
    """Return the stored study: what tools/study_mnist.py measured."""
    return json.loads((DATA / "mnist_study.json").read_text())


def load_digits_study() -> dict:
    """Return the stored curves on digits: what tools/study_digits.py measured."""
    return json.loads((DATA / "digits_study.json").read_text())


# --- Under- and overfitting: a polynomial for a sine -----------------------------------------------


def sine(x: np.ndarray) -> np.ndarray:
    """Return the truth behind the points: one period of a sine on [0, 1]."""
    return np.sin(2 * np.pi * x)


def noisy_sine(
    num_points: int, noise: float, num_sets: int, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Return x (num_points,), evenly spaced on [0, 1], and y (num_sets, num_points): sine + noise.

    `noise` is the standard deviation. The first data sets stay the same when `num_sets` grows.
    """
    require_at_least(2, num_points=num_points)
    require_at_least(1, num_sets=num_sets)
    require_at_least(0, noise=noise)
    x = np.linspace(0, 1, num_points)
    return x, sine(x) + noise * np.random.default_rng(seed).standard_normal((num_sets, num_points))


def polynomial_matrix(x: np.ndarray, degree: int) -> np.ndarray:
    """Return (num_points, degree + 1): the Legendre polynomials at x in [0, 1], stretched to [-1, 1].

    They span the same polynomials as 1, x, x^2, ...; but columns of powers are so alike that
    solving for their weights loses digits.
    """
    require_at_least(0, degree=degree)
    return np.polynomial.legendre.legvander(2 * np.asarray(x) - 1, degree)


def fit_polynomial(x: np.ndarray, y: np.ndarray, degree: int) -> np.ndarray:
    """Return the least-squares weights (..., degree + 1) for every data set in y (..., num_points).

    One pseudoinverse serves all data sets. With fewer points than weights it takes, of all the
    polynomials through the points, the one with the smallest weights.
    """
    return y @ np.linalg.pinv(polynomial_matrix(x, degree)).T


def predict_polynomial(weights: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the polynomials' values (..., num_points) at x."""
    return weights @ polynomial_matrix(x, weights.shape[-1] - 1).T


def rms(error: np.ndarray) -> np.ndarray:
    """Return the root of the mean square along the last axis."""
    return np.sqrt(np.mean(np.square(error), axis=-1))


def polynomial_rms(
    degrees: list[int],
    num_points: int = 10,
    noise: float = 0.3,
    num_sets: int = 500,
    num_test: int = 200,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the training and the test RMS, each (num_degrees, num_sets).

    The test points are new: another noise, evenly spaced x. Target (facts of the course): with the
    defaults the median test RMS is about .77, .57, .35 and .64 for the degrees 0, 1, 3 and 9.
    """
    x, y = noisy_sine(num_points, noise, num_sets, seed=0)
    x_test, y_test = noisy_sine(num_test, noise, num_sets, seed=1)
    all_weights = [fit_polynomial(x, y, degree) for degree in degrees]
    train = [rms(predict_polynomial(weights, x) - y) for weights in all_weights]
    test = [rms(predict_polynomial(weights, x_test) - y_test) for weights in all_weights]
    return np.array(train), np.array(test)


def bias_and_variance(
    degree: int, num_points: int = 10, noise: float = 0.3, num_sets: int = 500
) -> tuple[float, float]:
    """Return the squared bias and the variance of a polynomial fit, averaged over [0, 1].

    Bias: how far the *mean* fit, over data sets, lies from the truth. Variance: how far the single
    fits lie from their mean. The mean squared test error is bias^2 + variance + noise^2.
    """
    x, y = noisy_sine(num_points, noise, num_sets)
    grid = np.linspace(0, 1, 200)
    fits = predict_polynomial(fit_polynomial(x, y, degree), grid)  # (num_sets, 200)
    return float(np.mean((fits.mean(0) - sine(grid)) ** 2)), float(np.mean(fits.var(0)))


# --- Validation -----------------------------------------------------------------------------------


def k_fold(num_samples: int, num_folds: int, fold: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the indices (train, valid) of one fold, 0 <= fold < num_folds, both rising.

    The samples are cut, in order, into `num_folds` blocks whose sizes differ by at most one, the
    larger blocks first. Block `fold` validates; the others train.
    """
    valid = np.array_split(np.arange(num_samples), num_folds)[fold]
    return np.setdiff1d(np.arange(num_samples), valid), valid


def early_stop(valid_loss: list[float], patience: int) -> tuple[int, int]:
    """Return (best epoch, last epoch), counted from 1, of a training with early stopping.

    It stops once the validation loss has not fallen below its lowest for `patience` epochs.
    """
    best_epoch = 1
    for epoch, loss in enumerate(valid_loss, start=1):
        if loss < valid_loss[best_epoch - 1]:
            best_epoch = epoch
        if epoch - best_epoch >= patience:
            return best_epoch, epoch
    return best_epoch, len(valid_loss)


def coin_flip_scores(num_tries: int, num_samples: int, seed: int = 0) -> np.ndarray:
    """Return the accuracies (num_tries,) of models that guess two classes on num_samples samples."""
    require_at_least(1, num_tries=num_tries, num_samples=num_samples)
    flips = np.random.default_rng(seed).binomial(num_samples, 0.5, num_tries)
    return flips / num_samples


def best_of_law(num_tries: np.ndarray, num_samples: int) -> np.ndarray:
    """Return .5 + sqrt(ln k / 2n): what the best of k guessing models reaches at most, on average.

    The maximum of k variables whose tails fall like a Gaussian's of variance s^2 has a mean of at
    most s sqrt(2 ln k); an accuracy on n fair flips has s^2 = 1/4n. (Massart's lemma.)
    """
    require_at_least(1, num_tries=num_tries, num_samples=num_samples)
    return 0.5 + np.sqrt(np.log(num_tries) / (2 * num_samples))


def expected_best(num_tries: np.ndarray, num_samples: int) -> np.ndarray:
    """Return the exact mean of the best of k guessing models' accuracies on n samples.

    All k lie at or below j with probability F(j)^k, so the mean of the maximum is the sum over
    j < n of 1 - F(j)^k.
    """
    require_at_least(1, num_tries=num_tries, num_samples=num_samples)
    below = special.bdtr(np.arange(num_samples), num_samples, 0.5)
    powers = below ** np.asarray(num_tries, dtype=float)[..., None]
    return np.sum(1 - powers, axis=-1) / num_samples


# --- Many small networks at once ------------------------------------------------------------------


def train_crowd(
    x: Tensor,
    y: Tensor,
    lrs: np.ndarray,
    widths: np.ndarray,
    num_steps: int = 300,
    batch_size: int = 64,
    subset_size: int | None = None,
    seed: int = 0,
) -> Ensemble:
    """Train one network for each of `lrs` (num_models,) and `widths` (num_models,), all at once.

    Each draws batches of its own, from `subset_size` of the samples that are its own as well (None:
    from all). One hidden layer of ReLUs, plain gradient descent on the cross-entropy.
    """
    require_positive(lrs=lrs)
    subset_size = len(x) if subset_size is None else subset_size
    require_at_least(1, widths=widths, num_steps=num_steps, batch_size=batch_size)
    require_at_least(subset_size, num_samples=len(x))
    generator = torch.Generator().manual_seed(seed)
    x, num_models = x.flatten(1), len(lrs)
    sizes = torch.as_tensor(widths)
    layers = _draw_layers(x.shape[1], sizes, int(y.max()) + 1, generator)
    crowd = Ensemble(layers, widths=sizes)
    optimizer = torch.optim.SGD(crowd.parameters(), lr=1.0)
    rates = torch.tensor(np.asarray(lrs), dtype=torch.float32)
    pools = [torch.randperm(len(x), generator=generator)[:subset_size] for _ in range(num_models)]
    pool = torch.stack(pools)  # (num_models, subset_size)

    def loss_fn(logits: Tensor, labels: Tensor) -> Tensor:
        losses = nn.functional.cross_entropy(logits.transpose(1, 2), labels, reduction="none")
        return (rates * losses.mean(dim=1)).sum()  # each model takes steps of its own learning rate

    for _ in range(num_steps):
        picks = torch.randint(subset_size, (num_models, batch_size), generator=generator)
        batch = pool.gather(1, picks)
        train_step(crowd, x[batch], y[batch], loss_fn, optimizer)
    return crowd


def _draw_layers(num_in: int, widths: Tensor, num_classes: int, generator: torch.Generator):
    """Return both layers as `Ensemble` takes them: uniform within 1 / sqrt(num_in), biases of 0."""
    num_models, most = len(widths), int(widths.max())
    root = widths[:, None, None].float().sqrt()
    w1 = (2 * torch.rand(num_models, num_in, most, generator=generator) - 1) / num_in**0.5
    w2 = (2 * torch.rand(num_models, most, num_classes, generator=generator) - 1) / root
    b1, b2 = torch.zeros(num_models, 1, most), torch.zeros(num_models, 1, num_classes)
    return [(w1, b1), (w2, b2)]


def random_settings(
    num_models: int, seed: int = 0, most_hidden: int = 20
) -> tuple[np.ndarray, np.ndarray]:
    """Return random learning rates from .1 to .5 and random widths from 6 on, (num_models,) each."""
    rng = np.random.default_rng(seed)
    return 10 ** rng.uniform(-1, -0.3, num_models), rng.integers(6, most_hidden + 1, num_models)


# --- The split must match the use -----------------------------------------------------------------


def make_records(
    num_subjects: int = 20,
    offset: float = 1.0,
    num_records: int = 30,
    num_features: int = 10,
    seed: int = 0,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return records x (n, num_features), each record's diagnosis 0 or 1, and its subject.

    Every subject has a place of its own, `offset` times a standard normal vector, and records
    scattered around it with standard deviation 1. Half of the subjects, drawn at random, have
    diagnosis 1. The features know nothing of the diagnosis: no honest score differs from .5.
    """
    require_at_least(2, num_subjects=num_subjects)
    require_at_least(1, num_records=num_records, num_features=num_features)
    require_at_least(0, offset=offset)
    rng = np.random.default_rng(seed)
    diagnosis = rng.permutation(np.arange(num_subjects) % 2)
    places = offset * rng.standard_normal((num_subjects, num_features))
    subject = np.repeat(np.arange(num_subjects), num_records)
    x = places[subject] + rng.standard_normal((len(subject), num_features))
    return x, diagnosis[subject], subject


def record_folds(num_samples: int, num_folds: int = 5, seed: int = 0) -> np.ndarray:
    """Return a fold (num_samples,) for every record, drawn at random: whose it is does not count."""
    return np.random.default_rng(seed).permutation(np.arange(num_samples) % num_folds)


def subject_folds(subject: np.ndarray, num_folds: int) -> np.ndarray:
    """Return the fold (n,) of every record, so that all records of a subject share one.

    The subjects, sorted, are dealt out like cards: fold 0, 1, ..., num_folds - 1, 0, 1, ...
    """
    _, rank = np.unique(subject, return_inverse=True)
    return rank % num_folds


def balanced_subject_folds(
    diagnosis: np.ndarray, subject: np.ndarray, num_folds: int = 5
) -> np.ndarray:
    """Return folds (n,) by subject in which each diagnosis is dealt out evenly as well."""
    folds = np.empty(len(subject), dtype=int)
    for value in np.unique(diagnosis):
        of_value = diagnosis == value
        folds[of_value] = subject_folds(subject[of_value], num_folds)
    return folds


def nearest_neighbor_accuracy(
    x: np.ndarray, y: np.ndarray, folds: np.ndarray, num_neighbors: int = 5, every: int = 1
) -> float:
    """Return the cross-validated accuracy of a vote of nearest neighbors; y is 0 or 1.

    Every record asks the nearest records outside of its own fold. With `every` at 2, only each
    second record asks (all of them still answer): as fair an estimate, in half of the time.
    """
    require_at_least(1, num_neighbors=num_neighbors, every=every)
    points, labels, folds = (torch.as_tensor(part) for part in (x, y, folds))
    asking = slice(None, None, every)
    # Squared distances, less each row's own square: that does not change who is nearest.
    gaps = torch.addmm((points**2).sum(dim=1), points[asking], points.T, alpha=-2)
    gaps.masked_fill_(folds[asking, None] == folds, torch.inf)
    nearest = gaps.topk(num_neighbors, largest=False).indices
    votes = labels[nearest].double().mean(dim=1)
    return ((votes > 0.5) == labels[asking]).double().mean().item()


def crossvalidate(
    folds: np.ndarray, fit_and_score: Callable[[np.ndarray, np.ndarray], float]
) -> np.ndarray:
    """Return `fit_and_score(train, valid)`, called with both index arrays, for every fold."""
    return np.array(
        [
            fit_and_score(np.flatnonzero(folds != fold), np.flatnonzero(folds == fold))
            for fold in np.unique(folds)
        ]
    )


# --- The metric must mean something -----------------------------------------------------------------


def r2_by_variances(actual: np.ndarray, predicted: np.ndarray) -> float:
    """Return 1 - Var(residual) / Var(actual), which a constant error leaves as it is: not R^2."""
    return float(1 - np.var(actual - predicted) / np.var(actual))


@dataclass(frozen=True)
class Moods:
    """Moods (num_people, num_days) of the days to learn from, and of later days to test on."""

    past: np.ndarray
    future: np.ndarray


def make_moods(icc: float = 0.8, num_people: int = 50, num_days: int = 60, seed: int = 0) -> Moods:
    """Return made-up moods of variance 1, `icc` of it between people and the rest from day to day.

    `icc` is the intraclass correlation. Half of the days are past, half future. Nothing but a
    person's mean can be predicted here: the days are independent noise.
    """
    require_share(icc=icc)
    require_at_least(2, num_people=num_people, num_days=num_days)
    rng = np.random.default_rng(seed)
    means = np.sqrt(icc) * rng.standard_normal((num_people, 1))
    days = means + np.sqrt(1 - icc) * rng.standard_normal((num_people, num_days))
    return Moods(days[:, : num_days // 2], days[:, num_days // 2 :])


def screening(num_samples: int = 100, num_features: int = 50, level: float = 0.25, seed: int = 0):
    """Regress noise on noise, keep the features with p below `level`, and regress again.

    Freedman 1983, doi:10.1080/00031305.1983.10482729. Returns two `Regression`s: of all features,
    and of those that were kept, as if they had been the only ones ever looked at.
    """
    require_at_least(1, num_features=num_features)
    require_at_least(num_features + 2, num_samples=num_samples)
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((num_samples, num_features)), rng.standard_normal(num_samples)
    first = regress(x, y)
    return first, regress(x[:, first.p_values < level], y)


@dataclass(frozen=True)
class Regression:
    """A least-squares fit with an intercept: R^2, each feature's p value, and that of all."""

    r2: float
    p_values: np.ndarray  # (num_features,)
    p_overall: float


def regress(x: np.ndarray, y: np.ndarray) -> Regression:
    """Regress y (n,) on x (n, num_features), with the t and F tests of the textbooks."""
    num_samples, num_features = x.shape
    if num_features == 0:
        return Regression(0.0, np.array([]), 1.0)
    design = np.column_stack([np.ones(num_samples), x])
    inverse = np.linalg.inv(design.T @ design)
    weights = inverse @ design.T @ y
    free = num_samples - num_features - 1
    rest = np.sum((y - design @ weights) ** 2)
    t = weights / np.sqrt(rest / free * np.diag(inverse))
    r2 = 1 - rest / np.sum((y - y.mean()) ** 2)
    f = (r2 / num_features) / ((1 - r2) / free)
    p_values = 2 * special.stdtr(free, -np.abs(t[1:]))
    return Regression(float(r2), p_values, float(special.fdtrc(num_features, free, f)))


# --- Subgroups ------------------------------------------------------------------------------------

# Buolamwini & Gebru 2018, PMLR 81:77-91: error in percent on 1,270 faces, and the share of each
# group among them in percent.
SHADES_GROUPS = ("darker women", "darker men", "lighter women", "lighter men")
SHADES_SHARES = np.array([21.3, 25.0, 23.3, 30.3])
SHADES = {
    "Microsoft": (6.3, np.array([20.8, 6.0, 1.7, 0.0])),
    "Face++": (10.0, np.array([34.5, 0.7, 9.8, 0.8])),
    "IBM": (12.1, np.array([34.7, 12.0, 7.1, 0.3])),
}


def subgroup_errors(
    predicted: np.ndarray, actual: np.ndarray, group: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return (errors, counts), both (num_groups,): each group's share of wrong answers, its size.

    The groups are the distinct values of `group`, sorted.
    """
    names = np.unique(group)
    wrong = predicted != actual
    errors = np.array([wrong[group == name].mean() for name in names])
    return errors, np.array([np.sum(group == name) for name in names])


GROUP_A = ScoredGroup(mean_with=3.0, mean_without=0.0)
GROUP_B = ScoredGroup(
    mean_with=1.5, mean_without=-0.5
)  # the same test separates B less, and lower on its scale


# --- Drift and harder data ------------------------------------------------------------------------


def months_of(num_samples: int, num_months: int, seed: int = 0) -> np.ndarray:
    """Return the month (num_samples,), from 0, in which each sample arrives: as many in each."""
    return np.random.default_rng(seed).permutation(np.arange(num_samples) % num_months)


@lru_cache
def average_confounding(offset: float, num_subjects: int = 20, num_draws: int = 30) -> tuple:
    """Return the mean accuracy by records, by subjects dealt at random, and by balanced subjects.

    No signal, 5 neighbors, 5 folds, 30 records a subject, averaged over `num_draws` data sets.
    Targets (facts of the course): by records .50, .58, .81, .99 at offsets 0, .5, 1, 2; by
    subjects about .5 if diagnoses are balanced in each fold, and below .5 if they are not.
    """
    rows = []
    for seed in range(num_draws):
        x, y, subject = make_records(num_subjects, offset, seed=seed)
        ways = (
            record_folds(len(y), seed=seed),
            subject_folds(subject, 5),
            balanced_subject_folds(y, subject),
        )
        rows.append([nearest_neighbor_accuracy(x, y, folds, every=2) for folds in ways])
    return tuple(np.mean(rows, axis=0))
