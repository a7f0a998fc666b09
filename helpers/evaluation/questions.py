"""The quiz questions of notebook 05. Each wrong option is a misconception that readers really have."""

from helpers.quiz import Question, right, wrong

MORE_DATA = Question(
    "A polynomial of degree 9 overfits ten points. You get sixty points of the same kind. What changes?",
    (
        wrong(
            "Nothing: degree 9 is too complex for a sine.",
            "Complex compared with what? The variance depends on the degree <i>and</i> on the number "
            "of points.",
        ),
        right(
            "The variance falls, and degree 9 becomes a fair choice.",
            "With more points the fits differ less from one another. The bias was small already. "
            "The best complexity grows with the data.",
        ),
        wrong(
            "The bias falls.",
            "The bias belongs to the mean fit. Degree 9 could follow a sine from the start.",
        ),
    ),
)

TEST_SET = Question(
    "You train five networks and look at the test error of each. You report the lowest. What have you "
    "done?",
    (
        wrong(
            "Nothing wrong: no network was trained on the test data.",
            "Choosing is learning too. The minimum of five errors is lower than what the chosen "
            "network will do on new data.",
        ),
        wrong(
            "Nothing that matters: five is few.",
            "It is a little wrong, in the flattering direction, and nobody can tell how much without "
            "new data. Choose on validation data and the question does not arise.",
        ),
        right(
            "You have used the test set as a validation set, and have no test set left.",
            "What chose the model cannot also measure it. A fresh test set would be needed.",
        ),
    ),
)

CROSS_VALIDATION = Question(
    "Colleagues cross-validate with ten folds, drawn at random from 6,000 recordings of 20 patients. "
    "The aim is to diagnose new patients. Is their score honest?",
    (
        wrong(
            "Yes: cross-validation never tests on what was trained on.",
            "Not on the same recording, but on the same patient. Cross-validation is as honest as "
            "the way it splits.",
        ),
        wrong(
            "Yes, because 6,000 recordings are plenty.",
            "For the diagnosis there are 20 samples, not 6,000: each patient has one.",
        ),
        right(
            "No: the folds must be drawn by patient.",
            "Deployed, the model meets strangers. So must the validation.",
        ),
    ),
)

BASELINE = Question(
    "A mood app reports R<sup>2</sup> = 0.78 across its users. What do you ask first?",
    (
        wrong(
            "Whether 0.78 is significant.",
            "With many users it surely is. The personal mean, which no phone is needed for, is "
            "significant too.",
        ),
        right(
            "What R<sup>2</sup> each user's own mean would have had.",
            "If people differ more than their days do, knowing who you are is most of the score.",
        ),
        wrong(
            "Nothing: three quarters of the variance is useful.",
            "Of which variance? A user knows how they usually feel. What they would pay for is the "
            "change from day to day.",
        ),
    ),
)

FIELD = Question(
    "A new test set for a famous benchmark is made with the old recipe. Every model loses 10 points, "
    "and the best stay the best. What does that show?",
    (
        wrong(
            "The field has overfitted the old test set.",
            "Then the models that were tuned most should fall most, and the order should change. "
            "Here it did not.",
        ),
        right(
            "The new images are a little harder, and models are more brittle than their score says.",
            "That is what Recht and colleagues concluded: a shift in the data, not too much tuning.",
        ),
        wrong(
            "Nothing: 10 points are chance.",
            "A drop of 10 points on 10,000 images is more than ten standard errors.",
        ),
    ),
)

SUBGROUPS = Question(
    "A classifier is right on 94% of all people. What may its error be in a group of 5% of them?",
    (
        wrong("About 6%, as for everyone.", "An average says nothing about its parts."),
        right(
            "Anything, even 100%.",
            "If the group is wrong every time, that makes 5%. One more percent of mistakes among "
            "everyone else, and the average is 94%.",
        ),
        wrong(
            "At most 12%, twice the average.",
            "There is no such bound. A group of 5% can hold five of the six percent.",
        ),
    ),
)
