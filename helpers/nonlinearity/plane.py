"""The input plane, as every picture of notebook 02 draws it.

Target 1 is a filled blue dot, target 0 an open red square, and the side on which a neuron fires is
shaded.
"""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Polygon

from helpers.nonlinearity.layers import score
from helpers.pictures import BLACK, BLUE, RED, SKY

ON = dict(linestyle="none", marker="o", color=BLUE, markersize=9)
OFF = dict(
    linestyle="none", marker="s", color=RED, markersize=9, fillstyle="none", markeredgewidth=2
)
SHADE = dict(facecolor=SKY, alpha=0.3, edgecolor="none")
LINE = dict(color=BLACK, linestyle="-", linewidth=1.6)


def square_axes(
    ax: Axes, low: float, high: float, xlabel: str = "Input $x_1$", ylabel: str = "Input $x_2$"
) -> None:
    """Let `ax` show the square [low, high]^2."""
    ax.set(xlim=(low, high), ylim=(low, high), aspect="equal", xlabel=xlabel, ylabel=ylabel)


def name_targets(ax: Axes, on: str = "target 1", off: str = "target 0", **legend) -> None:
    """Say in a legend what the two kinds of dots are; `legend` goes to `Axes.legend`."""
    handles = [ax.plot([], [], **ON, label=on)[0], ax.plot([], [], **OFF, label=off)[0]]
    ax.legend(handles=handles, **legend)


def firing_side(
    weights: np.ndarray, bias: float, low: float, high: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return the part of the square [low, high]^2 where w . x + b > 0, and its boundary.

    Two arrays of corners, (num_corners, 2) and (0 or 2, 2).
    """
    corners = np.array([(low, low), (high, low), (high, high), (low, high)], dtype=float)
    scores = score(corners, weights, bias)
    inside, boundary = [], []
    for i in range(4):
        j = (i + 1) % 4
        if scores[i] > 0:
            inside.append(corners[i])
        if (scores[i] > 0) != (scores[j] > 0):
            share = scores[i] / (scores[i] - scores[j])
            crossing = corners[i] + share * (corners[j] - corners[i])
            inside.append(crossing)
            boundary.append(crossing)
    return np.reshape(inside, (-1, 2)), np.reshape(boundary, (-1, 2))


class Dots:
    """The points of a task. `show` moves them; the `artists` are what moves."""

    def __init__(self, ax: Axes, off_size: float = 9) -> None:
        (off,), (on,) = ax.plot([], [], **{**OFF, "markersize": off_size}), ax.plot([], [], **ON)
        self.artists = [off, on]

    def show(self, points: np.ndarray, fires: np.ndarray) -> None:
        """Mark the points (num_points, 2) by whether a neuron should fire there, bool."""
        for marks, chosen in zip(self.artists, (~fires, fires), strict=True):
            marks.set_data(*points[chosen].T)


class HalfPlane:
    """The square around the four Boolean inputs with the firing side of one neuron.

    That side is shaded; a line bounds it, and an arrow points along the weights. `move` shows
    another neuron; the `artists` are what moves.
    """

    def __init__(self, ax: Axes, low: float = -0.6, high: float = 1.6) -> None:
        square_axes(ax, low, high)
        self._low, self._high = low, high
        self._side = ax.add_patch(Polygon(np.zeros((3, 2)), **SHADE))
        (self._line,) = ax.plot([], [], **LINE)
        self._arrow = ax.add_patch(
            FancyArrowPatch((0, 0), (0, 0), arrowstyle="-|>", mutation_scale=13, color=BLACK)
        )
        self.artists = [self._side, self._line, self._arrow]

    def move(self, weights: np.ndarray, bias: float) -> None:
        """Show the neuron with these weights (2,) and this bias."""
        inside, boundary = firing_side(weights, bias, self._low, self._high)
        self._side.set_xy(inside if len(inside) else np.zeros((3, 2)))
        self._line.set_data(*boundary.T)
        self._arrow.set_visible(len(boundary) == 2)
        if len(boundary) == 2:
            middle = boundary.mean(axis=0)
            direction = np.asarray(weights, dtype=float) / np.linalg.norm(weights)
            self._arrow.set_positions(middle, middle + 0.3 * direction)


def grid_lines(num_lines: int, num_points: int) -> np.ndarray:
    """Return a square grid on [0, 1]^2 as points (n, 2) to be joined, NaN between two lines."""
    across, along = np.linspace(0, 1, num_lines), np.linspace(0, 1, num_points)
    gap = np.full((1, 2), np.nan)
    pieces = []
    for value in across:
        still = np.full(num_points, value)
        pieces += [np.column_stack([along, still]), gap, np.column_stack([still, along]), gap]
    return np.concatenate(pieces)
