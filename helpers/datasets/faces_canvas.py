"""Brush and canvas for many small pictures at once: shapes as distances, layers of paint.

A shape is a function that says for each pixel how far it lies outside (negative: inside). The
coverage of a pixel falls from 1 to 0 over the width of one pixel around distance 0, so edges are
smooth at any size. Only + - * / and square roots are used on pixels: unlike sines and
exponentials, these are the same to the last bit on every processor.

Everywhere, arrays that belong to a pixel are (num_pictures, num_pixels), and numbers that belong
to a picture are (num_pictures, 1), all float32.
"""

import copy

import numpy as np
from numpy import ndarray


class Canvas:
    """`num_pictures` square pictures of `size` pixels a side, in color.

    `x` and `y` (1, num_pixels) run from -1 to 1, right and down. `pixels` is (3, num_pictures,
    num_pixels), 0 is black and 1 is white.
    """

    def __init__(self, num_pictures: int, size: int) -> None:
        centers = ((np.arange(size, dtype=np.float32) + 0.5) * 2 / size - 1).astype(np.float32)
        self.x = np.tile(centers, size)[None]
        self.y = np.repeat(centers, size)[None]
        self.pixel = 2 / size
        self.pixels = np.zeros((3, num_pictures, size * size), np.float32)

    def rows(self, top: float, bottom: float) -> slice:
        """Return where the pixels between two heights lie among all, whole rows of them."""
        size = round(2 / self.pixel)
        first, last = (round((y + 1) / self.pixel) + more for y, more in ((top, -1), (bottom, 1)))
        return slice(min(max(first, 0), size) * size, min(max(last, 0), size) * size)

    def part(self, pixels: slice) -> "Canvas":
        """Return a canvas of these pixels alone; what is painted on it is painted on this one."""
        part = copy.copy(self)
        part.x, part.y = self.x[:, pixels], self.y[:, pixels]
        part.pixels = self.pixels[:, :, pixels]
        return part

    def paint(self, coverage: ndarray, color: ndarray) -> None:
        """Lay `color` (num_pictures, 3) over the pictures where, and as far as, `coverage` says."""
        for channel, layer in enumerate(self.pixels):
            change = color[:, channel, None] - layer
            change *= coverage
            layer += change

    def paint_some(self, rows: ndarray, coverage: ndarray, color: ndarray) -> None:
        """Do the same to the pictures with these numbers alone."""
        for channel, layer in enumerate(self.pixels):
            below = layer[rows]
            layer[rows] = below + coverage * (color[:, channel, None] - below)

    def frame(self, x, y, cosine, sine, scale) -> tuple[ndarray, ndarray]:
        """Return each pixel's place (u, v) seen from (x, y), turned, with `scale` as unit length."""
        dx, dy = (self.x - x) / scale, (self.y - y) / scale
        return cosine * dx + sine * dy, cosine * dy - sine * dx


def cover(distance: ndarray, edge: ndarray | float) -> ndarray:
    """Return how far each pixel is covered, 0 to 1; the step is `edge` wide around distance 0."""
    coverage = distance * (-1 / edge)
    coverage += 0.5
    return np.clip(coverage, 0, 1, out=coverage)


def ellipse(u, v, half_width, half_height) -> ndarray:
    """Return about how far (u, v) lies outside the ellipse around (0, 0)."""
    # In place, as most of the time goes into ellipses: new memory costs more than arithmetic.
    total = u * (1 / half_width)
    total *= total
    other = v * (1 / half_height)
    other *= other
    total += other
    np.sqrt(total, out=total)
    total -= 1
    total *= np.minimum(half_width, half_height)
    return total


def line(u, v, u0, v0, u1, v1) -> ndarray:
    """Return how far (u, v) lies from the straight line between two points."""
    du, dv = u1 - u0, v1 - v0
    along = np.clip(((u - u0) * du + (v - v0) * dv) / (du * du + dv * dv), 0, 1)
    return np.sqrt((u - u0 - along * du) ** 2 + (v - v0 - along * dv) ** 2)


def spike(across, along, half_width, length, curve=0.0) -> ndarray:
    """Return about how far a point lies outside a triangle with its base at along = 0.

    `curve` above 0 makes the sides bulge.
    """
    t = along / length
    side = np.abs(across) - half_width * (1 - t) * (1 + curve * t)
    return np.maximum(side * 0.8, -along - 0.25 * length)


def wave(t: ndarray) -> ndarray:
    """Return a triangle wave of period 1: -1 at whole numbers, 1 halfway between."""
    return 4 * np.abs(t - np.rint(t)) - 1


def direction(u: ndarray, v: ndarray) -> ndarray:
    """Return where a point lies around (0, 0): -1 up, 0 to the side (both sides), 1 down.

    It stands in for an angle, without a sine.
    """
    return v / (np.abs(u) + np.abs(v) + 1e-6)
