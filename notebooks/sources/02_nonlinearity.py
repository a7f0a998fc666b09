# %% [markdown]
# # 02 The computational benefits of nonlinearity
#
# [Start page](00_start_here.ipynb) · previous: [01 From biological to artificial
# neurons](01_neurons.ipynb) · next: [03 Building MLPs in PyTorch](03_building.ipynb)
#
# One neuron draws one straight line. That is all it can do, and you will prove it. Put a second
# layer behind a first one, with a bend in between, and the limits are gone: such a network can come
# as close as you like to any continuous function. This notebook shows both, with weights that you
# choose by hand. Everything you build later rests on this one step, from linear to nonlinear.
#
# **You will be able to**
#
# - find the weights of a neuron that computes AND, OR or NOT, and see its line;
# - train a perceptron, bound its mistakes, and say what it does when no line exists;
# - prove that no neuron computes XOR, nor recognizes a shifted pattern;
# - build networks with one hidden layer that do;
# - build a network that follows any curve of one variable, and place its corners well;
# - state the universal approximation theorem, and catch a claim that says more.
#
# **You need** notebook 01's artificial neuron, vectors and matrices, and basic Python.
#
# **Time**: about 90 minutes for the core, 105 for what is marked *further*; about 10 seconds to run.

# %% tags=["setup"]
from helpers.runtime import start

device = start()

# %%
from itertools import pairwise

import numpy as np
import torch

from helpers.datasets import iris
from helpers.explorable import explore
from helpers.form import open_task
from helpers.functions import relu, sigmoid
from helpers.guesses import guess, reveal
from helpers.nonlinearity import (
    figures,
    figures_curves,
    flowers,
    gates,
    hidden_space,
    questions,
    scenes,
    xor_study,
)
from helpers.nonlinearity.approximation import interpolate, max_error
from helpers.nonlinearity.checks import check
from helpers.nonlinearity.knots import BENT, num_needed
from helpers.nonlinearity.layers import collapse, score, step, two_layers
from helpers.nonlinearity.lookup import look_up
from helpers.nonlinearity.patterns import all_shifts, draw_pattern
from helpers.nonlinearity.perceptron import (
    find_cycle,
    mistake_bound,
    train_perceptron,
    with_constant,
)
from helpers.nonlinearity.separability import found_separable, has_crossing, truth_tables
from helpers.nonlinearity.two_lines import all_half_planes, best_and_of_two, best_line
from helpers.nonlinearity.xor_training import train_xor
from helpers.pictures import show
from helpers.quiz import ask

# %% [markdown]
# ## 1 One neuron is one line
#
# Notebook 01 ended with the artificial neuron. It computes a **score** from its inputs and passes
# it through an **activation function** $\varphi$:
#
# $$z = w_1 x_1 + w_2 x_2 + b, \qquad y = \varphi(z)$$
#
# - $x_1, x_2$ are the inputs, $w_1, w_2$ their weights, $b$ is the bias;
# - $z$ is the score, $y$ the output.
#
# In this notebook a neuron makes decisions, so we ask one thing of its output: does it fire? With
# the **step** function, $\varphi(z) = 1$ if $z > 0$ and else 0, the answer is plain. With the
# **sigmoid** $\sigma(z) = 1/(1 + e^{-z})$ we say that it fires if its output is above one half.
# Both happen exactly where $z > 0$.
#
# Where does the answer change? Where $w_1 x_1 + w_2 x_2 + b = 0$, and that is the equation of a
# **straight line**. The vector $(w_1, w_2)$ stands at right angles to it and points to the side
# where the neuron fires. The bias shifts the line: its distance from the origin is $|b| / |w|$, with
# $|w| = \sqrt{w_1^2 + w_2^2}$. With more than two inputs the line becomes a plane, and in general a
# **hyperplane**; nothing else changes.
#
# Logic is a good first test, because we know what is right. Inputs and outputs are 0 and 1.
#
# **Predict first.** The neuron below has $w_1 = w_2 = 7$ and $b = -9$. It computes AND. Which *one*
# number must change to make it OR? Then switch the task to OR, and try. Then to XOR ("one of the
# two, but not both"), and see how many of the four you can get right.

# %%
explore(scenes.one_neuron())

# %% [markdown]
# For OR the bias must rise above −7, say to −5: the line moves toward the origin and lets two more
# points across. For XOR you got three right, never four. The tasks from Fisher's iris flowers [4] are
# alike: *setosa* is easy ($w_1 = w_2 = -7$, $b = 4$ has all 150 right), and for *versicolor* the best
# of all lines through these petals has 121 of 150. We shall see why.
#
# Here are the outputs of two sigmoid neurons, with the weights you have seen.

# %%
for gate, (weights, bias) in {"AND": ([7, 7], -9), "OR": ([7, 7], -5)}.items():
    outputs = sigmoid(gates.INPUTS @ np.array(weights) + bias)
    print(f"{gate:3} {weights} {bias}:", "  ".join(f"{output:.4f}" for output in outputs))

# %% [markdown]
# Each row lists the outputs for the inputs 00, 01, 10, 11, in this order. All are on the right side of
# one half, yet not quite 0 and 1: AND answers 00 with 0.0001, and 11 with 0.9933.
#
# **Exercise 1.** Complete `gate_weights`. It gets the name of a gate and the number $n$ of inputs,
# and returns `(weights, bias)`, for a neuron that fires where its score is above 0:
#
# - `"AND"` fires if all $n$ inputs are 1;
# - `"OR"` fires if at least one is;
# - `"NOT"` has one input, and fires if it is 0.
#
# Many answers are right: the check looks at what your neuron does.


# %%
def gate_weights(gate, num_inputs):
    """Return (weights, bias) of one neuron; `weights` has shape (num_inputs,)."""
    ### BEGIN SOLUTION
    if gate == "AND":
        return np.ones(num_inputs), 0.5 - num_inputs
    if gate == "OR":
        return np.ones(num_inputs), -0.5
    return -np.ones(num_inputs), 0.5
    ### END SOLUTION


gate_weights = check(gate_weights)

# %%
for gate, num_inputs in (("AND", 2), ("OR", 2), ("NOT", 1), ("AND", 3)):
    weights, bias = gate_weights(gate, num_inputs)
    outputs = step(score(gates.all_inputs(num_inputs), weights, bias))
    print(f"{gate:3} of {num_inputs}: {outputs.astype(int)}")

# %% [markdown]
# Any logical expression is made of AND, OR and NOT. So *networks* of these neurons can compute
# every Boolean function. Keep that in mind for section 10.

# %%
ask(questions.LINE)

# %% [markdown]
# ## 1.1 From soft to sharp (further)
#
# Multiply both weights and the bias by $k$. The line stays where it was, because
# $k w_1 x_1 + k w_2 x_2 + k b = 0$ has the same solutions. But every score is multiplied by $k$, and with it grows
# the certainty of the output.
#
# How far does one have to go? Guess, then move $k$.

# %%
guess(questions.SHARPNESS)

# %%
explore(scenes.sharpness())

# %%
ks = np.arange(0.1, 30, 0.1)
scores = score(gates.INPUTS, np.array([1, 1]), -1.5)
far = np.abs(sigmoid(ks[:, None] * scores) - gates.TARGETS["AND"]).max(axis=1)
reveal(questions.SHARPNESS, ks[far < 0.01][0])

# %% [markdown]
# From $k = 10$ on they are within 0.01. (Each score of this AND has the size $0.5\,k$ or more, and
# $\sigma(0.5\,k) = 0.99$ where $0.5\,k = \ln 99$.) The sigmoid climbs from 0.1 to 0.9 over a distance of
# $2 \ln 9 / k \approx 4.4 / k$, so a large $k$ makes it a step. Then why not take the step itself?
# Because its slope is 0 everywhere, except at the jump, where it has none. Learning by slopes, as in
# notebook 03, has nothing to go by. The sigmoid is a step that one can differentiate.

# %% [markdown]
# ## 2 A neuron that learns from its mistakes (further)
#
# In 1958 Frank Rosenblatt let a neuron find its own weights [1]. His **perceptron** looks at one example
# after the other. If its answer is right, it does nothing. If it is wrong, it adds or subtracts the
# example:
#
# $$\text{if } t \,(w \cdot x) \leq 0: \qquad w \leftarrow w + t\, x$$
#
# - $x$ is the example, with a constant 1 as its last entry: the weight of that entry is the bias;
# - $t$ is the **label**, here $+1$ for "fire" and $-1$ for "be silent";
# - $w$ are the weights, zeros at the start.
#
# Why does that help? After the update the score of this example, times $t$, has grown by
# $t\, (t\, x) \cdot x = |x|^2$. It is now less wrong, or right.
#
# **Exercise 2.** Complete `perceptron_update`: the weights after one example. A score of exactly 0
# counts as a mistake.


# %%
def perceptron_update(weights, x, label):
    """Return the weights (num_inputs,) after the example `x` with `label` -1 or 1 was seen."""
    ### BEGIN SOLUTION
    if label * np.dot(weights, x) <= 0:
        return weights + label * x
    return weights
    ### END SOLUTION


perceptron_update = check(perceptron_update)

# %%
examples = np.column_stack([gates.INPUTS, np.ones(4)])
for gate in ("OR", "AND"):
    labels = 2 * gates.TARGETS[gate] - 1
    weights, num_mistakes = np.zeros(3), 0
    for _ in range(10):  # ten times through the four examples
        for x, label in zip(examples, labels, strict=True):
            num_mistakes += label * np.dot(weights, x) <= 0
            weights = perceptron_update(weights, x, label)
    w1, w2, b = weights
    print(f"{gate:3}: {num_mistakes:2} mistakes, then none; w1 = {w1:g}, w2 = {w2:g}, b = {b:g}")

# %% [markdown]
# It found an OR after 9 mistakes and an AND after 18. Watch it, one update at a time.
#
# **Predict first.** What will it do with XOR? The picture shows OR, one update before the end. Try OR,
# AND, then XOR, each up to 24 updates: move the slider, or press *Learn* and watch.

# %%
explore(scenes.perceptron())

# %% [markdown]
# With XOR it goes in a circle. After four mistakes its weights are back at zero, and everything
# repeats forever. On the way it never has more than two of four right, although three are possible.
# (Another order of the four examples changes the circle, and not its length.)

# %%
labels = 2 * gates.TARGETS["XOR"] - 1
run = train_perceptron(examples, labels, max_updates=100)
first, length = find_cycle(run.weights)
print(f"XOR: the weights after {first + length} updates are those after {first}")
print(f"fewest examples wrong on the way: {run.num_wrong.min()} of 4")

# %% [markdown]
# ## 2.1 A bound on its mistakes (further)
#
# If *some* line separates the examples, the perceptron stops. Better: we can say how many mistakes
# it can make at most [2]. Let $R$ be the length of the longest example. Let $w^*$ be
# weights of length 1 that have all examples right, with room to spare:
# $t\, (w^* \cdot x) \geq \gamma$ for each. The number $\gamma$ is the **margin**. After $M$ mistakes:
#
# 1. Each mistake adds $t\,x$ to $w$, and so at least $\gamma$ to $w \cdot w^*$. Hence
#    $w \cdot w^* \geq M \gamma$.
# 2. Each mistake changes $|w|^2$ by $2t\,(w \cdot x) + |x|^2$. The first part is not above 0, since it
#    was a mistake. Hence $|w|^2 \leq M R^2$.
# 3. As $w^*$ has length 1, $w \cdot w^* \leq |w|$. Together: $M \gamma \leq \sqrt{M}\, R$, or
#
# $$M \leq \left(\frac{R}{\gamma}\right)^2$$
#
# The number of examples does not appear, nor does the order in which they come. What counts is how
# wide the gap is, measured against the size of the data. We take the largest possible margin, and
# compare. Besides OR and AND there are two tasks on the petals of the iris flowers: length and width in
# whole millimeters, in a shuffled order, and a constant input of 10.

# %%
measurements, species = iris.load()
petals = with_constant(np.rint(10 * measurements[:, 2:]).astype(int), constant=10)
order = np.random.default_rng(0).permutation(len(petals))
runs = {}
tasks = {gate: (examples, 2 * gates.TARGETS[gate] - 1) for gate in ("OR", "AND")}
for number, name in enumerate(("setosa", "versicolor")):
    tasks[name] = petals[order], np.where(species == number, 1, -1)[order]

for name, (inputs, labels) in tasks.items():
    runs[name] = train_perceptron(inputs, labels, max_updates=300)
    num_mistakes, bound = len(runs[name].examples), mistake_bound(inputs, labels)
    ending = "then none" if runs[name].converged else "and no end"
    print(f"{name:10}: {num_mistakes:3} mistakes, {ending}; at most {bound:.0f}")

# %% [markdown]
# The bound holds, and is generous: it must cover the worst order of the worst data. For versicolor
# it is infinite (`inf`): no line separates these flowers from the others, so there is no margin.

# %%
show(figures.perceptron_on_iris({name: runs[name] for name in ("setosa", "versicolor")}))

# %% [markdown]
# Here is a misconception that costs people days: that a perceptron does its best when the data are
# not separable. It does not. Every mistake moves the line by a whole example, however good the line
# was. We let it run with the flowers in eight other orders: each time, about half of its lines were worse
# than always saying no, and at most one in ten was better.

# %%
ask(questions.PERCEPTRON)

# %% [markdown]
# ## 3 Why no neuron computes XOR
#
# You tried, and in section 2 the perceptron tries. Here is the proof that nobody will succeed. It needs one idea.
#
# A set is **convex** if it contains, with any two of its points, the whole segment between them. The
# side on which a neuron fires is convex. For let $p$ and $q$ be two points with scores $z_p > 0$ and
# $z_q > 0$. A point between them, $\lambda p + (1 - \lambda)\, q$ with $0 \leq \lambda \leq 1$, has
# the score
#
# $$w \cdot \big(\lambda p + (1 - \lambda)\, q\big) + b = \lambda z_p + (1 - \lambda)\, z_q > 0$$
#
# Along a segment the score goes in a straight line from one end to the other. So if a neuron fires
# at both ends, it fires all along. If it is silent at both ends, it is silent all along.
#
# Now suppose that a neuron computes XOR. It fires at (0, 1) and (1, 0), so it fires at their
# midpoint. It is silent at (0, 0) and (1, 1), so it is silent at *their* midpoint.
#
# **Predict first.** Where are the two midpoints? Now walk: move the first slider, or press *Walk*,
# and watch both scores. Then turn and shift the line, and try to keep the dot's score above 0 and the
# square's below, all the way.

# %%
explore(scenes.xor_proof())

# %% [markdown]
# Whatever the line, the two straight lines on the right meet at position 1/2: both midpoints are
# the same point, (1/2, 1/2). There a neuron for XOR would have to fire and to be silent at once. So
# there is none. Larger weights, another activation function that rises, or more training change
# nothing: we did not use any of them. (What else a single layer cannot see fills a book [3].)

# %% [markdown]
# ## 3.1 How rare is separable? (further)
#
# A Boolean function of $D$ inputs has $2^D$ rows in its table, so there are $2^{2^D}$ such functions.
# How many of them can one neuron compute? We count from both sides. For each function, either
# we *find* a neuron (among those with small whole weights), or we find *XOR's obstacle*: two inputs that
# should fire with the same midpoint as two that should not.

# %%
guess(questions.SEPARABLE)

# %%
print("inputs   functions   neuron found   obstacle found   separable")
for num_inputs in (2, 3, 4):
    found, obstacle = found_separable(num_inputs), has_crossing(num_inputs)
    assert np.all(found != obstacle)  # each function has one or the other, so the count is exact
    print(f"{num_inputs:6}{len(found):12}{found.sum():15}{obstacle.sum():17}{found.mean():12.1%}")
reveal(questions.SEPARABLE, 100 * found.mean())

# %% [markdown]
# 14 of 16, 104 of 256, 1882 of 65,536: fewer than 3 % for four inputs. For five, 94,572 of 4,294,967,296
# are left [9]. XOR is no odd exception: the separable functions are. And up to four inputs, every
# single failure is XOR's: two segments that cross.

# %%
ask(questions.CROSSING)

# %% [markdown]
# ## 3.2 A neuron cannot see a shape (further)
#
# Does that matter for anything but logic? Take a retina of 4 × 4 pixels, each 0 or 1. There are two
# patterns, A and B, of four black pixels each. They may appear anywhere: shifted right, shifted down,
# and what leaves on one side enters on the other. A neuron with 16 weights shall fire for A in all
# 16 positions, and be silent for B in all 16.
#
# **Predict first.** What is the mean of all 16 shifts of A, as an image? And of B? The picture has
# averaged all but the last: move the first slider to 16, or press *Shift* to start anew. Then try other
# neurons, and other patterns.

# %%
explore(scenes.translation())

# %% [markdown]
# Over all shifts, every pixel is black for 4 of 16. So the mean image is an even gray, 0.25
# everywhere, for *any* pattern of four pixels. The score of the mean image is the mean of the
# scores. If the neuron fired for all of A, it would fire for the gray image. If it were silent for all
# of B, it would be silent for the gray image. It is the same image.
#
# No single neuron can tell a square from an L when both may move, whatever its weights. With a
# hidden layer it takes two lines: one unit for each shift of A, which fires if all four of its pixels are
# black; and an OR.

# %%
square, ell = (all_shifts(draw_pattern(name)) for name in ("square", "L"))
W1, b1 = square, -3.5  # 16 hidden units: the shifts of the square are their weights
for name, images in (("square", square), ("L", ell)):
    hidden = step(images @ W1.T + b1)
    output = step(hidden.sum(axis=1) - 0.5)
    print(f"{name:6}: fires for {output.sum():.0f} of 16 shifts")

# %% [markdown]
# ## 4 Better features (further)
#
# The neuron is limited by what it is given. So give it more. A **feature map** $\psi$ computes new
# inputs from the old ones, and the neuron sees those. For XOR one product is enough:
#
# $$\psi(x_1, x_2) = (x_1, \; x_2, \; x_1 x_2)$$
#
# Before, the two segments crossed in the plane. The product lifts the point (1, 1) out of it, and
# the segments pass each other in space. In the picture, $x_3 = k\, x_1 x_2$ with a lift $k$. The neuron
# beside it has the weights that part the targets.
#
# **Predict first.** How far apart are the midpoints when the lift is 1? And what must the weight of $x_3$ do as
# the lift becomes small?

# %%
explore(scenes.lift())

# %% [markdown]
# At a lift of 1 one midpoint is at 0 and the other at ½: nothing crosses any more. The neuron
# $x_1 + x_2 - 2 x_1 x_2 - \frac{1}{2}$ computes XOR: check it on the four rows in your head. Any lift above 0 is
# enough, but a small one needs a large weight, $-2/k$. Can the perceptron find such weights?

# %%
features = np.column_stack([gates.INPUTS, gates.INPUTS.prod(axis=1)])
run = train_perceptron(with_constant(features), 2 * gates.TARGETS["XOR"] - 1, 1000)
w1, w2, w12, b = run.weights[-1]
print(f"after {len(run.examples)} mistakes the score is {w1} x1 {w2:+} x2 {w12:+} x1 x2 {b:+}\n")
print("x1  x2  x1 x2   score   target")
for psi, target in zip(features, gates.TARGETS["XOR"], strict=True):
    x1, x2, product = psi
    print(f"{x1:2}{x2:4}{product:7}{score(psi, run.weights[-1][:3], b):8.0f}{target:9}")

# %% [markdown]
# It can: the score is above 0 for the targets 1 alone. But who finds the right products? With 784 pixels
# there are 306,936 products of two different pixels and 80 million of three, and the square of section
# 3.2 is a product of four. Choosing features was a profession once. The way out: **let neurons compute the features**, and learn those too.

# %% [markdown]
# ## 5 XOR with one hidden layer
#
# Now the step that this notebook is about. Two neurons look at the input. A third one looks at the
# two, and never sees the input itself:
#
# $$h_1 = \varphi(w_{11} x_1 + w_{12} x_2 + a_1), \qquad h_2 = \varphi(w_{21} x_1 + w_{22} x_2 + a_2)$$
#
# $$y = \varphi(v_1 h_1 + v_2 h_2 + c)$$
#
# The first two are **hidden units**; together they are a **hidden layer**. $w_{ij}$ is the weight
# from input $j$ to hidden unit $i$, and $v_i$ the weight from hidden unit $i$ to the output; $a_1$,
# $a_2$ and $c$ are the biases. With matrices it is shorter: $h = \varphi(W_1 x + b_1)$ and
# $y = \varphi(w_2 \cdot h + b_2)$. The rows of $W_1$ are the hidden units, $b_1 = (a_1, a_2)$,
# $w_2 = (v_1, v_2)$ and $b_2 = c$.
#
# **Exercise 3.** Complete `xor_weights`: two hidden units and an output unit, all with the step
# function, that compute XOR. `W1` has two rows, one a hidden unit. A start: can you write "one of the
# two, but not both" with AND, OR and NOT? Many answers are right.


# %%
def xor_weights():
    """Return (W1, b1, w2, b2): shapes (2, 2), (2,), (2,) and a number."""
    ### BEGIN SOLUTION
    first = np.array([1, -1])  # fires for 1 0 alone; its mirror image for 0 1 alone
    return np.array([first, -first]), np.array([-0.5, -0.5]), np.ones(2), -0.5
    ### END SOLUTION


xor_weights = check(xor_weights)

# %%
outputs = two_layers(gates.INPUTS, *xor_weights(), activation=step)
print("outputs for 00, 01, 10, 11: ", "  ".join(f"{output:.0f}" for output in outputs))

# %% [markdown]
# How did three lines do what one could not? The output unit still draws one line, but in another
# plane: that of $h_1$ and $h_2$, the **hidden space**. The way there has two steps.
#
# 1. **The linear map**, $z = W_1 x + b_1$, brings the inputs to the plane of the scores. It keeps straight
#    lines straight and midpoints midpoints. So the proof of section 3 holds for the scores as well: both
#    segments have the same midpoint, and no line separates their ends.
# 2. **The activation**, $h = \varphi(z)$, bends.
#
# In the picture you see the network, the inputs, their scores after step 1 and the hidden values after step 2.
# In each plane XOR's two segments join inputs of one target, and their midpoints are marked: a cross for the
# targets 1, a diamond for the targets 0. **The sliders open at the hidden units of your own solution** (at ours, if
# exercise 3 is still open: solve it before you look), each scaled so that its larger weight is 7. The output unit is
# always the best that there is for them. If there is none, its line is missing.
#
# **Predict first.** Compute the scores of your own hidden units for the four inputs. Do two inputs share a place
# after step 1? Can one line separate the targets there?
#
# Then move *Bend* to 0 and back, or press the button of that name. Then change one weight after the other:
# when does XOR stop being solvable?

# %%
explore(scenes.xor_hidden(xor_weights()))

# %% [markdown]
# Choose *rank 1: the text's*. These hidden units have weights of 7 and biases of −3. Here is what they do, with
# sigmoids.

# %%
W1, b1, w2, b2 = np.array([[7, -7], [-7, 7]]), [-3, -3], [7, 7], -5
print("scores of the hidden units, for 00, 01, 10, 11:")
print((gates.INPUTS @ W1.T + b1).T)
outputs = two_layers(gates.INPUTS, W1, b1, w2, b2, activation=sigmoid)
print("outputs:", "  ".join(f"{output:.4f}" for output in outputs))

# %% [markdown]
# The outputs, 0.0129, 0.8670, 0.8670 and 0.0129, are on the right side of one half, every time. The linear map
# sends (0, 0) and (1, 1) to the same place, before any activation. The second row is the first with the opposite sign, so the **rank** of $W_1$ is 1: only the
# difference $x_1 - x_2$ counts, and the whole plane falls onto a line. That looks like the solution, and is
# not. On that line the two squares lie *exactly in the middle* between the dots: cross and diamond
# still meet.
#
# Then the activation bends the line into a corner. The dots stay at its ends, the squares lie
# in the bend, and one line cuts the corner off. Cross and diamond are now apart.
#
# The other settings show what each step contributes.
#
# - *rank 2: leaning*: no two inputs share a place. The midpoints meet after step 1 all the same, and the
#   activation parts them.
# - *ReLU* hidden units solve XOR with the same weights. Set *Hidden units* to *ReLU*, and see.
# - *Linear* hidden units bend nothing. Midpoints stay together, and no line helps, whatever the weights. That
#   case deserves its own section.

# %%
ask(questions.BEND)

# %% [markdown]
# ## 5.1 How much of a bend? (further)
#
# With *step* units every point lands on a corner of the square. A step unit computes one of 14 functions, so
# there are 196 pairs of them, and 16 of the pairs solve XOR. In each of the 16 two inputs share a corner:
# (0, 0) and (1, 1), or (0, 1) and (1, 0), as for OR and AND. Which are yours?
#
# Is any bend enough? Two settings of the picture, *a seventh of it*, have all weights and biases divided by 7.
# Their sigmoids are almost straight.

# %%
guess(questions.CURVED_SIGMOID)

# %%
values = hidden_space.LEANING_SMALL.values(gates.INPUTS, "sigmoid")
middles = values[[1, 2]].mean(axis=0), values[[0, 3]].mean(axis=0)
margin = hidden_space.output_line(values)[2]
print(f"midpoints {np.linalg.norm(middles[0] - middles[1]):.3f} apart; a line exists: {margin > 0}")
answer = questions.CURVED_SIGMOID.options[0 if margin > 0 else 1]
reveal(questions.CURVED_SIGMOID, answer)

# %% [markdown]
# The midpoints are 0.019 apart, and yet no line fits. The four places still are the corners of a slightly bent
# parallelogram, and its diagonals cross, only not in their middles. **The bend must be large enough to carry one
# segment past the other.** With rank 1 the parallelogram has been pressed flat, so there is nothing to pass, and
# the least bend will do: the midpoints are 0.03 apart, and a line fits between, though 0.02 from its
# nearest inputs. So the linear map cannot solve XOR. But it decides how much of a bend is needed.
#
# How often do both steps come out right by chance?

# %%
guess(questions.DRAWN_LAYERS)

# %%
drawn = hidden_space.draw_layers(1000)
shares = {
    unit: hidden_space.solvable_share(drawn, unit) for unit in ("none (linear)", "sigmoid", "ReLU")
}
for unit, share in shares.items():
    print(f"{unit:14} XOR is solvable from {1000 * share:3.0f} of 1000 random hidden layers")
reveal(questions.DRAWN_LAYERS, 1000 * shares["ReLU"])

# %% [markdown]
# Never without a bend, now and then with sigmoids so little bent, and about one time in eight with
# ReLUs. The weights were drawn as PyTorch draws them. So whoever trains such a network mostly starts from a
# hidden space in which no output unit can succeed, and must move it. Section 11 shows how that goes.

# %% [markdown]
# ## 5.2 One unit alone (further)
#
# The proof of section 3 spoke of activation functions that rise. What if one does not?

# %%
open_task(questions.ONE_UNIT)

# %% [markdown]
# ## 6 Linear layers do not add up
#
# Leave out the activation functions and stack two layers:
#
# $$W_2\,(W_1 x + b_1) + b_2 = (W_2 W_1)\, x + (W_2 b_1 + b_2)$$
#
# That is one linear layer, with weights $W_2 W_1$ and bias $W_2 b_1 + b_2$. The argument repeats, so a
# hundred linear layers are one. We try five, up to 100 units wide.

# %%
rng = np.random.default_rng(0)
sizes = [2, 100, 100, 50, 10, 1]
layers = [
    (rng.standard_normal((num_out, num_in)) / np.sqrt(num_in), rng.standard_normal(num_out))
    for num_in, num_out in pairwise(sizes)
]
x = rng.standard_normal((1000, 2))
deep = x
for W, b in layers:
    deep = deep @ W.T + b
W, b = collapse(layers)
num_params = sum(W.size + b.size for W, b in layers)
print(f"five layers: {num_params} parameters; collapsed: {W.size + b.size}")
print("same outputs for 1000 random inputs:", np.allclose(deep, x @ W.T + b, atol=1e-10))

# %% [markdown]
# 15,971 parameters, and all they express is a plane with three. Whatever lies between the layers
# must not be linear. One kink is enough: a ReLU is linear on both sides of zero, and the bend at zero
# makes all the difference.

# %%
ask(questions.LINEAR_LAYERS)

# %% [markdown]
# ## 7 Two neurons and an AND find a flower (further)
#
# *Iris versicolor* lies between *setosa* and *virginica*: no single line can fence it off. Two lines
# can try, one on either side, and an AND behind them: fire where both fire. Here are weights for the
# sepals, set by eye, with $L$ for the sepal's length and $B$ for its breadth in cm:
#
# $$h_1 = \varphi(-7 L - 5 B + 60), \qquad h_2 = \varphi(4 L - 5 B - 5)$$
#
# $$y = \varphi(7 h_1 + 7 h_2 - 9)$$
#
# **Predict first.** Does it matter whether the hidden units are sigmoids or steps? The weights, and
# so the lines, are the same.

# %%
versicolor = species == 1
sepals, petals = measurements[:, :2], measurements[:, 2:]
W1, b1 = np.array([[-7, -5], [4, -5]]), np.array([60, -5])
fires = {}
for name, activation in (("sigmoids", sigmoid), ("steps", step)):
    hidden = activation(sepals @ W1.T + b1)
    fires[name] = hidden @ [7, 7] - 9 > 0
    print(f"sepals, hidden {name:8}: {np.mean(fires[name] == versicolor):.2%} right")
print(f"always saying no:         {np.mean(~versicolor):.2%} right")

# %% [markdown]
# It matters: 70.67 % against 79.33 %, where always saying no has 66.67 %. Why the difference? The output
# fires where $7 h_1 + 7 h_2 > 9$, that is where $h_1 + h_2 > 9/7 \approx 1.29$. Steps reach that only as 1 + 1. Sigmoids reach it as 1 + 0.3 too.

# %%
extra = fires["sigmoids"] & ~fires["steps"]
soft = np.sort(sigmoid(sepals @ W1.T + b1)[extra], axis=1)
print(
    f"flowers for which only the sigmoids fire: {extra.sum()}, {(extra & versicolor).sum()} right"
)
print(f"their smaller hidden value: {soft[:, 0].min():.2f} to {soft[:, 0].max():.2f}")
print(f"their larger hidden value:  {soft[:, 1].min():.2f} to {soft[:, 1].max():.2f}")

# %% [markdown]
# 19 flowers pass with one hidden unit almost fully on and the other at one half or less: on its line or on
# the wrong side of it. 16 of them are no versicolor. So *a network designed for steps is another network with
# sigmoids*, unless the weights are large, as in section 1.1.

# %% [markdown]
# ## 7.1 The best that two lines can do (further)
#
# Our lines were set by eye. How good can two lines be? We need not guess, for there are not so many. Look
# at the flowers along a direction: they stand in some order, and a line at right angles can cut
# between any two neighbors. Turn a little: the order changes only where two flowers stand behind
# one another. So we can list every way in which a line parts the flowers, and try each with each.

# %%
guess(questions.TWO_LINES)

# %%
best_units = {}
for part, flower_sizes in (("sepals", sepals), ("petals", petals)):
    planes = all_half_planes(flower_sizes)
    num_one = best_line(planes, versicolor)[1]
    best_units[part], num_two = best_and_of_two(planes, versicolor)
    print(
        f"{part}: {len(planes.biases):5} ways to cut; best line {num_one}, best two {num_two} of 150"
    )
    if part == "sepals":
        reveal(questions.TWO_LINES, num_two)

# %% [markdown]
# On the sepals a search gains seven flowers: the best two lines have 126 right, 84 %. There it ends.
# Whatever two lines one takes, an AND of them has 24 flowers wrong or more, since versicolor and
# virginica overlap. (On the sepals the best *one* line has 112 right, six more than our two with sigmoids. The 121 of
# section 1 were on the petals.) On the
# petals the best two lines miss only three.
#
# (We searched on the very flowers that we count. How such lines would do on new flowers is another
# question, for notebook 05.)
#
# By eye, two lines on the petals do almost as well. One unit asks for petals longer than 17/7 = 2.4 cm, the
# other for petals narrower than 33/20 = 1.65 cm.

# %%
for name, activation in (("sigmoids", sigmoid), ("steps", step)):
    long_enough = activation(7 * petals[:, 0] - 17)
    narrow_enough = activation(-20 * petals[:, 1] + 33)
    right = (7 * long_enough + 7 * narrow_enough - 9 > 0) == versicolor
    print(f"petals, hidden {name:8}: {right.mean():.2%} right")

# %%
settings = {
    "Sepals, sigmoids": (flowers.SEPAL_UNITS, sigmoid),
    "Sepals, steps": (flowers.SEPAL_UNITS, step),
    "Sepals, the best steps": (best_units["sepals"], step),
    "Petals, sigmoids": (flowers.PETAL_UNITS, sigmoid),
}
points = {name: petals if name.startswith("Petals") else sepals for name in settings}
show(figures.iris_regions(points, settings, versicolor))

# %% [markdown]
# 96.00 % with either kind of unit. Sigmoids move the limit of the width only from 1.65 cm to just below
# 1.70 cm, and no flower lies between, for widths were measured in steps of 0.1 cm. Six
# flowers are wrong, on the border to virginica. No two lines parallel to the axes have fewer wrong. And
# note what mattered most. By eye on the petals, 144 flowers are right; with the best search on the
# sepals, 126. It was not the network, but what was measured.

# %%
ask(questions.SOFT)

# %% [markdown]
# ## 8 Follow any curve
#
# From yes and no to numbers. The output unit is now linear, so the network computes
#
# $$g(x) = c + \sum_{i=1}^{N} v_i \, \mathrm{ReLU}(w_i x + b_i)$$
#
# - $x$ is one number, $N$ the number of hidden units;
# - $v_i$ is the weight of unit $i$ in the output, $c$ the output's bias.
#
# Each ReLU is a straight line with one corner. In two steps you build from them a **curve follower**: it
# finds the weights of a network that passes through given points of a curve, and then chooses these points
# well. After that, *your* networks draw the curves.
#
# ### 8.1 Step 1: one ReLU a segment
#
# Choose points of the curve, at the **knots** $x_0 < x_1 < \dots < x_N$, and join neighbors by straight lines.
# This polygon has $N$ segments. One ReLU for each of them, with its corner at the segment's left knot, is enough:
#
# $$g(x) = c + \sum_{i=0}^{N-1} v_i \, \mathrm{ReLU}(x - x_i)$$
#
# Which $c$ and which $v_i$ make it pass through all the points? Three questions lead there.
#
# - What is $g(x_0)$? There every ReLU is 0.
# - Between $x_0$ and $x_1$ one unit is on. What slope must it bring?
# - A ReLU, once on, stays on. So what must the second unit *add* to the slope that is there already?
#
# **Exercise 4.** Complete `interpolation_weights`. It gets the $N + 1$ knots and the values there, as
# arrays of floats or of whole numbers, and returns the output's bias and the $N$ weights. (`np.diff` gives differences of neighbors.)


# %%
def interpolation_weights(knots, values):
    """Return (bias, v): a number, and one weight for each of the N segments."""
    ### BEGIN SOLUTION
    slopes = np.diff(values) / np.diff(knots)
    return values[0], np.diff(slopes, prepend=0.0)  # at the first knot every ReLU is 0
    ### END SOLUTION


interpolation_weights = check(interpolation_weights)

# %%
knots = np.linspace(0, 2 * np.pi, 9)
bias, v = interpolation_weights(knots, np.sin(knots))
show(figures_curves.relu_network(knots, bias, v))

# %% [markdown]
# Each weight is the *change* of slope at its knot: $v_i = s_i - s_{i-1}$, where $s_i$ is the slope of the
# segment after knot $i$ and $s_{-1} = 0$. No gray line looks like a sine; their sum does.
#
# How good is it? And how much better with twice as many units?

# %%
guess(questions.ORDER)

# %%
x = np.linspace(0, 2 * np.pi, 10_001)
errors = {}
print("   N   largest error")
for num_segments in (8, 10, 20, 100):
    knots = np.linspace(0, 2 * np.pi, num_segments + 1)
    bias, v = interpolation_weights(knots, np.sin(knots))
    network = bias + relu(x[:, None] - knots[:-1]) @ np.asarray(v)
    errors[num_segments] = np.max(np.abs(network - np.sin(x)))
    print(f"{num_segments:4}{errors[num_segments]:16.3g}")
reveal(questions.ORDER, questions.ORDER.options[round(np.log2(errors[10] / errors[20]))])

# %% [markdown]
# The error of a straight segment of length $d$ is at most $\frac{d^2}{8} \max |f''|$, where
# $f''$ is the second derivative: how strongly the curve bends. Here $d = 2\pi / N$ and $|f''| \leq 1$, so
#
# $$\text{error} \leq \frac{(2\pi / N)^2}{8} \approx \frac{4.93}{N^2}$$
#
# Why $d^2/8$? Where curve and segment are farthest apart, both have the same slope. From there the nearer knot is at most
# $d/2$ away. On such a way, a curve can leave the line of its own slope by $\frac{1}{2} \max |f''|\, (d/2)^2$ at most. And at
# the knot the two meet, so that is all that was between them. Is the bound near?

# %%
for num_segments, error in errors.items():
    print(f"N = {num_segments:3}: error {error:.3g}, at most {4.93 / num_segments**2:.3g}")

# %% [markdown]
# ### 8.2 Step 2: corners where they are needed
#
# The law holds for curves that bend everywhere about alike. A square root starts vertically and is almost straight
# later. With evenly spaced knots most units stand where there is nothing to bend.
#
# **Exercise 5.** Complete `choose_knots`. It gets a function, the places `x` that may become knots (rising),
# and the number of segments. Begin with the two ends of `x`. Then, again and again: make the network for the
# knots so far, with your `interpolation_weights`; look at all places for the one where it errs most; put a
# knot there. If the network errs nowhere by more than `1e-9`, stop early: there is nothing left to mend.
# Keep the knots sorted. (If the cell runs on and on, interrupt it.)


# %%
def choose_knots(function, x, num_segments):
    """Return the knots, rising: the ends of `x`, and num_segments - 1 more of its places, or fewer.

    `function` takes an array and returns one. `x` is an array.
    """
    ### BEGIN SOLUTION
    knots = x[[0, -1]]
    for _ in range(num_segments - 1):
        bias, v = interpolation_weights(knots, function(knots))
        network = bias + relu(x[:, None] - knots[:-1]) @ np.asarray(v)
        gap = np.abs(network - function(x))
        if np.max(gap) < 1e-9:
            break
        knots = np.sort(np.append(knots, x[np.argmax(gap)]))
    return knots
    ### END SOLUTION


choose_knots = check(choose_knots)

# %%
guess(questions.CHOSEN)

# %%
places = np.linspace(0, 2 * np.pi, 1001)
print("ReLUs for an error of 1 %   evenly spaced   where it errs most")
for name, f in BENT.items():
    even = num_needed(f, lambda num: np.linspace(0, 2 * np.pi, num + 1))
    placed = num_needed(f, lambda num, f=f: choose_knots(f, places, num))
    print(f"{name:25}{even:16}{placed:21}")
reveal(questions.CHOSEN, placed)  # the square root was the last

# %% [markdown]
# Ten instead of 626, two instead of 19, 20 instead of 88: where a function bends at one place only, that is where
# its corners belong. Where it bends everywhere about alike, as these waves do, there is nothing to gain, and our rule even
# loses a little: it never moves a knot that it has set.
#
# Now the curve follower is complete, and it is yours. Choose a function from the list, or type one. Numbers, `x`, `pi`, `e`,
# the signs `+ - * / **`, and functions like `sin`, `exp`, `sqrt`, `abs` are understood.
#
# **Predict first.** Can you find a function for which even your well-placed corners need more than 40? Switch
# *Corners* to compare.

# %%
explore(scenes.relu_approximator(interpolation_weights, choose_knots))

# %% [markdown]
# The more bends, the more corners: `sin(x**2 / 2)` takes 79 for an error of 1 %. And a jump keeps its error of about one half, however many corners crowd there. (If
# the picture shows an error of 0 for a jump, do not believe it yet: section 9.1.)

# %% [markdown]
# ## 8.3 Bumps (further)
#
# Take $\mathrm{ReLU}(x + 1) - 2\, \mathrm{ReLU}(x) + \mathrm{ReLU}(x - 1)$. **Predict first:** what is
# its slope left of −1, between −1 and 0, between 0 and 1, and beyond 1?

# %%
show(figures.bump_parts())

# %% [markdown]
# The slopes add up from the left: 0, then 1, then 1 − 2 = −1, then −1 + 1 = 0. The three lines
# cancel outside, and a **bump** remains: the network responds to a small range of $x$ and to nothing
# else.
#
# **Exercise 6.** Complete `bump`: it has its peak of `height` at `center`, and is 0 from a distance
# `half_width` on. `x` is an array; `relu` is there for you.


# %%
def bump(x, center, half_width, height):
    """Return a triangle made of three ReLUs, for each entry of `x`."""
    ### BEGIN SOLUTION
    slope = height / half_width
    rise = relu(x - center + half_width)
    turn = relu(x - center)
    stop = relu(x - center - half_width)
    return slope * (rise - 2 * turn + stop)
    ### END SOLUTION


bump = check(bump)

# %% [markdown]
# Now place your bumps side by side, one at each of nine points, as high as a sine is there.

# %%
show(figures_curves.adjacent_bumps(bump, np.sin))

# %% [markdown]
# Between two centers one bump falls while its neighbor rises, and the sum of two straight lines is a straight
# line. At a center all other bumps are 0. So the sum is the polygon through the points, the one that you drew
# with a third of the ReLUs in section 8.1. Books prefer bumps, since each can be set without a look at the others.

# %% [markdown]
# ## 8.4 How fast the error falls (further)
#
# For a sine and evenly spaced knots it falls like $1/N^2$. Is that a law for all functions?

# %%
nums = np.unique(np.round(np.logspace(0.3, 2, 16)).astype(int))
chosen = {
    "sin(x)": np.sin,
    "abs(x - 2)": lambda x: np.abs(x - 2),
    "sqrt(x)": np.sqrt,
    "step(x - 3)": lambda x: step(x - 3),
}
x = np.linspace(0, 2 * np.pi, 4001)
errors = {
    name: np.array([max_error(f, interpolate(f, num), x) for num in nums])
    for name, f in chosen.items()
}
show(figures.error_law(nums, errors))

# %% [markdown]
# It is not. The line has a slope of −2. A faster wave would keep that slope and shift the line up: it bends
# more, so it needs more units. The others bend without limit at one point. A kink costs about $1/N$, as long as
# no knot falls on it. The square root starts vertically and costs
# $1/\sqrt{N}$. The jump keeps an error of one half or more: no continuous function can follow it.

# %% [markdown]
# ## 8.5 Corners that are learned (further)
#
# Your rule sees the whole function and sets one corner after the other. Training, the subject of notebook 03,
# does something else: it starts from some corners and moves all of them, and all output weights, a little at a
# time, so that the squared error falls. Eight ReLUs start from evenly spaced corners.
#
# **Predict first.** For the bell, where will the corners go? And for which function of the list will training
# find worse places than your rule? Press *Learn*.

# %%
explore(scenes.learned_knots())

# %% [markdown]
# For the bell six of the eight corners gather between its feet. The error falls from 0.174 to 0.015, and training
# ends a little ahead of the rule, at 0.017. For the square root it halves the rule's error. *The network places
# its own knots.*
#
# It does not always do so well. A jump wants two corners at one place: the rule comes to 0.018 there, training to
# 0.058. (A kink wants one, and both find it.) And look at the wave that quickens. All eight corners end left of 5.2, so the last
# half-waves get none. Training is stuck at 0.26, where the rule has 0.13. Better places exist, and
# training does not find them. Section 11 is about that.

# %% [markdown]
# ## 9 The universal approximation theorem
#
# Now the theorem that made one hidden layer famous. In the form of Leshno, Lin, Pinkus and Schocken
# [7], for a continuous activation function:
#
# > Let $\varphi: \mathbb{R} \to \mathbb{R}$ be continuous. Then the following holds **if and only if
# > $\varphi$ is not a polynomial**: for every compact set $K \subset \mathbb{R}^n$, every continuous
# > function $f: K \to \mathbb{R}$ and every $\varepsilon > 0$ there are a number $N$ and parameters
# > $v_i, b_i \in \mathbb{R}$ and $w_i \in \mathbb{R}^n$ such that
# > $g(x) = \sum_{i=1}^N v_i\, \varphi(w_i \cdot x + b_i)$ satisfies
# >
# > $$\max_{x \in K} |f(x) - g(x)| < \varepsilon$$
#
# *Compact* means closed and bounded: in one dimension, an interval with its end points is. (Cybenko
# proved it for sigmoids in 1989 [5], Hornik for more in 1991 [6]. The full theorem of 1993 also admits
# functions with jumps, such as the step.)
#
# Every word counts.
#
# - **Not a polynomial.** If $\varphi$ is a polynomial of degree $d$, then $g$ is one too, of degree $d$, however
#   many units you add. Any other continuous function will do: ReLU, sigmoid, tanh, even sine.
# - **Continuous $f$, compact $K$.** Not every function, and not the whole line.
# - **$< \varepsilon$.** It *approximates*. You will often read "can compute any function". It cannot.
# - **There are.** They exist. That is all.
#
# And what it does not say:
#
# - **How many units.** $N$ may be huge. Bumps on a grid need $N$ for each direction: in $n$
#   dimensions, $N^n$. Some functions are kinder: Barron [8] showed for a class of functions
#   that the integrated squared error is at most $(2 r C_f)^2 / N$ on a ball of radius $r$, in *any*
#   dimension, where the constant $C_f$ measures how fast $f$ wiggles.
# - **How to find the weights.** Section 11 measures that.
# - **That it works on new data.** The theorem knows $f$ everywhere on $K$. You will have examples.
# - **What happens outside $K$.** We look at that now.

# %%
guess(questions.OUTSIDE)

# %%
network = interpolate(np.sin, 20)
for times_pi in (0.5, 1.5, 3, 4):
    answer = network(np.array([times_pi * np.pi]))[0]
    print(f"at {times_pi} pi: {answer:5.2f}, the sine is {round(np.sin(times_pi * np.pi)):2d}")
reveal(questions.OUTSIDE, answer)

# %% [markdown]
# Nonsense: beyond the last knot the network goes on as a straight line. A fit inside says nothing about
# outside.

# %%
ask(questions.UNIVERSAL)

# %% [markdown]
# ### 9.1 A universal claim
#
# Somebody writes: *"The theorem is too modest. **100 ReLUs with evenly spaced corners are enough for any function
# from 0 to $2\pi$**, up to rounding. I have measured it, for a jump as well:"*
#
# | ReLUs | sin(x) | sin(x² / 2) | step(x − 3) |
# |--:|--:|--:|--:|
# | 20 | 0.0117 | 0.352 | 0.4 |
# | 50 | 0.00197 | 0.0649 | 0.5 |
# | 100 | 0.000000 | 0.000000 | 0.0 |
#
# The last row cannot be true: no continuous function follows a jump. Below is the code. It runs, and it was
# written in good faith.
#
# **Exercise 7, a hunt.** Find out why `worst_error` reports 0 with 100 ReLUs, and repair it. It shall give the
# largest error from 0 to $2\pi$ for any number of ReLUs up to 1000. (One cannot look at every $x$: a tenth of
# the error may be missing, no more.)


# %%
def worst_error(function, num_segments):
    """Return the largest |network - function| from 0 to 2 pi, for evenly spaced knots."""
    knots = np.linspace(0, 2 * np.pi, num_segments + 1)
    bias, v = interpolation_weights(knots, function(knots))
    ### BEGIN SOLUTION
    x = np.linspace(0, 2 * np.pi, 20_001)
    ### INSTEAD
    # x = np.linspace(0, 2 * np.pi, 101)
    ### END SOLUTION
    network = np.full(len(x), float(bias))
    for knot, weight in zip(knots[:-1], v, strict=True):  # one by one: x may have very many places
        network += weight * relu(x - knot)
    return np.max(np.abs(network - function(x)))


worst_error = check(worst_error)

# %%
print("ReLUs    sin(x)   sin(x^2 / 2)   step(x - 3)")
for num_segments in (20, 50, 100):
    errors = [
        worst_error(f, num_segments)
        for f in (np.sin, lambda x: np.sin(x**2 / 2), lambda x: step(x - 3))
    ]
    print(f"{num_segments:5}{errors[0]:10.2g}{errors[1]:15.2g}{errors[2]:14.2g}")

# %% [markdown]
# The code looks at 101 places. With 100 ReLUs these are the 101 knots, and there the polygon is right *by construction*.
# With 50 ReLUs every second place is a knot, and only the middles count. The true error of the jump is one half or
# more in each row, and that of the second wave falls slowly.
#
# **An error must be measured where the network was not made to be right.** You will meet that again, with data
# in place of knots: notebook 05.

# %% [markdown]
# ## 9.2 Why not a polynomial? (further)
#
# A polynomial of polynomials is one, too. So we take $\varphi(z) = z^2$ and as many random hidden units as we like,
# with the *best possible* output weights, by least squares.

# %%
x = np.linspace(0, 2 * np.pi, 400)
for num_hidden in (3, 30, 300):
    rng = np.random.default_rng(0)
    scores = np.outer(x, rng.standard_normal(num_hidden)) + 3 * rng.standard_normal(num_hidden)
    for name, hidden in (("square", scores**2), ("ReLU", relu(scores))):
        v = np.linalg.lstsq(hidden, np.sin(x), rcond=1e-10)[0]
        print(f"{num_hidden:3} units, {name:6}: error {np.max(np.abs(hidden @ v - np.sin(x))):.2f}")

# %% [markdown]
# Three squared units already span all parabolas, and 300 span no more: the error stays at 0.95. These
# three ReLUs do no better, but 30 and 300, even with random corners, come closer and closer. (It is one
# draw. In nine others three ReLUs do no better either, 30 come down to between 0.11 and 0.45, and 300 to
# below 0.04.)

# %% [markdown]
# ## 9.3 Two inputs: towers (further)
#
# The theorem speaks of $n$ inputs. With two, a ReLU is a hinge: flat, then a ramp, with a straight fold. Three
# with parallel folds make a ridge, a bump that goes on forever. How does one get a bump that ends?

# %%
show(figures_curves.hinge_surfaces())

# %% [markdown]
# Two ridges cross. Where they do, their sum is twice as high as elsewhere on them. A unit of a *second* hidden layer, with
# a threshold between, cuts the ridges away, and a **tower** remains. (One hidden layer can do it as well, says the
# theorem, with ridges in very many directions. Two layers are easier to see.)
#
# Below, step units make strips instead of ridges. At the top, one tower: how many strips, and which threshold?
# At the bottom, one tower over each square, as high as the function there.
#
# **Predict first.** With three directions, which thresholds leave a tower, and which leave a star? Twice as
# many towers a side: how many units more, and how much of the error is left?

# %%
explore(scenes.towers())

# %% [markdown]
# With three directions a threshold from 2 on leaves a tower, a lower one a star. Twice as many towers a side are
# four times as many towers, for about half the error: 8 × 8 have an error of 0.11 on the soft XOR, 16 × 16 one of 0.06.
# With $n$ inputs it would be $N^n$ towers. That is the price named above, and why nobody builds networks like this.

# %% [markdown]
# ## 10 Every Boolean function, by heart (further)
#
# For Boolean functions there is an exact result, and you can write its weights down. Let inputs be −1
# and 1 now. Take one hidden step unit for each input pattern $p$ that should be recognized:
#
# $$h_p = \mathrm{step}\big(p \cdot x - (D - 1)\big)$$
#
# $D$ is the number of inputs. If $x = p$, the product $p \cdot x$ is $D$: every entry agrees, and
# contributes 1. If one entry differs, it is $D - 2$. So the unit fires for its own pattern and for no
# other. The output adds up what the units report: the network is a **look-up table**.
#
# There are $2^D$ patterns. But we need units only for the *rarer* answer, and the output's bias gives
# the other. So at most $2^{D-1}$ units are needed.
#
# **Exercise 8.** Complete `lookup_network`. `inputs` holds all $2^D$ patterns as rows, in any order,
# `targets` the answers, −1 or 1. Return `(W, b, v, c)`, so that $c + v \cdot \mathrm{step}(W x + b)$ equals the target
# for every pattern, with at most $2^{D-1}$ hidden units.


# %%
def lookup_network(inputs, targets):
    """Return (W, b, v, c): shapes (H, D), (H,), (H,) and a number, with H <= 2^(D-1)."""
    ### BEGIN SOLUTION
    rarer = 1 if np.sum(targets == 1) <= len(targets) / 2 else -1
    W = inputs[targets == rarer]
    num_hidden, num_inputs = W.shape
    return W, np.full(num_hidden, 1 - num_inputs), np.full(num_hidden, 2 * rarer), -rarer
    ### END SOLUTION


lookup_network = check(lookup_network)

# %% [markdown]
# We build all 256 functions of three inputs. The largest tables have $2^{3-1} = 4$ units. And parity, "is the
# number of ones odd?", for more and more inputs.

# %%
guess(questions.LARGEST_TABLES)

# %%
inputs = gates.all_inputs(3, low=-1)
num_right, num_units = 0, []
for table in truth_tables(3):
    targets = np.where(table, 1, -1)
    W, b, v, c = lookup_network(inputs, targets)
    num_right += np.array_equal(look_up(inputs, W, b, v, c), targets)
    num_units.append(len(W))
print(f"{num_right} of 256 functions exact, with at most {max(num_units)} hidden units")
reveal(questions.LARGEST_TABLES, num_units.count(4))
for num_inputs in (4, 8, 12):
    inputs = gates.all_inputs(num_inputs, low=-1)
    W = lookup_network(inputs, inputs.prod(axis=1))[0]
    print(f"parity of {num_inputs:2} inputs: {len(W):5} hidden units in the table")

# %% [markdown]
# All 256 are exact, with four units or fewer. Four are needed where each answer has four of the eight patterns, and
# four of eight can be chosen in 70 ways. Parity needs the most that can be: $2^{D-1}$, 2048 for
# 12 inputs. And here is the catch. A table has learned nothing: a pattern it was not given gets the
# default answer. It is also wasteful. Parity can be had with $D$ hidden units, which count the ones.
# And a *deep* network of XORs needs about $D$ of them, two inputs at a time. Compact networks are what we
# want, and depth is one way to get them: notebook 06.

# %% [markdown]
# ## 11 To exist is not to be found
#
# A network with two hidden units can compute XOR: you wrote its weights down for steps, and saw ReLUs do
# it in section 5. Does training find such weights?
# (How training works is the subject of notebook 03. Here we only count how it ends.)
#
# We start from random weights, as PyTorch draws them, take 200 steps of the Adam method with
# learning rate 0.1, and ask: are all four right? We do that for 2, 3, 4 and 8 hidden units, with ReLU
# and with tanh, and for each **250 times**, all at once.

# %%
guess(questions.LEARNED)

# %%
widths, batch = [2, 3, 4, 8], 25
rates = {}
for name, activation in (("ReLU", torch.relu), ("tanh", torch.tanh)):
    (learned,) = train_xor(widths, activation, num_networks=250, checkpoints=[200]).learned
    rates[name] = learned.reshape(len(widths), -1, batch).mean(axis=2)
    for width, shares in zip(widths, rates[name], strict=True):
        print(
            f"{name}, {width} units: {shares.mean():4.0%} learned XOR; "
            f"in batches of {batch}: {shares.min():.0%} to {shares.max():.0%}"
        )

# %%
show(figures.training_success(widths, rates))
reveal(questions.LEARNED, 100 * rates["ReLU"].mean(axis=1))

# %% [markdown]
# Two ReLU units are enough, and three of four networks do not find it. With eight units, 94 % do. The
# extra units are not needed to *represent* XOR. They are needed to *find* it: more units, more
# chances that some of them start in a useful place. That is one reason to make networks large.
#
# And look at the gray dots. Each is what one of ten people would see who try 25 networks each. With two
# ReLU units, one of them would report 4 % and another 44 %, from the same experiment. One run, or
# even 25, can tell you what you wish to hear. **A result without its spread is half a result.**

# %% [markdown]
# ## 11.1 Or only more patience? (further)
#
# Perhaps the others were on their way, and 200 steps were too few. We let the same 2,000 networks go on
# to 5,000 steps. That takes a minute, so the result is stored; `tools/study_xor.py` made it.

# %%
guess(questions.PATIENCE)

# %%
shares = xor_study.load_shares()
show(figures.more_steps(xor_study.STEPS, xor_study.WIDTHS, shares))
for name, of_name in shares.items():
    at_200, at_5000 = (of_name[xor_study.STEPS.index(steps), 0].mean() for steps in (200, 5000))
    print(f"{name}, 2 units: {at_200:.1%} after 200 steps, {at_5000:.1%} after 5000")
    if name == "ReLU":
        reveal(questions.PATIENCE, 100 * at_5000)

# %% [markdown]
# Patience hardly helps: 25.2 % become 26.8 %, 44.4 % become 45.2 %. Each curve is almost level from 100 steps
# on. (Bands reach from the worst to the best batch of 25.)
#
# Four times as many units did far more than 25 times as many steps.
#
# So the others are not slow. They are stuck, and one can tell where. The **loss** says how bad the
# answers are (notebook 04 explains the one used here): 0 if all four are right and certain.

# %%
for name, of_width in xor_study.load_failures().items():
    values, counts = np.unique(of_width[0].round(2), return_counts=True)
    places = ", ".join(f"{n} at {value:.2f}" for value, n in zip(values, counts, strict=True))
    print(f"{name}, 2 units, not learned after 5000 steps; losses: {places}")
for num_alike, loss in xor_study.PLATEAUS.items():
    print(f"one answer for {num_alike} inputs, the others right: at best {loss:.2f}")

# %% [markdown]
# All of them ended at one of three values, and each has a meaning. It is the best that is left to a
# network which answers two, three or all four inputs *alike*, though their targets differ. Section 5 tells
# how that comes about: most of these hidden layers have bent the plane in the wrong place, and brought
# together what belongs apart. With ReLU it is easily done: where all units are silent, all inputs look the same,
# and the slopes that should part them are 0 [11]. Tanh units that are fully on or off do the same.

# %%
ask(questions.WIDTH)

# %% [markdown]
# ## 12 Your exercises

# %%
check.summary()

# %% [markdown]
# ## What to remember
#
# - A neuron fires on one side of a hyperplane: $w$ points to that side, the bias shifts it.
# - Weights and bias multiplied by $k$, above 1: the same line, a sharper sigmoid.
# - The perceptron makes at most $(R/\gamma)^2$ mistakes if a line exists. If none exists, it never rests,
#   and what it holds may be bad.
# - Half-spaces are convex. XOR's two segments cross, so no neuron computes it. For four inputs, only
#   1882 of 65,536 functions are separable. Nor can a neuron recognize a shape that may move.
# - Linear layers, stacked, are one linear layer. The nonlinearity between them is what counts.
# - A hidden layer maps the inputs linearly, then bends. No linear map moves one midpoint away from
#   another. The bend does, and it must be large enough to carry one segment past the other.
# - A network designed for steps is another one with sigmoids.
# - One ReLU a segment draws a polygon; for smooth functions the error falls like $1/N^2$. Where a curve bends
#   unevenly, corners in the right places are worth far more than many corners.
# - An error measured where the network is right by construction says nothing.
# - Universal approximation: continuous $f$, compact $K$, any continuous $\varphi$ but a polynomial,
#   as close as you like. Not: how many units, how to find them, new data, outside $K$.
# - That weights exist does not mean that training finds them. For XOR more units help, and more steps
#   hardly. Report the spread over seeds.
#
# ## References
#
# 1. F. Rosenblatt, *The perceptron: a probabilistic model for information storage and organization in
#    the brain*, Psychological Review 65:386-408, 1958,
#    [doi:10.1037/h0042519](https://doi.org/10.1037/h0042519).
# 2. A. Novikoff, *On convergence proofs on perceptrons*, Symposium on the Mathematical Theory of
#    Automata 12:615-622, Polytechnic Institute of Brooklyn, 1962: the bound of section 2.1. Told again, with
#    what came of it, by M. Mohri & A. Rostamizadeh, *Perceptron mistake bounds*, 2013,
#    [arXiv:1305.0208](https://arxiv.org/abs/1305.0208).
# 3. M. Minsky & S. Papert, *Perceptrons*, MIT Press, 1969,
#    [at the publisher](https://mitpress.mit.edu/9780262630221/perceptrons/).
# 4. R. Fisher, *The use of multiple measurements in taxonomic problems*, Annals of Eugenics 7:179-188,
#    1936, [doi:10.1111/j.1469-1809.1936.tb02137.x](https://doi.org/10.1111/j.1469-1809.1936.tb02137.x):
#    the iris data.
# 5. G. Cybenko, *Approximation by superpositions of a sigmoidal function*, Mathematics of Control,
#    Signals and Systems 2:303-314, 1989,
#    [doi:10.1007/BF02551274](https://doi.org/10.1007/BF02551274).
# 6. K. Hornik, *Approximation capabilities of multilayer feedforward networks*, Neural Networks
#    4:251-257, 1991,
#    [doi:10.1016/0893-6080(91)90009-T](https://doi.org/10.1016/0893-6080(91)90009-T).
# 7. M. Leshno, V. Lin, A. Pinkus & S. Schocken, *Multilayer feedforward networks with a nonpolynomial
#    activation function can approximate any function*, Neural Networks 6:861-867, 1993,
#    [doi:10.1016/S0893-6080(05)80131-5](https://doi.org/10.1016/S0893-6080(05)80131-5).
# 8. A. Barron, *Universal approximation bounds for superpositions of a sigmoidal function*, IEEE
#    Transactions on Information Theory 39:930-945, 1993,
#    [doi:10.1109/18.256500](https://doi.org/10.1109/18.256500).
# 9. The counts of section 3.1 are sequence A000609 of the On-Line Encyclopedia of Integer Sequences,
#    [oeis.org/A000609](https://oeis.org/A000609).
# 10. S. Gallant, *Perceptron-based learning algorithms*, IEEE Transactions on Neural Networks 1:179-191,
#     1990, [doi:10.1109/72.80230](https://doi.org/10.1109/72.80230): keep the best line so far.
# 11. L. Lu, Y. Shin, Y. Su & G. Karniadakis, *Dying ReLU and initialization: theory and numerical
#     examples*, 2019, [arXiv:1903.06733](https://arxiv.org/abs/1903.06733).
#
# [Start page](00_start_here.ipynb) · previous: [01 From biological to artificial
# neurons](01_neurons.ipynb) · next: [03 Building MLPs in PyTorch](03_building.ipynb)
