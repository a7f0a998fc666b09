"""The still pictures of notebook 02 that show how units add up to curves and surfaces."""

from collections.abc import Callable

import numpy as np

from helpers.functions import relu
from helpers.nonlinearity.approximation import HIGH, LOW
from helpers.nonlinearity.network_drawing import NetworkDrawing
from helpers.nonlinearity.surfaces import grid, hinge
from helpers.pictures import BLACK, BLUE, GREY, RED, Still, new_figure


def adjacent_bumps(bump: Callable, function: Callable) -> Still:
    """Draw a reader's `bump` at each of nine places, as high as `function` is there, and their sum."""
    centers = np.linspace(LOW, HIGH, 9)
    width, x = centers[1] - centers[0], np.linspace(LOW, HIGH, 801)
    parts = np.array([bump(x, center, width, float(function(center))) for center in centers])
    figure, (ax, ax_sum) = new_figure(2, height=2.7, sharey=True)
    ax.plot(x, parts.T, linestyle="-", color=BLUE, linewidth=1.2)
    ax.plot(centers, function(centers), "o", color=BLUE, markersize=5)
    ax.set(xlabel="Input $x$", ylabel="Output", title="Nine bumps, each half in its neighbor")
    ax_sum.plot(
        x, function(x), color=BLACK, linestyle="-", linewidth=3, alpha=0.4, label="function"
    )
    ax_sum.plot(x, parts.sum(axis=0), color=RED, linestyle="--", label="sum of the bumps")
    ax_sum.set(xlabel="Input $x$", title="Their sum: a polygon")
    ax_sum.legend(loc="upper right")
    return Still(
        figure,
        "Left, nine triangles side by side, up and down, each as high as the sine is at its center. "
        "Right, their sum: a polygon that meets the sine at the nine centers.",
    )


def relu_network(knots: np.ndarray, bias: float, v: np.ndarray) -> Still:
    """Draw a network of at most nine ReLUs as a network, and beside it each unit's part and the sum.

    `knots` (N + 1,), the output's `bias` and its weights `v` (N,).
    """
    x, v, num = np.linspace(knots[0], knots[-1], 401), np.asarray(v, float), len(knots) - 1
    figure, (ax, ax_parts) = new_figure(2, height=3.3, width_ratios=[2, 3])
    names = [["$x$"], [f"$h_{number}$" for number in range(1, num + 1)], ["$g$"]]
    drawing = NetworkDrawing(ax, names, ["input", f"{num} ReLUs", "output"], numbers=False)
    drawing.show([(np.ones((num, 1)), -knots[:-1]), (v[None], np.array([bias]))])
    ax.set_title("The network: width, size of a weight")
    parts = relu(x[:, None] - knots[:-1]) * v
    ax_parts.plot(x, parts, color=GREY, linestyle="-", linewidth=1)
    ax_parts.plot(x, bias + parts.sum(axis=1), color=RED, linestyle="--", linewidth=2.4)
    ax_parts.plot(knots, bias + (relu(knots[:, None] - knots[:-1]) * v).sum(axis=1), "o", color=RED)
    ax_parts.set(xlabel="Input $x$", ylabel="Output", ylim=(-4, 4))
    ax_parts.set_title("Each unit's part (gray), and their sum (red)")
    return Still(
        figure,
        f"Left, a network with one input, {num} ReLUs and one output; full lines are weights above 0, "
        "dashed lines weights below. Right, the parts of the units, straight lines that start at one "
        "corner each, and their sum, a polygon that follows a sine.",
    )


def hinge_surfaces() -> Still:
    """Draw four surfaces: one ReLU of two inputs, a strip of three, a cross of two strips, a tower."""
    num_side = 45
    points = grid(num_side, -2.0, 2.0)
    x, y = (points[:, number].reshape(num_side, num_side) for number in (0, 1))

    def ridge(weights: tuple[float, float]) -> np.ndarray:
        return (
            hinge(points, weights, 1) - 2 * hinge(points, weights, 0) + hinge(points, weights, -1)
        )

    cross = ridge((1, 0)) + ridge((0, 1))
    surfaces = {
        "One ReLU: a hinge": hinge(points, (0.6, 0.4), 0.0),
        "Three in a row: a ridge": ridge((1, 0)),
        "Two ridges: a cross": cross,
        "A ReLU behind them: a tower": 2 * relu(cross - 1),
    }
    figure, axes = new_figure(4, height=2.2, subplot_kw={"projection": "3d"})
    for ax, (title, heights) in zip(axes, surfaces.items(), strict=True):
        z = heights.reshape(num_side, num_side)
        ax.plot_surface(
            x, y, z, cmap="Blues", vmin=-0.8, vmax=2.2, linewidth=0, rstride=1, cstride=1
        )
        ax.set(xticks=[-2, 0, 2], yticks=[-2, 0, 2], zticks=[0, 1, 2], zlim=(0, 2))
        ax.tick_params(labelsize=6, pad=-3)
        ax.set_xlabel("$x_1$", labelpad=-10, fontsize=8)
        ax.set_ylabel("$x_2$", labelpad=-10, fontsize=8)
        ax.set_title(title, fontsize=8, loc="center")
        ax.view_init(32, -58)
    return Still(
        figure,
        "Four surfaces over the plane. One ReLU is flat, then a ramp, with a straight fold. Three with "
        "parallel folds make a ridge without end. Two ridges at right angles make a cross, twice as high "
        "in the middle. A ReLU that sees the cross less 1 leaves a tower in the middle, and 0 elsewhere.",
    )
