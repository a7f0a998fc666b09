"""The moving pictures of notebook 02 that follow curves with ReLUs."""

import html
from collections.abc import Callable
from typing import Annotated

import numpy as np

from helpers.nonlinearity import approximation, knots
from helpers.nonlinearity.approximation import HIGH, LOW, Interpolant, interpolate, max_error
from helpers.nonlinearity.expressions import ExpressionError, compile_scaled
from helpers.nonlinearity.layers import step
from helpers.pictures import BLACK, GREEN, GREY, RED, log_scale, new_figure
from helpers.scene import Choice, Scene, Slider, Text, sweep

CURVES = {
    "sin(x)": "sin(x)",
    "two waves: sin(x) + sin(5*x)/3": "sin(x) + sin(5*x)/3",
    "a kink: abs(x - 2)": "abs(x - 2)",
    "a steep start: sqrt(x)": "sqrt(x)",
    "a jump: step(x - 3)": "step(x - 3)",
}
TYPED = "my own, typed below"
EVEN, CHOSEN = "evenly spaced", "where it errs most (step 2)"


def relu_approximator(
    weights: Callable = approximation.interpolation_weights, choose: Callable = knots.choose_knots
) -> Scene:
    """A function, its approximation by N ReLUs, and the largest error against N.

    `weights` and `choose` are what a reader built, `interpolation_weights` and `choose_knots`; without
    them, the course's.
    """
    x, floor = np.linspace(LOW, HIGH, 1001), 1e-5
    nums = np.array([1, 2, 3, 4, 6, 8, 10, 14, 20, 28, 40])
    figure, (ax, ax_error) = new_figure(2, height=3.2, width_ratios=[3, 2])
    ax.set(xlim=(LOW, HIGH), ylim=(-1.25, 1.5), title="The function and its network")
    ax.set(xlabel="Input $x$", ylabel="Output (largest $|f|$ = 1)")
    (exact,) = ax.plot([], [], color=BLACK, linestyle="-", linewidth=3, alpha=0.5, label="function")
    (network,) = ax.plot([], [], color=RED, linestyle="--", label="network")
    (corners,) = ax.plot([], [], "o", color=RED, markersize=4, label="corners")
    ax.legend(handles=[exact, network, corners], ncols=3, loc="upper right")

    law = np.array([1, 44])
    ax_error.loglog(law, 4.93 / law**2, color=GREY, linestyle="-", linewidth=1)
    ax_error.text(6, 0.2, "$4.93/N^2$", color=GREY)
    ax_error.set(xlim=(0.9, 44), ylim=(floor, 3), title="Error; small dots: even")
    ax_error.set(xlabel="Number of ReLUs $N$", ylabel="Largest error (largest $|f|$ = 1)")
    (errors,) = ax_error.plot([], [], ":", color=RED, marker=".", linewidth=1)
    (dot,) = ax_error.plot([], [], "o", color=RED, markersize=9)
    artists = [exact, network, corners, errors, dot]

    def draw(
        num_segments: Annotated[int, Slider("Number of ReLUs N", 8, 1, 40, 1)],
        target: Annotated[str, Choice("Function f(x)", [*CURVES, TYPED])],
        places: Annotated[str, Choice("Corners", [EVEN, CHOSEN])],
        expression: Annotated[
            str, Text("My own f(x), then Enter", "exp(-x) * sin(8*x)", selects={"target": TYPED})
        ],
    ) -> str:
        text = expression if target == TYPED else CURVES[target]
        grids = [np.linspace(LOW, HIGH, num + 1) for num in (num_segments, *nums)]
        try:
            function = compile_scaled(text, x, *grids)
        except ExpressionError as error:
            for artist in artists:
                artist.set_data([], [])
            return f"<b>No function to draw.</b> {html.escape(str(error))}"
        at = grids[0] if places == EVEN else np.asarray(choose(function, x, num_segments), float)
        bias, v = weights(at, function(at))
        interpolant = Interpolant(at, float(bias), np.asarray(v, float))
        exact.set_data(x, function(x))
        network.set_data(x, interpolant(x))
        corners.set_data(at, function(at))
        measured = [max_error(function, interpolate(function, num), x) for num in nums]
        errors.set_data(nums, np.maximum(measured, floor))
        now, num_units = max_error(function, interpolant, x), len(at) - 1
        dot.set_data([num_units], [max(now, floor)])
        return (
            f"{num_units} ReLU{'s' * (num_units > 1)} for {html.escape(text)}, corners {places}: the "
            f"largest error is {now:.3g} of the largest value. For a sine with even corners the law "
            f"gives {4.93 / num_units**2:.3g}."
        )

    title = "A function, the network of ReLUs that follows it, and its error against their number"
    return Scene(title, figure, artists, draw)


RACED = {
    "a bell: exp(-8 (x - 2)^2)": lambda x: np.exp(-8 * (x - 2) ** 2),
    "a steep start: sqrt(x) / 2": lambda x: np.sqrt(x) / 2,
    "a kink: |x - 2| / 4": lambda x: np.abs(x - 2) / 4,
    "a wave that quickens: sin(x^2 / 2)": lambda x: np.sin(x**2 / 2),
    "a jump: step(x - 3)": lambda x: step(x - 3),
}
NUM_RACED, NUM_STEPS = 8, 2000


def learned_knots() -> Scene:
    """Eight ReLUs whose corners gradient descent moves, beside eight with even and chosen corners."""
    functions = list(RACED.values())
    trained = knots.train_knots(functions, NUM_RACED, NUM_STEPS)
    x, places = np.linspace(LOW, HIGH, 801), np.linspace(LOW, HIGH, 1001)
    shown = np.unique(np.round(np.logspace(0, np.log10(NUM_STEPS), 60)).astype(int))
    even, chosen, learned = {}, {}, {}
    for number, (name, function) in enumerate(RACED.items()):
        even[name] = interpolate(function, NUM_RACED)
        at = knots.choose_knots(function, places, NUM_RACED)
        chosen[name] = Interpolant(at, *approximation.interpolation_weights(at, function(at)))
        learned[name] = np.array(
            [knots.rms(trained.network(number, now, x) - function(x)) for now in shown]
        )
    figure, (ax, ax_error) = new_figure(2, height=3.4, width_ratios=[3, 2])
    ax.set(xlim=(LOW, HIGH), ylim=(-1.45, 1.6), title=f"{NUM_RACED} ReLUs; ticks: their corners")
    ax.set(xlabel="Input $x$", ylabel="Output")
    (exact,) = ax.plot([], [], color=BLACK, linestyle="-", linewidth=3, alpha=0.4, label="function")
    (line_even,) = ax.plot([], [], color=GREY, linestyle=":", label="even corners")
    (line,) = ax.plot([], [], color=RED, linestyle="--", label="learned corners")
    (ticks,) = ax.plot([], [], "|", color=RED, markersize=10, markeredgewidth=2)
    ax.legend(handles=[exact, line_even, line], ncols=3, loc="upper right", fontsize=8)
    log_scale(ax_error, "both")
    ax_error.set(xlim=(0.9, NUM_STEPS * 1.2), ylim=(1e-4, 1), xlabel="Steps of training")
    ax_error.set(ylabel="Error (root of mean square)", title="The error")
    (level_even,) = ax_error.plot([], [], color=GREY, linestyle=":", label="even")
    (level_chosen,) = ax_error.plot([], [], color=GREEN, linestyle="-.", label="where it errs most")
    (curve,) = ax_error.plot([], [], color=RED, linestyle="--", label="learned")
    (dot,) = ax_error.plot([], [], "o", color=RED, markersize=8)
    ax_error.legend(handles=[level_even, level_chosen, curve], loc="lower left", fontsize=8)

    def draw(
        log_steps: Annotated[float, Slider("Steps, as a power of ten", 2.8, 0.0, 3.3, 0.05)],
        target: Annotated[str, Choice("Function", list(RACED))],
    ) -> str:
        function, number = RACED[target], list(RACED).index(target)
        now = min(round(10**log_steps), NUM_STEPS)
        exact.set_data(x, function(x))
        line_even.set_data(x, even[target](x))
        values = trained.network(number, now, x)
        line.set_data(x, values)
        at = trained.corners[now, number]
        ticks.set_data(at, np.full(len(at), -1.3))
        curve.set_data(shown, learned[target])
        error = knots.rms(values - function(x))
        dot.set_data([now], [error])
        levels = {}
        for level, network in ((level_even, even), (level_chosen, chosen)):
            levels[level] = knots.rms(network[target](x) - function(x))
            level.set_data([0.9, NUM_STEPS * 1.2], [levels[level]] * 2)
        inside = np.sum((at >= LOW) & (at <= HIGH))
        return (
            f"After {now} steps of training {inside} of {len(at)} corners stand between 0 and 2π. The "
            f"root-mean-square error is {error:.3f}; with even corners it is {levels[level_even]:.3f}, "
            f"with corners where the polygon errs most {levels[level_chosen]:.3f}."
        )

    title = "Eight ReLUs whose corners training moves, against even corners, and their errors"
    artists = [level_even, level_chosen, curve, dot, exact, line_even, line, ticks]
    # On the slider's grid, and without standing still where a step of it is no step of training.
    stations = np.unique((np.log10(shown) / 0.05).round()) * 0.05
    run = sweep("Learn", draw, 0.05, log_steps=stations.round(3))
    return Scene(title, figure, artists, draw, run)
