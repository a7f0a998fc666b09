"""The quiz questions of notebook 06. Each wrong option is a misconception that readers really have."""

from helpers.quiz import Question, right, wrong

ONE_LAYER_PIECES = Question(
    "A network with one input and one hidden layer of 50 ReLU units: how many linear pieces at most?",
    (
        wrong(
            "2<sup>50</sup>, because each unit is on or off.",
            "There are 2<sup>50</sup> patterns of on and off, but as x walks along the line each "
            "unit switches only once.",
        ),
        right(
            "51.", "Each unit switches at one place, -b/w, and 50 kinks cut a line into 51 pieces."
        ),
        wrong(
            "50, one for each unit.",
            "Count the pieces between 1 kink: there are 2. Between 50 there are 51.",
        ),
    ),
)

EXPONENTIAL = Question(
    "There are deep networks with exponentially many linear pieces. What follows for the deep "
    "network that you initialize tomorrow?",
    (
        wrong(
            "It has exponentially many pieces, because it is deep.",
            "The sawtooth needs exact weights, the same in each layer. Random weights do not fold: "
            "their number of pieces follows the number of units, at any depth.",
        ),
        right(
            "Little: it will have about as many pieces as a shallow one with as many units.",
            "That a network exists says nothing about the typical one. Section 4 counts.",
        ),
        wrong(
            "It will have them once it is trained.",
            "Training moved the counts in section 4, but not by orders of magnitude. A bound on "
            "what is possible does not describe what training finds.",
        ),
    ),
)

WIDTH_TWO = Question(
    "Two inputs, 20 ReLU units. Which network has the highest guaranteed maximum (Montufar's bound)?",
    (
        wrong(
            "Ten layers of 2: the deepest.",
            "With 2 inputs, a layer of 2 units cannot fold: floor(2/2) = 1. Ten layers multiply "
            "1 by 1 by 1. The bound is 4.",
        ),
        wrong(
            "One layer of 20: every unit sees the input itself.",
            "211 regions. Layers that fold the plane let every later line count several times.",
        ),
        right(
            "Five layers of 4.",
            "Each of the first four layers folds both coordinates once and multiplies by 4; the "
            "last draws 11 regions: 4<sup>4</sup> times 11 = 2,816.",
        ),
    ),
)

RELU_CHAOS = Question(
    "You double all weights of a random deep ReLU network without biases. What happens to a circle "
    "on its way through?",
    (
        right(
            "Each layer makes it larger by another factor of 2. Its shape stays as it was.",
            "ReLU(2h) = 2 ReLU(h): scaling passes through. Length grows, but size grows with it, so "
            "nothing folds that did not fold before. That is not chaos.",
        ),
        wrong(
            "It becomes chaotic: it winds more and more from layer to layer.",
            "That takes a nonlinearity that saturates, such as tanh: size stays bounded, length "
            "does not, and so the curve must fold.",
        ),
        wrong(
            "Nothing: ReLU networks preserve length.",
            "They do so on average for sigma_w<sup>2</sup> = 2. Doubled weights are not those.",
        ),
    ),
)

CONTEST = Question(
    "A friend reports: 'On my data five layers of 20 beat one layer of 50, so depth is better.' What "
    "do you ask first?",
    (
        wrong(
            "How many layers were there at most? Perhaps ten would be better still.",
            "First ask whether the contest was fair.",
        ),
        right(
            "Did both have the same number of parameters, a learning rate of their own, and how "
            "many seeds?",
            "With 2 inputs and 1 output, five layers of 20 have 1,761 parameters, one layer of 50 "
            "has 201. And a single run may be luck: in section 6 the spread between seeds is often "
            "larger than the difference between depths.",
        ),
        wrong(
            "Nothing: more linear pieces mean a better fit to new data.",
            "More pieces let a network fit more, noise included. Section 7 shows both sides.",
        ),
    ),
)

SPECTRAL = Question(
    "A network learns a photograph from (x, y) and paints a blur. A wider network on the same input "
    "would in principle have enough pieces. Why is the result still a blur for long?",
    (
        wrong(
            "Because the universal approximation theorem does not hold for photographs.",
            "A photograph on a grid of pixels is easily a continuous function. The theorem holds; it "
            "says nothing about how long training takes.",
        ),
        right(
            "Because gradient descent learns slow waves first, and fine ones extremely slowly.",
            "This is the spectral bias. Feed in the fine waves, and they are learned at once.",
        ),
        wrong(
            "Because the learning rate is too small for an image.",
            "A larger one helps a little. The order remains: coarse first, fine last.",
        ),
    ),
)
