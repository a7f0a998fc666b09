"""The exercises of notebook 07 on training, continued: the best epoch kept, and variants."""

import math

import torch
from torch import Tensor, nn

from helpers.exercise import Exercise
from helpers.faces import loop, variants
from helpers.faces.checks_training import BUILD
from helpers.images import move

# --- keep_best ------------------------------------------------------------------------------------


def _kept(answer, values):
    """Return what an answer measured, and of which epoch the weights are that it leaves.

    The network has one weight, the number of epochs that it has been through.
    """
    network = nn.Linear(1, 1)
    with torch.no_grad():
        network.weight.zero_()
    num_run = num_measured = 0

    def run_epoch():
        nonlocal num_run
        num_run += 1
        with torch.no_grad():
            network.weight += 1  # in place, as an optimizer does it

    def measure():
        nonlocal num_measured
        num_measured += 1
        return values[min(round(network.weight.item()), len(values)) - 1]

    measured = answer(network, run_epoch, measure, len(values))
    if measured is Ellipsis or measured is None:
        return measured
    numbers = [measured] if isinstance(measured, float) else list(measured)
    return numbers, network.weight.item(), num_run, num_measured


def _explain_kept(case, answer, expected) -> str:
    lines = [
        f"Measured after {len(case['values'])} epochs: {', '.join(map(str, case['values']))}. The "
        f"network should have the weights of epoch {expected[1]:.0f}; yours has those of epoch "
        f"{answer[1]:.0f}."
    ]
    if answer[2] != expected[2]:
        lines += [f"It was trained for {answer[2]} epochs, not for {expected[2]}."]
    if answer[3] != expected[3] and answer[2] == expected[2]:
        lines += [
            f"It measured {answer[3]} times, not {expected[3]}.",
            "Hint: measure() takes its time, and notes what "
            "it found. Call it once in an epoch, and keep the number.",
        ]
    if list(answer[0]) != list(expected[0]):
        lines += ["What it returns is not what was measured after each epoch."]
    return "\n".join(lines)


def _keep_not_copied(network, run_epoch, measure, num_epochs):
    """Keep the best epoch's weights, and do not notice that they go on changing."""
    values, best = [], -math.inf
    for _ in range(num_epochs):
        run_epoch()
        values.append(measure())
        if values[-1] > best:
            best = values[-1]
            best_weights = network.state_dict()
    network.load_state_dict(best_weights)
    return values


def _copy(network: nn.Module) -> dict[str, Tensor]:
    return {name: weights.clone() for name, weights in network.state_dict().items()}


def _keep_if(is_better, first=-math.inf, back=False, before=False, stop=False):
    """Return what `keep_best` would be with one thing done differently."""

    def wrong(network, run_epoch, measure, num_epochs):
        values, best, best_weights = [], first, None
        for _ in range(num_epochs):
            earlier = _copy(network)
            run_epoch()
            values.append(measure())
            if is_better(values[-1], best):
                best = values[-1]
                best_weights = earlier if before else _copy(network)
            elif stop:
                break
            if back:
                network.load_state_dict(best_weights)
        network.load_state_dict(best_weights)
        return values

    return wrong


def _larger(value, best):
    return value > best


KEEP_BEST = Exercise(
    loop.keep_best,
    cases=[
        dict(values=[0.7, 0.8, 0.75]),
        dict(values=[0.5, 0.9, 0.6, 0.9, 0.8]),
        dict(values=[-2.0, -1.5, -1.0, -1.2]),
        dict(values=[0.9, 0.3, 0.4]),
    ],
    run=_kept,
    broken=_keep_not_copied,
    symptom="it reports the best epoch, and leaves the network with the weights of the last one.",
    minutes=6.0,
    explain=_explain_kept,
    misconceptions=[
        (
            _keep_if(lambda value, best: value < best, math.inf),
            "Now the worst epoch is kept. A larger number is better.",
        ),
        (
            _keep_if(lambda value, best: value >= best),
            "The copy is right. But of two equal epochs the first is to be kept: compare with >.",
        ),
        (
            _keep_if(_larger, back=True),
            "You go back to the best weights after every epoch, and train on from there. Go back once, "
            "after the loop.",
        ),
        (
            _keep_if(_larger, before=True),
            "You keep the weights from before the epoch. What was measured are those after it.",
        ),
        (
            _keep_if(_larger, stop=True),
            "You stop at the first epoch that is no better. Run all of them: a better one may come "
            "later.",
        ),
        (
            _keep_if(_larger, first=0.0),
            "A number may be negative, minus a loss for instance. Start with best = -math.inf.",
        ),
        (
            lambda *given: [max(loop.keep_best(*given))],
            "The weights are right. Return all the numbers, one for each epoch, not the best alone.",
        ),
    ],
)


# --- make_variants --------------------------------------------------------------------------------


def _profiled(answer, max_shift, max_degrees):
    found = answer(torch.zeros(2, 3, 32, 32), 1, 1, torch.Generator())
    if found is Ellipsis or found is None:
        return found
    return variants.profile(answer, max_shift, max_degrees)


def _explain_variants(case, answer, _expected) -> str:
    share, flipped, least, most, left, right, up, down, equal, same, again, _, edge = answer
    lines = [
        f"make_variants(x, max_shift={case['max_shift']}, max_degrees={case['max_degrees']}, "
        f"generator), on {variants.NUM_COPIES} copies of a picture: {share:.0%} mirrored, {flipped:.0%} "
        f"upside down, turned by {least:.0f} to {most:.0f} degrees, shifted by {left:.0f} to {right:.0f} "
        f"pixels to the right and by {up:.0f} to {down:.0f} down."
    ]
    lines += [f"Both shifts are the same in {equal:.0%} of the pictures."] * (case["max_shift"] > 0)
    lines += ["A second call gives the same variants again."] * bool(again)
    lines += ["A generator with the same seed gives other variants."] * (not same)
    lines += ["What comes in at the edges is not the border."] * (
        abs(edge - variants.GROUND) > 0.05
    )
    return "\n".join(lines)


def _vary(
    shifts=lambda num, most, g: torch.randint(-most, most + 1, (2, num), generator=g),
    turns=lambda num, most, g: most * (2 * torch.rand(num, generator=g) - 1),
    coins=lambda num, g: torch.rand(num, generator=g) < 0.5,
    after=lambda moved: moved,
    **how,
):
    """Return what `make_variants` would be with one thing done differently."""

    def wrong(x, max_shift, max_degrees, generator):
        num = len(x)
        right, down = shifts(num, max_shift, generator)
        degrees, mirror = turns(num, max_degrees, generator), coins(num, generator)
        return after(move(x, right, down, degrees, mirror, **({"mode": "nearest"} | how)))

    return wrong


def _for_all(x, max_shift, max_degrees, generator):
    return _vary(
        lambda num, most, g: torch.randint(-most, most + 1, (2, 1), generator=g).expand(2, num),
        lambda num, most, g: (most * (2 * torch.rand(1, generator=g) - 1)).expand(num),
        lambda num, g: (torch.rand(1, generator=g) < 0.5).expand(num),
    )(x, max_shift, max_degrees, generator)


def _half_on_their_heads(moved):
    coins = torch.arange(len(moved)) % 2 == 0
    return torch.where(coins[:, None, None, None], moved.flip(-2), moved)


def _ours(x, max_shift, max_degrees, generator):
    return loop.make_variants(x, max_shift, max_degrees, generator)


MAKE_VARIANTS = Exercise(
    loop.make_variants,
    cases=[
        dict(max_shift=0, max_degrees=30),
        dict(max_shift=4, max_degrees=0),
        dict(max_shift=2, max_degrees=10),
    ],
    run=_profiled,
    build=BUILD,
    minutes=9.0,
    agree=variants.alike,
    alike=variants.alike,
    explain=_explain_variants,
    misconceptions=[
        (
            _for_all,
            "All pictures of the batch get the same turn, shift and coin. Draw len(x) of each.",
        ),
        (
            _vary(coins=lambda num, g: (torch.rand(1, generator=g) < 0.5).expand(num)),
            "One coin for the whole batch mirrors all or none. Toss len(x) coins.",
        ),
        (
            _vary(turns=lambda num, most, g: most * torch.rand(num, generator=g)),
            "All turns go one way. rand is between 0 and 1: stretch it to -1 to 1.",
        ),
        (
            _vary(turns=lambda num, most, g: most * (torch.rand(num, generator=g) - 0.5)),
            "Turns go up to half of max_degrees to each side. They shall go up to all of it.",
        ),
        (
            _vary(turns=lambda num, most, g: most * torch.randn(num, generator=g)),
            "randn has no largest value, so some turns exceed max_degrees. Use rand.",
        ),
        (
            _vary(shifts=lambda num, most, g: torch.randint(0, most + 1, (2, num), generator=g)),
            "All shifts go one way. They shall go from -max_shift to max_shift.",
        ),
        (
            _vary(
                shifts=lambda num, most, g: torch.randint(
                    -most, max(most, 1 - most), (2, num), generator=g
                )
            ),
            "randint leaves its upper end out: max_shift itself never comes.",
        ),
        (
            _vary(
                shifts=lambda num, most, g: torch.randint(
                    -most, most + 1, (1, num), generator=g
                ).expand(2, num)
            ),
            "To the right and down by the same number: all faces move along one diagonal. Draw two.",
        ),
        (
            _vary(coins=lambda num, g: torch.ones(num, dtype=torch.bool)),
            "Every picture is mirrored. A coin for each: torch.rand(len(x), generator=generator) < 0.5.",
        ),
        (
            _vary(coins=lambda num, g: torch.zeros(num, dtype=torch.bool)),
            "Nothing is mirrored. move takes a coin for each picture, True or False, as `mirror`.",
        ),
        (
            _vary(turns=lambda num, most, g: torch.zeros(num)),
            "Nothing is turned, or hardly. Draw an angle for each picture, from -max_degrees to "
            "max_degrees: in degrees, as move takes it.",
        ),
        (
            _vary(shifts=lambda num, most, g: torch.zeros(2, num)),
            "Nothing is shifted. Draw whole numbers from -max_shift to max_shift.",
        ),
        (lambda x, max_shift, max_degrees, generator: x, "You return the pictures as they were."),
        (
            lambda x, max_shift, max_degrees, generator: _ours(
                x, max_shift, max_degrees, torch.Generator().manual_seed(1)
            ),
            "Every epoch gets the same variants: you start a generator anew in each call. Use the one "
            "you are given.",
        ),
        (
            lambda x, max_shift, max_degrees, generator: _ours(
                x,
                max_shift,
                max_degrees,
                torch.Generator().manual_seed(int(torch.randint(999, ()))),
            ),
            "You draw from torch's own generator. Pass on the one you are given in each draw: "
            "generator=generator.",
        ),
        (
            lambda x, max_shift, max_degrees, generator: _ours(x, 1, 5, generator),
            "Your variants are shifted by a pixel and turned by 5 degrees whatever they are told: use "
            "`max_shift` and `max_degrees`.",
        ),
        (
            _vary(padding="zeros"),
            "What comes in is gray. Let the border go on: that is what `move` does without `padding`.",
        ),
        (
            _vary(
                coins=lambda num, g: torch.zeros(num, dtype=torch.bool), after=_half_on_their_heads
            ),
            "Half of your pictures stand on their heads: flip(-1) swaps left and right, flip(-2) top and "
            "bottom.",
        ),
    ],
)
