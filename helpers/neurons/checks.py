"""The exercises of notebook 01: their cases, and the misconceptions that their hints answer."""

import math
from operator import itemgetter

import numpy as np

from helpers.exercise import Checker, Exercise
from helpers.functions import relu
from helpers.neurons import fits, lif

EULER_STEP = Exercise(
    lif.euler_step,
    cases=[
        dict(v=1.0, drive=0.0, dt=10.0, tau=20.0),
        dict(v=0.5, drive=1.5, dt=1.0, tau=20.0),
        dict(v=0.4, drive=0.4, dt=3.0, tau=20.0),
        dict(v=1.0, drive=-0.5, dt=30.0, tau=12.0),
        dict(v=np.array([0.0, 0.5, 2.0]), drive=1.0, dt=2.0, tau=8.0),
    ],
    misconceptions=[
        (
            lambda v, drive, dt, tau: v + (drive - v) / tau,
            "You added the rate of change itself. In dt ms the voltage changes by dt times that.",
        ),
        (
            lambda v, drive, dt, tau: v + dt * (drive - v),
            "The rate of change is (drive - v) / tau: a slow membrane, with a large tau, moves less.",
        ),
        (
            lambda v, drive, dt, tau: v - dt / tau * (drive - v),
            "The sign is turned: this voltage runs away from the drive. With drive = 0 it must decay.",
        ),
        (
            lambda v, drive, dt, tau: (drive - v) / tau,
            "That is the slope. The new voltage is the old one plus dt times the slope.",
        ),
        (
            lambda v, drive, dt, tau: v + dt // tau * (drive - v),
            "The sign // divides and drops the fraction. Divide with a single /.",
        ),
        (
            lambda v, drive, dt, tau: v + dt / tau * drive,
            "The leak is missing: without the -v this membrane never loses its charge.",
        ),
        (
            lambda v, drive, dt, tau: dt / tau * (drive - v),
            "That is the change of the voltage. The new voltage is the old one plus the change.",
        ),
        (
            lambda v, drive, dt, tau: lif.passive_voltage(dt, v, drive, tau),
            "That is the exact solution, and better than what was asked: Euler's step uses only the "
            "slope at the present v. The exercise wants the step, so that you can see its error.",
        ),
    ],
)


def _lif_with(reset=lambda v: 0.0, fires=lambda old, new: new >= 1):
    """Return `lif_step` with another reset, or another condition on the old and the new voltage."""

    def wrong(v, silent_steps, drive, dt, tau, refractory_steps):
        if silent_steps > 0:
            return 0.0, silent_steps - 1, False
        new = lif.euler_step(v, drive, dt, tau)
        return (reset(new), refractory_steps, True) if fires(v, new) else (new, 0, False)

    return wrong


def _lif_without_counting_down(v, silent_steps, *others):
    return (0.0, silent_steps, False) if silent_steps > 0 else lif.lif_step(v, 0, *others)


LIF_STEP = Exercise(
    lif.lif_step,
    cases=[
        dict(v=0.2, silent_steps=0, drive=1.5, dt=1.0, tau=20.0, refractory_steps=3),
        dict(v=0.98, silent_steps=0, drive=1.5, dt=1.0, tau=20.0, refractory_steps=3),
        dict(v=0.9, silent_steps=0, drive=3.0, dt=2.0, tau=20.0, refractory_steps=0),
        dict(v=0.0, silent_steps=3, drive=1.5, dt=1.0, tau=20.0, refractory_steps=3),
        dict(v=0.0, silent_steps=1, drive=40.0, dt=1.0, tau=20.0, refractory_steps=3),
        # This one lands on 1 exactly.
        dict(v=0.5, silent_steps=0, drive=1.5, dt=10.0, tau=20.0, refractory_steps=4),
        dict(v=0.99, silent_steps=0, drive=0.0, dt=1.0, tau=20.0, refractory_steps=2),
    ],
    misconceptions=[
        (
            _lif_with(reset=lambda v: v),
            "The neuron spikes, but its voltage stays up. After a spike return the reset, 0.",
        ),
        (
            lambda v, silent_steps, *others: lif.lif_step(v, 0, *others),
            "While silent_steps > 0 the neuron must stay silent at 0, however strong the drive.",
        ),
        (
            lambda *case: lif.lif_step(*case[:-1], refractory_steps=0),
            "After a spike the silence must begin: return refractory_steps as the new silent_steps.",
        ),
        (
            _lif_without_counting_down,
            "This neuron never wakes: every silent step must count silent_steps down by one.",
        ),
        (
            _lif_with(fires=lambda old, new: old >= 1),
            "You compare the old voltage with the threshold. Take the Euler step first.",
        ),
        (
            _lif_with(fires=lambda old, new: new > 1),
            "A voltage that lands exactly on the threshold spikes too: compare with >=.",
        ),
        (
            lambda *case: itemgetter(0, 2, 1)(lif.lif_step(*case)),
            "The order is (v, silent_steps, spiked).",
        ),
    ],
)


def _rate_with(log=math.log, is_silent=lambda drive: drive <= 1):
    """Return `firing_rate` with another logarithm, or silent at other drives."""

    def wrong(drive, tau, refractory):
        if is_silent(drive):
            return 0.0
        return lif.MS_PER_S / (refractory + tau * log(drive / (drive - 1)))

    return wrong


def _rate_without_rheobase_in_numpy(drive, tau, refractory):
    with np.errstate(all="ignore"):
        return _rate_with(np.log, lambda drive: False)(np.float64(drive), tau, refractory)


_ONLY_ABOVE = "The formula holds only above the rheobase. First return 0 where drive <= 1."

FIRING_RATE = Exercise(
    lif.firing_rate,
    cases=[
        dict(drive=2.0, tau=20.0, refractory=0.0),
        dict(drive=1.1, tau=20.0, refractory=2.0),
        dict(drive=5.0, tau=10.0, refractory=5.0),
        dict(drive=0.5, tau=20.0, refractory=2.0),
        dict(drive=1.0, tau=20.0, refractory=0.0),  # at the rheobase: never quite there
        dict(drive=-1.0, tau=20.0, refractory=0.0),
    ],
    misconceptions=[
        (
            lambda *case: lif.firing_rate(*case) / lif.MS_PER_S,
            "This is spikes per millisecond. 1 Hz is one spike a second, which has 1000 ms.",
        ),
        (
            lambda drive, tau, refractory: lif.firing_rate(drive, tau),
            "The refractory period is part of the time between two spikes: add refractory to it.",
        ),
        (
            lambda drive, tau, refractory: (
                lif.firing_rate(drive, tau) + (lif.MS_PER_S / refractory if refractory else 0.0)
            ),
            "You added two rates. Times add, rates do not: sum the two times, then divide.",
        ),
        (
            _rate_with(log=lambda ratio: math.log(1 / ratio)),
            "The logarithm is upside down: the time to threshold came out negative.",
        ),
        (_rate_with(is_silent=lambda drive: False), _ONLY_ABOVE),
        (_rate_without_rheobase_in_numpy, _ONLY_ABOVE),
        (
            _rate_with(is_silent=lambda drive: drive < 1),
            "At a drive of exactly 1 the voltage never reaches the threshold: 0 for drive <= 1.",
        ),
        (
            lambda *case: lif.MS_PER_S / lif.firing_rate(*case) if case[0] > 1 else 0.0,
            "That is the time between two spikes. The rate is its inverse, times 1000.",
        ),
        (
            _rate_with(log=math.log10),
            "This is log10. The exponential's inverse is the natural log.",
        ),
        (
            lambda drive, tau, refractory: lif.MS_PER_S / tau * max(0.0, drive - 0.5),
            "That is the straight line which the curve approaches at a large drive, not the curve.",
        ),
    ],
)


def _fit_to_every_point(drive, rate):
    slope, intercept = np.polyfit(drive, rate, 1)
    return slope, -intercept / slope


_DRIVES = np.linspace(0.0, 4.0, 9)

FIT_RELU = Exercise(
    fits.fit_relu,
    cases=[
        dict(drive=_DRIVES, rate=lif.firing_rate(_DRIVES)),
        dict(drive=np.array([-1.0, 0.0, 1.0, 2.0, 3.0]), rate=np.array([0, 0, 5.0, 25.0, 45.0])),
        dict(drive=_DRIVES, rate=lif.firing_rate(_DRIVES, tau=10.0, refractory=3.0)),
    ],
    misconceptions=[
        (_fit_to_every_point, "The silent points pull your line down. Fit only where rate > 0."),
        (
            lambda drive, rate: np.multiply(fits.fit_relu(drive, rate), (1, -1)),
            "Check the sign: slope * corner + intercept must be 0.",
        ),
        (
            lambda drive, rate: (fits.fit_relu(drive, rate)[0], drive[rate > 0].min()),
            "That is the first drive that fires, the rheobase. The fitted line meets zero elsewhere.",
        ),
        (
            lambda drive, rate: np.polyfit(drive[rate > 0], rate[rate > 0], 1),
            "These are slope and intercept. The corner is where the line is 0: -intercept / slope.",
        ),
        (lambda drive, rate: fits.fit_relu(drive, rate)[::-1], "The order is (slope, corner)."),
    ],
)

ARTIFICIAL_NEURON = Exercise(
    fits.artificial_neuron,
    cases=[
        dict(x=np.array([1.0, 2.0]), weights=np.array([0.5, 1.0]), bias=-1.0),
        dict(x=np.array([1.0, -2.0, 3.0]), weights=np.array([2.0, 1.0, 0.5]), bias=0.25),
        dict(x=np.array([1.0, 1.0]), weights=np.array([1.0, -3.0]), bias=0.5),
        dict(x=np.array([4.0]), weights=np.array([0.5]), bias=-2.0),
    ],
    misconceptions=[
        (
            lambda x, weights, bias: relu(weights * x).sum() + bias,
            "You rectified every input by itself. A neuron sums first and rectifies once.",
        ),
        (
            lambda x, weights, bias: relu(weights * x + bias).sum(),
            "You rectified every input by itself. A neuron sums first and rectifies once.",
        ),
        (
            lambda x, weights, bias: max(0, weights * x + bias),
            "weights * x is still an array, one product an input. Sum it first: np.dot(weights, x).",
        ),
        (
            lambda x, weights, bias: np.dot(weights, x) + bias,
            "This neuron is linear: a negative sum must give 0, for a rate cannot be negative.",
        ),
        (
            lambda x, weights, bias: relu(np.dot(weights, x)),
            "The bias is missing: it moves the corner away from zero.",
        ),
        (
            lambda x, weights, bias: relu(np.dot(weights, x) - bias),
            "By convention the bias is added. It is minus the threshold.",
        ),
        (
            lambda x, weights, bias: relu(np.dot(weights, x)) + bias,
            "The bias belongs inside: add it before you rectify.",
        ),
    ],
)

check = Checker([EULER_STEP, LIF_STEP, FIRING_RATE, FIT_RELU, ARTIFICIAL_NEURON])
