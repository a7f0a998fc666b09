"""The explorables of notebook 07: controls that move the scenes of `figures.py`."""

from collections.abc import Callable

import ipywidgets as widgets
import torch
from torch import Tensor

from helpers.datasets import digits, faces
from helpers.datasets.image_folder import ImageError, read_image
from helpers.explorable import Explorable, Scene, choice, slider, switch
from helpers.faces import figures, model, study
from helpers.faces.study import Case, Film
from helpers.faces.uploads import newest_file

__all__ = ["adversarial", "augmentation_preview", "classify", "invariance", "weight_gallery"]

LARGE = 96  # pixels a side of the picture that a person looks at


def weight_gallery(film: Film | None = None) -> Explorable:
    """The first layer's weights during a training, epoch by epoch."""
    film = film or study.example()[1]
    return Explorable(
        figures.weight_gallery(film),
        epoch=slider("Epoch", 1, 0, len(film.weights) - 1, 1),
        only_change=switch("Only what training has changed", True),
    )


def invariance(case: Case | None = None) -> Explorable:
    """A face, shifted, turned, lit and with noise, and the network's answer."""
    case = case or study.example()[0]
    return Explorable(
        figures.invariance(case),
        right=slider("Shift to the right (pixels)", 0, -10, 10, 1),
        down=slider("Shift down (pixels)", 0, -10, 10, 1),
        degrees=slider("Turn (degrees)", 0, -90, 90, 5),
        brightness=slider("Brightness", 0.0, -1.0, 1.0, 0.1),
        noise=slider("Noise (standard deviation)", 0.0, 0.0, 1.0, 0.05),
        face=slider("Face", case.clear_face(), 1, min(50, len(case.x)), 1),
    )


def augmentation_preview(x: Tensor | None = None) -> Explorable:
    """Variants of a face or a digit, as augmentation makes them."""
    x = study.example()[0].x[:20] if x is None else x[:20]
    return Explorable(
        figures.augmentation_preview({"faces": x.cpu(), "digits": _large_digits(20)}),
        max_degrees=slider("Largest turn (degrees)", 10, 0, 90, 5),
        max_shift=slider("Largest shift (pixels)", 0, 0, 8, 1),
        mirror=switch("Mirror by the toss of a coin", True),
        noise=slider("Noise (standard deviation)", 0.0, 0.0, 0.5, 0.05),
        kind=choice("Pictures", ["faces", "digits"]),
        number=slider("Picture", 1, 1, min(20, len(x)), 1),
    )


def _large_digits(num: int) -> Tensor:
    """Return digits as pictures (num, 3, 32, 32) in [-1, 1], white on black."""
    small = 2 * digits.load_all()[0][:num] - 1
    large = small.repeat_interleave(3, dim=1).repeat_interleave(3, dim=2)
    framed = torch.nn.functional.pad(large, (4, 4, 4, 4), value=-1.0)
    return framed[:, None].expand(-1, 3, -1, -1)


def adversarial(case: Case | None = None) -> Explorable:
    """A face, moved by the fast gradient sign method, and by random signs."""
    case = case or study.example()[0]
    return Explorable(
        figures.adversarial(case),
        levels=slider("Size of the step (levels of 255)", 0, 0, 24, 1),
        face=slider("Face", case.clear_face(), 1, min(50, len(case.x)), 1),
    )


class Classifier(Explorable):
    """An explorable with a button for a file of the reader's, besides its controls.

    `take` gets the file's bytes and its name, moves the scene's artists and returns the sentence.
    What is wrong with a file (ImageError) is said below the buttons; the picture stays as it was.
    A moved control goes back to what the scene draws.
    """

    def __init__(self, scene: Scene, take: Callable[[bytes, str], str], **controls) -> None:
        self._take = take
        self.upload = widgets.FileUpload(description="Your picture", accept="image/*")
        self.upload.observe(self._on_upload, names="value")
        super().__init__(scene, **controls)

    def _own_buttons(self) -> list[widgets.Widget]:
        return [self.upload]

    def _on_upload(self, _change) -> None:
        found = newest_file(self.upload.value)
        if found is None:
            return
        name, content = found
        self._error.value = ""
        try:
            sentence = self._take(content, name)
        except ImageError as error:
            self._show_error(error)
        else:
            self._picture.show(self.scene.paint(), sentence)


def classify(case: Case | None = None) -> Classifier:
    """A drawn face to choose, or a picture of the reader's, and the network's answer."""
    case = case or study.example()[0]
    scene, show_picture = figures.classify(case, _draw_face)

    def take(content: bytes, name: str) -> str:
        large, small = (model.normalize(read_image(content, size)) for size in (LARGE, 32))
        return show_picture(large, small, f"Your picture {name}")

    return Classifier(
        scene,
        take,
        number=slider("Drawn face", 1, 1, 200, 1),
        pose=slider("Pose (0: straight)", 1.0, 0.0, 2.0, 0.1),
    )


def _draw_face(number: int, pose: float) -> tuple[Tensor, Tensor, str]:
    seed = [7, number]  # not that of any data set
    (large, label), (small, _) = (faces.draw(1, seed, size, pose) for size in (LARGE, 32))
    name = f"A drawn {faces.CLASSES[label[0]]}, number {number}"
    return model.normalize(large)[0], model.normalize(small)[0], name
