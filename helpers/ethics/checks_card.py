"""The exercise of section 8, the model card: the course's own, what can be wrong with one, the check."""

import re
from collections.abc import Callable, Sequence

import numpy as np

from helpers.exercise import Exercise, agree

CARD_TEXTS = ("intended_use", "out_of_scope", "limits", "claim")
CARD_KEYS = ("num_images", "accuracy", "recall", "worst_class", *CARD_TEXTS)


def complete_card(confusion: np.ndarray, classes: Sequence[str]) -> dict:
    """Return a model card's numbers and sentences from a confusion matrix, as a dictionary.

    `confusion[i, j]` counts the images of class i that the model calls class j.
    """
    confusion = np.asarray(confusion)
    num_images, num_right = int(confusion.sum()), int(np.trace(confusion))
    recall = np.diag(confusion) / confusion.sum(axis=1)
    worst = classes[int(np.argmin(recall))]
    return {
        "num_images": num_images,
        "accuracy": num_right / num_images,
        "recall": dict(zip(classes, recall.tolist(), strict=True)),
        "worst_class": worst,
        "intended_use": "Teaching: to sort drawn faces, one to a picture.",
        "out_of_scope": "Photographs, and any use in which a mistake costs something.",
        "limits": f"It is weakest on {worst}, and it has no answer for other animals.",
        "claim": f"Right on {num_right / num_images:.0%} of {num_images} drawn test images.",
    }


def card_faults(card: object, truth: dict) -> list[str]:
    """Return what is wrong with a card, in words; `truth` is a card with the right numbers."""
    if not isinstance(card, dict):
        return [f"A card is a dictionary; yours is a {type(card).__name__}."]
    missing = [key for key in CARD_KEYS if key not in card]
    if missing:
        return [f"The card lacks {', '.join(missing)}."]
    return [*_number_faults(card, truth), *_text_faults(card, truth)]


def _number_faults(card: dict, truth: dict) -> list[str]:
    faults = []
    if not _close(card["num_images"], truth["num_images"]):
        faults.append(f"num_images: the matrix holds {truth['num_images']} images.")
    if not _close(card["accuracy"], truth["accuracy"]):
        faults.append(
            f"accuracy: the share on the diagonal is {truth['accuracy']:.4g}; "
            f"yours says {card['accuracy']}."
        )
    recall = card["recall"]
    if not isinstance(recall, dict) or set(recall) != set(truth["recall"]):
        faults.append(f"recall: a dictionary with the keys {', '.join(truth['recall'])} is due.")
    else:
        faults += [
            f"recall: of the class {name} the share found is {share:.4g}; yours says {recall[name]}."
            for name, share in truth["recall"].items()
            if not _close(recall[name], share)
        ]
    if card["worst_class"] != truth["worst_class"]:
        faults.append(f"worst_class: the lowest recall is that of {truth['worst_class']}.")
    return faults


def _text_faults(card: dict, truth: dict) -> list[str]:
    faults = [
        f"{key}: a sentence is due here."
        for key in CARD_TEXTS
        if not isinstance(card[key], str) or len(card[key].split()) < 3
    ]
    if faults:
        return faults
    uses = [" ".join(card[key].lower().split()) for key in ("intended_use", "out_of_scope")]
    if uses[0] == uses[1]:
        faults.append("out_of_scope: it says the same as intended_use.")
    if truth["worst_class"].lower() not in card["limits"].lower():
        faults.append("limits: name the class on which the model is worst.")
    numbers = numbers_in(card["claim"])
    percent = 100 * truth["accuracy"]
    if not any(abs(number - percent) <= 0.51 for number in numbers):
        faults.append(f"claim: it lacks its number, {percent:.0f} %.")
    if truth["num_images"] not in numbers:
        faults.append("claim: it does not say on how many images that was measured.")
    return faults


def numbers_in(text: str) -> list[float]:
    """Return the numbers in a text; 1,500 and 85.2% are numbers."""
    return [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def _close(value: object, wanted: float) -> bool:
    try:
        return bool(np.isclose(float(value), wanted, rtol=0, atol=0.0051 if wanted <= 1 else 0.01))
    except (TypeError, ValueError):
        return False


def _card_with(**changes: Callable) -> Callable:
    """Return the course's card with some entries computed in another way."""

    def wrong(confusion, classes):
        card = complete_card(confusion, classes)
        confusion = np.asarray(confusion)
        return card | {key: make(card, confusion, classes) for key, make in changes.items()}

    return wrong


def _shares(axis: int | None) -> Callable:
    """Return a wrong recall: of each class, those found over the sum along `axis`."""
    return lambda card, confusion, classes: dict(
        zip(classes, (np.diag(confusion) / confusion.sum(axis=axis)).tolist(), strict=True)
    )


def _most_errors(card, confusion, classes):
    errors = confusion.sum(axis=1) - np.diag(confusion)
    return classes[int(np.argmax(errors))]


def _card_traits(card: dict) -> list:
    """Return what two cards that make the same mistakes have in common."""
    recall = card["recall"] if isinstance(card["recall"], dict) else {}
    texts = [str(card[key]) for key in CARD_TEXTS]
    return [
        sorted(map(str, recall)),
        str(card["worst_class"]),
        [len(text.split()) < 3 for text in texts],
        texts[0].lower().split() == texts[1].lower().split(),
        str(card["worst_class"]).lower() in texts[2].lower(),
        bool(numbers_in(texts[3])),
    ]


def _card_numbers(card: dict) -> list[float]:
    recall = card["recall"].values() if isinstance(card["recall"], dict) else []
    return [card["num_images"], card["accuracy"], *recall]


def _cards_alike(answer, wrong) -> bool:
    if not isinstance(answer, dict) or not set(CARD_KEYS) <= set(answer):
        return False
    same = _card_traits(answer) == _card_traits(wrong)
    return same and agree(_card_numbers(answer), _card_numbers(wrong), rtol=0, atol=0.006)


_CLASSES = ["cat", "dog", "wild"]
COMPLETE_CARD = Exercise(
    complete_card,
    cases=[
        dict(confusion=np.array([[80, 15, 5], [20, 70, 10], [20, 12, 168]]), classes=_CLASSES),
        dict(confusion=np.array([[45, 5], [60, 240]]), classes=["healthy", "ill"]),
        dict(confusion=np.array([[30, 9, 1], [4, 30, 6], [50, 10, 140]]), classes=_CLASSES),
        dict(confusion=np.array([[150, 20, 30], [3, 17, 0], [2, 1, 47]]), classes=_CLASSES),
    ],
    misconceptions=[
        (
            _card_with(accuracy=lambda card, *_: 100 * card["accuracy"]),
            "A share lies between 0 and 1. Write percent in sentences, not in the number.",
        ),
        (
            _card_with(accuracy=lambda card, *_: float(np.mean(list(card["recall"].values())))),
            "You average the classes' recalls. The accuracy is the share of all images: large "
            "classes weigh more.",
        ),
        (
            _card_with(recall=_shares(axis=0)),
            "You divide by the columns: of what it *called* a class. Recall divides by the rows: of "
            "what *is* in the class.",
        ),
        (
            _card_with(recall=_shares(axis=None)),
            "You divide each class by all images. Recall is a share of that class.",
        ),
        (
            _card_with(
                worst_class=_most_errors,
                limits=lambda *case: (
                    f"It is weakest on {_most_errors(*case)}, and knows no others."
                ),
            ),
            "You take the class with the most errors. A large class has many errors even when it "
            "does well: compare shares.",
        ),
        (
            _card_with(out_of_scope=lambda card, *_: card["intended_use"]),
            "The two uses must differ: one says what the model is for, the other what it is not for.",
        ),
        (
            _card_with(claim=lambda *_: "The model is highly accurate and very reliable."),
            "A claim without a number cannot be checked. Give the percentage, and of how many.",
        ),
        (
            _card_with(limits=lambda *_: ""),
            "Every model has limits. Name the class on which it does worst.",
        ),
        (
            _card_with(out_of_scope=lambda *_: ""),
            "Say what the model is not for. If nothing is out of scope, it will be used for anything.",
        ),
    ],
    agree=lambda answer, expected: not card_faults(answer, expected),
    alike=_cards_alike,
    explain=lambda case, answer, expected: "\n".join(card_faults(answer, expected)),
)
