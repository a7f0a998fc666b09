"""The quiz questions of notebook 03. Each wrong option is a misconception that readers really have."""

from helpers.quiz import Question, right, wrong

SIGN = Question(
    "At the present weight the slope of the loss is dL/dw = −2. Which way does descent move w?",
    (
        right(
            "Up.",
            "w − lr · (−2) is larger than w. A negative slope says that the loss falls to the right.",
        ),
        wrong(
            "Down: it is called descent.",
            "It is the loss that descends. The weight goes wherever the loss falls, here to the right.",
        ),
        wrong(
            "Down, because the gradient is negative and is added.",
            "The gradient is subtracted. Adding it climbs, wherever you find it in print.",
        ),
    ),
)

ZERO_ONE = Question(
    "What counts in the end is how many answers are wrong: the 0-1 loss. Why not descend on it?",
    (
        wrong(
            "It is not convex.", "True, but neither is the loss of an MLP, and descent works there."
        ),
        right(
            "Its slope is zero wherever it has one.",
            "A small change of w changes no answer, so the loss does not change and the slope says "
            "nothing about which way to go. Other losses stand in for it.",
        ),
        wrong(
            "It can only be computed on test data.",
            "It can be computed on any data with labels. It is a measure, and no guide.",
        ),
    ),
)

LEARNING_RATE = Question(
    "Along one direction the loss has curvature 4: it is a parabola 2 d<sup>2</sup>, with d the "
    "distance to the minimum. From which learning rate on does descent explode?",
    (
        right(
            "From 0.5.",
            "Each step multiplies the distance by 1 − 4 lr. Beyond lr = 2/4 that is below −1.",
        ),
        wrong(
            "From 0.25.",
            "At 0.25 the factor is 1 − 1 = 0: it arrives in one step. Beyond, it overshoots, and "
            "still settles up to 0.5.",
        ),
        wrong(
            "From 1: larger steps overshoot.",
            "What matters is the learning rate times the curvature. At 1 the factor is 1 − 4 = −3.",
        ),
    ),
)

DEPTH = Question(
    "How many layers with parameters has MLP([784, 64, 32, 10])?",
    (
        wrong(
            "Four: there are four sizes.",
            "The first size is the number of inputs. The input 'layer' computes nothing and has no "
            "parameters.",
        ),
        right("Three.", "Two hidden layers and the output layer: 784 to 64, 64 to 32, 32 to 10."),
        wrong(
            "Two: only hidden layers have weights.",
            "The output layer has weights and biases too: it computes the logits from the last "
            "hidden layer.",
        ),
    ),
)

SHARED = Question(
    "A PReLU has a slope that is learned. Someone makes one PReLU and uses it in all three hidden "
    "layers. What happens?",
    (
        wrong(
            "Nothing special: activations have no parameters.",
            "ReLU and tanh have none. A PReLU has one, so it matters whether it is shared.",
        ),
        wrong(
            "PyTorch copies it for each layer.",
            "PyTorch copies nothing. The same object is the same parameter.",
        ),
        right(
            "All three layers share one slope, and each pulls at it.",
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
            "0.2",
            "Changing the weight changes the loss along both paths at once: the parts add up.",
        ),
        wrong(
            "−0.1: the later one counts.",
            "Neither path replaces the other. An autodiff with <code>=</code> in place of "
            "<code>+=</code> makes this kind of error: it keeps only the part that arrives last.",
        ),
        wrong(
            "−0.03: the chain rule multiplies.", "It multiplies along a path, and adds over paths."
        ),
    ),
)

ORDER = Question(
    "From loss to input: a row of 10 numbers, times a Jacobian 10 × 256, times a Jacobian "
    "256 × 784. In which order should one multiply?",
    (
        right(
            "From the loss's side: a row times a matrix, twice.",
            "The result stays a row. That is reverse mode: 10 · 256 + 256 · 784 = 203,264 products.",
        ),
        wrong(
            "From the input's side, as the data flow.",
            "Then the two Jacobians meet first: 10 · 256 · 784, about two million products. That "
            "order pays off with few inputs and many outputs.",
        ),
        wrong(
            "It makes no difference, matrix products are associative.",
            "The result is the same, the work is not: here one order takes ten times as much.",
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
        right(
            "It computes the gradient.",
            "loss.backward() fills in .grad, and that is all. What to do with it is up to the "
            "optimizer.",
        ),
        wrong(
            "It runs the network in reverse, from the output to the input.",
            "It goes through the graph in reverse, but what travels are derivatives, and not the "
            "network's values.",
        ),
    ),
)

HEADS = Question(
    "You train a classifier of 10 classes with nn.CrossEntropyLoss. What should the network's last "
    "layer be?",
    (
        wrong(
            "A linear layer and a softmax, so that it puts out probabilities.",
            "CrossEntropyLoss takes the softmax itself. Taking it twice keeps the loss from ever "
            "coming near zero (notebook 04).",
        ),
        wrong(
            "A linear layer and a ReLU, as in every other layer.",
            "A ReLU would turn all negative logits into the same 0.",
        ),
        right(
            "A linear layer, and nothing after it.",
            "Logits may be any numbers. The loss turns them into probabilities, in a stable way.",
        ),
    ),
)

MEMORY = Question(
    "Training runs out of memory on an MLP. Halving the batch changes almost nothing. What takes "
    "the memory?",
    (
        wrong("The activations.", "Those grow with the batch: half the batch, half of them."),
        right(
            "Parameters, gradients and the optimizer's copies.",
            "They are stored once, whatever the batch. Adam stores four numbers for each parameter "
            "in all.",
        ),
        wrong(
            "The gradients of all samples of the batch.",
            "They are added up as they come: one gradient for the whole batch.",
        ),
    ),
)
