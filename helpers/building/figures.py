"""The pictures of notebook 03: they draw what the other files of the room compute."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, product

import numpy as np
from scipy.special import logit

from helpers.building.losses import LANDSCAPES, LOSSES
from helpers.building.maps import draw_maps
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


def losses(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> Still:
    """Draw four losses against the prediction, and L1 and L2 on data (num_samples,) against w."""
    figure, (ax, ax_data) = new_figure(2)
    ax.set_title("Four answers to 'how wrong?'")
    ax_data.set_title("One odd sample pulls L2, not L1")
    prediction = np.linspace(-2, 3, 501)
    styles = {"L1": (BLUE, "-"), "L2": (RED, "--"), "0-1": (BLACK, ":"), "hinge": (GREEN, "-.")}
    for name, (color, style) in styles.items():
        ax.plot(prediction, LOSSES[name](prediction, 1.0), style, color=color, label=name)
    ax.set(xlim=(-2, 3), ylim=(-0.1, 4), xlabel=r"Prediction $\hat{y}$ (target 1)", ylabel="Loss")
    ax.legend()
    for name in ("L1", "L2"):
        color, style = styles[name]
        curve = LOSSES[name](weights[:, None] * x, y).mean(axis=1)
        ax_data.plot(weights, curve / curve.min(), style, color=color, label=name)
        best = weights[np.argmin(curve)]
        ax_data.plot(best, 1, "o", color=color, markersize=8, clip_on=False)
        below = dict(textcoords="offset points", ha="center", va="top")
        ax_data.annotate(f"{best:.2f}", (best, 1.0), (0, -8), **below)
    ax_data.set(xlim=(weights[0], weights[-1]), ylim=(0.65, 3))
    ax_data.set(xlabel="Weight w", ylabel="Mean loss (its minimum = 1)")
    ax_data.legend(loc="upper center")
    return Still(
        figure,
        "Left: four losses against the prediction, for the target 1. L1 is a V and L2 a parabola, both "
        "with their minimum at 1; 0-1 is a step at 0; hinge falls in a straight line and is 0 from 1 on. "
        "Right: the mean L1 and L2 losses of the five samples against the weight. L1 has its minimum at "
        "0.50, L2 at 0.64.",
    )


def one_weight(loss: Callable, walks: dict[float, np.ndarray]) -> Still:
    """Draw walks {learning rate: weights (num_steps + 1,)} down a loss of weights (num_points,)."""
    figure, axes = new_figure(len(walks), height=2.5, sharey=True)
    line = np.linspace(-1.5, 2.5, 201)
    for ax, (lr, weights) in zip(axes, walks.items(), strict=True):
        ax.plot(line, loss(line), color=GREY, linestyle="-")
        ax.plot(weights, loss(weights), "o-", color=BLUE, markersize=4, linewidth=0.9)
        ax.plot(weights[0], loss(weights[:1]), "s", color=ORANGE, ms=9, markeredgecolor=BLACK)
        ax.set(xlim=(-1.5, 2.5), ylim=(-0.3, 9), xlabel="Weight w", title=f"Learning rate {lr}")
    axes[0].set_ylabel("Loss")
    return Still(
        figure,
        "The same parabola three times, with its minimum at 0.5, and twelve steps of descent from -0.5. "
        "With learning rate 0.05 the steps come down on the left side, ever shorter. With 0.35 they jump "
        "from side to side and yet come down. With 0.45 they jump from side to side and climb.",
    )


def boundary(x: np.ndarray, y: np.ndarray, weights: np.ndarray, bias: float) -> Still:
    """Draw two classes of points (num_samples, 2) and where the model says p = 0.1, 0.5, 0.9."""
    figure, ax = new_figure(height=3.0)
    for label, name, color, marker in ((0, "versicolor", BLUE, "o"), (1, "virginica", RED, "^")):
        ax.plot(*x[y == label].T, marker, color=color, markersize=5, label=name, alpha=0.8)
    line = np.array([-2.5, 2.5])
    for p, style in ((0.1, ":"), (0.5, "-"), (0.9, "--")):
        height = (logit(p) - bias - weights[0] * line) / weights[1]
        ax.plot(line, height, style, color=BLACK, linewidth=1.3, label=f"p = {p}")
    ax.set(xlim=(-2.5, 2.7), ylim=(-2.2, 2.6), title="Probability of virginica, learned from zero")
    ax.set(xlabel="Petal length (standardized)", ylabel="Petal width (standardized)")
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return Still(
        figure,
        "Versicolor as circles, virginica as triangles, petal length against petal width. Versicolor "
        "lies at the lower left, virginica at the upper right, with some overlap. Three parallel lines, "
        "falling to the right, mark where the model gives virginica a probability of 0.1, 0.5 and 0.9.",
    )


def network() -> Still:
    """Draw an MLP of 3 inputs, 4 hidden units and 2 outputs, with the names of its parts."""
    figure, ax = new_figure(height=3.3)
    ax.axis("off")
    ax.set(xlim=(-1.4, 6.2), ylim=(-1.0, 4.1))
    columns = 2.5 * np.arange(3)
    heights = [np.arange(n) - (n - 1) / 2 + 1.6 for n in (3, 4, 2)]
    for ends, layers in zip(pairwise(columns), pairwise(heights), strict=True):
        lines = np.array([*product(*layers)]).T  # from each unit of one layer to each of the next
        ax.plot(ends, lines, color=GREY, linestyle="-", linewidth=0.8, zorder=1)
        text = f"{len(layers[0])} × {len(layers[1])} weights\n+ {len(layers[1])} biases"
        ax.text(np.mean(ends), -0.65, text, ha="center", va="center")
    names = ["input: no parameters", "hidden layer", "output layer"]
    looks = zip(names, "xhy", (ORANGE, SKY, GREEN), strict=True)
    for x, ys, (name, letter, shade) in zip(columns, heights, looks, strict=True):
        ax.scatter(np.full(len(ys), x), ys, s=420, color=shade, edgecolor=BLACK, zorder=2)
        ax.text(x, 3.75, name, ha="center", weight="bold")
        for number, y in enumerate(ys[::-1], start=1):
            ax.text(x, y, f"${letter}_{number}$", ha="center", va="center", zorder=3)
    ax.annotate("one weight", (1.25, heights[0][-1] + 0.25), (-0.9, 3.35), color=BLACK,
                arrowprops=dict(arrowstyle="->", color=BLACK), fontsize=8)  # fmt: skip
    return Still(
        figure,
        "A network drawn as circles and lines. Three inputs on the left are joined to four hidden units "
        "by 3 times 4 lines, and these to two outputs by 4 times 2 lines. Each line is one weight. Below "
        "the lines: 3 times 4 weights and 4 biases, 4 times 2 weights and 2 biases.",
    )


def gradient_check(hs: np.ndarray, double: np.ndarray, single: np.ndarray) -> Still:
    """Draw the relative errors (num_hs,) of a gradient check in float64 and float32, log-log."""
    figure, ax = new_figure(height=3.0)
    log_scale(ax, "both")
    ax.plot(hs, single, "s--", color=RED, markersize=4, linewidth=1.2, label="float32")
    ax.plot(hs, double, "o-", color=BLUE, markersize=4, linewidth=1.2, label="float64")
    guide = np.array([3e-5, 1e-1])
    ax.plot(guide, 0.4 * double[-1] * (guide / hs[-1]) ** 2, ":", color=BLACK, linewidth=1.2)
    ax.text(2e-4, 2e-9, "slope 2:\nthe formula's error", va="top")
    ax.text(3e-9, 1e-6, "slope −1:\nrounding", ha="left")
    ax.set(xlabel="Step h of the central difference", ylabel="Relative error of the gradient")
    ax.set(ylim=(1e-11, 10), title="Too large a step, or too small: both spoil the check")
    ax.legend(loc="upper right")
    return Still(
        figure,
        "Relative error of the numerical gradient against the step h, log-log, in float64 and float32. "
        "Both curves are V-shaped. From the right they fall with slope 2; then rounding takes over and "
        "they rise again to the left. The float64 curve has its minimum near 1e-10 for h between 1e-6 and "
        "1e-5, the float32 curve near 1e-4 for h between 1e-3 and 1e-2.",
    )


def batches(
    paths: Mapping[int, np.ndarray], sizes: Sequence[int], spreads: Sequence[float]
) -> Still:
    """Draw descent paths {batch size: (num_steps + 1, 2)}, and the gradients' spread (num_sizes,)."""
    figure, (ax, ax_spread) = new_figure(2, height=3.2)
    draw_maps(ax, list(LANDSCAPES)[:1])
    styles = [(ORANGE, "-", 0.8), (BLUE, "--", 1.2), (BLACK, "-", 2.2)]
    for (size, path), (color, style, width) in zip(paths.items(), styles, strict=True):
        ax.plot(*path.T, color=color, linestyle=style, linewidth=width, label=f"{size} a step")
    ax.plot(*path[0], "s", color=ORANGE, markersize=9, markeredgecolor=BLACK)
    ax.legend(loc="lower right", frameon=True, fontsize=8)
    ax.set_title("Small batches, rough ways")
    log_scale(ax_spread, "both")
    ax_spread.plot(sizes, spreads, "o", color=BLUE, label="measured")
    guide = spreads[0] * np.sqrt(sizes[0] / np.asarray(sizes))
    ax_spread.plot(sizes, guide, "-", color=BLACK, label=r"$1/\sqrt{\mathrm{size}}$")
    ax_spread.set(xlabel="Samples in a batch", ylabel="Spread of the gradient")
    ax_spread.set(title="Four times the batch, half the noise")
    ax_spread.set_xticks(sizes, sizes)
    ax_spread.set_yticks([2, 5, 10, 20], [2, 5, 10, 20])
    ax_spread.legend()
    return Still(
        figure,
        "Left: three paths of 128 steps through the ravine from the upper left, with learning rate 0.03. "
        "With all 64 samples a step the path is smooth and ends at the minimum; with 8 it trembles; with 1 "
        "it staggers widely, and keeps moving about around the minimum. Right: the spread of the gradient "
        "against the batch size, log-log: four points along a line that falls as one over the square root.",
    )


def two_heads(
    images: Sequence,
    classes: Sequence[int],
    centers: np.ndarray,
    predicted_classes: Sequence[int],
    predicted_centers: np.ndarray,
) -> Still:
    """Draw digits (num_images, 8, 8) with class and center (num_images, 2), true and predicted.

    A center is (row, column), in pixels.
    """
    figure, axes = new_figure(len(images), height=1.25)
    for ax, image, label, center, guess, guessed in zip(
        axes, images, classes, centers, predicted_classes, predicted_centers, strict=True
    ):
        ax.imshow(image, cmap="Greys", vmin=0, vmax=1.5)  # ink stays gray: marks lie on it
        ax.plot(*center[::-1], "o", color=BLUE, markersize=9, fillstyle="none", mew=2)
        ax.plot(*guessed[::-1], "x", color=RED, markersize=7, mew=2)
        ax.set_title(f"{label}, says {guess}", fontsize=9)
        ax.axis("off")
    return Still(
        figure,
        "Eight handwritten digits in a row. Above each: its class and what the network says. In each "
        "picture a circle marks the true center of the ink and a cross the network's; nearly all crosses "
        "lie in or near their circles.",
    )


def memory(bills: dict[str, dict[str, float]]) -> Still:
    """Draw {title: {item: GB}} as bars on a logarithmic axis, one group for each title."""
    figure, ax = new_figure(height=2.6)
    items = list(next(iter(bills.values())))
    height = 0.8 / len(bills)
    looks = ((GREY, ""), (SKY, "//"), (ORANGE, ".."))
    rows = np.arange(len(items))
    for (title, bill), (shade, hatch) in zip(bills.items(), looks, strict=True):
        ax.barh(rows, bill.values(), height, color=shade, hatch=hatch, edgecolor=BLACK, label=title)
        rows = rows + height
    log_scale(ax, "x")
    ax.set(xlim=(1, 3e7), xlabel="Memory (GB)", title="Where the memory of one training step goes")
    ax.set_yticks(np.arange(len(items)) + 0.4 - height / 2, items)
    ax.invert_yaxis()
    ax.legend(loc="lower right", fontsize=8)
    return Still(
        figure,
        "Bars on a logarithmic axis for parameters, gradients, optimizer, activations and inputs. "
        "Parameters and gradients take 1200 GB each in all three cases. Activations take 1,200,000 GB "
        "under the lecture's assumption and 12 GB in the real MLP. The optimizer takes 2400 GB with Adam, "
        "and nothing with SGD. The inputs take 1000 GB.",
    )
