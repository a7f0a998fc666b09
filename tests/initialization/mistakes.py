"""What learners might write for the exercises of notebook 08, gathered from its text alone."""

import math
from itertools import pairwise

import numpy as np
import torch
from torch import nn

from helpers.initialization.expectations import settle_q as _settle_q
from helpers.meanfield import chi_1 as _chi_1
from helpers.meanfield import gaussian_mean


def variance_factors_of_sigma_w(num_inputs, num_outputs, weight_variance):
    return weight_variance, weight_variance * num_outputs / num_inputs


def variance_factors_inverse_on_the_way_back(num_inputs, num_outputs, weight_variance):
    forward = num_inputs * weight_variance
    return forward, 1 / forward


def variance_factors_backward_through_all_weights(num_inputs, num_outputs, weight_variance):
    return num_inputs * weight_variance, num_inputs * num_outputs * weight_variance


def variance_factors_of_the_deviation(num_inputs, num_outputs, weight_variance):
    std = math.sqrt(weight_variance)
    return num_inputs * std, num_outputs * std


def variance_factors_halved_as_by_relu(num_inputs, num_outputs, weight_variance):
    return num_inputs * weight_variance / 2, num_outputs * weight_variance / 2


def variance_factors_of_equal_terms(num_inputs, num_outputs, weight_variance):
    return num_inputs**2 * weight_variance, num_outputs**2 * weight_variance


def variance_factors_swapped(num_inputs, num_outputs, weight_variance):
    return num_outputs * weight_variance, num_inputs * weight_variance


def variance_factors_forward_only(num_inputs, num_outputs, weight_variance):
    return num_inputs * weight_variance


def variance_factors_of_glorot(num_inputs, num_outputs, weight_variance):
    return (num_inputs + num_outputs) * weight_variance / 2


def variance_factors_same_both_ways(num_inputs, num_outputs, weight_variance):
    return num_inputs * weight_variance, num_inputs * weight_variance


def variance_factors_of_root_mean_squares(num_inputs, num_outputs, weight_variance):
    return np.sqrt(num_inputs * weight_variance), np.sqrt(num_outputs * weight_variance)


def variance_factors_with_the_bias_as_an_input(num_inputs, num_outputs, weight_variance):
    return (num_inputs + 1) * weight_variance, num_outputs * weight_variance


def variance_factors_averaged(num_inputs, num_outputs, weight_variance):
    return weight_variance / num_inputs, weight_variance / num_outputs


def initial_weights_by_global_torch_layer(num_outputs, num_inputs, seed):
    torch.manual_seed(seed)
    return nn.Linear(num_inputs, num_outputs).weight


def initial_weights_by_outputs(num_outputs, num_inputs, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(num_outputs, num_inputs)) / math.sqrt(num_outputs)


def initial_weights_by_glorot(num_outputs, num_inputs, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(num_outputs, num_inputs)) * math.sqrt(2 / (num_inputs + num_outputs))


def initial_weights_by_he(num_outputs, num_inputs, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(num_outputs, num_inputs)) * np.sqrt(2 / num_inputs)


def initial_weights_variance_for_deviation(num_outputs, num_inputs, seed):
    return np.random.default_rng(seed).normal(0, 1 / num_inputs, (num_outputs, num_inputs))


def initial_weights_one_number_per_unit(num_outputs, num_inputs, seed):
    rows = np.random.default_rng(seed).normal(size=(num_outputs, 1)) / math.sqrt(num_inputs)
    return np.repeat(rows, num_inputs, axis=1)


def initial_weights_one_row_for_all(num_outputs, num_inputs, seed):
    row = np.random.default_rng(seed).normal(size=num_inputs) / math.sqrt(num_inputs)
    return np.tile(row, (num_outputs, 1))


def initial_weights_one_row_and_a_little_noise(num_outputs, num_inputs, seed):
    rng = np.random.default_rng(seed)
    row = rng.normal(size=num_inputs) + 1e-3 * rng.normal(size=(num_outputs, num_inputs))
    return row / math.sqrt(num_inputs)


def initial_weights_constant_and_a_little_noise(num_outputs, num_inputs, seed):
    noise = np.random.default_rng(seed).normal(size=(num_outputs, num_inputs))
    return 0.05 + 0.001 * noise


def initial_weights_counted(num_outputs, num_inputs, seed):
    numbers = np.arange(num_outputs * num_inputs).reshape(num_outputs, num_inputs)
    numbers = (numbers - numbers.mean()) / numbers.std()
    return numbers / math.sqrt(num_inputs)


def initial_weights_from_0_to_1(num_outputs, num_inputs, seed):
    return np.random.default_rng(seed).random((num_outputs, num_inputs)) / math.sqrt(num_inputs)


def initial_weights_small(num_outputs, num_inputs, seed):
    return 0.1 * np.random.default_rng(seed).normal(size=(num_outputs, num_inputs))


def initial_weights_orthogonal(num_outputs, num_inputs, seed):
    torch.manual_seed(seed)
    return nn.init.orthogonal_(torch.empty(num_outputs, num_inputs))


def initial_weights_not_scaled(num_outputs, num_inputs, seed):
    return np.random.default_rng(seed).normal(size=(num_outputs, num_inputs))


def initial_weights_transposed(num_outputs, num_inputs, seed):
    return np.random.default_rng(seed).normal(size=(num_inputs, num_outputs)) / num_inputs**0.5


def initial_weights_whatever_the_seed(num_outputs, num_inputs, seed):
    return np.random.normal(size=(num_outputs, num_inputs)) / np.sqrt(num_inputs)


def initial_weights_of_seed_zero(num_outputs, num_inputs, seed):
    return np.random.default_rng(0).normal(size=(num_outputs, num_inputs)) / np.sqrt(num_inputs)


def initial_weights_by_both(num_outputs, num_inputs, seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(num_outputs, num_inputs)) / math.sqrt(num_inputs * num_outputs)


def he_std_root_of_the_gain_only(num_inputs, slope):
    return math.sqrt(2 / (1 + slope**2)) / num_inputs


def he_std_gain(num_inputs, slope):
    return nn.init.calculate_gain("leaky_relu", slope)


def he_std_root_without_the_slope(num_inputs, slope):
    return math.sqrt(2 / num_inputs) / (1 + slope**2)


def he_std_leak_subtracted(num_inputs, slope):
    return math.sqrt(2 * (1 - slope**2) / num_inputs)


def he_std_leak_multiplied(num_inputs, slope):
    return math.sqrt(2 * (1 + slope**2) / num_inputs)


def he_std_by_default_slope(num_inputs, slope):
    return nn.init.calculate_gain("leaky_relu") / math.sqrt(num_inputs)


def he_std_of_relu(num_inputs, slope):
    return np.sqrt(2 / num_inputs)


def he_std_limit_of_uniform(num_inputs, slope):
    return math.sqrt(6 / ((1 + slope**2) * num_inputs))


def he_std_by_the_mean_square_of_the_half(num_inputs, slope):
    return math.sqrt(2 / (slope**2 * num_inputs)) if slope else math.sqrt(2 / num_inputs)


def he_std_by_absolute_values(num_inputs, slope):
    return math.sqrt(2 / (num_inputs * (1 + abs(slope))))


def he_std_variance(num_inputs, slope):
    return 2 / (num_inputs * (1 + slope**2))


def he_std_by_variance_of_f(num_inputs, slope):
    def leaky(h):
        return np.where(h > 0, h, slope * h)

    square = gaussian_mean(lambda h: leaky(h) ** 2, 1.0)
    return math.sqrt(1 / (num_inputs * (square - gaussian_mean(leaky, 1.0) ** 2)))


def he_std_takes_from_the_weights(num_inputs, slope):
    return math.sqrt((1 + slope**2) / 2 / num_inputs)


def he_std_slope_not_squared(num_inputs, slope):
    return math.sqrt(2 / (num_inputs * (1 + slope)))


def he_std_with_slope_counted_twice(num_inputs, slope):
    return math.sqrt(2 / ((1 + slope**4) * num_inputs))


def _apply(step, weight_variance, bias_variance, num_layers, q=1.0):
    for _ in range(num_layers):
        q = step(q, weight_variance, bias_variance)
    return q


def _mean_square(q):
    return gaussian_mean(lambda h: np.tanh(h) ** 2, q)


def settle_q_one_layer_more(w, b, num_layers):
    return _apply(lambda q, w, b: w * _mean_square(q) + b, w, b, num_layers + 1)


def settle_q_from_0(w, b, num_layers):
    return _apply(lambda q, w, b: w * _mean_square(q) + b, w, b, num_layers, q=0.0)


def settle_q_from_the_variances(w, b, num_layers):
    return _apply(lambda q, w, b: w * _mean_square(q) + b, w, b, num_layers, q=w + b)


def settle_q_mean_of_tanh(w, b, num_layers):
    return _apply(lambda q, w, b: w * gaussian_mean(np.tanh, q) + b, w, b, num_layers)


def settle_q_by_the_root(w, b, num_layers):
    return _apply(lambda q, w, b: w * _mean_square(math.sqrt(q)) + b, w, b, num_layers)


def settle_q_scaled_twice(w, b, num_layers):
    def step(q, w, b):
        return w * gaussian_mean(lambda z: np.tanh(np.sqrt(q) * z) ** 2, q) + b

    return _apply(step, w, b, num_layers)


def settle_q_always_of_1(w, b, num_layers):
    return _apply(lambda q, w, b: w * _mean_square(1.0) + b, w, b, num_layers)


def settle_q_returned_in_the_loop(w, b, num_layers):
    q = 1.0
    for _ in range(num_layers):
        q = w * _mean_square(q) + b
        return q


def settle_q_all_layers(w, b, num_layers):
    qs = [1.0]
    for _ in range(num_layers):
        qs.append(w * _mean_square(qs[-1]) + b)
    return qs


def settle_q_without_the_mean(w, b, num_layers):
    return _apply(lambda q, w, b: w * np.tanh(np.sqrt(q)) ** 2 + b, w, b, num_layers)


def settle_q_square_inside_tanh(w, b, num_layers):
    step = lambda q, w, b: w * gaussian_mean(lambda h: np.tanh(h**2), q) + b  # noqa: E731
    return _apply(step, w, b, num_layers)


def settle_q_of_the_slope(w, b, num_layers):
    step = lambda q, w, b: w * gaussian_mean(lambda h: 1 - np.tanh(h) ** 2, q) + b  # noqa: E731
    return _apply(step, w, b, num_layers)


def settle_q_bias_at_the_end(w, b, num_layers):
    return _apply(lambda q, w, b: w * _mean_square(q), w, b, num_layers) + b


def settle_q_adding_up(w, b, num_layers):
    return _apply(lambda q, w, b: q + w * _mean_square(q) + b, w, b, num_layers)


def settle_q_with_squared_bias(w, b, num_layers):
    return _apply(lambda q, w, b: w * _mean_square(q) + b**2, w, b, num_layers)


def settle_q_without_bias(w, b, num_layers):
    return _apply(lambda q, w, b: w * _mean_square(q), w, b, num_layers)


def settle_q_until_it_hardly_moves(w, b, num_layers):
    q = 1.0
    for _ in range(num_layers):
        before, q = q, w * _mean_square(q) + b
        if abs(q - before) < 0.01:
            break
    return q


def settle_q_by_maths_tanh(w, b, num_layers):
    step = lambda q, w, b: w * gaussian_mean(lambda h: math.tanh(h) ** 2, q) + b  # noqa: E731
    return _apply(step, w, b, num_layers)


def chi_1_slope_of_tanh_without_square(q, weight_variance):
    return weight_variance * gaussian_mean(lambda h: (1 - np.tanh(h)) ** 2, q)


def chi_1_square_inside(q, weight_variance):
    return weight_variance * gaussian_mean(lambda h: 1 - np.tanh(h) ** 4, q)


def chi_1_by_the_root(q, weight_variance):
    return weight_variance * gaussian_mean(lambda h: (1 - np.tanh(h) ** 2) ** 2, math.sqrt(q))


def chi_1_scaled_twice(q, weight_variance):
    return weight_variance * gaussian_mean(lambda z: (1 - np.tanh(math.sqrt(q) * z) ** 2) ** 2, q)


def chi_1_at_size_1(q, weight_variance):
    return weight_variance * gaussian_mean(lambda h: (1 - np.tanh(h) ** 2) ** 2, 1.0)


def chi_1_times_q(q, weight_variance):
    return q * weight_variance * gaussian_mean(lambda h: (1 - np.tanh(h) ** 2) ** 2, q)


def chi_1_slope_not_squared(q, weight_variance):
    return weight_variance * gaussian_mean(lambda h: 1 / np.cosh(h) ** 2, q)


def chi_1_of_relu(q, weight_variance):
    return weight_variance / 2


def chi_1_of_the_root_mean_square(q, weight_variance):
    return math.sqrt(weight_variance * gaussian_mean(lambda h: (1 - np.tanh(h) ** 2) ** 2, q))


def chi_1_with_the_biases(q, weight_variance):
    return weight_variance * gaussian_mean(lambda h: (1 - np.tanh(h) ** 2) ** 2, q) + 0.05


def chi_1_of_the_q_map(q, weight_variance):
    return weight_variance * gaussian_mean(lambda h: np.tanh(h) ** 2, q)


def chi_1_square_of_the_mean(q, weight_variance):
    return weight_variance * (1 - gaussian_mean(lambda h: np.tanh(h) ** 2, q)) ** 2


def chi_1_without_weights(q, weight_variance):
    return gaussian_mean(lambda h: (1 - np.tanh(h) ** 2) ** 2, q)


def chi_1_at_one_place(q, weight_variance):
    return weight_variance * (1 - np.tanh(np.sqrt(q)) ** 2) ** 2


def chi_1_slope_of_one_number(q, weight_variance):
    return weight_variance * gaussian_mean(lambda h: (1 - math.tanh(h) ** 2) ** 2, q)


def chi_1_at_its_own_fixed_point(q, weight_variance):
    for _ in range(500):
        q = weight_variance * _mean_square(q) + 0.05
    return weight_variance * gaussian_mean(lambda h: (1 - np.tanh(h) ** 2) ** 2, q)


def _search(is_order, low=1.0, high=10.0, num_steps=20):
    for _ in range(num_steps):
        middle = (low + high) / 2
        if is_order(middle):
            low = middle
        else:
            high = middle
    return (low + high) / 2


def critical_variance_search_turned_round(bias_variance):
    return _search(lambda w: _chi_1(_settle_q(w, bias_variance, 100), w) > 1)


def critical_variance_at_size_one(bias_variance):
    return _search(lambda w: _chi_1(1.0, w) < 1)


def critical_variance_without_biases(bias_variance):
    return _search(lambda w: _chi_1(_settle_q(w, 0.0, 100), w) < 1)


def critical_variance_at_the_size_of_the_biases(bias_variance):
    return _search(lambda w: _chi_1(bias_variance, w) < 1)


def critical_variance_as_sigma_w(bias_variance):
    return math.sqrt(_search(lambda w: _chi_1(_settle_q(w, bias_variance, 100), w) < 1))


def critical_variance_the_chi_there(bias_variance):
    w = _search(lambda w: _chi_1(_settle_q(w, bias_variance, 100), w) < 1)
    return _chi_1(_settle_q(w, bias_variance, 100), w)


def critical_variance_the_size_there(bias_variance):
    w = _search(lambda w: _chi_1(_settle_q(w, bias_variance, 100), w) < 1)
    return _settle_q(w, bias_variance, 100)


def critical_variance_after_one_layer(bias_variance):
    return _search(lambda w: _chi_1(_settle_q(w, bias_variance, 1), w) < 1)


def critical_variance_on_a_coarse_grid(bias_variance):
    for w in np.arange(1.0, 10.0, 0.1):
        if _chi_1(_settle_q(w, bias_variance, 100), w) >= 1:
            return w


def critical_variance_where_the_size_is_one(bias_variance):
    return _search(lambda w: _settle_q(w, bias_variance, 100) < 1)


def _each(sizes, seed, draw):
    rng = np.random.default_rng(seed)
    return [draw(rng, n, m) for n, m in pairwise(sizes)]


def deep_weights_variance_for_deviation(sizes, weight_variance, seed):
    return _each(sizes, seed, lambda rng, n, m: rng.normal(0, weight_variance / n, (m, n)))


def deep_weights_without_the_variance(sizes, weight_variance, seed):
    return _each(sizes, seed, lambda rng, n, m: rng.normal(0, math.sqrt(1 / n), (m, n)))


def deep_weights_by_outputs(sizes, weight_variance, seed):
    std = [math.sqrt(weight_variance / m) for m in sizes[1:]]
    rng = np.random.default_rng(seed)
    return [rng.normal(0, s, (m, n)) for s, (n, m) in zip(std, pairwise(sizes))]


def deep_weights_of_glorot(sizes, weight_variance, seed):
    def draw(rng, n, m):
        return rng.normal(0, math.sqrt(2 * weight_variance / (n + m)), (m, n))

    return _each(sizes, seed, draw)


def deep_weights_pytorchs_default(sizes, weight_variance, seed):
    return [nn.Linear(n, m).weight.detach() for n, m in pairwise(sizes)]


def deep_weights_all_positive(sizes, weight_variance, seed):
    limit = 3 * weight_variance
    return _each(sizes, seed, lambda rng, n, m: rng.uniform(0, math.sqrt(limit / n), (m, n)))


def deep_weights_same_seed_for_each_layer(sizes, weight_variance, seed):
    return [
        np.random.default_rng(seed).normal(0, math.sqrt(weight_variance / n), (m, n))
        for n, m in pairwise(sizes)
    ]


def deep_weights_standard_normal(sizes, weight_variance, seed):
    return _each(sizes, seed, lambda rng, n, m: rng.normal(size=(m, n)))


def deep_weights_whatever_the_seed(sizes, weight_variance, seed):
    pairs = pairwise(sizes)
    return [np.random.normal(0, math.sqrt(weight_variance / a), size=(b, a)) for a, b in pairs]


def deep_weights_of_three_deviations(sizes, weight_variance, seed):
    def draw(rng, n, m):
        std = math.sqrt(weight_variance / n)
        return rng.uniform(-3 * std, 3 * std, (m, n))

    return _each(sizes, seed, draw)


def deep_weights_without_the_last_layer(sizes, weight_variance, seed):
    sizes = sizes[:-1]
    return _each(sizes, seed, lambda rng, n, m: rng.normal(0, (weight_variance / n) ** 0.5, (m, n)))


def deep_weights_turned(sizes, weight_variance, seed):
    return _each(
        sizes, seed, lambda rng, n, m: rng.normal(0, math.sqrt(weight_variance / n), (n, m))
    )


def deep_weights_the_factor_of_even_numbers(sizes, weight_variance, seed):
    std = math.sqrt(3 * weight_variance)
    return _each(sizes, seed, lambda rng, n, m: rng.normal(0, std / math.sqrt(n), (m, n)))
