"""Five headlines that were printed, what the study behind each shows, and where the two part."""

from typing import NamedTuple

GAPS = {
    "A": "It was calculated, and is told as if it had been done.",
    "B": "It happened, but for a reason that makes no headline.",
    "C": "The number belongs to another measure than the word beside it.",
    "D": "It was compared with a group that flatters it.",
    "E": "It was tried on a collection of the past, and is told as if it were in use.",
}


class Headline(NamedTuple):
    """A headline, where it stood, what the study says, the letter of the gap, and a hint."""

    text: str
    outlet: str
    shown: str
    gap: str
    hint: str


HEADLINES = {
    1: Headline(
        "AI predicts crime with 90 per cent accuracy",
        "Engineering & Technology (IET), 2022",
        "For reported events of a week, in tiles 1,000 feet wide, the area under the ROC curve "
        "was about 90 % on average in Chicago [28].",
        "C",
        "Which quantity is 90 % in the study, and which one in the headline?",
    ),
    2: Headline(
        "ChatGPT, Other AI Models Can Be as Good as Human Lawyers; Perform Better in Bar Exam Score",
        "Reuters at Gadgets 360, 16 March 2023: 'in the 90th percentile of actual test takers'",
        "The 90 % come from the people who sit the exam in February, many of whom had failed in July. "
        "Beside all of July it is below the 69th percentile, beside first-timers about the 62nd, "
        "beside those who passed about the 48th [29].",
        "D",
        "Who are the people of whom it beats 90 %?",
    ),
    3: Headline(
        "Millions of new materials discovered with deep learning",
        "Google DeepMind, 29 November 2023",
        "A network and quantum-chemical calculations predict 2.2 million crystals as stable, 380,000 "
        "of them the most stable. Two chemists who looked found 'scant evidence for compounds that "
        "fulfill the trifecta of novelty, credibility, and utility' [30].",
        "A",
        "What would it take to hold one of them in a hand, and was that done?",
    ),
    4: Headline(
        "Google AI outperforms doctors at predicting breast cancer",
        "CIO AXIS, 2020",
        "On stored mammograms of past screenings, it missed 2.7 points fewer cancers than a first "
        "reader in the UK, and 9.4 fewer than readers in the US; in British screening two doctors "
        "read each picture [31].",
        "E",
        "Did anyone's care depend on its answer?",
    ),
    5: Headline(
        "Facebook shuts down robots after they invent their own language",
        "The Telegraph, August 2017",
        "Two programs that train by bargaining with each other drift from English, because nothing "
        "rewards it. The authors keep one of them fixed as it had learned from people. They "
        "wanted programs that bargain with people [32].",
        "B",
        "What did the authors want, and what did they do when the programs drifted?",
    ),
}


def find_gap(headline: int) -> str:
    """Return the letter, "A" to "E", of where a headline, 1 to 5, parts from its study."""
    return HEADLINES[headline].gap
