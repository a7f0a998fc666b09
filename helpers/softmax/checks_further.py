"""Exercises of the further sections: the least loss of a data set, and the best temperature."""

from functools import partial

import numpy as np
from scipy.special import xlogy

from helpers.exercise import Exercise
from helpers.softmax import calibration, crossentropy
from helpers.softmax.crossentropy import cross_entropy, softmax
from helpers.values import agree


def _floor(inputs, labels, cost, weigh=lambda counts, size: counts.sum() / size):
    """Add up what each input costs, `cost` of its labels' counts."""
    total = 0.0
    for same in np.unique(inputs):
        counts = np.unique(labels[inputs == same], return_counts=True)[1]
        total += weigh(counts, len(labels)) * cost(counts / counts.sum())
    return total


def _entropy(y):
    return -xlogy(y, y).sum()


def _floor_of_two_classes(inputs, labels):
    total = 0.0
    for same in np.unique(inputs):
        p = labels[inputs == same].mean()
        with np.errstate(divide="ignore", invalid="ignore"):
            total -= (p * np.log(p) + (1 - p) * np.log(1 - p)) * (inputs == same).mean()
    return total


def _entropy_of(values):
    return _entropy(np.unique(values, return_counts=True)[1] / len(values))


LEAST_LOSS = Exercise(
    crossentropy.least_loss,
    cases=[
        dict(inputs=np.array([0, 0, 0, 0]), labels=np.array([1, 1, 1, 0])),
        dict(inputs=np.array([0, 0, 1, 1, 1, 1]), labels=np.array([0, 1, 0, 0, 0, 1])),
        dict(inputs=np.array([5, 2, 5, 2, 5, 9]), labels=np.array([0, 3, 1, 3, 2, 0])),
        dict(inputs=np.array([0, 1, 2]), labels=np.array([1, 1, 0])),
    ],
    minutes=8,
    misconceptions=[
        (
            lambda inputs, labels: _entropy_of(labels),
            "That is the entropy of all labels: what one forecast for every input must pay. Here each "
            "input may get its own forecast.",
        ),
        (
            _floor_of_two_classes,
            "0 * log 0 is NaN: count only the labels that come with this input, as np.unique does. (And the mean "
            "of labels is a share only if all are 0 or 1: labels are names.)",
        ),
        (
            lambda inputs, labels: _entropy_of(inputs * 100 + labels),
            "That is the entropy of inputs and labels together. The input is given: nobody pays for it.",
        ),
        (
            lambda inputs, labels: _entropy_of(inputs),
            "That is the entropy of the inputs. Nobody has to forecast those.",
        ),
        (
            partial(_floor, cost=_entropy, weigh=lambda counts, size: 1),
            "These entropies are only added up. Each input counts with its share of the samples.",
        ),
        (
            lambda inputs, labels: (
                _floor(inputs, labels, _entropy, lambda counts, size: 1) / len(np.unique(inputs))
            ),
            "That is the mean over the inputs. The loss is a mean over samples: an input that comes more "
            "often counts more.",
        ),
        (
            lambda inputs, labels: (
                _floor(inputs, labels, _entropy, lambda counts, size: 1) / len(inputs)
            ),
            "Each input's entropy stands there once. It is paid by each of the input's samples.",
        ),
        (
            partial(_floor, cost=_entropy, weigh=lambda counts, size: counts.sum()),
            "That is the sum over the samples. The loss is their mean.",
        ),
        (
            partial(_floor, cost=lambda y: 1 - y.max()),
            "That is the least share of wrong answers. The loss is -log p, averaged over an input's "
            "labels.",
        ),
        (
            partial(_floor, cost=lambda y: -np.log(y.max())),
            "That charges each sample as if it had its input's most frequent label. The other labels "
            "cost more.",
        ),
        (
            lambda inputs, labels: (
                _floor(inputs, labels, lambda y: -np.log(y.max()), lambda counts, size: 1)
                / len(np.unique(inputs))
            ),
            "That charges each input as if all its samples had its most frequent label, and averages over "
            "inputs. Average -log p over all samples, each with its own label.",
        ),
        (
            lambda inputs, labels: (
                _floor(inputs, labels, lambda y: -np.log(y).sum(), lambda counts, size: 1)
                / len(labels)
            ),
            "Each label is charged once. It is paid by every sample that has it: count * -log p.",
        ),
        (
            partial(_floor, cost=lambda y: -np.log(y).mean()),
            "A label that comes more often must count more: weigh -log p with p itself.",
        ),
        (
            partial(_floor, cost=lambda y: np.log(len(y))),
            "That forecasts all labels of an input as equally likely. Their shares are a better "
            "forecast.",
        ),
        (
            partial(_floor, cost=lambda y: -_entropy(y)),
            "The sign: an entropy is never negative, since log p is at most 0.",
        ),
        *(
            (
                partial(_floor, cost=lambda y, base=base: _entropy(y) / np.log(base)),
                f"That is log{base}. We use the natural logarithm: nats.",
            )
            for base in (2, 10)
        ),
        (
            lambda inputs, labels: 0.0,
            "A loss of 0 needs the same label whenever the input is the same.",
        ),
    ],
)


TEMPERATURES = np.geomspace(0.05, 20, 1500)


def _best(z, labels, cost=cross_entropy, temperatures=TEMPERATURES, scale=np.divide):
    """Return the temperature with the least cost, with one part done differently."""
    return temperatures[np.argmin([cost(scale(z, t), labels) for t in temperatures])]


def _excess(z, labels):
    p = softmax(z)
    return abs(p.max(axis=1).mean() - (p.argmax(axis=1) == labels).mean())


def _known(temperature: float, seed: int, num_samples: int = 300, num_classes: int = 4) -> dict:
    z, labels = calibration.overconfident_logits(temperature, num_samples, num_classes, seed)
    return dict(z=z, labels=labels)


def _near(z, labels):
    """Return the bounds (low, high) of what a grid may find: wide where it may not reach so far."""
    best = calibration.fit_temperature(z, labels)
    if best < 0.1:
        return 0.05, 0.25
    return (9.0, 20.0) if best > 10 else (best / 1.25, best * 1.25)


def _alike_temperature(answer, wrong) -> bool:
    """Compare numbers to 1 %. Of two bounds it says whether they hold the answer."""
    if isinstance(wrong, tuple) and not isinstance(answer, tuple):
        return wrong[0] <= float(answer) <= wrong[1]
    return agree(answer, wrong, rtol=0.01)


FIT_TEMPERATURE = Exercise(
    calibration.fit_temperature,
    cases=[
        _known(2.5, 0),
        _known(0.3, 1),
        _known(7.0, 2, num_classes=3),
        _known(0.075, 3, num_classes=3),
        _known(17.0, 4, num_classes=3),
    ],
    agree=partial(agree, rtol=0.02),
    alike=_alike_temperature,
    minutes=8,
    misconceptions=[
        (
            partial(_best, scale=np.multiply),
            "You multiplied the logits by T. They are divided by it: this is 1 / T.",
        ),
        (
            partial(
                _best, cost=lambda z, labels: calibration.calibration_error(softmax(z), labels)
            ),
            "That is the T with the least ECE. Take the cross-entropy: it does not depend on bins, and "
            "has one lowest point.",
        ),
        (
            partial(_best, cost=_excess),
            "This makes the mean confidence equal to the accuracy. The fit asks for the lowest "
            "cross-entropy, which looks at each sample.",
        ),
        (
            lambda z, labels: TEMPERATURES[0],
            "That is the lowest temperature of all, whatever the logits. The accuracy is the same at "
            "every T, and cannot choose one; the loss must be the least, not the greatest.",
        ),
        (
            partial(
                _best,
                cost=lambda z, labels: -cross_entropy(z, labels),
                temperatures=TEMPERATURES[[0, -1]],
            ),
            "That is the temperature with the greatest loss. Return the one with the least.",
        ),
        (
            partial(_best, cost=lambda z, labels: cross_entropy(softmax(z), labels)),
            "cross_entropy takes logits: give it z / T, without a softmax.",
        ),
        (
            partial(_best, temperatures=TEMPERATURES[TEMPERATURES >= 1]),
            "You only tried T from 1 on. A network may be too modest: then T is below 1.",
        ),
        (
            lambda z, labels: min(cross_entropy(z / t, labels) for t in TEMPERATURES),
            "That is the lowest loss. Return the temperature at which it is reached.",
        ),
        *(
            (
                partial(_best, temperatures=temperatures),
                "The steps between your temperatures are too wide, or do not reach down to 0.05 and up "
                "to 20.",
            )
            for temperatures in (
                np.arange(0.5, 20.01, 0.5),
                np.arange(1.0, 21),
                np.linspace(0.5, 5, 451),
                np.linspace(0.1, 5, 491),
                np.linspace(0.05, 20, 100),
                np.geomspace(0.05, 20, 50),
            )
        ),
        (lambda z, labels: 1.0, "That is T = 1, the network as it is."),
        (
            _near,
            "Near, and not within 2 %. In a grid of temperatures from 0.05 to 20 each must lie within 4 % "
            "of the next, the lowest too: let np.geomspace take more steps, or search again around the "
            "best one, with finer ones.",
        ),
    ],
)
