"""Drawn animal faces: cat, dog and wild, in color, made on the fly and never fetched.

Each face is drawn by a program from random numbers: a species, a coat, the build of the head, a
pose, a background, light, and what gets in the way. They are drawings. They stand in for photos
where a course needs thousands of pictures and no download, and they show how a model copes with
pose, light and clutter. They say nothing about animals, about photos of them, or about how well a
model would do on either: the three classes and what varies in them were chosen by hand.

The classes are those of AFHQ (Choi et al. 2020, arXiv:1912.01865); no picture of it was used.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from numbers import Integral
from types import SimpleNamespace

import numpy as np
import torch
from numpy import ndarray
from torch import Tensor

from helpers.arguments import require_at_least
from helpers.datasets import faces_painting, faces_traits
from helpers.datasets.faces_species import CLASSES as CLASSES  # for those who load faces
from helpers.datasets.faces_species import SPECIES

SIZE = 32  # pixels a side
_CHUNK = 64 * SIZE * SIZE  # pixels that are painted at once: as much as fits into a cache


def load(
    num_train: int = 6000, num_valid: int = 1000, num_test: int = 1500, seed: int = 0
) -> tuple[tuple[Tensor, Tensor], ...]:
    """Return (train, validation, test): images (num, 3, 32, 32), uint8, and labels (num,), int64.

    Each part is drawn from random numbers of its own, so that no face is in two of them, and a
    part stays the same when another one grows. Raises ValueError as `draw` does.
    """
    sizes = (num_train, num_valid, num_test)
    return tuple(draw(num, seed=[seed, part]) for part, num in enumerate(sizes, start=1))


def draw(
    num_faces: int, seed: int | Sequence[int] = 0, size: int = SIZE, pose: float = 1.0
) -> tuple[Tensor, Tensor]:
    """Return faces (num_faces, 3, size, size), uint8, and their class numbers (num_faces,), int64.

    The classes are balanced and mixed; `CLASSES` names them. The same seed gives the same faces at
    every size, and more of them with a larger `num_faces`: the first hundred of a thousand are
    the hundred. `pose` scales how far the faces are shifted, turned and tilted; with 0 all look
    straight at us from the middle.

    Raises ValueError unless num_faces >= 1, size >= 16, pose >= 0, and seed is a whole number from 0
    up or a list of them.
    """
    images, species = draw_with_species(num_faces, seed, size, pose)
    return images, torch.tensor([one.label for one in SPECIES])[species]


def draw_with_species(
    num_faces: int, seed: int | Sequence[int] = 0, size: int = SIZE, pose: float = 1.0
) -> tuple[Tensor, Tensor]:
    """Return the faces that `draw` returns, and for each the index of its species in `SPECIES`."""
    _check_arguments(num_faces, seed, size, pose)
    parts = tuple(seed) if isinstance(seed, (list, tuple)) else (seed,)
    species, traits = faces_traits.roll(num_faces, parts, pose)
    images = np.empty((num_faces, 3, size, size), np.uint8)

    def paint(rows: ndarray) -> None:
        some = SimpleNamespace(**{name: values[rows] for name, values in traits.items()})
        images[rows] = faces_painting.paint(SPECIES[species[rows[0]]], some, size)

    chunks = list(_chunks(species, traits["y"], max(1, _CHUNK // size**2)))
    if len(chunks) == 1:
        paint(chunks[0])  # to wait for a thread takes longer than to paint a face
    else:
        # NumPy lets go of the lock: all cores paint.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(paint, chunks))
    return torch.from_numpy(images), torch.from_numpy(species.copy())


def _check_arguments(num_faces, seed, size, pose) -> None:
    for name, value, low in (("num_faces", num_faces, 1), ("size", size, 16)):
        if not isinstance(value, Integral) or value < low:
            raise ValueError(f"{name} must be a whole number, at least {low}, not {value!r}.")
    for part in seed if isinstance(seed, (list, tuple)) else [seed]:
        if not isinstance(part, Integral) or part < 0:
            raise ValueError(
                f"seed must be a whole number from 0 up, or some of them, not {seed!r}."
            )
    require_at_least(0, pose=pose)


def _chunks(species: ndarray, y: ndarray, num_pictures: int):
    """Yield row numbers, few enough to be painted at once, of one species and at similar height."""
    for one in np.unique(species):
        rows = np.flatnonzero(species == one)
        rows = rows[np.argsort(y[rows, 0], kind="stable")]
        yield from np.array_split(rows, -(-len(rows) // num_pictures))
