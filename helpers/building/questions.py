"""The quiz questions of notebook 03. Each wrong option is a misconception that readers really have."""

from helpers.quiz import Question, right, wrong

SIGN = Question(
    "At the present weight the slope of the loss is dL/dw = −2. Which way does descent move w?",
    (
        wrong(
            "Down, because it is called descent.",
            "It is the loss that descends. The weight goes wherever the loss falls, here to the right.",
        ),
        right(
            "Up, because the loss falls to the right.",
            "The step is −lr · (−2), which is positive. A negative slope says that the loss falls to "
            "the right.",
        ),
        wrong(
            "Down, because a negative gradient is added.",
            "The gradient is subtracted. Adding it climbs, wherever you find it in print.",
        ),
    ),
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

LEARNING_RATE = Question(
    "Along one direction the loss has curvature 4: it is a parabola 2 d<sup>2</sup>, with d the "
    "distance to the minimum. Which learning rates make descent explode?",
    (
        wrong(
            "All beyond 0.25.",
            "At 0.25 the factor is 1 − 1 = 0: it arrives in one step. Beyond, it overshoots, and "
            "still settles up to 0.5.",
        ),
        right(
            "All beyond 0.5.",
            "Each step multiplies the distance by 1 − 4 lr. Beyond lr = 2/4 that is below −1.",
        ),
        wrong(
            "All beyond 1.",
            "What matters is the learning rate times the curvature. At 1 the factor is 1 − 4 = −3.",
        ),
    ),
)

WIDTH = Question(
    "An MLP has 100 inputs, four hidden layers of 1,000 units each, and 10 outputs. You double the "
    "width of every hidden layer. What becomes of the number of parameters?",
    (
        right(
            "It becomes about four times as large.",
            "Between two hidden layers each of twice as many units has twice as many weights. Only "
            "the first and the last layer merely double.",
        ),
        wrong(
            "It doubles, as the number of units does.",
            "Each unit also gets more weights: one for each of the units in the layer before, and "
            "these have doubled, too.",
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

FAN_OUT = Question(
    "A weight feeds two nodes of the graph. Along the first, the derivative of the loss by it is "
    "0.3, along the second −0.1. What is the derivative of the loss by this weight?",
    (
        right(
            "0.2: the two parts are added.",
            "Changing the weight changes the loss along both paths at once: the parts add up.",
        ),
        wrong(
            "−0.1: the later part counts.",
            "Neither path replaces the other. An autodiff with <code>=</code> in place of "
            "<code>+=</code> makes this kind of error: it keeps only the part that arrives last.",
        ),
        wrong(
            "−0.03: the two are multiplied.",
            "The chain rule multiplies along a path, and adds over paths.",
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

BACKPROP = Question(
    "What does backpropagation do?",
    (
        wrong(
            "It adjusts the weights so that the loss falls.",
            "That is the optimizer's work: optimizer.step(). Backpropagation changes no weight.",
        ),
        wrong(
            "It runs the network from its output to its input.",
            "It goes through the graph in reverse, but what travels are derivatives, and not the "
            "network's values.",
        ),
        right(
            "It computes how the loss depends on each weight.",
            "loss.backward() fills in .grad, and that is all. What to do with it is up to the "
            "optimizer.",
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
