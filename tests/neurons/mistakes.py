"""Wrong answers that a learner could give to the exercises of notebook 01, from its text alone."""

import math

import numpy as np


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


def euler_step_printed(v, drive, dt, tau):
    print(v + dt * (drive - v) / tau)


def _climb(v, drive, dt, tau):
    return v + dt / tau * (drive - v)


def lif_step_climbing_while_silent(v, silent_steps, drive, dt, tau, refractory_steps):
    v = _climb(v, drive, dt, tau)
    if silent_steps > 0:
        return v, silent_steps - 1, False
    if v >= 1:
        return 0.0, refractory_steps, True
    return v, 0, False


def lif_step_silent_forever(v, silent_steps, drive, dt, tau, refractory_steps):
    if silent_steps > 0:
        return 0.0, silent_steps, False
    v = _climb(v, drive, dt, tau)
    return (0.0, refractory_steps, True) if v >= 1 else (v, 0, False)


def lif_step_never_silent(v, silent_steps, drive, dt, tau, refractory_steps):
    v = _climb(v, drive, dt, tau)
    return (0.0, refractory_steps, True) if v >= 1 else (v, 0, False)


def lif_step_strictly_above(v, silent_steps, drive, dt, tau, refractory_steps):
    if silent_steps > 0:
        return 0.0, silent_steps - 1, False
    v = _climb(v, drive, dt, tau)
    return (0.0, refractory_steps, True) if v > 1 else (v, 0, False)


def lif_step_old_voltage_compared(v, silent_steps, drive, dt, tau, refractory_steps):
    if silent_steps > 0:
        return 0.0, silent_steps - 1, False
    if v >= 1:
        return 0.0, refractory_steps, True
    return _climb(v, drive, dt, tau), 0, False


def lif_step_without_reset(v, silent_steps, drive, dt, tau, refractory_steps):
    if silent_steps > 0:
        return 0.0, silent_steps - 1, False
    v = _climb(v, drive, dt, tau)
    return (v, refractory_steps, True) if v >= 1 else (v, 0, False)


def lif_step_minus_threshold(v, silent_steps, drive, dt, tau, refractory_steps):
    if silent_steps > 0:
        return 0.0, silent_steps - 1, False
    v = _climb(v, drive, dt, tau)
    return (v - 1, refractory_steps, True) if v >= 1 else (v, 0, False)


def lif_step_counting_below_zero(v, silent_steps, drive, dt, tau, refractory_steps):
    if silent_steps > 0:
        return 0.0, silent_steps - 1, False
    v = _climb(v, drive, dt, tau)
    return (0.0, refractory_steps, True) if v >= 1 else (v, silent_steps - 1, False)


def lif_step_one_silent_step_less(v, silent_steps, drive, dt, tau, refractory_steps):
    if silent_steps > 0:
        return 0.0, silent_steps - 1, False
    v = _climb(v, drive, dt, tau)
    return (0.0, refractory_steps - 1, True) if v >= 1 else (v, 0, False)


def lif_step_counted_down_first(v, silent_steps, drive, dt, tau, refractory_steps):
    silent_steps = max(silent_steps - 1, 0)
    if silent_steps > 0:
        return 0.0, silent_steps, False
    v = _climb(v, drive, dt, tau)
    return (0.0, refractory_steps, True) if v >= 1 else (v, 0, False)


def lif_step_without_silence(v, silent_steps, drive, dt, tau, refractory_steps):
    if silent_steps > 0:
        return 0.0, silent_steps - 1, False
    v = _climb(v, drive, dt, tau)
    return (0.0, 0, True) if v >= 1 else (v, 0, False)


def lif_step_spike_first(v, silent_steps, drive, dt, tau, refractory_steps):
    if silent_steps > 0:
        return False, 0.0, silent_steps - 1
    v = _climb(v, drive, dt, tau)
    return (True, 0.0, refractory_steps) if v >= 1 else (False, v, 0)


def lif_step_two_values(v, silent_steps, drive, dt, tau, refractory_steps):
    if silent_steps > 0:
        return 0.0, silent_steps - 1
    v = _climb(v, drive, dt, tau)
    return (0.0, refractory_steps) if v >= 1 else (v, 0)


def lif_step_never_below_rest(v, silent_steps, drive, dt, tau, refractory_steps):
    if silent_steps > 0:
        return 0.0, silent_steps - 1, False
    v = max(0.0, _climb(v, drive, dt, tau))
    return (0.0, refractory_steps, True) if v >= 1 else (v, 0, False)


def lif_step_of_drive_instead_of_voltage(v, silent_steps, drive, dt, tau, refractory_steps):
    if silent_steps > 0:
        return 0.0, silent_steps - 1, False
    v = _climb(v, drive, dt, tau)
    return (0.0, refractory_steps, True) if drive >= 1 else (v, 0, False)


def lif_step_spike_undone(v, silent_steps, drive, dt, tau, refractory_steps):
    spiked = False
    if silent_steps > 0:
        silent_steps -= 1
    else:
        v = _climb(v, drive, dt, tau)
        if v >= 1:
            v, silent_steps = 0.0, refractory_steps
            spiked = v >= 1
    return v, silent_steps, spiked


def firing_rate_in_kilohertz(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1 / (refractory + tau * np.log(drive / (drive - 1)))


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


def firing_rate_interval(drive, tau, refractory):
    return 0.0 if drive <= 1 else refractory + tau * np.log(drive / (drive - 1))


def firing_rate_times_multiplied(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1 / (1000 * (refractory + tau * np.log(drive / (drive - 1))))


def firing_rate_tau_alone_in_seconds(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1 / (refractory + tau / 1000 * np.log(drive / (drive - 1)))


def firing_rate_refractory_beside_the_fraction(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1000 / tau * np.log(drive / (drive - 1)) + refractory


def firing_rate_one_under_the_line(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1000 / (refractory + tau * np.log(drive / drive - 1))


def firing_rate_straight_line(drive, tau, refractory):
    return 0.0 if drive <= 1 else 1000 / (refractory + tau / (drive - 0.5))


def firing_rate_rounded(drive, tau, refractory):
    return 0 if drive <= 1 else int(1000 / (refractory + tau * np.log(drive / (drive - 1))))


def _line(drive, rate):
    slope, intercept = np.polyfit(drive, rate, 1)
    return slope, -intercept / slope


def fit_relu_of_all_points(drive, rate):
    return _line(drive, rate)


def fit_relu_zeros_kept(drive, rate):
    return _line(drive[rate >= 0], rate[rate >= 0])


def fit_relu_above_the_rheobase(drive, rate):
    return _line(drive[drive > 1], rate[drive > 1])


def fit_relu_of_positive_drives(drive, rate):
    return _line(drive[drive > 0], rate[drive > 0])


def fit_relu_from_the_first_spike_on(drive, rate):
    first = np.argmax(rate > 0)
    return _line(drive[first:], rate[first:])


def fit_relu_intercept(drive, rate):
    slope, intercept = np.polyfit(drive[rate > 0], rate[rate > 0], 1)
    return slope, intercept


def fit_relu_polyfit_as_it_is(drive, rate):
    return np.polyfit(drive[rate > 0], rate[rate > 0], 1)


def fit_relu_corner_without_minus(drive, rate):
    slope, intercept = np.polyfit(drive[rate > 0], rate[rate > 0], 1)
    return slope, intercept / slope


def fit_relu_fraction_upside_down(drive, rate):
    slope, intercept = np.polyfit(drive[rate > 0], rate[rate > 0], 1)
    return slope, -slope / intercept


def fit_relu_axes_swapped(drive, rate):
    return _line(rate[rate > 0], drive[rate > 0])


def fit_relu_polyfit_unpacked_backward(drive, rate):
    intercept, slope = np.polyfit(drive[rate > 0], rate[rate > 0], 1)
    return slope, -intercept / slope


def fit_relu_corner_first(drive, rate):
    return _line(drive[rate > 0], rate[rate > 0])[::-1]


def fit_relu_smallest_drive(drive, rate):
    return _line(drive[rate > 0], rate[rate > 0])[0], drive[rate > 0].min()


def fit_relu_first_and_last(drive, rate):
    drive, rate = drive[rate > 0], rate[rate > 0]
    slope = (rate[-1] - rate[0]) / (drive[-1] - drive[0])
    return slope, drive[0] - rate[0] / slope


def fit_relu_corner_at_the_rheobase(drive, rate):
    return _line(drive[rate > 0], rate[rate > 0])[0], 1.0


def fit_relu_one_mask_alone(drive, rate):
    return _line(drive, rate[rate > 0])


def fit_relu_zeros_overwritten(drive, rate):
    rate[rate <= 0] = np.nan
    fires = ~np.isnan(rate)
    return _line(drive[fires], rate[fires])


def artificial_neuron_without_relu(x, weights, bias):
    return weights @ x + bias


def artificial_neuron_without_bias(x, weights, bias):
    return max(0, weights @ x)


def artificial_neuron_bias_subtracted(x, weights, bias):
    return max(0, weights @ x - bias)


def artificial_neuron_without_sum(x, weights, bias):
    return np.maximum(0, weights * x + bias)


def artificial_neuron_clipped_before_the_sum(x, weights, bias):
    return np.sum(np.maximum(0, weights * x)) + bias


def artificial_neuron_bias_for_each_input(x, weights, bias):
    return max(0, np.sum(weights * x + bias))


def artificial_neuron_bias_after_the_relu(x, weights, bias):
    return max(0, weights @ x) + bias


def artificial_neuron_bias_as_gate(x, weights, bias):
    total = np.dot(weights, x)
    return total if total > -bias else 0.0


def artificial_neuron_bias_as_floor(x, weights, bias):
    return max(bias, np.dot(weights, x))


def artificial_neuron_step(x, weights, bias):
    return 1.0 if np.dot(weights, x) + bias > 0 else 0.0


def artificial_neuron_sigmoid(x, weights, bias):
    return 1 / (1 + np.exp(-(np.dot(weights, x) + bias)))


def artificial_neuron_absolute(x, weights, bias):
    return abs(np.dot(weights, x) + bias)


def artificial_neuron_smaller_of_both(x, weights, bias):
    return min(0, np.dot(weights, x) + bias)


def artificial_neuron_mean(x, weights, bias):
    return max(0, np.mean(weights * x) + bias)


def artificial_neuron_of_two_inputs(x, weights, bias):
    return max(0, weights[0] * x[0] + weights[1] * x[1] + bias)


def artificial_neuron_of_excitation_alone(x, weights, bias):
    return max(0, np.abs(weights) @ x + bias)


def artificial_neuron_at_most_one(x, weights, bias):
    return float(np.clip(weights @ x + bias, 0, 1))


def artificial_neuron_overwriting(x, weights, bias):
    weights *= x
    return max(0, weights.sum() + bias)


def artificial_neuron_np_max(x, weights, bias):
    return np.max(0, weights @ x + bias)
