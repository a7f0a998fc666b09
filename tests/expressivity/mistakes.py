"""What learners might write instead in notebook 06: plausible, and wrong."""

import numpy as np

from helpers.expressivity import folding, on_line, study
from helpers.expressivity.relu_network import forward
from helpers.functions import relu


def _search(x, z, crosses=lambda a, b: a * b < 0, share=lambda a, b: a / (a - b)):
    """Search piece by piece and unit by unit, with another test or another share of the piece."""
    return np.array(
        [
            x[i] + share(a, b) * (x[i + 1] - x[i])
            for i in range(len(x) - 1)
            for a, b in zip(z[i], z[i + 1], strict=True)
            if crosses(a, b)
        ]
    )


def crossings_in_the_middle(x, z):
    return _search(x, z, share=lambda a, b: 0.5)


def crossings_with_the_share_turned(x, z):
    return _search(x, z, share=lambda a, b: b / (b - a))


def crossings_with_the_wrong_sign(x, z):
    return _search(x, z, share=lambda a, b: a / (b - a))


def crossings_of_absolute_values_added_wrongly(x, z):
    return _search(x, z, share=lambda a, b: abs(a) / abs(b))


def crossings_at_the_left_end(x, z):
    return _search(x, z, share=lambda a, b: 0)


def crossings_at_the_right_end(x, z):
    return _search(x, z, share=lambda a, b: 1)


def crossings_upward(x, z):
    return _search(x, z, lambda a, b: a < 0 < b)


def crossings_downward(x, z):
    return _search(x, z, lambda a, b: b < 0 < a)


def crossings_that_touch(x, z):
    return _search(x, z, lambda a, b: a * b <= 0 and a != b)


def crossings_as_shares(x, z):
    piece, unit = np.nonzero(z[:-1] * z[1:] < 0)
    return z[piece, unit] / (z[piece, unit] - z[piece + 1, unit])


def crossings_with_a_share_not_stretched(x, z):
    return _search(np.arange(len(x)), z) % 1 + x[np.nonzero(z[:-1] * z[1:] < 0)[0]]


def crossings_of_the_first_unit(x, z):
    return _search(x, z[:, :1])


def crossings_of_the_whole(x, z):
    return _search(x[[0, -1]], z[[0, -1]])


def crossings_one_for_each_piece(x, z):
    found = [_search(x[i : i + 2], z[i : i + 2])[:1] for i in range(len(x) - 1)]
    return np.concatenate(found)


def crossings_and_the_list(x, z):
    return np.sort(np.append(x, _search(x, z)))


def crossings_where_everything_differs(x, z):
    return _search(x, z, lambda a, b: a != b)


def _walk(layers, low, high, values=None, join=None, depths=None):
    """Walk through the layers with other values, another way to join, or other layers."""
    x = np.array([low, high], dtype=float)
    for depth in range(1, len(layers)) if depths is None else depths:
        z = forward(layers[:depth], x[:, None])
        new = on_line.crossings(x, z if values is None else values(z))
        x = on_line.merged(np.append(x, new)) if join is None else join(x, new)
    return x


def switch_points_without_the_ends(layers, low, high):
    return _walk(layers, low, high)[1:-1]


def switch_points_of_the_first_layer(layers, low, high):
    return _walk(layers, low, high, depths=[1])


def switch_points_of_the_last_layer(layers, low, high):
    return _walk(layers, low, high, depths=[len(layers) - 1])


def switch_points_after_the_relu(layers, low, high):
    return _walk(layers, low, high, values=relu)


def switch_points_with_the_output(layers, low, high):
    return _walk(layers, low, high, depths=range(1, len(layers) + 1))


def switch_points_without_the_last_layer(layers, low, high):
    return _walk(layers, low, high, depths=range(1, len(layers) - 1))


def switch_points_one_layer_late(layers, low, high):
    return _walk(layers, low, high, depths=range(2, len(layers) + 1))


def switch_points_twice(layers, low, high):
    return _walk(layers, low, high, join=lambda x, new: np.sort(np.append(x, new)))


def switch_points_in_any_order(layers, low, high):
    return _walk(layers, low, high, join=lambda x, new: np.append(x, new))


def switch_points_from_the_ends(layers, low, high):
    found = [_walk(layers, low, high, depths=[depth]) for depth in range(1, len(layers))]
    return np.unique(np.concatenate(found))


def switch_points_that_forget(layers, low, high):
    return _walk(
        layers, low, high, join=lambda x, new: on_line.merged(np.concatenate([x[[0, -1]], new]))
    )


def switch_points_from_the_top(layers, low, high):
    return _walk(layers, low, high, depths=range(len(layers) - 1, 0, -1))


def _slopes(layers, low, high):
    x = on_line.switch_points(layers, low, high)
    return np.diff(forward(layers, x[:, None])[:, 0]) / np.diff(x)


def count_pieces_by_places(layers, low, high):
    return len(on_line.switch_points(layers, low, high)) - 1


def count_pieces_by_places_and_ends(layers, low, high):
    return len(on_line.switch_points(layers, low, high))


def count_pieces_as_bends(layers, low, high):
    return np.sum(np.abs(np.diff(_slopes(layers, low, high))) > 1e-6)


def count_pieces_upward(layers, low, high):
    return 1 + np.sum(np.diff(_slopes(layers, low, high)) > 1e-6)


def count_pieces_downward(layers, low, high):
    return 1 + np.sum(np.diff(_slopes(layers, low, high)) < -1e-6)


def count_pieces_by_rises(layers, low, high):
    y = forward(layers, on_line.switch_points(layers, low, high)[:, None])[:, 0]
    return 1 + np.sum(np.abs(np.diff(np.diff(y))) > 1e-6)


def count_pieces_exactly(layers, low, high):
    return 1 + np.sum(np.diff(_slopes(layers, low, high)) != 0)


def count_pieces_by_different_slopes(layers, low, high):
    return len(set(_slopes(layers, low, high).round(6)))


def count_pieces_by_turns(layers, low, high):
    return 1 + np.sum(np.diff(np.sign(_slopes(layers, low, high))) != 0)


def count_pieces_that_are_not_flat(layers, low, high):
    return np.sum(np.abs(_slopes(layers, low, high)) > 1e-6)


def count_pieces_on_a_grid(layers, low, high):
    x = np.linspace(low, high, 1000)
    slopes = np.diff(forward(layers, x[:, None])[:, 0])
    return 1 + np.sum(np.abs(np.diff(slopes)) > 1e-6)


def crossings_where_being_on_changes(x, z):
    return _search(x, z, lambda a, b: (a > 0) != (b > 0))


def switch_points_merged_at_the_end(layers, low, high):
    x = _walk(layers, low, high, join=lambda x, new: np.concatenate([x, new]))
    return on_line.merged(x)


def fold_network_passed_on(depth):
    return _fold(middle=((1, 0), (0, 1)))(depth)


def fold_network_of_absolute_values(depth):
    first = (np.array([[2.0], [-2.0]]), np.array([-1.0, 1.0]))
    middle = (np.array([[2.0, 2.0], [-2.0, -2.0]]), np.array([-1.0, 1.0]))
    return [first] + [middle] * (depth - 1) + [(np.ones((1, 2)), np.zeros(1))]


def _interval(deep, wide, half):
    mean = (deep - wide).mean()
    return mean, mean - half, mean + half


def compare_depths_with_the_old_interval(deep, wide):
    p, q = deep[0] / 100, wide[0] / 100
    half = 100 * study.student(1000) * np.sqrt((p * (1 - p) + q * (1 - q)) / 1000)
    return _interval(deep, wide, half)


def compare_depths_of_means_with_the_old_interval(deep, wide):
    p, q = deep.mean() / 100, wide.mean() / 100
    half = 100 * study.student(1000) * np.sqrt((p * (1 - p) + q * (1 - q)) / 1000)
    return _interval(deep, wide, half)


def compare_depths_with_a_thousand(deep, wide):
    error = (deep - wide).std(ddof=1) / np.sqrt(len(deep))
    return _interval(deep, wide, study.student(1000) * error)


def compare_depths_always_of_twelve(deep, wide):
    error = (deep - wide).std(ddof=1) / np.sqrt(len(deep))
    return _interval(deep, wide, 2.2 * error)


def compare_depths_from_least_to_most(deep, wide):
    difference = deep - wide
    return difference.mean(), difference.min(), difference.max()


def count_pieces_on_a_fine_grid(layers, low, high):
    x = np.linspace(low, high, 200001)
    s = np.diff(forward(layers, x[:, None])[:, 0]) / np.diff(x)
    d = np.abs(np.diff(s)) > 1e-6
    return 1 + np.sum(d[1:] & ~d[:-1]) + d[0]


def count_pieces_with_a_coarse_bound(layers, low, high):
    return 1 + np.sum(np.abs(np.diff(_slopes(layers, low, high))) > 1e-3)


def count_pieces_where_slopes_are_not_close(layers, low, high):
    s = _slopes(layers, low, high)
    return 1 + np.sum(~np.isclose(s[1:], s[:-1]))


def count_pieces_by_units(layers, low, high):
    return 1 + sum(len(bias) for _, bias in layers[:-1])


def _fold(first=(1, 1), biases=(0, -0.5), middle=((2, -4), (2, -4)), last=(2, -4)):
    """Return a builder of networks that fold, with other weights."""

    def build(depth):
        layers = [(np.array([[first[0]], [first[1]]], dtype=float), np.array(biases))]
        layers += [(np.array(middle, dtype=float), np.array(biases))] * (depth - 1)
        return [*layers, (np.array([last], dtype=float), np.zeros(1))]

    return build


def fold_network_of_sums(depth):
    return _fold(middle=((1, 1), (1, 1)))(depth)


def fold_network_unit_by_unit(depth):
    return _fold(middle=((2, 0), (0, -4)))(depth)


def fold_network_transposed(depth):
    return _fold(middle=((2, 2), (-4, -4)))(depth)


def fold_network_without_bias(depth):
    return _fold(biases=(0, 0))(depth)


def fold_network_with_plus_one_half(depth):
    return _fold(biases=(0, 0.5))(depth)


def fold_network_with_a_plain_end(depth):
    return _fold(last=(1, 1))(depth)


def fold_network_that_levels_off(depth):
    return _fold(middle=((2, -2), (2, -2)), last=(2, -2))(depth)


def fold_network_not_stretched(depth):
    return _fold(middle=((1, -2), (1, -2)), last=(1, -2))(depth)


def fold_network_with_weights_inside(depth):
    return _fold(first=(2, -4), middle=((1, 1), (1, 1)), last=(1, 1))(depth)


def fold_network_in_one_layer(depth):
    return folding.one_layer_sawtooth(depth)


def fold_network_once(depth):
    return folding.fold_network(1)


def fold_network_once_more(depth):
    return folding.fold_network(depth + 1)


def fold_network_with_layers_between(depth):
    layers = []
    for _ in range(depth):
        layers += folding.fold_network(1)
    return layers


def fold_network_with_shifted_weights(depth):
    return _fold(biases=(0, -1))(depth)


def fold_network_without_the_output(depth):
    return folding.fold_network(depth)[:-1]


def _student(deep, wide, middle=None, spread=None, factor=study.student):
    """Return a comparison with another middle, standard error or factor."""
    difference = deep - wide
    error = difference.std(ddof=1) / np.sqrt(len(deep)) if spread is None else spread
    middle = difference.mean() if middle is None else middle
    return middle, middle - factor(len(deep)) * error, middle + factor(len(deep)) * error


def compare_depths_of_two_groups(deep, wide):
    return _student(deep, wide, spread=np.sqrt((deep.var(ddof=1) + wide.var(ddof=1)) / len(deep)))


def compare_depths_over_points(deep, wide):
    p, q = deep.mean() / 100, wide.mean() / 100
    return _student(deep, wide, spread=100 * np.sqrt((p * (1 - p) + q * (1 - q)) / 1000))


def compare_depths_of_the_best(deep, wide):
    return _student(deep, wide, middle=deep.min() - wide.min())


def compare_depths_of_the_first(deep, wide):
    return _student(deep, wide, middle=deep[0] - wide[0])


def compare_depths_by_the_median(deep, wide):
    return _student(deep, wide, middle=np.median(deep) - np.median(wide))


def compare_depths_by_the_deviation(deep, wide):
    return _student(deep, wide, spread=(deep - wide).std(ddof=1))


def compare_depths_by_the_biased_deviation(deep, wide):
    return _student(deep, wide, spread=(deep - wide).std() / np.sqrt(len(deep)))


def compare_depths_with_the_normal_factor(deep, wide):
    return _student(deep, wide, factor=lambda num_seeds: 1.96)


def compare_depths_with_one_standard_error(deep, wide):
    return _student(deep, wide, factor=lambda num_seeds: 1)


def compare_depths_the_other_way(deep, wide):
    return _student(wide, deep)


def compare_depths_by_the_mean_alone(deep, wide):
    return (deep - wide).mean(), (deep - wide).mean(), (deep - wide).mean()


def compare_depths_from_the_smallest_to_the_largest(deep, wide):
    return (deep - wide).mean(), (deep - wide).min(), (deep - wide).max()


def compare_depths_high_before_low(deep, wide):
    mean, low, high = _student(deep, wide)
    return mean, high, low


def compare_depths_by_the_variance(deep, wide):
    return _student(deep, wide, spread=(deep - wide).var(ddof=1) / len(deep))


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
