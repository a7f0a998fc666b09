"""Iris flowers: tasks for one neuron, and versicolor fenced off by two lines and an AND."""

from collections.abc import Callable

import numpy as np

from helpers.datasets import iris
from helpers.nonlinearity.gates import SIGMOID_GATES
from helpers.nonlinearity.layers import score

Units = tuple[np.ndarray, np.ndarray]

# Hidden weights (2, 2) and biases (2,): each row bounds versicolor from one side, in cm.
SEPAL_UNITS: Units = np.array([[-7.0, -5.0], [4.0, -5.0]]), np.array([60.0, -5.0])
PETAL_UNITS: Units = np.array([[7.0, 0.0], [0.0, -20.0]]), np.array([-17.0, 33.0])


def petal_tasks() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return two tasks for one neuron: {name: (inputs, fires)}.

    The inputs (150, 2) are the length and width of petals, each scaled to [0, 1]; `fires` (150,)
    says where the neuron should.
    """
    measurements, species = iris.load()
    petals = measurements[:, 2:]
    scaled = (petals - petals.min(axis=0)) / np.ptp(petals, axis=0)
    return {"Iris: setosa": (scaled, species == 0), "Iris: versicolor": (scaled, species == 1)}


def versicolor_score(points: np.ndarray, units: Units, activation: Callable) -> np.ndarray:
    """Return the output unit's score (num_points,): above zero means versicolor.

    `points` (num_points, 2) in cm; `units` are hidden weights and biases as above.
    """
    weights, biases = units
    return score(activation(points @ weights.T + biases), *SIGMOID_GATES["AND"])
