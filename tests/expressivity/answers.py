"""Other right solutions to the exercises of notebook 06."""

import math

import numpy as np
import torch
from scipy import stats

from helpers.expressivity import on_line, study
from helpers.expressivity.relu_network import forward
from helpers.functions import relu


def crossings_in_loops(x, z):
    found = []
    for i in range(len(x) - 1):
        for left, right in zip(z[i], z[i + 1], strict=True):
            if (left < 0 < right) or (right < 0 < left):
                found.append((x[i] * right - x[i + 1] * left) / (right - left))
    return found


def crossings_by_unit(x, z):
    places = []
    for values in z.T:
        i = np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) == -1)
        slope = (values[i + 1] - values[i]) / (x[i + 1] - x[i])
        places.append(x[i] - values[i] / slope)
    return np.concatenate(places)


def crossings_in_torch(x, z):
    x, z = torch.tensor(x), torch.tensor(z)
    piece, unit = torch.where(z[:-1] * z[1:] < 0)
    left, right = z[piece, unit].abs(), z[piece + 1, unit].abs()
    return torch.lerp(x[piece], x[piece + 1], left / (left + right))


def switch_points_by_recursion(layers, low, high):
    if len(layers) == 1:
        return np.array([float(low), float(high)])
    x = switch_points_by_recursion(layers[:-1], low, high)
    z = forward(layers[:-1], x.reshape(-1, 1))
    return on_line.merged(list(x) + list(on_line.crossings(x, z)))


def switch_points_step_by_step(layers, low, high):
    x, h = np.array([low, high]), np.array([[low], [high]])
    for weights, bias in layers[:-1]:
        old, z = x, h @ weights.T + bias
        x = on_line.merged(np.append(x, on_line.crossings(x, z)))
        h = relu(np.stack([np.interp(x, old, column) for column in z.T], axis=1))
    return x.tolist()


def switch_points_with_unique(layers, low, high):
    x = np.array([low, high])
    for depth in range(1, len(layers)):
        z = forward(layers[:depth], x[:, None])
        x = np.unique(np.round(np.concatenate([x, on_line.crossings(x, z)]), 10))
    return x


def count_pieces_in_a_loop(layers, low, high):
    x = on_line.switch_points(layers, low, high)
    count, slope = 1, None
    for i in range(len(x) - 1):
        y = forward(layers, x[i : i + 2, None]).ravel()
        new = (y[1] - y[0]) / (x[i + 1] - x[i])
        if slope is not None and abs(new - slope) > 1e-7:
            count += 1
        slope = new
    return count


def count_pieces_by_midpoints(layers, low, high):
    x = on_line.switch_points(layers, low, high)
    y = forward(layers, x[:, None])[:, 0]
    missed = [
        abs(np.interp(x[i], [x[i - 1], x[i + 1]], [y[i - 1], y[i + 1]]) - y[i]) > 1e-9
        for i in range(1, len(x) - 1)
    ]
    return sum(missed) + 1


def fold_network_in_a_loop(depth):
    layers = [(np.ones((2, 1)), np.array([0, -0.5]))]
    for _ in range(depth - 1):
        layers.append((np.ones((2, 1)) @ np.array([[2, -4]]), np.array([0, -0.5])))
    layers.append((np.array([[2, -4]]), np.array([0])))
    return layers


def fold_network_with_stretched_units(depth):
    first = (np.array([[2.0], [4.0]]), np.array([0.0, -2.0]))
    middle = (np.array([[2.0, -2.0], [4.0, -4.0]]), np.array([0.0, -2.0]))
    return [first] + [middle] * (depth - 1) + [(np.array([[1.0, -1.0]]), np.zeros(1))]


def fold_network_turned_around(depth):
    first = (np.array([[1.0], [-1.0]]), np.array([-0.5, 0.5]))  # 1 - 2 |x - 1/2|
    middle = (np.array([[-2.0, -2.0], [2.0, 2.0]]), np.array([0.5, -0.5]))
    return [first] + [middle] * (depth - 1) + [([[-2.0, -2.0]], [1.0])]


def compare_depths_in_a_loop(deep, wide):
    n = len(deep)
    differences = [d - w for d, w in zip(deep, wide, strict=True)]
    mean = sum(differences) / n
    variance = sum((difference - mean) ** 2 for difference in differences) / (n - 1)
    half = study.student(n) * math.sqrt(variance / n)
    return [mean, mean - half, mean + half]


def compare_depths_with_scipy(deep, wide):
    difference = deep - wide
    low, high = stats.t.interval(0.95, len(deep) - 1, difference.mean(), stats.sem(difference))
    return difference.mean(), low, high


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
