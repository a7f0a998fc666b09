"""The moving pictures of notebook 02."""

import html
from typing import Annotated

import numpy as np

from helpers.functions import sigmoid
from helpers.nonlinearity import hidden_space, plane
from helpers.nonlinearity.approximation import HIGH, LOW, interpolate, max_error
from helpers.nonlinearity.expressions import ExpressionError, compile_scaled
from helpers.nonlinearity.flowers import petal_tasks
from helpers.nonlinearity.folding import Region, XorPlane
from helpers.nonlinearity.gates import INPUTS, TARGETS, gate_weights, xor_weights
from helpers.nonlinearity.layers import score
from helpers.nonlinearity.patterns import PATTERNS, all_shifts, draw_pattern
from helpers.nonlinearity.perceptron import train_perceptron, with_constant
from helpers.nonlinearity.plane import Dots, HalfPlane
from helpers.pictures import BLACK, BLUE, GREY, ORANGE, RED, new_figure
from helpers.scene import Choice, Scene, Slider, Text, sweep

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


def xor_hidden(own: tuple | None = None) -> Scene:
    """XOR's plane, its scores after the linear map, and its hidden values after the activation.

    `own` is a reader's (W1, b1, w2, b2) that computes XOR with steps; without it, the course's.
    """
    layers = {
        "above: W1 of rank 1": hidden_space.TEXT,
        "leaning: W1 of rank 2": hidden_space.RANK_TWO,
        "mine, of exercise 3": hidden_space.HiddenLayer.of(own or xor_weights()),
    }
    figure, axes = new_figure(3, height=2.7)
    ax, ax_scores, ax_hidden = axes
    plane.square_axes(ax, -0.4, 1.4)
    ax.set_title("Inputs; shaded: it fires")
    low, high = -1.45, 1.45
    plane.square_axes(ax_scores, low, high, "Score $z_1$ (largest: 1)", "Score $z_2$ (largest: 1)")
    ax_scores.set_title("1: the linear map")
    plane.square_axes(ax_hidden, low, high, "Hidden value $h_1$", "Hidden value $h_2$")
    ax_hidden.set_title("2: the activation")
    region = Region(ax, -0.4, 1.4)
    folds = [ax.plot([], [], color=GREY, linestyle=":", linewidth=1.6)[0] for _ in range(2)]
    inputs, scores, hidden = XorPlane(ax, grid=False), XorPlane(ax_scores), XorPlane(ax_hidden)
    (boundary,) = ax_hidden.plot([], [], **plane.LINE)

    def draw(
        gain: Annotated[float, Slider("Gain k (largest hidden weight)", 7.0, 0.5, 20.0, 0.5)],
        way: Annotated[float, Slider("Bend: from scores 0 to hidden 1", 1.0, 0.0, 1.0, 0.05)],
        unit: Annotated[str, Choice("Hidden units", hidden_space.UNITS)],
        weights: Annotated[str, Choice("Weights", list(layers))],
    ) -> str:
        layer = layers[weights]
        region.show(layer.side(region.points, unit, gain))
        for fold, row, bias in zip(folds, layer.W1, layer.b1, strict=True):
            fold.set_data(*plane.firing_side(row, bias, -0.4, 1.4)[1].T)
        inputs.show(lambda points: points)
        scores.show(layer.shown_scores)
        hidden.show(
            lambda points: (
                (1 - way) * layer.shown_scores(points) + way * layer.values(points, unit, gain)
            )
        )
        boundary.set_data(*plane.firing_side(layer.w2, layer.b2, low, high)[1].T)
        boundary.set_alpha(way)  # the output unit's line belongs to the hidden space alone
        return f"{100 * way:.0f} % bent. {_in_the_hidden_space(layer, unit, gain)}"

    title = "XOR's plane, its scores after a linear map, and the hidden values after the activation"
    artists = [*region.artists, *folds, boundary]
    artists += [*inputs.artists, *scores.artists, *hidden.artists]
    run = sweep("Bend", draw, 0.05, way=np.linspace(0, 1, 41).round(3))
    return Scene(title, figure, artists, draw, run)


def _in_the_hidden_space(layer: hidden_space.HiddenLayer, unit: str, gain: float) -> str:
    values, fires = layer.values(INPUTS, unit, gain), FIRES["XOR"]
    num_right = np.sum((layer.output_scores(values) > 0) == fires)
    places = "; ".join(
        f"{x1}{x2} has h = ({h1:.2f}, {h2:.2f})"
        for (x1, x2), (h1, h2) in zip(INPUTS, values, strict=True)
    )
    apart = np.linalg.norm(values[fires].mean(axis=0) - values[~fires].mean(axis=0))
    middles = "still meet" if apart < 1e-9 else f"are {apart:.2f} apart"
    sentence = (
        f"{places}. The midpoints (cross and diamond) meet after the linear map; after the "
        f"activation they {middles}. The network has {num_right} of 4 right."
    )
    if unit in ("ReLU", "none (linear)"):
        sentence += " The gain only rescales these units, and the picture divides it out."
    return sentence


CURVES = {
    "sin(x)": "sin(x)",
    "two waves: sin(x) + sin(5*x)/3": "sin(x) + sin(5*x)/3",
    "a kink: abs(x - 2)": "abs(x - 2)",
    "a steep start: sqrt(x)": "sqrt(x)",
    "a jump: step(x - 3)": "step(x - 3)",
}
TYPED = "my own, typed below"


def relu_approximator() -> Scene:
    """A function, its approximation by N ReLUs, and the largest error against N."""
    x, floor = np.linspace(LOW, HIGH, 1001), 1e-5
    nums = np.array([1, 2, 3, 4, 6, 8, 10, 14, 20, 28, 40, 56, 80, 100])
    figure, (ax, ax_error) = new_figure(2, height=3.2, width_ratios=[3, 2])
    ax.set(xlim=(LOW, HIGH), ylim=(-1.25, 1.5), title="The function and its network")
    ax.set(xlabel="Input $x$", ylabel="Output (largest $|f|$ = 1)")
    (exact,) = ax.plot([], [], color=BLACK, linestyle="-", linewidth=3, alpha=0.5, label="function")
    (network,) = ax.plot([], [], color=RED, linestyle="--", label="network")
    (knots,) = ax.plot([], [], "o", color=RED, markersize=4, label="corners")
    ax.legend(handles=[exact, network, knots], ncols=3, loc="upper right")

    law = np.array([1, 110])
    ax_error.loglog(law, 4.93 / law**2, color=GREY, linestyle="-", linewidth=1)
    ax_error.text(6, 0.2, "$4.93/N^2$", color=GREY)
    ax_error.set(xlim=(0.9, 110), ylim=(floor, 3), title="The error")
    ax_error.set(xlabel="Number of ReLUs $N$", ylabel="Largest error (largest $|f|$ = 1)")
    (errors,) = ax_error.plot([], [], ":", color=RED, marker=".", linewidth=1)
    (dot,) = ax_error.plot([], [], "o", color=RED, markersize=9)
    artists = [exact, network, knots, errors, dot]

    def draw(
        num_segments: Annotated[int, Slider("Number of ReLUs N", 8, 1, 100, 1)],
        target: Annotated[str, Choice("Function f(x)", [*CURVES, TYPED])],
        expression: Annotated[
            str, Text("My own f(x), then Enter", "exp(-x) * sin(8*x)", selects={"target": TYPED})
        ],
    ) -> str:
        text = expression if target == TYPED else CURVES[target]
        grids = [np.linspace(LOW, HIGH, num + 1) for num in (num_segments, *nums)]
        try:
            function = compile_scaled(text, x, *grids)
        except ExpressionError as error:
            for artist in artists:
                artist.set_data([], [])
            return f"<b>No function to draw.</b> {html.escape(str(error))}"
        interpolant = interpolate(function, num_segments)
        exact.set_data(x, function(x))
        network.set_data(x, interpolant(x))
        knots.set_data(interpolant.knots, function(interpolant.knots))
        measured = [max_error(function, interpolate(function, num), x) for num in nums]
        errors.set_data(nums, np.maximum(measured, floor))
        now = max_error(function, interpolant, x)
        dot.set_data([num_segments], [max(now, floor)])
        return (
            f"{num_segments} ReLU{'s' * (num_segments > 1)} for {html.escape(text)}: the largest "
            f"error is {now:.3g} of the largest value. For a sine the law gives "
            f"{4.93 / num_segments**2:.3g}."
        )

    title = "A function, the network of ReLUs that follows it, and its error against their number"
    return Scene(title, figure, artists, draw)
