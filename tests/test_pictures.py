"""Pixels: the same picture as matplotlib's own image, in less time. Maps: neither turned nor mirrored."""

import io

import numpy as np
import pytest
from matplotlib.colors import ListedColormap, to_rgb
from PIL import Image

from helpers.pictures import BLUE, ORANGE, MapPanel, Pixels, encode, log_scale, new_figure


def painted(make, values) -> np.ndarray:
    """Return the RGB pixels of a figure with two axes whose first holds the image."""
    figure, (ax, _) = new_figure(2, height=2.4)
    make(ax).set_data(values[::-1])
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


def in_the_upper_left(plane) -> np.ndarray:
    return (plane[:, 0] < 0) & (plane[:, 1] > 0.5)


@pytest.mark.parametrize(
    "values",
    [
        in_the_upper_left,
        lambda plane: np.where(in_the_upper_left(plane)[:, None], to_rgb(BLUE), to_rgb(ORANGE)),
    ],
    ids=["numbers", "colors"],
)
def test_a_map_is_neither_turned_nor_mirrored(values):
    figure, ax = new_figure()
    panel = MapPanel(ax, 2.0, 40, [], cmap=ListedColormap([ORANGE, BLUE]), clim=(0, 1))
    panel.set_values(values(panel.plane))
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())
    for at, color in (((-1, 1), BLUE), ((1, 1), ORANGE), ((-1, -1), ORANGE), ((-1, 0.2), ORANGE)):
        column, row = ax.transData.transform(at).astype(int)
        found = pixels[len(pixels) - 1 - row, column, :3] / 255
        assert found == pytest.approx(to_rgb(color), abs=0.01), at


def test_a_map_marks_each_class_in_its_style():
    _, ax = new_figure()
    styles = [dict(marker="o", color=BLUE), dict(marker="s", color=ORANGE)]
    panel = MapPanel(ax, 1.0, 8, styles)
    panel.set_samples([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], [1, 0, 1])
    first, second = (line.get_xydata().tolist() for line in panel.samples)
    assert first == [[0.3, 0.4]]
    assert second == [[0.1, 0.2], [0.5, 0.6]]
    assert panel.samples[1].get_marker() == "s"
    assert panel.artists == [panel.cells, *panel.samples]


@pytest.mark.parametrize(
    ("axis", "scales"),
    [("x", ("log", "linear")), ("y", ("linear", "log")), ("both", ("log", "log"))],
)
def test_a_log_scale_has_ticks_at_powers_of_ten_alone(axis, scales):
    _, ax = new_figure()
    log_scale(ax, axis)
    ax.set(xlim=(1, 1000), ylim=(1, 1000))
    assert (ax.get_xscale(), ax.get_yscale()) == scales
    for each, scale in zip((ax.xaxis, ax.yaxis), scales, strict=True):
        assert len(each.get_minorticklocs()) == 0
        assert scale == "linear" or {1, 10, 100, 1000} <= set(each.get_majorticklocs())


def test_a_log_scale_is_of_an_axis_there_is():
    _, ax = new_figure()
    with pytest.raises(ValueError, match=r"axis must be .* not 'z'"):
        log_scale(ax, "z")


def test_a_drawing_of_few_colors_keeps_them_all():
    grays = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 4, axis=2)
    _, data = encode(np.repeat(grays, 20, axis=0), sharp=True)
    found = np.asarray(Image.open(io.BytesIO(data)).convert("L"))
    assert np.array_equal(found[0], np.arange(256))
