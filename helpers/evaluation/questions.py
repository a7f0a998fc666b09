"""The quiz questions of notebook 05. Each wrong option is a misconception that readers really have."""

from helpers.quiz import Question, right, wrong

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
            "The variance was small for a line, and goes. What stays is the noise, 0.09, and a bias "
            "that belongs to the line.",
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
