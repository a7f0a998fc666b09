"""Other right solutions to the exercises of notebook 01."""

import math

import numpy as np
import torch

from helpers.functions import softplus


def euler_step_by_parts(v, drive, dt, tau):
    return (1 - dt / tau) * v + dt / tau * drive


def euler_step_in_torch(v, drive, dt, tau):
    v = torch.as_tensor(v, dtype=torch.float32)
    return v + (drive - v) * dt / tau


def euler_step_in_a_loop(v, drive, dt, tau):
    if np.ndim(v) == 0:
        return v + dt * (drive - v) / tau
    return [value + dt * (drive - value) / tau for value in v]


def settle_from_the_formula(drive, dt, num_steps, tau):
    times = dt * np.arange(num_steps + 1)
    return drive * (1 - np.exp(-times / tau))


def settle_by_distance(drive, dt, num_steps, tau):
    v, volts = 0.0, [0.0]
    for _ in range(num_steps):
        v = drive + (v - drive) * math.exp(-dt / tau)
        volts.append(v)
    return volts


def settle_in_torch(drive, dt, num_steps, tau):
    decay = torch.exp(torch.tensor(-dt / tau))
    volts = torch.zeros(num_steps + 1)
    for n in range(num_steps):
        volts[n + 1] = volts[n] - (1 - decay) * (volts[n] - drive)
    return volts


def firing_rate_with_math(drive, tau, refractory):
    return 1e3 / (refractory - tau * math.log(1 - 1 / drive)) if drive > 1 else 0


def firing_rate_of_arrays_too(drive, tau, refractory):
    drive = np.asarray(drive, dtype=float)
    rate, fires = np.zeros_like(drive), drive > 1
    rate[fires] = 1000 / (refractory + tau * np.log(drive[fires] / (drive[fires] - 1)))
    return rate


def firing_rate_by_where(drive, tau, refractory):
    with np.errstate(all="ignore"):
        drive = np.asarray(drive, dtype=float)
        rate = 1000 / (refractory + tau * np.log(drive / (drive - 1)))
    return np.where(drive > 1, rate, 0.0)


def firing_rate_in_seconds(drive, tau, refractory):
    if not drive > 1:
        return np.float32(0)
    seconds = (refractory + tau * (np.log(drive) - np.log(drive - 1))) / 1000
    return np.float32(1 / seconds)


def synaptic_drive_in_a_loop(weights, rates, tau):
    mean = variance = 0
    for weight, rate in zip(weights, rates):
        mean += tau * weight * rate / 1000
        variance += tau * weight**2 * rate / 1000
    return mean, math.sqrt(variance)


def synaptic_drive_with_dots(weights, rates, tau):
    expected = rates * tau / 1000
    return np.array([weights @ expected, (weights**2 @ expected) ** 0.5])


def draw_kicks_at_once(weights, rates, dt, shape, rng):
    counts = rng.poisson(np.array(rates) * dt / 1000, (*shape, len(rates)))
    return counts @ weights


def draw_kicks_step_by_step(weights, rates, dt, shape, rng):
    kicks = np.empty(shape)
    for n in range(shape[0]):
        counts = [rng.poisson(rate * dt / 1000, shape[1]) for rate in rates]
        kicks[n] = sum(weight * count for weight, count in zip(weights, counts))
    return kicks


def draw_kicks_in_torch(weights, rates, dt, shape, rng):
    counts = [torch.tensor(rng.poisson(rate / 1000 * dt, size=shape)) for rate in rates]
    return sum(count * weight for count, weight in zip(counts, weights))


def population_spikes_neuron_by_neuron(kicks, dt, tau):
    num_steps, num_neurons = kicks.shape
    spikes = [[False] * num_neurons for _ in range(num_steps)]
    for neuron in range(num_neurons):
        v = 0
        for n in range(num_steps):
            v = v * (1 - dt / tau) + kicks[n, neuron]
            if v >= 1:
                spikes[n][neuron], v = True, 0
    return spikes


def population_spikes_by_rows(kicks, dt, tau):
    v, rows = 0, []
    for kick in kicks:
        v = v - v * dt / tau + kick
        rows.append(v >= 1)
        v = np.where(v >= 1, 0, v)
    return np.stack(rows).astype(int)


def population_spikes_by_a_mask(kicks, dt, tau):
    spikes = np.zeros_like(kicks)
    v = np.zeros(kicks.shape[1])
    for n, kick in enumerate(kicks):
        v = v + dt / tau * (0 - v)
        v += kick
        spikes[n] = v >= 1.0
        v = v * (1 - spikes[n])
    return spikes


def fit_curve_by_least_squares(drive, rate, corners, widths):
    found = []
    for corner in corners:
        for width in widths:
            g = width * np.logaddexp(0, (drive - corner) / width)
            slope = np.linalg.lstsq(g[:, None], rate, rcond=None)[0][0]
            found.append((np.mean((slope * g - rate) ** 2), slope, corner, width))
    return min(found)[1:]


def fit_curve_all_at_once(drive, rate, corners, widths):
    corner, width = np.meshgrid(corners, widths, indexing="ij")
    shape = width[..., None] * softplus((drive - corner[..., None]) / width[..., None])
    slope = (shape * rate).sum(-1) / (shape**2).sum(-1)
    errors = ((rate - slope[..., None] * shape) ** 2).sum(-1)
    i, j = np.unravel_index(errors.argmin(), errors.shape)
    return slope[i, j], corners[i], widths[j]
