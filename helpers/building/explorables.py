"""The explorables of notebook 03: controls that move the scenes of `figures.py`."""

from collections.abc import Iterator

from helpers.building import figures, optimizers
from helpers.explorable import Explorable, Live, choice, slider

__all__ = ["descent", "graph_stepper", "optimizer_race"]


def descent() -> Live:
    """Gradient descent in two weights: learning rate, start and landscape to choose."""
    scene = figures.descent()

    def run(**values) -> Iterator[tuple[float, str]]:
        for step in range(1, figures.STEPS_DESCENT + 1):
            yield step / figures.STEPS_DESCENT, scene.draw(**values, num_steps=step)

    return Live(
        scene,
        run,
        "Descend",
        lr=slider("Learning rate", 0.03, 0.0, 0.3, 0.01),
        start_1=slider("Start, weight w1", -2.0, -3.0, 3.0, 0.1),
        start_2=slider("Start, weight w2", 2.0, -3.0, 3.0, 0.1),
        landscape=choice("Landscape", list(optimizers.landscapes())),
    )


def graph_stepper() -> Explorable:
    """One neuron's loss as a graph: step through its values, then through its derivatives."""
    return Explorable(
        figures.graph_stepper(),
        step=slider("Step", 0, 0, figures.NUM_GRAPH_STEPS, 1),
        w=slider("Weight w", 2.0, -3.0, 3.0, 0.1),
        x=slider("Input x", 1.5, -3.0, 3.0, 0.1),
        b=slider("Bias b", -1.0, -3.0, 3.0, 0.1),
        t=slider("Target t", 0.0, 0.0, 1.0, 0.1),
    )


def optimizer_race() -> Live:
    """Six optimizers on one landscape, step by step."""
    scene = figures.optimizer_race()

    def run(step: int, **values) -> Iterator[tuple[float, str]]:
        for step in range(figures.STEPS_RACE + 1):
            yield step / figures.STEPS_RACE, scene.draw(step=step, **values)

    return Live(
        scene,
        run,
        "Race",
        step=slider("Step", 10, 0, figures.STEPS_RACE, 1),
        lr_plain=slider("Learning rate: SGD, momentum", 0.05, 0.01, 0.3, 0.01),
        lr_adaptive=slider("Learning rate: the other four", 0.1, 0.01, 0.5, 0.01),
        landscape=choice("Landscape", list(optimizers.landscapes())),
    )
