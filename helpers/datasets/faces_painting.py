"""How a face is painted: background, body, head with its patterns of fur, and what is before it.

Functions take a `Head` or a `Canvas` and paint on it; `t` holds the traits of `faces_traits`.
"""

import copy
from functools import partial
from types import SimpleNamespace

import numpy as np
from numpy import ndarray

from helpers.datasets.faces_canvas import Canvas, cover, direction, ellipse, line, spike, wave
from helpers.datasets.faces_species import Species
from helpers.datasets.faces_traits import INK, NOISE_POOL, WHITE

_PINK = np.array([[222, 140, 140]], np.float32) / 255
_TONGUE = np.array([[226, 108, 122]], np.float32) / 255


def paint(animal: Species, t: SimpleNamespace, size: int) -> ndarray:
    """Return pictures (num, 3, size, size), uint8, of animals of one species with traits `t`."""
    canvas = Canvas(len(t.x), size)
    _paint_background(canvas, t)
    head = Head(canvas, t)
    _paint_body(head.band(0.4, 3.0))
    if animal.mane[1]:
        _paint_mane(head)
    if animal.ears != "hanging":
        _paint_ears(head.band(-2.0, 0.2), animal)
    _paint_head(head)
    for pattern in animal.pattern:
        PATTERNS[pattern](head)
    if animal.ears == "hanging":
        _paint_hanging_ears(head, animal)
    _paint_muzzle(head.band(-0.4, 1.2), animal)
    _paint_eyes(head.band(-0.6, 0.35))
    _paint_nose_and_mouth(head.band(-0.2, 1.35))
    _paint_obstacles(canvas, t)
    return _finish(canvas, t, size)


class Head:
    """A canvas seen from the head: (u, v) is the middle of the face, u to the right, v down.

    The head is turned by `turn` and `nod`: what is nearer to us moves further. `at_depth` says
    where a pixel lies among the parts of a face that stand out by `depth`.
    """

    def __init__(self, canvas: Canvas, t: SimpleNamespace) -> None:
        self.canvas, self.traits = canvas, t
        self.u, self.v = canvas.frame(t.x, t.y, t.cos, t.sin, t.scale)
        self.edge = (canvas.pixel + t.soft) / t.scale
        u, v, rough = self.u, self.v, 0
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

    def band(self, low: float, high: float) -> "Head":
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


def _paint_body(head: Head) -> None:
    t = head.traits
    distance = ellipse(head.u + 0.3 * t.turn, head.v - 1.5, t.jaw + 0.25, 1.0)
    head.paint(distance, 0.85 * t.body)
    head.paint(distance + 0.3, t.body, 0.6)


def _paint_mane(head: Head) -> None:
    t = head.traits
    around = direction(head.u, head.v)
    ragged = 0.07 * wave(5 * around + t.phase) + 0.05 * wave(8 * around)
    distance = np.sqrt(head.u**2 + (head.v - 0.05) ** 2) - 1 - t.mane + ragged
    head.paint(distance, t.mane_color)
    head.paint(distance + 0.22, 0.5 * (t.mane_color + t.fur), cover(wave(7 * around), 0.6))


def _ear_frame(head: Head):
    """Return how far a pixel is across and along the ear on its side."""
    t = head.traits
    u, v = head.at_depth(-0.2)
    a, b = np.abs(u) - t.ear_u, t.ear_v - v
    return a * t.ear_cos - b * t.ear_sin, a * t.ear_sin + b * t.ear_cos


def _paint_ears(head: Head, animal: Species) -> None:
    t = head.traits
    across, along = _ear_frame(head)
    inner = 0.5 * (_PINK + t.ear)
    if animal.ears == "round":
        distance = ellipse(across, along, t.ear_width, t.ear_size)
        head.paint(distance, t.ear)
        head.paint(distance + 0.1, t.light if "rosettes" in animal.pattern else inner * 0.8)
        return
    distance = spike(across, along, t.ear_width, t.ear_size, 0.7)
    head.paint(distance - 0.03, _outline(t.ear))  # a black ear before a black night
    head.paint(distance, t.dark if "points" in animal.pattern else t.ear)
    head.paint(distance + 0.11, inner * 0.9)
    if "ear-tips" in animal.pattern:
        head.paint(distance, t.dark, cover(0.55 * t.ear_size - along, 0.2))


def _paint_head(head: Head) -> None:
    t = head.traits
    head.canvas.paint(head.inside, t.fur)
    rim = np.clip(1 + head.distance / 0.45, 0, 1)  # the head is round: its rim gets less light
    head.paint_fur(0.45 * rim * rim, 0.6 * t.fur)


def _paint_hanging_ears(head: Head, animal: Species) -> None:
    t = head.traits
    across, along = _ear_frame(head)
    distance = ellipse(across, along + 0.75 * t.ear_size, t.ear_width, t.ear_size)
    color = t.dark if "points" in animal.pattern else t.ear
    head.paint(distance - 0.05, _outline(color))
    head.paint(distance + 0.03, color)


def _outline(color: ndarray) -> ndarray:
    """Return what a part's edge is painted with: darker than light fur, lighter than dark fur."""
    return 0.5 * color + 0.16


def _paint_muzzle(head: Head, animal: Species) -> None:
    t = head.traits
    u, v = head.at_depth(0.45)
    distance = ellipse(u, v - t.nose_v - 0.18, t.muzzle_width, t.muzzle_height)
    color = t.dark if "points" in animal.pattern else t.muzzle
    head.paint(distance - 0.02, 0.75 * color, 0.6)
    head.paint(distance + 0.03, color)
    if animal.label == 1:  # a dog's muzzle goes on up between the eyes
        head.paint(ellipse(u, v - 0.05, 0.6 * t.muzzle_width, 0.4), color, 0.5)


def _paint_eyes(head: Head) -> None:
    t = head.traits
    u, v = head.at_depth(0.25)
    a, b = np.abs(u) - t.eye_u, v - t.eye_v
    b = b + t.slant * a  # above 0, outer corners are higher
    height = 0.85 * t.eye_size * t.squint
    head.paint(ellipse(a, b, t.eye_size + 0.05, height + 0.05), INK, 0.85)
    head.paint(ellipse(a, b, t.eye_size, height), t.iris)
    radius = 0.62 * t.eye_size
    head.paint(ellipse(a, b, radius * t.slit, radius * 1.2 * t.squint), INK)
    glint = ellipse(u - np.copysign(t.eye_u, u) + 0.06, b + 0.07, 0.06, 0.06)
    head.paint(glint, WHITE, 0.9)


def _paint_nose_and_mouth(head: Head) -> None:
    t = head.traits
    u, v = head.at_depth(0.55)
    v = v - t.nose_v
    tongue = ellipse(u, v - 0.5, 0.13, 0.24)
    rows = np.flatnonzero(t.tongue)
    head.canvas.paint_some(rows, cover(tongue[rows], head.edge[rows]), _TONGUE)
    mouth = np.abs(ellipse(np.abs(u) - 0.14, v - 0.2, 0.14, 0.14)) - 0.025
    mouth = np.maximum(mouth, 0.2 - v)
    mouth = np.minimum(mouth, line(u, v, 0, 0, 0, 0.22) - 0.025)
    head.paint(mouth, INK, 0.75)
    nose = np.where(t.pink_nose, _PINK * 0.9, INK)
    drop = np.maximum(ellipse(u, v, t.nose_size, 0.75 * t.nose_size), -v - 0.5 * t.nose_size)
    head.paint(drop, nose)
    rows = np.flatnonzero(t.whiskers)
    a, b = np.abs(u[rows]), v[rows] - 0.14
    hairs = [line(a, b, 0.2, y / 3, 1.05, y) for y in (-0.22, 0.0, 0.22)]
    coverage = cover(np.minimum.reduce(hairs) - 0.008, head.edge[rows])
    head.canvas.paint_some(rows, 0.8 * coverage, t.whisker[rows])


# --- Patterns of fur ------------------------------------------------------------------------------


def _stripes(head: Head) -> None:
    """Bars from the cheeks inward, and lines down the forehead: apart, as a grid is no fur."""
    t = head.traits
    u, v = head.at_depth(0.15)
    a = np.abs(u)
    bars = wave(t.stripes * (v - 0.35 * a) + t.phase) - 0.9 + 1.6 * np.clip(a - 0.4, 0, 0.6)
    bars = np.minimum(bars, (v + 0.25) * 4)
    lines = np.minimum(wave(t.stripes * a + 0.5) - 0.1, -(v + 0.36) * 4)
    head.paint_fur(cover(-np.maximum(bars, lines), 0.2 + 2 * head.edge), t.dark)


def _spots(head: Head, rings: bool = False) -> None:
    """Spots, or rings, in rows that are shifted against each other; each lies a little off its place.

    They are far enough apart for pictures of 32 x 32 pixels: denser ones would become a grid.
    """
    t = head.traits
    u, v = head.at_depth(0.15)
    density = 2.2 if rings else 2.6  # of rows to a unit
    v = v * density + t.phase
    row = np.rint(v)
    u = u * density + 0.5 * row + 0.35 * wave(0.37 * row + t.phase)
    column = np.rint(u)
    du = u - column - 0.16 * wave(0.61 * row + 0.27 * column)
    dv = v - row - 0.16 * wave(0.43 * column + 0.19 * row)
    distance = np.sqrt(du * du + dv * dv) - 0.27 - 0.06 * wave(0.31 * column + 0.53 * row)
    if rings:
        distance = np.abs(distance) - 0.1
    head.paint_fur(cover(distance, 0.1 + density * head.edge), t.dark)


def _mask(head: Head) -> None:
    """Light cheeks and brows."""
    t = head.traits
    u, v = head.at_depth(0.15)
    cheeks = ellipse(np.abs(u) - 0.4, v - 0.48, 0.5, 0.4)
    brows = ellipse(np.abs(u) - 0.3, v + 0.38, 0.14, 0.1)
    head.paint_fur(cover(np.minimum(cheeks, brows), 0.15), t.light)


def _points(head: Head) -> None:
    """A dark middle of the face."""
    t = head.traits
    u, v = head.at_depth(0.3)
    head.paint_fur(0.9 * cover(ellipse(u, v - 0.2, 0.52, 0.62), 0.4), t.dark)


def _blaze(head: Head) -> None:
    """A light stripe from the forehead to the muzzle, wider below."""
    t = head.traits
    u, v = head.at_depth(0.3)
    half_width = 0.14 + 0.3 * np.clip(v + 0.2, 0, 1)
    head.paint_fur(cover(np.maximum(np.abs(u) - half_width, -v - 0.8), 0.1), t.light)


def _patch(head: Head) -> None:
    """A dark patch over one eye."""
    t = head.traits
    u, v = head.at_depth(0.2)
    side = np.where(t.phase < 0.5, -1, 1).astype(np.float32)
    head.paint_fur(cover(ellipse(u - 0.45 * side, v + 0.2, 0.42, 0.5), 0.1), t.dark)


def _tears(head: Head) -> None:
    """Dark lines from the eyes down to the mouth."""
    u, v = head.at_depth(0.3)
    tears = line(np.abs(u), v, 0.3, -0.05, 0.38, 0.6) - 0.04
    head.paint_fur(cover(tears, head.edge), INK)


PATTERNS = {
    "stripes": _stripes,
    "spots": _spots,
    "rosettes": partial(_spots, rings=True),
    "mask": _mask,
    "points": _points,
    "blaze": _blaze,
    "patch": _patch,
    "tears": _tears,
    "ear-tips": lambda head: None,  # painted with the ears
}


# --- What comes between the animal and the camera -------------------------------------------------


def _paint_obstacles(canvas: Canvas, t: SimpleNamespace) -> None:
    x, y, edge = canvas.x, canvas.y, canvas.pixel + t.soft

    def paint(rows: ndarray, distance: ndarray, color: ndarray) -> None:
        canvas.paint_some(rows, cover(distance, edge[rows]), color[rows])

    rows = np.flatnonzero(t.has_leaf)
    where = (t.leaf_x, t.leaf_y, t.leaf_cos, t.leaf_sin)
    u, v = canvas.frame(*(values[rows] for values in where), scale=1)
    size = t.leaf_size[rows]
    paint(rows, ellipse(u, v, size, 0.45 * size), t.plant)
    paint(rows, np.maximum(np.abs(v) - 0.02, np.abs(u) - 0.8 * size), 0.7 * t.plant)
    rows = np.flatnonzero(t.has_branch)
    across = t.branch_cos[rows] * (y - t.branch_v[rows]) - t.branch_sin[rows] * x
    paint(rows, np.abs(across) - 0.07, t.bark)
    rows = np.flatnonzero(t.has_grass)
    blades = t.grass_v[rows] + 0.22 * wave(3.3 * x + t.phase[rows]) + 0.1 * wave(7.7 * x)
    paint(rows, blades - y, t.plant)


def _finish(canvas: Canvas, t: SimpleNamespace, size: int) -> ndarray:
    light = t.brightness * (1 + t.light_x * canvas.x + t.light_y * canvas.y)
    # Drawing new noise for every pixel would take as long as painting the face.
    pool = np.random.default_rng(0).standard_normal(NOISE_POOL + 3 * size**2, np.float32)
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
