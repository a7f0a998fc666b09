"""Identity confounding: a classifier that recognizes people, on data without any signal."""

import json
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor, nn

from helpers.arguments import require_at_least
from helpers.datasets.storage import DATA
from helpers.evaluation.validation import (
    balanced_subject_folds,
    crossvalidate,
    record_folds,
    subject_folds,
)
from helpers.mlp import MLP
from helpers.training import accuracy, train


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


def nearest_neighbors(
    x: np.ndarray, folds: np.ndarray, num_neighbors: int = 5, every: int = 1
) -> Tensor:
    """Return the numbers of each record's nearest records outside of its fold, (n, num_neighbors).

    With `every` at 2, only each second record asks (all of them still answer).
    """
    require_at_least(1, num_neighbors=num_neighbors, every=every)
    points, folds = torch.as_tensor(x), torch.as_tensor(folds)
    asking = slice(None, None, every)
    # Squared distances, less each row's own square: that does not change who is nearest.
    gaps = torch.addmm((points**2).sum(dim=1), points[asking], points.T, alpha=-2)
    gaps.masked_fill_(folds[asking, None] == folds, torch.inf)
    return gaps.topk(num_neighbors, largest=False).indices


def nearest_neighbor_accuracy(
    x: np.ndarray, y: np.ndarray, folds: np.ndarray, num_neighbors: int = 5, every: int = 1
) -> float:
    """Return the cross-validated accuracy of a vote of nearest neighbors; y is 0 or 1.

    With `every` at 2 only each second record is judged: as fair an estimate, in half of the time.
    """
    return vote_accuracy(y, nearest_neighbors(x, folds, num_neighbors, every), every)


def vote_accuracy(y: np.ndarray, neighbors: Tensor, every: int = 1) -> float:
    """Return how many records have the label y, 0 or 1, that most of their neighbors have."""
    labels = torch.as_tensor(y)
    votes = labels[neighbors].double().mean(dim=1)
    return ((votes > 0.5) == labels[::every]).double().mean().item()


@lru_cache
def neighbor_scores(offset: float, num_subjects: int = 20, num_draws: int = 30) -> np.ndarray:
    """Return the accuracies (num_draws, 3) of nearest neighbors, a row for each data set.

    No signal, 5 neighbors, 5 folds, 30 records per subject. The columns are the ways to split: by
    record, by subjects dealt out whatever their diagnosis, and by subjects with balanced diagnoses.
    """
    rows = []
    for seed in range(num_draws):
        x, y, subject = make_records(num_subjects, offset, seed=seed)
        ways = three_ways(y, subject, seed)
        rows.append([nearest_neighbor_accuracy(x, y, folds, every=2) for folds in ways])
    return np.array(rows)


def three_ways(
    y: np.ndarray, subject: np.ndarray, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return folds (n,) by record, by subject, and by subject with balanced diagnoses."""
    return (
        record_folds(len(y), seed=seed),
        subject_folds(subject, 5),
        balanced_subject_folds(y, subject),
    )


def network_scores(offset: float, seed: int) -> list[float]:
    """Return a network's accuracy in five folds on one data set, for each of the three ways."""
    x, y, subject = make_records(offset=offset, seed=seed)
    inputs, labels = torch.as_tensor(x, dtype=torch.float32), torch.as_tensor(y)

    def fit_and_score(ours: np.ndarray, held_out: np.ndarray) -> float:
        network = MLP([x.shape[1], 32, 2], generator=torch.Generator().manual_seed(0))
        optimizer = torch.optim.Adam(network.parameters(), lr=0.05)
        train(network, inputs[ours], labels[ours], nn.CrossEntropyLoss(), optimizer, 5, 60)
        return accuracy(network, inputs[held_out], labels[held_out])

    return [float(crossvalidate(folds, fit_and_score).mean()) for folds in three_ways(y, subject)]


def load_study() -> np.ndarray:
    """Return the stored `network_scores` (num_data_sets, 3) of tools/study_confounding.py."""
    return np.array(json.loads((DATA / "confounding_study.json").read_text())["scores"])
