"""Other right solutions to the exercises of notebook 06."""

import math
from collections import defaultdict

import numpy as np
import torch


def count_pieces_with_a_dictionary(weights, biases, out_weights):
    bends = defaultdict(float)
    for w, b, v in zip(weights, biases, out_weights, strict=True):
        if abs(w) > 0:
            bends[round(b / w, 6)] += v * abs(w)
    return len([bend for bend in bends.values() if abs(bend) > 1e-6]) + 1


def count_pieces_by_slopes(weights, biases, out_weights):
    moving = weights != 0
    w, b, v = weights[moving], biases[moving], out_weights[moving]
    kinks = np.unique(np.round(-b / w, 9))
    if len(kinks) == 0:
        return 1
    middles = np.concatenate([[kinks[0] - 1], (kinks[:-1] + kinks[1:]) / 2, [kinks[-1] + 1]])
    on = np.outer(middles, w) + b > 0
    slopes = (on * (v * w)).sum(axis=1)
    return 1 + int((np.abs(np.diff(slopes)) > 1e-9).sum())


def sawtooth_by_recursion(x, depth):
    if depth == 0:
        return x
    return 1 - np.abs(2 * sawtooth_by_recursion(x, depth - 1) - 1)


def sawtooth_in_closed_form(x, depth):
    if depth == 0:
        return torch.as_tensor(x)
    place = torch.as_tensor(x) * 2 ** (depth - 1)
    return 1 - 2 * torch.abs(place - torch.floor(place) - 0.5)


def sawtooth_with_relus(x, depth):
    x = torch.tensor(x)
    for _ in range(depth):
        x = 2 * torch.relu(x) - 4 * torch.relu(x - 0.5)
    return x


def count_regions_by_recursion(num_units, num_inputs):
    if num_units == 0 or num_inputs == 0:
        return 1
    fewer = num_units - 1
    return count_regions_by_recursion(fewer, num_inputs) + count_regions_by_recursion(
        fewer, num_inputs - 1
    )


def count_regions_with_a_loop(num_units, num_inputs):
    total, term = 0, 1.0
    for i in range(num_inputs + 1):
        total += term
        term = term * (num_units - i) / (i + 1)
    return total


def count_regions_with_factorials(num_units, num_inputs):
    top = min(num_inputs, num_units)
    f = math.factorial
    return sum(f(num_units) // (f(i) * f(num_units - i)) for i in range(top + 1))


def curve_lengths_in_torch(curve, weights, biases):
    curve = torch.as_tensor(curve)
    lengths = []
    for layer in range(len(weights) + 1):
        lengths.append((curve - curve.roll(1, dims=0)).norm(dim=1).sum())
        if layer < len(weights):
            curve = torch.tanh(curve) @ torch.tensor(weights[layer]).T + torch.tensor(biases[layer])
    return torch.stack(lengths)


def curve_lengths_in_loops(curve, weights, biases):
    def length(points):
        return sum(math.dist(points[i - 1], points[i]) for i in range(len(points)))

    lengths = [length(curve)]
    for weight, bias in zip(weights, biases, strict=True):
        curve = np.array([weight @ np.tanh(point) + bias for point in curve])
        lengths.append(length(curve))
    return lengths


def positional_encoding_by_broadcasting(x, num_frequencies):
    angles = np.pi * 2.0 ** np.arange(num_frequencies)[None, :, None] * x[:, None, :]
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(len(x), -1)


def positional_encoding_in_torch(x, num_frequencies):
    x = torch.tensor(x, dtype=torch.float64)
    angles = [x * (2**k * math.pi) for k in range(num_frequencies)]
    return torch.cat([wave(angle) for angle in angles for wave in (torch.sin, torch.cos)], dim=1)


def positional_encoding_in_float32(x, num_frequencies):
    angles = [2.0**k * math.pi * torch.tensor(x).float() for k in range(num_frequencies)]
    return torch.cat([wave(angle) for angle in angles for wave in (torch.sin, torch.cos)], dim=1)


def curve_lengths_in_float32(curve, weights, biases):
    layers = [(torch.tensor(w).float(), torch.tensor(b).float()) for w, b in zip(weights, biases)]
    images = [torch.tensor(curve).float()]
    for weight, bias in layers:
        images.append(torch.tanh(images[-1]) @ weight.T + bias)
    return [(image - image.roll(1, 0)).norm(dim=1).sum().item() for image in images]
