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


@pytest.mark.claims(
    "Degrees 0 to 2 cannot bend enough",
    "Degree 9 goes through every point",
    "with 60 of them even degree 9 comes close to the noise",
)
def test_low_degrees_miss_old_and_new_points_and_degree_nine_only_new_ones():
    old, new = (np.median(rms, axis=1) for rms in polynomials.polynomial_rms(range(10)))
    assert min(old[:3].min(), new[:3].min()) > 0.5
    assert old[9] < 1e-9 < 0.6 < new[9]
    assert new[3] < 0.36
    with_sixty = polynomials.polynomial_rms([9], num_points=60)[1]
    assert np.median(with_sixty) < 1.1 * 0.3


@pytest.mark.claims("the best degree is where the sum is smallest, here at 3")
def test_bias_falls_variance_rises_and_three_is_best():
    bias2, variance = np.array([polynomials.bias_and_variance(degree) for degree in range(10)]).T
    assert np.all(np.diff(bias2) < 1e-3)  # 500 data sets leave a little noise in the mean fit
    assert np.all(np.diff(variance) > 0)
    assert np.argmin(bias2 + variance) == 3
    errors = polynomials.polynomial_rms(range(10))[1] ** 2
    assert errors.mean(axis=1).argmin() == 3


@pytest.mark.claims(
    "misses new points by 0.33",
    "It falls to about 0.29, and there it stays",
    "and the squared bias that belongs to the line, 0.20 from a thousand points",
)
def test_more_points_take_the_variance_of_a_line_and_leave_its_bias():
    (bias2, variance), *more = (
        polynomials.bias_and_variance(1, num_points) for num_points in (10, 1000, 3000)
    )
    assert bias2 + variance + 0.09 == pytest.approx(0.33, abs=0.005)
    assert more[0][0] == pytest.approx(0.2, abs=0.005)
    for new_bias2, new_variance in more:
        assert new_variance < 0.001
        assert new_bias2 + new_variance + 0.09 == pytest.approx(0.29, abs=0.005)
        assert new_bias2 > 0.85 * bias2
