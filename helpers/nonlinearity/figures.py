"""The pictures of notebook 02 that stand still."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from helpers.functions import relu
from helpers.nonlinearity.approximation import bump
from helpers.nonlinearity.flowers import Units, versicolor_score
from helpers.nonlinearity.perceptron import PerceptronRun
from helpers.nonlinearity.plane import OFF, ON, name_targets
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, RED, SKY, Still, new_figure


def perceptron_on_iris(runs: Mapping[str, PerceptronRun]) -> Still:
    """Draw the share of flowers right after every update, for at most two {species: run}."""
    figure, ax = new_figure(height=2.6)
    styles = [(BLUE, "-", "o"), (RED, "-", None)]
    for (name, run), (color, line, marker) in zip(runs.items(), styles, strict=False):
        right = 100 * (1 - run.num_wrong / 150)
        width = 2 if marker else 0.9
        ax.plot(right, color=color, linestyle=line, marker=marker, linewidth=width, label=name)
    ax.axhline(200 / 3, color=GREY, linestyle="--", linewidth=1, label="always no, for versicolor")
    ax.set(xlabel="Updates", ylabel="Flowers right (%)", ylim=(0, 104), xlim=(-3, 300))
    ax.set_title("Separable: done after a few mistakes. Not separable: no rest, ever")
    ax.legend(loc="lower right", ncols=3, frameon=True)
    return Still(
        figure,
        "Share of the 150 flowers that are right after each update. For setosa it reaches 100 % after "
        "eight updates and stays. For versicolor it jumps wildly between 33 % and 78 % for 300 updates.",
    )


def iris_regions(
    points: Mapping[str, np.ndarray],
    settings: Mapping[str, tuple[Units, Callable]],
    targets: np.ndarray,
) -> Still:
    """Draw where three versicolor networks fire, one panel each, titled with the accuracy.

    `points[name]` (150, 2) in cm, `settings[name]` (hidden units, activation) as for
    `versicolor_score`; `targets` (150,) of bool. Names start with "Sepals" or "Petals".
    """
    figure, axes = new_figure(len(points), height=3.1)
    for ax, (name, flowers) in zip(axes, points.items(), strict=True):
        low, high = flowers.min(axis=0), flowers.max(axis=0)
        pad = 0.05 * (high - low)
        xs, ys = np.linspace(low - pad, high + pad, 150).T
        grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
        scores = versicolor_score(grid, *settings[name]).reshape(150, 150)
        ax.contourf(xs, ys, scores > 0, levels=[0.5, 1.5], colors=[SKY], alpha=0.3)
        ax.plot(*flowers[~targets].T, **{**OFF, "markersize": 3.5, "markeredgewidth": 0.8})
        ax.plot(*flowers[targets].T, **{**ON, "markersize": 3.5})
        part = name.split(",")[0].removesuffix("s")
        ax.set(xlabel=f"{part} length (cm)", ylabel=f"{part} width (cm)")
        accuracy = np.mean((versicolor_score(flowers, *settings[name]) > 0) == targets)
        ax.set_title(f"{name}: {accuracy:.2%}")
    name_targets(axes[-1], "versicolor", "the others", loc="upper left", fontsize=8)
    return Still(
        figure,
        "Three maps with the region where the network fires shaded. Sepals with sigmoids: a wide wedge "
        "with many other flowers inside. Sepals with steps: a narrower wedge with sharp edges. Petals: a "
        "rectangle that holds nearly all versicolor flowers and few others.",
    )


def bump_parts() -> Still:
    """Draw the three ReLUs of the unit bump and, beside them, their sum."""
    x = np.linspace(-2, 2, 401)
    figure, (ax, ax_sum) = new_figure(2, height=2.6, sharey=True)
    for factor, corner, color, style, label in (
        (1, -1, BLUE, "-", r"$\mathrm{ReLU}(x+1)$"),
        (-2, 0, RED, "--", r"$-2\,\mathrm{ReLU}(x)$"),
        (1, 1, GREEN, "-.", r"$\mathrm{ReLU}(x-1)$"),
    ):
        ax.plot(x, factor * relu(x - corner), color=color, linestyle=style, label=label)
        ax_sum.plot([corner], [-0.15], "^", color=color, markersize=7)
    ax.set(xlim=(-2, 2), ylim=(-2.2, 2.2), xlabel="Input $x$", ylabel="Output")
    ax.set_title("Three ReLUs")
    ax.legend(loc="lower left")
    ax_sum.plot(x, bump(x, center=0, half_width=1, height=1), color=BLACK, linestyle="-")
    ax_sum.set(xlim=(-2, 2), xlabel="Input $x$", title="Their sum (triangles: the corners)")
    return Still(
        figure,
        "Left, three ReLUs: one rises from -1, one falls twice as steeply from 0, one rises from 1. "
        "Right, their sum: a triangle that is 0 up to -1, rises to 1 at 0, falls to 0 at 1 and stays 0.",
    )


def error_law(nums: np.ndarray, errors: Mapping[str, np.ndarray]) -> Still:
    """Draw the largest error against the number of ReLUs, log-log.

    `errors` holds (num_nums,) for at most four functions."""
    figure, ax = new_figure(height=3.1)
    ax.loglog(nums, 4.93 / nums**2, color=BLACK, linestyle="-", linewidth=1, label=r"$4.93 / N^2$")
    looks = [("o", BLUE), ("^", GREEN), ("D", ORANGE), ("s", RED)]
    for (name, values), (marker, color) in zip(errors.items(), looks, strict=False):
        ax.loglog(nums, values, marker, linestyle="none", color=color, markersize=5, label=name)
    ax.set(xlabel="Number of ReLUs $N$", ylabel="Largest error", ylim=(1e-4, 2))
    ax.set_title("How fast the error falls depends on the function")
    ax.legend(loc="lower left", ncols=2)
    return Still(
        figure,
        "Largest error against the number of ReLUs, both logarithmic. The sine lies on the line 4.93 / "
        "N^2. A kink falls more slowly and jumps about, the square root falls more slowly still, and the "
        "jump does not fall at all.",
    )


def training_success(widths: Sequence[int], rates: Mapping[str, np.ndarray]) -> Still:
    """Draw the share of networks that learned XOR against their width.

    `rates[name]` (num_widths, num_batches): the share in each batch of 25, for at most two names.
    """
    figure, ax = new_figure(height=3.0)
    places = np.arange(len(widths))
    looks = ((RED, "s", "--", -0.06), (BLUE, "o", "-", 0.06))
    for (name, shares), (color, marker, style, shift) in zip(rates.items(), looks, strict=False):
        middle = 100 * shares.mean(axis=1)
        spread = [middle - 100 * shares.min(axis=1), 100 * shares.max(axis=1) - middle]
        look = dict(color=color, marker=marker, linestyle=style, capsize=5, markersize=7)
        ax.errorbar(places + shift, middle, spread, **look, label=name)
    ax.set_xticks(places, [str(width) for width in widths])
    ax.legend(loc="lower right")
    ax.set(xlabel="Hidden units", ylabel="Nets that learned XOR (%)", ylim=(-3, 106))
    ax.set_title("Two units suffice; more are found more often (bars: batches of 25 nets)")
    return Still(
        figure,
        "Share of networks that learned XOR against the number of hidden units, for ReLU and tanh, with "
        "bars from the worst to the best batch of 25. Both rise with the width; tanh lies above ReLU. With "
        "two units the bars are widest.",
    )
