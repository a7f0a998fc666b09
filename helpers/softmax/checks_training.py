"""The exercises that train: softmax regression, and a step with one's own head."""

import re
from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F
from torch.optim import Optimizer

from helpers.exercise import Exercise
from helpers.mlp import MLP
from helpers.softmax import classifier, crossentropy
from helpers.softmax.tasks import blobs
from helpers.values import agree, show_value

BUILD = "A classifier"


def _descend(
    x,
    labels,
    num_classes,
    lr,
    num_steps,
    gradient=crossentropy.cross_entropy_gradient,
    start=0.0,
    for_w=lambda x, g: x.T @ g,
    for_b=lambda g: g.sum(axis=0),
):
    """Descend with one part done differently."""
    w, b = np.full((x.shape[1], num_classes), start), np.full(num_classes, start)
    for _ in range(num_steps):
        g = gradient(x @ w + b, labels)
        w, b = w - lr * for_w(x, g), b - lr * for_b(g)
    return w, b


def _one_after_the_other(x, labels, num_classes, lr, num_steps):
    w, b = np.zeros((x.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(num_steps):
        w = w - lr * x.T @ crossentropy.cross_entropy_gradient(x @ w + b, labels)
        b = b - lr * crossentropy.cross_entropy_gradient(x @ w + b, labels).sum(axis=0)
    return w, b


def _without_b(x, labels, num_classes, lr, num_steps):
    w, b = np.zeros((x.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(num_steps):
        g = crossentropy.cross_entropy_gradient(x @ w, labels)
        w, b = w - lr * x.T @ g, b - lr * g.sum(axis=0)
    return w, b


def _same_gradient_always(x, labels, num_classes, lr, num_steps):
    w, b = _descend(x, labels, num_classes, lr, 1)
    return num_steps * w, num_steps * b


def _sample_by_sample(x, labels, num_classes, lr, num_steps):
    w, b = np.zeros((x.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(num_steps):
        for n in range(len(x)):
            row = x[n : n + 1]
            g = crossentropy.cross_entropy_gradient(row @ w + b, labels[n : n + 1])
            w, b = w - lr * row.T @ g, b - lr * g[0]
    return w, b


def _fewer_classes(x, labels, num_classes, lr, num_steps):
    return _descend(x, labels, labels.max() + 1, lr, num_steps)


def _data(seed: int, num_samples: int, num_inputs: int, num_labels: int) -> dict:
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((num_samples, num_inputs)).round(1)
    return dict(x=x, labels=np.arange(num_samples) % num_labels)


SOFTMAX_REGRESSION = Exercise(
    classifier.softmax_regression,
    cases=[
        _data(0, 4, 2, 3) | dict(num_classes=3, lr=0.5, num_steps=1),
        _data(1, 5, 3, 2) | dict(num_classes=2, lr=0.1, num_steps=3),
        _data(2, 6, 4, 3) | dict(num_classes=5, lr=1.0, num_steps=20),
    ],
    build=BUILD,
    minutes=9,
    misconceptions=[
        (
            partial(_descend, for_w=lambda x, g: -x.T @ g, for_b=lambda g: -g.sum(axis=0)),
            "These steps climb: the loss grows. Descent takes the gradient off the weights.",
        ),
        *(
            (
                partial(_descend, for_b=for_b),
                "b never moves. Its gradient is the sum of cross_entropy_gradient over the samples, "
                "axis=0; a sum over the classes, too, is always 0.",
            )
            for for_b in (lambda g: 0.0, np.sum)
        ),
        (
            partial(_descend, for_b=lambda g: g.mean(axis=0)),
            "The rows of cross_entropy_gradient are divided by the number of samples already: the "
            "gradient of b is their sum, not their mean.",
        ),
        *(
            (
                wrong,
                "Divided by the number of samples twice: cross_entropy_gradient is the gradient of the "
                "mean already.",
            )
            for wrong in (
                lambda x, labels, num_classes, lr, num_steps: _descend(
                    x, labels, num_classes, lr / len(x), num_steps
                ),
                partial(
                    _descend, for_w=lambda x, g: x.T @ g / len(x), for_b=lambda g: g.mean(axis=0)
                ),
                partial(_descend, for_w=lambda x, g: x.T @ g / len(x)),
            )
        ),
        (
            lambda x, labels, num_classes, lr, num_steps: _descend(
                x, labels, num_classes, lr * len(x), num_steps
            ),
            "These steps are as many times too large as there are samples. The loss is a mean.",
        ),
        (_without_b, "The gradient is computed at x @ w. The logits are x @ w + b."),
        (
            _same_gradient_always,
            "Every step uses the gradient of the first. Compute it anew from the new w and b, inside "
            "the loop.",
        ),
        (
            _one_after_the_other,
            "b's gradient was computed with the new w. Compute the gradient once in each step, and use "
            "it for both.",
        ),
        (
            lambda x, labels, num_classes, lr, num_steps: _descend(x, labels, num_classes, lr, 1),
            "That is one step only. Does a return stand inside the loop?",
        ),
        *(
            (
                lambda x, labels, num_classes, lr, num_steps, more=more: _descend(
                    x, labels, num_classes, lr, num_steps + more
                ),
                f"That is one step too {'many' if more > 0 else 'few'}.",
            )
            for more in (1, -1)
        ),
        (
            partial(
                _descend,
                gradient=lambda z, labels: crossentropy.cross_entropy_gradient(
                    crossentropy.softmax(z), labels
                ),
            ),
            "cross_entropy_gradient takes logits and applies softmax itself: give it x @ w + b.",
        ),
        (partial(_descend, start=1.0), "You start from ones. Start from zeros, for w and for b."),
        (
            _sample_by_sample,
            "That is a step after each sample. Here one step uses the mean over all samples.",
        ),
        (
            _fewer_classes,
            "A class that no sample has must still get its column: take num_classes, not the labels.",
        ),
        (
            lambda *case: tuple(part.T for part in classifier.softmax_regression(*case)),
            "w is turned around: a row for each input, a column for each class.",
        ),
        (
            lambda *case: classifier.softmax_regression(*case)[0],
            "That is w alone. Return both: w, b.",
        ),
    ],
)


def _alias(kind: type[Exception]) -> type[Exception]:
    """Return an error that is shown by the same name, and is another type: hints tell errors by type."""
    return type(kind.__name__, (kind,), {})


# On the way back torch's errors ask for a loss of torch's. Here the loss is NumPy's on purpose, and the way
# back begins at the logits: pattern, the error that stands for it, and what it says.
_WAY_BACK = {
    r"has no attribute '(backward|item)'": (
        _alias(AttributeError),
        "a NumPy number has no backward()",
    ),
    "does not require grad": (
        _alias(RuntimeError),
        "from this tensor no way leads back to the weights",
    ),
    "only for scalar outputs": (
        _alias(RuntimeError),
        "backward() of many numbers needs a gradient",
    ),
    "gradients can be either Tensors": (_alias(TypeError), "the gradient must be a tensor"),
}


def _told_apart(error: Exception) -> Exception:
    """Return an error of the way back in the words of this exercise, and any other as it is."""
    found = (own for pattern, own in _WAY_BACK.items() if re.search(pattern, str(error)))
    kind, words = next(found, (None, ""))
    return error if kind is None else kind(words)


def _three_steps(step: Callable, network: MLP, x: Tensor, labels: Tensor, optimizer: Optimizer):
    """Take three training steps; return the losses that they say, and all weights after them."""
    for parameter in network.parameters():
        parameter.grad = torch.ones_like(parameter)  # left over from something else
    try:
        losses = [step(network, x, labels, optimizer) for _ in range(3)]
    except (AttributeError, RuntimeError, TypeError) as error:
        raise _told_apart(error).with_traceback(error.__traceback__) from None
    if any(loss is ... for loss in losses):
        return ...  # not attempted
    weights = torch.cat([parameter.detach().flatten() for parameter in network.parameters()])
    return losses, weights


def _step(
    network,
    x,
    labels,
    optimizer,
    clear=True,
    gradient=crossentropy.cross_entropy_gradient,
    move=True,
    loss_after=False,
    clear_after=False,
    head=lambda z: z,
):
    """Take a step with one part done differently."""
    if clear:
        optimizer.zero_grad()
    z = head(network(x))
    logits, numbers = z.detach().numpy(), labels.numpy()
    z.backward(torch.as_tensor(gradient(logits, numbers), dtype=z.dtype))
    if move:
        optimizer.step()
    if clear_after:
        optimizer.zero_grad()
    if loss_after:
        logits = network(x).detach().numpy()
    return crossentropy.cross_entropy(logits, numbers)


def _step_before_backward(network, x, labels, optimizer):
    optimizer.zero_grad()
    z = network(x)
    optimizer.step()
    logits, numbers = z.detach().numpy(), labels.numpy()
    z.backward(torch.as_tensor(crossentropy.cross_entropy_gradient(logits, numbers), dtype=z.dtype))
    return crossentropy.cross_entropy(logits, numbers)


def _backward(start: Callable) -> Callable:
    """Return a step whose way back is `start(z, loss, gradient)`: a loss and a gradient of NumPy's."""

    def step(network, x, labels, optimizer):
        optimizer.zero_grad()
        z = network(x)
        case = z.detach().numpy(), labels.numpy()
        loss = crossentropy.cross_entropy(*case)
        start(z, np.float64(loss), crossentropy.cross_entropy_gradient(*case))
        optimizer.step()
        return loss

    return step


def _train_and_say(say: Callable) -> Callable:
    def step(network, x, labels, optimizer):
        return say(classifier.head_step(network, x, labels, optimizer), len(x))

    return step


def _agree_on_steps(answer, expected) -> bool:
    (losses, weights), (wanted, right) = answer, expected
    return None not in losses and agree(losses, wanted) and agree(weights, right, 1e-3, 1e-5)


def _alike_on_steps(answer, wrong) -> bool:
    (losses, weights), (others, same) = answer, wrong
    silent = [None in values for values in (losses, others)]
    if any(silent):
        return all(silent) and agree(weights, same, 1e-3, 1e-5)
    return agree(losses, others) and agree(weights, same, 1e-3, 1e-5)


def _explain_steps(case: dict, answer, expected) -> str:
    (losses, weights), (wanted, right) = answer, expected
    if None in losses:
        return "Your step returned None. It should return the loss: one number."
    if not agree(losses, wanted):
        return (
            f"After three steps in a row the three losses should be {show_value(wanted)}; yours are "
            f"{show_value(losses)}."
        )
    return (
        "The losses are right, and the network is not where it should be after three steps: its first "
        f"weight should be {float(right[0]):.5f}; yours is {float(weights[0]):.5f}."
    )


def _shown_as(text: str, kind: type) -> type:
    """Return a kind of object that a verdict shows in one line."""
    return type(kind.__name__, (kind,), {"__repr__": lambda _: text})


def _network_case(num_classes: int, hidden: int, kind: type, lr: float, seed: int) -> dict:
    x, labels = blobs(num_classes, num_per_class=3)
    sizes, generator = [num_classes, hidden, num_classes], torch.Generator().manual_seed(seed)
    network = _shown_as(f"MLP({sizes}, 'Tanh')", MLP)(sizes, "Tanh", generator)
    optimizer = _shown_as(f"{kind.__name__} with lr={lr}", kind)(network.parameters(), lr=lr)
    return dict(network=network, x=x, labels=labels, optimizer=optimizer)


HEAD_STEP = Exercise(
    classifier.head_step,
    cases=[
        _network_case(3, 4, torch.optim.SGD, 0.5, seed=0),
        _network_case(2, 5, torch.optim.Adam, 0.02, seed=1),
    ],
    agree=_agree_on_steps,
    alike=_alike_on_steps,
    explain=_explain_steps,
    run=_three_steps,
    build=BUILD,
    minutes=9,
    unjudged="Whether the gradient is your own, or came out of torch's loss, no comparison can tell.",
    misconceptions=[
        *(
            (
                _backward(start),
                "Your loss is NumPy's: torch knows no way back from it, and needs none. Begin the way back at "
                "the logits: z.backward(gradient), with what cross_entropy_gradient gives, as a tensor. (Detach "
                "only what goes to NumPy, not z itself.)",
            )
            for start in (
                lambda z, loss, gradient: loss.backward(),
                lambda z, loss, gradient: torch.tensor(loss).backward(),
            )
        ),
        (
            _backward(lambda z, loss, gradient: z.backward()),
            "z holds many numbers. Tell backward the gradient of the loss with respect to each of them: "
            "z.backward(gradient).",
        ),
        (
            _backward(lambda z, loss, gradient: z.backward(gradient)),
            "This gradient is a NumPy array. Make it a tensor: torch.tensor(gradient, dtype=z.dtype).",
        ),
        (
            partial(_step, clear=False, clear_after=True),
            "zero_grad() at the end trusts that nothing was left before the first step. Something was "
            "here: call it before backward.",
        ),
        (
            partial(_step, clear=False),
            "Gradients of earlier steps are still there, and backward adds to them: call "
            "optimizer.zero_grad() first.",
        ),
        *(
            (
                still,
                "The weights never move. The order is zero_grad(), z.backward(gradient), optimizer.step(): is "
                "each there, and in its place?",
            )
            for still in (
                partial(_step, move=False),
                _step_before_backward,
                lambda network, x, labels, optimizer: F.cross_entropy(network(x), labels).item(),
            )
        ),
        (
            partial(_step, gradient=lambda z, y: -crossentropy.cross_entropy_gradient(z, y)),
            "The loss grows. optimizer.step() takes the gradient off the weights by itself: hand it "
            "over with its own sign.",
        ),
        (
            partial(
                _step, gradient=lambda z, y: len(z) * crossentropy.cross_entropy_gradient(z, y)
            ),
            "This is the gradient of the sum. Yours, cross_entropy_gradient, is that of the mean.",
        ),
        (
            partial(
                _step, gradient=lambda z, y: crossentropy.cross_entropy_gradient(z, y) / len(z)
            ),
            "Divided by the number of samples twice: cross_entropy_gradient does it already.",
        ),
        *(
            (wrong, "cross_entropy_gradient applies softmax itself: give it the logits.")
            for wrong in (
                partial(
                    _step,
                    gradient=lambda z, y: crossentropy.cross_entropy_gradient(
                        crossentropy.softmax(z), y
                    ),
                ),
                partial(_step, head=lambda z: z.softmax(dim=1)),
            )
        ),
        (
            partial(_step, gradient=lambda z, y: np.ones_like(z)),
            "z.backward() was given ones: that lowers the sum of the logits, whatever the labels say. "
            "Give it cross_entropy_gradient.",
        ),
        (
            partial(_step, gradient=lambda z, y: (z - np.eye(z.shape[1])[y]) / len(z)),
            "That is z - y. The gradient has the probabilities in it: cross_entropy_gradient gives it.",
        ),
        (
            partial(_step, gradient=lambda z, y: crossentropy.softmax(z) / len(z)),
            "The labels are not in this gradient.",
        ),
        (
            partial(_step, loss_after=True),
            "That is the loss after the step. Return the one that the gradient belongs to, before it.",
        ),
        (
            _train_and_say(lambda loss, num_samples: loss * num_samples),
            "The network is right; the loss is a sum over the samples. cross_entropy gives the mean.",
        ),
        (
            _train_and_say(lambda loss, num_samples: None),
            "The network is right. Return the loss, too.",
        ),
    ],
)
