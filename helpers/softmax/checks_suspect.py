"""The exercises of section 9, the hunt for a bug: what the loss gives away, and the repair."""

from functools import partial

import numpy as np
import torch

from helpers import exercise
from helpers.exercise import Exercise
from helpers.softmax import suspect

LOGIT_GAP = Exercise(
    suspect.logit_gap,
    cases=[
        dict(loss=np.log(2), num_classes=2),
        dict(loss=0.2, num_classes=3),
        dict(loss=2.0, num_classes=5),
        dict(loss=0.05, num_classes=100),
    ],
    misconceptions=[
        (
            lambda loss, num_classes: np.exp(-loss),
            "That is the probability p of the right class: step one. Now solve for the gap.",
        ),
        (
            lambda loss, num_classes: np.log(np.exp(-loss) / (1 - np.exp(-loss))),
            "Right for two classes. With more, the remaining 1 - p is shared by num_classes - 1.",
        ),
        (
            lambda loss, num_classes: np.log(np.exp(-loss) * num_classes / (1 - np.exp(-loss))),
            "The remaining 1 - p is shared by the other classes only: num_classes - 1 of them.",
        ),
        (
            lambda loss, num_classes: -suspect.logit_gap(loss, num_classes),
            "The sign: the right class leads where p is above 1 / num_classes.",
        ),
        (
            lambda loss, num_classes: np.exp(suspect.logit_gap(loss, num_classes)),
            "That is the ratio of two exponentials. Its logarithm is the gap between the logits.",
        ),
    ],
)


def _as_logits(answer) -> torch.Tensor | None:
    """Return an answer as a tensor of numbers, or None if it is not made of numbers."""
    try:
        return torch.as_tensor(answer, dtype=torch.float32)
    except (TypeError, ValueError, RuntimeError):
        return None


def _same_forecast(answer, expected) -> bool:
    """Say whether two arrays of logits give the same probabilities in each row."""
    answer, expected = _as_logits(answer), _as_logits(expected)
    if answer is None or expected is None or answer.shape != expected.shape:
        return False
    return exercise.agree(answer.softmax(dim=1), expected.softmax(dim=1))


def _explain_forecast(case: dict, answer, expected) -> str:
    """Say what the loss makes of the reader's output, since logits may differ by a constant."""
    answer = _as_logits(answer)
    if answer is None or answer.shape != expected.shape:
        found = "not made of numbers" if answer is None else f"of shape {tuple(answer.shape)}"
        return (
            f"The output should have shape {tuple(expected.shape)}, a logit for each sample and "
            f"class; yours is {found}."
        )
    ours, theirs = (exercise.show_value(logits[0].softmax(dim=0)) for logits in (expected, answer))
    return (
        f"When the loss has applied its softmax, the first sample should have the probabilities "
        f"{ours}. From your output it gets {theirs}."
    )


def _case(seed: int, num_in: int, num_hidden: int, num_out: int, num_samples: int) -> dict:
    normal = partial(torch.randn, generator=torch.Generator().manual_seed(seed))
    x, w1, b1 = normal(num_samples, num_in), normal(num_in, num_hidden), normal(num_hidden)
    return dict(x=x, w1=w1, b1=b1, w2=normal(num_hidden, num_out), b2=normal(num_out))


REPAIRED_FORWARD = Exercise(
    suspect.repaired_forward,
    cases=[_case(0, 2, 4, 3, num_samples=2), _case(1, 3, 8, 5, num_samples=4)],
    agree=_same_forecast,
    explain=_explain_forecast,
    misconceptions=[
        (
            lambda *case: suspect.repaired_forward(*case).softmax(dim=1),
            "This is the bug itself: nn.CrossEntropyLoss applies a softmax to what you return, "
            "and that would be the second one.",
        ),
        (
            lambda *case: suspect.repaired_forward(*case).sigmoid(),
            "A sigmoid has the same fault as the softmax: its outputs lie between 0 and 1, so no "
            "logit can lead by more than 1.",
        ),
        (
            lambda *case: suspect.repaired_forward(*case).relu(),
            "A ReLU at the output cuts all negative logits to 0. The last layer is linear.",
        ),
        (
            lambda x, w1, b1, w2, b2: (x @ w1 + b1) @ w2 + b2,
            "The hidden layer has lost its ReLU: this network is linear.",
        ),
        (
            lambda *case: suspect.repaired_forward(*case).argmax(dim=1),
            "That is the predicted class. The loss wants one logit for each class.",
        ),
        (
            lambda x, w1, b1, w2, b2: torch.relu(x @ w1 + b1) @ w2,
            "The output's biases b2 are missing.",
        ),
    ],
)

SUSPECT = [LOGIT_GAP, REPAIRED_FORWARD]
