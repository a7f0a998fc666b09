"""Other right solutions to the exercises of notebook 09."""

import numpy as np
import torch


def fallacy_by_lists(claim):
    for number, letters in enumerate(["ag", "bf", "ce", "dh"], start=1):
        if claim in letters:
            return number


def fallacy_by_numpy(claim):
    return np.array([1, 2, 3, 4, 3, 2, 1, 4])["abcdefgh".index(claim)]


def ppv_by_counting(prevalence, sensitivity, specificity):
    people = 1_000_000
    ill = people * prevalence
    true_alarms, false_alarms = ill * sensitivity, (people - ill) * (1 - specificity)
    return true_alarms / (true_alarms + false_alarms)


def ppv_by_odds(prevalence, sensitivity, specificity):
    odds = torch.tensor(prevalence / (1 - prevalence) * sensitivity / (1 - specificity))
    return odds / (1 + odds)


def implied_fpr_by_counting(base_rate, ppv, fnr):
    found = base_rate * (1 - fnr)
    flagged = found / ppv
    return (flagged - found) / (1 - base_rate)


def implied_fpr_in_another_order(base_rate, ppv, fnr):
    return np.float64(1 - fnr) * (1 / ppv - 1) / (1 / base_rate - 1)


def training_footprint_in_joules(
    num_parameters, num_tokens, flops_per_second, watts, pue, kg_per_kwh
):
    joules = 6 * num_parameters * num_tokens * watts * pue / flops_per_second
    return joules / 3.6e6, joules / 3.6e6 * kg_per_kwh


def training_footprint_as_a_list(n, d, speed, watts, pue, grid):
    kwh = np.float32(6 * n * d / speed / 3600 * watts / 1000 * pue)
    return [kwh, kwh * grid]


def complete_card_in_a_loop(confusion, classes):
    rows = [[int(count) for count in row] for row in confusion]
    total = sum(map(sum, rows))
    right = sum(row[i] for i, row in enumerate(rows))
    recall = {name: rows[i][i] / sum(rows[i]) for i, name in enumerate(classes)}
    worst = min(recall, key=recall.get)
    return dict(
        num_images=total,
        accuracy=round(right / total, 3),
        recall={name: round(share, 2) for name, share in recall.items()},
        worst_class=worst,
        intended_use="To learn how such a model is built and measured.",
        out_of_scope="To decide anything about a real animal or person.",
        limits=f"Of all classes {worst.upper()} is recognized least often.",
        claim=f"{right} of {total} test images ({100 * right / total:.1f} percent) are right.",
    )


def complete_card_by_torch(confusion, classes):
    table = torch.as_tensor(confusion, dtype=torch.float64)
    recall = table.diag() / table.sum(1)
    worst = classes[int(recall.argmin())]
    accuracy = table.trace() / table.sum()
    return {
        "num_images": int(table.sum()),
        "accuracy": accuracy,
        "recall": {name: share for name, share in zip(classes, recall)},
        "worst_class": worst,
        "intended_use": "A toy for the classroom.",
        "out_of_scope": "Everything but the classroom is out.",
        "limits": f"Poor at {worst}.  Nothing else was tested.",
        "claim": f"On {int(table.sum()):,} test images it scores {float(accuracy):.0%}.",
    }
