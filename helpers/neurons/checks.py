"""The exercises of notebook 01: their cases, and the misconceptions that their hints answer."""

import math

import numpy as np

from helpers.exercise import Checker, Exercise
from helpers.functions import relu, sigmoid
from helpers.neurons import fits, lif

_BY_TAU = "The rate of change is (drive - v) / tau: the whole difference is divided by tau."

EULER_STEP = Exercise(
    lif.euler_step,
    cases=[
        dict(v=1.0, drive=0.0, dt=10.0, tau=20.0),
        dict(v=0.5, drive=1.5, dt=1.0, tau=20.0),
        dict(v=0.4, drive=0.4, dt=3.0, tau=20.0),
        dict(v=1.0, drive=-0.5, dt=30.0, tau=12.0),
        dict(v=0.9, drive=3.0, dt=2.0, tau=8.0),  # no threshold stops a passive membrane
    ],
    misconceptions=[
        (
            lambda v, drive, dt, tau: v + (drive - v) / tau,
            "You added the rate of change itself. In dt ms the voltage changes by dt times that.",
        ),
        (lambda v, drive, dt, tau: v + dt * (drive - v), _BY_TAU),
        (lambda v, drive, dt, tau: v + dt * tau * (drive - v), _BY_TAU),
        (lambda v, drive, dt, tau: v + tau / dt * (drive - v), _BY_TAU),
        (lambda v, drive, dt, tau: v + dt * (drive / tau - v), _BY_TAU),
        (lambda v, drive, dt, tau: v + dt * (drive - v / tau), _BY_TAU),
        (lambda v, drive, dt, tau: v - dt * v + drive / tau, _BY_TAU),
        (
            lambda v, drive, dt, tau: v - dt / tau * (drive - v),
            "The sign is turned: this voltage runs away from the drive. With drive = 0 it must decay.",
        ),
        (
            lambda v, drive, dt, tau: (drive - v) / tau,
            "That is the slope. The new voltage is the old one plus dt times the slope.",
        ),
        (
            lambda v, drive, dt, tau: v + dt / tau * drive,
            "The leak is missing: without the -v this membrane never loses its charge.",
        ),
        (
            lambda v, drive, dt, tau: v - dt / tau * v,
            "The drive is missing: this voltage decays to 0, whatever current comes in.",
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


def _lif_with(reset=lambda v: 0.0, fires=lambda old, new: new >= 1, silence=0, quiet=0):
    """Return `lif_step` with another reset, another condition on the old and the new voltage, or
    other numbers of silent steps after a spike and after none."""

    def wrong(v, silent_steps, drive, dt, tau, refractory_steps):
        if silent_steps > 0:
            return 0.0, silent_steps - 1, False
        new = lif.euler_step(v, drive, dt, tau)
        return (
            (reset(new), refractory_steps + silence, True) if fires(v, new) else (new, quiet, False)
        )

    return wrong


def _lif_when_silent(then):
    """Return `lif_step` that does something else while it should be silent."""
    return lambda v, silent, *others: (then if silent > 0 else lif.lif_step)(v, silent, *others)


_STAY_SILENT = "While silent_steps > 0 the neuron must stay silent at 0, however strong the drive."

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
        dict(v=0.1, silent_steps=0, drive=-2.0, dt=2.0, tau=20.0, refractory_steps=2),
    ],
    misconceptions=[
        (_lif_with(reset=lambda v: v), "It spikes, but its voltage stays up: return the reset, 0."),
        (_lif_with(reset=lambda v: v - 1), "The reset is to 0, however far the voltage came."),
        (lambda v, silent_steps, *others: lif.lif_step(v, 0, *others), _STAY_SILENT),
        (
            _lif_when_silent(
                lambda v, silent, *case: (lif.euler_step(v, *case[:3]), silent - 1, 0)
            ),
            _STAY_SILENT,
        ),
        (
            lambda *case: lif.lif_step(*case[:-1], refractory_steps=0),
            "After a spike the silence must begin: return refractory_steps as the new silent_steps.",
        ),
        (
            _lif_with(silence=-1),
            "The step of the spike is no silent one: all refractory_steps follow.",
        ),
        (_lif_with(quiet=-1), "Below 0: count silent_steps down only where it is above 0."),
        (
            _lif_when_silent(lambda v, silent_steps, *others: (0.0, silent_steps, False)),
            "This neuron never wakes: every silent step must count silent_steps down by one.",
        ),
        (
            lambda v, silent, *others: lif.lif_step(v, silent if silent > 1 else 0, *others),
            "The last silent step is missing: ask for silent_steps > 0 before you count it down.",
        ),
        (_lif_with(fires=lambda old, new: old >= 1), "Take the Euler step first, then compare."),
        (_lif_with(fires=lambda old, new: new > 1), "Exactly on the threshold it spikes too: >=."),
        (
            lambda *case: (*lif.lif_step(*case)[:2], False),
            "It never reports its spike. Decide that before the reset: afterward v is below 1.",
        ),
    ],
)


def _climb(drive):
    return math.log(drive / (drive - 1))


def _rate_with(climb=_climb, is_silent=lambda drive: drive <= 1, scale=lif.MS_PER_S):
    """Return `firing_rate` with another climb (in tau), silent at other drives, in another unit."""

    def wrong(drive, tau, refractory):
        if is_silent(drive):
            return 0.0
        with np.errstate(all="ignore"):
            return scale / (refractory + tau * climb(drive))

    return wrong


_PER_SECOND = "1 Hz is one spike a second, and a second has 1000 ms: 1000 / (the whole time in ms)."
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
        (_rate_with(scale=1), _PER_SECOND),
        (_rate_with(scale=1 / lif.MS_PER_S), _PER_SECOND),
        (lambda mu, tau, ref: _rate_with(scale=1)(mu, tau / lif.MS_PER_S, ref), _PER_SECOND),
        (lambda mu, tau, ref: lif.firing_rate(mu, tau), "Add refractory: it takes time too."),
        (
            lambda drive, tau, refractory: (
                lif.firing_rate(drive, tau) + (lif.MS_PER_S / refractory if refractory else 0.0)
            ),
            "You added two rates. Times add, rates do not: sum the two times, then divide.",
        ),
        *(
            (_rate_with(climb, is_silent), _ONLY_ABOVE)
            for climb in (_climb, lambda drive: np.log(drive / (drive - 1)))
            for is_silent in (lambda drive: False, lambda drive: drive <= 0)
        ),
        (_rate_with(is_silent=lambda mu: mu < 1), "A drive of exactly 1 never gets there: <= 1."),
        (
            lambda *case: lif.MS_PER_S / lif.firing_rate(*case) if case[0] > 1 else 0.0,
            "That is the time between two spikes. The rate is its inverse, times 1000.",
        ),
        (_rate_with(lambda mu: -_climb(mu)), "The fraction is upside down: its time is negative."),
        (_rate_with(lambda mu: math.log10(mu / (mu - 1))), "This is log10, not the natural log."),
        (
            _rate_with(lambda mu: math.log(mu) / (mu - 1)),
            "The log is of the whole fraction: np.log(drive / (drive - 1)), parentheses and all.",
        ),
        (
            _rate_with(lambda mu: 1 / (mu - 0.5)),
            "That is the straight line which the curve approaches at a large drive, not the curve.",
        ),
    ],
)


def _line(chosen=lambda drive, rate: rate > 0, corner=lambda slope, intercept: -intercept / slope):
    """Return `fit_relu` with other points chosen, or with another corner."""

    def wrong(drive, rate):
        points = chosen(drive, rate)
        slope, intercept = np.polyfit(drive[points], rate[points], 1)
        return slope, corner(slope, intercept)

    return wrong


_DRIVES = np.array([0.5, 1.0, 1.5, 2.0, 4.0])
_BY_RATE = "Choose the points by their rate: every one with rate > 0, wherever its drive lies."

FIT_RELU = Exercise(
    fits.fit_relu,
    cases=[
        dict(drive=np.array([-1.0, 0.0, 1.0, 2.0, 3.0]), rate=np.array([0, 0, 5.0, 25.0, 47.0])),
        dict(drive=_DRIVES, rate=lif.firing_rate(_DRIVES)),
        # Noise: a small drive fires, a larger one is silent, and the order is anybody's.
        dict(drive=np.array([2.0, -1.0, 3.0, 1.0, 0.5]), rate=np.array([25.0, 0, 45.0, 0, 2.0])),
        dict(drive=np.linspace(5, 20, 50), rate=lif.firing_rate(np.linspace(5, 20, 50), 10.0, 3.0)),
    ],
    misconceptions=[
        (_line(lambda drive, rate: rate >= 0), "The silent points pull your line down: rate > 0."),
        (_line(lambda drive, rate: drive > 1), _BY_RATE),
        (_line(lambda drive, rate: drive > 0), _BY_RATE),
        (_line(lambda drive, rate: np.arange(len(rate)) >= np.argmax(rate > 0)), _BY_RATE),
        (_line(corner=lambda a, b: b / a), "Check the sign: slope * corner + intercept must be 0."),
        (_line(corner=lambda a, b: -a / b), "Upside down: the line is 0 at -intercept / slope."),
        (_line(corner=lambda a, b: b), "The corner is where the line is 0: -intercept / slope."),
        (_line(corner=lambda a, b: 1.0), "1 is the rheobase. The line is 0 at -intercept / slope."),
        (
            lambda drive, rate: (fits.fit_relu(drive, rate)[0], drive[rate > 0].min()),
            "That is the first drive that fires, the rheobase. The fitted line meets zero elsewhere.",
        ),
        (
            lambda drive, rate: _line(lambda x, y: x > 0)(rate, drive),
            "The axes are exchanged: np.polyfit(drive, rate, 1) fits the rate as a line of the drive.",
        ),
    ],
)


def _neuron_with(activation=relu, total=np.dot):
    """Return the neuron with another activation, or another sum of weights and inputs."""
    return lambda x, weights, bias: activation(total(weights, x) + bias)


_SUM_FIRST = "You rectified every input by itself. A neuron sums first and rectifies once."
_RELU = (
    "The sum is right, but not what becomes of it: the output is max(0, sum), without a ceiling."
)
_BIAS_ONCE = "The bias is added once to the sum, and stays in it: max(0, w . x + b)."
_ALL_INPUTS = (
    "The sum runs over all inputs, each times its own weight with its sign: np.dot(weights, x)."
)

ARTIFICIAL_NEURON = Exercise(
    fits.artificial_neuron,
    cases=[
        dict(x=np.array([1.0, 2.0]), weights=np.array([0.5, 1.0]), bias=-1.0),
        dict(x=np.array([1.0, -2.0, 3.0]), weights=np.array([2.0, 1.0, 0.5]), bias=0.25),
        dict(x=np.array([1.0, 1.0]), weights=np.array([1.0, -3.0]), bias=0.5),
        dict(x=np.array([4.0]), weights=np.array([0.5]), bias=-2.0),
        dict(x=np.array([1, 1]), weights=np.array([1.0, 1.0]), bias=-1.5),
    ],
    misconceptions=[
        (lambda x, weights, bias: relu(weights * x).sum() + bias, _SUM_FIRST),
        (lambda x, weights, bias: relu(weights * x + bias).sum(), _SUM_FIRST),
        (
            lambda x, weights, bias: max(0, weights * x + bias),
            "weights * x is still an array, one product an input. Sum it first: np.dot(weights, x).",
        ),
        (
            lambda x, weights, bias: np.max(0, np.dot(weights, x) + bias),
            "np.max looks for the largest entry of one array. Of two numbers the larger is max(0, z).",
        ),
        (_neuron_with(lambda z: z), "A negative sum must give 0: a rate cannot be negative."),
        (_neuron_with(lambda z: float(z > 0)), _RELU),
        (_neuron_with(sigmoid), _RELU),
        (_neuron_with(abs), _RELU),
        (_neuron_with(lambda z: min(0, z)), _RELU),
        (_neuron_with(lambda z: min(1, max(0, z))), _RELU),
        (lambda x, w, b: relu(np.dot(w, x)), "The bias is missing: it moves the corner from zero."),
        (lambda x, w, b: relu(np.dot(w, x) - b), "The bias is added: it is minus the threshold."),
        (
            lambda x, w, b: relu(np.dot(w, x)) + b,
            "The bias belongs inside: first add, then rectify.",
        ),
        (lambda x, w, b: np.dot(w, x) * (np.dot(w, x) > -b), _BIAS_ONCE),
        (lambda x, w, b: max(b, np.dot(w, x)), _BIAS_ONCE),
        (lambda x, w, b: relu(np.sum(w * x + b)), _BIAS_ONCE),
        (_neuron_with(total=lambda w, x: w[0] * x[0] + w[1] * x[1]), _ALL_INPUTS),
        (_neuron_with(total=lambda w, x: np.mean(w * x)), _ALL_INPUTS),
        (_neuron_with(total=lambda w, x: np.dot(abs(w), x)), _ALL_INPUTS),
    ],
)

check = Checker([EULER_STEP, LIF_STEP, FIRING_RATE, FIT_RELU, ARTIFICIAL_NEURON])
