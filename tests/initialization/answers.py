"""Other right solutions to the exercises of notebook 08."""

import math
from itertools import pairwise

import numpy as np
import torch
from scipy.integrate import quad
from scipy.optimize import brentq

from helpers.meanfield import chi_1, critical_point, fixed_q, gaussian_mean


def variance_factors_as_array(num_inputs, num_outputs, weight_variance):
    return np.array([num_inputs, num_outputs]) * weight_variance


def variance_factors_in_torch(num_inputs, num_outputs, weight_variance):
    return torch.tensor(num_inputs * weight_variance), torch.tensor(num_outputs * weight_variance)


def he_std_by_gain(num_inputs, slope):
    return torch.nn.init.calculate_gain("leaky_relu", slope) / math.sqrt(num_inputs)


def he_std_by_halves(num_inputs, slope):
    mean_square = 0.5 + 0.5 * slope**2
    return np.sqrt(1 / num_inputs / mean_square)


def settle_q_by_recursion(weight_variance, bias_variance, num_layers):
    if num_layers == 0:
        return 1.0
    before = settle_q_by_recursion(weight_variance, bias_variance, num_layers - 1)
    return bias_variance + weight_variance * gaussian_mean(lambda h: np.tanh(h) ** 2, before)


def settle_q_by_quadrature(weight_variance, bias_variance, num_layers):
    z, w = np.polynomial.hermite_e.hermegauss(100)
    w = w / w.sum()
    q = 1.0
    for _ in range(num_layers):
        q = weight_variance * (w @ np.tanh(math.sqrt(q) * z) ** 2) + bias_variance
    return torch.tensor(q)


def chi_1_by_cosh(q, weight_variance):
    return gaussian_mean(lambda h: weight_variance / np.cosh(h) ** 4, q)


def chi_1_by_quadrature(q, weight_variance):
    def integrand(z):
        slope = 1 - math.tanh(math.sqrt(q) * z) ** 2
        return slope**2 * math.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)

    return weight_variance * quad(integrand, -12, 12)[0]


def initial_weights_weights_uniform(num_outputs, num_inputs, seed):
    limit = math.sqrt(3 / num_inputs)
    return np.random.default_rng(seed).uniform(-limit, limit, (num_outputs, num_inputs))


def initial_weights_in_torch(num_outputs, num_inputs, seed):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(num_outputs, num_inputs, generator=generator) / num_inputs**0.5


def initial_weights_of_signs(num_outputs, num_inputs, seed):
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], (num_outputs, num_inputs))
    return (signs / math.sqrt(num_inputs)).tolist()


def critical_variance_by_root(bias_variance):
    return brentq(lambda w: chi_1(fixed_q(w, bias_variance), w) - 1, 1.0, 10.0)


def critical_variance_along_the_line(bias_variance):
    q = brentq(lambda q: critical_point(q)[1] - bias_variance, 1e-6, 100.0)
    return torch.tensor(critical_point(q)[0])


def deep_weights_even(sizes, weight_variance, seed):
    rng = np.random.default_rng(seed)
    weights = []
    for layer in range(len(sizes) - 1):
        limit = math.sqrt(3 * weight_variance / sizes[layer])
        weights.append(rng.uniform(-limit, limit, (sizes[layer + 1], sizes[layer])))
    return weights


def deep_weights_in_torch(sizes, weight_variance, seed):
    generator = torch.Generator().manual_seed(seed)
    return [
        torch.randn(m, n, generator=generator) * (weight_variance / n) ** 0.5
        for n, m in pairwise(sizes)
    ]


def deep_weights_of_signs(sizes, weight_variance, seed):
    rng = np.random.default_rng(seed)
    signs = (rng.choice([-1, 1], (m, n)) for n, m in pairwise(sizes))
    return tuple((each * math.sqrt(weight_variance / each.shape[1])).tolist() for each in signs)
