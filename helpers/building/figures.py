"""The pictures of notebook 03: they draw what `model.py` and `optimizers.py` compute."""

from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from helpers.building import model, optimizers
from helpers.explorable import Scene
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, PINK, RED, SKY, new_figure

LIMIT = optimizers.LIMIT
STEPS_DESCENT = 30
STEPS_RACE = 100


# --- losses ---------------------------------------------------------------------------------------


def losses(x: np.ndarray, y: np.ndarray, weights: np.ndarray) -> Figure:
    """Draw four losses against the prediction, and L1 and L2 on data (num_samples,) against w."""
    figure, (ax, ax_data) = new_figure(2, height=2.9)
    prediction = np.linspace(-2, 3, 501)
    styles = {"L1": (BLUE, "-"), "L2": (RED, "--"), "0-1": (BLACK, ":"), "hinge": (GREEN, "-.")}
    for name, (color, style) in styles.items():
        curve = model.LOSSES[name](prediction, 1.0)
        ax.plot(prediction, curve, color=color, linestyle=style, label=name)
    ax.set(xlim=(-2, 3), ylim=(-0.1, 4), xlabel=r"Prediction $\hat{y}$ (target 1)", ylabel="Loss")
    ax.set_title("Four answers to 'how wrong?'")
    ax.legend()
    for name in ("L1", "L2"):
        color, style = styles[name]
        curve = model.LOSSES[name](weights[:, None] * x, y).mean(axis=1)
        ax_data.plot(weights, curve / curve.min(), color=color, linestyle=style, label=name)
        best = weights[np.argmin(curve)]
        ax_data.plot(best, 1, "o", color=color, markersize=8, clip_on=False)
        ax_data.annotate(
            f"{best:.2f}", (best, 1.0), (0, -8), textcoords="offset points", ha="center", va="top"
        )
    ax_data.set(xlim=(weights[0], weights[-1]), ylim=(0.65, 3), xlabel="Weight w")
    ax_data.set_ylabel("Mean loss (its minimum = 1)")
    ax_data.set_title("One odd sample pulls L2, not L1")
    ax_data.legend(loc="upper center")
    return figure


def one_weight(loss: Callable, walks: dict[float, np.ndarray]) -> Figure:
    """Draw walks {learning rate: weights (num_steps + 1,)} down a loss of weights (num_points,)."""
    figure, axes = new_figure(len(walks), height=2.5, sharey=True)
    line = np.linspace(-1.5, 2.5, 201)
    for ax, (lr, weights) in zip(axes, walks.items()):
        ax.plot(line, loss(line), color=GREY, linestyle="-")
        ax.plot(weights, loss(weights), "o-", color=BLUE, markersize=4, linewidth=0.9)
        ax.plot(weights[0], loss(weights[:1]), "s", color=ORANGE, ms=9, markeredgecolor=BLACK)
        ax.set(xlim=(-1.5, 2.5), ylim=(-0.3, 9), xlabel="Weight w")
        ax.set_title(f"Learning rate {lr}")
    axes[0].set_ylabel("Loss")
    return figure


# --- maps of a loss -------------------------------------------------------------------------------


def _map(ax, names: Sequence[str]) -> dict:
    """Draw landscapes on top of each other; return {name: its artists}, terraces and minima.

    Each terrace is 1.8 times as high as the one below. As filled contours they redraw in 3 ms, as
    an image in 20.
    """
    line = np.linspace(-LIMIT, LIMIT, 81)
    w1, w2 = np.meshgrid(line, line)
    levels = np.geomspace(0.02, 100, 15)
    grays = [
        str(1 - 0.03 * terrace) for terrace in range(len(levels) + 1)
    ]  # light: paths stand out
    artists = {}
    for name in names:
        ground = optimizers.landscapes()[name]
        heights = np.clip(ground.loss(w1, w2), 0.01, 200)
        terraces = ax.contourf(w1, w2, heights, levels, colors=grays, extend="both", zorder=0)
        (stars,) = ax.plot(*np.array(ground.minima).T, "*", color=BLACK, markersize=12)
        artists[name] = (terraces, stars)
    ax.set(xlim=(-LIMIT, LIMIT), ylim=(-LIMIT, LIMIT), xlabel="Weight $w_1$", ylabel="Weight $w_2$")
    return artists


def _show_map(maps: dict, landscape: str) -> None:
    for name, artists in maps.items():
        for artist in artists:
            artist.set_visible(name == landscape)


def _artists(maps: dict) -> list:
    return [artist for artists in maps.values() for artist in artists]


def descent() -> Scene:
    """Gradient descent on a loss of two weights: the path on the map, and the loss at each step."""
    figure, (ax, ax_loss) = new_figure(2, height=3.2)
    maps = _map(ax, list(optimizers.landscapes()))
    ax.set_title("Darker is higher; stars are minima")
    (path_line,) = ax.plot([], [], "o-", color=BLUE, markersize=4, linewidth=1.2)
    (first,) = ax.plot([], [], "s", color=ORANGE, markersize=9, markeredgecolor=BLACK)
    ax_loss.set(xlim=(0, STEPS_DESCENT), ylim=(1e-6, 1e4), yscale="log")
    ax_loss.minorticks_off()  # a hundred small ticks take long to draw
    ax_loss.set(xlabel="Step", ylabel="Loss")
    ax_loss.set_title("The loss at each step")
    (loss_line,) = ax_loss.plot([], [], "o-", color=BLUE, markersize=4, linewidth=1.2)

    def draw(
        lr: float, start_1: float, start_2: float, landscape: str, num_steps: int = STEPS_DESCENT
    ) -> str:
        ground = optimizers.landscapes()[landscape]
        path = model.descend(ground.gradient, (start_1, start_2), lr, num_steps)
        heights = ground.loss(path[:, 0], path[:, 1])
        _show_map(maps, landscape)
        path_line.set_data(*path.T)
        first.set_data([start_1], [start_2])
        loss_line.set_data(np.arange(num_steps + 1), np.clip(heights, 1e-6, 1e4))
        return (
            f"Learning rate {lr:g}: the loss goes from {heights[0]:.3g} to {heights[-1]:.3g} in "
            f"{num_steps} steps. {_descent_verdict(landscape, lr, path, heights)}"
        )

    return Scene(figure, [*_artists(maps), path_line, first, loss_line], draw)


def _descent_verdict(landscape: str, lr: float, path: np.ndarray, heights: np.ndarray) -> str:
    if landscape.startswith("ravine"):
        flat, steep = 1 - lr, 1 - 9 * lr
        factors = (
            f"Each step multiplies the distance along w<sub>1</sub> by {flat:.2f} and along "
            f"w<sub>2</sub> by {steep:.2f}"
        )
        if abs(steep) > 1:
            return f"{factors}: along the steep direction any distance grows at every step."
        way = "It swings across the ravine. " if steep < 0 else ""
        left = flat ** (len(path) - 1)
        return f"{factors}. {way}Of the distance along w<sub>1</sub>, {left:.0%} is left."
    if heights[-1] > heights[0] or not np.all(np.isfinite(heights)):
        return "The steps are too long: it ends higher than it began."
    w1, w2 = path[-1]
    return f"It ends at w<sub>1</sub> = {w1:.2f}, w<sub>2</sub> = {w2:.2f}."


# --- logistic regression --------------------------------------------------------------------------


def boundary(x: np.ndarray, y: np.ndarray, weights: np.ndarray, bias: float) -> Figure:
    """Draw two classes of points (num_samples, 2) and where the model says p = 0.1, 0.5, 0.9."""
    figure, ax = new_figure(height=3.0)
    for label, name, color, marker in ((0, "versicolor", BLUE, "o"), (1, "virginica", RED, "^")):
        ax.plot(*x[y == label].T, marker, color=color, markersize=5, label=name, alpha=0.8)
    line = np.array([-2.5, 2.5])
    for p, style in ((0.1, ":"), (0.5, "-"), (0.9, "--")):
        z = np.log(p / (1 - p))
        height = (z - bias - weights[0] * line) / weights[1]
        ax.plot(line, height, color=BLACK, linestyle=style, linewidth=1.3, label=f"p = {p}")
    ax.set(xlim=(-2.5, 2.7), ylim=(-2.2, 2.6))
    ax.set(xlabel="Petal length (standardized)", ylabel="Petal width (standardized)")
    ax.set_title("Probability of virginica, learned from zero")
    ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure


# --- networks -------------------------------------------------------------------------------------


def network(sizes: Sequence[int] = (3, 4, 2)) -> Figure:
    """Draw a small MLP with the names of its parts."""
    figure, ax = new_figure(height=3.3)
    ax.axis("off")
    ax.set(xlim=(-1.4, 6.2), ylim=(-1.0, 4.1))
    columns = 2.5 * np.arange(len(sizes))
    heights = [np.arange(n) - (n - 1) / 2 + 1.6 for n in sizes]
    for left, right, ys, yt in zip(columns, columns[1:], heights, heights[1:]):
        for a in ys:
            for b in yt:
                ax.plot([left, right], [a, b], color=GREY, linestyle="-", linewidth=0.8, zorder=1)
    names = ["input: no parameters", "hidden layer", "output layer"]
    shades = [ORANGE, SKY, GREEN]
    for x, ys, name, shade in zip(columns, heights, names, shades):
        ax.scatter(np.full(len(ys), x), ys, s=420, color=shade, edgecolor=BLACK, zorder=2)
        ax.text(x, 3.75, name, ha="center", weight="bold")
    for left, num_in, num_out in zip(columns, sizes, sizes[1:]):
        text = f"{num_in} × {num_out} weights\n+ {num_out} biases"
        ax.text(left + 1.25, -0.65, text, ha="center", va="center")
    for x, ys, letter in zip(columns, heights, ("x", "h", "y")):
        for number, y in enumerate(ys[::-1], start=1):
            ax.text(x, y, f"${letter}_{number}$", ha="center", va="center", zorder=3)
    ax.annotate("one weight", (1.25, heights[0][-1] + 0.25), (-0.9, 3.35), color=BLACK,
                arrowprops=dict(arrowstyle="->", color=BLACK), fontsize=8)  # fmt: skip
    return figure


# --- the computation graph ------------------------------------------------------------------------

# Where each node stands, and what is written in it. Inputs first, then in order of computation.
_PLACES = {
    "w": (0.0, 1.9),
    "x": (1.15, 3.0),
    "b": (2.3, 3.0),
    "t": (4.6, 3.0),
    "u": (1.15, 1.9),
    "z": (2.3, 1.9),
    "y": (3.45, 1.9),
    "e": (4.6, 1.9),
    "s": (5.75, 1.9),
    "L": (6.9, 1.9),
    "q": (2.3, 0.6),
    "R": (5.75, 0.6),
    "J": (8.05, 1.9),
}
_MEANING = {
    "x": "x",
    "w": "w",
    "b": "b",
    "t": "t",
    "u": "u = w x",
    "z": "z = u + b",
    "y": "y = σ(z)",
    "e": "e = y − t",
    "s": "s = e²",
    "L": "L = s / 2",
    "q": "q = w²",
    "R": "R = λ q / 2",
    "J": "J = L + R",
}
INPUTS = ("w", "x", "b", "t")
FORWARD = tuple(name for name in _PLACES if name not in INPUTS)
BACKWARD = ("J", "R", "q", "L", "s", "e", "y", "z", "u")
NUM_GRAPH_STEPS = len(FORWARD) + 1 + len(BACKWARD)
_HALF_WIDTH, _HALF_HEIGHT = 0.46, 0.36


def graph_stepper() -> Scene:
    """A neuron's loss as a computation graph: values forward, derivatives backward, step by step."""
    figure, ax = new_figure(height=3.3)
    ax.axis("off")
    ax.set(xlim=(-0.6, 8.6), ylim=(0.15, 3.6))
    edges = _graph_edges()
    for parent, child in edges:
        _arrow(ax, parent, child, color=GREY, linewidth=1.0)
    boxes, values, grads = {}, {}, {}
    for name, (x, y) in _PLACES.items():
        corner = (x - _HALF_WIDTH, y - _HALF_HEIGHT)
        boxes[name] = ax.add_patch(_box(corner, "#FFFFFF" if name in FORWARD else "#FBEBCB"))
        ax.text(x, y + 0.2, _MEANING[name], ha="center", va="center", fontsize=7.5, zorder=4)
        values[name] = ax.text(x, y, "", ha="center", va="center", color=BLUE, zorder=4)
        grads[name] = ax.text(x, y - 0.22, "", ha="center", va="center", color=RED, zorder=4)
    ring = ax.add_patch(_box((0, 0), "none", edgecolor=BLACK, linewidth=2.6, zorder=5))
    passing = {edge: _arrow(ax, *edge, color=RED, linewidth=2.6, backward=True) for edge in edges}
    texts = dict(fontsize=8, va="center")
    ax.text(5.6, 3.42, "blue, middle line: value", color=BLUE, **texts)
    ax.text(5.6, 3.17, "red, lowest line: derivative of J", color=RED, **texts)
    ax.text(5.6, 2.92, "thick frame: the node at work", color=BLACK, **texts)

    def draw(step: int, w: float, x: float, b: float, t: float) -> str:
        nodes = model.regularized_neuron(w, x, b, t, lam=0.1)
        shown, received, sending = _graph_state(nodes, step)
        for name in _PLACES:
            values[name].set_text(_short(nodes[name].data) if name in shown else "")
            grads[name].set_text(_short(received[name]) if name in received else "")
        for edge, arrow in passing.items():
            arrow.set_visible(edge[1] == sending)
        at_work = sending or (shown[-1] if 0 < step <= len(FORWARD) else "")
        at_work = "J" if step == len(FORWARD) + 1 else at_work
        ring.set_visible(bool(at_work))
        if at_work:
            px, py = _PLACES[at_work]
            ring.set_bounds(px - _HALF_WIDTH, py - _HALF_HEIGHT, 2 * _HALF_WIDTH, 2 * _HALF_HEIGHT)
        return _graph_sentence(nodes, step, shown, received, sending)

    moving = [*passing.values(), *values.values(), *grads.values(), ring]
    return Scene(figure, moving, draw)


def _box(corner, facecolor, edgecolor=GREY, linewidth=1.0, zorder=3):
    return FancyBboxPatch(
        corner,
        2 * _HALF_WIDTH,
        2 * _HALF_HEIGHT,
        boxstyle="round,pad=0.02,rounding_size=0.08",
        facecolor=facecolor,
        edgecolor=edgecolor,
        linewidth=linewidth,
        zorder=zorder,
    )


def _graph_edges() -> list[tuple[str, str]]:
    """Return (parent, child) for every edge between named nodes."""
    nodes = model.regularized_neuron(1.0, 1.0, 0.0, 0.0, 0.1)
    names = {id(node): name for name, node in nodes.items()}
    return [
        (names[id(parent)], name)
        for name, node in nodes.items()
        for parent in dict.fromkeys(node.parents)
        if id(parent) in names  # constants such as 1/2 are not drawn
    ]


def _arrow(ax, parent: str, child: str, color, linewidth, backward: bool = False):
    """Draw an arrow between two boxes, from parent to child, or back."""
    (x1, y1), (x2, y2) = _PLACES[parent], _PLACES[child]
    start, end = (x1 + _HALF_WIDTH, y1), (x2 - _HALF_WIDTH, y2)
    if y1 > y2:  # down: leave at the bottom; straight down: arrive at the top
        start = (x1, y1 - _HALF_HEIGHT)
        end = (x2, y2 + _HALF_HEIGHT) if x1 == x2 else end
    elif y1 < y2:
        end = (x2, y2 - _HALF_HEIGHT)
    if backward:
        start, end = end, start
    arrow = FancyArrowPatch(
        start,
        end,
        arrowstyle="-|>",
        mutation_scale=9,
        shrinkA=2,
        shrinkB=2,
        color=color,
        linewidth=linewidth,
        zorder=2,
    )
    return ax.add_patch(arrow)


def _graph_state(nodes: dict, step: int) -> tuple[list[str], dict[str, float], str]:
    """Return whose value is shown, the derivatives collected so far, and who passes them on."""
    shown = [*INPUTS, *FORWARD[:step]]
    if step <= len(FORWARD):
        return shown, {}, ""
    names = {id(node): name for name, node in nodes.items()}
    received, sending = {"J": 1.0}, ""
    for sending in BACKWARD[: step - len(FORWARD) - 1]:
        for parent, slope in zip(nodes[sending].parents, nodes[sending].slopes):
            if id(parent) in names:
                name = names[id(parent)]
                received[name] = received.get(name, 0.0) + received[sending] * slope
    return shown, received, sending


def _graph_sentence(nodes, step, shown, received, sending) -> str:
    if step == 0:
        return "Only the inputs are known: the weight w, the input x, the bias b, the target t."
    if step <= len(FORWARD):
        name = shown[-1]
        return f"Forward: {_MEANING[name]} gives {_short(nodes[name].data)}."
    if not sending:
        return "The way back begins: the derivative of J by itself is 1."
    names = {id(node): name for name, node in nodes.items()}
    parts = []
    for parent, slope in zip(nodes[sending].parents, nodes[sending].slopes):
        name = names.get(id(parent))
        if name:
            total = f" (in all {_short(received[name])})" if name == "w" and sending == "u" else ""
            passed = received[sending] * slope
            parts.append(
                f"to {name} it passes {_short(received[sending])} × {_short(slope)} = "
                f"{_short(passed)}{total}"
            )
    end = " Every derivative is known." if sending == BACKWARD[-1] else ""
    return f"Backward: {sending} has received {_short(received[sending])}; {'; '.join(parts)}.{end}"


def _short(number: float) -> str:
    return f"{number:.3f}".replace("-", "−")


# --- gradient check -------------------------------------------------------------------------------


def gradient_check(hs: np.ndarray, double: np.ndarray, single: np.ndarray) -> Figure:
    """Draw the relative errors (num_hs,) of a gradient check in float64 and float32, log-log."""
    figure, ax = new_figure(height=3.0)
    ax.loglog(hs, single, "s--", color=RED, markersize=4, linewidth=1.2, label="float32")
    ax.loglog(hs, double, "o-", color=BLUE, markersize=4, linewidth=1.2, label="float64")
    guide = np.array([3e-5, 1e-1])
    ax.loglog(guide, 0.4 * double[-1] * (guide / hs[-1]) ** 2, ":", color=BLACK, linewidth=1.2)
    ax.text(2e-4, 2e-9, "slope 2:\nthe formula's error", va="top")
    ax.text(3e-9, 1e-6, "slope −1:\nrounding", ha="left")
    ax.set(xlabel="Step h of the central difference", ylabel="Relative error of the gradient")
    ax.set(ylim=(1e-11, 10))
    ax.minorticks_off()
    ax.set_title("Too large a step, or too small: both spoil the check")
    ax.legend(loc="upper right")
    return figure


# --- batches --------------------------------------------------------------------------------------


def batches(paths: dict, sizes: Sequence[int], spreads: Sequence[float]) -> Figure:
    """Draw descent paths {batch size: (num_steps + 1, 2)}, and the gradients' spread (num_sizes,)."""
    figure, (ax, ax_spread) = new_figure(2, height=3.2)
    _map(ax, list(optimizers.landscapes())[:1])
    styles = [(ORANGE, "-", 0.8), (BLUE, "--", 1.2), (BLACK, "-", 2.2)]
    for (size, path), (color, style, width) in zip(paths.items(), styles):
        ax.plot(*path.T, color=color, linestyle=style, linewidth=width, label=f"{size} a step")
    ax.plot(*path[0], "s", color=ORANGE, markersize=9, markeredgecolor=BLACK)
    ax.legend(loc="lower right", frameon=True, fontsize=8)
    ax.set_title("Small batches, rough ways")
    sizes, spreads = np.asarray(sizes), np.asarray(spreads)
    ax_spread.loglog(sizes, spreads, "o", color=BLUE, label="measured")
    guide = spreads[0] * np.sqrt(sizes[0] / sizes)
    ax_spread.loglog(sizes, guide, "-", color=BLACK, label=r"$1/\sqrt{\mathrm{size}}$")
    ax_spread.set(xlabel="Samples in a batch", ylabel="Spread of the gradient")
    ax_spread.set_xticks(sizes, [str(size) for size in sizes])
    ax_spread.minorticks_off()
    ax_spread.set_yticks([2, 5, 10, 20], ["2", "5", "10", "20"])
    ax_spread.set_title("Four times the batch, half the noise")
    ax_spread.legend()
    return figure


# --- optimizers -----------------------------------------------------------------------------------

_RACERS = {
    "SGD": (BLACK, "-", "o"),
    "momentum": (ORANGE, "--", "s"),
    "AdaGrad": (GREEN, "-.", "^"),
    "RMSProp": (PINK, ":", "D"),
    "Adam": (BLUE, "-", "v"),
    "Adamax": (RED, "--", "P"),
}


def optimizer_race() -> Scene:
    """Six optimizers from one start: their paths up to a step, and their losses."""
    figure, (ax, ax_loss) = new_figure(2, height=3.4)
    maps = _map(ax, list(optimizers.landscapes()))
    ax.set_title("Darker is higher; stars are minima")
    ax_loss.set(xlim=(0, STEPS_RACE), ylim=(1e-6, 1e4), yscale="log", xlabel="Step", ylabel="Loss")
    ax_loss.minorticks_off()
    ax_loss.set_title("The loss so far")
    (cross,) = ax.plot([], [], "x", color=BLACK, markersize=8, markeredgewidth=2)
    paths, heads, curves = {}, {}, {}
    for name, (color, style, marker) in _RACERS.items():
        (paths[name],) = ax.plot([], [], color=color, linestyle=style, linewidth=1.3)
        (heads[name],) = ax.plot([], [], marker, color=color, markersize=8, markeredgecolor=BLACK)
        (curves[name],) = ax_loss.plot(
            [],
            [],
            color=color,
            linestyle=style,
            marker=marker,
            markevery=20,
            markersize=5,
            label=name,
        )
    ax_loss.legend(loc="upper right", ncols=2, fontsize=8)

    def draw(step: int, lr_plain: float, lr_adaptive: float, landscape: str) -> str:
        runs = optimizers.race(landscape, lr_plain, lr_adaptive, STEPS_RACE)
        _show_map(maps, landscape)
        cross.set_data(*[[weight] for weight in optimizers.landscapes()[landscape].start])
        reached = {}
        for name, (path, heights) in runs.items():
            paths[name].set_data(*path[: step + 1].T)
            heads[name].set_data(*path[step : step + 1].T)
            shown = np.clip(heights[: step + 1], 1e-7, 1e4)
            curves[name].set_data(np.arange(step + 1), shown)
            reached[name] = heights[step]
        order = sorted(reached, key=reached.get)
        listed = ", ".join(f"{name} {_loss_text(reached[name])}" for name in order)
        return f"After {step} steps, from the lowest loss to the highest: {listed}."

    moving = [*_artists(maps), cross, *paths.values(), *heads.values(), *curves.values()]
    return Scene(figure, moving, draw)


def _loss_text(loss: float) -> str:
    if loss > 1e4:
        return "exploded"
    return "below 1e-6" if loss < 1e-6 else f"{loss:.2g}"


# --- several outputs ------------------------------------------------------------------------------


def two_heads(images, classes, centers, predicted_classes, predicted_centers) -> Figure:
    """Draw digits (num_images, 8, 8) with their class and center (row, column), true and predicted."""
    figure, axes = new_figure(len(images), height=1.25)
    for ax, image, label, center, guess, guessed in zip(
        axes, images, classes, centers, predicted_classes, predicted_centers
    ):
        ax.imshow(image, cmap="Greys", vmin=0, vmax=1.5)  # ink stays gray: marks lie on it
        ax.plot(center[1], center[0], "o", color=BLUE, markersize=9, fillstyle="none", mew=2)
        ax.plot(guessed[1], guessed[0], "x", color=RED, markersize=7, mew=2)
        ax.set_title(f"{label}, says {guess}", fontsize=9)
        ax.axis("off")
    return figure


# --- memory ---------------------------------------------------------------------------------------


def memory(bills: dict[str, dict[str, float]]) -> Figure:
    """Draw {title: {item: GB}} as bars on a logarithmic axis, one group for each title."""
    figure, ax = new_figure(height=2.6)
    items = list(next(iter(bills.values())))
    height = 0.8 / len(bills)
    shades = (GREY, SKY, ORANGE)
    for number, ((title, bill), shade) in enumerate(zip(bills.items(), shades)):
        rows = np.arange(len(items)) + number * height
        hatch = ("", "//", "..")[number]
        ax.barh(rows, bill.values(), height, color=shade, hatch=hatch, edgecolor=BLACK, label=title)
    ax.set(xscale="log", xlim=(1, 3e7), xlabel="Memory (GB)")
    ax.minorticks_off()
    ax.set_yticks(np.arange(len(items)) + 0.4 - height / 2, items)
    ax.invert_yaxis()
    ax.legend(loc="lower right", fontsize=8)
    ax.set_title("Where the memory of one training step goes")
    return figure
