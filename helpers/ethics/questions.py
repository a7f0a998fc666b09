"""The quiz of notebook 09."""

from helpers.quiz import Question, right, wrong

PREDICTIONS = Question(
    "Of these eight predictions two came true, both late. What do they say about other predictions of "
    "artificial intelligence?",
    (
        wrong(
            "That about one in four of them comes true.",
            "That would hold if the eight were a random sample. Nobody drew them at random.",
        ),
        wrong(
            "That experts expect too much, too early.",
            "P. Hut expected too little. And had the experts been right, would we know these names?",
        ),
        right(
            "How they fail, but not how often they do.",
            "The eight are known because of what came of them, so their share says nothing. What they "
            "do show is how predictions fail: no date, no test, or a task that was not understood.",
        ),
    ),
)

BENCHMARK = Question(
    "A model scores higher than most students on the <i>Law Understanding Test</i>. What would tell best "
    "whether it can advise clients?",
    (
        wrong(
            "The same score on another test with more questions of that kind.",
            "More questions make the score more certain. It stays a score of such questions.",
        ),
        right(
            "Its advice on new cases, judged by lawyers who do not know its source.",
            "That is the use itself, on cases that it cannot have read, and a judge who is not swayed "
            "by the name.",
        ),
        wrong(
            "A newer version of it that gives the right answer to every question.",
            "The ceiling of a test is not the ceiling of the ability, and the questions may stand in "
            "what it was trained on.",
        ),
    ),
)

ALARMS = Question(
    "Two airports use the same scanner, and it errs equally often on the same kinds of bags. At the first "
    "airport one alarm in ten is right, at the second one in a thousand. Why?",
    (
        right(
            "Fewer of the bags at the second hold what it looks for.",
            "The errors are those of the scanner; what an alarm means depends on the base rate, too. "
            "Where almost nothing is to be found, almost all alarms are false.",
        ),
        wrong(
            "More bags pass the second, so more alarms are false.",
            "With twice as many bags both kinds of alarms double, and their shares stay.",
        ),
        wrong(
            "Its sensitivity at the second airport must be much worse.",
            "It errs equally often at both. And sensitivity is about bags with something in them, "
            "not about alarms.",
        ),
    ),
)

DROPPED = Question(
    "A company deletes the column 'gender' before it trains. Is the model now fair to women?",
    (
        wrong(
            "Yes. It cannot discriminate by a thing that it is unable to see.",
            "It sees what goes along with gender: first names, hobbies, hours, gaps in a career.",
        ),
        right(
            "Nobody knows until its errors are counted, which takes the column.",
            "Other columns stand in for the deleted one, and the labels may carry the past. Deleted "
            "data hide a gap; they do not close it.",
        ),
        wrong(
            "No. A model that sees less makes more errors, for women and men.",
            "Sometimes it does, sometimes not. It has to be measured.",
        ),
    ),
)

CARBON = Question(
    "A team trained one model after many trial runs. The last run took 20 kWh, all runs together took "
    "4,000 kWh. Which sentence of their paper is honest?",
    (
        wrong(
            "'Training took 20 kWh': the trials are not part of the model.",
            "True of one run. But without the trials there would be no such run, and who reads it "
            "takes it for the price of the result.",
        ),
        wrong(
            "'Training the model takes 4,000 kWh', since all of it was needed.",
            "Who trains this model again, with the settings that were found, pays for one run. This "
            "mix-up made five cars out of one training.",
        ),
        right(
            "'The last run took 20 kWh, and the search before it took 3,980.'",
            "Both numbers are true and answer different questions: what does it cost to train this "
            "again, and what did it cost to find?",
        ),
    ),
)
