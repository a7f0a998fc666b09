"""No sentence with a number or a comparison stands without a test, a source or a definition behind it."""

import pytest

import course
import ledger
from ledger import Sentence


@pytest.mark.parametrize("name", course.NAMES)
def test_something_stands_behind_every_claim(name):
    claims = [sentence for sentence in ledger.sentences(name) if sentence.is_claim]
    bare = [claim.text for claim in claims if not ledger.behind(name, claim)]
    assert not bare, "\n".join([f"{len(bare)} of {len(claims)} claims of {name}:", *bare])


@pytest.mark.parametrize(("name", "room"), course.rooms().items())
def test_every_entry_of_the_ledger_belongs_to_one_sentence(name, room):
    """What a sentence no longer says is no longer tested or told for it."""
    texts = [sentence.text for sentence in ledger.sentences(name)]
    entries = ledger.claimed(room) | ledger.told(room)
    found = {words: sum(words in text for text in texts) for words in entries}
    assert {words: count for words, count in found.items() if count != 1} == {}
    assert set(ledger.told(room).values()) <= set(ledger.REASONS)


@pytest.mark.parametrize(("name", "room"), course.rooms().items())
def test_what_is_tested_or_no_claim_is_not_told(name, room):
    told = ledger.told(room)
    for sentence in ledger.sentences(name):
        words = [word for word in told if word in sentence.text]
        tested = any(word in sentence.text for word in ledger.claimed(room))
        assert len(words) <= 1, sentence.text
        assert not words or (sentence.is_claim and not tested), sentence.text


@pytest.mark.parametrize(
    ("text", "is_claim"),
    [
        ("Depth wins by 3 points.", True),
        ("Half of the units are off, more than before.", True),
        ("It is faster than the other.", True),
        ("We set $n = 3$ and call `f(3)` as in section 3.1 of notebook 06 [3].", False),
        ("Rosenblatt built it in 1958.", False),
        ("Its outputs lie between 0 and 1.", False),
        ("How many of the 8 are right?", False),
    ],
)
def test_claims_are_numbers_and_comparisons_outside_of_formulas(text, is_claim):
    assert Sentence(text).is_claim == is_claim


def test_printed_numbers_stand_behind_a_sentence_but_not_behind_a_comparison():
    printed = "accuracy 0.83 on 1000 images"
    assert Sentence("It gets .83 of the 1,000 right.", printed).is_printed
    assert not Sentence("It gets .84 of the 1,000 right.", printed).is_printed
    assert not Sentence("It gets .83, more than 1,000 others.", printed).is_printed
    assert not Sentence("It gets 5 right.", "5 right").is_printed  # one digit proves little


def test_sentences_are_split_at_their_ends_only():
    text = "# Title\n\nOne is 1.5. *Two* is\nlonger.\n\n- Item one\n- Item two. And three.\n\n$$x = 1$$"
    assert ledger.split(text) == [
        "One is 1.5.",
        "*Two* is longer.",
        "- Item one",
        "- Item two.",
        "And three.",
    ]
