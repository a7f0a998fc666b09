"""Other right solutions to the exercises of notebook 07."""

import copy

import numpy as np
import torch

from helpers.images import move


def draw_batches_by_slices(num, batch_size, generator):
    order = torch.randperm(num, generator=generator)
    return [order[start : start + batch_size] for start in range(0, num, batch_size)]


def draw_batches_by_sorting(num, batch_size, generator):
    order = torch.rand(num, generator=generator).argsort().tolist()
    batches = []
    while order:
        batches.append(torch.tensor(order[:batch_size]))
        order = order[batch_size:]
    return batches


def train_epoch_by_sums(network, x, y, optimizer, batches):
    losses = []
    for batch in batches:
        sum_of_losses = torch.nn.functional.cross_entropy(
            network(x[batch]), y[batch], reduction="sum"
        )
        (sum_of_losses / len(batch)).backward()
        optimizer.step()
        optimizer.zero_grad()
        losses.append(sum_of_losses.detach())
    return float(torch.stack(losses).sum()) / len(y)


def train_epoch_with_nll(network, x, y, optimizer, batches):
    network.train()
    total, num = 0, 0
    for batch in batches:
        for weights in network.parameters():
            weights.grad = None
        loss = torch.nn.NLLLoss()(network(x[batch]).log_softmax(dim=1), y[batch])
        loss.backward()
        optimizer.step()
        total, num = total + len(batch) * loss.detach().item(), num + len(batch)
    return total / num


def keep_best_by_clones(network, run_epoch, measure, num_epochs):
    values, kept = [], None
    for epoch in range(num_epochs):
        run_epoch()
        value = measure()
        if epoch == 0 or value > max(values):
            kept = {name: weights.clone() for name, weights in network.state_dict().items()}
        values.append(value)
    network.load_state_dict(kept)
    return values


def keep_best_of_all(network, run_epoch, measure, num_epochs):
    values, copies = [], []
    for _ in range(num_epochs):
        run_epoch()
        values.append(measure())
        copies.append(copy.deepcopy(network))
    best = values.index(max(values))
    with torch.no_grad():
        for weights, others in zip(network.parameters(), copies[best].parameters(), strict=True):
            weights.copy_(others)
    return values


def make_variants_one_by_one(x, max_shift, max_degrees, generator):
    variants = []
    for picture in x:
        right = int(torch.randint(-max_shift, max_shift + 1, (1,), generator=generator))
        down = int(torch.randint(-max_shift, max_shift + 1, (1,), generator=generator))
        degrees = max_degrees * (1 - 2 * torch.rand(1, generator=generator).item())
        if torch.randint(2, (1,), generator=generator).item():
            picture = picture.flip(-1)
        variants.append(move(picture[None], right, down, degrees, mode="nearest")[0])
    return torch.stack(variants)


def make_variants_smoothly(x, max_shift, max_degrees, generator):
    num = x.shape[0]
    right = torch.randint(-max_shift, max_shift + 1, (num,), generator=generator)
    down = torch.randint(-max_shift, max_shift + 1, (num,), generator=generator)
    degrees = torch.empty(num).uniform_(-max_degrees, max_degrees, generator=generator)
    moved = move(x, right, down, degrees)
    coins = torch.bernoulli(torch.full((num,), 0.5), generator=generator)
    return torch.where(coins[:, None, None, None] == 1, moved.flip(-1), moved)


def permute_pixels_in_a_loop(images, order):
    width = images.shape[-1]
    result = torch.empty_like(images)
    for place, source in enumerate(order):
        result[:, :, place // width, place % width] = images[:, :, source // width, source % width]
    return result


def permute_pixels_with_numpy(images, order):
    flat = images.numpy().reshape(*images.shape[:2], -1)
    return torch.from_numpy(np.take(flat, order, axis=2).reshape(images.shape))


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
