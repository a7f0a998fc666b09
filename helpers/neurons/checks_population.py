"""The build of notebook 01: from synapses to a population, and from its spikes to a curve."""

import numpy as np

from helpers.exercise import Exercise
from helpers.functions import softplus
from helpers.neurons import fits, lif, synapses
from helpers.neurons.checks_kicks import BUILD, DRAW_KICKS

# --- Step 1 --------------------------------------------------------------------------------------


def _drive_with(
    mean=lambda w, r, tau: tau * np.sum(w * r),
    sigma=lambda w, r, tau: np.sqrt(tau * np.sum(w**2 * r)),
    per_ms=lif.MS_PER_S,
):
    """Return `synaptic_drive` with another mean or noise, of rates in spikes per ms, or of others."""

    def wrong(w, r, tau):
        with np.errstate(invalid="ignore"):
            return mean(w, r / per_ms, tau), sigma(w, r / per_ms, tau)

    return wrong


_IN_MS = "The rates are in Hz, tau is in ms: divide the rates by 1000 first, for spikes per ms."
_SQUARED = "A count times w has w**2 times the variance of the count: the weights are squared."
_ADD_UP = (
    "The variances of independent inputs add up, not their roots: first the sum, then the root."
)
_SET_EQUAL = (
    "The mean is right. For sigma, set the two variances equal: sigma**2 * dt / tau on the one side, dt "
    "times the sum of all w**2 * r on the other. What is sigma?"
)

SYNAPTIC_DRIVE = Exercise(
    synapses.synaptic_drive,
    cases=[
        dict(weights=np.array([0.1]), rates=np.array([500.0]), tau=20.0),
        dict(weights=np.array([0.04, -0.08]), rates=np.array([3200.0, 800.0]), tau=20.0),
        dict(weights=np.array([0.2, -0.1, 0.05]), rates=np.array([50.0, 0.0, 300.0]), tau=10.0),
        dict(weights=np.array([-0.3, 0.1]), rates=np.array([100.0, 20.0]), tau=5.0),
    ],
    misconceptions=[
        (_drive_with(per_ms=1), _IN_MS),
        (
            lambda w, r, tau: synapses.synaptic_drive(w, r, tau / 1000),
            "Both tau and the rates are divided by 1000 now. Once is enough.",
        ),
        (
            lambda w, r, tau: (tau * np.sum(w * r) / 1000, np.sqrt(tau * np.sum(w**2 * r))),
            "The mean is right. In sigma the rates are still in Hz: divide them by 1000 there, too.",
        ),
        (
            lambda w, r, tau: (tau * np.sum(w * r) / 1000, np.sqrt(tau * np.sum(w**2 * r)) / 1000),
            "The mean is right. In sigma the 1000 belongs under the root, where the rates are.",
        ),
        (
            _drive_with(lambda w, r, tau: tau * np.sum(abs(w) * r)),
            "In the mean, inhibition counts with its minus: a weight below 0 lowers the voltage.",
        ),
        (_drive_with(sigma=lambda w, r, tau: tau * np.sum(w**2 * r)), "That is sigma squared."),
        (
            _drive_with(sigma=lambda w, r, tau: np.sqrt(tau * np.sum(w**2 * r) / 2)),
            "That is the spread of the voltage, sigma / sqrt(2). Wanted is sigma itself.",
        ),
        (_drive_with(sigma=lambda w, r, tau: np.sqrt(tau) * np.sum(w * np.sqrt(r))), _ADD_UP),
        (_drive_with(sigma=lambda w, r, tau: np.sqrt(tau) * np.sum(abs(w) * np.sqrt(r))), _ADD_UP),
        (_drive_with(sigma=lambda w, r, tau: np.sqrt(tau * abs(np.sum(w * r)))), _SQUARED),
        (_drive_with(sigma=lambda w, r, tau: np.sqrt(tau * np.sum(w * r))), _SQUARED),
        (_drive_with(sigma=lambda w, r, tau: np.sqrt(tau * np.sum(abs(w) * r))), _SQUARED),
        (_drive_with(sigma=lambda w, r, tau: np.sqrt(np.sum(w**2 * r))), _SET_EQUAL),
        (_drive_with(sigma=lambda w, r, tau: np.sqrt(np.sum(w**2 * r) / tau)), _SET_EQUAL),
        (_drive_with(sigma=lambda w, r, tau: tau * np.sqrt(np.sum(w**2 * r))), _SET_EQUAL),
        (
            _drive_with(sigma=lambda w, r, tau: np.sqrt(tau * np.sum((w * r) ** 2))),
            "The variance of a Poisson count is its mean: r, not its square. Only the weight is squared.",
        ),
        (
            _drive_with(lambda w, r, tau: tau * np.mean(w * r)),
            "The inputs add up: the mean drive is a sum over them, not their average.",
        ),
        (
            _drive_with(lambda w, r, tau: np.sum(w * r)),
            "That is what one ms adds. The drive is tau times as much: the leak empties it in tau.",
        ),
    ],
    build=BUILD,
    minutes=5,
)

# --- Step 3 --------------------------------------------------------------------------------------


def _spikes_with(
    leak=lambda v, dt, tau: v - dt / tau * v,
    add=lambda v, kick: v + kick,
    fires=lambda before, after: after >= 1,
    reset=lambda v, fired: np.where(fired, 0.0, v),
):
    """Return `population_spikes` with another leak, sum, threshold or reset."""

    def wrong(kicks, dt, tau):
        spikes, v = np.zeros(kicks.shape, dtype=bool), np.zeros(kicks.shape[1])
        for n in range(len(kicks)):
            after = add(leak(v, dt, tau), kicks[n])
            spikes[n] = fires(v, after)
            v = reset(after, spikes[n])
        return spikes

    return wrong


def _leak_last(kicks, dt, tau):
    spikes, v = np.zeros(kicks.shape, dtype=bool), np.zeros(kicks.shape[1])
    for n in range(len(kicks)):
        v = (v + kicks[n]) * (1 - dt / tau)
        spikes[n] = v >= 1
        v = np.where(spikes[n], 0.0, v)
    return spikes


_SMALL = np.array([[0.6, 0.9], [0.5, 0.0], [0.3, 0.2], [0.75, -0.4], [0.0, 0.9], [1.0, 0.6]])
_MANY = np.random.default_rng(3).normal(0.05, 0.25, (300, 6))

POPULATION_SPIKES = Exercise(
    synapses.population_spikes,
    cases=[
        dict(kicks=_SMALL, dt=1.0, tau=20.0),
        dict(kicks=_MANY, dt=1.0, tau=10.0),
        dict(kicks=_MANY[:40, :1] + 0.1, dt=0.5, tau=5.0),
        dict(kicks=np.array([[-3.0, 1.5, 0.5], [3.5, 0.8, 0.53]]), dt=1.0, tau=20.0),
        dict(kicks=np.array([[30.0, 0.4], [0.9, 30.0]]), dt=1.0, tau=20.0),
        dict(kicks=np.array([[0.5], [0.75]]), dt=10.0, tau=20.0),  # lands on 1 exactly
    ],
    misconceptions=[
        (_spikes_with(leak=lambda v, dt, tau: v), "The leak is missing: euler_step with drive 0."),
        (_spikes_with(reset=lambda v, fired: v), "After a spike the voltage goes back to 0."),
        (
            _spikes_with(reset=lambda v, fired: v - fired),
            "The reset is to 0, however far above the threshold the voltage came.",
        ),
        (
            _spikes_with(reset=lambda v, fired: v * (not fired.any())),
            "One spike resets all neurons. Reset only those that fired: v[spikes[n]] = 0.",
        ),
        (
            _spikes_with(fires=lambda before, after: after > 1),
            "On the threshold it spikes, too: >=.",
        ),
        (
            _spikes_with(fires=lambda before, after: before >= 1),
            "Leak and add the kicks first, then compare the new voltage with the threshold.",
        ),
        (
            _spikes_with(add=lambda v, kick: np.maximum(v + kick, 0)),
            "Inhibition may push the voltage below rest: no floor at 0.",
        ),
        (
            _spikes_with(leak=lambda v, dt, tau: 0),
            "Each step forgets the one before: the voltage must be kept from step to step.",
        ),
        (_leak_last, "First the leak, then the kicks: here a fresh kick leaks at once."),
        (
            lambda kicks, dt, tau: np.zeros(kicks.shape, dtype=bool),
            "It reports no spike at all. Compare before you reset: afterward v is below 1.",
        ),
        (
            lambda kicks, dt, tau: synapses.population_spikes(kicks, tau, dt),
            "dt and tau are exchanged in the leak: euler_step(v, drive, dt, tau).",
        ),
        (
            lambda kicks, dt, tau: np.array(
                [kicks[0] * 0, *synapses.population_spikes(kicks, dt, tau)[:-1]]
            ),
            "Your spikes come one row late: what step n makes belongs in row n.",
        ),
        *(
            (
                lambda kicks, dt, tau, share=share: synapses.population_spikes(
                    kicks * share(dt, tau), dt, tau
                ),
                "A kick moves the voltage at once, by the whole weight: neither dt nor tau is in it.",
            )
            for share in (lambda dt, tau: dt / tau, lambda dt, tau: 1 / tau)
        ),
    ],
    build=BUILD,
    minutes=7,
)

# --- Step 4 --------------------------------------------------------------------------------------


def _search_with(
    shape=lambda drive, corner, width: width * softplus((drive - corner) / width),
    slope=lambda g, rate: g @ rate / (g @ g),
    error=lambda rest: np.sum(rest**2),
    better=lambda new, old: new < old,
    remember=True,
):
    """Return `fit_curve` with another curve, best slope, error, or search."""

    def wrong(drive, rate, corners, widths):
        best, lowest = (0.0, 0.0, 0.0), None
        for corner in corners:
            for width in widths:
                with np.errstate(all="ignore"):
                    g = shape(drive, corner, width)
                    steep = slope(g, rate)
                    found = error(rate - steep * g)
                if lowest is None or not remember or better(found, lowest):
                    best, lowest = (steep, corner, width), found
        return best

    return wrong


def _pairs(drive, rate, corners, widths):
    found = []
    for corner, width in zip(corners, widths, strict=False):
        g = width * softplus((drive - corner) / width)
        steep = g @ rate / (g @ g)
        found.append((np.sum((rate - steep * g) ** 2), steep, corner, width))
    return min(found)[1:]


def _begins_at_zero(drive, rate, corners, widths):
    raise UnboundLocalError  # `best` is never assigned


_BEST_SLOPE = (
    "The slope is not the best one. Set the derivative of sum((rate - s * g)**2) by s to zero, and solve "
    "for s."
)
_GRID = np.linspace(-1, 3, 21)
_CORNERS, _WIDTHS = np.linspace(0.1, 1.2, 12), np.linspace(0.1, 0.8, 8)
_ROUGH = np.array([3.0, 1.0, 0.0, 9.0, 31.0, 20.0, 62.0, 60.0, 90.0])
_CASES = [
    dict(
        drive=_GRID, rate=fits.SoftplusFit(40.0, 0.5, 0.3)(_GRID), corners=_CORNERS, widths=_WIDTHS
    ),
    dict(drive=_GRID, rate=lif.siegert_rate(_GRID, 0.4), corners=_CORNERS, widths=_WIDTHS),
    dict(drive=np.linspace(-1, 3, 9), rate=_ROUGH, corners=_CORNERS, widths=_WIDTHS),
    dict(
        drive=_GRID,
        rate=lif.siegert_rate(_GRID, 1.0, refractory=5.0),
        corners=np.array([0.9, 0.3]),
        widths=np.array([0.5, 0.2, 1.0]),
    ),
]

FIT_CURVE = Exercise(
    fits.fit_curve,
    cases=_CASES,
    misconceptions=[
        (_search_with(slope=lambda g, rate: rate.sum() / g.sum()), _BEST_SLOPE),
        (_search_with(slope=lambda g, rate: np.mean(rate / g)), _BEST_SLOPE),
        (_search_with(slope=lambda g, rate: rate.max() / g.max()), _BEST_SLOPE),
        (_search_with(slope=lambda g, rate: np.polyfit(g, rate, 1)[0]), _BEST_SLOPE),
        (_search_with(slope=lambda g, rate: g @ rate), _BEST_SLOPE),
        (
            _search_with(slope=lambda g, rate: 1.0),
            "The slope is missing: for each corner and width, first find the best one.",
        ),
        (
            _search_with(shape=lambda drive, corner, width: softplus((drive - corner) / width)),
            "The factor d in front of the softplus is missing: with it, s is the slope far out.",
        ),
        (
            _search_with(shape=lambda drive, corner, width: softplus(drive - corner)),
            "The width is missing: it divides inside the softplus, and stands in front of it.",
        ),
        (
            _search_with(
                shape=lambda drive, corner, width: width * softplus(drive - corner / width)
            ),
            "Parentheses: (drive - corner) / width, the whole difference.",
        ),
        (
            _search_with(
                shape=lambda drive, corner, width: width * softplus((drive + corner) / width)
            ),
            "The corner has the wrong sign: at drive = corner the softplus's argument is 0.",
        ),
        (
            _search_with(
                shape=lambda drive, corner, width: np.maximum(0, drive - corner) + 0 * width
            ),
            "That is a ReLU: its corner is sharp, and no width has any effect.",
        ),
        (
            _search_with(better=lambda a, b: a > b),
            "You kept the worst curve: keep the lowest error.",
        ),
        (_search_with(remember=False), "You return the last curve tried. Keep the lowest error."),
        (
            _search_with(better=lambda a, b: False),
            "You return the first curve tried. Where is a better one put in its place?",
        ),
        *(
            (
                _search_with(error=error),
                "Errors up and down cancel in that sum. Square each of them first.",
            )
            for error in (np.sum, lambda rest: abs(np.sum(rest)))
        ),
        (
            lambda drive, rate, corners, widths: fits.fit_curve(drive, rate, corners[:1], widths),
            "You return when the first corner has been tried: return stands inside a loop.",
        ),
        (
            _pairs,
            "zip pairs the first corner with the first width, and so on. Try each corner with each width: a loop "
            "inside a loop.",
        ),
        (
            _begins_at_zero,
            "No error is below 0, so none is ever kept. Begin with a lowest error that any other beats: np.inf.",
        ),
        (
            _search_with(error=lambda rest: np.sum(abs(rest))),
            "Least squares: sum the squares of the errors, not their sizes.",
        ),
        (
            _search_with(error=lambda rest: np.max(abs(rest))),
            "Least squares: sum the squares of all errors, not the largest alone.",
        ),
    ],
    build=BUILD,
    minutes=9,
)

POPULATION = [SYNAPTIC_DRIVE, DRAW_KICKS, POPULATION_SPIKES, FIT_CURVE]
