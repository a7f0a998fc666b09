"""Wrong answers that a learner could give to the exercises of notebook 02, from its text alone."""

import itertools

import numpy as np

from helpers.functions import relu
from helpers.nonlinearity.approximation import interpolation_weights


def _gates(and_, or_, not_, gate):
    return {"AND": and_, "OR": or_, "NOT": not_}[gate]


def gate_weights_of_two_inputs(gate, num_inputs):
    return _gates(([1, 1], -1.5), ([1, 1], -0.5), ([-1], 0.5), gate)


def gate_weights_and_bias_of_two(gate, num_inputs):
    ones = np.ones(num_inputs)
    return _gates((ones, -1.5), (ones, -0.5), (-ones, 0.5), gate)


def gate_weights_sevens_of_the_text(gate, num_inputs):
    sevens = np.full(num_inputs, 7)
    return _gates((sevens, -9), (sevens, -5), (-sevens, 5), gate)


def gate_weights_and_on_the_line(gate, num_inputs):
    ones = np.ones(num_inputs)
    return _gates((ones, -num_inputs), (ones, -0.5), (-ones, 0.5), gate)


def gate_weights_or_on_the_line(gate, num_inputs):
    ones = np.ones(num_inputs)
    return _gates((ones, 0.5 - num_inputs), (ones, -1), (-ones, 0.5), gate)


def gate_weights_not_on_the_line(gate, num_inputs):
    ones = np.ones(num_inputs)
    return _gates((ones, 0.5 - num_inputs), (ones, -0.5), (-ones, 0), gate)


def gate_weights_all_on_the_line(gate, num_inputs):
    if gate == "NOT":
        return [-1], 0
    return [1] * num_inputs, -num_inputs if gate == "AND" else -1


def gate_weights_not_with_plus(gate, num_inputs):
    ones = np.ones(num_inputs)
    return _gates((ones, 0.5 - num_inputs), (ones, -0.5), (ones, -0.5), gate)


def gate_weights_not_fires_always(gate, num_inputs):
    ones = np.ones(num_inputs)
    return _gates((ones, 0.5 - num_inputs), (ones, -0.5), (-ones, 1.5), gate)


def gate_weights_exchanged(gate, num_inputs):
    ones = np.ones(num_inputs)
    return _gates((ones, -0.5), (ones, 0.5 - num_inputs), (-ones, 0.5), gate)


def gate_weights_threshold_instead_of_bias(gate, num_inputs):
    ones = np.ones(num_inputs)
    return _gates((ones, num_inputs - 0.5), (ones, 0.5), (-ones, -0.5), gate)


def gate_weights_or_with_a_positive_bias(gate, num_inputs):
    bias = {"AND": 0.5 - num_inputs, "OR": 0.5, "NOT": 0.5}[gate]
    return np.full(num_inputs, -1 if gate == "NOT" else 1), bias


def gate_weights_mean_of_the_inputs(gate, num_inputs):
    mean = np.full(num_inputs, 1 / num_inputs)
    return _gates((mean, -0.9), (mean, -0.5), (-mean, 0.5), gate)


def gate_weights_bias_first(gate, num_inputs):
    ones = np.ones(num_inputs)
    return _gates((0.5 - num_inputs, ones), (-0.5, ones), (0.5, -ones), gate)


def gate_weights_bias_among_the_weights(gate, num_inputs):
    ones = np.ones(num_inputs)
    weights, bias = _gates((ones, 0.5 - num_inputs), (ones, -0.5), (-ones, 0.5), gate)
    return np.append(weights, bias)


def gate_weights_bias_for_each_input(gate, num_inputs):
    ones = np.ones(num_inputs)
    return _gates((ones, -ones), (ones, -ones / 2), (-ones, ones / 2), gate)


def gate_weights_lower_case(gate, num_inputs):
    if gate == "and":
        return np.ones(num_inputs), 0.5 - num_inputs
    if gate == "or":
        return np.ones(num_inputs), -0.5
    if gate == "not":
        return [-1], 0.5


def gate_weights_without_not(gate, num_inputs):
    if gate == "AND":
        return np.ones(num_inputs), 0.5 - num_inputs
    return np.ones(num_inputs), -0.5


def gate_weights_truth_tables(gate, num_inputs):
    return _gates([0, 0, 0, 1], [0, 1, 1, 1], [1, 0], gate)


def perceptron_update_always(weights, x, label):
    return weights + label * x


def perceptron_update_product_of_each_input(weights, x, label):
    if label * (weights * x) <= 0:
        return weights + label * x
    return weights


def perceptron_update_never_on_the_line(weights, x, label):
    return weights + label * x if label * np.dot(weights, x) < 0 else weights


def perceptron_update_when_right(weights, x, label):
    return weights + label * x if label * np.dot(weights, x) > 0 else weights


def perceptron_update_without_label(weights, x, label):
    return weights + x if label * np.dot(weights, x) <= 0 else weights


def perceptron_update_condition_without_label(weights, x, label):
    return weights + label * x if np.dot(weights, x) <= 0 else weights


def perceptron_update_away(weights, x, label):
    return weights - label * x if label * np.dot(weights, x) <= 0 else weights


def perceptron_update_in_place(weights, x, label):
    if label * np.dot(weights, x) <= 0:
        weights += label * x
    return weights


def perceptron_update_learning_rate(weights, x, label):
    return weights + 0.1 * label * x if label * np.dot(weights, x) <= 0 else weights


def perceptron_update_by_the_error(weights, x, label):
    guess = 1 if np.dot(weights, x) > 0 else -1
    return weights + (label - guess) * x


def perceptron_update_guess_of_zero_or_one(weights, x, label):
    guess = 1 if np.dot(weights, x) > 0 else 0
    return weights + label * x if guess != label else weights


def perceptron_update_zero_fires(weights, x, label):
    guess = 1 if np.dot(weights, x) >= 0 else -1
    return weights + label * x if guess != label else weights


def perceptron_update_zero_is_silent(weights, x, label):
    guess = 1 if np.dot(weights, x) > 0 else -1
    return weights + label * x if guess != label else weights


def perceptron_update_delta_rule(weights, x, label):
    return weights + (label - np.dot(weights, x)) * x


def perceptron_update_change_alone(weights, x, label):
    return label * x if label * np.dot(weights, x) <= 0 else np.zeros_like(x)


def perceptron_update_nothing_if_right(weights, x, label):
    if label * np.dot(weights, x) <= 0:
        return weights + label * x


def perceptron_update_until_right(weights, x, label):
    while label * np.dot(weights, x) <= 0:
        weights = weights + label * x
    return weights


def perceptron_update_without_bias(weights, x, label):
    if label * np.dot(weights, x) <= 0:
        return weights + label * np.append(x[:-1], 0)
    return weights


def perceptron_update_of_missed_ones_only(weights, x, label):
    return weights + x if label == 1 and np.dot(weights, x) <= 0 else weights


def perceptron_update_by_unit_length(weights, x, label):
    return weights + label * x / np.linalg.norm(x) if label * (weights @ x) <= 0 else weights


def xor_weights_equal():
    return [[1, -1], [-1, 1]], [-0.5, -0.5], [-1, -1], 0.5


def xor_weights_or():
    return [[1, 1], [1, 1]], [-0.5, -0.5], [1, 1], -0.5


def xor_weights_and_not_subtracted():
    return [[1, 1], [1, 1]], [-0.5, -1.5], [1, 1], -0.5


def xor_weights_or_of_or_and_nand():
    return [[1, 1], [-1, -1]], [-0.5, 1.5], [1, 1], -0.5


def xor_weights_and_minus_or():
    return [[1, 1], [1, 1]], [-0.5, -1.5], [-1, 1], -0.5


def xor_weights_output_on_the_line():
    return [[1, 1], [1, 1]], [-0.5, -1.5], [1, -1], -1


def xor_weights_hidden_on_the_line():
    return [[1, 1], [1, 1]], [-1, -2], [1, -1], -0.5


def xor_weights_output_and():
    return [[1, -1], [-1, 1]], [-0.5, -0.5], [1, 1], -1.5


def xor_weights_thresholds():
    return [[1, 1], [1, 1]], [0.5, 1.5], [1, -1], 0.5


def xor_weights_without_biases():
    return [[1, 1], [1, 1]], [0, 0], [1, -1], 0


def xor_weights_difference():
    return [[1, -1], [1, -1]], [-0.5, -0.5], [1, 1], -0.5


def xor_weights_one_unit_half():
    return [[1, 0], [0, 1]], [-0.5, -0.5], [1, 1], -0.5


def xor_weights_inputs_of_minus_one():
    return [[1, 1], [1, 1]], [1, -1], [1, -1], -1


def xor_weights_columns_are_units():
    return [[1, -1], [1, -1]], [-0.5, 1.5], [1, 1], -1.5


def xor_weights_three_units():
    return np.array([[1, 1], [1, 1], [0, 0]]), [-0.5, -1.5, 0], [1, -1, 0], -0.5


def xor_weights_biases_last():
    return [[1, 1], [1, 1]], [1, -1], [-0.5, -1.5], -0.5


def xor_weights_of_the_product():
    return [1, 1, -2], -0.5


def xor_weights_outputs():
    return [0, 1, 1, 0]


def bump_not_divided_by_half_width(x, center, half_width, height):
    return height * (
        relu(x - center + half_width) - 2 * relu(x - center) + relu(x - center - half_width)
    )


def bump_times_half_width(x, center, half_width, height):
    return half_width * bump_not_divided_by_half_width(x, center, half_width, height)


def bump_without_height(x, center, half_width, height):
    return bump_not_divided_by_half_width(x, center, half_width, 1 / half_width)


def bump_without_slope(x, center, half_width, height):
    return bump_not_divided_by_half_width(x, center, half_width, 1)


def bump_slope_upside_down(x, center, half_width, height):
    return bump_not_divided_by_half_width(x, center, half_width, half_width / height)


def bump_turning_once(x, center, half_width, height):
    rise, turn, stop = (relu(x - center + shift) for shift in (half_width, 0, -half_width))
    return height / half_width * (rise - turn + stop)


def bump_never_stopping(x, center, half_width, height):
    return height / half_width * (relu(x - center + half_width) - 2 * relu(x - center))


def bump_stop_subtracted(x, center, half_width, height):
    rise, turn, stop = (relu(x - center + shift) for shift in (half_width, 0, -half_width))
    return height / half_width * (rise - 2 * turn - stop)


def bump_mirrored_center(x, center, half_width, height):
    return bump_without_height(x, -center, half_width, height) * height


def bump_at_zero(x, center, half_width, height):
    return bump_without_height(x, 0, half_width, height) * height


def bump_of_whole_width(x, center, half_width, height):
    return bump_without_height(x, center, half_width / 2, height) * height


def bump_of_slope_one(x, center, half_width, height):
    return relu(height - np.abs(x - center))


def bump_below_zero_outside(x, center, half_width, height):
    return height * (1 - np.abs(x - center) / half_width)


def bump_box(x, center, half_width, height):
    return np.where(np.abs(x - center) < half_width, height, 0)


def bump_shifts_unscaled(x, center, half_width, height):
    scaled = (x - center) / half_width
    return height * (relu(scaled + half_width) - 2 * relu(scaled) + relu(scaled - half_width))


def bump_divided_at_the_end_only(x, center, half_width, height):
    rise, turn, stop = (relu(x - center + shift) for shift in (half_width, 0, -half_width))
    return height * (rise - 2 * turn + stop / half_width)


def bump_of_numbers(x, center, half_width, height):
    return height / half_width * max(0, half_width - abs(x - center))


def bump_half_width_as_a_factor_of_the_distance(x, center, half_width, height):
    return height * np.maximum(0, 1 - np.abs(x - center) * half_width)


def bump_height_inside(x, center, half_width, height):
    relu, s = lambda z: np.maximum(z, 0), height / half_width
    rise, turn = relu(s * (x - center + half_width)), relu(s * (x - center))
    return rise - 2 * turn + relu(s * (x - center - half_width))


def bump_overwriting(x, center, half_width, height):
    x -= center
    return bump_without_height(x, 0, half_width, height) * height


def bump_in_the_type_of_x(x, center, half_width, height):
    y = np.zeros_like(x)
    inside = np.abs(x - center) < half_width
    y[inside] = (height * (1 - np.abs(x - center) / half_width))[inside]
    return y


def _slopes(knots, values):
    return np.diff(values) / np.diff(knots)


def interpolation_weights_slopes(knots, values):
    return values[0], _slopes(knots, values)


def interpolation_weights_without_bias(knots, values):
    return 0.0, np.diff(_slopes(knots, values), prepend=0)


def interpolation_weights_intercept(knots, values):
    slopes = _slopes(knots, values)
    return values[0] - slopes[0] * knots[0], np.diff(slopes, prepend=0)


def interpolation_weights_last_value(knots, values):
    return values[-1], np.diff(_slopes(knots, values), prepend=0)


def interpolation_weights_rises(knots, values):
    return values[0], np.diff(np.diff(values), prepend=0)


def interpolation_weights_first_forgotten(knots, values):
    return values[0], np.diff(_slopes(knots, values))


def interpolation_weights_zero_first(knots, values):
    slopes = _slopes(knots, values)
    return values[0], np.append(0, np.diff(slopes))


def interpolation_weights_zero_appended(knots, values):
    return values[0], np.diff(_slopes(knots, values), append=0)


def interpolation_weights_backward(knots, values):
    slopes = _slopes(knots, values)
    return values[0], np.append(slopes[0], slopes[:-1] - slopes[1:])


def interpolation_weights_even_knots(knots, values):
    return values[0], np.diff(np.diff(values) / (knots[1] - knots[0]), prepend=0)


def interpolation_weights_upside_down(knots, values):
    return values[0], np.diff(np.diff(knots) / np.diff(values), prepend=0)


def interpolation_weights_gradient(knots, values):
    return values[0], np.diff(np.gradient(values, knots))


def interpolation_weights_curvature(knots, values):
    slopes = _slopes(knots, values)
    return values[0], np.append(slopes[0], np.diff(slopes) / np.diff(knots)[1:])


def interpolation_weights_sum_of_slopes(knots, values):
    return values[0], np.cumsum(_slopes(knots, values))


def interpolation_weights_one_more(knots, values):
    return values[0], np.diff(_slopes(knots, values), prepend=0, append=0)


def interpolation_weights_weights_first(knots, values):
    return np.diff(_slopes(knots, values), prepend=0), values[0]


def interpolation_weights_weights_alone(knots, values):
    return np.diff(_slopes(knots, values), prepend=0)


def interpolation_weights_values(knots, values):
    return values[0], values[:-1]


def interpolation_weights_overwriting(knots, values):
    bias = values[0].copy()
    values -= bias
    return bias, np.diff(_slopes(knots, values), prepend=0)


def _table(inputs, targets, answer, b=None, v=2, c=-1):
    """Return a look-up table of the patterns with this answer, with what may be wrong about it."""
    W = inputs[targets == answer]
    b = 1 - inputs.shape[1] if b is None else b
    return W, np.full(len(W), b), np.full(len(W), v * answer), c * answer


def _rarer(targets):
    return 1 if np.sum(targets == 1) <= np.sum(targets == -1) else -1


def lookup_network_of_ones(inputs, targets):
    return _table(inputs, targets, 1)


def lookup_network_of_minus_ones(inputs, targets):
    return _table(inputs, targets, -1)


def lookup_network_of_the_more_frequent(inputs, targets):
    return _table(inputs, targets, -_rarer(targets))


def lookup_network_of_all_patterns(inputs, targets):
    return inputs, np.full(len(inputs), 1 - inputs.shape[1]), targets, 0


def lookup_network_bias_minus_d(inputs, targets):
    return _table(inputs, targets, _rarer(targets), b=-inputs.shape[1])


def lookup_network_bias_plus(inputs, targets):
    return _table(inputs, targets, _rarer(targets), b=inputs.shape[1] - 1)


def lookup_network_bias_of_zeros_and_ones(inputs, targets):
    return _table(inputs, targets, _rarer(targets), b=-0.5)


def lookup_network_without_bias(inputs, targets):
    return _table(inputs, targets, _rarer(targets), b=0)


def lookup_network_bias_of_three_inputs(inputs, targets):
    return _table(inputs, targets, _rarer(targets), b=-2)


def lookup_network_one_entry_may_differ(inputs, targets):
    return _table(inputs, targets, _rarer(targets), b=3 - inputs.shape[1])


def lookup_network_output_weights_of_one(inputs, targets):
    return _table(inputs, targets, _rarer(targets), v=1)


def lookup_network_without_output_bias(inputs, targets):
    return _table(inputs, targets, _rarer(targets), v=1, c=0)


def lookup_network_default_of_the_rarer(inputs, targets):
    return _table(inputs, targets, _rarer(targets), c=1)


def lookup_network_always_up_from_minus_one(inputs, targets):
    W, b, v, _ = _table(inputs, targets, _rarer(targets))
    return W, b, np.abs(v), -1


def lookup_network_ones_with_a_bias_of_d_minus_one(inputs, targets):
    return _table(inputs, targets, 1, b=inputs.shape[1] - 1)


def lookup_network_ones_that_lift_by_one(inputs, targets):
    return _table(inputs, targets, 1, v=1)


def lookup_network_transposed(inputs, targets):
    W, b, v, c = _table(inputs, targets, _rarer(targets))
    return W.T, b, v, c


def lookup_network_patterns_of_zeros_and_ones(inputs, targets):
    W, b, v, c = _table(inputs, targets, _rarer(targets))
    return (W + 1) // 2, b, v, c


def lookup_network_output_first(inputs, targets):
    W, b, v, c = _table(inputs, targets, _rarer(targets))
    return v, c, W, b


def lookup_network_biases_last(inputs, targets):
    W, b, v, c = _table(inputs, targets, _rarer(targets))
    return W, v, b, c


def lookup_network_without_c(inputs, targets):
    return _table(inputs, targets, _rarer(targets))[:3]


def lookup_network_at_least_one_unit(inputs, targets):
    rarer = _rarer(targets)
    W = inputs[targets == rarer] if np.any(targets == rarer) else inputs[:1]
    return W, np.full(len(W), 1 - inputs.shape[1]), np.full(len(W), 2 * rarer), -rarer


def lookup_network_overwriting(inputs, targets):
    if _rarer(targets) == 1:
        return _table(inputs, targets, 1)
    targets *= -1
    W, b, v, c = _table(inputs, targets, 1)
    return W, b, -v, -c


def lookup_network_in_counting_order(inputs, targets):
    patterns = np.array(list(itertools.product([-1, 1], repeat=inputs.shape[1])))
    return _table(patterns, targets, _rarer(targets))


def interpolation_weights_last_slope_before_the_first(knots, values):
    slopes = _slopes(knots, values)
    v = np.zeros(len(slopes))
    for i in range(len(slopes)):
        v[i] = slopes[i] - slopes[i - 1]
    return values[0], v


def interpolation_weights_two_names_of_one_array(knots, values):
    slopes = _slopes(knots, values)
    v = slopes
    for i in range(1, len(slopes)):
        v[i] = slopes[i] - slopes[i - 1]
    return values[0], v


def interpolation_weights_whole_slopes(knots, values):
    slopes = np.zeros_like(values[:-1])
    for i in range(len(slopes)):
        slopes[i] = (values[i + 1] - values[i]) / (knots[i + 1] - knots[i])
    return values[0], np.diff(slopes, prepend=0)


def interpolation_weights_in_the_type_of_the_values(knots, values):
    v = np.zeros_like(values[:-1])
    v[:] = np.diff(_slopes(knots, values), prepend=0)
    return values[0], v


def _greedy(function, x, num, *, gap=np.abs, pick=None, begin=None, stop=True, order=np.sort):
    """Choose knots as asked, but for what may be wrong about it."""
    knots = x[[0, -1]] if begin is None else begin(x)
    for _ in range(num - 1):
        at = np.sort(knots)
        apart = np.interp(x, at, function(at)) - function(x)
        if stop and np.max(np.abs(apart)) < 1e-9:
            break
        index = int(np.argmax(gap(apart)))
        knots = order(np.append(knots, x[index] if pick is None else pick(index, x, apart)))
    return knots


def choose_knots_evenly(function, x, num_segments):
    return np.linspace(x[0], x[-1], num_segments + 1)


def choose_knots_evenly_among_places(function, x, num_segments):
    return x[np.linspace(0, len(x) - 1, num_segments + 1).astype(int)]


def choose_knots_without_abs(function, x, num_segments):
    return _greedy(function, x, num_segments, gap=lambda apart: apart)


def choose_knots_without_abs_turned(function, x, num_segments):
    return _greedy(function, x, num_segments, gap=lambda apart: -apart)


def choose_knots_unsorted(function, x, num_segments):
    return _greedy(function, x, num_segments, order=lambda knots: knots)


def choose_knots_by_number(function, x, num_segments):
    return _greedy(function, x, num_segments, pick=lambda index, x, apart: index)


def choose_knots_the_error_itself(function, x, num_segments):
    return _greedy(function, x, num_segments, pick=lambda index, x, apart: np.max(np.abs(apart)))


def choose_knots_one_too_many(function, x, num_segments):
    return _greedy(function, x, num_segments + 1)


def choose_knots_one_too_few(function, x, num_segments):
    return _greedy(function, x, num_segments - 1)


def choose_knots_without_a_stop(function, x, num_segments):
    return _greedy(function, x, num_segments, stop=False)


def choose_knots_until_nothing_is_wrong(function, x, num_segments):
    return _greedy(function, x, len(x))


def choose_knots_in_the_widest_gap(function, x, num_segments):
    knots = list(x[[0, -1]])
    for _ in range(num_segments - 1):
        index = int(np.argmax(np.diff(knots)))
        knots.insert(index + 1, (knots[index] + knots[index + 1]) / 2)
    return np.array(knots)


def choose_knots_without_the_ends(function, x, num_segments):
    return _greedy(function, x, num_segments)[1:-1]


def choose_knots_all_from_the_first_line(function, x, num_segments):
    at = x[[0, -1]]
    gap = np.abs(np.interp(x, at, function(at)) - function(x))
    order = np.argsort(gap)
    return np.sort(np.append(at, x[order[len(x) - num_segments + 1 :]]))


def choose_knots_where_the_function_is_largest(function, x, num_segments):
    order = np.argsort(np.abs(function(x)))[::-1]
    return np.sort(np.append(x[[0, -1]], x[order[: num_segments - 1]]))


def _by_reader(function, x, num_segments, size=np.abs, sort=np.sort):
    """The text, line by line, with the weights of exercise 4."""
    places = [0, len(x) - 1]
    for _ in range(num_segments - 1):
        knots = x[places]
        with np.errstate(all="ignore"):
            bias, v = interpolation_weights(knots, function(knots))
            network = bias + np.maximum(x[:, None] - knots[:-1], 0) @ v
            gap = size(network - function(x))
        if gap.max() < 1e-9:
            break
        places = list(sort([*places, int(np.argmax(gap))]))
    return np.array(places)


def choose_knots_returns_indices(function, x, num_segments):
    return _by_reader(function, x, num_segments)


def choose_knots_stops_by_the_signed_error(function, x, num_segments):
    return x[_by_reader(function, x, num_segments, size=lambda gap: gap)]


def choose_knots_stops_by_the_turned_error(function, x, num_segments):
    return x[_by_reader(function, x, num_segments, size=lambda gap: -gap)]


def choose_knots_never_sorted(function, x, num_segments):
    return x[_by_reader(function, x, num_segments, sort=lambda places: places)]


def choose_knots_sorted_at_the_end(function, x, num_segments):
    return np.sort(x[_by_reader(function, x, num_segments, sort=lambda places: places)])


def _until(is_small):
    """Return the text, line by line, but for the place where it stops."""

    def wrong(function, x, num_segments):
        knots = x[[0, -1]]
        for _ in range(num_segments - 1):
            with np.errstate(all="ignore"):
                bias, v = interpolation_weights(knots, function(knots))
                gap = bias + np.maximum(x[:, None] - knots[:-1], 0) @ v - function(x)
            if is_small(gap):
                break
            knots = np.sort(np.append(knots, x[np.argmax(np.abs(gap))]))
        return knots

    return wrong


def choose_knots_until_exactly_nothing(function, x, num_segments):
    return _until(lambda gap: np.abs(gap).max() == 0)(function, x, num_segments)


def choose_knots_until_a_hundredth(function, x, num_segments):
    return _until(lambda gap: np.abs(gap).max() <= 1e-2)(function, x, num_segments)


def choose_knots_until_the_square_is_small(function, x, num_segments):
    return _until(lambda gap: (gap**2).max() <= 1e-9)(function, x, num_segments)


def choose_knots_until_the_sum_is_small(function, x, num_segments):
    return _until(lambda gap: np.abs(gap).sum() <= 1e-9)(function, x, num_segments)


def choose_knots_positions_as_knots(function, x, num_segments):
    knots = [x[0], x[-1]]
    for _ in range(num_segments - 1):
        at = np.array(knots)
        with np.errstate(all="ignore"):
            bias, v = interpolation_weights(at, function(at))
            err = np.abs(bias + np.maximum(x[:, None] - at[:-1], 0) @ v - function(x))
        if err.max() < 1e-9:
            break
        knots.append(err.argmax())
        knots.sort()
    return np.array(knots)


def choose_knots_values(function, x, num_segments):
    return function(_greedy(function, x, num_segments))


def _measured(function, num_segments, places, judge=lambda apart: np.max(np.abs(apart))):
    knots = np.linspace(0, 2 * np.pi, num_segments + 1)
    return judge(np.interp(places, knots, function(knots)) - function(places))


_MANY = np.linspace(0, 2 * np.pi, 20_001)


def worst_error_at_102_places(function, num_segments):
    return _measured(function, num_segments, np.linspace(0, 2 * np.pi, 102))


def worst_error_at_201_places(function, num_segments):
    return _measured(function, num_segments, np.linspace(0, 2 * np.pi, 201))


def worst_error_at_1001_places(function, num_segments):
    return _measured(function, num_segments, np.linspace(0, 2 * np.pi, 1001))


def worst_error_at_2001_places(function, num_segments):
    return _measured(function, num_segments, np.linspace(0, 2 * np.pi, 2001))


def worst_error_at_three_places_a_segment(function, num_segments):
    return _measured(function, num_segments, np.linspace(0, 2 * np.pi, 3 * num_segments + 1))


def worst_error_at_five_places_a_segment(function, num_segments):
    return _measured(function, num_segments, np.linspace(0, 2 * np.pi, 5 * num_segments + 1))


def worst_error_at_ten_places_a_segment(function, num_segments):
    return _measured(function, num_segments, np.linspace(0, 2 * np.pi, 10 * num_segments + 1))


def worst_error_at_4567_places(function, num_segments):
    return _measured(function, num_segments, np.linspace(0, 2 * np.pi, 4567))


def worst_error_at_5000_places(function, num_segments):
    return _measured(function, num_segments, np.linspace(0, 2 * np.pi, 5000))


def worst_error_at_5000_random_places(function, num_segments):
    places = np.random.default_rng(0).uniform(0, 2 * np.pi, 5000)
    return _measured(function, num_segments, places)


def worst_error_in_the_middles(function, num_segments):
    knots = np.linspace(0, 2 * np.pi, num_segments + 1)
    return _measured(function, num_segments, (knots[1:] + knots[:-1]) / 2)


def worst_error_at_the_knots(function, num_segments):
    return _measured(function, num_segments, np.linspace(0, 2 * np.pi, num_segments + 1))


def worst_error_on_average(function, num_segments):
    return _measured(function, num_segments, _MANY, lambda apart: np.mean(np.abs(apart)))


def worst_error_of_squares(function, num_segments):
    return _measured(function, num_segments, _MANY, lambda apart: np.mean(apart**2))


def worst_error_without_abs(function, num_segments):
    return _measured(function, num_segments, _MANY, np.max)


def worst_error_turned(function, num_segments):
    return _measured(function, num_segments, _MANY, lambda apart: -np.min(apart))


def worst_error_of_other_knots(function, num_segments):
    return _measured(function, num_segments + 1, _MANY)


def worst_error_at_twice_the_knots(function, num_segments):
    return _measured(function, num_segments, np.linspace(0, 2 * np.pi, 2 * num_segments + 1))
