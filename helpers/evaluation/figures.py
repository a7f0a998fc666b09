"""The pictures of notebook 05 that stand still."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from helpers.evaluation import study
from helpers.evaluation.baselines import Moods
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, RED, Still, new_figure
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
    ax.legend(loc="center right")
    return Still(
        figure,
        "Loss against epoch. The training loss falls to nearly zero. The validation loss falls "
        "steeply at first, then stays almost level, far above; its lowest point is marked.",
    )


def bias_variance(
    degrees: np.ndarray, bias2: np.ndarray, variance: np.ndarray, noise: float
) -> Still:
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
    return Still(
        figure,
        "Squared error against degree. The squared bias falls in steps, at degrees 1, 3 and 5, "
        "where it leaves the picture; the variance rises steadily, steeply at 9; their sum with "
        "the noise is lowest at degree 3.",
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
        ax.plot(epochs, train, color=color, linestyle="-", linewidth=0.7)
        label = f"validation, rate {lr:g}"
        ax.plot(epochs, valid, color=color, linestyle=style, linewidth=2.2, label=label)
    ax.plot([], [], color=BLACK, linestyle="-", linewidth=0.7, label="training (thin)")
    ax.set(yscale="log", xlabel="Epoch", ylabel="Mean loss (nats)", title="Loss while learning")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))


def mnist_study(content: dict) -> Still:
    """Draw the stored MNIST study: the recipe's losses, and every test error at the end."""
    figure, (ax, ax_test) = new_figure(2, height=2.4, width_ratios=[5, 2])
    runs = {lr: content["recipe"]["runs"][f"lr {lr:g}, seed 0"] for lr in study.LEARNING_RATES}
    _draw_curves(ax, {lr: (run["train_loss"], run["valid_loss"]) for lr, run in runs.items()})
    for place, (part, marker, color) in enumerate((("recipe", "o", BLUE), ("better", "s", RED))):
        errors = [result["error"] for result in content[part]["test"].values()]
        ax_test.plot([place] * len(errors), errors, marker, color=color, fillstyle="none")
    ax_test.set(xlim=(-0.5, 1.5), ylim=(0, 0.03), ylabel="Share wrong", title="Test error")
    ax_test.set_xticks([0, 1], ["recipe", "better"])
    ax_test.yaxis.set_major_formatter(PercentFormatter(1, decimals=1))
    for limit in (0.025, 0.018):
        ax_test.axhline(limit, color=GREY, linestyle=":", linewidth=1)
    return Still(
        figure,
        "Left: losses of the recipe on MNIST at three learning rates. At 1 the training loss "
        "falls to a thousandth and the validation loss turns and rises; at .1 the validation "
        "loss ends lowest. Right: test errors of three seeds each, the recipe's around the "
        "dotted line at 2.5 %, the better network's at 1.05 %, far below the line at 1.8 %.",
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


def subgroup_report(names: Sequence[str], before: tuple, after: tuple) -> Still:
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
    return Still(
        figure,
        "Share wrong among upright and slanted digits, with intervals, for two networks. The "
        "first is good on upright and bad on slanted digits; the second, trained on more slanted "
        "ones, has about the same error on both.",
    )


def drift(accuracies: dict[str, np.ndarray], confidence: np.ndarray, last_seen: int) -> Still:
    """Draw accuracies by name and the mean confidence, (num_months,); shade what was trained on."""
    figure, ax = new_figure(height=2.5)
    styles = ((RED, "o-"), (BLUE, "s--"))
    for (name, values), (color, style) in zip(accuracies.items(), styles, strict=True):
        months = np.arange(1, len(values) + 1)
        ax.plot(months, values, style, color=color, markersize=5, label=name)
    ax.plot(months, confidence, "^:", color=GREEN, markersize=5, label="confidence of the first")
    ax.axvspan(0.5, last_seen + 0.5, color=GREY, alpha=0.15, linewidth=0)
    ax.text(0.7, 0.43, "months of the training data", color=GREY)
    ax.set(ylim=(0.4, 1.02), xlim=(0.5, len(months) + 0.5), xlabel="Month", ylabel="Share")
    ax.set_title("The world turns away from the training data")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return Still(
        figure,
        "Accuracy by month. The network that was trained once is right on about nine tenths up "
        "to month 8, and then falls month by month, to about a half. Trained anew each month it "
        "stays above .8. The first network's confidence falls as well, but far less.",
    )
