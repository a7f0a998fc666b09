"""Digits that turn month by month, and a network that was trained on the first half of the year."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from helpers.arguments import require_at_least
from helpers.images import rotate
from helpers.mlp import MLP
from helpers.training import accuracy, probabilities, train

NUM_MONTHS = 12


@dataclass(frozen=True)
class Year:
    """Shares by month (12,), all on digits that no network was trained on."""

    once: np.ndarray  # right, of the network that was trained on the first months
    confidence: np.ndarray  # the mean confidence of the same network
    renewed: np.ndarray  # right, of one trained on all months before; NaN in the first months
    random_test: float  # right, of the first network on a random fifth of the first months


def live_through(
    images: Tensor, labels: Tensor, seed: int, degrees: float = 4.0, last_seen: int = 6
) -> Year:
    """Deal out the digits to twelve months, turn them by `degrees` a month, and train and test.

    The network learns from four fifths of the first `last_seen` months; the last fifth is its random
    test. Raises ValueError unless `last_seen` is at least 1.
    """
    require_at_least(1, last_seen=last_seen)
    rng = np.random.default_rng(seed)
    places = np.arange(len(images))
    month = torch.tensor(rng.permutation(places % NUM_MONTHS))
    held_out = torch.tensor(rng.permutation(places % 5 == 0))
    turned = rotate(images, degrees * month.float())

    def train_on(samples: Tensor) -> nn.Module:
        model = MLP([images[0].numel(), 64, 10], generator=torch.Generator().manual_seed(seed))
        optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
        options = dict(num_epochs=6, batch_size=100, seed=seed)
        train(model, turned[samples], labels[samples], nn.CrossEntropyLoss(), optimizer, **options)
        return model

    fixed = train_on((month < last_seen) & ~held_out)
    once, confidence, renewed = np.full((3, NUM_MONTHS), np.nan)
    for number in range(NUM_MONTHS):
        unseen = (month == number) & (held_out | (month >= last_seen))
        likeliest, predicted = probabilities(fixed, turned[unseen]).max(dim=1)
        once[number] = (predicted == labels[unseen]).double().mean()
        confidence[number] = likeliest.mean()
        if number >= last_seen:
            renewed[number] = accuracy(train_on(month < number), turned[unseen], labels[unseen])
    tested = held_out & (month < last_seen)
    return Year(once, confidence, renewed, accuracy(fixed, turned[tested], labels[tested]))
