"""The exercises of section 7, the hunt for a bug: what the loss gives away, and the repair."""

import math
from functools import partial

import numpy as np
import torch

from helpers import exercise
from helpers.exercise import Exercise
from helpers.softmax import suspect


def _gap(
    loss,
    num_classes,
    compare=lambda right, wrong: np.log(right / wrong),
    p=lambda loss: np.exp(-loss),
):
    """Return the gap with one step done differently: the comparison, or p from the loss."""
    return compare(p(loss), (1 - p(loss)) / (num_classes - 1))


LOGIT_GAP = Exercise(
    suspect.logit_gap,
    minutes=6,
    cases=[
        dict(loss=math.log(2), num_classes=2),
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
            lambda loss, num_classes: -loss,
            "That is the logarithm of p, the right class's own. Now compare p with the probability of "
            "one wrong class.",
        ),
        (
            lambda loss, num_classes: np.log(np.exp(-loss) * num_classes),
            "You compared p with chance, 1 / num_classes. Compare it with what one wrong class gets.",
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
            partial(_gap, compare=lambda right, wrong: np.log(right * wrong)),
            "The logarithm of a ratio: divide by the probability of one wrong class, where you multiply.",
        ),
        (
            partial(_gap, compare=lambda right, wrong: np.log(right) / np.log(wrong)),
            "That is a ratio of logarithms. The logarithm of a ratio is their difference.",
        ),
        (
            lambda loss, num_classes: np.exp(suspect.logit_gap(loss, num_classes)),
            "That is the ratio of two exponentials. Its logarithm is the gap between the logits.",
        ),
        (
            partial(_gap, compare=lambda right, wrong: right - wrong),
            "That is a difference between probabilities. The one between logits is the logarithm of "
            "their ratio.",
        ),
        *(
            (
                partial(_gap, compare=lambda right, wrong, log=log: log(right / wrong)),
                f"That is {log.__name__}. The loss is in nats: take the natural logarithm, np.log.",
            )
            for log in (np.log2, np.log10)
        ),
        (
            partial(_gap, p=lambda loss: 1 - loss),
            "The loss is -ln p, so p is exp(-loss) and not 1 - loss.",
        ),
        (
            partial(_gap, p=np.exp),
            "The loss is -ln p, so p is exp(-loss): with exp(loss) it would be above 1.",
        ),
        (
            lambda loss, num_classes: 1.0,
            "That is one number for every loss. Compute it from yours.",
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
    """Say whether a loss makes the same of two tensors of logits, and can train the first."""
    if not isinstance(answer, torch.Tensor) or answer.shape != expected.shape:
        return False
    same = exercise.agree(answer.log_softmax(dim=1), expected.log_softmax(dim=1))
    return same and _learning(answer) == _learning(expected)


def _learning(output: torch.Tensor) -> list[tuple[int, ...]]:
    """Return the shapes of the weights to which a gradient of `output` flows back."""
    nodes, seen = [output.grad_fn], set()
    while nodes:
        node = nodes.pop()
        if node is not None and node not in seen:
            seen.add(node)
            nodes += [parent for parent, _ in node.next_functions]
    return sorted(tuple(node.variable.shape) for node in seen if hasattr(node, "variable"))


def _explain_forecast(case: dict, answer, expected) -> str:
    """Say what the loss makes of the reader's output, since logits may differ by a constant."""
    answer = _as_logits(answer)
    if answer is None or answer.shape != expected.shape:
        found = "not made of numbers" if answer is None else f"of shape {tuple(answer.shape)}"
        return (
            f"The output should have shape {tuple(expected.shape)}, a logit for each sample and "
            f"class; yours is {found}."
        )
    if exercise.agree(answer.log_softmax(dim=1), expected.log_softmax(dim=1)):
        return (
            "The numbers are right, but no way leads back from them to all of w1, b1, w2 and b2: "
            "the weights cannot learn."
        )
    pairs = zip(*(-logits.log_softmax(dim=1) for logits in (expected, answer)), strict=True)
    row, (ours, theirs) = next(
        (row, pair) for row, pair in enumerate(pairs) if not exercise.agree(*pair)
    )
    return (
        f"If sample {row} were of class 0, 1, ..., nn.CrossEntropyLoss should charge "
        f"{exercise.show_value(ours)}. For your output it charges {exercise.show_value(theirs)}."
    )


def _case(
    seed: int, num_in: int, num_hidden: int, num_out: int, num_samples: int, scale=1.0
) -> dict:
    normal = partial(torch.randn, generator=torch.Generator().manual_seed(seed))
    x, w1, b1 = normal(num_samples, num_in), normal(num_in, num_hidden), normal(num_hidden)
    weights = dict(w1=w1, b1=b1, w2=scale * normal(num_hidden, num_out), b2=normal(num_out))
    return dict(x=x) | {name: array.requires_grad_() for name, array in weights.items()}


FORWARD = Exercise(
    suspect.forward,
    cases=[
        _case(0, 2, 4, 3, num_samples=2),
        _case(1, 3, 8, 5, num_samples=4),
        _case(2, 2, 4, 3, num_samples=2, scale=500.0),
    ],
    agree=_same_forecast,
    broken=suspect.broken_forward,
    symptom="on three classes that lie far apart its loss never falls below 0.551, though every answer "
    "is right.",
    minutes=4,
    explain=_explain_forecast,
    misconceptions=[
        (
            lambda *case: suspect.forward(*case).softmax(dim=0),
            "These are probabilities still, with columns that sum to 1. What does nn.CrossEntropyLoss "
            "do to what it gets?",
        ),
        (
            lambda *case: suspect.forward(*case).softmax(dim=1).log_softmax(dim=1),
            "nn.CrossEntropyLoss takes this log_softmax by itself, and a second one changes nothing. The first softmax is still "
            "there.",
        ),
        (
            lambda *case: (z := suspect.forward(*case)) / z.sum(dim=1, keepdim=True),
            "Divided by their sum, the scores are others than before. They need not sum to 1: what does the "
            "loss do to them?",
        ),
        *(
            (
                lambda *case, factor=factor: factor * suspect.forward(*case).softmax(dim=1),
                "Probabilities times a number: now the right class may lead by that number, and no "
                "more. The floor is lower, and still there.",
            )
            for factor in (2, 5, 10, 100)
        ),
        (
            lambda *case: suspect.forward(*case).softmax(dim=1).log(),
            "The loss takes the logarithm itself. Where a probability rounds to 0, yours is -inf.",
        ),
        *(
            (
                cut,
                "no_grad(), detach(), numpy() and torch.tensor() cut the way back that "
                "loss.backward() needs.",
            )
            for cut in (
                lambda *case: suspect.forward(*case).detach(),
                lambda *case: suspect.forward(*case).detach().requires_grad_(),
                lambda x, w1, b1, w2, b2: torch.relu(x @ w1 + b1).detach() @ w2 + b2,
            )
        ),
        *(
            (
                lambda x, w1, b1, w2, b2, squash=squash: squash(x @ w1 + b1) @ w2 + b2,
                "The hidden layer had a ReLU: leave it as it was. The bug is in the last line.",
            )
            for squash in (torch.tanh, torch.sigmoid, lambda z: z.softmax(dim=1))
        ),
        (
            lambda *case: suspect.forward(*case).sigmoid(),
            "A sigmoid has the same fault as the softmax: its outputs lie between 0 and 1, so no "
            "logit can lead by more than 1.",
        ),
        (
            lambda *case: suspect.forward(*case).relu(),
            "A ReLU at the output cuts all negative logits to 0. The last layer is linear.",
        ),
        (
            lambda x, w1, b1, w2, b2: (x @ w1 + b1) @ w2 + b2,
            "The hidden layer has lost its ReLU: this network is linear.",
        ),
        (
            lambda *case: suspect.forward(*case).argmax(dim=1),
            "That is the predicted class. The loss wants one logit for each class.",
        ),
        (
            lambda x, w1, b1, w2, b2: torch.relu(x @ w1 + b1) @ w2,
            "The output's biases b2 are missing.",
        ),
    ],
)

SUSPECT = [LOGIT_GAP, FORWARD]
