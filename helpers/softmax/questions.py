"""What notebook 04 asks: guesses before a cell is run, quiz questions after, and an open task.

Each wrong option is a misconception that readers really have.
"""

from helpers.form import OpenTask
from helpers.guesses import Number, Pick, Sketch
from helpers.quiz import Question, right, wrong

LEADER = Number(
    "The logits of four classes are 2.6, 1.5, 0.2 and 0.6. What probability does the first class get?",
    digits=2,
)

OVERFLOW = Number("From which z on is e<sup>z</sup> too large for a 32-bit number?", digits=3)

FORGOTTEN = Pick(
    "Twenty new networks for ten kinds of digits, with other first weights each, get pixels from 0 to 255 instead "
    "of 0 to 1. What are their first losses?",
    (
        "below 2.3: larger inputs carry more information",
        "about 2.3: they have learned nothing yet, and guess",
        "far above 2.3, and very different from network to network",
        "NaN, not a number",
    ),
)

PRODUCT = Pick(
    "A network gives each right answer probability 0.5. What is the likelihood of 2000 samples, computed "
    "as a product of 64-bit numbers?",
    ("a tiny number above 0", "exactly 0", "NaN, not a number"),
)

STEP = Pick(
    "The forecast is 0.6415, 0.2135, 0.0582, 0.0868, and the right class is 1. What does a step of "
    "gradient descent do to the four logits?",
    (
        "It raises that of class 1 and leaves the others as they are.",
        "It raises that of class 1 and lowers the others, most of all that of class 0.",
        "It raises that of class 1 and lowers the others, each by as much.",
        "It raises that of class 1 and lowers the others, most of all that of class 2.",
    ),
)

WITHOUT_HIDDEN = Number(
    "Softmax regression has no hidden layer, and only 64 pixels to look at. How many of 100 held-out "
    "digits will it get right?",
    digits=3,
)

GAPS = Pick(
    "The three losses are 0.313, 0.551 and 1.461. How will the leads differ, by which the right class's "
    "logit is ahead?",
    (
        "The lead is largest for 10 classes.",
        "The lead is largest for 2 classes.",
        "All three leads are the same.",
    ),
)

ERRORS = Sketch(
    "The calibration error of held-out digits, after so many steps of training:",
    (5, 10, 20, 50, 100, 200),
    "Step",
    "ECE",
    0.0,
    0.6,
)

BEST_TEMPERATURE = Pick(
    "At step 20 the networks are as sure as they are right, on held-out digits. Which temperature is then "
    "best for the digits that they learn from?",
    (
        "one below 1: larger logits",
        "about 1: the logits as they are",
        "one above 1: smaller logits",
    ),
)

PREVENT = OpenTask(
    "Prevent it",
    "Temperature scaling repairs a network after its training. Can you prevent the overconfidence? Change "
    "one thing in the training of section 15: stop sooner, give nn.CrossEntropyLoss a label_smoothing, "
    "give torch.optim.AdamW a weight_decay, or what you like. Measure accuracy and ECE on held-out digits "
    "for at least five seeds (tasks.digits(600, noise=0.25, seed=seed), and first weights from the same "
    "seed). What do you recommend, and how sure are you?",
    shows=(
        "The same seeds with the change and without it, and the spread, not the best run.",
        "Accuracy beside ECE: who always says 0.1 has no ECE either.",
        "More than one strength of the cure, and what happens when it is too strong.",
        "A plain word on which samples the strength was chosen, and on which it was judged.",
    ),
    measured=(
        "Five seeds, medians. As it is: accuracy 0.84, ECE 0.11. Stopped after 20 steps: accuracy 0.87, "
        "ECE 0.02. The cheapest cure is among the best.",
        "Label smoothing of 0.05 leaves an ECE of 0.06, at an accuracy of 0.86. With 0.1 the ECE is 0.12, "
        "and on the other side: now the network is too modest.",
        "AdamW with a weight decay of 1: accuracy 0.86, ECE 0.02. With 3 the accuracy rises to 0.88, and "
        "the ECE to 0.09: too modest again.",
    ),
    pitfalls=(
        "The best of many settings, chosen by the ECE of the samples that it is reported on, looks better "
        "than it is.",
        "ECE is a size without a sign: print confidence and accuracy, to see on which side you are.",
        "A cure that only makes logits smaller can be had after training, by one temperature.",
    ),
    minutes=20,
)

RATIO = Question(
    "Two classes have the logits 3 and 1. You raise the temperature from 1 to 2. The ratio of their "
    "probabilities was 7.4. What is it now?",
    (
        wrong(
            "Half as large, 3.7.",
            "The logits are halved, and so is their difference. But the ratio is an exponential of that.",
        ),
        right(
            "Its square root, 2.7.",
            "The difference between the logits falls from 2 to 1, so the ratio falls from e<sup>2</sup> "
            "to e.",
        ),
        wrong(
            "The same as before, 7.4.",
            "A constant that is <i>added</i> to all logits changes nothing. A factor changes all "
            "differences.",
        ),
    ),
)

FIRST_LOSS = Question(
    "A new network for 1000 equally frequent classes has not been trained yet. Its loss is 0.7. "
    "What do you do?",
    (
        right(
            "I look for a mistake before I train.",
            "Chance costs ln 1000 = 6.9. A loss of 0.7 is chance for two classes: perhaps the "
            "output has only two units, and the labels only two values.",
        ),
        wrong(
            "I train: it starts better than usual.",
            "It is too good. A network that has seen no label gives each class about 1/1000 and pays "
            "about ln 1000 = 6.9.",
        ),
        wrong(
            "I try a few other seeds to compare.",
            "Seeds hardly matter here: twenty small networks for 1000 classes, with twenty seeds, "
            "began between 6.91 and 6.93. Large first logits raise the loss; no seed brings it down "
            "to 0.7.",
        ),
    ),
)

NOISY_LABELS = Question(
    "Ten doctors label the same scan: seven say ill, three say healthy. A network gives one forecast "
    "for it. Which has the lowest mean loss?",
    (
        wrong(
            "Ill with probability 1: a loss of 0.",
            "The three labels that say healthy would then cost without bound. Certainty pays only where "
            "the labels agree.",
        ),
        wrong(
            "Ill with probability 0.5: a loss of 0.69.",
            "To be undecided costs ln 2 = 0.69 for every label. The labels are not undecided: seven of "
            "ten say ill.",
        ),
        right(
            "Ill with probability 0.7: a loss of 0.61.",
            "The divergence is 0 where the forecast is the truth, 0.7 and 0.3. What remains is the "
            "entropy of the labels, 0.61: a floor, and no failure.",
        ),
    ),
)

HEAD = Question(
    "A music service gives each song one genre out of 20, and any number of 50 moods. Which output "
    "do you choose for its network?",
    (
        right(
            "A softmax for genres, a sigmoid for each mood.",
            "Genres exclude each other here, moods do not. A network may have two heads; their losses "
            "add up.",
        ),
        wrong(
            "One softmax for all genres and moods.",
            "All 70 would share one probability of 1: a song with a genre and three moods could give "
            "each of them a quarter.",
        ),
        wrong(
            "A sigmoid for each genre, and one for each mood.",
            "For the moods, yes. But nothing would keep three genres from being certain at once, though "
            "each song has one.",
        ),
    ),
)

MODEST = Question(
    "On held-out samples a network has an accuracy of 0.90 and a mean confidence of 0.80. You fit a "
    "temperature. Where will it lie?",
    (
        wrong(
            "Above 1, as for every network.",
            "Above 1 makes it less sure, and it is too modest already: as our networks were in their "
            "first steps.",
        ),
        wrong(
            "At 1, because modesty is harmless.",
            "The fit looks for the lowest cross-entropy, and right answers given at 0.80 cost more than "
            "they should.",
        ),
        right(
            "Below 1, to make it more certain.",
            "Its logits are too small. Dividing by a number below 1 makes all their differences larger.",
        ),
    ),
)

USELESS = Question(
    "Ten kinds of digits are equally frequent. A forecaster gives 0.1 to each of the ten for every "
    "picture, and answers at random. What is its calibration error?",
    (
        wrong(
            "About 0.9: it is wrong nine times in ten.",
            "That is its error rate. It never claimed more: it said 0.1, and one in ten is right.",
        ),
        right(
            "About 0: it is as right as it is sure.",
            "Well calibrated, and useless. Calibration says whether forecasts can be trusted, not whether "
            "they tell us anything. Look at the accuracy, too.",
        ),
        wrong(
            "About 0.1: that is how sure it says it is.",
            "The error is the gap between confidence and accuracy, and here both are 0.1.",
        ),
    ),
)
