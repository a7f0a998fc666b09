"""The moving pictures of notebook 07."""

import html
from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from torch import Tensor

from helpers.datasets import faces
from helpers.datasets.image_folder import ImageError, read_image
from helpers.faces import attacks, trained
from helpers.faces.metrics import roughness
from helpers.faces.panels import (
    about,
    as_html,
    hide_axes,
    labels,
    mosaic,
    scaled,
    show_mosaic,
    to_bytes,
)
from helpers.faces.preprocessing import augment, change, large_digits, normalize
from helpers.faces.trained import Classifier, Film
from helpers.pictures import BLACK, BLUE, RED, Pixels, new_figure
from helpers.scene import Choice, Scene, Slider, Switch, Upload
from helpers.training import accuracy

NUM_TESTED = 200  # pictures on which a scene measures the accuracy at each event
NUM_OFFERED = 50  # faces that a slider lets one choose from
LARGE = 96  # pixels a side of the picture that a person looks at


def weight_gallery(film: Film | None = None, num_shown: int = 30) -> Scene:
    """The first layer's weights as pictures, epoch by epoch, and the validation accuracy."""
    film = film or trained.example()[1]
    first, last = film.weights[0], film.weights[-1]
    strongest = (last - first).flatten(1).norm(dim=1).argsort(descending=True)[:num_shown]
    weights = film.weights[:, strongest]
    num_epochs = len(weights) - 1
    figure, (ax, ax_acc) = new_figure(2, height=2.0, width_ratios=[3, 1])
    image = show_mosaic(ax, scaled(weights[-1]), 10)
    ax.set_title(f"{len(strongest)} units of the first layer")
    ax_acc.plot(range(num_epochs + 1), film.accuracy, color=RED, linestyle="--")
    ax_acc.set(xlabel="Epoch", ylabel="Accuracy", ylim=(0.2, 1), title="Validation")
    (dot,) = ax_acc.plot([], [], "D", color=BLACK, markersize=7)

    def draw(
        epoch: Annotated[int, Slider("Epoch", max(0, num_epochs - 1), 0, num_epochs, 1)],
        only_change: Annotated[bool, Switch("Only what training has changed", True)],
    ) -> str:
        shown = weights[epoch] - weights[0] if only_change else weights[epoch]
        image.set_data(mosaic(scaled(shown), 10))
        dot.set_data([epoch], [film.accuracy[epoch]])
        if only_change and epoch == 0:
            return "Before the training nothing has changed yet: all gray."
        what = "What training has changed" if only_change else "The weights"
        return (
            f"{what} after {epoch} epoch{'' if epoch == 1 else 's'}: red, green and blue weights as "
            "a color, gray for 0, each unit scaled to its strongest. Roughness "
            f"{roughness(shown):.1f} (1: neighboring pixels have nothing in common, 0: they are "
            f"alike). Validation accuracy {film.accuracy[epoch]:.1f}."
        )

    return Scene(
        "First-layer weights as pictures, and the validation accuracy, epoch by epoch",
        figure,
        [image, dot],
        draw,
    )


def invariance(classifier: Classifier | None = None) -> Scene:
    """A face that is shifted, turned, lit and blurred by noise, and what the network says."""
    classifier = classifier or trained.example()[0]
    x, y = classifier.x[:NUM_TESTED], classifier.y[:NUM_TESTED]
    largest = 10  # pixels of a shift, to each side
    shifts = torch.arange(-largest, largest + 1)
    figure, (ax, ax_bar, ax_curve) = new_figure(3, height=2.4, width_ratios=[1, 1, 1.6])
    image = _picture(ax, "What it sees", to_bytes(x[0]))
    bars = _probability_bars(ax_bar, classifier.classes)
    (curve,) = ax_curve.plot([], [], color=BLUE, linestyle="-")
    (dot,) = ax_curve.plot([], [], "D", color=BLACK, markersize=7)
    ax_curve.set(xlim=(-largest - 0.5, largest + 0.5), ylim=(-0.02, 1.02))
    ax_curve.set(xlabel="Shift to the right (pixels)", ylabel="Probability of the right class")
    ax_curve.set_title("This face, shifted")

    def draw(
        right: Annotated[int, Slider("Shift to the right (pixels)", 0, -largest, largest, 1)],
        down: Annotated[int, Slider("Shift down (pixels)", 0, -largest, largest, 1)],
        degrees: Annotated[int, Slider("Turn (degrees)", 0, -90, 90, 5)],
        brightness: Annotated[float, Slider("Brightness", 0.0, -1.0, 1.0, 0.1)],
        noise: Annotated[float, Slider("Noise (standard deviation)", 0.0, 0.0, 1.0, 0.05)],
        face: Annotated[int, _face_slider(classifier)],
    ) -> str:
        label = int(y[face - 1])
        # One batch: the face at every shift, then as it is set now.
        rights = torch.cat([shifts, torch.tensor([right])]).float().to(x.device)
        copies = x[face - 1].expand(len(rights), -1, -1, -1)
        copies = change(copies, rights, down, degrees, brightness, noise)
        probabilities = classifier.probabilities(copies)
        image.set_data(to_bytes(copies[-1]))
        _set_widths(bars, probabilities[-1])
        curve.set_data(shifts, probabilities[:-1, label])
        dot.set_data([right], [probabilities[-1, label]])
        everyone = change(x, right, down, degrees, brightness, noise)
        share = accuracy(classifier.network, everyone, y)
        return (
            f"A face of the class {_name(classifier, label)}, {right} pixels to the right, {down} "
            f"down, turned by {degrees} degrees: the network says "
            f"{_answer(classifier, probabilities[-1])}. "
            f"With the same change it is right on {about(share)} of {len(y)} new faces."
        )

    return Scene(
        "A face, shifted, turned, lit or noisy, and the probabilities that the network gives it",
        figure,
        [image, *bars, curve, dot],
        draw,
    )


def augmentation_preview(x: Tensor | None = None) -> Scene:
    """Variants of a face (num, 3, 32, 32) or a digit, as training with augmentation sees them."""
    x = trained.example()[0].x if x is None else x
    num_pictures = min(20, len(x))
    pictures = {"faces": x[:num_pictures].cpu(), "digits": large_digits(num_pictures)}
    figure, ax = new_figure(height=1.95)
    image = show_mosaic(ax, pictures["faces"][:1].expand(16, -1, -1, -1), 8)
    ax.set_title("Upper left: the picture. The others: what fifteen epochs would see")

    def draw(
        max_degrees: Annotated[int, Slider("Largest turn (degrees)", 10, 0, 90, 5)],
        max_shift: Annotated[int, Slider("Largest shift (pixels)", 0, 0, 8, 1)],
        mirror: Annotated[bool, Switch("Mirror by the toss of a coin", True)],
        noise: Annotated[float, Slider("Noise (standard deviation)", 0.0, 0.0, 0.5, 0.05)],
        kind: Annotated[str, Choice("Pictures", list(pictures))],
        number: Annotated[int, Slider("Picture", 1, 1, num_pictures, 1)],
    ) -> str:
        picture = pictures[kind][number - 1][None]
        generator = torch.Generator().manual_seed(number)
        copies = picture.expand(15, -1, -1, -1)
        variants = augment(copies, generator, max_shift, max_degrees, mirror)
        image.set_data(mosaic(torch.cat([picture, change(variants, noise=noise)]), 8))
        mirrored = "mirrored by the toss of a coin" if mirror else "none mirrored"
        return (
            f"Fifteen variants of one of the {kind}: turned by up to {max_degrees} degrees, shifted "
            f"by up to {max_shift} pixels, {mirrored}, noise {noise:g}. The label stays the same in "
            "all of them. Should it?"
        )

    return Scene(
        "A face or a digit, and fifteen variants of it as augmentation makes them",
        figure,
        [image],
        draw,
    )


def adversarial(classifier: Classifier | None = None) -> Scene:
    """A face, a step of the fast gradient sign method, and the network's answers."""
    classifier = classifier or trained.example()[0]
    x, y = classifier.x[:NUM_TESTED], classifier.y[:NUM_TESTED]
    # One step of size 1 gives the directions; they do not depend on the size.
    signs = attacks.fgsm(classifier.network, x, y, 1.0, -9.0, 9.0) - x
    random = attacks.random_signs(x, 1.0, -9.0, 9.0) - x
    figure, (*axes, ax) = new_figure(4, height=2.2, width_ratios=[1, 1, 1, 1.5])
    titles = ("The face", "Direction", "Face after the step")
    images = [_picture(*panel, to_bytes(x[0])) for panel in zip(axes, titles, strict=True)]
    rows = np.arange(len(classifier.classes))[::-1]
    marks = [
        ax.plot([], [], marker, color=color, markersize=size, fillstyle=fill, label=name)[0]
        for name, marker, color, size, fill in (
            ("face", "o", BLACK, 12, "none"),  # a ring around what has not moved
            ("random signs", "s", BLUE, 7, "full"),
            ("FGSM", "X", RED, 7, "full"),
        )
    ]
    ax.set_yticks(rows, labels(classifier.classes))
    ax.set(xlim=(-0.05, 1.05), ylim=(-0.5, len(rows) - 0.5), xlabel="Probability")
    close = dict(columnspacing=0.6, handletextpad=0.1, fontsize=8)
    ax.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=3, **close)

    def draw(
        levels: Annotated[int, Slider("Size of the step (levels of 255)", 8, 0, 24, 1)],
        face: Annotated[int, _face_slider(classifier)],
    ) -> str:
        step = 2 * levels / 255  # the values go from -1 to 1, the levels from 0 to 255
        attacked = (x + step * signs).clamp(-1, 1)
        shaken = (x + step * random).clamp(-1, 1)
        one = face - 1
        for image, picture in zip(images, (x[one], signs[one], attacked[one]), strict=True):
            image.set_data(to_bytes(picture))
        answers = classifier.probabilities(torch.stack([x[one], shaken[one], attacked[one]]))
        for mark, probabilities in zip(marks, answers, strict=True):
            mark.set_data(probabilities, rows)
        by_chance, on_purpose = (
            accuracy(classifier.network, batch, y) for batch in (shaken, attacked)
        )
        return (
            f"Each color value moves by {levels} of 255 levels. This face of the class "
            f"{_name(classifier, y[one])} is now {_name(classifier, answers[2].argmax())} for the "
            f"network, {about(answers[2].max())}. Of {len(y)} new faces the network is right on "
            f"{about(on_purpose)} after this step, and on {about(by_chance)} after random signs "
            "of the same size."
        )

    return Scene(
        "A face before and after a step of FGSM, and the network's answers to both",
        figure,
        [*images, *marks],
        draw,
    )


def classify(classifier: Classifier | None = None) -> Scene:
    """A drawn face, or a picture of the reader's, as the network sees it, and its answer."""
    classifier = classifier or trained.example()[0]
    figure, (ax, ax_small, ax_bar) = new_figure(3, height=2.4, width_ratios=[1, 1, 1.4])
    images = [
        _picture(*panel, np.ones((32, 32, 3)), extent=(0, 1, 0, 1))
        for panel in ((ax, "The picture"), (ax_small, "What it sees: 32 x 32"))
    ]
    bars = _probability_bars(ax_bar, classifier.classes)

    def draw(
        number: Annotated[int, Slider("Drawn face", 1, 1, 200, 1)],
        pose: Annotated[float, Slider("Pose (0: straight)", 1.0, 0.0, 2.0, 0.1)],
        picture: Annotated[tuple[str, bytes] | None, Upload("Your picture")] = None,
    ) -> str:
        try:
            name, pair = _read(*picture) if picture else _draw_face(number, pose)
        except ImageError as error:  # what was shown stays
            return html.escape(str(error))
        for image, one in zip(images, pair, strict=True):
            image.set_data(to_bytes(normalize(one)))
        (probabilities,) = classifier.probabilities(normalize(pair[1])[None])
        _set_widths(bars, probabilities)
        return f"{as_html(name)}. The network says: {_answer(classifier, probabilities)}."

    return Scene(
        "A picture, the 32 x 32 pixels that the network sees of it, and the network's answer",
        figure,
        [*images, *bars],
        draw,
    )


def _read(name: str, content: bytes) -> tuple[str, list[Tensor]]:
    """Return a name for the reader's picture, and it as bytes, large and as the network takes it."""
    return f"Your picture {name}", [read_image(content, size) for size in (LARGE, faces.SIZE)]


def _draw_face(number: int, pose: float) -> tuple[str, list[Tensor]]:
    """Return what `_read` does, for a drawn face."""
    seed = [7, number]  # not that of any data set
    (large, (label,)), (small, _) = (
        faces.draw(1, seed, size, pose) for size in (LARGE, faces.SIZE)
    )
    return f"A drawn {faces.CLASSES[label]}, number {number}", [large[0], small[0]]


# --- What several of them need --------------------------------------------------------------------


def _face_slider(classifier: Classifier) -> Slider:
    clear = classifier.clear_face(NUM_OFFERED)
    return Slider("Face", clear, 1, min(NUM_OFFERED, len(classifier.x)), 1)


def _picture(ax: Axes, title: str, values: np.ndarray, **image_kw: Any) -> Pixels:
    hide_axes(ax)
    ax.set_title(title)
    return Pixels(ax, values, **image_kw)


def _probability_bars(ax: Axes, classes: Sequence[str]) -> BarContainer:
    rows = np.arange(len(classes))[::-1]
    bars = ax.barh(rows, np.zeros(len(classes)), color=BLUE, height=0.6)
    ax.set_yticks(rows, labels(classes))
    ax.set(xlim=(0, 1), xlabel="Probability", title="What it says")
    return bars


def _set_widths(bars: BarContainer, probabilities: Tensor) -> None:
    for bar, value in zip(bars, probabilities.tolist(), strict=True):
        bar.set_width(value)


def _answer(classifier: Classifier, probabilities: Tensor) -> str:
    """Say which class wins, and with about which probability (num_classes,)."""
    return f"{_name(classifier, probabilities.argmax())}, {about(probabilities.max())}"


def _name(classifier: Classifier, label: int | Tensor) -> str:
    """Return a class's name as HTML: it may be that of a reader's folder."""
    return as_html(classifier.classes[int(label)])
