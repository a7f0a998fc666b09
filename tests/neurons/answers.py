"""Other right solutions to the exercises of notebook 01."""

import math

import numpy as np
import torch


def euler_step_by_parts(v, drive, dt, tau):
    return (1 - dt / tau) * v + dt / tau * drive


def euler_step_in_torch(v, drive, dt, tau):
    v = torch.as_tensor(v, dtype=torch.float32)
    return v + (drive - v) * dt / tau


def euler_step_in_a_loop(v, drive, dt, tau):
    if np.ndim(v) == 0:
        return v + dt * (drive - v) / tau
    return [value + dt * (drive - value) / tau for value in v]


def lif_step_with_early_values(v, silent_steps, drive, dt, tau, refractory_steps):
    silent = silent_steps > 0
    v = 0 if silent else v + dt * (drive - v) / tau
    spiked = v >= 1.0
    return (v * (not spiked), max(silent_steps - 1, 0) if not spiked else refractory_steps, spiked)


def lif_step_as_a_list(v, silent_steps, drive, dt, tau, refractory_steps):
    if silent_steps == 0:
        v += (drive - v) * dt / tau
        if v < 1:
            return [v, 0, 0]
        return [0, refractory_steps, 1]
    return [v, silent_steps - 1, 0]


def firing_rate_with_math(drive, tau, refractory):
    return 1e3 / (refractory - tau * math.log(1 - 1 / drive)) if drive > 1 else 0


def firing_rate_in_seconds(drive, tau, refractory):
    if not drive > 1:
        return np.float32(0)
    seconds = (refractory + tau * (np.log(drive) - np.log(drive - 1))) / 1000
    return np.float32(1 / seconds)


def fit_relu_by_normal_equations(drive, rate):
    x, y = drive[rate > 0], rate[rate > 0]
    slope = np.sum((x - x.mean()) * (y - y.mean())) / np.sum((x - x.mean()) ** 2)
    return slope, x.mean() - y.mean() / slope


def fit_relu_by_least_squares(drive, rate):
    points = [(d, r) for d, r in zip(drive, rate) if r > 0]
    matrix = torch.tensor([[d, 1.0] for d, _ in points], dtype=torch.float64)
    target = torch.tensor([[r] for _, r in points], dtype=torch.float64)
    slope, intercept = torch.linalg.lstsq(matrix, target).solution.flatten()
    return [slope, -intercept / slope]


def artificial_neuron_in_a_loop(x, weights, bias):
    total = bias
    for input_rate, weight in zip(x, weights):
        total += weight * input_rate
    return total if total > 0 else 0


def artificial_neuron_in_torch(x, weights, bias):
    return torch.relu(torch.tensor(weights, dtype=torch.float32) @ torch.tensor(x).float() + bias)
