"""The exercises of notebook 07: their cases, and the misconceptions that their hints answer."""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy
from torchvision.transforms import v2

from helpers.exercise import Checker, Exercise, show_value
from helpers.faces import attacks, preprocessing, shortcuts
from helpers.faces.pipelines import NUM_COPIES, alike, profile


def _random(*shape: int, seed: int = 0) -> Tensor:
    """Return numbers between 0 and 1."""
    return torch.rand(shape, generator=torch.Generator().manual_seed(seed))


# --- unnormalize ----------------------------------------------------------------------------------


def _unnormalize_again(x, mean, std):
    mean, std = torch.as_tensor(mean), torch.as_tensor(std)
    return ((x - mean[:, None, None]) / std[:, None, None]).clamp(0, 1)


def _unnormalize_in_the_same_order(x, mean, std):
    mean, std = torch.as_tensor(mean), torch.as_tensor(std)
    return ((x + mean[:, None, None]) * std[:, None, None]).clamp(0, 1)


def _unnormalize_uncut(x, mean, std):
    mean, std = torch.as_tensor(mean), torch.as_tensor(std)
    return x * std[:, None, None] + mean[:, None, None]


def _unnormalize_by_column(x, mean, std):
    return (x * torch.as_tensor(std) + torch.as_tensor(mean)).clamp(0, 1)


def _unnormalize_to_levels(x, mean, std):
    return 255 * preprocessing.unnormalize(x, mean, std)


UNNORMALIZE = Exercise(
    preprocessing.unnormalize,
    cases=[
        dict(x=torch.tensor([-1.0, 0.0, 1.0]).reshape(1, 3, 1, 1), mean=[0.5] * 3, std=[0.5] * 3),
        dict(x=2 * _random(2, 3, 3, 3) - 1, mean=[0.5, 0.4, 0.3], std=[0.25, 0.3, 0.2]),
        dict(x=4 * _random(2, 3, 3, 3, seed=1) - 2, mean=[0.5] * 3, std=[0.5] * 3),
        dict(x=3 * _random(1, 3, 2, 4, seed=2) - 1.5, mean=[0.48, 0.45, 0.41], std=[0.2, 0.3, 0.4]),
    ],
    misconceptions=[
        (
            _unnormalize_again,
            "You normalize a second time. To undo (x - mean) / std, do the opposite steps.",
        ),
        (
            _unnormalize_in_the_same_order,
            "Undo the last step first: it divided by std, so multiply by std, and only then add "
            "the mean.",
        ),
        (
            _unnormalize_uncut,
            "Nearly. An attacked or noisy picture may leave the range: cut it off with clamp(0, 1).",
        ),
        (
            _unnormalize_by_column,
            "mean and std have one entry per channel. Beside (num, channels, height, width) they line "
            "up with the last axis, the columns: reshape them with mean[:, None, None].",
        ),
        (_unnormalize_to_levels, "Return values from 0 to 1, not levels from 0 to 255."),
    ],
)


# --- make_pipeline --------------------------------------------------------------------------------


def make_pipeline(max_degrees):
    """Return a transform of uint8 pictures: turn, mirror, to [0, 1], to [-1, 1]."""
    return v2.Compose(
        [
            v2.RandomRotation(max_degrees),
            v2.RandomHorizontalFlip(p=0.5),
            v2.ToDtype(torch.float32, scale=True),
            v2.Normalize(mean=[0.5] * 3, std=[0.5] * 3),
        ]
    )


def _explain_pipeline(case, answer, _expected) -> str:
    if not callable(answer):
        return (
            f"make_pipeline({case['max_degrees']}) should return something that can be called with a "
            f"picture, such as v2.Compose([...]); yours returns a {type(answer).__name__}."
        )
    try:
        share, flipped, left, right, low, high, corner, *_ = profile(answer)
    except Exception as error:  # the reader's transform: shown as theirs
        return f"Your pipeline raised {type(error).__name__} on a uint8 picture: {error}"
    return (
        f"make_pipeline({case['max_degrees']}), on {NUM_COPIES} copies of a picture: "
        f"{share:.0%} mirrored, {flipped:.0%} upside down, turned by {left:.0f} to {right:.0f} "
        f"degrees, values from {low:.2f} to {high:.2f}, lowest in a corner {corner:.2f}."
    )


def _pipeline(*steps):
    return lambda max_degrees: v2.Compose([make(max_degrees) for make in steps])


def _turn(max_degrees):
    return v2.RandomRotation(max_degrees)


def _mirror(_):
    return v2.RandomHorizontalFlip(p=0.5)


def _scale(_):
    return v2.ToDtype(torch.float32, scale=True)


def _normalize(_):
    return v2.Normalize(mean=[0.5] * 3, std=[0.5] * 3)


MAKE_PIPELINE = Exercise(
    make_pipeline,
    cases=[dict(max_degrees=10), dict(max_degrees=40)],
    agree=alike,
    alike=alike,
    explain=_explain_pipeline,
    misconceptions=[
        (
            _pipeline(_turn, lambda _: v2.RandomVerticalFlip(p=0.5), _scale, _normalize),
            "Your pictures stand on their heads. A mirror swaps left and right: "
            "RandomHorizontalFlip.",
        ),
        (
            _pipeline(_turn, _mirror, lambda _: v2.ToDtype(torch.float32), _normalize),
            "ToDtype alone keeps the values 0 to 255. With scale=True it divides them by 255.",
        ),
        (
            _pipeline(_turn, _mirror, _scale),
            "The values end at [0, 1]. The last step is Normalize with mean 0.5 and standard "
            "deviation 0.5.",
        ),
        (
            _pipeline(_turn, _scale, _normalize), "Nothing is mirrored: RandomHorizontalFlip."
        ),
        (
            _pipeline(_turn, lambda _: v2.RandomHorizontalFlip(p=1.0), _scale, _normalize),
            "Every picture is mirrored. That is no variety: give it the probability p=0.5.",
        ),
        (
            _pipeline(_scale, _normalize, _turn, _mirror),
            "You turn after normalizing. The empty corners are filled with 0, and that is now gray, "
            "not black. Turn first.",
        ),
        (
            _pipeline(_mirror, _scale, _normalize), "Nothing is turned: RandomRotation(max_degrees)."
        ),
        (
            _pipeline(
                lambda d: v2.RandomRotation((0, d)), _mirror, _scale, _normalize
            ),
            "All turns go one way. RandomRotation(max_degrees) turns to both sides.",
        ),
    ],
)  # fmt: skip


# --- permute_pixels -------------------------------------------------------------------------------


def _permute_pictures(images, order):
    order = torch.as_tensor(order)
    return images[order[order < len(images)]]


def _permute_everything(images, order):
    """Scatter the channels, too."""
    flat = images.flatten(start_dim=1)
    order = torch.as_tensor(order)
    channels = images.shape[1]
    return flat[:, (order[:, None] * channels + torch.arange(channels)).flatten()].reshape(
        images.shape
    )


def _permute_back(images, order):
    return preprocessing.permute_pixels(images, torch.as_tensor(order).argsort())


def _permute_flat(images, order):
    return images.flatten(start_dim=2)[:, :, order]


def _permute_not(images, order):
    return images


PERMUTE_PIXELS = Exercise(
    preprocessing.permute_pixels,
    cases=[
        dict(images=torch.arange(4.0).reshape(1, 1, 2, 2), order=[1, 2, 3, 0]),
        dict(images=torch.arange(12.0).reshape(1, 3, 2, 2), order=[3, 0, 1, 2]),
        dict(images=_random(2, 3, 2, 3), order=[5, 0, 4, 1, 2, 3]),
        dict(images=_random(4, 3, 3, 3, seed=1), order=[8, 2, 5, 0, 1, 7, 3, 6, 4]),
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
            _permute_back,
            "You use the order backwards: pixel k of the result is pixel order[k] of the picture.",
        ),
        (_permute_flat, "The order is right. Give the result the shape of `images`."),
        (_permute_not, "You return the pictures as they were."),
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


def _gradient(network, x, y):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(cross_entropy(network(x), y), x)[0]


def _fgsm_down(network, x, y, epsilon):
    return (x - epsilon * _gradient(network, x, y).sign()).clamp(-1, 1)


def _fgsm_without_sign(network, x, y, epsilon):
    return (x + epsilon * _gradient(network, x, y)).clamp(-1, 1)


def _fgsm_uncut(network, x, y, epsilon):
    return x + epsilon * _gradient(network, x, y).sign()


def _fgsm_cut_at_zero(network, x, y, epsilon):
    return fgsm(network, x, y, epsilon).clamp(0, 1)


def _fgsm_only_the_step(network, x, y, epsilon):
    return epsilon * _gradient(network, x, y).sign()


def _fgsm_raises_the_right_logit(network, x, y, epsilon):
    x = x.clone().requires_grad_()
    right = network(x).gather(1, y[:, None]).sum()
    return (x.detach() + epsilon * torch.autograd.grad(right, x)[0].sign()).clamp(-1, 1)


def fgsm(network, x, y, epsilon):
    """Return pictures in [-1, 1], moved by `epsilon` so that the loss rises."""
    return attacks.fgsm(network, x, y, epsilon, low=-1.0, high=1.0)


def _inputs(num: int, seed: int) -> Tensor:
    return 2 * _random(num, 4, seed=seed) - 1


FGSM = Exercise(
    fgsm,
    cases=[
        dict(network=tiny_network, x=0.5 * _inputs(1, 0), y=torch.tensor([2]), epsilon=0.1),
        dict(network=tiny_network, x=_inputs(2, 1), y=torch.tensor([0, 2]), epsilon=0.3),
        dict(network=tiny_network, x=_inputs(3, 2), y=torch.tensor([1, 1, 0]), epsilon=0.05),
        dict(network=tiny_network, x=_inputs(4, 3), y=torch.tensor([0, 1, 2, 1]), epsilon=0.8),
    ],
    misconceptions=[
        (
            _fgsm_down,
            "You step downhill: the loss falls, and the network becomes surer. The attack goes up.",
        ),
        (
            _fgsm_without_sign,
            "You step along the gradient itself, and that is tiny. Every value moves by the same "
            "epsilon: use gradient.sign().",
        ),
        (
            _fgsm_uncut, "Nearly. A picture has values from -1 to 1: cut off the rest with clamp."
        ),
        (
            _fgsm_cut_at_zero, "These pictures go from -1 to 1. You cut off everything below 0."
        ),
        (
            _fgsm_only_the_step, "You return the step alone. Add it to the pictures."
        ),
        (
            _fgsm_raises_the_right_logit,
            "You raise the logit of the right class. What shall rise is the loss: "
            "cross_entropy(network(x), y).",
        ),
    ],
)  # fmt: skip


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


def _explain_shortcut(case, answer, expected) -> str:
    num, _, height, width = case["images"].shape
    return (
        f"In {num} pictures of {height} x {width} pixels, one pixel was made to depend on the class: "
        f"{expected}. Yours gives {show_value(answer)}."
    )


def _row_and_column(score):
    return divmod(score.argmax().item(), score.shape[1])


def _shortcut_by_means(images, labels):
    return _row_and_column(shortcuts.brightness_variances(images, labels)[0])


def _shortcut_steady(images, labels):
    return _row_and_column(-shortcuts.brightness_variances(images, labels)[1])


def _shortcut_swapped(images, labels):
    return shortcuts.find_shortcut(images, labels)[::-1]


def _shortcut_flat(images, labels):
    row, column = shortcuts.find_shortcut(images, labels)
    return row * images.shape[-1] + column


def _shortcut_worst(images, labels):
    between, within = shortcuts.brightness_variances(images, labels)
    return _row_and_column(within / between)


FIND_SHORTCUT = Exercise(
    shortcuts.find_shortcut,
    explain=_explain_shortcut,
    cases=[
        _planted((1, 0), [0, 0, 1, 1, 2, 2, 0, 1, 2, 0, 1, 2], 4, 5, seed=0),
        _planted((2, 4), [2, 0, 1, 1, 0, 2, 2, 1, 0, 0, 1, 2, 2, 1], 3, 6, seed=1),
        _planted((0, 3), [0, 1, 0, 1, 1, 0, 1, 0, 0, 1], 6, 4, seed=2),
        _planted((5, 1), [2, 2, 1, 1, 0, 0, 2, 1, 0, 2, 1, 0, 2, 1, 0], 6, 6, seed=3),
    ],
    misconceptions=[
        (
            _shortcut_by_means,
            "The classes' means differ most there, but that pixel also varies wildly inside each "
            "class. Divide by the variance inside the classes.",
        ),
        (
            _shortcut_steady,
            "You take the pixel that varies least inside the classes. It must also differ between "
            "them.",
        ),
        (_shortcut_swapped, "Row first, then column."),
        (
            _shortcut_flat,
            "That counts through the whole picture. divmod(number, width) gives row and column.",
        ),
        (
            _shortcut_worst,
            "You look for the pixel that says least: turn the fraction over.",
        ),
    ],
)  # fmt: skip

check = Checker([UNNORMALIZE, MAKE_PIPELINE, PERMUTE_PIXELS, FGSM, FIND_SHORTCUT])
