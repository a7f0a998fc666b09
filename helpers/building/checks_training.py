"""The exercises on training: two rules that remember, and the memory that training takes."""

import inspect
from types import SimpleNamespace

import numpy as np

from helpers.building import costs, optimizers
from helpers.building.checks_operations import NOTHING
from helpers.exercise import Exercise

# --- rules with a memory ----------------------------------------------------------------------------


def _odd(found) -> str:
    if isinstance(found, tuple):
        return f"a tuple of {len(found)}. Return the weights alone: what is stored in memory stays there"
    return f"what has shape {np.shape(found)}"


def _steps(answer, w, gradients, lr, *options):
    """Return weights and memory after each step, or in words what else came back.

    They have shape (num_steps, num_weights) and (num_steps, 3, num_weights): t, m and s of each weight.
    """
    memory, path, kept = SimpleNamespace(t=0, m=0.0, s=0.0), [], []
    for gradient in gradients:
        w = answer(w, gradient, memory, lr, *options)
        if w is Ellipsis:
            return w
        if w is None:
            return NOTHING
        if isinstance(w, tuple) or np.shape(w) != np.shape(gradient):
            return _odd(w)
        path.append(np.array(w, dtype=float))
        kept.append([_held(getattr(memory, name), w) for name in _MEMORY])
    return np.array(path), np.array(kept)


_MEMORY = ("t", "m", "s")


def _held(value, w) -> np.ndarray:
    """Return what the memory holds for each weight: NaN where it is no number or of another shape."""
    try:
        return np.broadcast_to(np.asarray(value, dtype=float), np.shape(w)).copy()
    except (TypeError, ValueError):
        return np.full(np.shape(w), np.nan)


def _begin(case, num_steps):
    options = f", correct={case['correct']}" if "correct" in case else ""
    gradients = ", then ".join(str(gradient.tolist()) for gradient in case["gradients"][:num_steps])
    return f"From w = {case['w'].tolist()} with lr = {case['lr']:g}{options}, gradients {gradients}"


def _by_steps(name):
    return lambda case: f"{name}, step by step. {_begin(case, None)}"


def _explain_steps(case, answer, expected):
    if isinstance(answer, str):
        wanted = f"new weights, an array of shape {case['w'].shape}, are expected"
        return f"{_begin(case, 1)}: {wanted}; yours gives {answer}."
    named = [("w", answer[0], expected[0]), *_by_name(answer[1], expected[1])]
    step, name, found, wanted = next(
        (step, name, *pair)
        for name, *values in named
        for step, pair in enumerate(zip(*values, strict=True))
        if not np.allclose(*pair, rtol=1e-4, atol=1e-6)
    )
    right = "the weights are right, but " * (name != "w")
    ours, theirs = _listed(wanted), _listed(found)
    return f"{_begin(case, step + 1)}: {right}after step {step + 1} {name} should be {ours}; yours is {theirs}."


def _by_name(found, wanted):
    for number, name in enumerate(_MEMORY):
        yield f"memory.{name}", found[:, number], wanted[:, number]


def _listed(values: np.ndarray) -> str:
    return str([float(f"{value:.5g}") for value in values])


def _gradients(*rows):
    return [np.array(row, dtype=float) for row in rows]


_CLIMBS = "You add the step, and climb. Descent subtracts it."


def _momentum(keep=0.9, take=1.0, sign=-1.0, store=True, nesterov=False):
    def wrong(w, g, memory, lr):
        m = keep * memory.m + take * g
        if store:
            memory.m = m
        return w + sign * lr * (g + keep * m if nesterov else m)

    return wrong


def _rate_in_memory(w, g, memory, lr):
    memory.m = 0.9 * memory.m + lr * g
    return w - memory.m


def _momentum_before(w, g, memory, lr):
    w = w - lr * memory.m
    memory.m = 0.9 * memory.m + g
    return w


MOMENTUM = Exercise(
    optimizers.momentum,
    cases=[
        dict(w=np.array([1.0, 2.0]), gradients=_gradients([1, -2], [1, 2], [0.5, -1]), lr=0.1),
        dict(w=np.array([0.0]), gradients=_gradients([3.0], [0.0], [0.0], [-1.0]), lr=0.02),
    ],
    run=_steps,
    build="Rules with a memory",
    minutes=1.5,
    explain=_explain_steps,
    called=_by_steps("momentum"),
    misconceptions=[
        (_momentum(sign=1.0), _CLIMBS),
        (
            _momentum(store=False),
            "Each of your steps knows only its own gradient: 0.9 of the old m belongs to it, too, and the "
            "new m must be stored in memory.m for the next step.",
        ),
        (_momentum(keep=1.0), "The memory must fade: 0.9 of the old m, and the new gradient."),
        (
            _momentum(take=0.1),
            "That is Adam's mean, 0.9 m + 0.1 g. Momentum adds the whole new gradient.",
        ),
        (
            _momentum(nesterov=True),
            "That is Nesterov's momentum, which looks one step ahead. The table's step is lr times m.",
        ),
        (_momentum_before, "Take the new gradient into m first, and then the step."),
        (
            _rate_in_memory,
            "memory.m adds up gradients alone. lr belongs to the step: where it changes on the way, your "
            "memory keeps the old one.",
        ),
        (_momentum(keep=0.1, take=0.9), "The factors are crossed: 0.9 belongs to the old m."),
        (_momentum(keep=-0.9), "The old memory is added to the new gradient, not subtracted."),
        (
            lambda w, g, memory, lr: _momentum()(w, g, memory, 1.0),
            "The learning rate is missing: the step is lr times m.",
        ),
        (
            lambda w, g, memory, lr: _momentum()(w, g, memory, lr) - w,
            "That is the change of the weights. Return the new weights: w - lr * m.",
        ),
    ],
)


def _adam(
    betas=(0.9, 0.999),
    square=lambda g: g**2,
    root=lambda s: np.sqrt(s) + 1e-8,
    count=1,
    corrected=lambda correct: (correct, correct),
    store=False,
    sign=-1.0,
    rate=True,
    power=lambda beta, t: beta**t,
    shares=None,
    late=0,
    counts=lambda correct: True,
):
    def wrong(w, g, memory, lr, correct=True):
        b1, b2 = betas
        new1, new2 = shares or (1 - b1, 1 - b2)
        memory.t += count * counts(correct)
        memory.m = b1 * memory.m + new1 * g
        memory.s = b2 * memory.s + new2 * square(g)
        m, s = memory.m, memory.s
        first, second = corrected(correct)
        with np.errstate(all="ignore"):
            m = m / (1 - power(b1, memory.t)) if first else m
            s = s / (1 - power(b2, memory.t)) if second else s
            memory.t += late
            if store:
                memory.m, memory.s = m, s
            return w + sign * (lr if rate else 1.0) * m / root(s)

    return wrong


def _adam_forgets(w, g, memory, lr, correct=True):
    return optimizers.adam(w, g, SimpleNamespace(t=0, m=0.0, s=0.0), lr, correct)


_ADAM_GRADIENTS = _gradients([1, -20], [0.5, 10], [-2, 0.3])

ADAM = Exercise(
    optimizers.adam,
    cases=[
        dict(w=np.array([1.0, 2.0]), gradients=_ADAM_GRADIENTS, lr=0.1, correct=True),
        dict(w=np.array([1.0, 2.0]), gradients=_ADAM_GRADIENTS, lr=0.1, correct=False),
        dict(w=np.array([0.0]), gradients=_gradients([3], [1], [4], [1]), lr=0.02, correct=True),
        dict(w=np.array([1.0, 2.0]), gradients=_gradients([0, 1e-6]), lr=0.1, correct=True),
    ],
    run=_steps,
    build="Rules with a memory",
    minutes=4.0,
    explain=_explain_steps,
    called=_by_steps("adam"),
    misconceptions=[
        (
            _adam(corrected=lambda correct: (False, False)),
            "With correct=True both means must be divided: m by 1 - 0.9**t, s by 1 - 0.999**t.",
        ),
        (
            _adam(corrected=lambda correct: (True, True)),
            "You correct always. With correct=False the means are taken as they are.",
        ),
        (
            _adam(corrected=lambda correct: (not correct, not correct)),
            "The switch is turned around: correct with correct=True.",
        ),
        *(
            (
                _adam(
                    corrected=lambda correct, which=which: (
                        correct and which,
                        correct and not which,
                    )
                ),
                "Only one of the two means is corrected. Both start from 0, so both are too small.",
            )
            for which in (True, False)
        ),
        (
            _adam(power=lambda beta, t: 0.9**t),
            "Each mean has a factor of its own. You divide both by 1 - 0.9**t: m fades by 0.9, but s by "
            "0.999, so s is divided by 1 - 0.999**t.",
        ),
        (
            _adam(power=lambda beta, t: 0.999**t),
            "Each mean has a factor of its own. You divide both by 1 - 0.999**t: s fades by 0.999, but m by "
            "0.9, so m is divided by 1 - 0.9**t.",
        ),
        (
            _adam(store=True),
            "The corrected means went into the memory, and are corrected again at the next step. Keep the "
            "raw ones there.",
        ),
        *(
            (
                _adam(count=0, late=late),
                "At the first step t must be 1, or 1 - 0.9**t is 0. Count the steps, memory.t += 1, before "
                "you use it.",
            )
            for late in (0, 1)
        ),
        (
            _adam(counts=lambda correct: correct),
            "memory.t counts the steps, corrected or not: memory.t += 1 stands outside of the if.",
        ),
        *(
            (
                _adam(shares=shares),
                "These are means, and no sums: the old one fades by 0.9 and the new gradient counts 0.1; for s "
                "0.999 and 0.001.",
            )
            for shares in ((1, 1), (1, 0.001), (0.1, 1))
        ),
        (
            _adam(power=lambda beta, t: beta),
            "1 - 0.9 is right for the first step only. At step t the correction is 1 - 0.9**t.",
        ),
        (
            _adam(power=lambda beta, t: beta * t),
            "0.9 to the power of t, 0.9**t, and not 0.9 times t.",
        ),
        (_adam(betas=(0.999, 0.9)), "The factors are crossed: 0.9 for m, 0.999 for s."),
        (_adam(square=lambda g: g), "s is the mean of the squares: 0.001 * g**2."),
        (_adam(square=abs), "s is the mean of the squares: 0.001 * g**2."),
        (_adam(square=lambda g: 2 * g), "s is the mean of the squares: 0.001 * g**2."),
        (_adam(root=lambda s: s + 1e-8), "Divide by the root of s: np.sqrt(s)."),
        *(
            (
                _adam(root=lambda s, small=small: np.sqrt(s + small)),
                "1e-8 is added to the root, not under it: np.sqrt(s) + 1e-8.",
            )
            for small in (1e-8, 1e-16)
        ),
        (
            _adam(root=np.sqrt),
            "Where a gradient is 0, your step is 0 / 0: add 1e-8 to the root, np.sqrt(s) + 1e-8.",
        ),
        (_adam(sign=1.0), _CLIMBS),
        (_adam(rate=False), "The learning rate is missing."),
        (_adam_forgets, "Nothing is remembered from step to step: store m, s and t in memory."),
        (
            lambda w, g, memory, lr, correct=True: optimizers.rmsprop(w, g, memory, lr),
            "That is RMSProp: Adam divides the mean gradient m, not the present one.",
        ),
        (
            lambda w, g, memory, lr, correct=True: optimizers.adam(w, g, memory, lr, correct) - w,
            "That is the change of the weights. Return the new weights.",
        ),
    ],
)


# --- memory -----------------------------------------------------------------------------------------

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
