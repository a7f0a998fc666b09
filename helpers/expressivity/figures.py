"""The pictures of notebook 06: they draw what the modules beside this one compute."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import LinearSegmentedColormap

from helpers.expressivity import contest, on_line
from helpers.expressivity.chaos import Shape
from helpers.expressivity.relu_network import Layers, forward
from helpers.expressivity.spectral_bias import Fit, SineRun
from helpers.expressivity.study import condition
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
    clim=(-0.6, 1.6),
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
    """Draw cells (polygons, each (num_corners, 2)) of four networks: built to fold, and a random one."""
    figure, axes = new_figure(2, height=6.6, num_rows=2)
    for ax, (name, polygons) in zip(axes.ravel(), found.items(), strict=True):
        _draw_cells(ax, name, polygons)
    return Still(
        figure,
        "Four squares divided into cells. First, twenty straight lines that touch a small circle, so that "
        "they all cross. Second, a pattern of five by five squares, each the mirror image of its "
        "neighbors. Third, one of these squares: a star of ten lines. Fourth, ten straight lines and "
        "others that bend at them, without any pattern.",
    )


def trained_cells(found: Mapping[str, Sequence[np.ndarray]]) -> Still:
    """Draw the cells (polygons, each (num_corners, 2)) of networks before and after training."""
    figure, axes = new_figure(len(found), height=2.4)
    for ax, (name, polygons) in zip(axes, found.items(), strict=True):
        _draw_cells(ax, name, polygons)
    for ax in axes[1:]:
        ax.set(ylabel="", yticklabels=[])
    return Still(
        figure,
        "The window around the spiral divided into cells, for a wide and a deep network, each before and "
        "after training. Before, the lines lie about evenly. After, the deep network's lines are crowded "
        "along the border between the arms.",
    )


def _draw_cells(ax: Axes, name: str, polygons: Sequence[np.ndarray]) -> None:
    """Draw cells in four shades; the title gives the name and their number."""
    # Four shades and hard edges: a smooth picture of a thousand cells would be large to store.
    shades = np.random.default_rng(0).integers(1, 5, len(polygons))
    style = dict(cmap="Blues", clim=(0, 7), edgecolors=BLACK, linewidths=0.4)
    ax.add_collection(PolyCollection(polygons, array=shades, antialiased=False, **style))
    (left, low), (right, high) = (f(np.concatenate(polygons), axis=0) for f in (np.min, np.max))
    ax.set(aspect="equal", xlim=(left, right), ylim=(low, high))
    ax.set(xlabel="First input", ylabel="Second input", title=f"{name}:\n{len(polygons):,} cells")


def pieces_on_a_half_line(counts: Mapping[int, Mapping[int, np.ndarray]]) -> Still:
    """Draw pieces per unit on a half-line by depth, {depth: {units: pieces (num_networks,)}}."""
    figure, ax = new_figure(height=2.7)
    ax.axhline(0.5, color=BLACK, linestyle="-", linewidth=1.2, label="one half")
    for place, by_units in enumerate(counts.values()):
        for number, (num_units, pieces) in enumerate(by_units.items()):
            share = pieces / num_units
            two_errors = 2 * share.std(ddof=1) / np.sqrt(len(share))
            at = place + 0.15 * (number - (len(by_units) - 1) / 2)
            style = dict(color=COLORS[number], fmt=MARKERS[number], capsize=3, linestyle="none")
            label = f"{num_units} units" if place == 0 else None
            ax.errorbar(at, share.mean(), two_errors, label=label, **style)
    ax.set_xticks(range(len(counts)), counts)
    ax.set(xlabel="Hidden layers", ylabel="Pieces / units", ylim=(0, 1))
    ax.set_title("Random ReLU networks on a half-line: half a piece per unit")
    ax.legend(ncols=4, loc="lower center")
    return Still(
        figure,
        "Pieces on a half-line per hidden unit, for 1, 2, 4 and 8 layers and three numbers of units: mean "
        "and two standard errors of the networks. All lie near one half.",
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
    errors = {condition(run): 100 * np.array(run["test_error"]) for run in runs}
    budgets, depths = (sorted({key[i] for key in errors}) for i in (1, 3))
    dots = dict(markersize=3.5, alpha=0.55, markeredgewidth=0)
    tasks, starts = contest.TASKS, contest.STARTS
    figure, axes = new_figure(
        len(tasks), height=4.6, num_rows=len(starts), sharey=True, sharex=True
    )
    for row, start in zip(axes, starts, strict=True):
        for ax, task in zip(row, tasks, strict=True):
            for number, budget in enumerate(budgets):
                color, medians = COLORS[number], []
                for place, depth in enumerate(depths):
                    percent = errors[task, budget, start, depth]
                    at = place + 0.2 * (number - (len(budgets) - 1) / 2)
                    ax.plot(
                        np.full(len(percent), at), percent, MARKERS[number], color=color, **dots
                    )
                    medians.append((at, np.median(percent)))
                label = f"{budget:,} parameters"
                ax.plot(*np.array(medians).T, LINES[number], color=color, label=label)
            ax.set_xticks(range(len(depths)), depths)
            ax.set(title=f"{task.capitalize()}, {start} start", ylim=(-1, 52))
        row[0].set_ylabel("Test error (%)")
    for ax in axes[-1]:
        ax.set_xlabel("Hidden layers")
    axes[0][0].legend(loc="upper left")
    return Still(
        figure,
        "Test error against the number of hidden layers, for two tasks, two starts and three budgets: a "
        "dot for each network, lines through the medians.",
    )


def decision_maps(results: Mapping[tuple[str, str], tuple]) -> Still:
    """Draw decision maps, {(task, network): (predict, x, labels)}: a row per task.

    `predict` turns points (n, 2) into probabilities (n,) of class 1.
    """
    tasks = list(dict.fromkeys(task for task, _ in results))
    names = list(dict.fromkeys(name for _, name in results))
    figure, axes = new_figure(len(names), height=4.5, num_rows=len(tasks), squeeze=False)
    for row, task in zip(axes, tasks, strict=True):
        for ax, name in zip(row, names, strict=True):
            predict, x, labels = results[task, name]
            panel = MapPanel(ax, 1.5, 200, **SIDES)  # drawn once, so that borders are smooth
            panel.set_values(predict(torch.from_numpy(panel.plane)))
            panel.set_samples(x, labels)
            ax.set(xticks=[], yticks=[])
            ax.set_title(name, fontsize=10)
        row[0].set_ylabel(task, fontweight="bold")
    figure.colorbar(
        panel.cells, ax=axes, label="Probability of orange", ticks=[0, 0.5, 1]
    ).ax.set_ylim(0, 1)
    return Still(
        figure,
        "Six decision maps in two rows, spiral above and noisy moons below, by a linear network, one with "
        "2 layers and one with 4. On the spiral only 4 layers separate the arms. On the moons 4 layers "
        "draw a winding border around single points, where the linear network draws a straight one.",
    )


def errors_by_network(errors: Mapping[tuple[str, str], tuple[np.ndarray, np.ndarray]]) -> Still:
    """Draw shares of errors, {(task, network): (on trained points, on new ones)}, a dot a network."""
    tasks = list(dict.fromkeys(task for task, _ in errors))
    names = list(dict.fromkeys(name for _, name in errors))
    figure, axes = new_figure(len(tasks), height=2.7, sharey=True)
    for ax, task in zip(axes, tasks, strict=True):
        for part, (label, color) in enumerate((("trained points", BLUE), ("new points", RED))):
            for place, name in enumerate(names):
                percent = 100 * errors[task, name][part]
                at = place + 0.24 * (part - 0.5)
                style = dict(color=color, markersize=4, alpha=0.5, markeredgewidth=0)
                ax.plot(np.full(len(percent), at), percent, MARKERS[part], **style)
                line = dict(color=color, linestyle=LINES[part], linewidth=2)
                shown = label if place == 0 else None
                ax.plot([at - 0.1, at + 0.1], [np.median(percent)] * 2, label=shown, **line)
        ax.set_xticks(range(len(names)), names)
        ax.set(title=task, ylim=(-1, 45))
    axes[0].set_ylabel("On the wrong side (%)")
    axes[1].legend(loc="upper right")
    return Still(
        figure,
        "Share of points on the wrong side, on trained and on new points, for two tasks and three "
        "networks: a dot for each seed, a line at the median. On the spiral both fall from left to right. "
        "On the moons the trained points' share falls, and that of new points rises.",
    )


def _median_and_band(ax: Axes, x: np.ndarray, values: np.ndarray, number: int, label: str) -> None:
    """Draw the median of values (num_seeds, num_x), and a band from the lowest to the highest."""
    style = dict(color=COLORS[number])
    ax.fill_between(x, values.min(axis=0), values.max(axis=0), alpha=0.25, lw=0, **style)
    ax.plot(x, np.median(values, axis=0), LINES[number], label=label, **style)


def sine_snapshots(run: SineRun, at: Sequence[int]) -> Still:
    """Draw the target, and what the networks gave after each of the steps `at`, a panel each."""
    figure, axes = new_figure(len(at), height=2.5, sharey=True)
    for ax, step in zip(axes, at, strict=True):
        ax.plot(run.positions, run.target, color=GREY, linestyle="-", linewidth=1.2, label="target")
        outputs = run.outputs[:, list(run.steps).index(step)]
        _median_and_band(ax, run.positions, outputs, 0, f"{len(outputs)} networks")
        ax.set(xlabel="Input x", title=f"After {step} steps", xlim=(0, 1), ylim=(-3, 4.2))
    axes[0].set_ylabel("Output")
    axes[0].legend(loc="upper right", ncols=2, fontsize=8, columnspacing=1)
    return Still(
        figure,
        "Three panels with the target, a slow wave with a faster and a fastest one on top, and over it the "
        "networks' outputs as a median and a narrow band. First they are a slanted line, then the slow wave "
        "alone; in the last panel they follow the middle one too, and pass through the fastest.",
    )


def sine_amplitudes(run: SineRun, frequencies: Sequence[int]) -> Still:
    """Draw how much of each sine the networks have learned, against the step."""
    figure, ax = new_figure(height=2.5)
    for number, frequency in enumerate(frequencies):
        label = f"{frequency} period{'s' if frequency > 1 else ''}"
        _median_and_band(ax, run.steps, run.amplitudes[..., number], number, label)
    ax.axhline(1, color=GREY, linestyle=":", linewidth=1)
    ax.set(xlabel="Step", ylabel="Learned amplitude", xlim=(0, run.steps[-1]), ylim=(-0.45, 1.4))
    ax.set_title("Slow waves first (the target has amplitude 1 for all)")
    ax.legend(ncols=len(frequencies), loc="lower right")
    return Still(
        figure,
        "Learned amplitude against the step for three sines: median of the networks, and a band from the "
        "lowest to the highest. The slow one reaches 1 within a few tens of steps, the middle one comes "
        "near it by the last step, the fast one stays low.",
    )


def _draw_pictures(panels: Sequence[Axes], images: Mapping[str, np.ndarray]) -> None:
    for ax, (name, image) in zip(panels, images.items(), strict=True):
        ax.imshow(image, interpolation="nearest")
        ax.set(xticks=[], yticks=[], title=name)
        ax.spines[:].set_visible(False)


def photograph_fits(original: np.ndarray, fits: Mapping[str, Fit]) -> Still:
    """Draw the photograph, what each network painted, and PSNR on learned pixels by step."""
    figure, axes = new_figure(2, height=3.7, num_rows=2)
    panels = axes.ravel()
    images = {name: fit.image for name, fit in fits.items()}
    _draw_pictures(panels[:3], {"Photograph": original} | images)
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


def long_paintings(
    original: np.ndarray,
    images: Mapping[str, np.ndarray],
    curves: Mapping[str, tuple[np.ndarray, np.ndarray]],
) -> Still:
    """Draw the larger photograph and two paintings of it; and PSNR by step of all seeds.

    `curves` holds {name: (steps, PSNR (num_seeds, 2, num_points))}, learned pixels and those between.
    """
    figure, axes = new_figure(2, height=5.4, num_rows=2)
    *panels, ax = axes.ravel()
    _draw_pictures(panels, {"Photograph": original} | images)
    for number, (name, (steps, values)) in enumerate(curves.items()):
        for part, (style, words) in enumerate((("-", "learned pixels"), ("--", "between"))):
            look = dict(color=COLORS[number], linestyle=style, linewidth=1.2)
            ax.plot(steps, values[:, part].T, **look)
            if number == 0:  # the legend tells the styles, the names stand at the lines
                ax.plot([], [], color=GREY, linestyle=style, label=words)
        ax.text(steps[-1], values[:, 1, -1].max() + 0.4, name, color=COLORS[number], ha="right")
    ax.set(xlabel="Step", ylabel="PSNR (dB)", title="Closeness: a line for each seed")
    ax.legend(loc="upper left")
    return Still(
        figure,
        "A photograph of a pagoda above a lake, and two paintings of it after a long training. From x and y "
        "only the shape of the building is there, blurred, without storeys; from seven frequencies one sees "
        "its roofs, rails and windows and the leaves of the trees. The closeness from x and y has nearly "
        "stopped growing, on learned pixels as between; from frequencies it lies higher, and the curve of the "
        "learned pixels leaves that of those between.",
    )
