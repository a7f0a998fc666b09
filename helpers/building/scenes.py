"""The moving pictures of notebook 03."""

from collections.abc import Callable, Generator, Iterator
from functools import lru_cache, partial
from itertools import chain, islice
from typing import Annotated, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from helpers.building import neuron_graph, optimizers
from helpers.building.autodiff import XOR, Value, backward, tiny_outputs, train_xor
from helpers.building.losses import LANDSCAPES, LIMIT
from helpers.building.maps import RACERS, draw_maps, show_map
from helpers.building.optimizers import (
    ARRIVED,
    NUM_STARTS,
    NUM_STEPS,
    RULES,
    best_rate,
    descend,
    race_from_all,
)
from helpers.building.scenes_networks import shapes_both_ways, what_samples_want
from helpers.pictures import BLACK, BLUE, GREY, ORANGE, RED, MapPanel, log_scale, new_figure
from helpers.scene import Choice, Run, Scene, Slider, Switch, sweep

__all__ = ["descent", "graph_stepper", "optimizer_race", "rules_with_memory"]
__all__ += ["shapes_both_ways", "what_samples_want", "xor_training"]

# --- gradient descent -----------------------------------------------------------------------------


def descent() -> Scene:
    """Gradient descent on a loss of two weights: the path on the map, and the loss at each step."""
    last = 30
    figure, (ax, ax_loss) = new_figure(2, height=3.2)
    maps = draw_maps(ax)
    ax.set_title("Darker is higher; stars are minima")
    (path_line,) = ax.plot([], [], "o-", color=BLUE, markersize=4, linewidth=1.2)
    (first,) = ax.plot([], [], "s", color=ORANGE, markersize=9, markeredgecolor=BLACK)
    _set_loss_axes(ax_loss, last, "The loss at each step")
    (loss_line,) = ax_loss.plot([], [], "o-", color=BLUE, markersize=4, linewidth=1.2)

    def draw(
        lr: Annotated[float, Slider("Learning rate", 0.03, 0.0, 0.3, 0.01)],
        start_1: Annotated[float, Slider("Start, weight w1", -2.0, -LIMIT, LIMIT, 0.1)],
        start_2: Annotated[float, Slider("Start, weight w2", 2.0, -LIMIT, LIMIT, 0.1)],
        landscape: Annotated[str, Choice("Landscape", list(LANDSCAPES))],
        num_steps: int = last,
    ) -> str:
        ground = LANDSCAPES[landscape]
        path = descend(ground.gradient, (start_1, start_2), lr, num_steps)
        heights = ground.loss(*path.T)
        show_map(maps, landscape)
        path_line.set_data(*path.T)
        first.set_data([start_1], [start_2])
        loss_line.set_data(np.arange(num_steps + 1), np.clip(heights, 1e-6, 1e4))
        return (
            f"Learning rate {lr:g}: the loss goes from {heights[0]:.3g} to {heights[-1]:.3g} in "
            f"{num_steps} steps. {_descent_verdict(landscape, lr, path, heights)}"
        )

    title = "Steps of gradient descent on a map of a loss, and the loss at each step"
    artists = [*chain(*maps.values()), path_line, first, loss_line]
    run = sweep("Descend", draw, 0.01, num_steps=range(1, last + 1))
    return Scene(title, figure, artists, draw, run)


def _set_loss_axes(ax: Axes, last: int, title: str) -> None:
    log_scale(ax)
    ax.set(xlim=(0, last), ylim=(1e-6, 1e4), xlabel="Step", ylabel="Loss", title=title)


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


# --- the computation graph ------------------------------------------------------------------------

# The nodes in three rows of the picture, and what is written in those that are computed.
_PLACES = {
    name: (1.15 * column, height)
    for height, row in ((3.0, " xb t"), (1.9, "wuzyesLJ"), (0.6, "  q  R"))
    for column, name in enumerate(row)
    if name != " "
}
_COMPUTED = "u = w x|z = u + b|y = σ(z)|e = y − t|s = e²|L = s / 2|q = w²|R = λq / 2|J = L + R"
_FORMULAS = {formula[0]: formula for formula in _COMPUTED.split("|")}
_HALF_WIDTH, _HALF_HEIGHT = 0.37, 0.36


def graph_stepper() -> Scene:
    """A neuron's loss as a computation graph: values forward, derivatives backward, step by step."""
    figure, ax = new_figure(height=3.3)
    ax.axis("off")
    ax.set(xlim=(-0.6, 8.6), ylim=(0.15, 3.6))
    edges = neuron_graph.edges()
    arrows = {edge: _arrow(ax, *edge, color=GREY, linewidth=1.0) for edge in edges}
    values, grads, slopes = {}, {}, {}
    for name, (x, y) in _PLACES.items():
        shade = "#FBEBCB" if name in neuron_graph.INPUTS else "#FFFFFF"
        _box(ax, name, facecolor=shade, edgecolor=GREY, linewidth=1.0, zorder=3)
        centered = dict(ha="center", va="center", zorder=4)
        ax.text(x, y + 0.2, _FORMULAS.get(name, name), fontsize=7.5, **centered)
        values[name] = ax.text(x, y, "", color=BLUE, **centered)
        grads[name] = ax.text(x, y - 0.22, "", color=RED, **centered)
    ring = dict(facecolor="none", edgecolor=BLACK, linewidth=2.6, zorder=5)
    rings = {name: _box(ax, name, **ring) for name in neuron_graph.FORWARD}
    red = dict(color=RED, linewidth=2.6)
    passing = {edge: _arrow(ax, *edge, backward=True, **red) for edge in edges}
    for parent, child in edges:
        (x1, y1), (x2, y2) = _PLACES[parent], _PLACES[child]
        aside = (0.06, 0.0) if x1 == x2 else (0.0, 0.46) if y1 == y2 else (0.2, 0.05)
        place = np.mean([[x1, y1], [x2, y2]], axis=0) + aside
        align = dict(ha="left" if x1 == x2 else "center", va="center" if x1 == x2 else "bottom")
        slopes[parent, child] = ax.text(*place, "", fontsize=8, weight="bold", **align)
    for height, text, color in (
        (3.42, "blue, middle line: value", BLUE),
        (3.17, "red, lowest line: derivative of J", RED),
        (2.92, "thick frame: the node at work", BLACK),
        (2.67, "bold ×: the slope along an edge", BLACK),
    ):
        ax.text(5.6, height, text, color=color, fontsize=8, va="center")

    def draw(
        step: Annotated[
            int, Slider("Step", len(neuron_graph.FORWARD), 0, neuron_graph.NUM_STEPS, 1)
        ],
        w: Annotated[float, Slider("Weight w", 2.0, -3.0, 3.0, 0.1)],
        x: Annotated[float, Slider("Input x", 1.5, -3.0, 3.0, 0.1)],
        b: Annotated[float, Slider("Bias b", -1.0, -3.0, 3.0, 0.1)],
        t: Annotated[float, Slider("Target t", 0.0, 0.0, 1.0, 0.1)],
    ) -> str:
        nodes = neuron_graph.regularized_neuron(w, x, b, t, lam=0.1)
        state = neuron_graph.state_after(step, nodes)
        for name in _PLACES:
            values[name].set_text(_short(nodes[name].data) if name in state.known else "")
            grads[name].set_text(_short(state.grads[name]) if name in state.grads else "")
        for (parent, child), arrow in passing.items():
            goes_back = child == state.at_work and parent in state.slopes
            arrow.set_visible(goes_back)
            slopes[parent, child].set_text(_times(state.slopes[parent]) if goes_back else "")
            arrows[parent, child].set_visible(not goes_back)
        for name, ring in rings.items():
            ring.set_visible(name == state.at_work)
        return _graph_sentence(nodes, state)

    title = "The loss of one neuron as a computation graph, with values and derivatives"
    artists = [
        *arrows.values(),
        *passing.values(),
        *values.values(),
        *grads.values(),
        *rings.values(),
        *slopes.values(),
    ]
    return Scene(title, figure, artists, draw)


def _box(ax: Axes, name: str, **look: Any) -> FancyBboxPatch:
    """Draw a box around the place of a node."""
    x, y = _PLACES[name]
    corner, size = (x - _HALF_WIDTH, y - _HALF_HEIGHT), (2 * _HALF_WIDTH, 2 * _HALF_HEIGHT)
    style = "round,pad=0.02,rounding_size=0.08"
    return ax.add_patch(FancyBboxPatch(corner, *size, boxstyle=style, **look))


def _arrow(
    ax: Axes, parent: str, child: str, backward: bool = False, **look: Any
) -> FancyArrowPatch:
    """Draw an arrow between two boxes, from parent to child, or back."""
    (x1, y1), (x2, y2) = _PLACES[parent], _PLACES[child]
    start, end = (x1 + _HALF_WIDTH, y1), (x2 - _HALF_WIDTH, y2)
    if y1 > y2:  # down: leave at the bottom; straight down: arrive at the top
        start = (x1, y1 - _HALF_HEIGHT)
        end = (x2, y2 + _HALF_HEIGHT) if x1 == x2 else end
    elif y1 < y2:
        end = (x2, y2 - _HALF_HEIGHT)
    ends = (end, start) if backward else (start, end)
    look |= dict(arrowstyle="-|>", mutation_scale=9, shrinkA=2, shrinkB=3, zorder=2)
    return ax.add_patch(FancyArrowPatch(*ends, **look))


def _graph_sentence(nodes: dict[str, Value], state: neuron_graph.State) -> str:
    if not state.at_work:
        return "Only the inputs are known: the weight w, the input x, the bias b, the target t."
    if not state.grads:
        value = _short(nodes[state.at_work].data)
        end = " Every value is known, and no derivative yet." if state.at_work == "J" else ""
        return f"Forward: {_FORMULAS[state.at_work]} gives {value}.{end}"
    if not state.slopes:
        return "The way back begins: the derivative of J by itself is 1."
    received = state.grads[state.at_work]
    parts = []
    for parent, slope in state.slopes.items():
        part = f"{_short(received)} × {_short(slope)} = {_short(received * slope)}"
        is_complete = (parent, state.at_work) == ("w", "u")  # the weight's second part
        total = f" (in all {_short(state.grads[parent])})" if is_complete else ""
        parts.append(f"to {parent} it passes {part}{total}")
    end = " Every derivative is known." if state.at_work == neuron_graph.BACKWARD[-1] else ""
    return f"Backward: {state.at_work} has received {_short(received)}; {'; '.join(parts)}.{end}"


def _times(slope: float) -> str:
    return f"× {slope:.2g}".replace("-", "−")


def _short(number: float) -> str:
    return f"{number:.3f}".replace("-", "−")


# --- XOR, by somebody's autodiff --------------------------------------------------------------------

_XOR_STEPS = 100


def xor_training(value: type = Value, walk_back: Callable = backward) -> Scene:
    """Three tanh units that learn XOR with an autodiff, the learner's or ours: regions and loss."""
    figure, (ax, ax_loss) = new_figure(2, height=3.5)
    marks = dict(markersize=11, markeredgecolor=BLACK)
    looks = [
        dict(marker="o", color=BLUE, label="target -1", **marks),
        dict(marker="^", color=ORANGE, label="target 1", **marks),
    ]
    panel = MapPanel(ax, 1.6, 121, looks, cmap="Greys_r", clim=(0, 1))
    ax.set(xlabel="$x_1$", ylabel="$x_2$", title="Light: output above 0; dark: below")
    ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.17), ncols=2, fontsize=8)
    _set_loss_axes(ax_loss, _XOR_STEPS, "The loss so far")
    (curve,) = ax_loss.plot([], [], "o-", color=BLUE, markersize=3, linewidth=1.2)
    artists = [*panel.artists, curve]

    corners = np.array(XOR)

    @lru_cache(maxsize=8)
    def begun(lr: float, seed: int) -> tuple[Iterator, list[tuple[np.ndarray, float]]]:
        """Return a training that has begun, and its steps so far: no more are taken than are shown."""
        return train_xor(value, walk_back, lr, seed, _XOR_STEPS), []

    def move(weights: np.ndarray, losses: list[float]) -> str:
        is_yes = tiny_outputs(weights, *panel.plane.T) > 0
        panel.set_values(np.where(is_yes, 0.95, 0.6))
        panel.set_samples(corners[:, :2], corners[:, 2] > 0)
        curve.set_data(np.arange(len(losses)), np.clip(losses, 1e-6, 1e4))
        right = np.sum(np.sign(tiny_outputs(weights, *corners[:, :2].T)) == corners[:, 2])
        return (
            f"After {len(losses) - 1} steps the loss is {losses[-1]:.3g}, and {right} of the 4 corners "
            "lie on the right side of the border."
        )

    def draw(
        step: Annotated[int, Slider("Training step", 15, 0, _XOR_STEPS, 1)],
        lr: Annotated[float, Slider("Learning rate", 0.2, 0.02, 0.5, 0.02)],
        seed: Annotated[int, Slider("Start", 0, 0, 49, 1)],
    ) -> str:
        training, steps = begun(lr, seed)
        steps += islice(training, max(0, step + 1 - len(steps)))
        return move(steps[step][0], [loss for _, loss in steps[: step + 1]])

    def train(step: int, lr: float, seed: int) -> Generator[tuple[float, str], None, None]:
        losses: list[float] = []
        for weights, loss in train_xor(value, walk_back, lr, seed, _XOR_STEPS):
            losses.append(loss)
            yield len(losses) / (_XOR_STEPS + 1), move(weights, losses)

    title = "Where a network of three tanh units says yes, and its loss, as it learns XOR"
    return Scene(title, figure, artists, draw, Run("Train", train, 0.05))


# --- optimizers -----------------------------------------------------------------------------------


def rules_with_memory(
    momentum: Callable = optimizers.momentum, adam: Callable = optimizers.adam
) -> Scene:
    """Descent by SGD, momentum and Adam, the learner's or ours: paths on the map, and losses."""
    last = 100
    figure, (ax, ax_loss) = new_figure(2, height=3.5)
    maps = draw_maps(ax)
    ax.set_title("Darker is higher; stars are minima")
    _set_loss_axes(ax_loss, last, "The loss at each step")
    paths, curves = {}, {}
    for name in ("SGD", "momentum", "Adam"):
        color, style, marker = RACERS[name]
        look = dict(color=color, linestyle=style, linewidth=1.3, marker=marker)
        (paths[name],) = ax.plot([], [], markersize=3, **look)
        (curves[name],) = ax_loss.plot([], [], markevery=10, markersize=5, label=name, **look)
    (first,) = ax.plot([], [], "x", color=BLACK, markersize=8, markeredgewidth=2)
    figure.legend(handles=[*curves.values()], loc="outside lower center", ncols=3, fontsize=8)

    def draw(
        num_steps: Annotated[int, Slider("Steps", 30, 1, last, 1)],
        lr: Annotated[float, Slider("Learning rate", 0.1, 0.01, 1.0, 0.01)],
        correct: Annotated[bool, Switch("Adam corrects its means", True)],
        landscape: Annotated[str, Choice("Landscape", list(LANDSCAPES))],
    ) -> str:
        ground = LANDSCAPES[landscape]
        show_map(maps, landscape)
        rules = {
            "SGD": optimizers.sgd,
            "momentum": momentum,
            "Adam": partial(adam, correct=correct),
        }
        said = []
        for name, rule in rules.items():
            path = descend(ground.gradient, ground.start, lr, num_steps, rule, limit=10)
            losses = ground.loss(*path.T)
            paths[name].set_data(*path.T)
            curves[name].set_data(np.arange(len(path)), np.clip(losses, 1e-6, 1e4))
            step = np.linalg.norm(path[1] - path[0])
            is_out = np.array_equal(path[-1], path[-2]) and losses[-1] > ARRIVED
            reached = f"{_loss_text(losses[-1])} (first step {step:.2f} long)"
            said.append(f"{name} {'has left the map' if is_out else reached}")
        first.set_data(*np.array(ground.start)[:, None])
        return f"Loss after {num_steps} steps at a rate of {lr:g}: {', '.join(said)}."

    title = "Paths of SGD, momentum and Adam on a map of a loss, and their losses"
    artists = [*chain(*maps.values()), *paths.values(), first, *curves.values()]
    run = sweep("Descend", draw, 0.02, num_steps=range(1, last + 1))
    return Scene(title, figure, artists, draw, run)


_SHARES = {"each rule's best": 1.0, "a fifth of the best": 0.2, "five times the best": 5.0}
_COMMON = 0.1
_COMMON_RATE = f"{_COMMON:g} for all"


def optimizer_race() -> Scene:
    """Six optimizers from one start: their paths up to a step, and their losses."""
    figure, (ax, ax_loss) = new_figure(2, height=3.7)
    maps = draw_maps(ax)
    ax.set_title("Darker is higher; stars are minima")
    _set_loss_axes(ax_loss, NUM_STEPS, "The loss so far")
    ax_loss.axhline(ARRIVED, color=GREY, linestyle="-", linewidth=0.8)
    ax_loss.text(NUM_STEPS + 3, ARRIVED, "arrived", fontsize=8, va="center")
    (cross,) = ax.plot([], [], "x", color=BLACK, markersize=8, markeredgewidth=2)
    paths, heads, curves = {}, {}, {}
    for name, (color, style, marker) in RACERS.items():
        look = dict(color=color, linestyle=style)
        (paths[name],) = ax.plot([], [], linewidth=1.3, **look)
        (heads[name],) = ax.plot([], [], marker, color=color, markersize=8, markeredgecolor=BLACK)
        (curves[name],) = ax_loss.plot(
            [], [], marker=marker, markevery=40, markersize=5, linewidth=1.3, label=name, **look
        )
    figure.legend(handles=[*curves.values()], loc="outside lower center", ncols=6, fontsize=8)

    def draw(
        start: Annotated[int, Slider("Start", 0, 0, NUM_STARTS, 1)],
        step: Annotated[int, Slider("Step", NUM_STEPS, 0, NUM_STEPS, 1)],
        rates: Annotated[str, Choice("Learning rates", [*_SHARES, _COMMON_RATE])],
        landscape: Annotated[str, Choice("Landscape", list(LANDSCAPES))],
    ) -> str:
        show_map(maps, landscape)
        reached = {}
        for name in RULES:
            lr = _COMMON if rates == _COMMON_RATE else _SHARES[rates] * best_rate(landscape, name)
            path, losses = race_from_all(landscape, name, lr)
            path, losses = path[: step + 1, :, start], losses[: step + 1, start]
            paths[name].set_data(*path.T)
            heads[name].set_data(*path[-1:].T)
            curves[name].set_data(np.arange(step + 1), np.clip(losses, 1e-7, 1e4))
            reached[name] = losses[-1]
            cross.set_data(*path[:1].T)
        by_text: dict[str, list[str]] = {}
        for name in sorted(reached, key=reached.get):
            by_text.setdefault(_loss_text(reached[name]), []).append(name)
        listed = "; ".join(f"{', '.join(names)} {text}" for text, names in by_text.items())
        return f"Loss after {step} steps: {listed}."

    title = "Paths of six optimizers on a map of a loss, and their losses so far"
    artists = [*chain(*maps.values()), cross, *paths.values(), *heads.values(), *curves.values()]
    run = sweep("Race", draw, 0.01, step=range(NUM_STEPS + 1))
    return Scene(title, figure, artists, draw, run)


def _loss_text(loss: float) -> str:
    return "below 1e-6" if loss < 1e-6 else f"{loss:.2g}"
