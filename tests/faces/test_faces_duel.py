"""You against the network: faces come one by one, and two tables say who was right where."""

import re

import pytest
import torch
from IPython.core.interactiveshell import InteractiveShell

from helpers.faces import duel

CLASSES = ("cat", "<dog>", "wild")


@pytest.fixture
def game():
    """Six faces, two of each class; the network takes both cats for dogs."""
    x = 2 * torch.rand(6, 3, 32, 32, generator=torch.Generator().manual_seed(0)) - 1
    y = torch.tensor([0, 1, 2, 0, 1, 2])
    return duel.Duel(x, y, torch.tensor([1, 1, 2, 1, 1, 2]), CLASSES)


def counts(text: str) -> list[list[int]]:
    """Return the entries of the tables in HTML, table by table."""
    tables = re.findall(r"<table data-measured>.*?</table>", text, re.S)
    return [[int(n) for n in re.findall(r"<td[^>]*>(?:<b>)?(\d+)", table)] for table in tables]


def test_both_matrices_stand_there_after_the_last_face(game):
    for label in (0, 1, 2, 0, 1):
        assert game.result.value == ""
        game.buttons[label].click()
    assert "Face 6 of 6" in game.picture.value
    game.buttons[0].click()
    mine, network = counts(game.result.value)
    assert mine == [2, 0, 0, 0, 2, 0, 1, 0, 1]
    assert network == [0, 2, 0, 0, 2, 0, 0, 0, 2]
    assert "right on 5 of 6 faces, the network on 4" in game.result.value
    assert "Only you: 2. Only the network: 1. Neither: 0" in game.result.value
    assert all(button.disabled for button in game.buttons)


def test_one_answer_can_be_taken_back_and_clicks_after_the_end_count_for_nothing(game):
    assert game.back.disabled
    for _ in range(6):
        game.answer(0)
    before = game.result.value
    game.answer(1)
    assert game.result.value == before
    game.back.click()
    assert game.given == [0] * 5 and game.result.value == ""
    assert "Face 6 of 6" in game.picture.value and not game.buttons[0].disabled


def test_every_picture_is_named_and_class_names_are_text(game):
    assert 'alt="Face 1 of 6, 32 pixels a side"' in game.picture.value
    for _ in range(6):
        game.answer(0)
    assert "<dog>" not in game.result.value and "&lt;dog&gt;" in game.result.value


def test_without_a_kernel_stand_the_faces_and_folded_what_they_are(game):
    shell = InteractiveShell.instance()
    shown = []
    publish, shell.display_pub.publish = (
        shell.display_pub.publish,
        lambda data, **_: shown.append(data),
    )
    try:
        duel.duel(game.x, game.y, game.answers, CLASSES)
        first = duel._SHOWN[duel.NAME]
        duel.duel(game.x, game.y, game.answers, CLASSES)
    finally:
        shell.display_pub.publish = publish
    assert first.box.comm is None  # a rerun closes what it showed before
    view, still = shown[:2]
    assert "button each for: cat" in view["text/plain"]
    assert 'alt="6 small faces in rows of ten"' in still["text/html"]
    assert "<details>" in still["text/html"] and duel.NO_KERNEL in still["text/html"]
    assert "<p>They are: cat, &lt;dog&gt;, wild, cat, &lt;dog&gt;, wild.</p>" in still["text/html"]
    says = "&lt;dog&gt;, &lt;dog&gt;, wild, &lt;dog&gt;, &lt;dog&gt;, wild"
    assert f"<p data-measured>The network says: {says}.</p>" in still["text/html"]
    assert counts(still["text/html"]) == [[0, 2, 0, 0, 2, 0, 0, 0, 2]]


def test_thirty_faces_are_ten_of_each_class():
    labels = torch.randint(0, 3, (400,), generator=torch.Generator().manual_seed(0))
    chosen = duel.pick(labels)
    assert labels[chosen].bincount().tolist() == [10, 10, 10]
    assert len(duel.pick(torch.tensor([0, 1, 1]))) == 3  # a small folder
