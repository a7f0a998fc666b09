"""Recipes for the first weights: what a layer does to mean squares, and what keeps them."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np


def variance_factors(
    num_inputs: int, num_outputs: int, weight_variance: float
) -> tuple[float, float]:
    """Return by how much a linear layer multiplies mean squares: (forward, backward).

    Forward each output sums `num_inputs` terms; backward each input hears `num_outputs` of them.
    """
    return num_inputs * weight_variance, num_outputs * weight_variance


def he_std(num_inputs: int, slope: float) -> float:
    """Return the weights' standard deviation that keeps the mean square through a leaky ReLU.

    sqrt(2 / ((1 + slope^2) num_inputs)), He et al. 2015 (arXiv:1502.01852).
    """
    return math.sqrt(2 / ((1 + slope**2) * num_inputs))


def initial_weights(num_outputs: int, num_inputs: int, seed: int) -> np.ndarray:
    """Return weights (num_outputs, num_inputs) that keep the mean square of a linear layer's input."""
    rng = np.random.default_rng(seed)
    return rng.standard_normal((num_outputs, num_inputs)) / math.sqrt(num_inputs)


def deep_weights(sizes: Sequence[int], weight_variance: float, seed: int) -> list[np.ndarray]:
    """Return normal weights (num_outputs, num_inputs) for each layer of a network of these sizes.

    Their variance is `weight_variance` (sigma_w^2) over the number of inputs.
    """
    rng = np.random.default_rng(seed)
    return [
        rng.normal(0, math.sqrt(weight_variance / num_inputs), (num_outputs, num_inputs))
        for num_inputs, num_outputs in pairwise(sizes)
    ]
