"""The explorables of notebook 09: controls that move the scenes of `figures.py`."""

from helpers.ethics import figures
from helpers.explorable import Explorable, slider

__all__ = ["base_rate", "energy", "threshold_game", "timeline"]


def timeline() -> Explorable:
    """Predictions of the past, and how they stood at the end of a year."""
    return Explorable(figures.timeline(), year=slider("Year", 1985, 1950, 2026, 1))


def base_rate() -> Explorable:
    """A test on a thousand people: who has an alarm, and who of those is ill."""
    return Explorable(
        figures.base_rate(),
        num_ill=slider("Ill, of 1,000 people", 100, 1, 499, 3),
        sensitivity=slider("Sensitivity (%)", 90, 50, 100, 1),
        specificity=slider("Specificity (%)", 90, 50, 100, 1),
    )


def threshold_game() -> Explorable:
    """Two groups with other base rates: make errors equal, or the meaning of an alarm, or both."""
    return Explorable(
        figures.threshold_game(),
        threshold_a=slider("Threshold for group A", 0.4, -2.0, 3.0, 0.05),
        threshold_b=slider("Threshold for group B", 0.8, -2.0, 3.0, 0.05),
        base_rate_b=slider("Base rate of group B (%)", 39, 20, 80, 1),
    )


def energy() -> Explorable:
    """Energy and carbon of a training run from its size, its chips and its place."""
    return Explorable(
        figures.energy(),
        exponent=slider("Parameters N, power of 10", 11.25, 4.0, 12.0, 0.25),
        tokens_exponent=slider("Samples D, power of 10", 11.5, 4.0, 13.0, 0.25),
        tflops=slider("Chip, achieved (TFLOP/s)", 25, 1, 500, 1),
        watts=slider("Chip, power (W)", 330, 10, 1000, 10),
        pue=slider("Data center overhead (PUE)", 1.1, 1.0, 2.0, 0.05),
        grams=slider("Grid (g CO2e per kWh)", 430, 10, 900, 10),
    )
