"""Double descent: the stored study is made again, and its peak stands where theory puts it."""

import numpy as np
import pytest

from helpers.evaluation import descent, polynomials


@pytest.mark.parametrize("num_digits", descent.NUM_DIGITS)
def test_the_stored_errors_are_computed_again(num_digits):
    stored = descent.load_study()[num_digits]
    assert stored.shape == (len(descent.SHARES), descent.NUM_SEEDS, 2)
    for place in (0, 3, 11):
        again = descent.fit_and_test(num_digits, descent.widths(num_digits)[place], seed=5)
        assert again == pytest.approx(stored[place, 5], rel=1e-2, abs=1e-6)


def test_the_peak_stands_at_as_many_units_as_digits_for_every_seed():
    for num_digits, errors in descent.load_study().items():
        peaks = np.array(descent.widths(num_digits))[errors[:, :, 1].argmax(axis=0)]
        assert (peaks == num_digits).all()
        fits = np.array(descent.widths(num_digits)) >= num_digits
        assert (errors[fits, :, 0] < 1e-6).all()
        assert (errors[~fits, :, 0] > 1e-3).all()
        # and the second valley lies below the first
        assert (errors[-1, :, 1] < errors[~fits, :, 1].min(axis=0)).all()


@pytest.mark.claims("Beyond degree 9 the error *falls*.", "the second valley stays above the first")
def test_polynomials_descend_twice_and_their_first_valley_is_the_lower():
    degrees = np.arange(31)
    parts = np.array([polynomials.bias_and_variance(degree) for degree in degrees])
    total = parts.sum(axis=1) + 0.09
    assert total.argmax() == 9
    assert total[20] < total[11] < total[10] < total[9]
    assert total.argmin() == 3
    assert parts[9, 1] > 5 * parts[20, 1]  # it is the variance that falls
