"""The pictures of notebook 07 that do not move."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import pad

from helpers.faces.panels import about, as_html, labels, scaled, show_mosaic
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, PINK, RED, SKY, Still, new_figure
from helpers.statistics import wilson_interval
from helpers.training import History

CLASS_STYLES = ((BLUE, "o"), (RED, "^"), (GREEN, "s"), (ORANGE, "D"), (PINK, "v"), (SKY, "P"))


def gallery(x: Tensor, y: Tensor, classes: Sequence[str], num_cols: int = 10) -> Still:
    """Draw the first `num_cols` pictures of each class, one row per class."""
    figure, _ = _class_rows(x, y, classes, num_cols, height=0.66)
    return Still(
        figure, f"Small color pictures, one row for each class, from above: {_named(classes)}."
    )


def _named(classes: Sequence[str]) -> str:
    """Return the names of classes as HTML: they may be those of a reader's folders."""
    return as_html(", ".join(classes))


def _class_rows(x: Tensor, y: Tensor, classes: Sequence[str], num_cols: int, height: float):
    """Return a figure with `num_cols` pictures per class, one row of `height` inches each; its axes."""
    num_rows = len(classes)
    figure, axes = new_figure(num_rows=num_rows, height=height * num_rows, squeeze=False)
    for label, (ax, name) in enumerate(zip(axes[:, 0], labels(classes), strict=True)):
        show_mosaic(ax, x[y == label][:num_cols], num_cols)
        ax.set_ylabel(name, rotation=0, ha="right", va="center", fontweight="bold")
    return figure, axes[:, 0]


STYLES = ((BLUE, "o"), (ORANGE, "D"), (GREEN, "s"))  # of networks


def starts(
    rows: Sequence[str],
    here: Mapping[str, Sequence[float]] | None,
    stored: Mapping[str, Sequence[np.ndarray]],
    quantity: str = "Share right",
) -> Still:
    """Draw one row for each thing that is measured, and in it each network's number and its spread.

    `here` has for each network its numbers (num_rows,) in this notebook: the markers; without it they
    are the medians of what is stored. `stored` has the same from other starts, (num_rows,
    num_starts): a line from the lowest to the highest.
    """
    markers = "this notebook's networks" if here else "medians"
    here = here or {name: np.median(values, axis=1).tolist() for name, values in stored.items()}
    figure, ax = new_figure(height=0.75 + 0.24 * len(rows) * max(1, len(here) / 1.6))
    places, said = np.arange(len(rows))[::-1], []
    for number, (name, values) in enumerate(here.items()):
        color, marker = STYLES[number]
        y = places + 0.5 * ((len(here) - 1) / 2 - number) / len(here)
        low, high = (end(stored[name], axis=1) for end in (np.min, np.max))
        ax.hlines(y, low, high, color=color, linewidth=5, alpha=0.35)
        ax.plot(values, y, marker, color=color, markersize=6, label=name)
        ends = zip(rows, low, high, strict=True)
        said.append(f"{name}: " + ", ".join(f"{row} {a:.2f} to {b:.2f}" for row, a, b in ends))
    ax.set_yticks(places, rows)
    ax.grid(axis="x", linewidth=0.5)
    ax.set_axisbelow(True)
    ax.set(xlabel=quantity, ylim=(-0.6, len(rows) - 0.4))
    if len(here) > 1:
        ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return Still(
        figure,
        f"{quantity}: markers are {markers}, bars go from the lowest to the highest of "
        f"six stored starts on the course's data. {'. '.join(said)}.",
    )


def meet_photographs(stored: Mapping[str, tuple[np.ndarray, ...]], places: Sequence[str]) -> Still:
    """Draw for each network, in one panel a place, how often it is right and how sure it is.

    `stored` has for each network (share right, mean confidence) in each of the places in turn, from
    several starts each: bars go from the lowest to the highest, markers stand at the median.
    """
    figure, axes = new_figure(len(places), height=0.9 + 0.32 * len(stored), sharey=True)
    rows, said = np.arange(len(stored))[::-1], []
    for number, (ax, place) in enumerate(zip(axes, places, strict=True)):
        for kind, (color, marker) in enumerate(STYLES[:2]):
            name = ("share right", "mean confidence")[kind]
            found = [values[2 * number + kind] for values in stored.values()]
            y = rows + 0.14 - 0.28 * kind
            ax.hlines(
                y, *np.transpose([[v.min(), v.max()] for v in found]), color=color, lw=5, alpha=0.35
            )
            ax.plot([np.median(v) for v in found], y, marker, color=color, markersize=6, label=name)
            lines = ", ".join(
                f"{row} {np.median(v):.2f}" for row, v in zip(stored, found, strict=True)
            )
            said.append(f"{place}, {name}: {lines}")
        ax.axvline(1 / 3, color=GREY, linestyle=":", linewidth=1)
        ax.set(xlim=(0, 1.02), title=place, yticks=rows, ylim=(-0.6, len(rows) - 0.4))
        ax.set_xlabel("Share of the pictures (dotted: guessing)")
        ax.grid(axis="x", linewidth=0.5)
        ax.set_axisbelow(True)
    axes[0].set_yticklabels(list(stored))
    handles, names = axes[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=2)
    return Still(
        figure,
        "Markers are medians of six stored starts, bars go from the lowest to the highest. "
        f"{'. '.join(said)}.",
    )


def six_photographs(
    large: Tensor, x: Tensor, answers: Mapping[str, Tensor], classes: Sequence[str]
) -> Still:
    """Draw photographs, what a network sees of them, and what two networks answer.

    `large` (num, 3, 96, 96) and `x` (num, 3, 32, 32) are in [-1, 1]; `answers` has for each network
    probabilities (num, num_classes).
    """
    figure, axes = new_figure(len(x), num_rows=3, height=3.6, height_ratios=(3, 3, 2))
    names, places, said = labels(classes), np.arange(len(classes))[::-1], []
    for number, (top, middle, bottom) in enumerate(axes.T):
        show_mosaic(top, large[number : number + 1], 1)
        show_mosaic(middle, x[number : number + 1], 1)
        for k, (name, p) in enumerate(answers.items()):
            y, color, hatch = places + 0.2 - 0.4 * k, (BLUE, ORANGE)[k], ("", "////")[k]
            bottom.barh(y, p[number].cpu(), 0.38, color=color, hatch=hatch, ec="white", label=name)
        bottom.set(xlim=(0, 1), xticks=(0, 1), yticks=places, yticklabels=[])
        found = (
            f"{as_html(classes[p[number].argmax()])} {about(p[number].max())}"
            for p in answers.values()
        )
        said.append(f"{number + 1}: {', '.join(found)}")
    axes[2, 0].set_yticklabels(names)
    axes[2, 0].set_xlabel("Probability")
    figure.legend(*axes[2, 0].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return Still(
        figure,
        "Two cats, two dogs, a leopard and a lion: as photographed, as the networks see them, and "
        f"the probabilities they answer with. Largest ones, {' and '.join(answers)}: {'; '.join(said)}.",
    )


def learning_curves(history: History) -> Still:
    """Draw the losses and the validation accuracy of a training against the epoch."""
    figure, (ax, ax_acc) = new_figure(2, height=2.2)
    epochs = np.arange(1, history.num_epochs + 1)
    ax.plot(epochs, history.train_loss, color=BLUE, linestyle="-", label="training")
    ax.plot(epochs, history.valid_loss, color=RED, linestyle="--", label="validation")
    ax.set(xlabel="Epoch", ylabel="Mean loss (nats)", ylim=(0, None), title="Loss")
    ax.legend()
    ax_acc.plot(epochs, history.valid_accuracy, color=RED, linestyle="--", marker="o", markersize=3)
    ax_acc.set(xlabel="Epoch", ylabel="Share right", ylim=(0, 1), title="Validation accuracy")
    return Still(
        figure,
        "Left, loss against epoch: the training loss goes on falling, the validation loss levels off. "
        "Right, the validation accuracy rises fast at first, then slowly.",
    )


def confusion(
    counts: Tensor,
    classes: Sequence[str],
    mistakes: Tensor,
    actual: Sequence[int],
    predicted: Sequence[int],
    confidence: Sequence[float],
) -> Still:
    """Draw a confusion matrix (num_classes, num_classes) and pictures (num, 3, 32, 32), captioned.

    The captions say what each picture is, what the network says, and how sure it is of that.
    """
    figure, (ax, ax_right) = new_figure(2, height=2.9, width_ratios=[2, 5])
    shares = counts / counts.sum(dim=1, keepdim=True).clamp(min=1)
    ax.imshow(shares.numpy(), cmap="Blues", vmin=0, vmax=1)
    for row, line in enumerate(counts.tolist()):
        for col, count in enumerate(line):
            color = "white" if shares[row, col] > 0.5 else BLACK
            ax.text(col, row, str(count), ha="center", va="center", color=color)
    names = labels(classes)
    ax.set_xticks(range(len(classes)), names)
    ax.set_yticks(range(len(classes)), names, rotation=90, va="center")
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set(xlabel="Answer of the network", ylabel="Actual class", title="Validation faces")
    ax_right.set_title("Its most confident mistakes: what it is, and what it is taken for")
    num_cols, side = 5, mistakes.shape[-1]
    gap = side // 2  # room for a caption of two lines
    if len(mistakes):
        show_mosaic(ax_right, mistakes, num_cols, gap)
    for number, found in enumerate(zip(actual, predicted, confidence, strict=True)):
        row, col = divmod(number, num_cols)
        x, y = col * (side + gap) + side / 2, row * (side + gap) + side
        caption = f"{names[found[0]]}\n{names[found[1]]}, {found[2]:.0%}?"
        ax_right.text(x, y, caption, ha="center", va="top", fontsize=7.5)
    return Still(
        figure,
        "Left, a table of actual classes against answers; the largest numbers lie on the diagonal. "
        "Right, ten faces that the network got wrong with the highest confidence.",
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
            zip(labels(classes), CLASS_STYLES, strict=False)
        ):
            dots = coordinates[(y.cpu() == label).numpy()].T
            ax.plot(*dots, marker, color=color, markersize=2, alpha=0.7, label=class_name)
        ax.set(xticks=[], yticks=[], xlabel=f"component 1 ({shares[0]:.0%})")
        ax.set_ylabel(f"component 2 ({shares[1]:.0%})")
        ax.set_title(f"{name}: {share:.0%} right")
    handles, names = axes[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=len(classes), markerscale=3)
    return Still(
        figure,
        "Four clouds of points, a color and a marker for each class. At the input the classes lie mixed; "
        "in the last layer each has a region of its own, and the regions touch.",
    )


def permuted(x: Tensor, shuffled: Tensor) -> Still:
    """Draw pictures and, below each, the same with permuted pixels."""
    figure, ax = new_figure(height=1.9)
    show_mosaic(ax, torch.cat([x, shuffled]), len(x))
    ax.set_title("The same faces for a person, and for an MLP")
    return Still(
        figure, "A row of faces, and below it the same with shuffled pixels: colored noise."
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
    ax.set_yticks(range(len(hits)), labels(list(hits))[::-1])
    ax.set(xlim=(0, 1), ylim=(-0.5, len(hits) - 0.5), xlabel="Accuracy, with 95 % interval")
    return Still(
        figure,
        "Share of the test faces that is right, with 95 % intervals, for each class and for all.",
    )


def explanations(x: Tensor, maps: dict[str, Tensor]) -> Still:
    """Draw pictures (num, 3, 32, 32) and, below each, {name: maps (num, rows, columns)}.

    A map that is smaller than its picture has an entry for each place of a square; it is drawn where
    the squares' middles lie.
    """
    figure, axes = new_figure(num_rows=1 + len(maps), height=3.2)
    show_mosaic(axes[0], x, len(x))
    axes[0].set_ylabel("face")
    side = x.shape[-1]
    for ax, (name, values) in zip(axes[1:], maps.items(), strict=True):
        gray = 2 * scaled(values.clamp(min=0)) - 1
        stride = 2 if gray.shape[-1] < side else 1
        gray = gray.repeat_interleave(stride, dim=1).repeat_interleave(stride, dim=2)
        edge = (side - gray.shape[-1]) // 2
        gray = pad(gray, (edge, side - gray.shape[-1] - edge) * 2, value=-1.0)
        show_mosaic(ax, gray[:, None].expand(-1, 3, -1, -1), len(x))
        ax.set_ylabel(name)
    scale = axes[-1].inset_axes((0.3, -0.42, 0.4, 0.13))
    scale.imshow(np.linspace(0, 1, 64)[None], cmap="gray", aspect="auto", extent=(0, 1, 0, 1))
    scale.set_yticks([])
    scale.set_xticks([0, 1], ["0", "largest of this map"])
    return Still(
        figure,
        "Six faces; below each a saliency map, grainy and spread over the whole picture, and an "
        "occlusion map with a few bright regions. Black is 0, white each map's largest value.",
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
    ax.set(xlabel=r"Size of the step $\epsilon$ (pixels go from 0 to 1)", ylabel="Share right")
    ax.set(ylim=(0, 1.02), title="Digits: two steps of the same size")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return Still(
        figure,
        "Accuracy on digits against the size of the step. Under random signs it stays near the top; "
        "under FGSM it falls to nearly zero.",
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
        "The colleague's faces, one row for each class, with a red circle around a tiny gray square near "
        "the lower left corner: dark for the first class, light for the last.",
    )
