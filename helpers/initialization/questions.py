"""The quiz questions of notebook 08. Each wrong option is a misconception that readers really have."""

from helpers.quiz import Question, right, wrong

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
