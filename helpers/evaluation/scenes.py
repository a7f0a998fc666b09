"""The moving pictures of notebook 05."""

import itertools
from collections.abc import Iterator
from typing import Annotated

import numpy as np
from matplotlib.ticker import PercentFormatter
from torch import nn

from helpers.datasets import digits
from helpers.evaluation import confounding, polynomials, reuse, study
from helpers.evaluation.scenes_fits import fifty_fits as fifty_fits
from helpers.evaluation.scenes_fits import people as people
from helpers.evaluation.subgroups import GROUP_A, GROUP_B
from helpers.evaluation.validation import balanced_subject_folds, record_folds
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, RED, SKY, log_scale, new_figure
from helpers.scene import Run, Scene, Slider
from helpers.statistics import normal_density
from helpers.training import epochs

DEGREES = range(10)
LOWEST_RMS = 0.02  # what is smaller is drawn here: a logarithmic axis has no 0
EPOCHS_PER_PICTURE = 4  # about 30 ms of training between two pictures


def polynomial() -> Scene:
    """A polynomial fitted to noisy points of a sine, and its errors against the degree."""
    figure, (ax, ax_rms) = new_figure(2, height=2.8)
    grid = np.linspace(0, 1, 200)
    ax.plot(grid, polynomials.sine(grid), color=GREY, linestyle=":", label="truth")
    (fit,) = ax.plot([], [], color=RED, linestyle="-", label="fit")
    (points,) = ax.plot([], [], "o", color=BLUE, markersize=5, label="training points")
    ax.set(xlim=(-0.02, 1.02), ylim=(-3, 3.9), xlabel="x", ylabel="y", title="One data set")
    ax.legend(loc="upper right", ncols=3, columnspacing=1, handlelength=1.4)
    log_scale(ax_rms)
    ax_rms.set(xlim=(-0.4, 9.4), ylim=(0.8 * LOWEST_RMS, 20), xticks=DEGREES)
    ax_rms.set_yticks([LOWEST_RMS, 0.1, 1, 10], [f"<{LOWEST_RMS:g}", "0.1", "1", "10"])
    ax_rms.set(xlabel="Degree", ylabel="RMS error", title="Median over 100 data sets")
    (train,) = ax_rms.plot([], [], "o-", color=BLUE, markersize=4, label="training")
    (test,) = ax_rms.plot([], [], "s--", color=RED, markersize=4, label="new points")
    floor = ax_rms.axhline(1, color=GREY, linestyle=":", linewidth=1)
    style = dict(color=BLACK, markersize=8, fillstyle="none", markeredgewidth=1.5)
    (own,) = ax_rms.plot([], [], "o", label="this fit, its points", **style)
    (own_new,) = ax_rms.plot([], [], "s", label="this fit, new points", **style)
    ax_rms.legend(loc="upper left", ncols=2, columnspacing=1, handlelength=1.6, fontsize=8)

    def draw(
        degree: Annotated[int, Slider("Degree", 1, 0, 9, 1)],
        num_points: Annotated[int, Slider("Training points", 10, 10, 60, 1)],
        noise: Annotated[float, Slider("Noise (standard deviation)", 0.3, 0.0, 1.0, 0.05)],
        data_set: Annotated[int, Slider("Data set", 1, 1, 100, 1)],
    ) -> str:
        x, ys = polynomials.noisy_sine(num_points, noise, data_set)
        weights = polynomials.fit_polynomial(x, ys[-1], degree)
        points.set_data(x, ys[-1])
        fit.set_data(grid, polynomials.predict_polynomial(weights, grid))
        # Both (10 degrees, 100 data sets).
        old, new = polynomials.polynomial_rms(DEGREES, num_points, noise, 100, num_test=100)
        this_old, this_new = old[degree, data_set - 1], new[degree, data_set - 1]
        for line, errors in ((train, np.median(old, axis=1)), (test, np.median(new, axis=1))):
            # A fit through its points would leave a logarithmic axis.
            line.set_data(DEGREES, np.maximum(errors, LOWEST_RMS))
        floor.set_ydata([noise, noise])
        own.set_data([degree], [max(this_old, LOWEST_RMS)])
        own_new.set_data([degree], [max(this_new, LOWEST_RMS)])
        best = DEGREES[int(np.median(new, axis=1).argmin())]
        return (
            f"Degree {degree}, {num_points} points, noise {noise:g}: this fit misses its own points "
            f"by {this_old:.2f} and new points by {this_new:.2f} (RMS; the noise alone, "
            f"dotted, is {noise:g}). Over 100 data sets new points favor degree {best}."
        )

    title = "A polynomial fitted to noisy points of a sine, and its errors at every degree"
    artists = [floor, train, test, own, own_new, fit, points]
    return Scene(title, figure, artists, draw)


def learning_rates() -> Scene:
    """Loss curves at a learning rate, the best validation error at all of them, and a live run."""
    stored = study.load_digits_study()
    runs = stored["runs"]
    rates = 10.0 ** np.array([float(exponent) for exponent in runs])
    lowest = np.array(list(stored["lowest_valid_error"].values()))  # (17 rates, 5 seeds)
    figure, (ax, ax_rate) = new_figure(2, height=2.7)
    ax.set(xlim=(0, study.NUM_EPOCHS), ylim=(0.005, 20), yscale="log")
    ax.set(xlabel="Epoch", ylabel="Mean loss (nats)", title="Loss while learning")
    (train,) = ax.plot([], [], color=BLUE, linestyle="-", label="training")
    (valid,) = ax.plot([], [], color=RED, linestyle="--", label="validation")
    (live,) = ax.plot([], [], color=BLACK, linestyle=":", linewidth=2.4, label="validation, live")
    cut = ax.axvline(0, color=GREY, linestyle=":", linewidth=1)
    ax.legend(loc="lower left")
    ax_rate.plot(rates, lowest, "_", color=RED, markersize=5)
    ax_rate.plot(rates, np.median(lowest, axis=1), "o-", color=RED, markersize=4)
    ax_rate.axhline(0.9, color=GREY, linestyle=":", linewidth=1)
    ax_rate.text(0.1, 0.95, "guessing", color=GREY, ha="center", va="bottom")
    ax_rate.set(xscale="log", yscale="log", ylim=(0.015, 1.4), xlabel="Learning rate")
    ax_rate.set(ylabel="Lowest validation error", title="Every rate: median and five seeds")
    ax_rate.yaxis.set_major_formatter(PercentFormatter(1))
    (dot,) = ax_rate.plot([], [], "D", color=BLACK, markersize=8)

    most, step = study.NUM_EPOCHS, EPOCHS_PER_PICTURE

    def draw(
        exponent: Annotated[
            float, Slider("Learning rate, as a power of 10", -1.0, -3.0, 1.0, 0.25)
        ],
        num_epochs: Annotated[int, Slider("Epochs", most, step, most, step)],
    ) -> str:
        run = runs[f"{exponent:g}"]
        shown = np.arange(1, num_epochs + 1)
        train.set_data(shown, run["train_loss"][:num_epochs])
        valid.set_data(shown, run["valid_loss"][:num_epochs])
        live.set_data([], [])
        cut.set_xdata([num_epochs, num_epochs])
        error = min(run["valid_error"][:num_epochs])
        dot.set_data([10.0**exponent], [error])
        return (
            f"At learning rate {10.0**exponent:.3g} the lowest validation error within "
            f"{num_epochs} epochs is {error:.1%}; the last training loss is "
            f"{run['train_loss'][num_epochs - 1]:.3g} nats."
        )

    seeds = itertools.count(1)  # another network at every press; 0 is the stored run's

    def steps(exponent: float, num_epochs: int) -> Iterator[tuple[float, str]]:
        draw(exponent, num_epochs)
        (x, y), held_out, _ = digits.load()
        seed, lr, loss_fn = next(seeds), 10.0**exponent, nn.CrossEntropyLoss()
        model, optimizer = study.start_recipe(x[0].numel(), lr, seed)
        options = dict(batch_size=study.BATCH_SIZE, valid=held_out, seed=seed)
        for history in epochs(model, x, y, loss_fn, optimizer, num_epochs, **options):
            epoch, losses = history.num_epochs, history.valid_loss
            if epoch % EPOCHS_PER_PICTURE == 0:
                live.set_data(np.arange(1, epoch + 1), losses)
                yield (
                    epoch / num_epochs,
                    f"Live, from seed {seed}, learning rate {lr:.3g}: after {epoch} epochs the "
                    f"validation loss is {losses[-1]:.3g} nats and the validation error "
                    f"{1 - history.valid_accuracy[-1]:.1%}.",
                )

    title = "Loss while learning at one learning rate, and the lowest error at all of them"
    artists = [cut, train, valid, live, dot]
    return Scene(title, figure, artists, draw, Run("Train anew", steps))


def validation_reuse() -> Scene:
    """Guessing models: the scores of all tries, and the best of k against k."""
    figure, (ax, ax_best) = new_figure(2, height=2.7)
    ax.set(xlim=(0, 1), ylim=(0, 1.35), yticks=[0, 0.25, 0.5, 0.75, 1])
    ax.set(xlabel="Validation accuracy", ylabel="Share of the tries")
    ax.set_title("Models that only guess")
    ax.yaxis.set_major_formatter(PercentFormatter(1))
    ax.axvline(0.5, ymax=0.75, color=GREY, linestyle=":", linewidth=1)
    edges = np.linspace(-0.025, 1.025, 22)
    bars = ax.bar(edges[:-1], np.zeros(21), width=0.05, align="edge", color=SKY, edgecolor=BLUE)
    (top,) = ax.plot([], [], "v", color=RED, markersize=11, label="best on validation")
    (fresh,) = ax.plot([], [], "D", color=GREEN, markersize=8, label="the same, on new data")
    ax.legend(handles=[top, fresh], loc="upper left")
    tries = np.geomspace(1, 1000, 60)
    ax_best.set(xscale="log", xlim=(1, 1000), ylim=(0.48, 1.0), xlabel="Tries $k$")
    ax_best.set(ylabel="Accuracy of the best", title="The best of $k$")
    (exact,) = ax_best.plot([], [], color=RED, linestyle="-", label="exact mean")
    (law,) = ax_best.plot([], [], color=BLACK, linestyle="--", label=r"$.5 + \sqrt{\ln k/2n}$")
    ax_best.axhline(0.5, color=GREEN, linestyle=":", label="truth")
    (dot,) = ax_best.plot([], [], "v", color=RED, markersize=10)
    ax_best.legend(loc="upper left")

    def draw(
        num_tries: Annotated[int, Slider("Tries k", 20, 5, 500, 5)],
        num_samples: Annotated[int, Slider("Validation samples n", 100, 20, 1000, 20)],
    ) -> str:
        scores = reuse.coin_flip_scores(num_tries, num_samples)
        for bar, count in zip(bars, np.histogram(scores, edges)[0], strict=True):
            bar.set_height(count / num_tries)
        best = scores.max()
        # The winner is a guesser like the others: on new data it flips its coins again.
        again = reuse.coin_flip_scores(1, num_samples, seed=1)[0]
        top.set_data([best], [0.06])
        fresh.set_data([again], [0.06])
        exact.set_data(tries, reuse.expected_best(tries, num_samples))
        law.set_data(tries, np.minimum(reuse.best_of_law(tries, num_samples), 2))
        dot.set_data([num_tries], [best])
        return (
            f"The best of {num_tries} guessing models is right on {best:.0%} of {num_samples} "
            f"validation samples; on {num_samples} new ones it is right on {again:.0%}. On average "
            f"the best of so many reaches {reuse.expected_best(num_tries, num_samples):.3f}; the "
            f"law puts that mean at {reuse.best_of_law(num_tries, num_samples):.3f} or less."
        )

    title = "Scores of models that only guess, and what the best of k of them reaches"
    artists = [*bars, top, fresh, exact, law, dot]
    return Scene(title, figure, artists, draw)


def identity_confounding() -> Scene:
    """Subjects as stars, and a classifier's score by records and by subjects."""
    figure, (ax, ax_score) = new_figure(2, height=2.8)
    ax.set(xlim=(-7, 7), ylim=(-7, 8.5), xlabel="Feature 1", ylabel="Feature 2")
    ax.set_title("Each star: one person's records")
    thin = dict(linewidth=0.8, markersize=3)
    (healthy,) = ax.plot([], [], "o-", color=BLUE, label="healthy", **thin)
    (ill,) = ax.plot([], [], "^:", color=RED, label="ill", **thin)
    ax.legend(loc="upper left", ncols=2)
    offsets = np.array([0.0, 0.5, 1.0, 2.0])
    means = np.array([confounding.neighbor_scores(offset).mean(axis=0) for offset in offsets])
    ax_score.plot(offsets, means[:, 0], "-", color=ORANGE, label="by record, mean of 30")
    ax_score.plot(offsets, means[:, 2], "--", color=GREEN, label="by subject, mean of 30")
    ax_score.set(xlim=(-0.1, 2.1), ylim=(0, 1.05), xlabel="Offset between subjects")
    ax_score.set(ylabel="Accuracy, 5 neighbors", title="Two scores of one classifier")
    (record_dot,) = ax_score.plot([], [], "o", color=ORANGE, markersize=9)
    (subject_dot,) = ax_score.plot([], [], "D", color=GREEN, markersize=9)
    ax_score.legend(loc="lower left")

    def draw(
        offset: Annotated[float, Slider("Offset between subjects", 1.0, 0.0, 2.0, 0.1)],
        num_subjects: Annotated[int, Slider("Subjects", 20, 10, 30, 2)],
        data_set: Annotated[int, Slider("Data set", 0, 0, 20, 1)],
    ) -> str:
        x, y, subject = confounding.make_records(num_subjects, offset, seed=data_set)
        for line, diagnosis in ((healthy, 0), (ill, 1)):
            line.set_data(*_stars(x[y == diagnosis, :2], subject[y == diagnosis]).T)
        neighbors = confounding.nearest_neighbors(x, record_folds(len(y)))
        by_record = confounding.vote_accuracy(y, neighbors)
        own = np.mean(subject[neighbors.numpy()] == subject[:, None])
        folds = balanced_subject_folds(y, subject)
        by_subject = confounding.nearest_neighbor_accuracy(x, y, folds)
        record_dot.set_data([offset], [by_record])
        subject_dot.set_data([offset], [by_subject])
        return (
            f"{num_subjects} subjects, offset {offset:g}: split by record, {own:.0%} of a record's "
            f"neighbors are the same person's, and the classifier is right on {by_record:.0%}; "
            f"split by subject none are, and it is right on {by_subject:.0%}. The truth is 50%."
        )

    title = "Records of healthy and ill subjects, and a classifier's score by two ways to split"
    return Scene(title, figure, [healthy, ill, record_dot, subject_dot], draw)


def _stars(points: np.ndarray, subject: np.ndarray) -> np.ndarray:
    """Return a path from each subject's mean to ten of its records and back, broken by NaN."""
    paths = []
    for number in np.unique(subject):
        records = points[subject == number][:10]
        rays = np.stack([np.broadcast_to(records.mean(axis=0), records.shape), records], axis=1)
        paths += [rays.reshape(-1, 2), np.full((1, 2), np.nan)]
    return np.concatenate(paths)


def decision_threshold() -> Scene:
    """A test's scores in two groups with a threshold each, and the errors that follow."""
    figure, axes = new_figure(2, height=3.0, num_rows=2, sharex="col", width_ratios=[3, 2])
    scores = np.linspace(-4, 8, 300)
    lines, bars = [], []
    for (ax, ax_errors), group, name in zip(axes, (GROUP_A, GROUP_B), "AB", strict=True):
        healthy, ill = (normal_density(scores, m) for m in (group.mean_without, group.mean_with))
        ax.plot(scores, healthy, color=BLUE, linestyle="-", label="healthy")
        ax.plot(scores, ill, color=RED, linestyle="--", label="ill")
        lines.append(ax.axvline(0, color=BLACK, linewidth=2))
        ax.set(ylim=(0, 0.52), yticks=[], ylabel="Density")
        ax.set_title(f"Group {name}: alarm to the right of the line")
        bars.append(ax_errors.barh([1, 0], [0, 0], color=[BLUE, RED], height=0.6))
        ax_errors.set(xlim=(0, 1), ylim=(-0.5, 1.5), title=f"Group {name}: errors")
        names = ["false alarms\namong healthy", "misses\namong ill"]
        ax_errors.set_yticks([1, 0], names, fontsize=8)
        ax_errors.xaxis.set_major_formatter(PercentFormatter(1))
    axes[0, 0].legend(loc="upper right")
    axes[1, 0].set_xlabel("Score")

    def draw(
        threshold_a: Annotated[float, Slider("Threshold for group A", 1.5, -2.0, 4.0, 0.1)],
        threshold_b: Annotated[float, Slider("Threshold for group B", 1.5, -2.0, 4.0, 0.1)],
        share_b: Annotated[int, Slider("Share of group B (%)", 10, 0, 100, 5)],
    ) -> str:
        errors, parts = [], []
        groups = ("A", GROUP_A, threshold_a), ("B", GROUP_B, threshold_b)
        for line, pair, (name, group, threshold) in zip(lines, bars, groups, strict=True):
            line.set_xdata([threshold, threshold])
            rates = group.rates(threshold)[:2]
            for bar, rate in zip(pair, rates, strict=True):
                bar.set_width(rate)
            errors.append(np.mean(rates))
            parts.append(f"{name}: {rates[0]:.0%} false alarms, {rates[1]:.0%} misses")
        overall = (1 - share_b / 100) * errors[0] + share_b / 100 * errors[1]
        return (
            f"Group {parts[0]}. Group {parts[1]}. With {share_b}% of the people in B, half of each "
            f"group ill, the overall error is {overall:.1%} ({errors[0]:.1%} in A, "
            f"{errors[1]:.1%} in B)."
        )

    title = "A test's scores in two groups, a threshold for each, and the errors that follow"
    artists = [*lines, *bars[0], *bars[1]]
    return Scene(title, figure, artists, draw)
