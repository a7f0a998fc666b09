"""Wrong answers that a learner could give to the exercises of notebook 01, from its text alone."""

import math

import numpy as np

from helpers.functions import softplus


def euler_step_without_dt(v, drive, dt, tau):
    return v + (drive - v) / tau


def euler_step_without_tau(v, drive, dt, tau):
    return v + dt * (drive - v)


def euler_step_away_from_the_drive(v, drive, dt, tau):
    return v - dt / tau * (drive - v)


def euler_step_slope_alone(v, drive, dt, tau):
    return (-v + drive) / tau


def euler_step_change_alone(v, drive, dt, tau):
    return dt * (drive - v) / tau


def euler_step_exactly(v, drive, dt, tau):
    return drive + (v - drive) * np.exp(-dt / tau)


def euler_step_without_leak(v, drive, dt, tau):
    return v + dt / tau * drive


def euler_step_without_drive(v, drive, dt, tau):
    return (1 - dt / tau) * v


def euler_step_without_parentheses(v, drive, dt, tau):
    return v + dt * -v + drive / tau


def euler_step_tau_under_the_drive_alone(v, drive, dt, tau):
    return v + dt * (-v + drive / tau)


def euler_step_tau_upside_down(v, drive, dt, tau):
    return v + tau / dt * (drive - v)


def euler_step_tau_as_a_factor(v, drive, dt, tau):
    return v + dt * tau * (drive - v)


def euler_step_implicit(v, drive, dt, tau):
    return (v + dt / tau * drive) / (1 + dt / tau)


def euler_step_below_threshold(v, drive, dt, tau):
    return min(1, v + dt * (drive - v) / tau)


def _climb(v, drive, dt, tau):
    return v + dt / tau * (drive - v)


def firing_rate_in_kilohertz(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1 / (refractory + tau * np.log(drive / (drive - 1)))


def firing_rate_in_kilohertz_without_rheobase(drive, tau, refractory):
    return 1 / (refractory + tau * np.log(drive / (drive - 1)))


def firing_rate_a_thousand_intervals(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1000 * (refractory + tau * np.log(drive / (drive - 1)))


def firing_rate_log_of_one_minus_drive(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1000 / (refractory + tau * np.log(1 - drive))


def firing_rate_of_the_distance(drive, tau, refractory):
    return 1000 / (refractory + tau * np.log(abs(drive / (drive - 1))))


def firing_rate_without_refractory(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1000 / (tau * np.log(drive / (drive - 1)))


def firing_rate_log10(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1000 / (refractory + tau * np.log10(drive / (drive - 1)))


def firing_rate_log_of_drive_alone(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1000 / (refractory + tau * np.log(drive) / (drive - 1))


def firing_rate_fraction_upside_down(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1000 / (refractory + tau * np.log((drive - 1) / drive))


def firing_rate_without_rheobase(drive, tau, refractory):
    return 1000 / (refractory + tau * np.log(drive / (drive - 1)))


def firing_rate_at_the_rheobase(drive, tau, refractory):
    if drive < 1:
        return 0.0
    return 1000 / (refractory + tau * np.log(drive / (drive - 1)))


def firing_rate_silent_below_zero_only(drive, tau, refractory):
    if drive <= 0:
        return 0.0
    return 1000 / (refractory + tau * math.log(drive / (drive - 1)))


def firing_rate_tau_alone_in_seconds(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1 / (refractory + tau / 1000 * np.log(drive / (drive - 1)))


def firing_rate_refractory_beside_the_fraction(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1000 / tau * np.log(drive / (drive - 1)) + refractory


def firing_rate_one_under_the_line(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1000 / (refractory + tau * np.log(drive / drive - 1))


def firing_rate_by_where_on_numbers(drive, tau, refractory):
    with np.errstate(invalid="ignore"):
        rate = 1000 / (refractory + tau * np.log(drive / (drive - 1)))
    return np.where(drive > 1, rate, 0.0)


def firing_rate_of_arrays_alone(drive, tau, refractory):
    rate = np.zeros(drive.shape)
    rate[drive > 1] = 1000 / (refractory + tau * np.log(drive / (drive - 1)))
    return rate


def firing_rate_by_mask_on_numbers(drive, tau, refractory):
    rate, fires = np.zeros_like(drive), drive > 1
    rate[fires] = 1000 / (refractory + tau * np.log(drive[fires] / (drive[fires] - 1)))
    return rate


def firing_rate_straight_line(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1000 / (refractory + tau / (drive - 0.5))


def _settled(step, drive, dt, num_steps, tau):
    volts = np.zeros(num_steps + 1)
    for n in range(num_steps):
        volts[n + 1] = step(volts[n], drive, dt / tau)
    return volts


def settle_by_euler(drive, dt, num_steps, tau):
    return _settled(lambda v, mu, x: (1 - x) * v + x * mu, drive, dt, num_steps, tau)


def settle_with_half_the_drive(drive, dt, num_steps, tau):
    return _settled(lambda v, mu, x: np.exp(-x) * v + x / 2 * mu, drive, dt, num_steps, tau)


def settle_drive_decays_too(drive, dt, num_steps, tau):
    return _settled(lambda v, mu, x: np.exp(-x) * (v + x * mu), drive, dt, num_steps, tau)


def settle_whole_drive(drive, dt, num_steps, tau):
    return _settled(lambda v, mu, x: np.exp(-x) * v + mu, drive, dt, num_steps, tau)


def settle_decay_times_drive(drive, dt, num_steps, tau):
    return _settled(lambda v, mu, x: np.exp(-x) * v + np.exp(-x) * mu, drive, dt, num_steps, tau)


def settle_implicit(drive, dt, num_steps, tau):
    return _settled(lambda v, mu, x: (v + x * mu) / (1 + x), drive, dt, num_steps, tau)


def settle_drive_from_the_start(drive, dt, num_steps, tau):
    return np.full(num_steps + 1, drive)


def settle_last_voltage_alone(drive, dt, num_steps, tau):
    return drive * (1 - np.exp(-num_steps * dt / tau))


def settle_one_voltage_short(drive, dt, num_steps, tau):
    return drive * (1 - np.exp(-dt * np.arange(num_steps) / tau))


def settle_without_memory(drive, dt, num_steps, tau):
    return _settled(lambda v, mu, x: v + (1 - np.exp(-x)) * mu, drive, dt, num_steps, tau)


def synaptic_drive_in_hertz(weights, rates, tau):
    return tau * np.sum(weights * rates), np.sqrt(tau * np.sum(weights**2 * rates))


def synaptic_drive_tau_in_seconds_twice(weights, rates, tau):
    r, tau = rates / 1000, tau / 1000
    return tau * weights @ r, np.sqrt(tau * weights**2 @ r)


def synaptic_drive_variance(weights, rates, tau):
    return tau * weights @ rates / 1000, tau * weights**2 @ rates / 1000


def synaptic_drive_weights_not_squared(weights, rates, tau):
    return tau * weights @ rates / 1000, np.sqrt(tau * abs(weights) @ rates / 1000)


def synaptic_drive_root_of_the_mean(weights, rates, tau):
    with np.errstate(all="ignore"):
        return tau * weights @ rates / 1000, np.sqrt(tau * weights @ rates / 1000)


def synaptic_drive_everything_squared(weights, rates, tau):
    r = rates / 1000
    return tau * weights @ r, np.sqrt(tau * np.sum((weights * r) ** 2))


def synaptic_drive_without_signs(weights, rates, tau):
    return tau * abs(weights) @ rates / 1000, np.sqrt(tau * weights**2 @ rates / 1000)


def synaptic_drive_of_the_voltage(weights, rates, tau):
    return tau * weights @ rates / 1000, np.sqrt(tau * weights**2 @ rates / 2000)


def synaptic_drive_sigma_by_tau(weights, rates, tau):
    return tau * weights @ rates / 1000, np.sqrt(weights**2 @ rates / 1000 / tau)


def synaptic_drive_roots_added(weights, rates, tau):
    return tau * weights @ rates / 1000, np.sum(np.sqrt(tau * weights**2 * rates / 1000))


def synaptic_drive_noise_first(weights, rates, tau):
    return np.sqrt(tau * weights**2 @ rates / 1000), tau * weights @ rates / 1000


def synaptic_drive_mean_alone(weights, rates, tau):
    return tau * weights @ rates / 1000


def synaptic_drive_without_sum(weights, rates, tau):
    return tau * weights * rates / 1000, np.sqrt(tau * weights**2 * rates / 1000)


def _kicks(count, weights, rates):
    return sum(weight * count(rate) for weight, rate in zip(weights, rates))


def draw_kicks_in_hertz(weights, rates, dt, shape, rng):
    return _kicks(lambda rate: rng.poisson(rate * dt, shape), weights, rates)


def draw_kicks_without_dt(weights, rates, dt, shape, rng):
    return _kicks(lambda rate: rng.poisson(rate / 1000, shape), weights, rates)


def draw_kicks_on_average(weights, rates, dt, shape, rng):
    return np.full(shape, weights @ rates * dt / 1000)


def draw_kicks_at_most_one(weights, rates, dt, shape, rng):
    return _kicks(lambda rate: rng.random(shape) < rate * dt / 1000, weights, rates)


def draw_kicks_the_same_for_all(weights, rates, dt, shape, rng):
    one = _kicks(lambda rate: rng.poisson(rate * dt / 1000, (shape[0], 1)), weights, rates)
    return np.repeat(one, shape[1], axis=1)


def draw_kicks_the_same_in_each_step(weights, rates, dt, shape, rng):
    one = _kicks(lambda rate: rng.poisson(rate * dt / 1000, shape[1]), weights, rates)
    return np.tile(one, (shape[0], 1))


def draw_kicks_without_weights(weights, rates, dt, shape, rng):
    return _kicks(lambda rate: rng.poisson(rate * dt / 1000, shape), np.ones(len(rates)), rates)


def draw_kicks_of_the_sums(weights, rates, dt, shape, rng):
    return np.sum(weights) * rng.poisson(np.sum(rates) * dt / 1000, shape)


def draw_kicks_returned_too_early(weights, rates, dt, shape, rng):
    for weight, rate in zip(weights, rates):
        kicks = weight * rng.poisson(rate * dt / 1000, shape)
        return kicks


def draw_kicks_overwritten(weights, rates, dt, shape, rng):
    for weight, rate in zip(weights, rates):
        kicks = weight * rng.poisson(rate * dt / 1000, shape)
    return kicks


def draw_kicks_in_one_row(weights, rates, dt, shape, rng):
    return _kicks(lambda rate: rng.poisson(rate * dt / 1000, shape[0]), weights, rates)


def draw_kicks_from_a_generator_of_its_own(weights, rates, dt, shape, rng):
    rng = np.random.default_rng(7)
    return _kicks(lambda rate: rng.poisson(rate * dt / 1000, shape), weights, rates)


def draw_kicks_from_the_global_generator(weights, rates, dt, shape, rng):
    return _kicks(lambda rate: np.random.poisson(rate * dt / 1000, shape), weights, rates)


def draw_kicks_weights_inside(weights, rates, dt, shape, rng):
    return sum(rng.poisson(w * r * dt / 1000, shape) for w, r in zip(weights, rates))


def draw_kicks_all_groups_at_once(weights, rates, dt, shape, rng):
    return weights * rng.poisson(rates * dt / 1000, shape)


def draw_kicks_neurons_first(weights, rates, dt, shape, rng):
    return _kicks(lambda rate: rng.poisson(rate * dt / 1000, shape[::-1]), weights, rates)


def draw_kicks_divided_twice(weights, rates, dt, shape, rng):
    return _kicks(lambda rate: rng.poisson(rate / 1000 * dt / 1000, shape), weights, rates)


def draw_kicks_as_noise(weights, rates, dt, shape, rng):
    mean, spread = weights @ rates * dt / 1000, np.sqrt(weights**2 @ rates * dt / 1000)
    return rng.normal(mean, spread, shape)


def _population(kicks, dt, tau, fires=lambda v: v >= 1, reset=lambda v, s: np.where(s, 0, v)):
    spikes, v = np.zeros(kicks.shape, dtype=bool), np.zeros(kicks.shape[1])
    for n in range(len(kicks)):
        v = _climb(v, 0.0, dt, tau) + kicks[n]
        spikes[n] = fires(v)
        v = reset(v, spikes[n])
    return spikes


def population_spikes_never_reset(kicks, dt, tau):
    return _population(kicks, dt, tau, reset=lambda v, s: v)


def population_spikes_less_one(kicks, dt, tau):
    return _population(kicks, dt, tau, reset=lambda v, s: v - s)


def population_spikes_all_reset(kicks, dt, tau):
    return _population(kicks, dt, tau, reset=lambda v, s: np.zeros(len(v)) if s.any() else v)


def population_spikes_strictly_above(kicks, dt, tau):
    return _population(kicks, dt, tau, fires=lambda v: v > 1)


def population_spikes_without_leak(kicks, dt, tau):
    return _population(kicks, 0.0, tau)


def population_spikes_kicks_as_drive(kicks, dt, tau):
    return _population(kicks * dt / tau, dt, tau)


def population_spikes_as_numbers(kicks, dt, tau):
    return _population(kicks, dt, tau).sum(axis=0)


def population_spikes_one_if_for_all(kicks, dt, tau):
    spikes, v = np.zeros(kicks.shape, dtype=bool), np.zeros(kicks.shape[1])
    for n in range(len(kicks)):
        v = _climb(v, 0.0, dt, tau) + kicks[n]
        if v >= 1:
            spikes[n], v = True, 0
    return spikes


def population_spikes_asked_after_the_reset(kicks, dt, tau):
    spikes, v = np.zeros(kicks.shape, dtype=bool), np.zeros(kicks.shape[1])
    for n in range(len(kicks)):
        v = _climb(v, 0.0, dt, tau) + kicks[n]
        v[v >= 1] = 0
        spikes[n] = v >= 1
    return spikes


def population_spikes_leak_after_the_kick(kicks, dt, tau):
    spikes, v = np.zeros(kicks.shape, dtype=bool), np.zeros(kicks.shape[1])
    for n in range(len(kicks)):
        v = _climb(v + kicks[n], 0.0, dt, tau)
        spikes[n] = v >= 1
        v[spikes[n]] = 0
    return spikes


def population_spikes_floor_at_rest(kicks, dt, tau):
    spikes, v = np.zeros(kicks.shape, dtype=bool), np.zeros(kicks.shape[1])
    for n in range(len(kicks)):
        v = np.maximum(0, _climb(v, 0.0, dt, tau) + kicks[n])
        spikes[n] = v >= 1
        v[spikes[n]] = 0
    return spikes


def population_spikes_of_the_kicks_alone(kicks, dt, tau):
    return kicks >= 1


def population_spikes_in_a_column(kicks, dt, tau):
    return _population(kicks, dt, tau).T


def _searched(drive, rate, corners, widths, g, slope, error=lambda rest: np.sum(rest**2)):
    best, lowest = None, np.inf
    for corner in corners:
        for width in widths:
            shape = g((drive - corner), width)
            steep = slope(shape, rate)
            if (found := error(rate - steep * shape)) < lowest:
                best, lowest = (steep, corner, width), found
    return best


def _soft(rest, width):
    return width * softplus(rest / width)


def _steep(shape, rate):
    return np.sum(shape * rate) / np.sum(shape**2)


def fit_curve_slope_of_sums(*given):
    return _searched(*given, _soft, lambda g, rate: np.sum(rate) / np.sum(g))


def fit_curve_mean_of_ratios(*given):
    return _searched(*given, _soft, lambda g, rate: np.mean(rate / g))


def fit_curve_slope_with_intercept(*given):
    return _searched(*given, _soft, lambda g, rate: np.polyfit(g, rate, 1)[0])


def fit_curve_largest_over_largest(*given):
    return _searched(*given, _soft, lambda g, rate: max(rate) / max(g))


def fit_curve_without_factor(*given):
    return _searched(*given, lambda rest, width: softplus(rest / width), _steep)


def fit_curve_width_in_front_alone(*given):
    return _searched(*given, lambda rest, width: width * softplus(rest), _steep)


def fit_curve_sizes_of_errors(*given):
    return _searched(*given, _soft, _steep, lambda rest: np.sum(np.abs(rest)))


def fit_curve_errors_not_squared(*given):
    return _searched(*given, _soft, _steep, np.sum)


def fit_curve_size_of_the_sum(*given):
    return _searched(*given, _soft, _steep, lambda rest: abs(np.sum(rest)))


def fit_curve_width_cancels(*given):
    return _searched(*given, lambda rest, width: width * softplus(rest) / width, _steep)


def fit_curve_pairs(drive, rate, corners, widths):
    best, lowest = None, np.inf
    for corner, width in zip(corners, widths, strict=False):
        shape = _soft(drive - corner, width)
        slope = _steep(shape, rate)
        if (error := np.sum((rate - slope * shape) ** 2)) < lowest:
            best, lowest = (slope, corner, width), error
    return best


def fit_curve_begins_at_zero(drive, rate, corners, widths):
    lowest = 0
    for corner in corners:
        for width in widths:
            shape = _soft(drive - corner, width)
            slope = _steep(shape, rate)
            if (error := np.sum((rate - slope * shape) ** 2)) < lowest:
                best, lowest = (slope, corner, width), error
    return best


def fit_curve_returns_inside(drive, rate, corners, widths):
    best, lowest = None, np.inf
    for corner in corners:
        for width in widths:
            shape = _soft(drive - corner, width)
            slope = _steep(shape, rate)
            if (error := np.sum((rate - slope * shape) ** 2)) < lowest:
                best, lowest = (slope, corner, width), error
        return best


def fit_curve_forgets_the_best(drive, rate, corners, widths):
    for corner in corners:
        for width in widths:
            shape = _soft(drive - corner, width)
            best = _steep(shape, rate), corner, width
    return best


def fit_curve_never_lowers_the_bar(drive, rate, corners, widths):
    lowest, best = np.inf, None
    for corner in corners:
        for width in widths:
            shape = _soft(drive - corner, width)
            if np.sum((rate - _steep(shape, rate) * shape) ** 2) < lowest:
                best = _steep(shape, rate), corner, width
    return best


def fit_curve_corner_first(*given):
    slope, corner, width = _searched(*given, _soft, _steep)
    return corner, width, slope


def fit_curve_with_its_error(drive, rate, corners, widths):
    slope, corner, width = _searched(drive, rate, corners, widths, _soft, _steep)
    return slope, corner, width, np.sum((rate - slope * _soft(drive - corner, width)) ** 2)


def fit_curve_first_width_alone(drive, rate, corners, widths):
    return _searched(drive, rate, corners, widths[:1], _soft, _steep)


def fit_curve_of_points_that_fire(drive, rate, corners, widths):
    fires = rate > 20
    return _searched(drive[fires], rate[fires], corners, widths, _soft, _steep)
