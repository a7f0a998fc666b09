"""The moving pictures of notebook 06."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Any

import numpy as np
import torch
from matplotlib.collections import LineCollection
from torch import Tensor

from helpers.ensembles import Ensemble
from helpers.expressivity import chaos, contest, folding, spectral_bias
from helpers.expressivity.figures import SIDES
from helpers.meanfield import chi_1, fixed_q
from helpers.mlp import parameter_count
from helpers.pictures import BLACK, BLUE, GREY, RED, MapPanel, Pixels, new_figure
from helpers.scene import Choice, Run, Scene, Slider
from helpers.statistics import principal_components
from helpers.training import predict


def fold_explorer() -> Scene:
    """A strip of paper that is folded again and again, a pin through it, and the sawtooth."""
    figure, (ax, ax_saw) = new_figure(2, height=2.9)
    x = np.linspace(0, 1, 2**10 + 1)  # 16 points on each of 64 layers
    ax.set(xlim=(-0.05, 1.05), ylim=(-0.06, 0.95), yticks=[])
    ax.set(xlabel="Place in the folded strip", title="A strip, folded and stretched")
    strip = LineCollection([], cmap="viridis", linewidths=2)
    strip.set_array((x[:-1] + x[1:]) / 2)
    ax.add_collection(strip)
    strip.set_clim(0, 1)
    style = dict(orientation="horizontal", shrink=0.7, aspect=30, ticks=[0, 0.5, 1])
    figure.colorbar(strip, ax=ax, label="Place x in the strip before any fold", **style)
    (pin,) = ax.plot([], [], color=RED, linestyle="--", linewidth=1.2)
    (holes,) = ax.plot([], [], "o", color=RED, markersize=4)

    ax_saw.set(xlim=(0, 1), ylim=(0, 1.04), xlabel="Input x", ylabel="Output")
    ax_saw.set_title("The same as a function: the sawtooth")
    (saw,) = ax_saw.plot([], [], color=BLUE, linestyle="-")
    (level,) = ax_saw.plot([], [], color=RED, linestyle="--", linewidth=1.2)
    (dots,) = ax_saw.plot([], [], "o", color=RED, markersize=5)

    def draw(
        depth: Annotated[int, Slider("Folds (hidden layers)", 2, 0, 6, 1)],
        share: Annotated[float, Slider("Next fold (share done)", 0.0, 0.0, 1.0, 0.05)],
        pin_at: Annotated[float, Slider("Pin at", 0.3, 0.05, 0.95, 0.05)],
    ) -> str:
        gap = min(0.06, 0.3 / 2**depth)
        points = np.stack(folding.folded_strip(x, depth, share, gap), axis=1)
        strip.set_segments(np.stack([points[:-1], points[1:]], axis=1))
        ends = np.arange(2**depth + 1) / 2**depth
        saw.set_data(ends, folding.sawtooth(ends, depth))
        # The x that a pin goes through: pin_at of every piece, from its left or right end.
        piece = np.arange(2**depth)
        through = (piece + np.where(piece % 2 == 0, pin_at, 1 - pin_at)) / 2**depth
        holes.set_data(*folding.folded_strip(through, depth, share, gap))
        pin.set_data([pin_at, pin_at], [-0.05, 0.5])
        pin.set_visible(share == 0)
        level.set_data([0, 1], [pin_at, pin_at])
        dots.set_data(through, np.full(2**depth, pin_at))
        layers, inputs = ("layer", "input gives") if depth == 0 else ("layers", "inputs give")
        under_way = f" The next fold is {100 * share:.0f} % done." if share else ""
        return (
            f"Folds: {depth}. Pieces: {2**depth}. A pin at {pin_at:g} goes through {2**depth} "
            f"{layers} of paper, so {2**depth} {inputs} the output {pin_at:g}. Units: {2 * depth}, "
            f"two a fold; one hidden layer would need {2**depth - 1} kinks.{under_way}"
        )

    title = "A strip of paper folded again and again, and the sawtooth that it makes"
    artists = [strip, pin, holes, saw, level, dots]
    return Scene(title, figure, artists, draw)


def random_circle() -> Scene:
    """A circle on its way through a random tanh network, and its length against theory."""
    num_layers, width, num_points = 8, 100, 360
    figure, (ax, ax_unit, ax_length) = new_figure(3, height=2.7)
    ax.set(xlim=(-1.25, 1.25), ylim=(-1.25, 1.25), aspect="equal", title="The curve's broad side")
    ax.set(xlabel="Along its longest extension", ylabel="Along its second longest")
    (curve,) = ax.plot([], [], color=BLUE, linestyle="-", linewidth=1.1)
    (here,) = ax.plot([], [], "o", color=RED, markersize=5)
    ax_unit.set(xlim=(0, 360), ylim=(-3.5, 3.5), xticks=range(0, 361, 90), title="One of its units")
    ax_unit.set(xlabel="Angle on the circle (degrees)", ylabel="h of one unit / RMS")
    (unit,) = ax_unit.plot([], [], color=BLUE, linestyle="-", linewidth=1.1)
    angles = 360 * np.arange(num_points) / num_points
    ax_length.set(xlim=(-0.4, num_layers + 0.4), ylim=(1e-3, 1e4), yscale="log")
    ax_length.set(xlabel="Layer", ylabel=r"Length / $\sqrt{N}$", title="Length of the curve")
    ax_length.set(xticks=range(0, num_layers + 1, 2), yticks=[1e-2, 1, 1e2, 1e4])
    ax_length.set_yticks([], minor=True)
    (theory,) = ax_length.plot([], [], color=BLACK, linestyle="--", label="theory")
    (measured,) = ax_length.plot([], [], "o", color=BLUE, markersize=5, label=f"N = {width}")
    (now,) = ax_length.plot([], [], "o", color=RED, markersize=9, fillstyle="none", mew=2)
    ax_length.legend(loc="upper left")

    def draw(
        depth: Annotated[int, Slider("Layer", 6, 0, num_layers, 1)],
        sigma_w: Annotated[float, Slider("Weights' strength sigma_w", 2.5, 0.5, 4.0, 0.1)],
        sigma_b: Annotated[float, Slider("Biases' strength sigma_b", 0.3, 0.0, 1.0, 0.1)],
    ) -> str:
        variances = sigma_w**2, sigma_b**2
        states = list(chaos.propagate(*variances, depth, 1.0, width, num_points))
        expected = chaos.predict_shapes(*variances, num_layers, 1.0)
        lengths = [shape.length for _, shape in states]
        h, shape = states[-1]
        points = _most_extended_view(h, shape.q)
        curve.set_data(*np.concatenate([points, points[:1]]).T)
        here.set_data(*points[:1].T)
        unit.set_data(angles, h[:, 0] / np.sqrt(shape.q))
        theory.set_data(range(num_layers + 1), [shape.length for shape in expected])
        measured.set_data(range(depth + 1), lengths)
        now.set_data([depth], lengths[-1:])
        stretch = np.sqrt(chi_1(fixed_q(*variances), sigma_w**2))
        phase = "chaos: curves grow" if stretch > 1 else "order: curves shrink"
        return (
            f"With sigma_w = {sigma_w:g} and sigma_b = {sigma_b:g}, theory says that deep layers "
            f"multiply the length by {stretch:.3f}: {phase}. In layer {depth} it is "
            f"{lengths[-1]:.3g} (theory {expected[depth].length:.3g}); the circle's was "
            f"{lengths[0]:.3g}. On average a unit turns {chaos.count_turns(h).mean():.1f} times on the "
            "way around."
        )

    title = (
        "A circle in a random tanh network: its shape, one of its units, and its length by layer"
    )
    artists = [theory, measured, curve, here, unit, now]
    return Scene(title, figure, artists, draw)


def _most_extended_view(h: np.ndarray, q: float) -> np.ndarray:
    """Return h along its two principal axes, so that a circle of mean square q has radius 1."""
    view = principal_components(h)[0] / np.sqrt(h.shape[1] * q)
    return view * np.where(view[0] < 0, -1, 1)  # an axis has no sign: choose the first point's


def budget() -> Scene:
    """One network that spends a budget of parameters on depth or width, as it learns a spiral.

    The opening shows the end of the run that its settings lead to; all else begins untrained.
    """
    num_steps, num_points, stride = 1000, 300, 20
    opening = dict(depth=1, parameters=250, task="loose spiral", start="PyTorch", lr=0.01, seed=0)
    figure, (ax, ax_error) = new_figure(2, height=2.7)
    panel = MapPanel(ax, 1.15, 100, **SIDES)
    plane = torch.from_numpy(panel.plane)
    ax.set(xlabel="First input", ylabel="Second input")
    name = ax.text(0, 1.02, "", transform=ax.transAxes, fontweight="bold", fontsize=10)
    ax_error.set(xlim=(0, num_steps), ylim=(0, 60), xlabel="Step", ylabel="Error (%)")
    ax_error.set_title("Share of points on the wrong side")
    ax_error.axhline(50, color=GREY, linestyle=":", linewidth=1)
    ax_error.text(num_steps, 51, "guessing", color=GREY, ha="right")
    (train_line,) = ax_error.plot([], [], color=BLUE, linestyle="-", label="training points")
    (test_line,) = ax_error.plot([], [], color=RED, linestyle="--", label="new points")
    ax_error.legend(loc="upper right", bbox_to_anchor=(1, 0.85))

    def samples(task: str, seed: int) -> list[tuple[Tensor, Tensor]]:
        """Return the training points, and new ones."""
        sizes = ((0, num_points), (2, 1000))
        return [contest.draw_samples(task, count, [1000 * seed + part]) for part, count in sizes]

    def network_of(
        depth: int, parameters: int, start: str, seed: int
    ) -> tuple[list[int], Ensemble]:
        sizes = contest.sizes_for(parameters, depth)
        return sizes, contest.stack_layers([contest.random_network(sizes, seed, start)])

    def train(
        depth: int, parameters: int, task: str, start: str, lr: float, seed: int
    ) -> Iterator[tuple[Ensemble, list[int], list[tuple[float, float]]]]:
        """Yield the network, the steps taken and the errors (training points, new ones) so far."""
        _, network = network_of(depth, parameters, start, seed)
        both, taken, errors = samples(task, seed), [], []
        for step in contest.train_stacked(network, *both[0], lr, num_steps, stride):
            taken.append(step)
            errors.append(tuple(100 * contest.error_rates(network, *part)[0] for part in both))
            yield network, taken, errors

    def show(
        sizes: list[int], network: Ensemble, taken: list[int], errors: list[tuple[float, float]]
    ) -> str:
        name.set_text(f"Hidden units: {'-'.join(map(str, sizes[1:-1]))}")
        panel.set_values(torch.sigmoid(predict(network, plane)).flatten().numpy())
        for part, line in enumerate((train_line, test_line)):
            line.set_data(taken, [pair[part] for pair in errors])
        if not taken:
            return f"Untrained. Press <b>Train</b> for {num_steps} steps."
        return (
            f"{_hidden_units(sizes)}. After {taken[-1]} steps {errors[-1][0]:.1f} % of the "
            f"training points and {errors[-1][1]:.1f} % of new points are on the wrong side."
        )

    *_, finished = train(**opening)

    def draw(
        depth: Annotated[int, Slider("Hidden layers", opening["depth"], 1, 6, 1)],
        parameters: Annotated[
            int, Slider("Budget (parameters)", opening["parameters"], 100, 1000, 50)
        ],
        task: Annotated[str, Choice("Task", list(contest.TASKS))],
        start: Annotated[str, Choice("Initial weights", list(contest.STARTS))],
        lr: Annotated[float, Choice("Learning rate", [0.003, 0.01, 0.03, 0.1], opening["lr"])],
        seed: Annotated[int, Slider("Seed", opening["seed"], 0, 9, 1)],
    ) -> str:
        chosen = dict(depth=depth, parameters=parameters, task=task, start=start, lr=lr, seed=seed)
        panel.set_samples(*(part[0] for part in samples(task, seed)[0]))
        sizes, network = network_of(depth, parameters, start, seed)
        if chosen == opening:
            return show(sizes, *finished)
        return (
            f"{_hidden_units(sizes)}: {parameter_count(sizes)} parameters of {parameters}. "
            + show(sizes, network, [], [])
        )

    def steps(**chosen: Any) -> Iterator[tuple[float, str]]:
        draw(**chosen)
        sizes = contest.sizes_for(chosen["parameters"], chosen["depth"])
        for network, taken, errors in train(**chosen):
            yield taken[-1] / num_steps, show(sizes, network, taken, errors)

    title = "What a small network makes of a spiral, and its errors while it learns"
    artists = [*panel.artists, name, train_line, test_line]
    return Scene(title, figure, artists, draw, Run("Train", steps))


def _hidden_units(sizes: Sequence[int]) -> str:
    widths = sizes[1:-1]
    layers = "layer" if len(widths) == 1 else "layers"
    return f"{len(widths)} hidden {layers} of {', '.join(map(str, widths))} units"


def fourier_frequencies(
    encoding: spectral_bias.Encoding = spectral_bias.positional_encoding,
) -> Scene:
    """A network that paints a photograph from positions, encoded in waves or not.

    The opening shows the end of the run that its settings lead to; all else begins unpainted.
    """
    num_steps, opening, original = 300, 4, spectral_bias.photograph()
    figure, ((ax_photo, ax_wave), (ax_image, ax_psnr)) = new_figure(2, height=3.7, num_rows=2)
    for ax in (ax_photo, ax_wave, ax_image):
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
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
    positions = spectral_bias.pixel_positions(*original.shape[:2])
    paint = partial(spectral_bias.fit_photograph, original, num_steps=num_steps, encoding=encoding)
    *_, finished = paint(opening)

    def show(num_frequencies: int, fit: spectral_bias.Fit) -> str:
        image.set_visible(True)
        image.set_data(fit.image)
        learned.set_data(fit.steps, fit.learned)
        held_out.set_data(fit.steps, fit.held_out)
        return (
            f"{_inputs(num_frequencies)}. After {fit.steps[-1]} steps: about {fit.learned[-1]:.0f} dB "
            f"on the pixels it learns, about {fit.held_out[-1]:.0f} dB on those between."
        )

    def draw(
        num_frequencies: Annotated[int, Slider("Fourier frequencies", opening, 0, 8, 1)],
    ) -> str:
        features = spectral_bias.encode(positions, num_frequencies, encoding)
        finest = features[:, -2] if num_frequencies else features[:, 0]
        wave.set_data(finest.reshape(original.shape[:2]))
        if num_frequencies == opening:
            return show(num_frequencies, finished)
        image.set_visible(False)  # nothing is painted yet
        learned.set_data([], [])
        held_out.set_data([], [])
        return (
            f"{_inputs(num_frequencies)}. The picture at the top right shows one of the finest. "
            f"Press <b>Paint</b> for {num_steps} steps."
        )

    def steps(num_frequencies: int) -> Iterator[tuple[float, str]]:
        draw(num_frequencies)
        for fit in paint(num_frequencies):
            yield fit.steps[-1] / num_steps, show(num_frequencies, fit)

    title = "A photograph, the finest wave that a network is given, and what the network paints"
    artists = [wave, image, learned, held_out]
    return Scene(title, figure, artists, draw, Run("Paint", steps))


def _inputs(num_frequencies: int) -> str:
    if num_frequencies == 0:
        return "The network is given x and y themselves: 2 inputs"
    return (
        f"The network is given {4 * num_frequencies} waves, up to frequency "
        f"2<sup>{num_frequencies - 1}</sup> &pi;"
    )
