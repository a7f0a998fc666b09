"""The pictures of notebook 05: they draw what `model.py` and `study.py` compute."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from helpers.evaluation import model, study
from helpers.explorable import Scene
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, RED, SKY, new_figure
from helpers.statistics import normal_density, wilson_interval
from helpers.training import History

DEGREES = list(range(10))
LOSS_LIMITS = (0.005, 20)
RECIPE_STYLES = ((BLUE, "-"), (GREEN, "--"), (RED, "-."))


def learning_curves(history: History) -> Figure:
    """Draw the training and validation loss of a history."""
    figure, ax = new_figure(height=2.2)
    epochs = np.arange(1, history.num_epochs + 1)
    ax.plot(epochs, history.train_loss, color=BLUE, linestyle="-", label="training")
    ax.plot(epochs, history.valid_loss, color=RED, linestyle="--", label="validation")
    ax.axvline(history.best_epoch, color=GREY, linestyle=":", linewidth=1)
    ax.text(history.best_epoch, ax.get_ylim()[1], " lowest", va="top", color=GREY)
    ax.set(xlabel="Epoch", ylabel="Mean loss (nats)", title="The curves part early")
    ax.legend(loc="center right")
    return figure


# --- Under- and overfitting -----------------------------------------------------------------------


def polynomial() -> Scene:
    """A polynomial fitted to noisy points of a sine, and its errors against the degree."""
    figure, (ax, ax_rms) = new_figure(2, height=2.8)
    grid = np.linspace(0, 1, 200)
    ax.plot(grid, model.sine(grid), color=GREY, linestyle=":", label="truth")
    (fit,) = ax.plot([], [], color=RED, linestyle="-", label="fit")
    (points,) = ax.plot([], [], "o", color=BLUE, markersize=5, label="training points")
    ax.set(xlim=(-0.02, 1.02), ylim=(-3, 3.9), xlabel="x", ylabel="y", title="One data set")
    ax.legend(loc="upper right", ncols=3, columnspacing=1, handlelength=1.4)
    ax_rms.set(xlim=(-0.3, 9.3), ylim=(0.02, 20), yscale="log", xticks=DEGREES)
    ax_rms.set(xlabel="Degree", ylabel="RMS error", title="Median over 100 data sets")
    (train,) = ax_rms.plot([], [], "o-", color=BLUE, markersize=4, label="training")
    (test,) = ax_rms.plot([], [], "s--", color=RED, markersize=4, label="new points")
    floor = ax_rms.axhline(1, color=GREY, linestyle=":", linewidth=1)
    (dots,) = ax_rms.plot([], [], "D", color=BLACK, markersize=7, fillstyle="none")
    handles = [train, test, dots]
    ax_rms.legend(handles, ["training", "new points", "this data set"], loc="upper left")

    def draw(degree: int, num_points: int, noise: float, draw: int) -> str:
        x, y = model.noisy_sine(num_points, noise, 100)
        x_test, y_test = model.noisy_sine(100, noise, 100, seed=1)
        rows = []
        for each in DEGREES:
            weights = model.fit_polynomial(x, y, each)
            old = model.rms(model.predict_polynomial(weights, x) - y)
            new = model.rms(model.predict_polynomial(weights, x_test) - y_test)
            rows.append((np.median(old), np.median(new), old[draw - 1], new[draw - 1]))
            if each == degree:
                fit.set_data(grid, model.predict_polynomial(weights[draw - 1], grid))
        medians_train, medians_test, olds, news = np.array(rows).T
        points.set_data(x, y[draw - 1])
        train.set_data(DEGREES, np.maximum(medians_train, 1e-9))
        test.set_data(DEGREES, np.maximum(medians_test, 1e-9))
        floor.set_ydata([noise, noise])
        dots.set_data([degree, degree], np.maximum([olds[degree], news[degree]], 1e-9))
        best = DEGREES[int(np.argmin(medians_test))]
        return (
            f"Degree {degree}, {num_points} points, noise {noise:g}: this fit misses its own points "
            f"by {olds[degree]:.2f} and new points by {news[degree]:.2f} (RMS; the noise alone, "
            f"dotted, is {noise:g}). Over 100 data sets new points favor degree {best}."
        )

    return Scene(figure, [floor, train, test, dots, fit, points], draw)


def bias_variance(degrees: np.ndarray, bias2: np.ndarray, variance: np.ndarray, noise: float):
    """Draw squared bias, variance, noise and their sum (num_degrees,), on a logarithmic axis."""
    figure, ax = new_figure(height=2.5)
    ax.plot(degrees, bias2, "o-", color=BLUE, label="squared bias")
    ax.plot(degrees, variance, "s--", color=RED, label="variance")
    ax.axhline(noise**2, color=GREY, linestyle=":", label="noise variance")
    total = bias2 + variance + noise**2
    ax.plot(degrees, total, "D-.", color=BLACK, label="sum: mean squared error")
    ax.set(yscale="log", ylim=(1e-3, 1.5), xticks=degrees)
    ax.set(xlabel="Degree", ylabel="Squared error", title="Bias falls, variance rises")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


# --- Learning rates -------------------------------------------------------------------------------


def learning_rates() -> Scene:
    """Loss curves at a learning rate, the best validation error at all of them, and a live run."""
    runs = model.load_digits_study()["runs"]
    exponents = np.array([float(exponent) for exponent in runs])
    best = [min(run["valid_error"]) for run in runs.values()]
    figure, (ax, ax_rate) = new_figure(2, height=2.7)
    ax.set(xlim=(0, study.NUM_EPOCHS), ylim=LOSS_LIMITS, yscale="log")
    ax.set(xlabel="Epoch", ylabel="Mean loss (nats)", title="Loss while learning")
    (train,) = ax.plot([], [], color=BLUE, linestyle="-", label="training")
    (valid,) = ax.plot([], [], color=RED, linestyle="--", label="validation")
    (live,) = ax.plot([], [], color=BLACK, linestyle=":", linewidth=2.4)
    cut = ax.axvline(0, color=GREY, linestyle=":", linewidth=1)
    ax.legend(
        [train, valid, live], ["training", "validation", "validation, live"], loc="lower left"
    )
    ax_rate.plot(10.0**exponents, best, "o-", color=RED, markersize=4)
    ax_rate.axhline(0.9, color=GREY, linestyle=":", linewidth=1)
    ax_rate.text(0.1, 0.95, "guessing", color=GREY, ha="center", va="bottom")
    ax_rate.set(xscale="log", yscale="log", ylim=(0.015, 1.4), xlabel="Learning rate")
    ax_rate.set(ylabel="Lowest validation error", title="Every learning rate")
    ax_rate.yaxis.set_major_formatter(PercentFormatter(1))
    (dot,) = ax_rate.plot([], [], "D", color=BLACK, markersize=8)

    def draw(exponent: float, epochs: int, live_losses: list[float] | None = None) -> str:
        run = runs[f"{exponent:g}"]
        shown = np.arange(1, epochs + 1)
        train.set_data(shown, run["train_loss"][:epochs])
        valid.set_data(shown, run["valid_loss"][:epochs])
        cut.set_xdata([epochs, epochs])
        losses = live_losses or []
        live.set_data(np.arange(1, len(losses) + 1), losses)
        error = min(run["valid_error"][:epochs])
        dot.set_data([10.0**exponent], [error])
        return (
            f"At learning rate {10.0**exponent:.3g} the lowest validation error within "
            f"{epochs} epochs is {error:.1%}; the last training loss is "
            f"{run['train_loss'][epochs - 1]:.3g} nats."
        )

    return Scene(figure, [cut, train, valid, live, dot], draw)


def recipe_curves(histories: dict[float, History]) -> Figure:
    """Draw the losses of {learning rate: history}: training thin, validation thick."""
    figure, ax = new_figure(height=2.3)
    _draw_curves(ax, {lr: (run.train_loss, run.valid_loss) for lr, run in histories.items()})
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def _draw_curves(ax, curves: dict) -> None:
    for (lr, (train, valid)), (color, style) in zip(curves.items(), RECIPE_STYLES):
        epochs = np.arange(1, len(train) + 1)
        ax.plot(epochs, train, color=color, linestyle="-", linewidth=0.7)
        label = f"validation, rate {lr:g}"
        ax.plot(epochs, valid, color=color, linestyle=style, linewidth=2.2, label=label)
    ax.plot([], [], color=BLACK, linestyle="-", linewidth=0.7, label="training (thin)")
    ax.set(yscale="log", xlabel="Epoch", ylabel="Mean loss (nats)", title="Loss while learning")


def mnist_study(content: dict) -> Figure:
    """Draw the stored MNIST study: the recipe's losses, and every test error at the end."""
    figure, (ax, ax_test) = new_figure(2, height=2.4, width_ratios=[5, 2])
    runs = content["recipe"]["runs"]
    names = {lr: f"lr {lr:g}, seed 0" for lr in study.LEARNING_RATES}
    _draw_curves(
        ax, {lr: (runs[name]["train_loss"], runs[name]["valid_loss"]) for lr, name in names.items()}
    )
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    for place, (part, marker, color) in enumerate((("recipe", "o", BLUE), ("better", "s", RED))):
        errors = [result["error"] for result in content[part]["test"].values()]
        ax_test.plot([place] * len(errors), errors, marker, color=color, fillstyle="none")
    ax_test.set(xlim=(-0.5, 1.5), ylim=(0, 0.03), ylabel="Share wrong", title="Test error")
    ax_test.set_xticks([0, 1], ["recipe", "better"])
    ax_test.yaxis.set_major_formatter(PercentFormatter(1, decimals=1))
    for limit in (0.025, 0.018):
        ax_test.axhline(limit, color=GREY, linestyle=":", linewidth=1)
    return figure


# --- Tuning too much ------------------------------------------------------------------------------


def validation_reuse() -> Scene:
    """Guessing models: the scores of all tries, and the best of k against k."""
    figure, (ax, ax_best) = new_figure(2, height=2.7)
    ax.set(xlim=(0, 1), ylim=(0, 1.35), xlabel="Validation accuracy")
    ax.set_ylabel("Tries (tallest bar: 1)")
    ax.set_title("Models that only guess")
    ax.axvline(0.5, ymax=0.75, color=GREY, linestyle=":", linewidth=1)
    edges = np.linspace(-0.025, 1.025, 22)
    bars = ax.bar(edges[:-1], np.zeros(21), width=0.05, align="edge", color=SKY, edgecolor=BLUE)
    (top,) = ax.plot([], [], "v", color=RED, markersize=11, label="best on validation")
    (fresh,) = ax.plot([], [], "D", color=GREEN, markersize=8, label="the same, on new data")
    ax.legend(handles=[top, fresh], loc="upper left")
    tries = np.unique(np.round(np.logspace(0, 3, 30)).astype(int))
    ax_best.set(xscale="log", xlim=(1, 1000), ylim=(0.48, 1.0), xlabel="Tries $k$")
    ax_best.set(ylabel="Accuracy of the best", title="The best of $k$")
    (exact,) = ax_best.plot([], [], color=RED, linestyle="-", label="exact mean")
    (law,) = ax_best.plot([], [], color=BLACK, linestyle="--", label=r"$.5 + \sqrt{\ln k/2n}$")
    ax_best.axhline(0.5, color=GREEN, linestyle=":", label="truth")
    (dot,) = ax_best.plot([], [], "v", color=RED, markersize=10)
    ax_best.legend(loc="upper left")

    def draw(tries_made: int, size: int) -> str:
        scores = model.coin_flip_scores(tries_made, size)
        counts = np.histogram(scores, edges)[0]
        for bar, count in zip(bars, counts):
            bar.set_height(count / counts.max())
        best = scores.max()
        # The winner is a guesser like the others: on new data it flips its coins again.
        again = model.coin_flip_scores(1, size, seed=1)[0]
        top.set_data([best], [0.06])
        fresh.set_data([again], [0.06])
        exact.set_data(tries, model.expected_best(tries, size))
        law.set_data(tries, np.minimum(model.best_of_law(tries, size), 2))
        dot.set_data([tries_made], [best])
        return (
            f"The best of {tries_made} guessing models is right on {best:.0%} of {size} validation "
            f"samples; on {size} new ones it is right on {again:.0%}. On average the best of so many "
            f"reaches {model.expected_best(np.array(tries_made), size):.3f}; the law puts that "
            f"mean at {model.best_of_law(tries_made, size):.3f} or less."
        )

    return Scene(figure, [*bars, top, fresh, exact, law, dot], draw)


def own_tries(valid: np.ndarray, test: np.ndarray) -> Figure:
    """Draw validation against test accuracy (num_models,) of networks; mark the best by validation."""
    figure, ax = new_figure(height=2.3)
    best = int(valid.argmax())
    ends = np.array([min(valid.min(), test.min()) - 0.01, 1.0])
    ax.plot(ends, ends, color=GREY, linestyle=":", label="equal")
    ax.plot(valid, test, "o", color=BLUE, markersize=4, label="one network")
    ax.plot(valid[best], test[best], "D", color=RED, markersize=9, label="best on validation")
    ax.axhline(test.mean(), color=GREEN, linestyle="--", linewidth=1, label="mean on new digits")
    ax.set(xlabel="Accuracy on the validation digits", ylabel="Accuracy on new digits")
    ax.set_title("A hundred networks, each from 30 digits of its own")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def screening(first: np.ndarray, second: np.ndarray, p_values: np.ndarray) -> Figure:
    """Draw R^2 before and after screening, and the overall p value after it, all (num_sets,)."""
    figure, (ax, ax_p) = new_figure(2, height=2.4)
    bins = np.linspace(0, 0.8, 33)
    ax.hist(first, bins, histtype="stepfilled", color=BLUE, alpha=0.6, label="all 50 features")
    ax.hist(
        second, bins, histtype="step", color=RED, linestyle="--", linewidth=2, label="kept ones"
    )
    ax.set(xlabel="$R^2$", ylabel="Data sets", title="Noise explains noise")
    ax.legend()
    bins = np.linspace(-8, 0, 33)
    ax_p.hist(np.log10(p_values), bins, histtype="stepfilled", color=RED, alpha=0.6)
    ax_p.axvline(np.log10(0.05), color=BLACK, linestyle="--")
    ax_p.text(np.log10(0.05) - 0.1, ax_p.get_ylim()[1], ".05", ha="right", va="top")
    ax_p.set_xticks([-8, -6, -4, -2, 0], ["$10^{-8}$", "$10^{-6}$", "$10^{-4}$", ".01", "1"])
    ax_p.set(xlabel="Overall $p$ of the kept features", title="And looks significant")
    return figure


# --- The split and the metric ----------------------------------------------------------------------


def identity_confounding() -> Scene:
    """Subjects as clouds, and a classifier's score by records and by subjects."""
    figure, (ax, ax_score) = new_figure(2, height=2.8)
    ax.set(xlim=(-7, 7), ylim=(-7, 7), xlabel="Feature 1", ylabel="Feature 2")
    ax.set_title("Records: no feature knows the diagnosis")
    (healthy,) = ax.plot([], [], "o", color=BLUE, markersize=2.5, label="healthy")
    (ill,) = ax.plot([], [], "^", color=RED, markersize=3, label="ill")
    (centers,) = ax.plot([], [], "x", color=BLACK, markersize=6, label="a subject's mean")
    ax.legend(loc="upper left", ncols=3, columnspacing=0.8, handletextpad=0.1)
    offsets = np.array([0.0, 0.5, 1.0, 2.0])
    by_record, _, by_subject = np.array([model.average_confounding(o) for o in offsets]).T
    ax_score.plot(offsets, by_record, "-", color=ORANGE, label="split by record (mean)")
    ax_score.plot(offsets, by_subject, "--", color=GREEN, label="split by subject (mean)")
    ax_score.set(xlim=(-0.1, 2.1), ylim=(0.1, 1.05), xlabel="Offset between subjects")
    ax_score.set(ylabel="Accuracy, 5 neighbors", title="Two scores of one classifier")
    (record_dot,) = ax_score.plot([], [], "o", color=ORANGE, markersize=9)
    (subject_dot,) = ax_score.plot([], [], "D", color=GREEN, markersize=9)
    ax_score.legend(loc="lower left")

    def draw(offset: float, num_subjects: int, draw: int) -> str:
        x, y, subject = model.make_records(num_subjects, offset, seed=draw)
        shown = np.arange(len(y)) % 3 == 0  # ten records a subject: enough to see the clouds
        healthy.set_data(*x[(y == 0) & shown, :2].T)
        ill.set_data(*x[(y == 1) & shown, :2].T)
        means = np.array([x[subject == each].mean(0) for each in range(num_subjects)])
        centers.set_data(means[:, 0], means[:, 1])
        by_record = model.nearest_neighbor_accuracy(x, y, model.record_folds(len(y)))
        folds = model.balanced_subject_folds(y, subject)
        by_subject = model.nearest_neighbor_accuracy(x, y, folds)
        record_dot.set_data([offset], [by_record])
        subject_dot.set_data([offset], [by_subject])
        return (
            f"{num_subjects} subjects, offset {offset:g}: split by record the classifier is right "
            f"on {by_record:.0%}, split by subject on {by_subject:.0%}. The truth is 50%."
        )

    return Scene(figure, [centers, healthy, ill, record_dot, subject_dot], draw)


def moods(moods: model.Moods, predicted: np.ndarray) -> Figure:
    """Draw predicted against reported future moods: of everyone, and of three people alone."""
    figure, (ax, ax_within) = new_figure(2, height=2.5)
    limits = (-3.2, 3.2)
    days_apart = slice(None, None, 10)  # enough dots to see the cloud
    dots = predicted[:, days_apart].ravel(), moods.future[:, days_apart].ravel()
    ax.plot(*dots, "o", color=BLUE, markersize=2.5)
    ax.plot(limits, limits, color=GREY, linestyle=":")
    ax.set(xlim=limits, ylim=limits, xlabel="Predicted mood", ylabel="Reported mood")
    ax.set_title("Everyone together")
    order = np.argsort(moods.past.mean(axis=1))
    people = order[[2, len(order) // 2, -3]]
    for person, color, marker in zip(people, (BLUE, ORANGE, GREEN), "os^"):
        days = np.arange(1, 21)
        ax_within.plot(days, moods.future[person, :20], marker, color=color, markersize=4)
        ax_within.plot(days, predicted[person, :20], color=color, linestyle="-")
    ax_within.set(ylim=limits, xlabel="Day", ylabel="Mood", title="Three people")
    return figure


# --- The field, subgroups, drift ------------------------------------------------------------------


def field(old: np.ndarray, fresh: np.ndarray, harder: np.ndarray) -> Figure:
    """Draw the accuracies (num_models,) on fresh and on harder data against those on the old test."""
    figure, ax = new_figure(height=2.6)
    ends = np.array([old.min(), old.max()])
    ax.plot(ends, ends, color=GREY, linestyle=":", label="equal")
    for new, color, marker, style, name in (
        (fresh, BLUE, "o", "-", "fresh digits of the same kind"),
        (harder, RED, "s", "--", "slightly harder ones"),
    ):
        ax.plot(old, new, marker, color=color, markersize=3, label=name)
        slope, intercept = np.polyfit(old, new, 1)
        ax.plot(ends, slope * ends + intercept, color=color, linestyle=style, linewidth=1)
    ax.set(xlabel="Accuracy on the old test digits", ylabel="Accuracy on new digits")
    ax.set_title("Sixty networks, two new test sets")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def subgroup_report(names, before: tuple, after: tuple) -> Figure:
    """Draw each group's error (errors, counts) of two models, with 95 % intervals."""
    figure, ax = new_figure(height=2.1)
    rows = np.arange(len(names))
    for (errors, counts), shift, color, marker, label in (
        (before, 0.12, RED, "o", "first model"),
        (after, -0.12, GREEN, "D", "with more of the rare group"),
    ):
        low, high = wilson_interval(errors * counts, counts)
        ax.hlines(rows + shift, low, high, color=color, linestyle="-", linewidth=2)
        ax.plot(errors, rows + shift, marker, color=color, label=label)
    ax.set_yticks(rows, names)
    ax.set(xlim=(0, None), ylim=(-0.6, len(names) - 0.4), xlabel="Share wrong, with 95% interval")
    ax.set_title("One number hides two groups")
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def decision_threshold() -> Scene:
    """A test's scores in two groups with a threshold each, and the errors that follow."""
    figure, axes = new_figure(2, height=3.0, num_rows=2, sharex="col", width_ratios=[3, 2])
    scores = np.linspace(-4, 8, 300)
    moving = []
    for (ax, _), group, name in zip(axes, (model.GROUP_A, model.GROUP_B), "AB"):
        for mean, color, style, label in (
            (group.mean_without, BLUE, "-", "healthy"),
            (group.mean_with, RED, "--", "ill"),
        ):
            ax.plot(scores, normal_density(scores, mean), color=color, linestyle=style, label=label)
        moving.append(ax.axvline(0, color=BLACK, linewidth=2))
        ax.set(ylim=(0, 0.52), yticks=[], ylabel="Density")
        ax.set_title(f"Group {name}: alarm to the right of the line")
    axes[0, 0].legend(loc="upper right")
    axes[1, 0].set_xlabel("Score")
    bars = []
    for (_, ax), name in zip(axes, "AB"):
        bars.append(ax.barh([1, 0], [0, 0], color=[BLUE, RED], height=0.6))
        ax.set(xlim=(0, 1), ylim=(-0.5, 1.5), title=f"Group {name}: errors")
        ax.set_yticks([1, 0], ["false alarms\namong healthy", "misses\namong ill"], fontsize=8)
        ax.xaxis.set_major_formatter(PercentFormatter(1))

    def draw(threshold_a: float, threshold_b: float, share_b: int) -> str:
        errors, parts = [], []
        for line, bar, group, threshold, name in zip(
            moving, bars, (model.GROUP_A, model.GROUP_B), (threshold_a, threshold_b), "AB"
        ):
            line.set_xdata([threshold, threshold])
            rates = group.rates(threshold)[:2]
            for patch, rate in zip(bar, rates):
                patch.set_width(rate)
            errors.append(np.mean(rates))
            parts.append(f"{name}: {rates[0]:.0%} false alarms, {rates[1]:.0%} misses")
        overall = (1 - share_b / 100) * errors[0] + share_b / 100 * errors[1]
        return (
            f"Group {parts[0]}. Group {parts[1]}. With {share_b}% of the people in B, half of each "
            f"group ill, the overall error is {overall:.1%} ({errors[0]:.1%} in A, "
            f"{errors[1]:.1%} in B)."
        )

    return Scene(figure, [*moving, *bars[0], *bars[1]], draw)


def drift(accuracies: dict[str, np.ndarray], confidence: np.ndarray, last_seen: int) -> Figure:
    """Draw accuracies (num_months,) by name and the mean confidence; months up to `last_seen` trained."""
    figure, ax = new_figure(height=2.5)
    styles = ((RED, "o-"), (BLUE, "s--"))
    for (name, values), (color, style) in zip(accuracies.items(), styles):
        months = np.arange(1, len(values) + 1)
        ax.plot(months, values, style, color=color, markersize=5, label=name)
    ax.plot(months, confidence, "^:", color=GREEN, markersize=5, label="confidence of the first")
    ax.axvspan(0.5, last_seen + 0.5, color=GREY, alpha=0.15, linewidth=0)
    ax.text(0.7, 0.43, "months of the training data", color=GREY)
    ax.set(ylim=(0.4, 1.02), xlim=(0.5, len(months) + 0.5), xlabel="Month", ylabel="Share")
    ax.set_title("The world turns away from the training data")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure
