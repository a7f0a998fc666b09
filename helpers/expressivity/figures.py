"""The pictures of notebook 06: they draw what the modules beside this one compute."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from helpers.explorable import Scene
from helpers.expressivity import chaos, contest, model, photo
from helpers.mlp import parameter_count
from helpers.pictures import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    RED,
    Pixels,
    new_figure,
    set_pixels,
)
from helpers.statistics import principal_components
from helpers.training import predict

# Class 0 is blue and round, class 1 orange and square; a map between them is white. Few shades keep
# the stored pictures small.
SIDES = LinearSegmentedColormap.from_list("sides", [BLUE, "#ffffff", ORANGE], N=9)
CLASS_STYLES = (("o", BLUE), ("s", ORANGE))
LINES = ("-", "--", "-.", ":")
MARKERS = "osD^"
COLORS = (BLUE, RED, GREEN, PINK)


def functions_and_kinks(networks: dict[str, model.Layers], low: float, high: float) -> Figure:
    """Draw networks with one input on [low, high], and where each of their pieces ends."""
    figure, axes = new_figure(len(networks), height=2.3)
    for ax, (name, layers), color in zip(axes, networks.items(), COLORS):
        ends = model.piece_ends(layers, low, high)
        values = model.forward(layers, ends[:, None])[:, 0]
        ax.plot(ends, values, color=color, linestyle="-")
        ax.plot(ends[1:-1], values[1:-1], "o", color=BLACK, markersize=4, label="kink")
        ax.set(xlim=(low, high), xlabel="Input x", ylabel="Output")
        ax.set_title(f"{name}: {len(ends) - 1} pieces")
    axes[0].legend(loc="best")
    return figure


def _folded_strip(x: np.ndarray, depth: int, gap: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Return where the points x of a paper strip lie once it is folded, and the next fold's hinge.

    Every fold lays the right half on the left and stretches the strip to its old length.
    """
    u, height = x, np.zeros_like(x)
    hinge = gap / 2
    for level in range(depth):
        height = np.where(u > 0.5, 2 * hinge - height, height)
        u = model.fold(u)
        hinge = gap * (2 ** (level + 1) - 0.5)
    return u, height, hinge


def fold_explorer(most_folds: int = 6) -> Scene:
    """A strip of paper that is folded in half again and again, a pin through it, and the sawtooth."""
    figure, (ax, ax_saw) = new_figure(2, height=2.9)
    x = np.linspace(0, 1, 2**10 + 1)  # 16 points on each of 64 layers
    ax.set(xlim=(-0.05, 1.05), ylim=(-0.06, 0.95), xlabel="Place in the folded strip")
    ax.set_yticks([])
    ax.set_title("A strip, folded and stretched")
    strip = LineCollection([], cmap="viridis", linewidths=2)
    strip.set_array((x[:-1] + x[1:]) / 2)
    ax.add_collection(strip)
    strip.set_clim(0, 1)
    bar = figure.colorbar(
        strip, ax=ax, orientation="horizontal", shrink=0.7, aspect=30, ticks=[0, 0.5, 1]
    )
    bar.set_label("Place x in the strip before any fold")
    (pin,) = ax.plot([], [], color=RED, linestyle="--", linewidth=1.2)
    (holes,) = ax.plot([], [], "o", color=RED, markersize=4)

    ax_saw.set(xlim=(0, 1), ylim=(0, 1.04), xlabel="Input x", ylabel="Output")
    ax_saw.set_title("The same as a function: the sawtooth")
    (saw,) = ax_saw.plot([], [], color=BLUE, linestyle="-")
    (level,) = ax_saw.plot([], [], color=RED, linestyle="--", linewidth=1.2)
    (dots,) = ax_saw.plot([], [], "o", color=RED, markersize=5)

    def place(x: np.ndarray, depth: int, share: float) -> np.ndarray:
        u, height, hinge = _folded_strip(x, depth, min(0.06, 0.3 / 2**depth))
        angle = np.pi * share
        across, up = u - 0.5, height - hinge
        moves = (u > 0.5) & (share > 0)
        u = np.where(moves, 0.5 + across * np.cos(angle) - up * np.sin(angle), u)
        height = np.where(moves, hinge + across * np.sin(angle) + up * np.cos(angle), height)
        return np.stack([u, height], axis=1)

    def draw(depth: int, share: float, pin_at: float) -> str:
        points = place(x, depth, share)
        strip.set_segments(np.stack([points[:-1], points[1:]], axis=1))
        ends = np.arange(2**depth + 1) / 2**depth
        saw.set_data(ends, np.arange(2**depth + 1) % 2 if depth else ends)
        # The x that a pin goes through: on every piece the place pin_at, from its left or right end.
        piece = np.arange(2**depth)
        through = (piece + np.where(piece % 2 == 0, pin_at, 1 - pin_at)) / 2**depth
        holes.set_data(*place(through, depth, share).T)
        pin.set_data([pin_at, pin_at] if share == 0 else [], [-0.05, 0.5] if share == 0 else [])
        level.set_data([0, 1], [pin_at, pin_at])
        dots.set_data(through, np.full(2**depth, pin_at))
        layers, inputs = ("layer", "input gives") if depth == 0 else ("layers", "inputs give")
        under_way = f" The next fold is {100 * share:.0f} % done." if share else ""
        return (
            f"Folds: {depth}. Pieces: {2**depth}. A pin at {pin_at:g} goes through {2**depth} "
            f"{layers} of paper, so {2**depth} {inputs} the output {pin_at:g}. Units: {2 * depth}, "
            f"two a fold; one hidden layer would need {2**depth - 1} kinks.{under_way}"
        )

    return Scene(figure, [strip, pin, holes, saw, level, dots], draw)


def _draw_cells(ax, found: Sequence[np.ndarray]) -> None:
    # Four shades and hard edges: a smooth picture of a thousand cells would be large to store.
    shades = np.random.default_rng(0).integers(1, 5, len(found))
    polygons = PolyCollection(found, array=shades, cmap="Blues", edgecolors=BLACK, linewidths=0.4)
    polygons.set(clim=(0, 7), antialiased=False)
    ax.add_collection(polygons)
    corners = np.concatenate(found)
    ax.set(aspect="equal", xlim=np.sort(corners[:, 0])[[0, -1]])
    ax.set(ylim=np.sort(corners[:, 1])[[0, -1]], xlabel="First input")


def planar_cells(found: dict[str, Sequence[np.ndarray]]) -> Figure:
    """Draw the cells (polygons, each (num_corners, 2)) of several networks, one panel each."""
    figure, axes = new_figure(len(found), height=2.95 if len(found) < 4 else 2.4)
    for ax, (name, polygons) in zip(axes, found.items()):
        _draw_cells(ax, polygons)
        size = 10 if len(found) < 4 else 8.5
        ax.set_title(f"{name}:\n{len(polygons):,} cells", fontsize=size)
    axes[0].set_ylabel("Second input")
    return figure


def pieces_on_a_half_line(counts: dict[int, dict[int, float]]) -> Figure:
    """Draw mean pieces on a half-line against the number of units: {depth: {units: pieces}}."""
    figure, ax = new_figure(height=2.5)
    units = np.array(sorted(next(iter(counts.values()))))
    ax.plot(units, units / 2, color=BLACK, linestyle="-", linewidth=1.2, label="N / 2")
    shift = (units[1] - units[0]) / 25
    for number, (depth, mean) in enumerate(counts.items()):
        ax.plot(
            units + shift * (number - (len(counts) - 1) / 2),  # side by side
            [mean[n] for n in units],
            MARKERS[number],
            color=COLORS[number],
            label=f"{depth} hidden layer{'s' if depth > 1 else ''}",
        )
    ax.set(xlabel="Number of hidden units N", ylabel="Pieces on a half-line", ylim=(0, None))
    ax.set_title("Random ReLU networks: depth does not matter")
    ax.legend()
    return figure


def _most_extended_view(h: np.ndarray, q: float) -> np.ndarray:
    """Return h (num_points, width) along its two principal axes; a circle of mean square q has radius 1."""
    view = principal_components(h)[0] / np.sqrt(h.shape[1] * q)
    return view * np.where(view[0] < 0, -1, 1)  # an axis has no sign: choose the first point's


def random_circle(most_layers: int = 8, width: int = 100, num_points: int = 360) -> Scene:
    """A circle on its way through a random tanh network, and its length against theory."""
    figure, (ax, ax_unit, ax_length) = new_figure(3, height=2.7)
    ax.set(xlim=(-1.25, 1.25), ylim=(-1.25, 1.25), aspect="equal")
    ax.set(xlabel="Along its longest extension", ylabel="Along its second longest")
    ax.set_title("The curve's broad side")
    (curve,) = ax.plot([], [], color=BLUE, linestyle="-", linewidth=1.1)
    (here,) = ax.plot([], [], "o", color=RED, markersize=5)
    ax_unit.set(xlim=(0, 360), ylim=(-3.5, 3.5), xticks=range(0, 361, 90))
    ax_unit.set(xlabel="Angle on the circle (degrees)", ylabel="h of one unit / RMS")
    ax_unit.set_title("One of its units")
    (unit,) = ax_unit.plot([], [], color=BLUE, linestyle="-", linewidth=1.1)
    angles = 360 * np.arange(num_points) / num_points
    ax_length.set(xlim=(-0.4, most_layers + 0.4), ylim=(1e-3, 1e4), yscale="log")
    ax_length.set(xlabel="Layer", ylabel=r"Length / $\sqrt{N}$")
    ax_length.set_xticks(range(0, most_layers + 1, 2))
    ax_length.set_yticks([1e-2, 1, 1e2, 1e4])
    ax_length.set_yticks([], minor=True)
    ax_length.set_title("Length of the curve")
    (theory,) = ax_length.plot([], [], color=BLACK, linestyle="--", label="theory")
    (measured,) = ax_length.plot([], [], "o", color=BLUE, markersize=5, label=f"N = {width}")
    (now,) = ax_length.plot([], [], "o", color=RED, markersize=9, fillstyle="none", mew=2)
    ax_length.legend(loc="upper left")

    def draw(depth: int, sigma_w: float, sigma_b: float) -> str:
        states = list(chaos.propagate(sigma_w, sigma_b, depth, 1.0, width, num_points))
        expected = chaos.predict_shapes(sigma_w, sigma_b, most_layers, 1.0)
        lengths = [shape.length for _, shape in states]
        h, shape = states[-1]
        points = _most_extended_view(h, shape.q)
        curve.set_data(*np.concatenate([points, points[:1]]).T)
        here.set_data(*points[:1].T)
        unit.set_data(angles, h[:, 0] / np.sqrt(shape.q))
        theory.set_data(range(most_layers + 1), [shape.length for shape in expected])
        measured.set_data(range(depth + 1), lengths)
        now.set_data([depth], lengths[-1:])
        stretch = np.sqrt(chaos.chi_1(chaos.fixed_q(sigma_w, sigma_b), sigma_w))
        phase = "chaos: curves grow" if stretch > 1 else "order: curves shrink"
        return (
            f"With sigma_w = {sigma_w:g} and sigma_b = {sigma_b:g}, theory says that deep layers "
            f"multiply the length by {stretch:.3f}: {phase}. In layer {depth} it is "
            f"{lengths[-1]:.3g} (theory {expected[depth].length:.3g}); the circle's was "
            f"{lengths[0]:.3g}. On average a unit turns {chaos.count_turns(h).mean():.1f} times on the "
            "way around."
        )

    return Scene(figure, [theory, measured, curve, here, unit, now], draw)


def shapes_by_layer(measured: dict[float, list], predicted: dict[float, list]) -> Figure:
    """Draw length and curvature by layer, {sigma_w: shapes}, as measured and as theory predicts."""
    figure, axes = new_figure(2, height=2.6)
    for ax, what in zip(axes, ("length", "curvature")):
        for number, sigma_w in enumerate(predicted):
            color = COLORS[number]
            theory = [getattr(shape, what) for shape in predicted[sigma_w]]
            points = [getattr(shape, what) for shape in measured[sigma_w]]
            label = rf"$\sigma_w$ = {sigma_w:g}"
            ax.plot(theory, color=color, linestyle=LINES[number], linewidth=1.3)
            ax.plot(points, MARKERS[number], color=color, markersize=5, label=label)
        ax.set(xlabel="Layer", yscale="log", xticks=range(0, len(theory), 2))
    axes[0].set(ylabel=r"Length / $\sqrt{N}$")
    axes[0].set_title("Length")
    axes[0].legend()
    axes[1].set_yticks([0.3, 1, 3], ["0.3", "1", "3"])
    axes[1].set_yticks([], minor=True)
    axes[1].set(ylabel=r"Curvature $\times \sqrt{N}$")
    axes[1].set_title("Mean curvature")
    return figure


def contest_results(runs: Sequence[dict]) -> Figure:
    """Draw the test errors of the contest's chosen runs: a dot for a network, a line for medians."""
    tasks = list(contest.TASKS)
    budgets = sorted({run["budget"] for run in runs})
    depths = sorted({run["depth"] for run in runs})
    figure, axes = new_figure(len(tasks), height=2.9, sharey=True)
    for ax, task in zip(axes, tasks):
        for number, budget in enumerate(budgets):
            color, medians = COLORS[number], []
            for place, depth in enumerate(depths):
                (errors,) = (
                    run["test_error"]
                    for run in runs
                    if (run["task"], run["budget"], run["depth"]) == (task, budget, depth)
                )
                at = place + 0.2 * (number - (len(budgets) - 1) / 2)
                ax.plot(
                    np.full(len(errors), at),
                    100 * np.array(errors),
                    MARKERS[number],
                    color=color,
                    markersize=3.5,
                    alpha=0.55,
                    markeredgewidth=0,
                )
                medians.append((at, 100 * np.median(errors)))
            label = f"{budget:,} parameters"
            ax.plot(*np.array(medians).T, LINES[number], color=color, linewidth=1.5, label=label)
        ax.set_xticks(range(len(depths)), depths)
        ax.set(xlabel="Hidden layers", title=task.capitalize(), ylim=(-1, 52))
    axes[0].set_ylabel("Test error (%)")
    axes[0].legend(loc="upper left")
    return figure


def _map_panel(ax, limit: float, num_side: int):
    """Prepare a decision map; return its image, one line of points a class, and the plane's points."""
    axis = np.linspace(-limit, limit, num_side)
    plane = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    image = Pixels(
        ax,
        np.zeros((num_side, num_side)),
        origin="lower",
        extent=(-limit, limit, -limit, limit),
        cmap=SIDES,
    )
    image.set_clim(-0.6, 1.6)
    points = [
        ax.plot([], [], marker, color=color, markersize=3.5, mec="white", mew=0.4)[0]
        for marker, color in CLASS_STYLES
    ]
    return image, points, torch.tensor(plane, dtype=torch.float32)


def _set_points(points, x: torch.Tensor, labels: torch.Tensor) -> None:
    for number, line in enumerate(points):
        line.set_data(*x[labels == number].T.numpy())


Run = Callable[..., Iterator[tuple[float, str]]]


def budget_with_run(num_steps: int = 1000, num_points: int = 300) -> tuple[Scene, Run]:
    """One network that spends a budget on depth and width, as it learns a spiral; the run of `Live`."""
    figure, (ax, ax_error) = new_figure(2, height=2.7)
    image, points, plane = _map_panel(ax, 1.15, 64)
    ax.set(xlabel="First input", ylabel="Second input")
    name = ax.text(0, 1.02, "", transform=ax.transAxes, fontweight="bold", fontsize=10)
    ax_error.set(xlim=(0, num_steps), ylim=(0, 60), xlabel="Step", ylabel="Error (%)")
    ax_error.set_title("Share of points on the wrong side")
    ax_error.axhline(50, color=GREY, linestyle=":", linewidth=1)
    ax_error.text(num_steps, 51, "guessing", color=GREY, ha="right")
    (train_line,) = ax_error.plot([], [], color=BLUE, linestyle="-", label="training points")
    (test_line,) = ax_error.plot([], [], color=RED, linestyle="--", label="new points")
    ax_error.legend(loc="upper right", bbox_to_anchor=(1, 0.85))

    def start(depth: int, parameters: int, task: str, seed: int):
        sizes = contest.sizes_for(parameters, depth)
        train, test = (
            contest.draw_samples(task, count, [1000 * seed + part])
            for part, count in ((0, num_points), (2, 1000))
        )
        _set_points(points, train[0][0], train[1][0])
        name.set_text(f"Hidden units: {'-'.join(map(str, sizes[1:-1]))}")
        return sizes, contest.stack_networks(sizes, [seed]), train, test

    def show(stacked, errors) -> None:
        p = torch.sigmoid(predict(stacked, plane))
        set_pixels(image, p.reshape(64, 64).numpy())
        for line, column in ((train_line, 1), (test_line, 2)):
            line.set_data([row[0] for row in errors], [row[column] for row in errors])

    def draw(depth: int, parameters: int, task: str, lr: float, seed: int) -> str:
        sizes, stacked, _, _ = start(depth, parameters, task, seed)
        show(stacked, [])
        return (
            f"{_hidden_units(sizes)}: {parameter_count(sizes)} parameters of {parameters}. "
            f"Untrained. Press <b>Train</b> for {num_steps} steps."
        )

    def run(depth: int, parameters: int, task: str, lr: float, seed: int):
        sizes, stacked, train, test = start(depth, parameters, task, seed)
        errors, stride = [], num_steps // 50
        for _ in contest.train_stacked(stacked, *train, lr, num_steps, stride):
            rates = [100 * contest.error_rates(stacked, *sample)[0] for sample in (train, test)]
            errors.append((stride * (len(errors) + 1), *rates))
            show(stacked, errors)
            yield (
                errors[-1][0] / num_steps,
                f"{_hidden_units(sizes)}. After {errors[-1][0]} steps {rates[0]:.1f} % of the "
                f"training points and {rates[1]:.1f} % of new points are on the wrong side.",
            )

    return Scene(figure, [image, *points, name, train_line, test_line], draw), run


def _hidden_units(sizes: Sequence[int]) -> str:
    widths = sizes[1:-1]
    layers = "layer" if len(widths) == 1 else "layers"
    return f"{len(widths)} hidden {layers} of {', '.join(map(str, widths))} units"


def budget() -> Scene:
    """The scene of `budget_with_run`."""
    return budget_with_run()[0]


def decision_maps(results: dict[tuple[str, str], tuple]) -> Figure:
    """Draw decision maps, {(task, network): (predict, x, labels, on trained points, on new ones)}.

    `predict` turns points (n, 2) into probabilities (n,). The last two are (loss, share of errors).
    One row a task, one column a network.
    """
    tasks = list(dict.fromkeys(task for task, _ in results))
    names = list(dict.fromkeys(name for _, name in results))
    figure, axes = new_figure(len(names), height=4.5, num_rows=len(tasks), squeeze=False)
    for row, task in zip(axes, tasks):
        for ax, name in zip(row, names):
            predict, x, labels, trained, new = results[task, name]
            image, points, plane = _map_panel(ax, 1.5, 100)
            set_pixels(image, predict(plane).reshape(100, 100))
            _set_points(points, x, labels)
            ax.set(xticks=[], yticks=[])
            ax.set_title(
                f"{name}\ntrained: {100 * trained[1]:.0f} % wrong, loss {trained[0]:.2f}\n"
                f"new: {100 * new[1]:.0f} % wrong, loss {new[0]:.2f}",
                fontsize=8.5,
                fontweight="normal",
            )
        row[0].set_ylabel(task, fontweight="bold")
    return figure


def sine_amplitudes(steps, amplitudes, frequencies) -> Figure:
    """Draw the learned amplitudes (num_points, num_frequencies) against the step."""
    figure, ax = new_figure(height=2.5)
    for number, (frequency, values) in enumerate(zip(frequencies, amplitudes.T)):
        ax.plot(
            steps,
            values,
            LINES[number],
            color=COLORS[number],
            label=f"{frequency} period{'s' if frequency > 1 else ''}",
        )
    ax.axhline(1, color=GREY, linestyle=":", linewidth=1)
    ax.set(xlabel="Step", ylabel="Learned amplitude", xlim=(0, steps[-1]), ylim=(-0.2, 1.4))
    ax.set_title("Slow waves first (the target has amplitude 1 for all)")
    ax.legend(ncols=len(frequencies), loc="lower right")
    return figure


def fourier_frequencies_with_run(num_steps: int = 300) -> tuple[Scene, Run]:
    """A network that paints a photograph from positions, encoded or not; the run of `Live`."""
    original = photo.photograph()
    figure, ((ax_photo, ax_wave), (ax_image, ax_psnr)) = new_figure(2, height=3.7, num_rows=2)
    for ax in (ax_photo, ax_wave, ax_image):
        ax.set(xticks=[], yticks=[])
    ax_photo.set_title("Photograph")
    Pixels(ax_photo, original)
    ax_wave.set_title("The finest wave among its inputs")
    wave = Pixels(ax_wave, original[..., 0], cmap="gray")
    wave.set_clim(-1, 1)
    ax_image.set(title="What the network paints", facecolor=GREY)
    image = Pixels(ax_image, original)
    ax_psnr.set(xlim=(0, num_steps), ylim=(10, 32), xlabel="Step", ylabel="PSNR (dB)")
    ax_psnr.set_title("Closeness: higher is better")
    (learned,) = ax_psnr.plot([], [], color=BLUE, linestyle="-", label="pixels that it learns")
    (held_out,) = ax_psnr.plot([], [], color=RED, linestyle="--", label="pixels between them")
    ax_psnr.legend(loc="lower right")
    positions = photo.pixel_positions(*original.shape[:2])

    def draw(num_frequencies: int) -> str:
        features = photo.encode(positions, num_frequencies)
        finest = features[:, -2] if num_frequencies else features[:, 0]
        set_pixels(wave, finest.reshape(original.shape[:2]))
        image.set_visible(False)  # nothing is painted yet
        learned.set_data([], [])
        held_out.set_data([], [])
        return (
            f"{_inputs(num_frequencies)}. The picture at the top right shows one of the finest. "
            f"Press <b>Paint</b> for {num_steps} steps."
        )

    def run(num_frequencies: int):
        for fit in photo.fit_photograph(original, num_frequencies, num_steps):
            image.set_visible(True)
            set_pixels(image, fit.image)
            learned.set_data(fit.steps, fit.learned)
            held_out.set_data(fit.steps, fit.held_out)
            yield (
                fit.steps[-1] / num_steps,
                f"{_inputs(num_frequencies)}. After {fit.steps[-1]} steps: {fit.learned[-1]:.1f} dB "
                f"on the pixels it learns, {fit.held_out[-1]:.1f} dB on those between.",
            )

    return Scene(figure, [wave, image, learned, held_out], draw), run


def fourier_frequencies() -> Scene:
    """The scene of `fourier_frequencies_with_run`."""
    return fourier_frequencies_with_run()[0]


def _inputs(num_frequencies: int) -> str:
    if num_frequencies == 0:
        return "The network is given x and y themselves: 2 inputs"
    return (
        f"The network is given {4 * num_frequencies} waves, up to frequency "
        f"2<sup>{num_frequencies - 1}</sup> &pi;"
    )


def photograph_fits(original: np.ndarray, fits: dict[str, photo.Fit]) -> Figure:
    """Draw the photograph, what each network painted, and PSNR on learned pixels against the step."""
    figure, axes = new_figure(2, height=3.7, num_rows=2)
    panels = axes.ravel()
    images = {"Photograph": original} | {name: fit.image for name, fit in fits.items()}
    for ax, (name, image) in zip(panels, images.items()):
        ax.imshow(image, interpolation="nearest")
        ax.set(xticks=[], yticks=[])
        ax.set_title(name)
    for number, (name, fit) in enumerate(fits.items()):
        panels[3].plot(fit.steps, fit.learned, LINES[number], color=COLORS[number], label=name)
    panels[3].set(xlabel="Step", ylabel="PSNR (dB)", title="Closeness on the learned pixels")
    panels[3].legend(loc="lower right")
    return figure
