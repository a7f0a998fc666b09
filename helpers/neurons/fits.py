"""Simple curves through a neuron's rates: the ReLU, the softplus, and the unit made of them."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import curve_fit

from helpers.functions import relu, softplus


def artificial_neuron(x, weights, bias):
    """Return ReLU(weights . x + bias) for inputs x of shape (num_inputs,)."""
    return relu(np.dot(weights, x) + bias)


def fit_relu(drive, rate):
    """Fit rate = slope (drive - corner) by least squares to the points that fire.

    `drive` and `rate` have shape (num_points,). Returns (slope, corner).
    """
    fires = rate > 0
    slope, intercept = np.polyfit(drive[fires], rate[fires], 1)
    return slope, -intercept / slope


def fit_curve(drive, rate, corners, widths):
    """Fit slope width ln(1 + exp((drive - corner) / width)) by least squares, and by search.

    `drive` and `rate` have shape (num_points,). Tries each of `corners` with each of `widths`, at the
    best slope for them. Returns (slope, corner, width).
    """
    best, lowest = (0.0, 0.0, 0.0), np.inf
    for corner in corners:
        for width in widths:
            shape = width * softplus((drive - corner) / width)
            slope = shape @ rate / (shape @ shape)
            error = np.sum((rate - slope * shape) ** 2)
            if error < lowest:
                best, lowest = (slope, corner, width), error
    return best


@dataclass(frozen=True)
class SoftplusFit:
    """rate = slope width ln(1 + exp((drive - corner) / width))."""

    slope: float
    corner: float
    width: float

    def __call__(self, drive):
        return self.slope * self.width * softplus((np.asarray(drive) - self.corner) / self.width)


def fit_softplus(drive, rate) -> SoftplusFit:
    """Fit a softplus by least squares to points of shape (num_points,)."""
    drive, rate = np.asarray(drive, dtype=float), np.asarray(rate, dtype=float)
    steepest = np.max(np.diff(rate) / np.diff(drive))

    def curve(x, slope, corner, width):
        return SoftplusFit(slope, corner, width)(x)

    bounds = ([0, -np.inf, 1e-3], [np.inf, np.inf, np.inf])
    fitted, _ = curve_fit(curve, drive, rate, p0=[steepest, 0.7, 0.3], bounds=bounds)
    return SoftplusFit(*(float(value) for value in fitted))
