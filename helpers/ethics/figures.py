"""The pictures of notebook 09 that do not move."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.ticker import PercentFormatter

from helpers.pictures import BLACK, BLUE, GREY, ORANGE, RED, SKY, Still, log_scale, new_figure

DOTTED = dict(color=GREY, linestyle=":", linewidth=1)


# --- The stories ----------------------------------------------------------------------------------


def eye_and_logic(image: np.ndarray, response: np.ndarray) -> Still:
    """Draw a scene (height, width) and what center-surround cells report of it."""
    figure, axes = new_figure(2, height=2.4)
    limit = np.abs(response).max()
    shown = ((image, "gray", 0, 1), (response, "RdBu_r", -limit, limit))
    titles = ("Light that falls into the eye", "What such cells report")
    for ax, (pixels, cmap, low, high), title in zip(axes, shown, titles, strict=True):
        mappable = ax.imshow(pixels, cmap=cmap, vmin=low, vmax=high)
        ax.set(title=title, xticks=[], yticks=[])
        figure.colorbar(mappable, ax=ax, shrink=0.8)
    return Still(
        figure,
        "Left: a scene, bright at the left and dark at the right, a darker spot in each half. "
        "Right: what center-minus-surround cells report: nothing inside the halves, whatever "
        "their brightness, and a clear answer on the spots and along the edge.",
    )


def damage(shares: Sequence[float], accuracies: Sequence[float]) -> Still:
    """Draw the accuracy against the share of hidden units that are silent."""
    figure, ax = new_figure(height=2.1)
    ax.plot(shares, accuracies, "o-", color=BLUE, label="mean of 50 random choices")
    ax.axhline(0.1, **DOTTED)
    ax.text(0, 0.12, "guessing", color=GREY)
    ax.set(ylim=(0, 1.03), title="Broken parts, and it still works")
    ax.set(xlabel="Share of hidden units silent", ylabel="Accuracy on new digits")
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 0.2))
    return Still(
        figure,
        "Accuracy against the share of silent hidden units: it falls slowly at first, then "
        "faster, and is still well above guessing with most of the units gone.",
    )


# --- Benchmarks -----------------------------------------------------------------------------------


def trend_and_shift(
    sizes: Sequence[int],
    accuracies: Sequence[float],
    num_fitted: int,
    line: Callable[[np.ndarray], np.ndarray],
    by_change: Mapping[str, float],
) -> Still:
    """Draw accuracy against training digits, and the accuracies of one network under each change.

    `line` is the trend through the first `num_fitted`, a function of the logarithm to base 2.
    """
    figure, (ax, ax_shift) = new_figure(2, height=2.7)
    ax.plot(sizes[:num_fitted], accuracies[:num_fitted], "o", color=BLUE, label="known so far")
    ax.plot(sizes[num_fitted:], accuracies[num_fitted:], "s", color=BLUE, fillstyle="none")
    ax.plot(sizes, line(np.log2(sizes)), "--", color=RED, label="trend")
    ax.plot([], [], "s", color=BLUE, fillstyle="none", label="what came")
    ax.axhline(1, **DOTTED)
    log_scale(ax, "x")
    ax.set(xlabel="Training digits", ylabel="Accuracy", title="A trend, extrapolated")
    ax.set(ylim=(0.4, 1.3), xticks=sizes, xticklabels=sizes)
    ax.legend(loc="upper left")
    names, shares = zip(*reversed(by_change.items()), strict=True)
    bars = ax_shift.barh(names, shares, color=SKY, edgecolor=BLUE)
    ax_shift.bar_label(bars, fmt="%.2f", padding=3)
    ax_shift.axvline(0.1, **DOTTED)
    ax_shift.set(xlim=(0, 1.15), xlabel="Accuracy (dotted: guessing)", title="The same network")
    return Still(
        figure,
        "Left: accuracy against training digits. A line through the first three points climbs "
        "above 1, which no accuracy can; the measured points flatten below 1. Right: bars for "
        "the same network on changed digits, high in the benchmark and when half as bright, "
        "much lower when moved or turned.",
    )


# --- Fairness -------------------------------------------------------------------------------------


def proxy(gaps: Mapping[str, tuple[float, float]]) -> Still:
    """Draw the share hired of two groups for each set of features the model may see."""
    figure, ax = new_figure(height=2.3)
    places = np.arange(len(gaps))
    for number, (offset, color, hatch) in enumerate(((-0.2, SKY, ""), (0.2, ORANGE, "//"))):
        hired = [pair[number] for pair in gaps.values()]
        style = dict(width=0.36, color=color, edgecolor=BLACK, hatch=hatch)
        bars = ax.bar(places + offset, hired, label=f"group {number}", **style)
        ax.bar_label(bars, fmt="%.2f", padding=2)
    ax.set_xticks(places, list(gaps))
    ax.set(ylim=(0, 0.62), ylabel="Share hired", title="What the model may see")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return Still(
        figure,
        "Share hired of two groups, for three sets of features. With the group visible the gap "
        "is widest; with the district alone about half of it remains; with skill alone there "
        "is none.",
    )


# --- A headline -----------------------------------------------------------------------------------


def headline(rows: Mapping[str, tuple[float, float, float]]) -> Still:
    """Draw two rows {name: (share, low, high)} as dots with intervals."""
    figure, ax = new_figure(height=1.9)
    styles = zip(rows.values(), (BLUE, RED), "os", strict=True)
    for place, ((share, low, high), color, marker) in enumerate(styles):
        ax.plot([low, high], [place, place], color=color, linestyle="-", linewidth=3)
        ax.plot([share], [place], marker, color=color, markersize=9)
        ax.text(high + 0.004, place, f"{share:.0%} [{low:.1%}, {high:.1%}]", va="center")
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set(ylim=(-0.6, len(rows) - 0.4), xlim=(0, 0.16), xlabel="Share of cancers missed")
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_title("Half as many, or as many?")
    return Still(
        figure,
        "Share of cancers missed with 95 % intervals: program 2 %, from under 1 to 7 %; "
        "doctors 4 %, from under 2 to 10 %. The two intervals overlap widely.",
    )
