"""The exercises of notebook 09: their cases, and the misconceptions that their hints answer."""

from collections.abc import Callable

import numpy as np

from helpers.ethics import base_rates, energy, fairness
from helpers.ethics.checks_audit import AUDIT, CHEAPEST_POLICY, GAP
from helpers.ethics.checks_card import COMPLETE_CARD
from helpers.ethics.checks_claims import FIND_GAP, PATROL
from helpers.ethics.fallacies import CLAIMS, FALLACIES, fallacy
from helpers.exercise import Checker, Exercise
from helpers.values import agree

# --- Spot the fallacy -----------------------------------------------------------------------------


def _explain_claim(case: dict, answer, expected) -> str:
    claim = CLAIMS[case["claim"]]
    if not _is_fallacy(answer):
        return f"Claim {case['claim']}: {claim.text}\nHint: Return a number from 1 to 4, not {answer!r}."
    said = f"{answer}, {FALLACIES[answer]}"
    return f"Claim {case['claim']}: {claim.text}\nYou say {said}.\nHint: {claim.hint}"


def _is_fallacy(answer: object) -> bool:
    return isinstance(answer, (int, np.integer)) and int(answer) in FALLACIES


def _swap(first: int, second: int) -> Callable[[str], int]:
    """Return the answers of one who takes two fallacies for each other."""
    return lambda claim: {first: second, second: first}.get(fallacy(claim), fallacy(claim))


FALLACY = Exercise(
    fallacy,
    cases=[dict(claim=letter) for letter in CLAIMS],
    misconceptions=[
        (
            _swap(1, 2),
            "You have 1 and 2 the wrong way around. The first is about one road from narrow to "
            "general; the second is about which tasks are hard.",
        ),
        (
            _swap(3, 4),
            "You have 3 and 4 the wrong way around. A mnemonic is a name; the fourth is about bodies.",
        ),
        (
            _swap(1, 4),
            "You have 1 and 4 the wrong way around. The first takes a narrow success for a step "
            "toward a general one; the fourth leaves out the body.",
        ),
    ],
    explain=_explain_claim,
)

# --- Base rate ------------------------------------------------------------------------------------


PPV = Exercise(
    base_rates.ppv,
    cases=[
        dict(prevalence=0.01, sensitivity=0.9, specificity=0.9),
        dict(prevalence=0.1, sensitivity=0.9, specificity=0.8),
        dict(prevalence=0.001, sensitivity=0.99, specificity=0.95),
        dict(prevalence=0.5, sensitivity=0.7, specificity=0.9),
        dict(prevalence=0.3, sensitivity=1.0, specificity=0.6),
    ],
    misconceptions=[
        (
            lambda p, sens, spec: sens,
            "That is the sensitivity: of the ill, how many get an alarm. Asked is the other way "
            "around: of those with an alarm, how many are ill.",
        ),
        (
            lambda p, sens, spec: sens / (sens + 1 - spec),
            "Your answer does not depend on how many are ill. Weight the two kinds of alarms by the "
            "shares of ill and healthy people.",
        ),
        (
            lambda p, sens, spec: p * sens / (p * sens + (1 - p) * spec),
            "The specificity is the share of the healthy *without* an alarm. False alarms are the "
            "rest: 1 - specificity.",
        ),
        (
            lambda p, sens, spec: p * sens,
            "That is the share of all people who are ill and get an alarm. Divide it by the share "
            "of all people who get an alarm.",
        ),
        (
            lambda p, sens, spec: p * sens + (1 - p) * (1 - spec),
            "That is the share of all people who get an alarm. Which part of it is ill?",
        ),
        (
            lambda p, sens, spec: (1 - p) * spec / ((1 - p) * spec + p * (1 - sens)),
            "That is the negative predictive value: of those without an alarm, how many are healthy.",
        ),
        (
            lambda p, sens, spec: p * sens / (p * sens + 1 - spec),
            "Only the healthy can have a false alarm: weight it by their share, 1 - prevalence.",
        ),
        (
            lambda p, sens, spec: p * sens / (p * sens + (1 - p) * (1 - sens)),
            "1 - sensitivity is the share of the ill without an alarm. The healthy have theirs at a "
            "rate of 1 - specificity.",
        ),
        (
            lambda p, sens, spec: base_rates.ppv(p, spec, sens),
            "You have sensitivity and specificity the wrong way around: the ill and the healthy.",
        ),
        (
            lambda p, sens, spec: 1 - base_rates.ppv(p, sens, spec),
            "That is the share of the alarms that are false. Asked are the true ones.",
        ),
        (
            lambda p, sens, spec: 1 + (1 - p) * (1 - spec),
            "a / a + b is 1 + b. To divide by a sum, put it in parentheses.",
        ),
        (
            lambda p, sens, spec: 100 * base_rates.ppv(p, sens, spec),
            "A share lies between 0 and 1. Leave percent to the printing.",
        ),
        (
            lambda p, sens, spec: round(base_rates.ppv(p, sens, spec), 2),
            "Leave rounding to the printing: a small share loses most of its digits.",
        ),
        (
            lambda p, sens, spec: p * sens / ((1 - p) * (1 - spec)),
            "Those are odds, true alarms to false ones. A share divides by all alarms.",
        ),
    ],
)

# --- The identity ---------------------------------------------------------------------------------


IMPLIED_FPR = Exercise(
    fairness.implied_fpr,
    cases=[
        dict(base_rate=0.5, ppv=0.8, fnr=0.2),
        dict(base_rate=0.3, ppv=0.6, fnr=0.4),
        dict(base_rate=0.2, ppv=0.9, fnr=0.1),
        dict(base_rate=0.4, ppv=1.0, fnr=0.3),
        dict(base_rate=0.6, ppv=0.75, fnr=0.0),
    ],
    misconceptions=[
        (
            lambda p, ppv, fnr: 1 - ppv,
            "1 - PPV is the share of the *flagged* who are without the outcome. The FPR is a share "
            "of those *without the outcome*.",
        ),
        (
            lambda p, ppv, fnr: p / (1 - p) * (1 - ppv) / ppv * fnr,
            "You use FNR where those who were found belong: 1 - FNR.",
        ),
        (
            lambda p, ppv, fnr: (1 - p) / p * (1 - ppv) / ppv * (1 - fnr),
            "The base rate's fraction is upside down: p / (1 - p).",
        ),
        (
            lambda p, ppv, fnr: p / (1 - p) * ppv / (1 - ppv) * (1 - fnr),
            "False alarms for each true one: that is (1 - PPV) / PPV, and you have its inverse.",
        ),
        (
            lambda p, ppv, fnr: p * (1 - ppv) / ppv * (1 - fnr),
            "Your false alarms are a share of everyone. Divide by the share without the outcome, "
            "1 - p.",
        ),
        (
            lambda p, ppv, fnr: p / (1 - p) * (1 - ppv) / ppv,
            "Not all with the outcome are flagged: p (1 - FNR) of everyone are true alarms.",
        ),
        (
            lambda p, ppv, fnr: p / (1 - p) * (1 - fnr) / ppv,
            "You count everyone who was flagged. Of those only 1 - PPV are without the outcome.",
        ),
        (
            lambda p, ppv, fnr: p / (1 - p) * (1 - ppv) * (1 - fnr),
            "1 - PPV is the share of all flags that are false. For each *true* flag there are "
            "(1 - PPV) / PPV.",
        ),
        (
            lambda p, ppv, fnr: (1 - ppv) / ppv * (1 - fnr),
            "The base rate is missing: true flags come from a share p, false ones from 1 - p.",
        ),
        (
            lambda p, ppv, fnr: p / 1 - p * (1 - ppv) / ppv * (1 - fnr),
            "p / 1 - p is 0. To divide by a difference, put it in parentheses.",
        ),
        (
            lambda p, ppv, fnr: ppv / (1 - ppv) * (1 - p) / p * (1 - fnr),
            "Both fractions are upside down, or base rate and PPV the wrong way around.",
        ),
        (
            lambda p, ppv, fnr: 1 - fairness.implied_fpr(p, ppv, fnr),
            "That is the share of those without the outcome who were rightly not flagged.",
        ),
        (
            lambda p, ppv, fnr: 100 * fairness.implied_fpr(p, ppv, fnr),
            "A rate lies between 0 and 1. Leave percent to the printing.",
        ),
    ],
)

# --- Energy ---------------------------------------------------------------------------------------


def _changed(change: Callable) -> Callable:
    """Return the footprint after `change(kwh_kg, pue, grid)`, where grid is in kg per kWh."""
    return lambda *case: change(np.array(energy.training_footprint(*case)), *case[-2:])


_SMALL = dict(num_parameters=2e5, num_tokens=5e5, flops_per_second=1e9, watts=30.0)
_LARGE = dict(num_parameters=1e9, num_tokens=2e10, flops_per_second=1e14, watts=400.0)
TRAINING_FOOTPRINT = Exercise(
    energy.training_footprint,
    cases=[
        energy.GPT3,
        dict(**_SMALL, pue=1.5, kg_per_kwh=0.4),
        dict(**_LARGE, pue=1.2, kg_per_kwh=0.05),
    ],
    misconceptions=[
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg / 3),
            "You count 2 operations for every parameter and token: that is the forward pass alone. "
            "Training takes 6.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg / 6),
            "Each parameter takes part in about six operations for every token, not in one.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg * 1000),
            "Your energy is a thousand times too large: watts times hours are watt-hours.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg * 3600),
            "Your energy is 3,600 times too large: the time must be in hours, not seconds.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg * 3_600_000),
            "Watts times seconds are joules. A kilowatt-hour holds 3,600,000 of them.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg / pue),
            "The data center's overhead is missing: multiply by the PUE.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg / pue**2),
            "The overhead makes it more, not less: multiply by the PUE instead of dividing.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg * 60),
            "An hour has 3,600 seconds. You divide by 60.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg / [1, pue]),
            "Carbon belongs to all the energy: the PUE counts for both numbers.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg / [pue, 1]),
            "The overhead is energy: the PUE counts for both numbers.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg * (1 + 1 / pue)),
            "The PUE has the computers in it: 1.1 is an overhead of 10 %. Multiply by it alone.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg / 1000),
            "Your energy is a thousand times too small. Kilowatt-hours are asked for, and kg.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg * 4 / 6),
            "You count the backward pass alone. The forward pass has 2 operations of the 6.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg * [1, 1000]),
            "The carbon is asked for in kg; yours is in grams.",
        ),
        (
            _changed(lambda kwh_kg, pue, grid: kwh_kg / [1, grid**2]),
            "The grid emits so many kg *for every* kWh: multiply by kg_per_kwh.",
        ),
    ],
    agree=lambda answer, expected: agree(answer, expected, atol=0.0),
    alike=lambda answer, wrong: agree(answer, wrong, atol=0.0),
)

check = Checker(
    [
        FALLACY,
        PPV,
        IMPLIED_FPR,
        AUDIT,
        GAP,
        CHEAPEST_POLICY,
        PATROL,
        TRAINING_FOOTPRINT,
        COMPLETE_CARD,
        FIND_GAP,
    ]
)
