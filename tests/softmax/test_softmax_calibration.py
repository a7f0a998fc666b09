"""Calibration by hand, against a known temperature, and on a network that trained for too long."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers.mlp import MLP
from helpers.softmax import calibration, crossentropy, tasks
from helpers.training import accuracy, epochs, probabilities


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


def test_overtraining_spoils_calibration_and_a_temperature_repairs_it():
    (x, y), (x_test, y_test) = tasks.digits(600, noise=0.25)
    network = MLP([64, 64, 10], "ReLU", generator=torch.Generator().manual_seed(0))
    optimizer = torch.optim.Adam(network.parameters(), lr=0.02)
    seen = []
    for history in epochs(network, x, y, nn.CrossEntropyLoss(), optimizer, 200):
        if history.num_epochs in (20, 200):
            error = calibration.calibration_error(probabilities(network, x_test), y_test)
            seen.append((accuracy(network, x_test, y_test), error))
    (accuracy_before, error_before), (accuracy_after, error_after) = seen
    assert abs(accuracy_after - accuracy_before) < 0.035
    assert error_after > 1.8 * error_before
    z = network(x_test).detach().numpy()
    temperature = calibration.fit_temperature(z[:600], y_test[:600].numpy())
    repaired = calibration.calibration_error(
        crossentropy.softmax(z[600:] / temperature), y_test[600:].numpy()
    )
    assert temperature > 2
    assert repaired < 0.5 * error_after


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
