"""The pictures of notebook 09: they draw what `model.py` computes."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from helpers.ethics import model
from helpers.explorable import Scene
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, RED, SKY, new_figure
from helpers.statistics import ScoredGroup, normal_density

FIRST_YEAR = 1950
DOTTED = dict(color=GREY, linestyle=":", linewidth=1)


# --- Predictions ----------------------------------------------------------------------------------


def timeline() -> Scene:
    """Predictions as bars from the year they were made to the year they were due."""
    predictions = model.load_predictions()
    rows = np.arange(len(predictions))[::-1]
    figure, ax = new_figure(height=3.0)
    ax.set(xlim=(FIRST_YEAR - 1, 2048), ylim=(-0.6, len(predictions) - 0.4))
    ax.set_yticks(rows, [f"{item.who} {item.year}: {item.topic}" for item in predictions])
    ax.set_xticks(range(FIRST_YEAR, 2030, 10))
    ax.set_xlabel("Year (numbers: + years late, \N{MINUS SIGN} years left or early, ? no date)")
    ax.set_title("Promised, and what came of it")
    now = ax.axvline(0, color=BLACK, linewidth=1)
    promised = ax.hlines([], [], [], color=BLUE, linewidth=6)
    late = ax.hlines([], [], [], color=RED, linestyle=":", linewidth=2.5)
    (came,) = ax.plot([], [], "*", color=GREEN, markersize=13)
    labels = [ax.text(0, row, "", va="center", fontsize=8) for row in rows]
    ax.legend(
        [promised, late, came],
        ["promised time", "later than promised", "it happened"],
        loc="lower left",
        fontsize=8,
    )

    def draw(year: int) -> str:
        now.set_xdata([year, year])
        stars, bars, tails, states = [], [], [], []
        for row, item, label in zip(rows, predictions, labels):
            state, years = item.judge(year)
            states.append(state)
            label.set_text(_years_off(state, years))
            label.set_x(year + 1.5)
            if state == "not made":
                continue
            end = min(filter(None, (item.due, item.happened, year)))
            bars.append([(item.year, row), (end, row)])
            if state in ("overdue", "met"):
                tails.append([(item.due, row), (item.due + years, row)])
            if state in ("met", "refuted"):
                stars.append((item.happened, row))
        promised.set_segments(bars)
        late.set_segments(tails)
        came.set_data([x for x, _ in stars], [y for _, y in stars])
        return (
            f"At the end of {year}, of {len(bars)} predictions made so far: "
            f"{states.count('open')} open, {states.count('overdue')} overdue, "
            f"{states.count('met')} met late, {states.count('refuted')} refuted by coming early, "
            f"{states.count('no date')} without a date."
        )

    return Scene(figure, [now, promised, late, came, *labels], draw)


def _years_off(state: str, years: int) -> str:
    # Few letters: at this size text is what a redraw costs.
    if state in ("not made", "no date"):
        return "" if state == "not made" else "?"
    sign = "+" if state in ("overdue", "met") else "\N{MINUS SIGN}"
    return f"{sign}{years}"


# --- The stories ----------------------------------------------------------------------------------


def eye_and_logic(image: np.ndarray, response: np.ndarray) -> Figure:
    """Draw a scene (height, width) and what center-surround cells report of it."""
    figure, axes = new_figure(2, height=2.4)
    limit = np.abs(response).max()
    shown = ((image, "gray", 0, 1), (response, "RdBu_r", -limit, limit))
    for ax, (pixels, cmap, low, high), title in zip(
        axes, shown, ("Light that falls into the eye", "What such cells report")
    ):
        mappable = ax.imshow(pixels, cmap=cmap, vmin=low, vmax=high)
        ax.set(title=title, xticks=[], yticks=[])
        figure.colorbar(mappable, ax=ax, shrink=0.8)
    return figure


def damage(shares: list[float], accuracies: list[float]) -> Figure:
    """Draw the accuracy against the share of hidden units that are silent."""
    figure, ax = new_figure(height=2.1)
    ax.plot(shares, accuracies, "o-", color=BLUE, label="mean of 50 random choices")
    ax.axhline(0.1, **DOTTED)
    ax.text(0, 0.12, "guessing", color=GREY)
    ax.set(ylim=(0, 1.03), xlabel="Share of hidden units silent", ylabel="Accuracy on new digits")
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.set_title("Broken parts, and it still works")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 0.2))
    return figure


# --- Benchmarks -----------------------------------------------------------------------------------


def trend_and_shift(
    sizes: list[int], accuracies: list[float], num_fitted: int, by_change: dict[str, float]
) -> Figure:
    """Draw accuracy against training digits, with the line through the first few, and under shift."""
    figure, (ax, ax_shift) = new_figure(2, height=2.7)
    line = model.line_through(np.log2(sizes[:num_fitted]), accuracies[:num_fitted])
    ax.plot(sizes[:num_fitted], accuracies[:num_fitted], "o", color=BLUE, label="known so far")
    ax.plot(sizes[num_fitted:], accuracies[num_fitted:], "s", color=BLUE, fillstyle="none")
    ax.plot(sizes, [line(np.log2(size)) for size in sizes], "--", color=RED, label="trend")
    ax.plot([], [], "s", color=BLUE, fillstyle="none", label="what came")
    ax.axhline(1, **DOTTED)
    ax.set(xscale="log", xlabel="Training digits", ylabel="Accuracy", title="A trend, extrapolated")
    ax.set_xticks(sizes, [str(size) for size in sizes])
    ax.minorticks_off()
    ax.set_ylim(0.4, 1.3)
    ax.legend(loc="upper left")
    names = list(by_change)[::-1]
    bars = ax_shift.barh(names, [by_change[name] for name in names], color=SKY, edgecolor=BLUE)
    ax_shift.bar_label(bars, fmt="%.2f", padding=3)
    ax_shift.axvline(0.1, **DOTTED)
    ax_shift.set(xlim=(0, 1.15), xlabel="Accuracy (dotted: guessing)", title="The same network")
    return figure


# --- Base rates -----------------------------------------------------------------------------------

NUM_PEOPLE, NUM_COLUMNS = 1000, 40
PEOPLE = (
    ("ill, alarm", "s", RED, "full", 4),
    ("ill, no alarm", "X", BLACK, "full", 6),
    ("healthy, alarm", "^", ORANGE, "full", 5),
    ("healthy, no alarm", ".", GREY, "full", 2),
)


def base_rate() -> Scene:
    """A thousand people, ill and healthy, with an alarm and without; and PPV against prevalence."""
    figure, (ax, ax_ppv) = new_figure(2, height=3.0, width_ratios=[5, 3])
    place = np.arange(NUM_PEOPLE)
    columns, rows = place // (NUM_PEOPLE // NUM_COLUMNS), place % (NUM_PEOPLE // NUM_COLUMNS)
    ax.set(xlim=(-1, NUM_COLUMNS), ylim=(NUM_PEOPLE // NUM_COLUMNS, -1), xticks=[], yticks=[])
    ax.set_title("1,000 people, one mark each")
    ax.spines[:].set_visible(False)
    marks = [
        ax.plot([], [], marker, linestyle="", color=color, markersize=size, fillstyle=fill)[0]
        for _, marker, color, fill, size in PEOPLE
    ]
    ax.legend(
        marks,
        [name for name, *_ in PEOPLE],
        loc="upper left",
        bbox_to_anchor=(0, 0.01),
        ncols=2,
        fontsize=8,
        handletextpad=0.1,
        columnspacing=1,
    )
    prevalences = np.logspace(-3, np.log10(0.6), 40)
    ax_ppv.set(xscale="log", xlim=(8e-4, 0.7), ylim=(0, 1.02))
    ax_ppv.set_xticks([0.001, 0.01, 0.1, 0.5], ["0.1 %", "1 %", "10 %", "50 %"])
    ax_ppv.minorticks_off()
    ax_ppv.set(xlabel="Share of people who are ill", title="What an alarm means")
    ax_ppv.set_ylabel("PPV: of the alarms, share ill")
    ax_ppv.yaxis.set_major_formatter(PercentFormatter(1))
    (curve,) = ax_ppv.plot([], [], color=BLUE, linestyle="-")
    (dot,) = ax_ppv.plot([], [], "D", color=RED, markersize=8)
    ax_ppv.text(0.05, 0.92, "PPV", transform=ax_ppv.transAxes)
    label = ax_ppv.text(0.2, 0.92, "", transform=ax_ppv.transAxes)

    def draw(num_ill: int, sensitivity: int, specificity: int) -> str:
        sens, spec = sensitivity / 100, specificity / 100
        counts = model.count_people(num_ill, NUM_PEOPLE, sens, spec)
        ends = np.cumsum(counts)
        for mark, start, end in zip(marks, ends - counts, ends):
            mark.set_data(columns[start:end], rows[start:end])
        curve.set_data(prevalences, model.ppv(prevalences, sens, spec))
        here = model.ppv(num_ill / NUM_PEOPLE, sens, spec)
        dot.set_data([num_ill / NUM_PEOPLE], [here])
        label.set_text(f"{here:.1%}")
        found, missed, false_alarms, _ = counts
        return (
            f"{num_ill} of 1,000 are ill. The test finds {found} of them and misses {missed}; it "
            f"alarms {false_alarms} healthy people (whole people; the formula does not round). Who "
            f"has an alarm is ill with a chance of {here:.1%}."
        )

    return Scene(figure, [*marks, curve, dot, label], draw)


# --- Fairness -------------------------------------------------------------------------------------

BASE_RATE_A = 0.51
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
    scores = np.linspace(-3.5, 4.5, 120)
    thresholds, curves = [], []
    for ax, name in zip(axes[:, 0], "AB"):
        curves += ax.plot([], [], color=BLUE, linestyle="-", label="without outcome")
        curves += ax.plot([], [], color=RED, linestyle="--", label="with")
        thresholds.append(ax.axvline(0, color=BLACK, linewidth=2))
        ax.set(xlim=(-3.5, 4.5), ylim=(0, 0.34), yticks=[], ylabel="People")
        ax.set_title(f"Group {name}: flagged right of the line", fontsize=9)
    axes[0, 0].legend(handles=curves[:2], fontsize=7, loc="upper right", handlelength=1.6)
    axes[1, 0].set_xlabel("Score")

    def set_bells(pair: list, group: ScoredGroup) -> None:
        for curve, share, center in zip(
            pair, (1 - group.base_rate, group.base_rate), (group.mean_without, group.mean_with)
        ):
            curve.set_data(scores, share * normal_density(scores, center))

    group_a = ScoredGroup(BASE_RATE_A)
    set_bells(curves[:2], group_a)  # they stay
    y = np.array([2.0, 1.0, 0.0])
    bars, numbers = [], []
    for name, heights, color in (("A", y + 0.19, SKY), ("B", y - 0.19, ORANGE)):
        bars += ax_rates.barh(heights, [0] * 3, height=0.34, color=color, edgecolor=BLACK)
        for height in heights:
            ax_rates.text(-0.04, height, name, va="center", ha="center", fontsize=8)
            numbers.append(ax_rates.text(0, height, "", va="center", fontsize=8))
    ax_rates.set(xlim=(-0.09, 1.12), ylim=(-1.35, 2.6), xticks=[0, 0.5, 1])
    ax_rates.set_yticks(y, RATE_NAMES, fontsize=8)
    ax_rates.xaxis.set_major_formatter(PercentFormatter(1))
    ax_rates.set_title("Rates in groups A and B (%)", fontsize=9)
    verdicts = []
    for height, name in ((-0.8, "Equal errors:"), (-1.15, "An alarm means the same:")):
        ax_rates.text(0, height, name, fontsize=9)
        verdicts.append(ax_rates.text(0.93, height, "", fontweight="bold", fontsize=11))

    def draw(threshold_a: float, threshold_b: float, base_rate_b: int) -> str:
        group_b = ScoredGroup(base_rate_b / 100)
        set_bells(curves[2:], group_b)
        for line, threshold in zip(thresholds, (threshold_a, threshold_b)):
            line.set_xdata([threshold, threshold])
        rates_a, rates_b = group_a.rates(threshold_a), group_b.rates(threshold_b)
        for bar, number, rate in zip(bars, numbers, (*rates_a, *rates_b)):
            bar.set_width(rate)
            number.set_x(rate + 0.02)
            number.set_text(f"{100 * rate:.0f}")
        met = model.criteria_met(rates_a, rates_b)
        for verdict, is_met in zip(verdicts, met):
            # One letter: at this size text is what a redraw costs.
            verdict.set(text="✓" if is_met else "✗", color=GREEN if is_met else RED)
        (fpr_a, fnr_a, ppv_a), (fpr_b, fnr_b, ppv_b) = rates_a, rates_b
        return (
            f"Group A (base rate {BASE_RATE_A:.0%}): FPR {fpr_a:.1%}, FNR {fnr_a:.1%}, PPV "
            f"{ppv_a:.1%}. Group B (base rate {base_rate_b}%): FPR {fpr_b:.1%}, FNR {fnr_b:.1%}, PPV "
            f"{ppv_b:.1%}. Equal errors: {'met' if met[0] else 'not met'}. An alarm means the same: "
            f"{'met' if met[1] else 'not met'}. (Equal means: within one point.)"
        )

    return Scene(figure, [*curves[2:], *thresholds, *bars, *numbers, *verdicts], draw)


def proxy(gaps: dict[str, tuple[float, float]]) -> Figure:
    """Draw the share hired of two groups for each set of features the model may see."""
    figure, ax = new_figure(height=2.3)
    places = np.arange(len(gaps))
    for offset, (number, color, hatch) in zip((-0.2, 0.2), ((0, SKY, ""), (1, ORANGE, "//"))):
        bars = ax.bar(
            places + offset,
            [pair[number] for pair in gaps.values()],
            width=0.36,
            color=color,
            edgecolor=BLACK,
            hatch=hatch,
            label=f"group {number}",
        )
        ax.bar_label(bars, fmt="%.2f", padding=2)
    ax.set_xticks(places, list(gaps))
    ax.set(ylim=(0, 0.62), ylabel="Share hired", title="What the model may see")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


# --- Energy ---------------------------------------------------------------------------------------

# Name: value, height of the label, side of the line on which it stands.
KWH_MARKS = {
    "boiling a liter of water": (0.1, 0, "right"),
    "a brain in 20 years (20 W)": (20 * 24 * 365.25 * 20 / 1000, 0, "right"),
    "GPT-3, published": (1_287_000.0, 0, "left"),
}
KG_MARKS = {
    "one big Transformer run": (192 * model.KG_PER_POUND, 0, "right"),
    "a flight for one, there and back": (1_984 * model.KG_PER_POUND, 1, "right"),
    "a car's lifetime": (126_000 * model.KG_PER_POUND, 2, "right"),
    "the architecture search": (626_155 * model.KG_PER_POUND, 1, "left"),
    "GPT-3, published": (552_000.0, 0, "left"),
}
SMALLEST, LARGEST = 1e-9, 1e11


def energy() -> Scene:
    """The energy and the carbon of a training run, on logarithmic scales beside known ones."""
    figure, axes = new_figure(height=2.9, num_rows=2, height_ratios=[2, 3])
    bars, labels = [], []
    for ax, marks, unit, title, top in (
        (axes[0], KWH_MARKS, "kWh", "Energy", 1.2),
        (axes[1], KG_MARKS, "kg", "Carbon dioxide equivalent", 2.3),
    ):
        ax.set(xscale="log", xlim=(SMALLEST, LARGEST), ylim=(-0.5, top), yticks=[], xlabel=unit)
        ax.set_title(title)
        bars.append(ax.barh([0], [1], left=0, height=0.7, color=SKY, edgecolor=BLUE)[0])
        labels.append(ax.text(2 * SMALLEST, 0, "", va="center", fontweight="bold"))
        for name, (value, level, side) in marks.items():
            height = 0.75 + 0.6 * level
            ax.plot([value, value], [0.35, height + 0.2], **DOTTED)
            ax.text(value, height, f" {name} ", ha=side, va="center", fontsize=7.5, color=BLACK)

    def draw(
        exponent: float, tokens_exponent: float, tflops: int, watts: int, pue: float, grams: int
    ) -> str:
        num_parameters, num_tokens = 10.0**exponent, 10.0**tokens_exponent
        kwh, kg = model.training_footprint(
            num_parameters, num_tokens, tflops * 1e12, watts, pue, grams / 1000
        )
        for bar, label, value, unit in zip(bars, labels, (kwh, kg), ("kWh", "kg")):
            bar.set_width(max(value, SMALLEST))
            label.set_text(f"{_amount(value)} {unit}")
        flops = model.training_flops(num_parameters, num_tokens)
        return (
            f"{num_parameters:.2g} parameters and {num_tokens:.2g} samples or tokens: 6ND = "
            f"{flops:.2g} operations, {_amount(kwh)} kWh, {_amount(kg)} kg of CO<sub>2</sub> "
            "equivalent, for one run."
        )

    return Scene(figure, [*bars, *labels], draw)


def _amount(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"


# --- A headline -----------------------------------------------------------------------------------


def headline(rows: dict[str, tuple[float, float, float]]) -> Figure:
    """Draw {name: (share, low, high)} as dots with intervals."""
    figure, ax = new_figure(height=1.9)
    for place, ((share, low, high), color, marker) in enumerate(
        zip(rows.values(), (BLUE, RED), "os")
    ):
        ax.plot([low, high], [place, place], color=color, linestyle="-", linewidth=3)
        ax.plot([share], [place], marker, color=color, markersize=9)
        ax.text(high + 0.004, place, f"{share:.0%} [{low:.1%}, {high:.1%}]", va="center")
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set(ylim=(-0.6, len(rows) - 0.4), xlim=(0, 0.16), xlabel="Share of cancers missed")
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.set_title("Half as many, or as many?")
    return figure
