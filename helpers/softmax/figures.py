"""The pictures of notebook 04: they draw what `model.py` computes."""

from collections.abc import Callable, Iterator

import numpy as np
import torch
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from helpers.explorable import Scene
from helpers.mlp import MLP
from helpers.pictures import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    RED,
    SKY,
    YELLOW,
    new_figure,
)
from helpers.softmax import model
from helpers.training import accuracy, probabilities

CLASS_COLORS = (BLUE, ORANGE, GREEN, PINK, YELLOW)
CLASS_MARKERS = "os^Dv"
SIMPLEX = np.array([[0, 0], [1, 0], [0.5, np.sqrt(3) / 2]])  # the corners: A, B, C
TEMPERATURES = np.round(np.arange(0.5, 6.01, 0.1), 1)
LIMIT = 1.1  # of the decision maps


def labels_and_vectors(images: np.ndarray, labels: np.ndarray) -> Figure:
    """Draw digits (n, 8, 8) with their labels (n,), and each label's one-hot vector below it."""
    figure, (ax, ax_vector) = new_figure(height=3.6, num_rows=2, height_ratios=[1, 3], sharex=True)
    _draw_digits(ax, images, [f"label {label}" for label in labels])
    vectors = model.one_hot(labels, 10).T
    ax_vector.imshow(vectors, cmap="Blues", vmin=-0.2, vmax=1.6, aspect="auto")
    for (row, col), value in np.ndenumerate(vectors):
        ax_vector.text(col, row, f"{value:.0f}", ha="center", va="center", fontsize=8)
    for edge in np.arange(len(labels) + 1) - 0.5:
        ax_vector.axvline(edge, color="white", linestyle="-", linewidth=12)
    ax_vector.set_yticks(range(10))
    ax_vector.tick_params(bottom=False, labelbottom=False)
    ax_vector.set_ylabel("Class")
    ax_vector.spines[:].set_visible(False)
    return figure


def _draw_digits(ax, images: np.ndarray, names: list[str]) -> None:
    """Draw digits (n, 8, 8) side by side at 0, 1, ..., each below its name."""
    for place, image in enumerate(images):
        extent = (place - 0.4, place + 0.4, 0, 1)
        # From -0.1, so that paper is a light gray and one sees where a picture ends.
        ax.imshow(image, cmap="gray_r", vmin=-0.1, vmax=1, extent=extent, aspect="auto")
    ax.set(xlim=(-0.5, len(images) - 0.5), ylim=(0, 1), yticks=[])
    ax.set_xticks(range(len(images)), names)
    ax.tick_params(bottom=False, labelbottom=False, labeltop=True)
    ax.spines[:].set_visible(False)


def simplex() -> Scene:
    """Three logits and a temperature: the probabilities as bars, and as a point in a triangle."""
    figure, (ax, ax_simplex) = new_figure(2, height=3.2)
    ax.set(xlim=(-0.6, 2.6), ylim=(0, 1.12), ylabel="Probability")
    ax.set_xticks(range(3), ["class A", "class B", "class C"])
    ax.set_title("Three probabilities")
    bars = ax.bar(range(3), [0, 0, 0], width=0.6, color=CLASS_COLORS[:3])
    numbers = [ax.text(x, 0, "", ha="center", va="bottom") for x in range(3)]
    ax_simplex.set(xlim=(-0.15, 1.15), ylim=(-0.14, 1.0), aspect="equal")
    ax_simplex.axis("off")
    ax_simplex.set_title("The same as one point")
    ax_simplex.fill(*SIMPLEX.T, facecolor="none", edgecolor=BLACK, linewidth=1.4)
    center = SIMPLEX.mean(axis=0)
    for corner, name, (dx, dy) in zip(SIMPLEX, "ABC", [(-0.05, -0.06), (0.05, -0.06), (0, 0.06)]):
        middle = (SIMPLEX.sum(axis=0) - corner) / 2
        ax_simplex.plot(*np.stack([center, middle]).T, ":", color=GREY, linewidth=1)
        ax_simplex.text(*corner + (dx, dy), name, ha="center", va="center", fontweight="bold")
    (path,) = ax_simplex.plot([], [], "-", color=SKY, label="other temperatures")
    (dot,) = ax_simplex.plot([], [], "o", color=RED, markersize=10, label="this one")
    ax_simplex.legend(loc="upper left", fontsize=8, bbox_to_anchor=(-0.12, 1.0))
    temperatures = np.logspace(-2, 2, 80)[:, None]

    def draw(a: float, b: float, c: float, temperature: float) -> str:
        z = np.array([a, b, c])
        p = model.softmax(z / temperature)
        for bar, number, value in zip(bars, numbers, p):
            bar.set_height(value)
            number.set_position((number.get_position()[0], value + 0.01))
            number.set_text(f"{value:.3f}")
        path.set_data(*(model.softmax(z / temperatures) @ SIMPLEX).T)
        dot.set_data(*(p @ SIMPLEX)[:, None])
        return (
            f"Logits {a:g}, {b:g}, {c:g} at temperature {temperature:g} give {p[0]:.3f}, {p[1]:.3f}, "
            f"{p[2]:.3f}. {_winner(z)} The differences A - B = {a - b:g} and A - C = {a - c:g} "
            "decide everything; a constant added to all three would change nothing."
        )

    return Scene(figure, [*bars, *numbers, path, dot], draw)


def _winner(z: np.ndarray) -> str:
    best = [name for name, value in zip("ABC", z) if value == z.max()]
    if len(best) == 1:
        return f"Class {best[0]} leads at every temperature."
    return f"Classes {' and '.join(best)} share the lead at every temperature."


def surprise() -> Figure:
    """Draw -ln p against p, with the loss at chance for 2, 10 and 1000 classes."""
    figure, ax = new_figure(height=2.7)
    p = np.linspace(0.0005, 1, 1000)
    ax.plot(p, -np.log(p), color=BLUE, linestyle="-")
    for num_classes, shift in ((2, (8, 6)), (10, (8, 4)), (1000, (10, -3))):
        chance = 1 / num_classes
        ax.plot(chance, -np.log(chance), "o", color=RED, markersize=7)
        ax.annotate(
            f"chance for {num_classes} classes: ln {num_classes} = {np.log(num_classes):.3f}",
            (chance, -np.log(chance)),
            shift,
            textcoords="offset points",
        )
    ax.set(xlim=(-0.01, 1.01), ylim=(0, 7.5), ylabel=r"Loss $-\ln p$ (nats)")
    ax.set_xlabel("Probability p given to the right class")
    ax.set_title("What a probability costs")
    return figure


def two_distributions() -> Scene:
    """Two distributions over three classes as bars, and the sums of entropy and KL divergence."""
    figure, (ax, ax_sum) = new_figure(2, height=3.0, width_ratios=[2, 3])
    ax.set(xlim=(-0.6, 2.6), ylim=(0, 1.05), ylabel="Probability")
    ax.set_xticks(range(3), ["A", "B", "C"])
    ax.set_xlabel("Class")
    ax.set_title("Truth y and forecast q")
    truth = ax.bar(np.arange(3) - 0.2, [0, 0, 0], 0.38, color=BLUE, label="truth y")
    forecast = ax.bar(
        np.arange(3) + 0.2, [0, 0, 0], 0.38, color=ORANGE, hatch="//", label="forecast q"
    )
    ax.legend(loc="upper right")
    most = 3.2
    ax_sum.set(xlim=(0, most), ylim=(-0.6, 1.75), xlabel="Nats")
    ax_sum.set_yticks([1, 0], ["H(y, q)", "H(q, y)"])
    ax_sum.set_title("Cross-entropy = entropy + KL")
    entropies = ax_sum.barh([1, 0], [0, 0], 0.5, color=SKY, label="entropy")
    divergences = ax_sum.barh([1, 0], [0, 0], 0.5, color=RED, hatch="..", label="KL divergence")
    ax_sum.legend(loc="upper right", ncols=2)

    def draw(y1: int, y2: int, y3: int, q1: int, q2: int, q3: int) -> str:
        y, q = (np.array(weights) / sum(weights) for weights in ((y1, y2, y3), (q1, q2, q3)))
        for bars, values in ((truth, y), (forecast, q)):
            for bar, value in zip(bars, values):
                bar.set_height(value)
        there, back = model.decompose(y, q), model.decompose(q, y)
        for row, (entropy, divergence, _) in enumerate((there, back)):
            entropies[row].set_width(entropy)
            divergences[row].set_x(entropy)
            divergences[row].set_width(min(divergence, 2 * most))  # infinite if y has a 0
        return (
            f"H(y) = {there[0]:.5f}, KL(y||q) = {there[1]:.5f}, so the cross-entropy H(y, q) = "
            f"{there[2]:.5f} nats. The other way round KL(q||y) is "
            f"{'infinite' if np.isinf(back[1]) else f'{back[1]:.5f}'}."
        )

    return Scene(figure, [*truth, *forecast, *entropies, *divergences], draw)


def gradient_bars(p: np.ndarray, y: np.ndarray, gradient: np.ndarray) -> Figure:
    """Draw probabilities, the one-hot label and the gradient of one sample, each (num_classes,)."""
    figure, axes = new_figure(3, height=2.3, sharey=True)
    titles = ("forecast p", "label y", "gradient p - y")
    for ax, values, title in zip(axes, (p, y, gradient), titles):
        ax.bar(range(len(values)), values, color=[RED if value < 0 else BLUE for value in values])
        for x, value in enumerate(values):
            ax.text(x, max(value, 0) + 0.03, f"{value:.4f}", ha="center", fontsize=8)
        ax.axhline(0, color=GREY, linestyle="-", linewidth=0.8)
        ax.set(title=title, xlabel="Class", xticks=range(len(values)), ylim=(-0.95, 1.2))
    axes[0].set_ylabel("Value")
    return figure


def two_losses() -> Figure:
    """Draw cross-entropy and squared error of a sample with y = 1, and their slopes, against z."""
    z = np.linspace(-10, 5, 301)
    figure, (ax, ax_slope) = new_figure(2)
    for panel, cross, squared in (
        (ax, model.binary_cross_entropy(z), model.squared_error(z)),
        (ax_slope, -model.binary_cross_entropy_slope(z), -model.squared_error_slope(z)),
    ):
        panel.plot(z, cross, color=BLUE, linestyle="-", label="cross-entropy")
        panel.plot(z, squared, color=RED, linestyle="--", label="half squared error")
        panel.set(xlim=(-10, 5), xlabel="Logit z (the right answer is y = 1)")
    ax.set_title("Loss")
    ax.set(ylabel="Loss")
    ax.legend()
    ax_slope.set_title("Size of the gradient")
    ax_slope.set(ylabel="|dL/dz|")
    at = -np.log(2)  # p = 1/3
    ax_slope.plot(at, -model.squared_error_slope(at), "o", color=RED)
    ax_slope.annotate(
        "peak at p = 1/3",
        (at, -model.squared_error_slope(at)),
        (-88, 2),
        textcoords="offset points",
    )
    ax_slope.annotate(
        "wrong, and almost no gradient",
        (-9, 0.01),
        (-9.6, 0.35),
        arrowprops=dict(arrowstyle="->", relpos=(0.1, 0)),
    )
    return figure


def loss_curves(curves: dict[int, list[float]]) -> Figure:
    """Draw training losses {num_classes: (num_steps,)}."""
    figure, ax = new_figure(height=2.6)
    for (num_classes, losses), color, style in zip(
        curves.items(), (BLUE, GREEN, RED), ("-", "--", "-.")
    ):
        ax.plot(np.arange(1, len(losses) + 1), losses, color=color, linestyle=style)
        ax.text(len(losses) * 1.01, losses[-1], f"{num_classes} classes", color=color, va="center")
    longest = max(map(len, curves.values()))
    ax.set(xlim=(0, longest * 1.15), ylim=(0, 2.5), xlabel="Step", ylabel="Training loss (nats)")
    ax.set_title("All answers right, and yet a loss that stays")
    return figure


def _class_colors(p: np.ndarray) -> np.ndarray:
    """Blend class colors with white by confidence: cells (side, side, 3) of p (side^2, classes)."""
    num_side = round(len(p) ** 0.5)
    colors = np.array([to_rgb(color) for color in CLASS_COLORS[: p.shape[1]]])
    best = p.argmax(axis=1)
    chance = 1 / p.shape[1]
    strength = 0.15 + 0.65 * (p.max(axis=1, keepdims=True) - chance) / (1 - chance)
    return (1 - strength * (1 - colors[best])).reshape(num_side, num_side, 3)


def _map_panel(ax, num_side: int):
    """Prepare the axes of a decision map; return its cells and one line of points a class."""
    side = np.linspace(-LIMIT, LIMIT, num_side)
    # A mesh: matplotlib resamples an image at every redraw, which takes three times as long.
    cells = ax.pcolormesh(side, side, np.ones((num_side, num_side, 3)), shading="nearest")
    ax.set(xlabel="First input", ylabel="Second input", aspect="equal")
    ax.set(xlim=(-LIMIT, LIMIT), ylim=(-LIMIT, LIMIT))
    points = [
        ax.plot([], [], marker, color=color, markeredgecolor=BLACK, markersize=4, mew=0.4)[0]
        for marker, color in zip(CLASS_MARKERS, CLASS_COLORS)
    ]
    return cells, points


def _set_points(points, x: torch.Tensor, labels: torch.Tensor) -> None:
    for number, line in enumerate(points):
        line.set_data(*x[labels == number].T.numpy())


def decision_map(network: torch.nn.Module, x: torch.Tensor, labels: torch.Tensor) -> Figure:
    """Draw which class `network` gives to each point of the plane, and the samples x (n, 2)."""
    num_side = 100
    figure, (ax, ax_confidence) = new_figure(2, height=3.6)
    p = probabilities(network, model.grid(num_side, LIMIT)).numpy()
    cells, points = _map_panel(ax, num_side)
    cells.set_array(_class_colors(p))
    _set_points(points, x, labels)
    ax.set_title("Class; stronger color, surer")
    confidence = ax_confidence.imshow(
        p.max(axis=1).reshape(num_side, num_side),
        origin="lower",
        extent=(-LIMIT, LIMIT, -LIMIT, LIMIT),
        cmap="cividis",
        vmin=1 / p.shape[1],
        vmax=1,
    )
    ax_confidence.set(xlabel="First input", aspect="equal")
    ax_confidence.set_title("Largest probability")
    figure.colorbar(confidence, ax=ax_confidence, shrink=0.85)
    return figure


def spiral_trainer(most_steps: int) -> tuple[Scene, Callable[..., Iterator[tuple[float, str]]]]:
    """A decision map and its loss; the run of `helpers.explorable.Live` that makes them grow."""
    figure, (ax, ax_loss) = new_figure(2, height=3.2)
    num_side = 48  # coarse, for it is drawn again and again
    cells, points = _map_panel(ax, num_side)
    ax.set_title("Decision map")
    (curve,) = ax_loss.plot([], [], color=BLUE, linestyle="-")
    ax_loss.set(xlim=(0, most_steps), ylim=(0, 2.2), xlabel="Step", ylabel="Training loss (nats)")
    ax_loss.set_title("Loss")
    level = ax_loss.axhline(
        np.nan, color=GREY, linestyle="--", linewidth=1, label="chance: ln of the number of classes"
    )
    ax_loss.legend(handles=[level], loc="upper right")
    plane = model.grid(num_side, LIMIT)

    def show(network, x, labels, losses) -> str:
        cells.set_array(_class_colors(probabilities(network, plane).numpy()))
        curve.set_data(np.arange(1, len(losses) + 1), losses)
        right = accuracy(network, x, labels)
        state = f"After {len(losses)} steps the loss is {losses[-1]:.3f}" if losses else "Untrained"
        return f"{state}: {100 * right:.0f} % of the points are in their own color."

    def start(width: int, activation: str, num_classes: int):
        x, labels = model.spiral(num_classes)
        _set_points(points, x, labels)
        level.set_ydata([np.log(num_classes)] * 2)
        generator = torch.Generator().manual_seed(0)
        return MLP([2, width, width, num_classes], activation, generator), x, labels

    def draw(width: int, num_steps: int, activation: str, num_classes: int) -> str:
        sentence = show(*start(width, activation, num_classes), [])
        return f"{sentence} Press <b>Train</b> for {num_steps} steps of two layers of {width}."

    def run(width: int, num_steps: int, activation: str, num_classes: int):
        network, x, labels = start(width, activation, num_classes)
        for losses in model.train_in_strides(network, x, labels, num_steps):
            yield len(losses) / num_steps, show(network, x, labels, losses)

    return Scene(figure, [cells, *points, curve, level], draw), run


def worst_digits(images: np.ndarray, labels: np.ndarray, p: np.ndarray) -> Figure:
    """Draw the eight digits (n, 8, 8) whose labels got the least probability p (n, 10)."""
    given = p[np.arange(len(p)), labels]
    worst = given.argsort()[:8]
    names = [
        f"is {labels[n]}: p = {given[n]:.2f}\nsaid {p[n].argmax()}: p = {p[n].max():.2f}"
        for n in worst
    ]
    figure, ax = new_figure(height=1.4)
    _draw_digits(ax, images[worst], names)
    ax.tick_params(labelsize=8)
    return figure


def overtraining(steps, accuracy, error, loss) -> Figure:
    """Draw held-out accuracy, calibration error and loss, each (num_points,), against the step."""
    figure, axes = new_figure(3, height=2.4)
    for ax, values, title, color, marker, top in (
        (axes[0], accuracy, "Accuracy: stays", BLUE, "o", 1.0),
        (axes[1], error, "Calibration error: grows", RED, "s", 0.2),
        (axes[2], loss, "Cross-entropy: grows", GREEN, "^", 1.2),
    ):
        ax.plot(steps, values, marker=marker, color=color, linestyle="-", markersize=4)
        ax.set(ylim=(0, top), xlabel="Step")
        ax.set_title(title)
    axes[0].set_ylabel("On held-out digits")
    return figure


def _reliability_panel(ax, title: str):
    ax.plot([0, 1], [0, 1], "--", color=GREY, linewidth=1)
    ax.text(1, 0.03, "dashed: as sure as right", color=GREY, ha="right")
    ax.set(xlim=(0, 1.03), ylim=(0, 1.03), ylabel="Accuracy", aspect="equal")
    ax.set_xlabel("Confidence (area: share of samples)")
    ax.set_title(title)
    gaps = ax.add_collection(LineCollection([], colors=RED, linewidths=1.5))
    dots = ax.scatter([], [], color=BLUE, zorder=3, clip_on=False)
    return gaps, dots


def _set_reliability(gaps, dots, p, labels) -> None:
    confidence, accuracy, share = model.reliability(p, labels)
    seen = share > 0
    points = np.stack([confidence[seen], accuracy[seen]], axis=1)
    honest = np.stack([confidence[seen], confidence[seen]], axis=1)
    gaps.set_segments(np.stack([honest, points], axis=1))
    dots.set_offsets(points)
    dots.set_sizes(8 + 400 * share[seen])


def before_and_after(z: np.ndarray, labels: np.ndarray, temperature: float) -> Figure:
    """Draw the reliability diagrams of logits z (n, classes) and of z / temperature."""
    figure, axes = new_figure(2, height=3.5)
    for ax, name, t in zip(axes, ("Before", "After"), (1.0, temperature)):
        p = model.softmax(z / t)
        error = model.calibration_error(p, labels)
        panel = _reliability_panel(ax, f"{name}: T = {t:.1f}, ECE = {error:.2f}")
        _set_reliability(*panel, p, labels)
    return figure


def reliability_diagram(z: np.ndarray, labels: np.ndarray) -> Scene:
    """A reliability diagram whose temperature moves, with its calibration error and loss."""
    figure, (ax, ax_curve) = new_figure(2, height=3.5)
    panel = _reliability_panel(ax, "Reliability")
    scores = [_scores(z / t, labels) for t in TEMPERATURES]
    errors, losses = np.array(scores).T
    ax_curve.plot(TEMPERATURES, errors, "--", color=RED, label="ECE")
    ax_curve.plot(TEMPERATURES, losses, "-", color=GREEN, label="cross-entropy (nats)")
    ax_curve.set(xlim=(0.4, 6.1), ylim=(0, 1.1 * losses.max()), xlabel="Temperature T")
    ax_curve.set_title("What the temperature changes")
    (error_dot,) = ax_curve.plot([], [], "s", color=RED, markersize=8)
    (loss_dot,) = ax_curve.plot([], [], "o", color=GREEN, markersize=8)
    ax_curve.legend()

    def draw(temperature: float) -> str:
        p = model.softmax(z / temperature)
        _set_reliability(*panel, p, labels)
        error, loss = _scores(z / temperature, labels)
        error_dot.set_data([temperature], [error])
        loss_dot.set_data([temperature], [loss])
        confidence, accuracy = p.max(axis=1).mean(), (p.argmax(axis=1) == labels).mean()
        return (
            f"At T = {temperature:g} the mean confidence is {confidence:.2f} and the accuracy "
            f"{accuracy:.2f}, as at every temperature. ECE = {error:.2f}, cross-entropy = "
            f"{loss:.2f}. {_verdict(confidence - accuracy)}"
        )

    return Scene(figure, [*panel, error_dot, loss_dot], draw)


def _scores(z, labels) -> tuple[float, float]:
    return model.calibration_error(model.softmax(z), labels), model.cross_entropy(z, labels)


def _verdict(excess: float) -> str:
    if abs(excess) < 0.025:
        return "On average it is as sure as it is right."
    return "It is too sure of itself." if excess > 0 else "It is too modest."
