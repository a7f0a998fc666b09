"""The exercise of section 8, the model card: the course's own, what can be wrong with one, the check."""

import re
from collections.abc import Callable, Sequence

import numpy as np

from helpers.exercise import Exercise
from helpers.values import agree, show_value

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
            f"yours says {show_value(card['accuracy'])}."
        )
    recall = card["recall"]
    if not isinstance(recall, dict) or set(recall) != set(truth["recall"]):
        faults.append(f"recall: a dictionary with the keys {', '.join(truth['recall'])} is due.")
    else:
        faults += [
            f"recall: of the class {name} the share found is {share:.4g}; yours says {show_value(recall[name])}."
            for name, share in truth["recall"].items()
            if not _close(recall[name], share)
        ]
    if card["worst_class"] != truth["worst_class"]:
        faults.append(f"worst_class: the lowest recall is that of {truth['worst_class']}.")
    return faults


def _text_faults(card: dict, truth: dict) -> list[str]:
    faults = [
        f"{key}: a sentence of three words or more is due here."
        for key in CARD_TEXTS
        if not _is_sentence(card[key])
    ]
    if faults:
        return faults
    uses = [" ".join(card[key].lower().split()) for key in ("intended_use", "out_of_scope")]
    if uses[0] == uses[1]:
        faults.append(
            "Hint: out_of_scope says the same as intended_use, but what a model is for is not what "
            "it is not for."
        )
    worst = truth["worst_class"]
    if card["worst_class"] == worst and worst.lower() not in card["limits"].lower():
        faults.append(
            "Hint: limits must name the class on which the model is worst, whatever the matrix."
        )
    numbers = numbers_in(card["claim"])
    percent = 100 * truth["accuracy"]
    if not any(abs(number - percent) <= 0.51 for number in numbers):
        faults.append(f"claim: it lacks its number, {percent:.0f} %.")
    if truth["num_images"] not in numbers:
        faults.append(
            "Hint: claim must say on how many images that was measured, whatever the matrix."
        )
    return faults


def _is_sentence(text: object) -> bool:
    return isinstance(text, str) and len(text.split()) >= 3


def numbers_in(text: str) -> list[float]:
    """Return the numbers in a text; 1,500 and 85.2% are numbers."""
    return [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def _close(value: object, wanted: float) -> bool:
    return agree(value, wanted, rtol=0, atol=0.0051 if wanted <= 1 else 0.01)


def _part(**makers: Callable) -> Callable:
    """Return what is wrong in a card: some entries, each made from (card, confusion, classes)."""

    def wrong(confusion, classes):
        card = complete_card(confusion, classes)
        return {key: make(card, confusion, classes) for key, make in makers.items()}

    return wrong


def _shares(axis: int | None) -> Callable:
    """Return a wrong recall: of each class, those found over the sum along `axis`."""
    return lambda card, confusion, classes: dict(
        zip(classes, (np.diag(confusion) / confusion.sum(axis=axis)).tolist(), strict=True)
    )


def _worst(scores: Callable) -> Callable:
    """Return a wrong worst class: the one with the lowest of `scores(confusion)`."""
    return lambda card, confusion, classes: classes[int(np.argmin(scores(confusion)))]


def _cards_alike(card: dict, wrong: dict) -> bool:
    """Say whether a card makes the mistake of `wrong`, which has the wrong entries only."""
    return all(_entries_alike(key, card[key], value) for key, value in wrong.items())


def _entries_alike(key: str, entry: object, wrong: object) -> bool:
    if key in CARD_TEXTS:  # what can be compared: no sentence at all, or the numbers in it
        return _is_sentence(entry) == _is_sentence(wrong) and set(numbers_in(wrong)) <= set(
            numbers_in(entry)
        )
    if isinstance(wrong, str):
        return entry == wrong
    if isinstance(wrong, dict) and isinstance(entry, dict):
        entry, wrong = list(entry.values()), list(wrong.values())
    return agree(entry, wrong, rtol=0, atol=0.006)


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
            _part(accuracy=lambda card, *_: 100 * card["accuracy"]),
            "A share lies between 0 and 1. Write percent in sentences, not in the number.",
        ),
        (
            _part(recall=lambda card, *_: {k: 100 * v for k, v in card["recall"].items()}),
            "Shares lie between 0 and 1. Write percent in sentences, not in the numbers.",
        ),
        (
            _part(accuracy=lambda card, *_: float(np.mean(list(card["recall"].values())))),
            "You average the classes' recalls. The accuracy is the share of all images: large "
            "classes weigh more.",
        ),
        (
            _part(accuracy=lambda card, *_: 1 - card["accuracy"]),
            "That is the share that is wrong. The accuracy is the share that is right.",
        ),
        (
            _part(recall=_shares(axis=0)),
            "You divide by the columns: of what it *called* a class. Recall divides by the rows: of "
            "what *is* in the class.",
        ),
        (
            _part(recall=_shares(axis=None)),
            "You divide each class by all images. Recall is a share of that class.",
        ),
        (
            _part(recall=lambda card, *_: list(card["recall"].values())),
            "The numbers are right. A dictionary says which class each belongs to: "
            "dict(zip(classes, recall)).",
        ),
        (
            _part(worst_class=_worst(lambda confusion: np.diag(confusion) - confusion.sum(axis=1))),
            "You take the class with the most errors. A large class has many errors even when it "
            "does well: compare shares.",
        ),
        (
            _part(worst_class=_worst(np.diag)),
            "You take the class with the fewest right images. It may just be small: compare shares.",
        ),
        (
            _part(worst_class=_worst(lambda confusion: np.diag(confusion) / confusion.sum(axis=0))),
            "That is the class whose name can be trusted least. The worst is the one that is "
            "*recognized* least: divide by the rows.",
        ),
        (
            _part(
                worst_class=_worst(lambda confusion: -np.diag(confusion) / confusion.sum(axis=1))
            ),
            "That is the class with the highest recall, the best. Look for the lowest.",
        ),
        (
            _part(worst_class=lambda card, _, classes: classes.index(card["worst_class"])),
            "That is the number of the class. Give its name: classes[...].",
        ),
        (
            _part(num_images=lambda card, confusion, _: len(confusion)),
            "That is the number of classes. Each entry of the matrix counts images: add them up.",
        ),
        (
            _part(num_images=lambda card, confusion, _: confusion.size),
            "That is the number of entries. Each entry counts images: add them up.",
        ),
        (
            _part(num_images=lambda card, confusion, _: int(np.trace(confusion))),
            "You count the images that are right. Those off the diagonal were tested, too.",
        ),
        (
            _part(claim=lambda card, *_: f"Right on {card['accuracy']:.2f} of all images."),
            "Write the accuracy in percent, 100 times the share, as f'{accuracy:.0%}' does.",
        ),
        (
            _part(claim=lambda card, *_: f"Wrong on {1 - card['accuracy']:.0%} of all images."),
            "That is the share that is wrong, in percent. Claim the accuracy.",
        ),
        (
            _part(limits=lambda *_: ""),
            "Every model has limits. Name the class on which it does worst.",
        ),
        (
            _part(out_of_scope=lambda *_: ""),
            "Say what the model is not for. If nothing is out of scope, it will be used for anything.",
        ),
    ],
    agree=lambda answer, expected: not card_faults(answer, expected),
    alike=_cards_alike,
    explain=lambda case, answer, expected: "\n".join(card_faults(answer, expected)),
)
