"""The moving pictures of notebook 09."""

from typing import Annotated

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from helpers.ethics import audit, base_rates, energy, feedback
from helpers.ethics.figures import DOTTED, GROUP_LOOKS
from helpers.ethics.predictions import LAST_YEAR, load_predictions
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, RED, log_scale, new_figure
from helpers.scene import Choice, Scene, Slider

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


# --- Fairness --------------------------------------------------------------------------------------

BASE_RATE_A = 0.51
GOALS = {"no rule": None} | {name: rate for rate, name in audit.RATES.items()}
RATE_NAMES = {
    "flagged": "Helped, of all",
    "tpr": "Helped, of those\nwho need it",
    "fpr": "Helped, of those\nwho do not",
    "ppv": "In need, of\nthose helped",
}


def threshold_game() -> Scene:
    """People of two groups as dots, a threshold for each, one rule to meet, and what it costs."""
    figure, axes = new_figure(2, height=3.2, num_rows=2, width_ratios=[6, 5])
    ax_rates = figure.add_subplot(axes[0, 1].get_gridspec()[:, 1])
    for ax in axes[:, 1]:
        ax.remove()
    people_a = audit.make_people(BASE_RATE_A)
    dots_a, line_a = _people_panel(axes[0, 0], "A")
    dots_b, line_b = _people_panel(axes[1, 0], "B")
    axes[1, 0].set_xlabel("Score")
    handles = [Line2D([], [], **look, linestyle="") for look in DOTS]
    spacing = dict(fontsize=7, handletextpad=0.1, loc="upper right", borderaxespad=0.1)
    axes[0, 0].legend(handles, ["in need", "not in need"], **spacing)
    bars, numbers, verdict = _rates_panel(ax_rates)

    def draw(
        threshold_a: Annotated[float, Slider("Threshold for group A", 0.4, -2.0, 3.0, 0.05)],
        threshold_b: Annotated[float, Slider("Threshold for group B", 1.2, -2.0, 3.0, 0.05)],
        goal: Annotated[str, Choice("The rule to meet", tuple(GOALS), "equal opportunity")],
        miss: Annotated[int, Slider("A miss costs, in needless helps", 3, 1, 10, 1)],
        base_rate_b: Annotated[int, Slider("In need, of group B (%)", 25, 20, 80, 1)],
    ) -> str:
        people = [people_a, audit.make_people(base_rate_b / 100)]
        pair = [threshold_a, threshold_b]
        rates = []
        for (scores, outcome), line, dots, threshold in zip(
            people, (line_a, line_b), (dots_a, dots_b), pair, strict=True
        ):
            line.set_xdata([threshold, threshold])
            _place(dots, scores, outcome, threshold)
            rates.append(audit.audit(scores > threshold, outcome))
        shown = [group[rate] for group in rates for rate in RATE_NAMES]
        for bar, number, rate in zip(bars, numbers, shown, strict=True):
            bar.set_width(np.nan_to_num(rate))
            number.set(text=_percent(rate), x=np.nan_to_num(rate) + 0.02)
        price = audit.cost(people, pair, miss, 1)
        said, is_met = _goal_in_words(goal, rates)
        verdict.set(text=said.split(":")[0], color={True: GREEN, False: RED, None: BLACK}[is_met])
        names = ("of all", "of those in need", "of those not in need")
        groups = "; ".join(
            f"group {name}: "
            + ", ".join(
                f"{_percent(group[r])} {w}" for r, w in zip(RATE_NAMES, names, strict=False)
            )
            + f"; of the helped {_percent(group['ppv'])} are in need"
            for name, group in zip("AB", rates, strict=True)
        )
        return f"Helped, in percent, {groups}. {said} This policy costs {price:.0f}."

    title = "People of two groups by score, a threshold for each, and the rates that follow"
    artists = [*dots_a, *dots_b, line_a, line_b, *bars, *numbers, verdict]
    return Scene(title, figure, artists, draw)


def _percent(rate: float) -> str:
    return "?" if np.isnan(rate) else f"{100 * rate:.0f}"


def _goal_in_words(goal: str, rates: list[dict[str, float]]) -> tuple[str, bool | None]:
    rate = GOALS[goal]
    if rate is None:
        return "No rule: only the cost counts.", None
    gap = abs(rates[0][rate] - rates[1][rate])
    is_met = bool(gap <= audit.TOLERANCE + 1e-9)
    size = "no such rate" if np.isnan(gap) else f"a gap of {100 * gap:.0f} points"
    return f"{goal.capitalize()} {'met' if is_met else 'not met'}: {size}.", is_met


# Those in need and not, filled when helped.
DOTS = (dict(marker="s", color=RED, markersize=3.6), dict(marker="o", color=BLUE, markersize=3.6))


def _people_panel(ax: Axes, name: str) -> tuple[list[Line2D], Line2D]:
    """Make a panel for a group; return its marks (in need, not; each helped, not) and its line."""
    marks = [
        ax.plot([], [], linestyle="", fillstyle=fill, markeredgewidth=0.7, **look)[0]
        for look in DOTS
        for fill in ("full", "none")
    ]
    ax.set(xlim=(-3.1, 4.1), ylim=(-0.6, 12), yticks=[], ylabel=f"Group {name}")
    ax.set_title("200 people; filled: helped" if name == "A" else "", fontsize=9)
    return marks, ax.axvline(0, color=BLACK, linewidth=2)


def _place(marks: list[Line2D], scores: np.ndarray, outcome: np.ndarray, threshold: float) -> None:
    """Pile people up where their scores are, those in need first."""
    order = np.lexsort((~outcome, np.round(scores * 4)))
    column = np.round(scores[order] * 4)
    height = np.arange(len(column)) - np.searchsorted(column, column)
    shown = height * min(1.0, 11 / max(height.max(), 1))
    helped, needs = scores[order] > threshold, outcome[order]
    parts = (needs & helped, needs & ~helped, ~needs & helped, ~needs & ~helped)
    for mark, part in zip(marks, parts, strict=True):
        mark.set_data(scores[order][part], shown[part])


def _rates_panel(ax: Axes) -> tuple[list, list, object]:
    """Make a panel for four rates of two groups; return bars and numbers, A's first, and a verdict."""
    y = np.arange(len(RATE_NAMES))[::-1].astype(float)
    bars, numbers = [], []
    for name, heights, look in zip("AB", (y + 0.19, y - 0.19), GROUP_LOOKS, strict=True):
        bars += ax.barh(heights, [0] * len(y), height=0.34, **look)
        for height in heights:
            ax.text(-0.05, height, name, va="center", ha="center", fontsize=8)
            numbers.append(ax.text(0, height, "", va="center", fontsize=8))
    ax.set(xlim=(-0.1, 1.18), ylim=(-1.1, 3.6), xticks=[0, 0.5, 1])
    ax.set_yticks(y, list(RATE_NAMES.values()), fontsize=8)
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.set_title("Rates in groups A and B (%)", fontsize=9)
    return bars, numbers, ax.text(0.0, -0.85, "", fontsize=9, fontweight="bold")


# --- A loop that feeds itself ---------------------------------------------------------------------

NUM_DAYS, NUM_RUNS = 600, 20
RULES = ("every find counts once", "a find counts by how rarely one looks")


def feedback_loop() -> Scene:
    """Twenty towns with the same two districts: where the patrols go, day by day."""
    figure, (ax, ax_end) = new_figure(2, height=2.8, width_ratios=[3, 1])
    days = np.arange(NUM_DAYS + 1)
    lines = [ax.plot([], [], color=BLUE, alpha=0.5, linewidth=0.8)[0] for _ in range(NUM_RUNS)]
    for panel in (ax, ax_end):
        panel.set_ylim(0, 1)
        panel.yaxis.set_major_formatter(PercentFormatter(1))
    fair = ax.axhline(
        0.5, color=ORANGE, linestyle="--", linewidth=2, label="share of the incidents"
    )
    ax.set(xlim=(0, NUM_DAYS), xlabel="Day", ylabel="Patrols in district 0")
    ax.set_title("Twenty towns, a line each")
    ax.legend(loc="upper right", fontsize=8)
    (ends,) = ax_end.plot([], [], "o", color=BLUE, fillstyle="none", markersize=5)
    fair_end = ax_end.axhline(0.5, color=ORANGE, linestyle="--", linewidth=2)
    ax_end.axhline(0, **DOTTED)
    ax_end.set(xlim=(-1, NUM_RUNS), xticks=[], yticks=[], title=f"Day {NUM_DAYS}, sorted")

    def draw(
        rate_0: Annotated[int, Slider("Incidents found per visit, district 0 (%)", 30, 5, 60, 5)],
        rate_1: Annotated[int, Slider("Incidents found per visit, district 1 (%)", 30, 5, 60, 5)],
        old: Annotated[int, Slider("Old records of district 0 (district 1: 5)", 5, 1, 40, 1)],
        rule: Annotated[str, Choice("Rule", RULES)],
    ) -> str:
        rates = rate_0 / 100, rate_1 / 100
        shares = feedback.share_by_day(rates, (old, 5), NUM_DAYS, rule == RULES[1], NUM_RUNS)
        for line, run in zip(lines, shares.T, strict=True):
            line.set_data(days[::6], run[::6])
        last = np.sort(shares[-1])
        ends.set_data(np.arange(NUM_RUNS), last)
        truth = rates[0] / sum(rates)
        for line in (fair, fair_end):
            line.set_ydata([truth, truth])
        return (
            f"District 0 has {truth:.0%} of the incidents. By day {NUM_DAYS} it gets between "
            f"{last[0]:.0%} and {last[-1]:.0%} of the patrols, {last.mean():.0%} on average over "
            f"{NUM_RUNS} towns. Rule: {rule}."
        )

    title = "The share of patrols that a district gets, day by day, in twenty towns"
    return Scene(title, figure, [*lines, fair, ends, fair_end], draw)


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
    """The energy and the carbon of a training run, and of its use, beside amounts one knows."""
    figure, axes = new_figure(height=2.9, num_rows=2, height_ratios=[2, 3])
    dots, rings, labels = [], [], []
    for ax, marks, unit, title, top in (
        (axes[0], KWH_MARKS, "kWh", "Energy", 1.2),
        (axes[1], KG_MARKS, "kg", "Carbon dioxide equivalent", 2.3),
    ):
        ax.set(xscale="log", xlim=(SMALLEST, LARGEST), ylim=(-0.5, top), yticks=[], xlabel=unit)
        ax.set_title(title)
        # A bar would begin at some power of ten, where nothing begins: a mark has a place only.
        rings += ax.plot([], [], "o", color=BLUE, fillstyle="none", markersize=11, label="its use")
        dots += ax.plot([], [], "D", color=RED, markersize=8, label="one training")
        labels.append(ax.text(1, 0, "", va="center", fontweight="bold"))
        for name, (value, level, side) in marks.items():
            height = 0.75 + 0.6 * level
            ax.plot([value, value], [0.35, height + 0.2], **DOTTED)
            ax.text(value, height, f" {name} ", ha=side, va="center", fontsize=7.5, color=BLACK)
    axes[1].legend(loc="upper left", fontsize=8)

    def draw(
        exponent: Annotated[float, Slider("Parameters N, power of 10", 11.25, 4.0, 12.0, 0.25)],
        tokens_exponent: Annotated[float, Slider("Samples D, power of 10", 11.5, 4.0, 13.0, 0.25)],
        tflops: Annotated[int, Slider("Chip, achieved (TFLOP/s)", 25, 1, 500, 1)],
        watts: Annotated[int, Slider("Chip, power (W)", 330, 10, 1000, 10)],
        pue: Annotated[float, Slider("Data center overhead (PUE)", 1.1, 1.0, 2.0, 0.05)],
        grams: Annotated[int, Slider("Grid (g CO2e per kWh)", 430, 10, 900, 10)],
        use_exponent: Annotated[
            float, Slider("Tokens answered, power of 10", 12.0, 4.0, 15.0, 0.25)
        ],
    ) -> str:
        num_parameters, num_tokens = 10.0**exponent, 10.0**tokens_exponent
        kwh, kg = energy.training_footprint(
            num_parameters, num_tokens, tflops * 1e12, watts, pue, grams / 1000
        )
        flops = energy.training_flops(num_parameters, num_tokens)
        times = energy.use_flops(num_parameters, 10.0**use_exponent) / flops
        for ring, value in zip(rings, (kwh, kg), strict=True):
            ring.set_data([min(max(value * times, 2 * SMALLEST), LARGEST / 2)], [0])
        for dot, label, value, unit in zip(dots, labels, (kwh, kg), ("kWh", "kg"), strict=True):
            place = max(value, 2 * SMALLEST)
            dot.set_data([place], [0])
            side = dict(x=3 * place, ha="left") if place < 1e7 else dict(x=place / 3, ha="right")
            label.set(text=f"{_amount(value)} {unit}", **side)
        return (
            f"{num_parameters:.2g} parameters and {num_tokens:.2g} samples or tokens: 6ND = "
            f"{flops:.2g} operations, {_amount(kwh)} kWh, {_amount(kg)} kg of CO<sub>2</sub> "
            f"equivalent, for one run. To answer with {10.0**use_exponent:.2g} tokens takes "
            f"{times:.2g} times as much."
        )

    title = "Energy and carbon of a training run and of its use, on logarithmic axes beside amounts one knows"
    return Scene(title, figure, [*dots, *labels, *rings], draw)


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
