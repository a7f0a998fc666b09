"""Drawn animal faces: cat, dog and wild, in color, made on the fly and never fetched.

Each face is drawn by a program from random numbers: a species, a coat, the build of the head, a
pose, a background, light, and what gets in the way. They are drawings. They stand in for photos
where a course needs thousands of pictures and no download, and they show how a model copes with
pose, light and clutter. They say nothing about animals, about photos of them, or about how well a
model would do on either: the three classes and what varies in them were chosen by hand.

The classes are those of AFHQ (Choi et al. 2020, arXiv:1912.01865); no picture of it was used.
"""

import copy
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from numbers import Integral
from types import SimpleNamespace

import numpy as np
import torch
from numpy import ndarray
from torch import Tensor

from helpers.arguments import require_at_least
from helpers.datasets.faces_painting import Canvas, cover, direction, ellipse, line, spike, wave
from helpers.datasets.faces_species import CLASSES, COATS, IRISES, SPECIES

SIZE = 32  # pixels a side
_CHUNK = 64 * SIZE * SIZE  # pixels that are painted at once: as much as fits into a cache

_POOL = 2**16  # how many random numbers there are for the noise of all pictures

_GREENERY = ((96, 128, 60), (60, 92, 48), (140, 150, 84), (150, 116, 70), (196, 164, 110))
_BARK = ((110, 84, 62), (72, 54, 42), (150, 128, 104))
_BACKGROUNDS = (
    *((150, 190, 224), (208, 222, 232), (120, 150, 180), (70, 80, 100)),  # sky, water, night
    *((110, 146, 70), (66, 98, 52), (160, 164, 100), (52, 66, 46)),  # grass, leaves
    *((196, 170, 130), (150, 112, 78), (222, 206, 180), (92, 68, 52)),  # sand, wood, earth
    *((190, 188, 186), (112, 110, 112), (234, 232, 230), (40, 40, 44)),  # snow, stone, a room
    *((178, 84, 70), (196, 150, 170), (96, 120, 150)),  # blankets
)


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
    species, traits = _roll_all(num_faces, parts, pose)
    images = np.empty((num_faces, 3, size, size), np.uint8)

    def paint(rows: ndarray) -> None:
        some = SimpleNamespace(**{name: values[rows] for name, values in traits.items()})
        images[rows] = _paint(SPECIES[species[rows[0]]], some, size)

    chunks = list(_chunks(species, traits["y"], max(1, _CHUNK // size**2)))
    if len(chunks) == 1:
        paint(chunks[0])  # to wait for a thread takes longer than to paint a face
    else:
        # NumPy lets go of the lock: all cores paint.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(paint, chunks))
    return torch.from_numpy(images), torch.from_numpy(species.copy())


@lru_cache(maxsize=1)  # the same faces at a second size: half of a slider's event
def _roll_all(
    num_faces: int, seed: tuple[int, ...], pose: float
) -> tuple[ndarray, dict[str, ndarray]]:
    dice = _Dice(seed, num_faces)
    species = _draw_species(dice)
    return species, _draw_traits(dice, species, pose)


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


# --- Random numbers -------------------------------------------------------------------------------


class _Dice:
    """Random numbers for `num_faces` faces. Every roll is a stream of its own: face number 7 gets
    the same values however many faces are drawn with it."""

    def __init__(self, seed: Sequence[int], num_faces: int) -> None:
        self.seed = seed
        self.num_faces = num_faces
        self.num_rolls = 0

    def roll(self, num_columns: int = 1) -> ndarray:
        """Return (num_faces, num_columns) numbers, uniform in [0, 1)."""
        self.num_rolls += 1
        rng = np.random.default_rng([*self.seed, self.num_rolls])
        return rng.random((self.num_faces, num_columns), np.float32)

    def between(self, low, high, num_columns: int = 1) -> ndarray:
        """Return (num_faces, num_columns) numbers, uniform from `low` to `high`."""
        return (low + self.roll(num_columns) * (high - low)).astype(np.float32)

    def choose(self, options: ndarray) -> ndarray:
        """Return for each face one of `options` (num_options, ...)."""
        return options[(self.roll()[:, 0] * len(options)).astype(int)]

    def happens(self, probability) -> ndarray:
        """Return for each face whether it happens (num_faces, 1)."""
        return self.roll() < probability


def _draw_species(dice: _Dice) -> ndarray:
    """Return species numbers (num_faces,): each three faces in a row hold each class once."""
    num_blocks = -(-dice.num_faces // len(CLASSES))
    blocks = _Dice([*dice.seed, 0], num_blocks).roll(len(CLASSES))
    labels = blocks.argsort(axis=1).ravel()[: dice.num_faces]
    groups = [[i for i, one in enumerate(SPECIES) if one.label == k] for k in range(len(CLASSES))]
    rank = dice.roll()[:, 0]
    return np.array([groups[k][int(r * len(groups[k]))] for k, r in zip(labels, rank)])


def _draw_traits(dice: _Dice, species: ndarray, pose: float) -> dict[str, ndarray]:
    """Return everything that is random about the faces, by name, each (num_faces, ...)."""
    traits = _draw_build(dice, species) | _draw_coat(dice, species)
    traits |= _draw_pose(dice, pose) | _draw_scene(dice)
    return {
        name: values.astype(np.float32) if values.dtype == np.float64 else values
        for name, values in traits.items()
    }


_RANGES = (
    *("width", "height", "jaw", "ear_size", "ear_width", "ear_u", "ear_v", "ear_tilt"),
    *("eye_u", "eye_v", "eye_size", "slit", "muzzle_width", "muzzle_height"),
    *("nose_size", "nose_v", "fluff", "mane"),
)


def _draw_build(dice: _Dice, species: ndarray) -> dict[str, ndarray]:
    """Return the shape of the heads: for each range of a species one value from it."""
    traits = {}
    for name in _RANGES:
        low, high = np.array([getattr(one, name) for one in SPECIES], np.float32)[species].T
        traits[name] = dice.between(low[:, None], high[:, None])
    tilt = traits.pop("ear_tilt")
    traits |= {"ear_cos": np.cos(tilt), "ear_sin": np.sin(tilt)}
    for name in ("pink_nose", "whiskers", "tongue"):
        traits[name] = dice.happens(np.array([[getattr(one, name)] for one in SPECIES])[species])
    traits["squint"] = np.where(dice.happens(0.1), 0.35, dice.between(0.75, 1.0))
    traits["whisker"] = np.where(dice.happens(0.6), _WHITE, _INK)
    traits["phase"] = dice.between(0.0, 1.0)
    traits["stripes"] = dice.between(3.2, 4.8)
    return traits


def _draw_coat(dice: _Dice, species: ndarray) -> dict[str, ndarray]:
    """Return the colors of fur and eyes (num_faces, 3), 0 to 1."""
    names = list(COATS)
    roll = dice.roll()[:, 0]
    coats = np.array(
        [
            names.index(SPECIES[s].coats[int(r * len(SPECIES[s].coats))])
            for s, r in zip(species, roll)
        ]
    )
    irises = [
        IRISES[SPECIES[s].irises[int(r * len(SPECIES[s].irises))]]
        for s, r in zip(species, dice.roll()[:, 0])
    ]
    palette = np.array(list(COATS.values()), np.float32)[coats] / 255
    palette *= dice.between(0.82, 1.15)[:, :, None]
    palette *= dice.between(0.95, 1.05, 3)[:, None, :]
    fur, light, dark = palette.transpose(1, 0, 2)
    return {
        **{"fur": fur, "light": light, "dark": dark, "iris": np.array(irises) / 255},
        "ear": _mix(fur, dice.between(0.5, 1.0), dark, light, dice),
        "body": _mix(fur, dice.between(0.5, 1.0), dark, light, dice),
        "mane_color": _mix(fur, dice.between(0.1, 0.5), dark, light, dice),
        "muzzle": _mix(fur, dice.between(0.1, 0.7), dark, light, dice),
    }


def _mix(fur, share, dark, light, dice: _Dice) -> ndarray:
    """Return `fur` (num_faces, 3), of which all but a `share` is replaced by dark or light."""
    return share * fur + (1 - share) * np.where(dice.happens(0.5), dark, light)


def _draw_pose(dice: _Dice, pose: float) -> dict[str, ndarray]:
    """Return where the faces are in their pictures (-1 to 1), how large, and how they look."""
    angle = dice.between(-0.13, 0.13) * pose
    return {
        "x": dice.between(-0.07, 0.07) * pose,
        "y": 0.1 + dice.between(-0.07, 0.07) * pose,
        "scale": 0.64 + dice.between(-0.06, 0.06) * pose,
        "cos": np.cos(angle),
        "sin": np.sin(angle),
        "turn": dice.between(-0.2, 0.2) * pose,
        "nod": dice.between(-0.13, 0.1) * pose,
    }


def _draw_scene(dice: _Dice) -> dict[str, ndarray]:
    """Return background, light, and what is in the way."""
    backgrounds = np.array(_BACKGROUNDS) / 255
    leaf = dice.between(0.0, 2 * np.pi)
    branch = dice.between(-0.6, 0.6)
    return {
        "top": dice.choose(backgrounds) * dice.between(0.8, 1.1),
        "bottom": dice.choose(backgrounds) * dice.between(0.8, 1.1),
        "blob": dice.choose(backgrounds),
        "blobs": dice.between(-1.0, 1.0, 6),
        "blob_size": dice.between(0.25, 0.6, 3),
        "horizon": np.where(dice.happens(0.5), dice.between(-0.6, 0.6), 5.0),
        "light_x": dice.between(-0.45, 0.45),
        "light_y": dice.between(-0.4, 0.2),
        "brightness": dice.between(0.55, 1.15),
        "tint": 1 + dice.between(-0.12, 0.12) * np.array([[1, 0, -1]]),
        "haze": np.where(dice.happens(0.2), dice.between(0.0, 0.35), 0.0),
        "soft": dice.between(0.0, 0.05),
        "noise": dice.between(0.005, 0.05),
        "has_leaf": dice.happens(0.25)[:, 0],
        "leaf_x": 0.9 * np.cos(leaf),
        "leaf_y": 0.9 * np.sin(leaf),
        "leaf_cos": np.cos(3 * leaf),
        "leaf_sin": np.sin(3 * leaf),
        "leaf_size": dice.between(0.4, 0.7),
        "has_branch": dice.happens(0.15)[:, 0],
        "branch_v": dice.between(-0.8, 0.8),
        "branch_cos": np.cos(branch),
        "branch_sin": np.sin(branch),
        "has_grass": dice.happens(0.15)[:, 0],
        "grass_v": dice.between(0.4, 0.95),
        "plant": dice.choose(np.array(_GREENERY) / 255),
        "bark": dice.choose(np.array(_BARK) / 255),
        "grain": (dice.roll()[:, 0] * _POOL).astype(int),
    }


def _chunks(species: ndarray, y: ndarray, num_pictures: int):
    """Yield row numbers, few enough to be painted at once, of one species and at similar height."""
    for one in np.unique(species):
        rows = np.flatnonzero(species == one)
        rows = rows[np.argsort(y[rows, 0], kind="stable")]
        yield from np.array_split(rows, -(-len(rows) // num_pictures))


# --- Painting -------------------------------------------------------------------------------------

_INK = np.array([[26, 20, 20]], np.float32) / 255
_PINK = np.array([[222, 140, 140]], np.float32) / 255
_TONGUE = np.array([[226, 108, 122]], np.float32) / 255
_WHITE = np.array([[250, 250, 248]], np.float32) / 255


def _paint(animal, t: SimpleNamespace, size: int) -> ndarray:
    """Return pictures (num, 3, size, size), uint8, of animals of one species with traits `t`."""
    canvas = Canvas(len(t.x), size)
    _paint_background(canvas, t)
    head = _Head(canvas, t)
    _paint_body(head.band(0.4, 3.0))
    if animal.mane[1]:
        _paint_mane(head)
    if animal.ears != "hanging":
        _paint_ears(head.band(-2.0, 0.2), animal)
    _paint_head(head)
    for pattern in animal.pattern:
        _PATTERNS[pattern](head)
    if animal.ears == "hanging":
        _paint_hanging_ears(head)
    _paint_muzzle(head.band(-0.4, 1.2), animal)
    _paint_eyes(head.band(-0.6, 0.35))
    _paint_nose_and_mouth(head.band(-0.2, 1.35))
    _paint_obstacles(canvas, t)
    return _finish(canvas, t, size)


class _Head:
    """A canvas seen from the head: (u, v) is the middle of the face, u to the right, v down.

    The head is turned by `turn` and `nod`: what is nearer to us moves further. `at_depth` says
    where a pixel lies among the parts of a face that stand out by `depth`.
    """

    def __init__(self, canvas: Canvas, t: SimpleNamespace) -> None:
        self.canvas, self.traits = canvas, t
        self.u, self.v = canvas.frame(t.x, t.y, t.cos, t.sin, t.scale)
        self.edge = (canvas.pixel + t.soft) / t.scale
        u, v = self.u, self.v
        rough = 0
        if np.any(t.fluff > 0.05):
            around = direction(u, v)
            rough = t.fluff * (wave(4 * around + t.phase) * wave(9 * around) - 0.5)
        upper = ellipse(u, v + 0.12, t.width, t.height)
        lower = ellipse(u, v - 0.4, t.jaw, 0.56)
        self.distance = np.minimum(upper, lower) + rough
        self.inside = cover(self.distance, self.edge)

    def at_depth(self, depth: float):
        t = self.traits
        u, v = self.u - depth * t.turn, self.v - depth * t.nod
        return u + 0.5 * t.turn * np.abs(u), v  # the side that turns away looks narrower

    def band(self, low: float, high: float) -> "_Head":
        """Return the same head, but only the rows of pixels that hold its parts from v = low to high.

        Painting eyes there takes half the time of painting them on the whole canvas.
        """
        t = self.traits
        reach = 1.2 * (1 + np.abs(t.turn)) * np.abs(t.sin) + np.abs(t.nod)
        top = (t.y + t.scale * (t.cos * low - reach)).min()
        bottom = (t.y + t.scale * (t.cos * high + reach)).max()
        part = self.canvas.rows(top, bottom)
        head = copy.copy(self)
        head.canvas = self.canvas.part(part)
        head.u, head.v = self.u[:, part], self.v[:, part]
        head.distance, head.inside = self.distance[:, part], self.inside[:, part]
        return head

    def paint(self, distance, color, opacity=1.0) -> None:
        """Paint what lies within `distance`, a number for each pixel."""
        self.canvas.paint(cover(distance, self.edge) * opacity, color)

    def paint_fur(self, coverage, color) -> None:
        """Paint, but only on the head."""
        self.canvas.paint(coverage * self.inside, color)


def _paint_background(canvas: Canvas, t: SimpleNamespace) -> None:
    canvas.pixels[:] = t.top.T[:, :, None]
    canvas.paint(0.5 + 0.5 * canvas.y, t.bottom)
    canvas.paint(cover(t.horizon - canvas.y, 0.15), t.bottom)
    for i in range(3):
        dx, dy = canvas.x - t.blobs[:, [i]], canvas.y - t.blobs[:, [i + 3]]
        near = np.maximum(0, 1 - (dx * dx + dy * dy) / t.blob_size[:, [i]] ** 2)
        canvas.paint(near * 0.7, t.blob)


def _paint_body(head: _Head) -> None:
    t = head.traits
    distance = ellipse(head.u + 0.3 * t.turn, head.v - 1.5, t.jaw + 0.25, 1.0)
    head.paint(distance, 0.85 * t.body)
    head.paint(distance + 0.3, t.body, 0.6)


def _paint_mane(head: _Head) -> None:
    t = head.traits
    around = direction(head.u, head.v)
    ragged = 0.12 * wave(5 * around + t.phase)
    distance = np.sqrt(head.u**2 + (head.v - 0.05) ** 2) - 1 - t.mane + ragged
    head.paint(distance, t.mane_color)
    head.paint(distance + 0.22, 0.5 * (t.mane_color + t.fur), cover(wave(7 * around), 0.6))


def _ear_frame(head: _Head):
    """Return how far a pixel is across and along the ear on its side."""
    t = head.traits
    u, v = head.at_depth(-0.2)
    a, b = np.abs(u) - t.ear_u, t.ear_v - v
    return a * t.ear_cos - b * t.ear_sin, a * t.ear_sin + b * t.ear_cos


def _paint_ears(head: _Head, animal) -> None:
    t = head.traits
    across, along = _ear_frame(head)
    outer = t.ear
    inner = 0.5 * (_PINK + t.ear)
    if animal.ears == "round":
        distance = ellipse(across, along, t.ear_width, t.ear_size)
        head.paint(distance, outer)
        head.paint(distance + 0.1, t.light if "rosettes" in animal.pattern else inner * 0.8)
        return
    distance = spike(across, along, t.ear_width, t.ear_size, 0.7)
    if "points" in animal.pattern:
        outer = t.dark
    head.paint(distance, outer)
    head.paint(distance + 0.11, inner * 0.9)
    if "ear tips" in animal.pattern:
        head.paint(distance, t.dark, cover(0.55 * t.ear_size - along, 0.2))


def _paint_head(head: _Head) -> None:
    t = head.traits
    head.canvas.paint(head.inside, t.fur)
    rim = np.clip(1 + head.distance / 0.45, 0, 1)  # the head is round: its rim gets less light
    head.paint_fur(0.45 * rim * rim, 0.6 * t.fur)


def _paint_hanging_ears(head: _Head) -> None:
    t = head.traits
    across, along = _ear_frame(head)
    distance = ellipse(across, along + 0.75 * t.ear_size, t.ear_width, t.ear_size)
    head.paint(distance - 0.03, 0.7 * t.ear)
    head.paint(distance + 0.02, t.ear)


def _paint_muzzle(head: _Head, animal) -> None:
    t = head.traits
    u, v = head.at_depth(0.45)
    distance = ellipse(u, v - t.nose_v - 0.18, t.muzzle_width, t.muzzle_height)
    color = t.dark if "points" in animal.pattern else t.muzzle
    head.paint(distance - 0.02, 0.75 * color, 0.6)
    head.paint(distance + 0.03, color)
    if animal.label == 1:  # a dog's muzzle goes on up between the eyes
        head.paint(ellipse(u, v - 0.05, 0.6 * t.muzzle_width, 0.4), color, 0.5)


def _paint_eyes(head: _Head) -> None:
    t = head.traits
    u, v = head.at_depth(0.25)
    a, b = np.abs(u) - t.eye_u, v - t.eye_v
    b = b + 0.25 * a  # outer corners are higher
    height = 0.85 * t.eye_size * t.squint
    head.paint(ellipse(a, b, t.eye_size + 0.06, height + 0.05), _INK, 0.85)
    head.paint(ellipse(a, b, t.eye_size, height), t.iris)
    radius = 0.62 * t.eye_size
    pupil = ellipse(a, b, radius * t.slit, radius * 1.2 * t.squint)
    head.paint(pupil, _INK)
    glint = ellipse(u - np.copysign(t.eye_u, u) + 0.06, b + 0.07, 0.05, 0.05)
    head.paint(glint, _WHITE, 0.9)


def _paint_nose_and_mouth(head: _Head) -> None:
    t = head.traits
    u, v = head.at_depth(0.55)
    v = v - t.nose_v
    tongue = ellipse(u, v - 0.5, 0.13, 0.24)
    rows = np.flatnonzero(t.tongue)
    if len(rows):
        coverage = cover(tongue[rows], head.edge[rows])
        head.canvas.paint_some(rows, coverage, np.repeat(_TONGUE, len(rows), 0))
    mouth = np.abs(ellipse(np.abs(u) - 0.14, v - 0.2, 0.14, 0.14)) - 0.025
    mouth = np.maximum(mouth, 0.2 - v)
    mouth = np.minimum(mouth, line(u, v, 0, 0, 0, 0.22) - 0.025)
    head.paint(mouth, _INK, 0.75)
    nose = np.where(t.pink_nose, _PINK * 0.9, _INK)
    drop = np.maximum(ellipse(u, v, t.nose_size, 0.75 * t.nose_size), -v - 0.5 * t.nose_size)
    head.paint(drop, nose)
    rows = np.flatnonzero(t.whiskers)
    if len(rows):
        a = np.abs(u[rows])
        b = v[rows] - 0.14
        hairs = [line(a, b, 0.2, y / 3, 1.05, y) for y in (-0.22, 0.0, 0.22)]
        coverage = cover(np.minimum.reduce(hairs) - 0.008, head.edge[rows])
        head.canvas.paint_some(rows, 0.8 * coverage, t.whisker[rows])


# --- Patterns of fur ------------------------------------------------------------------------------


def _stripes(head: _Head) -> None:
    """Bars from the sides inward, and lines down the forehead."""
    t = head.traits
    u, v = head.at_depth(0.15)
    a = np.abs(u)
    bars = wave(t.stripes * (v - 0.35 * a) * 0.8 + t.phase) - 0.9 + 1.2 * np.clip(a - 0.3, 0, 0.6)
    lines = np.minimum(wave(t.stripes * a * 0.8 + 0.5) - 0.1, -(v + 0.3) * 4)
    head.paint_fur(cover(-np.maximum(bars, lines), 0.35), t.dark)


def _spots(head: _Head) -> None:
    _dots(head, rings=False)


def _rosettes(head: _Head) -> None:
    _dots(head, rings=True)


def _dots(head: _Head, rings: bool) -> None:
    """Spots in rows, each row shifted against the next."""
    t = head.traits
    u, v = head.at_depth(0.15)
    v = v * 3.6 + t.phase
    row = np.rint(v)
    u = u * 3.6 + 0.5 * row + 0.35 * wave(0.37 * row + t.phase)
    du, dv = u - np.rint(u), v - row
    distance = np.sqrt(du * du + dv * dv) - 0.3
    if rings:
        distance = np.abs(distance + 0.04) - 0.09
    head.paint_fur(cover(distance, 0.15 + head.edge * 2), t.dark)


def _mask(head: _Head) -> None:
    """Light cheeks and brows."""
    t = head.traits
    u, v = head.at_depth(0.15)
    cheeks = ellipse(np.abs(u) - 0.4, v - 0.48, 0.5, 0.4)
    brows = ellipse(np.abs(u) - 0.3, v + 0.38, 0.14, 0.1)
    head.paint_fur(cover(np.minimum(cheeks, brows), 0.15), t.light)


def _points(head: _Head) -> None:
    """A dark middle of the face."""
    t = head.traits
    u, v = head.at_depth(0.3)
    head.paint_fur(0.9 * cover(ellipse(u, v - 0.2, 0.52, 0.62), 0.4), t.dark)


def _blaze(head: _Head) -> None:
    """A light stripe from the forehead to the muzzle, wider below."""
    t = head.traits
    u, v = head.at_depth(0.3)
    half_width = 0.14 + 0.3 * np.clip(v + 0.2, 0, 1)
    head.paint_fur(cover(np.maximum(np.abs(u) - half_width, -v - 0.8), 0.1), t.light)


def _patch(head: _Head) -> None:
    """A dark patch over one eye."""
    t = head.traits
    u, v = head.at_depth(0.2)
    side = np.where(t.phase < 0.5, -1, 1).astype(np.float32)
    head.paint_fur(cover(ellipse(u - 0.45 * side, v + 0.2, 0.42, 0.5), 0.1), t.dark)


def _tears(head: _Head) -> None:
    """Dark lines from the eyes down to the mouth."""
    u, v = head.at_depth(0.3)
    tears = line(np.abs(u), v, 0.3, -0.05, 0.38, 0.6) - 0.04
    head.paint_fur(cover(tears, head.edge), np.repeat(_INK, len(u), 0))


_PATTERNS = {
    "stripes": _stripes,
    "spots": _spots,
    "rosettes": _rosettes,
    "mask": _mask,
    "points": _points,
    "blaze": _blaze,
    "patch": _patch,
    "tears": _tears,
    "ear tips": lambda head: None,  # painted with the ears
}


# --- What comes between the animal and the camera -------------------------------------------------


def _paint_obstacles(canvas: Canvas, t: SimpleNamespace) -> None:
    x, y, edge = canvas.x, canvas.y, canvas.pixel + t.soft

    def paint(rows, distance, color, opacity=1.0):
        canvas.paint_some(rows, cover(distance, edge[rows]) * opacity, color[rows])

    rows = np.flatnonzero(t.has_leaf)
    if len(rows):
        dx, dy = x - t.leaf_x[rows], y - t.leaf_y[rows]
        cosine, sine = t.leaf_cos[rows], t.leaf_sin[rows]
        u, v = cosine * dx + sine * dy, cosine * dy - sine * dx
        size = t.leaf_size[rows]
        paint(rows, ellipse(u, v, size, 0.45 * size), t.plant)
        paint(rows, np.maximum(np.abs(v) - 0.02, np.abs(u) - 0.8 * size), 0.7 * t.plant)
    rows = np.flatnonzero(t.has_branch)
    if len(rows):
        across = t.branch_cos[rows] * (y - t.branch_v[rows]) - t.branch_sin[rows] * x
        paint(rows, np.abs(across) - 0.07, t.bark)
    rows = np.flatnonzero(t.has_grass)
    if len(rows):
        blades = t.grass_v[rows] + 0.22 * wave(3.3 * x + t.phase[rows]) + 0.1 * wave(7.7 * x)
        paint(rows, blades - y, t.plant)


def _finish(canvas: Canvas, t: SimpleNamespace, size: int) -> ndarray:
    light = t.brightness * (1 + t.light_x * canvas.x + t.light_y * canvas.y)
    # Drawing new noise for every pixel would take as long as painting the face.
    pool = np.random.default_rng(0).standard_normal(_POOL + 3 * size**2, np.float32)
    noise = np.lib.stride_tricks.sliding_window_view(pool, 3 * size**2)[t.grain]
    noise = (noise * (255 * t.noise)).reshape(len(noise), 3, -1)
    images = np.empty(noise.shape, np.uint8)
    light *= 255 * (1 - t.haze)
    noise += 0.5 + 255 * 0.8 * t.haze[:, :, None]  # 0.5: what follows cuts decimals off
    for channel, layer in enumerate(canvas.pixels):
        layer *= t.tint[:, [channel]]
        layer *= light
        layer += noise[:, channel]
        images[:, channel] = np.clip(layer, 0, 255, out=layer)
    return images.reshape(-1, 3, size, size)
