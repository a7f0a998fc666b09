"""What notebook 06 asks: guesses before a cell is run, quiz questions after, and an open task.

Each wrong option is a misconception that readers really have.
"""

from helpers.form import OpenTask
from helpers.guesses import Number, Pick
from helpers.quiz import Question, right, wrong

CANCEL = Number(
    "How many linear pieces has f(x) = ReLU(2x) - 1/2 ReLU(-4x) + 3 ReLU(x - 1), on the whole line?",
    "pieces",
)

MOST_PIECES = Pick(
    "Their weights are random. Which has the most pieces between -3 and 3?",
    ("one layer of 24", "two layers of 12", "four layers of 6", "about as many each"),
)

HOLES = Number(
    "You fold the strip 5 times and push a pin through. How many holes has it when you unfold it?",
    "holes",
)

HIGHEST_BOUND = Pick(
    "Which arrangement of 20 units has the highest bound, with two inputs?",
    ("one layer of 20", "two layers of 10", "five layers of 4", "ten layers of 2"),
)

HALF_LINE = Number(
    "How many pieces along the half-line has a random network of eight layers of 16 units, in the mean of "
    "16 networks? Think of one layer of 128 first.",
    "pieces",
    digits=2,
)

TRAINED_CELLS = Number(
    "The bound for four layers of 12 is above three million cells. You train such a network. How many "
    "cells has it in the whole plane?",
    "cells",
    digits=4,
)

SIZES = Pick(
    "A small signal, q = 0.1, and a large one, q = 30, go through six layers. Where do they end?",
    (
        "both near 0",
        "at the same size, between the two",
        "as far apart as before",
        "both very large",
    ),
)

GROUPS = Number("How many of the twelve groups publish 'Deeper is better'?", "groups")

MOONS = Pick(
    "Which of the three makes the fewest errors on new points of the noisy moons?",
    ("the linear one does as well as any", "2 layers, clearly", "4 layers, clearly"),
)

SINES = Pick(
    "In which order will the network learn the three sines?",
    (
        "the slow one first, the fast one last",
        "the fast one first, the slow one last",
        "all three at about the same pace",
    ),
)

ENCODING = Pick(
    "What does the encoding bring on the learned pixels?",
    (
        "hardly anything",
        "a squared error some 4 times smaller",
        "a squared error some 100 times smaller",
    ),
)

LONGER = Pick(
    "After 200 steps the network from frequencies is at 21 to 22 dB on the learned pixels. When is the one "
    "from x and y as close?",
    ("after some 400 steps, twice as many", "near the end of the 4,000", "not within 4,000 steps"),
)

FIND_THE_FOLDS = OpenTask(
    "Can training find the folds?",
    "Train networks on the sawtooth of three folds: your six units as three layers of 2, wider and "
    "deeper ones, one layer. Start from random weights, and from your own with small errors. What "
    "decides whether training finds the folds? Say how many seeds and which learning rates you tried.",
    shows=(
        "The errors beside that of the best constant, 0.29: a network at 0.29 has learned nothing.",
        "For each shape several seeds, and more than one learning rate.",
        "A sentence that keeps apart what the six units <em>can</em> compute and what training "
        "<em>finds</em>, with the start near the folds as the evidence.",
    ),
    measured=(
        "Three layers of 2 from random weights: 16 seeds, learning rates 0.01, 0.03 and 0.1. None "
        "comes below an error of 0.28.",
        "One layer of 64 units does best at 0.03 of these rates. Its median error there is about 0.16. Ten "
        "times as many units come closer than three layers of 2, and are still far from the sawtooth.",
        "Your weights, each off by 1 %, at a rate of 0.001: all 16 return to an error below 0.02. Off by "
        "10 %, most stay above 0.1. Off by 30 %, none comes below 0.15.",
    ),
    pitfalls=(
        "One seed, or one learning rate for all shapes: section 6 showed what that proves.",
        "A loss that falls from a bad start to 0.29 looks like learning. It is the way to the constant.",
        "From 'training does not find it' does not follow 'it is not there', nor the other way round.",
    ),
    minutes=20,
)

ONE_LAYER_PIECES = Question(
    "One hidden layer of 50 ReLU units, trained on one input, has 46 linear pieces on the whole line. "
    "How can that be?",
    (
        wrong(
            "It cannot: each unit has its kink, so there must be 51 pieces.",
            "That is the most there can be. Random weights nearly always reach it; others need not.",
        ),
        right(
            "Five bends are missing: of units that are silent, or that cancel.",
            "A unit with input weight or output weight 0 bends nothing, and kinks at one place add up: "
            "to one bend, or to none.",
        ),
        wrong(
            "Training has made the function smooth and has rounded off five kinks.",
            "A ReLU network has no round corners. A bend can become small, but it stays a kink.",
        ),
    ),
)

EXPONENTIAL = Question(
    "A blog says: 'A trained network of 20 layers has exponentially more linear pieces than one of 2 "
    "layers, and so it generalizes better.' What do you reply?",
    (
        right(
            "Wrong twice: depth only allows so many, and more pieces need not help.",
            "That a network exists says nothing about the typical one, and section 4 counts typical "
            "ones. And what a network can fit is no forecast for new data.",
        ),
        wrong(
            "Right about the pieces, which depth guarantees, but not about the rest.",
            "The sawtooth needs exact weights, the same in each layer. Random weights do not fold: "
            "their number of pieces follows the number of units, at any depth.",
        ),
        wrong(
            "Right twice, if the network was trained long enough and on enough data.",
            "Training moved cells to the data in section 4. In the whole plane there were no more than "
            "before. A bound on what is possible does not describe what training finds.",
        ),
    ),
)

WIDTH_TWO = Question(
    "Three inputs, 24 ReLU units. Which network has the highest lower bound by Montufar's formula?",
    (
        wrong(
            "Eight layers of 3.",
            "With 3 inputs, a layer of 3 units cannot fold: floor(3/3) = 1. The bound is what the last "
            "layer cuts, 8.",
        ),
        wrong(
            "One layer of 24.",
            "It cuts 2,325 regions. Layers that fold let the last one cut many copies at once.",
        ),
        right(
            "Four layers of 6.",
            "Each of the first three folds all three coordinates once and multiplies by 8; the last "
            "cuts 42 regions: 8<sup>3</sup> times 42 = 21,504.",
        ),
    ),
)

RELU_CHAOS = Question(
    "You double all weights of a random deep ReLU network without biases. What happens to a circle "
    "on its way through?",
    (
        right(
            "Each layer makes it larger by another factor of 2. Its shape stays as it was.",
            "ReLU(2h) = 2 ReLU(h): scaling passes through. Length grows, but size grows with it, so "
            "nothing folds that did not fold before. That is not chaos.",
        ),
        wrong(
            "It becomes chaotic: from layer to layer it winds more, as its length grows.",
            "Size grows as fast as length. For chaos size must stay bounded while length grows: then "
            "the curve must fold. Section 5 has a nonlinearity for that.",
        ),
        wrong(
            "Nothing: whatever their weights, random ReLU networks preserve its length.",
            "They do so on average for sigma_w<sup>2</sup> = 2. Doubled weights are not those.",
        ),
    ),
)

CONTEST = Question(
    "A friend reports: 'On my data five layers of 20 beat one layer of 50, so depth is better.' What "
    "do you ask first?",
    (
        wrong(
            "How many layers were tried at most, and would ten be better still?",
            "First ask whether the contest was fair.",
        ),
        wrong(
            "How many linear pieces both have, since more of them fit new data better?",
            "More pieces let a network fit more, noise included.",
        ),
        right(
            "Did both have as many parameters, a rate of their own, and several seeds?",
            "With 2 inputs and 1 output, five layers of 20 have 1,761 parameters, one layer of 50 "
            "has 201. And a single run may be luck. Ask for the initial weights, too.",
        ),
    ),
)

SPECTRAL = Question(
    "From x and y, three layers of 64 paint a blur in 240 steps. You make the layers twice as wide, "
    "and train as long. What do you expect?",
    (
        wrong(
            "A sharp picture: twice as many units have the pieces for it.",
            "The narrow network has pieces enough, too. They are not what it lacks.",
        ),
        right(
            "A blur again: fine waves are still the last that it learns.",
            "This is the spectral bias. Twice the width brings half a decibel in the mean of five seeds; "
            "the encoding of six frequencies brings 5 to 6.",
        ),
        wrong(
            "A grainy picture: with more weights it overfits the learned pixels.",
            "Overfitting would need fast waves between the pixels, and those come last.",
        ),
    ),
)
