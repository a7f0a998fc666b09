"""A deep network that folds a sheet of paper and cuts it once, as one makes a paper snowflake.

A layer of four ReLUs folds the plane: |v| is relu(v) + relu(-v), and u is relu(u) - relu(-u). Each
fold halves the folded sheet: it lies between the directions 0 and pi, then pi/2, pi/4, ... The last
neuron cuts, in a straight line.
"""

import math

import numpy as np

RIM = 1.0  # the sheet is a disc of this radius
START = 0.95  # how far from the middle the cut begins, on the lower edge of the folded sheet

# Both signs of u and of v, and what is made of their ReLUs: u as it was, and |v|.
_SIGNS = np.array([[1, 0], [-1, 0], [0, 1], [0, -1]], dtype=np.float32)
_JOIN = np.array([[1, -1, 0, 0], [0, 0, 1, 1]], dtype=np.float32)


def angle(num_folds: int) -> float:
    """Return the angle of the folded sheet at its tip, in radians: the whole disc has 2 pi."""
    return 2 * np.pi / 2**num_folds


def fold(points: np.ndarray, num_folds: int) -> np.ndarray:
    """Return where points (num_points, 2) lie once the sheet is folded, by one layer a fold."""
    for number in range(1, num_folds + 1):
        # The first fold is along the axis, each other along the middle of the sheet as it lies.
        turn = 0.0 if number == 1 else angle(number)
        cos, sin = np.cos(turn), np.sin(turn)
        weights = _SIGNS @ np.array([[cos, sin], [-sin, cos]], dtype=np.float32)
        points = np.maximum(points @ weights.T, 0) @ _JOIN.T
    return points


def cut(points: np.ndarray, tilt: float) -> np.ndarray:
    """Return one neuron's score (num_points,): the paper stays where it is above zero.

    It is the distance to a line that begins at (START, 0), `tilt` radians from the lower edge.
    """
    return (START - points[:, 0]) * math.sin(tilt) + points[:, 1] * math.cos(tilt)


def network(points: np.ndarray, num_folds: int, tilt: float) -> np.ndarray:
    """Return the score (num_points,) of the whole network: fold, then cut."""
    return cut(fold(points, num_folds), tilt)
