"""What notebook 02 asks: guesses before a cell is run, quiz questions after, and an open task.

Each wrong option is a misconception that readers really have.
"""

from helpers.form import OpenTask
from helpers.guesses import Number, Pick, Sketch
from helpers.quiz import Question, right, wrong

SHARPNESS = Number(
    "An AND neuron has the weights 1, 1 and the bias −1.5, all multiplied by <i>k</i>. How large must "
    "<i>k</i> be, until all four outputs are within 0.01 of 0 or 1?",
    digits=2,
)

SEPARABLE = Number(
    "XOR and its opposite are the only two of 16 functions of two inputs that no neuron computes. What "
    "share of the 65,536 functions of four inputs <i>can</i> one neuron compute?",
    "%",
    digits=2,
)

DRAWN_LAYERS = Number(
    "We draw the weights and biases of two hidden ReLUs at random, a thousand times. For how many of the "
    "thousand is there an output unit that computes XOR from them?",
    "of 1000",
)

CURVED_SIGMOID = Pick(
    "Take the hidden units <i>leaning</i> with all weights and biases divided by 7, so that the sigmoids are "
    "almost straight. The midpoints are then a little apart. Can one line part the targets?",
    (
        "Yes: apart is apart, and a line fits between",
        "No: the segments still cross, at another place",
    ),
)

TWO_LINES = Number(
    "By eye, two lines and an AND have 119 of the 150 flowers right. How many will the best two lines have?",
    "of 150",
)

ORDER = Pick(
    "We follow a sine from 0 to 2π with <i>N</i> ReLUs, and then with twice as many. What becomes of the "
    "largest error?",
    (
        "it stays as it is",
        "a half of it is left",
        "a quarter of it is left",
        "an eighth of it is left",
    ),
)

CHOSEN = Number(
    "To follow the square root from 0 to 2π to within 1 % of its largest value takes 626 ReLUs with evenly "
    "spaced knots. How many does it take with knots that your <code>choose_knots</code> places?",
    "ReLUs",
    digits=2,
)

OUTSIDE = Number(
    "The sine with 20 ReLUs is good to 0.012 from 0 to 2π. What does the network answer at 4π, where the "
    "sine is 0?",
    digits=2,
)

LEARNED = Sketch(
    "What share of the networks with 2, 3, 4 and 8 hidden ReLUs has learned XOR after 200 steps?",
    (2.0, 3.0, 4.0, 8.0),
    "Hidden units",
    "Learned XOR (%)",
    0.0,
    100.0,
)

PATIENCE = Number(
    "After 200 steps 25 % of the networks with two ReLUs have learned XOR. How many of them have after 5,000 "
    "steps?",
    "%",
)

LARGEST_TABLES = Number(
    "Of the 256 functions of three inputs, how many need a table of the largest size, four hidden units?",
    "functions",
)

ONE_UNIT = OpenTask(
    "One unit for XOR",
    "Sections 3 to 5: one neuron cannot compute XOR, if its activation function rises. Find one that is not "
    "so, and solve XOR with a single unit. What does your proof in section 3 lose? What else can this unit "
    "do, and what not? Does training find its weights? (Try it in a cell of your own: train_xor([1], activation, 250).learned.mean(), with a function of a torch tensor.)",
    (
        "An activation function that goes up and down again, with weights that you tried on all four inputs. A "
        "bell, exp(−z²), is one: with z = x<sub>1</sub> + x<sub>2</sub> − 1 it is 1 at 01 and 10, and 0.37 at 00 "
        "and 11.",
        "The step of the proof that fails. The score still goes in a straight line along a segment. But the "
        "unit may fire at both ends and be silent between: it fires in a strip, or outside of one.",
        "A limit: a strip is bounded by two parallel lines. What needs more than that, it cannot do.",
        "A count, over many starts, of how often training succeeds.",
    ),
    (
        "A unit that fires in a strip computes all 16 functions of two inputs, at least 210 of the 256 of three, and at "
        "least 9,674 of the 65,536 of four. For a line it is 14, 104 and 1882.",
        "A single SiLU, trained as in section 11, learned XOR from 248 of 250 starts, a single GELU from 242, a bell "
        "from 136; a single tanh from none. SiLU and GELU dip below 0 before they rise: "
        "that is enough.",
        "One cosine, cos(π(x<sub>1</sub> + … + x<sub>D</sub>)), is parity for any number of inputs.",
        "In the outer layers of the human cortex, single dendrites answer most strongly to a middling input, and "
        "could separate XOR "
        "(<a href='https://doi.org/10.1126/science.aax6239'>Gidon and others 2020</a>).",
    ),
    (
        "A unit that does XOR is no unit that does everything. Four inputs already have far more functions than "
        "it has.",
        "|z| and z² work, too. But z² is a polynomial: section 9 says what layers of it cannot do, however wide.",
        "A result from one start. Of 250 bells, 114 did not find it.",
    ),
    minutes=20,
)

LINE = Question(
    "You multiply both weights of a neuron by 10, and leave its bias, not 0, as it is. What does its "
    "line do?",
    (
        wrong(
            "It stays: the sigmoid alone gets steeper.",
            "It would stay if the bias grew as well. Here w · x + b = 0 has other solutions than before.",
        ),
        right(
            "It moves to a tenth of its distance from the origin.",
            "That distance is |b| / |w|. The direction stays, since both weights grew alike.",
        ),
        wrong(
            "It turns, since the weights give its direction.",
            "Only the ratio of the two weights gives the direction, and that is what it was.",
        ),
    ),
)

PERCEPTRON = Question(
    "No line separates your data, so the perceptron never rests. How do you get a good line out of it?",
    (
        wrong(
            "Take its last line, which has seen the most examples.",
            "The last mistake may have spoiled a good line. On versicolor, about half of its lines were "
            "worse than always saying no.",
        ),
        wrong(
            "Let it run longer, until its steps become small enough.",
            "Its steps never get smaller: each adds or subtracts a whole example.",
        ),
        right(
            "Keep a copy of the best line so far, and take that.",
            "That is the 'pocket' algorithm [10]. Another cure is a smooth loss: notebook 03.",
        ),
    ),
)

CROSSING = Question(
    "A neuron must fire for the inputs (1, 1) and (3, 3), and be silent for (2, 2). Can it?",
    (
        right(
            "No: (2, 2) is the midpoint of the other two.",
            "Its score there is the mean of two scores above 0, so it is above 0 too.",
        ),
        wrong(
            "Yes, if its weights are large enough.",
            "Large weights make its sigmoid steep. They do not bend its line.",
        ),
        wrong(
            "Yes, if it is trained for long enough.",
            "Training searches among neurons. None of them does it.",
        ),
    ),
)

BEND = Question(
    "Two <i>linear</i> hidden units have the same weights, 1 and 1 each. For which biases can an output "
    "unit compute XOR from them?",
    (
        wrong(
            "For (−0.5, −1.5): these units are OR and AND.",
            "With steps they are. Without, the scores for 00, 01, 10, 11 lie along a line, those of 01 "
            "and 10 in the middle.",
        ),
        right(
            "For none: 01 and 10 lie halfway from 00 to 11.",
            "The biases shift all four scores alike. A midpoint stays one, and only a bend can move it.",
        ),
        wrong(
            "For any: 01 and 10 share one place, so a line is enough.",
            "They share it whatever the biases. But it lies between the places of 00 and 11, and a line "
            "that has it on one side has one of those there, too.",
        ),
    ),
)

LINEAR_LAYERS = Question(
    "Someone stacks ten linear layers of 1000 units to solve XOR, without activation functions. "
    "How many of the four inputs can they get right?",
    (
        wrong(
            "All four, since ten layers are deep enough.",
            "Depth alone adds nothing: ten linear maps one after the other are one linear map.",
        ),
        wrong(
            "All four, if they train for long enough.", "No weights exist that training could find."
        ),
        right(
            "Three, the most that one neuron can have.",
            "The stack equals one linear layer, so its decision boundary is one line.",
        ),
    ),
)

SOFT = Question(
    "You multiply all weights and biases of the sepals' hidden sigmoids by 100. How many of the 150 "
    "flowers does the network get right then?",
    (
        right(
            "Nearly 119, as many as with steps.",
            "Sigmoids that steep are steps almost everywhere. It is 118: one flower stands on a line, "
            "where a sigmoid says one half whatever its weights.",
        ),
        wrong(
            "106 as before: the lines have not moved.",
            "The lines stay. But the hidden values of 0.3 and 0.4 that let wrong flowers pass are gone.",
        ),
        wrong(
            "Fewer than 106: sigmoids stop to work when saturated.",
            "They stop to learn, since their slopes vanish. What they compute becomes sharper.",
        ),
    ),
)

UNIVERSAL = Question(
    "Which of these does the universal approximation theorem promise?",
    (
        wrong(
            "Training finds good weights if the layer is wide enough.",
            "The theorem says that good weights exist. How to find them, it does not say.",
        ),
        wrong(
            "Every function from 0 to 1 is approximated, even a jump.",
            "Continuous functions are. A jump keeps an error of at least half its height.",
        ),
        right(
            "Some network stays within 0.001 of sin x from 0 to 100.",
            "Sine is continuous, and an interval with its ends is compact. You could even write the weights down: a "
            "ReLU for each short segment.",
        ),
        wrong(
            "A network that follows sin x up to 100 does so at x = 200.",
            "Nothing is promised outside the compact set. A ReLU network continues as a straight line.",
        ),
    ),
)

WIDTH = Question(
    "You train a network with two tanh units on XOR. After 200 steps two inputs are still wrong. What is "
    "your best next try?",
    (
        right(
            "Start again, from other random weights.",
            "Of the networks that you saw, 44 % learned it from where they started.",
        ),
        wrong(
            "Train on, for ten times as many steps.",
            "Of the 139 networks that had failed after 200 steps, 2 had learned it after 2,000.",
        ),
        wrong(
            "Add a unit, as two cannot represent XOR.",
            "They can: 44 % of the networks with two did. A third raises the share, for another reason.",
        ),
    ),
)
