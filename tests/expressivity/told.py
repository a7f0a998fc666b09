"""Sentences of notebook 06 that need no test of ours, by words that only they have. See tests/ledger.py."""

# What a source says that the sentence names or numbers.
CITED = ["He proved more than we have shown here", "a single photograph (by danielbuechele"]
# What the course or the reader sets: names, sizes, rules.
DEFINED = [
    "Step 2: all hidden layers",
    "Step 3: the output",
    "A piece ends where the slope changes by more than",
    "It has `depth` hidden layers of 2 units",
    "Now watch a circle in a network of 100",
    "Each counts the errors of its two networks on 1,000 new points",
    "Both have three layers of 64, and learn for 240 steps",
    "We count for networks with 64, 128 and 192 hidden units",
    "In all of section 4 the weights are normal",
    "one number more than there are layers",
    "in a network of 500 units per layer",
    "The picture opens at layer 6",
    "The two tasks are spirals of two arms",
    "For each depth the table gives the mean of the twelve differences",
    "And keep to what was measured",
    "The other is noisy",
    "Each is learned by a linear network",
    "We train a network with one input on a sum of three sines",
    "The result has shape (num_samples",
    "The picture opens with a finished painting",
    "Three inputs, 24 ReLU units",
    "From x and y, three layers of 64 paint a blur",
    "You make the layers twice as wide",
    "Two larger networks, three layers of 128",
]
# What follows in one step from what stands beside it in the text.
DERIVED = [
    "- deep networks *can* have exponentially more pieces",
    "It depends, and on more than depth",
    "Wrong twice: depth only allows so many",
    "Four layers of 6.",
    "it wants 28 numbers for each position",
]
# What it asks or tells the reader to do.
TASK = [
    "Take 1.259 to the power 6",
    "Train 5 layers at the same budget",
    "For each shape several seeds, and more than one learning rate",
    "Train networks on the sawtooth of three folds",
]
