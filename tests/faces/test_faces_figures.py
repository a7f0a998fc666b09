"""Pictures hold what they say, whatever a reader's folders are called."""

import html
import re
import warnings

import numpy as np
import pytest
import torch
from matplotlib.text import Text

from helpers.faces import figures, scenes, sources
from helpers.faces.panels import as_html, labels
from helpers.faces.trained import Classifier
from helpers.mlp import MLP
from helpers.pictures import canvas_of
from helpers.training import History

NAMES = [
    ("$x^2$", "a$b", "$"),
    ("猫", "犬", "狐"),
    ("قط", "כלב", "🦊"),
    ("a\\$b$c", "{_}^", "%s & <b>"),
    ("x" * 200, "x" * 199, "tab\tand\nline"),
    ("$\\frac{", " ", "été"),
]


def still_figures(classes):
    x, y = 2 * torch.rand(9, 3, 32, 32) - 1, torch.arange(9) % 3
    cloud = np.random.default_rng(0).normal(size=(9, 2)), np.array([0.5, 0.2])
    yield figures.gallery(x, y, classes, 3)
    found = [0, 1, 2], [1, 2, 0], [0.9, 0.8, 0.7]
    yield figures.confusion(torch.ones(3, 3).long(), classes, x[:3], *found)
    yield figures.geometry({"Input": cloud, "Hidden": cloud}, [0.4, 0.8], y, classes)
    yield figures.card_accuracy({name: torch.ones(5).bool() for name in classes})
    yield figures.suspicious(x, y, classes, (3, 4))


@pytest.mark.parametrize("classes", NAMES, ids=range(len(NAMES)))
def test_class_names_are_written_as_they_are_or_numbered(classes):
    """Folders named with $ begin no formula; what our font cannot write gets no empty boxes."""
    classifier = Classifier(MLP([3072, 3]), torch.zeros(9, 3, 32, 32), torch.arange(9) % 3, classes)
    moving = [make(classifier) for make in (scenes.invariance, scenes.adversarial, scenes.classify)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph warns
        for still in still_figures(classes):
            canvas_of(still.figure).draw()
            assert "<b>" not in still.sentence
        for scene in moving:
            sentence = scene.render(**scene.opening)[1]
            assert "<b>" not in sentence and not re.search(r"\$[^<]+\$", sentence)
    written = [Text(text=label, parse_math=True) for label in labels(classes)]
    for number, (text, name) in enumerate(zip(written, classes, strict=True), start=1):
        shown, is_math = text._preprocess_math(text.get_text())
        assert not is_math
        assert shown in (name, f"class {number}") or (len(name) > 14 and shown == name[:13] + "…")


def test_labels_are_all_different_and_plain_names_stay():
    assert labels(["cat", "dog", "wild", "été", "a$b"]) == ("cat", "dog", "wild", "été", r"a\$b")
    assert labels(["猫", "cat", "🦊"]) == ("class 1", "cat", "class 3")
    assert len(set(labels(["x" * 50, "x" * 51, "x" * 52]))) == 3


@pytest.mark.parametrize("name", ["$x$ <b>", "*a* _b_ `c`", "[a](javascript:b)", "a\n\n# b"])
def test_the_card_shows_a_name_and_runs_nothing(name):
    assert not set("$*_`\\[]<>\n") & set(sources.as_markdown(name))


@pytest.mark.parametrize("name", ["$x$", "a$b$.png", "<b>$5", "猫.png"])
def test_a_name_in_a_sentence_is_itself_and_no_formula(name):
    """A page typesets what stands between two dollars of one text."""
    texts = re.split(r"<[^>]*>", as_html(name))
    assert html.unescape("".join(texts)) == name
    assert all(text.count("$") <= 1 and (text == "$" or "$" not in text) for text in texts)


def test_every_start_is_drawn_and_said():
    stored = {"a": [np.array([0.1, 0.3]), np.array([0.5, 0.6])]}
    still = figures.starts(["one", "two"], {"a": [0.2, 0.55]}, stored)
    (marks,) = still.figure.axes[0].lines
    assert marks.get_xdata().tolist() == [0.2, 0.55]
    bars = still.figure.axes[0].collections[0].get_segments()
    assert [bar[:, 0].tolist() for bar in bars] == [[0.1, 0.3], [0.5, 0.6]]
    assert "one 0.10 to 0.30, two 0.50 to 0.60" in still.sentence


def test_an_occlusion_map_lies_where_its_squares_lie():
    """A square of 8 pixels that starts at (6, 10) has its middle at (9.5, 13.5)."""
    occlusion = torch.zeros(1, 13, 13)
    occlusion[0, 3, 5] = 1.0
    still = figures.explanations(torch.zeros(1, 3, 32, 32), {"occlusion": occlusion})
    drawn = still.figure.axes[1].images[0].get_array()[..., 0]
    rows, columns = np.nonzero(drawn == 255)
    assert (rows.mean(), columns.mean()) == (9.5, 13.5)


def test_curves_are_those_of_the_history():
    history = History(train_loss=[1.0, 0.5], valid_loss=[1.1, 0.9], valid_accuracy=[0.4, 0.6])
    still = figures.learning_curves(history)
    drawn = [line.get_ydata().tolist() for ax in still.figure.axes for line in ax.lines]
    assert drawn == [[1.0, 0.5], [1.1, 0.9], [0.4, 0.6]]
