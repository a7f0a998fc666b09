"""Calibration by hand, and against a known temperature."""

import numpy as np
import pytest

from helpers.softmax import calibration, crossentropy


def test_reliability_by_hand():
    p = np.array([[0.9, 0.1], [0.05, 0.95], [0.6, 0.4], [0.7, 0.3]])
    confidence, accuracy, share = calibration.reliability(p, [0, 0, 0, 1], num_bins=2)
    assert np.isnan(confidence[0])
    assert (confidence[1], accuracy[1], share.tolist()) == (pytest.approx(0.7875), 0.5, [0, 1])
    assert calibration.calibration_error(p, [0, 0, 0, 1], num_bins=2) == pytest.approx(0.2875)
    assert calibration.calibration_error(np.eye(3), [0, 1, 2]) == 0


def test_a_known_temperature_is_found_again():
    z, labels = calibration.overconfident_logits(2.5, num_samples=20_000)
    temperature = calibration.fit_temperature(z, labels)
    assert temperature == pytest.approx(2.5, rel=0.03)
    before = calibration.calibration_error(crossentropy.softmax(z), labels)
    after = calibration.calibration_error(crossentropy.softmax(z / temperature), labels)
    assert after < 0.02 < 0.15 < before
    assert ((z / temperature).argmax(axis=1) == z.argmax(axis=1)).all()


def test_drawn_labels_follow_their_probabilities():
    p = np.tile([0.2, 0.5, 0.3], (20_000, 1))
    labels = calibration.draw_labels(p, np.random.default_rng(0))
    assert np.bincount(labels) / len(p) == pytest.approx([0.2, 0.5, 0.3], abs=0.015)
    assert (calibration.draw_labels(np.eye(3), np.random.default_rng(0)) == [0, 1, 2]).all()


@pytest.mark.claims(
    "It never claimed more: it said 0.1",
    "The error is the gap between confidence and accuracy, and here both are 0.1",
    "A forecaster gives 0.1 to each of the ten",
    "who always says 0.1 has no ECE either",
)
def test_who_knows_nothing_and_says_so_is_calibrated():
    p, labels = np.full((1000, 10), 0.1), np.arange(1000) % 10
    confidence, accuracy, share = calibration.reliability(p, labels)
    seen = share > 0
    assert confidence[seen] == pytest.approx(0.1)
    assert accuracy[seen] == pytest.approx(0.1)
    assert calibration.calibration_error(p, labels) == pytest.approx(0)


@pytest.mark.claims(
    "On held-out samples a network has an accuracy of 0.90 and a mean confidence of 0.80",
    "right answers given at 0.80 cost more than they should",
)
def test_a_modest_network_gets_a_temperature_below_one():
    p = np.tile([0.8, 0.1, 0.1], (1000, 1))
    labels = np.where(np.arange(1000) < 900, 0, 1 + np.arange(1000) % 2)
    z = np.log(p)
    temperature = calibration.fit_temperature(z, labels)
    assert temperature < 1
    assert crossentropy.softmax(z / temperature)[:, 0].mean() == pytest.approx(0.9, abs=1e-3)
    assert crossentropy.cross_entropy(z / temperature, labels) < crossentropy.cross_entropy(
        z, labels
    )


@pytest.mark.claims("A forecaster who says *70 % rain* on a hundred days")
def test_seventy_percent_rain_on_a_hundred_days():
    p, rain = np.tile([0.7, 0.3], (100, 1)), (np.arange(100) >= 70).astype(int)
    assert calibration.calibration_error(p, rain) == pytest.approx(0)
    assert calibration.calibration_error(p, np.zeros(100, int)) == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: calibration.reliability(np.array([[0.5, np.nan]]), [0]), "p"),
        (lambda: calibration.reliability(np.eye(2), [0, 1], num_bins=0), "num_bins"),
        (lambda: calibration.fit_temperature(np.array([[np.inf, 0]]), [0]), "z"),
        (lambda: calibration.overconfident_logits(0), "temperature"),
    ],
)
def test_bad_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
