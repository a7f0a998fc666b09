"""Maps of what a network looks at, where one knows what it looks at."""

import pytest
import torch

from helpers.faces import explanations


def noise(*shape, seed=0):
    return 2 * torch.rand(shape, generator=torch.Generator().manual_seed(seed)) - 1


def linear(x):
    """Class 1 looks at one pixel of the red channel, class 0 at nothing."""
    return torch.stack([torch.zeros(len(x)), 3 * x[:, 0, 2, 5] + 4], dim=1)


def test_saliency_of_a_linear_network_is_its_weight():
    maps = explanations.saliency(linear, noise(2, 3, 8, 8))
    assert maps.shape == (2, 8, 8)
    assert maps[:, 2, 5].tolist() == [3.0, 3.0]
    assert maps.sum() == 6.0


def test_occlusion_falls_where_the_pixel_is_hidden():
    x = torch.ones(1, 3, 8, 8)
    drops = explanations.occlusion(linear, x, torch.tensor([1]), size=2, stride=2, fill=-1.0)
    assert drops.shape == (1, 4, 4)
    assert (drops > 0.1).nonzero().tolist() == [[0, 1, 2]]


def test_hidden_pixels_are_the_most_important():
    x, importance = noise(2, 3, 4, 4), noise(2, 4, 4, seed=1)
    hidden = explanations.hide_pixels(x, importance, 0.25, fill=9.0)
    gone = (hidden == 9.0).all(dim=1)
    assert gone.flatten(1).sum(dim=1).tolist() == [4, 4]
    assert importance[gone].min() > importance[~gone].max() - 2
    for k in range(2):
        assert importance[k][gone[k]].min() >= importance[k][~gone[k]].max()


def test_correlation_of_maps():
    maps = noise(3, 4, 4)
    assert explanations.correlation(maps, 2 * maps + 1) == pytest.approx(1)
    assert explanations.correlation(maps, -maps) == pytest.approx(-1)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: explanations.hide_pixels(noise(1, 3, 4, 4), noise(1, 4, 4), 2), "share"),
        (
            lambda: explanations.occlusion(linear, noise(1, 3, 8, 8), torch.tensor([1]), size=9),
            "size",
        ),
    ],
)
def test_bad_arguments_are_named(call, word):
    with pytest.raises(ValueError, match=word):
        call()
