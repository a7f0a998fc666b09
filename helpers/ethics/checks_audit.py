"""The build of notebook 09: four rates, a gap, and the cheapest policy that closes it."""

import itertools
from collections.abc import Callable

import numpy as np

from helpers.ethics import audit as audits
from helpers.exercise import Exercise
from helpers.values import agree, show_value

BUILD = "An audit"

# --- Step 1: four rates ---------------------------------------------------------------------------


def _rates_agree(answer: dict, expected: dict) -> bool:
    return set(answer) == set(expected) and all(agree(answer[k], expected[k]) for k in expected)


def _explain_rates(case: dict, answer, expected) -> str:
    if not isinstance(answer, dict):
        return f"A dictionary is expected; yours is a {type(answer).__name__}."
    missing = [key for key in expected if key not in answer]
    if missing:
        return f"The dictionary lacks {', '.join(missing)}."
    wrong = [key for key in expected if not agree(answer[key], expected[key])]
    counts = ", ".join(f"{name} {show_value(np.array(value) * 1)}" for name, value in case.items())
    lines = [f"Of {counts}:"]
    lines += [f"{k} is {show_value(expected[k])}; yours {show_value(answer[k])}" for k in wrong]
    return "\n".join(lines)


def _with(**makers: Callable) -> Callable:
    """Return an audit that is right but for some rates, each made from (flagged, outcome)."""
    return lambda flagged, outcome: (
        audits.audit(flagged, outcome)
        | {
            name: make(np.asarray(flagged, bool), np.asarray(outcome, bool))
            for name, make in makers.items()
        }
    )


def _over(part: np.ndarray, whole: np.ndarray) -> float:
    return part.sum() / whole.sum() if whole.sum() else np.nan


def _no_guard(empty: float) -> Callable:
    return lambda flagged, outcome: {
        name: empty if np.isnan(rate) else rate
        for name, rate in audits.audit(flagged, outcome).items()
    }


def _raising(flagged, outcome):
    counts = [int(n) for n in (sum(flagged), sum(outcome), len(outcome) - sum(outcome))]
    for count in counts:
        1 // count
    return audits.audit(flagged, outcome)


_GROUP = dict(
    flagged=np.array([1, 1, 1, 0, 0, 1, 0, 0], bool),
    outcome=np.array([1, 1, 0, 1, 0, 0, 0, 0], bool),
)
AUDIT = Exercise(
    audits.audit,
    cases=[
        _GROUP,
        dict(flagged=_GROUP["outcome"], outcome=_GROUP["flagged"]),
        dict(flagged=np.array([1, 0, 1, 1, 1], bool), outcome=np.array([1, 1, 1, 0, 1], bool)),
        dict(flagged=np.zeros(4, bool), outcome=np.array([1, 0, 0, 1], bool)),
        dict(flagged=np.array([1, 0, 1], bool), outcome=np.zeros(3, bool)),
        dict(flagged=np.array([1, 0, 0, 0], bool), outcome=np.ones(4, bool)),
    ],
    misconceptions=[
        (
            _with(ppv=lambda f, o: _over(f & o, o), tpr=lambda f, o: _over(f & o, f)),
            "You have tpr and ppv the wrong way around: tpr is a share of those *with the outcome*, "
            "ppv a share of the *flagged*.",
        ),
        (
            _with(fpr=lambda f, o: _over(f & ~o, f)),
            "Your fpr is a share of the flagged. It is a share of those *without the outcome*.",
        ),
        (
            _with(fpr=lambda f, o: (f & ~o).mean(), tpr=lambda f, o: (f & o).mean()),
            "You divide by everyone. tpr is a share of those with the outcome, fpr of those without.",
        ),
        (
            _with(fpr=lambda f, o: _over(~f & ~o, ~o)),
            "Your fpr counts those who were rightly not flagged. Count the flagged among those "
            "without the outcome.",
        ),
        (
            _with(flagged=lambda f, o: (f & o).mean()),
            "Your 'flagged' counts only those flagged with the outcome. Everyone flagged counts.",
        ),
        (
            _with(flagged=lambda f, o: f.sum()),
            "Your 'flagged' is a number of people. A share of all is asked for.",
        ),
        (
            _no_guard(0.0),
            "A share of nobody is not 0: nobody can say what it is. Return nan there.",
        ),
        (
            _no_guard(1.0),
            "A share of nobody is not 1: nobody can say what it is. Return nan there.",
        ),
        (_raising, "Where there is nobody to count you divide by zero. Ask first, and return nan."),
    ],
    agree=_rates_agree,
    alike=_rates_agree,
    explain=_explain_rates,
    build=BUILD,
    minutes=7.0,
)

# --- Step 2: a gap --------------------------------------------------------------------------------


def _group(scores: list[float], outcomes: list[int]) -> audits.People:
    return np.array(scores), np.array(outcomes, bool)


_A = _group([0.1, 0.3, 0.5, 0.7, 0.9, 1.1, 1.3, 1.5], [0, 0, 1, 0, 1, 0, 1, 1])
_B = _group([0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2, 1.4], [0, 0, 0, 1, 0, 0, 1, 0])
_C = _group([0.25, 0.5, 0.75, 1.0], [0, 1, 0, 1])


def _rates(people, thresholds, rate, above=np.greater) -> list[float]:
    return [
        audits.audit(above(s, t), o)[rate] for (s, o), t in zip(people, thresholds, strict=True)
    ]


def _gap_like(change: Callable) -> Callable:
    """Return what `change(rates)` makes of the groups' rates."""
    return lambda people, thresholds, rate: change(np.array(_rates(people, thresholds, rate)))


def _explain_gap(case: dict, answer, expected) -> str:
    rates = ", ".join(show_value(rate) for rate in _rates(**case))
    at = ", ".join(f"{threshold:g}" for threshold in case["thresholds"])
    return (
        f"At thresholds {at} the groups' {case['rate']} is {rates}.\n"
        f"The gap is {show_value(expected)}; yours gives {show_value(answer)}."
    )


def _other_groups(rng: np.random.Generator) -> dict:
    """Draw a case that no reader has seen: two or three groups of people, and a rate."""
    sizes = rng.integers(8, 20, size=rng.integers(2, 4))
    people = [
        _group(rng.random(size).round(2).tolist(), rng.integers(2, size=size).tolist())
        for size in sizes
    ]
    thresholds = rng.uniform(0.2, 0.7, size=len(people)).round(3).tolist()
    return dict(people=people, thresholds=thresholds, rate=str(rng.choice(["tpr", "fpr", "ppv"])))


GAP = Exercise(
    audits.gap,
    fresh=_other_groups,
    cases=[
        dict(people=[_A, _B], thresholds=[0.4, 0.4], rate="tpr"),
        dict(people=[_B, _A], thresholds=[0.5, 0.7], rate="fpr"),
        dict(people=[_A, _B, _C], thresholds=[0.6, 0.9, 0.4], rate="ppv"),
        dict(people=[_B, _C, _A], thresholds=[1.1, 0.75, 0.2], rate="flagged"),
        dict(people=[_A, _B], thresholds=[0.6, 2.0], rate="ppv"),
    ],
    misconceptions=[
        (
            _gap_like(lambda r: np.inf if np.isnan(r).any() else r[0] - r[-1]),
            "A gap has no sign, and there may be three groups: take the largest minus the smallest.",
        ),
        (
            _gap_like(lambda r: np.inf if np.isnan(r).any() else abs(r[0] - r[1])),
            "You compare the first two groups only. There may be three: the largest minus the smallest.",
        ),
        (
            _gap_like(lambda r: r.max() - r.min()),
            "Where nobody is flagged a group has no such rate, and you return nan. Return infinity: "
            "then it counts as far from equal.",
        ),
        (
            _gap_like(lambda r: 0.0 if np.isnan(r).any() else r.max() - r.min()),
            "A group without such a rate is not equal to the others, and not to be left out. Return "
            "infinity there.",
        ),
        (
            lambda people, thresholds, rate: (
                audits.gap(people, [thresholds[0]] * 3, rate)
                if len(people) == 3
                else audits.gap(people, [thresholds[0]] * 2, rate)
            ),
            "You use the first threshold for all. Each group has its own.",
        ),
        (
            lambda people, thresholds, rate: _spread(
                _rates(people, thresholds, rate, np.greater_equal)
            ),
            "Who stands exactly on the threshold is not flagged: above means >, not >=.",
        ),
        (
            lambda people, thresholds, rate: _spread(_rates(people, thresholds, rate, np.less)),
            "You flag the people *below* the threshold.",
        ),
        (
            lambda people, thresholds, rate: audits.gap(people, thresholds, "tpr"),
            "You compare the same rate whatever is asked. The argument `rate` names it.",
        ),
    ],
    explain=_explain_gap,
    build=BUILD,
    minutes=5.0,
)


def _spread(rates: list[float]) -> float:
    return np.inf if np.isnan(rates).any() else max(rates) - min(rates)


# --- Step 3: the cheapest policy ------------------------------------------------------------------


def _every_pair(candidates):
    return itertools.product(candidates, repeat=2)


def _policy(choose: Callable, pairs: Callable = _every_pair) -> Callable:
    """Return the pair with the lowest `choose(price, gap, pair, tolerance)`; None is no choice.

    Without a rule the gap is -1.
    """

    def wrong(people, candidates, rate, tolerance, miss, false_alarm):
        best, lowest = None, np.inf
        for pair in pairs(candidates):
            distance = -1.0 if rate is None else audits.gap(people, pair, rate)
            price = audits.cost(people, pair, miss, false_alarm)
            value = choose(price, distance, pair, tolerance)
            if value is not None and value < lowest:
                best, lowest = pair, value
        return best

    return wrong


def _pairs_agree(answer, expected) -> bool:
    return answer is None if expected is None else agree(answer, expected)


def _explain_policy(case: dict, answer, expected) -> str:
    people, rate = case["people"], case["rate"]
    say = "no rule" if rate is None else f"a gap in {rate} of at most {case['tolerance']:g}"
    lines = [
        f"With {say}, a miss at {case['miss']:g} and a false alarm at {case['false_alarm']:g}:"
    ]
    for name, pair in (("the cheapest is", expected), ("yours is", answer)):
        if pair is None:
            lines.append(f"{name} None: no pair meets the rule.")
            continue
        price = audits.cost(people, pair, case["miss"], case["false_alarm"])
        distance = "" if rate is None else f", gap {audits.gap(people, pair, rate):.3g}"
        lines.append(f"{name} {show_value(tuple(pair))}: cost {price:g}{distance}.")
    return "\n".join(lines)


_TWO = dict(people=[_A, _B], candidates=np.array([0.15, 0.35, 0.55, 0.75, 0.95, 1.15, 1.35]))
_FREE = dict(rate=None, tolerance=0.0)


def _if_met(price, distance, pair, tolerance):
    return price if distance <= tolerance else None


def _without_none(people, candidates, rate, tolerance, miss, false_alarm):
    pairs = [p for p in _every_pair(candidates) if audits.gap(people, p, rate) <= tolerance]
    return min(pairs, key=lambda pair: audits.cost(people, pair, miss, false_alarm), default=None)


def _least_of_none(people, candidates, rate, tolerance, miss, false_alarm):
    best = audits.cheapest_policy(people, candidates, rate, tolerance, miss, false_alarm)
    return min([] if best is None else [best])


CHEAPEST_POLICY = Exercise(
    audits.cheapest_policy,
    cases=[
        dict(**_TWO, **_FREE, miss=3.0, false_alarm=1.1),
        dict(**_TWO, rate="tpr", tolerance=0.25, miss=2.0, false_alarm=1.0),
        dict(**_TWO, rate="ppv", tolerance=0.1, miss=3.0, false_alarm=1.0),
        dict(**_TWO, rate="flagged", tolerance=0.125, miss=1.0, false_alarm=1.9),
        dict(
            people=[_A, _B],
            candidates=np.array([1.15, 0.55, 0.35, 0.75, 0.95, 0.15, 1.35]),
            rate="fpr",
            tolerance=0.25,
            miss=1.4,
            false_alarm=1.0,
        ),
        dict(
            people=[_A, _B],
            candidates=np.array([0.35, 1.35]),
            rate="ppv",
            tolerance=0.01,
            miss=1.0,
            false_alarm=1.0,
        ),
        dict(**_TWO, rate="flagged", tolerance=0.25, miss=1.4, false_alarm=1.0),  # just met
    ],
    misconceptions=[
        (
            _policy(lambda price, distance, pair, tolerance: price),
            "Yours is the cheapest of all pairs. Only those count that meet the rule.",
        ),
        (
            _policy(
                lambda price, distance, pair, tolerance: distance if distance <= tolerance else None
            ),
            "Yours is the most equal pair, not the cheapest. The rule allows a gap up to the tolerance.",
        ),
        (
            lambda p, c, rate, tol, miss, false: audits.cheapest_policy(
                p, c, rate, tol, false, miss
            ),
            "You have the prices of a miss and of a false alarm the wrong way around.",
        ),
        (
            _policy(
                lambda price, distance, pair, tolerance: (
                    price if distance <= tolerance and pair[0] == pair[1] else None
                )
            ),
            "You try one threshold for both groups. Try every pair.",
        ),
        (
            _policy(
                lambda price, distance, pair, tolerance: -price if distance <= tolerance else None
            ),
            "That is the dearest pair. Look for the lowest cost.",
        ),
        (
            _policy(
                lambda price, distance, pair, tolerance: price if distance < tolerance else None
            ),
            "A gap that is as large as the tolerance still meets the rule: <=, not <.",
        ),
        (
            _policy(
                lambda price, distance, pair, tolerance: (
                    price if max(distance, 0.0) < tolerance else None
                )
            ),
            "A gap that is as large as the tolerance still meets the rule: <=, not <. And without a "
            "rule every pair does.",
        ),
        (
            _policy(
                lambda price, distance, pair, tolerance: (
                    price if 0 <= distance <= tolerance else None
                )
            ),
            "Where rate is None there is no rule, and every pair meets it.",
        ),
        (_without_none, "Where rate is None there is no rule: ask for no gap then."),
        (
            _policy(_if_met, lambda candidates: itertools.combinations(candidates, 2)),
            "combinations has each two candidates once. Try (a, b), (b, a) and (a, a): "
            "itertools.product(candidates, repeat=2).",
        ),
        (
            _policy(
                _if_met, lambda candidates: itertools.combinations_with_replacement(candidates, 2)
            ),
            "A's threshold may stand above B's, too: try (a, b) and (b, a).",
        ),
        (_least_of_none, "Where no pair meets the rule, return None: min(..., default=None)."),
        (
            _policy(lambda price, distance, pair, tolerance: 0 if distance <= tolerance else None),
            "Yours is the first pair that meets the rule. Go on, and keep the cheapest.",
        ),
        (
            _policy(
                lambda price, distance, pair, tolerance: price if distance > tolerance else None
            ),
            "Yours breaks the rule: keep the pairs whose gap is at most the tolerance.",
        ),
    ],
    agree=_pairs_agree,
    alike=_pairs_agree,
    explain=_explain_policy,
    build=BUILD,
    minutes=8.0,
)
