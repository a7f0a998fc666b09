"""The pictures of notebook 07: they draw what `model.py` computes and what networks answer."""

from collections.abc import Sequence

import numpy as np
import torch
from matplotlib.figure import Figure
from torch import Tensor

from helpers.explorable import Scene
from helpers.faces import model
from helpers.faces.study import Case, Film
from helpers.pictures import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PINK,
    RED,
    SKY,
    Pixels,
    new_figure,
    set_pixels,
)
from helpers.statistics import wilson_interval
from helpers.training import History, accuracy

CLASS_STYLES = ((BLUE, "o"), (RED, "^"), (GREEN, "s"), (ORANGE, "D"), (PINK, "v"), (SKY, "P"))
NUM_TESTED = 200  # pictures on which a scene measures the accuracy at each event


def to_picture(x: Tensor) -> np.ndarray:
    """Return values in [-1, 1], (..., 3, height, width), as bytes (..., height, width, 3)."""
    values = ((x.detach() + 1) * 127.5).round().clamp(0, 255)
    return values.byte().movedim(-3, -1).cpu().numpy()


def mosaic(pictures: np.ndarray, num_cols: int, gap: int = 2) -> np.ndarray:
    """Return pictures (num, height, width, 3), bytes, side by side, row by row, on white."""
    num, height, width, _ = pictures.shape
    num_rows = -(-num // num_cols)
    sheet = np.full((num_rows * num_cols, height + gap, width + gap, 3), 255, np.uint8)
    sheet[:num, :height, :width] = pictures
    rows = sheet.reshape(num_rows, num_cols, height + gap, width + gap, 3).swapaxes(1, 2)
    return rows.reshape(num_rows * (height + gap), -1, 3)[:-gap, :-gap]


def _no_axes(ax) -> None:
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)


def _show_mosaic(ax, x: Tensor, num_cols: int, gap: int = 2):
    _no_axes(ax)
    return Pixels(ax, mosaic(to_picture(x), num_cols, gap))


def _about(share: float) -> str:
    """Return a share to the nearest tenth, in percent: finer digits differ between machines."""
    return f"about {round(float(share), 1):.0%}"


def gallery(x: Tensor, y: Tensor, classes: Sequence[str], num_cols: int = 12) -> Figure:
    """Draw the first `num_cols` pictures of each class, a row a class."""
    figure, axes = new_figure(num_rows=len(classes), height=0.66 * len(classes), squeeze=False)
    for label, (ax, name) in enumerate(zip(axes[:, 0], classes)):
        _show_mosaic(ax, x[y == label][:num_cols], num_cols)
        ax.set_ylabel(name, rotation=0, ha="right", va="center", fontweight="bold")
    return figure


def learning_curves(history: History, levels: dict[str, float]) -> Figure:
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
    return figure


def confusion(counts: Tensor, classes: Sequence[str], mistakes: Tensor, captions: Sequence[str]):
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
        _show_mosaic(ax_right, mistakes, num_cols, gap)
    for number, caption in enumerate(captions):
        row, col = divmod(number, num_cols)
        x, y = col * (side + gap) + side / 2, row * (side + gap) + side
        ax_right.text(x, y, caption, ha="center", va="top", fontsize=7.5)
    return figure


# --- The first layer ------------------------------------------------------------------------------


def weight_gallery(film: Film, num_shown: int = 30) -> Scene:
    """The first layer's weights as pictures, epoch by epoch, and the validation accuracy."""
    first, last = film.weights[0], film.weights[-1]
    strongest = (last - first).flatten(1).norm(dim=1).argsort(descending=True)[:num_shown]
    weights = film.weights[:, strongest]
    num_epochs = len(weights) - 1
    figure, (ax, ax_acc) = new_figure(2, height=2.0, width_ratios=[3, 1])
    image = _show_mosaic(ax, _scaled(weights[-1]), 10)
    ax.set_title(f"{len(strongest)} units of the first layer")
    ax_acc.plot(range(num_epochs + 1), film.accuracy, color=RED, linestyle="--")
    ax_acc.set(xlabel="Epoch", ylabel="Accuracy", ylim=(0.2, 1), title="Validation")
    (dot,) = ax_acc.plot([], [], "D", color=BLACK, markersize=7)

    def draw(epoch: int, only_change: bool) -> str:
        shown = weights[epoch] - weights[0] if only_change else weights[epoch]
        set_pixels(image, mosaic(to_picture(_scaled(shown)), 10))
        dot.set_data([epoch], [film.accuracy[epoch]])
        if only_change and epoch == 0:
            return "Before the training nothing has changed yet: all gray."
        what = "What training has changed" if only_change else "The weights"
        return (
            f"{what} after {epoch} epoch{'' if epoch == 1 else 's'}: red, green and blue weights as a color, gray for 0, each "
            f"unit scaled to its strongest. Roughness {model.rough(shown):.1f} (1: neighboring "
            f"pixels have nothing in common, 0: they are alike). Validation accuracy "
            f"{film.accuracy[epoch]:.1f}."
        )

    return Scene(figure, [image, dot], draw)


def _scaled(maps: Tensor) -> Tensor:
    """Return maps (num, ...), each divided by its largest absolute value."""
    largest = maps.flatten(1).abs().amax(dim=1).clamp(min=1e-9)
    return maps / largest.reshape(-1, *[1] * (maps.ndim - 1))


# --- Geometry, permutation ------------------------------------------------------------------------


def geometry(
    layers: dict[str, tuple[np.ndarray, np.ndarray]],
    nearest: Sequence[float],
    y: Tensor,
    classes: Sequence[str],
) -> Figure:
    """Draw {layer: (coordinates (num, 2), shares (2,))}, the samples' first two components.

    `nearest` says for each layer how often the nearest class mean has the right class.
    """
    figure, axes = new_figure(len(layers), height=2.4)
    for ax, (name, (coordinates, shares)), share in zip(axes, layers.items(), nearest):
        for label, (class_name, (color, marker)) in enumerate(zip(classes, CLASS_STYLES)):
            dots = coordinates[(y.cpu() == label).numpy()].T
            ax.plot(*dots, marker, color=color, markersize=2, alpha=0.7, label=class_name)
        ax.set(xticks=[], yticks=[], xlabel=f"component 1 ({shares[0]:.0%})")
        ax.set_ylabel(f"component 2 ({shares[1]:.0%})")
        ax.set_title(f"{name}: {share:.0%} right")
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(classes), markerscale=3)
    return figure


def permuted(x: Tensor, shuffled: Tensor, results: dict[str, tuple[float, float]]) -> Figure:
    """Draw pictures, the same with permuted pixels, and {network: accuracies (plain, permuted)}."""
    figure, (ax, ax_bar) = new_figure(2, height=1.9, width_ratios=[3, 2])
    _show_mosaic(ax, torch.cat([x, shuffled]), len(x))
    ax.set_title("The same faces for a person, and for an MLP")
    rows = np.arange(len(results))[::-1]
    plain, changed = np.array(list(results.values())).T
    ax_bar.barh(rows + 0.2, plain, 0.36, color=BLUE, label="plain")
    ax_bar.barh(rows - 0.2, changed, 0.36, color=ORANGE, hatch="///", label="permuted")
    ax_bar.set_yticks(rows, results)
    ax_bar.set(xlim=(0, 1), xlabel="Test accuracy")
    ax_bar.axvline(1 / 3, color=GREY, linestyle=":", linewidth=1)
    ax_bar.legend(loc="upper center", bbox_to_anchor=(0.4, 1.35), ncols=2)
    return figure


# --- Changes --------------------------------------------------------------------------------------


def _probability_bars(ax, classes: Sequence[str]):
    rows = np.arange(len(classes))[::-1]
    bars = ax.barh(rows, np.zeros(len(classes)), color=BLUE, height=0.6)
    ax.set_yticks(rows, classes)
    ax.set(xlim=(0, 1), xlabel="Probability")
    return bars


def invariance(case: Case) -> Scene:
    """A face that is shifted, turned, lit and blurred by noise, and what the network says."""
    figure, (ax, ax_bar, ax_curve) = new_figure(3, height=2.4, width_ratios=[1, 1, 1.6])
    _no_axes(ax)
    image = Pixels(ax, to_picture(case.x[0]))
    ax.set_title("What it sees")
    bars = _probability_bars(ax_bar, case.classes)
    ax_bar.set_title("What it says")
    shifts = torch.arange(-10, 11)
    (curve,) = ax_curve.plot([], [], color=BLUE, linestyle="-")
    (dot,) = ax_curve.plot([], [], "D", color=BLACK, markersize=7)
    ax_curve.set(xlim=(-10.5, 10.5), ylim=(-0.02, 1.02), xlabel="Shift to the right (pixels)")
    ax_curve.set(ylabel="Probability of the right class", title="This face, shifted")
    tested = case.x[:NUM_TESTED], case.y[:NUM_TESTED]

    def draw(
        right: int, down: int, degrees: int, brightness: float, noise: float, face: int
    ) -> str:
        x, label = case.x[face - 1 : face], int(case.y[face - 1])
        # One batch: the face at every shift, then as it is set now.
        rights = torch.cat([shifts, torch.tensor([right])]).float().to(case.device)
        copies = model.change(
            x.expand(len(rights), -1, -1, -1), rights, down, degrees, brightness, noise
        )
        probabilities = case.probabilities(copies)
        set_pixels(image, to_picture(copies[-1]))
        for bar, value in zip(bars, probabilities[-1].tolist()):
            bar.set_width(value)
        curve.set_data(shifts, probabilities[:-1, label])
        dot.set_data([right], [probabilities[-1, label]])
        everyone = model.change(tested[0], right, down, degrees, brightness, noise)
        share = accuracy(case.network, everyone, tested[1])
        answer = case.classes[int(probabilities[-1].argmax())]
        return (
            f"A face of the class {case.classes[label]}, {right} pixels to the right, {down} down, "
            f"turned by {degrees} degrees: the network says {answer}, {_about(probabilities[-1].max())}. "
            f"With the same change it is right on {_about(share)} of {len(tested[1])} test faces."
        )

    return Scene(figure, [image, *bars, curve, dot], draw)


def robustness(trials: Sequence[str], accuracies: dict[str, Sequence[float]]) -> Figure:
    """Draw {network: accuracies (num_trials,)} as dots, a row a trial."""
    figure, ax = new_figure(height=2.5)
    rows = np.arange(len(trials))[::-1]
    for (name, shares), color, marker in zip(accuracies.items(), (BLUE, ORANGE), "oD"):
        ax.plot(shares, rows, marker, color=color, markersize=7, label=name)
    ax.hlines(rows, 0.3, 1, color=GREY, linewidth=0.5, linestyle=":")
    ax.set_yticks(rows, trials)
    ax.set(xlim=(0.3, 1), xlabel="Accuracy")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def card_accuracy(hits: dict[str, Tensor]) -> Figure:
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
    return figure


def augmentation_preview(pictures: dict[str, Tensor]) -> Scene:
    """Variants of one picture, as training would see it; pictures (num, 3, 32, 32) by kind."""
    figure, ax = new_figure(height=1.95)
    kinds = list(pictures)
    image = _show_mosaic(ax, pictures[kinds[0]][:1].expand(16, -1, -1, -1), 8)
    ax.set_title("Upper left: the picture. The others: what fifteen epochs would see")

    def draw(max_degrees: int, max_shift: int, mirror: bool, noise: float, kind: str, number: int):
        x = pictures[kind][number - 1][None]
        generator = torch.Generator().manual_seed(number)
        variants = model.augment(
            x.expand(15, -1, -1, -1), generator, max_shift, max_degrees, mirror
        )
        variants = model.change(variants, noise=noise)
        set_pixels(image, mosaic(to_picture(torch.cat([x, variants])), 8))
        mirrored = "mirrored by the toss of a coin" if mirror else "none mirrored"
        return (
            f"Fifteen variants of one of the {kind}: turned by up to {max_degrees} degrees, shifted "
            f"by up to {max_shift} pixels, {mirrored}, noise {noise:g}. The label stays the same in "
            "all of them. Should it?"
        )

    return Scene(figure, [image], draw)


# --- What it looks at -----------------------------------------------------------------------------


def explanations(x: Tensor, maps: dict[str, Tensor]) -> Figure:
    """Draw pictures (num, 3, 32, 32) and, below each, {name: maps (num, rows, columns)}."""
    figure, axes = new_figure(num_rows=1 + len(maps), height=3.1)
    _show_mosaic(axes[0], x, len(x))
    axes[0].set_ylabel("face")
    for ax, (name, values) in zip(axes[1:], maps.items()):
        gray = 2 * _scaled(values.clamp(min=0)) - 1
        gap = max(1, round(2 * values.shape[-1] / x.shape[-1]))  # in line with the faces
        _show_mosaic(ax, gray[:, None].expand(-1, 3, -1, -1), len(x), gap)
        ax.set_ylabel(name)
    return figure


def adversarial(case: Case) -> Scene:
    """A face, a step of the fast gradient sign method, and the network's answers."""
    figure, axes = new_figure(4, height=2.2, width_ratios=[1, 1, 1, 1.5])
    titles = ("The face", "Direction", "Face after the step")
    images = []
    for ax, title in zip(axes, titles):
        _no_axes(ax)
        images.append(Pixels(ax, to_picture(case.x[0])))
        ax.set_title(title)
    ax = axes[3]
    rows = np.arange(len(case.classes))[::-1]
    marks = {
        name: ax.plot([], [], marker, color=color, markersize=7, fillstyle=fill, label=name)[0]
        for name, marker, color, fill in (
            ("face", "o", BLACK, "none"),
            ("random signs", "s", BLUE, "full"),
            ("FGSM", "X", RED, "full"),
        )
    }
    ax.set_yticks(rows, case.classes)
    ax.set(xlim=(-0.05, 1.05), ylim=(-0.5, len(rows) - 0.5), xlabel="Probability")
    ax.legend(
        loc="lower center",
        bbox_to_anchor=(0.4, 1.0),
        ncols=3,
        columnspacing=0.6,
        handletextpad=0.1,
        fontsize=8,
    )
    x, y = case.x[:NUM_TESTED], case.y[:NUM_TESTED]
    # One step of size 1 gives the directions; they do not depend on the size.
    signs = model.fgsm(case.network, x, y, 1.0, -9.0, 9.0) - x
    random = model.random_signs(x, 1.0, -9.0, 9.0) - x

    def draw(levels: int, face: int) -> str:
        step = 2 * levels / 255  # the values go from -1 to 1, the levels from 0 to 255
        attacked = (x + step * signs).clamp(-1, 1)
        shaken = (x + step * random).clamp(-1, 1)
        one = face - 1
        for image, picture in zip(images, (x[one], signs[one], attacked[one])):
            set_pixels(image, to_picture(picture))
        rows_of = case.probabilities(torch.stack([x[one], shaken[one], attacked[one]]))
        for mark, values in zip(marks.values(), rows_of):
            mark.set_data(values, rows)
        shares = [accuracy(case.network, batch, y) for batch in (shaken, attacked)]
        return (
            f"Each color value moves by {levels} of 255 levels. This face of the class "
            f"{case.classes[int(y[one])]} is now {case.classes[int(rows_of[2].argmax())]} for the "
            f"network, {_about(rows_of[2].max())}. Of "
            f"{len(y)} test faces the network is right on {_about(shares[1])} after this step, and on "
            f"{_about(shares[0])} after random signs of the same size."
        )

    return Scene(figure, [*images, *marks.values()], draw)


def attack_curves(epsilons: Sequence[float], fgsm: Sequence[float], random: Sequence[float]):
    """Draw the accuracy under FGSM and under random signs against the size of the step."""
    figure, ax = new_figure(height=2.1)
    ax.plot(epsilons, random, "s-", color=BLUE, markersize=4, label="random signs")
    ax.plot(epsilons, fgsm, "X--", color=RED, markersize=6, label="FGSM")
    ax.axhline(0.1, color=GREY, linestyle=":", linewidth=1)
    ax.text(0, 0.12, "guessing", color=GREY)
    ax.set(xlabel=r"Size of the step $\epsilon$ (pixels go from 0 to 1)", ylabel="Test accuracy")
    ax.set(ylim=(0, 1.02), title="Digits: two steps of the same size")
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def suspicious(x: Tensor, y: Tensor, classes: Sequence[str], place: tuple[int, int]) -> Figure:
    """Draw seven faces of each class with a circle around `place` (row, column)."""
    num_cols = 7
    figure, axes = new_figure(num_rows=len(classes), height=0.7 * len(classes), squeeze=False)
    for label, (ax, name) in enumerate(zip(axes[:, 0], classes)):
        _show_mosaic(ax, x[y == label][:num_cols], num_cols)
        ax.set_ylabel(name, rotation=0, ha="right", va="center", fontweight="bold")
        spots = np.arange(num_cols) * (x.shape[-1] + 2) + place[1] + 0.5
        rows = np.full(num_cols, place[0] + 0.5)
        ax.plot(spots, rows, "o", color=RED, markersize=11, fillstyle="none", markeredgewidth=1.2)
    return figure


# --- Your own picture -----------------------------------------------------------------------------


def classify(case: Case, draw_face) -> tuple[Scene, object]:
    """A face as drawn and as the network sees it, and its answer; and a function for other pictures.

    `draw_face(number, pose)` returns (large picture, small picture, name), values in [-1, 1].
    """
    figure, (ax, ax_small, ax_bar) = new_figure(3, height=2.4, width_ratios=[1, 1, 1.4])
    images = []
    for axis, title in ((ax, "The picture"), (ax_small, "What it sees: 32 x 32")):
        _no_axes(axis)
        images.append(Pixels(axis, np.ones((32, 32, 3)), extent=(0, 1, 0, 1)))
        axis.set_title(title)
    bars = _probability_bars(ax_bar, case.classes)
    ax_bar.set_title("What it says")

    def show_picture(large: Tensor, small: Tensor, name: str) -> str:
        for image, picture in zip(images, (large, small)):
            set_pixels(image, to_picture(picture))
        (probabilities,) = case.probabilities(small[None])
        for bar, value in zip(bars, probabilities.tolist()):
            bar.set_width(value)
        answer = case.classes[int(probabilities.argmax())]
        return f"{name}. The network says: {answer}, {_about(probabilities.max())}."

    def draw(number: int, pose: float) -> str:
        return show_picture(*draw_face(number, pose))

    return Scene(figure, [*images, *bars], draw), show_picture
