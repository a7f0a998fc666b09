"""The leaky integrate-and-fire neuron: exact solutions, simulations, and rates.

Time is in ms, rates in Hz. Voltage counts from rest in units of the distance to threshold: rest
and reset are 0, the threshold is 1. The drive is R I in the same units: the voltage at which a
constant current I would settle. So a drive of 1 is the rheobase.
"""

import numpy as np
from scipy.special import erfcx

from helpers.arguments import require_at_least, require_finite, require_positive

TAU = 20.0  # ms, membrane time constant R C
THRESHOLD = 1.0
RESET = 0.0
MS_PER_S = 1000.0

# A walk seen only every dt crosses the threshold unseen in between. For small dt this acts like a
# threshold raised by 0.5826 sigma sqrt(dt / tau); 0.5826 = -zeta(1/2) / sqrt(2 pi).
# Broadie, Glasserman & Kou, Mathematical Finance 7:325-349, 1997, doi 10.1111/1467-9965.00035.
STEP_CORRECTION = 0.5826

# For integrals over [-1, 1]: 64 nodes give rates to 1e-9 for sigma >= 0.02.
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)


def passive_voltage(t, v0, drive, tau=TAU):
    """Return the exact voltage of a membrane that never spikes, `t` ms after it was at `v0`.

    Solves tau dV/dt = -V + drive. Arguments broadcast. Raises ValueError if tau <= 0.
    """
    require_positive(tau=tau)
    require_finite(v0=v0, drive=drive)
    return drive + (v0 - drive) * np.exp(-np.asarray(t) / tau)


def euler_step(v, drive, dt, tau=TAU):
    """Return the voltage one Euler step of `dt` ms later. Arguments broadcast.

    Raises ValueError if tau <= 0 or dt <= 0.
    """
    require_positive(dt=dt, tau=tau)
    return v + dt / tau * (drive - v)


def euler_trace(v0, drive, dt, duration, tau=TAU):
    """Return the times and voltages (num_steps + 1,) of Euler's method from `v0` at time 0."""
    require_positive(dt=dt, tau=tau, duration=duration)
    num_steps = round(duration / dt)
    volts = np.empty(num_steps + 1)
    volts[0] = v0
    for n in range(num_steps):
        volts[n + 1] = euler_step(volts[n], drive, dt, tau)
    return dt * np.arange(num_steps + 1), volts


def lif_step(v, silent_steps, drive, dt, tau=TAU, refractory_steps=0):
    """Return (v, silent_steps, spiked) one Euler step later: threshold 1, reset 0.

    `silent_steps` counts the steps that the neuron still stays silent; a spike sets it to `refractory_steps`.
    """
    if silent_steps > 0:
        return RESET, silent_steps - 1, False
    v = v + dt / tau * (drive - v)
    if v >= THRESHOLD:
        return RESET, refractory_steps, True
    return v, 0, False


def simulate_lif(drive, duration, dt=0.1, tau=TAU, refractory=0.0, sigma=0.0, seed=0):
    """Simulate one neuron; return times (ms), voltages, and the times of its spikes.

    With noise, tau dV/dt = -V + drive + sigma sqrt(tau) eta(t), eta white noise of unit
    strength: without a threshold, Var V = sigma^2 / 2. The same seed gives the same noise.
    Raises ValueError if duration, dt or tau is not above 0, or refractory or sigma is below 0.
    """
    require_positive(duration=duration, dt=dt, tau=tau)
    require_at_least(0, refractory=refractory, sigma=sigma)
    require_finite(drive=drive)
    num_steps, refractory_steps = round(duration / dt), round(refractory / dt)
    # As part of the drive, noise of this size moves the voltage by sigma sqrt(dt / tau) a step.
    noise = np.random.default_rng(seed).standard_normal(num_steps) * sigma * np.sqrt(tau / dt)
    # Plain floats: in a loop of scalars they are several times as fast as NumPy's.
    volts, spikes, v, silent_steps = [0.0], [], 0.0, 0
    for n, noisy_drive in enumerate((drive + noise).tolist(), start=1):
        v, silent_steps, spiked = lif_step(v, silent_steps, noisy_drive, dt, tau, refractory_steps)
        if spiked:
            spikes.append(n * dt)
        volts.append(v)
    return dt * np.arange(num_steps + 1), np.array(volts), np.array(spikes)


def population_rate(
    drive, duration, dt=0.1, tau=TAU, refractory=0.0, sigma=0.0, num_neurons=1, burn_in=200.0
):
    """Simulate `num_neurons` independent neurons at every drive; return the mean rates in Hz.

    `drive` has shape (num_drives,), as has the result. Spikes count for `duration` ms after
    `burn_in` ms, so that the start at rest is forgotten. The noise is the same in every call. Raises
    ValueError as `simulate_lif`.
    """
    require_positive(duration=duration, dt=dt, tau=tau, num_neurons=num_neurons)
    require_at_least(0, refractory=refractory, sigma=sigma, burn_in=burn_in)
    require_finite(drive=drive)
    drive = np.asarray(drive, dtype=float)[:, None]
    rng = np.random.default_rng(0)
    v = np.zeros((drive.shape[0], num_neurons))
    silent_steps = np.zeros(v.shape, dtype=int)
    counts = np.zeros(v.shape, dtype=int)
    refractory_steps, first = round(refractory / dt), round(burn_in / dt)
    for n in range(first + round(duration / dt)):
        v += dt / tau * (drive - v)
        if sigma > 0:
            v += sigma * np.sqrt(dt / tau) * rng.standard_normal(v.shape)
        if refractory_steps:
            silent = silent_steps > 0
            v[silent] = RESET
            silent_steps -= silent
        spiked = v >= THRESHOLD
        v[spiked] = RESET
        if refractory_steps:
            silent_steps[spiked] = refractory_steps
        if n >= first:
            counts += spiked
    return counts.mean(axis=1) * MS_PER_S / duration


def firing_rate(drive, tau=TAU, refractory=0.0):
    """Return the exact rate in Hz at a constant drive, 0 up to the rheobase. `drive` may be an array.

    The voltage needs tau ln[drive / (drive - 1)] from reset to threshold; the refractory period
    comes on top. Raises ValueError if tau <= 0 or refractory < 0.
    """
    require_positive(tau=tau)
    require_at_least(0, refractory=refractory)
    require_finite(drive=drive)
    drive = np.asarray(drive, dtype=float)
    fires = drive > THRESHOLD
    # A harmless stand-in where the logarithm has no value.
    above = np.where(fires, drive, THRESHOLD + 1)
    # log1p keeps its digits where the two distances are nearly the same: at a large drive.
    climb = tau * np.log1p((THRESHOLD - RESET) / (above - THRESHOLD))
    return np.where(fires, MS_PER_S / (refractory + climb), 0.0)[()]


def drives_around_rheobase(low, high, num_drives):
    """Return drives from `low` to `high`, and more above 1, where a curve without noise is vertical."""
    return np.sort(np.append(np.linspace(low, high, num_drives), 1 + np.logspace(-9, -1.5, 16)))


def siegert_rate(drive, sigma, tau=TAU, refractory=0.0, threshold=THRESHOLD):
    """Return the mean rate in Hz of a noisy neuron. `drive` may be an array.

    Siegert's first-passage time (Siegert, Physical Review 81:617-623, 1951; Ricciardi 1977):
    1/rate = refractory + tau sqrt(pi) int exp(u^2) (1 + erf u) du, u from -drive / sigma (reset) to
    (threshold - drive) / sigma, by Gauss-Legendre quadrature. Noise as in `simulate_lif`. Raises
    ValueError as `firing_rate`, and if sigma <= 0 or threshold <= 0.
    """
    require_positive(sigma=sigma, tau=tau, threshold=threshold)
    require_at_least(0, refractory=refractory)
    require_finite(drive=drive)
    drive = np.asarray(drive, dtype=float)[..., None]
    u = (threshold * (_NODES + 1) / 2 - drive) / sigma
    with np.errstate(over="ignore"):  # far below threshold the time is infinite: the rate is 0
        integrand = erfcx(-u)  # exp(u^2) (1 + erf u) without the overflow of its factors
        integral = threshold / (2 * sigma) * (integrand @ _WEIGHTS)
        return MS_PER_S / (refractory + tau * np.sqrt(np.pi) * integral)[()]


def stepped_rate(drive, dt, sigma=0.0, tau=TAU, refractory=0.0):
    """Return the rate in Hz, noisy or not, of a simulation in steps of `dt` ms; 0 is ideal time.

    With noise it is Siegert's rate at the threshold that unseen crossings seem to raise. Raises
    ValueError as `firing_rate`, and if dt or sigma is below 0.
    """
    require_at_least(0, dt=dt, sigma=sigma)
    if sigma == 0:
        return firing_rate(drive, tau, refractory)
    raised = THRESHOLD + STEP_CORRECTION * sigma * np.sqrt(dt / tau)
    return siegert_rate(drive, sigma, tau, refractory, threshold=raised)
