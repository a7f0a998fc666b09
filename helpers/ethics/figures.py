"""The pictures of notebook 09 that do not move."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.ticker import PercentFormatter

from helpers.pictures import BLACK, BLUE, GREY, RED, SKY, Still, log_scale, new_figure

DOTTED = dict(color=GREY, linestyle=":", linewidth=1)
# Two groups of people, wherever they are compared: colors are left to what happens to them.
GROUP_LOOKS = (
    dict(facecolor="#B8B8B8", edgecolor=BLACK),
    dict(facecolor="white", edgecolor=BLACK, hatch="////"),
)


# --- The stories ----------------------------------------------------------------------------------


def eye_and_logic(image: np.ndarray, response: np.ndarray) -> Still:
    """Draw a scene (height, width) and what center-surround cells report of it."""
    figure, axes = new_figure(2, height=2.4)
    limit = np.abs(response).max()
    shown = ((image, 0, 1, "brightness"), (response, -limit, limit, "center minus surround"))
    titles = ("Light that falls into the eye", "What such cells report")
    for ax, (pixels, low, high, label), title in zip(axes, shown, titles, strict=True):
        mappable = ax.imshow(pixels, cmap="gray", vmin=low, vmax=high)
        ax.set(title=title, xticks=[], yticks=[])
        figure.colorbar(mappable, ax=ax, shrink=0.8, label=label)
    return Still(
        figure,
        "Left: a scene, bright at the left and dark at the right, a darker spot in each half. "
        "Right: what center-minus-surround cells report: nothing inside the halves, whatever "
        "their brightness; the same dark answer on both spots; a light and a dark stripe along the "
        "edge.",
    )


def damage(shares: Sequence[float], accuracies: np.ndarray) -> Still:
    """Draw the accuracies (num_shares, num_trials) against the share of silent hidden units."""
    figure, ax = new_figure(height=2.3)
    low, high = np.percentile(accuracies, (5, 95), axis=1)
    ax.fill_between(shares, low, high, color=SKY, alpha=0.4, label="90 % of the random choices")
    ax.plot(shares, accuracies.mean(axis=1), "o-", color=BLUE, label="mean")
    ax.axhline(0.1, **DOTTED)
    ax.text(0, 0.12, "guessing", color=GREY)
    ax.set(ylim=(0, 1.03), title="Broken parts, and it still works")
    ax.set(xlabel="Share of hidden units silent", ylabel="Accuracy on new digits")
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.legend(loc="lower left", bbox_to_anchor=(0, 0.2))
    return Still(
        figure,
        "Accuracy against the share of silent hidden units: the mean falls slowly at first, then "
        "faster, and is still well above guessing with most of the units gone. A band around it "
        "widens toward the right: how much is left depends on which units are silent.",
    )


# --- Benchmarks -----------------------------------------------------------------------------------


def trend_and_shift(
    sizes: Sequence[int],
    accuracies: np.ndarray,
    num_fitted: int,
    line: Callable[[np.ndarray], np.ndarray],
    by_change: Mapping[str, Sequence[float]],
) -> Still:
    """Draw accuracies (num_sizes, num_seeds) against training digits, and those under each change.

    `line` is the trend through the first `num_fitted` means, a function of the logarithm to base 2.
    """
    figure, (ax, ax_shift) = new_figure(2, height=2.7)
    mean = accuracies.mean(axis=1)
    reach = np.abs(np.stack([accuracies.min(axis=1), accuracies.max(axis=1)]) - mean)
    known, came = slice(None, num_fitted), slice(num_fitted, None)
    sizes = np.array(sizes)
    for part, marker, fill, name in (
        (known, "o", "full", "known so far"),
        (came, "s", "none", "what came"),
    ):
        style = dict(color=BLUE, fillstyle=fill, linestyle="", capsize=2, elinewidth=1)
        ax.errorbar(sizes[part], mean[part], reach[:, part], fmt=marker, label=name, **style)
    ax.plot(sizes, line(np.log2(sizes)), "--", color=RED, label="trend")
    ax.axhline(1, **DOTTED)
    log_scale(ax, "x")
    ax.set(xlabel="Training digits", ylabel="Accuracy", title="A trend, extrapolated")
    ax.set(ylim=(0.4, 1.3), xticks=sizes, xticklabels=sizes)
    ax.legend(loc="upper left")
    for place, (name, scores) in enumerate(reversed(by_change.items())):
        ax_shift.barh(name, np.mean(scores), color=SKY, edgecolor=BLUE)
        ax_shift.plot([min(scores), max(scores)], [place, place], "k-", linewidth=1.5)
        ax_shift.text(max(scores) + 0.03, place, f"{np.mean(scores):.2f}", va="center")
    ax_shift.axvline(0.1, **DOTTED)
    ax_shift.set(xlim=(0, 1.2), xlabel="Accuracy (dotted: guessing)", title="The same networks")
    return Still(
        figure,
        "Left: accuracy against training digits, means and ranges of five networks. A line through "
        "the first three points climbs above 1, which no accuracy can; the measured points flatten "
        "below 1. Right: bars for five networks on changed digits, high in the benchmark and when "
        "half as bright, much lower when moved or turned; lines show how little the five differ.",
    )


# --- Fairness -------------------------------------------------------------------------------------


def proxy(gaps: Mapping[str, tuple[float, float]]) -> Still:
    """Draw the share hired of two groups for each set of features the model may see."""
    figure, ax = new_figure(height=2.3)
    places = np.arange(len(gaps))
    for number, (offset, look) in enumerate(zip((-0.2, 0.2), GROUP_LOOKS, strict=True)):
        hired = [pair[number] for pair in gaps.values()]
        style = dict(width=0.36, **look)
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


def headline(missed: Mapping[str, int], num_cases: int = 100) -> Still:
    """Draw a mark for each of `num_cases` cancers, ten a row, once for each reader: missed or not."""
    figure, axes = new_figure(len(missed), height=2.5)
    column, row = np.arange(num_cases) % 10, np.arange(num_cases) // 10
    for ax, (name, count) in zip(axes, missed.items(), strict=True):
        ax.plot(column[count:], row[count:], "o", color=SKY, markersize=5, label="found")
        ax.plot(column[:count], row[:count], "X", color=RED, markersize=9, label="missed")
        ax.set(xlim=(-1, 10), ylim=(10, -1), xticks=[], yticks=[], aspect="equal")
        ax.set_title(f"The {name}: {count} of {num_cases} missed")
        ax.spines[:].set_visible(False)
    style = dict(loc="center left", bbox_to_anchor=(1, 0.5), alignment="left")
    axes[-1].legend(title="in no order:", **style)
    said = "; ".join(f"the {name} missed {count}" for name, count in missed.items())
    return Still(
        figure,
        f"A mark for each of {num_cases} cancers, once for each reader: {said}. Nearly all marks "
        "are the same in both panels.",
    )
