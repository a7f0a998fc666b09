"""The exercises of sections 11 and 14: the training step, and the memory that it takes."""

import inspect

import torch
from torch import nn

from helpers.building import costs, optimizers
from helpers.exercise import Exercise
from helpers.mlp import MLP
from helpers.values import agree


class _Network(nn.Sequential):
    def __repr__(self):
        return f"a network of {len(self)} modules"


class _Batches(list):
    def __repr__(self):
        return f"{len(self)} batches"


class _SGD(torch.optim.SGD):
    def __repr__(self):
        return "SGD"


class _Adam(torch.optim.Adam):
    def __repr__(self):
        return "Adam"


def two_head_loss(output, targets):
    """Return the loss of a class number (the first three outputs) and a number (the last)."""
    label, number = targets
    return nn.functional.cross_entropy(output[:, :3], label) + (output[:, 3] - number).abs().mean()


def _training_case(sizes, loss_fn, lr, seed, targets=lambda t: t, optimizer=_SGD):
    generator = torch.Generator().manual_seed(seed)
    first, last = MLP(sizes, generator=generator).linears
    network = _Network(first, nn.Tanh(), last)
    shapes = ((4, sizes[0]), (4, sizes[-1]))
    pairs = [[torch.randn(s, generator=generator) for s in shapes] for _ in range(2)]
    batch, other = ((x, targets(y)) for x, y in pairs)
    return dict(
        model=network,
        batches=_Batches([batch, other, batch, batch]),
        loss_fn=loss_fn,
        optimizer=optimizer(network.parameters(), lr=lr),
    )


def _yes_or_no(numbers):
    return (numbers > 0).float()


def _class_and_number(numbers):
    return numbers[:, :3].argmax(dim=1), numbers[:, 3]


def _steps(order):
    """Return a training loop that does what `order` names for each batch, in that order."""

    def wrong(model, batches, loss_fn, optimizer):
        losses = []
        for x, y in batches:
            loss = loss_fn(model(x), y)
            for action in order:
                getattr(loss if action == "backward" else optimizer, action)()
            losses.append(loss.item())
        return losses

    return wrong


def _losses_after(network, batches, loss_fn, optimizer):
    losses = []
    for x, y in batches:
        optimizers.train_steps(network, [(x, y)], loss_fn, optimizer)
        losses.append(loss_fn(network(x), y).item())
    return losses


def _same_plain_numbers(answer, expected) -> bool:
    keep_graphs = any(getattr(loss, "requires_grad", False) for loss in answer)
    return agree(answer, expected) and not keep_graphs


def _explain_losses(case, answer, expected) -> str:
    return "The losses are right, but each still hangs on its graph." * agree(answer, expected)


TRAIN_STEPS = Exercise(
    optimizers.train_steps,
    cases=[
        _training_case([2, 3, 1], nn.MSELoss(), lr=0.1, seed=0),
        _training_case([3, 4, 2], nn.BCEWithLogitsLoss(), 0.5, seed=1, targets=_yes_or_no),
        _training_case([2, 4, 4], two_head_loss, 0.02, 2, _class_and_number, _Adam),
    ],
    agree=_same_plain_numbers,
    explain=_explain_losses,
    misconceptions=[
        (
            lambda *case: torch.tensor(optimizers.train_steps(*case), requires_grad=True),
            "Append loss.item(): a tensor keeps the whole graph of its step in memory.",
        ),
        (
            lambda model, batches, loss_fn, optimizer: optimizers.train_steps(
                model, batches, lambda prediction, y: loss_fn(y, prediction), optimizer
            ),
            "The order matters to most losses: first the prediction, then the target.",
        ),
        (
            lambda model, batches, loss_fn, optimizer: optimizers.train_steps(
                model, batches, nn.MSELoss(), optimizer
            ),
            "You always took the squared error. Use loss_fn, whichever loss that is.",
        ),
        (
            _steps(["backward", "step"]),
            "backward() adds to the gradients that are there already. Clear them before each step: "
            "optimizer.zero_grad().",
        ),
        (
            _steps(["backward", "zero_grad", "step"]),
            "All losses are those of the first weights: the network does not move between batches. "
            "Each batch needs zero_grad(), then backward(), then step().",
        ),
        (
            _losses_after,
            "You measured each loss after its step. Take the loss that backward() started from.",
        ),
        (
            lambda *case: optimizers.train_steps(*case)[-1],
            "Return the losses of all batches, as a list.",
        ),
    ],
)


# The arguments, in short: p parameters, a activations and i inputs of a sample, n samples in a batch,
# b bytes for a number, k copies that the optimizer keeps.


def _memory_case(p, a, i, n, b, k) -> dict:
    names = inspect.signature(costs.training_memory).parameters
    return dict(zip(names, (p, a, i, n, b, k), strict=True))


TRAINING_MEMORY = Exercise(
    costs.training_memory,
    cases=[
        _memory_case(300e9, 300e9, 0.25e9, 1000, 4, 0),
        _memory_case(5e9, 2e8, 1e8, 10, 8, 2),
        _memory_case(2e9, 3e8, 1e7, 1, 2, 1),
    ],
    misconceptions=[
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, a, i, n, b, k - 1),
            "The gradients are missing: there is one for each parameter.",
        ),
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, a, i, n, b, 0),
            "The optimizer's copies are missing. Adam keeps two running means for each parameter.",
        ),
        *(
            (wrong, f"The {name} of every sample in the batch count: the backward pass needs them.")
            for name, *wrongs in (
                (
                    "inputs",
                    lambda p, a, i, n, b, k: costs.training_memory(p, a, 0, n, b, k),
                    lambda p, a, i, n, b, k: costs.training_memory(p, a, i / n, n, b, k),
                ),
                (
                    "activations",
                    lambda p, a, i, n, b, k: costs.training_memory(p, 0, i, n, b, k),
                    lambda p, a, i, n, b, k: costs.training_memory(p, a / n, i, n, b, k),
                ),
            )
            for wrong in wrongs
        ),
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, a + p, i, n, b, k - 1),
            "You kept the gradients of every sample. They are added up as they come: one copy.",
        ),
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, a, i, n, b, 2 * k),
            "Each of the optimizer's copies has the size of the parameters, not of both, "
            "parameters and gradients.",
        ),
        *(
            (
                lambda *case, unit=unit: costs.training_memory(*case) * 1e9 / unit,
                "Return gigabytes: divide the bytes by 1e9.",
            )
            for unit in (1, 1e3, 1e6)
        ),
        (
            lambda p, a, i, n, b, k: n * costs.training_memory(p, a, i, 1, b, k),
            "Parameters and gradients are stored once for the whole batch: the gradients of its "
            "samples are added up as they come.",
        ),
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, a, i, 1, b, k),
            "Activations and inputs are needed for every sample of the batch.",
        ),
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, a, i, n, b, k) * 1e9 / 2**30,
            "You divided by 2^30: that gives gibibytes (GiB). A gigabyte is 10^9 bytes.",
        ),
        (
            lambda p, a, i, n, b, k: costs.training_memory(p, a, i, n, 1, k),
            "You counted numbers. Each takes bytes_per_number bytes.",
        ),
    ],
)

TRAINING = [TRAIN_STEPS, TRAINING_MEMORY]
