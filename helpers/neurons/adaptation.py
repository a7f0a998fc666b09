"""A neuron that tires: each spike leaves a current behind which holds the next one back."""

import numpy as np

from helpers.arguments import require_at_least, require_finite, require_positive
from helpers.neurons.lif import MS_PER_S, RESET, TAU, THRESHOLD

STRENGTH, TAU_TIRED = 0.2, 100.0


def adapting_intervals(drive, duration, strength=STRENGTH, tau_tired=TAU_TIRED, dt=0.1, tau=TAU):
    """Return the times (ms) between the spikes of one neuron at a constant drive, by Euler steps.

    tau dV/dt = -V + drive - a. Every spike adds `strength` to a, which decays with `tau_tired` ms. Raises
    ValueError if a time is not above 0 or `strength` is below 0.
    """
    require_positive(duration=duration, tau_tired=tau_tired, dt=dt, tau=tau)
    require_at_least(0, strength=strength)
    require_finite(drive=drive)
    v = a = 0.0
    spikes = [0.0]
    for n in range(1, round(duration / dt) + 1):
        v += dt / tau * (drive - a - v)
        a -= dt / tau_tired * a
        if v >= THRESHOLD:
            v = RESET
            a += strength
            spikes.append(n * dt)
    return np.diff(spikes)


def adapted_rate(drives, duration=4000.0, **neuron) -> np.ndarray:
    """Return the rates in Hz (num_drives,) at which neurons go on firing once they have tired."""
    rates = []
    for drive in drives:
        intervals = adapting_intervals(drive, duration, **neuron)
        late = intervals[len(intervals) // 2 :]
        rates.append(MS_PER_S / late.mean() if late.size else 0.0)
    return np.array(rates)
