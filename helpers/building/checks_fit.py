"""The hunt of notebook 03: a training loop with a fault."""

import torch

from helpers.building import faults
from helpers.exercise import Exercise
from helpers.values import as_array


def _fitted(answer, network, x, y, num_steps):
    """Return the losses of a fit, what the network then predicts, and how many losses keep their graph."""
    losses = answer(network, x, y, num_steps)
    if losses is Ellipsis:
        return losses
    entries = losses if isinstance(losses, (list, tuple)) else [losses]
    num_graphs = sum(getattr(loss, "requires_grad", False) for loss in entries)
    return losses, network(x).detach()[:, 0], num_graphs


def _fits(error, optimizer=lambda weights: torch.optim.Adam(weights, lr=0.01), clear=True):
    """Return a fit with one thing done differently: `error` gives what is to be squared."""

    def wrong(network, x, y, num_steps):
        steps = optimizer(network.parameters())
        losses = []
        for _ in range(num_steps):
            if clear:
                steps.zero_grad()
            loss = error(network(x), y).mean()
            loss.backward()
            steps.step()
            losses.append(loss.item())
        return losses

    return wrong


def _right(prediction, y):
    return (prediction[:, 0] - y) ** 2


def _every_pair(prediction, y):
    return (prediction - y) ** 2


def _fit_case(seed, num_samples, num_steps):
    x, y = faults.curve(num_samples)
    return dict(network=faults.Fitter(seed), x=x, y=y, num_steps=num_steps)


def _explain_fit(case, answer, expected):
    losses, found = (as_array(value) for value in (answer[0], expected[0]))
    if losses.shape != found.shape:
        return f"A list of {len(found)} losses is expected, one for each step."
    if answer[2]:
        return (
            f"{answer[2]} entries of your list are tensors, and each keeps the whole graph of its step in "
            "memory. Append the number: loss.item()."
        )
    return (
        f"With {len(case['x'])} samples, the losses of the first and of the last step should be "
        f"{found[0]:.4f} and {found[-1]:.4f}; yours are {losses[0]:.4f} and {losses[-1]:.4f}."
    )


_STILL = (
    "The shape is still that of all pairs, (num_samples, num_samples). Print (network(x) - y).shape, and "
    "make both of one shape before you subtract."
)

FIT = Exercise(
    faults.fit,
    cases=[_fit_case(0, 32, 40), _fit_case(1, 7, 20), _fit_case(2, 1, 5)],
    run=_fitted,
    broken=faults.fit_every_pair,
    symptom="the loss ends at the variance of the targets, and all predictions are nearly equal. Print "
    "network(x).shape, y.shape and the shape of their difference.",
    minutes=5.0,
    explain=_explain_fit,
    misconceptions=[
        *(
            (
                _fits(_every_pair, optimizer),
                "Other steps lead to the same place: it is the loss itself that asks for the mean. Keep "
                "Adam at 0.01, and look at the shapes in the loss.",
            )
            for optimizer in (
                lambda weights: torch.optim.Adam(weights, lr=0.001),
                lambda weights: torch.optim.Adam(weights, lr=0.1),
                lambda weights: torch.optim.SGD(weights, lr=0.01),
                lambda weights: torch.optim.SGD(weights, lr=0.1),
            )
        ),
        (_fits(lambda p, y: _every_pair(p, y).sum()), _STILL),
        (_fits(lambda p, y: _every_pair(p, y).sum(dim=1)), _STILL),
        (_fits(lambda p, y: _every_pair(p, y).sum(dim=0)), _STILL),
        (
            _fits(lambda p, y: _right(p, y).sum()),
            "These are the right pairs, but you added them up. The loss is their mean.",
        ),
        (
            _fits(lambda p, y: (p[:, 0] - y).abs()),
            "That is another loss, L1. Keep the square, and repair the shapes in it.",
        ),
        (
            _fits(lambda p, y: (p.mean() - y) ** 2),
            "You compare the mean of all predictions with each target. Compare each with its own.",
        ),
        (
            _fits(lambda p, y: (p - y).mean() ** 2),
            "The square of the mean error lets errors cancel. Take the mean of the squares.",
        ),
        (
            _fits(lambda p, y: (p[0] - y) ** 2),
            "[0] takes the first sample's prediction and compares it with every target. [:, 0] takes the "
            "only output of each sample.",
        ),
        (
            _fits(_right, clear=False),
            "The shapes are right now, but zero_grad() is gone: the gradients of all steps add up.",
        ),
        (
            _fits(_every_pair, clear=False),
            "zero_grad() was no fault: without it the gradients of all steps add up. Look at the shapes "
            "in the loss.",
        ),
        (lambda *case: faults.fit(*case)[-1], "Return the losses of all steps, as a list."),
    ],
)
