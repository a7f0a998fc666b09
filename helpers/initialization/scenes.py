"""The moving pictures of notebook 08."""

import functools
import itertools
from typing import Annotated

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap

from helpers import meanfield
from helpers.initialization import derivatives, expectations, signals, study
from helpers.initialization.expectations import Expected
from helpers.initialization.figures import COLORS, MARKERS
from helpers.meanfield import LINEAR, RELU, SIGMOID, TANH
from helpers.pictures import BLACK, BLUE, GREEN, GREY, RED, log_scale, new_figure
from helpers.scene import Choice, Scene, Slider

ACTIVATIONS = {activation.name: activation for activation in (TANH, RELU, SIGMOID, LINEAR)}
MOST_LAYERS, MOST_WEIGHTS, MOST_BIASES = 50, 5.0, 1.0  # depth, sigma_w^2, sigma_b^2
WIDTH = 100  # units per layer, in the random networks of the pictures

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
    ax_size.set(ylim=(1e-4, 1e4), ylabel="RMS of the activations")
    (theory,) = ax_size.plot([], [], color=BLACK, linestyle="--", label="theory")
    (measured,) = ax_size.plot([], [], "o", color=BLUE, markersize=3, label=f"{WIDTH} units")
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
    figure, ((ax_map, ax_size), (ax_gradient, ax_singular)) = new_figure(2, height=3.9, num_rows=2)
    layers = signals.draw_layers(MOST_LAYERS, WIDTH)
    exact = layers[0].astype(float)  # for singular values far below the largest
    x = signals.draw_inputs(10, WIDTH, 1.0)

    ax_map.set(xlim=(0, MOST_WEIGHTS), ylim=(0, MOST_BIASES))
    ax_map.set(xlabel=r"$\sigma_w^2$ (weights)", ylabel=r"$\sigma_b^2$ (biases)")
    ax_map.set_title("Order (blue) | edge | chaos (orange)")
    shades = PolyCollection([], facecolors=_SHADES, edgecolors="none")
    ax_map.add_collection(shades)
    (line,) = ax_map.plot([], [], color=BLACK, linestyle="-", linewidth=2)
    (point,) = ax_map.plot(
        [], [], "o", color=RED, markersize=10, mec="white", mew=1.5, clip_on=False
    )

    for ax, title, limits in (
        (ax_size, "Activations by layer (RMS)", (1e-3, 1e3)),
        (ax_gradient, "Squared gradient (last layer: 1)", (1e-12, 1e12)),
        (ax_singular, "Singular values of dh/dx by layer", (1e-9, 1e9)),
    ):
        log_scale(ax)
        ax.set(xlim=(-1, MOST_LAYERS + 1), ylim=limits, xlabel="Layer", title=title)
        ax.axhline(1, color=GREY, linewidth=0.8, linestyle=":")
    theory, measured = [], []
    for ax in (ax_size, ax_gradient):
        theory += ax.plot([], [], color=BLACK, linestyle="--", label="theory")
        measured += ax.plot([], [], "o", color=BLUE, markersize=3, label=f"{WIDTH} units")
    ax_size.legend(loc="upper left")
    singular = ax_singular.plot([], [], "^-", color=RED, markersize=5, label="largest")
    singular += ax_singular.plot([], [], "s-.", color=GREEN, markersize=4, label="25 % above")
    singular += ax_singular.plot([], [], "v--", color=BLUE, markersize=4, label="median")
    ax_singular.legend(loc="upper left", fontsize=8, ncols=2)

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
    return Scene(title, figure, [shades, line, point, *theory, *measured, *singular], draw)


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
        phase = f"chaos: squared gradients grow by a factor e in {scale:.1f} layers"
    quarter = logs[len(logs) // 4]
    spread = f", and a quarter are above 10<sup>{quarter:.1f}</sup>" if np.isfinite(quarter) else ""
    return (
        f"{activation}: &chi;<sub>1</sub> = {chi:.3f} in the last layer, {phase}. Through "
        f"{len(expected.factors)} layers the squared gradient changes by "
        f"10<sup>{np.log10(max(gradient, 1e-300)):.1f}</sup> in this network (theory "
        f"10<sup>{np.log10(expected.gradient[0]):.1f}</sup>). The largest singular value is "
        f"10<sup>{logs[0]:.1f}</sup>{spread}."
    )


def trainable_depth() -> Scene:
    """Accuracy of trained networks by depth and initial sigma_w^2, at two learning rates, with theory."""
    runs = study.load_results()["runs"]
    kinds = {"on the images it learned": "train_accuracy", "on new images": "valid_accuracy"}
    figure, axes = new_figure(2, height=3.4, sharey=True)
    columns, rows = np.arange(len(study.WEIGHT_VARIANCES)), np.arange(len(study.DEPTHS))
    shades = LinearSegmentedColormap.from_list("accuracy", ["#ffffff", BLUE], N=10)
    meshes, dots, lines = [], [], []
    for ax, lr in zip(axes, study.LEARNING_RATES, strict=True):
        edges = (np.append(each, len(each)) - 0.5 for each in (columns, rows))
        nothing = np.zeros((len(rows), len(columns)))
        meshes.append(ax.pcolormesh(*edges, nothing, cmap=shades, vmin=0, vmax=100))
        dots += ax.plot([], [], "o", color="white", mec=BLACK, markersize=6, label="over 90 %")
        lines += ax.plot([], [], color=RED, linestyle="-", linewidth=2, label="theory")
        ax.set_xticks(columns, [f"{v:g}" for v in study.WEIGHT_VARIANCES], fontsize=7.5)
        ax.set_yticks(rows, study.DEPTHS)
        ax.set(xlim=(-0.5, len(columns) - 0.5), ylim=(-0.5, len(rows) - 0.5))
        ax.set(xlabel=r"Initial $\sigma_w^2$", title=f"Learning rate {lr:g}")
    axes[0].set_ylabel("Hidden layers")
    bar = figure.colorbar(meshes[0], ax=axes, ticks=range(0, 101, 20), aspect=25)
    bar.set_label("Accuracy (%)")
    figure.legend(handles=[lines[0], dots[0]], loc="outside lower center", ncols=2)
    # Theory's line on a fine grid of sigma_w^2, and where that stands between the columns.
    fine = np.linspace(study.WEIGHT_VARIANCES[0], study.WEIGHT_VARIANCES[-1], 200)
    chis = expectations.chi_map(fine, np.array([study.BIAS_VARIANCE]))[0]
    scales = np.array([meanfield.depth_scale(chi) for chi in chis])
    fine_columns = np.interp(fine, study.WEIGHT_VARIANCES, columns)

    def draw(
        multiple: Annotated[float, Slider("Red line: depth scale times", 6.0, 1.0, 12.0, 0.5)],
        epoch: Annotated[int, Choice("Epochs of training", study.EPOCHS, study.EPOCHS[-1])],
        kind: Annotated[str, Choice("Accuracy", kinds)],
    ) -> str:
        counts = []
        for mesh, dot, lr in zip(meshes, dots, study.LEARNING_RATES, strict=True):
            accuracy = 100 * study.accuracy_grid(runs, lr, epoch, kinds[kind])
            mesh.set_array(accuracy)
            dot.set_data(*np.nonzero(accuracy > 90)[::-1])
            counts.append((accuracy[-1] > 90).sum())
        # The line may leave the picture at the top, but not run along an edge: no row, no line.
        depth_rows = np.interp(multiple * scales, [*study.DEPTHS, 100], [*rows, len(rows)], np.nan)
        for line in lines:
            line.set_data(fine_columns, depth_rows)
        return (
            f"After {epoch} epochs, {kind}. Red: {multiple:g} times the depth scale of theory. Of "
            f"nine networks with {study.DEPTHS[-1]} layers, {counts[0]} get over 90 % right at learning "
            f"rate {study.LEARNING_RATES[0]:g}, and {counts[1]} at {study.LEARNING_RATES[1]:g}."
        )

    title = "Accuracy by depth and initial variance of the weights, at two learning rates"
    return Scene(title, figure, [*meshes, *dots, *lines], draw)


def gradient_by_depth() -> Scene:
    """The squared gradient that reaches the input of random networks, against their depth."""
    figure, ax = new_figure(height=3.3)
    log_scale(ax)
    ax.set(title="What is left of the gradient at the input", xlabel="Number of layers")
    ax.set(xlim=(0, MOST_LAYERS + 1), ylim=(1e-12, 1e16), ylabel="Squared gradient, input / output")
    ax.axhline(1, color=GREY, linewidth=0.8, linestyle=":")
    (theory,) = ax.plot([], [], color=BLACK, linestyle="--", label="theory")
    dots = [
        ax.plot([], [], marker, color=color, markersize=3.5, label=f"network {number}")[0]
        for number, marker, color in zip((1, 2), MARKERS, COLORS, strict=False)
    ]
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
