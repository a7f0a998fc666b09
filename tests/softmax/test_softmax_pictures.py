"""The pictures of notebook 04 show what is computed: right colors in right places, right sentences."""

import re

import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb

from helpers.softmax import calibration, figures, scenes, study, tasks
from helpers.softmax.panels import CLASS_COLORS


class ByFirstInput(torch.nn.Module):
    """Class 1 where the first input is above 0.5 and the second above 0, else class 0."""

    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(1))

    def forward(self, x):
        inside = ((x[:, 0] > 0.5) & (x[:, 1] > 0)).float()
        return 50 * torch.stack([1 - inside, inside], dim=1)


def test_decision_map_is_neither_turned_nor_mirrored():
    figure = figures.decision_map(ByFirstInput(), *tasks.spiral(2, num_per_class=1)).figure
    figure.canvas.draw()
    pixels, ax = np.asarray(figure.canvas.buffer_rgba()), figure.axes[0]

    def color_at(first, second):
        col, row = ax.transData.transform((first, second)).astype(int)
        return pixels[len(pixels) - 1 - row, col, :3] / 255

    for first, second, number in ((0.8, 0.8, 1), (0.8, -0.8, 0), (-0.8, 0.8, 0), (0.2, 0.9, 0)):
        wanted = 1 - 0.8 * (1 - np.array(to_rgb(CLASS_COLORS[number])))
        assert color_at(first, second) == pytest.approx(wanted, abs=0.02)


@pytest.mark.claims(
    "each corner is certainty for one class, the center is 1/3 for each",
    "Try all three logits at 5 and then at −5",
)
def test_simplex_point_lies_at_the_forecast():
    scene = scenes.simplex()
    for logit in (5.0, -5.0):
        _, sentence = scene.render(a=logit, b=logit, c=logit, temperature=1.0)
        assert "0.333, 0.333, 0.333" in sentence
        assert np.ravel(scene.artists[-1].get_data()) == pytest.approx(scenes.SIMPLEX.mean(axis=0))
    scene.render(a=5.0, b=-5.0, c=-5.0, temperature=0.1)
    assert np.ravel(scene.artists[-1].get_data()) == pytest.approx(scenes.SIMPLEX[0], abs=1e-6)
    _, sentence = scene.render(a=2.0, b=1.0, c=0.0, temperature=1.0)
    assert "0.665, 0.245, 0.090" in sentence
    dot = scene.artists[-1]
    expected = np.array([0.6652, 0.2447, 0.0900]) @ scenes.SIMPLEX
    assert np.ravel(dot.get_data()) == pytest.approx(expected, abs=1e-3)


def test_two_distributions_says_the_numbers():
    scene = scenes.two_distributions()
    _, sentence = scene.render(y1=7, y2=2, y3=1, q1=5, q2=3, q3=2)
    assert all(number in sentence for number in ("0.80182", "0.08512", "0.88694"))
    _, sentence = scene.render(y1=1, y2=0, y3=0, q1=1, q2=1, q3=1)
    assert "infinite" in sentence


def test_spiral_trainer_opens_with_the_end_of_its_own_run():
    scene = scenes.spiral_trainer()
    pixels, said = scene.render(**scene.opening)
    assert said.startswith("After 500 steps")
    opened = pixels.copy()
    *_, (_, last) = scene.run.steps(**scene.opening)
    assert said.startswith(last)
    assert np.array_equal(scene.paint(), opened)


def test_digits_are_as_wide_as_high():
    (x, y), _ = tasks.digits(100)
    images, p = x[:8].reshape(8, 8, 8).numpy(), np.full((8, 10), 0.1)
    for still in (
        figures.labels_and_vectors(images, y[:8].numpy()),
        figures.worst_digits(images, y[:8].numpy(), p),
    ):
        still.figure.canvas.draw()
        for image in still.figure.axes[0].images:
            box = image.get_window_extent()
            assert box.width == pytest.approx(box.height, rel=0.01)


def test_the_study_is_drawn_as_it_was_measured():
    runs = study.load_results()
    still = figures.overtraining(runs)
    lines = [line for ax in still.figure.axes for line in ax.get_lines()]
    names = ("train_accuracy", "accuracy", "confidence", "error", "train_loss", "loss")
    for line, name in zip(lines, names, strict=True):
        assert line.get_ydata() == pytest.approx(np.median(runs[name], axis=0))
        assert list(line.get_xdata()) == list(study.STEPS)
    assert "the confidence is 0.95 and the accuracy 0.85" in still.sentence
    assert "from 0.2 through 1" in figures.best_temperatures(runs).sentence


def test_spiral_trainer_learns_while_one_watches():
    scene = scenes.spiral_trainer()
    values = {**scene.opening, "num_steps": 200}
    assert scene.render(**values)[1].startswith("Untrained")
    *shares, last = scene.run.steps(**values)
    assert len(shares) == 19
    assert shares[0][1].startswith("After 10 steps")
    share, sentence = last
    assert share == 1
    assert sentence.startswith("After 200 steps")
    assert int(re.search(r"(\d+) % of the points", sentence)[1]) > 90
    curve = scene.artists[-2]
    assert len(curve.get_xdata()) == 200
    assert f"the loss is {curve.get_ydata()[-1]:.3f}" in sentence


def test_reliability_scene_is_true_to_its_temperature():
    z, labels = calibration.overconfident_logits(2.5)
    scene = scenes.reliability_diagram(z, labels)
    assert "too sure" in scene.render(temperature=1.0)[1]
    assert "as sure as it is right" in scene.render(temperature=2.5)[1]
    assert "too modest" in scene.render(temperature=6.0)[1]
