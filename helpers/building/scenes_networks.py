"""Moving pictures of whole networks: what each sample wants of the weights, and shapes both ways."""

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from helpers.building.autodiff import (
    NUM_UNITS,
    XOR,
    Value,
    backward,
    tiny_outputs,
    train_xor,
    wishes,
)
from helpers.building.backprop import both_ways, random_problem
from helpers.pictures import BLACK, BLUE, GREY, ORANGE, RED, SKY, new_figure
from helpers.scene import Choice, Scene, Slider

# --- what each sample wants -----------------------------------------------------------------------

_LR, _LAST = 0.2, 40
_CORNERS = [f"({x1}, {x2}), target {t}".replace("-", "−") for x1, x2, t in XOR]
# The weights in the order of `tiny_network`: two inputs, bias and output of each unit, the last bias.
_WEIGHTS = [
    name.format(k)
    for k in range(1, NUM_UNITS + 1)
    for name in ("x1→h{}", "x2→h{}", "1→h{}", "h{}→y")
] + ["1→y"]


class _Wishes:
    """A small network whose lines show what is wanted of its weights; `artists` move."""

    def __init__(self, ax: Axes) -> None:
        ax.set_axis_off()
        ax.set(xlim=(-0.35, 2.6), ylim=(-0.25, 2.65))
        inputs = [(0, 1.5), (0, 0.5)]
        hidden = [(1, 2.0 - k) for k in range(NUM_UNITS)]
        output = (2, 1.0)
        # What a bias is the weight of: above each hidden unit, beside the output.
        ones = [*((x, y + 0.52) for x, y in hidden), (2.45, 1.0)]
        ends = []
        for unit, one in zip(hidden, ones, strict=False):
            ends += [*((start, unit) for start in inputs), (one, unit), (unit, output)]
        ends.append((ones[-1], output))
        self._lines: list[Line2D] = []
        for start, end in np.array(ends):
            way = (end - start) / np.hypot(*(end - start) * (1.0, 0.7))
            from_one = tuple(start) in ones
            line = np.transpose([start + way * (0.07 if from_one else 0.17), end - way * 0.17])
            self._lines += ax.plot(*line, solid_capstyle="butt", dash_capstyle="butt")
        for place in ones:
            ax.text(*place, "1", ha="center", va="center", fontsize=7, color=GREY)
        for text, places in (("x", inputs), ("h", hidden), ("y", [output])):
            for number, place in enumerate(places, start=1):
                name = f"${text}_{number}$" if len(places) > 1 else f"${text}$"
                shade = {"x": "#FBEBCB", "h": SKY, "y": "#FFFFFF"}[text]
                ax.text(*place, name, ha="center", va="center", fontsize=7.5, zorder=3,
                        bbox=dict(boxstyle="circle,pad=0.25", facecolor=shade, edgecolor=BLACK))  # fmt: skip
        self.artists = [*self._lines]

    def show(self, wanted: np.ndarray, largest: float) -> None:
        """Show wishes (num_weights,); the `largest` of all panels makes the widest line."""
        for line, wish in zip(self._lines, wanted, strict=True):
            grows = wish > 0
            line.set(color=BLUE if grows else RED, linestyle="-" if grows else (0, (2, 1)))
            line.set_linewidth(0.3 + 5.5 * abs(wish) / largest)


def what_samples_want(value: type = Value, walk_back: Callable = backward) -> Scene:
    """What two samples of XOR want of the network's weights, beside the mean of what all four want."""
    figure, axes = new_figure(3, height=4.6, num_rows=2, height_ratios=[1.25, 1])
    panels = [_Wishes(ax) for ax in axes[0]]
    grid = axes[1, 0].get_gridspec()
    for ax in axes[1]:
        ax.remove()
    ax = figure.add_subplot(grid[1, :])
    ax.axhline(0, color=BLACK, linewidth=0.8)
    looks = (
        ("o", BLUE, 7, "this sample"),
        ("^", ORANGE, 7, "another"),
        ("s", BLACK, 5, "mean of all four"),
    )
    places = np.arange(len(_WEIGHTS))
    marks = [
        ax.plot(places, 0 * places, marker, linestyle="none", color=color, markersize=size,
                markeredgecolor=BLACK, label=name)[0]
        for marker, color, size, name in looks
    ]  # fmt: skip
    for place in places:
        ax.axvline(place, color="#E4E4E4", linewidth=0.8, zorder=0)
    ax.set_xticks(places, _WEIGHTS, fontsize=7)
    ax.set(ylim=(-1.15, 1.15), xlim=(-0.6, len(places) - 0.4), ylabel="Wish (largest: 1)")
    figure.legend(handles=marks, loc="outside lower center", ncols=3, fontsize=8)
    heads = [
        ax.text(1.0, 2.75, "", ha="center", va="bottom", fontsize=8.5, weight="bold")
        for ax in axes[0]
    ]
    artists = [*heads, *marks, *(artist for panel in panels for artist in panel.artists)]

    @lru_cache(maxsize=8)
    def trained(seed: int) -> list[np.ndarray]:
        return [weights for weights, _ in train_xor(value, walk_back, _LR, seed, _LAST)]

    def draw(
        step: Annotated[int, Slider("Training step", 5, 0, _LAST, 1)],
        this: Annotated[str, Choice("This sample", _CORNERS, _CORNERS[1])],
        other: Annotated[str, Choice("Another", _CORNERS, _CORNERS[3])],
        seed: Annotated[int, Slider("Start", 0, 0, 49, 1)],
    ) -> str:
        weights = trained(seed)[step]
        each = wishes(value, walk_back, weights)
        outputs = tiny_outputs(weights, *np.transpose(XOR)[:2])
        pair = [_CORNERS.index(this), _CORNERS.index(other)]
        shown = [*each[pair], each.mean(axis=0)]
        largest = max(np.abs(each).max(), 1e-12)
        for panel, mark, wanted in zip(panels, marks, shown, strict=True):
            panel.show(wanted, largest)
            mark.set_ydata(wanted / largest)
        for head, text in zip(heads, [this, other, "mean of all four"], strict=True):
            head.set_text(text)
        lengths = [np.linalg.norm(wanted) for wanted in shown]
        said = "; ".join(
            f"{_CORNERS[n]}: it says {outputs[n]:.2f}, and its wish is {length:.2f} long"
            for n, length in zip(pair, lengths, strict=False)
        )
        opposed = int(np.sum(shown[0] * shown[1] < 0))
        text = (
            f"After {step} steps. {said}. They pull {opposed} of the {len(weights)} weights in opposite "
            f"directions. The mean of all four wishes, along which the step goes, is {lengths[2]:.2f} long."
        )
        return text.replace("-", "−")

    title = "What two samples want of each weight, drawn on the network, and the mean of all four"
    return Scene(title, figure, artists, draw)


# --- shapes both ways -----------------------------------------------------------------------------

# Where each array stands, and how it is written; a gradient has a bar above.
_ARRAYS = {
    "x": (0, 0, "X"), "z": (1.4, 0, "Z"), "h": (2.8, 0, "H"), "p": (4.2, 0, r"\hat{Y}"),
    "w1": (1.0, 1, "W_1"), "b1": (1.8, 1, "b_1"), "w2": (3.8, 1, "W_2"), "b2": (4.6, 1, "b_2"),
    "loss": (5.6, 0, "L"),
}  # fmt: skip
_FLOWS = ("x>z", "w1>z", "b1>z", "z>h", "h>p", "w2>p", "b2>p", "p>loss")
# What each backward step makes, from what, and the rule; the loss's own derivative comes first.
_WAY_BACK = (
    ("p", "loss", "Ȳ = (Ŷ − Y) / N", None),
    ("w2", "p", "W̄₂ = Hᵀ Ȳ", ("h.T", "p")),
    ("b2", "p", "b̄₂ = sum of the rows of Ȳ", None),
    ("h", "p", "H̄ = Ȳ W₂ᵀ", ("p", "w2.T")),
    ("z", "h", "Z̄ = H̄ ⊙ (1 − H²)", None),
    ("w1", "z", "W̄₁ = Xᵀ Z̄", ("x.T", "z")),
    ("b1", "z", "b̄₁ = sum of the rows of Z̄", None),
)


def shapes_both_ways() -> Scene:
    """The arrays of a two-layer network with their shapes, and the gradients' shapes on the way back."""
    figure, ax = new_figure(height=2.9)
    ax.set_axis_off()
    ax.set(xlim=(-0.45, 6.05), ylim=(-0.75, 1.45))
    shapes, gradients, rings, arrows = {}, {}, {}, {}
    for name, (x, y, letter) in _ARRAYS.items():
        is_weight = y == 1
        box = dict(boxstyle="round,pad=0.02,rounding_size=0.06", zorder=3, linewidth=1.0)
        shade = "#FBEBCB" if is_weight or name == "x" else "#FFFFFF"
        size = (x - 0.34, y - 0.32), 0.68, 0.64
        ax.add_patch(FancyBboxPatch(*size, facecolor=shade, edgecolor=GREY, **box))
        ring = FancyBboxPatch(*size, facecolor="none", edgecolor=BLACK, **box | {"linewidth": 2.6})
        rings[name] = ax.add_patch(ring)
        look = dict(ha="center", va="center", zorder=4)
        ax.text(x, y + 0.19, f"${letter}$", fontsize=9, **look)
        shapes[name] = ax.text(x, y, "", color=BLUE, fontsize=8, **look)
        gradients[name] = ax.text(x, y - 0.2, "", color=RED, fontsize=8, **look)
    for flow in _FLOWS:
        start, end = (np.array(_ARRAYS[name][:2]) for name in flow.split(">"))
        level = start[1] == end[1]
        ends = (
            (start + (0.36, 0), end - (0.36, 0)) if level else (start - (0, 0.34), end + (0, 0.34))
        )
        for back, look in (
            (False, dict(color=GREY, linewidth=1.0)),
            (True, dict(color=RED, linewidth=2.6)),
        ):
            style = dict(arrowstyle="-|>", mutation_scale=9, shrinkA=1, shrinkB=2, zorder=2)
            arrow = FancyArrowPatch(*(ends[::-1] if back else ends), **style, **look)
            arrows[flow, back] = ax.add_patch(arrow)
    for height, text, color in (
        (1.3, "blue: its shape", BLUE),
        (1.1, "red: gradient's shape", RED),
        (0.9, "thick: computed now", BLACK),
    ):
        ax.text(2.8, height, text, color=color, fontsize=8, ha="center", va="center")
    rule = ax.text(2.8, -0.6, "", ha="center", va="center", fontsize=10)

    def draw(
        step: Annotated[int, Slider("Step back", 2, 0, len(_WAY_BACK), 1)],
        num_samples: Annotated[int, Slider("Samples N", 32, 1, 64, 1)],
        num_in: Annotated[int, Slider("Inputs", 3, 1, 64, 1)],
        num_hidden: Annotated[int, Slider("Hidden units", 5, 1, 64, 1)],
        num_out: Annotated[int, Slider("Outputs", 2, 1, 64, 1)],
    ) -> str:
        problem = random_problem((num_in, num_hidden, num_out), num_samples, seed=0)
        values, slopes = both_ways(**problem)
        done = _WAY_BACK[:step]
        known = [name for name, *_ in done]
        for name in _ARRAYS:
            shapes[name].set_text(_shape(values[name]))
            arrived = name in known or (name == "loss" and step)
            gradients[name].set_text(_shape(slopes[name]) if arrived else "")
            rings[name].set_visible(bool(done) and name == done[-1][0])
        at_work = f"{done[-1][0]}>{done[-1][1]}" if done else ""
        for (flow, back), arrow in arrows.items():
            arrow.set_visible((flow == at_work) == back)
        if not done:
            rule.set_text("")
            return (
                f"Forward, {num_samples} samples at once: N stands in the shapes of X, Z, H and Ŷ, and in none "
                "of the weights'."
            )
        name, _, text, factors = done[-1]
        rule.set_text(text)
        made = f"shape {_shape(slopes[name])}, that of {_NAMES[name]}"
        if factors is None:
            return f"{text}: {made}."
        first, second = (_factor(values, slopes, factor) for factor in factors)
        rule.set_text(f"{text},   {_shape(first)} · {_shape(second)}")
        gone = {"w1": "samples", "w2": "samples", "h": "outputs"}[name]
        return (
            f"{text}: {_shape(first)} times {_shape(second)} gives {made}. The sum runs over the "
            f"{first.shape[1]} {gone}."
        )

    title = "The arrays of a two-layer network, their shapes, and the shapes of their gradients"
    moving = (shapes, gradients, rings, arrows)
    artists = [rule, *(artist for group in moving for artist in group.values())]
    return Scene(title, figure, artists, draw)


_NAMES = {"p": "Ŷ", "h": "H", "z": "Z", "w1": "W₁", "b1": "b₁", "w2": "W₂", "b2": "b₂"}


def _factor(values: dict, slopes: dict, factor: str) -> np.ndarray:
    """Return a factor of a product: p and z stand for gradients, what is transposed for values."""
    return values[factor[:-2]].T if factor.endswith(".T") else slopes[factor]


def _shape(array: np.ndarray) -> str:
    return str(np.shape(array)) if np.ndim(array) else "a number"
