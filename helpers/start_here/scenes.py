"""The moving picture of the start page."""

import math
from typing import Annotated

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import Circle

from helpers.pictures import BLUE, GREY, ORANGE, MapPanel, new_figure
from helpers.scene import Scene, Slider, sweep
from helpers.start_here import snowflake

_NUM_SIDE, _LIMIT = 240, 1.08
_CELL = 2 * _LIMIT / _NUM_SIDE
_AIR, _CUT_AWAY, _STAYS = (np.array(to_rgb(color), np.float32) for color in ("w", "#E4E4E4", BLUE))
_MOST_FOLDS = 6


def paper_snowflake() -> Scene:
    """A sheet that a network folds and cuts once, and the same sheet unfolded."""
    figure, (ax_folded, ax_open) = new_figure(2, height=3.9)
    panels = [MapPanel(ax, _LIMIT, _NUM_SIDE, []) for ax in (ax_folded, ax_open)]
    for ax, title in ((ax_folded, "Folded, and cut once"), (ax_open, "Unfolded")):
        ax.set_title(title)
        ax.axis("off")
    (line,) = ax_folded.plot([], [], color=ORANGE, linewidth=2.5)
    (creases,) = ax_open.plot([], [], color=GREY, linewidth=0.7, linestyle=":")
    folded, opened = panels
    whole = Circle((0, 0), snowflake.RIM, fill=False, color=GREY, linewidth=0.7, linestyle=":")
    ax_folded.add_patch(whole)
    disc = _smooth(snowflake.RIM - np.linalg.norm(folded.plane, axis=1))

    def draw(
        num_folds: Annotated[int, Slider("Folds (layers)", 4, 0, _MOST_FOLDS, 1)],
        degrees: Annotated[int, Slider("Tilt of the cut (degrees)", 160, 60, 170, 5)],
    ) -> str:
        tilt = math.radians(degrees)
        lies = disc * _sector(folded.plane, snowflake.angle(num_folds))
        folded.set_values(_colors(lies, snowflake.cut(folded.plane, tilt)))
        opened.set_values(_colors(disc, snowflake.network(opened.plane, num_folds, tilt)))
        line.set_data(*_cut_line(num_folds, tilt))
        creases.set_data(*_crease_lines(num_folds))
        return _in_words(num_folds)

    artists = [*folded.artists, whole, line, *opened.artists, creases]
    run = sweep("Fold", draw, 0.6, num_folds=range(_MOST_FOLDS + 1))
    return Scene(
        "A sheet of paper that a deep network folds, cuts once, and unfolds",
        figure,
        artists,
        draw,
        run,
    )


def _in_words(num_folds: int) -> str:
    if num_folds == 0:
        return "No fold: one neuron alone cuts the sheet in two, along a straight line."
    times = {1: "once", 2: "twice"}.get(num_folds, f"{num_folds} times")
    return (
        f"Folded {times}, the sheet lies {2**num_folds} deep, so one straight cut leaves "
        f"{2**num_folds} edges. The network: {4 * num_folds} ReLUs that fold, and one neuron that cuts."
    )


def _smooth(distance: np.ndarray) -> np.ndarray:
    """Return 1 where a distance is above zero, 0 below it, and what is between on the edge itself."""
    return np.clip(distance / (2 * _CELL) + 0.5, 0, 1)  # over two cells: one looks ragged


def _sector(plane: np.ndarray, angle: float) -> np.ndarray:
    """Return how much of each cell lies between the directions 0 and `angle`."""
    x, y = plane.T
    if angle > math.pi:
        return np.ones(len(plane), np.float32)
    below = _smooth(x * math.sin(angle) - y * math.cos(angle)) if angle < math.pi else 1
    return _smooth(y) * below


def _colors(paper: np.ndarray, score: np.ndarray) -> np.ndarray:
    stays = _smooth(score)[:, None]
    sheet = stays * _STAYS + (1 - stays) * _CUT_AWAY
    colors = paper[:, None] * sheet + (1 - paper)[:, None] * _AIR
    return (255 * colors).astype(np.uint8)


def _cut_line(num_folds: int, tilt: float) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of the cut, from the lower edge until it leaves the folded sheet."""
    lengths = np.linspace(0, 2 * snowflake.RIM, 400)
    if num_folds == 0:
        lengths = np.concatenate([-lengths[::-1], lengths])
    x, y = snowflake.START + lengths * np.cos(tilt), lengths * np.sin(tilt)
    on_sheet = np.hypot(x, y) <= snowflake.RIM
    if num_folds:
        on_sheet &= np.arctan2(y, x) <= snowflake.angle(num_folds)
    return x[on_sheet], y[on_sheet]


def _crease_lines(num_folds: int) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y of all creases of the unfolded sheet, with gaps (nan) between them."""
    num_lines = 2**num_folds // 2
    directions = np.pi * np.arange(num_lines) / max(num_lines, 1)
    ends = np.stack([np.exp(1j * directions), -np.exp(1j * directions), np.full(num_lines, np.nan)])
    points = ends.T.ravel() * snowflake.RIM
    return points.real, points.imag
