"""The moving pictures of notebook 02."""

from typing import Annotated

import numpy as np

from helpers.functions import sigmoid
from helpers.nonlinearity import plane
from helpers.nonlinearity.flowers import petal_tasks
from helpers.nonlinearity.gates import INPUTS, TARGETS, gate_weights
from helpers.nonlinearity.layers import score
from helpers.nonlinearity.patterns import PATTERNS, all_shifts, draw_pattern
from helpers.nonlinearity.perceptron import train_perceptron, with_constant
from helpers.nonlinearity.plane import Dots, HalfPlane
from helpers.nonlinearity.scenes_curves import learned_knots, relu_approximator
from helpers.nonlinearity.scenes_hidden import lift, xor_hidden
from helpers.nonlinearity.scenes_surfaces import towers
from helpers.pictures import BLACK, BLUE, GREY, ORANGE, new_figure
from helpers.scene import Choice, Scene, Slider, sweep

# The notebook asks for all of them here.
__all__ = ["learned_knots", "lift", "one_neuron", "perceptron", "relu_approximator"]
__all__ += ["sharpness", "towers", "translation", "xor_hidden", "xor_proof"]

FIRES = {gate: targets == 1 for gate, targets in TARGETS.items()}


def one_neuron() -> Scene:
    """The line of one neuron among the points of a task, and the same points on its sigmoid."""
    tasks, reach = {gate: (INPUTS, fires) for gate, fires in FIRES.items()} | petal_tasks(), 16
    figure, (ax, ax_out) = new_figure(2, height=3.4)
    ax.set_title("The inputs; shaded: the neuron fires")
    side, dots = HalfPlane(ax), Dots(ax)

    scores = np.linspace(-reach, reach, 200)
    ax_out.axvline(0, color=GREY, linestyle=":", linewidth=1)
    ax_out.plot(scores, sigmoid(scores), color=GREY, linestyle="-")
    ax_out.set(xlim=(-reach, reach), ylim=(-0.1, 1.1), title="What the neuron makes of them")
    ax_out.set(xlabel="Score $w_1 x_1 + w_2 x_2 + b$", ylabel="Output")
    dots_out = Dots(ax_out)
    plane.name_targets(ax_out, loc="center right")

    def draw(
        w1: Annotated[float, Slider("Weight w1", 7.0, -10.0, 10.0, 0.5)],
        w2: Annotated[float, Slider("Weight w2", 7.0, -10.0, 10.0, 0.5)],
        b: Annotated[float, Slider("Bias b", -9.0, -15.0, 15.0, 0.5)],
        task: Annotated[str, Choice("Task", list(tasks), "AND")],
    ) -> str:
        inputs, should_fire = tasks[task]
        z = score(inputs, [w1, w2], b)
        side.move([w1, w2], b)
        dots.show(inputs, should_fire)
        shown = np.clip(z, -reach, reach)
        dots_out.show(np.column_stack([shown, sigmoid(shown)]), should_fire)
        size, edge, meaning = (9, 2, "") if len(inputs) == 4 else (4, 1, _IRIS_INPUTS)
        for marks in (*dots.artists, *dots_out.artists):
            marks.set(markersize=size, markeredgewidth=edge)
        num_right = np.sum((z > 0) == should_fire)
        result = f"{task}: {num_right} of {len(inputs)} right. "
        return result + meaning + _where_is_the_line(w1, w2, b)

    title = "One neuron's line among the inputs, and its sigmoid outputs"
    return Scene(title, figure, [*side.artists, *dots.artists, *dots_out.artists], draw)


_IRIS_INPUTS = (
    "x<sub>1</sub> is the petal's length, x<sub>2</sub> its width, each scaled so that the smallest "
    "flower has 0 and the largest 1. "
)


def _signed(value: float) -> str:
    return f"{'-' if value < 0 else '+'} {abs(value):g}"


def _where_is_the_line(w1: float, w2: float, b: float) -> str:
    if w1 == w2 == 0:
        return f"Both weights are 0: there is no line, the score is {b:g} everywhere."
    distance = abs(b) / np.hypot(w1, w2)
    return (
        f"The line {w1:g} x<sub>1</sub> {_signed(w2)} x<sub>2</sub> {_signed(b)} = 0 passes the "
        f"origin at a distance of {distance:.2f}. The arrow points along (w<sub>1</sub>, "
        "w<sub>2</sub>), to the side where the neuron fires."
    )


def sharpness() -> Scene:
    """A sigmoid that approaches the step as its input is multiplied, and what a gate makes of it."""
    x = np.linspace(-2.5, 2.5, 501)
    figure, (ax, ax_gate) = new_figure(2, width_ratios=[3, 2])
    ax.plot([-2.5, 0, 0, 2.5], [0, 0, 1, 1], color=BLACK, linestyle="--", label="step")
    (curve,) = ax.plot([], [], color=BLUE, linestyle="-", label=r"sigmoid $\sigma(kx)$")
    (band,) = ax.plot([], [], "|-", color=ORANGE, markersize=12, linewidth=3)
    ax.set(xlim=(-2.5, 2.5), ylim=(-0.15, 1.1), xlabel="Score $x$", ylabel="Output")
    ax.set_title("Multiply the weights by $k$ (bar: 0.1 to 0.9)")
    ax.legend(loc="upper left")

    ax_gate.set(xlim=(-0.5, 3.5), ylim=(-0.15, 1.35), ylabel="Output", xlabel="Input $x_1, x_2$")
    ax_gate.set_xticks(range(4), ["0, 0", "0, 1", "1, 0", "1, 1"])
    ax_gate.axhline(0.5, color=GREY, linestyle=":", linewidth=1)
    ax_gate.set_title("A gate with these weights")
    dots = Dots(ax_gate)
    plane.name_targets(ax_gate, loc="upper left", ncols=2)

    def draw(
        k: Annotated[float, Slider("Sharpness k", 1.0, 1.0, 30.0, 1.0)],
        gate: Annotated[str, Choice("Gate", ["AND", "OR"])],
    ) -> str:
        curve.set_data(x, sigmoid(k * x))
        width = np.log(9) / k
        band.set_data([-width, width], [-0.08, -0.08])
        weights, bias = gate_weights(gate, 2)
        outputs, fires = sigmoid(k * score(INPUTS, weights, bias)), FIRES[gate]
        dots.show(np.column_stack([range(4), outputs]), fires)
        worst = np.max(np.abs(outputs - fires))
        return (
            f"With k = {k:g} the sigmoid climbs from 0.1 to 0.9 within {2 * width:.2f}. The {gate} "
            f"neuron has weights {k:g}, {k:g} and bias {k * bias:g}; its outputs are "
            f"{', '.join(f'{value:.3f}' for value in outputs)}, at most {worst:.3f} from 0 or 1."
        )

    title = "A sigmoid that sharpens into a step, and the outputs of a gate made with it"
    return Scene(title, figure, [curve, band, *dots.artists], draw)


_MAX_UPDATES = 24


def perceptron() -> Scene:
    """A perceptron's line after every update, and how many examples each state has wrong."""
    runs = {
        gate: train_perceptron(with_constant(INPUTS), 2 * targets - 1, _MAX_UPDATES + 1)
        for gate, targets in TARGETS.items()
    }
    figure, (ax, ax_wrong) = new_figure(2, height=3.3)
    ax.set_title("The line; ringed: the next mistake")
    side, dots = HalfPlane(ax), Dots(ax)
    (ring,) = ax.plot([], [], "o", color=ORANGE, markersize=20, fillstyle="none", mew=2.5)
    ax_wrong.set(xlim=(-0.5, _MAX_UPDATES + 0.5), ylim=(-0.3, 4.3), title="How many it has wrong")
    ax_wrong.set(xlabel="Updates so far", ylabel="Examples wrong, of 4")
    (history,) = ax_wrong.plot([], [], "-", color=GREY, linewidth=1.4, marker=".", markersize=6)
    (dot,) = ax_wrong.plot([], [], "o", color=ORANGE, markersize=10)
    plane.name_targets(ax_wrong, loc="lower left")

    def draw(
        updates: Annotated[int, Slider("Updates", 8, 0, _MAX_UPDATES, 1)],
        gate: Annotated[str, Choice("Task", list(TARGETS), "OR")],
    ) -> str:
        run, fires = runs[gate], FIRES[gate]
        now = min(updates, len(run.examples))
        w1, w2, b = run.weights[now]
        side.move([w1, w2], b)
        dots.show(INPUTS, fires)
        upcoming = run.examples[now : now + 1]
        ring.set_data(*INPUTS[upcoming].T)
        num_wrong = run.num_wrong[: _MAX_UPDATES + 1]
        history.set_data(np.arange(len(num_wrong)), num_wrong)
        dot.set_data([now], [run.num_wrong[now]])
        state = (
            f"After {now} update{'s' * (now != 1)} w<sub>1</sub> = {w1}, w<sub>2</sub> = {w2}, "
            f"b = {b}. "
        )
        if len(upcoming) == 0:
            return state + "Every example is right, so nothing changes any more."
        return f"{state}{run.num_wrong[now]} of 4 are wrong. {_next_update(upcoming[0], fires)}"

    title = "A perceptron's line after each update, and how many examples it has wrong"
    artists = [*side.artists, *dots.artists, ring, history, dot]
    run = sweep("Learn", draw, 0.3, updates=range(_MAX_UPDATES + 1))
    return Scene(title, figure, artists, draw, run)


def _next_update(example: int, fires: np.ndarray) -> str:
    x1, x2 = INPUTS[example]
    verb = "added" if fires[example] else "subtracted"
    return (
        f"The next mistake is on ({x1}, {x2}) with target {int(fires[example])}: "
        f"({x1}, {x2}, 1) will be {verb}."
    )


_PAIRS = {1: np.array([(0.0, 1.0), (1.0, 0.0)]), 0: np.array([(0.0, 0.0), (1.0, 1.0)])}


def xor_proof() -> Scene:
    """Two walkers on XOR's two segments, and the score of any neuron along both."""
    figure, (ax, ax_score) = new_figure(2, height=3.4)
    ax.set_title("The plane: two segments, one crossing")
    side = HalfPlane(ax)
    ax_score.axhspan(0, 1.8, **plane.SHADE)
    ax_score.axhline(0, **plane.LINE)
    ax_score.text(0, 1.7, "fires", va="top", fontsize=8, color=GREY)
    ax_score.text(0, -1.7, "silent", fontsize=8, color=GREY)
    ax_score.set(xlim=(-0.05, 1.05), ylim=(-2.5, 1.8), title="The score along both segments")
    ax_score.set(xlabel="Position along the segment (0 to 1)", ylabel="Score of the neuron")
    lines, walkers, artists = {}, {}, [*side.artists]
    for target, style, dots in ((1, "-", plane.ON), (0, "--", plane.OFF)):
        segment = dict(color=dots["color"], linestyle=style, linewidth=2)
        artists += ax.plot(*_PAIRS[target].T, **segment)
        artists += ax.plot(*_PAIRS[target].T, **dots)
        (lines[target],) = ax_score.plot([], [], **segment, label=f"between the targets {target}")
        walker = {**dots, "markersize": 17 - 5 * target}
        walkers[target] = [axes.plot([], [], **walker)[0] for axes in (ax, ax_score)]
        artists += [lines[target], *walkers[target]]
    ax_score.legend(handles=list(lines.values()), loc="lower center")

    def draw(
        position: Annotated[float, Slider("Position along the segments", 0.0, 0.0, 1.0, 0.05)],
        angle: Annotated[float, Slider("Turn the line (degrees)", 45, 0, 355, 5)],
        offset: Annotated[float, Slider("Shift the line", -0.35, -0.9, 0.9, 0.05)],
    ) -> str:
        turn = np.radians(angle)
        weights = np.array([np.cos(turn), np.sin(turn)])
        bias = -score([0.5, 0.5], weights, 0) - offset
        side.move(weights, bias)
        at = {}
        for target, ends in _PAIRS.items():
            scores = score(ends, weights, bias)
            lines[target].set_data([0, 1], scores)
            at[target] = (1 - position) * scores[0] + position * scores[1]
            place = (1 - position) * ends[0] + position * ends[1]
            walkers[target][0].set_data(*place[:, None])
            walkers[target][1].set_data([position], [at[target]])
        num_right = np.sum((score(INPUTS, weights, bias) > 0) == FIRES["XOR"])
        return f"This line has {num_right} of 4 right. {_where_they_walk(position, at)}"

    title = "Two walkers on XOR's crossing segments, and a neuron's score along both"
    run = sweep("Walk", draw, 0.05, position=np.linspace(0, 1, 41).round(3))
    return Scene(title, figure, artists, draw, run)


def _where_they_walk(position: float, at: dict[int, float]) -> str:
    """Say what the walkers' scores, {target: score}, mean for XOR."""
    if position == 0.5:
        return (
            f"Both walkers stand on (1/2, 1/2), so both have the score {at[1]:.2f}: above 0 "
            "and not above 0 at once, which XOR would need, it cannot be."
        )
    return (
        f"The walker between the targets 1 has the score {at[1]:.2f}, the one between the "
        f"targets 0 has {at[0]:.2f}. For XOR the first must stay above 0 all the way, the second "
        "must not rise above 0."
    )


def translation() -> Scene:
    """Two patterns on a 4 x 4 retina, shifted with wrap-around, and one neuron's scores for them."""
    figure, axes = new_figure(3, height=3.4, num_rows=2, width_ratios=[1, 1, 2.6])
    ax_score = figure.add_subplot(axes[0, 2].get_gridspec()[:, 2])
    retinas = {}
    for (left, middle, right), name in zip(axes, "AB", strict=True):
        right.remove()
        for ax, what in ((left, "shifted"), (middle, "mean so far")):
            # A mesh: matplotlib resamples an image at every redraw, even one of 16 pixels.
            retinas[name, what] = ax.pcolormesh(np.zeros((4, 4)), cmap="Greys", vmin=0, vmax=1)
            ax.set(xticks=[], yticks=[], title=f"{name}, {what}", aspect="equal", ylim=(4, 0))
            ax.spines[:].set_visible(True)
    # The scores on offer lie from -5.8 to 7.4; below is room for the legend.
    ax_score.set(xlim=(0, 17), ylim=(-9.5, 8), title="One neuron's score for every shift")
    ax_score.set(xticks=[1, 4, 8, 12, 16], xlabel="Shift", ylabel="Score $w \\cdot x$")
    scores, means = {}, {}
    for name, dots, style in (("A", plane.ON, "-"), ("B", plane.OFF, "--")):
        each, mean = {**dots, "markersize": 6}, dict(color=dots["color"], linestyle=style)
        (scores[name],) = ax_score.plot([], [], **each, label=f"{name}, each shift")
        (means[name],) = ax_score.plot([], [], **mean, linewidth=2, label=f"{name}, mean so far")
    ax_score.legend(handles=[*scores.values(), *means.values()], ncols=2, loc="lower center")

    def draw(
        num_shifts: Annotated[int, Slider("Shifts averaged", 15, 1, 16, 1)],
        seed: Annotated[int, Slider("Neuron (other random weights)", 1, 1, 20, 1)],
        first: Annotated[str, Choice("Pattern A", list(PATTERNS), "square")],
        second: Annotated[str, Choice("Pattern B", list(PATTERNS), "L")],
    ) -> str:
        weights = np.random.default_rng(seed).standard_normal(16)
        numbers, last = np.arange(1, num_shifts + 1), {}
        for name, pattern in (("A", first), ("B", second)):
            shifts = all_shifts(draw_pattern(pattern))[:num_shifts]
            running = np.cumsum(shifts @ weights) / numbers
            retinas[name, "shifted"].set_array(shifts[-1].reshape(4, 4))
            retinas[name, "mean so far"].set_array(shifts.mean(axis=0).reshape(4, 4))
            scores[name].set_data(numbers, shifts @ weights)
            means[name].set_data(numbers, running)
            last[name] = running[-1]
        return _what_the_shifts_say(num_shifts, last)

    title = "Two patterns in all positions on a retina, and one neuron's scores for them"
    artists = [*retinas.values(), *scores.values(), *means.values()]
    run = sweep("Shift", draw, 0.2, num_shifts=range(1, 17))
    return Scene(title, figure, artists, draw, run)


def _what_the_shifts_say(num_shifts: int, last: dict[str, float]) -> str:
    if num_shifts < 16:
        return (
            f"After {num_shifts} of 16 shifts the mean scores are {last['A']:.2f} for A and "
            f"{last['B']:.2f} for B."
        )
    return (
        "After all 16 shifts every pixel of both means is 4/16 = 0.25: the two mean images are the "
        f"same, and so are the two mean scores, {last['A']:.2f}. No threshold has all of A above it "
        "and all of B below it."
    )
