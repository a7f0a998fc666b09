"""The explorables of notebook 04: controls that move the scenes of `figures.py`."""

import numpy as np

from helpers.explorable import Explorable, Live, choice, slider
from helpers.softmax import figures, model

__all__ = ["reliability_diagram", "simplex", "spiral_trainer", "two_distributions"]

MOST_STEPS = 1000


def simplex() -> Explorable:
    """Three logits and a temperature, and the probabilities they give."""
    return Explorable(
        figures.simplex(),
        a=slider("Logit of class A", 2.0, -5.0, 5.0, 0.1),
        b=slider("Logit of class B", 1.0, -5.0, 5.0, 0.1),
        c=slider("Logit of class C", 0.0, -5.0, 5.0, 0.1),
        temperature=slider("Temperature T", 1.0, 0.1, 10.0, 0.1),
    )


def two_distributions() -> Explorable:
    """A true distribution and a forecast, their entropy, KL divergence and cross-entropy."""
    return Explorable(
        figures.two_distributions(),
        y1=slider("Truth y: weight of A", 7, 1, 10, 1),
        y2=slider("Truth y: weight of B", 2, 0, 10, 1),
        y3=slider("Truth y: weight of C", 1, 0, 10, 1),
        q1=slider("Forecast q: weight of A", 5, 1, 10, 1),
        q2=slider("Forecast q: weight of B", 3, 1, 10, 1),
        q3=slider("Forecast q: weight of C", 2, 1, 10, 1),
    )


def spiral_trainer() -> Live:
    """A network that learns a spiral while one watches."""
    return Live(
        *figures.spiral_trainer(MOST_STEPS),
        "Train",
        width=slider("Width (units a layer)", 16, 2, 64, 1),
        num_steps=slider("Steps", 500, 100, MOST_STEPS, 100),
        activation=choice("Activation", ["ReLU", "Tanh", "Sigmoid", "Identity"]),
        num_classes=slider("Classes", 3, 2, 5, 1),
    )


def reliability_diagram(
    z: np.ndarray | None = None, labels: np.ndarray | None = None
) -> Explorable:
    """The reliability of logits z (n, classes) at any temperature.

    Without arguments: made-up forecasts whose right temperature is known to be 2.5.
    """
    if z is None:
        z, labels = model.overconfident_logits()
    return Explorable(
        figures.reliability_diagram(z, labels),
        temperature=slider("Temperature T", 1.0, 0.5, 6.0, 0.1),
    )
