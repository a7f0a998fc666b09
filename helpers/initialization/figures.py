"""The pictures of notebook 08: they draw what the modules beside this one compute."""

import functools
import itertools
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from helpers import meanfield
from helpers.explorable import Scene
from helpers.initialization import model, study
from helpers.pictures import BLACK, BLUE, GREEN, GREY, PINK, RED, new_figure

LINES = ("-", "--", "-.", ":", (0, (5, 1)))
MARKERS = "osD^v"
COLORS = (BLUE, RED, GREEN, PINK, BLACK)

ACCURACY = LinearSegmentedColormap.from_list("accuracy", ["#ffffff", BLUE], N=10)


def _log_y(ax: Axes, *limits: float) -> None:
    """Make the y axis logarithmic, with ticks at powers of ten only: many small ones draw slowly."""
    ax.set_yscale("log")
    ax.minorticks_off()
    if limits:
        ax.set_ylim(limits)


# --- Section 1: forward and backward ---------------------------------------------------------------


def sizes_by_layer(sizes: dict[float, tuple[Sequence[float], Sequence[float]]]) -> Figure:
    """Draw RMS of activations and of gradients by layer, {sigma_w^2: (forward, backward)}."""
    figure, axes = new_figure(2, height=2.6)
    for ax, part, title in zip(axes, (0, 1), ("Signals forward", "Errors backward")):
        for number, (variance, values) in enumerate(sizes.items()):
            name = rf"$\sigma_w^2$ = {variance:g}"
            layers = np.arange(1, len(values[part]) + 1)
            ax.plot(
                layers, values[part], LINES[number], color=COLORS[number], label=name, linewidth=1.5
            )
        ax.set(xlabel="Layer", title=title)
        _log_y(ax)
    axes[0].set(ylabel="RMS of the activations")
    axes[1].set(ylabel="RMS of the gradient by x")
    axes[0].legend(fontsize=8)
    return figure


_NUM_SAMPLES, _WIDTH = 10, 100
_ROWS = 5


def layer_histograms(most_layers: int = 50) -> Scene:
    """Histograms of the activations in five layers of a random network, and their size by layer."""
    figure, (ax, ax_size) = new_figure(2, height=3.3, width_ratios=[3, 2])
    layers = model.draw_layers(most_layers, _WIDTH)
    x = model.draw_inputs(40, _WIDTH, 1.0)
    edges = np.linspace(-2.1, 2.1, 43)
    ax.set(xlim=(-2.15, 2.15), ylim=(-0.1, _ROWS))
    ax.set_yticks(np.arange(_ROWS) + 0.3, ["last", "3/4", "1/2", "1/4", "first"])
    ax.tick_params(axis="y", length=0)
    ax.set(xlabel=r"Activation $\phi(h)$ (beyond 2: in the outermost bars)")
    ax.set_ylabel("Layer")
    ax.set_title("Activations of five layers")
    bars = [
        ax.stairs(np.zeros(len(edges) - 1), edges, baseline=row, fill=True, color=color)
        for row, color in zip(range(_ROWS), 3 * [BLUE, GREEN])
    ]
    _log_y(ax_size, 1e-4, 1e4)
    ax_size.set(xlim=(0, most_layers), xlabel="Layer", ylabel="RMS of the activations")
    ax_size.set_title("Their size by layer")
    (theory,) = ax_size.plot([], [], color=BLACK, linestyle="--", label="theory")
    (measured,) = ax_size.plot([], [], "o", color=BLUE, markersize=3, label=f"{_WIDTH} units")
    ax_size.legend(loc="upper left")

    def draw(weight_variance: float, bias_variance: float, depth: int, activation: str) -> str:
        phi = model.ACTIVATIONS[activation]
        used = (layers[0][:depth], layers[1][:depth])
        outputs = phi.value(model.forward(x, used, weight_variance, bias_variance, phi)[1:])
        chosen = np.linspace(1, depth, _ROWS).round().astype(int)
        for row, (bar, layer) in enumerate(zip(bars, chosen[::-1])):
            counts, _ = np.histogram(np.clip(outputs[layer - 1], -2.05, 2.05), edges)
            bar.set_data(row + 0.85 * counts / counts.max(), baseline=row)
        rms = np.sqrt((outputs.astype(float) ** 2).mean(axis=(1, 2)))
        q = model.expect(1.0, depth, weight_variance, bias_variance, phi).q[1:]
        squares = (q[1:] - bias_variance) / weight_variance  # of the activations, from the next q
        theory.set_data(range(1, depth), np.sqrt(squares))
        measured.set_data(range(1, depth + 1), rms)
        return (
            f"{activation}, {depth} layers, &sigma;<sub>w</sub><sup>2</sup> = {weight_variance:g}, "
            f"&sigma;<sub>b</sub><sup>2</sup> = {bias_variance:g}. The activations' RMS is "
            f"{rms[0]:.2g} in the first layer and {rms[-1]:.2g} in the last."
        )

    return Scene(figure, [*bars, theory, measured], draw)


# --- Section 2: symmetry ---------------------------------------------------------------------------


def symmetric_training(runs: dict[str, tuple[Sequence[float], float]]) -> Figure:
    """Draw training losses by epoch, {name: (losses, different units at the end)}."""
    figure, ax = new_figure(height=2.4)
    for number, (name, (losses, num_different)) in enumerate(runs.items()):
        epochs = np.arange(1, len(losses) + 1)
        label = f"{name}: {num_different} different unit{'s' if num_different > 1 else ''}"
        ax.plot(epochs, losses, color=COLORS[number], linestyle=LINES[number], label=label)
    ax.axhline(np.log(10), color=GREY, linestyle=":", linewidth=1)
    ax.text(len(losses), np.log(10), "guessing", color=GREY, ha="right", va="bottom")
    ax.set(xlabel="Epoch", ylabel="Training loss (nats)", ylim=(0, 2.7))
    ax.legend(loc="center right", bbox_to_anchor=(1, 0.42))
    ax.set_title("Units that start equal stay equal")
    return figure


# --- Section 3: dead networks ----------------------------------------------------------------------


def dead_networks(
    depths, measured: dict[int, np.ndarray], expected: dict[int, np.ndarray]
) -> Figure:
    """Draw the share of dead random ReLU networks by depth, {width: shares}, with theory's lines."""
    figure, ax = new_figure(height=2.5)
    for number, width in enumerate(measured):
        color = COLORS[number]
        ax.plot(depths, 100 * expected[width], color=color, linestyle=LINES[number], linewidth=1.3)
        ax.plot(
            depths, 100 * measured[width], MARKERS[number], color=color, label=f"{width} units wide"
        )
    ax.set(xlabel="Number of ReLU layers", ylabel="Dead networks (%)", ylim=(-3, 103))
    ax.set_title("Dead on arrival: networks that put out 0")
    ax.legend(loc="center right")
    return figure


# --- Section 4: the two maps -----------------------------------------------------------------------


def _draw_map(ax, step, most: float, start: float, number: int, label: str) -> None:
    """Draw a map and the path of one value on it, as a cobweb that starts on the axis."""
    grid, color = np.linspace(0, most, 41), COLORS[number]
    ax.plot(grid, [step(x) for x in grid], color=color, linestyle=LINES[number], label=label)
    points, x = [(start, 0.0)], start
    for _ in range(12):
        y = step(x)
        points += [(x, y), (y, y)]
        x = y
    ax.plot(*np.array(points).T, color=color, linewidth=0.9, linestyle="-", alpha=0.8)


def cobwebs(weight_variances: Sequence[float], bias_variance: float) -> Figure:
    """Draw the q map and the correlation map of tanh, and the path of one signal on each."""
    figure, (ax_q, ax_c) = new_figure(2, height=3.5)
    most_q = 3.2
    for number, variance in enumerate(weight_variances):
        q_star = meanfield.fixed_q(variance, bias_variance)
        chi = meanfield.chi_1(q_star, variance)
        variances = dict(weight_variance=variance, bias_variance=bias_variance)
        next_q = functools.partial(meanfield.next_q, **variances)
        next_c = functools.partial(meanfield.next_c, q=q_star, **variances)
        name = rf"$\sigma_w^2$ = {variance:g}: "
        _draw_map(ax_q, next_q, most_q, 3.0, number, name + rf"$q^*$ = {q_star:.2f}")
        _draw_map(ax_c, next_c, 1.0, 0.1, number, name + rf"$\chi_1$ = {chi:.2f}")
    for ax, most, place in ((ax_q, most_q, "upper left"), (ax_c, 1.0, "lower right")):
        ax.plot([0, most], [0, most], color=GREY, linewidth=1, linestyle="-")
        ax.set(xlim=(0, most), ylim=(0, most), aspect="equal")
        ax.legend(loc=place, fontsize=8)
    ax_q.set(xlabel="q of a layer", ylabel="q of the next layer", title="Size: the q map")
    ax_c.set(xlabel="c of a layer", ylabel="c of the next layer", title="Correlation: the c map")
    return figure


# --- Section 5: the phase diagram ------------------------------------------------------------------

_MOST_WEIGHTS, _MOST_BIASES = 5.0, 1.0


# Between these values of chi_1 the diagram has one shade each.
_LEVELS = (0.5, 0.7, 0.85, 1.0, 1.15, 1.4, 2.0)
_SHADES = ("#66aad1", "#99c7e1", "#c2deee", "#e6f1f8", "#fbf1dc", "#f7dfae", "#f0c566", "#e69f00")


@functools.cache
def _contours(activation: str) -> tuple[np.ndarray, np.ndarray]:
    """Return values of sigma_b^2, and the sigma_w^2 there of each of _LEVELS: (num_levels, ...)."""
    weight_variances = np.linspace(0.02, 40, 1000)  # sigmoid's order ends far to the right
    bias_variances = np.concatenate([[0, 0.002, 0.005, 0.01], np.linspace(0.02, _MOST_BIASES, 50)])
    chi = model.chi_map(weight_variances, bias_variances, model.ACTIVATIONS[activation])
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


def phase_diagram(most_layers: int = 50) -> Scene:
    """The phase diagram with a point that moves, and a real network with the point's variances."""
    figure, ((ax_map, ax_size), (ax_gradient, ax_singular)) = new_figure(2, height=3.9, num_rows=2)
    layers = model.draw_layers(most_layers, _WIDTH)
    exact = layers[0].astype(float)  # for singular values far below the largest
    x = model.draw_inputs(_NUM_SAMPLES, _WIDTH, 1.0)

    ax_map.set(xlim=(0, _MOST_WEIGHTS), ylim=(0, _MOST_BIASES))
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
        _log_y(ax, *limits)
        ax.set(xlim=(-1, most_layers + 1), xlabel="Layer", title=title)
        ax.axhline(1, color=GREY, linewidth=0.8, linestyle=":")
    theory, measured = [], []
    for ax in (ax_size, ax_gradient):
        theory += ax.plot([], [], color=BLACK, linestyle="--", label="theory")
        measured += ax.plot([], [], "o", color=BLUE, markersize=3, label=f"{_WIDTH} units")
    ax_size.legend(loc="upper left")
    (largest,) = ax_singular.plot([], [], "^-", color=RED, markersize=5, label="largest")
    (quarter,) = ax_singular.plot([], [], "s-.", color=GREEN, markersize=4, label="25 % above")
    (middle,) = ax_singular.plot([], [], "v--", color=BLUE, markersize=4, label="median")
    ax_singular.legend(loc="upper left", fontsize=8, ncols=2)

    def draw(weight_variance: float, bias_variance: float, depth: int, activation: str) -> str:
        phi = model.ACTIVATIONS[activation]
        shades.set_verts(_outlines(activation))
        heights, contours = _contours(activation)
        line.set_data(contours[_LEVELS.index(1.0)], heights)
        point.set_data([weight_variance], [bias_variance])

        used = (layers[0][:depth], layers[1][:depth])
        states = model.forward(x, used, weight_variance, bias_variance, phi)
        expected = model.expect(1.0, depth, weight_variance, bias_variance, phi)
        # E[phi^2] of a layer, from the q of the next one.
        outputs = (expected.q[1:] - bias_variance) / weight_variance
        rms = np.sqrt((phi.value(states).astype(float) ** 2).mean(axis=(1, 2)))
        theory[0].set_data(range(depth), np.sqrt(outputs))
        measured[0].set_data(range(depth + 1), rms)
        gradient = model.backward(states, used[0], weight_variance, phi)
        theory[1].set_data(range(depth + 1), expected.gradient)
        measured[1].set_data(range(depth + 1), gradient)

        at = np.linspace(0, depth, 4).round().astype(int)[1:]
        precise = (exact[:depth], used[1])
        logs = model.singular_values(x[0], precise, weight_variance, bias_variance, phi, at)
        ranks = (0, _WIDTH // 4, _WIDTH // 2)
        for artist, rank in zip((largest, quarter, middle), ranks):
            artist.set_data([0, *at], [1.0, *10.0 ** logs[:, rank]])  # at the input all are 1
        return _describe_point(activation, weight_variance, expected, depth, gradient[0], logs[-1])

    artists = [shades, line, point, *theory, *measured, largest, quarter, middle]
    return Scene(figure, artists, draw)


def _describe_point(activation, weight_variance, expected, depth, gradient, logs) -> str:
    phi = model.ACTIVATIONS[activation]
    chi = meanfield.chi_1(expected.q[-1], weight_variance, phi)
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
        f"{activation}: &chi;<sub>1</sub> = {chi:.3f} in the last layer, {phase}. Through {depth} "
        f"layers the squared gradient changes by 10<sup>{np.log10(max(gradient, 1e-300)):.1f}</sup> "
        f"in this network (theory 10<sup>{np.log10(expected.gradient[0]):.1f}</sup>). The largest "
        f"singular value is 10<sup>{logs[0]:.1f}</sup>{spread}."
    )


# --- Section 6: depth scales -----------------------------------------------------------------------


def distances_by_layer(
    measured: dict[float, np.ndarray], expected: dict[float, np.ndarray]
) -> Figure:
    """Draw 1 - c of two inputs by layer, {sigma_w^2: values}, measured and by theory."""
    figure, ax = new_figure(height=2.7)
    for number, variance in enumerate(expected):
        color = COLORS[number]
        ax.plot(expected[variance], color=color, linestyle=LINES[number], linewidth=1.3)
        ax.plot(
            measured[variance],
            MARKERS[number],
            color=color,
            markersize=3.5,
            label=rf"$\sigma_w^2$ = {variance:g}",
        )
    _log_y(ax, 1e-5, 2)
    ax.set(xlabel="Layer", ylabel="1 - c")
    ax.set_title("Do two inputs stay apart?")
    ax.legend(loc="lower left", ncols=2)
    return figure


def trainable_depth() -> Scene:
    """Accuracy of trained networks by depth and initial sigma_w^2, at two learning rates, with theory."""
    runs = study.load_results()["runs"]
    figure, axes = new_figure(2, height=3.4, sharey=True)
    columns, rows = np.arange(len(study.WEIGHT_VARIANCES)), np.arange(len(study.DEPTHS))
    meshes, dots, lines = [], [], []
    for ax, lr in zip(axes, study.LEARNING_RATES):
        edges = (np.append(each, len(each)) - 0.5 for each in (columns, rows))
        nothing = np.zeros((len(rows), len(columns)))
        meshes.append(ax.pcolormesh(*edges, nothing, cmap=ACCURACY, vmin=0, vmax=100))
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
    chis = model.chi_map(fine, np.array([study.BIAS_VARIANCE]))[0]
    scales = np.array([meanfield.depth_scale(chi) for chi in chis])
    fine_columns = np.interp(fine, study.WEIGHT_VARIANCES, columns)

    def draw(multiple: float, epoch: int, kind: str) -> str:
        counts = []
        for mesh, dot, lr in zip(meshes, dots, study.LEARNING_RATES):
            accuracy = 100 * study.accuracy_grid(runs, lr, epoch, KINDS[kind])
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

    return Scene(figure, [*meshes, *dots, *lines], draw)


KINDS = {"on the images it learned": "train_accuracy", "on new images": "valid_accuracy"}


# --- Section 7: gradients against depth ------------------------------------------------------------


def gradient_by_depth(most_layers: int = 50, num_networks: int = 2) -> Scene:
    """The squared gradient that reaches the input of random networks, against their depth."""
    figure, ax = new_figure(height=3.3)
    _log_y(ax, 1e-12, 1e16)
    ax.set(xlim=(0, most_layers + 1), xlabel="Number of layers")
    ax.set_ylabel("Squared gradient, input / output")
    ax.set_title("What is left of the gradient at the input")
    ax.axhline(1, color=GREY, linewidth=0.8, linestyle=":")
    (theory,) = ax.plot([], [], color=BLACK, linestyle="--", label="theory")
    dots = [
        ax.plot([], [], marker, color=color, markersize=3.5, label=f"network {number + 1}")[0]
        for number, marker, color in zip(range(num_networks), MARKERS, COLORS)
    ]
    ax.legend(loc="upper left", ncols=4)
    x = model.draw_inputs(num_networks, _WIDTH, 1.0)

    @functools.cache  # orthogonal weights take a moment: drawn when they are first asked for
    def draw_networks(weights: str) -> list[tuple[np.ndarray, np.ndarray]]:
        orthogonal = weights == "orthogonal"
        return [
            model.draw_layers(most_layers, _WIDTH, seed, orthogonal) for seed in range(num_networks)
        ]

    def draw(weight_variance: float, activation: str, wiring: str, weights: str) -> str:
        phi = model.ACTIVATIONS[activation]
        arguments = (weight_variance, 0.05, phi, wiring)
        expected = model.expected_gains(most_layers, 1.0, *arguments, width=_WIDTH)
        depths = np.arange(1, most_layers + 1)
        theory.set_data(depths, expected)
        ends = []
        for artist, h, layers in zip(dots, x, draw_networks(weights)):
            gains = model.gradient_gains(model.jacobians(h, layers, *arguments))
            artist.set_data(depths, gains)
            ends.append(np.log10(max(gains[-1], 1e-300)))
        return (
            f"{activation}, {weights} weights, {wiring} layers, &sigma;<sub>w</sub><sup>2</sup> = "
            f"{weight_variance:g}, &sigma;<sub>b</sub><sup>2</sup> = 0.05. Through {most_layers} "
            f"layers the squared gradient changes by a factor of 10<sup>{np.median(ends):.1f}</sup> "
            f"(theory 10<sup>{np.log10(expected[-1]):.1f}</sup>): about "
            f"{10 ** (np.median(ends) / most_layers):.2f} a layer."
        )

    return Scene(figure, [theory, *dots], draw)


# --- Section 8: singular values --------------------------------------------------------------------


def singular_values_of_products(values: dict[str, np.ndarray]) -> Figure:
    """Draw singular values by rank, largest first, {name: values}, logarithmic."""
    figure, ax = new_figure(height=2.5)
    for number, (name, each) in enumerate(values.items()):
        ranks = np.arange(1, len(each) + 1)
        ax.plot(ranks, each, color=COLORS[number], linestyle=LINES[number], label=name)
    _log_y(ax, 1e-15, 1e3)
    ax.set(xlabel="Rank", ylabel="Singular value")
    ax.set_title("Products of random matrices, 200 x 200")
    ax.legend(loc="lower left")
    return figure


# --- Section 9: normalization and residual connections ---------------------------------------------


def gradients_of_wirings(gradients: dict[float, dict[str, np.ndarray]]) -> Figure:
    """Draw the RMS gradient of each layer's weights, {sigma_w^2: {wiring: values}}, logarithmic."""
    figure, axes = new_figure(len(gradients), height=2.8, sharey=True)
    for ax, (variance, curves) in zip(axes, gradients.items()):
        for number, (name, values) in enumerate(curves.items()):
            layers = np.arange(1, len(values) + 1)
            ax.plot(layers, values, LINES[number], color=COLORS[number], label=name, linewidth=1.5)
        ax.set(xlabel="Layer", title=rf"$\sigma_w^2$ = {variance:g}")
        _log_y(ax)
    axes[0].set_ylabel("RMS gradient of the weights")
    axes[0].legend(fontsize=8)
    return figure
