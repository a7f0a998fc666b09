"""The exercises of notebook 02 that follow curves."""

import numpy as np

from helpers.exercise import Exercise
from helpers.functions import relu
from helpers.nonlinearity.approximation import bump, interpolation_weights
from helpers.nonlinearity.knots import choose_knots
from helpers.nonlinearity.layers import step

BUILD = "Curve follower"

_GRID = np.array([-2.0, -1.0, -0.5, 0.0, 1.25, 2.0, 2.5, 4.0])


def _bump_of_parts(turn=-2, stop=1, bend=lambda drive, height: height * relu(drive)):
    """Return `bump` whose second and third ReLU have other weights, or that bends otherwise."""

    def wrong(x, center, w, height):
        parts = ((1, x - center + w), (turn, x - center), (stop, x - center - w))
        return sum(weight * bend(drive, height) for weight, drive in parts) / w

    return wrong


_SLOPE = "The slope is height / half_width: a wider bump of the same height rises more gently."

BUMP = Exercise(
    bump,
    minutes=5,
    cases=[
        dict(x=_GRID, center=0.0, half_width=1.0, height=1.0),
        dict(x=_GRID, center=2.0, half_width=1.0, height=1.0),
        dict(x=_GRID, center=0.0, half_width=2.0, height=1.0),
        dict(x=_GRID, center=1.0, half_width=0.5, height=-3.0),
        dict(x=np.arange(6), center=2.5, half_width=2.0, height=2.5),
    ],
    misconceptions=[
        (_bump_of_parts(turn=-1), "At the center the slope goes from s to -s: a change of -2 s."),
        (_bump_of_parts(stop=0), "The third ReLU is missing: after the bump it keeps falling."),
        (_bump_of_parts(stop=-1), "The third ReLU is added: it takes the slope from -s back to 0."),
        (lambda x, center, w, height: bump(x, center, w, height * w), _SLOPE),
        (lambda x, center, w, height: bump(x, center, w, height * w * w), _SLOPE),
        (lambda x, center, w, height: bump(x, center, w, w), _SLOPE),
        (lambda x, center, w, height: bump(x, center, w, w * w / height), _SLOPE),
        (lambda x, center, w, height: relu(height - abs(x - center)), _SLOPE),
        (
            lambda x, m, w, height: height * (1 - abs(x - m) / w),
            "It goes below 0 from half_width on.",
        ),
        (
            lambda x, m, w, height: height * (abs(x - m) < w),
            "A box: the bump rises and falls slowly.",
        ),
        (lambda x, m, w, height: bump(x, 0, w, height), "The center is ignored."),
        *(
            (
                wrong,
                "With a height below 0 the bump points down. Cut it off at 0 first, and multiply by the height "
                "after.",
            )
            for wrong in (
                lambda x, m, w, height: relu(height * (1 - abs(x - m) / w)),
                _bump_of_parts(bend=lambda drive, height: relu(height * drive)),
            )
        ),
        (
            lambda x, m, w, height: height / w * bump(x, m, 1.0, 1.0),
            "The 1 is that of the bump above. This one begins at center - half_width and ends at center + half_width.",
        ),
        (lambda x, m, w, height: height * relu(1 - abs(x - m) * w), _SLOPE),
        (
            lambda x, *others: bump(x, *others).astype(x.dtype),
            "Whole numbers in x make your result whole. np.zeros(x.shape) has floats.",
        ),
        (
            lambda x, center, half_width, height: bump(x, -center, half_width, height),
            "The bump sits at -center: ReLU(x - a) has its corner at a, ReLU(x + a) at -a.",
        ),
        (lambda x, m, w, height: bump(x, m, w, 1.0), "The height is ignored."),
        (
            lambda x, center, half_width, height: bump(x, center, half_width / 2, height),
            "This bump is half as wide: it must reach zero at center - half_width and at its mirror.",
        ),
    ],
)


def _weights_with(
    bias=lambda knots, values: values[0],
    slopes=lambda knots, values: np.diff(values) / np.diff(knots),
    change=lambda slopes: np.diff(slopes, prepend=0.0),
):
    """Return `interpolation_weights` with another bias, other slopes, or other changes of them."""

    def wrong(knots, values):
        with np.errstate(divide="ignore", invalid="ignore"):
            return bias(knots, values), change(slopes(knots, values))

    return wrong


def _in_place(slopes):
    slopes = slopes.copy()
    for i in range(1, len(slopes)):
        slopes[i] -= slopes[i - 1]
    return slopes


_BIAS = "At the first knot every ReLU is zero, so the bias alone must give values[0]."
_CHANGES = (
    "The first weight is the first slope. Each further one is its slope minus the one before."
)
_SLOPES = "Each segment's slope is its own difference of values over its own distance of knots."


INTERPOLATION_WEIGHTS = Exercise(
    interpolation_weights,
    build=BUILD,
    minutes=7,
    cases=[
        dict(knots=np.array([0.0, 1.0, 2.0, 3.0]), values=np.array([1.0, 3.0, 4.0, 2.0])),
        dict(knots=np.array([-1.0, 0.0, 2.0]), values=np.array([0.5, 0.0, 4.0])),
        dict(knots=np.array([0.0, 0.25, 1.0, 1.5, 4.0]), values=np.array([0.0, 1.0, 1.0, -2.0, 3])),
        dict(knots=np.array([2.0, 4.0]), values=np.array([-1.0, 5.0])),
        dict(knots=np.array([0, 2, 3, 5]), values=np.array([0, 1, 3, 0])),
    ],
    misconceptions=[
        (
            _weights_with(change=lambda s: s),
            "Those are the slopes of the segments. A ReLU once switched on stays on, so each new "
            "one must add only the change of slope.",
        ),
        (_weights_with(slopes=lambda x, y: np.diff(y)), _SLOPES),
        (_weights_with(bias=lambda knots, values: 0.0), _BIAS),
        (_weights_with(bias=lambda knots, values: values[-1]), _BIAS),
        (_weights_with(lambda x, y: y[0] - x[0] * (y[1] - y[0]) / (x[1] - x[0])), _BIAS),
        (_weights_with(change=lambda s: np.diff(s, append=0)), _CHANGES),
        (_weights_with(change=lambda s: np.append(0, np.diff(s))), _CHANGES),
        (_weights_with(change=lambda s: np.append(s[0], -np.diff(s))), _CHANGES),
        (_weights_with(change=np.cumsum), _CHANGES),
        (
            _weights_with(change=lambda s: s - np.roll(s, 1)),
            "In Python slopes[-1] is the last slope. Before the first knot the slope is 0.",
        ),
        (
            _weights_with(change=_in_place),
            "v and slopes are one array: what you write into v is gone from slopes. Make a new one, or "
            "v = slopes.copy().",
        ),
        (_weights_with(slopes=lambda x, y: np.diff(y) / (x[1] - x[0])), _SLOPES),
        (_weights_with(slopes=lambda x, y: np.diff(x) / np.diff(y)), _SLOPES),
        (
            lambda knots, values: (values[0], values[:-1]),
            "Those are the values. Each weight is the change of slope at its knot.",
        ),
        (
            _weights_with(change=np.diff),
            "The first unit is missing: before the first knot the slope is 0, so its change of "
            "slope is the first slope itself.",
        ),
        (
            _weights_with(change=lambda s: np.diff(s, prepend=0, append=0)),
            "One weight too many: the last knot needs no unit, for nothing follows it.",
        ),
        *(
            (wrong, "Whole numbers in `values` make your results whole. np.zeros(n) has floats.")
            for wrong in (
                lambda knots, values: (
                    values[0],
                    interpolation_weights(knots, values)[1].astype(values.dtype),
                ),
                _weights_with(
                    slopes=lambda x, y: (np.diff(y) / np.diff(x)).astype(y.dtype),
                    change=lambda s: np.diff(s, prepend=0),
                ),
            )
        ),
    ],
)


def _bell(x):
    return np.exp(-8 * (x - 2) ** 2)


def kink(x):
    """Return a curve with one corner."""
    return np.abs(x - 2)


def _line(x):
    return 3 - 2 * x


def _rounded_line(x):
    return 0.1 * x + 0.3  # the network misses it by rounding


def _flat(x):
    return 1e-4 * x**2  # bent little, and yet four segments err by more than 1e-9


def _flatter(x):
    return 5e-10 * x**2  # never 1e-9 away, but a hundred such errors add up to more


def quickening(x):
    """Return a wave that gets faster."""
    return np.sin(x**2 / 2)


def jump(x):
    """Return a curve that no network of ReLUs follows."""
    return step(x - 3)


def _knots_with(
    gap=lambda function, network: np.abs(network - function),
    pick=lambda gap, x, knots: x[np.argmax(gap)],
    extra=0,
    put=lambda knots, place: np.sort(np.append(knots, place)),
    is_small=lambda gap: np.max(np.abs(gap)) < 1e-9,
):
    """Return `choose_knots` with another gap, another place for it, another number of knots, or end."""

    def wrong(function, x, num_segments):
        knots = x[[0, -1]]
        with np.errstate(divide="ignore", invalid="ignore"):
            for _ in range(num_segments - 1 + extra):
                rising = np.sort(knots)
                network = np.interp(x, rising, function(rising))
                apart = gap(function(x), network)
                if is_small(apart):
                    break
                knots = put(knots, pick(apart, x, knots))
        return knots

    return wrong


def _by_places(
    size=np.abs,
    sort=np.sort,
    give=lambda places, x: x[places],
    is_small=lambda gap: np.max(gap) < 1e-9,
):
    """Return `choose_knots` as a reader writes it, with his own weights, and one thing left out."""

    def wrong(function, x, num_segments):
        places = np.array([0, len(x) - 1])
        with np.errstate(all="ignore"):
            for _ in range(num_segments - 1):
                knots = x[places]
                bias, v = interpolation_weights(knots, function(knots))
                gap = size(bias + relu(x[:, None] - knots[:-1]) @ v - function(x))
                if is_small(gap):
                    break
                places = sort(np.append(places, np.argmax(gap)))
        return give(places, x)

    return wrong


def _positions_as_knots(function, x, num_segments):
    """Take the number of a place for the place, with the reader's own weights."""
    knots = x[[0, -1]]
    with np.errstate(all="ignore"):
        for _ in range(num_segments - 1):
            bias, v = interpolation_weights(knots, function(knots))
            gap = np.abs(bias + relu(x[:, None] - knots[:-1]) @ v - function(x))
            if np.max(gap) < 1e-9:
                break
            knots = np.sort(np.append(knots, np.argmax(gap)))
    return knots


def _as_it_is(gap):
    return gap


def _all_at_once(function, x, num_segments):
    network = np.interp(x, x[[0, -1]], function(x[[0, -1]]))
    gap = np.abs(network - function(x))
    worst = np.argsort(gap)[::-1][: num_segments - 1]
    return np.sort(np.append(x[[0, -1]], x[worst]))


def _middle_of_the_worst(gap, x, knots):
    worst = x[np.argmax(gap)]
    before, after = knots[knots <= worst].max(), knots[knots > worst].min()
    return (before + after) / 2


_ONE_MORE = "N segments have N + 1 knots: the two ends, and N - 1 that you add."

_LIMIT = (
    "Where you stop is not where the text says: when the largest error, by its size, is not above 1e-9. Rounding "
    "alone keeps it above 0."
)
_OTHER_LIMITS = (
    lambda gap: np.max(np.abs(gap)) == 0,
    lambda gap: np.max(np.abs(gap)) < 1e-2,
    lambda gap: np.max(np.abs(gap)) < 1e-3,
    lambda gap: np.max(np.square(gap)) < 1e-9,
    lambda gap: np.sum(np.abs(gap)) < 1e-9,
)

CHOOSE_KNOTS = Exercise(
    choose_knots,
    cases=[
        dict(function=np.sqrt, x=np.linspace(0, 4, 41), num_segments=3),
        dict(function=_bell, x=np.linspace(0, 6, 121), num_segments=6),
        dict(function=quickening, x=np.linspace(0, 6, 301), num_segments=12),
        dict(function=np.exp, x=np.linspace(-3, 1, 81), num_segments=1),
        dict(function=_line, x=np.linspace(-1, 1, 21), num_segments=4),
        dict(function=kink, x=np.linspace(0, 8, 81), num_segments=5),
        dict(function=_rounded_line, x=np.linspace(-1, 1, 21), num_segments=4),
        dict(function=_flat, x=np.linspace(-1, 1, 21), num_segments=4),
        dict(function=_flatter, x=np.linspace(-1, 1, 101), num_segments=4),
    ],
    misconceptions=[
        *(
            (
                wrong,
                "The network errs upward and downward: take the size of the difference, np.abs.",
            )
            for wrong in (
                _knots_with(gap=lambda function, network: network - function),
                _knots_with(gap=lambda function, network: function - network),
                _by_places(size=_as_it_is),
                _by_places(size=np.negative),
            )
        ),
        (
            _by_places(give=lambda places, x: places),
            "These are the numbers of the places. Return the places themselves: x[...].",
        ),
        (
            _by_places(sort=_as_it_is),
            "The knots must rise: sort them after each new one, before you make the next network.",
        ),
        (
            _by_places(sort=_as_it_is, give=lambda places, x: np.sort(x[places])),
            "You sort the knots at the end only. The next network needs them rising, too: sort them after "
            "each new one.",
        ),
        (
            lambda function, x, num_segments: np.linspace(x[0], x[-1], num_segments + 1),
            "These knots are evenly spaced. Each new one belongs where the network so far errs most.",
        ),
        (
            _all_at_once,
            "You chose all knots from the first network. Each new knot changes it: make the network anew "
            "before you choose the next.",
        ),
        (
            _knots_with(pick=_middle_of_the_worst),
            "That is the middle of the segment that errs most. The knot belongs at the place itself.",
        ),
        *(
            (wrong, "np.argmax gives the number of the place, not the place: x[np.argmax(...)].")
            for wrong in (
                _knots_with(pick=lambda gap, x, knots: np.argmax(gap)),
                _positions_as_knots,
            )
        ),
        (
            _knots_with(pick=lambda gap, x, knots: np.max(gap)),
            "That is the size of the largest error. The knot belongs where it is: x[np.argmax(...)].",
        ),
        (_knots_with(put=np.append), "The knots must rise: sort them after each new one."),
        (
            _knots_with(extra=1000),
            "You went on until nothing was wrong. There shall be num_segments segments at most.",
        ),
        (_knots_with(extra=1), _ONE_MORE),
        (_knots_with(extra=-1), _ONE_MORE),
        (_knots_with(extra=2), _ONE_MORE),
        (
            _knots_with(is_small=lambda gap: False),
            "Where the network errs nowhere, any further knot would stand on one of the others. Stop there.",
        ),
        *(
            (make(is_small=is_small), _LIMIT)
            for make in (_knots_with, _by_places)
            for is_small in _OTHER_LIMITS
        ),
        (
            lambda function, x, num_segments: choose_knots(function, x, num_segments)[1:-1],
            "The two ends are knots, too.",
        ),
    ],
    build=BUILD,
    minutes=12,
)
