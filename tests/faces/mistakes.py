"""What learners might write for the exercises of notebook 07, gathered from its text alone."""

import torch
from torch.nn.functional import cross_entropy
from torchvision.transforms import v2

HALF = [0.5] * 3


def _column(values):
    return torch.tensor(values)[:, None, None]


def unnormalize_again(x, mean, std):
    return ((x - _column(mean)) / _column(std)).clamp(0, 1)


def unnormalize_in_the_wrong_order(x, mean, std):
    return ((x + _column(mean)) * _column(std)).clamp(0, 1)


def unnormalize_without_a_cut(x, mean, std):
    return x * _column(std) + _column(mean)


def unnormalize_subtracts_the_mean(x, mean, std):
    return (x * _column(std) - _column(mean)).clamp(0, 1)


def unnormalize_divides_by_std(x, mean, std):
    return (x / _column(std) + _column(mean)).clamp(0, 1)


def unnormalize_with_the_pictures_own_numbers(x, mean, std):
    return (
        x * x.std(dim=(0, 2, 3), correction=0)[:, None, None] + x.mean(dim=(0, 2, 3))[:, None, None]
    ).clamp(0, 1)


def unnormalize_with_the_first_channel_for_all(x, mean, std):
    return (x * std[0] + mean[0]).clamp(0, 1)


def unnormalize_for_one_half_only(x, mean, std):
    return ((x + 1) / 2).clamp(0, 1)


def unnormalize_to_levels(x, mean, std):
    return (x * _column(std) + _column(mean)).clamp(0, 1) * 255


def unnormalize_along_the_columns(x, mean, std):
    return (x * torch.tensor(std) + torch.tensor(mean)).clamp(0, 1)


def unnormalize_cut_to_minus_one(x, mean, std):
    return (x * _column(std) + _column(mean)).clamp(-1, 1)


def unnormalize_rescaled_instead_of_cut(x, mean, std):
    back = x * _column(std) + _column(mean)
    return (back - back.min()) / (back.max() - back.min())


def unnormalize_in_place(x, mean, std):
    x *= _column(std)
    x += _column(mean)
    return x.clamp(0, 1)


def unnormalize_forgets_return(x, mean, std):
    (x * _column(std) + _column(mean)).clamp(0, 1)


def permute_pixels_backwards(images, order):
    flat, result = images.flatten(2), torch.empty_like(images.flatten(2))
    result[:, :, order] = flat
    return result.reshape(images.shape)


def permute_pixels_permutes_pictures(images, order):
    return images[torch.tensor([k for k in order.tolist() if k < len(images)])]


def permute_pixels_without_shape(images, order):
    return images.flatten(2)[:, :, order]


def permute_pixels_with_channels_too(images, order):
    channels = images.shape[1]
    order = [k * channels + c for k in order for c in range(channels)]
    return images.flatten(1)[:, order].reshape(images.shape)


def permute_pixels_of_columns_only(images, order):
    return images[..., [k for k in order if k < images.shape[-1]]]


def permute_pixels_of_rows_only(images, order):
    return images[:, :, [k for k in order if k < images.shape[-2]]]


def permute_pixels_column_by_column(images, order):
    flat = images.transpose(2, 3).flatten(2)[:, :, order]
    return flat.reshape(*images.shape[:2], images.shape[3], images.shape[2]).transpose(2, 3)


def permute_pixels_at_random(images, order):
    order = torch.randperm(len(order), generator=torch.Generator().manual_seed(5))
    return images.flatten(2)[:, :, order].reshape(images.shape)


def permute_pixels_not_at_all(images, order):
    return images


def permute_pixels_first_picture_only(images, order):
    result = images.clone()
    result[0] = images[0].flatten(1)[:, order].reshape(images.shape[1:])
    return result


def permute_pixels_in_place(images, order):
    images[:] = images.flatten(2)[:, :, order].reshape(images.shape)
    return images


def permute_pixels_as_flat_vectors(images, order):
    return images.flatten(2)[:, :, order].flatten(1)


def _pipeline(*steps):
    return v2.Compose(list(steps))


_TO_FLOAT, _CENTER = v2.ToDtype(torch.float32, scale=True), v2.Normalize(HALF, HALF)


def make_pipeline_with_vertical_flip(max_degrees):
    return _pipeline(v2.RandomRotation(max_degrees), v2.RandomVerticalFlip(), _TO_FLOAT, _CENTER)


def make_pipeline_without_scale(max_degrees):
    return _pipeline(
        v2.RandomRotation(max_degrees),
        v2.RandomHorizontalFlip(),
        v2.ToDtype(torch.float32),
        _CENTER,
    )


def make_pipeline_not_normalized(max_degrees):
    return _pipeline(v2.RandomRotation(max_degrees), v2.RandomHorizontalFlip(), _TO_FLOAT)


def make_pipeline_without_mirror(max_degrees):
    return _pipeline(v2.RandomRotation(max_degrees), _TO_FLOAT, _CENTER)


def make_pipeline_always_mirrored(max_degrees):
    return _pipeline(v2.RandomRotation(max_degrees), v2.RandomHorizontalFlip(1), _TO_FLOAT, _CENTER)


def make_pipeline_turned_last(max_degrees):
    return _pipeline(v2.RandomHorizontalFlip(), _TO_FLOAT, _CENTER, v2.RandomRotation(max_degrees))


def make_pipeline_without_turn(max_degrees):
    return _pipeline(v2.RandomHorizontalFlip(), _TO_FLOAT, _CENTER)


def make_pipeline_one_way(max_degrees):
    return _pipeline(
        v2.RandomRotation((0, max_degrees)), v2.RandomHorizontalFlip(), _TO_FLOAT, _CENTER
    )


def make_pipeline_always_10_degrees(max_degrees):
    return _pipeline(v2.RandomRotation(10), v2.RandomHorizontalFlip(), _TO_FLOAT, _CENTER)


def make_pipeline_half_the_angle(max_degrees):
    return _pipeline(
        v2.RandomRotation(max_degrees / 2), v2.RandomHorizontalFlip(), _TO_FLOAT, _CENTER
    )


def make_pipeline_fixed_angle(max_degrees):
    return _pipeline(
        v2.RandomRotation((max_degrees, max_degrees)), v2.RandomHorizontalFlip(), _TO_FLOAT, _CENTER
    )


def make_pipeline_with_white_corners(max_degrees):
    return _pipeline(
        v2.RandomRotation(max_degrees, fill=255), v2.RandomHorizontalFlip(), _TO_FLOAT, _CENTER
    )


def make_pipeline_as_a_list(max_degrees):
    return [v2.RandomRotation(max_degrees), v2.RandomHorizontalFlip(), _TO_FLOAT, _CENTER]


def make_pipeline_normalized_by_0_and_1(max_degrees):
    return _pipeline(
        v2.RandomRotation(max_degrees),
        v2.RandomHorizontalFlip(),
        _TO_FLOAT,
        v2.Normalize([0.0] * 3, [1.0] * 3),
    )


def _step(network, x, y):
    x = x.clone().requires_grad_()
    return torch.autograd.grad(cross_entropy(network(x), y), x)[0]


def fgsm_downhill(network, x, y, epsilon):
    return (x - epsilon * _step(network, x, y).sign()).clamp(-1, 1)


def fgsm_without_sign(network, x, y, epsilon):
    return (x + epsilon * _step(network, x, y)).clamp(-1, 1)


def fgsm_without_a_cut(network, x, y, epsilon):
    return x + epsilon * _step(network, x, y).sign()


def fgsm_cut_from_0(network, x, y, epsilon):
    return (x + epsilon * _step(network, x, y).sign()).clamp(0, 1)


def fgsm_step_alone(network, x, y, epsilon):
    return epsilon * _step(network, x, y).sign()


def fgsm_raises_the_right_logit(network, x, y, epsilon):
    x = x.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(network(x).gather(1, y[:, None]).sum(), x)
    return (x.detach() + epsilon * gradient.sign()).clamp(-1, 1)


def fgsm_raises_the_winner(network, x, y, epsilon):
    return (x + epsilon * _step(network, x, network(x).argmax(dim=1)).sign()).clamp(-1, 1)


def fgsm_of_unit_length(network, x, y, epsilon):
    gradient = _step(network, x, y)
    return (x + epsilon * gradient / gradient.norm()).clamp(-1, 1)


def fgsm_marks_the_argument(network, x, y, epsilon):
    x.requires_grad_()
    (gradient,) = torch.autograd.grad(cross_entropy(network(x), y), x)
    return (x.detach() + epsilon * gradient.sign()).clamp(-1, 1)


def fgsm_keeps_the_tuple(network, x, y, epsilon):
    x = x.clone().requires_grad_()
    gradient = torch.autograd.grad(cross_entropy(network(x), y), x)
    return (x.detach() + epsilon * gradient.sign()).clamp(-1, 1)


def fgsm_with_a_fixed_step(network, x, y, epsilon):
    return (x + 0.1 * _step(network, x, y).sign()).clamp(-1, 1)


def fgsm_at_random(network, x, y, epsilon):
    signs = torch.rand(x.shape, generator=torch.Generator().manual_seed(3)) - 0.5
    return (x + epsilon * signs.sign()).clamp(-1, 1)


def fgsm_softmax_twice(network, x, y, epsilon):
    """Not the loss of the logits; its gradient may even have other signs."""
    x = x.clone().requires_grad_()
    loss = cross_entropy(network(x).softmax(dim=0), y)
    (gradient,) = torch.autograd.grad(loss, x)
    return (x.detach() + epsilon * gradient.sign()).clamp(-1, 1)


def _variances(images, labels):
    gray = images.mean(dim=1)
    groups = [gray[labels == label] for label in labels.unique()]
    between = torch.stack([group.mean(dim=0) for group in groups]).var(dim=0)
    return between, torch.stack([group.var(dim=0) for group in groups]).mean(dim=0)


def find_shortcut_between_only(images, labels):
    return divmod(_variances(images, labels)[0].argmax().item(), images.shape[-1])


def find_shortcut_within_only(images, labels):
    return divmod(_variances(images, labels)[1].argmin().item(), images.shape[-1])


def find_shortcut_upside_down(images, labels):
    between, within = _variances(images, labels)
    return divmod((within / between).argmax().item(), images.shape[-1])


def find_shortcut_column_first(images, labels):
    between, within = _variances(images, labels)
    return divmod((between / within).argmax().item(), images.shape[-1])[::-1]


def find_shortcut_number(images, labels):
    between, within = _variances(images, labels)
    return (between / within).argmax().item()


def find_shortcut_by_height(images, labels):
    between, within = _variances(images, labels)
    return divmod((between / within).argmax().item(), images.shape[-2])


def find_shortcut_smallest(images, labels):
    between, within = _variances(images, labels)
    return divmod((between / within).argmin().item(), images.shape[-1])


def find_shortcut_product(images, labels):
    between, within = _variances(images, labels)
    return divmod((between * within).argmax().item(), images.shape[-1])


def find_shortcut_total_variance(images, labels):
    return divmod(images.mean(dim=1).var(dim=0).argmax().item(), images.shape[-1])


def find_shortcut_brightest(images, labels):
    return divmod(images.mean(dim=(0, 1)).argmax().item(), images.shape[-1])


def find_shortcut_counted_from_1(images, labels):
    between, within = _variances(images, labels)
    row, column = divmod((between / within).argmax().item(), images.shape[-1])
    return row + 1, column + 1


def find_shortcut_the_score(images, labels):
    between, within = _variances(images, labels)
    return (between / within).max().item()
