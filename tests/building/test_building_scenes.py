"""The moving pictures of notebook 03 draw what the room computes, and say what they draw."""

import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.text import Text

from helpers.building import backprop, neuron_graph, scenes, scenes_networks
from helpers.building.autodiff import Value, backward, train_xor, wishes
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
    slopes = [text for text in shown if text.startswith("×")]
    assert sorted(set(filter(None, shown)) - set(slopes)) == sorted(
        {f"{number:.3f}".replace("-", "−") for number in numbers}
    )
    assert sorted(slopes) == sorted(
        f"× {slope:.2g}".replace("-", "−") for slope in state.slopes.values()
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


def _lines(scene):
    return [artist for artist in scene.artists if isinstance(artist, Line2D)]


@pytest.mark.parametrize(("step", "seed"), [(0, 0), (5, 0), (40, 7)])
def test_wishes_are_drawn_as_they_are(step, seed):
    scene = scenes_networks.what_samples_want()
    sentence = scene.draw(**{**scene.opening, "step": step, "seed": seed})
    *_, (weights, _) = train_xor(Value, backward, 0.2, seed, step)
    each = wishes(Value, backward, weights)
    marks = [line for line in _lines(scene) if len(line.get_ydata()) == 13]
    shown = [mark.get_ydata() for mark in marks]
    wanted = [each[1], each[3], each.mean(axis=0)]
    np.testing.assert_allclose(shown, np.array(wanted) / np.abs(each).max(), rtol=1e-6)
    for length in np.linalg.norm(wanted, axis=1):
        assert f"{length:.2f} long" in sentence


def test_lines_of_wishes_tell_sign_and_size():
    scene = scenes_networks.what_samples_want()
    scene.draw(**scene.opening)
    *_, (weights, _) = train_xor(Value, backward, 0.2, 0, 5)
    wish = wishes(Value, backward, weights)[1]
    lines = [line for line in _lines(scene) if len(line.get_ydata()) == 2][:13]
    assert [line.get_linestyle() == "-" for line in lines] == list(wish > 0)
    assert np.argmax([line.get_linewidth() for line in lines]) == np.argmax(abs(wish))


def test_both_ways_gives_the_gradients_of_the_exercise():
    problem = backprop.random_problem((4, 6, 3), num_samples=5, seed=0)
    values, slopes = backprop.both_ways(**problem)
    names = ("w1", "b1", "w2", "b2")
    for name, gradient in zip(names, backprop.two_layer_backward(**problem), strict=True):
        np.testing.assert_allclose(slopes[name], gradient)
    assert values["loss"] == pytest.approx(backprop.two_layer_loss(**problem))
    assert all(slopes[name].shape == np.shape(values[name]) for name in slopes)


@pytest.mark.claims("in no weight's", "$N$ stands in the shape of whatever is computed")
def test_the_number_of_samples_is_in_no_weights_shape():
    problem = backprop.random_problem((4, 6, 3), num_samples=5, seed=0)
    for arrays in backprop.both_ways(**problem):
        for name, array in arrays.items():
            if name != "loss":
                assert (5 in array.shape) == (name in "xzhp")


def test_shapes_on_the_way_back_are_those_of_the_values():
    scene = scenes_networks.shapes_both_ways()
    sentence = scene.draw(**{**scene.opening, "step": 6, "num_hidden": 7})
    assert "(3, 32) times (32, 7) gives shape (3, 7), that of W₁" in sentence
    shown = [text.get_text() for text in scene.artists if isinstance(text, Text)]
    assert shown.count("(3, 7)") == 2  # of W1 and of its gradient
