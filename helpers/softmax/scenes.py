"""The moving pictures of notebook 04."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np
import torch
from torch import nn

from helpers.mlp import MLP
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, RED, SKY, new_figure
from helpers.scene import Choice, Run, Scene, Slider
from helpers.softmax import calibration, crossentropy, tasks
from helpers.softmax.panels import CLASS_COLORS, DecisionMap, ReliabilityPanel
from helpers.training import accuracy, epochs

SIMPLEX = np.array([[0, 0], [1, 0], [0.5, np.sqrt(3) / 2]])  # the corners: A, B, C


def simplex() -> Scene:
    """Three logits and a temperature: the probabilities as bars, and as a point in a triangle."""
    figure, (ax, ax_simplex) = new_figure(2, height=3.2)
    ax.set(xlim=(-0.6, 2.6), ylim=(0, 1.12), ylabel="Probability", title="Three probabilities")
    ax.set_xticks(range(3), ["class A", "class B", "class C"])
    bars = ax.bar(range(3), [0, 0, 0], width=0.6, color=CLASS_COLORS[:3])
    numbers = [ax.text(x, 0, "", ha="center", va="bottom") for x in range(3)]
    ax_simplex.set(xlim=(-0.15, 1.15), ylim=(-0.14, 1.0), aspect="equal")
    ax_simplex.axis("off")
    ax_simplex.set_title("The same as one point")
    ax_simplex.fill(*SIMPLEX.T, facecolor="none", edgecolor=BLACK, linewidth=1.4)
    center = SIMPLEX.mean(axis=0)
    shifts = [(-0.05, -0.06), (0.05, -0.06), (0, 0.06)]
    for corner, name, (dx, dy) in zip(SIMPLEX, "ABC", shifts, strict=True):
        middle = (SIMPLEX.sum(axis=0) - corner) / 2
        ax_simplex.plot(*np.stack([center, middle]).T, ":", color=GREY, linewidth=1)
        ax_simplex.text(*corner + (dx, dy), name, ha="center", va="center", fontweight="bold")
    (path,) = ax_simplex.plot([], [], "-", color=SKY, label="other temperatures")
    (dot,) = ax_simplex.plot([], [], "o", color=RED, markersize=10, label="this one")
    ax_simplex.legend(loc="upper left", fontsize=8, bbox_to_anchor=(-0.12, 1.0))
    temperatures = np.logspace(-2, 2, 80)[:, None]

    def draw(
        a: Annotated[float, Slider("Logit of class A", 2.0, -5.0, 5.0, 0.1)],
        b: Annotated[float, Slider("Logit of class B", 1.0, -5.0, 5.0, 0.1)],
        c: Annotated[float, Slider("Logit of class C", 0.0, -5.0, 5.0, 0.1)],
        temperature: Annotated[float, Slider("Temperature T", 1.0, 0.1, 10.0, 0.1)],
    ) -> str:
        z = np.array([a, b, c])
        p = crossentropy.softmax(z / temperature)
        for bar, number, value in zip(bars, numbers, p, strict=True):
            bar.set_height(value)
            number.set_position((number.get_position()[0], value + 0.01))
            number.set_text(f"{value:.3f}")
        path.set_data(*(crossentropy.softmax(z / temperatures) @ SIMPLEX).T)
        dot.set_data(*(p @ SIMPLEX)[:, None])
        return (
            f"Logits {a:g}, {b:g}, {c:g} at temperature {temperature:g} give {p[0]:.3f}, {p[1]:.3f}, "
            f"{p[2]:.3f}. {_winner(z)} The differences A - B = {a - b:g} and A - C = {a - c:g} "
            "decide everything; a constant added to all three would change nothing."
        )

    title = "Three probabilities as bars and as one point in a triangle, at any temperature"
    return Scene(title, figure, [*bars, *numbers, path, dot], draw)


def _winner(z: np.ndarray) -> str:
    best = [name for name, value in zip("ABC", z, strict=True) if value == z.max()]
    if len(best) == 1:
        return f"Class {best[0]} leads at every temperature."
    return f"Classes {' and '.join(best)} share the lead at every temperature."


def two_distributions() -> Scene:
    """Two distributions over three classes as bars, and the sums of entropy and KL divergence."""
    figure, (ax, ax_sum) = new_figure(2, height=3.0, width_ratios=[2, 3])
    ax.set(xlim=(-0.6, 2.6), ylim=(0, 1.05), title="Truth y and forecast q")
    ax.set(xlabel="Class", ylabel="Probability", xticks=range(3), xticklabels="ABC")
    places, heights = np.arange(3), [0, 0, 0]
    truth = ax.bar(places - 0.2, heights, 0.38, color=BLUE, label="truth y")
    forecast = ax.bar(places + 0.2, heights, 0.38, color=ORANGE, hatch="//", label="forecast q")
    ax.legend(loc="upper right")
    most = 3.2
    ax_sum.set(xlim=(0, most), ylim=(-0.6, 1.75), xlabel="Nats")
    ax_sum.set(yticks=[1, 0], yticklabels=["H(y, q)", "H(q, y)"])
    ax_sum.set_title("Cross-entropy = entropy + KL")
    entropies = ax_sum.barh([1, 0], [0, 0], 0.5, color=SKY, label="entropy")
    divergences = ax_sum.barh([1, 0], [0, 0], 0.5, color=RED, hatch="..", label="KL divergence")
    ax_sum.legend(loc="upper right", ncols=2)

    def draw(
        y1: Annotated[int, Slider("Truth y: weight of A", 7, 1, 10, 1)],
        y2: Annotated[int, Slider("Truth y: weight of B", 2, 0, 10, 1)],
        y3: Annotated[int, Slider("Truth y: weight of C", 1, 0, 10, 1)],
        q1: Annotated[int, Slider("Forecast q: weight of A", 5, 1, 10, 1)],
        q2: Annotated[int, Slider("Forecast q: weight of B", 3, 1, 10, 1)],
        q3: Annotated[int, Slider("Forecast q: weight of C", 2, 1, 10, 1)],
    ) -> str:
        y, q = (np.array(weights) / sum(weights) for weights in ((y1, y2, y3), (q1, q2, q3)))
        for bar, height in zip([*truth, *forecast], [*y, *q], strict=True):
            bar.set_height(height)
        there, back = crossentropy.decompose(y, q), crossentropy.decompose(q, y)
        for row, (entropy, divergence, _) in enumerate((there, back)):
            entropies[row].set_width(entropy)
            divergences[row].set_x(entropy)
            divergences[row].set_width(min(divergence, 2 * most))  # infinite if y has a 0
        return (
            f"H(y) = {there[0]:.5f}, KL(y||q) = {there[1]:.5f}, so the cross-entropy H(y, q) = "
            f"{there[2]:.5f} nats. The other way round KL(q||y) is "
            f"{'infinite' if np.isinf(back[1]) else f'{back[1]:.5f}'}."
        )

    title = "A true distribution and a forecast: entropy, KL divergence and cross-entropy"
    return Scene(title, figure, [*truth, *forecast, *entropies, *divergences], draw)


def spiral_trainer() -> Scene:
    """A network that learns a spiral while one watches: its decision map and its loss.

    The opening shows the end of the run that its settings lead to; all else begins untrained.
    """
    most_steps, stride = 1000, 10  # a picture every `stride` steps
    opening = dict(width=16, num_steps=500, activation="ReLU", num_classes=3)
    figure, (ax, ax_loss) = new_figure(2, height=3.2)
    panel = DecisionMap(ax, num_side=100)
    ax.set_title("Decision map")
    (curve,) = ax_loss.plot([], [], color=BLUE, linestyle="-")
    ax_loss.set(xlim=(0, most_steps), ylim=(0, 2.2), xlabel="Step", ylabel="Training loss (nats)")
    ax_loss.set_title("Loss")
    level = ax_loss.axhline(np.nan, color=GREY, linestyle="--", linewidth=1)
    ax_loss.legend([level], ["chance: ln of the number of classes"], loc="upper right")

    def train(
        width: int, num_steps: int, activation: str, num_classes: int
    ) -> Iterator[tuple[MLP, list[float]]]:
        """Yield the network and its losses, untrained and then after every step."""
        network = MLP([2, width, width, num_classes], activation, torch.Generator().manual_seed(0))
        yield network, []
        optimizer = torch.optim.Adam(network.parameters(), lr=0.01, fused=True)
        x, labels = tasks.spiral(num_classes)
        for history in epochs(network, x, labels, nn.CrossEntropyLoss(), optimizer, num_steps):
            yield network, history.train_loss

    def show(network: MLP, losses: list[float]) -> str:
        num_classes = network.sizes[-1]
        x, labels = tasks.spiral(num_classes)
        panel.set_samples(x, labels)
        panel.set_network(network)
        level.set_ydata([np.log(num_classes)] * 2)
        curve.set_data(np.arange(1, len(losses) + 1), losses)
        right = accuracy(network, x, labels)
        state = f"After {len(losses)} steps the loss is {losses[-1]:.3f}" if losses else "Untrained"
        return f"{state}: {100 * right:.0f} % of the points are in their own color."

    *_, finished = train(**opening)

    def draw(
        width: Annotated[int, Slider("Width (units a layer)", opening["width"], 2, 64, 1)],
        num_steps: Annotated[int, Slider("Steps", opening["num_steps"], 100, most_steps, 100)],
        activation: Annotated[str, Choice("Activation", ["ReLU", "Tanh", "Sigmoid", "Identity"])],
        num_classes: Annotated[
            int, Slider("Classes", opening["num_classes"], 2, len(CLASS_COLORS), 1)
        ],
    ) -> str:
        values = dict(
            width=width, num_steps=num_steps, activation=activation, num_classes=num_classes
        )
        network, losses = finished if values == opening else next(train(**values))
        told = f"<b>Train</b> shows {num_steps} steps of two layers of {width}, from the first on."
        return f"{show(network, losses)} {told}"

    def steps(**values: int | str) -> Iterator[tuple[float, str]]:
        for network, losses in train(**values):
            if losses and len(losses) % stride == 0:
                yield len(losses) / values["num_steps"], show(network, losses)

    title = "Decision map and loss of a network that learns a spiral"
    return Scene(title, figure, [*panel.artists, curve, level], draw, Run("Train", steps))


def reliability_diagram(z: np.ndarray | None = None, labels: np.ndarray | None = None) -> Scene:
    """The reliability of logits z (n, classes) at any temperature, with its calibration error and loss.

    Without arguments: made-up forecasts whose right temperature is known to be 2.5.
    """
    if z is None:
        z, labels = calibration.overconfident_logits()
    slider = Slider("Temperature T", 1.0, 0.5, 6.0, 0.1)
    figure, (ax, ax_curve) = new_figure(2, height=3.5)
    panel = ReliabilityPanel(ax, "Reliability")
    temperatures = slider.states()
    errors, losses = np.array([_scores(z / t, labels) for t in temperatures]).T
    ax_curve.plot(temperatures, errors, "--", color=RED, label="ECE")
    ax_curve.plot(temperatures, losses, "-", color=GREEN, label="cross-entropy (nats)")
    ax_curve.set(xlim=(0.4, 6.1), ylim=(0, 1.1 * losses.max()), xlabel="Temperature T")
    ax_curve.set_ylabel("ECE; cross-entropy (nats)")
    ax_curve.set_title("What the temperature changes")
    (error_dot,) = ax_curve.plot([], [], "s", color=RED, markersize=8)
    (loss_dot,) = ax_curve.plot([], [], "o", color=GREEN, markersize=8)
    ax_curve.legend()

    def draw(temperature: Annotated[float, slider]) -> str:
        p = crossentropy.softmax(z / temperature)
        panel.set_forecasts(p, labels)
        error, loss = _scores(z / temperature, labels)
        error_dot.set_data([temperature], [error])
        loss_dot.set_data([temperature], [loss])
        confidence, right = p.max(axis=1).mean(), (p.argmax(axis=1) == labels).mean()
        return (
            f"At T = {temperature:g} the mean confidence is {confidence:.2f} and the accuracy "
            f"{right:.2f}, as at every temperature. ECE = {error:.2f}, cross-entropy = "
            f"{loss:.2f}. {_verdict(confidence - right)}"
        )

    title = "Reliability of forecasts at any temperature, with calibration error and cross-entropy"
    return Scene(title, figure, [*panel.artists, error_dot, loss_dot], draw)


def _scores(z: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    error = calibration.calibration_error(crossentropy.softmax(z), labels)
    return error, crossentropy.cross_entropy(z, labels)


def _verdict(excess: float) -> str:
    if abs(excess) < 0.025:
        return "On average it is as sure as it is right."
    return "It is too sure of itself." if excess > 0 else "It is too modest."
