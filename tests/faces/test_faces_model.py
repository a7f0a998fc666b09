"""The science of notebook 07: the published checks on digits, and every function by itself."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers.datasets import digits
from helpers.faces import model, study
from helpers.images import shift
from helpers.mlp import MLP
from helpers.training import accuracy, train


def train_digits(x, y, num_epochs, seed=0):
    torch.manual_seed(seed)
    network = MLP([64, 64, 64, 10])
    optimizer = torch.optim.Adam(network.parameters(), lr=3e-3)
    train(network, x, y, nn.CrossEntropyLoss(), optimizer, num_epochs, 64)
    return network


@pytest.fixture(scope="module")
def data():
    learn, _, test = digits.load()
    return learn, test


@pytest.fixture(scope="module")
def plain(data):
    return train_digits(*data[0], 20)


# --- The checks of the published course, on digits -------------------------------------------------

ONE_PIXEL = ((1, 0), (-1, 0), (0, 1), (0, -1))


def shifted_accuracy(network, x, y):
    return np.mean([accuracy(network, shift(x, *by), y) for by in ONE_PIXEL])


def test_one_pixel_ruins_and_shift_augmentation_restores(data, plain):
    (x, y), test = data
    assert accuracy(plain, *test) == pytest.approx(0.976, abs=0.02)
    assert 0.40 < shifted_accuracy(plain, *test) < 0.54
    shifts = [(right, down) for right in (-1, 0, 1) for down in (-1, 0, 1)]
    variants = torch.cat([shift(x, *by) for by in shifts])
    augmented = train_digits(variants, y.repeat(9), 4)
    assert shifted_accuracy(augmented, *test) == pytest.approx(0.95, abs=0.05)


def test_flip_augmentation_lowers_the_accuracy(data, plain):
    (x, y), test = data
    mirrored = train_digits(torch.cat([x, x.flip(-1)]), y.repeat(2), 10)
    assert accuracy(mirrored, *test) < accuracy(plain, *test) - 0.02
    assert shifted_accuracy(mirrored, *test) < shifted_accuracy(plain, *test)


def test_permuted_pixels_change_nothing_for_an_mlp(data, plain):
    (x, y), test = data
    order = torch.randperm(64, generator=torch.Generator().manual_seed(0))
    network = train_digits(x.flatten(1)[:, order], y, 20)
    there = accuracy(network, test[0].flatten(1)[:, order], test[1])
    assert there == pytest.approx(accuracy(plain, *test), abs=0.025)


def test_fgsm_against_random_signs_of_the_same_size(data, plain):
    x, y = data[1]
    attacked = model.fgsm(plain, x, y, 0.11, 0, 1)
    assert accuracy(plain, attacked, y) == pytest.approx(0.384, abs=0.06)
    shaken = model.random_signs(x, 0.11, 0, 1)
    assert accuracy(plain, shaken, y) == pytest.approx(0.938, abs=0.03)


def test_a_planted_pixel_is_used_though_not_alone(data):
    (x, y), (test_x, test_y) = data
    network = train_digits(model.light_up(x, y), y, 20)
    assert accuracy(network, model.light_up(test_x, test_y), test_y) > 0.99
    false = model.wrong_cues(test_y, 10)
    wrong = accuracy(network, model.light_up(test_x, false), test_y)
    assert wrong == pytest.approx(0.60, abs=0.12)


# --- Changes of a picture ----- -------------------------------------------------------------------


def noise(*shape, seed=0):
    return 2 * torch.rand(shape, generator=torch.Generator().manual_seed(seed)) - 1


def test_augmentation_draws_for_each_picture():
    x = noise(1, 3, 16, 16).expand(400, -1, -1, -1)
    generator = torch.Generator().manual_seed(0)
    mirrored = model.augment(x, generator, mirror=True)
    share = (mirrored - x).abs().amax(dim=(1, 2, 3)).gt(0.01).float().mean()
    assert 0.42 < share < 0.58
    shifted = model.augment(x, generator, max_shift=1, padding="zeros")
    assert len({tuple(one.flatten().round(decimals=3).tolist()) for one in shifted}) == 9
    assert torch.allclose(model.augment(x, generator), x, atol=1e-5)


def test_changes_stay_in_range():
    x = noise(2, 3, 8, 8)
    changed = model.change(x, brightness=0.7, noise=0.5)
    assert changed.min() >= -1 and changed.max() <= 1
    torch.testing.assert_close(model.change(x), x, atol=1e-5, rtol=0)


# --- Networks and what they hold ------------------------------------------------------------------


def test_permuted_weights_on_permuted_pixels_are_the_same_function():
    torch.manual_seed(0)
    network, twin = MLP([3 * 16, 8, 3]), MLP([3 * 16, 8, 3])
    twin.load_state_dict(network.state_dict())
    order = torch.randperm(16)
    with torch.no_grad():
        weights = network.linears[0].weight.reshape(8, 3, 4, 4)
        twin.linears[0].weight.copy_(model.permute_pixels(weights, order).flatten(1))
    x = noise(5, 3, 4, 4)
    torch.testing.assert_close(twin(model.permute_pixels(x, order)), network(x))


@pytest.mark.parametrize("side", [16, 32])
def test_small_conv_net_takes_its_side(side):
    assert model.SmallConvNet(3, side)(noise(2, 3, side, side)).shape == (2, 3)


def test_roughness_is_one_for_noise_and_small_for_a_ramp():
    assert model.rough(noise(3, 200, 200)) == pytest.approx(1, abs=0.02)
    assert model.rough(torch.linspace(-1, 1, 100).expand(100, -1)) < 0.01


def test_confusion_matrix_counts_rows_as_actual():
    counts = model.confusion_matrix(torch.tensor([0, 0, 1, 2]), torch.tensor([0, 1, 1, 0]), 3)
    assert counts.tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 0]]


def test_nearest_mean():
    x, y = torch.tensor([[0.0], [1.0], [9.0]]), torch.tensor([0, 0, 1])
    assert (
        model.nearest_mean_accuracy(x, y, torch.tensor([[4.0], [6.0]]), torch.tensor([0, 1])) == 1
    )


# --- Maps, attacks, cues --------------------------------------------------------------------------


def linear(x):
    """Class 1 looks at one pixel of the red channel, class 0 at nothing."""
    return torch.stack([torch.zeros(len(x)), 3 * x[:, 0, 2, 5] + 4], dim=1)


def test_saliency_of_a_linear_network_is_its_weight():
    maps = model.saliency(linear, noise(2, 3, 8, 8))
    assert maps.shape == (2, 8, 8)
    assert maps[:, 2, 5].tolist() == [3.0, 3.0]
    assert maps.sum() == 6.0


def test_occlusion_falls_where_the_pixel_is_hidden():
    x = torch.ones(1, 3, 8, 8)
    drops = model.occlusion(linear, x, torch.tensor([1]), size=2, stride=2, fill=-1.0)
    assert drops.shape == (1, 4, 4)
    assert (drops > 0.1).nonzero().tolist() == [[0, 1, 2]]


def test_hidden_pixels_are_the_most_important():
    x, importance = noise(2, 3, 4, 4), noise(2, 4, 4, seed=1)
    hidden = model.hide_pixels(x, importance, 0.25, fill=9.0)
    gone = (hidden == 9.0).all(dim=1)
    assert gone.flatten(1).sum(dim=1).tolist() == [4, 4]
    assert importance[gone].min() > importance[~gone].max() - 2
    for k in range(2):
        assert importance[k][gone[k]].min() >= importance[k][~gone[k]].max()


def test_correlation_of_maps():
    maps = noise(3, 4, 4)
    assert model.correlation(maps, 2 * maps + 1) == pytest.approx(1)
    assert model.correlation(maps, -maps) == pytest.approx(-1)


def test_fgsm_raises_the_loss_and_keeps_its_bounds(data, plain):
    x, y = data[1]
    loss = nn.CrossEntropyLoss()
    attacked = model.fgsm(plain, x, y, 0.05, 0, 1)
    assert loss(plain(attacked), y) > loss(plain(x), y)
    assert attacked.min() >= 0 and attacked.max() <= 1
    assert (attacked - x).abs().max() <= 0.05 + 1e-6


def test_wrong_cues_are_wrong_and_all_there():
    labels = torch.arange(3).repeat(100)
    cues = model.wrong_cues(labels, 3)
    assert not (cues == labels).any()
    assert set(cues.tolist()) == {0, 1, 2}


def test_the_colleagues_mark_is_found():
    x, y = noise(300, 3, 32, 32), torch.arange(300) % 3
    marked = study.colleague(x, y, 3)
    row, column = model.find_shortcut(marked, y)
    assert (marked != x).any(dim=0).any(dim=0)[row, column]
    assert (marked != x).any(dim=0).any(dim=0).sum() == 4


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: model.normalize(noise(1, 3, 4, 4)), "uint8"),
        (lambda: model.change(noise(1, 3, 4, 4), noise=-1), "noise"),
        (lambda: model.augment(noise(1, 3, 4, 4), torch.Generator(), max_shift=-1), "max_shift"),
        (lambda: model.SmallConvNet(3, 21), "even number"),
        (lambda: model.hide_pixels(noise(1, 3, 4, 4), noise(1, 4, 4), 2), "share"),
        (lambda: model.occlusion(linear, noise(1, 3, 8, 8), torch.tensor([1]), size=9), "size"),
    ],
)
def test_bad_arguments_are_named(call, word):
    with pytest.raises(ValueError, match=word):
        call()
