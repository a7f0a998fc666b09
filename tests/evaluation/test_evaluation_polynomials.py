"""Polynomials for a sine: the least squares, and the errors that the course promises."""

import numpy as np
import pytest

from helpers.evaluation import polynomials


@pytest.mark.parametrize(
    ("degree", "target", "tolerance"),
    [(0, 0.771, 0.01), (1, 0.570, 0.01), (3, 0.347, 0.01), (9, 0.639, 0.04)],
)
def test_median_test_rms_over_500_sets(degree, target, tolerance):
    _, test = polynomials.polynomial_rms([degree])
    assert test.shape == (1, 500)
    assert np.median(test) == pytest.approx(target, abs=tolerance)


def test_training_error_never_rises_with_the_degree():
    train_rms, _ = polynomials.polynomial_rms(list(range(10)), num_sets=20)
    assert np.all(np.diff(train_rms, axis=0) <= 1e-9)
    assert train_rms[9] == pytest.approx(0, abs=1e-9)  # ten points, ten weights


def test_fit_is_the_least_squares_polynomial():
    x, y = polynomials.noisy_sine(12, 0.3, 3)
    fitted = polynomials.predict_polynomial(polynomials.fit_polynomial(x, y, 4), x)
    for row, values in zip(y, fitted, strict=True):
        assert values == pytest.approx(np.polyval(np.polyfit(x, row, 4), x))


@pytest.mark.parametrize("degree", [0, 1, 3, 6, 9])
def test_bias_variance_and_noise_add_up(degree):
    bias2, variance = polynomials.bias_and_variance(degree)
    _, test = polynomials.polynomial_rms([degree])
    assert np.mean(test**2) == pytest.approx(bias2 + variance + 0.09, rel=0.02)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: polynomials.noisy_sine(1, 0.3, 5), "num_points"),
        (lambda: polynomials.noisy_sine(5, -0.1, 5), "noise"),
        (lambda: polynomials.polynomial_matrix(np.zeros(3), -1), "degree"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
