"""The pictures of notebook 08: they draw what the modules beside this one compute."""

import functools
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from helpers import meanfield
from helpers.pictures import BLACK, BLUE, GREEN, GREY, PINK, RED, Still, log_scale, new_figure

LINES = ("-", "--", "-.", ":", (0, (5, 1)))
MARKERS = "osD^v"
COLORS = (BLUE, RED, GREEN, PINK, BLACK)


def _plot_curves(ax: Axes, curves: Mapping[str, Sequence[float]], **line_kw) -> None:
    """Draw {label: values of number 1, 2, ...}, each in a color and a line style of its own."""
    for (label, values), color, style in zip(curves.items(), COLORS, LINES, strict=False):
        numbers = np.arange(1, len(values) + 1)
        ax.plot(numbers, values, color=color, linestyle=style, label=label, **line_kw)


def _plot_by_layer(axes: Sequence[Axes], panels: Mapping[str, Mapping]) -> None:
    """Draw {title: {label: values of layer 1, 2, ...}}, a panel each, on logarithmic axes."""
    for ax, (title, curves) in zip(axes, panels.items(), strict=True):
        _plot_curves(ax, curves, linewidth=1.5)
        log_scale(ax)
        ax.set(xlabel="Layer", title=title)
    axes[0].legend(fontsize=8)


def _plot_theory(
    ax: Axes, x: Sequence[float], measured: Mapping, expected: Mapping, label: str, **marker_kw
) -> None:
    """Draw {key: values at x}, theory's as lines and measured ones as marks; `label` names a key."""
    for (key, values), color, style, marker in zip(
        expected.items(), COLORS, LINES, MARKERS, strict=False
    ):
        ax.plot(x, values, color=color, linestyle=style, linewidth=1.3)
        ax.plot(x, measured[key], marker, color=color, label=label.format(key), **marker_kw)


def sizes_by_layer(sizes: dict[float, tuple[Sequence[float], Sequence[float]]]) -> Still:
    """Draw RMS of activations and of gradients by layer, {sigma_w^2: (forward, backward)}."""
    figure, axes = new_figure(2, height=2.6)
    panels = {
        title: {rf"$\sigma_w^2$ = {variance:g}": each[part] for variance, each in sizes.items()}
        for part, title in enumerate(("Signals forward", "Errors backward"))
    }
    _plot_by_layer(axes, panels)
    axes[0].set_ylabel("RMS of the activations")
    axes[1].set_ylabel("RMS of the gradient by x")
    return Still(
        figure,
        "Two panels with logarithmic axes: RMS of the activations and of the gradients against the layer, "
        "for three starts. With 0.25 the activations fall along a straight line by nine orders of "
        "magnitude, with 1 they fall slowly, with 4 they stay. The gradients, followed from the last layer "
        "back to the first, fade for 0.25, hold for 1 and grow for 4.",
    )


def symmetric_training(runs: dict[str, tuple[Sequence[float], float]]) -> Still:
    """Draw training losses by epoch, {name: (losses, different units at the end)}."""
    figure, ax = new_figure(height=2.4)
    curves = {
        f"{name}: {num_different} different unit{'s' if num_different > 1 else ''}": losses
        for name, (losses, num_different) in runs.items()
    }
    _plot_curves(ax, curves)
    ax.axhline(np.log(10), color=GREY, linestyle=":", linewidth=1)
    num_epochs = max(map(len, curves.values()))
    ax.text(num_epochs, np.log(10), "guessing", color=GREY, ha="right", va="bottom")
    ax.set(xlabel="Epoch", ylabel="Training loss (nats)", ylim=(0, 2.7))
    ax.legend(loc="center right", bbox_to_anchor=(1, 0.42))
    ax.set_title("Units that start equal stay equal")
    return Still(
        figure,
        "Training loss against the epoch from three starts. From zero it stays at guessing, from a "
        "constant it falls a little and gets stuck, from random weights it falls far. The first two have 1 "
        "different unit in the first layer, the random one 30.",
    )


def dead_networks(
    depths: Sequence[int], measured: dict[int, np.ndarray], expected: dict[int, np.ndarray]
) -> Still:
    """Draw the share of dead random ReLU networks by depth, {width: shares}, with theory's lines."""
    figure, ax = new_figure(height=2.5)
    percents = [{width: 100 * shares[width] for width in shares} for shares in (measured, expected)]
    _plot_theory(ax, depths, *percents, "{} units wide")
    ax.set(xlabel="Number of ReLU layers", ylabel="Dead networks (%)", ylim=(-3, 103))
    ax.set_title("Dead on arrival: networks that put out 0")
    ax.legend(loc="center right")
    return Still(
        figure,
        "Share of ReLU networks that put out 0 for a random input, against the number of layers, "
        "lines by theory and points from 1,000 random networks each. Two units wide, nearly all are "
        "dead from ten layers on; four wide, half of them at ten and nearly all at sixty; eight wide, "
        "about a fifth at sixty.",
    )


def _draw_map(
    ax: Axes, step: Callable[[float], float], most: float, start: float, number: int, label: str
) -> None:
    """Draw a map and the path of one value on it, as a cobweb that starts on the axis."""
    grid, color = np.linspace(0, most, 41), COLORS[number]
    ax.plot(grid, [step(x) for x in grid], color=color, linestyle=LINES[number], label=label)
    points, x = [(start, 0.0)], start
    for _ in range(12):
        y = step(x)
        points += [(x, y), (y, y)]
        x = y
    ax.plot(*np.array(points).T, color=color, linewidth=0.9, linestyle="-", alpha=0.8)


def cobwebs(weight_variances: Sequence[float], bias_variance: float) -> Still:
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
    return Still(
        figure,
        "Two square panels with the diagonal. Left the q map for three values of sigma_w squared: each "
        "curve crosses the diagonal once, at 0.19, 0.57 and 2.20, and thin stairs lead there. Right the c "
        "map: for 1 the curve stays above the diagonal and the stairs climb to c = 1; for 1.76 they climb "
        "there too, in ever smaller steps; for 4 the curve crosses the diagonal near 0.17 and comes to c = 1 "
        "from below.",
    )


def distances_by_layer(
    measured: dict[float, np.ndarray], expected: dict[float, np.ndarray]
) -> Still:
    """Draw 1 - c of two inputs by layer, {sigma_w^2: values}, measured and by theory."""
    figure, ax = new_figure(height=2.7)
    (num_states,) = {len(values) for values in expected.values()}  # the same for all
    label = r"$\sigma_w^2$ = {:g}"
    _plot_theory(ax, range(num_states), measured, expected, label, markersize=3.5)
    log_scale(ax)
    ax.set(ylim=(1e-5, 2), xlabel="Layer", ylabel="1 - c", title="Do two inputs stay apart?")
    ax.legend(loc="lower left", ncols=2)
    return Still(
        figure,
        "1 - c of two inputs against the layer, on a logarithmic axis, theory as lines and the mean of five "
        "networks of 500 units as dots. For 1 and 1.3 it falls along straight lines, for 1.76 it falls ever more slowly, "
        "for 4 it rises to nearly 1 and stays.",
    )


def singular_values_of_products(values: dict[str, np.ndarray]) -> Still:
    """Draw singular values by rank, {name: values, the largest first}."""
    figure, ax = new_figure(height=2.5)
    _plot_curves(ax, values)
    log_scale(ax)
    ax.set(ylim=(1e-15, 1e3), xlabel="Rank", ylabel="Singular value")
    ax.set_title("Products of random matrices, 200 x 200")
    ax.legend(loc="lower left")
    return Still(
        figure,
        "Singular values against their rank. The orthogonal product's are all 1, a horizontal line. The "
        "Gaussian product's start near 10 and fall steadily, the hundredth below a millionth.",
    )


def gradients_by_architecture(gradients: dict[float, dict[str, np.ndarray]]) -> Still:
    """Draw the RMS gradient of each layer's weights, {sigma_w^2: {architecture: values}}."""
    figure, axes = new_figure(len(gradients), height=2.8, sharey=True)
    panels = {rf"$\sigma_w^2$ = {variance:g}": curves for variance, curves in gradients.items()}
    _plot_by_layer(axes, panels)
    axes[0].set_ylabel("RMS gradient of the weights")
    return Still(
        figure,
        "Three panels, one for each sigma_w squared, with the RMS gradient of the weights against the "
        "layer for four architectures. With 0.25 the plain network's gradient falls by twelve orders of "
        "magnitude toward layer 1, layer norm's by two; batch norm's grows, residual stays flat. With 1.76 "
        "all lie within two orders. With 4 all grow toward layer 1, plain most.",
    )


def trained_architectures(
    accuracies: Mapping[str, np.ndarray], kinds: Sequence[str], starts: Sequence[float]
) -> Still:
    """Draw accuracies in percent, {part: (num_kinds, num_starts, num_seeds)}: a dot a network."""
    figure, axes = new_figure(len(starts), height=2.8, sharey=True)
    rows = np.arange(len(kinds))
    for ax, start, number in zip(axes, starts, range(len(starts)), strict=True):
        for (part, found), color, marker, shift in zip(
            accuracies.items(), (BLUE, RED), ("o", "s"), (-0.17, 0.17), strict=True
        ):
            places = np.repeat(rows + shift, found.shape[2])
            look = dict(color=color, markersize=4, markerfacecolor="none", mew=1)
            ax.plot(found[:, number].ravel(), places, marker, **look, label=part)
        ax.axvline(10, color=GREY, linestyle=":", linewidth=1)
        ax.set(xlim=(0, 103), ylim=(len(kinds) - 0.5, -0.5), xlabel="Accuracy (%)")
        ax.set(title=rf"$\sigma_w^2$ = {start:g}", xticks=[10, 50, 100])
    axes[0].set_yticks(rows, kinds)
    axes[0].tick_params(axis="y", length=0)
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels))
    return Still(
        figure,
        "Four panels, one for each sigma_w squared, with the accuracy of five networks of each kind, on own and "
        "on new images; a dotted line marks guessing. From 0.25 plain, orthogonal and layer norm stay there, batch "
        "norm is near 80 and residual above 95. On the critical line, 1.05 and 1.76, all are high, orthogonal "
        "the highest, layer and batch norm lower and more spread. From 4 plain and orthogonal stay below the "
        "middle, layer and batch norm near 80, residual near 90.",
    )
