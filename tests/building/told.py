"""What stands behind sentences of notebook 03 that no test of ours computes."""

CITED = [
    "The data: petal length and width of two kinds of iris, 50 flowers each",
    "For comparison, GPT-3 has 175 billion",
]
DEFINED = [
    "Below, a network of 1, 16, 16 and 1 units fits 32 samples",
    "The whole map is below the loss that counts as arrived",
    "| L2, squared |",
    "Take one sample and half the squared error",
    "Here is the graph of this neuron, with λ = 0.1",
    "A mean can be estimated from a few",
    "We take the ravine of section 2.2, with 4096 noisy samples",
    "Every batch below is drawn in the same way",
    "We run both for 50 steps on the smallest MLP",
    "So each rule gets a rate of its own, the best of the grid",
    "Who gets farther than 10 from the middle of the map",
    "So the race itself is run on 100 *new* ones",
    "Here it looks at handwritten digits of 8 × 8 pixels",
    "An MLP has 100 inputs, four hidden layers of 1,000 units each",
    "A simulation has 2 inputs, 10,000 outputs",
    "Someone trains a network with one output and nn.MSELoss",
]
DERIVED = [
    "There is one activation fewer than there are layers",
    "The factor $\\tfrac{1}{2}$ is there to cancel the 2",
    "So backward costs twice as much as forward",
    "Here a matrix of 10,000 rows would move through",
]
TASK = [
    "Test yourself on",
    "Add 1e-8 to the root",
    "Find a loss of two weights where plain SGD",
    "the same curvatures turned by 45 degrees, say",
    "Set the learning rate to 0.3 and move the start",
]
