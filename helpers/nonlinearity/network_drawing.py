"""A network drawn as a network: a circle for each unit, a line for each weight."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Text

from helpers.pictures import BLACK, BLUE, GREY, RED

Layer = tuple[np.ndarray, np.ndarray]  # W (num_out, num_in) and b (num_out,)


class NetworkDrawing:
    """A network of given layer sizes; `show` writes weights and biases to it, the `artists` move.

    A weight above 0 is a full blue line, one below 0 a dashed red one; the larger, the wider. Without
    numbers, `numbers=False`, the lines alone tell. `names` holds a list of units' names per layer.
    """

    def __init__(
        self, ax: Axes, names: Sequence[Sequence[str]], titles: Sequence[str], numbers: bool = True
    ) -> None:
        ax.set(xlim=(-0.45, len(names) - 0.55), ylim=(-0.75, 1.4))
        ax.set_axis_off()
        self._places = [
            np.column_stack([np.full(len(layer), column), np.linspace(1, 0, len(layer) + 2)[1:-1]])
            if len(layer) == 1
            else np.column_stack([np.full(len(layer), column), np.linspace(1, 0, len(layer))])
            for column, layer in enumerate(names)
        ]
        self._lines: list[Line2D] = []
        self._weights: list[Text] = []
        self._biases: list[Text] = []
        for before, after in zip(self._places[:-1], self._places[1:], strict=True):
            for x_to, y_to in after:
                for x_from, y_from in before:
                    ends = np.array([0.1, 0.9])  # not into the circles: these stand still
                    xs, ys = x_from + ends * (x_to - x_from), y_from + ends * (y_to - y_from)
                    self._lines += ax.plot(xs, ys)
                    near = 0.68  # where on the line its number stands: apart from those it crosses
                    place = (x_from + near * (x_to - x_from), y_from + near * (y_to - y_from))
                    if numbers:
                        box = dict(facecolor="white", edgecolor="none", pad=0.8, alpha=0.85)
                        look = dict(ha="center", va="center", fontsize=7.5, bbox=box)
                        self._weights.append(ax.text(*place, "", **look))
                if numbers:
                    low = y_to - 0.24 if y_to < 0.9 else y_to + 0.22
                    self._biases.append(
                        ax.text(x_to, low, "", ha="center", va="center", fontsize=7.5, color=GREY)
                    )
        size = 19 if max(map(len, names)) < 5 else 11
        for layer, places in zip(names, self._places, strict=True):
            look = dict(markersize=size, markerfacecolor="white", markeredgecolor=BLACK)
            ax.plot(*places.T, "o", linestyle="none", **look)
            for name, place in zip(layer, places, strict=True):
                ax.text(*place, name, ha="center", va="center", fontsize=8)
        for column, title in enumerate(titles):
            ax.text(column, -0.62, title, ha="center", va="center", fontsize=8, color=GREY)
        self.artists = [*self._lines, *self._weights, *self._biases]

    def show(self, layers: Sequence[Layer]) -> None:
        """Show these weights and biases, layer by layer."""
        weights = np.concatenate([np.ravel(W) for W, _ in layers])
        biases = np.concatenate([np.ravel(b) for _, b in layers])
        largest = max(np.abs(weights).max(), 1e-9)
        for line, weight in zip(self._lines, weights, strict=True):
            line.set(color=BLUE if weight >= 0 else RED, linestyle="-" if weight >= 0 else "--")
            line.set_linewidth(0.4 + 2.6 * abs(weight) / largest)
        for text, weight in zip(self._weights, weights, strict=False):
            text.set_text(signed(weight))
            text.set_color(BLUE if weight >= 0 else RED)
        for text, bias in zip(self._biases, biases, strict=False):
            text.set_text(f"bias {signed(bias)}")


def signed(number: float) -> str:
    """Return a number to three digits, with a proper minus sign."""
    return f"{number:.3g}".replace("-", "−")
