"""The quiz questions of notebook 08. Each wrong option is a misconception that readers really have."""

from helpers.quiz import Question, right, wrong

SMALL_WEIGHTS = Question(
    "A friend starts a network of 30 tanh layers with very small weights, 'to be on the safe side: "
    "nothing can saturate'. What will happen?",
    (
        wrong(
            "It learns slowly at first, then as any other.",
            "Its first layers get gradients that are smaller by many orders of magnitude. At any "
            "usual learning rate they do not move at all.",
        ),
        right(
            "Signals and gradients fade layer by layer, and the first layers learn nothing.",
            "Nothing saturates, that is true. But a factor below 1 in every layer, to the power 30, "
            "leaves nothing.",
        ),
        wrong(
            "Nothing bad: Adam rescales the gradients anyway.",
            "Adam makes the steps larger. It cannot bring back what the signal lost on its way "
            "forward: the last layers see nearly the same for every input.",
        ),
    ),
)

ZERO = Question(
    "All weights and biases of an MLP with tanh units start at 0. Which of them ever change?",
    (
        wrong(
            "All of them: the loss is not at its minimum.",
            "The gradient of a weight is the error above times the activation below. With zero "
            "weights above, no error arrives; with tanh of 0 below, there is no activation.",
        ),
        right(
            "Only the biases of the last layer.",
            "Their gradient needs neither a weight above nor an activation below. The network learns "
            "how frequent the classes are, and nothing else.",
        ),
        wrong(
            "Only the weights of the first layer: they see the inputs.",
            "They see the inputs, but no error reaches them through weights that are 0.",
        ),
    ),
)

ONE_GAIN = Question(
    "Your network uses ReLU in half of its layers and tanh in the others. Which start suits all?",
    (
        wrong(
            "He's, 2 / n: it is the newest.",
            "Twice the variance makes up for the half that a ReLU cuts off. tanh cuts nothing off "
            "in the middle: there 2 / n is on the side of chaos, without biases.",
        ),
        wrong(
            "PyTorch's default: it was chosen with care.",
            "n Var(w) = 1/3 is below the critical point of both. Signals fade, and only shallow "
            "networks do not mind.",
        ),
        right(
            "None: each layer needs the gain of the function that feeds it.",
            "2 / n after a ReLU, and after tanh about 1 / n without biases. One gain does not fit all.",
        ),
    ),
)

GEOMETRY = Question(
    "q settles at q<sup>*</sup> and stays there, layer after layer. So are the inputs well preserved?",
    (
        wrong(
            "Yes: what has the same size still carries the same signal.",
            "Size is only the length of a vector. In the ordered phase all inputs turn into the "
            "<i>same</i> vector of that length.",
        ),
        right(
            "Not yet known: look at the correlation of two inputs as well.",
            "At c = 1 the network no longer tells them apart; in chaos neighbors become strangers. "
            "q<sup>*</sup> is reached in both.",
        ),
        wrong(
            "No: a fixed size means that all units have saturated.",
            "q<sup>*</sup> may be small, as .19 at sigma_w<sup>2</sup> = 1, where tanh is nearly "
            "linear.",
        ),
    ),
)

CONFOUND = Question(
    "'I tried tanh networks of 80 layers from every sigma_w<sup>2</sup>, and none learned. So 80 layers "
    "cannot be trained.' What is missing?",
    (
        wrong(
            "More epochs: deep networks only need longer.",
            "Sometimes. But at the wrong learning rate they go nowhere, however long.",
        ),
        right(
            "A second learning rate, at least: the failure may be the optimizer's.",
            "With 0.01 none of the nine gets over 90 %, with 0.001 three do. Whoever varies the start at one "
            "learning rate measures both at once.",
        ),
        wrong(
            "Nothing: nine starts are enough for a conclusion.",
            "Nine starts at a single learning rate are one experiment about that learning rate.",
        ),
    ),
)

DYNAMICAL_ISOMETRY = Question(
    "A Gaussian start on the critical line keeps the mean squared gradient. Why can orthogonal weights "
    "still do better?",
    (
        wrong(
            "They keep it more exactly.",
            "On average both keep it. The difference lies in how the average comes about.",
        ),
        right(
            "A mean can hide a spread: in Gaussian products a few directions grow and most vanish.",
            "In orthogonal products of linear layers all singular values are 1: no direction is lost.",
        ),
        wrong(
            "They make the network linear.",
            "The weights of every layer are a linear map. The nonlinearity stays.",
        ),
    ),
)
