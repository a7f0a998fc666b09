"""Pictures and names as matplotlib shows them: as bytes, side by side in one panel; as labels."""

import functools
import html
import unicodedata
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties, findfont, get_font
from torch import Tensor

from helpers.pictures import Pixels


def to_bytes(x: Tensor) -> np.ndarray:
    """Return values in [-1, 1], (..., 3, height, width), as bytes (..., height, width, 3)."""
    values = ((x.detach() + 1) * 127.5).round().clamp(0, 255)
    return values.byte().movedim(-3, -1).cpu().numpy()


def mosaic(x: Tensor, num_cols: int, gap: int = 2) -> np.ndarray:
    """Return pictures (num, 3, height, width) in [-1, 1] side by side, row by row, on white: bytes."""
    num, _, height, width = x.shape
    num_rows = -(-num // num_cols)
    sheet = np.full((num_rows * num_cols, height + gap, width + gap, 3), 255, np.uint8)
    sheet[:num, :height, :width] = to_bytes(x)
    rows = sheet.reshape(num_rows, num_cols, height + gap, width + gap, 3).swapaxes(1, 2)
    return rows.reshape(num_rows * (height + gap), -1, 3)[:-gap, :-gap]


def show_mosaic(ax: Axes, x: Tensor, num_cols: int, gap: int = 2) -> Pixels:
    """Show the `mosaic` of pictures in `ax`, and return the image."""
    hide_axes(ax)
    return Pixels(ax, mosaic(x, num_cols, gap))


def hide_axes(ax: Axes) -> None:
    """Take ticks and frame away: a picture needs none."""
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)


def scaled(maps: Tensor) -> Tensor:
    """Return maps (num, ...), each divided by its largest absolute value."""
    largest = maps.flatten(1).abs().amax(dim=1).clamp(min=1e-9)
    return maps / largest.reshape(-1, *[1] * (maps.ndim - 1))


MAX_LABEL = 14  # letters: a longer name would leave its panel


def labels(classes: Sequence[str]) -> tuple[str, ...]:
    """Return the names of classes as labels for a figure: they may be those of a reader's folders.

    A dollar sign begins no formula, a long name is cut, and what our font cannot write, Chinese for
    instance, becomes "class 1", "class 2", in the order of the classes.
    """
    cut = [name if len(name) <= MAX_LABEL else f"{name[: MAX_LABEL - 1]}…" for name in classes]
    return tuple(
        name.replace("$", r"\$") if _can_be_written(name) and cut.count(name) == 1 else f"class {k}"
        for k, name in enumerate(cut, start=1)
    )


def as_html(name: str) -> str:
    """Return a reader's name, of a folder or a file, as HTML: no tag, and no formula between dollars."""
    return html.escape(name).replace("$", "<span>$</span>")


def _can_be_written(name: str) -> bool:
    fonts = [_font(weight) for weight in ("normal", "bold")]
    return bool(name.strip()) and all(
        all(font.get_char_index(ord(letter)) for font in fonts)
        and unicodedata.bidirectional(letter) not in ("R", "AL")  # matplotlib would turn it around
        for letter in name
    )


@functools.cache
def _font(weight: str):
    return get_font(findfont(FontProperties(weight=weight)))


def about(share: float | Tensor) -> str:
    """Return a share to the nearest tenth, in percent: finer digits differ between machines."""
    return f"about {round(float(share), 1):.0%}"
