"""The quiz questions of notebook 04. Each wrong option is a misconception that readers really have."""

from helpers.quiz import Question, right, wrong

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
