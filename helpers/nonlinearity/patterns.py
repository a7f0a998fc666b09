"""Patterns of four pixels on a retina of 4 x 4, in every position."""

import numpy as np

PATTERNS = {
    "square": [(0, 0), (0, 1), (1, 0), (1, 1)],
    "bar": [(0, 0), (0, 1), (0, 2), (0, 3)],
    "L": [(0, 0), (1, 0), (2, 0), (2, 1)],
    "T": [(0, 0), (0, 1), (0, 2), (1, 1)],
    "S": [(0, 1), (0, 2), (1, 0), (1, 1)],
    "diagonal": [(0, 0), (1, 1), (2, 2), (3, 3)],
    "dots": [(0, 0), (0, 2), (2, 1), (3, 3)],
}


def draw_pattern(name: str) -> np.ndarray:
    """Return a 4 x 4 image of zeros with four ones. Raises ValueError for an unknown name."""
    if name not in PATTERNS:
        raise ValueError(f"name must be one of {', '.join(PATTERNS)}, not {name!r}.")
    image = np.zeros((4, 4))
    image[tuple(np.transpose(PATTERNS[name]))] = 1
    return image


def all_shifts(image: np.ndarray) -> np.ndarray:
    """Return the 16 wrap-around translations of a 4 x 4 image as vectors (16, 16), row by row."""
    return np.array(
        [np.roll(image, (down, right), (0, 1)).ravel() for down in range(4) for right in range(4)]
    )
