"""The quiz questions of notebook 02. Each wrong option is a misconception that readers really have."""

from helpers.quiz import Question, right, wrong

LINE = Question(
    "You multiply both weights and the bias of a sigmoid neuron by 10. What happens?",
    (
        wrong(
            "Its line moves ten times as far from the origin.",
            "The distance is |b| / |w|: both grow by 10, so it stays.",
        ),
        right(
            "The line stays; the outputs near it become steeper.",
            "w · x + b = 0 has the same solutions. But every score is ten times as large, so the "
            "sigmoid passes from 0 to 1 within a tenth of the distance.",
        ),
        wrong(
            "Nothing at all.",
            "The line stays, and so does every decision. The outputs do not: they move closer to 0 "
            "and 1.",
        ),
    ),
)

PERCEPTRON = Question(
    "You run the perceptron on data that almost, but not quite, one line could separate. What does "
    "it do?",
    (
        wrong(
            "It settles on the line with the fewest mistakes.",
            "It knows nothing of a number of mistakes. It looks at one example at a time, and any "
            "mistake moves the line, however good the line was.",
        ),
        wrong(
            "It approaches the best line ever more slowly.",
            "Its steps never get smaller: each adds or subtracts a whole example.",
        ),
        right(
            "It never comes to rest; some of its lines are good, and it leaves them again.",
            "There is always another mistake, so there is always another update. Keeping the best "
            "line seen so far (the 'pocket' algorithm) is one cure, a smooth loss another: notebook 03.",
        ),
    ),
)

CROSSING = Question(
    "A neuron must fire for the inputs (1, 1) and (3, 3), and be silent for (2, 2). Can it?",
    (
        wrong(
            "Yes, with large enough weights.",
            "Large weights make its sigmoid steep. They do not bend its line.",
        ),
        right(
            "No: (2, 2) is the midpoint of the other two.",
            "Its score there is the mean of two scores above 0, so it is above 0 too.",
        ),
        wrong(
            "Yes, after enough training.", "Training searches among neurons. None of them does it."
        ),
    ),
)

SOFT = Question(
    "Why does the sepal network fire for more flowers with sigmoid hidden units than with steps?",
    (
        wrong(
            "A sigmoid's line lies elsewhere.",
            "Both are at one half, or jump, where the hidden score is 0. The lines are the same.",
        ),
        right(
            "A hidden unit that is not quite on still sends 0.3 or 0.4, and that can be enough.",
            "The output fires for h<sub>1</sub> + h<sub>2</sub> > 9/7 = 1.29. With steps that needs "
            "1 + 1; with sigmoids 1 + 0.3 will do.",
        ),
        wrong(
            "Sigmoids are more powerful than steps.",
            "Not here: with the same weights the steps get more flowers right.",
        ),
    ),
)

LINEAR_LAYERS = Question(
    "Someone stacks ten linear layers of 1000 units to solve XOR, without activation functions. "
    "How many of the four inputs can they get right?",
    (
        wrong(
            "All four: ten layers are deep.",
            "Depth alone adds nothing: ten linear maps one after the other are one linear map.",
        ),
        right(
            "Three, as many as one neuron.",
            "The stack equals one linear layer, so its decision boundary is one line.",
        ),
        wrong("All four, if they train long enough.", "No weights exist that training could find."),
    ),
)

UNIVERSAL = Question(
    "Which of these does the universal approximation theorem promise?",
    (
        wrong(
            "Gradient descent finds the approximation if the network is wide enough.",
            "The theorem says that good weights exist. How to find them, it does not say.",
        ),
        wrong(
            "Any function whatever can be approximated.",
            "Continuous functions, on a compact set. A jump keeps an error of at least half its "
            "height, and 1/x on (0, 1] outgrows every network.",
        ),
        right(
            "For f(x) = sin x on [0, 100] and an error of 0.001 there is a network with one hidden "
            "layer.",
            "Sine is continuous and [0, 100] is compact. You could even write the weights down: a "
            "ReLU for each short segment.",
        ),
        wrong(
            "A network that fits sin x on [0, 100] also follows it at x = 200.",
            "Nothing is promised outside the compact set. A ReLU network continues as a straight line.",
        ),
    ),
)

WIDTH = Question(
    "A network with two ReLU units can compute XOR. Yet most trained ones do not. Why?",
    (
        wrong(
            "Two units are too few to represent XOR.",
            "They are enough: choose ReLU units in the picture of section 5, and all four are right.",
        ),
        right(
            "From most starting weights, gradient descent ends in a place where it cannot improve.",
            "To represent a function and to find its weights are two things. With more units, more "
            "starting points lead to a solution.",
        ),
        wrong(
            "200 steps are too few; all would succeed in the end.",
            "Many are stuck: a ReLU unit that is silent for all four inputs gets no gradient, "
            "forever.",
        ),
    ),
)
