"""Claims of notebook 02 that need no test, by the reason why; the ledger compares them with the text."""

CITED = ["For five, 94,572 of 4,294,967,296 are left [9]."]
DEFINED = [
    "These hidden units have weights of 7 and biases of −3",
    "With the **sigmoid** $\\sigma(z)",
    "With more than two inputs the line becomes a plane",
    "Each row lists the outputs for the inputs 00, 01, 10, 11",
    "Besides OR and AND there are two tasks on the petals",
    "Take a retina of 4 × 4 pixels",
    "We do that for 2, 3, 4 and 8 hidden units",
    "We let the same 2,000 networks go on",
    "**A result without its spread is half a result.**",
    "(Bands reach from the worst to the best batch of 25.)",
]
DERIVED = [
    "Over all shifts, every pixel is black for 4 of 16.",
    "What needs more than that, it cannot do.",
    "Four inputs already have far more functions than it has.",
    "Sigmoids reach it as 1 + 0.3 too.",
    "One unit asks for petals longer than 17/7",
    "Here w · x + b = 0 has other solutions than before.",
]
TASK = [
    "If the network errs nowhere by more than",
    "It shall give the largest error from 0 to",
    "(Try it in a cell of your own: train_xor([1]",
    "AND, then XOR, each up to 24 updates",
    "We try five, up to 100 units wide.",
    "You multiply both weights of a neuron by 10",
    "A neuron must fire for the inputs (1, 1) and (3, 3)",
    "Someone stacks ten linear layers of 1000 units",
    "You multiply all weights and biases of the sepals' hidden sigmoids",
    "After 200 steps two inputs are still wrong.",
]
