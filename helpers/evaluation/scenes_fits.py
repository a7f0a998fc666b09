"""Moving pictures of notebook 05: fifty fits at once, and people at a threshold."""

from functools import lru_cache
from typing import Annotated

import numpy as np
from matplotlib.collections import LineCollection
from scipy.special import ndtr

from helpers.evaluation import polynomials
from helpers.evaluation.thresholds import NUM_PEOPLE, confusion, draw_people
from helpers.pictures import BLACK, BLUE, GREY, ORANGE, RED, SKY, log_scale, new_figure
from helpers.scene import Scene, Slider

DEGREES = np.arange(31)
NOISE, NUM_FITS = 0.3, 50


@lru_cache
def _parts(num_points: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the squared bias and the variance of fifty fits, each (31,), by degree."""
    pairs = [polynomials.bias_and_variance(d, num_points, NOISE, NUM_FITS) for d in DEGREES]
    bias2, variance = np.array(pairs).T
    return bias2, variance


def fifty_fits() -> Scene:
    """Fifty fits of one degree, their mean and spread, and what they add up to at every degree."""
    figure, (ax, ax_parts) = new_figure(2, height=3.0)
    grid = np.linspace(0, 1, 120)
    fits = LineCollection([], colors=SKY, linewidths=0.5)
    ax.add_collection(fits)
    ax.plot([], [], color=SKY, linestyle="-", linewidth=0.8, label="50 fits")
    (mean,) = ax.plot([], [], color=RED, linestyle="-", linewidth=2.2, label="their mean")
    (truth,) = ax.plot(grid, polynomials.sine(grid), color=BLACK, linestyle=":", label="truth")
    ax.set(xlim=(-0.02, 1.02), ylim=(-2.5, 3.4), xlabel="x", ylabel="y")
    ax.set_title("Fifty data sets, a fit to each")
    ax.legend(loc="upper right", ncols=3, columnspacing=1, handlelength=1.4)
    log_scale(ax_parts)
    ax_parts.set(xlim=(-0.5, 30.5), ylim=(4e-4, 30), xlabel="Degree", ylabel="Mean squared error")
    ax_parts.set_title("What they add up to")
    (bias,) = ax_parts.plot([], [], color=BLUE, linestyle="--", label="squared bias")
    (spread,) = ax_parts.plot([], [], color=ORANGE, linestyle="-.", label="variance")
    (total,) = ax_parts.plot([], [], color=BLACK, linestyle="-", label="both, and the noise")
    weights_are_points = ax_parts.axvline(9, ymax=0.78, color=GREY, linestyle=":", linewidth=1)
    (dot,) = ax_parts.plot([], [], "D", color=BLACK, markersize=7)
    ax_parts.legend(loc="upper right", ncols=2, columnspacing=1, handlelength=1.8, fontsize=8)

    def draw(
        degree: Annotated[int, Slider("Degree", 9, 0, 30, 1)],
        num_points: Annotated[int, Slider("Training points", 10, 8, 20, 1)],
    ) -> str:
        x, ys = polynomials.noisy_sine(num_points, NOISE, NUM_FITS)
        curves = polynomials.predict_polynomial(polynomials.fit_polynomial(x, ys, degree), grid)
        fits.set_segments([np.column_stack([grid, curve]) for curve in curves])
        mean.set_data(grid, curves.mean(axis=0))
        bias2, variance = _parts(num_points)
        both = bias2 + variance + NOISE**2
        for line, values in ((bias, bias2), (spread, variance), (total, both)):
            line.set_data(DEGREES, values)
        weights_are_points.set_xdata([num_points - 1] * 2)
        dot.set_data([degree], [both[degree]])
        where = "fewer" if degree + 1 < num_points else "more"
        counts = f"{degree + 1} weights, {where} than the {num_points} points"
        if degree + 1 == num_points:
            counts = f"{degree + 1} weights, as many as points"
        return (
            f"Degree {degree}: {counts}. Squared bias {bias2[degree]:.3f}, variance "
            f"{variance[degree]:.3f}, noise {NOISE**2:.3f}: together {both[degree]:.2f}."
        )

    title = "Fifty polynomial fits with their mean, and bias and variance at every degree"
    artists = [fits, mean, truth, bias, spread, total, weights_are_points, dot]
    return Scene(title, figure, artists, draw)


def people() -> Scene:
    """People as dots along their score, a threshold, and all that is counted from them."""
    figure, axes = new_figure(2, height=4.4, num_rows=2, width_ratios=[3, 2], height_ratios=[3, 2])
    (ax, ax_roc), (ax_table, ax_pr) = axes
    ax.set(xlim=(-3.3, 6.3), ylim=(0, 27), yticks=[], xlabel="Score of the test")
    ax.set_title(f"{NUM_PEOPLE} people: alarm to the right of the line")
    looks = [
        ("o", BLUE, "none", "healthy, no alarm"),
        ("o", BLUE, BLUE, "healthy, alarm"),
        ("^", RED, "none", "ill, missed"),
        ("^", RED, RED, "ill, found"),
    ]
    dots = [
        ax.plot([], [], mark, color=color, markerfacecolor=fill, markersize=4, label=label)[0]
        for mark, color, fill, label in looks
    ]
    line = ax.axvline(0, color=BLACK, linewidth=1.5)
    ax.legend(loc="upper right", handletextpad=0.2, fontsize=8)
    ax_table.set(xlim=(0, 2), ylim=(0, 2), title="Confusion matrix")
    ax_table.set_xticks([0.5, 1.5], ["no alarm", "alarm"])
    ax_table.set_yticks([1.5, 0.5], ["healthy", "ill"])
    ax_table.tick_params(length=0)
    ax_table.axvline(1, color=GREY, linewidth=0.8)
    ax_table.axhline(1, color=GREY, linewidth=0.8)
    places = [(0.5, 1.5), (1.5, 1.5), (0.5, 0.5), (1.5, 0.5)]
    counts = [
        ax_table.text(*place, "", ha="center", va="center", fontsize=15, color=look[1])
        for place, look in zip(places, looks, strict=True)
    ]
    thresholds = np.linspace(-4, 8, 200)
    for axis, names in (
        (ax_roc, ("False alarms among healthy", "Found among ill", "ROC")),
        (ax_pr, ("Found among ill (recall)", "Ill among alarms\n(precision)", "Precision-recall")),
    ):
        axis.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.05), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
        axis.set(xlabel=names[0], ylabel=names[1], title=names[2])
    ax_roc.plot([0, 1], [0, 1], color=GREY, linestyle=":", linewidth=1)
    (roc,) = ax_roc.plot([], [], color=GREY, linestyle="-")
    (pr,) = ax_pr.plot([], [], color=GREY, linestyle="-")
    style = dict(color=BLACK, markersize=7)
    (roc_dot,) = ax_roc.plot([], [], "D", **style)
    (pr_dot,) = ax_pr.plot([], [], "D", **style)

    def draw(
        threshold: Annotated[float, Slider("Threshold", 1.0, -3.0, 5.0, 0.2)],
        prevalence: Annotated[int, Slider("Ill people (%)", 10, 1, 50, 1)],
        separation: Annotated[
            float, Slider("Distance between ill and healthy", 2.0, 0.0, 4.0, 0.25)
        ],
    ) -> str:
        num_ill = NUM_PEOPLE * prevalence // 100
        scores, is_ill = draw_people(num_ill, separation)
        columns = np.floor(scores.clip(-3, 6) * 5) / 5 + 0.1  # a threshold stands between two
        heights = 0.6 + np.array(
            [np.sum(columns[:place] == column) for place, column in enumerate(columns)]
        )
        alarm = scores > threshold
        numbers = confusion(alarm, is_ill)
        kinds = (~is_ill & ~alarm, ~is_ill & alarm, is_ill & ~alarm, is_ill & alarm)
        for artist, text, kind, number in zip(dots, counts, kinds, numbers, strict=True):
            artist.set_data(columns[kind], heights[kind])
            text.set_text(str(number))
        quiet, false, missed, found = numbers
        line.set_xdata([threshold, threshold])
        share = num_ill / NUM_PEOPLE
        fpr, tpr = ndtr(-thresholds), ndtr(separation - thresholds)
        roc.set_data(fpr, tpr)
        pr.set_data(tpr, share * tpr / (share * tpr + (1 - share) * fpr))
        roc_dot.set_data([false / (false + quiet)], [found / num_ill])
        precision = found / (found + false) if found + false else np.nan
        pr_dot.set_data([found / num_ill], [precision])
        alarms = f"Of {found + false} alarms {found} are right."
        balanced = (quiet / (quiet + false) + found / num_ill) / 2
        return (
            f"{found} of {missed + found} ill people are found; {false} of {quiet + false} healthy ones get "
            f"an alarm. {alarms if found + false else 'Nobody gets an alarm.'} Accuracy "
            f"{(quiet + found) / NUM_PEOPLE:.0%}, where always saying healthy has "
            f"{1 - share:.0%}; balanced accuracy {balanced:.0%}."
        )

    title = "People along the score of a test, a threshold, and what is counted from them"
    return Scene(title, figure, [*dots, line, *counts, roc, pr, roc_dot, pr_dot], draw)
