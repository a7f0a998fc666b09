"""Claims of notebook 07 that no test of ours computes, and why."""

CITED = [
    "| how many | as many as you like | 16,130",
    "about 5,000 of each",
    "attribution, not for commerce",
]

DEFINED = [
    "three hidden layers of 64 ReLU units, three logits",
    "three parts of the data",
    "whole numbers from 0 to 255",
    "Its units look at patches of 3 × 3 pixels",
    "we train all on 3,000 faces of 16 × 16 pixels",
    "Three networks of the same size, 64-64-64-10",
    "a network trained on 2,000 of them",
    "by keeping the best of 15 epochs",
    "They hold for drawn faces and these 41 photographs",
    "three layers of units that look at patches of 3 × 3",
    "both trained without augmentation on the same 4,000 faces",
    "*400 faces*: this is all they had",
    "answers with a probability of 0.97 were right 96 times",
    "Now the network is 0.97 sure of a photograph",
    "Nothing in the number 0.97 tells",
]

DERIVED = [
    "A unit of the first layer has one weight for each of the 3,072",
    "Each face is a point: with 3,072 coordinates",
    "A mirrored 2 is nothing",
    "The digits have 64 inputs",
    "twice as many rows and columns",
    "patches of 3 × 3 are made to find such things",
    "You looked for the worst of 19 numbers",
]

TASK = ["train a second network on a new variant", "Draw at least 3,000 new faces"]
