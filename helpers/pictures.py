"""Figures: one style, one size, and the one place from which a picture reaches the reader."""

import io
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import numpy as np
from cycler import cycler
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from PIL import Image

from helpers import page

# Okabe & Ito's palette: eight colors that stay apart for every common color vision.
# https://jfly.uni-koeln.de/color/
BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, RED, PINK = (
    "#000000",
    "#E69F00",
    "#56B4E9",
    "#009E73",
    "#F0E442",
    "#0072B2",
    "#D55E00",
    "#CC79A7",
)
GREY = "#767676"

# A slider's callback may run on another thread than a cell (JupyterLab's kernel subshells), and
# matplotlib draws on one thread at a time. Whoever draws holds this lock.
DRAWING = threading.RLock()

DPI = 200  # twice what is shown, so that pictures stay sharp on dense screens
WIDTH = 7.5  # inches; shown 750 CSS pixels wide, which fits a notebook's column
MAX_DRAWN_COLORS = 4096  # measured: drawings have 300 to 2,700, photographs 5,000 to 50,000

STYLE: dict[str, Any] = {
    "axes.prop_cycle": cycler(color=[BLUE, RED, GREEN, ORANGE, PINK, SKY, BLACK])
    + cycler(linestyle=["-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)), "-"]),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "figure.dpi": 100,
    "figure.facecolor": "white",  # never transparent: dark themes would swallow the labels
    "font.size": 9,
    "legend.frameon": False,
    "lines.linewidth": 1.8,
    "savefig.facecolor": "white",
}


def use_style() -> None:
    """Set the course's figure style for everything drawn from now on."""
    mpl.rcParams.update(STYLE)  # type: ignore[arg-type]  # a literal type for every key


def new_figure(
    num_cols: int = 1, height: float = 2.9, num_rows: int = 1, **subplots_kw: Any
) -> tuple[Figure, Any]:
    """Return a figure and its axes, laid out, and unknown to pyplot.

    A figure that pyplot does not know is shown once, where we say so, and is freed with its
    last reference. `height` is in inches; `subplots_kw` goes to `Figure.subplots`.
    """
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(num_rows, num_cols, **subplots_kw)


def canvas_of(figure: Figure) -> FigureCanvasAgg:
    """Return the canvas of a figure that `new_figure` made. Raises TypeError for another's."""
    if not isinstance(figure.canvas, FigureCanvasAgg):
        raise TypeError(f"The figure must be made by new_figure; its canvas is {figure.canvas}.")
    return figure.canvas


def paint(figure: Figure) -> np.ndarray:
    """Draw a figure that `new_figure` made; return RGBA pixels (height, width, 4)."""
    canvas = canvas_of(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())


def log_scale(ax: Axes, axis: str = "y") -> None:
    """Make `axis`, "x", "y" or "both", logarithmic, without small ticks between the large ones.

    A hundred small ticks take long to draw. Ticks of one's own are set afterward. Raises ValueError
    for another axis.
    """
    if axis not in ("x", "y", "both"):
        raise ValueError(f"axis must be 'x', 'y' or 'both', not {axis!r}.")
    if axis != "y":
        ax.set_xscale("log")
    if axis != "x":
        ax.set_yscale("log")
    ax.minorticks_off()


class Pixels(AxesImage):
    """An image of squares that moves: `image = Pixels(ax, values)`, then `image.set_data(values)`.

    matplotlib computes every point of an image by resampling, in 2 to 6 ms. Here each is looked up
    in the one square that covers it, in about 1 ms, however many squares there are; a mesh is as
    fast up to 50 x 50 and takes 16 ms for 340 x 240. `image_kw` goes to `AxesImage`.
    """

    def __init__(self, ax: Axes, values: np.ndarray, **image_kw: Any) -> None:
        super().__init__(ax, interpolation="nearest", **image_kw)
        self.set_data(values)
        ax.set_aspect("equal")
        ax.add_image(self)
        self.set_extent(self.get_extent())  # and with it the limits of the axes

    def make_image(
        self, renderer: Any, magnification: float = 1.0, unsampled: bool = False
    ) -> tuple[np.ndarray, float, float, Any]:
        """Return RGBA bytes (height, width, 4), row 0 at the bottom, and where they go, in pixels."""
        x0, y0, x1, y1 = np.rint(self.get_window_extent().extents).astype(int)
        rgba = self.to_rgba(np.ma.asarray(self.get_array()), bytes=True)
        num_rows, num_columns = rgba.shape[:2]
        rows = ((np.arange(y1 - y0) + 0.5) * num_rows / (y1 - y0)).astype(int)
        columns = ((np.arange(x1 - x0) + 0.5) * num_columns / (x1 - x0)).astype(int)
        # The four bytes of a color travel as one number.
        colors = np.ascontiguousarray(rgba).view(np.uint32)[..., 0]
        looked_up = colors[rows[::-1] if self.origin == "upper" else rows][:, columns]
        return looked_up[..., None].view(np.uint8), x0, y0, None


class MapPanel:
    """A decision map: the square from -limit to limit in cells of color, and samples on top.

    `plane` (num_side^2, 2), float32, holds the middle of each cell, row by row from the lower left:
    the inputs for which a network is asked. `class_styles` holds for each class how its samples are
    marked, as properties of a line; `cells_kw` (cmap, clim, ...) goes to `Pixels`.
    """

    def __init__(
        self,
        ax: Axes,
        limit: float,
        num_side: int,
        class_styles: Sequence[Mapping],
        **cells_kw: Any,
    ) -> None:
        side = np.linspace(-limit, limit, num_side)
        self.plane = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2).astype(np.float32)
        edge = limit * num_side / (num_side - 1)  # half a cell beyond the middle of the last
        nothing = np.zeros((num_side, num_side))
        self.cells = Pixels(
            ax, nothing, origin="lower", extent=(-edge, edge, -edge, edge), **cells_kw
        )
        self.samples = [ax.plot([], [], linestyle="none", **style)[0] for style in class_styles]
        self.artists = [self.cells, *self.samples]
        ax.set(xlim=(-limit, limit), ylim=(-limit, limit), aspect="equal")

    def set_values(self, values: np.ndarray) -> None:
        """Color the cells by values (num_side^2,), or with the RGB colors (num_side^2, 3)."""
        num_side = round(len(self.plane) ** 0.5)
        self.cells.set_data(np.reshape(values, (num_side, num_side, *np.shape(values)[1:])))

    def set_samples(self, x: np.ndarray, labels: np.ndarray) -> None:
        """Mark the samples x (n, 2) with class numbers `labels` (n,); both may be tensors."""
        x, labels = np.asarray(x), np.asarray(labels)
        for number, line in enumerate(self.samples):
            line.set_data(*x[labels == number].T)


def encode(pixels: np.ndarray, sharp: bool) -> tuple[str, bytes]:
    """Encode RGBA pixels (height, width, 4); return the MIME type and the bytes.

    `sharp` is PNG with a palette of 256 colors, which takes a third of the space: for what stays.
    Otherwise JPEG at high quality and full color resolution: for a picture that the next slider
    event replaces.
    """
    file = io.BytesIO()
    if sharp:
        image = _with_palette(Image.fromarray(pixels).convert("RGB"))
        image.save(file, "PNG", compress_level=6)
        return "image/png", file.getvalue()
    height, width = pixels.shape[:2]
    # The fourth byte is passed over, not converted: the same JPEG in three quarters of the time.
    image = Image.frombuffer("RGBX", (width, height), pixels, "raw", "RGBX", 0, 1)
    image.save(file, "JPEG", quality=90, subsampling=0)
    return "image/jpeg", file.getvalue()


def _with_palette(image: Image.Image) -> Image.Image:
    """Return an RGB image in the 256 colors that suit it best, without dithering."""
    if colors := image.getcolors(MAX_DRAWN_COLORS):
        # The fast method would also merge the grays of a picture that has no more than 256.
        method = Image.Quantize.MAXCOVERAGE if len(colors) <= 256 else Image.Quantize.FASTOCTREE
        return image.quantize(256, method, dither=Image.Dither.NONE)
    # A photograph would show bands in the colors of a fast method; the slow one looks at some pixels.
    size = (max(1, image.width // 5), max(1, image.height // 5))
    some = image.resize(size, Image.Resampling.NEAREST)
    palette = some.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def shown_size(pixels: np.ndarray) -> dict[str, int]:
    """Return the width and height in CSS pixels at which RGBA pixels are shown."""
    height, width = pixels.shape[:2]
    return {"width": width * 100 // DPI, "height": height * 100 // DPI}


@dataclass(frozen=True)
class Still:
    """A finished figure, and the sentence that describes it to those who cannot see it."""

    figure: Figure
    sentence: str


def show(still: Still) -> None:
    """Show a figure and, below it, its sentence."""
    with DRAWING:
        pixels = paint(still.figure)
        show_picture(*encode(pixels, sharp=True), shown_size(pixels), still.sentence)


def show_picture(
    mime: str, data: bytes, size: dict[str, int], sentence: str, stand_in_for: str = ""
) -> None:
    """Show an encoded picture at `size`, and `sentence`, HTML that says what it shows.

    Both are ordinary outputs: a saved notebook holds them, and GitHub shows them. A picture that is
    to `stand_in_for` a moving one steps aside for as long as that is on the page.
    """
    display({mime: data, "text/plain": "[figure]"}, metadata={mime: size}, raw=True)
    text = page.caption(sentence, stand_in_for)
    display({"text/html": text, "text/plain": sentence}, raw=True)
