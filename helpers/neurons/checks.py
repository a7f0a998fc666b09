"""The exercises of notebook 01: their cases, and the misconceptions that their hints answer."""

import math

import numpy as np

from helpers.exercise import Checker, Exercise
from helpers.neurons import lif, suspect
from helpers.neurons.checks_population import POPULATION

_BY_TAU = "The rate of change is (drive - v) / tau: the whole difference is divided by tau."

EULER_STEP = Exercise(
    lif.euler_step,
    cases=[
        dict(v=1.0, drive=0.0, dt=10.0, tau=20.0),
        dict(v=0.5, drive=1.5, dt=1.0, tau=20.0),
        dict(v=0.4, drive=0.4, dt=3.0, tau=20.0),
        dict(v=1.0, drive=-0.5, dt=30.0, tau=12.0),
        dict(v=0.9, drive=3.0, dt=2.0, tau=8.0),  # no threshold stops a passive membrane
        dict(v=np.array([1.0, 0.2, -0.4]), drive=0.0, dt=0.1, tau=20.0),
    ],
    minutes=3,
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
            lambda v, drive, dt, tau: v - dt / tau * v + drive,
            "The whole drive is added in each step. It is part of the slope: dt / tau times drive.",
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


def _climb(drive):
    return math.log(drive / (drive - 1))


def _climb_in_numpy(drive):
    return np.log(drive / (drive - 1))


def _rate_with(climb=_climb, is_silent=lambda drive: drive <= 1, scale=lif.MS_PER_S):
    """Return `firing_rate` with another climb (in tau), silent at other drives, in another unit."""

    def wrong(drive, tau, refractory):
        if is_silent(drive):
            return 0.0
        with np.errstate(all="ignore"):
            return scale / (refractory + tau * climb(drive))

    return wrong


_PER_SECOND = "1 Hz is one spike a second, and a second has 1000 ms: 1000 / (the whole time in ms)."
_AT_ONE = (
    "A drive of exactly 1 never gets there, and the fraction would divide by 0. Return 0 where drive <= 1, "
    "before you compute it. (np.where computes both sides, also the one that it does not take.)"
)
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
    minutes=7,
    misconceptions=[
        (_rate_with(scale=1), _PER_SECOND),
        *(
            (_rate_with(climb, is_silent=lambda drive: False, scale=1), _PER_SECOND)
            for climb in (_climb, _climb_in_numpy)
        ),
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
            for climb in (_climb, _climb_in_numpy, lambda mu: np.log(abs(mu / (mu - 1))))
            for is_silent in (lambda drive: False, lambda drive: drive <= 0)
        ),
        (_rate_with(is_silent=lambda mu: mu < 1), _AT_ONE),
        *(
            (
                lambda *case, unit=unit: unit / lif.firing_rate(*case) if case[0] > 1 else 0.0,
                "That is the time between two spikes. The rate is its inverse, times 1000.",
            )
            for unit in (lif.MS_PER_S, lif.MS_PER_S**2)
        ),
        (
            lambda mu, tau, ref: _rate_with(scale=1)(mu, tau, ref / lif.MS_PER_S),
            "One time is in seconds and the other in ms. Add them in ms, and divide 1000 by the sum.",
        ),
        *(
            (
                _rate_with(climb, is_silent),
                "Solve V(T) = 1 once more, with V(T) = drive - drive * exp(-T / tau): the log is of a fraction, "
                "and above the threshold that is positive.",
            )
            for climb in (
                lambda mu: np.log(mu - 1),
                lambda mu: np.log(1 - mu),
                lambda mu: np.log(mu / (1 - mu)),
            )
            for is_silent in (lambda mu: mu <= 1, lambda mu: False)
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


_ASKED = "It is stable, and it settles at the drive. But one step must give the exact voltage at its end."


def _settle_with(step):
    """Return `settle` with another step(v, drive, dt / tau)."""

    def wrong(drive, dt, num_steps, tau):
        volts = [0.0]
        for _ in range(num_steps):
            volts.append(step(volts[-1], drive, dt / tau))
        return np.array(volts)

    return wrong


SETTLE = Exercise(
    suspect.settle,
    cases=[
        dict(drive=0.8, dt=10.0, num_steps=6, tau=20.0),
        dict(drive=-0.5, dt=50.0, num_steps=3, tau=20.0),
        dict(drive=0.8, dt=0.5, num_steps=4, tau=8.0),
        dict(drive=0.0, dt=1.0, num_steps=2, tau=20.0),
    ],
    broken=suspect.broken_settle,
    symptom=(
        "it explodes at no step, but the voltage at which it settles depends on the step. A drive of 0.8 "
        "settles at 1.02 in steps of 10 ms and at 0.82 in steps of 1 ms."
    ),
    misconceptions=[
        (
            _settle_with(lambda v, drive, x: v + x * (drive - v)),
            "That is Euler's step. It settles at the drive, but explodes at a step of 50 ms: keep the "
            "exact decay, and mend what the drive adds.",
        ),
        (_settle_with(lambda v, drive, x: (v + x * drive) / (1 + x)), _ASKED),
        (
            _settle_with(lambda v, drive, x: v + (1 - np.exp(-x)) * drive),
            "Now the voltage that was there never decays: keep decay * volts[n].",
        ),
        (
            _settle_with(lambda v, drive, x: np.exp(-x) * v + drive),
            "It adds the whole drive in each step, however short that is.",
        ),
        (
            _settle_with(lambda v, drive, x: np.exp(-x) * (v + x * drive)),
            "Now the drive decays with the rest, but its share still grows with dt without a limit.",
        ),
        (
            _settle_with(lambda v, drive, x: np.exp(-x) * (v + drive)),
            "At rest there, V = drive, one step must give V = drive again. Put it in: yours does not.",
        ),
        (
            lambda drive, dt, num_steps, tau: suspect.settle(drive, dt, num_steps + 1, tau)[1:],
            "Every voltage comes one step early: the first is that at the start, 0.",
        ),
        (
            _settle_with(lambda v, drive, x: drive),
            "It is there at once. The voltage takes time: what it had before decays.",
        ),
        (
            _settle_with(lambda v, drive, x: np.exp(x) * v + (1 - np.exp(x)) * drive),
            "The sign in the exponent is turned: this voltage runs away from the drive.",
        ),
    ],
    minutes=6,
)

check = Checker([EULER_STEP, SETTLE, FIRING_RATE, *POPULATION])
