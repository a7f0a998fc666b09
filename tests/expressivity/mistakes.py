"""What learners might write instead in notebook 06: plausible, and wrong."""

from math import comb, factorial

import numpy as np

from helpers.expressivity.on_line import rounded
from helpers.functions import relu


def _pieces(units, bend, is_bend=lambda total: rounded(total) != 0, place=rounded):
    """Sum `bend(w, v)` at every place, and count those where `is_bend` says so, and one more."""
    bends = {}
    for w, b, v in units:
        if w != 0:
            kink = place(-b / w)
            bends[kink] = bends.get(kink, 0.0) + bend(w, v)
    return 1 + sum(map(is_bend, bends.values()))


def count_pieces_one_per_unit(weights, biases, out_weights):
    return len(weights) + 1


def count_pieces_without_the_first(weights, biases, out_weights):
    return _pieces(zip(weights, biases, out_weights), lambda w, v: v * abs(w)) - 1


def count_pieces_of_all_that_switch(weights, biases, out_weights):
    return 1 + int(np.sum(weights != 0))


def count_pieces_of_all_that_are_heard(weights, biases, out_weights):
    return 1 + int(np.sum((weights != 0) & (out_weights != 0)))


def count_pieces_by_distinct_places(weights, biases, out_weights):
    return 1 + len({rounded(-b / w) for w, b in zip(weights, biases) if w != 0})


def count_pieces_by_places_that_are_heard(weights, biases, out_weights):
    units = zip(weights, biases, out_weights)
    return 1 + len({rounded(-b / w) for w, b, v in units if w != 0 and v != 0})


def count_pieces_by_sign_of_the_weight(weights, biases, out_weights):
    return _pieces(zip(weights, biases, out_weights), lambda w, v: v * w)


def count_pieces_by_output_weights(weights, biases, out_weights):
    return _pieces(zip(weights, biases, out_weights), lambda w, v: v)


def count_pieces_by_weights(weights, biases, out_weights):
    return _pieces(zip(weights, biases, out_weights), lambda w, v: abs(w))


def count_pieces_by_upward_bends(weights, biases, out_weights):
    return _pieces(
        zip(weights, biases, out_weights), lambda w, v: v * abs(w), lambda total: total > 1e-9
    )


def count_pieces_by_exact_bends(weights, biases, out_weights):
    units = zip(weights, biases, out_weights)
    return _pieces(units, lambda w, v: v * abs(w), lambda total: total != 0)


def count_pieces_by_exact_places(weights, biases, out_weights):
    units = zip(weights, biases, out_weights)
    return _pieces(units, lambda w, v: v * abs(w), place=float)


def count_pieces_by_whole_places(weights, biases, out_weights):
    return _pieces(zip(weights, biases, out_weights), lambda w, v: v * abs(w), place=round)


def count_pieces_right_of_zero(weights, biases, out_weights):
    units = [
        unit for unit in zip(weights, biases, out_weights) if unit[0] and -unit[1] / unit[0] > 0
    ]
    return _pieces(units, lambda w, v: v * abs(w))


def count_pieces_by_the_last_bend(weights, biases, out_weights):
    bends = {rounded(-b / w): v * abs(w) for w, b, v in zip(weights, biases, out_weights) if w != 0}
    return 1 + sum(rounded(bend) != 0 for bend in bends.values())


def count_pieces_on_a_grid(weights, biases, out_weights):
    x = np.linspace(-3, 3, 2001)
    slopes = np.diff(relu(np.outer(x, weights) + biases) @ out_weights)
    return 1 + int(np.sum(np.abs(np.diff(slopes)) > 1e-9))


def count_pieces_by_the_bias_alone(weights, biases, out_weights):
    units = [(w, b * w, v) for w, b, v in zip(weights, biases, out_weights)]
    return _pieces(units, lambda w, v: v * abs(w))


def _fold(x):
    return 2 * relu(x) - 4 * relu(x - 0.5)


def sawtooth_one_fold_short(x, depth):
    for _ in range(1, depth):
        x = _fold(x)
    return x


def sawtooth_one_fold_more(x, depth):
    for _ in range(depth + 1):
        x = _fold(x)
    return x


def sawtooth_folded_once(x, depth):
    return x if depth == 0 else _fold(x)


def sawtooth_of_the_first_input(x, depth):
    y = x
    for _ in range(depth):
        y = _fold(x)
    return y


def sawtooth_bent_at_the_first_input(x, depth):
    y = x
    for _ in range(depth):
        y = 2 * relu(y) - 4 * relu(x - 0.5)
    return y


def sawtooth_times_depth(x, depth):
    return depth * _fold(x) if depth else x


def sawtooth_summed(x, depth):
    for _ in range(depth):
        x = x + _fold(x)
    return x


def sawtooth_that_levels_off(x, depth):
    for _ in range(depth):
        x = 2 * relu(x) - 2 * relu(x - 0.5)
    return x


def sawtooth_not_stretched(x, depth):
    for _ in range(depth):
        x = relu(x) - 2 * relu(x - 0.5)
    return x


def sawtooth_with_a_stray_bracket(x, depth):
    for _ in range(depth):
        x = 2 * relu(x) - 4 * relu(x) - 0.5
    return x


def sawtooth_added(x, depth):
    for _ in range(depth):
        x = 2 * relu(x) + 4 * relu(x - 0.5)
    return x


def sawtooth_that_jumps(x, depth):
    return (2**depth * x) % 1


def sawtooth_of_a_faster_input(x, depth):
    return _fold(2 ** (depth - 1) * x) if depth else x


def sawtooth_to_a_power(x, depth):
    return _fold(x) ** depth if depth else x


def sawtooth_without_a_loop_at_zero(x, depth):
    return _fold(x) if depth <= 1 else sawtooth_without_a_loop_at_zero(_fold(x), depth - 1)


def sawtooth_in_place(x, depth):
    for _ in range(depth):
        x[:] = _fold(x)
    return x


def sawtooth_with_every_depth(x, depth):
    found = [x]
    for _ in range(depth):
        found.append(_fold(found[-1]))
    return found


def sawtooth_with_an_if(x, depth):
    for _ in range(depth):
        x = 2 * x if x < 0.5 else 2 - 2 * x
    return x


def count_regions_without_the_last(num_units, num_inputs):
    return sum(comb(num_units, i) for i in range(num_inputs))


def count_regions_without_the_first(num_units, num_inputs):
    return sum(comb(num_units, i) for i in range(1, num_inputs + 1))


def count_regions_of_the_last_alone(num_units, num_inputs):
    return comb(num_units, num_inputs)


def count_regions_as_all_patterns(num_units, num_inputs):
    return 2**num_units


def count_regions_over_all_units(num_units, num_inputs):
    return sum(comb(num_units, i) for i in range(num_units + 1))


def count_regions_in_the_plane(num_units, num_inputs):
    return 1 + num_units + num_units * (num_units - 1) // 2


def count_regions_on_a_line(num_units, num_inputs):
    return num_units + 1


def count_regions_turned_around(num_units, num_inputs):
    return sum(comb(num_inputs, i) for i in range(num_units + 1))


def count_regions_choosing_from_inputs(num_units, num_inputs):
    return sum(comb(num_inputs, i) for i in range(num_inputs + 1))


def count_regions_with_comb_turned(num_units, num_inputs):
    return sum(comb(i, num_units) for i in range(num_inputs + 1))


def count_regions_as_a_grid(num_units, num_inputs):
    return (num_units + 1) ** num_inputs


def count_regions_multiplied(num_units, num_inputs):
    product = 1
    for i in range(num_inputs + 1):
        product *= comb(num_units, i)
    return product


def count_regions_by_factorials(num_units, num_inputs):
    f = factorial
    return sum(f(num_units) // (f(i) * f(num_units - i)) for i in range(num_inputs + 1))


def count_regions_returning_in_the_loop(num_units, num_inputs):
    total = 0
    for i in range(num_inputs + 1):
        total += comb(num_units, i)
        return total


def count_regions_by_powers(num_units, num_inputs):
    return sum(num_units**i for i in range(num_inputs + 1))


def count_regions_without_repetition(num_units, num_inputs):
    return sum(
        factorial(num_units) // factorial(max(0, num_units - i)) for i in range(num_inputs + 1)
    )


def _length(points):
    return np.linalg.norm(points - np.roll(points, 1, axis=0), axis=1).sum()


def _lengths(curve, weights, biases, length=_length, layer=lambda h, w, b: np.tanh(h) @ w.T + b):
    """Measure a curve with `length` before and after each `layer`."""
    lengths = [length(curve)]
    for w, b in zip(weights, biases, strict=True):
        curve = layer(curve, w, b)
        lengths.append(length(curve))
    return np.array(lengths)


def curve_lengths_of_an_open_curve(curve, weights, biases):
    def length(points):
        return np.linalg.norm(np.diff(points, axis=0), axis=1).sum()

    return _lengths(curve, weights, biases, length)


def curve_lengths_without_the_root(curve, weights, biases):
    return _lengths(curve, weights, biases, lambda h: ((h - np.roll(h, 1, axis=0)) ** 2).sum())


def curve_lengths_with_one_root(curve, weights, biases):
    return _lengths(
        curve, weights, biases, lambda h: np.sqrt(((h - np.roll(h, 1, axis=0)) ** 2).sum())
    )


def curve_lengths_in_blocks(curve, weights, biases):
    return _lengths(curve, weights, biases, lambda h: np.abs(h - np.roll(h, 1, axis=0)).sum())


def curve_lengths_column_by_column(curve, weights, biases):
    return _lengths(
        curve, weights, biases, lambda h: np.linalg.norm(h - np.roll(h, 1, axis=0), axis=0).sum()
    )


def curve_lengths_along_the_units(curve, weights, biases):
    return _lengths(
        curve, weights, biases, lambda h: np.linalg.norm(h - np.roll(h, 1, axis=1), axis=1).sum()
    )


def curve_lengths_rolled_flat(curve, weights, biases):
    return _lengths(
        curve, weights, biases, lambda h: np.linalg.norm(h - np.roll(h, 1), axis=1).sum()
    )


def curve_lengths_averaged(curve, weights, biases):
    return _lengths(curve, weights, biases, lambda h: _length(h) / len(h))


def curve_lengths_not_transposed(curve, weights, biases):
    return _lengths(curve, weights, biases, layer=lambda h, w, b: np.tanh(h) @ w + b)


def curve_lengths_without_bias(curve, weights, biases):
    return _lengths(curve, weights, biases, layer=lambda h, w, b: np.tanh(h) @ w.T)


def curve_lengths_with_tanh_last(curve, weights, biases):
    return _lengths(curve, weights, biases, layer=lambda h, w, b: np.tanh(h @ w.T + b))


def curve_lengths_without_tanh(curve, weights, biases):
    return _lengths(curve, weights, biases, layer=lambda h, w, b: h @ w.T + b)


def curve_lengths_with_relu(curve, weights, biases):
    return _lengths(curve, weights, biases, layer=lambda h, w, b: relu(h) @ w.T + b)


def curve_lengths_measured_after_tanh(curve, weights, biases):
    return _lengths(curve, weights, biases, lambda h: _length(np.tanh(h)))


def curve_lengths_without_the_start(curve, weights, biases):
    return _lengths(curve, weights, biases)[1:]


def curve_lengths_without_the_end(curve, weights, biases):
    return _lengths(curve, weights, biases)[:-1]


def curve_lengths_of_the_last_layer(curve, weights, biases):
    return _lengths(curve, weights, biases)[-1]


def curve_lengths_relative_to_the_start(curve, weights, biases):
    lengths = _lengths(curve, weights, biases)
    return lengths / lengths[0]


def curve_lengths_layer_by_layer_from_the_start(curve, weights, biases):
    images = [curve, *(np.tanh(curve) @ w.T + b for w, b in zip(weights, biases, strict=True))]
    return np.array([_length(image) for image in images])


def curve_lengths_with_the_first_weights(curve, weights, biases):
    return _lengths(curve, [weights[0]] * len(weights), [biases[0]] * len(biases))


def curve_lengths_in_place(curve, weights, biases):
    return _lengths(curve, weights, biases, layer=lambda h, w, b: np.tanh(h, out=h) @ w.T + b)


def _waves(x, angles):
    return np.concatenate([wave(a) for a in angles for wave in (np.sin, np.cos)], axis=1)


def positional_encoding_without_pi(x, num_frequencies):
    return _waves(x, [2**k * x for k in range(num_frequencies)])


def positional_encoding_with_two_pi(x, num_frequencies):
    return _waves(x, [2 * np.pi * 2**k * x for k in range(num_frequencies)])


def positional_encoding_of_multiples(x, num_frequencies):
    return _waves(x, [k * np.pi * x for k in range(num_frequencies)])


def positional_encoding_of_multiples_from_one(x, num_frequencies):
    return _waves(x, [(k + 1) * np.pi * x for k in range(num_frequencies)])


def positional_encoding_of_squares(x, num_frequencies):
    return _waves(x, [k**2 * np.pi * x for k in range(num_frequencies)])


def positional_encoding_from_one(x, num_frequencies):
    return _waves(x, [2**k * np.pi * x for k in range(1, num_frequencies + 1)])


def positional_encoding_with_one_more(x, num_frequencies):
    return _waves(x, [2**k * np.pi * x for k in range(num_frequencies + 1)])


def positional_encoding_of_the_last_alone(x, num_frequencies):
    for k in range(num_frequencies):
        angles = 2**k * np.pi * x
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1)


def positional_encoding_louder_not_faster(x, num_frequencies):
    return np.concatenate(
        [2**k * wave(np.pi * x) for k in range(num_frequencies) for wave in (np.sin, np.cos)],
        axis=1,
    )


def positional_encoding_with_all_sines_first(x, num_frequencies):
    angles = [2**k * np.pi * x for k in range(num_frequencies)]
    return np.concatenate([*map(np.sin, angles), *map(np.cos, angles)], axis=1)


def positional_encoding_column_by_column(x, num_frequencies):
    columns = [x[:, [i]] for i in range(x.shape[1])]
    return _waves(x, [2**k * np.pi * column for column in columns for k in range(num_frequencies)])


def positional_encoding_pair_by_pair(x, num_frequencies):
    columns = [x[:, [i]] for i in range(x.shape[1])]
    return _waves(x, [2**k * np.pi * column for k in range(num_frequencies) for column in columns])


def positional_encoding_cosine_first(x, num_frequencies):
    angles = [2**k * np.pi * x for k in range(num_frequencies)]
    return np.concatenate([wave(a) for a in angles for wave in (np.cos, np.sin)], axis=1)


def positional_encoding_with_x_itself(x, num_frequencies):
    return np.concatenate(
        [x, _waves(x, [2**k * np.pi * x for k in range(num_frequencies)])], axis=1
    )


def positional_encoding_one_below_another(x, num_frequencies):
    angles = [2**k * np.pi * x for k in range(num_frequencies)]
    return np.concatenate([wave(a) for a in angles for wave in (np.sin, np.cos)], axis=0)


def positional_encoding_stacked(x, num_frequencies):
    angles = [2**k * np.pi * x for k in range(num_frequencies)]
    return np.stack([wave(a) for a in angles for wave in (np.sin, np.cos)], axis=1)


def positional_encoding_of_sines_alone(x, num_frequencies):
    return np.concatenate([np.sin(2**k * np.pi * x) for k in range(num_frequencies)], axis=1)


def positional_encoding_of_the_first_column(x, num_frequencies):
    return _waves(x, [2**k * np.pi * x[:, :1] for k in range(num_frequencies)])


def positional_encoding_as_in_transformers(x, num_frequencies):
    return _waves(x, [x / 10_000 ** (k / num_frequencies) for k in range(num_frequencies)])


def positional_encoding_in_place(x, num_frequencies):
    x *= np.pi
    return _waves(x, [2**k * x for k in range(num_frequencies)])


def positional_encoding_squared_by_mistake(x, num_frequencies):
    angles = np.pi * x
    blocks = []
    for k in range(num_frequencies):
        angles = 2**k * angles
        blocks += [np.sin(angles), np.cos(angles)]
    return np.concatenate(blocks, axis=1)
