"""The explorables of notebook 02: controls that move the scenes of `figures.py`."""

from collections.abc import Iterable

import numpy as np

from helpers.explorable import Explorable, Live, Scene, choice, slider, text
from helpers.nonlinearity import figures, model

__all__ = [
    "one_neuron",
    "perceptron",
    "relu_approximator",
    "sharpness",
    "translation",
    "xor_hidden",
    "xor_proof",
]


def _play(scene: Scene, control: str, stops: Iterable[float]):
    """Return a run that moves one control through `stops`, for those who would rather watch."""
    stops = list(stops)

    def run(**values):
        for number, stop in enumerate(stops, start=1):
            yield number / len(stops), scene.draw(**{**values, control: stop})

    return run


def one_neuron() -> Explorable:
    """One neuron's line, moved by its two weights and its bias, on a task to choose."""
    return Explorable(
        figures.one_neuron(),
        w1=slider("Weight w1", 7.0, -10.0, 10.0, 0.5),
        w2=slider("Weight w2", 7.0, -10.0, 10.0, 0.5),
        b=slider("Bias b", -9.0, -15.0, 15.0, 0.5),
        task=choice("Task", list(figures.tasks()), "AND"),
    )


def sharpness() -> Explorable:
    """A sigmoid on its way to the step, and a gate made with it."""
    return Explorable(
        figures.sharpness(),
        k=slider("Sharpness k", 1.0, 1.0, 30.0, 1.0),
        gate=choice("Gate", ["AND", "OR"]),
    )


def perceptron() -> Live:
    """Perceptron learning, one update at a time."""
    scene = figures.perceptron()
    return Live(
        scene,
        _play(scene, "updates", range(25)),
        "Learn",
        pause=0.3,
        updates=slider("Updates", 1, 0, 24, 1),
        gate=choice("Task", list(model.TARGETS), "OR"),
    )


def xor_proof() -> Live:
    """Why no line solves XOR: two segments that cross, and any neuron's score along them."""
    scene = figures.xor_proof()
    return Live(
        scene,
        _play(scene, "position", np.linspace(0, 1, 41).round(3)),
        "Walk",
        pause=0.05,
        position=slider("Position along the segments", 0.0, 0.0, 1.0, 0.05),
        angle=slider("Turn the line (degrees)", 45, 0, 355, 5),
        offset=slider("Shift the line", -0.35, -0.9, 0.9, 0.05),
    )


def translation() -> Live:
    """Why no neuron tells two patterns apart in all positions: their means are the same."""
    names, scene = list(model.PATTERNS), figures.translation()
    return Live(
        scene,
        _play(scene, "num_shifts", range(1, 17)),
        "Shift",
        pause=0.2,
        num_shifts=slider("Shifts averaged", 1, 1, 16, 1),
        seed=slider("Neuron (other random weights)", 1, 1, 20, 1),
        first=choice("Pattern A", names, "square"),
        second=choice("Pattern B", names, "L"),
    )


def xor_hidden() -> Live:
    """The plane on its way through a hidden layer, which makes XOR separable or does not."""
    scene = figures.xor_hidden()
    return Live(
        scene,
        _play(scene, "way", np.linspace(0, 1, 41).round(3)),
        "Fold",
        pause=0.05,
        way=slider("Way to the hidden space (0 to 1)", 0.0, 0.0, 1.0, 0.05),
        gain=slider("Gain k of the hidden units", 7.0, 0.5, 20.0, 0.5),
        unit=choice("Hidden units", figures.UNITS),
    )


def relu_approximator() -> Explorable:
    """Any function on [0, 2 pi] by N ReLUs: from a list, or typed."""
    controls = dict(
        num_segments=slider("Number of ReLUs N", 8, 1, 100, 1),
        target=choice("Function f(x)", [*figures.TARGETS, figures.TYPED]),
        expression=text("My own f(x), then Enter", figures.EXAMPLE),
    )

    def choose_typed(change) -> None:
        if change["new"] != figures.EXAMPLE:  # a reset puts the example back, and the list's choice
            controls["target"].value = figures.TYPED

    controls["expression"].observe(choose_typed, names="value")
    return Explorable(figures.relu_approximator(), **controls)
