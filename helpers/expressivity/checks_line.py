"""The build of notebook 06, three steps: the pieces of a network on a line, counted exactly."""

from collections.abc import Callable

import numpy as np

from helpers.exercise import Exercise
from helpers.expressivity import folding, on_line
from helpers.expressivity.relu_network import Layers, forward, random_layers
from helpers.functions import relu
from helpers.values import agree

BUILD = "A piece counter"


def same_places(answer, expected) -> bool:
    """Say whether two answers are the same places, in whatever order."""
    return agree(np.sort(np.ravel(answer)), np.sort(np.ravel(expected)))


def _found(switches: Callable, place: Callable) -> Callable:
    """Return a search that says for each piece and unit whether, and where, the unit crosses."""

    def search(x, z):
        piece, unit = np.nonzero(switches(z[:-1], z[1:]))
        ends = x[piece], x[piece + 1], z[piece, unit], z[piece + 1, unit]
        return place(*ends)

    return search


def _crosses(left, right):
    return left * right < 0


def _where(start, end, left, right):
    with np.errstate(divide="ignore", invalid="ignore"):
        return start + np.nan_to_num(left / (left - right)) * (end - start)


def _grid_case(seed: int, num_places: int, num_units: int) -> dict:
    rng = np.random.default_rng(seed)
    return dict(
        x=np.sort(rng.uniform(-3, 3, num_places)), z=rng.normal(size=(num_places, num_units))
    )


CROSSINGS = Exercise(
    on_line.crossings,
    cases=[
        dict(x=np.array([0.0, 1.0, 3.0]), z=np.array([[-1.0], [3.0], [-1.0]])),
        dict(x=np.array([0.0, 4.0]), z=np.array([[-1.0, 3.0, 2.0], [3.0, -1.0, 5.0]])),
        dict(x=np.array([0.0, 1.0, 2.0]), z=np.array([[2.0, 1.0], [0.0, 0.0], [1.0, -1.0]])),
        dict(x=np.array([-3.0, 1.0, 2.0, 5.0]), z=np.array([[-1.0], [-2.0], [4.0], [1.0]])),
        dict(x=np.array([-1.0, 0.0, 5.0]), z=np.array([[1.0], [2.0], [0.5]])),
        _grid_case(0, 6, 1),
        _grid_case(1, 8, 5),
    ],
    minutes=7,
    build=BUILD,
    agree=same_places,
    alike=same_places,
    misconceptions=[
        (
            _found(_crosses, lambda start, end, left, right: (start + end) / 2),
            "You return the middle of the piece. The unit is straight there: its values at the two ends "
            "say how far along the zero lies.",
        ),
        (
            lambda x, z: np.array(
                [
                    np.interp(0, [left, right], [x[i], x[i + 1]])
                    for i in range(len(x) - 1)
                    for left, right in zip(z[i], z[i + 1], strict=True)
                    if left * right < 0
                ]
            ),
            "np.interp needs rising values, and here they fall in every second case. Work the place out "
            "from the two values.",
        ),
        (
            _found(_crosses, lambda start, end, left, right: left / (left - right)),
            "That is a share of the piece, from 0 to 1. The place is the left end plus that share of the "
            "piece's length.",
        ),
        (
            _found(_crosses, lambda start, end, left, right: left / (left - right) * (end - start)),
            "That is how far the crossing lies from the piece's left end. Add the place of that end.",
        ),
        (
            _found(_crosses, lambda start, end, left, right: start + left / (left - right)),
            "You add the share to the left end. Pieces differ in length: multiply the share by it first.",
        ),
        (
            _found(
                _crosses,
                lambda start, end, left, right: start + left / (right - left) * (end - start),
            ),
            "Your places lie outside their pieces, to the left: the share left / (right - left) is "
            "negative, since the two differ in sign.",
        ),
        (
            _found(
                _crosses,
                lambda start, end, left, right: start + right / (right - left) * (end - start),
            ),
            "You measure from the wrong end: right / (right - left) is the share that is left after "
            "the crossing.",
        ),
        (
            _found(
                _crosses,
                lambda start, end, left, right: start + left / (left + right) * (end - start),
            ),
            "On the way from left to right the value changes by left - right, up to the sign. You divide "
            "by their sum.",
        ),
        *(
            (
                _found(switches, _where),
                "A unit that is exactly 0 at a place of the list crosses there, and not inside a piece: the "
                "place is on the list already.",
            )
            for switches in (
                lambda left, right: left * right <= 0,
                lambda left, right: (left > 0) != (right > 0),
                lambda left, right: (left >= 0) != (right >= 0),
            )
        ),
        (
            _found(lambda left, right: (left < 0) & (right > 0), _where),
            "You found the units that switch on. Those that switch off, from + to -, count as well.",
        ),
        (
            _found(lambda left, right: (left > 0) & (right < 0), _where),
            "You found the units that switch off. Those that switch on, from - to +, count as well.",
        ),
        (
            lambda x, z: on_line.crossings(x, z[:, :1]),
            "You looked at the first unit only. Every column of z is a unit.",
        ),
        (
            lambda x, z: on_line.crossings(x[:2], z[:2]),
            "You looked at the first piece only. Between each two neighbors there is one.",
        ),
        (
            lambda x, z: on_line.crossings(x[[0, -1]], z[[0, -1]]),
            "You compared the first place with the last. A unit may switch and switch back: look at "
            "each piece.",
        ),
        (
            lambda x, z: np.append(x, on_line.crossings(x, z)),
            "Return the new places alone, without those of the list.",
        ),
        (
            lambda x, z: np.concatenate(
                [on_line.crossings(x[i : i + 2], z[i : i + 2])[:1] for i in range(len(x) - 1)]
            ),
            "You found one crossing in each piece. Several units may cross in the same one.",
        ),
        (
            _found(_crosses, lambda start, end, left, right: start),
            "You return the left end of the piece. The crossing lies inside.",
        ),
    ],
)


def _network(*layers: tuple) -> Layers:
    """Return layers from (rows of weights, biases); a network with one input and one output."""
    return [
        (np.array(weights, dtype=float), np.array(biases, dtype=float))
        for weights, biases in layers
    ]


def _one_layer(weights, biases, out_weights) -> Layers:
    return _network((np.reshape(weights, (-1, 1)), biases), (np.reshape(out_weights, (1, -1)), [0]))


def _walk(
    values: Callable = lambda layers, depth, x: forward(layers[:depth], x[:, None]),
    join: Callable = lambda x, new: on_line.merged(np.append(x, new)),
    depths: Callable = lambda layers: range(1, len(layers)),
) -> Callable:
    """Return a walk through the layers that takes other values, or joins places otherwise."""

    def switch_points(layers, low, high):
        x = np.array([low, high])
        for depth in depths(layers):
            x = join(x, on_line.crossings(x, values(layers, depth, x)))
        return x

    return switch_points


def _from_the_ends(layers, low, high):
    ends = np.array([low, high])
    found = [
        on_line.crossings(ends, forward(layers[:d], ends[:, None])) for d in range(1, len(layers))
    ]
    return on_line.merged(np.concatenate([ends, *found]))


SAME_PLACE = _one_layer([0.1, 1, -1], [-0.3, -3, 0], [1, 1, 1])  # 0.3 / 0.1 is not quite 3

SWITCH_POINTS = Exercise(
    on_line.switch_points,
    cases=[
        dict(layers=_one_layer([1, -2, 1], [0, 1, 5], [1, 1, 1]), low=-1.0, high=2.0),
        dict(layers=folding.fold_network(2), low=0.0, high=1.0),
        dict(layers=SAME_PLACE, low=-1.0, high=4.0),
        dict(layers=_one_layer([0, 1], [1, 9], [1, 1]), low=-2.0, high=3.0),
        dict(layers=random_layers([1, 5, 4, 1], 0), low=-3.0, high=3.0),
        dict(layers=random_layers([1, 6, 6, 6, 1], 2), low=-2.0, high=5.0),
    ],
    minutes=6,
    build=BUILD,
    misconceptions=[
        (
            lambda layers, low, high: on_line.switch_points(layers, low, high)[1:-1],
            "The two ends belong to the list.",
        ),
        (
            lambda layers, low, high: on_line.switch_points(layers[:1] + layers[-1:], low, high),
            "Those are the first layer's. The units of every hidden layer switch.",
        ),
        (
            _from_the_ends,
            "You look for every layer's crossings between the two ends. Above the first layer units bend "
            "in between: search with the list as it has grown so far.",
        ),
        (
            _walk(lambda layers, depth, x: relu(forward(layers[:depth], x[:, None]))),
            "After the ReLU no value is negative, so nothing crosses zero. Take the values before it.",
        ),
        (
            _walk(depths=lambda layers: range(1, len(layers) + 1)),
            "The output is no hidden unit: it has no ReLU, and where it crosses zero nothing switches.",
        ),
        (
            _walk(depths=lambda layers: range(1, len(layers) - 1)),
            "The last hidden layer is missing. Its values are forward(layers[:len(layers) - 1], ...).",
        ),
        (
            _walk(depths=lambda layers: range(2, len(layers) + 1)),
            "You start at the second layer, and end at the output. The units of layer 1 have the values "
            "forward(layers[:1], ...).",
        ),
        (
            _walk(join=lambda x, new: np.sort(np.append(x, new))),
            "Two units may switch at one place, and rounding errors keep the two apart: put on_line.merged "
            "around the list.",
        ),
        *(
            (
                wrong,
                "The list must rise in every step, or neighbors on it are no neighbors on the line: put "
                "on_line.merged around it inside the loop.",
            )
            for wrong in (
                _walk(join=lambda x, new: np.append(x, new)),
                lambda *case: on_line.merged(_walk(join=lambda x, new: np.append(x, new))(*case)),
            )
        ),
        (
            _walk(join=lambda x, new: on_line.merged(np.concatenate([x[[0, -1]], new]))),
            "You forget the places of the layers below. The list grows: there the units above bend too.",
        ),
        (
            lambda layers, low, high: np.append(
                [low, high], on_line.switch_points(layers, low, high)[1:-1]
            ),
            "All places are there, but not in order.",
        ),
    ],
)


def _pieces(
    bends: Callable = lambda change: np.abs(change) > 1e-6,
    slopes: Callable = lambda x, y: np.diff(y) / np.diff(x),
) -> Callable:
    """Return a count that takes other slopes, or other changes of them as bends."""

    def count_pieces(layers, low, high):
        x = on_line.switch_points(layers, low, high)
        return 1 + np.sum(bends(np.diff(slopes(x, forward(layers, x[:, None])[:, 0]))))

    return count_pieces


def _slopes(layers, low, high):
    x = on_line.switch_points(layers, low, high)
    return np.diff(forward(layers, x[:, None])[:, 0]) / np.diff(x)


def _on_a_fine_grid(layers, low, high):
    x = np.linspace(low, high, 200_001)
    bends = np.abs(np.diff(np.diff(forward(layers, x[:, None])[:, 0]) / np.diff(x))) > 1e-6
    return 1 + np.sum(bends[1:] & ~bends[:-1]) + bends[0]


COUNT_PIECES = Exercise(
    on_line.count_pieces,
    cases=[
        dict(layers=_one_layer([1, 1, -2], [0, -1, 3], [1, 2, -1]), low=-1.0, high=2.0),
        dict(
            layers=_one_layer([0.7, 0.3, 0.1], [0, -0.3, -0.2], [0.3, 0, 0.7]), low=-1.0, high=4.0
        ),
        dict(layers=_one_layer([1, 1, 1], [0, -1, -2], [1, -1, 1]), low=-1.0, high=3.0),
        dict(layers=_one_layer([2, -4, 1], [0, 0, -1], [1, -0.5, 3]), low=-2.0, high=2.0),
        dict(layers=_one_layer([1, -1], [-1, 1], [1, 1]), low=0.0, high=3.0),
        dict(layers=_one_layer([1, 0.3], [-3, -0.6], [-1, 0.1]), low=0.0, high=1.0),
        dict(layers=SAME_PLACE, low=-1.0, high=4.0),
        dict(layers=folding.fold_network(3), low=0.0, high=1.0),
        dict(layers=random_layers([1, 8, 6, 1], 1), low=-3.0, high=3.0),
        dict(layers=random_layers([1, 30, 1], 0), low=-2.0, high=2.0),
        dict(layers=_one_layer([1, 1], [0, -1], [1, 5e-6]), low=-1.0, high=2.0),
        dict(layers=_one_layer([1, 1], [0, -1], [100, 5e-4]), low=-1.0, high=2.0),
        dict(layers=_one_layer([1, 1], [-1, -1.01], [1, 1]), low=0.0, high=1e4),
        dict(layers=_one_layer([1, 1], [0, -1e-7], [1, 1]), low=-1.0, high=1.0),
    ],
    minutes=6,
    build=BUILD,
    misconceptions=[
        (
            _on_a_fine_grid,
            "A grid misses every piece that is shorter than its steps. Your list of switch_points is exact: "
            "look at the slopes between its neighbors.",
        ),
        *(
            (
                _pieces(bends=bends),
                "Here a bend is gentle, and missed. A change of the slope by more than 1e-6 counts, however "
                "steep the slope; np.isclose compares by share.",
            )
            for bends in (
                lambda change: np.abs(change) > 1e-3,
                lambda change: np.abs(change) > 1e-5,
            )
        ),
        (
            lambda *case: 1 + np.sum(~np.isclose(_slopes(*case)[1:], _slopes(*case)[:-1])),
            "Here a bend is gentle, and missed. A change of the slope by more than 1e-6 counts, however "
            "steep the slope; np.isclose compares by share.",
        ),
        (
            lambda *case: len(on_line.switch_points(*case)) - 1,
            "You counted every stretch between two places. Where no one hears the unit, or two bends "
            "cancel, the output goes straight on: compare its slopes.",
        ),
        (
            lambda *case: len(on_line.switch_points(*case)),
            "That is the number of places on the list. Pieces lie between them, and some places bend "
            "nothing.",
        ),
        (
            lambda *case: on_line.count_pieces(*case) - 1,
            "You counted the bends. One bend separates two pieces: add 1.",
        ),
        (
            lambda *case: on_line.count_pieces(*case) + 1,
            "One too many. The ends of the interval are no bends.",
        ),
        (
            _pieces(bends=lambda change: change > 1e-6),
            "You count only where the slope grows. Where it falls there is a bend too.",
        ),
        (
            _pieces(bends=lambda change: change < -1e-6),
            "You count only where the slope falls. Where it grows there is a bend too.",
        ),
        (
            _pieces(slopes=lambda x, y: np.diff(y)),
            "A rise is no slope yet: divide it by the length of its stretch.",
        ),
        (
            _pieces(bends=lambda change: change != 0),
            "Slopes that should be equal differ by rounding errors. Count a change only if it is larger "
            "than 1e-6.",
        ),
        (
            lambda *case: len(np.unique(_slopes(*case).round(6))),
            "You counted different slopes. The same slope may come back after a bend: compare neighbors.",
        ),
        (
            lambda *case: 1 + np.sum(np.diff(np.sign(_slopes(*case))) != 0),
            "You count where the output turns, from up to down or back. A bend from steep to less steep "
            "counts as well.",
        ),
        (
            lambda layers, low, high: 1 + sum(len(bias) for _, bias in layers[:-1]),
            "You counted units. Some switch outside the interval, some several times, some are not heard.",
        ),
        (
            lambda *case: np.sum(np.abs(_slopes(*case)) > 1e-6),
            "You counted the stretches that are not flat. A flat one may be a piece, and two neighbors "
            "of one slope are one.",
        ),
        (
            lambda *case: 1 + np.sum(np.abs(_slopes(*case)) > 1e-6),
            "You compare slopes with 0. A bend is where a slope differs from the next one.",
        ),
    ],
)
