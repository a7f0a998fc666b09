"""What notebook 03 asks: guesses before a cell is run, quiz questions after, and an open task.

Each wrong option is a misconception that readers really have.
"""

from helpers.form import OpenTask
from helpers.guesses import Number, Pick, Sketch
from helpers.quiz import Question, right, wrong

PULLED = Pick(
    "Five samples lie on the line y = x/2, but for one, which is far too high. Which loss is pulled more by "
    "the odd one?",
    ("L1", "L2", "both alike"),
)

TOO_LARGE = Pick(
    "For the samples x = 1, 2, 3 the curvature is 14/3. Which of the learning rates 0.05, 0.35 and 0.45 "
    "are too large?",
    ("none of them", "0.45 alone", "0.35 and 0.45"),
)

FIRST_LAYER = Number(
    "A color image of 32 × 32 pixels has 3072 inputs. In a network of sizes 3072, 64, 64, 64, 3, what "
    "share of the parameters sits in the first layer?",
    "%",
)

XOR_STARTS = Number(
    "Three tanh units have learned XOR from one random start. From how many of 50 starts will they get "
    "all four corners right within 100 steps?",
    "starts",
    digits=2,
)

FIRST_STEP = Pick(
    "Both of Adam's means start from 0 and are too small at first. Without the correction, what is Adam's "
    "first step like?",
    ("shorter than with it", "as long as with it", "longer than with it"),
)

JACOBIAN = Number(
    "A layer leads from 784 inputs to 256 units, and a batch has 256 pictures. The Jacobian of the whole "
    "batch holds the slope of every unit on every picture along every input of every picture. How much "
    "memory would it take, in float32 (4 bytes a number)?",
    "GB",
)

CHECK_STEP = Sketch(
    "How does the error of a central difference in float64 depend on its step h? On both axes, powers "
    "of ten.",
    (-10.0, -8.0, -6.0, -4.0, -2.0),
    "Step h (power of 10)",
    "Relative error (power of 10)",
    -12.0,
    0.0,
)

TORN = Number(
    "After five steps, of how many of the 13 weights does some sample want more, while another wants less?",
    "weights",
    digits=2,
)

BATCH_NOISE = Number(
    "A batch has four times as many samples. The spread of its gradient is then what percentage of the "
    "spread before?",
    "%",
    digits=2,
)

ZERO_ONE = Question(
    "What counts in the end is how many answers are wrong: the 0-1 loss. Why not descend on it?",
    (
        wrong(
            "It is not convex, so descent may end in a poor valley.",
            "True, but neither is the loss of an MLP, and there descent is what everybody uses.",
        ),
        wrong(
            "It cannot be computed during training.",
            "It can be computed on any data with labels, at any time. It is a measure, and no guide.",
        ),
        right(
            "Its slope is zero everywhere but at a jump.",
            "A small change of w changes no answer, so the loss does not change and the slope says "
            "nothing about which way to go. Other losses stand in for it.",
        ),
    ),
)

WIDTH = Question(
    "An MLP has 100 inputs, four hidden layers of 1,000 units each, and 10 outputs. You double the "
    "width of every hidden layer. What becomes of the number of parameters?",
    (
        wrong(
            "It doubles, as the number of units does.",
            "Each unit also gets more weights: one for each of the units in the layer before, and "
            "these have doubled, too.",
        ),
        right(
            "It becomes about four times as large.",
            "Between two hidden layers each of twice as many units has twice as many weights. Only "
            "the first and the last layer merely double.",
        ),
        wrong(
            "It becomes about sixteen times as large.",
            "Layers add up. The factors would multiply only if the layers' numbers of weights did.",
        ),
    ),
)

SHARED = Question(
    "A PReLU has a slope that is learned. Someone makes one PReLU and uses it in all three hidden "
    "layers. What happens?",
    (
        wrong(
            "Nothing: activations have no parameters.",
            "ReLU and tanh have none. A PReLU has one, so it matters whether it is shared.",
        ),
        wrong(
            "PyTorch copies it, and each layer learns its own.",
            "PyTorch copies nothing. The same object is the same parameter.",
        ),
        right(
            "The three layers learn one slope between them.",
            "Its gradient is the sum over the three places, and no layer gets the slope it wants. "
            "Make a new module for each layer.",
        ),
    ),
)

ORDER = Question(
    "A simulation has 2 inputs, 10,000 outputs and many steps in between. You want the derivatives of "
    "all outputs by both inputs. From which side should one multiply the Jacobians?",
    (
        wrong(
            "From the outputs' side, as for the loss of a network.",
            "A network's loss is one output. Here a matrix of 10,000 rows would move through all "
            "steps.",
        ),
        right(
            "From the inputs' side, where there are only two.",
            "A matrix of two columns moves through all steps. This is called forward mode.",
        ),
        wrong(
            "From either side, for the product is the same.",
            "The result is the same. The number of multiplications is not.",
        ),
    ),
)

CURVE_B = Question(
    "Run B: the loss falls at first, then swings, wider and wider, until it is far above its start. "
    "Which fault makes this curve?",
    (
        right(
            "The gradients of all steps so far add up.",
            "That is a missing <code>zero_grad()</code>. The step points along the sum of all gradients "
            "since the start, and carries on long after the minimum is passed.",
        ),
        wrong(
            "The loss is a sum over the samples, not a mean.",
            "That multiplies all gradients by 32. Adam divides by their size, so its steps stay the same.",
        ),
        wrong(
            "The last layer has no activation function.",
            "It should have none: a regression must be able to give any number.",
        ),
    ),
)

CURVE_C = Question(
    "Run C: the loss falls smoothly to 0.17 and hardly any further. Printing the parameters, one finds "
    "17 in place of 321. Which fault makes this curve?",
    (
        wrong(
            "The hidden layers are too narrow for this curve.",
            "The dashed run has the same 16 units a layer, and falls below 0.001.",
        ),
        wrong(
            "The learning rate is far too small to get on.",
            "Then the loss would still be falling in the end, and all 321 parameters would be there.",
        ),
        right(
            "The hidden layers stand in a plain Python list.",
            "An <code>nn.Module</code> does not look into a list. The optimizer is never told of these "
            "layers: they keep their random weights, and the last one alone learns. Use "
            "<code>nn.ModuleList</code>.",
        ),
    ),
)

ONE_OUTPUT = Question(
    "Someone trains a network with one output and nn.MSELoss to say which digit, 0 to 9, is on an "
    "image. What is wrong with this?",
    (
        right(
            "It takes a 3 for nearly a 4, and far from a 9.",
            "The squared error reads distances between class numbers, which mean nothing: a network "
            "in doubt between 3 and 9 does best to say 6. Give each class an output of its own.",
        ),
        wrong(
            "Nothing: the class number is a number like any other.",
            "It is a name that happens to be a numeral. The loss would take the order of the names "
            "for a property of the images.",
        ),
        wrong(
            "One output cannot take ten different values.",
            "It can take any value, also those in between. That is the trouble.",
        ),
    ),
)

MEMORY = Question(
    "Training runs out of memory on an MLP. Halving the batch changes almost nothing. What takes "
    "the memory?",
    (
        wrong(
            "The activations of all the layers.",
            "Those grow with the batch: half the batch, half of them.",
        ),
        right(
            "The weights, gradients and optimizer's copies.",
            "They are stored once, whatever the batch. Adam stores four numbers for each parameter "
            "in all.",
        ),
        wrong(
            "The gradients, one set for each sample of the batch.",
            "They are added up as they come: one set for the whole batch.",
        ),
    ),
)

ADAM_LOSES = OpenTask(
    "A landscape where Adam loses",
    "Find a loss of two weights where plain SGD, at its best rate of the grid, arrives in less than half "
    "of Adam's steps, and one where it is the other way round. What do you change to get from one to the "
    "other, and why does it decide?",
    shows=(
        "Both rules have the best rate of the same grid, and many starts: not one rate, not one path.",
        "A reason. SGD's one rate must suit every direction, so the ratio of the curvatures decides. "
        "Adam's mean gradient makes it overshoot, which costs some 50 steps even in a round bowl.",
        "A second landscape that tests the reason: the same curvatures turned by 45 degrees, say.",
    ),
    measured=(
        "Round bowl, curvatures 1 and 1: SGD arrives in 1 step (rate 1), Adam in about 50 (rate 0.5).",
        "Curvatures 1 and 9: SGD 15 steps, Adam about 55.",
        "Curvatures 1 and 100: SGD never within 200 steps, in the median; Adam after about 77. Turned by "
        "45 degrees, SGD never and Adam after about 86.",
    ),
    pitfalls=(
        "The best rate lies at the end of the grid: then nobody knows what lies beyond.",
        "The whole map is below the loss that counts as arrived, 0.01: scale the loss up.",
        "The gradient does not fit the loss. Check it with a central difference.",
    ),
    minutes=15.0,
)
