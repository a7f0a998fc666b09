"""Identity confounding: a classifier that recognizes people, on data without any signal."""

from functools import lru_cache

import numpy as np
import torch

from helpers.arguments import require_at_least
from helpers.evaluation.validation import balanced_subject_folds, record_folds, subject_folds


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


@lru_cache
def average_confounding(
    offset: float, num_subjects: int = 20, num_draws: int = 30
) -> tuple[float, ...]:
    """Return the mean accuracy by records, by subjects dealt at random, and by balanced subjects.

    No signal, 5 neighbors, 5 folds, 30 records per subject, averaged over `num_draws` data sets.
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
