"""The photograph, its encoding, and what is learned first."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.expressivity import spectral_bias


def test_photograph_is_stored():
    image = spectral_bias.photograph()
    assert image.shape == (64, 96, 3)
    assert 0 <= image.min() < 0.1
    assert 0.9 < image.max() <= 1


def test_psnr_is_minus_ten_log_of_the_error():
    image = np.zeros((4, 4, 3))
    assert spectral_bias.psnr(image + 0.1, image) == pytest.approx(20.0)


def test_pixel_positions_match_the_image_row_by_row():
    positions = spectral_bias.pixel_positions(2, 3)
    assert positions[:, 0] * 3 == pytest.approx([0.5, 1.5, 2.5] * 2)
    assert positions[:, 1] * 3 == pytest.approx([0.5] * 3 + [1.5] * 3)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 6), st.integers(1, 3))
def test_encoding_has_its_shape_and_lies_on_circles(num_frequencies, dim):
    x = np.random.default_rng(0).uniform(0, 1, (7, dim))
    code = spectral_bias.positional_encoding(x, num_frequencies)
    assert code.shape == (7, 2 * dim * num_frequencies)
    assert (code**2).sum(axis=1) == pytest.approx(dim * num_frequencies)


def test_encoding_helps_the_photograph():
    image = spectral_bias.photograph()
    plain, encoded = (
        list(spectral_bias.fit_photograph(image, number, 150, stride=150))[-1] for number in (0, 6)
    )
    assert encoded.learned[-1] > plain.learned[-1] + 3
    assert encoded.held_out[-1] > plain.held_out[-1] + 2


def test_slow_sines_come_first():
    _, amplitudes = spectral_bias.learn_sines([1, 4, 12], 100, 10)
    middle = amplitudes[5]
    assert middle[0] > middle[1] > middle[2]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: next(spectral_bias.fit_photograph(np.ones((2, 2, 3)), -1, 5)), "num_frequencies"),
        (lambda: spectral_bias.learn_sines([0], 5, 1), "frequencies"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
