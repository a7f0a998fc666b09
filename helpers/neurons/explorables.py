"""The explorables of notebook 01: controls that move the scenes of `figures.py`."""

from helpers.explorable import Explorable, choice, slider
from helpers.neurons import figures
from helpers.neurons.activations import ACTIVATIONS

__all__ = ["activation_gallery", "passive_membrane", "rate_explorer", "spiking_neuron"]


def passive_membrane() -> Explorable:
    """The exact voltage against Euler's, for a step, a time constant and a drive to choose."""
    return Explorable(
        figures.passive_membrane(),
        dt=slider("Step dt (ms)", 10.0, 0.5, 50.0, 0.5),
        tau=slider("Time constant tau (ms)", 20.0, 5.0, 40.0, 1.0),
        drive=slider("Drive R I (threshold = 1)", 0.0, -0.5, 0.8, 0.1),
    )


def spiking_neuron() -> Explorable:
    """One neuron, live: its voltage, its spikes, and its place on the f-I curve."""
    return Explorable(
        figures.spiking_neuron(),
        drive=slider("Drive R I (threshold = 1)", 0.8, 0.0, 3.0, 0.05),
        sigma=slider("Noise sigma (threshold = 1)", 0.4, 0.0, 1.0, 0.05),
        t_ref=slider("Refractory period (ms)", 2.0, 0.0, 10.0, 0.5),
        tau=slider("Time constant tau (ms)", 20.0, 5.0, 40.0, 1.0),
    )


def rate_explorer() -> Explorable:
    """An f-I curve with the ReLU and the softplus that fit it best."""
    return Explorable(
        figures.rate_explorer(),
        sigma=slider("Noise sigma (threshold = 1)", 0.4, 0.0, 1.0, 0.05),
        t_ref=slider("Refractory period (ms)", 0.0, 0.0, 10.0, 0.5),
        tau=slider("Time constant tau (ms)", 20.0, 10.0, 40.0, 1.0),
    )


def activation_gallery() -> Explorable:
    """Two activation functions side by side, with values and slopes at a point."""
    names = list(ACTIVATIONS)
    return Explorable(
        figures.activation_gallery(),
        at=slider("Input x", 1.0, -4.0, 4.0, 0.1),
        a=slider("Parameter a, if any", 0.2, 0.0, 1.0, 0.05),
        first=choice("First function (solid)", names, "ReLU"),
        second=choice("Second function (dashed)", names, "GELU"),
    )
