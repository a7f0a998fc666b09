"""Synapses and populations of notebook 01: theory against simulation, and what the notebook says of them."""

import numpy as np
import pytest

from helpers.functions import relu
from helpers.neurons import adaptation, fits, lif, suspect, synapses
from helpers.statistics import r_squared

GROUPS = np.array([80, 20])
WEIGHTS = np.array([synapses.EXCITATION, synapses.INHIBITION])


def theory(rate, dt):
    """Return Siegert's rate for 80 + 20 inputs at `rate` Hz, in steps of `dt` ms; 0 is ideal time."""
    mean, sigma = synapses.synaptic_drive(WEIGHTS, rate * GROUPS)
    return lif.stepped_rate(mean, dt, sigma)


def population(rate, seed=0, num_neurons=200, num_steps=10_000):
    kicks = synapses.draw_kicks(
        WEIGHTS, rate * GROUPS, 0.1, (num_steps, num_neurons), np.random.default_rng(seed)
    )
    return 10_000 * synapses.population_spikes(kicks, 0.1)[2000:].mean()


@pytest.mark.claims("So the kicks of this input have the variance")
def test_kicks_have_the_mean_and_the_variance_that_the_drive_says():
    weights, rates = np.array([0.1, -0.05, 0.02]), np.array([400.0, 900.0, 1500.0])
    mean, sigma = synapses.synaptic_drive(weights, rates, tau=20.0)
    kicks = synapses.draw_kicks(weights, rates, 0.1, (4000, 100), np.random.default_rng(0))
    assert kicks.mean() == pytest.approx(mean * 0.1 / 20, rel=0.03)
    assert kicks.var() == pytest.approx(sigma**2 * 0.1 / 20, rel=0.01)


def test_the_voltage_that_synapses_make_has_variance_of_half_sigma_squared():
    # A mean far below the threshold: no spike cuts the walk.
    weights, rates = np.array([0.1, -0.1]), np.array([500.0, 3500.0])
    mean, sigma = synapses.synaptic_drive(weights, rates)
    kicks = synapses.draw_kicks(weights, rates, 0.1, (10_000, 100), np.random.default_rng(0))
    v, kept = np.zeros(100), []
    for kick in kicks:
        v = lif.euler_step(v, 0.0, 0.1) + kick
        kept.append(v)
    assert np.mean(kept[2000:]) == pytest.approx(mean, rel=0.01)
    assert np.var(kept[2000:]) == pytest.approx(sigma**2 / 2, rel=0.03)


@pytest.mark.claims("From 30 Hz on, theory and population agree within 3 %")
@pytest.mark.parametrize("seed", range(2))
def test_a_population_fires_as_siegert_says(seed):
    for rate in (30, 40, 100):
        assert population(rate, seed, 300) == pytest.approx(theory(rate, 0.1), rel=0.03)


@pytest.mark.claims("what a hundred neurons do within about 3 %")
@pytest.mark.parametrize("rate", [40, 60, 100])
def test_without_steps_it_fires_as_siegert_says_without_a_raised_threshold(rate):
    weights = synapses.weights_of(*WEIGHTS, 20)
    counted = synapses.event_rate(weights, np.full(100, rate), 12_000, 200)
    assert counted == pytest.approx(theory(rate, 0), rel=0.03)


@pytest.mark.claims("With weights of 0.2 it says too much")
def test_theory_expects_too_much_of_few_large_kicks():
    weights = synapses.weights_of(0.2, -0.2, 40)
    mean, sigma = synapses.synaptic_drive(weights, np.full(100, 30.0))
    counted = synapses.event_rate(weights, np.full(100, 30.0), 8000)
    assert counted < 0.93 * lif.siegert_rate(mean, sigma)


@pytest.mark.claims(
    "Set the inhibition to −0.16, and the mean drive is zero",
    "with a mean of 0 and noise of 0.72 it still fires a few times a second",
    "By the root of 2",
)
def test_balanced_inputs_fire_a_neuron_without_a_mean_drive():
    weights = synapses.weights_of(0.04, -0.16, 20)
    mean, sigma = synapses.synaptic_drive(weights, np.full(100, 40.0))
    assert mean == pytest.approx(0, abs=1e-9)
    assert sigma == pytest.approx(0.72, abs=0.005)
    assert 2 < synapses.event_rate(weights, np.full(100, 40.0), 8000) < 6
    _, noisier = synapses.synaptic_drive(weights, np.full(100, 80.0))
    assert noisier / sigma == pytest.approx(np.sqrt(2))


def test_one_neuron_and_many_agree_and_the_trace_is_its_own():
    weights, rates = synapses.weights_of(*WEIGHTS, 20), np.full(100, 60.0)
    (arrivals, senders), (times, volts), spikes = synapses.one_neuron(weights, rates, 20_000.0)
    assert len(spikes) / 20 == pytest.approx(theory(60, 0), rel=0.08)
    assert len(arrivals) == len(senders) == pytest.approx(120_000, rel=0.02)
    assert np.all(np.diff(times) >= 0)
    assert volts.max() == 1


@pytest.mark.claims(
    "With noise held at 0.4 the bend is 0.16 wide",
    "In your population it is a quarter of that",
    "a ReLU of the same slope and corner is never more than 1.6 Hz away from theory",
    "the noise lifts the curve to the line with the corner at 1/2",
)
def test_a_population_that_hears_spikes_is_a_relu_nearly():
    rates = np.array([10, 15, 20, 25, 30, 40, 60, 100])
    corners, widths = np.linspace(0, 1.5, 76), np.linspace(0.02, 1, 50)
    drives = np.array([synapses.synaptic_drive(WEIGHTS, rate * GROUPS)[0] for rate in rates])
    held = fits.fit_curve(drives, lif.siegert_rate(drives, 0.4), corners, widths)
    assert held[2] == pytest.approx(0.16, abs=0.021)
    for seed in range(2):
        counted = np.array([population(rate, seed) for rate in rates])
        slope, corner, width = fits.fit_curve(drives, counted, corners, widths)
        assert corner == pytest.approx(0.5, abs=0.021)
        assert slope == pytest.approx(49.5, abs=1)
        assert width == pytest.approx(0.04, abs=0.021)
    rates = np.arange(5, 101, 0.25)
    expected = np.array([theory(rate, 0.1) for rate in rates])
    drives = np.array([synapses.synaptic_drive(WEIGHTS, rate * GROUPS)[0] for rate in rates])
    assert np.abs(expected - relu(49.5 * (drives - 0.5))).max() < 1.6


def test_fit_curve_finds_the_curve_that_made_the_points():
    grid = np.linspace(-1, 3, 30)
    rates = fits.SoftplusFit(40.0, 0.6, 0.2)(grid)
    corners, widths = np.linspace(0, 1, 11), np.linspace(0.1, 0.5, 5)
    assert fits.fit_curve(grid, rates, corners, widths) == pytest.approx((40, 0.6, 0.2))


@pytest.mark.claims(
    "In steps of 10 ms the voltage settles at 1.02",
    "in steps of 1 ms it settles at 0.82",
    "explodes at no step",
)
def test_the_hunted_membrane_is_stable_and_wrong_and_mended_it_is_exact():
    for dt, settled in ((10.0, 1.02), (1.0, 0.82)):
        assert suspect.broken_settle(0.8, dt, 500)[-1] == pytest.approx(settled, abs=0.005)
    for dt in (0.1, 10.0, 100.0):
        assert np.abs(suspect.broken_settle(0.8, dt, 500)).max() < 100
        exact = lif.passive_voltage(dt * np.arange(51), 0.0, 0.8)
        assert suspect.settle(0.8, dt, 50) == pytest.approx(exact)


@pytest.mark.claims(
    "At a drive of 2 the first interval is that of 72 Hz",
    "In the end the neuron fires at 35 Hz",
    "Fitted from a drive of 1 to 5",
    "The formula says 1 / (τ + 0.2 · 100 ms) = 25 Hz",
    "the line's R<sup>2</sup> falls from 0.9988 to 0.9975",
    "From 1 to 3 we found the opposite",
)
def test_neurons_that_tire():
    intervals = adaptation.adapting_intervals(2.0, 4000)
    assert 1000 / intervals[0] == pytest.approx(72, abs=0.5)
    assert adaptation.adapted_rate([2.0])[0] == pytest.approx(35, abs=0.5)
    assert adaptation.adapted_rate([0.9])[0] == 0
    fitted = {}
    for high in (3, 5):
        grid = np.linspace(1, high, 41)
        for name, rates in (
            ("fresh", lif.firing_rate(grid)),
            ("tired", adaptation.adapted_rate(grid)),
        ):
            slope, corner = fits.fit_relu(grid, rates)
            fires = rates > 0
            line = slope * (grid[fires] - corner)
            fitted[name, high] = slope, corner, r_squared(rates[fires], line)
    assert fitted["fresh", 5][:2] == pytest.approx((51, 0.61), abs=0.5)
    assert fitted["fresh", 5][1] == pytest.approx(0.61, abs=0.005)
    assert fitted["tired", 5][0] == pytest.approx(26, abs=0.5)
    assert fitted["tired", 5][1] == pytest.approx(0.67, abs=0.005)
    assert fitted["fresh", 3][2] == pytest.approx(0.9988, abs=5e-5)
    assert fitted["tired", 3][2] == pytest.approx(0.9975, abs=5e-5)
    far = adaptation.adapted_rate([20.0, 30.0], 1500, dt=0.02)
    assert (far[1] - far[0]) / 10 == pytest.approx(25, abs=0.5)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: synapses.synaptic_drive([0.1], np.array([10.0]), tau=0), "tau"),
        (lambda: adaptation.adapting_intervals(2.0, 0), "duration"),
        (lambda: adaptation.adapting_intervals(2.0, 10, strength=-1), "strength"),
    ],
)
def test_bad_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named} must be"):
        call()
