"""The explorables of notebook 05: controls that move the scenes of `figures.py`."""

import itertools
from collections.abc import Iterator

from helpers.datasets import digits
from helpers.evaluation import figures, study
from helpers.explorable import Explorable, Live, slider

__all__ = [
    "decision_threshold",
    "identity_confounding",
    "learning_rates",
    "polynomial",
    "validation_reuse",
]

EPOCHS_A_PICTURE = 4  # about 30 ms of training between two pictures


def polynomial() -> Explorable:
    """A polynomial through noisy points of a sine: degree, points and noise to choose."""
    return Explorable(
        figures.polynomial(),
        degree=slider("Degree", 1, 0, 9, 1),
        num_points=slider("Training points", 10, 10, 60, 1),
        noise=slider("Noise (standard deviation)", 0.3, 0.0, 1.0, 0.05),
        draw=slider("Data set", 1, 1, 100, 1),
    )


def learning_rates() -> Live:
    """Loss curves on digits at seventeen learning rates, and a training of your own, live."""
    scene, seeds = figures.learning_rates(), itertools.count(1)  # 0 is the stored run's

    def run(exponent: float, epochs: int) -> Iterator[tuple[float, str]]:
        learn, valid, _ = digits.load()
        seed, lr = next(seeds), 10.0**exponent
        for losses, error in study.run_live(learn, valid, lr, seed, epochs):
            epoch = len(losses)
            if epoch % EPOCHS_A_PICTURE and epoch < epochs:
                continue
            scene.draw(exponent, epochs, losses)
            yield (
                epoch / epochs,
                f"Live, from seed {seed}, learning rate {lr:.3g}: after {epoch} epochs the "
                f"validation loss is {losses[-1]:.3g} nats and the validation error {error:.1%}.",
            )

    return Live(
        scene,
        run,
        "Train anew",
        exponent=slider("Learning rate, as a power of 10", -1.0, -3.0, 1.0, 0.25),
        epochs=slider("Epochs", study.NUM_EPOCHS, 4, study.NUM_EPOCHS, 4),
    )


def validation_reuse() -> Explorable:
    """The best of many guessing models on one validation set."""
    return Explorable(
        figures.validation_reuse(),
        tries_made=slider("Tries k", 20, 5, 500, 5),
        size=slider("Validation samples n", 100, 20, 1000, 20),
    )


def identity_confounding() -> Explorable:
    """A classifier without signal that recognizes people, scored in two ways."""
    return Explorable(
        figures.identity_confounding(),
        offset=slider("Offset between subjects", 1.0, 0.0, 2.0, 0.1),
        num_subjects=slider("Subjects", 20, 10, 30, 2),
        draw=slider("Data set", 0, 0, 20, 1),
    )


def decision_threshold() -> Explorable:
    """One test, two groups, a threshold for each."""
    return Explorable(
        figures.decision_threshold(),
        threshold_a=slider("Threshold for group A", 1.5, -2.0, 4.0, 0.1),
        threshold_b=slider("Threshold for group B", 1.5, -2.0, 4.0, 0.1),
        share_b=slider("Share of group B (%)", 10, 0, 100, 5),
    )
