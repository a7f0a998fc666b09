"""Other right solutions to the exercises of notebook 08."""

import math

import numpy as np
import torch
from scipy.integrate import quad

from helpers.meanfield import gaussian_mean


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
