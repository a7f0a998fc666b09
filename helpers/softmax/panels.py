"""What both kinds of pictures of notebook 04 are made of: decision maps, reliability diagrams."""

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from torch import nn

from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, PINK, RED, YELLOW, MapPanel
from helpers.softmax import calibration
from helpers.training import probabilities

CLASS_COLORS = (BLUE, ORANGE, GREEN, PINK, YELLOW)
CLASS_STYLES = [
    dict(marker=marker, color=color, markeredgecolor=BLACK, markersize=4, markeredgewidth=0.4)
    for marker, color in zip("os^Dv", CLASS_COLORS, strict=True)
]
LIMIT = 1.1  # of the decision maps


class DecisionMap(MapPanel):
    """The class that a network gives to each point of the plane, in stronger color where surer."""

    def __init__(self, ax: Axes, num_side: int) -> None:
        super().__init__(ax, LIMIT, num_side, CLASS_STYLES)
        ax.set(xlabel="First input", ylabel="Second input")

    def set_network(self, network: nn.Module) -> np.ndarray:
        """Color the plane by what `network` answers; return that, (num_side^2, num_classes)."""
        p = probabilities(network, torch.from_numpy(self.plane)).numpy()
        self.set_values(class_colors(p))
        return p


def class_colors(p: np.ndarray) -> np.ndarray:
    """Blend the colors of the likeliest classes with white by confidence: p (n, classes), RGB (n, 3)."""
    colors = np.array([to_rgb(color) for color in CLASS_COLORS[: p.shape[1]]])
    chance = 1 / p.shape[1]
    strength = 0.15 + 0.65 * (p.max(axis=1, keepdims=True) - chance) / (1 - chance)
    return 1 - strength * (1 - colors[p.argmax(axis=1)])


class ReliabilityPanel:
    """Accuracy against confidence: a dot for each bin, and a line from it to the diagonal."""

    def __init__(self, ax: Axes, title: str) -> None:
        ax.plot([0, 1], [0, 1], "--", color=GREY, linewidth=1)
        ax.text(1, 0.03, "dashed: as sure as right", color=GREY, ha="right")
        ax.set(xlim=(0, 1.03), ylim=(0, 1.03), aspect="equal", title=title)
        ax.set(xlabel="Confidence (area: share of samples)", ylabel="Accuracy")
        self.dots = ax.scatter([], [], color=BLUE, alpha=0.7, zorder=3, clip_on=False)
        self.gaps = ax.add_collection(LineCollection([], colors=RED, linewidths=1.5, zorder=4))
        self.artists = [self.dots, self.gaps]  # a large dot does not hide its gap

    def set_forecasts(self, p: np.ndarray, labels: np.ndarray) -> None:
        """Draw how reliable the probabilities p (n, classes) are for `labels` (n,)."""
        confidence, accuracy, share = calibration.reliability(p, labels)
        seen = share > 0
        points = np.stack([confidence[seen], accuracy[seen]], axis=1)
        honest = np.stack([confidence[seen], confidence[seen]], axis=1)
        self.gaps.set_segments(np.stack([honest, points], axis=1))
        self.dots.set_offsets(points)
        self.dots.set_sizes(8 + 400 * share[seen])
