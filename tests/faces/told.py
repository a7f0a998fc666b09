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
    "It returns a transform, `v2.Compose([...])`",
    "Three networks of the same size, 64-64-64-10",
    "a network trained on 2,000 of them",
]

DERIVED = [
    "A unit of the first layer has one weight for each of the 3,072",
    "Each face is a point: with 3,072 coordinates",
    "A mirrored 2 is nothing",
    "The digits have 64 inputs",
    "twice as many rows and columns",
]

TASK = ["Train a second network on a new variant"]
