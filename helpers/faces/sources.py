"""Where the faces of notebook 07 come from: drawn ones, the real AFHQ, or a folder of the reader's."""

import html
import re
from pathlib import Path

from torch import Tensor

from helpers.datasets import afhq, faces, image_folder
from helpers.datasets.splits import Part, random_split

NUM_TRAIN, NUM_VALID, NUM_TEST = 4000, 1000, 1000
MAX_CLASSES = 6  # so many markers tell the classes apart in a picture


def load(use_real_faces: bool = False, folder=None) -> tuple[Part, Part, Part, tuple[str, ...]]:
    """Return (train, valid, test, classes); a part is uint8 images (num, 3, 32, 32) and labels (num,).

    Drawn faces, unless `folder` names a folder of class folders, or the real ones are asked for.
    Photographs of a folder are mixed and split by chance; AFHQ has test pictures of its own. If the
    real ones are not to be had, a sentence says what to do, and the drawn ones stand in. A folder
    without pictures, with a broken one, or with fewer than two or more than six classes raises a
    ValueError that says so.
    """
    if folder:
        images, labels, classes = image_folder.load(Path(folder).expanduser())
        if not 2 <= len(classes) <= MAX_CLASSES:
            raise ValueError(
                f"{folder} has the class folders {', '.join(classes)}; "
                f"this notebook takes two to {MAX_CLASSES} classes."
            )
        return *split(images, labels), classes
    if use_real_faces:
        try:
            images, labels = afhq.load("train", download=True)
            test = afhq.load("test")
        except afhq.AFHQUnavailable as error:
            print(f"{error} The drawn faces stand in.")
        else:
            print(afhq.ATTRIBUTION)
            valid, train = random_split(images, labels, (NUM_VALID, len(images) - NUM_VALID))
            return train, valid, test, afhq.CLASSES
    return *faces.load(NUM_TRAIN, NUM_VALID, NUM_TEST), faces.CLASSES


def split(images: Tensor, labels: Tensor, seed: int = 0) -> tuple[Part, Part, Part]:
    """Return seven, one and two tenths of the pictures, drawn at random: train, validation, test."""
    if len(images) < 10:
        raise ValueError(f"images must be at least 10 to be split in three, not {len(images)}.")
    num_valid, num_test = len(images) // 10, len(images) // 5
    num_train = len(images) - num_valid - num_test
    return random_split(images, labels, (num_train, num_valid, num_test), seed)


def as_markdown(name: str) -> str:
    """Return a class's name for a Markdown text: a reader's folder may have any name at all."""
    return re.sub(
        r"[$*_`\\\[\]]", lambda found: f"&#{ord(found[0])};", html.escape(" ".join(name.split()))
    )
