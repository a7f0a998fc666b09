"""XOR's plane on its way through a layer, as the picture of section 5 draws it."""

import numpy as np
from contourpy import contour_generator  # matplotlib draws its own contours with it
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from helpers.nonlinearity import plane
from helpers.nonlinearity.gates import INPUTS, TARGETS
from helpers.pictures import BLACK, GREY

# Each label keeps to a side of its own, so that two are legible on inputs that share a place.
_SIDES = [(-1, -1), (-1, 1), (1, -1), (1, 1)]


class Region:
    """The part of the square [low, high]^2 where something is above 0, shaded with a smooth edge.

    `points` (num_side^2, 2) is where `show` wants it measured; the `artists` are what moves.
    """

    def __init__(self, ax: Axes, low: float, high: float, num_side: int = 61) -> None:
        self._side = np.linspace(low, high, num_side)
        self.points = np.stack(np.meshgrid(self._side, self._side), axis=-1).reshape(-1, 2)
        self.artists = [ax.add_patch(PathPatch(Path(np.zeros((1, 2))), **plane.SHADE))]

    def show(self, values: np.ndarray) -> None:
        """Shade where `values` (num_side^2,), one for each of the points, are above 0."""
        square = values.reshape(len(self._side), -1)
        contours = contour_generator(self._side, self._side, square, fill_type="OuterCode")
        pieces, codes = contours.filled(0, np.inf)
        if pieces:
            self.artists[0].set_path(Path(np.concatenate(pieces), np.concatenate(codes)))
        self.artists[0].set_visible(bool(pieces))


class XorPlane:
    """The four inputs wherever a map has brought them, named, with XOR's two segments.

    A segment joins the two inputs of one target by a straight line, and its midpoint is marked. A
    `grid` over the unit square is drawn if asked for. The `artists` are what moves; the names do not
    if they are `still`.
    """

    def __init__(self, ax: Axes, grid: bool = True, still: bool = False) -> None:
        (self._grid,) = ax.plot([], [], color=GREY, linestyle="-", linewidth=0.7)
        self._lines = plane.grid_lines(num_lines=9, num_points=25) if grid else np.zeros((1, 2))
        self._segments, self._middles = {}, {}
        for target, style, dots, mark in ((0, "--", plane.OFF, "D"), (1, "-", plane.ON, "X")):
            color = dots["color"]
            (self._segments[target],) = ax.plot([], [], color=color, linestyle=style, linewidth=2)
            (self._middles[target],) = ax.plot(
                [], [], mark, color="white", markeredgecolor=color, markersize=7, zorder=4
            )
        self._dots = plane.Dots(ax)
        look = dict(ha="center", va="center", fontsize=8, color=BLACK, textcoords="offset points")
        self._names = [
            ax.annotate(f"{x1}{x2}", (0, 0), xytext=(12 * right, 10 * up), **look)
            for (x1, x2), (right, up) in zip(INPUTS, _SIDES, strict=True)
        ]
        self.artists = [
            self._grid,
            *self._segments.values(),
            *self._dots.artists,
            *self._middles.values(),
            *([] if still else self._names),
        ]
        if still:
            self.show(lambda points: points)

    def show(self, bring) -> None:
        """Draw the plane where the function `bring`, from (n, 2) to (n, 2), brings its points."""
        self._grid.set_data(*bring(self._lines).T)
        places, fires = bring(INPUTS), TARGETS["XOR"] == 1
        self._dots.show(places, fires)
        for target, segment in self._segments.items():
            ends = places[fires == target]
            segment.set_data(*ends.T)
            self._middles[target].set_data(*ends.mean(axis=0)[:, None])
        for name, place in zip(self._names, places, strict=True):
            name.xy = place
