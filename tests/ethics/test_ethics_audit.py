"""The audit: rates by counting, the identity, and what each rule costs in the town of the text."""

import itertools

import numpy as np
import pytest

from helpers.ethics import audit
from helpers.ethics.checks_audit import CHEAPEST_POLICY
from helpers.ethics.fairness import implied_fpr
from helpers.statistics import ScoredGroup

CANDIDATES = np.round(np.linspace(-2, 3, 51), 1)


@pytest.fixture(scope="module")
def town():
    return [audit.make_people(0.51), audit.make_people(0.25)]


@pytest.fixture(scope="module")
def policies(town):
    """Return (thresholds, cost, rates of A and B) of the cheapest policy under each rule."""
    found = {}
    for rate in (None, *audit.RATES):
        pair = audit.cheapest_policy(town, CANDIDATES, rate, audit.TOLERANCE, 3, 1)
        rates = [audit.audit(s > t, o) for (s, o), t in zip(town, pair, strict=True)]
        found[rate] = tuple(map(float, pair)), audit.cost(town, pair, 3, 1), rates
    return found


@pytest.mark.parametrize("base_rate", [0.2, 0.25, 0.51])
def test_people_have_the_rates_of_their_bells(base_rate):
    scores, outcome = audit.make_people(base_rate, 2000)
    for threshold in (-0.5, 0.4, 1.2):
        fpr, fnr, ppv = ScoredGroup(base_rate).rates(threshold)
        found = audit.audit(scores > threshold, outcome)
        assert (found["fpr"], 1 - found["tpr"], found["ppv"]) == pytest.approx(
            (fpr, fnr, ppv), abs=0.01
        )


def test_rates_keep_the_identity():
    rng = np.random.default_rng(0)
    flagged, outcome = rng.random((2, 50)) < 0.4
    found = audit.audit(flagged, outcome)
    assert implied_fpr(outcome.mean(), found["ppv"], 1 - found["tpr"]) == pytest.approx(
        found["fpr"]
    )


def test_share_of_nobody_is_nan_and_its_gap_infinite():
    found = audit.audit(np.zeros(3), np.ones(3))
    assert np.isnan([found["ppv"], found["fpr"]]).all()
    people = [audit.make_people(0.5, 10)] * 2
    assert audit.gap(people, [9.0, 0.0], "ppv") == np.inf


@pytest.mark.parametrize("case", CHEAPEST_POLICY.cases)
def test_cheapest_pair_of_an_exercise_is_the_only_one(case):
    prices = sorted(
        audit.cost(case["people"], pair, case["miss"], case["false_alarm"])
        for pair in itertools.product(case["candidates"], repeat=2)
        if case["rate"] is None
        or audit.gap(case["people"], pair, case["rate"]) <= case["tolerance"]
    )
    assert prices[:1] != prices[1:2] or not prices


@pytest.mark.claims(
    "With the same threshold for both, equal opportunity is met",
    "Then A's helped are in need far more often than B's.",
    "For predictive parity B's line must go far to the right of A's.",
    "For demographic parity it must go a little to the left.",
)
def test_where_the_lines_must_go(town):
    met = audit.pairs_that_meet(town, audit.THRESHOLDS, list(audit.RATES))
    shares = [np.array([(s > t).mean() for t in audit.THRESHOLDS]) for s, _ in town]
    many = ((shares[0] > 0.1) & (shares[0] < 0.9))[:, None] & (shares[1] > 0.05)[None]
    distance = audit.THRESHOLDS[None] - audit.THRESHOLDS[:, None]
    same = many & (abs(distance) < 1e-9)
    assert met[same][:, 1].mean() > 0.9
    for place in np.nonzero(same)[0]:
        ppv = [audit.audit(s > audit.THRESHOLDS[place], o)["ppv"] for s, o in town]
        assert ppv[0] - ppv[1] > 0.15
    assert distance[many & met[..., 2]].min() > 0.6
    left = distance[many & met[..., 0]]
    assert left.min() > -0.5 and left.max() < 0.05
    assert left.mean() < -0.15


@pytest.mark.claims(
    "Each rule costs 6 to 13 % more.",
    "Under predictive parity nearly everyone in need in A is helped, and fewer than half of those in B.",
    "Without a rule the cheapest pair is -1.0 and 0.5",
    "It costs 179, and helps 98 of 100 in need in A, 70 of 100 in B.",
    "Equal opportunity (0.0 for both) costs 196: a tenth more.",
    "It helps 84 of 100 in need in both groups.",
    "Predictive parity (-1.0 and 1.1) costs 189, and helps 98 of 100 in need in A, 46 of 100 in B.",
)
def test_what_each_rule_costs_and_whom(policies):
    pairs = {rate: pair for rate, (pair, _, _) in policies.items()}
    assert pairs == {
        None: (-1.0, 0.5),
        "flagged": (-0.2, -0.4),
        "tpr": (0.0, 0.0),
        "ppv": (-1.0, 1.1),
    }
    prices = {rate: price for rate, (_, price, _) in policies.items()}
    assert prices == {None: 179, "flagged": 203, "tpr": 196, "ppv": 189}
    more = [prices[rate] / 179 - 1 for rate in audit.RATES]
    assert (min(more), max(more)) == pytest.approx((0.06, 0.13), abs=0.005)
    helped = {rate: [group["tpr"] for group in rates] for rate, (_, _, rates) in policies.items()}
    assert helped[None] == pytest.approx([0.98, 0.70], abs=0.005)
    assert helped["tpr"] == pytest.approx([0.84, 0.84], abs=0.005)
    assert helped["ppv"] == pytest.approx([0.98, 0.46], abs=0.005)


@pytest.mark.parametrize("base_rate_b", [0.15, 0.25, 0.35])
@pytest.mark.parametrize("miss", [2, 3, 4])
def test_predictive_parity_leaves_b_behind_elsewhere_too(base_rate_b, miss):
    people = [audit.make_people(0.51), audit.make_people(base_rate_b)]
    pair = audit.cheapest_policy(people, CANDIDATES, "ppv", audit.TOLERANCE, miss, 1)
    a, b = (audit.audit(s > t, o)["tpr"] for (s, o), t in zip(people, pair, strict=True))
    assert a > b + 0.1


@pytest.mark.claims(
    "in each of them at most 3 in 100 are helped at all",
    "two rates of almost nobody are easily within two points",
)
def test_all_rules_at_once_are_met_where_hardly_anyone_is_helped(town):
    both = audit.pairs_that_meet(town, audit.THRESHOLDS, ("tpr", "fpr", "ppv")).all(axis=-1)
    for places, (scores, _) in zip(np.nonzero(both), town, strict=True):
        assert max((scores > audit.THRESHOLDS[place]).mean() for place in places) <= 0.031
