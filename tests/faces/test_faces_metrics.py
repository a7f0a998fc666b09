"""Accuracies, roughness and the convolutional network, on cases that one can count by hand."""

import pytest
import torch

from helpers.faces import metrics
from helpers.faces.convnet import SmallConvNet


def noise(*shape, seed=0):
    return 2 * torch.rand(shape, generator=torch.Generator().manual_seed(seed)) - 1


@pytest.mark.parametrize("side", [16, 32])
def test_small_conv_net_takes_its_side(side):
    assert SmallConvNet(3, side)(noise(2, 3, side, side)).shape == (2, 3)


def test_roughness_is_one_for_noise_and_small_for_a_ramp():
    assert metrics.roughness(noise(3, 200, 200)) == pytest.approx(1, abs=0.02)
    assert metrics.roughness(torch.linspace(-1, 1, 100).expand(100, -1)) < 0.01


def test_confusion_matrix_counts_rows_as_actual():
    counts = metrics.confusion_matrix(torch.tensor([0, 0, 1, 2]), torch.tensor([0, 1, 1, 0]), 3)
    assert counts.tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 0]]


def test_nearest_mean():
    x, y = torch.tensor([[0.0], [1.0], [9.0]]), torch.tensor([0, 0, 1])
    assert (
        metrics.nearest_mean_accuracy(x, y, torch.tensor([[4.0], [6.0]]), torch.tensor([0, 1])) == 1
    )


def test_an_odd_side_is_refused():
    with pytest.raises(ValueError, match="even number"):
        SmallConvNet(3, 21)
