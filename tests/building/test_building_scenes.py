"""The moving pictures of notebook 03 draw what the room computes, and say what they draw."""

import numpy as np
import pytest
from matplotlib.text import Text

from helpers.building import neuron_graph, scenes
from helpers.building.losses import LANDSCAPES
from helpers.building.maps import RACERS
from helpers.building.optimizers import RULES, race_from_all


@pytest.mark.parametrize("make", [scenes.descent, scenes.optimizer_race])
def test_a_run_ends_at_the_last_step(make):
    scene = make()
    *_, (share, sentence) = scene.run.steps(**scene.opening)
    last = {"step": scene.controls["step"].high} if "step" in scene.controls else {}
    assert share == 1.0
    assert sentence == scene.draw(**{**scene.opening, **last})


@pytest.mark.parametrize("landscape", LANDSCAPES)
def test_the_loss_curve_ends_at_the_loss_in_the_sentence(landscape):
    scene = scenes.descent()
    sentence = scene.draw(**{**scene.opening, "landscape": landscape, "lr": 0.01})
    *_, loss_line = scene.artists
    assert f"to {loss_line.get_ydata()[-1]:.3g} in 30 steps" in sentence


@pytest.mark.parametrize("step", range(neuron_graph.NUM_STEPS + 1))
def test_the_graph_shows_every_number_that_is_known_and_no_other(step):
    scene = scenes.graph_stepper()
    opening = {**scene.opening, "step": step}
    scene.draw(**opening)
    shown = [text.get_text() for text in scene.artists if isinstance(text, Text)]
    opening.pop("step")
    nodes = neuron_graph.regularized_neuron(**opening, lam=0.1)
    state = neuron_graph.state_after(step, nodes)
    numbers = [*(nodes[name].data for name in state.known), *state.grads.values()]
    assert sorted(filter(None, shown)) == sorted(
        f"{number:.3f}".replace("-", "−") for number in numbers
    )


@pytest.mark.parametrize(("lr", "flat", "steep"), [(0.03, "0.97", "0.73"), (0.2, "0.80", "-0.80")])
def test_the_sentence_of_the_ravine_tells_the_factors(lr, flat, steep):
    scene = scenes.descent()
    sentence = scene.draw(**{**scene.opening, "lr": lr})
    assert flat in sentence
    assert steep in sentence


@pytest.mark.parametrize("landscape", LANDSCAPES)
@pytest.mark.parametrize("start", [0, 7])
def test_race_starts_everyone_at_the_same_place(landscape, start):
    assert set(RULES) == set(RACERS)
    own = LANDSCAPES[landscape].start
    for rule in RULES:
        path, _ = race_from_all(landscape, rule, 0.1)
        np.testing.assert_array_equal(
            path[0, :, start], race_from_all(landscape, "SGD", 0.1)[0][0, :, start]
        )
        np.testing.assert_array_equal(path[0, :, 0], own)


def test_race_tells_the_losses_that_it_draws():
    scene = scenes.optimizer_race()
    sentence = scene.draw(**{**scene.opening, "step": 30, "start": 3, "rates": "0.1 for all"})
    for rule in RULES:
        loss = race_from_all(next(iter(LANDSCAPES)), rule, 0.1)[1][30, 3]
        assert f"{rule} {scenes._loss_text(loss)}" in sentence
