"""The exercises of notebook 07 on training: batches in a random order, and an epoch."""

import math

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from helpers.exercise import Exercise
from helpers.faces import loop

BUILD = "A training"


# --- draw_batches ---------------------------------------------------------------------------------


def _batches(answer, num, batch_size):
    """Return what an answer draws, in numbers that do not depend on the order that chance gives."""
    generator, other = (torch.Generator().manual_seed(3) for _ in range(2))
    first = answer(num, batch_size, generator)
    if first is Ellipsis or first is None:
        return first
    second, again = answer(num, batch_size, generator), answer(num, batch_size, other)
    first, second, again = (
        [torch.as_tensor(one).reshape(-1) for one in some] for some in (first, second, again)
    )
    drawn, anew, same = (torch.cat(some) for some in (first, second, again))
    return (
        len(first),
        len(first[0]),
        len(first[-1]),
        len(drawn),
        len(drawn.unique()),
        drawn.min().item(),
        drawn.max().item(),
        int(not torch.equal(first[0].sort().values, torch.arange(len(first[0])))),
        int(not torch.equal(drawn, anew)),
        int(torch.equal(drawn, same)),
        int(not drawn.is_floating_point()),
    )


def _explain_batches(case, answer, _expected) -> str:
    count, first, last, total, different, low, high, mixed, anew, same, whole = answer
    lines = [
        f"draw_batches(num={case['num']}, batch_size={case['batch_size']}, generator) gives {count} "
        f"batches, the first of {first}, the last of {last}. They hold {total} numbers, {different} of "
        f"them different, from {low} to {high}."
    ]
    lines += ["The first batch is always the first pictures."] * (not mixed)
    lines += ["The next epoch has the same batches again."] * (not anew)
    lines += ["A generator with the same seed gives another order."] * (not same)
    lines += ["The numbers are floats.\nHint: Only whole numbers can pick pictures: x[batch]."] * (
        not whole
    )
    return "\n".join(lines)


def _shuffled_inside(num, batch_size, generator):
    parts = torch.arange(num).split(batch_size)
    return [part[torch.randperm(len(part), generator=generator)] for part in parts]


def _anew_for_each(num, batch_size, generator):
    num_batches = math.ceil(num / batch_size)
    return [torch.randint(num, (batch_size,), generator=generator) for _ in range(num_batches)]


def _whole_batches(num, batch_size, generator):
    return [
        batch for batch in loop.draw_batches(num, batch_size, generator) if len(batch) == batch_size
    ]


def _one_too_many(num, batch_size, generator):
    order = torch.randperm(num, generator=generator)
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(num // batch_size + 1)]


def _shuffled_batches(num, batch_size, generator):
    parts = torch.arange(num).split(batch_size)
    return [parts[number] for number in torch.randperm(len(parts), generator=generator)]


DRAW_BATCHES = Exercise(
    loop.draw_batches,
    cases=[
        dict(num=10, batch_size=4),
        dict(num=12, batch_size=4),
        dict(num=60, batch_size=25),
        dict(num=9, batch_size=2),
    ],
    run=_batches,
    build=BUILD,
    minutes=5.0,
    explain=_explain_batches,
    misconceptions=[
        (
            lambda num, batch_size, generator: torch.arange(num).split(batch_size),
            "Nothing is shuffled. torch.randperm(num, generator=generator) has the numbers in a random "
            "order.",
        ),
        (
            lambda num, batch_size, generator: torch.randint(
                0, num, (num,), generator=generator
            ).split(batch_size),
            "Some pictures come twice in an epoch, others never: randint draws each number anew. "
            "randperm deals each of them out once.",
        ),
        (
            _whole_batches,
            "The last pictures are lost: what does not fill a batch is a short batch of its own.",
        ),
        (
            lambda num, batch_size, generator: torch.randperm(num, generator=generator).chunk(
                batch_size
            ),
            "chunk(n) cuts into n pieces. batch_size is the length of a piece: split does that.",
        ),
        (
            lambda num, batch_size, generator: [
                torch.randperm(num, generator=generator)[:batch_size]
            ],
            "That is one batch. Go on through the whole order.",
        ),
        (
            lambda num, batch_size, generator: torch.randperm(num).split(batch_size),
            "You draw from torch's own generator. Pass on the one you are given, or nobody can repeat "
            "your training: generator=generator.",
        ),
        (
            lambda num, batch_size, generator: torch.randperm(
                num, generator=torch.Generator().manual_seed(0)
            ).split(batch_size),
            "Every epoch has the same order: you start a generator anew in each call. Use the one you "
            "are given.",
        ),
        (
            lambda num, batch_size, generator: (torch.randperm(num, generator=generator) + 1).split(
                batch_size
            ),
            "Pictures are counted from 0.",
        ),
        (
            _shuffled_inside,
            "You cut first and shuffle inside the batches, so the same pictures are always together. "
            "Shuffle all of them first.",
        ),
        (
            lambda num, batch_size, generator: torch.randperm(num, generator=generator),
            "You return the order itself. Cut it into batches: split(batch_size).",
        ),
        (
            _anew_for_each,
            "You draw each batch anew, so some pictures come twice in an epoch and others never. Shuffle "
            "all of them once, then cut.",
        ),
        (
            lambda num, batch_size, generator: [torch.randperm(num, generator=generator)],
            "All are in one batch. Cut the order into batches of batch_size.",
        ),
        (
            _one_too_many,
            "Where batch_size divides num, your last batch is empty. Its mean loss would be nan.",
        ),
        (
            _shuffled_batches,
            "You shuffle the batches, so the same pictures are always together. Shuffle the pictures, "
            "then cut.",
        ),
    ],
)


# --- train_epoch ----------------------------------------------------------------------------------


def _epochs(answer, x, y, batches, lr):
    """Return the losses of two epochs of a small linear network, its weights, and a last number.

    That is 1 where both losses are plain numbers: a tensor would keep the graph of a whole epoch, and
    the curves below could not be drawn.
    """
    network = nn.Linear(2, 3)
    with torch.no_grad():
        network.weight.copy_(torch.tensor([[0.3, -0.2], [-0.4, 0.5], [0.1, 0.6]]))
        network.bias.zero_()
    optimizer = torch.optim.SGD(network.parameters(), lr=lr)
    losses = [answer(network, x, y, optimizer, batches) for _ in range(2)]
    if losses[0] is Ellipsis:
        return ...
    are_plain = int(not any(isinstance(loss, torch.Tensor) for loss in losses))
    first, second = (math.nan if loss is None else torch.as_tensor(loss).item() for loss in losses)
    return first, second, network.weight.detach().clone(), are_plain


def _epoch_case(num: int, sizes: list[int], lr: float, seed: int) -> dict:
    generator = torch.Generator().manual_seed(seed)
    x = 2 * torch.randn(num, 2, generator=generator)
    y = torch.randint(0, 3, (num,), generator=generator)
    return dict(x=x, y=y, batches=torch.randperm(num, generator=generator).split(sizes), lr=lr)


def _explain_epoch(case, answer, expected) -> str:
    sizes = ", ".join(str(len(batch)) for batch in case["batches"])
    moved = torch.equal(answer[2], torch.tensor([[0.3, -0.2], [-0.4, 0.5], [0.1, 0.6]]))
    lines = [
        f"{len(case['x'])} pictures in batches of {sizes}, two epochs: the mean losses should be "
        f"{expected[0]:.4f} and {expected[1]:.4f}; yours are {answer[0]:.4f} and {answer[1]:.4f}."
    ]
    if math.isnan(answer[0]):
        lines = ["It ended without return, and that gives None. Return the mean loss of a picture."]
    lines += ["The weights have not moved."] * moved
    if not moved and not torch.allclose(answer[2], expected[2], rtol=1e-4, atol=1e-6):
        lines += ["The weights have moved, but not to where they should be."]
    lines += ["It returns a tensor.\nHint: loss.item() is the plain number."] * (not answer[3])
    return "\n".join(lines)


def _epoch(
    loss_of=lambda network, x, y: cross_entropy(network(x), y),
    clear=True,
    step=True,
    pick=lambda x, y, batch: (x[batch], y[batch]),
    share=lambda total, sums, x, batches: total / len(x),
    late=False,
):
    """Return what `train_epoch` would be with one thing done differently."""

    def wrong(network, x, y, optimizer, batches):
        total, sums = 0.0, []
        for batch in batches:
            some = pick(x, y, batch)
            loss = loss_of(network, *some)
            if clear:
                optimizer.zero_grad()
            loss.backward()
            if step:
                optimizer.step()
            if late:
                loss = loss_of(network, *some)
            total += loss.item() * len(batch)
            sums.append(loss.item())
        return share(total, sums, x, batches)

    return wrong


def _first_only(network, x, y, optimizer, batches):
    return _epoch()(network, x, y, optimizer, batches[:1])


def _one_step(network, x, y, optimizer, batches):
    total = sum(cross_entropy(network(x[batch]), y[batch]) * len(batch) for batch in batches) / len(
        x
    )
    optimizer.zero_grad()
    total.backward()
    optimizer.step()
    return total.item()


TRAIN_EPOCH = Exercise(
    loop.train_epoch,
    cases=[
        _epoch_case(5, [2, 2, 1], 0.5, 0),
        _epoch_case(3, [1, 1, 1], 0.3, 1),
        _epoch_case(4, [4], 0.8, 2),
        _epoch_case(7, [3, 3, 1], 0.2, 3),
    ],
    run=_epochs,
    build=BUILD,
    minutes=7.0,
    explain=_explain_epoch,
    misconceptions=[
        (
            _epoch(clear=False),
            "The gradients of all batches add up: call optimizer.zero_grad() before backward().",
        ),
        (
            _epoch(share=lambda total, sums, x, batches: sum(sums) / len(batches)),
            "You average over batches. The last one may be short: count each loss as often as its "
            "batch has pictures, and divide by the number of pictures.",
        ),
        (
            _epoch(share=lambda total, sums, x, batches: total),
            "The steps are right. Divide the sum by the number of pictures.",
        ),
        (
            _epoch(share=lambda total, sums, x, batches: sum(sums)),
            "The steps are right, but you return the sum of the batches' losses. Wanted is the mean "
            "over pictures.",
        ),
        (
            _epoch(share=lambda total, sums, x, batches: sum(sums) / len(x)),
            "A batch's loss is already a mean over its pictures: multiply it by len(batch) before you "
            "add.",
        ),
        (
            _epoch(share=lambda total, sums, x, batches: sums[-1]),
            "That is the loss of the last batch only. Add up all of them.",
        ),
        (
            _epoch(step=False),
            "The network learns nothing. Each batch needs zero_grad(), backward() and step(), in this "
            "order.",
        ),
        (
            _epoch(loss_of=lambda network, x, y: cross_entropy(network(x).softmax(dim=1), y)),
            "cross_entropy takes logits and does the softmax itself. Yours has it twice.",
        ),
        (
            _epoch(pick=lambda x, y, batch: (x, y)),
            "Every step looks at all pictures. A batch holds numbers: take x[batch] and y[batch].",
        ),
        (
            _epoch(late=True),
            "The weights are right. But you measure the loss after the step: take the one that you "
            "called backward() on.",
        ),
        (
            _one_step,
            "You take one step for the whole epoch. Take one for each batch, inside the loop.",
        ),
        (
            _epoch(pick=lambda x, y, batch: (x[: len(batch)], y[: len(batch)])),
            "Each batch holds the first pictures. The numbers in it say which: x[batch], y[batch].",
        ),
        (
            _epoch(share=lambda total, sums, x, batches: sum(sums) * len(batches[0]) / len(x)),
            "You count each loss as often as the first batch has pictures. The last one may be shorter: "
            "len(batch).",
        ),
        (_first_only, "It returns after the first batch: return stands inside the loop."),
        (
            _epoch(loss_of=lambda network, x, y: cross_entropy(y, network(x))),
            "cross_entropy takes the logits first, then the right classes.",
        ),
    ],
)
