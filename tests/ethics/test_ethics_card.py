"""The grader of model cards: each fault is named, and what is right has none."""

import numpy as np
import pytest

from helpers.ethics.checks_card import card_faults, complete_card, numbers_in

CONFUSION, CLASSES = np.array([[8, 2], [3, 27]]), ["cat", "dog"]


def test_course_card_has_no_faults():
    card = complete_card(CONFUSION, CLASSES)
    assert card_faults(card, card) == []
    assert card["accuracy"] == pytest.approx(35 / 40)
    assert card["worst_class"] == "cat"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (dict(num_images=39), "num_images"),
        (dict(accuracy=87.5), "accuracy"),
        (dict(accuracy="high"), "accuracy"),
        (dict(recall={"cat": 0.8}), "recall"),
        (dict(recall={"cat": 0.8, "dog": 0.7}), "dog"),
        (dict(worst_class="dog"), "worst_class"),
        (dict(intended_use="  "), "intended_use"),
        (dict(out_of_scope="None."), "out_of_scope"),
        (dict(limits="There are no limits."), "limits"),
        (dict(claim="It is right on 40 images."), "88 %"),
        (dict(claim="It is right on 88 % of images."), "how many images"),
    ],
)
def test_each_fault_of_a_card_is_named(change, word):
    truth = complete_card(CONFUSION, CLASSES)
    assert word in "\n".join(card_faults(truth | change, truth))


def test_same_use_and_misuse_is_a_fault():
    truth = complete_card(CONFUSION, CLASSES)
    card = truth | dict(out_of_scope=truth["intended_use"].upper())
    assert any("same" in fault for fault in card_faults(card, truth))


def test_numbers_in_a_text():
    assert numbers_in("85.2% of 1,500 images, 3 classes.") == [85.2, 1500, 3]
