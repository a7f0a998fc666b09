"""What the two steps of a hidden layer make of XOR's plane: a linear map, and an activation.

The linear map keeps midpoints midpoints, so no line separates XOR's scores either. The activation
does not: it alone can move the two midpoints apart.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from helpers.functions import relu, sigmoid
from helpers.nonlinearity.gates import INPUTS, SIGMOID_XOR
from helpers.nonlinearity.layers import step
from helpers.values import as_array

UNITS = ["sigmoid", "ReLU", "step", "none (linear)"]
# The rows are no multiples of each other: no two points of the plane have the same scores.
LEANING = np.array([[7, -4.9], [-4.9, 7]]), np.array([-3.5, -3.5]), np.array([7, 7]), -5


@dataclass(frozen=True)
class HiddenLayer:
    """Two hidden units and the output unit that reads them.

    `W1` (2, 2), a row for each hidden unit, and `b1` (2,) are divided by that unit's largest weight,
    so that a gain k makes k its largest weight; `w2` (2,) and the number `b2` are as they were.
    """

    W1: np.ndarray
    b1: np.ndarray
    w2: np.ndarray
    b2: float

    @classmethod
    def of(cls, network: tuple[Any, Any, Any, Any]) -> "HiddenLayer":
        """Take (W1, b1, w2, b2) as a reader may write them: arrays, tensors or lists.

        Raises ValueError for a hidden unit without weights.
        """
        W1, b1, w2, b2 = (as_array(part).astype(float) for part in network)
        largest = np.abs(W1).max(axis=1)
        if not largest.all():
            raise ValueError("W1 must have a weight other than 0 in each row.")
        return cls(W1 / largest[:, None], b1 / largest, w2, float(b2))

    def scores(self, points: ArrayLike) -> np.ndarray:
        """Return both units' scores (num_points, 2): the linear map, and nothing else."""
        return np.asarray(points) @ self.W1.T + self.b1

    def shown_scores(self, points: ArrayLike) -> np.ndarray:
        """Return the scores in units of the largest size that each has at the four inputs."""
        return self.scores(points) / np.abs(self.scores(INPUTS)).max(axis=0)

    def values(self, points: ArrayLike, unit: str, gain: float) -> np.ndarray:
        """Return the hidden values (num_points, 2) of units with this activation: phi(gain * score).

        ReLU and linear units only grow with the gain: theirs are given in units of the largest
        value, or size, at the four inputs. Raises ValueError for a unit that is not in UNITS.
        """
        if unit not in UNITS:
            raise ValueError(f"unit must be one of {', '.join(UNITS)}, not {unit!r}.")
        scores = self.scores(points)
        if unit == "sigmoid":
            return sigmoid(gain * scores)
        if unit == "step":
            return step(scores)
        if unit == "ReLU":
            largest = relu(self.scores(INPUTS)).max(axis=0)
            return relu(scores) / np.where(largest > 0, largest, 1)
        return self.shown_scores(points)

    def output_scores(self, hidden: np.ndarray) -> np.ndarray:
        """Return the output unit's scores (num_points,) for hidden values (num_points, 2)."""
        return hidden @ self.w2 + self.b2

    def side(self, points: ArrayLike, unit: str, gain: float) -> np.ndarray:
        """Return numbers (num_points,) above 0 where the network fires, without a jump between.

        For steps it is the distance in score to the nearest hidden line behind which all changes: a
        contour drawn at 0 is then as straight as the line.
        """
        if unit != "step":
            return self.output_scores(self.values(points, unit, gain))
        scores = self.scores(points)
        nearest = np.full(len(scores), -1.0)
        for values in INPUTS:  # of the hidden units: both off, one on, both on
            if self.output_scores(values) > 0:
                inside = np.min(scores * np.where(values > 0, 1, -1), axis=1)
                nearest = np.maximum(nearest, inside)
        return nearest


TEXT, RANK_TWO = HiddenLayer.of(SIGMOID_XOR), HiddenLayer.of(LEANING)
