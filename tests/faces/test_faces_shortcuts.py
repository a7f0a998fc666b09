"""Marks that give the class away."""

import torch

from helpers.faces import shortcuts


def test_wrong_cues_are_wrong_and_all_there():
    labels = torch.arange(3).repeat(100)
    cues = shortcuts.wrong_cues(labels, 3)
    assert not (cues == labels).any()
    assert set(cues.tolist()) == {0, 1, 2}


def test_the_colleagues_mark_is_found():
    x, y = 2 * torch.rand(300, 3, 32, 32) - 1, torch.arange(300) % 3
    marked = shortcuts.colleague(x, y, 3)
    row, column = shortcuts.find_shortcut(marked, y)
    assert (marked != x).any(dim=0).any(dim=0)[row, column]
    assert (marked != x).any(dim=0).any(dim=0).sum() == 4
