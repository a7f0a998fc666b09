"""The quiz of notebook 09."""

from helpers.quiz import Question, right, wrong

PREDICTIONS = Question(
    "Of eight famous predictions only two came true, and late. What does that tell about predictions "
    "of artificial intelligence in general?",
    (
        wrong(
            "About one in four comes true.",
            "That would hold if the eight were a random sample. Nobody drew them at random.",
        ),
        wrong(
            "Experts are always too optimistic.",
            "One of the eight erred the other way, by 81 years.",
        ),
        right(
            "Less than it seems: they are famous because they failed.",
            "A list of failures chosen for being failures has no base rate. What it does show is how "
            "they fail: no date, no test, or a task that was not understood.",
        ),
    ),
)

TREND = Question(
    "A benchmark's best score rose from 60 to 70 to 80 in three years. What will it be in two more?",
    (
        wrong(
            "100: ten points a year.",
            "A straight line fits three points of nearly any curve. It also promises 110 the year "
            "after.",
        ),
        right(
            "The three numbers do not tell.",
            "A score cannot pass its ceiling, gains often shrink near it, and the test set itself "
            "has wrong labels. And the score is of the benchmark, not of the ability in its name.",
        ),
        wrong(
            "80: it has reached its ceiling.", "Nothing in three rising numbers says so, either."
        ),
    ),
)

NINETY_NINE = Question(
    "A test is right on 99% of the ill and on 99% of the healthy. Your alarm goes off. How sure is it "
    "that you are ill?",
    (
        wrong(
            "99%.",
            "That is the share of the ill who get an alarm. Asked is the share of alarms that are ill.",
        ),
        wrong("50%.", "Right if one in a hundred is ill. And if not?"),
        right(
            "It depends on how many are ill.",
            "One in ten: 92%. One in a hundred: 50%. One in a thousand: 9%. Without the base rate "
            "there is no answer.",
        ),
    ),
)

DROPPED = Question(
    "A company deletes the column 'gender' before it trains. Is the model now fair to women?",
    (
        wrong(
            "Yes: it cannot discriminate by what it cannot see.",
            "It sees what goes along with gender: first names, hobbies, hours, gaps in a career.",
        ),
        right(
            "Nobody knows until its errors are measured by gender. For that the column is needed.",
            "Other columns stand in for the deleted one, and the labels may carry the past. Deleted "
            "data hide a gap; they do not close it.",
        ),
        wrong(
            "No: a model without the column is always worse.",
            "Sometimes it is, sometimes not. It has to be measured.",
        ),
    ),
)

CARBON = Question(
    "'Training one AI model emits as much as five cars in their lifetimes.' What is wrong?",
    (
        wrong(
            "Nothing: 626,155 pounds are five times 126,000.",
            "The division is right. What was counted?",
        ),
        right(
            "The number belongs to a search over thousands of models, not to one training run.",
            "One run of the same kind of model was 192 pounds in the same paper: about 3,300 times "
            "less. Both numbers are true; they answer different questions.",
        ),
        wrong(
            "Training needs no energy worth the name.",
            "Large runs need a lot: 1,287 MWh for GPT-3. It has to be computed each time.",
        ),
    ),
)
