"""The quiz questions of notebook 04. Each wrong option is a misconception that readers really have."""

from helpers.quiz import Question, right, wrong

SHIFT = Question(
    "You add 100 to every logit of a sample. What happens to its probabilities?",
    (
        right(
            "Nothing.",
            "Every exponential gets the factor e<sup>100</sup>, above and below the line. Only "
            "differences between logits count.",
        ),
        wrong("They all grow.", "They sum to 1 before and after, so they cannot all grow."),
        wrong(
            "The largest gets closer to 1.",
            "That happens if you multiply the logits. Adding leaves all differences as they were.",
        ),
    ),
)

FIRST_LOSS = Question(
    "A new network for 1000 classes has seen no data. Its first training loss is 0.7. What now?",
    (
        wrong(
            "Good: the lower the better.",
            "It is too good. A network that knows nothing gives each class about 1/1000 and pays "
            "ln 1000 = 6.9.",
        ),
        right(
            "Stop and look for a mistake: it should be near 6.9.",
            "Chance costs ln 1000 = 6.9. A loss of 0.7 is chance for two classes: perhaps the "
            "output has only two units, and the labels only two values.",
        ),
        wrong(
            "Train on: the first loss depends on the random weights and means nothing.",
            "The weights are random, but the forecasts are all near 1/1000, and so the loss is "
            "near ln 1000 whatever the seed.",
        ),
    ),
)

CROSS_ENTROPY_KL = Question(
    "A colleague says: 'Minimizing the cross-entropy H(y, q) is minimizing KL(y || q).' Right?",
    (
        right(
            "Yes, and yet the two are different numbers.",
            "They differ by H(y), which does not depend on the network: the same minimum and the "
            "same gradient, another value there.",
        ),
        wrong(
            "Yes, because the two are equal.",
            "Only if H(y) = 0, as for a one-hot y. In general the cross-entropy of a perfect "
            "forecast is H(y), not 0.",
        ),
        wrong(
            "No: they can have different minima.",
            "The difference H(y) is a constant for the network, so the minima coincide.",
        ),
    ),
)

HEAD = Question(
    "A photograph can show a cat, a dog, both or neither. Which output do you choose?",
    (
        wrong(
            "Two logits and a softmax.",
            "Its probabilities sum to 1: both at once, or neither, cannot be said.",
        ),
        right(
            "Two logits and a sigmoid for each.",
            "Two yes-no questions, each with its own probability: the multi-label head.",
        ),
        wrong(
            "One logit and a sigmoid.",
            "That answers one question, such as 'cat or dog?'. There are two questions here.",
        ),
    ),
)

SURE = Question(
    "A network's softmax gives 0.97 for 'three'. How likely is it that the digit is a three?",
    (
        wrong(
            "97 %: that is what the probability means.",
            "It sums to 1 and lies between 0 and 1, but nothing makes it true. An overtrained "
            "network says 0.97 and is right much less often.",
        ),
        right(
            "That must be measured on held-out data.",
            "Collect all answers given with about 0.97 and count how many are right. That is a "
            "reliability diagram.",
        ),
        wrong(
            "100 %: it is the largest.",
            "The largest probability is the best guess, not a certain one.",
        ),
    ),
)

TEMPERATURE = Question(
    "You scale the logits of an overconfident network with T = 3. What happens to its accuracy?",
    (
        wrong(
            "It rises, because the network is calibrated now.",
            "Calibration is about how sure it is, not about how often it is right.",
        ),
        right(
            "Nothing.",
            "Dividing all logits by the same T > 0 keeps their order, and so every answer.",
        ),
        wrong(
            "It falls a little, because the differences shrink.",
            "They shrink, but none changes its sign: the largest stays the largest.",
        ),
    ),
)
