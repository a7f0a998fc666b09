"""Curves in random deep networks: what theory says of their length and bend, and simulation.

The network of Poole et al. 2016 (arXiv:1606.05340): h' = W phi(h) + b in every layer, with weights
of variance `weight_variance` / width and biases of variance `bias_variance`, the paper's sigma_w^2
and sigma_b^2. h is a layer's input to phi, and q its mean square. The theory of size and stretching
is shared with notebook 08: `helpers.meanfield`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from helpers.arguments import require_at_least, require_finite, require_positive
from helpers.functions import relu
from helpers.meanfield import chi_1, gaussian_mean, next_q


def chi_2(q: float, weight_variance: float) -> float:
    """Return sigma_w^2 E[tanh''^2]: how much a layer bends a straight line."""
    return weight_variance * gaussian_mean(lambda h: (2 * np.tanh(h) / np.cosh(h) ** 2) ** 2, q)


@dataclass(frozen=True)
class Shape:
    """A closed curve of h in one layer: mean square, length, and mean curvature.

    `length` is divided by sqrt(width) and `curvature` multiplied by it, so that a circle of mean
    square q has length 2 pi sqrt(q) and curvature 1 / sqrt(q) at every width.
    """

    q: float
    length: float
    curvature: float


def predict_shapes(
    weight_variance: float, bias_variance: float, num_layers: int, q: float
) -> list[Shape]:
    """Return what theory predicts for a circle of mean square `q`, and after each of the layers.

    Length grows by sqrt(chi_1); curvature^2 becomes 3 chi_2 / chi_1^2 + curvature^2 / chi_1.
    Raises ValueError if q is not above 0.
    """
    require_positive(q=q)
    shapes = [Shape(q, 2 * np.pi * np.sqrt(q), 1 / np.sqrt(q))]
    for _ in range(num_layers):
        last = shapes[-1]
        stretch = chi_1(last.q, weight_variance)
        bend = 3 * chi_2(last.q, weight_variance) / stretch**2
        q = next_q(last.q, weight_variance, bias_variance)
        curvature = np.sqrt(bend + last.curvature**2 / stretch)
        shapes.append(Shape(q, last.length * np.sqrt(stretch), curvature))
    return shapes


def circle(
    width: int, num_points: int, q: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a circle h of mean square q in a random plane, and its first and second derivative.

    All (num_points, width); derivatives by the angle. The last point is not the first again.
    """
    require_at_least(3, num_points=num_points)
    require_at_least(2, width=width)
    plane, _ = np.linalg.qr(rng.normal(size=(width, 2)))
    angle = 2 * np.pi * np.arange(num_points) / num_points
    h = np.sqrt(width * q) * np.stack([np.cos(angle), np.sin(angle)], axis=1) @ plane.T
    turned = np.sqrt(width * q) * np.stack([-np.sin(angle), np.cos(angle)], axis=1) @ plane.T
    return h, turned, -h


def propagate(
    weight_variance: float,
    bias_variance: float,
    num_layers: int,
    q: float,
    width: int = 200,
    num_points: int = 400,
    seed: int = 0,
) -> Iterator[tuple[np.ndarray, Shape]]:
    """Send a circle through a random tanh network; yield the curve and its measured shape.

    The circle itself comes first, then the curve h (num_points, width) after each layer. Length
    and curvature come from exact derivatives, carried along, and not from the distances of
    neighboring points. The same seed gives the same weights, scaled. Raises ValueError if a
    size is too small or q is not above 0.
    """
    require_positive(q=q)
    require_at_least(0, weight_variance=weight_variance, bias_variance=bias_variance)
    rng = np.random.default_rng(seed)
    h, velocity, acceleration = circle(width, num_points, q, rng)
    yield h, measure(h, velocity, acceleration)
    for _ in range(num_layers):
        weights = rng.standard_normal((width, width)) * np.sqrt(weight_variance / width)
        bias = rng.standard_normal(width) * np.sqrt(bias_variance)
        value = np.tanh(h)
        slope = 1 - value**2
        # The chain rule, twice: tanh'' = -2 tanh tanh'.
        acceleration = (slope * (acceleration - 2 * value * velocity**2)) @ weights.T
        velocity = (slope * velocity) @ weights.T
        h = value @ weights.T + bias
        yield h, measure(h, velocity, acceleration)


def measure(h: np.ndarray, velocity: np.ndarray, acceleration: np.ndarray) -> Shape:
    """Return the shape of a closed curve from h and its derivatives, all (num_points, width)."""
    speed_2 = (velocity**2).mean(axis=1)
    along = (velocity * acceleration).mean(axis=1)
    sideways_2 = (acceleration**2).mean(axis=1) - along**2 / speed_2
    curvature = np.sqrt(np.maximum(sideways_2, 0)) / speed_2
    length = 2 * np.pi * np.sqrt(speed_2).mean()
    return Shape(float((h**2).mean()), float(length), float(curvature.mean()))


def curve_lengths(curve, weights, biases) -> np.ndarray:
    """Return the length of a closed curve, and of what each layer makes of it: an array.

    `curve` (num_points, width); a layer turns it into tanh(curve) @ weights.T + bias. The length
    is the sum of the distances between neighbors; the last point's neighbor is the first.
    """
    lengths = [_closed_length(curve)]
    for weight, bias in zip(weights, biases, strict=True):
        curve = np.tanh(curve) @ weight.T + bias
        lengths.append(_closed_length(curve))
    return np.array(lengths)


def _closed_length(curve) -> float:
    steps = np.diff(curve, axis=0, append=curve[:1])
    return float(np.sqrt((steps**2).sum(axis=1)).sum())


def count_turns(curve: np.ndarray) -> np.ndarray:
    """Return how often each unit turns (from up to down or back) along a closed curve: (width,)."""
    require_finite(curve=curve)
    rises = np.roll(curve, -1, axis=0) > curve
    return (rises != np.roll(rises, -1, axis=0)).sum(axis=0)


def relu_lengths(
    weight_variance: float, num_layers: int, width: int, num_points: int = 32, seed: int = 0
) -> np.ndarray:
    """Return the length of a circle, and after each of `num_layers` random ReLU layers, as shares.

    Shares (num_layers + 1,) of the circle's own length, from exact derivatives. Theory: each layer
    multiplies squared lengths by sigma_w^2 / 2 on average, since half of the units are off.
    """
    require_at_least(0, weight_variance=weight_variance, num_layers=num_layers)
    rng = np.random.default_rng(seed)
    h, velocity, _ = circle(width, num_points, 1.0, rng)
    lengths = [1.0]
    for _ in range(num_layers):
        weights = rng.standard_normal((width, width)) * np.sqrt(weight_variance / width)
        velocity = ((h > 0) * velocity) @ weights.T
        h = relu(h) @ weights.T
        lengths.append(np.sqrt((velocity**2).mean(axis=1)).mean())
    return np.array(lengths)
