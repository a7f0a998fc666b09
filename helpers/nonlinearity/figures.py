"""The pictures of notebook 02: they draw what `model.py` and `expressions.py` compute."""

import html
from functools import cache

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Polygon

from helpers.datasets import iris
from helpers.explorable import Scene
from helpers.functions import relu, sigmoid
from helpers.nonlinearity import model
from helpers.nonlinearity.expressions import ExpressionError, compile_expression
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, RED, SKY, new_figure

# Everywhere in this notebook: target 1 is a filled blue dot, target 0 an open red square, and the
# side on which a neuron fires is shaded.
ON = dict(linestyle="none", marker="o", color=BLUE, markersize=9)
OFF = dict(
    linestyle="none", marker="s", color=RED, markersize=9, fillstyle="none", markeredgewidth=2
)
SHADE = dict(facecolor=SKY, alpha=0.3, edgecolor="none")
LINE = dict(color=BLACK, linestyle="-", linewidth=1.6)
_WHITE_TO_SKY = LinearSegmentedColormap.from_list("fires", ["white", SKY])


def firing_side(weights, bias, low, high):
    """Return the part of the square [low, high]^2 where w . x + b > 0, and its boundary.

    Two arrays of corners, (num_corners, 2) and (0 or 2, 2).
    """
    corners = np.array([(low, low), (high, low), (high, high), (low, high)], dtype=float)
    scores = model.score(corners, weights, bias)
    inside, boundary = [], []
    for i in range(4):
        j = (i + 1) % 4
        if scores[i] > 0:
            inside.append(corners[i])
        if (scores[i] > 0) != (scores[j] > 0):
            share = scores[i] / (scores[i] - scores[j])
            crossing = corners[i] + share * (corners[j] - corners[i])
            inside.append(crossing)
            boundary.append(crossing)
    return np.reshape(inside, (-1, 2)), np.reshape(boundary, (-1, 2))


class _HalfPlane:
    """The shaded firing side of one neuron in a square, with its line and an arrow along w."""

    def __init__(self, ax, low, high) -> None:
        self._low, self._high = low, high
        self._side = ax.add_patch(Polygon(np.zeros((3, 2)), **SHADE))
        (self._line,) = ax.plot([], [], **LINE)
        self._arrow = ax.add_patch(
            FancyArrowPatch((0, 0), (0, 0), arrowstyle="-|>", mutation_scale=13, color=BLACK)
        )
        self.artists = [self._side, self._line, self._arrow]

    def move(self, weights, bias) -> None:
        inside, boundary = firing_side(weights, bias, self._low, self._high)
        self._side.set_xy(inside if len(inside) else np.zeros((3, 2)))
        self._line.set_data(*boundary.T)
        self._arrow.set_visible(len(boundary) == 2)
        if len(boundary) == 2:
            middle = boundary.mean(axis=0)
            direction = np.asarray(weights, dtype=float) / np.linalg.norm(weights)
            self._arrow.set_positions(middle, middle + 0.3 * direction)


def _square_axes(ax, low, high, xlabel="Input $x_1$", ylabel="Input $x_2$") -> None:
    ax.set(xlim=(low, high), ylim=(low, high), aspect="equal", xlabel=xlabel, ylabel=ylabel)


def _name_targets(ax, on="target 1", off="target 0", **legend) -> None:
    """Say in a legend what the two kinds of dots are."""
    handles = [ax.plot([], [], **ON, label=on)[0], ax.plot([], [], **OFF, label=off)[0]]
    ax.legend(handles=handles, **legend)


# One neuron ---------------------------------------------------------------------------------------


@cache
def tasks() -> dict:
    """Return {name: (inputs (num_points, 2), targets (num_points,))} of the one-neuron explorable."""
    measurements, species = iris.load()
    petals = measurements[:, 2:]
    scaled = (petals - petals.min(axis=0)) / np.ptp(petals, axis=0)
    gates = {name: (model.INPUTS, targets) for name, targets in model.TARGETS.items()}
    return gates | {
        "Iris: setosa": (scaled, (species == 0).astype(int)),
        "Iris: versicolor": (scaled, (species == 1).astype(int)),
    }


def one_neuron() -> Scene:
    """The line of one neuron among the points of a task, and the same points on its sigmoid."""
    low, high, reach = -0.6, 1.6, 16
    figure, (ax, ax_out) = new_figure(2, height=3.4)
    _square_axes(ax, low, high)
    ax.set_title("The inputs; shaded: the neuron fires")
    plane = _HalfPlane(ax, low, high)
    (on,), (off,) = ax.plot([], [], **ON), ax.plot([], [], **OFF)

    scores = np.linspace(-reach, reach, 200)
    ax_out.axvline(0, color=GREY, linestyle=":", linewidth=1)
    ax_out.plot(scores, sigmoid(scores), color=GREY, linestyle="-")
    ax_out.set(xlim=(-reach, reach), ylim=(-0.1, 1.1), ylabel="Output")
    ax_out.set_xlabel("Score $w_1 x_1 + w_2 x_2 + b$")
    ax_out.set_title("What the neuron makes of them")
    (on_out,), (off_out,) = ax_out.plot([], [], **ON), ax_out.plot([], [], **OFF)
    _name_targets(ax_out, loc="center right")

    def draw(w1: float, w2: float, b: float, task: str) -> str:
        inputs, targets = tasks()[task]
        score = model.score(inputs, [w1, w2], b)
        plane.move([w1, w2], b)
        for dots, dots_out, target in ((on, on_out, 1), (off, off_out, 0)):
            chosen = targets == target
            dots.set_data(*inputs[chosen].T)
            shown = np.clip(score[chosen], -reach, reach)
            dots_out.set_data(shown, sigmoid(shown))
            for marks in (dots, dots_out):
                marks.set_markersize(9 if len(inputs) == 4 else 4)
                marks.set_markeredgewidth(2 if len(inputs) == 4 else 1)
        num_right = int(np.sum((score > 0) == (targets == 1)))
        meaning = "" if len(inputs) == 4 else _IRIS_INPUTS
        return (
            f"{task}: {num_right} of {len(inputs)} right. {meaning}{_where_is_the_line(w1, w2, b)}"
        )

    return Scene(figure, [*plane.artists, off, on, off_out, on_out], draw)


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
        f"The line {w1:g} x<sub>1</sub> {_signed(w2)} x<sub>2</sub> {_signed(b)} = 0 passes the origin at a "
        f"distance of {distance:.2f}. The arrow points along (w<sub>1</sub>, w<sub>2</sub>), to the "
        "side where the neuron fires."
    )


def sharpness() -> Scene:
    """A sigmoid that approaches the step as its input is multiplied, and what a gate makes of it."""
    x = np.linspace(-1.5, 1.5, 401)
    figure, (ax, ax_gate) = new_figure(2, width_ratios=[3, 2])
    ax.plot([-1.5, 0, 0, 1.5], [0, 0, 1, 1], color=BLACK, linestyle="--", label="step")
    (curve,) = ax.plot([], [], color=BLUE, linestyle="-", label=r"sigmoid $\sigma(kx)$")
    (band,) = ax.plot([], [], "|-", color=ORANGE, markersize=12, linewidth=3)
    ax.set(xlim=(-1.5, 1.5), ylim=(-0.15, 1.1), xlabel="Score $x$", ylabel="Output")
    ax.set_title("Multiply the weights by $k$ (bar: 0.1 to 0.9)")
    ax.legend(loc="upper left")

    ax_gate.set(xlim=(-0.5, 3.5), ylim=(-0.15, 1.35), ylabel="Output", xlabel="Input $x_1, x_2$")
    ax_gate.set_xticks(range(4), ["0, 0", "0, 1", "1, 0", "1, 1"])
    ax_gate.axhline(0.5, color=GREY, linestyle=":", linewidth=1)
    ax_gate.set_title("A gate with these weights")
    (on,), (off,) = ax_gate.plot([], [], **ON), ax_gate.plot([], [], **OFF)
    _name_targets(ax_gate, loc="upper left", ncols=2)

    def draw(k: float, gate: str) -> str:
        curve.set_data(x, sigmoid(k * x))
        width = np.log(9) / k
        band.set_data([-width, width], [-0.08, -0.08])
        weights, bias = model.gate_weights(gate, 2)
        outputs, targets = sigmoid(k * model.score(model.INPUTS, weights, bias)), _on(gate)
        on.set_data(np.flatnonzero(targets), outputs[targets])
        off.set_data(np.flatnonzero(~targets), outputs[~targets])
        worst = np.max(np.abs(outputs - targets))
        return (
            f"With k = {k:g} the sigmoid climbs from 0.1 to 0.9 within {2 * width:.2f}. The {gate} "
            f"neuron has weights {k:g}, {k:g} and bias {k * bias:g}; its outputs are "
            f"{', '.join(f'{value:.3f}' for value in outputs)}, at most {worst:.3f} from 0 or 1."
        )

    return Scene(figure, [curve, band, on, off], draw)


def _on(gate: str) -> np.ndarray:
    return model.TARGETS[gate] == 1


# Perceptron learning ------------------------------------------------------------------------------


_MAX_UPDATES = 24


@cache
def _gate_run(gate: str) -> model.PerceptronRun:
    labels = 2 * model.TARGETS[gate] - 1
    return model.train_perceptron(model.with_constant(model.INPUTS), labels, _MAX_UPDATES + 1)


def perceptron() -> Scene:
    """A perceptron's line after every update, and how many examples each state has wrong."""
    low, high = -0.6, 1.6
    figure, (ax, ax_wrong) = new_figure(2, height=3.3)
    _square_axes(ax, low, high)
    ax.set_title("The line; ringed: the next mistake")
    plane = _HalfPlane(ax, low, high)
    (on,), (off,) = ax.plot([], [], **ON), ax.plot([], [], **OFF)
    (ring,) = ax.plot(
        [], [], "o", markersize=20, color=ORANGE, fillstyle="none", markeredgewidth=2.5
    )
    ax_wrong.set(xlim=(-0.5, 24.5), ylim=(-0.3, 4.3), ylabel="Examples wrong, of 4")
    ax_wrong.set_xlabel("Updates so far")
    ax_wrong.set_title("How many it has wrong")
    (history,) = ax_wrong.plot([], [], "-", color=GREY, linewidth=1.4, marker=".", markersize=6)
    (dot,) = ax_wrong.plot([], [], "o", color=ORANGE, markersize=10)
    _name_targets(ax_wrong, loc="lower left")

    def draw(updates: int, gate: str) -> str:
        run, targets = _gate_run(gate), _on(gate)
        now = min(updates, len(run.examples))
        plane.move(run.weights[now][:2], run.weights[now][2])
        on.set_data(*model.INPUTS[targets].T)
        off.set_data(*model.INPUTS[~targets].T)
        upcoming = run.examples[now : now + 1]
        ring.set_data(*model.INPUTS[upcoming].T)
        num_wrong = run.num_wrong[: _MAX_UPDATES + 1]
        history.set_data(np.arange(len(num_wrong)), num_wrong)
        dot.set_data([now], [run.num_wrong[now]])
        w1, w2, b = run.weights[now]
        state = f"After {now} update{'s' * (now != 1)} w<sub>1</sub> = {w1}, w<sub>2</sub> = {w2}, b = {b}. "
        if len(upcoming) == 0:
            return state + "Every example is right, so nothing changes any more."
        return f"{state}{run.num_wrong[now]} of 4 are wrong. {_next_update(upcoming[0], targets)}"

    return Scene(figure, [*plane.artists, on, off, ring, history, dot], draw)


def _next_update(example: int, targets: np.ndarray) -> str:
    x1, x2 = model.INPUTS[example]
    verb = "added" if targets[example] else "subtracted"
    return (
        f"The next mistake is on ({x1}, {x2}) with target {int(targets[example])}: "
        f"({x1}, {x2}, 1) will be {verb}."
    )


def perceptron_on_iris(runs: dict) -> Figure:
    """Draw the share of flowers right after every update, for {species: PerceptronRun}."""
    figure, ax = new_figure(height=2.6)
    styles = [(BLUE, "-", "o"), (RED, "-", None)]
    for (name, run), (color, line, marker) in zip(runs.items(), styles):
        right = 100 * (1 - run.num_wrong / 150)
        width = 2 if marker else 0.9
        ax.plot(right, color=color, linestyle=line, marker=marker, linewidth=width, label=name)
    ax.axhline(200 / 3, color=GREY, linestyle="--", linewidth=1, label="always no, for versicolor")
    ax.set(xlabel="Updates", ylabel="Flowers right (%)", ylim=(0, 104), xlim=(-3, 300))
    ax.set_title("Separable: done after a few mistakes. Not separable: no rest, ever")
    ax.legend(loc="lower right", ncols=3, frameon=True)
    return figure


# What one neuron cannot do ------------------------------------------------------------------------

_PAIRS = {1: np.array([(0.0, 1.0), (1.0, 0.0)]), 0: np.array([(0.0, 0.0), (1.0, 1.0)])}


def xor_proof() -> Scene:
    """Two walkers on XOR's two segments, and the score of any neuron along both."""
    low, high = -0.6, 1.6
    figure, (ax, ax_score) = new_figure(2, height=3.4)
    _square_axes(ax, low, high)
    ax.set_title("The plane: two segments, one crossing")
    plane = _HalfPlane(ax, low, high)
    ax_score.axhspan(0, 1.8, **SHADE)
    ax_score.axhline(0, **LINE)
    ax_score.text(0, 1.7, "fires", va="top", fontsize=8, color=GREY)
    ax_score.text(0, -1.7, "silent", fontsize=8, color=GREY)
    ax_score.set(xlim=(-0.05, 1.05), ylim=(-2.5, 1.8), ylabel="Score of the neuron")
    ax_score.set_xlabel("Position along the segment (0 to 1)")
    ax_score.set_title("The score along both segments")
    lines, walkers, artists = {}, {}, [*plane.artists]
    for target, style, dots in ((1, "-", ON), (0, "--", OFF)):
        segment = dict(color=dots["color"], linestyle=style, linewidth=2)
        artists += ax.plot(*_PAIRS[target].T, **segment)
        artists += ax.plot(*_PAIRS[target].T, **dots)
        (lines[target],) = ax_score.plot([], [], **segment, label=f"between the targets {target}")
        walkers[target] = [
            axes.plot([], [], **{**dots, "markersize": 17 - 5 * target})[0]
            for axes in (ax, ax_score)
        ]
        artists += [lines[target], *walkers[target]]
    ax_score.legend(handles=list(lines.values()), loc="lower center")

    def draw(position: float, angle: float, offset: float) -> str:
        weights = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
        bias = -model.score([0.5, 0.5], weights, 0) - offset
        plane.move(weights, bias)
        at = {}
        for target, ends in _PAIRS.items():
            scores = model.score(ends, weights, bias)
            lines[target].set_data([0, 1], scores)
            at[target] = (1 - position) * scores[0] + position * scores[1]
            place = (1 - position) * ends[0] + position * ends[1]
            walkers[target][0].set_data(*place[:, None])
            walkers[target][1].set_data([position], [at[target]])
        return _walkers_sentence(position, at, weights, bias)

    return Scene(figure, artists, draw)


def _walkers_sentence(position, at, weights, bias) -> str:
    fires = model.score(model.INPUTS, weights, bias) > 0
    num_right = int(np.sum(fires == _on("XOR")))
    start = f"This line has {num_right} of 4 right. "
    if position == 0.5:
        return (
            f"{start}Both walkers stand on (1/2, 1/2), so both have the score {at[1]:.2f}: above 0 "
            "and not above 0 at once, which XOR would need, it cannot be."
        )
    return (
        f"{start}The walker between the targets 1 has the score {at[1]:.2f}, the one between the "
        f"targets 0 has {at[0]:.2f}. For XOR the first must stay above 0 all the way, the second must not "
        "rise above 0."
    )


def translation() -> Scene:
    """Two patterns on a 4 x 4 retina, shifted with wrap-around, and one neuron's scores for them."""
    figure, axes = new_figure(3, height=3.4, num_rows=2, width_ratios=[1, 1, 2.6])
    ax_score = figure.add_subplot(axes[0, 2].get_gridspec()[:, 2])
    retinas, artists = {}, []
    for row, name in enumerate("AB"):
        axes[row, 2].remove()
        for col, what in enumerate(("shifted", "mean so far")):
            ax = axes[row, col]
            # A mesh: matplotlib resamples an image at every redraw, even one of 16 pixels.
            retina = ax.pcolormesh(np.zeros((4, 4)), cmap="Greys", vmin=0, vmax=1)
            ax.set(xticks=[], yticks=[], title=f"{name}, {what}", aspect="equal", ylim=(4, 0))
            ax.spines[:].set_visible(True)
            retinas[name, what] = retina
            artists.append(retina)
    ax_score.set(xlim=(0, 17), ylim=(-5.5, 5.5), xlabel="Shift", ylabel="Score $w \\cdot x$")
    ax_score.set_xticks([1, 4, 8, 12, 16])
    ax_score.set_title("One neuron's score for every shift")
    scores, means = {}, {}
    for name, dots, style in (("A", ON, "-"), ("B", OFF, "--")):
        look = {**dots, "markersize": 6}
        (scores[name],) = ax_score.plot([], [], **look, label=f"{name}, each shift")
        mean = dict(color=dots["color"], linestyle=style, linewidth=2)
        (means[name],) = ax_score.plot([], [], **mean, label=f"{name}, mean so far")
    artists += [*scores.values(), *means.values()]
    ax_score.legend(handles=[*scores.values(), *means.values()], ncols=2, loc="lower center")

    def draw(num_shifts: int, seed: int, first: str, second: str) -> str:
        weights = np.random.default_rng(seed).standard_normal(16)
        last = {}
        for name, pattern in (("A", first), ("B", second)):
            shifts = model.all_shifts(model.draw_pattern(pattern))[:num_shifts]
            running = np.cumsum(shifts @ weights) / np.arange(1, num_shifts + 1)
            retinas[name, "shifted"].set_array(shifts[-1].reshape(4, 4))
            retinas[name, "mean so far"].set_array(shifts.mean(axis=0).reshape(4, 4))
            scores[name].set_data(np.arange(1, num_shifts + 1), shifts @ weights)
            means[name].set_data(np.arange(1, num_shifts + 1), running)
            last[name] = running[-1]
        return _shifts_sentence(num_shifts, last)

    return Scene(figure, artists, draw)


def _shifts_sentence(num_shifts: int, last: dict) -> str:
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


# One hidden layer ---------------------------------------------------------------------------------


def _hidden_values(points, unit: str, gain: float) -> np.ndarray:
    """Return the two hidden units' values (num_points, 2), at gain k: phi(k (w . x + b)).

    Weights are those of SIGMOID_XOR divided by 7. ReLU and linear units only grow with k, so theirs
    are shown in units of the largest score on a corner of the square, and the linear ones at 0.4 of
    that, to fit the same axes.
    """
    W1, b1, *_ = model.SIGMOID_XOR
    scores = (points @ W1.T + b1) / 7
    largest = 4 / 7
    if unit == "sigmoid":
        return sigmoid(gain * scores)
    if unit == "step":
        return model.step(scores)
    return relu(scores) / largest if unit == "ReLU" else 0.4 * scores / largest


UNITS = ["sigmoid", "ReLU", "step", "none (linear)"]


def xor_hidden() -> Scene:
    """XOR's plane with what the network makes of it, and the same plane bent by the hidden layer."""
    low, high, num_pixels = -0.4, 1.4, 50
    figure, (ax, ax_hidden) = new_figure(2, height=3.4)
    _square_axes(ax, low, high)
    ax.set_title("Input space; shaded: the network fires")
    side = np.linspace(low, high, num_pixels)
    pixels = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    # A mesh: matplotlib resamples an image at every redraw, which takes five times as long.
    output = ax.pcolormesh(
        side,
        side,
        np.zeros((num_pixels, num_pixels)),
        cmap=_WHITE_TO_SKY,
        vmin=0,
        vmax=1,
        alpha=0.35,
    )
    folds = []
    for shift, style in ((3 / 7, "--"), (-3 / 7, ":")):
        span = np.array([low, high])
        folds += ax.plot(span, span + shift, color=GREY, linestyle=style, linewidth=1.4)
    corners = [
        *ax.plot(*model.INPUTS[_on("XOR")].T, **ON),
        *ax.plot(*model.INPUTS[~_on("XOR")].T, **OFF),
    ]

    _square_axes(ax_hidden, -1.15, 1.45, "$x_1$, moving to $h_1$", "$x_2$, moving to $h_2$")
    ax_hidden.set_title("On the way to the hidden space")
    lines = _grid_lines(num_lines=9, num_points=41)
    (grid,) = ax_hidden.plot([], [], color=GREY, linestyle="-", linewidth=1)
    (boundary,) = ax_hidden.plot([], [], **LINE)
    (off,) = ax_hidden.plot([], [], **{**OFF, "markersize": 13})
    (on,) = ax_hidden.plot([], [], **ON)

    def draw(way: float, gain: float, unit: str) -> str:
        def bend(points):
            return (1 - way) * points + way * _hidden_values(points, unit, gain)

        grid.set_data(*bend(lines).T)
        on.set_data(*bend(model.INPUTS[_on("XOR")]).T)
        off.set_data(*bend(model.INPUTS[~_on("XOR")]).T)
        # The output unit fires where h1 + h2 > 5/7; its line belongs to the hidden space alone.
        boundary.set_data(*((np.array([-0.7, 1.4]), np.array([5 / 7 + 0.7, 5 / 7 - 1.4]))))
        boundary.set_alpha(way)
        fires = _hidden_values(pixels, unit, gain).sum(axis=1) > 5 / 7
        output.set_array(fires.reshape(num_pixels, num_pixels).astype(float))
        return _hidden_sentence(way, gain, unit)

    return Scene(figure, [output, *folds, *corners, grid, boundary, off, on], draw)


def _grid_lines(num_lines: int, num_points: int) -> np.ndarray:
    """Return a square grid on [0, 1]^2 as points (n, 2) to be joined, NaN between two lines."""
    across, along = np.linspace(0, 1, num_lines), np.linspace(0, 1, num_points)
    gap = np.full((1, 2), np.nan)
    pieces = []
    for value in across:
        still = np.full(num_points, value)
        pieces += [np.column_stack([along, still]), gap, np.column_stack([still, along]), gap]
    return np.concatenate(pieces)


def _hidden_sentence(way: float, gain: float, unit: str) -> str:
    hidden = _hidden_values(model.INPUTS, unit, gain)
    num_right = int(np.sum((hidden.sum(axis=1) > 5 / 7) == _on("XOR")))
    places = "; ".join(
        f"({x1}, {x2}) goes to ({h1:.2f}, {h2:.2f})"
        for (x1, x2), (h1, h2) in zip(model.INPUTS, hidden)
    )
    verdict = f"The network has {num_right} of 4 right."
    if unit == "none (linear)":
        verdict += " Linear units keep straight lines straight and midpoints midpoints."
    if unit in ("ReLU", "none (linear)"):
        verdict += " The gain only rescales these units, and the picture divides it out."
    return (
        f"Left, dashed and dotted: the lines of hidden units 1 and 2. Right: {100 * way:.0f} % of the "
        f"way. In the hidden space {places}. {verdict}"
    )


def iris_regions(points: dict, settings: dict, targets: np.ndarray) -> Figure:
    """Draw where three versicolor networks fire, one panel each, titled with the accuracy.

    `points[name]` (150, 2) in cm, `settings[name]` (hidden units, activation) as for
    `versicolor_score`; `targets` (150,) of bool. Names start with "Sepals" or "Petals".
    """
    figure, axes = new_figure(len(points), height=3.1)
    for ax, (name, flowers) in zip(axes, points.items()):
        low, high = flowers.min(axis=0), flowers.max(axis=0)
        pad = 0.05 * (high - low)
        xs, ys = np.linspace(low - pad, high + pad, 150).T
        grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
        scores = model.versicolor_score(grid, *settings[name]).reshape(150, 150)
        ax.contourf(xs, ys, scores > 0, levels=[0.5, 1.5], colors=[SKY], alpha=0.3)
        ax.plot(*flowers[~targets].T, **{**OFF, "markersize": 3.5, "markeredgewidth": 0.8})
        ax.plot(*flowers[targets].T, **{**ON, "markersize": 3.5})
        part = name.split(",")[0].removesuffix("s")
        ax.set(xlabel=f"{part} length (cm)", ylabel=f"{part} width (cm)")
        accuracy = np.mean((model.versicolor_score(flowers, *settings[name]) > 0) == targets)
        ax.set_title(f"{name}: {accuracy:.2%}")
    _name_targets(axes[-1], "versicolor", "the others", loc="upper left", fontsize=8)
    return figure


# Functions out of ReLUs ---------------------------------------------------------------------------


def bump_parts() -> Figure:
    """Draw the three ReLUs of the unit bump and, beside them, their sum."""
    x = np.linspace(-2, 2, 401)
    figure, (ax, ax_sum) = new_figure(2, height=2.6, sharey=True)
    parts = (
        (1, -1, BLUE, "-", r"$\mathrm{ReLU}(x+1)$"),
        (-2, 0, RED, "--", r"$-2\,\mathrm{ReLU}(x)$"),
        (1, 1, GREEN, "-.", r"$\mathrm{ReLU}(x-1)$"),
    )
    for factor, corner, color, style, label in parts:
        values = factor * relu(x - corner)
        ax.plot(x, values, color=color, linestyle=style, label=label)
        ax_sum.plot([corner], [-0.15], "^", color=color, markersize=7)
    ax.set(xlim=(-2, 2), ylim=(-2.2, 2.2), xlabel="Input $x$", ylabel="Output")
    ax.set_title("Three ReLUs")
    ax.legend(loc="lower left")
    ax_sum.plot(x, model.bump(x, center=0, half_width=1, height=1), color=BLACK, linestyle="-")
    ax_sum.set(xlim=(-2, 2), xlabel="Input $x$")
    ax_sum.set_title("Their sum (triangles: the corners)")
    return figure


def error_law(nums: np.ndarray, errors: dict) -> Figure:
    """Draw the largest error against the number of ReLUs, {name: (num_nums,)}, log-log."""
    figure, ax = new_figure(height=3.1)
    ax.loglog(nums, 4.93 / nums**2, color=BLACK, linestyle="-", linewidth=1, label=r"$4.93 / N^2$")
    looks = [("o", BLUE), ("^", GREEN), ("D", ORANGE), ("s", RED)]
    for (name, values), (marker, color) in zip(errors.items(), looks):
        ax.loglog(nums, values, marker, linestyle="none", color=color, markersize=5, label=name)
    ax.set(xlabel="Number of ReLUs $N$", ylabel="Largest error", ylim=(1e-4, 2))
    ax.set_title("How fast the error falls depends on the function")
    ax.legend(loc="lower left", ncols=2)
    return figure


TARGETS = {
    "sin(x)": "sin(x)",
    "two waves: sin(x) + sin(5*x)/3": "sin(x) + sin(5*x)/3",
    "a kink: abs(x - 2)": "abs(x - 2)",
    "a steep start: sqrt(x)": "sqrt(x)",
    "a jump: step(x - 3)": "step(x - 3)",
}
TYPED = "my own, typed below"
EXAMPLE = "exp(-x) * sin(8*x)"
_LAW_NUMS = np.array([1, 2, 3, 4, 6, 8, 10, 14, 20, 28, 40, 56, 80, 100])


def relu_approximator() -> Scene:
    """A function, its approximation by N ReLUs, and the largest error against N."""
    x = np.linspace(model.LOW, model.HIGH, 1001)
    floor = 1e-5
    figure, (ax, ax_error) = new_figure(2, height=3.2, width_ratios=[3, 2])
    ax.set(xlim=(model.LOW, model.HIGH), ylim=(-1.25, 1.5), xlabel="Input $x$")
    ax.set_ylabel("Output (largest $|f|$ = 1)")
    ax.set_title("The function and its network")
    (exact,) = ax.plot([], [], color=BLACK, linestyle="-", linewidth=3, alpha=0.5, label="function")
    (network,) = ax.plot([], [], color=RED, linestyle="--", label="network")
    (knots,) = ax.plot([], [], "o", color=RED, markersize=4, label="corners")
    ax.legend(handles=[exact, network, knots], ncols=3, loc="upper right")

    law = np.array([1, 110])
    ax_error.loglog(law, 4.93 / law**2, color=GREY, linestyle="-", linewidth=1)
    ax_error.text(6, 0.2, "$4.93/N^2$", color=GREY)
    ax_error.set(xlim=(0.9, 110), ylim=(floor, 3), ylabel="Largest error (largest $|f|$ = 1)")
    ax_error.set_xlabel("Number of ReLUs $N$")
    ax_error.set_title("The error")
    (errors,) = ax_error.plot([], [], ":", color=RED, marker=".", linewidth=1)
    (dot,) = ax_error.plot([], [], "o", color=RED, markersize=9)
    artists = [exact, network, knots, errors, dot]

    def draw(num_segments: int, target: str, expression: str) -> str:
        text = expression if target == TYPED else TARGETS[target]
        try:
            function = _scaled_function(text, num_segments, x)
        except ExpressionError as error:
            for artist in artists:
                artist.set_data([], [])
            return f"<b>No function to draw.</b> {html.escape(str(error))}"
        approximation = model.approximate(function, num_segments)
        exact.set_data(x, function(x))
        network.set_data(x, approximation(x))
        knots.set_data(approximation.knots, function(approximation.knots))
        measured = [_error_on(x, function, num) for num in _LAW_NUMS]
        errors.set_data(_LAW_NUMS, np.maximum(measured, floor))
        now = _error_on(x, function, num_segments)
        dot.set_data([num_segments], [max(now, floor)])
        return (
            f"{num_segments} ReLU{'s' * (num_segments > 1)} for {html.escape(text)}: the largest error is {now:.3g} of the "
            f"largest value. For a sine the law gives {4.93 / num_segments**2:.3g}."
        )

    return Scene(figure, artists, draw)


def _scaled_function(text: str, num_segments: int, x: np.ndarray):
    """Return the function that `text` describes, divided by its largest size on `x`.

    Raises ExpressionError if it has no finite value on `x` or at a knot that will be needed.
    """
    function = compile_expression(text)
    counts = (num_segments, *_LAW_NUMS)
    knots = [np.linspace(model.LOW, model.HIGH, count + 1) for count in counts]
    for places in (x, *knots):
        missing = places[~np.isfinite(function(places))]
        if len(missing):
            raise ExpressionError(
                f"{text} has no finite value at x = {missing[0]:.3g}. It needs one for every x "
                f"from {model.LOW:g} to {model.HIGH:.3g}."
            )
    largest = np.max(np.abs(function(x)))
    return (lambda at: function(at) / largest) if largest > 0 else function


def _error_on(x: np.ndarray, function, num_segments: int) -> float:
    return float(np.max(np.abs(function(x) - model.approximate(function, num_segments)(x))))


# How often training succeeds ----------------------------------------------------------------------


def training_success(widths, rates: dict) -> Figure:
    """Draw the share of nets that learned XOR against their width.

    `rates[name]` (num_widths, num_batches): the share in each batch of 25 nets.
    """
    figure, ax = new_figure(height=3.0)
    places = np.arange(len(widths))
    looks = ((RED, "s", "--", -0.06), (BLUE, "o", "-", 0.06))
    for (name, shares), (color, marker, style, shift) in zip(rates.items(), looks):
        percent = 100 * shares
        middle = percent.mean(axis=1)
        spread = [middle - percent.min(axis=1), percent.max(axis=1) - middle]
        ax.errorbar(
            places + shift,
            middle,
            spread,
            color=color,
            marker=marker,
            linestyle=style,
            capsize=5,
            markersize=7,
            label=name,
        )
    ax.set_xticks(places, [str(width) for width in widths])
    ax.set(xlabel="Hidden units", ylabel="Nets that learned XOR (%)", ylim=(-3, 106))
    ax.set_title("Two units suffice; more are found more often (bars: batches of 25 nets)")
    ax.legend(loc="lower right")
    return figure
