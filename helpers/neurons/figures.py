"""The pictures of notebook 01: they draw what `lif.py` and `activations.py` compute."""

import numpy as np
from scipy.stats import poisson

from helpers.neurons.activations import ACTIVATIONS, Activation
from helpers.neurons.lif import MS_PER_S
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, RED, Still, new_figure

DRIVE_LABEL = "Drive R I (threshold = 1)"
VOLTAGE_LABEL = "Voltage V (threshold = 1)"


def circuit() -> Still:
    """Draw the membrane as a circuit: the injected current splits between R and C."""
    figure, ax = new_figure(height=2.5)
    ax.set(xlim=(0, 10), ylim=(-0.6, 4.4), aspect="equal")
    ax.axis("off")
    wire = dict(color=BLACK, linewidth=1.6, linestyle="-", solid_capstyle="round")
    ax.plot([8.5, 8.5, 1.5, 1.5, 8.5, 8.5], [2.15, 3.5, 3.5, 0.5, 0.5, 1.85], **wire)
    zigzag = [0, 0, 0.25, -0.25, 0.25, -0.25, 0.25, -0.25, 0, 0]
    heights = [0.5, 1.3, 1.4, 1.6, 1.8, 2.0, 2.2, 2.4, 2.5, 3.5]
    ax.plot(5 + np.array(zigzag), heights, **wire)
    for plate in (1.85, 2.15):
        ax.plot([8.0, 9.0], [plate, plate], **{**wire, "linewidth": 2.5})
    arrow = dict(arrowstyle="-|>", linewidth=1.8, mutation_scale=14)
    for x, name, color in ((1.5, "I", ORANGE), (5, "I_R", BLUE), (8.5, "I_C", GREEN)):
        start, end = ((x, 1.6), (x, 2.5)) if name == "I" else ((x - 0.7, 3.2), (x - 0.7, 2.3))
        ax.annotate("", end, start, arrowprops={**arrow, "color": color})
        ax.text(end[0] - 0.2, 2.0 if name == "I" else 2.7, f"${name}$", ha="right", color=color)
    ax.text(5.5, 1.9, "$R$\nleak channels", va="center")
    ax.text(9.2, 1.9, "$C$\nmembrane", va="center")
    ax.text(5, 3.75, "inside the cell: voltage $V$", ha="center")
    ax.text(5, 0.0, "outside: voltage 0", ha="center")
    ax.text(0.9, 2.0, "electrode", ha="right", va="center")
    return Still(
        figure,
        "The membrane as a circuit. The injected current I splits in two: I_R leaks through the "
        "channels, a resistor R, and I_C charges the membrane, a capacitor C. Both lie side by side "
        "between the inside of the cell, at voltage V, and the outside, at 0.",
    )


def euler_errors(dts: np.ndarray, errors: np.ndarray) -> Still:
    """Draw Euler's error at one time constant against the step, both (num_steps,), log-log."""
    figure, ax = new_figure(height=2.6)
    ax.loglog(dts, errors, "o", color=RED, label="Euler's error at $t = \\tau$")
    ax.loglog(dts, errors[0] * dts / dts[0], "-", color=BLACK, label="proportional to $\\Delta t$")
    ax.set(xlabel=r"Step $\Delta t$ (ms)", ylabel="Error (threshold = 1)")
    ax.set_title("For small steps: ten times the step, ten times the error")
    ax.legend()
    return Still(
        figure,
        "Euler's error after one time constant against the size of the step, both on logarithmic "
        "axes. The points for small steps lie along a straight line of slope one; the two largest steps "
        "lie a little above it.",
    )


def _finish_rates(ax, drives, title, style) -> None:
    """Mark the rheobase by a line of this style; name the axes and what is drawn."""
    ax.axvline(1, color=GREY, linestyle=style, linewidth=1)
    ax.set(xlabel=DRIVE_LABEL, ylabel="Firing rate (Hz)", xlim=(drives[0], drives[-1]), title=title)
    ax.legend(loc="upper left")


def spike_train(times: np.ndarray, volts: np.ndarray, spikes: np.ndarray) -> Still:
    """Draw a voltage trace (num_steps,), its threshold, and its spikes (num_spikes,)."""
    figure, ax = new_figure(height=2.4)
    ax.plot(times, volts, color=BLUE, linestyle="-", label="voltage")
    ax.axhline(1, color=GREY, linestyle="--", linewidth=1, label="threshold")
    ax.vlines(spikes, 1.05, 1.5, color=ORANGE, linestyle="-", linewidth=1.6, label="spike")
    ax.set(xlim=(0, times[-1]), ylim=(-0.1, 1.6), title="Charge, fire, reset, wait")
    ax.set(xlabel="Time (ms)", ylabel=VOLTAGE_LABEL)
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=3)
    return Still(
        figure,
        "A voltage trace of 100 ms. Three times the voltage climbs from 0 to the dashed threshold at "
        "1, ever more slowly; there a spike is marked, the voltage drops to 0 and stays for 5 ms.",
    )


def rate_curve(drives, rates, simulated) -> Still:
    """Draw exact and simulated rates (num_drives,) against the drive."""
    figure, ax = new_figure(height=2.8)
    ax.plot(drives, rates, color=BLACK, linestyle="-", label="exact")
    ax.plot(drives, simulated, "o", color=RED, markersize=4, label="simulated")
    ax.text(0.97, rates.max() * 0.6, "rheobase", rotation=90, ha="right", color=GREY)
    _finish_rates(ax, drives, "The f-I curve", "--")
    return Still(
        figure,
        "Firing rate against drive. The rate is zero up to the rheobase at 1, rises there "
        "vertically, bends, and approaches a straight line. Simulated points lie on the exact curve.",
    )


def noisy_rates(drives, curves: dict, points: tuple) -> Still:
    """Draw Siegert's rates {sigma: (num_drives,)} and simulated points (drives, rates)."""
    figure, ax = new_figure(height=2.9)
    styles = [(BLACK, "-"), (BLUE, "--"), (GREEN, "-."), (RED, (0, (6, 1)))]
    for (sigma, rates), (color, style) in zip(curves.items(), styles, strict=True):
        ax.plot(drives, rates, color=color, linestyle=style, label=rf"$\sigma$ = {sigma:g}")
    ax.plot(*points, "o", color=RED, markersize=6, label=r"simulated, $\sigma$ = 0.4")
    _finish_rates(ax, drives, "Noise rounds the corner and fires below the rheobase (dotted)", ":")
    return Still(
        figure,
        "Firing rate against drive for four strengths of noise. Without noise the curve has a sharp "
        "corner at 1. The stronger the noise, the rounder the corner and the earlier the curve lifts "
        "off. Far to the right all come close together. Three simulated points lie on the curve for 0.4.",
    )


def stage_counts(rates_hz, stage_ms: float) -> Still:
    """Draw how likely a neuron at each rate (num_rates,) sends 0, 1, 2, ... spikes in one stage."""
    counts = np.arange(6)
    figure, ax = new_figure(height=2.5)
    looks = [(BLUE, ""), (ORANGE, "//"), (GREEN, "..")]
    for number, (rate, (color, hatch)) in enumerate(zip(rates_hz, looks, strict=True)):
        bars = counts + 0.27 * (number - 1)
        chances = 100 * poisson.pmf(counts, rate * stage_ms / MS_PER_S)
        ax.bar(bars, chances, 0.25, color=color, hatch=hatch, ec="white", label=f"{rate:g} Hz")
    ax.set(xlabel=f"Spikes in one stage of {stage_ms:g} ms", ylabel="Share of neurons (%)")
    ax.set_title("A count of 1 tells next to nothing about the rate")
    ax.legend(title="Firing rate")
    return Still(
        figure,
        "Bars: how often a neuron that fires at random sends 0, 1, 2 or more spikes within 15 ms, for "
        "rates of 20, 50 and 100 Hz. At 20 Hz most send none. One spike is common at 50 and at 100 Hz, "
        "and not rare at 20.",
    )


def gallery() -> Still:
    """Draw every activation function with its derivative in small panels, each with its usual a."""
    x = np.linspace(-3, 3, 301)
    figure, axes = new_figure(5, height=5.2, num_rows=3, sharex=True, sharey=True)
    for ax, activation in zip(axes.flat, ACTIVATIONS.values(), strict=False):
        a = activation.usual
        ax.axhline(0, color=GREY, linestyle="-", linewidth=0.6)
        if activation.band:
            ends = (activation.value(x, end) for end in activation.band)
            ax.fill_between(x, *ends, color=BLUE, alpha=0.4, linewidth=0)
        (value,) = ax.plot(x, activation.value(x, a), color=BLUE, linestyle="-")
        (slope,) = ax.plot(x, activation.slope(x, a), color=RED, linestyle="--", lw=1.2)
        ax.set_title(f"{activation.name}{_parameter_text(activation)}", fontsize=9)
    axes[0, 0].set(xlim=(-3, 3), xticks=(-2, 0, 2), ylim=(-2, 3), yticks=(-2, 0, 2))
    figure.set_layout_engine(None)  # for fifteen panels it takes longer than the drawing
    figure.subplots_adjust(0.07, 0.09, 0.99, 0.95, wspace=0.1, hspace=0.25)
    last = axes.flat[len(ACTIVATIONS)]
    last.axis("off")
    last.legend([value, slope], ["function", "derivative"], loc="center")
    figure.supxlabel("Input x", fontsize=9)
    figure.supylabel("Output", fontsize=9)
    return Still(
        figure,
        "Fourteen small panels, one for each activation function, with the function as a solid line "
        "and its derivative dashed, for inputs from -3 to 3 and the usual a, which the title names. "
        "For RReLU a band shows all that it may draw. Maxout is drawn as the larger of ax - 1 and x, "
        "APL with one hinge at -1.",
    )


def _parameter_text(activation: Activation) -> str:
    if activation.band:
        return ", {:.2f} to {:.2f}".format(*activation.band)
    return f", a = {activation.usual:.2g}" if activation.parameter else ""
