"""The moving pictures of notebook 09."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from helpers.ethics import base_rates, energy, fairness
from helpers.ethics.figures import DOTTED, GROUP_LOOKS
from helpers.ethics.predictions import LAST_YEAR, load_predictions
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, RED, log_scale, new_figure
from helpers.scene import Scene, Slider
from helpers.statistics import ScoredGroup, normal_density

FIRST_YEAR = 1950


# --- Predictions ----------------------------------------------------------------------------------


def timeline() -> Scene:
    """Predictions as bars from the year they were made to the year they were due."""
    predictions = load_predictions()
    rows = np.arange(len(predictions))[::-1]
    figure, ax = new_figure(height=3.0)
    ax.set(xlim=(FIRST_YEAR - 1, 2038), ylim=(-1.5, len(predictions) - 0.4))
    ax.set_yticks(rows, [f"{item.who} {item.year}: {item.topic}" for item in predictions])
    ax.set(title="Promised, and what came of it", xticks=range(FIRST_YEAR, 2030, 10))
    ax.set_xlabel("Year (numbers: + years late, \N{MINUS SIGN} years left or early, ? no date)")
    now = ax.axvline(0, ymin=0.1, color=BLACK, linewidth=1)  # above the legend
    promised = ax.hlines([], [], [], color=BLUE, linewidth=6)
    left = ax.hlines([], [], [], color=BLUE, linewidth=1.5)
    late = ax.hlines([], [], [], color=RED, linestyle=":", linewidth=2.5)
    (came,) = ax.plot([], [], "*", color=GREEN, markersize=13)
    labels = [ax.text(0, row, "", va="center", fontsize=8) for row in rows]
    names = ["promised time", "time left", "later than promised", "it happened"]
    spacing = dict(fontsize=8, handlelength=1.5, handletextpad=0.5, columnspacing=1.2)
    ax.legend([promised, left, late, came], names, loc="lower left", ncols=4, **spacing)

    def draw(year: Annotated[int, Slider("Year", LAST_YEAR - 1, FIRST_YEAR, LAST_YEAR, 1)]) -> str:
        now.set_xdata([year, year])
        stars, bars, rests, tails, states = [], [], [], [], []
        for row, item, label in zip(rows, predictions, labels, strict=True):
            state, years = item.judge(year)
            states.append(state)
            # While time is left its line reaches to the year due, or to the end of the picture.
            until = min(item.due, LAST_YEAR) if state == "open" else year
            label.set(text=_years_off(state, years), x=until + 1.5)
            if state == "not made":
                continue
            end = min(filter(None, (item.due, item.happened, year)))
            bars.append([(item.year, row), (end, row)])
            if state == "open":
                rests.append([(year, row), (until, row)])
            if state in ("overdue", "met"):
                tails.append([(item.due, row), (item.due + years, row)])
            if state in ("met", "refuted"):
                stars.append((item.happened, row))
        promised.set_segments(bars)
        left.set_segments(rests)
        late.set_segments(tails)
        came.set_data([x for x, _ in stars], [y for _, y in stars])
        return (
            f"At the end of {year}, of {len(bars)} predictions made so far: "
            f"{states.count('open')} open, {states.count('overdue')} overdue, "
            f"{states.count('met')} met late, {states.count('refuted')} refuted by coming early, "
            f"{states.count('no date')} without a date."
        )

    title = "Predictions on a time line: the years promised, the years late, and what came true"
    return Scene(title, figure, [now, promised, left, late, came, *labels], draw)


def _years_off(state: str, years: int) -> str:
    # Few letters: at this size text is what a redraw costs.
    if state in ("not made", "no date"):
        return "" if state == "not made" else "?"
    sign = "+" if state in ("overdue", "met") else "\N{MINUS SIGN}"
    return f"{sign}{years}"


# --- Base rates -----------------------------------------------------------------------------------

NUM_PEOPLE, NUM_COLUMNS = 1000, 40
PEOPLE = (
    ("ill, alarm", "s", RED, 4),
    ("ill, no alarm", "X", BLACK, 6),
    ("healthy, alarm", "^", ORANGE, 5),
    ("healthy, no alarm", ".", GREY, 2),
)


def base_rate() -> Scene:
    """A thousand people, ill and healthy, with an alarm and without; and PPV against prevalence."""
    figure, (ax, ax_ppv) = new_figure(2, height=3.0, width_ratios=[5, 3])
    place = np.arange(NUM_PEOPLE)
    columns, rows = place // (NUM_PEOPLE // NUM_COLUMNS), place % (NUM_PEOPLE // NUM_COLUMNS)
    marks = _people(ax)
    prevalences = np.logspace(-3, np.log10(0.6), 40)
    log_scale(ax_ppv, "x")
    ax_ppv.set(xlim=(8e-4, 0.7), ylim=(0, 1.02), title="What an alarm means")
    ax_ppv.set_xticks([0.001, 0.01, 0.1, 0.5], ["0.1 %", "1 %", "10 %", "50 %"])
    ax_ppv.set(xlabel="Share of people who are ill", ylabel="PPV: of the alarms, share ill")
    ax_ppv.yaxis.set_major_formatter(PercentFormatter(1))
    (curve,) = ax_ppv.plot([], [], color=BLUE, linestyle="-")
    (dot,) = ax_ppv.plot([], [], "D", color=RED, markersize=8)
    ax_ppv.text(0.05, 0.92, "PPV", transform=ax_ppv.transAxes)
    label = ax_ppv.text(0.2, 0.92, "", transform=ax_ppv.transAxes)

    def draw(
        num_ill: Annotated[int, Slider("Ill, of 1,000 people", 100, 1, 499, 3)],
        sensitivity: Annotated[int, Slider("Sensitivity (%)", 90, 50, 100, 1)],
        specificity: Annotated[int, Slider("Specificity (%)", 90, 50, 100, 1)],
    ) -> str:
        sens, spec = sensitivity / 100, specificity / 100
        counts = base_rates.count_people(num_ill, NUM_PEOPLE, sens, spec)
        ends = np.cumsum(counts)
        for mark, start, end in zip(marks, ends - counts, ends, strict=True):
            mark.set_data(columns[start:end], rows[start:end])
        curve.set_data(prevalences, base_rates.ppv(prevalences, sens, spec))
        here = base_rates.ppv(num_ill / NUM_PEOPLE, sens, spec)
        dot.set_data([num_ill / NUM_PEOPLE], [here])
        label.set_text(f"{here:.1%}")
        found, missed, false_alarms, _ = counts
        return (
            f"{num_ill} of 1,000 are ill. The test finds {found} of them and misses {missed}; it "
            f"alarms {false_alarms} healthy people (whole people; the formula does not round). Who "
            f"has an alarm is ill with a chance of {here:.1%}."
        )

    title = "A thousand people, ill or healthy, with an alarm or without, and what an alarm means"
    return Scene(title, figure, [*marks, curve, dot, label], draw)


def _people(ax: Axes) -> list[Line2D]:
    """Make a panel for a thousand people; return the marks of each kind, without a place yet."""
    ax.set(xlim=(-1, NUM_COLUMNS), ylim=(NUM_PEOPLE // NUM_COLUMNS, -1), xticks=[], yticks=[])
    ax.set_title("1,000 people, one mark each")
    ax.spines[:].set_visible(False)
    marks = [
        ax.plot([], [], marker, linestyle="", color=color, markersize=size, label=name)[0]
        for name, marker, color, size in PEOPLE
    ]
    spacing = dict(fontsize=8, handletextpad=0.1, columnspacing=1)
    ax.legend(loc="upper left", bbox_to_anchor=(0, 0.01), ncols=2, **spacing)
    return marks


# --- Fairness -------------------------------------------------------------------------------------

BASE_RATE_A = 0.51
SCORES = np.linspace(-3.5, 4.5, 120)
RATE_NAMES = (
    "FPR: flagged, of those\nwithout the outcome",
    "FNR: missed, of those\nwith the outcome",
    "PPV: with the outcome,\nof those flagged",
)


def threshold_game() -> Scene:
    """Two groups, a threshold for each, and three rates that shall be equal."""
    figure, axes = new_figure(2, height=3.0, num_rows=2)
    ax_rates = figure.add_subplot(axes[0, 1].get_gridspec()[:, 1])
    for ax in axes[:, 1]:
        ax.remove()
    bells_a, line_a = _score_panel(axes[0, 0], "A")
    bells_b, line_b = _score_panel(axes[1, 0], "B")
    axes[0, 0].legend(handles=bells_a, fontsize=7, loc="upper right", handlelength=1.6)
    axes[1, 0].set_xlabel("Score")
    bars, numbers, verdicts = _rates_panel(ax_rates)
    group_a = ScoredGroup(BASE_RATE_A)
    _set_bells(bells_a, group_a)  # they stay

    def draw(
        threshold_a: Annotated[float, Slider("Threshold for group A", 0.4, -2.0, 3.0, 0.05)],
        threshold_b: Annotated[float, Slider("Threshold for group B", 0.8, -2.0, 3.0, 0.05)],
        base_rate_b: Annotated[int, Slider("Base rate of group B (%)", 39, 20, 80, 1)],
    ) -> str:
        group_b = ScoredGroup(base_rate_b / 100)
        _set_bells(bells_b, group_b)
        line_a.set_xdata([threshold_a, threshold_a])
        line_b.set_xdata([threshold_b, threshold_b])
        rates_a, rates_b = group_a.rates(threshold_a), group_b.rates(threshold_b)
        for bar, number, rate in zip(bars, numbers, (*rates_a, *rates_b), strict=True):
            bar.set_width(rate)
            number.set(text=f"{100 * rate:.0f}", x=rate + 0.02)
        met = fairness.criteria_met(rates_a, rates_b)
        for verdict, is_met in zip(verdicts, met, strict=True):
            # One letter: at this size text is what a redraw costs.
            verdict.set(text="✓" if is_met else "✗", color=GREEN if is_met else RED)
        (fpr_a, fnr_a, ppv_a), (fpr_b, fnr_b, ppv_b) = rates_a, rates_b
        return (
            f"Group A (base rate {BASE_RATE_A:.0%}): FPR {fpr_a:.1%}, FNR {fnr_a:.1%}, PPV "
            f"{ppv_a:.1%}. Group B (base rate {base_rate_b}%): FPR {fpr_b:.1%}, FNR {fnr_b:.1%}, PPV "
            f"{ppv_b:.1%}. Equal errors: {'met' if met[0] else 'not met'}. An alarm means the same: "
            f"{'met' if met[1] else 'not met'}. (Equal means: within one point.)"
        )

    title = "Scores of two groups with a threshold each, and the rates that follow for each group"
    artists = [*bells_b, line_a, line_b, *bars, *numbers, *verdicts]
    return Scene(title, figure, artists, draw)


def _score_panel(ax: Axes, name: str) -> tuple[list[Line2D], Line2D]:
    """Make a panel for a group's scores; return its bells, without and with the outcome, and a line."""
    bells = ax.plot([], [], color=BLUE, linestyle="-", label="without outcome")
    bells += ax.plot([], [], color=RED, linestyle="--", label="with")
    ax.set(xlim=(SCORES[0], SCORES[-1]), ylim=(0, 0.34), yticks=[], ylabel="People")
    ax.set_title(f"Group {name}: flagged right of the line", fontsize=9)
    return bells, ax.axvline(0, color=BLACK, linewidth=2)


def _set_bells(bells: Sequence[Line2D], group: ScoredGroup) -> None:
    without, with_outcome = bells
    share = group.base_rate
    without.set_data(SCORES, (1 - share) * normal_density(SCORES, group.mean_without))
    with_outcome.set_data(SCORES, share * normal_density(SCORES, group.mean_with))


def _rates_panel(ax: Axes) -> tuple[list[Artist], list[Artist], list[Artist]]:
    """Make a panel for three rates of two groups; return bars and numbers, A's first, and verdicts."""
    y = np.array([2.0, 1.0, 0.0])
    bars, numbers = [], []
    for name, heights, look in zip("AB", (y + 0.19, y - 0.19), GROUP_LOOKS, strict=True):
        bars += ax.barh(heights, [0] * 3, height=0.34, **look)
        for height in heights:
            ax.text(-0.04, height, name, va="center", ha="center", fontsize=8)
            numbers.append(ax.text(0, height, "", va="center", fontsize=8))
    ax.set(xlim=(-0.09, 1.12), ylim=(-1.35, 2.6), xticks=[0, 0.5, 1])
    ax.set_yticks(y, RATE_NAMES, fontsize=8)
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.set_title("Rates in groups A and B (%)", fontsize=9)
    verdicts = []
    for height, name in ((-0.8, "Equal errors:"), (-1.15, "An alarm means the same:")):
        ax.text(0, height, name, fontsize=9)
        verdicts.append(ax.text(0.93, height, "", fontweight="bold", fontsize=11))
    return bars, numbers, verdicts


# --- Energy ---------------------------------------------------------------------------------------

RUN_KG, FLIGHT_KG, CAR_KG, SEARCH_KG = (
    pounds * energy.KG_PER_POUND for pounds in energy.STRUBELL_LB.values()
)
# Name: value, height of the label, side of the line on which it stands.
KWH_MARKS = {
    "boiling a liter of water": (0.1, 0, "right"),
    "a brain in 20 years (20 W)": (20 * 24 * 365.25 * 20 / 1000, 0, "right"),
    "GPT-3, published": (energy.GPT3_KWH, 0, "left"),
}
KG_MARKS = {
    "one big Transformer run": (RUN_KG, 0, "right"),
    "a flight for one, there and back": (FLIGHT_KG, 1, "right"),
    "a car's lifetime": (CAR_KG, 2, "right"),
    "the architecture search": (SEARCH_KG, 1, "left"),
    "GPT-3, published": (energy.GPT3_KG, 0, "left"),
}
SMALLEST, LARGEST = 1e-9, 1e11


def footprint() -> Scene:
    """The energy and the carbon of a training run, on logarithmic scales beside known ones."""
    figure, axes = new_figure(height=2.9, num_rows=2, height_ratios=[2, 3])
    dots, labels = [], []
    for ax, marks, unit, title, top in (
        (axes[0], KWH_MARKS, "kWh", "Energy", 1.2),
        (axes[1], KG_MARKS, "kg", "Carbon dioxide equivalent", 2.3),
    ):
        ax.set(xscale="log", xlim=(SMALLEST, LARGEST), ylim=(-0.5, top), yticks=[], xlabel=unit)
        ax.set_title(title)
        # A bar would begin at some power of ten, where nothing begins: a mark has a place only.
        dots += ax.plot([], [], "D", color=RED, markersize=9)
        labels.append(ax.text(1, 0, "", va="center", fontweight="bold"))
        for name, (value, level, side) in marks.items():
            height = 0.75 + 0.6 * level
            ax.plot([value, value], [0.35, height + 0.2], **DOTTED)
            ax.text(value, height, f" {name} ", ha=side, va="center", fontsize=7.5, color=BLACK)

    def draw(
        exponent: Annotated[float, Slider("Parameters N, power of 10", 11.25, 4.0, 12.0, 0.25)],
        tokens_exponent: Annotated[float, Slider("Samples D, power of 10", 11.5, 4.0, 13.0, 0.25)],
        tflops: Annotated[int, Slider("Chip, achieved (TFLOP/s)", 25, 1, 500, 1)],
        watts: Annotated[int, Slider("Chip, power (W)", 330, 10, 1000, 10)],
        pue: Annotated[float, Slider("Data center overhead (PUE)", 1.1, 1.0, 2.0, 0.05)],
        grams: Annotated[int, Slider("Grid (g CO2e per kWh)", 430, 10, 900, 10)],
    ) -> str:
        num_parameters, num_tokens = 10.0**exponent, 10.0**tokens_exponent
        kwh, kg = energy.training_footprint(
            num_parameters, num_tokens, tflops * 1e12, watts, pue, grams / 1000
        )
        for dot, label, value, unit in zip(dots, labels, (kwh, kg), ("kWh", "kg"), strict=True):
            place = max(value, 2 * SMALLEST)
            dot.set_data([place], [0])
            side = dict(x=3 * place, ha="left") if place < 1e7 else dict(x=place / 3, ha="right")
            label.set(text=f"{_amount(value)} {unit}", **side)
        flops = energy.training_flops(num_parameters, num_tokens)
        return (
            f"{num_parameters:.2g} parameters and {num_tokens:.2g} samples or tokens: 6ND = "
            f"{flops:.2g} operations, {_amount(kwh)} kWh, {_amount(kg)} kg of CO<sub>2</sub> "
            "equivalent, for one run."
        )

    title = "Energy and carbon of a training run, on logarithmic axes beside amounts one knows"
    return Scene(title, figure, [*dots, *labels], draw)


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
