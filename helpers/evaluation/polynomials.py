"""Under- and overfitting: polynomials of every degree for noisy points of a sine."""

from collections.abc import Sequence

import numpy as np

from helpers.arguments import require_at_least


def sine(x: np.ndarray) -> np.ndarray:
    """Return the truth behind the points: one period of a sine on [0, 1]."""
    return np.sin(2 * np.pi * x)


def noisy_sine(
    num_points: int, noise: float, num_sets: int, seed: int = 0
) -> tuple[np.ndarray, np.ndarray]:
    """Return x (num_points,), evenly spaced on [0, 1], and y (num_sets, num_points): sine + noise.

    `noise` is the standard deviation. The first data sets stay the same when `num_sets` grows.
    """
    require_at_least(2, num_points=num_points)
    require_at_least(1, num_sets=num_sets)
    require_at_least(0, noise=noise)
    x = np.linspace(0, 1, num_points)
    return x, sine(x) + noise * np.random.default_rng(seed).standard_normal((num_sets, num_points))


def polynomial_matrix(x: np.ndarray, degree: int) -> np.ndarray:
    """Return the Legendre polynomials at x, (num_points, degree + 1).

    x in [0, 1] is stretched to [-1, 1], where they are defined. They span the same polynomials as
    1, x, x^2, ...; but columns of powers are so alike that solving for their weights loses digits.
    """
    require_at_least(0, degree=degree)
    return np.polynomial.legendre.legvander(2 * np.asarray(x) - 1, degree)


def fit_polynomial(x: np.ndarray, y: np.ndarray, degree: int) -> np.ndarray:
    """Return the least-squares weights (..., degree + 1) for every data set in y (..., num_points).

    One pseudoinverse serves all data sets. With fewer points than weights it takes, of all the
    polynomials through the points, the one with the smallest weights.
    """
    return y @ np.linalg.pinv(polynomial_matrix(x, degree)).T


def predict_polynomial(weights: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the polynomials' values (..., num_points) at x."""
    return weights @ polynomial_matrix(x, weights.shape[-1] - 1).T


def rms(error: np.ndarray) -> np.ndarray:
    """Return the root of the mean square along the last axis."""
    return np.sqrt(np.mean(np.square(error), axis=-1))


def polynomial_rms(
    degrees: Sequence[int],
    num_points: int = 10,
    noise: float = 0.3,
    num_sets: int = 500,
    num_test: int = 200,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the training and the test RMS, each (num_degrees, num_sets).

    The test points are new: another noise, evenly spaced x. Target (facts of the course): with the
    defaults the median test RMS is about .77, .57, .35 and .64 for the degrees 0, 1, 3 and 9.
    """
    x, y = noisy_sine(num_points, noise, num_sets, seed=0)
    x_test, y_test = noisy_sine(num_test, noise, num_sets, seed=1)
    all_weights = [fit_polynomial(x, y, degree) for degree in degrees]
    train = [rms(predict_polynomial(weights, x) - y) for weights in all_weights]
    test = [rms(predict_polynomial(weights, x_test) - y_test) for weights in all_weights]
    return np.array(train), np.array(test)


def bias_and_variance(
    degree: int, num_points: int = 10, noise: float = 0.3, num_sets: int = 500
) -> tuple[float, float]:
    """Return the squared bias and the variance of a polynomial fit, averaged over [0, 1].

    Bias: how far the *mean* fit, over data sets, lies from the truth. Variance: how far the single
    fits lie from their mean. The mean squared test error is bias^2 + variance + noise^2.
    """
    x, y = noisy_sine(num_points, noise, num_sets)
    grid = np.linspace(0, 1, 200)
    fits = predict_polynomial(fit_polynomial(x, y, degree), grid)  # (num_sets, 200)
    return float(np.mean((fits.mean(0) - sine(grid)) ** 2)), float(np.mean(fits.var(0)))
