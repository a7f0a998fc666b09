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


def audit_by_counting_people(flagged, outcome):
    tp = fp = fn = tn = 0
    for is_flagged, has_it in zip(flagged, outcome):
        tp += is_flagged and has_it
        fp += is_flagged and not has_it
        fn += not is_flagged and has_it
        tn += not is_flagged and not has_it
    nan = float("nan")
    return {
        "ppv": tp / (tp + fp) if tp + fp > 0 else nan,
        "tpr": tp / (tp + fn) if tp + fn > 0 else nan,
        "fpr": fp / (fp + tn) if fp + tn > 0 else nan,
        "flagged": (tp + fp) / (tp + fp + fn + tn),
    }


def audit_by_indexing(flagged, outcome):
    def mean(values):
        return np.nan if len(values) == 0 else torch.tensor(values).double().mean()

    return dict(
        flagged=mean(flagged),
        tpr=mean(flagged[outcome]),
        fpr=mean(flagged[~outcome]),
        ppv=mean(outcome[flagged]),
    )


def gap_of_sorted_rates(people, thresholds, rate):
    rates = []
    for number, (scores, outcome) in enumerate(people):
        value = audit_by_counting_people(scores > thresholds[number], outcome)[rate]
        if value != value:
            return float("inf")
        rates.append(value)
    return sorted(rates)[-1] - sorted(rates)[0]


def gap_of_all_pairs(people, thresholds, rate):
    rates = [audit_by_indexing(s > t, o)[rate] for (s, o), t in zip(people, thresholds)]
    gaps = [abs(float(a) - float(b)) for a in rates for b in rates]
    return np.inf if np.isnan(gaps).any() else np.max(gaps)


def _price(people, pair, miss, false_alarm):
    total = 0
    for (scores, outcome), threshold in zip(people, pair):
        total += miss * np.sum(outcome & (scores <= threshold))
        total += false_alarm * np.sum(~outcome & (scores > threshold))
    return total


def cheapest_policy_by_sorting(people, candidates, rate, tolerance, miss, false_alarm):
    pairs = [[a, b] for a in candidates for b in candidates]
    pairs.sort(key=lambda pair: _price(people, pair, miss, false_alarm))
    for pair in pairs:
        if rate is None or gap_of_all_pairs(people, pair, rate) <= tolerance:
            return pair
    return None


def cheapest_policy_by_min(people, candidates, rate, tolerance, miss, false_alarm):
    fair = [
        (_price(people, (a, b), miss, false_alarm), float(a), float(b))
        for a in candidates
        for b in candidates
        if not rate or gap_of_sorted_rates(people, (a, b), rate) <= tolerance
    ]
    return min(fair)[1:] if fair else None


def patrol_counts_by_hand(look, records, num_days, rng):
    first, second = float(records[0]), float(records[1])
    for _ in range(num_days):
        chance = first / (first + second)
        if rng.random() < chance:
            first += look(0) / chance
        else:
            second += look(1) / (1 - chance)
    return first / (first + second)


def patrol_keeps_a_find_by_chance(look, records, num_days, rng):
    """As Ensign and colleagues do it: the more one looks, the more finds are thrown away."""
    records = np.array(records, dtype=float)
    for _ in range(4 * num_days):
        share = records / records.sum()
        here = 0 if rng.random() < share[0] else 1
        if look(here) and rng.random() < share[1 - here]:
            records[here] += 1
    return records[0] / records.sum()


def find_gap_by_index(headline):
    return "CDAEB"[headline - 1]


def find_gap_by_search(headline):
    for letter, number in dict(A=3, B=5, C=1, D=2, E=4).items():
        if number == headline:
            return letter
