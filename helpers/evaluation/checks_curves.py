"""Two exercises of further sections: learning curves, and nested cross-validation."""

from collections.abc import Callable
from functools import partial

import numpy as np

from helpers.evaluation.validation import k_fold, learning_curve, nested_scores, plain_choice
from helpers.exercise import Exercise


def nearest_mean(x: np.ndarray, y: np.ndarray) -> Callable:
    """Return a model that gives the class whose mean is nearest."""
    names = np.unique(y)
    means = np.array([x[y == name].mean(axis=0) for name in names])

    def predict(asked: np.ndarray) -> np.ndarray:
        gaps = ((np.asarray(asked)[:, None] - means) ** 2).sum(axis=2)
        return names[gaps.argmin(axis=1)]

    return predict


def _samples(seed: int, num_samples: int, num_valid: int, sizes: list[int]) -> dict:
    rng = np.random.default_rng(seed)
    y, y_valid = (rng.integers(2, 5, size) for size in (num_samples, num_valid))
    x, x_valid = (
        labels[:, None] + 0.9 * rng.standard_normal((len(labels), 2)) for labels in (y, y_valid)
    )
    return dict(x=x, y=y, x_valid=x_valid, y_valid=y_valid, sizes=sizes, fit=nearest_mean)


def _wrong_share(predicted, y):
    return np.mean(predicted != y)


def _curve(
    learn=lambda size: slice(size),
    measure=lambda size: slice(size),
    new=lambda size: slice(None),
    cost=_wrong_share,
    learn_on_valid=False,
):
    """Return a wrong `learning_curve` with one part done differently."""

    def curve(x, y, x_valid, y_valid, sizes, fit):
        errors = []
        for size in sizes:
            rows, fresh = learn(size), new(size)
            given = (x_valid, y_valid) if learn_on_valid else (x, y)
            predict = fit(*(part[rows] for part in given))
            old = cost(predict(x[measure(size)]), y[measure(size)])
            errors.append([old, cost(predict(x_valid[fresh]), y_valid[fresh])])
        return tuple(np.array(errors).T)

    return curve


def _fresh_each_time(x, y, x_valid, y_valid, sizes, fit):
    errors, start = [], 0
    for size in sizes:
        ours = slice(start, start + size)
        predict = fit(x[ours], y[ours])
        errors.append(
            [_wrong_share(predict(x[ours]), y[ours]), _wrong_share(predict(x_valid), y_valid)]
        )
        start += size
    return tuple(np.array(errors).T)


_THOSE_LEARNED = (
    "The training error is that of the samples that this model has learned, the first `size`. Yours "
    "counts others as well, which are new to it."
)
_NEW_ANEW = "Each size needs a model of its own, that learns the first `size` samples: x[:size]."

LEARNING_CURVE = Exercise(
    learning_curve,
    cases=[
        _samples(4, 9, 8, [4, 6, 8]),
        _samples(1, 40, 15, [5, 9, 20]),
        _samples(3, 50, 12, [24, 6, 12]),
    ],
    minutes=7,
    misconceptions=[
        (_curve(measure=lambda size: slice(None)), _THOSE_LEARNED),
        (_curve(measure=lambda size: slice(size, None)), _THOSE_LEARNED),
        *(
            (_curve(learn=lambda size: slice(None), measure=measure), _NEW_ANEW)
            for measure in (lambda size: slice(None), lambda size: slice(size))
        ),
        (
            _curve(cost=lambda predicted, y: np.mean(predicted == y)),
            "These are accuracies. The errors are the shares that are wrong.",
        ),
        (
            _curve(cost=lambda predicted, y: np.sum(predicted != y)),
            "You count errors. A share is asked for: np.mean of what is wrong.",
        ),
        (
            _curve(cost=lambda predicted, y: 100 * np.mean(predicted != y)),
            "Return shares, not percent.",
        ),
        *(
            (
                _curve(cost=cost),
                "You subtract classes. They are names: a 4 taken for a 2 is wrong once, not twice. Ask "
                "whether they differ: predicted != y.",
            )
            for cost in (
                lambda predicted, y: np.mean(predicted - y),
                lambda predicted, y: np.mean(np.abs(predicted - y)),
                lambda predicted, y: np.mean((predicted - y) ** 2),
            )
        ),
        (
            _curve(new=lambda size: slice(size)),
            "The validation samples are cut, too. Measure every model on all of them, or the points "
            "of the curve cannot be compared.",
        ),
        (
            _curve(learn_on_valid=True),
            "Your models learn the validation samples. Those are there to be new.",
        ),
        (
            _curve(learn=lambda size: slice(-size, None), measure=lambda size: slice(-size, None)),
            "These are the last samples. Take the first: x[:size].",
        ),
        *(
            (
                _curve(
                    learn=lambda size, more=more: slice(size + more),
                    measure=lambda size, more=more: slice(size + more),
                ),
                f"Each model learns one sample too {'many' if more > 0 else 'few'}.",
            )
            for more in (1, -1)
        ),
        (
            _fresh_each_time,
            "Each model gets samples that no other had. Let a larger one learn what the smaller one "
            "did, and more: the first `size`.",
        ),
        (
            lambda *case: tuple(errors[-1] for errors in learning_curve(*case)),
            "That is the last size alone. Collect the errors of every size in two lists.",
        ),
        (
            lambda x, y, x_valid, y_valid, sizes, fit: np.zeros((2, len(sizes))),
            "No error anywhere is too good. `fit` returns a function, and its classes come when you call it: "
            "predict(x[:size]) != y[:size].",
        ),
        (
            lambda *case: tuple(errors[:1] for errors in learning_curve(*case)),
            "That is the first size alone: does the return stand inside the loop?",
        ),
        (
            lambda *case: learning_curve(*case)[1],
            "These are the validation errors. Return the training errors before them.",
        ),
        (
            lambda *case: np.array(learning_curve(*case)).T,
            "You return a pair for each size. Return two arrays: all training errors, then all "
            "validation errors.",
        ),
    ],
)


class _Scores:
    """A `score` that needs no training: what a setting is worth on each row, and after which rows."""

    def __init__(self, num_samples: int, num_settings: int, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.worth, self.taught = rng.random((2, num_settings, num_samples))

    def __call__(self, setting: int, learn, held_out) -> float:
        ours, theirs = (np.asarray(rows) for rows in (learn, held_out))
        # A median: with a mean, to learn all rows or each inner part in turn would come to the same.
        taught = np.median(self.taught[setting][ours])
        return float((self.worth[setting][theirs].mean() + 2 * taught) / 3)

    def __repr__(self) -> str:
        return "score"


def _choices(num_samples: int, num_folds: int, num_settings: int, seed: int) -> dict:
    settings = np.random.default_rng(seed).permutation(num_settings).tolist()
    score = _Scores(num_samples, num_settings, seed)
    return dict(num_samples=num_samples, num_folds=num_folds, settings=settings, score=score)


def _nested(choose: Callable, end: Callable | None = None) -> Callable:
    """Return a wrong `nested_scores`: another choice in each outer fold, or another end of it.

    `choose(settings, score, learn, held_out, inner, everything)` gets the folds of `learn`, as places in it.
    """

    def scores(num_samples, num_folds, settings, score):
        found = []
        for fold in range(num_folds):
            learn, held_out = k_fold(num_samples, num_folds, fold)
            inner = [k_fold(len(learn), num_folds, number) for number in range(num_folds)]
            case = settings, score, learn, held_out, inner
            best = choose(*case)
            found.append(end(best, *case) if end else score(best, learn, held_out))
        return np.array(found)

    return scores


def _best(worth: Callable, pick: Callable = max) -> Callable:
    """Choose the setting with the highest `worth(score, setting, learn, held_out, inner)`."""
    return lambda settings, score, learn, held_out, inner: pick(
        settings, key=lambda setting: worth(partial(score, setting), learn, held_out, inner)
    )


def _mean_inside(score, learn, held_out, inner):
    return np.mean([score(learn[ours], learn[theirs]) for ours, theirs in inner])


def _bar_kept(num_samples, num_folds, settings, score):
    found, highest, best = [], -np.inf, None
    for fold in range(num_folds):
        learn, held_out = k_fold(num_samples, num_folds, fold)
        setting, mean = plain_choice(learn, num_folds, settings, score)
        if mean > highest:
            highest, best = mean, setting
        found.append(score(best, learn, held_out))
    return np.array(found)


def _chosen_once(num_samples, num_folds, settings, score):
    best, _ = plain_choice(np.arange(num_samples), num_folds, settings, score)
    folds = [k_fold(num_samples, num_folds, fold) for fold in range(num_folds)]
    return np.array([score(best, *parts) for parts in folds])


NESTED_SCORES = Exercise(
    nested_scores,
    cases=[
        _choices(9, 3, 4, 0),
        _choices(10, 2, 6, 1),
        _choices(14, 4, 8, 2),
        _choices(23, 5, 12, 3),
    ],
    fresh=lambda rng: _choices(*rng.integers((8, 2, 4, 10), (24, 6, 12, 10**6)).tolist()),
    minutes=9,
    misconceptions=[
        (
            _nested(_best(lambda score, learn, held_out, inner: score(learn, held_out))),
            "The outer block chooses the setting and then measures it. That is the best of many tries. "
            "Choose inside of `learn`, and score the winner on `held_out` once.",
        ),
        (
            _chosen_once,
            "One choice for all outer folds, made on all rows: each held-out block has helped to choose. "
            "Choose anew in every outer fold, from its `learn` alone.",
        ),
        (
            _nested(
                _best(
                    lambda score, learn, held_out, inner: np.mean([score(*pair) for pair in inner])
                )
            ),
            "k_fold counts places within `learn`, from 0. Taken as row numbers they reach into the "
            "held-out block. The rows are learn[place].",
        ),
        (
            _nested(
                _best(
                    lambda score, learn, held_out, inner: np.mean(
                        [score(learn[ours], held_out) for ours, _ in inner]
                    )
                )
            ),
            "Inside, you measure on the outer held-out block. Measure on the inner one, learn[...]: the "
            "outer is for the end.",
        ),
        (
            _nested(
                _best(_mean_inside),
                lambda best, settings, score, learn, held_out, inner: _mean_inside(
                    partial(score, best), learn, held_out, inner
                ),
            ),
            "That is the inner score of the winner: the number that made the choice. Train the winner on "
            "`learn`, and score it on `held_out`.",
        ),
        (
            _nested(_best(_mean_inside, min)),
            "You choose the lowest. An accuracy is good when high.",
        ),
        (
            _nested(
                _best(
                    lambda score, learn, held_out, inner: score(*(learn[part] for part in inner[0]))
                )
            ),
            "Only the first inner fold chooses. Average over all of them.",
        ),
        (
            _nested(
                _best(
                    lambda score, learn, held_out, inner: score(
                        *(learn[part] for part in inner[-1])
                    )
                )
            ),
            "Only the last inner fold chooses: does a line stand outside of the loop? Average over all.",
        ),
        (
            _nested(
                _best(
                    lambda score, learn, held_out, inner: max(
                        score(*(learn[part] for part in pair)) for pair in inner
                    )
                )
            ),
            "The highest single score wins: one lucky inner fold decides. Average each setting's inner scores "
            "first, then compare.",
        ),
        (
            _bar_kept,
            "The bar that a setting must beat is still that of the outer folds before. Start each outer fold "
            "with a bar of its own.",
        ),
        (
            _nested(
                _best(_mean_inside),
                lambda best, settings, score, learn, held_out, inner: score(
                    best, learn[inner[-1][0]], held_out
                ),
            ),
            "In the end the winner learns an inner part only. Train it on all of `learn`. (Is a name of "
            "the outer loop used again inside?)",
        ),
        (
            _nested(
                _best(
                    lambda score, learn, held_out, inner: np.mean(
                        [score(learn[theirs], learn[ours]) for ours, theirs in inner]
                    )
                )
            ),
            "Inside, the parts are exchanged: k_fold returns (train, valid).",
        ),
        (
            _nested(_best(lambda score, learn, held_out, inner: score(learn, learn))),
            "You choose by the score on what was learned. Cut `learn` into folds, and hold each out in "
            "turn.",
        ),
        (
            lambda *case: nested_scores(*case).mean(),
            "That is the mean. Return the score of every outer fold.",
        ),
        (
            _nested(_best(_mean_inside), lambda best, *case: best),
            "These are the chosen settings. Return what each scores on its held-out block.",
        ),
        (
            _nested(
                lambda settings, score, *case: settings.index(
                    _best(_mean_inside)(settings, score, *case)
                )
            ),
            "You hand over the place of the winner in the list. Hand over the setting: settings[place].",
        ),
        (
            _nested(lambda settings, *case: settings[0]),
            "Every outer fold takes the first setting. Let the inner folds choose.",
        ),
    ],
)
