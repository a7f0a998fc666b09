"""What an alarm means: it depends on how many are ill."""

import numpy as np

from helpers.arguments import require_share


def ppv(prevalence, sensitivity, specificity):
    """Return the positive predictive value: of those with an alarm, the share that is ill (Bayes).

    Numbers or arrays. Target: 90 % sensitivity and specificity; prevalence 10 %: .50; 1 %: .083; .1 %: .0089.
    NaN where there is no alarm at all.
    """
    require_share(prevalence=prevalence, sensitivity=sensitivity, specificity=specificity)
    true_alarms = prevalence * sensitivity
    false_alarms = (1 - prevalence) * (1 - specificity)
    with np.errstate(invalid="ignore"):
        return np.divide(true_alarms, true_alarms + false_alarms)


def count_people(
    num_ill: int, num_people: int, sensitivity: float, specificity: float
) -> tuple[int, int, int, int]:
    """Return whole people: (ill with alarm, ill without, healthy with alarm, healthy without).

    The expected numbers, rounded to whole people within the ill and within the healthy.
    """
    require_share(sensitivity=sensitivity, specificity=specificity)
    if not 0 <= num_ill <= num_people:
        raise ValueError(f"num_ill must lie between 0 and num_people, {num_people}, not {num_ill}.")
    num_healthy = num_people - num_ill
    found, cleared = round(num_ill * sensitivity), round(num_healthy * specificity)
    return found, num_ill - found, num_healthy - cleared, cleared
