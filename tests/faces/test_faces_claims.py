"""What notebook 07 says in prose about the drawn faces, trained for as it does."""

import pytest
import torch
from torch import nn
from torch.nn.functional import avg_pool2d

from helpers.faces import model, sources, study
from helpers.mlp import MLP
from helpers.training import train


@pytest.fixture(scope="module")
def faces():
    return [(model.normalize(x), y) for x, y in sources.load()[:3]]


def fit(network, x, y, num_epochs, lr, batch_size=128):
    optimizer = torch.optim.Adam(network.parameters(), lr=lr)
    train(network, x, y, nn.CrossEntropyLoss(), optimizer, num_epochs, batch_size)
    return network


@pytest.fixture(scope="module")
def network(faces):
    torch.manual_seed(0)
    return fit(MLP([3072, 64, 64, 64, 3]), *faces[0], 25, 3e-4)


def test_the_mlp_beats_the_linear_model_and_has_a_gap(faces, network):
    learn, _, test = faces
    torch.manual_seed(0)
    linear = fit(MLP([3072, 3]), *learn, 10, 3e-4, 64)
    assert model.accuracy(network, *learn) > 0.95
    assert 0.78 < model.accuracy(network, *test) < 0.88
    assert model.accuracy(linear, *test) < model.accuracy(network, *test) - 0.05


def test_faces_that_move_or_are_attacked(faces, network):
    x, y = faces[2]
    plain = model.accuracy(network, x, y)
    assert model.accuracy(network, model.change(x, right=4.0), y) < 0.5
    assert model.accuracy(network, model.change(x, brightness=0.4), y) > plain - 0.08
    assert model.accuracy(network, model.fgsm(network, x, y, 4 / 255, -1, 1), y) < plain / 2
    assert model.accuracy(network, model.random_signs(x, 16 / 255, -1, 1), y) > plain - 0.03
    assert model.accuracy(network, model.fgsm(network, x, y, 16 / 255, -1, 1), y) < 0.03


def test_what_training_changed_is_smooth_and_saliency_passes_its_tests(faces, network):
    torch.manual_seed(0)
    untrained = MLP([3072, 64, 64, 64, 3])
    change = study.take_picture(network) - study.take_picture(untrained)
    assert model.rough(study.take_picture(untrained)) == pytest.approx(1, abs=0.02)
    assert model.rough(change) < 0.4
    x, y = faces[2][0][:500], faces[2][1][:500]
    maps = model.saliency(network, x)
    plain = model.accuracy(network, x, y)
    assert model.accuracy(network, model.hide_pixels(x, maps, 0.1), y) < plain - 0.15
    assert model.accuracy(network, model.hide_pixels(x, -maps, 0.1), y) > plain - 0.05
    torch.manual_seed(1)
    assert abs(model.correlation(maps, model.saliency(MLP(network.sizes), x))) < 0.05


def test_only_the_convolutional_network_minds_shuffled_pixels(faces):
    (x, y), _, (test_x, test_y) = faces
    x, y = x[:2000], y[:2000]
    order = torch.randperm(256, generator=torch.Generator().manual_seed(0))
    plain = avg_pool2d(x, 2), avg_pool2d(test_x, 2)
    shuffled = [model.permute_pixels(one, order) for one in plain]
    found = []
    for small_x, small_test in (plain, shuffled):
        torch.manual_seed(0)
        networks = MLP([768, 64, 64, 64, 3]), model.SmallConvNet(3, 16)
        for small, lr in zip(networks, (2e-3, 5e-3)):
            found.append(model.accuracy(fit(small, small_x, y, 8, lr), small_test, test_y))
    mlp, conv, mlp_shuffled, conv_shuffled = found
    assert abs(mlp - mlp_shuffled) < 0.05
    assert conv > mlp
    assert conv_shuffled < conv - 0.05


def test_the_shortcut_is_used(faces):
    (x, y), _, (test_x, test_y) = faces
    torch.manual_seed(0)
    marked = study.colleague(x[:2000], y[:2000], 3)
    wonder = fit(MLP([3072, 64, 64, 64, 3]), marked, y[:2000], 10, 1e-3, 64)
    accuracies = [
        model.accuracy(wonder, study.colleague(test_x, cue, 3, seed=2), test_y)
        for cue in (test_y, model.wrong_cues(test_y, 3))
    ]
    assert accuracies[0] > 0.95
    assert accuracies[1] < 0.2
