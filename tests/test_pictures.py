"""Pixels: the same picture as matplotlib's own image, in less time."""

import numpy as np
import pytest

from helpers.pictures import Pixels, new_figure, set_pixels


def painted(make, values) -> np.ndarray:
    """Return the RGB pixels of a figure with two axes whose first holds the image."""
    figure, (ax, _) = new_figure(2, height=2.4)
    set_pixels(make(ax), values)
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())[..., :3].astype(int)


@pytest.mark.parametrize("origin", ["upper", "lower"])
@pytest.mark.parametrize("shape", [(5, 7), (32, 24, 3)])
def test_pixels_paint_what_imshow_paints(origin, shape):
    values = np.random.default_rng(0).random(shape)
    options = dict(origin=origin, cmap="Blues", extent=(-1, 1, 0, 2))
    ours = painted(lambda ax: Pixels(ax, values, **options), values)
    theirs = painted(lambda ax: ax.imshow(values, interpolation="nearest", **options), values)
    # At the border of two squares a point may fall to either side: one in twenty at most.
    assert (ours != theirs).any(axis=2).mean() < 0.05
    assert len(np.unique(theirs.reshape(-1, 3), axis=0)) > 30  # and there was something to see


def test_pixels_set_the_limits():
    _, ax = new_figure()
    Pixels(ax, np.zeros((4, 6)))
    assert (ax.get_xlim(), ax.get_ylim()) == ((-0.5, 5.5), (3.5, -0.5))
