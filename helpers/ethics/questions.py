"""What notebook 09 asks: guesses before a cell is run, the quiz, and an open task."""

from helpers.ethics.ballot import Tournament
from helpers.form import OpenTask
from helpers.guesses import Number, Pick, Sketch
from helpers.quiz import Question, right, wrong

OVERDUE = Number(
    "Put yourself at the end of 1985. Of the six predictions made by then, how many are overdue?",
    digits=1,
)

EXCHANGED = Number(
    "Our networks read white digits on black, and nearly all of them. Black and white are exchanged. "
    "Which share do they get right? Guessing gets 0.1.",
    digits=1,
)

NOISE = Number(
    "Ten classes. How high is the largest output on pictures of pure noise, on average?", digits=1
)

SILENCED = Sketch(
    "A share of the 64 hidden units is silent, chosen at random. What is left of the accuracy?",
    (0.0, 0.25, 0.5, 0.75),
    "Share of hidden units silent",
    "Accuracy on new digits",
    0.0,
    1.0,
)

ALARM_MEANS = Sketch(
    "Sensitivity and specificity are 90 %. Which share of the alarms is right, if that share of people is "
    "ill? From right to left, 1 in 2, 1 in 10, 1 in 100, 1 in 1,000.",
    (0.001, 0.01, 0.1, 0.5),
    "Share of people who are ill",
    "PPV: of the alarms, share ill",
    0.0,
    1.0,
)

WHO_IS_HELPED = Pick(
    "The rule is predictive parity: of those helped, the same share is in need in A and in B. Half of A is in need, "
    "a quarter of B. Who of those in need gets help more often?",
    ("those of A, by far", "those of B, by far", "those of both about equally"),
)

TWO_DISTRICTS = Pick(
    "Two districts have as many incidents each. The old records say 24 and 6. Patrols go where the records "
    "are, and records grow where patrols go. How many patrols go to the first district after 500 days?",
    ("half of them: new records outweigh the old", "still about four in five", "all of them"),
)

WITHOUT_THE_COLUMN = Pick(
    "The model no longer sees the column <i>group</i>, and still sees the district. What becomes of the gap "
    "in hiring?",
    ("it is gone", "about half of it is left", "all of it is left"),
)

PROMISED = Number(
    "The line goes through these three, and on: 800 is 100, doubled three times. What does it promise there?",
    digits=2,
)

KETTLE = Pick(
    "Notebook 07's network is trained on 14,630 photographs, 30 times each. What does that take, beside "
    "boiling a liter of water, 0.1 kWh?",
    ("about a hundred times as much", "about as much", "less than a hundredth"),
)

TOURNAMENT = Tournament("Fifteen claims", minutes=8.0)

POLICY = OpenTask(
    "My policy",
    "The town asks you. Group A and B are as above, a miss costs three needless helps. Name two thresholds, "
    "the rule they keep or break, and what it costs. Say who pays: of those in need, how many in each group "
    "get no help? Say which number would change your mind. Sign it: name, date, one sentence of reason that "
    "you would read to both groups.",
    shows=(
        "Two thresholds and all four rates of both groups, with the cost.",
        "One rule named and defended, and the rule that it breaks named, too: there is always one.",
        "Somebody who pays, in people and not in points.",
        "A reason that does not lean on the arithmetic: it says what two people owe each other.",
    ),
    measured=(
        "Without a rule the cheapest pair is -1.0 and 0.5. It costs 179, and helps 98 of 100 in need in A, "
        "70 of 100 in B.",
        "Equal opportunity (0.0 for both) costs 196: a tenth more. It helps 84 of 100 in need in both groups.",
        "Predictive parity (-1.0 and 1.1) costs 189, and helps 98 of 100 in need in A, 46 of 100 in B.",
    ),
    pitfalls=(
        "The scores are equally good in both groups here. Real ones seldom are: measure first.",
        "'In need' is somebody's label. If B's need was recorded less often, every rate is wrong.",
        "A threshold for each group uses the group. Some laws forbid that, and some demand equal results.",
    ),
    minutes=12.0,
)

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
