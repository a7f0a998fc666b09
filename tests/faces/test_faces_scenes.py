"""The moving pictures of notebook 07 draw what they say, and take files of every kind."""

import dataclasses
import html
import io

import numpy as np
import pytest
import torch
from PIL import Image

from helpers.faces import attacks, scenes
from helpers.faces.preprocessing import change
from helpers.faces.trained import Classifier, Film
from helpers.mlp import MLP
from helpers.training import accuracy


@pytest.fixture(scope="module")
def classifier():
    """A linear model, untrained: it minds every change of a picture."""
    generator = torch.Generator().manual_seed(0)
    x, y = 2 * torch.rand(60, 3, 32, 32, generator=generator) - 1, torch.arange(60) % 3
    return Classifier(MLP([3072, 3], generator=generator), x, y, ("cat", "dog", "<wild>"))


def widths(scene) -> np.ndarray:
    """Return the probabilities that the bars show."""
    return np.array([bar.get_width() for bar in scene.artists if hasattr(bar, "get_width")])


def winner(classifier, probabilities: np.ndarray | torch.Tensor) -> str:
    """Return the name of the most probable class, as a sentence has it."""
    return html.escape(classifier.classes[int(probabilities.argmax())])


def test_the_bars_and_the_sentence_are_of_the_changed_face(classifier):
    settings = dict(right=4, down=-3, degrees=20, brightness=0.2, noise=0.1)
    # Labels that are right for faces changed just so, and for no others.
    answers = classifier.probabilities(change(classifier.x, **settings)).argmax(dim=1)
    classifier = dataclasses.replace(classifier, y=answers)
    scene = scenes.invariance(classifier)
    sentence = scene.draw(face=2, **settings)
    assert "right on about 100% of 60 new faces" in sentence
    assert f"the network says {winner(classifier, widths(scene))}," in sentence
    assert widths(scene).sum() == pytest.approx(1)
    # The noise differs between the copies of a batch: without it the dot lies on the curve.
    scene.draw(face=2, **{**settings, "noise": 0.0})
    *_, curve, dot = scene.artists
    assert dot.get_ydata()[0] == pytest.approx(widths(scene)[answers[1]])
    assert curve.get_ydata()[list(curve.get_xdata()).index(4)] == pytest.approx(dot.get_ydata()[0])


def test_the_attacked_face_is_drawn_and_counted(classifier):
    scene = scenes.adversarial(classifier)
    sentence = scene.draw(levels=8, face=3)
    x, y = classifier.x, classifier.y
    attacked = attacks.fgsm(classifier.network, x, y, 16 / 255, -1, 1)
    drawn = scene.artists[2].get_array() / 127.5 - 1
    np.testing.assert_allclose(drawn, attacked[2].movedim(0, -1), atol=1 / 127)
    share = accuracy(classifier.network, attacked, y)
    assert f"right on about {round(share, 1):.0%} after this step" in sentence
    values = scene.artists[-1].get_xdata()
    assert f"is now {winner(classifier, values)} for" in sentence
    torch.testing.assert_close(values, classifier.probabilities(attacked[2:3])[0])


def test_a_step_of_no_size_leaves_the_face_as_it_was(classifier):
    scene = scenes.adversarial(classifier)
    scene.draw(levels=0, face=1)
    face, _, after, *marks = scene.artists
    assert np.array_equal(face.get_array(), after.get_array())
    assert all(torch.equal(mark.get_xdata(), marks[0].get_xdata()) for mark in marks)


def test_before_the_training_nothing_has_changed():
    weights = torch.randn(4, 40, 3, 32, 32, generator=torch.Generator().manual_seed(0))
    scene = scenes.weight_gallery(Film(weights, [0.3, 0.5, 0.6, 0.6]))
    assert "all gray" in scene.draw(epoch=0, only_change=True)
    image, dot = scene.artists
    assert set(np.unique(image.get_array())) == {128, 255}  # gray, and white between the units
    assert "accuracy 0.5" in scene.draw(epoch=1, only_change=False)
    assert dot.get_ydata() == [0.5]


def test_the_first_variant_is_the_picture_and_without_a_change_all_are(classifier):
    scene = scenes.augmentation_preview(classifier.x)
    still = dict(max_degrees=0, max_shift=0, mirror=False, noise=0.0, kind="faces", number=2)
    scene.draw(**still)
    sheet = scene.artists[0].get_array()
    assert np.array_equal(sheet[:32, :32], sheet[34:66, 34:66])
    scene.draw(**{**still, "max_shift": 8})
    moved = scene.artists[0].get_array()
    assert np.array_equal(sheet[:32, :32], moved[:32, :32])
    assert not np.array_equal(moved[:32, :32], moved[34:66, 34:66])


# --- The reader's own picture ---------------------------------------------------------------------


def png(color=(200, 30, 30)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), color).save(file, "PNG")
    return file.getvalue()


def test_a_picture_is_classified_and_a_control_leads_back(classifier):
    scene = scenes.classify(classifier)
    sentence = scene.draw(**{**scene.opening, "picture": ("mine.png", png())})
    large, small, *_ = scene.artists
    assert "Your picture mine.png" in sentence and winner(classifier, widths(scene)) in sentence
    assert (large.get_array() == (200, 30, 30)).all() and large.get_array().shape == (96, 96, 3)
    assert (small.get_array() == (200, 30, 30)).all() and small.get_array().shape == (32, 32, 3)
    assert "A drawn" in scene.draw(**scene.opening)
    assert not (small.get_array() == (200, 30, 30)).all()


@pytest.mark.parametrize("content", [b"", b"no picture", png()[:40]])
def test_a_bad_file_gets_a_sentence_and_the_picture_stays(classifier, content):
    scene = scenes.classify(classifier)
    before = scene.render(**scene.opening)[0].copy()
    pixels, sentence = scene.render(**{**scene.opening, "picture": ("bad.png", content)})
    assert sentence.startswith("The picture")
    assert np.array_equal(pixels, before)


def test_the_name_of_a_file_or_a_class_is_text_and_nothing_that_runs(classifier):
    scene = scenes.classify(classifier)
    name = "<img src=x onerror=alert(1)>.png"
    sentence = scene.draw(**{**scene.opening, "picture": (name, png())})
    assert "<img" not in sentence and "&lt;img src=x onerror=alert(1)&gt;.png" in sentence
    for sentence in (
        scenes.invariance(classifier).draw(0, 0, 0, 0.0, 0.0, face=3),
        scenes.adversarial(classifier).draw(0, face=3),
    ):
        assert "of the class &lt;wild&gt;" in sentence and "<wild>" not in sentence
