"""Maps of a loss of two weights: what paths of descent are drawn on."""

from collections.abc import Iterable

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from helpers.building.losses import LANDSCAPES, LIMIT
from helpers.pictures import BLACK, BLUE, GREEN, ORANGE, PINK, RED

# How each rule is told apart: color, line and marker.
RACERS = {
    "SGD": (BLACK, "-", "o"),
    "momentum": (ORANGE, "--", "s"),
    "AdaGrad": (GREEN, "-.", "^"),
    "RMSProp": (PINK, ":", "D"),
    "Adam": (BLUE, "-", "v"),
    "Adamax": (RED, "--", "P"),
}
Maps = dict[str, list[Artist]]


def draw_maps(ax: Axes, names: Iterable[str] = LANDSCAPES) -> Maps:
    """Draw landscapes on top of each other; return {name: its artists}, terraces and minima.

    Each terrace is 1.8 times as high as the one below. As filled contours they redraw in 3 ms, as
    an image in 20.
    """
    w1, w2 = np.meshgrid(*[np.linspace(-LIMIT, LIMIT, 81)] * 2)
    levels = np.geomspace(0.02, 100, 15)
    grays = [str(1 - 0.03 * terrace) for terrace in range(len(levels) + 1)]  # paths stand out
    maps = {}
    for name in names:
        landscape = LANDSCAPES[name]
        heights = np.clip(landscape.loss(w1, w2), 0.01, 200)
        terraces = ax.contourf(w1, w2, heights, levels, colors=grays, extend="both", zorder=0)
        stars = ax.plot(*np.array(landscape.minima).T, "*", color=BLACK, markersize=12)
        maps[name] = [terraces, *stars]
    ax.set(xlim=(-LIMIT, LIMIT), ylim=(-LIMIT, LIMIT), xlabel="Weight $w_1$", ylabel="Weight $w_2$")
    return maps


def show_map(maps: Maps, name: str) -> None:
    """Show the map of one landscape, and none of the others."""
    for key, artists in maps.items():
        for artist in artists:
            artist.set_visible(key == name)
