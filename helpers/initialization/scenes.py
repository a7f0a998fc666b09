"""The moving pictures of notebook 08."""

import functools
import itertools
from collections.abc import Iterator
from typing import Annotated

import numpy as np
import torch
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap
from scipy.interpolate import PchipInterpolator
from torch import nn

from helpers import meanfield
from helpers.initialization import derivatives, expectations, signals, study
from helpers.initialization.expectations import Expected
from helpers.initialization.figures import COLORS, MARKERS
from helpers.initialization.panels import Digits
from helpers.meanfield import LINEAR, RELU, SIGMOID, TANH
from helpers.mlp import MLP
from helpers.pictures import BLACK, BLUE, GREEN, GREY, RED, SKY, log_scale, new_figure
from helpers.scene import Choice, Run, Scene, Slider
from helpers.training import accuracy, epochs

ACTIVATIONS = {activation.name: activation for activation in (TANH, RELU, SIGMOID, LINEAR)}
MOST_LAYERS, MOST_WEIGHTS, MOST_BIASES = 50, 5.0, 1.0  # depth, sigma_w^2, sigma_b^2
WIDTH = 100  # units per layer, in the random networks of the pictures

# Rings, so that theory's line is seen through them.
RING = dict(color=BLUE, markersize=4.5, markerfacecolor="none")
THEORY = dict(color=BLACK, linestyle="--", linewidth=1.3, label="theory")

WeightVariance = Annotated[float, Slider("Weights: sigma_w²", 1.0, 0.25, MOST_WEIGHTS, 0.05)]
NumLayers = Annotated[int, Slider("Layers", 30, 5, MOST_LAYERS, 1)]
ActivationName = Annotated[str, Choice("Activation", ACTIVATIONS)]


def _rms(outputs: np.ndarray) -> np.ndarray:
    """Return the root mean square by layer (num_layers,) of outputs (num_layers, ...)."""
    return np.sqrt((outputs.astype(float) ** 2).mean(axis=(1, 2)))


def layer_histograms() -> Scene:
    """Histograms of the activations in five layers of a random network, and their size by layer."""
    figure, (ax, ax_size) = new_figure(2, height=3.3, width_ratios=[3, 2])
    layers = signals.draw_layers(MOST_LAYERS, WIDTH)
    x = signals.draw_inputs(40, WIDTH, 1.0)
    places = ("last", "3/4", "1/2", "1/4", "first")
    edges = np.linspace(-2.1, 2.1, 43)
    ax.set(xlim=(-2.15, 2.15), ylim=(-0.1, len(places)), title="Activations of five layers")
    ax.set(xlabel=r"Activation $\phi(h)$ (beyond 2: in the outermost bars)", ylabel="Layer")
    ax.set_yticks(np.arange(len(places)) + 0.3, places)
    ax.tick_params(axis="y", length=0)
    bars = [
        ax.stairs(np.zeros(len(edges) - 1), edges, baseline=row, fill=True, color=color)
        for row, color in enumerate([BLUE, GREEN, BLUE, GREEN, BLUE])
    ]
    log_scale(ax_size)
    ax_size.set(xlim=(0, MOST_LAYERS), xlabel="Layer", title="Their size by layer")
    ax_size.set(ylim=(1e-4, 1e2), ylabel="RMS of the activations")
    (measured,) = ax_size.plot([], [], "o", **RING, label=f"{WIDTH} units")
    (theory,) = ax_size.plot([], [], **THEORY)
    ax_size.legend(loc="upper left")

    def draw(
        weight_variance: WeightVariance,
        bias_variance: Annotated[float, Slider("Biases: sigma_b²", 0.0, 0.0, MOST_BIASES, 0.05)],
        depth: NumLayers,
        activation: ActivationName,
    ) -> str:
        phi = ACTIVATIONS[activation]
        used = (layers[0][:depth], layers[1][:depth])
        outputs = phi.value(signals.forward(x, used, weight_variance, bias_variance, phi)[1:])
        chosen = np.linspace(1, depth, len(places)).round().astype(int)
        for row, (bar, layer) in enumerate(zip(bars, chosen[::-1], strict=True)):
            counts, _ = np.histogram(np.clip(outputs[layer - 1], -2.05, 2.05), edges)
            bar.set_data(row + 0.85 * counts / counts.max(), baseline=row)
        rms = _rms(outputs)
        expected = expectations.by_layer(1.0, depth, weight_variance, bias_variance, phi)
        theory.set_data(range(1, depth), np.sqrt(expected.output[1:]))
        measured.set_data(range(1, depth + 1), rms)
        return (
            f"{activation}, {depth} layers, &sigma;<sub>w</sub><sup>2</sup> = {weight_variance:g}, "
            f"&sigma;<sub>b</sub><sup>2</sup> = {bias_variance:g}. The activations' RMS is "
            f"{rms[0]:.2g} in the first layer and {rms[-1]:.2g} in the last."
        )

    title = "What comes out of the units of a random network, layer by layer"
    return Scene(title, figure, [*bars, theory, measured], draw)


# Between these values of chi_1 the diagram has one shade each.
_LEVELS = (0.5, 0.7, 0.85, 1.0, 1.15, 1.4, 2.0)
_SHADES = ("#66aad1", "#99c7e1", "#c2deee", "#e6f1f8", "#fbf1dc", "#f7dfae", "#f0c566", "#e69f00")


@functools.cache
def _contours(activation: str) -> tuple[np.ndarray, np.ndarray]:
    """Return values of sigma_b^2, and the sigma_w^2 there of each of _LEVELS: (num_levels, ...)."""
    weight_variances = np.linspace(0.02, 40, 1000)  # sigmoid's order ends far to the right
    bias_variances = np.concatenate([[0, 0.002, 0.005, 0.01], np.linspace(0.02, MOST_BIASES, 50)])
    chi = expectations.chi_map(weight_variances, bias_variances, ACTIVATIONS[activation])
    contours = [[np.interp(level, row, weight_variances) for row in chi] for level in _LEVELS]
    return bias_variances, np.array(contours)


def _outlines(activation: str) -> list[np.ndarray]:
    """Return the outline of each shade of a phase diagram: polygons (num_corners, 2)."""
    heights, contours = _contours(activation)
    sides = np.clip([np.zeros_like(heights), *contours, np.full_like(heights, 99)], 0, 99)
    return [
        np.concatenate([np.stack([left, heights], 1), np.stack([right, heights], 1)[::-1]])
        for left, right in itertools.pairwise(sides)
    ]


def phase_diagram() -> Scene:
    """The phase diagram with a point that moves, and a real network with the point's variances."""
    figure, ((ax_map, ax_size), (ax_gradient, ax_singular)) = new_figure(2, height=4.2, num_rows=2)
    layers = signals.draw_layers(MOST_LAYERS, WIDTH)
    exact = layers[0].astype(float)  # for singular values far below the largest
    x = signals.draw_inputs(10, WIDTH, 1.0)

    ax_map.set(xlim=(0, MOST_WEIGHTS), ylim=(0, MOST_BIASES))
    ax_map.set(xlabel=r"$\sigma_w^2$ (weights)", ylabel=r"$\sigma_b^2$ (biases)")
    ax_map.set_title(r"$\chi_1$: order | edge | chaos")
    shades = PolyCollection([], facecolors=_SHADES, edgecolors=BLACK, linewidths=0.4)
    ax_map.add_collection(shades)
    (line,) = ax_map.plot([], [], color=BLACK, linestyle="-", linewidth=2)
    box = dict(boxstyle="square,pad=0.1", facecolor="white", edgecolor="none")
    labels = [
        ax_map.text(0, 0, f"{level:g}", fontsize=7, ha="center", va="center", bbox=box)
        for level in _LEVELS
    ]
    (point,) = ax_map.plot(
        [], [], "o", color=RED, markersize=10, mec="white", mew=1.5, clip_on=False
    )

    for ax, title, limits in (
        (ax_size, "Activations by layer (RMS)", (1e-3, 1e3)),
        (ax_gradient, "Squared gradient (last layer: 1)", (1e-6, 1e6)),
        (ax_singular, "Singular values of dh/dx by layer", (1e-9, 1e5)),
    ):
        log_scale(ax)
        ax.set(xlim=(-1, MOST_LAYERS + 1), ylim=limits, xlabel="Layer", title=title)
        ax.axhline(1, color=GREY, linewidth=0.8, linestyle=":")
    theory, measured = [], []
    for ax in (ax_size, ax_gradient):
        measured += ax.plot([], [], "o", **RING, label=f"{WIDTH} units")
        theory += ax.plot([], [], **THEORY)
    singular = ax_singular.plot([], [], "^-", color=RED, markersize=5, label="largest value")
    singular += ax_singular.plot([], [], "s-.", color=GREEN, markersize=4, label="25 % above")
    singular += ax_singular.plot([], [], "v--", color=BLUE, markersize=4, label="median")
    handles = [measured[0], theory[0], *singular]
    figure.legend(handles=handles, loc="outside lower center", ncols=len(handles))

    def draw(
        weight_variance: WeightVariance,
        bias_variance: Annotated[float, Slider("Biases: sigma_b²", 0.05, 0.0, MOST_BIASES, 0.05)],
        depth: NumLayers,
        activation: ActivationName,
    ) -> str:
        phi = ACTIVATIONS[activation]
        shades.set_verts(_outlines(activation))
        heights, contours = _contours(activation)
        line.set_data(contours[_LEVELS.index(1.0)], heights)
        # Two heights in turn: ReLU's lines are upright and stand close together.
        for label, contour, height in zip(
            labels, contours, itertools.cycle((0.9, 0.7)), strict=False
        ):
            place = np.interp(height, heights, contour)
            label.set_position((place, height))
            label.set_visible(place < MOST_WEIGHTS - 0.1)
        point.set_data([weight_variance], [bias_variance])

        used = (layers[0][:depth], layers[1][:depth])
        states = signals.forward(x, used, weight_variance, bias_variance, phi)
        expected = expectations.by_layer(1.0, depth, weight_variance, bias_variance, phi)
        theory[0].set_data(range(depth), np.sqrt(expected.output))
        measured[0].set_data(range(depth + 1), _rms(phi.value(states)))
        gradient = derivatives.backward(states, used[0], weight_variance, phi)
        theory[1].set_data(range(depth + 1), expected.gradient)
        measured[1].set_data(range(depth + 1), gradient)

        at = np.linspace(0, depth, 4).round().astype(int)[1:]
        precise = (exact[:depth], used[1])
        logs = derivatives.singular_values(x[0], precise, weight_variance, bias_variance, phi, at)
        for artist, rank in zip(singular, (0, WIDTH // 4, WIDTH // 2), strict=True):
            artist.set_data([0, *at], [1.0, *10.0 ** logs[:, rank]])  # at the input all are 1
        return _describe_point(activation, weight_variance, expected, gradient[0], logs[-1])

    title = "A point in the phase diagram, and a random network with its variances"
    return Scene(title, figure, [shades, line, *labels, point, *measured, *theory, *singular], draw)


def _describe_point(
    activation: str, weight_variance: float, expected: Expected, gradient: float, logs: np.ndarray
) -> str:
    chi = meanfield.chi_1(expected.q[-1], weight_variance, ACTIVATIONS[activation])
    scale = meanfield.depth_scale(chi)
    if abs(chi - 1) < 0.015:
        phase = "the edge: gradients neither fade nor explode"
    elif chi < 1:
        phase = f"order: squared gradients fade by a factor e in {scale:.1f} layers"
    else:
        name = "chaos" if activation == "tanh" else "beyond the edge"
        phase = f"{name}: squared gradients grow by a factor e in {scale:.1f} layers"
    quarter = logs[len(logs) // 4]
    spread = f", and a quarter are above 10<sup>{quarter:.1f}</sup>" if np.isfinite(quarter) else ""
    return (
        f"{activation}: &chi;<sub>1</sub> = {chi:.3f} in the last layer, {phase}. Through "
        f"{len(expected.factors)} layers the squared gradient changes by "
        f"10<sup>{np.log10(max(gradient, 1e-300)):.1f}</sup> in this network (theory "
        f"10<sup>{np.log10(expected.gradient[0]):.1f}</sup>). The largest singular value is "
        f"10<sup>{logs[0]:.1f}</sup>{spread}."
    )


BEST = "the best of the four"  # for each depth and start its own


def trainable_depth() -> Scene:
    """Accuracy of trained networks by depth and initial sigma_w^2, on known and on new images."""
    figure, axes = new_figure(2, height=3.9, sharey=True)
    columns, rows = np.arange(len(study.WEIGHT_VARIANCES)), np.arange(len(study.DEPTHS))
    shades = LinearSegmentedColormap.from_list("accuracy", ["#ffffff", SKY])
    meshes, means, ranges, lines = [], [], [], []
    places = np.array([(x, y) for y in rows for x in columns], dtype=float)
    for ax, title in zip(axes, ("Images it was trained on", "New images"), strict=True):
        edges = (np.append(each, len(each)) - 0.5 for each in (columns, rows))
        nothing = np.zeros((len(rows), len(columns)))
        meshes.append(ax.pcolormesh(*edges, nothing, cmap=shades, vmin=0, vmax=100))
        lines += ax.plot([], [], color=RED, linestyle="-", linewidth=2)
        means.append(Digits(ax, 10, 0.15))
        ranges.append(Digits(ax, 7, 0.11))
        ax.set_xticks(columns, [f"{v:g}" for v in study.WEIGHT_VARIANCES])
        ax.set_yticks(rows, study.DEPTHS)
        ax.set(xlim=(-0.5, len(columns) - 0.5), ylim=(-0.5, len(rows) - 0.5))
        ax.set(xlabel=r"Initial $\sigma_w^2$", title=title)
    axes[0].set_ylabel("Hidden layers")
    figure.supxlabel(
        "Accuracy in %: mean of five networks, and the lowest to the highest. Line: theory",
        fontsize=9,
    )
    # Theory's line on a fine grid of sigma_w^2, and where that stands between the columns.
    fine = np.linspace(study.WEIGHT_VARIANCES[0], study.WEIGHT_VARIANCES[-1], 400)
    chis = expectations.chi_map(fine, np.array([study.BIAS_VARIANCE]))[0]
    scales = np.array([meanfield.depth_scale(chi) for chi in chis])
    fine_columns = PchipInterpolator(study.WEIGHT_VARIANCES, columns)(fine)

    def draw(
        multiple: Annotated[float, Slider("Line: depth scale times", 6.0, 1.0, 12.0, 0.5)],
        rate: Annotated[str, Choice("Learning rate", [BEST, *map(str, study.LEARNING_RATES)])],
        epoch: Annotated[int, Choice("Epochs of training", study.EPOCHS, study.EPOCHS[-1])],
    ) -> str:
        lr = None if rate == BEST else float(rate)
        known, new = (study.accuracies(part, lr, epoch) for part in ("train", "test"))
        for mesh, mean, spread, found in zip(meshes, means, ranges, (known, new), strict=True):
            mesh.set_array(found.mean(axis=2))
            cells = found.reshape(len(places), -1)
            mean.write([f"{cell.mean():.0f}" for cell in cells], places + (0, 0.13))
            spread.write(
                [f"{cell.min():.0f}–{cell.max():.0f}" for cell in cells], places - (0, 0.24)
            )
        # Depths double from row to row. Where the depth scale is infinite the line leaves the map.
        heights = np.minimum(np.log2(multiple * scales / study.DEPTHS[0]), 2 * len(rows))
        for line in lines:
            line.set_data(fine_columns, heights)
        deep, start = new[-1].mean(axis=1), np.argmax(new[-1].mean(axis=1))
        return (
            f"Learning rate: {rate}, {epoch} epochs. Line: {multiple:g} times the depth scale of "
            f"theory. With {study.DEPTHS[-1]} layers the best start is "
            f"&sigma;<sub>w</sub><sup>2</sup> = {study.WEIGHT_VARIANCES[start]:g}: it gets "
            f"{deep[start]:.0f} % of new images right."
        )

    digits = [artist for each in (*means, *ranges) for artist in each.artists.values()]
    title = "Accuracy by depth and initial variance of the weights, on known and on new images"
    return Scene(title, figure, [*meshes, *lines, *digits], draw)


def live_training() -> Scene:
    """Twenty tanh layers that learn digits while one watches, from a start and at a rate of choice."""
    depth, num_epochs = 20, 20
    parts = study.load_parts()
    stored_epochs = [epoch for epoch in study.EPOCHS if epoch <= num_epochs]
    figure, (ax, ax_gradient) = new_figure(2, height=3.3)
    ax.set(xlim=(0, num_epochs + 0.5), ylim=(0, 102), xlabel="Epoch", ylabel="Accuracy (%)")
    ax.set_title("This run (lines), and five stored runs")
    ax.axhline(10, color=GREY, linewidth=1, linestyle=":")
    ax.text(num_epochs, 11.5, "guessing", color=GREY, ha="right", fontsize=8)
    looks = {"train": (BLUE, "-", -0.15), "test": (RED, "--", 0.15)}
    names = {"train": "own images", "test": "new images"}
    curves, ranges = {}, {}
    for part, (color, style, _) in looks.items():
        (curves[part],) = ax.plot([], [], color=color, linestyle=style, label=names[part])
        (ranges[part],) = ax.plot([], [], color=color, linewidth=4, alpha=0.5, linestyle=style)
    ax.legend(loc="center right")
    log_scale(ax_gradient)
    ax_gradient.set(xlim=(0, depth + 1), ylim=(1e-12, 1e1), xlabel="Hidden layer")
    ax_gradient.set(ylabel="RMS gradient of the loss", title="The error on its way back")
    (at_start,) = ax_gradient.plot([], [], "o", **RING | {"color": GREY}, label="at the start")
    (now,) = ax_gradient.plot([], [], "s", color=BLUE, markersize=3.5, label="now")
    ax_gradient.legend(loc="lower right")

    def start(network: MLP, weight_variance: float) -> MLP:
        study.initialize(network, weight_variance, study.BIAS_VARIANCE, seed=0)
        return network

    def make() -> MLP:
        return MLP([64, *[study.WIDTH] * depth, 10], "Tanh")

    untrained = make()  # each draw gives it other weights, and trains it never

    def show(network: MLP, measured: dict[str, list[float]]) -> None:
        for part, curve in curves.items():
            curve.set_data(range(len(measured[part])), measured[part])
        x, y = parts["train"]
        now.set_data(range(1, depth + 1), study.gradients_by_layer(network, x[:200], y[:200]))

    def measure(network: MLP) -> dict[str, float]:
        return {part: 100 * accuracy(network, *parts[part]) for part in curves}

    def draw(
        weight_variance: Annotated[float, Slider("Weights: sigma_w²", 1.76, 0.5, 4.0, 0.02)],
        rate: Annotated[str, Choice("Learning rate", [*map(str, study.LEARNING_RATES)], "0.01")],
    ) -> str:
        gaps = np.abs(np.subtract(study.WEIGHT_VARIANCES, weight_variance))
        nearest = int(np.argmin(gaps))
        for part, (_, _, shift) in looks.items():
            # A break between the bars: each reaches from the lowest of five runs to the highest.
            bars = [
                (epoch + shift, *_range(part, depth, nearest, rate, epoch))
                for epoch in stored_epochs
            ]
            ranges[part].set_data(
                [x for at, _, _ in bars for x in (at, at, np.nan)],
                [y for _, low, high in bars for y in (low, high, np.nan)],
            )
        network = start(untrained, weight_variance)
        measured = measure(network)
        show(network, {part: [value] for part, value in measured.items()})
        at_start.set_data(now.get_data())
        low, high = _range("test", depth, nearest, rate, num_epochs)
        return (
            f"Twenty layers from {weight_variance:g}, untrained: {measured['train']:.0f} % right. <b>Train</b> runs "
            f"{num_epochs} epochs at rate {rate}. The bars are five stored runs from "
            f"{study.WEIGHT_VARIANCES[nearest]:g}: after {num_epochs} epochs they get {low:.0f} to "
            f"{high:.0f} % of new images."
        )

    def steps(weight_variance: float, rate: str) -> Iterator[tuple[float, str]]:
        network = start(make(), weight_variance)
        optimizer = torch.optim.SGD(network.parameters(), lr=float(rate))
        measured = {part: [value] for part, value in measure(network).items()}
        runs = epochs(
            network, *parts["train"], nn.CrossEntropyLoss(), optimizer, num_epochs, study.BATCH_SIZE
        )
        for history in runs:
            for part, value in measure(network).items():
                measured[part].append(value)
            show(network, measured)
            yield (
                history.num_epochs / num_epochs,
                f"Epoch {history.num_epochs}: {measured['train'][-1]:.0f} % of its own images, "
                f"{measured['test'][-1]:.0f} % of new ones.",
            )

    title = "Accuracy and gradients of twenty tanh layers in training"
    artists = [*curves.values(), *ranges.values(), at_start, now]
    return Scene(title, figure, artists, draw, Run("Train", steps))


def _range(part: str, depth: int, start: int, rate: str, epoch: int) -> tuple[float, float]:
    """Return the lowest and the highest accuracy in % of the study's five networks of one kind."""
    found = study.accuracies(part, float(rate), epoch)[study.DEPTHS.index(depth), start]
    return found.min(), found.max()


def gradient_by_depth() -> Scene:
    """The squared gradient that reaches the input of random networks, against their depth."""
    figure, ax = new_figure(height=3.3)
    log_scale(ax)
    ax.set(title="What is left of the gradient at the input", xlabel="Number of layers")
    ax.set(xlim=(0, MOST_LAYERS + 1), ylim=(1e-8, 1e10), ylabel="Squared gradient, input / output")
    ax.axhline(1, color=GREY, linewidth=0.8, linestyle=":")
    dots = [
        ax.plot([], [], marker, **RING | {"color": color}, label=f"network {number}")[0]
        for number, marker, color in zip((1, 2), MARKERS, COLORS, strict=False)
    ]
    (theory,) = ax.plot([], [], **THEORY)
    ax.legend(loc="upper left", ncols=4)
    x, depths = signals.draw_inputs(len(dots), WIDTH, 1.0), np.arange(1, MOST_LAYERS + 1)

    @functools.cache  # orthogonal weights take a moment: drawn when they are first asked for
    def draw_networks(weights: str) -> list[signals.Layers]:
        draw_layers = functools.partial(signals.draw_layers, orthogonal=weights == "orthogonal")
        return [draw_layers(MOST_LAYERS, WIDTH, seed) for seed in range(len(dots))]

    def draw(
        weight_variance: WeightVariance,
        activation: ActivationName,
        architecture: Annotated[str, Choice("Layers", derivatives.ARCHITECTURES)],
        weights: Annotated[str, Choice("Weights", ["Gaussian", "orthogonal"])],
    ) -> str:
        phi = ACTIVATIONS[activation]
        arguments = (weight_variance, study.BIAS_VARIANCE, phi, architecture)
        expected = expectations.by_layer(1.0, MOST_LAYERS, *arguments, width=WIDTH).gains
        theory.set_data(depths, expected)
        ends = []
        for artist, h, layers in zip(dots, x, draw_networks(weights), strict=True):
            gains = derivatives.gradient_gains(derivatives.jacobians(h, layers, *arguments))
            artist.set_data(depths, gains)
            ends.append(np.log10(max(gains[-1], 1e-300)))
        end = np.median(ends)
        return (
            f"{activation}, {weights} weights, {architecture} layers, "
            f"&sigma;<sub>w</sub><sup>2</sup> = {weight_variance:g}, "
            f"&sigma;<sub>b</sub><sup>2</sup> = {study.BIAS_VARIANCE:g}. Through {MOST_LAYERS} "
            f"layers the squared gradient changes by a factor of 10<sup>{end:.1f}</sup> "
            f"(theory 10<sup>{np.log10(expected[-1]):.1f}</sup>): about "
            f"{10 ** (end / MOST_LAYERS):.2f} a layer."
        )

    title = "The squared gradient at the input of random networks, against their depth"
    return Scene(title, figure, [theory, *dots], draw)
