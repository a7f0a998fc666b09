"""The science of notebook 01 against exact results, published numbers, and its own limits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.special import erfcx
from scipy.stats import poisson

from helpers.functions import relu, softplus
from helpers.neurons import fits, lif, scenes
from helpers.statistics import r_squared

taus = st.floats(2, 50)
drives = st.floats(-2, 5)


# --- The passive membrane ------------------------------------------------------------------------


@given(drives, drives, taus, st.floats(0, 100))
def test_exact_voltage_solves_the_membrane_equation(v0, drive, tau, t):
    h = 1e-4 * tau
    before, now, after = (
        lif.passive_voltage(moment, v0, drive, tau) for moment in (t - h, t, t + h)
    )
    assert tau * (after - before) / (2 * h) == pytest.approx(drive - now, abs=1e-6)


@pytest.mark.claims("After one time constant 0.368 is left")
def test_voltage_without_current_decays_and_with_current_settles():
    assert lif.passive_voltage(20, 1, 0) == pytest.approx(0.36788, abs=5e-6)
    assert lif.passive_voltage(1e4, 1, 0.7) == pytest.approx(0.7)


@pytest.mark.claims("Two steps of 10 ms give 0.5²", "Steps of 0.1 ms give 0.36696")
@pytest.mark.parametrize(("dt", "published"), [(0.1, 0.36696), (1, 0.35849), (10, 0.25)])
def test_euler_errors_after_one_time_constant(dt, published):
    times, volts = lif.euler_trace(1, 0, dt, 20)
    assert times[-1] == pytest.approx(20)
    assert volts[-1] == pytest.approx(published, abs=5e-6)


@given(st.floats(0.01, 0.99))
def test_euler_decays_smoothly_below_one_time_constant(ratio):
    _, volts = lif.euler_trace(1, 0, ratio * 20, 400)
    assert np.all(np.diff(volts) < 0)
    assert np.all(volts > 0)


@pytest.mark.claims("At 20 ms it crosses zero", "In between, from 20 to 40 ms")
@given(st.floats(1.01, 1.99))
def test_euler_alternates_but_decays_up_to_two(ratio):
    _, volts = lif.euler_trace(1, 0, ratio * 20, 400)
    assert np.all(volts[1:] * volts[:-1] < 0)
    assert np.all(np.diff(np.abs(volts)) < 0)


def test_euler_alternates_for_ever_at_two_and_diverges_beyond():
    assert np.allclose(np.abs(lif.euler_trace(1, 0, 40, 400)[1]), 1)
    assert np.abs(lif.euler_trace(1, 0, 42, 4000)[1][-1]) > 100


# --- Spikes and the f-I curve --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("drive", "refractory", "published"),
    [
        (1.1, 0, 20.852),
        (1.5, 0, 45.512),
        (2, 0, 72.135),
        (5, 0, 224.071),
        (1.1, 2, 20.017),
        (2, 2, 63.040),
    ],
)
def test_firing_rate_table(drive, refractory, published):
    assert lif.firing_rate(drive, 20, refractory) == pytest.approx(published, abs=5e-4)


@given(st.floats(1.05, 5), taus, st.floats(0, 10))
def test_spike_times_agree_with_the_exact_solution(drive, tau, refractory):
    dt = tau / 2000
    interval = 1000 / lif.firing_rate(drive, tau, refractory)
    _, _, spikes = lif.simulate_lif(drive, 3.5 * interval, dt, tau, refractory)
    climb = interval - refractory
    # Euler's voltage runs ahead of the exact one by about dt / 2; a spike waits for its step's end.
    tolerance = 4 * dt + climb * dt / tau / (drive - 1)
    assert spikes[0] == pytest.approx(climb, abs=tolerance)
    assert np.diff(spikes) == pytest.approx(interval, abs=tolerance)


@given(drives, taus, st.floats(0, 10))
def test_rate_is_zero_up_to_the_rheobase_and_below_its_ceiling(drive, tau, refractory):
    rate = lif.firing_rate(drive, tau, refractory)
    assert (rate > 0) == (drive > 1)
    assert rate * refractory <= 1000


@pytest.mark.claims(
    "a slope of $1/\\tau$, 50 Hz for each unit of drive", "it meets zero at 1/2 and *not*"
)
def test_rate_far_out_is_the_line_with_its_corner_at_one_half():
    assert lif.firing_rate(1000.0) == pytest.approx((1000 - 0.5) * 50, rel=1e-6)


def test_rheobase_has_infinite_slope_and_does_not_depend_on_tau():
    for tau in (5, 20, 40):
        assert lif.firing_rate(1.0, tau) == 0
        slopes = [lif.firing_rate(1 + gap, tau) / gap for gap in (1e-2, 1e-4, 1e-6)]
        assert slopes[0] < slopes[1] / 10 < slopes[2] / 100


def test_population_agrees_with_the_single_neuron_and_the_formula():
    for refractory in (0.0, 2.0):
        rate = lif.population_rate([1.5], 4000, refractory=refractory, burn_in=0)
        _, _, spikes = lif.simulate_lif(1.5, 4000, refractory=refractory)
        assert rate[0] == pytest.approx(len(spikes) / 4)
        assert rate[0] == pytest.approx(lif.firing_rate(1.5, 20, refractory), rel=0.01)


# --- Noise ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("drive", "published"), [(0, 0.123), (0.8, 16.852), (1, 25.851), (2, 74.992)]
)
def test_siegert_table(drive, published):
    assert lif.siegert_rate(drive, 0.4) == pytest.approx(published, abs=5e-4)


@given(st.floats(-1, 5), st.floats(0.05, 2), taus, st.floats(0, 5))
def test_siegert_quadrature_agrees_with_scipy(drive, sigma, tau, refractory):
    low, high = -drive / sigma, (1 - drive) / sigma
    integral, _ = quad(lambda u: erfcx(-u), low, high, limit=200)
    expected = 1000 / (refractory + tau * np.sqrt(np.pi) * integral)
    assert lif.siegert_rate(drive, sigma, tau, refractory) == pytest.approx(expected, rel=1e-6)


@given(st.floats(1.2, 5), taus)
def test_siegert_approaches_the_exact_rate_as_noise_vanishes(drive, tau):
    expected = lif.firing_rate(drive, tau)
    assert lif.siegert_rate(drive, 0.02, tau) == pytest.approx(expected, rel=0.01)


@pytest.mark.parametrize("sigma", [0.0, 0.4])
def test_steps_of_zero_are_ideal_time(sigma):
    ideal = lif.siegert_rate(1.5, sigma) if sigma else lif.firing_rate(1.5)
    assert lif.stepped_rate(1.5, 0, sigma) == ideal


def test_siegert_far_below_threshold_is_zero_and_not_nan():
    assert lif.siegert_rate(-3.0, 0.05) == 0


def test_noise_without_threshold_has_variance_of_half_sigma_squared():
    # A drive far below the threshold: no spike cuts the walk.
    _, volts, spikes = lif.simulate_lif(-5, 200_000, dt=0.2, sigma=0.6)
    assert len(spikes) == 0
    assert np.var(volts[5000:]) == pytest.approx(0.6**2 / 2, rel=0.05)


def test_simulated_noisy_rates_agree_with_siegert_at_the_raised_threshold():
    sigma, dt, drives = 0.4, 0.1, np.array([0.8, 1.0, 2.0])
    rates = lif.population_rate(drives, 1500, dt=dt, sigma=sigma, num_neurons=2000)
    expected = lif.stepped_rate(drives, dt, sigma)
    assert rates == pytest.approx(expected, rel=0.01)
    # Without the correction they would not agree: the check above can fail.
    assert rates[0] < 0.97 * lif.siegert_rate(drives[0], sigma)


def test_same_seed_same_noise():
    first, again, other = (
        lif.simulate_lif(0.8, 100, sigma=0.4, seed=seed)[1] for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


# --- Fits ----------------------------------------------------------------------------------------


def test_noisy_rate_is_a_softplus():
    grid = np.linspace(-1, 3, 81)
    rates = lif.siegert_rate(grid, 0.4)
    assert r_squared(rates, fits.fit_softplus(grid, rates)(grid)) > 0.999


@pytest.mark.claims("for large drives it lies at half the threshold")
def test_fitted_relu_far_out_has_slope_1_over_tau_and_corner_one_half():
    grid = np.linspace(50, 100, 50)
    slope, corner = fits.fit_relu(grid, lif.firing_rate(grid))
    assert slope == pytest.approx(50, rel=1e-3)
    assert corner == pytest.approx(0.5, abs=0.01)


def test_refractory_period_breaks_the_relu():
    grid = np.linspace(1.1, 100, 200)
    for refractory, is_straight in ((0.0, True), (5.0, False)):
        rates = lif.firing_rate(grid, 20, refractory)
        slope, corner = fits.fit_relu(grid, rates)
        assert (r_squared(rates, relu(slope * (grid - corner))) > 0.999) == is_straight


@given(st.floats(-800, 800))
def test_softplus_does_not_overflow_and_stays_close_to_relu(x):
    assert relu(x) <= softplus(x) <= relu(x) + np.log(2) + 1e-12


@pytest.mark.claims("With two weights of 1 and a bias of −1.5")
def test_one_neuron_is_a_logical_and():
    outputs = [
        fits.artificial_neuron(np.array(x), np.array([1.0, 1.0]), -1.5)
        for x in ([0, 0], [0, 1], [1, 0], [1, 1])
    ]
    assert outputs == [0, 0, 0, 0.5]


# --- What the notebook says in numbers -----------------------------------------------------------


@pytest.mark.claims(
    "Half the step, half the error", "The steps of 1 ms err by a tenth of those of 10 ms, roughly"
)
def test_euler_s_error_is_proportional_to_a_small_step():
    def error(dt):
        return np.exp(-1) - lif.euler_trace(1, 0, dt, 20)[1][-1]

    assert error(0.1) / error(0.05) == pytest.approx(2, rel=0.01)
    assert error(1.0) / error(0.5) == pytest.approx(2, rel=0.05)
    assert error(1.0) / error(10.0) == pytest.approx(0.1, abs=0.03)
    assert error(0.1) / error(1.0) == pytest.approx(0.1, abs=0.01)


@pytest.mark.claims("They are equal: 22 ms of climbing and 5 ms of silence")
def test_spikes_at_a_drive_of_one_and_a_half_come_every_27_ms():
    _, _, spikes = lif.simulate_lif(1.5, 100, 0.1, 20, 5)
    assert spikes[0] == pytest.approx(22, abs=0.5)
    assert np.diff(spikes) == pytest.approx(np.full(len(spikes) - 1, 27.0), abs=0.5)


@pytest.mark.claims("At a drive of 5 the simulation is a little slow")
def test_a_spike_waits_for_the_end_of_its_step():
    interval = 1000 / lif.firing_rate(5.0)
    assert interval == pytest.approx(4.5, abs=0.05)
    late = 1000 / lif.population_rate([5.0], 4000)[0] - interval
    assert 0 < late <= 0.1


@pytest.mark.claims(
    "and the spikes come more evenly",
    "about 1 Hz to 72",
    "out of none: about 16 Hz",
    "it moves the rate itself, most of all near the threshold",
    "The same noise adds 16 Hz at a drive of 0.8",
    "and most of that cancels",
)
def test_noise_adds_most_near_the_threshold_and_least_to_the_order_of_spikes_far_above():
    def unevenness(drive, seed):
        return (
            np.std(gaps := np.diff(lif.simulate_lif(drive, 10_000, sigma=0.4, seed=seed)[2]))
            / gaps.mean()
        )

    for seed in range(5):
        assert unevenness(2.0, seed) < 0.6 * unevenness(0.8, seed)
    # As the picture shows them: the rates of a simulation in steps of 0.1 ms, without a refractory period.
    scene = scenes.spiking_neuron()
    for drive, theory in ((0.8, "16.1 Hz"), (2.0, "73.3 Hz")):
        assert f"many seconds: {theory}" in scene.draw(**scene.opening | {"drive": drive})
    added = {
        drive: lif.stepped_rate(drive, 0.1, 0.4) - lif.firing_rate(drive)
        for drive in (0.8, 1, 2, 3)
    }
    assert added[0.8] == pytest.approx(16, abs=0.5)
    assert added[2] == pytest.approx(1, abs=0.5)
    assert lif.firing_rate(2.0) == pytest.approx(72, abs=0.5)
    assert added[1] > added[0.8] > added[2] > added[3]


@pytest.mark.claims("it lengthens about four in ten")
def test_far_above_the_threshold_noise_lengthens_four_intervals_in_ten():
    quiet = 1000 / lif.firing_rate(2.0)
    for seed in range(5):
        gaps = np.diff(lif.simulate_lif(2.0, 10_000, sigma=0.4, seed=seed)[2])
        assert 0.35 < np.mean(gaps > quiet) < 0.5


@pytest.mark.claims(
    "at 0.73 if it is fitted from 1 to 2", "slope and corner come close to 50 Hz and 1/2"
)
def test_the_fitted_corner_moves_from_the_bend_to_one_half():
    corners = {}
    for low, high in ((1, 2), (5, 20)):
        grid = np.linspace(low, high, 200)
        slope, corners[low] = fits.fit_relu(grid, lif.firing_rate(grid))
    assert corners[1] == pytest.approx(0.73, abs=0.005)
    assert corners[5] == pytest.approx(0.5, abs=0.05)
    assert slope == pytest.approx(50, abs=1)


@pytest.mark.claims(
    "the ReLU is about 6 Hz too low at its corner", "With noise of 1 it misses by 16 Hz"
)
@pytest.mark.parametrize(("sigma", "gap"), [(0.4, 6), (1.0, 16)])
def test_a_relu_misses_a_round_corner_and_a_softplus_does_not(sigma, gap):
    grid = np.linspace(-1, 5, 121)
    rates = lif.siegert_rate(grid, sigma)
    slope, corner = fits.fit_relu(grid[grid > 1], rates[grid > 1])
    assert np.max(rates - relu(slope * (grid - corner))) == pytest.approx(gap, abs=0.5)
    assert np.max(np.abs(rates - fits.fit_softplus(grid, rates)(grid))) < gap / 5


@pytest.mark.claims(
    "At 3/4: that is now the voltage on average",
    "And the climb is half as long: the line is twice as steep",
)
def test_a_reset_to_one_half_moves_the_corner_to_three_quarters():
    def rate(drive, reset):
        return 1000 / (20 * np.log((drive - reset) / (drive - 1)))

    assert rate(1e4, 0.0) == pytest.approx(lif.firing_rate(1e4))
    for reset, slope, corner in ((0.0, 50, 0.5), (0.5, 100, 0.75)):
        assert (rate(1e4, reset) - rate(5e3, reset)) / 5e3 == pytest.approx(slope, rel=1e-4)
        assert 1e4 - rate(1e4, reset) / slope == pytest.approx(corner, abs=1e-3)


@pytest.mark.claims(
    "It may come from a neuron at 20, at 50 or at 100 Hz",
    "By about 12 %: 75 spikes",
    "They send 100 · 50 · 0.015 = 75 spikes",
    "One neuron sends 0.75 ± 0.87 spikes",
    "a hundred neurons are ten times as exact as one",
)
def test_spikes_of_one_neuron_in_a_stage_do_not_tell_its_rate():
    exactly_one = 100 * poisson.pmf(1, np.array([20, 50, 100]) * 0.015)
    assert exactly_one == pytest.approx([22, 35, 33], abs=0.5)
    counts = np.random.default_rng(0).poisson(50 * 0.015, (100_000, 100))
    for num_neurons, percent in ((1, 115), (100, 12)):
        sums = counts[:, :num_neurons].sum(axis=1)
        assert 100 * sums.std() / sums.mean() == pytest.approx(percent, abs=1)
    assert counts[:, 0].std() == pytest.approx(0.87, abs=0.01)


# --- Bad arguments -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: lif.passive_voltage(1, 1, 0, tau=0), "tau"),
        (lambda: lif.passive_voltage(1, np.nan, 0), "v0"),
        (lambda: lif.euler_step(1, 0, dt=0), "dt"),
        (lambda: lif.euler_step(1, 0, dt=1, tau=-20), "tau"),
        (lambda: lif.euler_trace(1, 0, -1, 100), "dt"),
        (lambda: lif.simulate_lif(1, 100, dt=np.nan), "dt"),
        (lambda: lif.simulate_lif(np.nan, 100), "drive"),
        (lambda: lif.simulate_lif(1, 0), "duration"),
        (lambda: lif.simulate_lif(1, 100, sigma=-1), "sigma"),
        (lambda: lif.simulate_lif(1, 100, refractory=-1), "refractory"),
        (lambda: lif.population_rate([1], 100, num_neurons=0), "num_neurons"),
        (lambda: lif.population_rate([np.inf], 100), "drive"),
        (lambda: lif.firing_rate(2, tau=0), "tau"),
        (lambda: lif.firing_rate(2, refractory=-1), "refractory"),
        (lambda: lif.firing_rate(np.nan), "drive"),
        (lambda: lif.siegert_rate(2, sigma=0), "sigma"),
        (lambda: lif.siegert_rate(2, sigma=np.nan), "sigma"),
        (lambda: lif.siegert_rate(2, 0.4, threshold=0), "threshold"),
        (lambda: lif.stepped_rate(2, dt=-0.1), "dt"),
        (lambda: lif.stepped_rate(2, dt=0.1, sigma=-1), "sigma"),
    ],
)
def test_bad_argument_is_named(call, named):
    with pytest.raises(ValueError, match=rf"^{named} must be"):
        call()


@pytest.mark.claims("In about a third of the stages", "In half of these stages both are silent")
def test_a_slow_neuron_often_keeps_up():
    slow, fast = poisson(0.3), poisson(1.5)
    counts = np.arange(30)
    keeps_up = np.sum(fast.pmf(counts) * slow.sf(counts - 1))
    assert keeps_up == pytest.approx(1 / 3, abs=0.02)
    assert slow.pmf(0) * fast.pmf(0) / keeps_up == pytest.approx(1 / 2, abs=0.02)
    assert 20 / 100 == 1 / 5
