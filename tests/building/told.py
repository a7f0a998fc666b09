"""What stands behind sentences of notebook 03 that no test of ours computes."""

CITED = [
    "The data: petal length and width of two kinds of iris, 50 flowers each",
    "For comparison, GPT-3 has 175 billion",
]
DEFINED = [
    "| L2, squared |",
    "Take one sample and half the squared error",
    "Here is the graph of this neuron, with λ = 0.1",
    "A layer from 784 inputs to 256 units, and a batch of 256 pictures",
    "- **mini-batch** descent uses a few at a time",
    "We take the ravine of section 2.2, with 4096 noisy samples",
    "Every batch below is drawn in the same way",
    "We run both for 50 steps on the smallest MLP",
    "So each rule gets a rate of its own, the best of the grid",
    "Who gets farther than 10 from the middle of the map",
    "So the race itself is run on 100 *new* ones",
    "Here it looks at handwritten digits of 8 × 8 pixels",
    "At the present weight the slope of the loss is dL/dw = −2",
    "Along one direction the loss has curvature 4",
    "An MLP has 100 inputs, four hidden layers of 1,000 units each",
    "Along the first, the derivative of the loss by it is 0.3",
    "A simulation has 2 inputs, 10,000 outputs",
    "Someone trains a network with one output and nn.MSELoss",
]
DERIVED = [
    "The factor $\\tfrac{1}{2}$ is there to cancel the 2",
    "An image of 28 × 28 pixels has 784 inputs",
    "So backward costs twice as much as forward",
    "Here a matrix of 10,000 rows would move through",
]
TASK = ["Set the learning rate to 0.3 and move the start"]
