"""The pictures of notebook 05 that stand still."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from helpers.evaluation import study
from helpers.evaluation.baselines import Moods
from helpers.evaluation.descent import SHARES
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, RED, Still, log_scale, new_figure
from helpers.statistics import wilson_interval
from helpers.training import History

RECIPE_STYLES = ((BLUE, "-"), (GREEN, "--"), (RED, "-."))


def learning_curves(history: History) -> Still:
    """Draw the training and validation loss of a history."""
    figure, ax = new_figure(height=2.2)
    epochs = np.arange(1, history.num_epochs + 1)
    ax.plot(epochs, history.train_loss, color=BLUE, linestyle="-", label="training")
    ax.plot(epochs, history.valid_loss, color=RED, linestyle="--", label="validation")
    ax.axvline(history.best_epoch, color=GREY, linestyle=":", linewidth=1)
    ax.text(history.best_epoch, ax.get_ylim()[1], " lowest", va="top", color=GREY)
    ax.set(xlabel="Epoch", ylabel="Mean loss (nats)", title="The curves part early")
    ax.legend(loc="upper right")
    return Still(
        figure,
        "Loss against epoch. The training loss falls to nearly zero. The validation loss falls "
        "steeply at first, then stays almost level, far above; its lowest point is marked.",
    )


def bias_variance(
    degrees: np.ndarray, bias2: np.ndarray, variance: np.ndarray, measured: np.ndarray, noise: float
) -> Still:
    """Stack squared bias, variance and noise, and draw the measured error, all (num_degrees,)."""
    figure, ax = new_figure(height=2.6)
    floor = np.zeros(len(degrees))
    for part, color, hatch, label in (
        (np.full(len(degrees), noise**2), GREY, "", "noise"),
        (bias2, BLUE, "///", "squared bias"),
        (variance, ORANGE, "...", "variance"),
    ):
        look = dict(color=color, edgecolor="white", linewidth=0.5, hatch=hatch)
        ax.bar(degrees, part, bottom=floor, width=0.7, label=label, **look)
        floor = floor + part
    ax.plot(degrees, measured, "D", color=BLACK, markersize=5, label="measured")
    ax.set(xticks=degrees, xlabel="Degree", ylabel="Mean squared error")
    ax.set_title("Bias falls, variance rises, and the parts add up")
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(handles[::-1], labels[::-1], loc="center left", bbox_to_anchor=(1, 0.5))
    return Still(
        figure,
        "Bars against degree, each of three stacked parts. The noise is the same everywhere. The "
        "squared bias is large at degrees 0 to 2 and nearly nothing from 3 on. The variance "
        "grows slowly, and at 9 suddenly. The bar is lowest at degree 3. A mark for the measured "
        "error sits on top of every bar.",
    )


def recipe_curves(histories: dict[float, History]) -> Still:
    """Draw the losses of {learning rate: history}: training thin, validation thick."""
    figure, ax = new_figure(height=2.3)
    _draw_curves(ax, {lr: (run.train_loss, run.valid_loss) for lr, run in histories.items()})
    return Still(
        figure,
        "Training and validation loss over 100 epochs, for three learning rates. At .01 both "
        "losses hardly fall; at .1 they fall steadily; at 1 they fall fast and unevenly, the "
        "training loss to a hundredth and the validation loss to a tenth.",
    )


def _draw_curves(ax: Axes, curves: dict[float, tuple[list[float], list[float]]]) -> None:
    for (lr, (train, valid)), (color, style) in zip(curves.items(), RECIPE_STYLES, strict=True):
        epochs = np.arange(1, len(train) + 1)
        ax.plot(epochs, train, color=color, linestyle=style, linewidth=0.9)
        label = f"validation, rate {lr:g}"
        ax.plot(epochs, valid, color=color, linestyle=style, linewidth=2.2, label=label)
    ax.plot([], [], color=BLACK, linestyle="-", linewidth=0.9, label="training: thin, same style")
    ax.set(yscale="log", xlabel="Epoch", ylabel="Mean loss (nats)", title="Loss while learning")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))


def mnist_study(content: dict, num_test: int, goals: tuple[float, float]) -> Still:
    """Draw the stored MNIST study: the recipe's losses, and every test error with its interval."""
    figure, (ax, ax_test) = new_figure(2, height=2.6, width_ratios=[5, 3])
    runs = {lr: content["recipe"]["runs"][f"lr {lr:g}, seed 0"] for lr in study.LEARNING_RATES}
    _draw_curves(ax, {lr: (run["train_loss"], run["valid_loss"]) for lr, run in runs.items()})
    ax.legend(loc="lower left", fontsize=7, handlelength=3)
    for place, (part, marker, color) in enumerate((("recipe", "o", BLUE), ("better", "s", RED))):
        errors = np.array([result["error"] for result in content[part]["test"].values()])
        places = place + np.linspace(-0.25, 0.25, len(errors))
        low, high = wilson_interval(errors * num_test, num_test)
        ax_test.vlines(places, low, high, color=color, linestyle="-", linewidth=1.5)
        ax_test.plot(places, errors, marker, color=color, markersize=5)
        ax_test.hlines(goals[place], place - 0.45, place + 0.45, color=BLACK, linestyle=":")
    ax_test.set(xlim=(-0.5, 1.5), ylim=(0, 0.032), ylabel="Share wrong")
    ax_test.set_title("Test error, three seeds each")
    ax_test.set_xticks([0, 1], ["recipe", "better"])
    ax_test.yaxis.set_major_formatter(PercentFormatter(1, decimals=1))
    return Still(
        figure,
        "Left: losses of the recipe on MNIST at three learning rates. At 1 the training loss "
        "falls to a thousandth and the validation loss turns and rises; at .1 the validation "
        "loss ends lowest. Right: test errors of three seeds each, with 95 % intervals. Those of "
        "the recipe lie about the dotted line at 2.5 %, and every interval crosses it. Those of "
        "the better network lie near 1.05 %, far below their line at 1.8 %.",
    )


def updates_study(content: dict) -> Still:
    """Draw the lowest validation loss so far against the number of updates, on both data sets."""
    figure, axes = new_figure(2, height=2.5, sharey=True)
    titles = {"digits": "Small digits", "mnist": "MNIST"}
    for ax, (name, title) in zip(axes, titles.items(), strict=True):
        for lr, color, style, marker in ((0.1, GREEN, "--", "s"), (1.0, RED, "-", "o")):
            losses = [
                values
                for run, values in content["lowest_valid_loss"][name].items()
                if run.startswith(f"lr {lr:g},")
            ]
            thin = dict(color=color, linestyle="-", linewidth=0.6)
            ax.plot(content["updates"], np.transpose(losses), **thin)
            mean = np.mean(losses, axis=0)
            look = dict(color=color, linestyle=style, marker=marker, markersize=4)
            ax.plot(content["updates"], mean, label=f"learning rate {lr:g}", **look)
        log_scale(ax, "both")
        ax.set(xlabel="Updates of the weights", title=title)
        ax.axvline(588, color=GREY, linestyle=":", linewidth=1)
        ax.set_yticks([0.1, 0.2, 0.5], ["0.1", "0.2", "0.5"])
    axes[0].set_ylabel("Lowest loss so far (nats)")
    axes[1].legend(loc="upper right")
    return Still(
        figure,
        "Lowest validation loss so far against the number of updates, for learning rates .1 and "
        "1, thin lines for five seeds and a thick one for their mean. On both data sets the rate "
        "1 is ahead at the dotted line at 588 updates. On MNIST the lines cross later, and .1 ends "
        "lower; on the small digits they nearly meet.",
    )


def three_splits(scores: np.ndarray) -> Still:
    """Draw the accuracies (num_data_sets, 3) of three ways to split; mark the first of the second."""
    figure, ax = new_figure(height=2.3)
    names = ("by record", "by subject,\ndealt out", "by subject,\nbalanced")
    jitter = np.random.default_rng(0).uniform(-0.22, 0.22, len(scores))
    looks = ((ORANGE, "o"), (BLUE, "s"), (GREEN, "^"))
    for row, (values, (color, marker)) in enumerate(zip(scores.T, looks, strict=True)):
        ax.plot(values, row + jitter, marker, color=color, markersize=3.5)
        ax.plot([values.mean()] * 2, [row - 0.38, row + 0.38], color=BLACK, linestyle="-")
    ax.plot([], [], color=BLACK, linestyle="-", label="mean of the 60")
    ax.plot(
        scores[0, 1], 1 + jitter[0], "D", color=RED, markersize=9, fillstyle="none", label="ours"
    )
    ax.axvline(0.5, color=GREY, linestyle=":", label="truth")
    ax.set_yticks(range(3), names)
    ax.set(ylim=(2.6, -0.6), xlim=(0.2, 1.02), xlabel="Accuracy in five folds")
    ax.set_title("One network, 60 data sets without signal")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return Still(
        figure,
        "Three rows of 60 points: cross-validated accuracies. Split by record they crowd near "
        ".95. Split by subject, dealt out or balanced, they scatter from about .3 to .8 around "
        "one half, the mean of the dealt ones a little below it. The score above is marked, at "
        ".38, in the lower half of its row.",
    )


def own_tries(valid: np.ndarray, test: np.ndarray) -> Still:
    """Draw networks' test against validation accuracy (num_networks,); mark the best of these."""
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
    return Still(
        figure,
        "A hundred networks: accuracy on new digits against accuracy on the validation digits. "
        "The cloud rises gently. The network that is best on validation lies far below the "
        "diagonal of equal scores, but above the mean.",
    )


def screening(first: np.ndarray, second: np.ndarray, p_values: np.ndarray) -> Still:
    """Draw R^2 before and after screening, and the overall p value after it, all (num_sets,)."""
    figure, (ax, ax_p) = new_figure(2, height=2.4)
    bins = np.linspace(0, 0.8, 33)
    ax.hist(first, bins, histtype="stepfilled", color=BLUE, alpha=0.6, label="all 50 features")
    outline = dict(histtype="step", linestyle="--", linewidth=2)
    ax.hist(second, bins, color=RED, label="kept ones", **outline)
    ax.set(xlabel="$R^2$", ylabel="Data sets", title="Noise explains noise")
    ax.legend()
    bins = np.linspace(-8, 0, 33)
    ax_p.hist(np.log10(p_values), bins, histtype="stepfilled", color=RED, alpha=0.6)
    ax_p.axvline(np.log10(0.05), color=BLACK, linestyle="--")
    ax_p.text(np.log10(0.05) - 0.1, ax_p.get_ylim()[1], ".05", ha="right", va="top")
    ax_p.set_xticks([-8, -6, -4, -2, 0], ["$10^{-8}$", "$10^{-6}$", "$10^{-4}$", ".01", "1"])
    ax_p.set(xlabel="Overall $p$ of the kept features", title="And looks significant")
    return Still(
        figure,
        "Left: histograms of R squared over 500 data sets of noise, around .5 for all 50 "
        "features and around .3 for those kept. Right: the overall p values of the kept "
        "features, nearly all far below .05.",
    )


def moods(moods: Moods, predicted: np.ndarray) -> Still:
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
    for person, color, marker in zip(people, (BLUE, ORANGE, GREEN), "os^", strict=True):
        days = np.arange(1, 21)
        ax_within.plot(days, moods.future[person, :20], marker, color=color, markersize=4)
        ax_within.plot(days, predicted[person, :20], color=color, linestyle="-")
    ax_within.plot([], [], "o", color=GREY, markersize=4, label="reported")
    ax_within.plot([], [], color=GREY, linestyle="-", label="predicted")
    ax_within.legend(loc="lower right", ncols=2)
    ax_within.set(ylim=limits, xlabel="Day", ylabel="Mood", title="Three people")
    return Still(
        figure,
        "Left: reported against predicted mood of everyone, a long cloud along the diagonal. "
        "Right: three people day by day. Each prediction hovers around the person's level; the "
        "ups and downs of prediction and mood have nothing to do with each other.",
    )


def field(old: np.ndarray, fresh: np.ndarray, harder: np.ndarray) -> Still:
    """Draw accuracies (num_networks,) on fresh and harder data against those on the old test."""
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
    return Still(
        figure,
        "Accuracy of sixty networks on new digits against the old test set. On fresh digits of "
        "the same kind they lie along the diagonal; on slightly harder ones along a line below "
        "it, in nearly the same order.",
    )


def subgroup_report(names: Sequence[str], before: np.ndarray, after: np.ndarray) -> Still:
    """Draw each group's error in every repetition, (num_runs, num_groups), of two models."""
    figure, ax = new_figure(height=2.1)
    rows = np.arange(len(names))
    for errors, shift, color, marker, label in (
        (before, 0.14, RED, "o", "first network"),
        (after, -0.14, GREEN, "D", "with more slanted digits"),
    ):
        ax.plot(errors.T, rows + shift, marker, color=color, markersize=5, fillstyle="none")
        ax.plot(
            errors.mean(axis=0), rows + shift, "|", color=color, markersize=16, markeredgewidth=3
        )
        ax.plot([], [], marker, color=color, fillstyle="none", label=label)
    ax.plot([], [], "|", color=BLACK, markersize=10, markeredgewidth=3, label="mean of its five")
    ax.set_yticks(rows, names)
    ax.set(xlim=(0, None), ylim=(-0.6, len(names) - 0.4), xlabel="Share wrong, one mark a run")
    ax.set_title("One number hides two groups")
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return Still(
        figure,
        "Share wrong among upright and slanted digits, five runs of two networks. The first is "
        "good on upright digits and bad on slanted ones, in every run; the second, trained on "
        "more slanted ones, is far better on them and a little worse on upright ones.",
    )


def drift(accuracies: dict[str, np.ndarray], confidence: np.ndarray, last_seen: int) -> Still:
    """Draw accuracies by name and the confidence, all (num_runs, num_months): means and spread.

    What was trained on is shaded. A month that a network never saw is NaN.
    """
    figure, ax = new_figure(height=2.5)
    months = np.arange(1, confidence.shape[1] + 1)
    lines = (*accuracies.items(), ("confidence of the first", confidence))
    looks = ((RED, "o-"), (BLUE, "s--"), (GREEN, "^:"))
    for (name, values), (color, style) in zip(lines, looks, strict=True):
        seen = ~np.isnan(values[0])
        at, values = months[seen], values[:, seen]
        ax.plot(at, values.mean(axis=0), style, color=color, markersize=5, label=name)
        ax.fill_between(at, values.min(axis=0), values.max(axis=0), color=color, alpha=0.15, lw=0)
    ax.axvspan(0.5, last_seen + 0.5, color=GREY, alpha=0.15, linewidth=0)
    ax.text(0.7, 0.43, "months of the training data", color=BLACK)
    ax.set(ylim=(0.4, 1.02), xlim=(0.5, len(months) + 0.5), xlabel="Month", ylabel="Share")
    ax.set_title("The world turns away from the training data")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return Still(
        figure,
        "Accuracy by month, the mean of five repetitions and their spread. The network that was "
        "trained once is right on about nine tenths up to month 7, and then falls month by month, "
        "to about a half. Trained anew each month it stays near .8. The first network's "
        "confidence falls as well, but far less.",
    )


def descent(errors: dict[int, np.ndarray]) -> Still:
    """Draw training and test error against the width, for every number of digits learned."""
    figure, axes = new_figure(len(errors), height=2.7, sharey=True)
    for ax, (num_digits, by_width) in zip(axes, errors.items(), strict=True):
        widths = np.array(SHARES) * num_digits
        log_scale(ax, "both")
        # Exact fits have no training error; a logarithmic axis has no place for that.
        for column, color, style, label in (
            (0, BLUE, "s--", "training"),
            (1, RED, "o-", "new digits"),
        ):
            middle = np.median(by_width[:, :, column], axis=1)
            shown = middle > 1e-3
            ax.plot(widths[shown], middle[shown], style, color=color, markersize=4, label=label)
        low, high = np.quantile(by_width[:, :, 1], [0.25, 0.75], axis=1)
        ax.fill_between(widths, low, high, color=RED, alpha=0.2, linewidth=0)
        ax.axvline(num_digits, color=GREY, linestyle=":", linewidth=1)
        ax.text(num_digits, 2e-2, f" {num_digits} units", color=GREY)
        ax.set(xlabel="Hidden units", title=f"{num_digits} digits learned", ylim=(1e-2, 1e3))
    axes[0].set_ylabel("Mean squared error")
    axes[0].legend(loc="upper right")
    return Still(
        figure,
        "Error against the number of hidden units, for 100 digits and for 200. The training error "
        "falls to nothing at as many units as digits. There the error on new digits has a sharp "
        "peak; it falls on either side, and further to the right, where it ends lowest. Bands hold the "
        "middle half of twenty seeds.",
    )


def more_data(sizes: Sequence[int], curves: dict[int, np.ndarray]) -> Still:
    """Draw learning curves, {width: errors (num_draws, learned or new, num_sizes)}: means and spreads."""
    figure, axes = new_figure(len(curves), height=2.5, sharey=True)
    for ax, (width, errors) in zip(axes, curves.items(), strict=True):
        log_scale(ax, "x")
        for part, color, style, label in (
            (errors[:, 1], RED, "o-", "new digits"),
            (errors[:, 0], BLUE, "s--", "digits learned"),
        ):
            mean, spread = part.mean(axis=0), part.std(axis=0, ddof=1)
            ax.plot(sizes, mean, style, color=color, markersize=4, label=label)
            ax.fill_between(
                sizes, mean - spread, mean + spread, color=color, alpha=0.2, linewidth=0
            )
        ax.set_xticks(sizes, [str(size) for size in sizes])
        ax.set(xlabel="Digits learned", title=f"{width} hidden units")
    axes[0].set_ylabel("Share wrong")
    axes[0].yaxis.set_major_formatter(PercentFormatter(1))
    axes[1].legend(loc="upper right")
    return Still(
        figure,
        "Two panels, the share of wrong answers against the number of digits learned. With 10 hidden "
        "units the error on learned digits rises and that on new ones falls, until they nearly meet, at "
        "more than two fifths. With 400 the error on learned digits is 0 throughout, and that on new "
        "ones falls from almost a third to a few percent. Bands show the spread over ten repetitions.",
    )


def nested(plain: np.ndarray, nested: np.ndarray, truth: np.ndarray) -> Still:
    """Draw by how much each score misses the truth, all (num_draws,)."""
    figure, ax = new_figure(height=1.9)
    jitter = np.linspace(-0.25, 0.25, len(truth))
    for place, scores, color, marker in ((1, plain, RED, "o"), (0, nested, GREEN, "s")):
        gaps = 100 * (scores - truth)
        ax.plot(gaps, place + jitter, marker, color=color, markersize=4, alpha=0.6)
        bar = [place - 0.38, place + 0.38]
        ax.plot([gaps.mean()] * 2, bar, color=BLACK, linestyle="-", linewidth=2)
    ax.axvline(0, color=GREY, linestyle=":", linewidth=1)
    ax.set_yticks([0, 1], ["nested", "the score that chose"])
    ax.set(xlabel="Score minus truth (points of accuracy)", ylim=(-0.5, 1.5))
    ax.set_title("The score that chose flatters; the nested one is a little modest")
    return Still(
        figure,
        "Two rows of thirty dots, by how many points a score lies above the truth. The dots of the "
        "score that chose lie mostly right of 0, their mean at six. Those of the nested score lie on "
        "both sides of 0, spread wider, their mean just left of it. Bars mark the means.",
    )


def faults(all_in: float, none_in: float, gains: dict[str, tuple[float, float]]) -> Still:
    """Draw what each fault is worth: repaired alone, from the top, and left in alone, from below."""
    figure, ax = new_figure(height=2.6)
    places = np.arange(len(gains))
    repaired, left = np.array(list(gains.values())).T
    ax.axhline(all_in, color=RED, linestyle="--", linewidth=1)
    ax.axhline(none_in, color=GREEN, linestyle="-", linewidth=1)
    ax.axhline(0.5, color=GREY, linestyle=":", linewidth=1)
    for place, down, up in zip(places, repaired, left, strict=True):
        ax.plot([place - 0.12] * 2, [all_in, all_in + down], color=RED, linestyle="-", linewidth=3)
        ax.plot(
            [place + 0.12] * 2, [none_in, none_in + up], color=GREEN, linestyle="-", linewidth=3
        )
    ax.plot(places - 0.12, all_in + repaired, "v", color=RED, label="all five but this one")
    ax.plot(places + 0.12, none_in + left, "D", color=GREEN, label="this one alone")
    for height, text in ((all_in, "all five"), (none_in, "none"), (0.5, "chance")):
        ax.text(len(gains) - 0.45, height + 0.01, text, va="bottom", color=GREY)
    ax.set(xlim=(-0.5, len(gains)), ylim=(0.45, 1.05), ylabel="Reported score")
    ax.set_xticks(places, list(gains))
    ax.set_title("What each fault is worth, over ten splits")
    ax.legend(loc="lower left", bbox_to_anchor=(0, 0.12), ncols=2)
    return Still(
        figure,
        "The reported score for each fault. With all five it lies near the top; repairing a single one "
        "lowers it little, and most by the repair of identity. With none it lies halfway to chance; a "
        "single one left in raises it most for identity, less for selection, metric and reuse.",
    )
