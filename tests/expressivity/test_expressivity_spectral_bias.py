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


@pytest.mark.claims("10 dB more means an error ten times smaller")
def test_psnr_is_minus_ten_log_of_the_error():
    image = np.zeros((4, 4, 3))
    assert spectral_bias.psnr(image + 0.1, image) == pytest.approx(20.0)
    assert spectral_bias.psnr(image + np.sqrt(0.001), image) == pytest.approx(30.0)


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


def painted(num_frequencies: int, num_steps: int, width: int = 64, num_seeds: int = 5):
    """Return PSNR (num_seeds, 2) on learned pixels and on those between."""
    ends = [
        spectral_bias.fit_photograph(
            spectral_bias.photograph(),
            num_frequencies,
            num_steps,
            stride=num_steps,
            hidden=[width] * 3,
            seed=seed,
        )
        for seed in range(num_seeds)
    ]
    fits = [next(end) for end in ends]
    return np.array([(fit.learned[-1], fit.held_out[-1]) for fit in fits])


@pytest.fixture(scope="module")
def plain():
    return painted(0, 240)


@pytest.mark.claims("From five seeds the encoding brings 5 to 6 dB")
def test_encoding_helps_the_photograph(plain):
    learned, between = (painted(6, 240) - plain).T
    assert (learned.min(), learned.max()) == pytest.approx((5.5, 6), abs=0.4)
    assert (between.min(), between.max()) == pytest.approx((4.5, 5), abs=0.4)
    factor = 10 ** (np.mean([learned, between], axis=1) / 10)
    assert factor == pytest.approx([4, 3], abs=0.5)


@pytest.mark.claims("Twice the width brings half a decibel")
def test_width_alone_helps_little(plain):
    gain = painted(0, 240, width=128)[:, 0] - plain[:, 0]
    assert gain.mean() == pytest.approx(0.5, abs=0.2)


@pytest.mark.claims(
    "With 0 to 2 frequencies you get a blur",
    "the curves begin to part",
    "With 8 the pixels between are *worse* than with 6",
)
def test_too_many_frequencies_fit_the_pixels_and_not_those_between():
    few, some, many = painted(2, 300, num_seeds=2), painted(6, 300), painted(8, 300)
    assert (few.mean(axis=0) < some.mean(axis=0) - 3).all()
    assert (few[:, 0] - few[:, 1] < 0.2).all()
    assert (some[:, 0] - some[:, 1] > 1).all()
    assert (many[:, 1] < some[:, 1]).all()


@pytest.mark.claims("With 8 frequencies the finest wave is shorter than two pixels")
def test_the_finest_of_eight_waves_is_shorter_than_two_pixels():
    wavelength = 2 * np.pi / (2**7 * np.pi)  # in units of the longer side
    assert wavelength * max(spectral_bias.photograph().shape) < 2


@pytest.mark.claims("Slow waves first, fast ones very late, from every seed")
def test_slow_sines_come_first():
    run = spectral_bias.learn_sines([1, 4, 12], 200, 10)
    assert run.amplitudes.shape == (8, len(run.steps), 3)
    slow, middle, fast = np.moveaxis(run.amplitudes, 2, 0)
    assert (slow[:, 1:] > middle[:, 1:]).all()
    assert (middle[:, 1:] > fast[:, 1:]).all()
    assert (fast[:, -1] < 0.25).all()
    # What the picture of snapshots shows: a line, then the slow wave, then the middle one as well.
    assert run.outputs.shape == (8, len(run.steps), len(run.positions))
    after = {step: run.amplitudes[:, list(run.steps).index(step)] for step in (10, 50, 200)}
    line = np.polynomial.Polynomial.fit(run.positions, run.outputs[:, 1].mean(axis=0), 1)
    assert np.abs(run.outputs[:, 1].mean(axis=0) - line(run.positions)).max() < 0.15
    assert (after[50][:, 0] > 0.8).all() and (after[50][:, 1] < 0.3).all()
    assert (after[200][:, 1] > 0.4).all()


@pytest.mark.claims("12 periods need 24 kinks")
def test_a_sketch_of_twelve_periods_has_24_kinks():
    tops_and_bottoms = np.flatnonzero(
        np.diff(np.diff(np.sin(2 * np.pi * 12 * np.linspace(0, 1, 4801))) > 0)
    )
    assert len(tops_and_bottoms) == 24


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
