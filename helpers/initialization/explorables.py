"""The explorables of notebook 08: controls that move the scenes of `figures.py`."""

from helpers.explorable import Explorable, choice, slider
from helpers.initialization import figures, model, study

__all__ = ["gradient_by_depth", "layer_histograms", "phase_diagram", "trainable_depth"]

_ACTIVATIONS = list(model.ACTIVATIONS)


def _weight_variance(value: float):
    return slider("Weights: sigma_w²", value, 0.25, 5.0, 0.05)


def _bias_variance(value: float):
    return slider("Biases: sigma_b²", value, 0.0, 1.0, 0.05)


def layer_histograms() -> Explorable:
    """What comes out of the units, layer by layer, for any start."""
    return Explorable(
        figures.layer_histograms(),
        weight_variance=_weight_variance(1.0),
        bias_variance=_bias_variance(0.0),
        depth=slider("Layers", 30, 5, 50, 1),
        activation=choice("Activation", _ACTIVATIONS),
    )


def phase_diagram() -> Explorable:
    """A point in the phase diagram, and a real network with its variances."""
    return Explorable(
        figures.phase_diagram(),
        weight_variance=_weight_variance(1.0),
        bias_variance=_bias_variance(0.05),
        depth=slider("Layers", 30, 5, 50, 1),
        activation=choice("Activation", _ACTIVATIONS),
    )


def trainable_depth() -> Explorable:
    """How deep one can train: the stored study, with theory's depth scale on it."""
    return Explorable(
        figures.trainable_depth(),
        multiple=slider("Red line: depth scale times", 6.0, 1.0, 12.0, 0.5),
        epoch=choice("Epochs of training", list(study.EPOCHS), study.EPOCHS[-1]),
        kind=choice("Accuracy", list(figures.KINDS)),
    )


def gradient_by_depth() -> Explorable:
    """The gradient that reaches the input, against the number of layers."""
    return Explorable(
        figures.gradient_by_depth(),
        weight_variance=_weight_variance(1.0),
        activation=choice("Activation", _ACTIVATIONS),
        wiring=choice("Layers", list(model.WIRINGS)),
        weights=choice("Weights", ["Gaussian", "orthogonal"]),
    )
