"""What notebook 07 says in prose about the drawn faces, trained for as it does."""

import pytest
import torch
from torch import nn
from torch.nn.functional import avg_pool2d

from helpers.faces import attacks, explanations, metrics, preprocessing, shortcuts, sources, trained
from helpers.faces.convnet import SmallConvNet
from helpers.mlp import MLP
from helpers.statistics import principal_components
from helpers.training import accuracy, train


@pytest.fixture(scope="module")
def faces():
    return [(preprocessing.normalize(x), y) for x, y in sources.load()[:3]]


def fit(network, x, y, num_epochs, lr, batch_size=128):
    optimizer = torch.optim.Adam(network.parameters(), lr=lr)
    train(network, x, y, nn.CrossEntropyLoss(), optimizer, num_epochs, batch_size)
    return network


@pytest.fixture(scope="module")
def network(faces):
    torch.manual_seed(0)
    return fit(MLP([3072, 64, 64, 64, 3]), *faces[0], 15, 5e-4, 250)


@pytest.fixture(scope="module")
def augmented(faces):
    (x, y), _, _ = faces
    torch.manual_seed(0)
    network = MLP([3072, 64, 64, 64, 3])
    optimizer = torch.optim.Adam(network.parameters(), lr=1.2e-3)
    generator = torch.Generator().manual_seed(0)
    for epoch in range(15):
        variants = preprocessing.augment(x, generator, max_shift=1, max_degrees=5, mirror=True)
        train(network, variants, y, nn.CrossEntropyLoss(), optimizer, 1, 250, seed=epoch)
    return network


def test_the_mlp_beats_the_linear_model_and_has_a_gap(faces, network):
    learn, _, test = faces
    torch.manual_seed(0)
    linear = fit(MLP([3072, 3]), *learn, 8, 5e-4, 200)
    assert accuracy(network, *learn) > 0.9
    assert 0.8 < accuracy(network, *test) < 0.92
    assert accuracy(linear, *test) < accuracy(network, *test) - 0.08


def test_augmentation_halves_the_gap_and_helps_where_it_says_so(faces, network, augmented):
    learn, _, (x, y) = faces
    plain, other = (accuracy(net, x, y) for net in (network, augmented))
    gap = accuracy(network, *learn) - plain
    assert gap > 0.08
    assert accuracy(augmented, *learn) - other < 0.6 * gap
    assert 0.79 < other < 0.92
    assert abs(other - plain) < 0.04
    for change in ({"right": 2.0}, {"right": 4.0}, {"degrees": 20.0}):
        moved = preprocessing.change(x, **change)
        assert accuracy(augmented, moved, y) > accuracy(network, moved, y) + 0.02
    for there in (
        x.flip(-1),
        preprocessing.change(x, brightness=0.4),
        preprocessing.change(x, noise=0.3),
    ):
        assert abs(accuracy(augmented, there, y) - accuracy(network, there, y)) < 0.06


def test_the_nearest_mean_improves_layer_by_layer(faces, network):
    (x, y), _, (test_x, test_y) = faces
    with torch.no_grad():
        spaces = [(x, test_x), *zip(network.hidden(x), network.hidden(test_x), strict=True)]
    found = [metrics.nearest_mean_accuracy(a, y, b, test_y) for a, b in spaces]
    assert found[0] == pytest.approx(0.43, abs=0.02)
    assert found[-1] == pytest.approx(0.8, abs=0.05)
    assert found == sorted(found)
    (_, shares) = principal_components(network.hidden(test_x[:300])[-1].detach())
    assert shares.sum() > 0.6


def test_faces_that_move_or_are_attacked(faces, network):
    x, y = faces[2]
    plain = accuracy(network, x, y)
    assert accuracy(network, preprocessing.change(x, right=4.0), y) < 0.5
    assert accuracy(network, preprocessing.change(x, brightness=0.4), y) > plain - 0.08
    assert accuracy(network, attacks.fgsm(network, x, y, 4 / 255, -1, 1), y) < plain / 2
    assert accuracy(network, attacks.random_signs(x, 16 / 255, -1, 1), y) > plain - 0.03
    assert accuracy(network, attacks.fgsm(network, x, y, 16 / 255, -1, 1), y) < 0.03


def test_what_training_changed_is_smooth_and_saliency_passes_its_tests(faces, network):
    torch.manual_seed(0)
    untrained = MLP([3072, 64, 64, 64, 3])
    change = trained.first_layer(network) - trained.first_layer(untrained)
    assert metrics.roughness(trained.first_layer(untrained)) == pytest.approx(1, abs=0.02)
    assert metrics.roughness(change) < 0.4
    x, y = faces[2][0][:500], faces[2][1][:500]
    maps = explanations.saliency(network, x)
    plain = accuracy(network, x, y)
    assert accuracy(network, explanations.hide_pixels(x, maps, 0.1), y) < plain - 0.15
    assert accuracy(network, explanations.hide_pixels(x, -maps, 0.1), y) > plain - 0.05
    torch.manual_seed(1)
    assert abs(explanations.correlation(maps, explanations.saliency(MLP(network.sizes), x))) < 0.05


def test_only_the_convolutional_network_minds_shuffled_pixels(faces):
    (x, y), _, (test_x, test_y) = faces
    x, y = x[:2000], y[:2000]
    order = torch.randperm(256, generator=torch.Generator().manual_seed(0))
    plain = avg_pool2d(x, 2), avg_pool2d(test_x, 2)
    shuffled = [preprocessing.permute_pixels(one, order) for one in plain]
    found = []
    for small_x, small_test in (plain, shuffled):
        torch.manual_seed(0)
        networks = MLP([768, 64, 64, 64, 3]), SmallConvNet(3, 16)
        for small, lr in zip(networks, (2e-3, 8e-3), strict=True):
            found.append(accuracy(fit(small, small_x, y, 6, lr), small_test, test_y))
    mlp, conv, mlp_shuffled, conv_shuffled = found
    assert abs(mlp - mlp_shuffled) < 0.05
    assert conv > mlp + 0.03
    assert conv_shuffled < conv - 0.03


def test_the_shortcut_is_used(faces):
    (x, y), _, (test_x, test_y) = faces
    torch.manual_seed(0)
    marked = shortcuts.colleague(x[:2000], y[:2000], 3)
    wonder = fit(MLP([3072, 64, 64, 64, 3]), marked, y[:2000], 6, 8e-4, 64)
    accuracies = [
        accuracy(wonder, shortcuts.colleague(test_x, cue, 3, seed=2), test_y)
        for cue in (test_y, shortcuts.wrong_cues(test_y, 3))
    ]
    assert accuracies[0] > 0.95
    assert accuracies[1] < 0.2
