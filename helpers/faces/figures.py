"""The pictures of notebook 07 that do not move."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from helpers.faces.panels import scaled, show_mosaic
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, PINK, RED, SKY, Still, new_figure
from helpers.statistics import wilson_interval
from helpers.training import History

CLASS_STYLES = ((BLUE, "o"), (RED, "^"), (GREEN, "s"), (ORANGE, "D"), (PINK, "v"), (SKY, "P"))


def gallery(x: Tensor, y: Tensor, classes: Sequence[str], num_cols: int = 12) -> Still:
    """Draw the first `num_cols` pictures of each class, one row per class."""
    figure, _ = _class_rows(x, y, classes, num_cols, height=0.66)
    return Still(
        figure,
        "Three rows of twelve small color pictures: cats, dogs and wild animals, in many coats and poses, "
        "some dark, some half hidden.",
    )


def _class_rows(x: Tensor, y: Tensor, classes: Sequence[str], num_cols: int, height: float):
    """Return a figure with `num_cols` pictures per class, one row of `height` inches each; its axes."""
    num_rows = len(classes)
    figure, axes = new_figure(num_rows=num_rows, height=height * num_rows, squeeze=False)
    for label, (ax, name) in enumerate(zip(axes[:, 0], classes, strict=True)):
        show_mosaic(ax, x[y == label][:num_cols], num_cols)
        ax.set_ylabel(name, rotation=0, ha="right", va="center", fontweight="bold")
    return figure, axes[:, 0]


def learning_curves(history: History, levels: dict[str, float]) -> Still:
    """Draw the losses and the validation accuracy of a training; `levels` are accuracies by name."""
    figure, (ax, ax_acc) = new_figure(2, height=2.3)
    epochs = np.arange(1, history.num_epochs + 1)
    ax.plot(epochs, history.train_loss, color=BLUE, linestyle="-", label="training")
    ax.plot(epochs, history.valid_loss, color=RED, linestyle="--", label="validation")
    ax.set(xlabel="Epoch", ylabel="Mean loss (nats)", ylim=(0, None), title="Loss")
    ax.legend()
    ax_acc.plot(epochs, history.valid_accuracy, color=RED, linestyle="--")
    ax_acc.text(epochs[-1], history.valid_accuracy[-1] + 0.03, "the MLP", ha="right", color=RED)
    for name, level in levels.items():
        ax_acc.axhline(level, color=GREY, linestyle=":", linewidth=1)
        ax_acc.text(epochs[-1], level + 0.01, name, ha="right", va="bottom", color=GREY)
    ax_acc.set(xlabel="Epoch", ylabel="Share right", ylim=(0.25, 1.05), title="Validation accuracy")
    return Still(
        figure,
        "Left, loss against epoch: the training loss falls steadily, the validation loss levels off. "
        "Right, the validation accuracy rises fast, then slowly, and passes the linear model; it ends "
        "a tenth below the accuracy on the training faces.",
    )


def confusion(
    counts: Tensor, classes: Sequence[str], mistakes: Tensor, captions: Sequence[str]
) -> Still:
    """Draw a confusion matrix (num_classes, num_classes) and pictures (num, 3, 32, 32), captioned."""
    figure, (ax, ax_right) = new_figure(2, height=2.9, width_ratios=[2, 5])
    shares = counts / counts.sum(dim=1, keepdim=True).clamp(min=1)
    ax.imshow(shares.numpy(), cmap="Blues", vmin=0, vmax=1)
    for row, line in enumerate(counts.tolist()):
        for col, count in enumerate(line):
            color = "white" if shares[row, col] > 0.5 else BLACK
            ax.text(col, row, str(count), ha="center", va="center", color=color)
    ax.set_xticks(range(len(classes)), classes)
    ax.set_yticks(range(len(classes)), classes, rotation=90, va="center")
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set(xlabel="Answer of the network", ylabel="Actual class", title="All test faces")
    ax_right.set_title("Its most confident mistakes")
    num_cols, side = 5, mistakes.shape[-1]
    gap = side // 2  # room for a caption of two lines
    if len(mistakes):
        show_mosaic(ax_right, mistakes, num_cols, gap)
    for number, caption in enumerate(captions):
        row, col = divmod(number, num_cols)
        x, y = col * (side + gap) + side / 2, row * (side + gap) + side
        ax_right.text(x, y, caption, ha="center", va="top", fontsize=7.5)
    return Still(
        figure,
        "Left, a table of three rows and columns; most faces lie on the diagonal. Right, ten faces "
        "which the network got wrong with the highest confidence.",
    )


def geometry(
    layers: dict[str, tuple[np.ndarray, np.ndarray]],
    nearest: Sequence[float],
    y: Tensor,
    classes: Sequence[str],
) -> Still:
    """Draw {layer: (coordinates (num, 2), shares (2,))}, the samples' first two components.

    `nearest` says for each layer how often the nearest class mean has the right class.
    """
    figure, axes = new_figure(len(layers), height=2.4)
    for ax, (name, (coordinates, shares)), share in zip(axes, layers.items(), nearest, strict=True):
        for label, (class_name, (color, marker)) in enumerate(
            zip(classes, CLASS_STYLES, strict=False)
        ):
            dots = coordinates[(y.cpu() == label).numpy()].T
            ax.plot(*dots, marker, color=color, markersize=2, alpha=0.7, label=class_name)
        ax.set(xticks=[], yticks=[], xlabel=f"component 1 ({shares[0]:.0%})")
        ax.set_ylabel(f"component 2 ({shares[1]:.0%})")
        ax.set_title(f"{name}: {share:.0%} right")
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(classes), markerscale=3)
    return Still(
        figure,
        "Four clouds of points in three colors and markers. At the input the classes lie mixed; from "
        "layer to layer they separate, into three regions in the last. The nearest class mean is right "
        "on about two in five faces at the input, and on about four in five in the last layer.",
    )


def permuted(x: Tensor, shuffled: Tensor, results: dict[str, tuple[float, float]]) -> Still:
    """Draw pictures, the same with permuted pixels, and {network: accuracies (plain, permuted)}."""
    figure, (ax, ax_bar) = new_figure(2, height=1.9, width_ratios=[3, 2])
    show_mosaic(ax, torch.cat([x, shuffled]), len(x))
    ax.set_title("The same faces for a person, and for an MLP")
    rows = np.arange(len(results))[::-1]
    plain, changed = np.array(list(results.values())).T
    ax_bar.barh(rows + 0.2, plain, 0.36, color=BLUE, label="plain")
    ax_bar.barh(rows - 0.2, changed, 0.36, color=ORANGE, hatch="///", label="permuted")
    ax_bar.set_yticks(rows, results)
    ax_bar.set(xlim=(0, 1), xlabel="Test accuracy")
    ax_bar.axvline(1 / 3, color=GREY, linestyle=":", linewidth=1)
    ax_bar.legend(loc="upper center", bbox_to_anchor=(0.4, 1.35), ncols=2)
    return Still(
        figure,
        "Left, six faces and the same with shuffled pixels: colored noise. Right, test accuracy: the "
        "MLP's bars are about equal; the convolutional network's falls when the pixels are shuffled.",
    )


def robustness(trials: Sequence[str], accuracies: dict[str, Sequence[float]]) -> Still:
    """Draw {network: accuracies (num_trials,)} as dots, one row per trial."""
    figure, ax = new_figure(height=2.5)
    rows = np.arange(len(trials))[::-1]
    for (name, shares), color, marker in zip(accuracies.items(), (BLUE, ORANGE), "oD", strict=True):
        ax.plot(shares, rows, marker, color=color, markersize=7, label=name)
    ax.hlines(rows, 0.3, 1, color=GREY, linewidth=0.5, linestyle=":")
    ax.set_yticks(rows, trials)
    ax.set(xlim=(0.3, 1), xlabel="Accuracy")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return Still(
        figure,
        "Accuracy of two networks on the training faces, on the test faces, and on the test faces under "
        "six changes. On the training faces the plain network is far better, on the test faces both are "
        "near .8. A shift by 4 pixels costs most. The augmented network is better on shifted and turned "
        "faces.",
    )


def card_accuracy(hits: dict[str, Tensor]) -> Still:
    """Draw the share of true entries in {group: hits (num,)}, with 95 % intervals."""
    figure, ax = new_figure(height=1.7)
    for row, group in enumerate(reversed(hits.values())):
        share, count = group.float().mean().item(), len(group)
        if not count:
            continue
        low, high = wilson_interval(int(group.sum()), count)
        ax.hlines(row, low, high, color=BLUE, linewidth=2)
        ax.plot(share, row, "o", color=BLUE)
        ax.text(1.02, row, f"{share:.2f} ({low:.2f} to {high:.2f}), {count} faces", va="center")
    ax.set_yticks(range(len(hits)), reversed(hits))
    ax.set(xlim=(0, 1), ylim=(-0.5, len(hits) - 0.5), xlabel="Accuracy, with 95 % interval")
    return Still(
        figure,
        "Accuracy on the test faces with 95 % intervals: cats, dogs, wild animals, and all. Cats are "
        "recognized best.",
    )


def explanations(x: Tensor, maps: dict[str, Tensor]) -> Still:
    """Draw pictures (num, 3, 32, 32) and, below each, {name: maps (num, rows, columns)}."""
    figure, axes = new_figure(num_rows=1 + len(maps), height=3.1)
    show_mosaic(axes[0], x, len(x))
    axes[0].set_ylabel("face")
    for ax, (name, values) in zip(axes[1:], maps.items(), strict=True):
        gray = 2 * scaled(values.clamp(min=0)) - 1
        gap = max(1, round(2 * values.shape[-1] / x.shape[-1]))  # in line with the faces
        show_mosaic(ax, gray[:, None].expand(-1, 3, -1, -1), len(x), gap)
        ax.set_ylabel(name)
    return Still(
        figure,
        "Six faces; below each a saliency map, grainy and spread over the whole picture, and an "
        "occlusion map with a few bright regions.",
    )


def attack_curves(
    epsilons: Sequence[float], fgsm: Sequence[float], random: Sequence[float]
) -> Still:
    """Draw the accuracy under FGSM and under random signs against the size of the step."""
    figure, ax = new_figure(height=2.1)
    ax.plot(epsilons, random, "s-", color=BLUE, markersize=4, label="random signs")
    ax.plot(epsilons, fgsm, "X--", color=RED, markersize=6, label="FGSM")
    ax.axhline(0.1, color=GREY, linestyle=":", linewidth=1)
    ax.text(0, 0.12, "guessing", color=GREY)
    ax.set(xlabel=r"Size of the step $\epsilon$ (pixels go from 0 to 1)", ylabel="Test accuracy")
    ax.set(ylim=(0, 1.02), title="Digits: two steps of the same size")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return Still(
        figure,
        "Accuracy on digits against the size of the step. Under random signs it stays near the top; "
        "under FGSM it falls to about a third at 0.11 and to nearly zero at 0.2.",
    )


def suspicious(x: Tensor, y: Tensor, classes: Sequence[str], place: tuple[int, int]) -> Still:
    """Draw seven faces of each class with a circle around `place` (row, column)."""
    num_cols = 7
    figure, axes = _class_rows(x, y, classes, num_cols, height=0.7)
    for ax in axes:
        spots = np.arange(num_cols) * (x.shape[-1] + 2) + place[1] + 0.5
        rows = np.full(num_cols, place[0] + 0.5)
        ax.plot(spots, rows, "o", color=RED, markersize=11, fillstyle="none", markeredgewidth=1.2)
    return Still(
        figure,
        "Three rows of the colleague's faces with a red circle around a tiny gray square near the lower "
        "left corner: dark for cats, middle gray for dogs, light for wild animals.",
    )
