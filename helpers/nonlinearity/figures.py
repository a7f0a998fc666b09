"""The pictures of notebook 02 that stand still."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from helpers.functions import relu
from helpers.nonlinearity.approximation import bump
from helpers.nonlinearity.flowers import Units, versicolor_score
from helpers.nonlinearity.perceptron import PerceptronRun
from helpers.nonlinearity.plane import OFF, ON, name_targets
from helpers.pictures import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    RED,
    SKY,
    Still,
    log_scale,
    new_figure,
)


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
    """Draw where four versicolor networks fire, one panel each, titled with how many are right.

    `points[name]` (150, 2) in cm, `settings[name]` (hidden units, activation) as for
    `versicolor_score`; `targets` (150,) of bool. Names start with "Sepals" or "Petals".
    """
    figure, axes = new_figure(2, height=5.6, num_rows=2)
    for ax, (name, flowers) in zip(axes.flat, points.items(), strict=True):
        low, high = flowers.min(axis=0), flowers.max(axis=0)
        pad = 0.05 * (high - low)
        xs, ys = np.linspace(low - pad, high + pad, 500).T  # finer than the pixels: no staircase
        grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
        scores = versicolor_score(grid, *settings[name]).reshape(500, 500)
        ax.contourf(xs, ys, scores > 0, levels=[0.5, 1.5], colors=[SKY], alpha=0.3)
        ax.plot(*flowers[~targets].T, **{**OFF, "markersize": 4, "markeredgewidth": 0.8})
        ax.plot(*flowers[targets].T, **{**ON, "markersize": 4})
        part = name.split(",")[0].removesuffix("s")
        ax.set(xlabel=f"{part} length (cm)", ylabel=f"{part} width (cm)")
        num_right = np.sum((versicolor_score(flowers, *settings[name]) > 0) == targets)
        ax.set_title(f"{name}: {num_right} of 150")
    name_targets(axes[1, 1], "versicolor", "the others", loc="upper left")
    return Still(
        figure,
        "Four maps with the region where the network fires shaded. Sepals with sigmoids: a wide wedge "
        "with many other flowers inside. Sepals with steps: a narrower wedge with sharp edges. Sepals "
        "with the best two lines: a wedge that leaves out more of the others. Petals: a rectangle that "
        "holds nearly all versicolor flowers and few others.",
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
    """Draw the share of networks that learned XOR against their width, a panel for each activation.

    `rates[name]` (num_widths, num_batches): the share in each batch of 25, for two names.
    """
    figure, axes = new_figure(2, height=2.8, sharey=True)
    for ax, (name, shares), color in zip(axes, rates.items(), (RED, BLUE), strict=True):
        middle = 100 * shares.mean(axis=1)
        batches = 100 * shares.T
        ax.plot(widths, batches.T, ".", color=GREY, markersize=5, linestyle="none")
        ax.plot(widths, middle, color=color, marker="o", linestyle="-", markersize=8)
        ax.set(xlabel="Hidden units", ylim=(-3, 106), xlim=(1.5, 8.5), xticks=widths)
        ax.set_title(f"{name} (gray: each batch of 25 nets)")
    axes[0].set_ylabel("Nets that learned XOR (%)")
    return Still(
        figure,
        "Share of networks that learned XOR against the number of hidden units, for ReLU and for tanh, "
        "with a gray dot for each batch of 25. Both rise with the width; tanh lies above ReLU. With two "
        "units the dots scatter most.",
    )


def more_steps(
    steps: Sequence[int], widths: Sequence[int], rates: Mapping[str, np.ndarray]
) -> Still:
    """Draw the share of networks that learned XOR against the steps taken, a panel an activation.

    `rates[name]` (num_steps, num_widths, num_batches), for two names and at most four widths.
    """
    figure, axes = new_figure(2, height=3.0, sharey=True)
    looks = [("o", "-", RED), ("s", "--", BLUE), ("^", "-.", GREEN), ("D", ":", BLACK)]
    for ax, (name, shares) in zip(axes, rates.items(), strict=True):
        middle = 100 * shares.mean(axis=2)
        low, high = 100 * shares.min(axis=2), 100 * shares.max(axis=2)
        for number, (width, (marker, line, color)) in enumerate(zip(widths, looks, strict=False)):
            ax.fill_between(steps, low[:, number], high[:, number], color=color, alpha=0.12, lw=0)
            look = dict(color=color, marker=marker, linestyle=line, markersize=5)
            ax.plot(steps, middle[:, number], **look, label=f"{width} units")
        log_scale(ax, "x")
        ax.set(xlabel="Steps of training", ylim=(-3, 106), title=name)
        ax.set_xticks([25, 100, 1000, 5000], ["25", "100", "1000", "5000"])
    axes[0].set_ylabel("Nets that learned XOR (%)")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    return Still(
        figure,
        "Share of networks that learned XOR against the number of steps, logarithmic, for 2, 3, 4 and 8 "
        "hidden units. Every curve is level from 100 steps on: 25 % for two ReLU units, 94 % for eight; "
        "44 % and 100 % with tanh. Bands reach from the worst to the best batch of 25.",
    )
