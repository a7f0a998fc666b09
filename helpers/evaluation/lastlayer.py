"""Networks of which only the last layer learns, by least squares: exact, at once, and so many times over.

The hidden layer of ReLUs keeps the random weights that it starts with. The digits are 1,797 of 8 x 8 pixels.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from helpers.arguments import require_at_least
from helpers.datasets import digits

NUM_CLASSES, PENALTY = 10, 1.0  # the penalty on squared weights keeps the fit of few samples calm


def shuffled_digits(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return all digits in another order: x (1797, 64), around 0, and their classes y (1797,)."""
    images, classes = digits.load_all()
    x, y = images.flatten(1).numpy().astype(float), classes.numpy()
    order = np.random.default_rng(seed).permutation(len(x))
    return (x - x.mean(axis=0))[order], y[order]


def network(width: int, seed: int = 0) -> Callable:
    """Return fit(x, y), which fits the last layer of a network and returns predict(x), classes (n,)."""
    require_at_least(1, width=width)

    def fit(x: np.ndarray, y: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
        last = _fit(_hidden(x, width, seed), y)
        return lambda asked: (_hidden(asked, width, seed) @ last).argmax(axis=1)

    return fit


@dataclass(frozen=True)
class Contest:
    """Networks that differ in nothing but a seed, the setting, and the few digits that compare them.

    `hidden` (num_settings, num_digits, width) are the hidden units of each network for all digits, of
    which the first `num_rows` are compared on; `y` (num_digits,) are the classes.
    """

    hidden: np.ndarray
    y: np.ndarray
    num_rows: int

    def score(self, setting: int, learn: np.ndarray, held_out: np.ndarray) -> float:
        """Fit a network's last layer on the rows `learn`; return its accuracy on `held_out`."""
        last = _fit(self.hidden[setting][learn], self.y[learn])
        predicted = (self.hidden[setting][held_out] @ last).argmax(axis=1)
        return float(np.mean(predicted == self.y[held_out]))

    def score_on_new(self, setting: int) -> float:
        """Fit a network on all rows; return its accuracy on the digits beyond them."""
        return self.score(setting, *np.split(np.arange(len(self.y)), [self.num_rows]))


def contest(seed: int, num_rows: int = 100, num_settings: int = 40, width: int = 15) -> Contest:
    """Draw `num_rows` digits and the first weights of `num_settings` networks."""
    require_at_least(1, num_rows=num_rows, num_settings=num_settings, width=width)
    x, y = shuffled_digits(seed)
    hidden = [_hidden(x, width, (seed, setting)) for setting in range(num_settings)]
    return Contest(np.array(hidden), y, num_rows)


def _hidden(x: np.ndarray, width: int, seed: int | tuple[int, int]) -> np.ndarray:
    weights = np.random.default_rng(seed).standard_normal((x.shape[1], width)) / 4
    return np.maximum(x @ weights, 0)


def _fit(hidden: np.ndarray, y: np.ndarray) -> np.ndarray:
    target = np.eye(NUM_CLASSES)[y] - 1 / NUM_CLASSES
    gram = hidden.T @ hidden + PENALTY * np.eye(hidden.shape[1])
    return np.linalg.solve(gram, hidden.T @ target)
