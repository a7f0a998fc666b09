"""What is done to pictures: for each by chance, within its range, and without harm to an MLP."""

import pytest
import torch

from helpers.faces import preprocessing
from helpers.mlp import MLP


def noise(*shape, seed=0):
    return 2 * torch.rand(shape, generator=torch.Generator().manual_seed(seed)) - 1


def test_augmentation_draws_for_each_picture():
    x = noise(1, 3, 16, 16).expand(400, -1, -1, -1)
    generator = torch.Generator().manual_seed(0)
    mirrored = preprocessing.augment(x, generator, mirror=True)
    share = (mirrored - x).abs().amax(dim=(1, 2, 3)).gt(0.01).float().mean()
    assert 0.42 < share < 0.58
    shifted = preprocessing.augment(x, generator, max_shift=1, padding="zeros")
    assert len({tuple(one.flatten().round(decimals=3).tolist()) for one in shifted}) == 9
    assert torch.allclose(preprocessing.augment(x, generator), x, atol=1e-5)


def test_changes_stay_in_range():
    x = noise(2, 3, 8, 8)
    changed = preprocessing.change(x, brightness=0.7, noise=0.5)
    assert changed.min() >= -1 and changed.max() <= 1
    torch.testing.assert_close(preprocessing.change(x), x, atol=1e-5, rtol=0)


def test_permuted_weights_on_permuted_pixels_are_the_same_function():
    torch.manual_seed(0)
    network, twin = MLP([3 * 16, 8, 3]), MLP([3 * 16, 8, 3])
    twin.load_state_dict(network.state_dict())
    order = torch.randperm(16)
    with torch.no_grad():
        weights = network.linears[0].weight.reshape(8, 3, 4, 4)
        twin.linears[0].weight.copy_(preprocessing.permute_pixels(weights, order).flatten(1))
    x = noise(5, 3, 4, 4)
    torch.testing.assert_close(twin(preprocessing.permute_pixels(x, order)), network(x))


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: preprocessing.normalize(noise(1, 3, 4, 4)), "uint8"),
        (lambda: preprocessing.change(noise(1, 3, 4, 4), noise=-1), "noise"),
        (
            lambda: preprocessing.augment(noise(1, 3, 4, 4), torch.Generator(), max_shift=-1),
            "max_shift",
        ),
    ],
)
def test_bad_arguments_are_named(call, word):
    with pytest.raises(ValueError, match=word):
        call()
