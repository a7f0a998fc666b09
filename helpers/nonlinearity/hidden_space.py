"""What the two steps of a hidden layer make of XOR's plane: a linear map, and an activation.

The linear map keeps midpoints midpoints, so no line separates XOR's scores either. The activation
does not: it alone can move the two midpoints apart.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.functions import relu, sigmoid
from helpers.nonlinearity.gates import INPUTS, SIGMOID_XOR, TARGETS
from helpers.nonlinearity.layers import step
from helpers.values import as_array

UNITS = ["sigmoid", "ReLU", "step", "none (linear)"]
FIRES = TARGETS["XOR"] == 1
LARGEST = 7.0  # weight of a hidden unit of the reader's, as it is shown: a sigmoid is then steep


@dataclass(frozen=True)
class HiddenLayer:
    """Two hidden units: `W1` (2, 2), a row for each unit, and `b1` (2,)."""

    W1: np.ndarray
    b1: np.ndarray

    @classmethod
    def of(cls, network: tuple[Any, Any, Any, Any]) -> "HiddenLayer":
        """Take the hidden units of (W1, b1, w2, b2), which hold arrays, tensors or lists.

        Each unit is scaled so that its largest weight has the size LARGEST: a step unit fires as
        before. Raises ValueError for a hidden unit without weights.
        """
        W1, b1 = (as_array(part).astype(float) for part in network[:2])
        largest = np.abs(W1).max(axis=1)
        if not largest.all():
            raise ValueError("W1 must have a weight other than 0 in each row.")
        return cls(W1 * LARGEST / largest[:, None], b1 * LARGEST / largest)

    def scores(self, points: ArrayLike) -> np.ndarray:
        """Return both units' scores (num_points, 2): the linear map, and nothing else."""
        return np.asarray(points) @ self.W1.T + self.b1

    def shown_scores(self, points: ArrayLike) -> np.ndarray:
        """Return the scores in units of the largest size that each has at the four inputs."""
        return self.scores(points) / _or_one(np.abs(self.scores(INPUTS)).max(axis=0))

    def values(self, points: ArrayLike, unit: str) -> np.ndarray:
        """Return the hidden values (num_points, 2) of units with this activation.

        Those of ReLU and linear units are given in units of the largest, or largest size, at the four
        inputs. Raises ValueError for a unit that is not in UNITS.
        """
        if unit not in UNITS:
            raise ValueError(f"unit must be one of {', '.join(UNITS)}, not {unit!r}.")
        scores = self.scores(points)
        if unit == "sigmoid":
            return sigmoid(scores)
        if unit == "step":
            return step(scores)
        if unit == "ReLU":
            return relu(scores) / _or_one(relu(self.scores(INPUTS)).max(axis=0))
        return self.shown_scores(points)

    def side(self, points: ArrayLike, unit: str, w2: np.ndarray, b2: float) -> np.ndarray:
        """Return numbers (num_points,) above 0 where the output unit fires, without a jump between.

        For steps it is the distance in score to the nearest hidden line behind which all changes: a
        contour drawn at 0 is then as straight as the line.
        """
        if unit != "step":
            return self.values(points, unit) @ w2 + b2
        scores = self.scores(points)
        nearest = np.full(len(scores), -1.0)
        for values in INPUTS:  # of the hidden units: both off, one on, both on
            if values @ w2 + b2 > 0:
                inside = np.min(scores * np.where(values > 0, 1, -1), axis=1)
                nearest = np.maximum(nearest, inside)
        return nearest


def _or_one(sizes: np.ndarray) -> np.ndarray:
    return np.where(sizes > 0, sizes, 1.0)


def output_line(values: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Return (w2, b2, margin) of the output unit that parts XOR's hidden values (4, 2) most widely.

    The margin is the distance from its line to the nearest of the four. The line stands halfway
    between the two segments that join inputs of one target, at right angles to the shortest way from
    one to the other. Where they meet there is none: then all three are 0. w2 has its largest entry 7.
    """
    ends_on, ends_off = values[FIRES], values[~FIRES]
    nothing = np.zeros(2), 0.0, 0.0
    if _cross(ends_on, ends_off):
        return nothing
    ways = [_way(end, ends_off) for end in ends_on]
    ways += [tuple(reversed(_way(end, ends_on))) for end in ends_off]
    on, off = min(ways, key=lambda way: np.linalg.norm(way[0] - way[1]))
    distance = np.linalg.norm(on - off)
    if distance < 1e-9:
        return nothing
    w2 = LARGEST * (on - off) / np.abs(on - off).max()
    return w2, float(-w2 @ (on + off) / 2), float(distance / 2)


def _cross(first: np.ndarray, second: np.ndarray) -> bool:
    """Say whether two segments, each (2, 2), cross at a point inside both."""

    def sides(segment: np.ndarray, points: np.ndarray) -> np.ndarray:
        (x, y), apart = segment[1] - segment[0], points - segment[0]
        return x * apart[:, 1] - y * apart[:, 0]

    return bool(np.prod(sides(first, second)) < 0 and np.prod(sides(second, first)) < 0)


def _way(point: np.ndarray, segment: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the point, and the nearest point of the segment (2, 2)."""
    along = segment[1] - segment[0]
    share = np.clip((point - segment[0]) @ along / max(along @ along, 1e-300), 0, 1)
    return point, segment[0] + share * along


TEXT = HiddenLayer(*map(np.asarray, SIGMOID_XOR[:2]))
# The rows are no multiples of each other: no two points of the plane have the same scores.
LEANING = HiddenLayer(np.array([[7, -4.9], [-4.9, 7]]), np.array([-3.5, -3.5]))
# Small weights: the sigmoids are almost straight.
TEXT_SMALL = HiddenLayer(TEXT.W1 / 7, TEXT.b1 / 7)
LEANING_SMALL = HiddenLayer(LEANING.W1 / 7, LEANING.b1 / 7)


def draw_layers(num_layers: int, seed: int = 0) -> list[HiddenLayer]:
    """Return hidden layers with weights and biases uniform within 1 / sqrt(2), as `nn.Linear` draws them."""
    drawn = np.random.default_rng(seed).uniform(-1, 1, (num_layers, 2, 3)) / np.sqrt(2)
    return [HiddenLayer(rows[:, :2], rows[:, 2]) for rows in drawn]


def solvable_share(layers: list[HiddenLayer], unit: str) -> float:
    """Return the share of hidden layers from whose values an output unit can compute XOR."""
    return float(np.mean([output_line(layer.values(INPUTS, unit))[2] > 1e-9 for layer in layers]))
