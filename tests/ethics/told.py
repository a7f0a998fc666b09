"""Sentences of notebook 09 with a number or a comparison that no code of ours could compute."""

CITED = [
    "(The study has a second half that the headline leaves out",
    "told to play a certain character, for the person in 73 %",
    "GPT-4 passed as human in 54 %",
    "Drew McDermott, who coined",
    "In the 1950s he worked with",
    "He burned his unpublished work, and died at 46.",
    "In Monte Carlo, in July 1979,",
    "There were five games: the program won 2, 1, 2 and 2 points",
    "Of 73 moves that left a choice",
    "would itself end about 1 pregnancy in 300",
    "published data on 7,214 people",
    "A score of 5 or more counts as",
    "GPT-3 has 175 billion parameters",
    "David Patterson and colleagues (2021) published the rest",
    "And the search was cheaper than the paper could know.",
    "Patterson and colleagues, most of them at the company that ran it",
    "the energy was estimated 18.7 times too high",
    "the emissions were 88 times lower",
    "Most companies spend more energy on serving a model",
    "Sayash Kapoor and Arvind Narayanan (2022) read",
]

DEFINED = [
    "A forecaster who says *70 %* cannot be wrong on one day.",
    "Over many days she can: of the things",
    "The draw: the fifteen whose identifiers have the smallest SHA-256",
    "Two groups live there: half of A is in need",
    "Five networks will serve several sections",
    '"the network\'s G0034 is .9"',
    "We show it a scene with a bright half",
    "a game can count for more than one point",
    "A test finds 90 % of those who are ill",
    "A kilowatt-hour is 1,000 watts for one hour.",
    "sees all of the 14,630 photographs",
    "(Assumed: a laptop that achieves",
    "200 pictures, 100 with cancer and 100 without",
    "The doctors missed 4 of the 100 cancers, the program 2.",
    "The program raised 10 false alarms.",
    "And the 94 % were measured where every second picture",
    "A model scores higher than most students",
    "The last run took 20 kWh, all runs together took 4,000 kWh.",
]

DERIVED = [
    "an incomplete sentence, in medicine as in the search",
    "'The last run took 20 kWh, and the search before it took 3,980.'",
]

TASK = [
    "Find how, with 1,000 people and a pencil.",
    "**Step 2.",
    "`people` is a list of groups, each a pair",
    "**Step 3.",
    "Let the records differ more, let one district be twice as busy",
    "Complete `fallacy` so that it returns the number, 1 to 4",
    "So read *91 % on the X Understanding Test* as",
    "See it person by person: move",
]
