"""The explorables of notebook 06: controls that move the scenes of `figures.py`."""

from helpers.explorable import Explorable, Live, choice, slider
from helpers.expressivity import contest, figures

__all__ = ["budget", "fold_explorer", "fourier_frequencies", "random_circle"]


def fold_explorer() -> Explorable:
    """A strip of paper folded again and again, and the sawtooth that it makes."""
    return Explorable(
        figures.fold_explorer(),
        depth=slider("Folds (hidden layers)", 2, 0, 6, 1),
        share=slider("Next fold (share done)", 0.0, 0.0, 1.0, 0.05),
        pin_at=slider("Pin at", 0.3, 0.05, 0.95, 0.05),
    )


def random_circle() -> Explorable:
    """A circle in a random tanh network, layer by layer."""
    return Explorable(
        figures.random_circle(),
        depth=slider("Layer", 3, 0, 8, 1),
        sigma_w=slider("Weights' strength sigma_w", 2.5, 0.5, 4.0, 0.1),
        sigma_b=slider("Biases' strength sigma_b", 0.3, 0.0, 1.0, 0.1),
    )


def budget() -> Live:
    """A budget of parameters, spent on depth or on width, and a spiral to learn with it."""
    return Live(
        *figures.budget_with_run(),
        "Train",
        depth=slider("Hidden layers", 1, 1, 6, 1),
        parameters=slider("Budget (parameters)", 250, 100, 1000, 50),
        task=choice("Task", list(contest.TASKS)),
        lr=choice("Learning rate", [0.003, 0.01, 0.03, 0.1], 0.01),
        seed=slider("Seed", 0, 0, 9, 1),
    )


def fourier_frequencies() -> Live:
    """A photograph painted from positions, with as many frequencies as one likes."""
    return Live(
        *figures.fourier_frequencies_with_run(),
        "Paint",
        num_frequencies=slider("Fourier frequencies", 0, 0, 8, 1),
    )
