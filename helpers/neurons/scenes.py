"""The moving pictures of notebook 01."""

from typing import Annotated

import numpy as np

from helpers.functions import relu
from helpers.neurons import fits, lif, synapses
from helpers.neurons.activations import ACTIVATIONS, Activation
from helpers.neurons.figures import DRIVE_LABEL, VOLTAGE_LABEL
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, RED, new_figure
from helpers.scene import Choice, Scene, Slider
from helpers.statistics import r_squared


def passive_membrane() -> Scene:
    """Exact decay against Euler's steps, and the factor by which a step multiplies the distance."""
    duration, times = 120.0, np.linspace(0, 120, 400)
    figure, (ax, ax_factor) = new_figure(2, width_ratios=[3, 2])
    ax.set(xlim=(0, duration), ylim=(-1.6, 2.6), title="One membrane, two answers")
    ax.set(xlabel="Time (ms)", ylabel=VOLTAGE_LABEL)
    (exact,) = ax.plot([], [], color=BLACK, linestyle="-", label="exact")
    (euler,) = ax.plot([], [], "o-", color=RED, markersize=4, linewidth=1, label="Euler")
    ax.legend(handles=[exact, euler], loc="lower right", ncols=2)

    ratios = np.linspace(0, 3, 100)
    ax_factor.axhspan(-1, 1, color=GREEN, alpha=0.12, linewidth=0)
    ax_factor.plot(ratios, np.exp(-ratios), color=BLACK, linestyle="-")
    ax_factor.plot(ratios, 1 - ratios, color=RED, linestyle="--")
    ax_factor.text(2.1, 0.22, "exact", color=BLACK)
    ax_factor.text(1.05, -0.45, "Euler", color=RED, ha="right")
    ax_factor.text(0.05, -0.95, "shaded: stable", color=GREEN)
    ax_factor.set(xlim=(0, 3), ylim=(-2, 1.2), title="What one step multiplies")
    ax_factor.set(xlabel=r"Step in time constants, $\Delta t / \tau$", ylabel="Factor a step")
    (dot,) = ax_factor.plot([], [], "o", color=RED, markersize=9, clip_on=False)

    def draw(
        dt: Annotated[float, Slider("Step dt (ms)", 10.0, 0.5, 50.0, 0.5)],
        tau: Annotated[float, Slider("Time constant tau (ms)", 20.0, 5.0, 40.0, 1.0)],
        drive: Annotated[float, Slider("Drive R I (threshold = 1)", 0.0, -0.5, 0.8, 0.1)],
    ) -> str:
        exact.set_data(times, lif.passive_voltage(times, 1.0, drive, tau))
        euler.set_data(*lif.euler_trace(1.0, drive, dt, duration, tau))
        factor = 1 - dt / tau
        dot.set_data([min(dt / tau, 3)], [max(factor, -2)])
        return (
            f"With steps of {dt:g} ms and a time constant of {tau:g} ms, Euler multiplies the "
            f"distance to {drive:g} by {factor:.3g} a step; the exact factor is "
            f"{np.exp(-dt / tau):.3g}. Euler's voltage {_behavior(dt / tau)}."
            f"{' (The dot is off the scale.)' if dt / tau > 3 else ''}"
        )

    title = "Voltage of a membrane over time, exact and by Euler's method"
    return Scene(title, figure, [exact, euler, dot], draw)


def _behavior(ratio: float) -> str:
    if ratio < 1:
        return "approaches it smoothly, and too fast"
    if ratio == 1:
        return "arrives in one step and stays"
    if ratio < 2:
        return "overshoots at every step, yet settles: stable, and wrong"
    return "alternates forever" if ratio == 2 else "grows without bound"


def spiking_neuron() -> Scene:
    """A live voltage trace with its spikes, and where this neuron stands on its f-I curve."""
    duration, dt, top = 500.0, 0.1, 150.0
    drives = lif.drives_around_rheobase(0, 3, 61)
    figure, (ax, ax_rate) = new_figure(2, width_ratios=[3, 2])
    ax.set(xlim=(0, duration), ylim=(-1.2, 1.7), xlabel="Time (ms)", ylabel=VOLTAGE_LABEL)
    ax.axhline(1, color=GREY, linestyle="--", linewidth=1)
    ax.text(5, 1.06, "threshold", color=GREY, fontsize=8)
    ax.set_title("Half a second of one neuron")
    (trace,) = ax.plot([], [], color=BLUE, linestyle="-", linewidth=1)
    (ticks,) = ax.plot([], [], "|", color=ORANGE, markersize=16, markeredgewidth=1.8)

    ax_rate.set(xlim=(0, 3), ylim=(0, top), xlabel=DRIVE_LABEL, ylabel="Firing rate (Hz)")
    ax_rate.set_title("Its f-I curve")
    (curve,) = ax_rate.plot([], [], color=BLACK, linestyle="-", label="theory")
    (dot,) = ax_rate.plot([], [], "o", color=ORANGE, markersize=9, clip_on=False)
    dot.set_label("spikes counted")
    ax_rate.legend(handles=[curve, dot], loc="upper left", frameon=True)

    def draw(
        drive: Annotated[float, Slider("Drive R I (threshold = 1)", 0.8, 0.0, 3.0, 0.05)],
        sigma: Annotated[float, Slider("Noise sigma (threshold = 1)", 0.4, 0.0, 1.0, 0.05)],
        refractory: Annotated[float, Slider("Refractory period (ms)", 0.0, 0.0, 10.0, 0.5)],
        tau: Annotated[float, Slider("Time constant tau (ms)", 20.0, 5.0, 40.0, 1.0)],
    ) -> str:
        times, volts, spikes = lif.simulate_lif(drive, duration, dt, tau, refractory, sigma)
        at_spike = np.rint(spikes / dt).astype(int)
        volts[at_spike] = 1.0  # what it reached; the simulation keeps what it was reset to
        # Every 0.4 ms is all that the pixels can show; a spike must not fall in between.
        drawn = np.union1d(np.arange(0, len(times), 4), np.append(at_spike, at_spike - 1))
        trace.set_data(times[drawn], volts[drawn])
        ticks.set_data(spikes, np.full(len(spikes), 1.35))
        # The rate of a simulation in steps, not of ideal time: the dot must scatter around it.
        curve.set_data(drives, lif.stepped_rate(drives, dt, sigma, tau, refractory))
        counted = len(spikes) * lif.MS_PER_S / duration
        dot.set_data([drive], [min(counted, top)])
        expected = lif.stepped_rate(drive, dt, sigma, tau, refractory)
        return (
            f"{len(spikes)} spikes in 500 ms: {counted:.0f} Hz"
            f"{' (off the scale)' if counted > top else ''}. "
            f"Theory for many seconds: {expected:.1f} Hz. "
            f"{_regime(drive, sigma, len(spikes), lif.firing_rate(drive, tau, refractory))}"
        )

    title = "Voltage and spikes of one neuron, and its place on the f-I curve"
    return Scene(title, figure, [trace, ticks, curve, dot], draw)


def _regime(drive: float, sigma: float, num_spikes: int, quiet_rate: float) -> str:
    if drive > 1 and sigma == 0:
        return "The drive is above threshold, and there is no noise: equal intervals, like a clock."
    if drive > 1:
        return (
            f"The drive is above threshold: without noise it would fire at {quiet_rate:.1f} Hz. "
            "The noise changes the rate and makes the intervals unequal."
        )
    if num_spikes:
        return "The drive is not above threshold: every one of these spikes is made by the noise."
    if sigma == 0:
        return "The drive does not exceed the threshold, and there is no noise: silence."
    return "The drive is not above threshold, and the noise too weak to help in this half second."


def hundred_inputs() -> Scene:
    """A hundred random inputs, the voltage that they make, and where theory puts the neuron's rate."""
    duration, top, num_inputs = 250.0, 200.0, synapses.NUM_INPUTS
    shown = np.linspace(-0.5, 4, 61)
    layout = [["inputs", "rate"], ["inputs", "rate"], ["volts", "rate"]]
    figure, blank = new_figure(height=3.6)
    blank.remove()
    axes = figure.subplot_mosaic(layout, width_ratios=[3, 2])
    ax_inputs, ax, ax_rate = axes["inputs"], axes["volts"], axes["rate"]
    ax_inputs.set(xlim=(0, duration), ylim=(-2, num_inputs + 1), ylabel="Input", xticklabels=[])
    ax_inputs.set_title("100 inputs: orange excites, blue inhibits")
    tick = dict(linestyle="none", marker="|", markersize=3)
    (excited,) = ax_inputs.plot([], [], color=ORANGE, **tick)
    (inhibited,) = ax_inputs.plot([], [], color=BLUE, **tick)
    ax.set(xlim=(0, duration), ylim=(-0.6, 1.8), xlabel="Time (ms)", ylabel="Voltage V")
    ax.axhline(1, color=GREY, linestyle="--", linewidth=1)
    (trace,) = ax.plot([], [], color=BLACK, linestyle="-", linewidth=1)
    (spikes,) = ax.plot([], [], "|", color=RED, markersize=9, markeredgewidth=1.8)
    ax_rate.set(xlim=(-0.5, 4), ylim=(0, top), xlabel=DRIVE_LABEL, ylabel="Firing rate (Hz)")
    ax_rate.set_title("Theory and spikes")
    (curve,) = ax_rate.plot([], [], color=BLACK, linestyle="-", label="Siegert, this noise")
    (dot,) = ax_rate.plot([], [], "o", color=RED, markersize=8, label="100 neurons", clip_on=False)
    ax_rate.legend(handles=[curve, dot], loc="upper left")

    def draw(
        rate: Annotated[float, Slider("Rate of each input (Hz)", 40.0, 5.0, 100.0, 5.0)],
        excitation: Annotated[float, Slider("Weight of excitation", 0.04, 0.01, 0.2, 0.01)],
        inhibition: Annotated[float, Slider("Weight of inhibition", -0.08, -0.2, 0.0, 0.01)],
        num_inhibitory: Annotated[int, Slider("Inhibitory inputs of 100", 20, 0, 50, 5)],
    ) -> str:
        weights = synapses.weights_of(excitation, inhibition, num_inhibitory)
        rates = np.full(num_inputs, rate)
        (arrivals, senders), (times, volts), own = synapses.one_neuron(weights, rates, duration)
        is_excited = senders < num_inputs - num_inhibitory
        excited.set_data(arrivals[is_excited], senders[is_excited])
        inhibited.set_data(arrivals[~is_excited], senders[~is_excited])
        trace.set_data(times, volts)
        spikes.set_data(own, np.full(len(own), 1.4))
        mean, sigma = synapses.synaptic_drive(weights, rates)
        curve.set_data(shown, lif.siegert_rate(shown, sigma))
        theory, counted = lif.siegert_rate(mean, sigma), synapses.event_rate(weights, rates, 1000)
        dot.set_data([np.clip(mean, -0.5, 4)], [min(counted, top)])
        off = mean > 4 or mean < -0.5 or counted > top
        return (
            f"The weighted sum gives a mean drive of {mean:.2f} and noise of {sigma:.2f}. For these, "
            f"Siegert's formula says {theory:.1f} Hz; a hundred neurons fire at {counted:.1f} Hz."
            f"{' (The dot is off the scale.)' if off else ''}"
        )

    title = "A hundred inputs, the voltage that their spikes make, and the rate that theory expects"
    return Scene(title, figure, [excited, inhibited, trace, spikes, curve, dot], draw)


def rate_explorer() -> Scene:
    """One f-I curve with the ReLU and the softplus fitted to it."""
    drives = np.linspace(-1, 5, 121)  # evenly, so that the fits weigh all drives alike
    shown = lif.drives_around_rheobase(-1, 5, 121)
    figure, (ax, ax_error) = new_figure(2, width_ratios=[3, 2])
    ax.set(xlim=(-1, 5), ylim=(0, 260), xlabel=DRIVE_LABEL, ylabel="Firing rate (Hz)")
    ax.axvline(1, color=GREY, linestyle=":", linewidth=1)
    ax.set_title("The neuron and its two caricatures")
    (rate,) = ax.plot([], [], color=BLACK, linestyle="-", linewidth=3, alpha=0.6, label="neuron")
    (hinge,) = ax.plot([], [], color=BLUE, linestyle="--", label="ReLU")
    (smooth,) = ax.plot([], [], color=RED, linestyle="-.", label="softplus")
    ax.legend(handles=[rate, hinge, smooth], loc="upper left")
    ax_error.set(xlim=(-1, 5), ylim=(-20, 20), xlabel=DRIVE_LABEL, ylabel="Fit - neuron (Hz)")
    ax_error.axhline(0, color=GREY, linestyle="-", linewidth=1)
    ax_error.set_title("Where they miss")
    (hinge_error,) = ax_error.plot([], [], color=BLUE, linestyle="--")
    (smooth_error,) = ax_error.plot([], [], color=RED, linestyle="-.")
    artists = [rate, hinge, smooth, hinge_error, smooth_error]

    def draw(
        sigma: Annotated[float, Slider("Noise sigma (threshold = 1)", 0.4, 0.0, 1.0, 0.05)],
        refractory: Annotated[float, Slider("Refractory period (ms)", 0.0, 0.0, 10.0, 0.5)],
        tau: Annotated[float, Slider("Time constant tau (ms)", 20.0, 10.0, 40.0, 1.0)],
    ) -> str:
        rates = lif.stepped_rate(drives, 0, sigma, tau, refractory)
        slope, corner = fits.fit_relu(drives[drives > 1], rates[drives > 1])
        line = relu(slope * (drives - corner))
        softplus = fits.fit_softplus(drives, rates)
        fitted = softplus(drives)
        curve = lif.stepped_rate(shown, 0, sigma, tau, refractory)
        drawn = relu(slope * (shown - corner)), softplus(shown)
        for artist, values in zip(
            artists, (curve, *drawn, *(d - curve for d in drawn)), strict=True
        ):
            artist.set_data(shown, values)
        return (
            f"ReLU: slope {slope:.1f} Hz, corner at {corner:.2f}, "
            f"R<sup>2</sup> = {r_squared(rates, line):.4f}. "
            f"Softplus: slope {softplus.slope:.1f} Hz, corner at {softplus.corner:.2f}, "
            f"R<sup>2</sup> = {r_squared(rates, fitted):.4f}. The rheobase (dotted) is at 1."
        )

    title = "An f-I curve, and the ReLU and the softplus that fit it best"
    return Scene(title, figure, artists, draw)


def activation_gallery() -> Scene:
    """Two activation functions, their derivatives, and a point that moves along them."""
    x = np.linspace(-4, 4, 401)
    figure, (ax, ax_slope) = new_figure(2)
    ax.set(xlim=(-4, 4), ylim=(-4, 4), xlabel="Input x", ylabel="Output", title="Function")
    ax_slope.set(xlim=(-4, 4), ylim=(-1.1, 1.4), xlabel="Input x", ylabel="Slope")
    ax_slope.set_title("Derivative")
    moving = []
    for panel in (ax, ax_slope):
        panel.axhline(0, color=GREY, linestyle="-", linewidth=0.8)
        (first,) = panel.plot([], [], color=BLUE, linestyle="-")
        (second,) = panel.plot([], [], color=RED, linestyle="--")
        (dot,) = panel.plot([], [], "o", color=BLUE, markersize=8)
        (square,) = panel.plot([], [], "s", color=RED, markersize=6)
        moving += [first, second, dot, square]
    legend = ax.legend(moving[:2], ["", ""], loc="upper left")

    def draw(
        at: Annotated[float, Slider("Input x", 1.0, -4.0, 4.0, 0.1)],
        a: Annotated[float, Slider("Parameter a, if any", 0.2, 0.0, 1.0, 0.05)],
        first: Annotated[str, Choice("First function (solid)", list(ACTIVATIONS), "ReLU")],
        second: Annotated[str, Choice("Second function (dashed)", list(ACTIVATIONS), "GELU")],
    ) -> str:
        one, two = ACTIVATIONS[first], ACTIVATIONS[second]
        for (*lines, dot, square), kind in ((moving[:4], "value"), (moving[4:], "slope")):
            for line, point, function in zip(lines, (dot, square), (one, two), strict=True):
                line.set_data(x, getattr(function, kind)(x, a))
                point.set_data([at], [getattr(function, kind)(np.array(float(at)), a)])
        for text, name in zip(legend.get_texts(), (first, second), strict=True):
            text.set_text(name)
        return f"{_at_point(one, a, at)} {_at_point(two, a, at)}"

    artists = [*moving, legend]
    return Scene("Two activation functions and their derivatives", figure, artists, draw)


def _at_point(activation: Activation, a: float, at: float) -> str:
    point = np.array(float(at))
    value, slope = float(activation.value(point, a)), float(activation.slope(point, a))
    meaning = f", a = {a:g} ({activation.parameter})" if activation.parameter else ""
    return (
        f"<b>{activation.name}</b> ({activation.source}){meaning}: at x = {at:g} the output is "
        f"{value:.3f} and the slope {slope:.3f}."
    )
