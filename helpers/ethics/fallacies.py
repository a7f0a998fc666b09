"""Mitchell's four fallacies, and claims to tell them apart by."""

from typing import NamedTuple

FALLACIES = {
    1: "narrow intelligence lies on a continuum with general intelligence",
    2: "easy things are easy and hard things are hard",
    3: "wishful mnemonics",
    4: "intelligence is all in the brain",
}


class Claim(NamedTuple):
    """A claim invented for the exercise, the number of its fallacy, and a hint."""

    text: str
    fallacy: int
    hint: str


CLAIMS = {
    "a": Claim(
        "Our program wins at poker. General intelligence is the next step on the same road.",
        1,
        "What does a step on one road say about where the road leads?",
    ),
    "b": Claim(
        "It plays chess like a grandmaster, so tidying a nursery will be no trouble.",
        2,
        "Which of the two tasks costs a person more effort, and which a machine?",
    ),
    "c": Claim(
        "The network has learned to understand: it scored 91 on the Understanding Benchmark.",
        3,
        "Rename the benchmark 'test 37'. What is left of the claim?",
    ),
    "d": Claim(
        "Once a chip has as many switches as the brain has synapses, a mind will run on it.",
        4,
        "What else than a brain did every mind so far have?",
    ),
    "e": Claim(
        "The robot wants to reach the door, and gets frustrated when it cannot.",
        3,
        "Which quantity in the program was given the name 'frustration', and by whom?",
    ),
    "f": Claim(
        "First we solve mathematics. What a two-year-old can do will then be a weekend's work.",
        2,
        "Is what we do without thinking therefore little work?",
    ),
    "g": Claim(
        "It translates, it draws, it codes. Add a few more skills and it will be as general as we are.",
        1,
        "Is generality a sum of narrow skills?",
    ),
    "h": Claim(
        "Feeling and having a body are decoration. Pure reasoning can be had without them.",
        4,
        "Does reasoning, as far as we know it, work apart from body, feeling and culture?",
    ),
}


def fallacy(claim: str) -> int:
    """Return the number, 1 to 4, of the fallacy in one of the invented claims "a" to "h"."""
    return CLAIMS[claim].fallacy
