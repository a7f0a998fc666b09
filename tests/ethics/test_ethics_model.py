"""The science of notebook 09 against published numbers and properties that must hold."""

import csv
import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from helpers.ethics import model
from helpers.mlp import MLP
from helpers.statistics import ScoredGroup

share = st.floats(0.01, 0.99)
few = settings(max_examples=25, deadline=None)


# --- Predictions ----------------------------------------------------------------------------------


def test_dated_predictions_of_the_facts_are_there():
    found = {(item.who, item.year): item for item in model.load_predictions()}
    assert found["The Navy", 1958].due is None
    assert found["H. Simon", 1960].due == 1980
    assert found["C. Shannon", 1961].due == 1976
    assert found["Business Insider", 2016].due == 2020
    assert found["P. Hut", 1997].kind == "not before"


def test_every_prediction_has_a_source_and_sensible_years():
    for item in model.load_predictions():
        assert len(item.source) > 20
        assert item.claim
        assert item.verdict
        assert item.kind in ("by", "not before", "no date")
        assert (item.due is None) == (item.kind == "no date")
        assert item.due is None or item.due > item.year
        assert item.happened is None or item.year < item.happened <= model.LAST_YEAR


@pytest.mark.parametrize(
    ("who", "year", "judged"),
    [
        ("H. Simon & A. Newell", 1957, ("not made", 1)),
        ("H. Simon & A. Newell", 1968, ("open", 0)),
        ("H. Simon & A. Newell", 1969, ("overdue", 1)),
        ("H. Simon & A. Newell", 1996, ("overdue", 28)),
        ("H. Simon & A. Newell", 1997, ("met", 29)),
        ("H. Simon & A. Newell", 2026, ("met", 29)),
        ("The Navy", 2026, ("no date", 0)),
        ("P. Hut", 2015, ("open", 82)),
        ("P. Hut", 2016, ("refuted", 81)),
    ],
)
def test_judgment_at_the_end_of_a_year(who, year, judged):
    prediction = next(item for item in model.load_predictions() if item.who == who)
    assert prediction.judge(year) == judged


def test_what_comes_before_it_is_due_is_met_in_time():
    early = model.Prediction("x", 2000, "t", "c", "by", 2010, 2005, "v", "s")
    assert early.judge(2004) == ("open", 6)
    assert early.judge(2005) == ("met", 0)


# --- Base rates and the identity ------------------------------------------------------------------


@pytest.mark.parametrize(("prevalence", "target"), [(0.1, 0.50), (0.01, 0.083), (0.001, 0.0089)])
def test_ppv_table(prevalence, target):
    assert model.ppv(prevalence, 0.9, 0.9) == pytest.approx(target, rel=0.01)


def test_ppv_without_alarms_is_nan():
    assert math.isnan(model.ppv(0.1, 0.0, 1.0))


@few
@given(share, share, share)
def test_ppv_is_what_simulated_people_have(prevalence, sensitivity, specificity):
    rng = np.random.default_rng(0)
    ill = rng.random(50_000) < prevalence
    alarm = rng.random(50_000) < np.where(ill, sensitivity, 1 - specificity)
    if alarm.sum() > 3000:
        wanted = model.ppv(prevalence, sensitivity, specificity)
        assert ill[alarm].mean() == pytest.approx(wanted, abs=4 * 0.5 / np.sqrt(alarm.sum()))


@few
@given(st.integers(0, 1000), st.floats(0, 1), st.floats(0, 1))
def test_counted_people_are_everyone(num_ill, sensitivity, specificity):
    counts = model.count_people(num_ill, 1000, sensitivity, specificity)
    assert min(counts) >= 0
    assert sum(counts) == 1000
    assert counts[0] + counts[1] == num_ill


# ProPublica's published rates, to four digits.
COMPAS = {
    "Black": dict(fpr=0.4485, fnr=0.2799, ppv=0.6297, base_rate=0.5143),
    "White": dict(fpr=0.2345, fnr=0.4772, ppv=0.5913, base_rate=0.3936),
}


@pytest.mark.parametrize("group", COMPAS)
def test_stored_counts_give_the_published_rates(group):
    counts = model.load_compas()[group]
    for name, value in COMPAS[group].items():
        assert getattr(counts, name) == pytest.approx(value, abs=5e-5)


@pytest.mark.parametrize("group", COMPAS)
def test_identity_gives_the_counted_fpr(group):
    counts = model.load_compas()[group]
    implied = model.implied_fpr(counts.base_rate, counts.ppv, counts.fnr)
    assert implied == pytest.approx(counts.fpr, abs=1e-12)


def test_compas_groups_are_part_of_the_7214():
    totals = [counts.total for counts in model.load_compas().values()]
    assert totals == [3696, 2454]
    assert sum(totals) < 7214


@few
@given(*[st.integers(1, 10_000)] * 4)
def test_identity_holds_for_any_counts(tp, fp, tn, fn):
    counts = model.Confusion(tp, fp, tn, fn)
    implied = model.implied_fpr(counts.base_rate, counts.ppv, counts.fnr)
    assert implied == pytest.approx(counts.fpr, rel=1e-9)


@few
@given(share, st.floats(0, 3), st.floats(-2, 3))
def test_scored_groups_keep_the_identity(base_rate, separation, threshold):
    fpr, fnr, ppv = ScoredGroup(base_rate, separation).rates(threshold)
    assert model.implied_fpr(base_rate, ppv, fnr) == pytest.approx(fpr, rel=1e-6)


def test_game_cannot_be_won_while_base_rates_differ_and_can_be_when_they_do_not():
    thresholds = np.linspace(-2, 3, 101)

    def won(rate_a, rate_b):
        rates = [[ScoredGroup(r).rates(t) for t in thresholds] for r in (rate_a, rate_b)]
        met = np.array([[model.criteria_met(a, b) for b in rates[1]] for a in rates[0]])
        return met[..., 0].any(), met[..., 1].any(), met.all(axis=-1).any()

    assert won(0.51, 0.39) == (True, True, False)
    assert won(0.51, 0.51) == (True, True, True)


def test_deleting_the_column_leaves_a_gap_where_there_is_a_proxy():
    skill, district, group, hired = model.biased_past()

    def gap(*features):
        first, second = model.acceptance_by_group(features, hired, group)
        return first - second

    full, blind, fair = gap(skill, district, group), gap(skill, district), gap(skill)
    assert full > 0.3
    assert 0.35 < blind / full < 0.65
    assert abs(fair) < 0.02


def test_logistic_regression_is_sklearns():
    rng = np.random.default_rng(1)
    x = rng.standard_normal((500, 3)) * [1.0, 0.2, 5.0]
    y = (x @ [1.0, -2.0, 0.3] + 0.5 + rng.logistic(size=500) > 0).astype(int)
    theirs = LogisticRegression(C=1e9, tol=1e-8, max_iter=1000).fit(x, y)
    wanted = [*theirs.coef_[0], *theirs.intercept_]
    assert model.fit_logistic(x, y) == pytest.approx(np.array(wanted), abs=1e-3)


# --- Energy ---------------------------------------------------------------------------------------


def test_gpt3_operations_energy_and_carbon():
    assert model.training_flops(175e9, 300e9) == pytest.approx(3.15e23)
    kwh, kg = model.training_footprint(**model.GPT3)
    assert kwh / 1000 == pytest.approx(1287, rel=0.005)
    assert kg / 1000 == pytest.approx(552, rel=0.005)


def test_the_search_is_not_the_run():
    run, _, car, search = model.STRUBELL_LB.values()
    assert (run, search) == (192, 626_155)
    assert search / run > 3000
    assert search / car == pytest.approx(5, abs=0.05)


@few
@given(st.floats(1e3, 1e12), st.floats(1.0, 2.0))
def test_energy_is_proportional_to_each_factor(num_parameters, pue):
    arguments = dict(model.GPT3, num_parameters=num_parameters, pue=pue)
    kwh, kg = model.training_footprint(**arguments)
    for name, factor in (("num_tokens", 3), ("watts", 3), ("flops_per_second", 1 / 3)):
        more, _ = model.training_footprint(**arguments | {name: 3 * arguments[name]})
        assert more == pytest.approx(factor * kwh)
    assert kg == pytest.approx(kwh * 0.429)


# --- Scores, stories ------------------------------------------------------------------------------


def test_luck_of_a_match_adds_up_to_one_half():
    assert model.match_by_luck(7, 6) == pytest.approx(0.5)
    assert model.match_by_luck(7, 1) == pytest.approx(9 / 256)


@pytest.mark.parametrize("ball", [(10, 20, 35), (8, 22, 30), (15, 15, 45), (14, 20, 52)])
def test_runner_is_where_the_ball_lands(ball):
    lands, ends = model.catch_ball(*ball)
    assert lands == pytest.approx(2 * ball[0] * ball[1] / 9.81)
    assert abs(ends - lands) < 0.2


def test_center_minus_surround_ignores_brightness():
    flat = np.full((30, 30), 0.4)
    assert np.all(model.center_minus_surround(flat) == 0)
    spot = flat.copy()
    spot[14:17, 14:17] -= 0.3
    response = model.center_minus_surround(spot)
    assert response[15, 15] == pytest.approx(-0.3 * (1 - 9 / 81))
    assert np.allclose(model.center_minus_surround(spot + 0.5), response)


def test_no_damage_changes_nothing_and_full_damage_leaves_the_bias():
    torch.manual_seed(0)
    network, x = MLP([4, 8, 3]), torch.randn(50, 4)
    y = network(x).argmax(dim=1)
    assert model.accuracy_when_damaged(network, x, y, 0.0, num_trials=2) == 1.0
    by_bias = (y == network.linears[-1].bias.argmax()).float().mean()
    assert model.accuracy_when_damaged(network, x, y, 1.0, num_trials=2) == pytest.approx(by_bias)


def test_line_goes_through_two_points():
    line = model.line_through([1, 3], [2, 6])
    assert line(10) == pytest.approx(20)


# --- Cards ----------------------------------------------------------------------------------------

CONFUSION, CLASSES = np.array([[8, 2], [3, 27]]), ["cat", "dog"]


def test_course_card_has_no_faults():
    card = model.complete_card(CONFUSION, CLASSES)
    assert model.card_faults(card, card) == []
    assert card["accuracy"] == pytest.approx(35 / 40)
    assert card["worst_class"] == "cat"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (dict(num_images=39), "num_images"),
        (dict(accuracy=87.5), "accuracy"),
        (dict(accuracy="high"), "accuracy"),
        (dict(recall={"cat": 0.8}), "recall"),
        (dict(recall={"cat": 0.8, "dog": 0.7}), "dog"),
        (dict(worst_class="dog"), "worst_class"),
        (dict(intended_use="  "), "intended_use"),
        (dict(out_of_scope="None."), "out_of_scope"),
        (dict(limits="There are no limits."), "limits"),
        (dict(claim="It is right on 40 images."), "88 %"),
        (dict(claim="It is right on 88 % of images."), "how many images"),
    ],
)
def test_each_fault_of_a_card_is_named(change, word):
    truth = model.complete_card(CONFUSION, CLASSES)
    assert word in "\n".join(model.card_faults(truth | change, truth))


def test_same_use_and_misuse_is_a_fault():
    truth = model.complete_card(CONFUSION, CLASSES)
    card = truth | dict(out_of_scope=truth["intended_use"].upper())
    assert any("same" in fault for fault in model.card_faults(card, truth))


def test_numbers_in_a_text():
    assert model.numbers_in("85.2% of 1,500 images, 3 classes.") == [85.2, 1500, 3]


# --- Bad arguments --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: model.ppv(1.5, 0.9, 0.9), "prevalence"),
        (lambda: model.ppv(0.1, math.nan, 0.9), "sensitivity"),
        (lambda: model.count_people(11, 10, 0.9, 0.9), "num_ill"),
        (lambda: model.implied_fpr(1.0, 0.5, 0.5), "base_rate"),
        (lambda: model.implied_fpr(0.5, 0.0, 0.5), "ppv"),
        (lambda: model.training_flops(0, 1), "num_parameters"),
        (lambda: model.training_footprint(1, 1, 1, 1, 0.9, 0.4), "pue"),
        (lambda: model.training_footprint(1, 1, 0, 1, 1, 0.4), "flops_per_second"),
        (lambda: model.catch_ball(-1, 1, 1), "forward_speed"),
        (lambda: model.match_by_luck(0, 0), "points"),
    ],
)
def test_bad_arguments_are_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()


def test_tables_are_plain_csv():
    for name in ("predictions.csv", "compas_counts.csv"):
        with (model.DATA / name).open(newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        assert len({len(row) for row in rows}) == 1
