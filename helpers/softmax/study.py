"""When is a network as sure as it is right? Twenty of them, measured from the first step to the last.

`tools/study_calibration.py` trains them and stores what it found in data/calibration_study.json.
"""

import json
from collections.abc import Iterator

import numpy as np
import torch
from torch import nn

from helpers.datasets.storage import DATA
from helpers.mlp import MLP
from helpers.softmax import calibration, tasks
from helpers.softmax.crossentropy import cross_entropy, softmax
from helpers.training import epochs, predict

RESULT = DATA / "calibration_study.json"
SEEDS = tuple(range(20))  # of the split, the noise and the initial weights
STEPS = (1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 160, 200)  # measured after
NUM_TRAIN, NOISE, SIZES, LR = 600, 0.25, [64, 64, 10], 0.02


def measure(z: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Return what the held-out logits z (n, classes) say about `labels` (n,).

    Accuracy, confidence (mean of the largest probabilities), calibration error and cross-entropy of
    all; the temperature with the least cross-entropy on the first half; and the calibration error of
    the second half before and after it is divided by that.
    """
    p, half = softmax(z), len(z) // 2
    temperature = calibration.fit_temperature(z[:half], labels[:half])
    z_judge, labels_judge = z[half:], labels[half:]
    return {
        "accuracy": float((p.argmax(axis=1) == labels).mean()),
        "confidence": float(p.max(axis=1).mean()),
        "error": calibration.calibration_error(p, labels),
        "loss": cross_entropy(z, labels),
        "temperature": temperature,
        "judged_error": calibration.calibration_error(softmax(z_judge), labels_judge),
        "scaled_error": calibration.calibration_error(softmax(z_judge / temperature), labels_judge),
    }


def measure_training(z: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Return accuracy, confidence, loss and best temperature for the logits of training samples."""
    p = softmax(z)
    return {
        "train_accuracy": float((p.argmax(axis=1) == labels).mean()),
        "train_confidence": float(p.max(axis=1).mean()),
        "train_loss": cross_entropy(z, labels),
        "train_temperature": calibration.fit_temperature(z, labels),
    }


def overtrain(seed: int, num_steps: int = STEPS[-1]) -> Iterator[dict[str, float]]:
    """Train a network on noisy digits, far longer than needed; yield what is measured after STEPS.

    In 64-bit numbers, so that every machine puts the samples into the same bins.
    """
    (x, y), (x_test, y_test) = tasks.digits(NUM_TRAIN, NOISE, seed)
    x, x_test = x.double(), x_test.double()
    network = MLP(SIZES, generator=torch.Generator().manual_seed(seed)).double()
    optimizer = torch.optim.Adam(network.parameters(), lr=LR)
    for history in epochs(network, x, y, nn.CrossEntropyLoss(), optimizer, num_steps):
        if history.num_epochs in STEPS:
            on_training = measure_training(predict(network, x).numpy(), y.numpy())
            yield on_training | measure(predict(network, x_test).numpy(), y_test.numpy())


def load_results() -> dict[str, np.ndarray]:
    """Return each stored measure, (num_seeds, num_steps): what `measure` and its twin name.

    The steps are STEPS, and the seeds SEEDS.
    """
    return {name: np.array(runs) for name, runs in json.loads(RESULT.read_text())["runs"].items()}
