"""A neuron that hears spikes: what its synapses sum to, and what such a neuron does.

Inputs fire at random, each on its own (Poisson). A spike moves the voltage by its synapse's weight, in
units of the threshold. Rates are in Hz, times in ms. A weight may stand for a group of inputs with equal
synapses, and its rate for all of them together: a sum of Poisson counts is a Poisson count.
"""

import numpy as np

from helpers.arguments import require_positive
from helpers.neurons.lif import MS_PER_S, RESET, TAU, THRESHOLD, euler_step

NUM_INPUTS = 100
EXCITATION, INHIBITION = 0.04, -0.08


def synaptic_drive(weights, rates, tau=TAU):
    """Return (mean, sigma): the mean drive and the noise that inputs add up to.

    `weights` and `rates` have shape (num_inputs,). With `sigma` as in `lif.simulate_lif`, both have the
    mean and the variance of the sum of the kicks. Raises ValueError if tau <= 0.
    """
    require_positive(tau=tau)
    weights, per_ms = np.asarray(weights, dtype=float), np.asarray(rates) / MS_PER_S
    return tau * np.sum(weights * per_ms), np.sqrt(tau * np.sum(weights**2 * per_ms))


def draw_kicks(weights, rates, dt, shape, rng):
    """Return what the spikes of each step add to each voltage: `shape` is (num_steps, num_neurons).

    Every neuron has inputs of its own, with these weights and rates, both (num_inputs,).
    """
    kicks = np.zeros(shape)
    for weight, rate in zip(weights, rates, strict=True):
        kicks += weight * rng.poisson(rate * dt / MS_PER_S, shape)
    return kicks


def population_spikes(kicks, dt, tau=TAU):
    """Return when each neuron spikes, booleans in the shape (num_steps, num_neurons) of `kicks`.

    In each step the voltages leak, by Euler's method, and then take their kicks. They start at the reset.
    """
    spikes = np.zeros(kicks.shape, dtype=bool)
    v = np.full(kicks.shape[1], RESET)
    for n in range(len(kicks)):
        v = euler_step(v, 0.0, dt, tau) + kicks[n]
        spikes[n] = v >= THRESHOLD
        v[spikes[n]] = RESET
    return spikes


def weights_of(excitation, inhibition, num_inhibitory) -> np.ndarray:
    """Return the weights (NUM_INPUTS,) of excitatory inputs and then of `num_inhibitory` others."""
    return np.repeat([excitation, inhibition], [NUM_INPUTS - num_inhibitory, num_inhibitory])


def event_rate(weights, rates, num_events=2000, num_neurons=100, tau=TAU, seed=0) -> float:
    """Simulate neurons from one incoming spike to the next, without any steps; return their rate in Hz.

    `weights` and `rates` have shape (num_inputs,). The first fifth of the events does not count.
    """
    rng = np.random.default_rng(seed)
    rates = np.asarray(rates, dtype=float)
    num_per_ms = rates.sum() / MS_PER_S
    gaps = rng.exponential(1 / num_per_ms, (num_events, num_neurons))
    ends = np.cumsum(rates) / rates.sum()
    senders = np.searchsorted(ends, rng.random(gaps.shape) * ends[-1], side="right")
    kicks, decays = np.asarray(weights, dtype=float)[senders], np.exp(-gaps / tau)
    first, count, v = num_events // 5, 0, np.zeros(num_neurons)
    for n in range(num_events):
        v *= decays[n]
        v += kicks[n]
        fires = v >= THRESHOLD
        v[fires] = RESET
        if n >= first:
            count += np.count_nonzero(fires)
    return count * MS_PER_S / gaps[first:].sum()


def one_neuron(weights, rates, duration, tau=TAU, seed=0):
    """Simulate one neuron; return what it hears and does.

    That is (times, senders) of the incoming spikes, (times, volts) of its voltage before and after each of
    them, and the times of its own spikes.
    """
    rng = np.random.default_rng(seed)
    counts = rng.poisson(np.asarray(rates) * duration / MS_PER_S)
    senders = np.repeat(np.arange(len(counts)), counts)
    arrivals = rng.uniform(0, duration, len(senders))
    order = np.argsort(arrivals)
    arrivals, senders = arrivals[order], senders[order]
    times, volts, spikes, v, before = [0.0], [0.0], [], 0.0, 0.0
    for now, kick in zip(arrivals.tolist(), np.asarray(weights)[senders].tolist(), strict=True):
        v *= np.exp((before - now) / tau)
        times += [now, now]
        volts += [v, min(v + kick, THRESHOLD)]
        v, before = v + kick, now
        if v >= THRESHOLD:
            v = RESET
            spikes.append(now)
            times.append(now)
            volts.append(v)
    return (arrivals, senders), (np.array(times), np.array(volts)), np.array(spikes)
