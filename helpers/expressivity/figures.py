"""The pictures of notebook 06: they draw what the modules beside this one compute."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from helpers.expressivity import contest, on_line
from helpers.expressivity.chaos import Shape
from helpers.expressivity.relu_network import Layers, forward
from helpers.expressivity.spectral_bias import Fit
from helpers.pictures import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    RED,
    MapPanel,
    Still,
    new_figure,
)

# Class 0 is blue and round, class 1 orange and square; a map between them is white. Few shades keep
# the stored pictures small.
SIDES = dict(
    class_styles=[
        dict(marker=marker, color=color, markersize=3.5, mec="white", mew=0.4)
        for marker, color in (("o", BLUE), ("s", ORANGE))
    ],
    cmap=LinearSegmentedColormap.from_list("sides", [BLUE, "#ffffff", ORANGE], N=9),
    vmin=-0.6,
    vmax=1.6,
)
LINES = ("-", "--", "-.", ":")
MARKERS = "osD^"
COLORS = (BLUE, RED, GREEN, PINK)


def functions_and_kinks(networks: Mapping[str, Layers], low: float, high: float) -> Still:
    """Draw networks with one input on [low, high], and where each of their pieces ends."""
    figure, axes = new_figure(len(networks), height=2.3)
    for ax, (name, layers), color in zip(axes, networks.items(), COLORS, strict=False):
        ends = on_line.piece_ends(layers, low, high)
        values = forward(layers, ends[:, None])[:, 0]
        ax.plot(ends, values, color=color, linestyle="-")
        ax.plot(ends[1:-1], values[1:-1], "o", color=BLACK, markersize=4, label="kink")
        ax.set(xlim=(low, high), xlabel="Input x", ylabel="Output")
        ax.set_title(f"{name}: {len(ends) - 1} pieces")
    axes[0].legend(loc="best")
    return Still(
        figure,
        "Three piecewise linear functions from -3 to 3, with a dot at each kink. All three have about "
        "twenty pieces, some of them too short to be seen.",
    )


def folded_cells(found: Mapping[str, Sequence[np.ndarray]]) -> Still:
    """Draw cells (polygons, each (num_corners, 2)) of networks built to fold, and a random one."""
    return Still(
        _cell_panels(found, height=2.95, title_size=10),
        "Three squares divided into cells. Left, twenty straight lines that all cross near the center. "
        "In the middle the same kind of star is repeated in a pattern of five by five, each copy the "
        "mirror image of its neighbors. Right, ten straight lines and others that bend at them, without "
        "any pattern.",
    )


def trained_cells(found: Mapping[str, Sequence[np.ndarray]]) -> Still:
    """Draw the cells (polygons, each (num_corners, 2)) of networks before and after training."""
    return Still(
        _cell_panels(found, height=2.4, title_size=8.5),
        "Four squares divided into cells: a wide and a deep network, each before and after training. "
        "The wide one has hundreds of cells before and after. The deep one starts with far fewer, and "
        "training gives it hundreds too, crowded where the spiral is.",
    )


def _cell_panels(
    found: Mapping[str, Sequence[np.ndarray]], height: float, title_size: float
) -> Figure:
    figure, axes = new_figure(len(found), height=height)
    for ax, (name, polygons) in zip(axes, found.items(), strict=True):
        # Four shades and hard edges: a smooth picture of a thousand cells would be large to store.
        shades = np.random.default_rng(0).integers(1, 5, len(polygons))
        style = dict(cmap="Blues", clim=(0, 7), edgecolors=BLACK, linewidths=0.4)
        shaded = PolyCollection(polygons, array=shades, antialiased=False, **style)
        ax.add_collection(shaded)
        (left, low), (right, high) = (f(np.concatenate(polygons), axis=0) for f in (np.min, np.max))
        ax.set(aspect="equal", xlim=(left, right), ylim=(low, high), xlabel="First input")
        ax.set_title(f"{name}:\n{len(polygons):,} cells", fontsize=title_size)
    axes[0].set_ylabel("Second input")
    return figure


def pieces_on_a_half_line(counts: Mapping[int, Mapping[int, float]]) -> Still:
    """Draw mean pieces on a half-line against the number of units: {depth: {units: pieces}}."""
    figure, ax = new_figure(height=2.5)
    units = np.array(sorted(next(iter(counts.values()))))
    ax.plot(units, units / 2, color=BLACK, linestyle="-", linewidth=1.2, label="N / 2")
    shift = (units[1] - units[0]) / 25
    for number, (depth, mean) in enumerate(counts.items()):
        at = units + shift * (number - (len(counts) - 1) / 2)  # side by side
        label = f"{depth} hidden layer{'s' if depth > 1 else ''}"
        ax.plot(at, [mean[n] for n in units], MARKERS[number], color=COLORS[number], label=label)
    ax.set(xlabel="Number of hidden units N", ylabel="Pieces on a half-line", ylim=(0, None))
    ax.set_title("Random ReLU networks: depth does not matter")
    ax.legend()
    return Still(
        figure,
        "Mean number of pieces on a half-line against the number of hidden units, for 1, 2, 4 and 8 "
        "layers. All points lie near one straight line, half the number of units.",
    )


def shapes_by_layer(
    measured: Mapping[float, Sequence[Shape]], predicted: Mapping[float, Sequence[Shape]]
) -> Still:
    """Draw length and curvature by layer, {sigma_w: shapes}, as measured and as theory predicts."""
    figure, axes = new_figure(2, height=2.6)
    for ax, what in zip(axes, ("length", "curvature"), strict=True):
        for number, sigma_w in enumerate(predicted):
            color = COLORS[number]
            theory = [getattr(shape, what) for shape in predicted[sigma_w]]
            points = [getattr(shape, what) for shape in measured[sigma_w]]
            label = rf"$\sigma_w$ = {sigma_w:g}"
            ax.plot(theory, color=color, linestyle=LINES[number], linewidth=1.3)
            ax.plot(points, MARKERS[number], color=color, markersize=5, label=label)
        ax.set(xlabel="Layer", yscale="log", xticks=range(0, len(theory), 2))
    axes[0].set(ylabel=r"Length / $\sqrt{N}$", title="Length")
    axes[0].legend()
    axes[1].set(ylabel=r"Curvature $\times \sqrt{N}$", title="Mean curvature")
    axes[1].set_yticks([0.3, 1, 3], ["0.3", "1", "3"])
    axes[1].set_yticks([], minor=True)
    return Still(
        figure,
        "Length and mean curvature by layer for three values of sigma_w: theory as lines, one network "
        "of 500 units as points on them. Length falls for 1.3 and rises for 2.5 and 4. Curvature rises "
        "steadily for 1.3, as the curve shrinks, and levels off for 2.5 and 4.",
    )


def contest_results(runs: Sequence[dict]) -> Still:
    """Draw the test errors of the contest's chosen runs: dots for networks, lines for medians."""
    errors = {
        (run["task"], run["budget"], run["depth"]): 100 * np.array(run["test_error"])
        for run in runs
    }
    tasks = list(contest.TASKS)
    budgets, depths = (sorted({key[i] for key in errors}) for i in (1, 2))
    dots = dict(markersize=3.5, alpha=0.55, markeredgewidth=0)
    figure, axes = new_figure(len(tasks), height=2.9, sharey=True)
    for ax, task in zip(axes, tasks, strict=True):
        for number, budget in enumerate(budgets):
            color, medians = COLORS[number], []
            for place, depth in enumerate(depths):
                percent = errors[task, budget, depth]
                at = place + 0.2 * (number - (len(budgets) - 1) / 2)
                ax.plot(np.full(len(percent), at), percent, MARKERS[number], color=color, **dots)
                medians.append((at, np.median(percent)))
            label = f"{budget:,} parameters"
            ax.plot(*np.array(medians).T, LINES[number], color=color, linewidth=1.5, label=label)
        ax.set_xticks(range(len(depths)), depths)
        ax.set(xlabel="Hidden layers", title=task.capitalize(), ylim=(-1, 52))
    axes[0].set_ylabel("Test error (%)")
    axes[0].legend(loc="upper left")
    return Still(
        figure,
        "Test error against the number of hidden layers for two tasks and three budgets: a dot for each "
        "network, lines through the medians.",
    )


def decision_maps(results: Mapping[tuple[str, str], tuple]) -> Still:
    """Draw decision maps, {(task, network): (predict, x, labels, on trained points, on new ones)}.

    `predict` turns points (n, 2) into probabilities (n,). The last two are (loss, share of errors).
    One row per task, one column per network.
    """
    tasks = list(dict.fromkeys(task for task, _ in results))
    names = list(dict.fromkeys(name for _, name in results))
    figure, axes = new_figure(len(names), height=4.5, num_rows=len(tasks), squeeze=False)
    for row, task in zip(axes, tasks, strict=True):
        for ax, name in zip(row, names, strict=True):
            predict, x, labels, trained, new = results[task, name]
            panel = MapPanel(ax, 1.5, 100, **SIDES)
            panel.set_values(predict(torch.from_numpy(panel.plane)))
            panel.set_samples(x, labels)
            ax.set(xticks=[], yticks=[])
            title = name
            for part, (loss, error) in (("trained", trained), ("new", new)):
                title += f"\n{part}: {100 * error:.0f} % wrong, loss {loss:.2f}"
            ax.set_title(title, fontsize=8.5, fontweight="normal")
        row[0].set_ylabel(task, fontweight="bold")
    return Still(
        figure,
        "Six decision maps in two rows, spiral above and noisy moons below, by a linear network, one with "
        "2 layers and one with 4. Above each map stand the errors and the loss on trained and on new "
        "points. On the spiral only 4 layers separate the arms. On the moons 4 layers draw a winding "
        "border around single points, where the linear network draws a straight one.",
    )


def sine_amplitudes(steps: np.ndarray, amplitudes: np.ndarray, frequencies: Sequence[int]) -> Still:
    """Draw the learned amplitudes (num_points, num_frequencies) against the step."""
    figure, ax = new_figure(height=2.5)
    for number, (frequency, values) in enumerate(zip(frequencies, amplitudes.T, strict=True)):
        label = f"{frequency} period{'s' if frequency > 1 else ''}"
        ax.plot(steps, values, LINES[number], color=COLORS[number], label=label)
    ax.axhline(1, color=GREY, linestyle=":", linewidth=1)
    ax.set(xlabel="Step", ylabel="Learned amplitude", xlim=(0, steps[-1]), ylim=(-0.2, 1.4))
    ax.set_title("Slow waves first (the target has amplitude 1 for all)")
    ax.legend(ncols=len(frequencies), loc="lower right")
    return Still(
        figure,
        "Learned amplitude against the step for three sines. The slow one reaches 1 within a few tens of "
        "steps, the middle one some 0.85 after 200 steps, the fast one stays below a fifth.",
    )


def photograph_fits(original: np.ndarray, fits: Mapping[str, Fit]) -> Still:
    """Draw the photograph, what each network painted, and PSNR on learned pixels by step."""
    figure, axes = new_figure(2, height=3.7, num_rows=2)
    panels = axes.ravel()
    images = {"Photograph": original} | {name: fit.image for name, fit in fits.items()}
    for ax, (name, image) in zip(panels[:3], images.items(), strict=True):
        ax.imshow(image, interpolation="nearest")
        ax.set(xticks=[], yticks=[], title=name)
    for number, (name, fit) in enumerate(fits.items()):
        panels[3].plot(fit.steps, fit.learned, LINES[number], color=COLORS[number], label=name)
    panels[3].set(xlabel="Step", ylabel="PSNR (dB)", title="Closeness on the learned pixels")
    panels[3].legend(loc="lower right")
    return Still(
        figure,
        "A photograph of a pagoda above a lake, and two paintings of it. From x and y the network gives a "
        "blur of green, blue and brown; from six frequencies one sees roofs and trees. The curves of "
        "closeness against step part within the first tens of steps.",
    )
