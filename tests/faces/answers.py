"""Other right solutions to the exercises of notebook 07."""

import numpy as np
import torch
from torchvision import transforms
from torchvision.transforms import v2


def unnormalize_with_numpy(x, mean, std):
    shape = (1, len(mean), 1, 1)
    return np.clip(x.numpy() * np.reshape(std, shape) + np.reshape(mean, shape), 0, 1)


def unnormalize_channel_by_channel(x, mean, std):
    back = torch.empty(x.shape, dtype=torch.float64)
    for channel, (m, s) in enumerate(zip(mean, std, strict=True)):
        back[:, channel] = x[:, channel] * s + m
    back[back < 0] = 0
    back[back > 1] = 1
    return back


def make_pipeline_in_another_order(max_degrees):
    return v2.Compose(
        [
            v2.RandomHorizontalFlip(),
            v2.ToDtype(torch.float32, scale=True),
            v2.RandomRotation((-max_degrees, max_degrees)),
            v2.Normalize((0.5, 0.5, 0.5), (0.5, 0.5, 0.5)),
        ]
    )


def make_pipeline_as_a_function(max_degrees):
    turn = transforms.RandomRotation(max_degrees)

    def pipeline(picture):
        picture = turn(picture)
        if torch.rand(1) < 0.5:
            picture = picture.flip(-1)
        return picture.double() / 127.5 - 1

    return pipeline


def permute_pixels_in_a_loop(images, order):
    width = images.shape[-1]
    result = torch.empty_like(images)
    for place, source in enumerate(order):
        result[:, :, place // width, place % width] = images[:, :, source // width, source % width]
    return result


def permute_pixels_with_numpy(images, order):
    flat = images.numpy().reshape(*images.shape[:2], -1)
    return np.take(flat, order, axis=2).reshape(images.shape)


def fgsm_with_backward(network, x, y, epsilon):
    x = x.detach().clone().requires_grad_(True)
    torch.nn.CrossEntropyLoss(reduction="sum")(network(x), y).backward()
    return torch.clip(x.detach() + epsilon * torch.sign(x.grad), -1, 1)


def fgsm_by_log_softmax(network, x, y, epsilon):
    x = x.clone().requires_grad_()
    loss = -network(x).log_softmax(dim=1)[range(len(y)), y].mean()
    step = epsilon * torch.autograd.grad(loss, x)[0].sign()
    return torch.maximum(torch.minimum(x.detach() + step, torch.tensor(1.0)), torch.tensor(-1.0))


def find_shortcut_with_numpy(images, labels):
    gray, labels = images.numpy().mean(axis=1), labels.numpy()
    means = np.array([gray[labels == k].mean(axis=0) for k in np.unique(labels)])
    spread = np.mean([gray[labels == k].var(axis=0) for k in np.unique(labels)], axis=0)
    return np.unravel_index(np.argmax(means.var(axis=0) / spread), spread.shape)


def find_shortcut_in_loops(images, labels):
    best, place = -1.0, None
    for row in range(images.shape[2]):
        for column in range(images.shape[3]):
            values = images[:, :, row, column].mean(dim=1)
            groups = [values[labels == k] for k in sorted(set(labels.tolist()))]
            means = torch.tensor([group.mean() for group in groups])
            score = means.var() / sum(group.var() for group in groups)
            if score > best:
                best, place = score, [row, column]
    return place
