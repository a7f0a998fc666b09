"""The pictures of notebook 01: they draw what `lif.py` and `activations.py` compute."""

import numpy as np
from scipy.special import gammaln, xlogy

from helpers.neurons.activations import ACTIVATIONS, Activation, dead_units
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


def noisy_rates(drives, curves: dict) -> Still:
    """Draw Siegert's rates {sigma: (num_drives,)}."""
    figure, ax = new_figure(height=2.9)
    styles = [(BLACK, "-"), (BLUE, "--"), (GREEN, "-."), (RED, (0, (6, 1)))]
    for (sigma, rates), (color, style) in zip(curves.items(), styles, strict=True):
        ax.plot(drives, rates, color=color, linestyle=style, label=rf"$\sigma$ = {sigma:g}")
    _finish_rates(ax, drives, "Noise rounds the corner and fires below the rheobase (dotted)", ":")
    return Still(
        figure,
        "Firing rate against drive for four strengths of noise. Without noise the curve has a sharp "
        "corner at 1. The stronger the noise, the rounder the corner and the earlier the curve lifts "
        "off. Far to the right all come close together.",
    )


def raster(spikes: np.ndarray, dt: float, duration: float = 400.0) -> Still:
    """Draw the spikes (num_steps, num_neurons), booleans, of up to 60 neurons, up to `duration` ms."""
    steps, neurons = np.nonzero(spikes[: round(duration / dt), :60])
    figure, ax = new_figure(height=2.5)
    ax.plot(steps * dt, neurons, "|", color=BLUE, markersize=3, markeredgewidth=1)
    ax.set(xlim=(0, duration), ylim=(-1, 60), xlabel="Time (ms)", ylabel="Neuron")
    ax.set_title("A row for each neuron, a tick for each spike")
    return Still(
        figure,
        "A raster of 60 neurons over 400 ms, with a tick for each spike. All start at rest, so nobody "
        "fires in the first few milliseconds. Then the ticks are scattered, without a common rhythm.",
    )


def population_curve(drives, rates, grid, curves: dict) -> Still:
    """Draw a population's rates (num_drives,) and three curves {label: (num_grid,)} over `grid`."""
    figure, ax = new_figure(height=3.1)
    looks = [(BLACK, "-", 4, 0.35), (BLUE, "--", 1.8, 1.0), (GREY, ":", 1.8, 1.0)]
    for (label, values), (color, style, width, alpha) in zip(curves.items(), looks, strict=True):
        ax.plot(grid, values, color=color, linestyle=style, lw=width, alpha=alpha, label=label)
    ax.plot(drives, rates, "o", color=RED, markersize=6, label="your population")
    ax.set(xlabel="Mean drive (threshold = 1)", ylabel="Firing rate (Hz)", xlim=(0, grid[-1]))
    ax.set_title("From spikes to a curve, and from the curve to a corner")
    ax.legend(loc="upper left")
    return Still(
        figure,
        "Firing rate against the mean drive. The population's points lie on Siegert's curve, and the "
        "fitted softplus runs through them: flat up to one half, then straight, with a corner that is "
        "nearly sharp. A dotted curve for noise that is held at 0.4 is rounder there.",
    )


def neuron_and_unit() -> Still:
    """Draw a neuron and, below it, the unit, part above part."""
    figure, ax = new_figure(height=4.3)
    ax.set(xlim=(0, 15), ylim=(-0.9, 7.9), aspect="equal")
    ax.axis("off")
    line = dict(linestyle="-", solid_capstyle="round", zorder=1)
    body = dict(color="#D9D9D9", ec=GREY, linestyle="-", linewidth=2, zorder=2)
    inputs = [(1.0, ORANGE), (0.0, ORANGE), (-1.0, BLUE)]
    for (
        offset,
        color,
    ) in inputs:  # dendrites that grow thick toward the cell body, and their synapses
        reach = np.linspace(0, 1, 30)
        for part in range(29):
            bend = 5.6 + 1.4 * offset * (1 - reach[part : part + 2]) ** 1.5
            ax.plot(
                2.6 + 3.4 * reach[part : part + 2], bend, color=GREY, lw=2 + 4 * reach[part], **line
            )
        y = 5.6 + 1.4 * offset
        ax.plot([0.5, 2.3], [y, y], color=color, linewidth=2, **line)
        ax.plot([2.35], [y], "o", color=color, markersize=9)
    ax.fill(*_round(6.5, 5.6, 1.0, 0.85), **body)
    ax.fill([7.35, 8.3, 8.3, 7.35], [5.95, 5.7, 5.5, 5.25], color=RED, linestyle="-", zorder=3)
    ax.plot([8.3, 12.8], [5.6, 5.6], color=GREY, linewidth=3, **line)
    for end in (4.9, 5.6, 6.3):
        ax.plot([12.8, 14.2], [5.6, end], color=GREY, linewidth=2, **line)
        ax.plot([14.2], [end], "o", color=GREY, markersize=7)
    for x in (9.4, 10.6, 11.8):  # spikes on their way
        ax.plot([x - 0.2, x, x, x + 0.2], [5.75, 5.75, 6.35, 5.75], color=BLACK, lw=1.4, **line)
    names = [(1.1, "axons of\nothers"), (2.5, ""), (4.3, "dendrites"), (6.1, "cell body")]
    for x, name in [*names, (8.0, "trigger zone"), (10.6, "axon, spikes")]:
        ax.text(x, 7.45 if x < 5 else 6.75, name, ha="center", va="center")
    ax.text(2.35, 3.7, "synapses", ha="center", va="center")
    for offset, color in inputs:
        y = 1.4 + 1.25 * offset
        number = 2 - round(offset)
        ax.annotate(
            "", (5.8, 1.4 + 0.5 * offset), (1.1, y), arrowprops=dict(arrowstyle="-|>", color=color)
        )
        ax.text(0.8, y, f"$x_{number}$", ha="right", va="center", color=color, fontsize=12)
        ax.text(2.9, y * 0.86 + 0.62, f"$w_{number}$", ha="center", color=color, fontsize=12)
    ax.fill(*_round(6.5, 1.4, 0.85, 0.85), **body)
    ax.text(6.5, 1.4, r"$\Sigma + b$", ha="center", va="center", zorder=3, fontsize=11)
    ax.plot([7.4, 8.1, 8.8], [1.05, 1.05, 1.75], color=RED, linewidth=2.5, **line)
    ax.annotate(
        "", (14.2, 1.4), (9.1, 1.4), arrowprops=dict(arrowstyle="-|>", color=GREY, linewidth=2)
    )
    ax.text(11.6, 1.65, "$y$", ha="center", fontsize=12)
    below = [
        (0.8, "rates"),
        (2.9, "weights"),
        (6.5, "sum, bias"),
        (8.4, "activation"),
        (11.6, "one number"),
    ]
    for x, name in below:
        ax.text(x, -0.6, name, ha="center", va="center")
    for x in (0.8, 2.35, 6.5, 8.1, 11.6):
        ax.plot([x, x], [2.95, 3.4], color=GREY, linestyle=":", linewidth=1)
    return Still(
        figure,
        "A neuron above, a unit below, part above part. The axons of other neurons are the inputs x. "
        "The synapses, two excitatory and one inhibitory, are the weights w. Dendrites and cell body are "
        "the sum, with the bias. The trigger zone, where spikes begin, is the activation function. The "
        "axon with its spikes is the output y.",
    )


def _round(x: float, y: float, width: float, height: float) -> tuple:
    angles = np.linspace(0, 2 * np.pi, 60)
    return x + width * np.cos(angles), y + height * np.sin(angles)


def stage_counts(rates_hz, stage_ms: float) -> Still:
    """Draw how likely a neuron at each rate (num_rates,) sends 0, 1, 2, ... spikes in one stage."""
    counts = np.arange(6)
    figure, ax = new_figure(height=2.5)
    looks = [(BLUE, ""), (ORANGE, "//"), (GREEN, "..")]
    for number, (rate, (color, hatch)) in enumerate(zip(rates_hz, looks, strict=True)):
        bars = counts + 0.27 * (number - 1)
        mean = rate * stage_ms / MS_PER_S
        chances = 100 * np.exp(xlogy(counts, mean) - mean - gammaln(counts + 1))  # Poisson's law
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


_CELLS = ((1907, "Lapicque: leak", 1.0), (1952, "Hodgkin & Huxley: spike", 2.0))
_CELLS += ((1951, "Siegert: first passage", 1.0),)
_UNITS = ((1943, "McCulloch & Pitts: step", 1.0), (1958, "Rosenblatt: perceptron", 2.0))
_UNITS += ((1969, "Fukushima: ReLU", 1.0), (1986, "Rumelhart et al.: sigmoid", 2.0))
_UNITS += ((2000, "softplus", 1.0), (2010, "ReLU again", 2.0), (2016, "GELU", 1.0))


def timeline() -> Still:
    """Draw when cells were understood and when units were made of them."""
    figure, ax = new_figure(height=2.6)
    ax.axhline(0, color=BLACK, linestyle="-", linewidth=1.5)
    for events, side, color in ((_CELLS, 1, GREEN), (_UNITS, -1, BLUE)):
        for year, text, level in events:
            y = side * level
            ax.plot([year, year], [0, y], color=color, linestyle="-", linewidth=1)
            ax.plot([year], [0], "o", color=color, markersize=5)
            # Away from the line; and a year before its neighbor, to the left of that one's stem.
            va, ha = "bottom" if side > 0 else "top", "right" if year == 1951 else "center"
            label = f"{text}\n{year}"
            ax.text(year, y + 0.1 * side, label, ha=ha, va=va, color=color, fontsize=8)
    ax.text(1896, 2.5, "cells", color=GREEN, weight="bold")
    ax.text(1896, -1.6, "units", color=BLUE, weight="bold")
    ax.set(xlim=(1895, 2024), ylim=(-3, 3), yticks=[])
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.set_xticks([])
    cells, units = (
        ", ".join(f"{year} {text}" for year, text, _ in sorted(events))
        for events in (_CELLS, _UNITS)
    )
    return Still(figure, f"A line of time. Of cells: {cells}. Of units: {units}.")


def gallery() -> Still:
    """Draw every activation function with its derivative, its usual a, and its dead of 1000 units."""
    x = np.linspace(-3, 3, 301)
    dead = dead_units()
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
        ax.text(2.9, -1.9, f"dead: {dead[activation.name]}", ha="right", va="bottom", fontsize=8)
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
        "APL with one hinge at -1. Dead of 1000 random units: "
        + ", ".join(f"{name} {count}" for name, count in dead.items() if count)
        + "; of all others none.",
    )


def _parameter_text(activation: Activation) -> str:
    if activation.band:
        return ", {:.2f}–{:.2f}".format(*activation.band)
    return f", a = {activation.usual:.2g}" if activation.parameter else ""
