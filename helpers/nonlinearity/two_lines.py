"""The best that any two lines can do: every way to cut a set of points, and every pair of cuts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike


@dataclass(frozen=True)
class HalfPlanes:
    """Every way in which a line can part some points: neurons and what they do.

    Neuron i has `weights[i]` (2,) of length 1 and `biases[i]`; `fires[i]` (num_points,) says for
    which of the points its score is above 0. No two do the same.
    """

    weights: np.ndarray
    biases: np.ndarray
    fires: np.ndarray


def all_half_planes(points: ArrayLike) -> HalfPlanes:
    """Return a neuron for each subset of the points (num_points, 2) that a line can cut off.

    Seen along a direction the points have an order, and each gap in it is a cut. The order changes
    only where two points lie behind one another: one direction between two such changes is enough.
    """
    points = np.asarray(points, dtype=float)
    distinct = np.unique(points, axis=0)
    first, second = np.triu_indices(len(distinct), 1)
    across = distinct[second] - distinct[first]
    angles = np.unique(np.round(np.arctan2(across[:, 0], -across[:, 1]) % np.pi, 9))
    angles = (angles + np.append(angles[1:], angles[0] + np.pi)) / 2
    weights, biases, ahead, behind = [], [], [], []
    for direction in np.column_stack([np.cos(angles), np.sin(angles)]):
        along = np.sort(distinct @ direction)
        cuts = np.append(along[0] - 1, (along[1:] + along[:-1]) / 2)
        fires = points @ direction > cuts[:, None]
        weights.append(np.tile(direction, (len(cuts), 1)))
        biases.append(-cuts)
        ahead.append(np.packbits(fires, axis=1))  # one bit for each: 300 MB less
        behind.append(np.packbits(~fires, axis=1))
    weights, biases = np.concatenate(weights), np.concatenate(biases)
    weights, biases = np.concatenate([weights, -weights]), np.append(biases, -biases)
    packed, kept = np.unique(np.concatenate(ahead + behind), axis=0, return_index=True)
    fires = np.unpackbits(packed, axis=1, count=len(points)).astype(bool)
    return HalfPlanes(weights[kept], biases[kept], fires)


def best_line(planes: HalfPlanes, targets: np.ndarray) -> tuple[int, int]:
    """Return (number, how many points it has right) of the best single neuron for bool targets."""
    num_right = (planes.fires == targets).sum(axis=1)
    return int(num_right.argmax()), int(num_right.max())


def best_and_of_two(
    planes: HalfPlanes, targets: np.ndarray, batch: int = 1000
) -> tuple[tuple[np.ndarray, np.ndarray], int]:
    """Return the two neurons whose AND has most points right, and how many: no pair has more.

    The neurons come as (weights (2, 2), biases (2,)); `targets` (num_points,) is bool. For an OR,
    hand over ~targets: where an AND is silent, the OR of the opposite neurons fires.
    """
    gains = np.where(targets, 1, -1).astype(np.float32)  # for each point where both fire
    fires = planes.fires.astype(np.float32)
    # Start well: the best partner of the best line. Whoever fires for too few targets cannot do better.
    start = best_line(planes, targets)[0]
    least = (fires @ (gains * fires[start])).max()
    able = np.flatnonzero(fires @ targets.astype(np.float32) >= least)
    able_fires = fires[able]
    pair = (start, start)
    for low in range(0, len(able), batch):
        scores = (able_fires[low : low + batch] * gains) @ able_fires[low:].T
        if scores.max() >= least:
            least = scores.max()
            row, column = np.unravel_index(scores.argmax(), scores.shape)
            pair = able[low + row], able[low + column]
    numbers = list(pair)
    units = planes.weights[numbers], planes.biases[numbers]
    return units, int(np.sum(~targets) + least)
