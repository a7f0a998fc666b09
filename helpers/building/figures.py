"""The pictures of notebook 03: they draw what the other files of the room compute."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise, product

import numpy as np
from scipy.special import logit

from helpers.building.losses import LANDSCAPES, LOSSES
from helpers.building.maps import RACERS, draw_maps
from helpers.building.optimizers import NUM_STEPS, RATES
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
    """Draw four losses against the prediction, and what L1 and L2 make of data (num_samples,).

    The data are drawn with the lines y = w x that the two losses choose from `weights`, and both
    mean losses against w.
    """
    figure, (ax, ax_data, ax_mean) = new_figure(3, height=2.7)
    ax.set_title("Four answers to 'how wrong?'", fontsize=9)
    ax_data.set_title("Samples, two lines", fontsize=9)
    ax_mean.set_title("Their mean loss", fontsize=9)
    prediction = np.linspace(-2, 3, 501)
    # Hinge and L1 agree left of the target: a broad line under a narrow one shows both.
    styles = {
        "L1": (BLUE, "-", 1.5),
        "L2": (RED, "--", 1.8),
        "0-1": (BLACK, ":", 1.8),
        "hinge": (GREEN, "-", 4.5),
    }
    for name, (color, style, width) in styles.items():
        loss = LOSSES[name](prediction, 1.0)
        order = 1 if name == "hinge" else 2
        ax.plot(prediction, loss, style, color=color, linewidth=width, label=name, zorder=order)
    ax.set(xlim=(-2, 3), ylim=(-0.1, 4), xlabel=r"Prediction $\hat{y}$ (target 1)", ylabel="Loss")
    ax.legend(loc="upper center", fontsize=8)
    ax_data.plot(x, y, "o", color=BLACK, markersize=6)
    line = np.array([0, x.max() + 0.5])
    for name, offset in (("L1", -8), ("L2", 8)):
        color, style, _ = styles[name]
        curve = LOSSES[name](weights[:, None] * x, y).mean(axis=1)
        best = weights[np.argmin(curve)]
        ax_data.plot(line, best * line, style, color=color, label=f"{name}: w = {best:.2f}")
        ax_mean.plot(weights, curve, style, color=color, label=name)
        ax_mean.plot(best, curve.min(), "o", color=color, markersize=8)
        beside = dict(textcoords="offset points", ha="center", va="top" if offset < 0 else "bottom")
        ax_mean.annotate(f"{best:.2f}", (best, curve.min()), (0, offset), **beside)
    ax_data.set(xlim=(0, line[1]), ylim=(0, 5.5), xlabel="Input x", ylabel="Target y")
    ax_data.legend(loc="upper left", fontsize=8)
    ax_mean.set(xlim=(weights[0], weights[-1]), ylim=(-0.4, 5))
    ax_mean.set(xlabel="Weight w", ylabel="Mean loss")
    ax_mean.legend(loc="upper center", fontsize=8)
    return Still(
        figure,
        "Left: four losses against the prediction, for the target 1. L1 is a V and L2 a parabola, both "
        "with their minimum at 1; 0-1 is a step at 0; hinge falls in a straight line, on that of L1, and "
        "is 0 from 1 on. Middle: five samples, four of them on the line with slope 0.50, which L1 "
        "chooses, and one far above; L2 chooses slope 0.64 and misses all five. Right: both mean losses "
        "against the weight, with their minima at 0.50 and 0.64.",
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
    """Draw relative errors (num_networks, num_hs) of a gradient check in float64 and float32."""
    figure, ax = new_figure(height=3.2)
    log_scale(ax, "both")
    for errors, style, color, name in (
        (single, "s--", RED, "float32"),
        (double, "o-", BLUE, "float64"),
    ):
        ax.fill_between(hs, errors.min(axis=0), errors.max(axis=0), color=color, alpha=0.2, lw=0)
        middle = np.median(errors, axis=0)
        ax.plot(hs, middle, style, color=color, markersize=4, linewidth=1.2, label=name)
    guide = np.array([3e-5, 1e-1])
    height = 0.2 * np.median(double, axis=0)[-1]
    ax.plot(guide, height * (guide / hs[-1]) ** 2, ":", color=BLACK, linewidth=1.2)
    ax.text(3e-4, 1e-9, "slope 2:\nthe formula's error", va="top")
    ax.text(2e-10, 1.5e-8, "slope −1:\nrounding", ha="left", va="top")
    ax.text(1e-10, 0.3, "h too small to change a float32:\nboth losses are equal", va="top")
    ax.set(xlabel="Step h of the central difference", ylabel="Relative error of the gradient")
    ax.set(ylim=(1e-11, 100), title="Too large a step, or too small: both spoil the check")
    ax.legend(loc="lower left", ncols=2, bbox_to_anchor=(0.62, 0.86))
    return Still(
        figure,
        "Relative error of the numerical gradient against the step h, log-log, in float64 and float32: "
        "the median of ten networks, and a band from the least to the largest error. From the right both "
        "curves fall with slope 2; then rounding takes over and they rise again to the left. The "
        "float64 curve has its minimum near 1e-10 for h between 1e-6 and 1e-5, the float32 curve near "
        "1e-4 for h between 1e-3 and 1e-2. Left of 1e-7 the float32 curve stays at 1.",
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
    ax_spread.set(title="How noisy is a batch's gradient?")
    ax_spread.set_xticks(sizes, sizes)
    ax_spread.set_yticks([2, 5, 10, 20], [2, 5, 10, 20])
    ax_spread.legend()
    return Still(
        figure,
        "Left: three paths of 128 steps through the ravine from the upper left, with learning rate 0.03. "
        "With 64 samples a step the path is nearly smooth; with 8 it trembles; with 1 it staggers "
        "widely, and keeps moving about around the minimum. Right: the spread of the gradient "
        "against the batch size, log-log: four points along a line that falls as one over the square root.",
    )


def loss_curves(runs: Mapping[str, Sequence[float]], right: Sequence[float]) -> Still:
    """Draw losses {name: (num_steps,)} of runs with a fault, each beside those of the right one."""
    figure, axes = new_figure(len(runs), height=2.6, sharey=True)
    for ax, (name, losses) in zip(axes, runs.items(), strict=True):
        log_scale(ax)
        ax.plot(right, "--", color=BLACK, linewidth=1.2, label="without fault")
        ax.plot(losses, "-", color=RED, linewidth=1.5, label=name)
        ax.set(xlim=(0, len(right)), ylim=(1e-3, 1e3), xlabel="Step", title=name)
    axes[0].set_ylabel("Loss")
    axes[0].legend(loc="upper right", fontsize=8)
    return Still(
        figure,
        "Loss against step, on a logarithmic axis, for three runs with a fault; beside each, dashed, the "
        "run without fault, which falls from about 0.5 to below 0.001 in 300 steps. Run A falls a little, "
        "to 0.51, and stays there, level. Run B falls at first, then swings up and down, wider and "
        "wider, far above where it began. Run C falls smoothly to 0.17, and from there on stays nearly level.",
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


def rates(arrivals: Mapping[str, Mapping[str, np.ndarray]]) -> Still:
    """Draw {landscape: {rule: median arrival (num_rates,)}} against the learning rate."""
    figure, axes = new_figure(2, height=5.2, num_rows=2, sharex=True, sharey=True)
    for ax, (landscape, by_rule) in zip(axes.flat, arrivals.items(), strict=True):
        log_scale(ax, "both")
        ax.set_title(landscape, fontsize=9)
        for name, steps in by_rule.items():
            color, style, marker = RACERS[name]
            arrived = np.where(steps <= NUM_STEPS, steps, np.nan)
            look = dict(color=color, linestyle=style, linewidth=1.2)
            ax.plot(RATES, arrived, marker=marker, markersize=4, label=name, **look)
            if np.isfinite(arrived).any():
                best = np.nanargmin(arrived)
                ax.plot(RATES[best], arrived[best], marker, color=color, ms=9, mec=BLACK)
        ax.set(xlim=(RATES[0], RATES[-1]), ylim=(2.5, 1.1 * NUM_STEPS))
        ax.set_yticks([5, 10, 20, 50, 100, 200], [5, 10, 20, 50, 100, 200])
    for ax in axes[:, 0]:
        ax.set_ylabel("Steps to arrive (median)")
    for ax in axes[1]:
        ax.set_xlabel("Learning rate")
    lines = axes[0, 0].get_lines()
    shown = [line for line in lines if line.get_label() in RACERS]
    figure.legend(handles=shown, loc="outside lower center", ncols=len(shown), fontsize=8)
    return Still(
        figure,
        "Four panels, one for each landscape: the median number of steps to arrive against the "
        "learning rate, one curve for each rule, its lowest point marked large. Every curve is a "
        "trough, but each in another place: in the ravine momentum's lies far to the left and "
        "AdaGrad's far to the right. There SGD's and RMSProp's are narrow, and Adam's and Adamax's "
        "wide. In the steep, turned ravine only momentum and Adam arrive within 100 steps.",
    )


def memory(
    once: Mapping[str, Mapping[str, float]],
    batch_sizes: np.ndarray,
    per_sample: float,
    guessed_per_sample: float,
) -> Still:
    """Draw {rule: {part: GB}}, what is stored once, and GB a sample, which grows with the batch."""
    figure, (ax, ax_batch) = new_figure(2, height=2.8)
    looks = dict(zip(("parameters", "gradients", "optimizer"), ("", "//", ".."), strict=True))
    shades = dict(zip(looks, (GREY, SKY, ORANGE), strict=True))
    left = np.zeros(len(once))
    for part, hatch in looks.items():
        widths = np.array([bill[part] for bill in once.values()])
        look = dict(color=shades[part], hatch=hatch, edgecolor=BLACK)
        ax.barh(list(once), widths, 0.6, left=left, label=part, **look)
        left += widths
    ax.invert_yaxis()
    ax.set(xlim=(0, 1.1 * left.max()), ylim=(len(once) - 0.4, -1.1), xlabel="Memory (GB)")
    ax.set_title("Stored once, whatever the batch")
    ax.legend(loc="upper center", ncols=3, fontsize=8, columnspacing=1.0)
    log_scale(ax_batch, "both")
    ax_batch.axhline(left.max(), linestyle="-", color=ORANGE, label="stored once, with Adam")
    guess = guessed_per_sample * batch_sizes
    ax_batch.plot(batch_sizes, guess, ":", color=BLACK, label="guess: one activation a weight")
    counted = per_sample * batch_sizes
    ax_batch.plot(batch_sizes, counted, "--", color=BLUE, label="counted: one activation a unit")
    ax_batch.set(xlim=batch_sizes[[0, -1]], ylim=(1e-3, 1e13), xlabel="Samples in a batch")
    ax_batch.set(ylabel="Memory (GB)", title="What grows with the batch")
    ax_batch.legend(loc="upper left", fontsize=8)
    return Still(
        figure,
        "Left: stacked bars for SGD, momentum and Adam. Parameters and gradients take 1,200 GB each; "
        "momentum adds 1,200 GB, Adam 2,400 GB. Right: memory against the batch size, log-log. What "
        "Adam stores once is level at 4,800 GB. The activations as counted rise from 0.012 GB for one "
        "sample and cross that level near 400,000 samples; one activation a weight would give 1,200 GB "
        "for one sample.",
    )
