"""The moving picture of notebook 02 about functions of two inputs."""

from typing import Annotated

import numpy as np

from helpers.nonlinearity.surfaces import SURFACES, city, grid, strips
from helpers.pictures import BLACK, Pixels, new_figure
from helpers.scene import Choice, Scene, Slider, sweep


def towers() -> Scene:
    """Strips through one place, the tower that a second layer cuts out of them, and many towers."""
    num_side, most = 240, 8
    figure, axes = new_figure(2, height=6.2, num_rows=2)
    (ax_strips, ax_tower), (ax_target, ax_city) = axes
    names = {
        ax_strips: "1: in how many strips",
        ax_tower: "2: more than the threshold",
        ax_target: "The function",
        ax_city: "The network: one tower a square",
    }
    images = {}
    for ax, name in names.items():
        ax.set(title=name, xlabel="Input $x_1$", ylabel="Input $x_2$")
        look = dict(origin="lower", extent=(0, 1, 0, 1), cmap="Blues", clim=(0, 1))
        images[ax] = Pixels(ax, np.zeros((num_side, num_side)), **look)
    points, side = grid(num_side), (np.arange(num_side) + 0.5) / num_side
    counts = {number: strips(points, number) for number in range(1, most + 1)}
    targets = {name: surface(points) for name, surface in SURFACES.items()}
    label = ax_strips.text(
        0.03,
        0.95,
        "",
        va="top",
        fontsize=8,
        color=BLACK,
        bbox=dict(facecolor="white", edgecolor="none"),
    )

    def draw(
        num_towers: Annotated[int, Slider("Towers a side", 8, 1, 40, 1)],
        directions: Annotated[int, Slider("Directions of strips", 3, 1, most, 1)],
        threshold: Annotated[float, Slider("Threshold", 2.5, 0.5, most - 0.5, 0.5)],
        target: Annotated[str, Choice("Function", list(SURFACES))],
    ) -> str:
        count = counts[directions]
        fires = count > threshold
        network = city(SURFACES[target], num_towers, side).ravel()
        for ax, values in (
            (ax_strips, count / directions),
            (ax_tower, fires.astype(float)),
            (ax_target, targets[target]),
            (ax_city, network),
        ):
            images[ax].set_data(values.reshape(num_side, num_side))
        label.set_text(f"darkest: {directions}")
        error = np.max(np.abs(network - targets[target]))
        return (
            f"{_tower_in_words(directions, threshold, fires)} {_city_in_words(num_towers, error)}"
        )

    title = "Strips in many directions, the tower that a threshold leaves, and a surface of towers"
    run = sweep("Build", draw, 0.15, num_towers=range(1, 41))
    return Scene(title, figure, [*images.values(), label], draw, run)


def _tower_in_words(directions: int, threshold: float, fires: np.ndarray) -> str:
    units = f"{2 * directions} step units make {directions} strip{'s' * (directions > 1)}"
    if not fires.any():
        return f"{units}; no point lies in more than {threshold:g} of them."
    if threshold < directions - 1:
        return f"{units}; in more than {threshold:g} of them lies {fires.mean():.0%}: a star, no tower."
    alone = "a strip without end" if directions == 1 else f"a tower with {2 * directions} sides"
    return f"{units}; in all of them lies {fires.mean():.1%} of the square: {alone}."


def _city_in_words(num_towers: int, error: float) -> str:
    return (
        f"{num_towers} × {num_towers} towers need {2 * (num_towers + 1)} units in the first hidden layer "
        f"and {num_towers**2} in the second; the largest error is {error:.2f}."
    )
