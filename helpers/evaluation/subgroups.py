"""Errors have addresses: published and simulated groups, and how to report each one's error."""

import numpy as np
import torch
from torch import Tensor

from helpers.images import rotate
from helpers.statistics import ScoredGroup

# Buolamwini & Gebru 2018, PMLR 81:77-91: error in percent on 1,270 faces, and the share of each
# group among them in percent.
SHADES_GROUPS = ("darker women", "darker men", "lighter women", "lighter men")
SHADES_SHARES = np.array([21.3, 25.0, 23.3, 30.3])
SHADES = {
    "Microsoft": (6.3, np.array([20.8, 6.0, 1.7, 0.0])),
    "Face++": (10.0, np.array([34.5, 0.7, 9.8, 0.8])),
    "IBM": (12.1, np.array([34.7, 12.0, 7.1, 0.3])),
}

# One test, two groups: it separates B less, and lower on its scale.
GROUP_A = ScoredGroup(mean_with=3.0, mean_without=0.0)
GROUP_B = ScoredGroup(mean_with=1.5, mean_without=-0.5)


def slant_some(
    images: Tensor, share: float, generator: torch.Generator
) -> tuple[Tensor, np.ndarray]:
    """Return images of which a random `share` is turned by 40 degrees, and which ones (1 or 0)."""
    slanted = torch.rand(len(images), generator=generator) < share
    turned = rotate(images, -40.0)
    return torch.where(slanted[:, None, None], turned, images), slanted.long().numpy()


def subgroup_errors(
    predicted: np.ndarray, actual: np.ndarray, group: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return (errors, counts), both (num_groups,): each group's share of wrong answers, its size.

    The groups are the distinct values of `group`, sorted.
    """
    wrong = predicted != actual
    members = [group == name for name in np.unique(group)]
    errors = np.array([wrong[group].mean() for group in members])
    return errors, np.array([group.sum() for group in members])
