"""Sentences of notebook 08 with a number or a comparison that need no test, and why."""

DEFINED = [
    "A network of 30 tanh layers, 100 units each, sees 1,077 handwritten digits",
    "Below, a random network of 100 units a layer",
    "We train a network with two hidden layers of 30 tanh units from three starts",
    "lets the negative half through, multiplied by a small slope",
    "ten pairs of inputs with $c = 0.5$, in each of five random networks",
    "Somebody writes a function for the weights of deep tanh networks",
    "The cell under it trains three networks of 50 layers from your weights",
    "The other three panels show a *real* network of 100 units a layer",
    "says by how much a small step at the input is stretched, in one of 100 directions",
    "Take 50 random matrices, 200 x 200, Gaussian (normal), of variance 1/200",
    "And take 50 **orthogonal** ones",
    "We build each in 40 layers of 100 tanh units, from three values",
    "In 30 tanh layers q has settled at q<sup>*</sup> for every input",
    "Two inputs enter with c = 0.5",
    "No biases, three choices of",
    "We trained such networks, with 50 blocks",
    "the rate is the smallest of those that come within 2 points",
    "what was measured: 50 layers, 20 epochs of plain stochastic gradient descent",
    "Then five networks of other seeds learn at that rate for 20 epochs",
]
DERIVED = [
    "If each layer multiplies a signal by 0.8, then 30 layers multiply it by",
    "1,000 inputs and 400 outputs want two different variances",
    "A factor of 0.76 or 1.34 a layer looks harmless",
    "These are twice an orthogonal matrix",
    "Each layer stretches by 2, and the slopes shrink",
]
TASK = [
    "Stop when it is shorter than 0.0001",
    "Set $\\sigma_w^2$ to 0.6 and press",
    "Then try 1.76, and 4 at a rate of 0.03",
    "Follow a signal's size and its gradient through 30 layers",
    "that keeps the mean square of a signal through a linear layer, to 15 %",
    "Send a signal through 30 layers of each kind",
    "Move $\\sigma_w^2$ from 1 to 5",
    "And at 3:",
    "But read the numbers, layer 1 against layer 40",
]
