"""The hunt of notebook 01: a membrane that is stable at every step, once as it should be, once not."""

import numpy as np

from helpers.neurons.lif import TAU


def settle(drive, dt, num_steps, tau=TAU):
    """Return the voltages (num_steps + 1,) of a membrane that starts at 0, in steps of `dt` ms.

    Each step decays exactly. So it is stable whatever `dt` is, and with a constant drive it is exact.
    """
    decay = np.exp(-dt / tau)
    volts = np.zeros(num_steps + 1)
    for n in range(num_steps):
        volts[n + 1] = decay * volts[n] + (1 - decay) * drive
    return volts


def broken_settle(drive, dt, num_steps, tau=TAU):
    """Return what `settle` should, were it not for Euler's share of the drive."""
    decay = np.exp(-dt / tau)
    volts = np.zeros(num_steps + 1)
    for n in range(num_steps):
        volts[n + 1] = decay * volts[n] + dt / tau * drive
    return volts
