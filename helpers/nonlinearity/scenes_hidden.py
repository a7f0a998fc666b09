"""The moving pictures of notebook 02 that bend and lift XOR's plane."""

from typing import Annotated

import numpy as np

from helpers.nonlinearity import plane
from helpers.nonlinearity.folding import Region, XorPlane
from helpers.nonlinearity.gates import INPUTS, xor_weights
from helpers.nonlinearity.hidden_space import (
    FIRES,
    LEANING,
    LEANING_SMALL,
    TEXT,
    TEXT_SMALL,
    UNITS,
    HiddenLayer,
    output_line,
)
from helpers.nonlinearity.network_drawing import NetworkDrawing
from helpers.pictures import GREY, new_figure
from helpers.scene import Choice, Scene, Slider, sweep

BY_SLIDER = "mine, by slider"
_LOW, _HIGH = -1.45, 1.45


def xor_hidden(own: tuple | None = None) -> Scene:
    """A network for XOR, and its plane on the way through the hidden layer: inputs, scores, values.

    The sliders open at the hidden units of `own`, a reader's (W1, b1, w2, b2) that computes XOR with
    steps; without it, at the course's. The output unit is the best that there is for them.
    """
    mine = HiddenLayer.of(own or xor_weights())
    layers = {
        "rank 1: the text's": TEXT,
        "rank 1, a seventh of it": TEXT_SMALL,
        "rank 2: leaning": LEANING,
        "rank 2, a seventh of it": LEANING_SMALL,
    }
    figure, axes = new_figure(2, height=5.9, num_rows=2)
    (ax_network, ax), (ax_scores, ax_hidden) = axes
    ax_network.set_title("The network")
    network = NetworkDrawing(
        ax_network,
        [["$x_1$", "$x_2$"], ["$h_1$", "$h_2$"], ["$y$"]],
        ["inputs", "hidden", "output"],
    )
    plane.square_axes(ax, -0.4, 1.4)
    ax.set_title("Inputs; shaded: it fires")
    plane.square_axes(
        ax_scores, _LOW, _HIGH, "Score $z_1$ (largest: 1)", "Score $z_2$ (largest: 1)"
    )
    ax_scores.set_title("1: the linear map")
    plane.square_axes(ax_hidden, _LOW, _HIGH, "Hidden value $h_1$", "Hidden value $h_2$")
    ax_hidden.set_title("2: the activation")
    region = Region(ax, -0.4, 1.4)
    folds = [ax.plot([], [], color=GREY, linestyle=":", linewidth=1.6)[0] for _ in range(2)]
    inputs = XorPlane(ax, grid=False, still=True)
    scores, hidden = XorPlane(ax_scores), XorPlane(ax_hidden)
    (boundary,) = ax_hidden.plot([], [], **plane.LINE)

    def draw(
        w11: Annotated[float, Slider("Weight w11", *_opening(mine.W1[0, 0]), 0.1)],
        w12: Annotated[float, Slider("Weight w12", *_opening(mine.W1[0, 1]), 0.1)],
        a1: Annotated[float, Slider("Bias a1", *_opening(mine.b1[0], 15), 0.1)],
        w21: Annotated[float, Slider("Weight w21", *_opening(mine.W1[1, 0]), 0.1)],
        w22: Annotated[float, Slider("Weight w22", *_opening(mine.W1[1, 1]), 0.1)],
        a2: Annotated[float, Slider("Bias a2", *_opening(mine.b1[1], 15), 0.1)],
        way: Annotated[float, Slider("Bend: from scores 0 to hidden 1", 1.0, 0.0, 1.0, 0.05)],
        unit: Annotated[str, Choice("Hidden units", UNITS)],
        weights: Annotated[str, Choice("Weights", [BY_SLIDER, *layers])],
    ) -> str:
        by_slider = HiddenLayer(np.array([[w11, w12], [w21, w22]]), np.array([a1, a2]))
        layer = layers.get(weights, by_slider)
        values = layer.values(INPUTS, unit)
        w2, b2, margin = output_line(values)
        network.show([(layer.W1, layer.b1), (w2[None], np.array([b2]))])
        region.show(
            layer.side(region.points, unit, w2, b2) if margin else -np.ones(len(region.points))
        )
        for fold, row, bias in zip(folds, layer.W1, layer.b1, strict=True):
            fold.set_data(*plane.firing_side(row, bias, -0.4, 1.4)[1].T)
        scores.show(layer.shown_scores)
        hidden.show(
            lambda points: (1 - way) * layer.shown_scores(points) + way * layer.values(points, unit)
        )
        boundary.set_data(*plane.firing_side(w2, b2, _LOW, _HIGH)[1].T)
        boundary.set_alpha(way)  # the output unit's line belongs to the hidden space alone
        return f"{100 * way:.0f} % bent. {_in_the_hidden_space(layer, values, margin)}"

    title = "A network for XOR, its plane after the linear map, and after the activation"
    artists = [*network.artists, *region.artists, *folds, boundary]
    artists += [*inputs.artists, *scores.artists, *hidden.artists]
    run = sweep("Bend", draw, 0.05, way=np.linspace(0, 1, 41).round(3))
    return Scene(title, figure, artists, draw, run)


def _opening(weight: float, reach: float = 10.0) -> tuple[float, float, float]:
    """Return (opening value, lowest, highest) of a slider that must reach a reader's own weight."""
    reach = max(reach, float(np.ceil(abs(weight))))
    return round(float(weight), 1), -reach, reach


def _in_the_hidden_space(layer: HiddenLayer, values: np.ndarray, margin: float) -> str:
    rank = np.linalg.matrix_rank(layer.W1)
    places = "; ".join(
        f"{x1}{x2} has h = ({h1:.2f}, {h2:.2f})"
        for (x1, x2), (h1, h2) in zip(INPUTS, values, strict=True)
    )
    apart = np.linalg.norm(values[FIRES].mean(axis=0) - values[~FIRES].mean(axis=0))
    middles = "still meet" if apart < 1e-9 else f"are {apart:.2f} apart"
    line = (
        f"A line parts the targets, {margin:.2f} from the nearest input: these hidden units solve XOR."
        if margin
        else "No line parts the targets: no output unit computes XOR from these hidden units."
    )
    return (
        f"W<sub>1</sub> has rank {rank}. The midpoints (cross and diamond) meet after the linear map; "
        f"after the activation they {middles}. {line} ({places}.)"
    )


def lift() -> Scene:
    """XOR's square, lifted out of the plane by the product of its inputs, and the plane that parts it."""
    figure, (ax, ax_network) = new_figure(2, height=3.6, width_ratios=[3, 2])
    ax.set(xlim=(-0.3, 1.7), ylim=(-0.62, 1.35), title="The inputs, and their product as a height")
    ax.set_axis_off()
    ax_network.set_title("A neuron that sees three features")
    features = ["$x_1$", "$x_2$", "$x_3$"]
    network = NetworkDrawing(ax_network, [features, ["$y$"]], ["features", "output"])
    (mesh,) = ax.plot([], [], color=GREY, linestyle="-", linewidth=0.7)
    cut = ax.fill([0, 1, 1], [0, 0, 1], **plane.SHADE)[0]
    (rim,) = ax.plot([], [], **plane.LINE)
    joins, middles, stems = {}, {}, []
    for target, style, dots, mark in ((0, "--", plane.OFF, "D"), (1, "-", plane.ON, "X")):
        color = dots["color"]
        (joins[target],) = ax.plot([], [], color=color, linestyle=style, linewidth=2)
        (middles[target],) = ax.plot(
            [], [], mark, color="white", markeredgecolor=color, markersize=8
        )
    stems = [ax.plot([], [], color=GREY, linestyle=":", linewidth=1)[0] for _ in INPUTS]
    dots = plane.Dots(ax)
    names = [
        ax.annotate(f"{x1}{x2}", (0, 0), xytext=(11, 8), fontsize=8, textcoords="offset points")
        for x1, x2 in INPUTS
    ]
    lines = plane.grid_lines(num_lines=9, num_points=25)

    def draw(
        height: Annotated[float, Slider("Lift: weight of the product", 0.0, 0.0, 1.0, 0.05)],
        turn: Annotated[int, Slider("Turn the view (degrees)", 25, 0, 90, 5)],
        shows: Annotated[str, Choice("A plane that parts them", ["shown", "hidden"])],
    ) -> str:
        angle = np.radians(turn)
        across = np.array([np.cos(angle), np.sin(angle) * 0.42])
        along = np.array([-np.sin(angle), np.cos(angle) * 0.42])

        def seen(points: np.ndarray, heights: np.ndarray | float) -> np.ndarray:
            flat = (points[:, :1] - 0.5) * across + (points[:, 1:] - 0.5) * along
            return (
                flat
                + [0.7, 0.1]
                + np.column_stack([np.zeros(len(points)), np.ones(len(points)) * heights])
            )

        product = height * lines.prod(axis=1)
        mesh.set_data(*seen(lines, product).T)
        heights = height * INPUTS.prod(axis=1)
        places = seen(INPUTS, heights)
        dots.show(places, FIRES)
        for name, place in zip(names, places, strict=True):
            name.xy = place
        for stem, base, top in zip(stems, seen(INPUTS, 0.0), places, strict=True):
            stem.set_data(*np.stack([base, top]).T)
        for target, join in joins.items():
            ends = places[target == FIRES]
            join.set_data(*ends.T)
            middles[target].set_data(*ends.mean(axis=0)[:, None])
        # Halfway between the segments: where x1 + x2 - 2 x1 x2 = 1/2, if the height stands for x1 x2.
        corners = np.array([(-0.1, -0.1), (1.1, -0.1), (1.1, 1.1), (-0.1, 1.1), (-0.1, -0.1)])
        cut_heights = height * (corners.sum(axis=1) - 0.5) / 2
        outline = seen(corners, cut_heights)
        cut.set_xy(outline)
        rim.set_data(*outline.T)
        is_shown = shows == "shown" and height > 0
        for artist in (cut, rim):
            artist.set_visible(is_shown)
        # The plane as a neuron: the lower the lift, the larger its weight must be.
        weights = np.array([[1.0, 1.0, -2 / height if height else 0.0]])
        network.show([(weights, np.array([-0.5]))])
        return _how_far_apart(height)

    title = "XOR's four inputs, lifted by the product of the two, and a plane between the targets"
    artists = [
        *network.artists,
        mesh,
        cut,
        rim,
        *joins.values(),
        *stems,
        *middles.values(),
        *dots.artists,
        *names,
    ]
    run = sweep("Lift", draw, 0.05, height=np.linspace(0, 1, 41).round(3))
    return Scene(title, figure, artists, draw, run)


def _how_far_apart(height: float) -> str:
    if height == 0:
        return (
            "Not lifted: all four lie in one plane, both segments cross at their midpoints, and no "
            "line parts them."
        )
    return (
        f"x<sub>3</sub> = {height:g} x<sub>1</sub> x<sub>2</sub>: 11 stands {height:.2f} high, the others lie at 0. The midpoints (cross and diamond) are "
        f"{height / 2:.2f} apart, so the segments pass each other. The shaded plane has the targets 0 "
        "above it and the targets 1 below."
    )
