"""The pictures of notebook 04 that do not move."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from torch import Tensor, nn

from helpers.pictures import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    RED,
    YELLOW,
    Still,
    log_scale,
    new_figure,
)
from helpers.softmax import binary, calibration, crossentropy, study
from helpers.softmax.panels import LIMIT, DecisionMap, ReliabilityPanel


def labels_and_vectors(images: np.ndarray, labels: np.ndarray) -> Still:
    """Draw digits (n, 8, 8) with their labels (n,), and each label's one-hot vector below it."""
    figure, (ax, ax_vector) = new_figure(height=3.6, num_rows=2, height_ratios=[3, 8], sharex=True)
    _draw_digits(ax, images, [f"label {label}" for label in labels])
    vectors = crossentropy.one_hot(labels, 10).T
    ax_vector.imshow(vectors, cmap="Blues", vmin=-0.2, vmax=1.6, aspect="auto")
    for (row, col), value in np.ndenumerate(vectors):
        ax_vector.text(col, row, f"{value:.0f}", ha="center", va="center", fontsize=8)
    for edge in np.arange(len(labels) + 1) - 0.5:
        ax_vector.axvline(edge, color="white", linestyle="-", linewidth=12)
    ax_vector.set(yticks=range(10), ylabel="Class")
    ax_vector.tick_params(bottom=False, labelbottom=False)
    ax_vector.spines[:].set_visible(False)
    return Still(
        figure,
        "Eight handwritten digits of 8 by 8 pixels, from 0 to 7, each with its label. Below each "
        "stands its one-hot vector, ten entries of which one is 1: the 1 moves down a row from digit "
        "to digit.",
    )


def _draw_digits(ax: Axes, images: np.ndarray, names: list[str]) -> None:
    """Draw digits (n, 8, 8) side by side at 0, 1, ..., each below its name, as wide as high."""
    for place, image in enumerate(images):
        extent = (place - 0.42, place + 0.42, 0, 0.84)
        # From -0.1, so that paper is a light gray and one sees where a picture ends.
        ax.imshow(image, cmap="gray_r", vmin=-0.1, vmax=1, extent=extent)
    ax.set(xlim=(-0.5, len(images) - 0.5), ylim=(0, 0.84), yticks=[])
    ax.set_xticks(range(len(images)), names)
    ax.tick_params(bottom=False, labelbottom=False, labeltop=True)
    ax.spines[:].set_visible(False)


def surprise() -> Still:
    """Draw -ln p against p, with the loss at chance for 2, 10 and 1000 classes."""
    figure, ax = new_figure(height=2.7)
    p = np.linspace(0.0005, 1, 1000)
    ax.plot(p, -np.log(p), color=BLUE, linestyle="-")
    for num_classes, shift in ((2, (8, 6)), (10, (8, 4)), (1000, (10, -3))):
        point = 1 / num_classes, np.log(num_classes)
        ax.plot(*point, "o", color=RED, markersize=7)
        text = f"chance for {num_classes} classes: ln {num_classes} = {point[1]:.3f}"
        ax.annotate(text, point, shift, textcoords="offset points")
    ax.set(xlim=(-0.01, 1.01), ylim=(0, 7.5), title="What a probability costs")
    ax.set(xlabel="Probability p given to the right class", ylabel=r"Loss $-\ln p$ (nats)")
    return Still(
        figure,
        "The loss -ln p against the probability p of the right class. The curve is 0 at p = 1 and "
        "rises without bound as p goes to 0. Three dots mark chance: 0.693 for 2 classes, 2.303 for "
        "10, 6.908 for 1000.",
    )


def gradient_bars(p: np.ndarray, y: np.ndarray, gradient: np.ndarray) -> Still:
    """Draw probabilities, the one-hot label and the gradient of one sample, each (4,)."""
    figure, axes = new_figure(3, height=2.3, sharey=True)
    titles = ("forecast p", "label y", "gradient p - y")
    for ax, values, title in zip(axes, (p, y, gradient), titles, strict=True):
        ax.bar(range(len(values)), values, color=[RED if value < 0 else BLUE for value in values])
        for x, value in enumerate(values):
            ax.text(x, max(value, 0) + 0.03, f"{value:.4f}", ha="center", fontsize=8)
        ax.axhline(0, color=GREY, linestyle="-", linewidth=0.8)
        ax.set(title=title, xlabel="Class", xticks=range(len(values)), ylim=(-0.95, 1.2))
    axes[0].set_ylabel("Value")
    label = int(y.argmax())
    first, second, third = (number for number in range(4) if number != label)
    return Still(
        figure,
        f"Three panels of four bars. The forecast: {', '.join(f'{value:.4f}' for value in p)}. "
        f"The label: 1 for class {label} and 0 elsewhere. Their difference: positive for classes "
        f"{first}, {second} and {third}, and {gradient[label]:.4f} for class {label}.",
    )


def templates(w: np.ndarray) -> Still:
    """Draw the weights w (64, 10) of a softmax regression as ten pictures of 8 by 8 pixels."""
    figure, axes = new_figure(5, height=3.1, num_rows=2)
    most = np.abs(w).max()
    for digit, (ax, weights) in enumerate(zip(axes.flat, w.T, strict=True)):
        picture = weights.reshape(8, 8)
        cells = ax.imshow(picture, cmap="RdBu", vmin=-most, vmax=most)
        against = np.argwhere(picture < -most / 4)  # a second sign, beside the color
        ax.plot(against[:, 1], against[:, 0], "_", color="white", markersize=5)
        ax.set(title=f"for {digit}", xticks=[], yticks=[])
        ax.spines[:].set(visible=True, color=GREY, linewidth=0.6)
    bar = figure.colorbar(cells, ax=axes, shrink=0.8, ticks=[-most, 0, most])
    bar.ax.set_yticklabels(["against", "0", "for"])
    return Still(
        figure,
        "The weights of each digit as a picture of 8 by 8 pixels: blue where ink speaks for the digit, "
        "red with a stroke where it speaks against it. The picture for 0 has a red middle and blue "
        "sides.",
    )


def same_training(own: Sequence[float], other: Sequence[float]) -> Still:
    """Draw the losses (num_steps,) of two trainings over one another."""
    figure, ax = new_figure(height=2.4)
    steps = np.arange(1, len(own) + 1)
    ax.plot(steps, own, "-", color=YELLOW, linewidth=6, label="your head")
    ax.plot(steps, other, "--", color=BLUE, label="torch's loss and gradient")
    ax.axhline(np.log(3), color=GREY, linestyle=":", linewidth=1)
    ax.text(len(own), np.log(3) + 0.03, "chance, ln 3", color=GREY, ha="right")
    ax.set(xlim=(0, len(own)), ylim=(0, 1.3), xlabel="Step", ylabel="Training loss (nats)")
    ax.legend(loc="center right")
    return Still(
        figure,
        f"Two training losses over {len(own)} steps, from about {own[0]:.1f} to {own[-1]:.2f}. They lie "
        "on one another.",
    )


def strips(x: np.ndarray, y: np.ndarray, sigmoids: np.ndarray, softmax: np.ndarray) -> Still:
    """Draw strips x (n, 192) beside what two heads, (n, 10) each, say is in them; y (n, 10) is."""
    figure, axes = new_figure(
        2, height=1.15 * len(x) + 0.4, num_rows=len(x), width_ratios=[1, 2], squeeze=False
    )
    digits = np.arange(10)
    for (ax, ax_bars), strip, there, one, two in zip(axes, x, y, sigmoids, softmax, strict=True):
        ax.imshow(strip.reshape(8, 24), cmap="gray_r", vmin=-0.1, vmax=1)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        ax_bars.bar(digits - 0.2, one, 0.4, color=BLUE, label="sigmoid of each")
        ax_bars.bar(digits + 0.2, two, 0.4, color=ORANGE, hatch="//", label="softmax")
        ax_bars.axhline(0.5, color=GREY, linestyle="--", linewidth=1)
        ax_bars.plot(digits[there > 0.5], np.full(int(there.sum()), 1.12), "v", color=BLACK)
        ax_bars.set(ylim=(0, 1.25), yticks=[0, 0.5, 1], xticks=digits)
    axes[0, 1].legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
    axes[-1, 1].set_xlabel("Digit (triangle: it is in the strip)")
    names = "; ".join(", ".join(map(str, np.flatnonzero(there > 0.5))) for there in y)
    return Still(
        figure,
        f"{len(x)} strips, in which stand {names}, and bars beside each for what two heads say. The sigmoids "
        "may rise above 0.5 at several digits. The softmax shares a 1 among the ten: it rises above 0.5 at "
        "one digit at most.",
    )


def two_losses() -> Still:
    """Draw cross-entropy and squared error of a sample with y = 1, and their slopes, against z."""
    z = np.linspace(-10, 5, 301)
    figure, (ax, ax_slope) = new_figure(2)
    for panel, cross, squared in (
        (ax, binary.binary_cross_entropy(z), binary.squared_error(z)),
        (ax_slope, -binary.binary_cross_entropy_slope(z), -binary.squared_error_slope(z)),
    ):
        panel.plot(z, cross, color=BLUE, linestyle="-", label="cross-entropy")
        panel.plot(z, squared, color=RED, linestyle="--", label="half squared error")
        panel.set(xlim=(-10, 5), xlabel="Logit z (the right answer is y = 1)")
    ax.set(title="Loss", ylabel="Loss")
    ax.legend()
    ax_slope.set(title="Size of the gradient", ylabel="|dL/dz|")
    peak = -np.log(2), -binary.squared_error_slope(-np.log(2))
    ax_slope.plot(*peak, "o", color=RED)
    ax_slope.annotate("peak at p = 1/3", peak, (-88, 2), textcoords="offset points")
    arrow = dict(arrowstyle="->", relpos=(0.1, 0))
    ax_slope.annotate("wrong, and almost no gradient", (-9, 0.01), (-9.6, 0.35), arrowprops=arrow)
    return Still(
        figure,
        "Left: cross-entropy rises along a straight line as z gets more negative; half the squared "
        "error flattens out at 0.5. Right: the size of their slopes. Cross-entropy's tends to 1, "
        "squared error's has a low hump at p = 1/3 and is nearly 0 for z below -6.",
    )


def loss_curves(curves: Mapping[int, Sequence[float]]) -> Still:
    """Draw three training losses {num_classes: (num_steps,)}."""
    figure, ax = new_figure(height=2.6)
    looks = ((BLUE, "-"), (GREEN, "--"), (RED, "-."))
    for (num_classes, losses), (color, style) in zip(curves.items(), looks, strict=True):
        ax.plot(np.arange(1, len(losses) + 1), losses, style, color=color)
        ax.text(len(losses) * 1.01, losses[-1], f"{num_classes} classes", color=color, va="center")
    longest = max(map(len, curves.values()))
    ax.set(xlim=(0, longest * 1.15), ylim=(0, 2.5), xlabel="Step", ylabel="Training loss (nats)")
    ax.set_title("All answers right, and yet a loss that stays")
    first, *others = (f"at {losses[-1]:.3f} for {number}" for number, losses in curves.items())
    return Still(
        figure,
        f"Three training losses over {longest} steps. Each falls fast and then stays flat: "
        f"{', '.join([f'{first} classes', *others])}.",
    )


def decision_map(network: nn.Module, x: Tensor, labels: Tensor) -> Still:
    """Draw which class `network` gives to each point of the plane, and the samples x (n, 2)."""
    figure, (ax, ax_confidence) = new_figure(2, height=3.6)
    num_side = 240  # drawn once, so that borders are smooth
    panel = DecisionMap(ax, num_side)
    panel.set_samples(x, labels)
    p = panel.set_network(network)
    ax.set_title("Class; stronger color, surer")
    square = dict(origin="lower", extent=(-LIMIT, LIMIT, -LIMIT, LIMIT))
    colors = dict(cmap="cividis", vmin=1 / p.shape[1], vmax=1)
    largest = p.max(axis=1).reshape(num_side, num_side)
    cells = ax_confidence.imshow(largest, **square, **colors)
    ax_confidence.set(title="Largest probability", xlabel="First input", aspect="equal")
    figure.colorbar(cells, ax=ax_confidence, shrink=0.85)
    return Still(
        figure,
        "Left: the plane in three colors that wind around each other; each arm of the spiral lies in its "
        "own color. Right: the largest probability, near 1 nearly everywhere, with narrow valleys along "
        "the borders between the arms.",
    )


def worst_digits(images: np.ndarray, labels: np.ndarray, p: np.ndarray) -> Still:
    """Draw the eight digits (n, 8, 8) whose labels got the least probability p (n, 10)."""
    given = p[np.arange(len(p)), labels]
    worst = given.argsort()[:8]
    names = [
        f"is {labels[n]}: {given[n]:.2f}\nsaid {p[n].argmax()}: {p[n].max():.2f}" for n in worst
    ]
    figure, ax = new_figure(height=1.3)
    _draw_digits(ax, images[worst], names)
    ax.tick_params(labelsize=8)
    return Still(
        figure,
        "The eight held-out digits with the largest loss, each with its label, the probability that "
        "the network gave to the label, and its answer. Some would be hard for a person.",
    )


def overtraining(runs: Mapping[str, np.ndarray]) -> Still:
    """Draw how right and how sure networks are while they train: `runs` from `study.load_results`."""
    figure, (ax, ax_error, ax_loss) = new_figure(3, height=2.9, width_ratios=[5, 3, 3])
    _draw_runs(ax, runs["train_accuracy"], "training: right", GREY, "-.")
    _draw_runs(ax, runs["accuracy"], "held out: right", BLUE, "-")
    _draw_runs(ax, runs["confidence"], "held out: sure", RED, "--")
    ax.set(title="Right and sure", ylabel="Accuracy, confidence", ylim=(0, 1.02))
    _draw_runs(ax_error, runs["error"], "", RED, "-")
    ax_error.set(title="Calibration error", ylabel="ECE, held out", ylim=(0, 0.62))
    _draw_runs(ax_loss, runs["train_loss"], "training", GREY, "-.")
    _draw_runs(ax_loss, runs["loss"], "held out", BLUE, "-")
    ax_loss.set(title="Cross-entropy", ylabel="Loss (nats)", ylim=(0, 2.4))
    ax.legend(loc="lower right", fontsize=8, handlelength=1.8)
    ax_loss.legend(loc="upper right", fontsize=8, handlelength=1.8)
    accuracy, confidence, error = (
        np.median(runs[name], axis=0) for name in ("accuracy", "confidence", "error")
    )
    early, best, last = (study.STEPS.index(step) for step in (5, 20, 200))
    return Still(
        figure,
        "Three panels against the training step, from 1 to 200; lines are medians of twenty networks, "
        "bands reach from the least to the largest. Left: at step 5 the held-out confidence is "
        f"{confidence[early]:.2f} and the accuracy {accuracy[early]:.2f}; the two meet at about step "
        f"20; at step 200 the confidence is {confidence[last]:.2f} and the accuracy "
        f"{accuracy[last]:.2f}, while the training accuracy is 1. Middle: the calibration error is "
        f"{error[early]:.2f}, then {error[best]:.2f}, then {error[last]:.2f}. Right: the training loss "
        "falls to 0, the held-out loss is lowest at about step 20 and rises.",
    )


def best_temperatures(runs: Mapping[str, np.ndarray]) -> Still:
    """Draw the best temperature, step by step, and the calibration error with it and without."""
    figure, (ax, ax_error) = new_figure(2, height=2.9)
    _draw_runs(ax, runs["train_temperature"], "for the training digits", GREY, "-.")
    _draw_runs(ax, runs["temperature"], "for held-out digits", BLUE, "-")
    log_scale(ax, "y")
    ax.axhline(1, color=BLACK, linestyle=":", linewidth=1)
    ax.set(title="Temperature with the least loss", ylabel="Temperature T", ylim=(0.08, 12))
    ax.set(yticks=[0.1, 0.3, 1, 3, 10], yticklabels=["0.1", "0.3", "1", "3", "10"])
    ax.text(1.1, 1.15, "above: logits too large", fontsize=8)
    ax.text(1.1, 0.72, "below: too small", fontsize=8)
    _draw_runs(ax_error, runs["judged_error"], "as it is", RED, "--")
    _draw_runs(ax_error, runs["scaled_error"], "divided by the best T", BLUE, "-")
    ax_error.set(title="Calibration error", ylabel="ECE, held out", ylim=(0, 0.62))
    ax.legend(loc="upper left")
    ax_error.legend(loc="upper right")
    temperature = np.median(runs["temperature"], axis=0)
    scaled = np.median(runs["scaled_error"], axis=0)
    return Still(
        figure,
        "Two panels against the training step; lines are medians of twenty networks, bands reach from "
        "the least to the largest. Left: the best temperature for held-out digits rises from "
        f"{temperature[0]:.1f} through 1 at about step 20 to {temperature[-1]:.1f}; for the training "
        "digits it is below 1 at every step and falls off the picture. Right: divided by the best "
        f"temperature the calibration error stays near {scaled[-1]:.2f} from about step 10 on.",
    )


def _draw_runs(ax: Axes, values: np.ndarray, name: str, color: str, style: str) -> None:
    """Draw the median of values (num_seeds, num_steps) and the band from the least to the largest."""
    ax.plot(study.STEPS, np.median(values, axis=0), linestyle=style, color=color, label=name)
    ax.fill_between(
        study.STEPS, values.min(axis=0), values.max(axis=0), color=color, alpha=0.2, linewidth=0
    )
    log_scale(ax, "x")
    ax.set(xlim=(1, 200), xticks=[1, 5, 20, 50, 200], xticklabels=["1", "5", "20", "50", "200"])
    ax.set_xlabel("Step")


def before_and_after(z: np.ndarray, labels: np.ndarray, temperature: float) -> Still:
    """Draw the reliability diagrams of logits z (n, classes) and of z / temperature."""
    figure, axes = new_figure(2, height=3.5)
    for ax, name, t in zip(axes, ("Before", "After"), (1.0, temperature), strict=True):
        p = crossentropy.softmax(z / t)
        error = calibration.calibration_error(p, labels)
        panel = ReliabilityPanel(ax, f"{name}: T = {t:.1f}, ECE = {error:.2f}")
        panel.set_forecasts(p, labels)
    return Still(
        figure,
        "Two reliability diagrams: accuracy against confidence, one dot a bin, a line from each dot to "
        "the dashed diagonal. Before, the large dot and most others lie below the diagonal: too sure. "
        "After, all lie close to it.",
    )
