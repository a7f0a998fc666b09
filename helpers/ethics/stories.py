"""What stands behind the stories: a runner, a unit of logic, a frog's eye, broken parts."""

from collections.abc import Sequence

import numpy as np
import torch
from scipy import ndimage
from torch import Tensor

from helpers.arguments import require_positive, require_share
from helpers.mlp import MLP
from helpers.training import accuracy


def catch_ball(
    forward_speed: float, upward_speed: float, start: float, top_speed: float = 8.0
) -> tuple[float, float]:
    """Return where the ball lands and where the runner then is, in meters.

    The runner knows neither speeds nor gravity. It watches the tangent of the angle at which it
    sees the ball, and runs so that this rises at a constant rate: backward when it rises faster,
    forward when it rises slower. S. Chapman, American Journal of Physics 36:868, 1968, showed that
    one who manages to do so is where the ball comes down. No air drag; steps of 1 ms.
    """
    require_positive(forward_speed=forward_speed, upward_speed=upward_speed, start=start)
    gravity, step, gain = 9.81, 0.001, 60.0
    flight = 2 * upward_speed / gravity
    where, rate = start, None
    for time in np.arange(step, flight - 0.05, step):  # in the last 50 ms it reaches out
        ball = forward_speed * time
        height = upward_speed * time - gravity * time**2 / 2
        tangent = height / max(where - ball, 0.1)
        if time < 0.3:  # it stands, and watches how fast the ball rises
            rate = tangent / time
        else:
            where += step * float(np.clip(gain * (tangent - rate * time), -top_speed, top_speed))
    return forward_speed * flight, where


def threshold_unit(inputs: Sequence[int], weights: Sequence[int], threshold: int) -> int:
    """Return 1 if the weighted sum reaches the threshold, else 0: a unit as in McCulloch & Pitts.

    Their inhibition was absolute; here it is a weight below zero, large enough to have that effect.
    """
    return int(sum(w * x for w, x in zip(weights, inputs, strict=True)) >= threshold)


def center_minus_surround(image: np.ndarray) -> np.ndarray:
    """Return, at every pixel, the mean of its 3 x 3 square minus the mean of the 9 x 9 around it."""
    difference = ndimage.uniform_filter(image, 3) - ndimage.uniform_filter(image, 9)
    return difference.round(9) + 0.0  # a running mean leaves traces of rounding, and minus zeros


def accuracies_when_damaged(
    network: MLP, images: Tensor, labels: Tensor, share: float, num_trials: int = 50
) -> np.ndarray:
    """Return the accuracies (num_trials,) when a random `share` of the hidden units is silent.

    For a network with one hidden layer; the units are drawn anew in every trial.
    """
    require_share(share=share)
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        hidden = network.hidden(images.to(next(network.parameters()).device))[0]
    width, scores = hidden.shape[1], []
    for _ in range(num_trials):
        alive = torch.ones(width)
        alive[torch.randperm(width, generator=generator)[: round(share * width)]] = 0.0
        scores.append(accuracy(network.linears[-1], hidden * alive.to(hidden.device), labels))
    return np.array(scores)
