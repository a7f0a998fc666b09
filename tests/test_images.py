"""Pictures are shifted exactly, turned counterclockwise, and stay in range with noise."""

import math

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.images import add_noise, move, rotate, shift


def noise(*shape):
    return 2 * torch.rand(shape, generator=torch.Generator().manual_seed(0)) - 1


@given(st.integers(-3, 3), st.integers(-3, 3))
@settings(max_examples=15, deadline=None)
def test_whole_pixels_move_exactly(right, down):
    x = noise(2, 1, 8, 8)
    moved = move(x, right, down, padding="zeros")
    torch.testing.assert_close(moved[:, 0], shift(x[:, 0], right, down), atol=1e-5, rtol=0)


def test_a_quarter_turn_is_counterclockwise_and_mirroring_comes_first():
    x = noise(3, 3, 6, 6)
    torch.testing.assert_close(move(x, degrees=90.0), x.rot90(1, (2, 3)), atol=1e-5, rtol=0)
    mirror = torch.tensor([True, False, True])
    moved = move(x, right=1.0, degrees=90.0, mirror=mirror, padding="zeros")
    wanted = torch.where(mirror[:, None, None, None], x.flip(-1), x).rot90(1, (2, 3))
    torch.testing.assert_close(moved[..., 1:], wanted[..., :-1], atol=1e-5, rtol=0)


def test_a_picture_need_not_be_square():
    x = noise(1, 1, 4, 8)
    turned = move(x, degrees=180.0)
    torch.testing.assert_close(turned, x.flip(-1, -2), atol=1e-5, rtol=0)


def test_shift_moves_to_the_right_and_to_the_left():
    images = torch.arange(6.0).reshape(1, 2, 3)
    assert shift(images, 1).tolist() == [[[0, 0, 1], [0, 3, 4]]]
    assert shift(images, -1).tolist() == [[[1, 2, 0], [4, 5, 0]]]
    assert torch.equal(shift(images, 0), images)


def test_rotation():
    images = torch.rand(3, 8, 8, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(rotate(images, torch.zeros(3)), images, atol=1e-5)
    turned = rotate(images, torch.tensor([90.0, 180.0, 0.0]))
    assert torch.allclose(turned[0], torch.rot90(images[0]), atol=1e-4)
    assert torch.allclose(turned[1], torch.rot90(images[1], 2), atol=1e-4)


def test_noise_stays_in_range_and_leaves_the_images_alone():
    images = torch.full((2, 8, 8), 0.5)
    noisy = add_noise(images, 1.0)
    assert noisy.min() >= 0
    assert noisy.max() <= 1
    assert torch.equal(add_noise(images, 0.0), images)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: shift(noise(1, 8, 8), 8), "less than"),
        (lambda: move(noise(1, 3, 4, 4), right=math.nan), "finite"),
        (lambda: add_noise(noise(1, 2, 2), -1), "noise"),
    ],
)
def test_bad_arguments_are_named(call, word):
    with pytest.raises(ValueError, match=word):
        call()
