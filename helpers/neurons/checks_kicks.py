"""The second step of notebook 01's build: kicks are judged by their statistics, for they are random."""

import numpy as np

from helpers.exercise import Exercise
from helpers.neurons import synapses

BUILD = "Population"

_STATISTICS = (
    ("the number of steps", 0.0, 0.0),
    ("the number of neurons", 0.0, 0.0),
    ("the mean kick per step", 0.08, 1e-6),
    ("the standard deviation of a kick", 0.04, 1e-6),
    ("the share of steps without a spike", 0.02, 0.005),
    ("the correlation between two neurons", 0.0, 0.1),
    ("the correlation of one step with the next", 0.0, 0.1),
    ("the correlation of one call with the next, from one rng", 0.0, 0.1),
    ("the correlation of two calls, from two rngs of one seed", 0.0, 0.01),
)


def _run_kicks(answer, weights, rates, dt, shape):
    """Return what tells one way to draw kicks from another: `_STATISTICS` of them."""
    rng, again = np.random.default_rng(1), np.random.default_rng(1)
    drawn = [answer(weights, rates, dt, shape, source) for source in (rng, rng, again)]
    kicks = drawn[0]
    if np.shape(kicks) != shape:
        return kicks
    kicks, *others = (np.asarray(array, dtype=float) for array in drawn)
    centered, second, repeated = (array - array.mean() for array in (kicks, *others))
    variance = max(np.mean(centered**2), 1e-12)
    neighbor = np.mean(centered[:, 1:] * centered[:, :-1]) / variance
    later = np.mean(centered[1:] * centered[:-1]) / variance
    calls = np.mean(centered * second) / variance, np.mean(centered * repeated) / variance
    return (*shape, kicks.mean(), kicks.std(), np.mean(kicks == 0), neighbor, later, *calls)


def _same_kicks(answer, expected) -> bool:
    pairs = zip(answer, expected, _STATISTICS, strict=True)
    return all(abs(a - e) <= rtol * abs(e) + atol for a, e, (_, rtol, atol) in pairs)


def _explain_kicks(case, answer, expected) -> str:
    if len(np.shape(answer)) != 1 or len(answer) != len(expected):
        return (
            f"An array of shape {case['shape']} is expected; yours has {np.shape(answer)}. Give rng.poisson "
            "the whole shape: a row for each step, a column for each neuron."
        )
    lines = [f"With weights {case['weights'].tolist()} and rates {case['rates'].tolist()} Hz:"]
    for a, e, (name, rtol, atol) in zip(answer, expected, _STATISTICS, strict=True):
        if abs(a - e) > rtol * abs(e) + atol:
            about = 0.0 if abs(e) < atol else e
            lines.append(f"{name} should be about {about:.3g}; yours is {a:.3g}.")
    return "\n".join(lines)


def _kicks_with(
    count=lambda rng, mean, shape: rng.poisson(mean, shape), scale=1, weigh=lambda w: w
):
    """Return `draw_kicks` with other counts, other mean counts, or other weights."""

    def wrong(weights, rates, dt, shape, rng):
        parts = (
            weigh(w) * count(rng, r * dt / 1000 * scale, shape)
            for w, r in zip(weights, rates, strict=True)
        )
        return sum(parts) + np.zeros(shape)

    return wrong


DRAW_KICKS = Exercise(
    synapses.draw_kicks,
    cases=[
        dict(weights=np.array([0.1]), rates=np.array([400.0]), dt=0.5, shape=(2000, 40)),
        dict(
            weights=np.array([0.04, -0.08]),
            rates=np.array([3200.0, 800.0]),
            dt=0.1,
            shape=(2000, 40),
        ),
        dict(
            weights=np.array([0.05, 0.02, -0.02]),
            rates=np.array([500.0, 2000.0, 1000.0]),
            dt=0.2,
            shape=(1500, 50),
        ),
    ],
    run=_run_kicks,
    agree=_same_kicks,
    alike=_same_kicks,
    explain=_explain_kicks,
    misconceptions=[
        (
            _kicks_with(scale=1000),
            "1000 times too many spikes: the rates are per second, dt in ms.",
        ),
        (
            _kicks_with(scale=1 / 1000),
            "1000 times too few spikes: one division turns Hz and ms into spikes a step, rate * dt / 1000.",
        ),
        (
            lambda w, r, dt, shape, rng: synapses.draw_kicks(
                w, r, dt, shape, np.random.default_rng(0)
            ),
            "You made a generator of your own, so each call draws the same spikes again. Draw from the rng "
            "that is given.",
        ),
        (
            lambda w, r, dt, shape, rng: synapses.draw_kicks(
                w, r, dt, shape, np.random.default_rng(np.random.randint(2**31))
            ),
            "You draw from another generator, so nobody can draw your spikes again. Draw from the rng that is "
            "given: rng.poisson.",
        ),
        (
            lambda w, r, dt, shape, rng: sum(
                rng.poisson(weight * rate * dt / 1000, shape)
                for weight, rate in zip(w, r, strict=True)
            ),
            "The weight does not change how many spikes come: draw the counts first, and multiply them by "
            "the weight after.",
        ),
        (
            lambda w, r, dt, shape, rng: w * rng.poisson(r * dt / 1000, shape),
            "rng.poisson cannot draw all groups into one shape. Draw group by group, for weight, rate in "
            "zip(weights, rates), and add up.",
        ),
        (
            lambda w, r, dt, shape, rng: synapses.draw_kicks(w, r, 1.0, shape, rng),
            "dt is missing: a shorter step sees fewer spikes, rate * dt / 1000 of them on average.",
        ),
        (
            _kicks_with(lambda rng, mean, shape: np.full(shape, mean)),
            "That is the average, the same in each step. Real spikes come at random: rng.poisson.",
        ),
        (
            _kicks_with(lambda rng, mean, shape: rng.random(shape) < mean),
            "One group can send several spikes in one step; yours counts at most one: rng.poisson.",
        ),
        (
            _kicks_with(lambda rng, mean, shape: rng.normal(mean, np.sqrt(mean), shape)),
            "Mean and variance are right, but a count of spikes is a whole number: rng.poisson.",
        ),
        (
            _kicks_with(lambda rng, mean, shape: rng.poisson(mean, (shape[0], 1))),
            "All neurons get the same spikes. Each has inputs of its own: draw the whole shape.",
        ),
        (
            _kicks_with(lambda rng, mean, shape: rng.poisson(mean, shape[1])),
            "Each step gets the same spikes. Draw the whole shape, steps and neurons.",
        ),
        (
            _kicks_with(lambda rng, mean, shape: rng.poisson(mean)),
            "That is one count for all steps and neurons: give rng.poisson the shape, too.",
        ),
        (_kicks_with(weigh=abs), "Inhibition lowers the voltage: its weight keeps its minus."),
        (
            _kicks_with(weigh=lambda w: 1),
            "Those are counts. Each spike moves the voltage by the weight of its synapse.",
        ),
        (
            _kicks_with(weigh=lambda w: w**2),
            "A spike moves the voltage by its weight. The square belongs to the variance.",
        ),
        (
            lambda w, r, dt, shape, rng: w.sum() * rng.poisson(r.sum() * dt / 1000, shape),
            "Each group has a weight and a rate of its own: draw its count, weigh it, then add.",
        ),
        (
            lambda w, r, dt, shape, rng: w[-1] * rng.poisson(r[-1] * dt / 1000, shape),
            "Only the last group is in: add up what all of them send.",
        ),
        (
            lambda w, r, dt, shape, rng: w[0] * rng.poisson(r[0] * dt / 1000, shape),
            "Only the first group is in: is the return inside the loop?",
        ),
    ],
    build=BUILD,
    minutes=4,
)
