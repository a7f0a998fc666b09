"""The exercises of notebook 07: their cases, and the misconceptions that their hints answer."""

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from helpers.exercise import Checker, Exercise
from helpers.faces import attacks, preprocessing, shortcuts
from helpers.faces.checks_training import DRAW_BATCHES, TRAIN_EPOCH
from helpers.faces.checks_variants import KEEP_BEST, MAKE_VARIANTS
from helpers.values import agree, show_value


def _random(*shape: int, seed: int = 0) -> Tensor:
    """Return numbers between 0 and 1."""
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed))


def _tensors_agree(answer, expected) -> bool:
    """NumPy's arrays hold the right numbers, too, but the cells below could not go on with them."""
    return isinstance(answer, Tensor) and agree(answer, expected)


def _explain_kind(case, answer, expected) -> str:
    """Say that only the kind of the answer is wrong, if that is so; else leave the word to others."""
    if isinstance(answer, Tensor) or not agree(answer, expected):
        return ""
    kind = type(answer).__name__
    return f"The numbers are right, but it returns a {kind}.\nHint: The cells below need a torch tensor."


# --- permute_pixels -------------------------------------------------------------------------------


def _permute_pictures(images, order):
    order = torch.as_tensor(order)
    return images[order[order < len(images)]]


def _permute_everything(images, order):
    """Scatter the channels, too."""
    channels = torch.arange(images.shape[1])
    order = (torch.as_tensor(order)[:, None] * len(channels) + channels).flatten()
    return images.flatten(start_dim=1)[:, order].reshape(images.shape)


def _permute_by_columns(images, order):
    turned = preprocessing.permute_pixels(images.transpose(2, 3), order)
    return turned.transpose(2, 3)


def _permute_the_first(images, order):
    return torch.cat([preprocessing.permute_pixels(images[:1], order), images[1:]])


PERMUTE_PIXELS = Exercise(
    preprocessing.permute_pixels,
    agree=_tensors_agree,
    explain=_explain_kind,
    cases=[
        dict(images=torch.arange(4.0).reshape(1, 1, 2, 2), order=torch.tensor([1, 2, 3, 0])),
        dict(images=torch.arange(12.0).reshape(1, 3, 2, 2), order=torch.tensor([3, 0, 1, 2])),
        dict(images=_random(2, 3, 2, 3), order=torch.tensor([5, 0, 4, 1, 2, 3])),
        dict(images=_random(4, 3, 3, 3, seed=1), order=torch.tensor([8, 2, 5, 0, 1, 7, 3, 6, 4])),
    ],
    misconceptions=[
        (
            _permute_pictures,
            "You reorder the pictures. Every picture stays where it is; its pixels move.",
        ),
        (
            _permute_everything,
            "A pixel's colors must move together: flatten height and width only, and leave the "
            "channels alone.",
        ),
        (
            lambda images, order: preprocessing.permute_pixels(
                images, torch.as_tensor(order).argsort()
            ),
            "You use the order backwards: pixel k of the result is pixel order[k] of the picture.",
        ),
        (
            lambda images, order: images.flatten(start_dim=2)[:, :, order],
            "The order is right. Give the result the shape of `images`.",
        ),
        (lambda images, order: images, "You return the pictures as they were."),
        (
            _permute_by_columns,
            "You count the pixels column by column. They are counted row by row.",
        ),
        (
            _permute_the_first,
            "You reorder the pixels of the first picture only. All get the same order.",
        ),
    ],
)


# --- fgsm -----------------------------------------------------------------------------------------


def tiny_network(x):
    """A network of fixed weights for the cases: (num, 4) to three logits."""
    first = torch.tensor(
        [[0.9, -0.4, 0.3, 0.8], [-0.7, 0.5, 0.6, -0.2], [0.2, 0.8, -0.9, 0.4]], dtype=x.dtype
    )
    second = torch.tensor([[1.5, -0.5, 0.3], [-0.8, 1.2, 0.4], [0.2, -0.6, 1.1]], dtype=x.dtype)
    return torch.tanh(x.flatten(start_dim=1) @ first.T) @ second.T


def _gradient(network, x, y, loss=cross_entropy):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(loss(network(x), y), x)[0]


def _right_logits(logits, y):
    return logits.gather(1, y[:, None]).sum()


def _softmax_twice(logits, y):
    return cross_entropy(logits.softmax(dim=1), y)


def _unit(gradient):
    return gradient / gradient.norm()


def _along(direction):
    """Return what `fgsm` would be, if it went along `direction`, a function of network, x and y."""
    return lambda network, x, y, epsilon: (x + epsilon * direction(network, x, y)).clamp(-1, 1)


def fgsm(network, x, y, epsilon):
    """Return pictures in [-1, 1], moved by `epsilon` so that the loss rises."""
    return attacks.fgsm(network, x, y, epsilon, low=-1.0, high=1.0)


def _inputs(num: int, seed: int) -> Tensor:
    return 2 * _random(num, 4, seed=seed) - 1


FGSM = Exercise(
    fgsm,
    agree=_tensors_agree,
    explain=_explain_kind,
    cases=[
        dict(network=tiny_network, x=0.5 * _inputs(1, 0), y=torch.tensor([2]), epsilon=0.1),
        dict(network=tiny_network, x=_inputs(2, 1), y=torch.tensor([0, 2]), epsilon=0.3),
        dict(network=tiny_network, x=_inputs(3, 2), y=torch.tensor([1, 1, 0]), epsilon=0.05),
        dict(network=tiny_network, x=_inputs(4, 3), y=torch.tensor([0, 1, 2, 1]), epsilon=0.8),
        dict(network=tiny_network, x=_inputs(4, 5), y=torch.tensor([0, 1, 2, 1]), epsilon=0.2),
    ],
    misconceptions=[
        (
            _along(lambda network, x, y: -_gradient(network, x, y).sign()),
            "You step downhill: the loss falls, and the network becomes surer. The attack goes up.",
        ),
        (
            _along(_gradient),
            "You step along the gradient itself, and that is tiny. Every value moves by the same "
            "epsilon: use gradient.sign().",
        ),
        (
            lambda network, x, y, epsilon: x + epsilon * _gradient(network, x, y).sign(),
            "Nearly. A picture has values from -1 to 1: cut off the rest with clamp.",
        ),
        (
            lambda network, x, y, epsilon: fgsm(network, x, y, epsilon).clamp(0, 1),
            "These pictures go from -1 to 1. You cut off everything below 0.",
        ),
        (
            lambda network, x, y, epsilon: epsilon * _gradient(network, x, y).sign(),
            "You return the step alone. Add it to the pictures.",
        ),
        (
            _along(lambda network, x, y: _gradient(network, x, y, _right_logits).sign()),
            "You raise the logit of the right class. What shall rise is the loss: "
            "cross_entropy(network(x), y).",
        ),
        (
            lambda network, x, y, epsilon: fgsm(network, x, network(x).argmax(dim=1), epsilon),
            "You raise the loss for the network's own answer. Use the right classes, `y`.",
        ),
        (
            lambda network, x, y, epsilon: fgsm(network, x, y, 0.1),
            "Your step always has the same size: use `epsilon`.",
        ),
        (
            _along(lambda network, x, y: _unit(_gradient(network, x, y))),
            "You divide the gradient by its length: then some values move by more than others. Every "
            "value moves by the same epsilon: use gradient.sign().",
        ),
        (
            _along(lambda network, x, y: _gradient(network, x, y, _softmax_twice).sign()),
            "cross_entropy takes logits and does the softmax itself. Yours has it twice.",
        ),
    ],
)


# --- find_shortcut --------------------------------------------------------------------------------


def _planted(place: tuple[int, int], labels: list[int], height: int, width: int, seed: int) -> dict:
    """Return a case: pictures of noise with a pixel that knows the class, and two that mislead.

    At one the classes' means differ more, but it varies wildly; the other hardly varies at all.
    """
    y = torch.tensor(labels)
    images = _random(len(y), 3, height, width, seed=seed) - 0.5
    (row, column), beside = place, (place[1] + 2) % width
    images[:, :, row, column] = 0.4 * y[:, None] - 0.3 + 0.1 * images[:, :, row, column]
    wild, steady = (row + 1) % height, (row + 2) % height
    images[:, :, wild, beside] = 1.5 * y[:, None] + 9 * images[:, :1, wild, beside]
    images[:, :, steady, beside] = 0.2 + 1e-3 * images[:, :, steady, beside]
    return dict(images=images, labels=y)


def _planted_at_random(rng: np.random.Generator) -> dict:
    """Draw a case that no reader has seen."""
    height, width = rng.integers(4, 8, size=2).tolist()
    place = int(rng.integers(height)), int(rng.integers(width))
    labels = rng.permutation(np.repeat([0, 1, 2], 5)).tolist()
    return _planted(place, labels, height, width, seed=int(rng.integers(10, 10**6)))


def _explain_shortcut(case, answer, expected) -> str:
    num, _, height, width = case["images"].shape
    return (
        f"In {num} pictures of {height} x {width} pixels, one pixel was made to depend on the class: "
        f"{expected}. Yours gives {show_value(answer)}."
    )


def _where_largest(score):
    """Return what `find_shortcut` would be with another `score` of the two variances."""

    def find(images, labels):
        found = score(*shortcuts.brightness_variances(images, labels))
        return divmod(found.argmax().item(), images.shape[-1])

    return find


def _divided_a_tensor(images, labels):
    between, within = shortcuts.brightness_variances(images, labels)
    return divmod((between / within).argmax(), images.shape[-1])


def _three_classes(images, labels):
    brightness = images.mean(dim=1)
    ones = [brightness[labels == label] for label in range(3)]
    means = [one.mean(dim=0) for one in ones]  # nan where a class has no pictures
    within = sum((one - mean).square().mean(dim=0) for one, mean in zip(ones, means, strict=True))
    between = torch.stack(means).var(dim=0)
    return divmod((between / within).argmax().item(), images.shape[-1])


FIND_SHORTCUT = Exercise(
    shortcuts.find_shortcut,
    explain=_explain_shortcut,
    cases=[
        _planted((1, 0), [0, 0, 1, 1, 2, 2, 0, 1, 2, 0, 1, 2], 4, 5, seed=0),
        _planted((2, 4), [2, 0, 1, 1, 0, 2, 2, 1, 0, 0, 1, 2, 2, 1], 3, 6, seed=1),
        _planted((0, 3), [0, 1, 0, 1, 1, 0, 1, 0, 0, 1], 6, 4, seed=2),
        _planted((5, 1), [2, 2, 1, 1, 0, 0, 2, 1, 0, 2, 1, 0, 2, 1, 0], 6, 6, seed=3),
    ],
    fresh=_planted_at_random,
    misconceptions=[
        (
            _where_largest(lambda between, within: between),
            "The classes' means differ most there, but that pixel also varies wildly inside each "
            "class. Divide by the variance inside the classes.",
        ),
        (
            _where_largest(lambda between, within: -within),
            "You take the pixel that varies least inside the classes. It must also differ between "
            "them.",
        ),
        (
            lambda images, labels: shortcuts.find_shortcut(images, labels)[::-1],
            "Row first, then column.",
        ),
        (
            lambda images, labels: np.ravel_multi_index(
                shortcuts.find_shortcut(images, labels), images.shape[-2:]
            ),
            "That counts through the whole picture. divmod(number, width) gives row and column.",
        ),
        (
            _where_largest(lambda between, within: within / between),
            "You look for the pixel that says least: turn the fraction over.",
        ),
        (
            lambda images, labels: tuple(k + 1 for k in shortcuts.find_shortcut(images, labels)),
            "Rows and columns are counted from 0.",
        ),
        (
            lambda images, labels: divmod(
                int(
                    np.ravel_multi_index(shortcuts.find_shortcut(images, labels), images.shape[-2:])
                ),
                images.shape[-2],
            ),
            "Row by row, a row has as many pixels as the picture is wide: divide by the width, not by "
            "the height.",
        ),
        (_divided_a_tensor, "divmod takes whole numbers, not tensors: argmax().item() is one."),
        (_three_classes, "You count on three classes. Take those that occur: labels.unique()."),
    ],
)

check = Checker(
    [DRAW_BATCHES, TRAIN_EPOCH, KEEP_BEST, PERMUTE_PIXELS, MAKE_VARIANTS, FGSM, FIND_SHORTCUT]
)
