"""What notebook 05 asks: guesses before a cell is run, quiz questions after, and an open task.

Each wrong option is a misconception that readers really have.
"""

from helpers.form import OpenTask
from helpers.guesses import Number, Pick, Sketch
from helpers.quiz import Question, right, wrong

LAST_ACCURACY = Number(
    "The network learns 100 digits by heart. What share of the validation digits will it have right in "
    "the end? Guessing would have 0.1.",
    digits=2,
)

NEW_POINTS = Sketch(
    "Ten noisy points of a sine, and a polynomial through them. How large is the error on new points? The "
    "noise alone makes 0.3.",
    (0.0, 1.0, 3.0, 9.0),
    "Degree",
    "RMS error on new points",
    0.0,
    1.0,
)

DESCENT = Sketch(
    "The network learns 100 digits. How large is its test error at these widths? Set a power of ten: -1 is "
    "an error of 0.1, 0 one of 1 (what always saying nothing has), 1 of 10, 2 of 100, 3 of 1,000.",
    (20.0, 50.0, 90.0, 100.0, 110.0, 200.0, 1500.0),
    "Hidden units",
    "Test error (power of ten)",
    -1.0,
    3.0,
)

FOLDS = Number(
    "At learning rate .5, how many points of accuracy lie between the best of the five blocks and the "
    "worst?",
    "points",
    digits=2,
)

BRACKET = Number(
    "The network of 10 units has a third of its 100 digits wrong, and half of the new ones. It learns from "
    "800 instead. How many of 100 new digits will it then have wrong?",
    digits=2,
)

BEST_RATE = Pick("Which of the three learning rates wins in 100 epochs?", ("0.01", "0.1", "1"))

GUESSERS = Number(
    "A hundred models guess between two classes, on 100 validation samples. What accuracy has the best "
    "of them, on average?",
    digits=2,
)

BEST_SEED = Number(
    "Five folds of 100 digits crown the best of forty seeds, with an accuracy of 69%, on average. How many of "
    "100 new digits has its network right, once it has learned all 100?",
    digits=2,
)

NO_SIGNAL = Number(
    "Ten records of each person to learn from, others of the same people to be tested on, the people far "
    "apart, and no signal: which accuracy do you expect when records are split at random?",
    "%",
    digits=2,
)

PRECISION = Number(
    "Of 200 people 10% are ill. The test finds 90% of the ill, and alarms 18% of the healthy. What share of "
    "the alarms is right?",
    "%",
    digits=2,
)

SLANTED = Number(
    "The first network is right on 93% of all digits. What is its error on the slanted tenth?",
    "%",
    digits=2,
)

FAULT_NAMES = ("scaling", "selection", "identity", "test reuse", "metric")

WORST_FAULT = Pick(
    "You may repair one of the five faults, and leave the others in. Which repair lowers the score most?",
    FAULT_NAMES,
)

REFEREE = OpenTask(
    "A referee's report",
    "The lab wants to publish its 95%. Write the report, in about ten lines: what the number measures, what "
    "the data can support, and what the lab should do next. Run what you need: other splits, other "
    "settings, one fault at a time.",
    (
        "It says what the score would have to mean, new people, and that the split did not test it.",
        "It reports the honest score with an interval over people, and compares with the score of a study "
        "that always says healthy.",
        "It does not say that there is nothing: over ten splits the honest score is above one half.",
        "It asks for something that can be done: more ill people, a second clinic, settings fixed "
        "beforehand.",
    ),
    (
        "All five faults score 0.95 over ten splits, none of them 0.70.",
        "With the repaired study, the ten splits scatter from 0.61 to 0.78: the split alone can move the "
        "score by more than any fault but identity does.",
        "With the diagnoses dealt out at random among the people, so that nothing is left to find, the "
        "flawed study still reports 0.91 on average, and the repaired one 0.50.",
    ),
    (
        "Repairing until the score looks modest, and stopping there: two faults that cover for each other "
        "are both still in.",
        "Trying ten splits and reporting the one that one likes. That is test reuse with another name.",
    ),
    minutes=15,
)

MORE_DATA = Question(
    "A straight line (degree 1) is fitted to the ten points, and misses new points by 0.33 (mean "
    "squared error). You get a thousand points instead of ten. What happens to that error?",
    (
        wrong(
            "It goes to zero: enough data teach any model.",
            "More points remove what depends on the points, the variance. They bend no line, and they "
            "take no noise from new points.",
        ),
        right(
            "It falls to about 0.29, and there it stays.",
            "The variance was small for a line, and goes. What stays is the noise, 0.09, and the squared "
            "bias that belongs to the line, 0.20 from a thousand points.",
        ),
        wrong(
            "It rises: more points are harder to fit.",
            "The error on the <i>old</i> points may rise, for few points are easily fitted. On new "
            "points the line can only gain.",
        ),
    ),
)

PAIRS = Question(
    "On the same 1,000 validation digits network A is right on 92.0% and network B on 91.0%. The "
    "standard error of each is 0.9 points. Which is better?",
    (
        wrong(
            "Nobody can say: 1 point is about one standard error.",
            "That would hold for two different sets of digits. On the same ones much of the luck is "
            "shared, and falls out of the difference.",
        ),
        wrong(
            "A, because ten more digits are ten more digits.",
            "Ten more than what? If A alone is right on 60 and B alone on 50, coins do as much with "
            "chance .39.",
        ),
        right(
            "It depends: on how many digits is only one of them right?",
            "If A alone is right on 10 and B alone on none, A is better: coins do that with chance "
            ".002. If it is 60 against 50, the same one point says nothing.",
        ),
    ),
)

TEST_SET = Question(
    "You train five networks and look at the test error of each. You report the lowest. What have you "
    "done?",
    (
        right(
            "You have used the test set as a validation set, and none is left.",
            "What chose the model cannot also measure it. A fresh test set would be needed.",
        ),
        wrong(
            "Nothing wrong: no network has been trained on the test data.",
            "Choosing is learning too. The lowest of five errors is, on average, lower than what the "
            "chosen network will do on new data.",
        ),
        wrong(
            "Nothing that matters: five are too few for harm.",
            "It is a little wrong, in the flattering direction, and nobody can tell how much without "
            "new data. Choose on validation data and the question does not arise.",
        ),
    ),
)

CROSS_VALIDATION = Question(
    "A watch learns each owner's blood pressure from a first week with a cuff, and then predicts it for "
    "a year. You have a year of recordings of 50 people. How do you split them?",
    (
        wrong(
            "By person: 40 people to train on, the other 10 to test on.",
            "Right for a watch that must serve strangers at once. This one has a week of every owner, "
            "and such a test would withhold it.",
        ),
        wrong(
            "By recording: draw a fifth of all recordings at random.",
            "Then neighbors in time lie on both sides, a Tuesday in training and its Wednesday in the "
            "test. In use, months lie between.",
        ),
        right(
            "By time: each person's first week to learn, the rest to test.",
            "That is what the watch will meet: people it knows, on days far from those it has seen.",
        ),
    ),
)

BASELINE = Question(
    "A network predicts tomorrow's temperature in a hundred cities, for every day of a year. Over all "
    "cities and days R<sup>2</sup> = 0.9. What must you know to judge it?",
    (
        right(
            "What R<sup>2</sup> each city's average for that date would have.",
            "Some cities are warm all year, and July is not January. A calendar knows both, and may "
            "reach as much.",
        ),
        wrong(
            "Whether 0.9 is significant for 36,500 pairs of values.",
            "With so many values it surely is, and so would be that of a calendar. Significant says "
            "<i>not nothing</i>. The question is: more than what?",
        ),
        wrong(
            "How large R<sup>2</sup> is on the training days, for comparison.",
            "That tells whether it overfits. A model can generalize perfectly and still know only the "
            "calendar.",
        ),
    ),
)

FIELD = Question(
    "A contest ends with 2,000 entries. On a fresh test set of the same kind the ten winners lose five "
    "points each and change places, and the entries in the middle lose nothing. What happened?",
    (
        wrong(
            "The fresh images are harder than the old ones.",
            "Then the entries in the middle would have lost as well.",
        ),
        right(
            "The winners were chosen for luck on the old test set.",
            "The best of many tries is flattered, an average entry is not. That is the left column of "
            "the table above.",
        ),
        wrong(
            "The winners have too many weights, and so they overfit.",
            "That would show between training and test data. Here two test sets differ, and neither "
            "was trained on.",
        ),
    ),
)

SUBGROUPS = Question(
    "A classifier is right on 94% of all people. What may its error be in a group of 5% of them?",
    (
        wrong("About 6%, as it is for everyone.", "An average says nothing about its parts."),
        wrong(
            "At most 12%, twice the average.",
            "There is no such bound. A group of 5% can hold five of the six percent.",
        ),
        right(
            "Anything at all, even 100%.",
            "If the group is wrong every time, that makes 5%. One more percent of mistakes among "
            "everyone else, and the average is 94%.",
        ),
    ),
)
