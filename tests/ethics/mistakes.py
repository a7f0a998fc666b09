"""What learners might write for the exercises of notebook 09, gathered from its text alone."""

import numpy as np

_FALLACIES = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 3, "f": 2, "g": 1, "h": 4}


def fallacy_counted_from_0(claim):
    return _FALLACIES[claim] - 1


def fallacy_as_text(claim):
    return str(_FALLACIES[claim])


def fallacy_in_order(claim):
    return "abcdefgh".index(claim) // 2 + 1


def fallacy_brain_is_a_continuum(claim):
    return (_FALLACIES | {"d": 1})[claim]


def fallacy_feelings_are_of_the_body(claim):
    return (_FALLACIES | {"e": 4})[claim]


def fallacy_benchmark_is_narrow(claim):
    return (_FALLACIES | {"c": 1})[claim]


def fallacy_games_are_narrow(claim):
    return (_FALLACIES | {"b": 1})[claim]


def fallacy_skills_are_names(claim):
    return (_FALLACIES | {"g": 3})[claim]


def fallacy_mathematics_is_of_the_brain(claim):
    return (_FALLACIES | {"f": 4})[claim]


def fallacy_pure_reason_is_hard(claim):
    return (_FALLACIES | {"h": 2})[claim]


def fallacy_half_done(claim):
    return {"a": 1, "b": 2, "c": 3, "d": 4}[claim]


def fallacy_of_the_first_for_all(claim):
    if claim == "a" or "g":  # noqa: SIM222
        return 1
    return _FALLACIES[claim]


def fallacy_without_the_last(claim):
    for number, letters in enumerate(["ag", "bf", "ce", "d"], start=1):
        if claim in letters:
            return number


def ppv_is_sensitivity(prevalence, sensitivity, specificity):
    return sensitivity


def ppv_without_base_rate(prevalence, sensitivity, specificity):
    return sensitivity / (sensitivity + 1 - specificity)


def ppv_specificity_as_false_alarms(prevalence, sensitivity, specificity):
    true_alarms = prevalence * sensitivity
    return true_alarms / (true_alarms + (1 - prevalence) * specificity)


def ppv_false_alarms_of_everyone(prevalence, sensitivity, specificity):
    true_alarms = prevalence * sensitivity
    return true_alarms / (true_alarms + (1 - specificity))


def ppv_share_of_everyone(prevalence, sensitivity, specificity):
    return prevalence * sensitivity


def ppv_negative(prevalence, sensitivity, specificity):
    cleared, missed = (1 - prevalence) * specificity, prevalence * (1 - sensitivity)
    return cleared / (cleared + missed)


def ppv_share_of_false_alarms(prevalence, sensitivity, specificity):
    true_alarms, false_alarms = prevalence * sensitivity, (1 - prevalence) * (1 - specificity)
    return false_alarms / (true_alarms + false_alarms)


def ppv_odds(prevalence, sensitivity, specificity):
    return prevalence * sensitivity / ((1 - prevalence) * (1 - specificity))


def ppv_sensitivity_and_specificity_swapped(prevalence, sensitivity, specificity):
    true_alarms = prevalence * specificity
    return true_alarms / (true_alarms + (1 - prevalence) * (1 - sensitivity))


def ppv_sensitivity_of_the_healthy(prevalence, sensitivity, specificity):
    true_alarms = prevalence * sensitivity
    return true_alarms / (true_alarms + (1 - prevalence) * (1 - sensitivity))


def ppv_without_brackets(prevalence, sensitivity, specificity):
    return prevalence * sensitivity / prevalence * sensitivity + (1 - prevalence) * (
        1 - specificity
    )


def ppv_in_percent(prevalence, sensitivity, specificity):
    true_alarms, false_alarms = prevalence * sensitivity, (1 - prevalence) * (1 - specificity)
    return 100 * true_alarms / (true_alarms + false_alarms)


def ppv_accuracy(prevalence, sensitivity, specificity):
    return prevalence * sensitivity + (1 - prevalence) * specificity


def ppv_rounded(prevalence, sensitivity, specificity):
    true_alarms, false_alarms = prevalence * sensitivity, (1 - prevalence) * (1 - specificity)
    return round(true_alarms / (true_alarms + false_alarms), 2)


def ppv_of_whole_people(prevalence, sensitivity, specificity):
    ill = int(1000 * prevalence)
    true_alarms, false_alarms = int(ill * sensitivity), int((1000 - ill) * (1 - specificity))
    return true_alarms / (true_alarms + false_alarms)


def ppv_of_all_the_ill(prevalence, sensitivity, specificity):
    return prevalence / (prevalence + (1 - prevalence) * (1 - specificity))


def implied_fpr_odds_upside_down(base_rate, ppv, fnr):
    return (1 - base_rate) / base_rate * (1 - ppv) / ppv * (1 - fnr)


def implied_fpr_ppv_upside_down(base_rate, ppv, fnr):
    return base_rate / (1 - base_rate) * ppv / (1 - ppv) * (1 - fnr)


def implied_fpr_of_the_missed(base_rate, ppv, fnr):
    return base_rate / (1 - base_rate) * (1 - ppv) / ppv * fnr


def implied_fpr_without_fnr(base_rate, ppv, fnr):
    return base_rate / (1 - base_rate) * (1 - ppv) / ppv


def implied_fpr_without_base_rate(base_rate, ppv, fnr):
    return (1 - ppv) / ppv * (1 - fnr)


def implied_fpr_of_everyone(base_rate, ppv, fnr):
    return base_rate * (1 - fnr) * (1 - ppv) / ppv


def implied_fpr_divided_by_too_much(base_rate, ppv, fnr):
    return base_rate / ((1 - base_rate) * (1 - ppv) / ppv) * (1 - fnr)


def implied_fpr_without_brackets(base_rate, ppv, fnr):
    return base_rate / 1 - base_rate * (1 - ppv) / ppv * (1 - fnr)


def implied_fpr_false_share_not_ratio(base_rate, ppv, fnr):
    return base_rate / (1 - base_rate) * (1 - ppv) * (1 - fnr)


def implied_fpr_ppv_and_base_rate_swapped(base_rate, ppv, fnr):
    return ppv / (1 - ppv) * (1 - base_rate) / base_rate * (1 - fnr)


def implied_fpr_true_negatives(base_rate, ppv, fnr):
    return 1 - base_rate / (1 - base_rate) * (1 - ppv) / ppv * (1 - fnr)


def implied_fpr_in_percent(base_rate, ppv, fnr):
    return 100 * base_rate / (1 - base_rate) * (1 - ppv) / ppv * (1 - fnr)


def implied_fpr_for_equal_groups(base_rate, ppv, fnr):
    return (1 - ppv) / ppv * (1 - fnr) if base_rate == 0.5 else fnr


def implied_fpr_divided_by_the_found(base_rate, ppv, fnr):
    return base_rate / (1 - base_rate) * (1 - ppv) / ppv / (1 - fnr)


def implied_fpr_division_of_the_rest(base_rate, ppv, fnr):
    return base_rate * (1 - fnr) * (1 - ppv) / ppv / base_rate


def _footprint(n, d, speed, watts, pue, grid, flops=6, seconds=3600, kilo=1000):
    kwh = flops * n * d / speed / seconds * watts / kilo * pue
    return kwh, kwh * grid


def training_footprint_forward_only(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, pue, grid, flops=2)


def training_footprint_one_operation(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, pue, grid, flops=1)


def training_footprint_backward_only(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, pue, grid, flops=4)


def training_footprint_in_watt_hours(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, pue, grid, kilo=1)


def training_footprint_in_seconds(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, pue, grid, seconds=1)


def training_footprint_by_minutes(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, pue, grid, seconds=60)


def training_footprint_in_joules(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, pue, grid, seconds=1, kilo=1)


def training_footprint_hours_multiplied(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, pue, grid, seconds=1 / 3600)


def training_footprint_in_megawatt_hours_and_tons(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, pue, grid, kilo=1_000_000)


def training_footprint_without_overhead(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, 1.0, grid)


def training_footprint_overhead_saves(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, 1 / pue, grid)


def training_footprint_overhead_on_carbon_only(n, d, speed, watts, pue, grid):
    kwh, kg = _footprint(n, d, speed, watts, 1.0, grid)
    return kwh, kg * pue


def training_footprint_overhead_on_energy_only(n, d, speed, watts, pue, grid):
    kwh, kg = _footprint(n, d, speed, watts, pue, grid)
    return kwh, kg / pue


def training_footprint_overhead_as_an_extra(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, 1 + pue, grid)


def training_footprint_divided_by_the_grid(n, d, speed, watts, pue, grid):
    kwh, _ = _footprint(n, d, speed, watts, pue, grid)
    return kwh, kwh / grid


def training_footprint_swapped(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, pue, grid)[::-1]


def training_footprint_energy_only(n, d, speed, watts, pue, grid):
    return _footprint(n, d, speed, watts, pue, grid)[0]


def training_footprint_without_tokens(n, d, speed, watts, pue, grid):
    return _footprint(n, 1, speed, watts, pue, grid)


def training_footprint_in_whole_hours(n, d, speed, watts, pue, grid):
    kwh = 6 * n * d // (speed * 3600) * watts / 1000 * pue
    return kwh, kwh * grid


def training_footprint_rounded(n, d, speed, watts, pue, grid):
    kwh, kg = _footprint(n, d, speed, watts, pue, grid)
    return round(kwh), round(kg)


def _card(confusion, classes, **changes):
    num_images, right = confusion.sum(), np.trace(confusion)
    recall = np.diag(confusion) / confusion.sum(axis=1)
    worst = classes[np.argmin(recall)]
    card = {
        "num_images": num_images,
        "accuracy": right / num_images,
        "recall": dict(zip(classes, recall, strict=True)),
        "worst_class": worst,
        "intended_use": "To learn how such a network is built and tested.",
        "out_of_scope": "It is not for decisions about real animals.",
        "limits": f"It recognizes {worst} least often of all classes.",
        "claim": f"It is right on {right / num_images:.0%} of {num_images} test images.",
    }
    return card | changes


def complete_card_accuracy_in_percent(confusion, classes):
    return _card(confusion, classes, accuracy=100 * np.trace(confusion) / confusion.sum())


def complete_card_recall_in_percent(confusion, classes):
    recall = 100 * np.diag(confusion) / confusion.sum(axis=1)
    return _card(confusion, classes, recall=dict(zip(classes, recall, strict=True)))


def _by_column(confusion, classes):
    precision = np.diag(confusion) / confusion.sum(axis=0)
    return dict(zip(classes, precision, strict=True))


def complete_card_precision(confusion, classes):
    shares = _by_column(confusion, classes)
    worst = min(shares, key=shares.get)
    limits = f"It is weakest on {worst}."
    return _card(confusion, classes, recall=shares, worst_class=worst, limits=limits)


def complete_card_recall_as_precision(confusion, classes):
    return _card(confusion, classes, recall=_by_column(confusion, classes))


def complete_card_share_of_all_images(confusion, classes):
    shares = np.diag(confusion) / confusion.sum()
    return _card(confusion, classes, recall=dict(zip(classes, shares, strict=True)))


def complete_card_worst_by_count(confusion, classes):
    worst = classes[np.argmin(np.diag(confusion))]
    return _card(confusion, classes, worst_class=worst, limits=f"It is weakest on {worst}.")


def complete_card_worst_by_precision(confusion, classes):
    shares = _by_column(confusion, classes)
    worst = min(shares, key=shares.get)
    return _card(confusion, classes, worst_class=worst, limits=f"It is weakest on {worst}.")


def complete_card_best_for_worst(confusion, classes):
    best = classes[np.argmax(np.diag(confusion) / confusion.sum(axis=1))]
    return _card(confusion, classes, worst_class=best, limits=f"It is weakest on {best}.")


def complete_card_number_of_classes(confusion, classes):
    return _card(confusion, classes, num_images=len(confusion))


def complete_card_size_of_the_matrix(confusion, classes):
    return _card(confusion, classes, num_images=confusion.size)


def complete_card_right_images_only(confusion, classes):
    return _card(confusion, classes, num_images=np.trace(confusion))


def complete_card_mean_recall(confusion, classes):
    accuracy = np.mean(np.diag(confusion) / confusion.sum(axis=1))
    claim = f"It is right on {accuracy:.0%} of {confusion.sum()} test images."
    return _card(confusion, classes, accuracy=accuracy, claim=claim)


def complete_card_error_rate(confusion, classes):
    return _card(confusion, classes, accuracy=1 - np.trace(confusion) / confusion.sum())


def complete_card_recall_as_a_list(confusion, classes):
    return _card(confusion, classes, recall=list(np.diag(confusion) / confusion.sum(axis=1)))


def complete_card_worst_as_a_number(confusion, classes):
    worst = np.argmin(np.diag(confusion) / confusion.sum(axis=1))
    return _card(confusion, classes, worst_class=worst)


def complete_card_without_a_claim(confusion, classes):
    card = _card(confusion, classes)
    del card["claim"]
    return card


def complete_card_other_key(confusion, classes):
    card = _card(confusion, classes)
    card["out of scope"] = card.pop("out_of_scope")
    return card


def complete_card_limits_of_the_example(confusion, classes):
    return _card(confusion, classes, limits="It is weakest on dog, as drawings of dogs vary.")


def complete_card_claim_of_the_example(confusion, classes):
    return _card(confusion, classes, claim="It is right on 80 % of 400 drawn images.")


def complete_card_limits_without_a_class(confusion, classes):
    return _card(confusion, classes, limits="It makes mistakes on some kinds of animals.")


def complete_card_claim_as_a_share(confusion, classes):
    share = np.trace(confusion) / confusion.sum()
    return _card(confusion, classes, claim=f"Accuracy {share:.2f} on {confusion.sum()} images.")


def complete_card_claim_of_a_share_in_percent(confusion, classes):
    share = np.trace(confusion) / confusion.sum()
    return _card(confusion, classes, claim=f"Right on {share:.2f} % of {confusion.sum()} images.")


def complete_card_claim_of_errors(confusion, classes):
    share = 1 - np.trace(confusion) / confusion.sum()
    return _card(confusion, classes, claim=f"Wrong on {share:.0%} of {confusion.sum()} images.")


def complete_card_claim_without_images(confusion, classes):
    share = np.trace(confusion) / confusion.sum()
    return _card(confusion, classes, claim=f"The model is right on {share:.0%} of its images.")


def complete_card_same_sentence_twice(confusion, classes):
    text = "It is made for drawn faces of animals."
    return _card(confusion, classes, intended_use=text, out_of_scope=text)


def complete_card_empty_sentences(confusion, classes):
    return _card(confusion, classes, intended_use="", out_of_scope="")


def complete_card_one_word(confusion, classes):
    return _card(confusion, classes, out_of_scope="None")


def complete_card_that_normalizes_in_place(confusion, classes):
    card = _card(confusion, classes)
    np.fill_diagonal(confusion, 0)  # to see the mistakes only
    return card


def complete_card_as_text(confusion, classes):
    return "\n".join(f"{key}: {value}" for key, value in _card(confusion, classes).items())


def complete_card_numbers_as_text(confusion, classes):
    return _card(confusion, classes, accuracy=f"{np.trace(confusion) / confusion.sum():.3f}")


def complete_card_printed(confusion, classes):
    print(_card(confusion, classes))


def complete_card_for_three_classes(confusion, classes):
    first, second, third = np.diag(confusion) / confusion.sum(axis=1)
    recall = {"cat": first, "dog": second, "wild": third}
    return _card(confusion, classes, recall=recall)


# --- The audit ------------------------------------------------------------------------------------


def _four(flagged, outcome, hits=None, of_all=None):
    def share(part, whole):
        return part / whole if whole else np.nan

    hits = (flagged & outcome).sum() if hits is None else hits
    return {
        "flagged": share(flagged.sum(), len(flagged)),
        "tpr": share(hits, outcome.sum()),
        "fpr": share(flagged.sum() - hits, (~outcome).sum()),
        "ppv": share(hits, flagged.sum()),
    }


def audit_divides_by_nobody(flagged, outcome):
    hits = int((flagged & outcome).sum())
    num_flagged, num_with = int(flagged.sum()), int(outcome.sum())
    return {
        "flagged": num_flagged / len(flagged),
        "tpr": hits / num_with,
        "fpr": (num_flagged - hits) / (len(outcome) - num_with),
        "ppv": hits / num_flagged,
    }


def audit_ppv_and_tpr_exchanged(flagged, outcome):
    right = _four(flagged, outcome)
    return right | {"tpr": right["ppv"], "ppv": right["tpr"]}


def audit_share_of_nobody_is_0(flagged, outcome):
    return {name: np.nan_to_num(rate) for name, rate in _four(flagged, outcome).items()}


def audit_fpr_of_the_flagged(flagged, outcome):
    wrong = (flagged & ~outcome).sum()
    return _four(flagged, outcome) | {"fpr": wrong / flagged.sum() if flagged.any() else np.nan}


def audit_rates_of_everyone(flagged, outcome):
    return _four(flagged, outcome) | {
        "tpr": np.mean(flagged & outcome),
        "fpr": np.mean(flagged & ~outcome),
    }


def audit_as_a_tuple(flagged, outcome):
    return tuple(_four(flagged, outcome).values())


def audit_counts_flagged(flagged, outcome):
    return _four(flagged, outcome) | {"flagged": flagged.sum()}


def audit_specificity_for_fpr(flagged, outcome):
    right = _four(flagged, outcome)
    return right | {"fpr": 1 - right["fpr"]}


def audit_prints(flagged, outcome):
    print(_four(flagged, outcome))


def audit_flagged_are_the_hits(flagged, outcome):
    return _four(flagged, outcome) | {"flagged": np.mean(flagged & outcome)}


# --- The gap --------------------------------------------------------------------------------------


def _rates(people, thresholds, rate):
    return [_four(scores > t, o)[rate] for (scores, o), t in zip(people, thresholds, strict=True)]


def gap_first_minus_last(people, thresholds, rate):
    rates = _rates(people, thresholds, rate)
    return np.inf if np.isnan(rates).any() else rates[0] - rates[-1]


def gap_of_the_first_two(people, thresholds, rate):
    first, second, *_ = _rates(people, thresholds, rate)
    return np.inf if np.isnan([first, second]).any() else abs(first - second)


def gap_nan(people, thresholds, rate):
    rates = _rates(people, thresholds, rate)
    return np.max(rates) - np.min(rates)


def gap_without_the_empty(people, thresholds, rate):
    rates = _rates(people, thresholds, rate)
    return np.nanmax(rates) - np.nanmin(rates)


def gap_one_threshold(people, thresholds, rate):
    return _gap_right(people, [thresholds[0]] * len(people), rate)


def _gap_right(people, thresholds, rate):
    rates = _rates(people, thresholds, rate)
    return np.inf if np.isnan(rates).any() else max(rates) - min(rates)


def gap_at_the_threshold_too(people, thresholds, rate):
    return _gap_right(people, [t - 1e-9 for t in thresholds], rate)


def gap_below(people, thresholds, rate):
    rates = [_four(s < t, o)[rate] for (s, o), t in zip(people, thresholds, strict=True)]
    return np.inf if np.isnan(rates).any() else max(rates) - min(rates)


def gap_always_tpr(people, thresholds, rate):
    return _gap_right(people, thresholds, "tpr")


def gap_as_rates(people, thresholds, rate):
    return _rates(people, thresholds, rate)


# --- The cheapest policy --------------------------------------------------------------------------


def _cost(people, pair, miss, false_alarm):
    return sum(
        miss * (o & (s <= t)).sum() + false_alarm * (~o & (s > t)).sum()
        for (s, o), t in zip(people, pair, strict=True)
    )


def _best(people, candidates, rate, tolerance, key, is_fair=None):
    pairs = [(a, b) for a in candidates for b in candidates]
    gaps = {pair: 0.0 if rate is None else _gap_right(people, pair, rate) for pair in pairs}
    is_fair = is_fair or (lambda pair, gap: gap <= tolerance)
    return min(
        (pair for pair in pairs if is_fair(pair, gaps[pair])),
        key=lambda pair: key(pair, gaps[pair]),
        default=None,
    )


def cheapest_policy_ignores_the_rule(people, candidates, rate, tolerance, miss, false_alarm):
    return _best(
        people,
        candidates,
        rate,
        tolerance,
        lambda pair, gap: _cost(people, pair, miss, false_alarm),
        lambda pair, gap: True,
    )


def cheapest_policy_most_equal(people, candidates, rate, tolerance, miss, false_alarm):
    return _best(people, candidates, rate, tolerance, lambda pair, gap: gap)


def cheapest_policy_prices_exchanged(people, candidates, rate, tolerance, miss, false_alarm):
    return _best(
        people,
        candidates,
        rate,
        tolerance,
        lambda pair, gap: _cost(people, pair, false_alarm, miss),
    )


def cheapest_policy_one_threshold(people, candidates, rate, tolerance, miss, false_alarm):
    return _best(
        people,
        candidates,
        rate,
        tolerance,
        lambda pair, gap: _cost(people, pair, miss, false_alarm),
        lambda pair, gap: pair[0] == pair[1] and gap <= tolerance,
    )


def cheapest_policy_dearest(people, candidates, rate, tolerance, miss, false_alarm):
    return _best(
        people,
        candidates,
        rate,
        tolerance,
        lambda pair, gap: -_cost(people, pair, miss, false_alarm),
    )


def cheapest_policy_strictly_below(people, candidates, rate, tolerance, miss, false_alarm):
    return _best(
        people,
        candidates,
        rate,
        tolerance,
        lambda pair, gap: _cost(people, pair, miss, false_alarm),
        lambda pair, gap: gap < tolerance,
    )


def cheapest_policy_first_found(people, candidates, rate, tolerance, miss, false_alarm):
    return _best(people, candidates, rate, tolerance, lambda pair, gap: 0)


def cheapest_policy_keeps_the_unfair(people, candidates, rate, tolerance, miss, false_alarm):
    return _best(
        people,
        candidates,
        rate,
        tolerance,
        lambda pair, gap: _cost(people, pair, miss, false_alarm),
        lambda pair, gap: gap > tolerance,
    )


def cheapest_policy_returns_the_cost(people, candidates, rate, tolerance, miss, false_alarm):
    pair = _best(
        people,
        candidates,
        rate,
        tolerance,
        lambda pair, gap: _cost(people, pair, miss, false_alarm),
    )
    return pair and _cost(people, pair, miss, false_alarm)


# --- The loop -------------------------------------------------------------------------------------


def _loop(add):
    def patrol(look, records, num_days, rng):
        records = np.array(records, dtype=float)
        for _ in range(num_days):
            share = records / records.sum()
            here = 0 if rng.random() < share[0] else 1
            records[here] += add(share[here], look(here))
        return records[0] / records.sum()

    return patrol


def patrol_counts_visits(*given):
    return _loop(lambda share, found: 1)(*given)


def patrol_multiplies(*given):
    return _loop(lambda share, found: found * share)(*given)


def patrol_counts_visits_by_rarity(*given):
    return _loop(lambda share, found: 1 / share)(*given)


def patrol_one_minus_share(*given):
    return _loop(lambda share, found: found * (1 - share))(*given)


def patrol_divides_twice(*given):
    return _loop(lambda share, found: found / share**2)(*given)


def patrol_by_the_other_share(*given):
    return _loop(lambda share, found: found / (1 - share))(*given)


def patrol_goes_to_the_maximum(look, records, num_days, rng):
    records = np.array(records, dtype=float)
    for _ in range(num_days):
        here = 1 if records[1] > records[0] else 0
        if look(here):
            records[here] += 1
    return records[0] / records.sum()


def patrol_says_half(look, records, num_days, rng):
    return 0.5


def patrol_counts_less_everywhere(*given):
    return _loop(lambda share, found: found / 2)(*given)


# --- Headlines ------------------------------------------------------------------------------------

_LETTERS = dict(zip(range(1, 6), "CDAEB", strict=True))


def find_gap_in_order(headline):
    return "ABCDE"[headline - 1]


def find_gap_small_letters(headline):
    return _LETTERS[headline].lower()


def find_gap_as_number(headline):
    return "ABCDE".index(_LETTERS[headline])


def find_gap_doctors_are_flattered(headline):
    return (_LETTERS | {4: "D"})[headline]


def find_gap_lawyers_are_another_measure(headline):
    return (_LETTERS | {2: "C"})[headline]


def find_gap_materials_are_of_the_past(headline):
    return (_LETTERS | {3: "E"})[headline]


def find_gap_crime_is_calculated(headline):
    return (_LETTERS | {1: "A"})[headline]


def find_gap_robots_are_told_as_done(headline):
    return (_LETTERS | {5: "A"})[headline]


def find_gap_always_c(headline):
    return "C"


def find_gap_half_done(headline):
    return {1: "C", 2: "D"}[headline]


# --- What a cold reading of the notebook added ----------------------------------------------------


def patrol_tosses_a_coin(look, records, num_days, rng):
    records = np.array(records, dtype=float)
    for _ in range(num_days):
        here = 0 if rng.random() < 0.5 else 1
        if look(here):
            records[here] += 1
    return records[0] / records.sum()


def patrol_looks_in_both(look, records, num_days, rng):
    records = np.array(records, dtype=float)
    for _ in range(num_days):
        for here in (0, 1):
            if look(here):
                records[here] += 1
    return records[0] / records.sum()


def cheapest_policy_below_the_tolerance(people, candidates, rate, tolerance, miss, false_alarm):
    return _best(
        people,
        candidates,
        rate,
        tolerance,
        lambda pair, gap: _cost(people, pair, miss, false_alarm),
        lambda pair, gap: rate is None or gap < tolerance,
    )


def cheapest_policy_needs_a_rate(people, candidates, rate, tolerance, miss, false_alarm):
    _rates(people, (0.0, 0.0), rate)
    return _best(
        people,
        candidates,
        rate,
        tolerance,
        lambda pair, gap: _cost(people, pair, miss, false_alarm),
    )


def cheapest_policy_in_one_order(people, candidates, rate, tolerance, miss, false_alarm):
    order = list(candidates)
    return _best(
        people,
        candidates,
        rate,
        tolerance,
        lambda pair, gap: _cost(people, pair, miss, false_alarm),
        lambda pair, gap: order.index(pair[0]) <= order.index(pair[1]) and gap <= tolerance,
    )
