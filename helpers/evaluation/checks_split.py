"""Two more steps of the evaluation harness, split and scale; and the paired bootstrap."""

from collections.abc import Callable

import numpy as np

from helpers.evaluation import harness
from helpers.evaluation.checks_harness import BUILD
from helpers.evaluation.validation import paired_bootstrap
from helpers.exercise import Exercise


def _units(num_rows: int, num_units: int, seed: int) -> dict:
    rng = np.random.default_rng(seed)
    names = rng.permutation(np.arange(100, 100 + 3 * num_units))[:num_units]
    unit = np.concatenate([names, rng.choice(names, num_rows - num_units)])
    return dict(unit=rng.permutation(unit), order=rng.permutation(names))


def _cut(change: Callable) -> Callable:
    """Return a wrong `split_units` whose groups of units are `change(unit, order)`."""

    def split_units(unit, order):
        return tuple(np.flatnonzero(np.isin(unit, group)) for group in change(unit, order))

    return split_units


def _at(*shares: Callable) -> Callable:
    return lambda unit, order: np.split(order, [share(len(order)) for share in shares])


def _masks(unit, order):
    return tuple(np.isin(np.arange(len(unit)), part) for part in harness.split_units(unit, order))


def _rows_instead(unit, order):
    rows, n = np.arange(len(unit)), len(unit)
    return rows[: n // 2], rows[n // 2 : n // 2 + n // 4], rows[n // 2 + n // 4 :]


_ROUND = "Half of the units learn and a quarter validates, both rounded down. The rest tests."

SPLIT_UNITS = Exercise(
    harness.split_units,
    cases=[
        dict(unit=np.array([7, 7, 3, 3, 5, 5, 9, 9]), order=np.array([5, 9, 3, 7])),
        _units(14, 6, 0),
        _units(20, 7, 1),
        dict(unit=np.arange(9), order=np.array([8, 0, 3, 5, 1, 7, 2, 6, 4])),
        _units(30, 11, 2),
    ],
    build=BUILD,
    minutes=5,
    misconceptions=[
        (
            lambda unit, order: tuple(
                _at(lambda n: n // 2, lambda n: n // 2 + n // 4)(unit, order)
            ),
            "These are units. Return the rows that belong to them: np.flatnonzero(np.isin(unit, group)).",
        ),
        (_masks, "These are masks. Return the rows at which they are True: np.flatnonzero(mask)."),
        (
            _rows_instead,
            "You cut the rows. Then one unit's rows lie in several parts. Cut `order`, and ask which rows "
            "belong to each piece.",
        ),
        (
            _cut(
                lambda unit, order: _at(lambda n: n // 2, lambda n: n // 2 + n // 4)(
                    unit, np.sort(order)
                )
            ),
            "You sort the units. `order` is shuffled for a purpose: take its first half as it stands.",
        ),
        (_cut(_at(lambda n: n // 2, lambda n: 3 * n // 4)), _ROUND),
        (_cut(_at(lambda n: round(n / 2), lambda n: round(n / 2) + round(n / 4))), _ROUND),
        (_cut(_at(lambda n: -(-n // 2), lambda n: -(-n // 2) + -(-n // 4))), _ROUND),
        (_cut(_at(lambda n: -(-n // 2), lambda n: -(-n // 2) + n // 4)), _ROUND),
        (
            _cut(
                lambda unit, order: _at(
                    lambda n: n // 2, lambda n: n // 2 + n // 4, lambda n: n // 2 + 2 * (n // 4)
                )(unit, order)[:3]
            ),
            _ROUND,
        ),
        (
            _cut(_at(lambda n: n // 2, lambda n: n // 4 + n // 4)),
            "Your second part is empty or too small: it begins where the first ends, at half of the units.",
        ),
        (
            lambda unit, order: tuple(
                np.concatenate([np.flatnonzero(unit == name) for name in group] or [[]])
                for group in _at(lambda n: n // 2, lambda n: n // 2 + n // 4)(unit, order)
            ),
            "The right rows, in the order of their units. Let them rise: sort them.",
        ),
    ],
)


def _table(*rows, learn) -> dict:
    return dict(x=np.array(rows, dtype=float), learn=np.array(learn))


def _scaling(mean: Callable, spread: Callable) -> Callable:
    def scale_by(x, learn):
        width = spread(x, learn)
        return (x - mean(x, learn)) / np.where(width == 0, 1, width)

    return scale_by


def _mean(x, learn):
    return x[learn].mean(axis=0)


def _spread(x, learn):
    return x[learn].std(axis=0)


def _unguarded(x, learn):
    with np.errstate(all="ignore"):
        return (x - _mean(x, learn)) / _spread(x, learn)


def _each_its_own(x, learn):
    rest = np.setdiff1d(np.arange(len(x)), learn)
    scaled = x.astype(float)
    for part in (learn, rest):
        if len(part):
            scaled[part] = harness.scale_by(x[part], np.arange(len(part)))
    return scaled


SCALE_BY = Exercise(
    harness.scale_by,
    cases=[
        _table([1, 10], [3, 30], [2, 90], [8, 0], learn=[0, 1]),
        _table([2, 5, 1], [4, 5, 0], [6, 5, 5], [0, 7, 2], learn=[0, 1, 2]),
        _table([1, -1], [5, 2], [9, 0], [2, 2], [0, 40], learn=[1, 3, 4]),
        _table([100.0, 0.01], [104.0, 0.05], [90.0, 0.03], learn=[2, 0]),
    ],
    build=BUILD,
    minutes=5,
    misconceptions=[
        (
            lambda x, learn: harness.scale_by(x, np.arange(len(x))),
            "Mean and spread are taken over all rows, those of the test part as well. Take them over the "
            "rows `learn`, and apply them to all.",
        ),
        (
            _each_its_own,
            "You scale the other rows by their own mean and spread. In use they come one by one, and have "
            "none. Apply the learning rows' to all.",
        ),
        (
            _unguarded,
            "A column that is constant in the rows `learn` has spread 0, and you divide by it. Shift "
            "such a column only.",
        ),
        *(
            (
                lambda x, learn, tiny=tiny: (x - _mean(x, learn)) / (_spread(x, learn) + tiny),
                "A column that is constant in the rows `learn` is divided by the little that you add, and "
                "becomes huge elsewhere. Divide such a column by 1.",
            )
            for tiny in (1e-3, 1e-6, 1e-8, 1e-9, 1e-10, 1e-12)
        ),
        *(
            (
                lambda x, learn, kept=kept: np.where(
                    _spread(x, learn) == 0, kept * x, harness.scale_by(x, learn)
                ),
                "A column that is constant in the rows `learn` is still shifted by its mean. Only the "
                "division is left out.",
            )
            for kept in (1, 0)
        ),
        (
            lambda x, learn: harness.scale_by(x, learn)[learn],
            "You return the learning rows only. All rows are to be scaled.",
        ),
        (
            _scaling(_mean, lambda x, learn: x[learn].std(axis=0, ddof=1)),
            "Your spread divides by n - 1. Here the spread is x.std(axis=0), which divides by n.",
        ),
        (
            _scaling(_mean, lambda x, learn: x[learn].var(axis=0)),
            "You divide by the variance. Divide by its root, the standard deviation.",
        ),
        (
            _scaling(lambda x, learn: x[learn].mean(), lambda x, learn: x[learn].std()),
            "One mean and one spread for the whole table. Each column has its own: axis=0.",
        ),
        (
            lambda x, learn: x / np.where(_spread(x, learn) == 0, 1, _spread(x, learn)),
            "You divide without shifting: subtract each column's mean first.",
        ),
        (
            lambda x, learn: x - _mean(x, learn),
            "You shift without dividing: each column is to have spread 1 in the rows `learn`.",
        ),
        (
            lambda x, learn: (
                x / np.where(_spread(x, learn) == 0, 1, _spread(x, learn)) - _mean(x, learn)
            ),
            "Subtract the mean first, then divide: brackets are missing.",
        ),
        (
            _scaling(_mean, lambda x, learn: x.std(axis=0)),
            "The mean comes from the learning rows, the spread from all. Take both from `learn`.",
        ),
        (
            _scaling(lambda x, learn: x.mean(axis=0), _spread),
            "The spread comes from the learning rows, the mean from all. Take both from `learn`.",
        ),
    ],
)


def _answers(seed: int, num_samples: int, num_draws: int = 300) -> dict:
    rng = np.random.default_rng(seed)
    return dict(
        first=rng.random(num_samples) < 0.8,
        second=rng.random(num_samples) < 0.6,
        draws=rng.integers(num_samples, size=(num_draws, num_samples)),
    )


def _gains(first, second, draws):
    return (np.asarray(first, dtype=float) - second)[draws].mean(axis=1)


def _between(low: float, high: float) -> Callable:
    return lambda *case: tuple(np.quantile(_gains(*case), [low, high]))


def _by_spread(first, second, draws):
    gains = _gains(first, second, draws)
    gain, spread = np.mean(first) - np.mean(second), gains.std()
    return gain - 1.96 * spread, gain + 1.96 * spread


PAIRED_BOOTSTRAP = Exercise(
    paired_bootstrap,
    cases=[_answers(0, 10), _answers(1, 30), _answers(2, 17), _answers(4, 25, num_draws=101)],
    minutes=5,
    misconceptions=[
        (
            lambda first, second, draws: tuple(
                np.quantile(
                    first[draws].mean(axis=1) - second[draws[::-1]].mean(axis=1), [0.025, 0.975]
                )
            ),
            "Each model gets a resample of its own. Then the luck of the samples does not fall out: judge "
            "both on the same one.",
        ),
        (
            lambda first, second, draws: (
                np.quantile(first[draws].mean(axis=1), 0.025)
                - np.quantile(second[draws].mean(axis=1), 0.975),
                np.quantile(first[draws].mean(axis=1), 0.975)
                - np.quantile(second[draws].mean(axis=1), 0.025),
            ),
            "You subtract the ends of two intervals. Take the difference in every resample, then the "
            "middle 95 % of these differences.",
        ),
        (
            lambda first, second, draws: tuple(
                np.quantile(first[draws].mean(axis=1), [0.025, 0.975])
                - np.quantile(second[draws].mean(axis=1), [0.025, 0.975])
            ),
            "You subtract the ends of two intervals. Take the difference in every resample, then the "
            "middle 95 % of these differences.",
        ),
        (
            lambda first, second, draws: paired_bootstrap(second, first, draws),
            "The gain is first - second. Yours has the other sign.",
        ),
        (
            _between(0.05, 0.95),
            "That is the middle 90 %. 2.5 % lie on either side of the middle 95 %.",
        ),
        (_between(0.0, 0.95), "2.5 % lie on either side of the middle 95 %: .025 and .975."),
        (
            _between(0.0, 1.0),
            "These are the lowest and the highest. Leave 2.5 % out on either side.",
        ),
        (_between(0.25, 0.75), "That is the middle half. Leave 2.5 % out on either side."),
        (
            _by_spread,
            "You take 1.96 spreads to either side, as for a normal curve. The bootstrap needs no curve: "
            "take the quantiles .025 and .975 of the gains.",
        ),
        (
            lambda first, second, draws: tuple(
                np.quantile((first * 1.0 - second)[draws].mean(axis=0), [0.025, 0.975])
            ),
            "You average over the resamples. Average within each: axis=1.",
        ),
        (
            lambda first, second, draws: tuple(
                np.quantile((first * 1.0 - second)[draws], [0.025, 0.975])
            ),
            "These are quantiles of single samples. Average each resample first: .mean(axis=1).",
        ),
        (
            lambda first, second, draws: tuple(
                np.quantile((first * 1.0 - second)[draws].sum(axis=1), [0.025, 0.975])
            ),
            "You count samples. Average each resample, so that the gain is a share.",
        ),
        (
            lambda first, second, draws: tuple(
                np.quantile((first ^ second)[draws].mean(axis=1), [0.025, 0.975])
            ),
            "You count on how many the two differ, whoever is right. A sample that only the second has "
            "right counts -1.",
        ),
        (
            lambda first, second, draws: tuple(
                np.quantile(first[draws].mean(axis=1), [0.025, 0.975])
            ),
            "That is an interval for the first model alone.",
        ),
    ],
)
