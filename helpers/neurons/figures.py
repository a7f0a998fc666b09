"""The pictures of notebook 01: they draw what `model.py` and `activations.py` compute."""

import numpy as np
from matplotlib.figure import Figure

from helpers.explorable import Scene
from helpers.neurons import model
from helpers.neurons.activations import ACTIVATIONS, Activation
from helpers.pictures import BLACK, BLUE, GREEN, GREY, ORANGE, RED, new_figure

DRIVE_LABEL = "Drive R I (threshold = 1)"
VOLTAGE_LABEL = "Voltage V (threshold = 1)"


def circuit() -> Figure:
    """Draw the membrane as a circuit: the injected current splits between R and C."""
    figure, ax = new_figure(height=2.5)
    ax.set(xlim=(0, 10), ylim=(-0.6, 4.4), aspect="equal")
    ax.axis("off")
    wire = dict(color=BLACK, linewidth=1.6, linestyle="-", solid_capstyle="round")
    ax.plot([1.5, 8.5], [3.5, 3.5], **wire)
    ax.plot([1.5, 8.5], [0.5, 0.5], **wire)
    ax.plot([1.5, 1.5], [0.5, 3.5], **wire)
    zigzag = [0, 0, 0.25, -0.25, 0.25, -0.25, 0.25, -0.25, 0, 0]
    heights = [0.5, 1.3, 1.4, 1.6, 1.8, 2.0, 2.2, 2.4, 2.5, 3.5]
    ax.plot(5 + np.array(zigzag), heights, **wire)
    for low, high in ((0.5, 1.85), (2.15, 3.5)):
        ax.plot([8.5, 8.5], [low, high], **wire)
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
    return figure


def passive_membrane() -> Scene:
    """Exact decay against Euler's steps, and the factor by which a step multiplies the distance."""
    duration, times = 120.0, np.linspace(0, 120, 400)
    figure, (ax, ax_factor) = new_figure(2, width_ratios=[3, 2])
    ax.set(xlim=(0, duration), ylim=(-1.6, 2.6), xlabel="Time (ms)", ylabel=VOLTAGE_LABEL)
    ax.set_title("One membrane, two answers")
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
    ax_factor.set(xlim=(0, 3), ylim=(-2, 1.2), ylabel="Factor a step")
    ax_factor.set_xlabel(r"Step in time constants, $\Delta t / \tau$")
    ax_factor.set_title("What one step multiplies")
    (dot,) = ax_factor.plot([], [], "o", color=RED, markersize=9, clip_on=False)

    def draw(dt: float, tau: float, drive: float) -> str:
        exact.set_data(times, model.passive_voltage(times, 1.0, drive, tau))
        euler.set_data(*model.euler_trace(1.0, drive, dt, duration, tau))
        factor = 1 - dt / tau
        dot.set_data([min(dt / tau, 3)], [max(factor, -2)])
        return (
            f"With steps of {dt:g} ms and a time constant of {tau:g} ms, Euler multiplies the "
            f"distance to {drive:g} by {factor:.3g} a step; the exact factor is "
            f"{np.exp(-dt / tau):.3g}. Euler's voltage {_behavior(dt / tau)}."
            f"{' (The dot is off the scale.)' if dt / tau > 3 else ''}"
        )

    return Scene(figure, [exact, euler, dot], draw)


def _behavior(ratio: float) -> str:
    if ratio < 1:
        return "approaches it smoothly, and too fast"
    if ratio == 1:
        return "arrives in one step and stays"
    if ratio < 2:
        return "overshoots at every step, yet settles: stable, and wrong"
    return "alternates forever" if ratio == 2 else "grows without bound"


def euler_errors(dts: np.ndarray, errors: np.ndarray) -> Figure:
    """Draw Euler's error at one time constant against the step, both (num_steps,), log-log."""
    figure, ax = new_figure(height=2.6)
    ax.loglog(dts, errors, "o", color=RED, label="Euler's error at $t = \\tau$")
    ax.loglog(dts, errors[0] * dts / dts[0], "-", color=BLACK, label="proportional to $\\Delta t$")
    ax.set(xlabel=r"Step $\Delta t$ (ms)", ylabel="Error (threshold = 1)")
    ax.set_title("For small steps: ten times the step, ten times the error")
    ax.legend()
    return figure


def _plot_spikes(ax, spikes) -> None:
    ax.vlines(spikes, 1.05, 1.5, color=ORANGE, linestyle="-", linewidth=1.6, label="spike")


def spike_train(times: np.ndarray, volts: np.ndarray, spikes: np.ndarray) -> Figure:
    """Draw a voltage trace (num_steps,), its threshold, and its spikes (num_spikes,)."""
    figure, ax = new_figure(height=2.4)
    ax.plot(times, volts, color=BLUE, linestyle="-", label="voltage")
    ax.axhline(1, color=GREY, linestyle="--", linewidth=1, label="threshold")
    _plot_spikes(ax, spikes)
    ax.set(xlim=(0, times[-1]), ylim=(-0.1, 1.6), xlabel="Time (ms)", ylabel=VOLTAGE_LABEL)
    ax.set_title("Charge, fire, reset, wait")
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=3)
    return figure


def rate_curve(drives, rates, simulated) -> Figure:
    """Draw exact and simulated rates (num_drives,) against the drive."""
    figure, ax = new_figure(height=2.8)
    ax.plot(drives, rates, color=BLACK, linestyle="-", label="exact")
    ax.plot(drives, simulated, "o", color=RED, markersize=4, label="simulated")
    ax.axvline(1, color=GREY, linestyle="--", linewidth=1)
    ax.text(0.97, rates.max() * 0.6, "rheobase", rotation=90, ha="right", color=GREY)
    ax.set(xlabel=DRIVE_LABEL, ylabel="Firing rate (Hz)", xlim=(drives[0], drives[-1]))
    ax.set_title("The f-I curve")
    ax.legend(loc="upper left")
    return figure


def noisy_rates(drives, curves: dict, points: tuple) -> Figure:
    """Draw Siegert's rates {sigma: (num_drives,)} and simulated points (drives, rates)."""
    figure, ax = new_figure(height=2.9)
    styles = [(BLACK, "-"), (BLUE, "--"), (GREEN, "-."), (RED, (0, (6, 1)))]
    for (sigma, rates), (color, style) in zip(curves.items(), styles):
        ax.plot(drives, rates, color=color, linestyle=style, label=rf"$\sigma$ = {sigma:g}")
    ax.plot(*points, "o", color=RED, markersize=6, label=r"simulated, $\sigma$ = 0.4")
    ax.axvline(1, color=GREY, linestyle=":", linewidth=1)
    ax.set(xlabel=DRIVE_LABEL, ylabel="Firing rate (Hz)", xlim=(drives[0], drives[-1]))
    ax.set_title("Noise rounds the corner and fires below the rheobase (dotted)")
    ax.legend(loc="upper left")
    return figure


def spiking_neuron() -> Scene:
    """A live voltage trace with its spikes, and where this neuron stands on its f-I curve."""
    duration, dt, drives, top = 500.0, 0.1, _with_onset(np.linspace(0, 3, 61)), 150.0
    figure, (ax, ax_rate) = new_figure(2, width_ratios=[3, 2])
    ax.set(xlim=(0, duration), ylim=(-2, 1.9), xlabel="Time (ms)", ylabel=VOLTAGE_LABEL)
    ax.axhline(1, color=GREY, linestyle="--", linewidth=1)
    ax.text(5, 1.06, "threshold", color=GREY, fontsize=8)
    ax.set_title("Half a second of one neuron")
    (trace,) = ax.plot([], [], color=BLUE, linestyle="-", linewidth=1)
    (ticks,) = ax.plot([], [], "|", color=ORANGE, markersize=14, markeredgewidth=1.8)

    ax_rate.set(xlim=(0, 3), ylim=(0, top), xlabel=DRIVE_LABEL, ylabel="Firing rate (Hz)")
    ax_rate.set_title("Its f-I curve")
    (curve,) = ax_rate.plot([], [], color=BLACK, linestyle="-", label="theory")
    (dot,) = ax_rate.plot([], [], "o", color=ORANGE, markersize=9, clip_on=False)
    dot.set_label("spikes counted")
    ax_rate.legend(handles=[curve, dot], loc="upper left", frameon=True)

    def draw(drive: float, sigma: float, t_ref: float, tau: float) -> str:
        times, volts, spikes = model.simulate_lif(drive, duration, dt, tau, t_ref, sigma)
        trace.set_data(times[::4], volts[::4])  # every 0.4 ms: all that the pixels can show
        ticks.set_data(spikes, np.full(len(spikes), 1.5))
        # The rate of a simulation in steps, not of ideal time: the dot must scatter around it.
        curve.set_data(drives, model.stepped_rate(drives, dt, sigma, tau, t_ref))
        counted = len(spikes) * model.MS_PER_S / duration
        dot.set_data([drive], [min(counted, top)])
        expected = model.stepped_rate(drive, dt, sigma, tau, t_ref)
        return (
            f"{len(spikes)} spikes in 500 ms: {counted:.0f} Hz"
            f"{' (off the scale)' if counted > top else ''}. "
            f"Theory for many seconds: {expected:.1f} Hz. "
            f"{_regime(drive, sigma, len(spikes), model.firing_rate(drive, tau, t_ref))}"
        )

    return Scene(figure, [trace, ticks, curve, dot], draw)


def _with_onset(drives: np.ndarray) -> np.ndarray:
    """Return the drives and some more just above 1, where a curve without noise is vertical."""
    return np.sort(np.append(drives, 1 + np.logspace(-6, -1.5, 10)))


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


def rate_explorer() -> Scene:
    """One f-I curve with the ReLU and the softplus fitted to it."""
    drives = np.linspace(-1, 5, 121)  # evenly, so that the fits weigh all drives alike
    figure, (ax, ax_error) = new_figure(2, width_ratios=[3, 2])
    ax.set(xlim=(-1, 5), ylim=(0, 260), xlabel=DRIVE_LABEL, ylabel="Firing rate (Hz)")
    ax.axvline(1, color=GREY, linestyle=":", linewidth=1)
    ax.set_title("The neuron and its two caricatures")
    (rate,) = ax.plot([], [], color=BLACK, linestyle="-", linewidth=3, alpha=0.6, label="neuron")
    (relu,) = ax.plot([], [], color=BLUE, linestyle="--", label="ReLU")
    (soft,) = ax.plot([], [], color=RED, linestyle="-.", label="softplus")
    ax.legend(handles=[rate, relu, soft], loc="upper left")
    ax_error.set(xlim=(-1, 5), ylim=(-20, 20), xlabel=DRIVE_LABEL, ylabel="Fit - neuron (Hz)")
    ax_error.axhline(0, color=GREY, linestyle="-", linewidth=1)
    ax_error.set_title("Where they miss")
    (relu_error,) = ax_error.plot([], [], color=BLUE, linestyle="--")
    (soft_error,) = ax_error.plot([], [], color=RED, linestyle="-.")

    def draw(sigma: float, t_ref: float, tau: float) -> str:
        rates = _ideal_rate(drives, sigma, tau, t_ref)
        slope, corner = model.fit_relu(drives[drives > 1], rates[drives > 1])
        line = model.relu(slope * (drives - corner))
        softplus = model.fit_softplus(drives, rates)
        smooth = softplus(drives)
        for artist, values in (
            (rate, rates),
            (relu, line),
            (soft, smooth),
            (relu_error, line - rates),
            (soft_error, smooth - rates),
        ):
            artist.set_data(drives, values)
        return (
            f"ReLU: slope {slope:.1f} Hz, corner at {corner:.2f}, "
            f"R<sup>2</sup> = {model.r_squared(rates, line):.4f}. "
            f"Softplus: slope {softplus.slope:.1f} Hz, corner at {softplus.corner:.2f}, "
            f"R<sup>2</sup> = {model.r_squared(rates, smooth):.4f}. The rheobase (dotted) is at 1."
        )

    return Scene(figure, [rate, relu, soft, relu_error, soft_error], draw)


def _ideal_rate(drive, sigma, tau, t_ref):
    if sigma == 0:
        return model.firing_rate(drive, tau, t_ref)
    return model.siegert_rate(drive, sigma, tau, t_ref)


def brain_clock(rates_hz, stage_ms: float) -> Figure:
    """Draw how many spikes fit into one stage of `stage_ms` at each rate (num_rates,)."""
    figure, ax = new_figure(height=2.4)
    rows = np.arange(len(rates_hz))
    for row, rate in zip(rows, rates_hz):
        interval = model.MS_PER_S / rate  # half of it passes before the first spike, on average
        spikes = np.arange(interval / 2, 150, interval)
        ax.eventplot(spikes, lineoffsets=row, linelengths=0.7)
    edges = np.arange(0, 150.1, stage_ms)
    ax.vlines(edges, -0.6, len(rates_hz) - 0.4, color=GREY, linestyle=":", linewidth=1)
    ax.axvspan(0, stage_ms, color=ORANGE, alpha=0.25, linewidth=0)
    ax.set(xlim=(-1, 151), xlabel="Time since the picture appeared (ms)", ylabel="Firing rate (Hz)")
    ax.set_yticks(rows, [f"{rate:g}" for rate in rates_hz])
    ax.set_title("One stage (shaded) leaves time for about one spike")
    return figure


def gallery(parameter: float = 0.25) -> Figure:
    """Draw every activation function with its derivative in small panels."""
    x = np.linspace(-3, 3, 301)
    figure, axes = new_figure(5, height=5.2, num_rows=3, sharex=True, sharey=True)
    for ax, activation in zip(axes.flat, ACTIVATIONS.values()):
        ax.axhline(0, color=GREY, linestyle="-", linewidth=0.6)
        (value,) = ax.plot(x, activation.value(x, parameter), color=BLUE, linestyle="-")
        (slope,) = ax.plot(x, activation.slope(x, parameter), color=RED, linestyle="--", lw=1.2)
        ax.set_title(activation.name, fontsize=9)
    axes[0, 0].set(xlim=(-3, 3), xticks=(-2, 0, 2), ylim=(-2, 3), yticks=(-2, 0, 2))
    figure.set_layout_engine(None)  # for fifteen panels it takes longer than the drawing
    figure.subplots_adjust(0.07, 0.09, 0.99, 0.95, wspace=0.1, hspace=0.25)
    last = axes.flat[len(ACTIVATIONS)]
    last.axis("off")
    last.legend([value, slope], ["function", "derivative"], loc="center")
    figure.supxlabel("Input x", fontsize=9)
    figure.supylabel("Output", fontsize=9)
    return figure


def activation_gallery() -> Scene:
    """Two activation functions, their derivatives, and a point that moves along them."""
    x = np.linspace(-4, 4, 401)
    figure, (ax, ax_slope) = new_figure(2)
    ax.set(xlim=(-4, 4), ylim=(-4, 4), xlabel="Input x", ylabel="Output")
    ax.set_title("Function")
    ax_slope.set(xlim=(-4, 4), ylim=(-1.1, 1.4), xlabel="Input x", ylabel="Slope")
    ax_slope.set_title("Derivative")
    moving = []
    for panel in (ax, ax_slope):
        panel.axhline(0, color=GREY, linestyle="-", linewidth=0.8)
        (first,) = panel.plot([], [], color=BLUE, linestyle="-", label="first")
        (second,) = panel.plot([], [], color=RED, linestyle="--", label="second")
        (dot,) = panel.plot([], [], "o", color=BLUE, markersize=8)
        (square,) = panel.plot([], [], "s", color=RED, markersize=6)
        moving += [first, second, dot, square]
    ax.legend(handles=moving[:2], loc="upper left")

    def draw(first: str, second: str, a: float, at: float) -> str:
        one, two = ACTIVATIONS[first], ACTIVATIONS[second]
        for (*lines, dot, square), kind in ((moving[:4], "value"), (moving[4:], "slope")):
            for line, point, function in zip(lines, (dot, square), (one, two)):
                line.set_data(x, getattr(function, kind)(x, a))
                point.set_data([at], [getattr(function, kind)(np.array(float(at)), a)])
        return f"{_at_point(one, a, at)} {_at_point(two, a, at)}"

    return Scene(figure, moving, draw)


def _at_point(activation: Activation, a: float, at: float) -> str:
    point = np.array(float(at))
    value, slope = float(activation.value(point, a)), float(activation.slope(point, a))
    meaning = f", a = {a:g} ({activation.parameter})" if activation.parameter else ""
    return (
        f"<b>{activation.name}</b> ({activation.source}){meaning}: at x = {at:g} the output is "
        f"{value:.3f} and the slope {slope:.3f}."
    )
