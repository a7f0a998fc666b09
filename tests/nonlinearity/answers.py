"""Other right solutions to the exercises of notebook 02."""

import itertools

import numpy as np
import torch


def gate_weights_with_sevens(gate, num_inputs):
    sign = -7 if gate == "NOT" else 7
    bias = {"AND": 5 - 7 * num_inputs, "OR": -5, "NOT": 5}[gate]
    return [sign] * num_inputs, bias


def gate_weights_in_torch(gate, num_inputs):
    weights = torch.full((num_inputs,), 10.0)
    if gate == "NOT":
        return -weights, torch.tensor(1.0)
    return weights, torch.tensor(-10.0 * num_inputs + 5 if gate == "AND" else -5.0)


def perceptron_update_with_signs(weights, x, label):
    guess = np.sign(np.dot(weights, x))
    return weights if guess == label else weights + label * x


def perceptron_update_as_a_list(weights, x, label):
    total = sum(w * value for w, value in zip(weights, x, strict=True))
    right = total > 0 if label == 1 else total < 0
    return [w if right else w + label * value for w, value in zip(weights, x, strict=True)]


def xor_weights_of_or_and_and():
    return [[1, 1], [1, 1]], [-0.5, -1.5], [1, -2], -0.5


def xor_weights_of_or_and_nand():
    return torch.tensor([[2, 2], [-2, -2]]), torch.tensor([-1, 3]), torch.ones(2), -1.5


def bump_by_cases(x, center, half_width, height):
    return height * np.clip(1 - np.abs(x - center) / half_width, 0, None)


def bump_in_torch(x, center, half_width, height):
    x = torch.as_tensor(x)
    parts = [(1, -half_width), (-2, 0.0), (1, half_width)]
    return sum(s * height / half_width * torch.relu(x - center - shift) for s, shift in parts)


def interpolation_weights_in_a_loop(knots, values):
    v, slope = [], 0.0
    for i in range(len(knots) - 1):
        new_slope = (values[i + 1] - values[i]) / (knots[i + 1] - knots[i])
        v.append(new_slope - slope)
        slope = new_slope
    return values[0], v


def interpolation_weights_by_solving(knots, values):
    design = np.maximum(knots[1:, None] - knots[:-1], 0)
    return torch.tensor(values[0]), np.linalg.solve(design, values[1:] - values[0])


def choose_knots_with_interp(function, x, num_segments):
    chosen = {0, len(x) - 1}
    while len(chosen) < num_segments + 1:
        at = x[sorted(chosen)]
        gap = abs(np.interp(x, at, function(at)) - function(x))
        if gap.max() <= 1e-9:
            break
        chosen.add(int(gap.argmax()))
    return [float(x[index]) for index in sorted(chosen)]


def choose_knots_in_torch(function, x, num_segments):
    y, knots = function(x), [x[0], x[-1]]
    for _ in range(num_segments - 1):
        gap = torch.as_tensor(np.interp(x, knots, function(np.array(knots))) - y).abs()
        if gap.max() < 1e-9:
            return torch.tensor(knots)
        knots = sorted([*knots, x[int(gap.argmax())]])
    return torch.tensor(knots)


def worst_error_within_each_segment(function, num_segments):
    knots = np.linspace(0, 2 * np.pi, num_segments + 1)
    shares, worst = np.linspace(0, 1, 51), 0.0
    for left, right in itertools.pairwise(knots):
        x = left + shares * (right - left)
        straight = (1 - shares) * function(np.array([left])) + shares * function(np.array([right]))
        worst = max(worst, float(np.max(np.abs(straight - function(x)))))
    return worst


def worst_error_at_random_places(function, num_segments):
    knots = np.linspace(0, 2 * np.pi, num_segments + 1)
    x = np.random.default_rng(3).uniform(0, 2 * np.pi, 100_000)
    return torch.tensor(abs(np.interp(x, knots, function(knots)) - function(x))).max()


def lookup_network_in_a_loop(inputs, targets):
    ones = [row for row, target in zip(inputs, targets, strict=True) if target == 1]
    others = [row for row, target in zip(inputs, targets, strict=True) if target == -1]
    rows, sign = (ones, 1) if len(ones) < len(others) else (others, -1)
    W = [[2.0 * value for value in row] for row in rows]
    return W, [3 - 2.0 * inputs.shape[1]] * len(rows), [2 * sign] * len(rows), -sign


def lookup_network_with_padding(inputs, targets):
    """Use all 2^(D-1) units: those without a pattern have weights of zero and never fire."""
    num_inputs = inputs.shape[1]
    rarer = 1 if sum(targets) <= 0 else -1
    W = torch.zeros(2 ** (num_inputs - 1), num_inputs)
    for row, pattern in zip(itertools.count(), inputs[targets == rarer], strict=False):
        W[row] = torch.as_tensor(pattern)
    return W, torch.full((len(W),), 1.0 - num_inputs), torch.full((len(W),), 2.0 * rarer), -rarer
