"""The exercises of notebook 09: their cases, and the misconceptions that their hints answer."""

from collections.abc import Callable

import numpy as np

from helpers.ethics import base_rates, energy, fairness
from helpers.ethics.checks_card import COMPLETE_CARD
from helpers.ethics.fallacies import CLAIMS, FALLACIES, fallacy
from helpers.exercise import Checker, Exercise, agree

# --- Spot the fallacy -----------------------------------------------------------------------------


def _explain_claim(case: dict, answer, expected) -> str:
    claim = CLAIMS[case["claim"]]
    said = f"{answer}, {FALLACIES[answer]}" if _is_fallacy(answer) else repr(answer)
    return f"Claim {case['claim']}: {claim.text}\nYou say {said}. {claim.hint}"


def _is_fallacy(answer: object) -> bool:
    return isinstance(answer, (int, np.integer)) and int(answer) in FALLACIES


def _fallacy_swaps(first: int, second: int) -> Callable[[str], int]:
    def wrong(claim):
        number = fallacy(claim)
        return {first: second, second: first}.get(number, number)

    return wrong


def _fallacy_from_zero(claim):
    return fallacy(claim) - 1


FALLACY = Exercise(
    fallacy,
    cases=[dict(claim=letter) for letter in CLAIMS],
    misconceptions=[
        (
            _fallacy_swaps(1, 2),
            "You have 1 and 2 the wrong way around. The first is about one road from narrow to "
            "general; the second is about which tasks are hard.",
        ),
        (
            _fallacy_swaps(3, 4),
            "You have 3 and 4 the wrong way around. A mnemonic is a name; the fourth is about bodies.",
        ),
        (
            _fallacy_swaps(1, 4),
            "You have 1 and 4 the wrong way around. The first takes a narrow success for a step "
            "toward a general one; the fourth leaves out the body.",
        ),
        (_fallacy_from_zero, "The fallacies are numbered from 1 to 4."),
    ],
    explain=_explain_claim,
)

# --- Base rate ------------------------------------------------------------------------------------


def _ppv_is_sensitivity(prevalence, sensitivity, specificity):
    return sensitivity


def _ppv_forgets_prevalence(prevalence, sensitivity, specificity):
    return sensitivity / (sensitivity + 1 - specificity)


def _ppv_specificity_for_false_alarms(prevalence, sensitivity, specificity):
    found = prevalence * sensitivity
    return found / (found + (1 - prevalence) * specificity)


def _ppv_joint(prevalence, sensitivity, specificity):
    return prevalence * sensitivity


def _ppv_all_alarms(prevalence, sensitivity, specificity):
    return prevalence * sensitivity + (1 - prevalence) * (1 - specificity)


def _ppv_negative(prevalence, sensitivity, specificity):
    cleared = (1 - prevalence) * specificity
    return cleared / (cleared + prevalence * (1 - sensitivity))


def _ppv_odds(prevalence, sensitivity, specificity):
    return prevalence * sensitivity / ((1 - prevalence) * (1 - specificity))


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
            _ppv_is_sensitivity,
            "That is the sensitivity: of the ill, how many get an alarm. Asked is the other way "
            "around: of those with an alarm, how many are ill.",
        ),
        (
            _ppv_forgets_prevalence,
            "Your answer does not depend on how many are ill. Weight the two kinds of alarms by the "
            "shares of ill and healthy people.",
        ),
        (
            _ppv_specificity_for_false_alarms,
            "The specificity is the share of the healthy *without* an alarm. False alarms are the "
            "rest: 1 - specificity.",
        ),
        (
            _ppv_joint,
            "That is the share of all people who are ill and get an alarm. Divide it by the share "
            "of all people who get an alarm.",
        ),
        (
            _ppv_all_alarms,
            "That is the share of all people who get an alarm. Which part of it is ill?",
        ),
        (
            _ppv_negative,
            "That is the negative predictive value: of those without an alarm, how many are healthy.",
        ),
        (_ppv_odds, "Those are odds, true alarms to false ones. A share divides by all alarms."),
    ],
)

# --- The identity ---------------------------------------------------------------------------------


def _fpr_is_one_minus_ppv(base_rate, ppv, fnr):
    return 1 - ppv


def _fpr_with_misses(base_rate, ppv, fnr):
    return base_rate / (1 - base_rate) * (1 - ppv) / ppv * fnr


def _fpr_odds_upside_down(base_rate, ppv, fnr):
    return (1 - base_rate) / base_rate * (1 - ppv) / ppv * (1 - fnr)


def _fpr_ppv_upside_down(base_rate, ppv, fnr):
    return base_rate / (1 - base_rate) * ppv / (1 - ppv) * (1 - fnr)


def _fpr_of_everyone(base_rate, ppv, fnr):
    return base_rate * (1 - ppv) / ppv * (1 - fnr)


def _fpr_no_misses(base_rate, ppv, fnr):
    return base_rate / (1 - base_rate) * (1 - ppv) / ppv


def _fpr_flagged_not_wrong(base_rate, ppv, fnr):
    return base_rate / (1 - base_rate) * (1 - fnr) / ppv


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
            _fpr_is_one_minus_ppv,
            "1 - PPV is the share of the *flagged* who are without the outcome. The FPR is a share "
            "of those *without the outcome*.",
        ),
        (_fpr_with_misses, "You use FNR where those who were found belong: 1 - FNR."),
        (_fpr_odds_upside_down, "The base rate's fraction is upside down: p / (1 - p)."),
        (
            _fpr_ppv_upside_down,
            "False alarms for each true one: that is (1 - PPV) / PPV, and you have its inverse.",
        ),
        (
            _fpr_of_everyone,
            "Your false alarms are a share of everyone. Divide by the share without the outcome, "
            "1 - p.",
        ),
        (
            _fpr_no_misses,
            "Not all with the outcome are flagged: p (1 - FNR) of everyone are true alarms.",
        ),
        (
            _fpr_flagged_not_wrong,
            "You count everyone who was flagged. Of those only 1 - PPV are without the outcome.",
        ),
    ],
)

# --- Energy ---------------------------------------------------------------------------------------


def _footprint_like(change: Callable[[float], float]) -> Callable:
    """Return the footprint with its energy multiplied by `change(pue)`."""

    def wrong(num_parameters, num_tokens, flops_per_second, watts, pue, kg_per_kwh):
        kwh, kg = energy.training_footprint(
            num_parameters, num_tokens, flops_per_second, watts, pue, kg_per_kwh
        )
        return kwh * change(pue), kg * change(pue)

    return wrong


def _footprint_swapped(*arguments):
    return energy.training_footprint(*arguments)[::-1]


def _footprint_grams(*arguments):
    kwh, kg = energy.training_footprint(*arguments)
    return kwh, kg * 1000


def _footprint_divides_carbon(*arguments):
    kwh, _ = energy.training_footprint(*arguments)
    return kwh, kwh / arguments[-1]


_SMALL = dict(num_parameters=2e5, num_tokens=5e5, flops_per_second=1e9, watts=30.0)
TRAINING_FOOTPRINT = Exercise(
    energy.training_footprint,
    cases=[
        energy.GPT3,
        dict(**_SMALL, pue=1.5, kg_per_kwh=0.4),
        dict(
            num_parameters=1e9,
            num_tokens=2e10,
            flops_per_second=1e14,
            watts=400.0,
            pue=1.2,
            kg_per_kwh=0.05,
        ),
    ],
    misconceptions=[
        (
            _footprint_like(lambda _: 1 / 3),
            "You count 2 operations for every parameter and token: that is the forward pass alone. "
            "Training takes 6.",
        ),
        (
            _footprint_like(lambda _: 1 / 6),
            "Each parameter takes part in about six operations for every token, not in one.",
        ),
        (
            _footprint_like(lambda _: 1000.0),
            "Your energy is a thousand times too large: watts times hours are watt-hours.",
        ),
        (
            _footprint_like(lambda _: 3600.0),
            "Your energy is 3,600 times too large: the time must be in hours, not seconds.",
        ),
        (
            _footprint_like(lambda _: 3_600_000.0),
            "Watts times seconds are joules. A kilowatt-hour holds 3,600,000 of them.",
        ),
        (
            _footprint_like(lambda pue: 1 / pue),
            "The data center's overhead is missing: multiply by the PUE.",
        ),
        (
            _footprint_like(lambda pue: 1 / pue**2),
            "The overhead makes it more, not less: multiply by the PUE instead of dividing.",
        ),
        (_footprint_like(lambda _: 60.0), "An hour has 3,600 seconds. You divide by 60."),
        (_footprint_swapped, "First the energy in kWh, then the carbon in kg."),
        (_footprint_grams, "The carbon is asked for in kg; yours is in grams."),
        (
            _footprint_divides_carbon,
            "The grid emits so many kg *for every* kWh: multiply by kg_per_kwh.",
        ),
    ],
    agree=lambda answer, expected: agree(answer, expected, atol=0.0),
    alike=lambda answer, wrong: agree(answer, wrong, atol=0.0),
)

check = Checker([FALLACY, PPV, IMPLIED_FPR, TRAINING_FOOTPRINT, COMPLETE_CARD])
