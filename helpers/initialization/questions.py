"""What notebook 08 asks: guesses, quiz questions, an open task.

Each wrong option is a misconception that readers really have.
"""

from helpers.form import OpenTask
from helpers.guesses import Number, Pick
from helpers.quiz import Question, right, wrong

REACH = Pick(
    "Thirty tanh layers, sigma_w<sup>2</sup> = 0.25, 1 or 4. From which start do the activations fade to "
    "less than a hundredth on their way to the last layer?",
    ("0.25 alone", "0.25 and 1", "all three", "none: tanh keeps every signal"),
)

DIFFERENT_UNITS = Number(
    "All weights start at 0.05. How many <i>different</i> units does the first layer of 30 have after "
    "training?"
)

DEAD = Number(
    "Of ReLU networks with 10 layers of four units each, how many let nothing through for a given input?",
    "%",
    digits=2,
)

FADED = Number(
    "&chi;<sub>1</sub> = 0.759. After how many layers is the distance 1 - c of two inputs below a thousandth, "
    "if it begins with 0.5?",
    "layers",
    digits=2,
)

STRETCH = Number("What are the singular values of a product of 50 orthogonal matrices?", digits=2)

FROM_ORDER = Number(
    "Five kinds of networks of 50 layers start from &sigma;<sub>w</sub><sup>2</sup> = 0.25: plain, orthogonal, "
    "layer norm, batch norm, residual. How many of the five kinds get over half of the new images right?",
    "kinds",
)

GELU_START = OpenTask(
    "A start for GELU",
    "He's recipe was made for ReLU. Is it right for GELU, x times the normal distribution function? Follow a "
    "signal's size and its gradient through 30 layers, from sigma_w^2 = 2 without biases, with gaussian_mean. "
    "If it is not right, find variances that are, and say how sure you are that they suit every input.",
    shows=(
        "q from layer to layer, and &chi;<sub>1</sub> with the slope of GELU, both by gaussian_mean;",
        "a pair of variances at which a size q is kept <i>and</i> &chi;<sub>1</sub> is 1 there, by the two "
        "formulas of section 5;",
        "what becomes of inputs of other sizes.",
    ),
    measured=(
        "From 2 and 0, a signal of mean square 1 falls to 3·10<sup>-8</sup> in 30 layers, and the squared "
        "gradient by a factor of 10<sup>7.2</sup>.",
        "With sigma_w<sup>2</sup> = 2.194 and sigma_b<sup>2</sup> = 0.067 a mean square of 1 is kept, and "
        "&chi;<sub>1</sub> = 1.",
        "Only that size: from the same variances 0.5 shrinks to 0.26 in 30 layers, and 2 grows to 18.",
    ),
    pitfalls=(
        "The mean of GELU is not 0: take the mean of its square, not its variance.",
        "&chi;<sub>1</sub> at the wrong size: GELU is no straight line on either side, so it depends on q.",
        "A start that keeps one size need not keep others. ReLU's does, for it has no scale of its own.",
    ),
)

SMALL_WEIGHTS = Question(
    "Thirty tanh layers start at sigma_w<sup>2</sup> = 0.25, without biases. At the first step, which "
    "weights have a gradient worth speaking of?",
    (
        wrong(
            "Those of the last layers: there the error is strong.",
            "The error is. But a weight's gradient is the error above it times the signal below it, "
            "and that signal has faded on its way up.",
        ),
        wrong(
            "Those of the first layers: there the signal is strong.",
            "The signal is. But a weight's gradient is the signal below it times the error above it, "
            "and that error has faded on its way down.",
        ),
        right(
            "None: in every layer either signal or error is faint.",
            "A weight's gradient is signal times error. The signal fades upward and the error fades "
            "downward, so their product is tiny everywhere, and about the same in all hidden layers.",
        ),
    ),
)

BIASES = Question(
    "All weights start at 0.05, and the biases at random numbers. Do the 30 units of the first layer "
    "become different?",
    (
        wrong(
            "No: equal weights see the same inputs and stay equal.",
            "Equal weights and equal biases would. With other biases the units stand at other places "
            "of tanh, where its slope differs, so the errors that reach them differ too.",
        ),
        right(
            "Yes: other biases give other slopes, so other gradients.",
            "Whatever makes the gradients differ breaks the symmetry. In practice the weights do "
            "it, since they must also spread over all directions of the input.",
        ),
        wrong(
            "Only the biases do; the weights all keep their first values.",
            "Errors arrive, for the weights above are not 0. So the weights move, and not all alike.",
        ),
    ),
)

FIRST_LAYER = Question(
    "The first layer of a ReLU network reads n pixels of mean square 1. Which Var(w) gives its units "
    "inputs h of mean square 1?",
    (
        right(
            "1 / n: no ReLU has touched what it reads.",
            "The factor 2 makes up for a ReLU in front of the weights, and before this layer there is "
            "none. (A single layer hardly matters.)",
        ),
        wrong(
            "2 / n: the ReLU behind it takes away half.",
            "It does, behind h. What it takes away is given back by the weights of the next layer.",
        ),
        wrong(
            "1 / (3n): PyTorch's default was made for it.",
            "Then h has mean square 1/3. The default is a habit and keeps no signal's size.",
        ),
    ),
)

GEOMETRY = Question(
    "In 30 tanh layers q has settled at q<sup>*</sup> for every input. Two inputs enter with c = 0.5. "
    "What do you know of their c at the end?",
    (
        wrong(
            "It is still 0.5: the size is kept, so the angle is too.",
            "Size is the length of a vector, c the angle between two. Each has a map of its own.",
        ),
        wrong(
            "It is 1: at a fixed point all inputs give the same.",
            "They have the same size. Whether they are the same is for the c map to say: in chaos "
            "c = 1 is left behind.",
        ),
        right(
            "Nothing yet: in order it goes to 1, in chaos it does not.",
            "q settles in both. Only the c map, and its slope at c = 1, tells them apart.",
        ),
    ),
)

CONFOUND = Question(
    "'At learning rate 0.03 I started tanh networks of 80 layers in six ways, five networks each, and "
    "none learned. So 80 layers cannot be trained.' Which experiment answers best?",
    (
        right(
            "The same six starts, with smaller learning rates.",
            "The study above has them: at 0.003 all five networks from 1.76 learn. Whoever varies the "
            "start at one rate measures start and rate together.",
        ),
        wrong(
            "The same again, with another five random seeds.",
            "Thirty networks agree already. More of them make the answer surer, not the question "
            "better: all share one learning rate.",
        ),
        wrong(
            "The same again, with wider layers, as theory asks.",
            "The theory asks for wide layers, and 100 units follow it well. It says nothing about "
            "how large a step may be.",
        ),
    ),
)

CHAOTIC_ROTATION = Question(
    "Thirty tanh layers with orthogonal weights, scaled to sigma_w<sup>2</sup> = 4. Are the singular values "
    "of their derivative all near 1?",
    (
        wrong(
            "Yes: orthogonal matrices change no length.",
            "These are twice an orthogonal matrix. Each layer stretches by 2, and the slopes shrink.",
        ),
        right(
            "No: sigma_w stretches, and the slopes shrink unevenly.",
            "Where tanh is steep a direction grows, where it is flat it is lost. Orthogonal weights "
            "help near the critical line and for small signals, where all slopes are close to 1.",
        ),
        wrong(
            "No: tanh is below 1, so that all of them vanish.",
            "The outputs of tanh are below 1. Slopes near 1, times sigma_w = 2, make some directions "
            "grow in every layer.",
        ),
    ),
)
